/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-session-copy"

#include "config.h"

#include "confab-history-session-private.h"

#include "confab-store-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Pages that are copied before anybody is told of it or can stop it: a few megabytes. */
#define COPY_PAGES 512

static gboolean
copy (ConfabSqlite           *source,
      ConfabSqlite           *target,
      ConfabHistoryCopyFunc   func,
      gpointer                user_data,
      GCancellable           *cancellable,
      GError                **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (confab_sqlite_get_handle (target), "main",
                                                confab_sqlite_get_handle (source), "main");
  int code = SQLITE_OK;

  if (backup == NULL)
    {
      confab_sqlite_set_error (target, sqlite3_errcode (confab_sqlite_get_handle (target)), error);
      return FALSE;
    }

  while (code == SQLITE_OK && !g_cancellable_is_cancelled (cancellable))
    {
      code = sqlite3_backup_step (backup, COPY_PAGES);
      if (func != NULL)
        func (sqlite3_backup_pagecount (backup) - sqlite3_backup_remaining (backup),
              sqlite3_backup_pagecount (backup), user_data);
    }

  /* Undoes what was written of a copy that did not come to its end. */
  sqlite3_backup_finish (backup);
  if (code == SQLITE_DONE)
    return TRUE;

  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    confab_sqlite_set_error (target, code, error);
  return FALSE;
}

/**
 * confab_history_session_copy_to:
 * @self: the session
 * @path: a file that does not exist
 * @func: (nullable): told of how far it is
 * @user_data: closure
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Copies the whole history, as it is in one moment, into one file that only its owner can read.
 * Nothing of it is left when this fails.
 *
 * Returns: whether the copy is there
 */
gboolean
confab_history_session_copy_to (ConfabHistorySession   *self,
                                const char             *path,
                                ConfabHistoryCopyFunc   func,
                                gpointer                user_data,
                                GCancellable           *cancellable,
                                GError                **error)
{
  ConfabSqlite *target;
  gboolean ok;
  int fd;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      confab_store_error_set_errno (error, CONFAB_STORE_ERROR_OPEN, "make", path, errno);
      return FALSE;
    }
  close (fd);

  if (!(target = confab_sqlite_open (path, error)))
    {
      g_unlink (path);
      return FALSE;
    }

  /* The copy says that it has a log, as the original does; one that travels is whole without. */
  ok = confab_history_session_begin_read (self, error) &&
       copy (self->db, target, func, user_data, cancellable, error) &&
       confab_sqlite_exec (target, "PRAGMA journal_mode = DELETE", error);
  confab_history_session_rollback (self);
  confab_sqlite_free (target);
  if (!ok)
    {
      g_autofree char *log = g_strconcat (path, "-wal", NULL);
      g_autofree char *index = g_strconcat (path, "-shm", NULL);
      g_autofree char *journal = g_strconcat (path, "-journal", NULL);

      g_unlink (path);
      g_unlink (log);
      g_unlink (index);
      g_unlink (journal);
    }

  return ok;
}

/**
 * confab_history_session_copy_from:
 * @self: the session
 * @source: another history, used by this thread
 * @func: (nullable): told of how far it is
 * @user_data: closure
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Puts another history in the place of this one, all or nothing. Whoever else has it open sees the
 * other one from then on.
 *
 * Returns: whether it is in the file
 */
gboolean
confab_history_session_copy_from (ConfabHistorySession   *self,
                                  ConfabHistorySession   *source,
                                  ConfabHistoryCopyFunc   func,
                                  gpointer                user_data,
                                  GCancellable           *cancellable,
                                  GError                **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (source != NULL, FALSE);

  ok = confab_history_session_begin_read (source, error) &&
       copy (source->db, self->db, func, user_data, cancellable, error);
  confab_history_session_rollback (source);
  if (!ok)
    return FALSE;

  /* A log as large as the history would stay beside it. */
  if (!confab_sqlite_exec (self->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL))
    g_debug ("The log was not emptied");
  return TRUE;
}
