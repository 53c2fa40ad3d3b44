/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-backup-report"

#include "config.h"

#include "confab-backup-report.h"

#include "confab-data-words.h"
#include "confab-provider-secret.h"

#include <glib/gi18n-lib.h>

/**
 * confab_backup_report_new:
 *
 * Returns: (transfer full): a report with nothing in it
 */
ConfabBackupReport *
confab_backup_report_new (void)
{
  ConfabBackupReport *self = g_new0 (ConfabBackupReport, 1);

  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_provider_secret_free);
  return self;
}

/**
 * confab_backup_report_free:
 * @self: (nullable) (transfer full): the report
 */
void
confab_backup_report_free (ConfabBackupReport *self)
{
  if (self == NULL)
    return;

  g_free (self->kept);
  g_ptr_array_unref (self->secrets);
  g_clear_error (&self->providers_error);
  g_free (self);
}

/**
 * confab_backup_report_dup_summary:
 * @self: the report
 *
 * Returns: (transfer full): a sentence or two that say what was done, translated
 */
char *
confab_backup_report_dup_summary (const ConfabBackupReport *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kept == NULL)
    return g_strdup (_("The backup is complete. Keys are not in it."));

  name = g_filename_display_name (self->kept);
  if (self->kept_damaged)
    /* Translators: the name of a file */
    return g_strdup_printf (_("The backup is restored. What was here before is damaged; it is kept as it was, in %s."),
                            name);

  /* Translators: the name of a file */
  return g_strdup_printf (_("The backup is restored. What was here before is in %s."), name);
}

static void
add_line (GString    *text,
          const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

/**
 * confab_backup_report_dup_details:
 * @self: the report
 *
 * Returns: (transfer full) (nullable): what was left out and what is to be done about it, in lines, or
 *   %NULL when nothing was
 */
char *
confab_backup_report_dup_details (const ConfabBackupReport *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  if (self->without_providers)
    add_line (text, self->kept == NULL
                      ? _("The file with the providers cannot be read, so the backup is without them.")
                      : _("The backup is without providers, for their file could not be read. Those that are here "
                          "stay."));
  if (self->providers_error != NULL)
    {
      g_autofree char *words = confab_data_words_dup_failure (self->providers_error);

      add_line (text, _("The providers could not be restored. Those that are here stay."));
      add_line (text, words);
    }
  if (self->secrets->len > 0)
    add_line (text, self->kept == NULL
                      ? _("What is or looks like a key is not in the backup. Enter it again after restoring it:")
                      : _("What is or looks like a key was not in the backup. Enter it again:"));
  for (guint i = 0; i < self->secrets->len; i++)
    {
      const ConfabProviderSecret *secret = g_ptr_array_index (self->secrets, i);
      /* Translators: a provider's name, and the name of a header or a field */
      g_autofree char *line = g_strdup_printf (_("%s: “%s”"), secret->provider, secret->field);

      add_line (text, line);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
