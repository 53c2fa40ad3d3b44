/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-backup"

#include "config.h"

#include "confab-history-backup-private.h"

#include "confab-store-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* SQLite would make the file readable by everyone. */
static gboolean
make_empty (const char  *path,
            GError     **error)
{
  const int fd = g_open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      confab_store_error_set_errno (error, CONFAB_STORE_ERROR_FAILED, "make", path, errno);
      return FALSE;
    }

  close (fd);
  return TRUE;
}

/* What was copied may be newer than what was asked for: another process may have been quicker. */
static gboolean
has_version (const char  *path,
             gint64       version,
             gboolean    *is_version,
             GError     **error)
{
  g_autoptr(ConfabSqlite) copy = NULL;
  gint64 copied;

  if (!(copy = confab_sqlite_open (path, error)) ||
      !confab_sqlite_query_int64 (copy, "PRAGMA user_version", &copied, error))
    return FALSE;

  *is_version = copied == version;
  return TRUE;
}

/* Read with a log, a copy leaves companions behind should the program end in the middle. */
static void
remove_part (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

/**
 * confab_history_backup_make:
 * @db: the history, in its thread and outside of any transaction
 * @path: its file
 * @version: its version
 * @error: return location
 *
 * Copies a history to a file of its own beside it, before it is changed: `history.db.v4` for the
 * version 4 of `history.db`. It is there as a whole or not at all, takes the place of an earlier
 * one of the same version, and is never taken away.
 *
 * Returns: whether what is in @db is not in danger; a full disk is %CONFAB_STORE_ERROR_FULL
 */
gboolean
confab_history_backup_make (ConfabSqlite  *db,
                            const char    *path,
                            gint64         version,
                            GError       **error)
{
  g_autofree char *final = NULL;
  g_autofree char *part = NULL;
  gboolean is_version = FALSE;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  final = g_strdup_printf ("%s.v%" G_GINT64_FORMAT, path, version);
  part = g_strconcat (final, ".part", NULL);

  remove_part (part);
  if (!make_empty (part, error) ||
      !confab_sqlite_backup (db, part, error) ||
      !has_version (part, version, &is_version, error))
    {
      remove_part (part);
      g_prefix_error (error, "No copy of the history could be made: ");
      return FALSE;
    }

  if (is_version && g_rename (part, final) != 0)
    {
      confab_store_error_set_errno (error, CONFAB_STORE_ERROR_FAILED, "rename", part, errno);
      remove_part (part);
      return FALSE;
    }

  remove_part (part);
  return TRUE;
}
