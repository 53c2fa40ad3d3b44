/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-aside"

#include "config.h"

#include "confab-history-aside.h"

#include "confab-store-error-private.h"

#include <errno.h>
#include <glib/gstdio.h>

/* A history that cannot be read as one is kept as the files that it is made of. It is for nobody to have open
 * meanwhile; the lock of the history says so to other processes. */

/* What is beside the file and belongs to it, and the file. Another one in its place must never find the others:
 * they go first, and come last. */
static const char *const suffixes[] = { "-wal", "-journal", "" };

static void
remove_index (const char *path)
{
  g_autofree char *index = g_strconcat (path, "-shm", NULL);

  /* It is made anew of the log. */
  g_unlink (index);
}

static gboolean
move (const char *from,
      const char *to,
      gsize       i)
{
  g_autofree char *old_name = g_strconcat (from, suffixes[i], NULL);
  g_autofree char *new_name = g_strconcat (to, suffixes[i], NULL);

  return g_rename (old_name, new_name) == 0 || errno == ENOENT;
}

static void
move_back (const char *path,
           const char *aside,
           gsize       n)
{
  for (gsize i = n; i > 0; i--)
    if (!move (aside, path, i - 1))
      g_warning ("“%s%s” keeps its name: %s", aside, suffixes[i - 1], g_strerror (errno));
}

/**
 * confab_history_aside_put:
 * @path: the file of the history, which nobody has open
 * @aside: where to, in the same folder, where there is nothing
 * @error: return location for a %CONFAB_STORE_ERROR
 *
 * Gives the files of a history another name, as they are.
 *
 * Returns: whether nothing is left in their place; if not, all are where they were
 */
gboolean
confab_history_aside_put (const char  *path,
                          const char  *aside,
                          GError     **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (aside != NULL, FALSE);

  remove_index (path);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (!move (path, aside, i))
      {
        confab_store_error_set_errno (error, CONFAB_STORE_ERROR_FAILED, "rename", path, errno);
        move_back (path, aside, i);
        return FALSE;
      }

  return TRUE;
}

/**
 * confab_history_aside_undo:
 * @path: the file of the history, which nobody has open
 * @aside: where it was put
 *
 * Puts the files back in the place of whatever came there meanwhile.
 */
void
confab_history_aside_undo (const char *path,
                           const char *aside)
{
  g_return_if_fail (path != NULL);
  g_return_if_fail (aside != NULL);

  remove_index (path);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes) - 1; i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
  move_back (path, aside, G_N_ELEMENTS (suffixes));
}
