/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-rc"

#include "config.h"

#include "confab-cli-rc.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define FILE_NAME ".confabrc"
#define GROUP "ask"

/* Others' files do not decide to whom a question goes. */
static gboolean
is_own (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && S_ISREG (status.st_mode) &&
         (status.st_uid == getuid () || status.st_uid == 0);
}

static char *
take_string (GKeyFile   *file,
             const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, key, NULL);

  if (text == NULL || *g_strstrip (text) == '\0')
    return NULL;

  return g_steal_pointer (&text);
}

/**
 * confab_cli_rc_find:
 * @folder: where to begin
 * @model: (out) (nullable) (transfer full): the model that is chosen there
 * @provider_id: (out) (nullable) (transfer full): the provider that is chosen there
 * @error: return location for a %G_KEY_FILE_ERROR or %G_FILE_ERROR, with a sentence for people
 *
 * Looks for the file `.confabrc` of the person or the administrator in a folder and those above
 * it. It is a key file with the keys `model` and `provider` in the group `[ask]`; the nearest one
 * counts.
 *
 * Returns: %FALSE if there is one that makes no sense
 */
gboolean
confab_cli_rc_find (const char  *folder,
                    char       **model,
                    char       **provider_id,
                    GError     **error)
{
  g_autofree char *current = NULL;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (model != NULL && provider_id != NULL, FALSE);

  *model = NULL;
  *provider_id = NULL;
  current = g_canonicalize_filename (folder, NULL);

  for (;;)
    {
      g_autofree char *path = g_build_filename (current, FILE_NAME, NULL);
      g_autofree char *above = g_path_get_dirname (current);

      if (is_own (path))
        {
          g_autoptr(GKeyFile) file = g_key_file_new ();

          if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
            {
              /* Translators: the name of a file; what is wrong with it follows */
              g_prefix_error (error, _("“%s” makes no sense: "), path);
              return FALSE;
            }

          *model = take_string (file, "model");
          *provider_id = take_string (file, "provider");
          return TRUE;
        }

      if (g_str_equal (above, current))
        return TRUE;
      g_free (current);
      current = g_steal_pointer (&above);
    }
}
