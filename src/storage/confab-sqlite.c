/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-sqlite"

#include "config.h"

#include "confab-sqlite-private.h"

#include "confab-statement-private.h"
#include "confab-store-error-private.h"

/* How long another program may hold the file before a job gives up, in milliseconds. */
#define BUSY_TIMEOUT_MS 5000

/* After this many steps of SQLite's machine, well under a millisecond, cancellation is looked at. */
#define PROGRESS_STEPS 1000

/* There are some dozens of statements in the program; what is beyond is prepared anew each time. */
#define MAX_STATEMENTS 64

/**
 * ConfabSqlite:
 *
 * One connection to one SQLite file, speaking [struct@GLib.Error] in the domain
 * %CONFAB_STORE_ERROR.
 *
 * To prepare a statement takes longer than to run most of them, so those that were used are kept.
 *
 * Belongs to the thread that opened it, and asserts that nobody else touches it.
 */
struct _ConfabSqlite
{
  sqlite3    *handle;      /* owned */
  GThread    *owner;       /* compared, never followed */
  GHashTable *statements;  /* owned: what it says (lent by it) to an idle sqlite3_stmt (owned) */
};

/* SQLite folds many a cause into one code; the system's own tells them apart. */
static ConfabStoreError
code_from_sqlite (sqlite3 *handle,
                  int      code)
{
  const int saved_errno = handle != NULL ? sqlite3_system_errno (handle) : 0;

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return CONFAB_STORE_ERROR_FULL;

    case SQLITE_READONLY:
      return CONFAB_STORE_ERROR_READ_ONLY;

    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return confab_store_error_from_errno (saved_errno, CONFAB_STORE_ERROR_OPEN);

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return CONFAB_STORE_ERROR_CORRUPT;

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return CONFAB_STORE_ERROR_BUSY;

    case SQLITE_IOERR:
      return confab_store_error_from_errno (saved_errno, CONFAB_STORE_ERROR_FAILED);

    default:
      return CONFAB_STORE_ERROR_FAILED;
    }
}

/**
 * confab_sqlite_set_error:
 * @self: the connection
 * @code: what a function of SQLite returned
 * @error: where to put it
 *
 * Turns the failure that the connection met last into an error. Its text is SQLite's: names of
 * tables and columns, never the values in them.
 */
void
confab_sqlite_set_error (ConfabSqlite  *self,
                         int            code,
                         GError       **error)
{
  g_return_if_fail (self != NULL);

  g_set_error (error, CONFAB_STORE_ERROR, code_from_sqlite (self->handle, code),
               "SQLite error %d: %s", code,
               self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code));
}

static void
finalize_cb (gpointer statement)
{
  sqlite3_finalize (statement);
}

/**
 * confab_sqlite_open:
 * @path: the file, which must exist; an empty one is a new database
 * @error: return location
 *
 * Opens a file for reading and writing, without changing it. That it is no database is found only
 * when it is first read.
 *
 * Returns: (transfer full): the connection, or %NULL with an error of %CONFAB_STORE_ERROR
 */
ConfabSqlite *
confab_sqlite_open (const char  *path,
                    GError     **error)
{
  g_autoptr(ConfabSqlite) self = NULL;
  int code;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (ConfabSqlite, 1);
  self->owner = g_thread_self ();
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_cb);

  code = sqlite3_open_v2 (path, &self->handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                          NULL);
  if (code != SQLITE_OK)
    {
      confab_sqlite_set_error (self, code, error);
      return NULL;
    }

  /* A file that cannot be written is opened all the same, and would fail at the first write. */
  if (sqlite3_db_readonly (self->handle, "main") == 1)
    {
      g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_READ_ONLY,
                   "“%s” cannot be written", path);
      return NULL;
    }

  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  return g_steal_pointer (&self);
}

/**
 * confab_sqlite_free:
 * @self: (transfer full): the connection, with no statement left
 *
 * Closes it. What was committed is safe already.
 */
void
confab_sqlite_free (ConfabSqlite *self)
{
  g_return_if_fail (self != NULL);
  g_assert (confab_sqlite_is_owner (self));

  g_hash_table_unref (self->statements);
  if (self->handle != NULL && sqlite3_close (self->handle) != SQLITE_OK)
    g_warning ("A statement outlives its database");
  g_free (self);
}

/**
 * confab_sqlite_is_owner:
 * @self: the connection
 *
 * Returns: whether the calling thread opened it
 */
gboolean
confab_sqlite_is_owner (ConfabSqlite *self)
{
  return self->owner == g_thread_self ();
}

/**
 * confab_sqlite_set_checkpoint_on_close:
 * @self: the connection
 * @checkpoint: whether closing moves the log into the file
 *
 * For a file that has to be left exactly as it was found.
 */
void
confab_sqlite_set_checkpoint_on_close (ConfabSqlite *self,
                                       gboolean      checkpoint)
{
  g_return_if_fail (self != NULL);
  g_assert (confab_sqlite_is_owner (self));

  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !checkpoint, NULL);
}

static int
progress_cb (void *data)
{
  return g_cancellable_is_cancelled (data);
}

/**
 * confab_sqlite_set_cancellable:
 * @self: the connection
 * @cancellable: (nullable): stops statements while they run; must outlive this
 *
 * A statement that is stopped fails.
 */
void
confab_sqlite_set_cancellable (ConfabSqlite *self,
                               GCancellable *cancellable)
{
  g_return_if_fail (self != NULL);
  g_assert (confab_sqlite_is_owner (self));

  sqlite3_progress_handler (self->handle, PROGRESS_STEPS, cancellable != NULL ? progress_cb : NULL, cancellable);
}

/**
 * confab_sqlite_backup:
 * @self: the connection
 * @path: an empty file
 * @error: return location
 *
 * Copies everything that is in the database to another file, what is still in its log included.
 *
 * Returns: whether it is there as a whole
 */
gboolean
confab_sqlite_backup (ConfabSqlite  *self,
                      const char    *path,
                      GError       **error)
{
  g_autoptr(ConfabSqlite) copy = NULL;
  sqlite3_backup *backup;
  int code;

  g_return_val_if_fail (self != NULL, FALSE);
  g_assert (confab_sqlite_is_owner (self));

  if (!(copy = confab_sqlite_open (path, error)))
    return FALSE;

  if ((backup = sqlite3_backup_init (copy->handle, "main", self->handle, "main")) != NULL)
    {
      sqlite3_backup_step (backup, -1);
      sqlite3_backup_finish (backup);
    }

  code = sqlite3_errcode (copy->handle);
  if (code == SQLITE_OK)
    return TRUE;

  confab_sqlite_set_error (copy, code, error);
  return FALSE;
}

/**
 * confab_sqlite_exec:
 * @self: the connection
 * @sql: statements without parameters
 * @error: return location
 *
 * Returns: whether all of them ran
 */
gboolean
confab_sqlite_exec (ConfabSqlite  *self,
                    const char    *sql,
                    GError       **error)
{
  int code;

  g_return_val_if_fail (self != NULL, FALSE);
  g_assert (confab_sqlite_is_owner (self));

  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return TRUE;

  confab_sqlite_set_error (self, code, error);
  return FALSE;
}

/**
 * confab_sqlite_query_int64:
 * @self: the connection
 * @sql: a query that answers with one number
 * @value: (out): the number
 * @error: return location
 *
 * Returns: whether there was one
 */
gboolean
confab_sqlite_query_int64 (ConfabSqlite  *self,
                           const char    *sql,
                           gint64        *value,
                           GError       **error)
{
  g_autoptr(ConfabStatement) statement = confab_statement_new (self, sql, error);
  gboolean has_row;

  if (statement == NULL || !confab_statement_step (statement, &has_row, error))
    return FALSE;

  if (!has_row)
    {
      g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED,
                   "No answer to “%s”", sql);
      return FALSE;
    }

  *value = confab_statement_get_int64 (statement, 0);
  return TRUE;
}

/**
 * confab_sqlite_begin:
 * @self: the connection
 * @error: return location
 *
 * Begins a transaction that writes. Taking the lock for writing at once keeps two processes from
 * reading the same state and then failing to write theirs.
 *
 * Returns: whether it was begun
 */
gboolean
confab_sqlite_begin (ConfabSqlite  *self,
                     GError       **error)
{
  return confab_sqlite_exec (self, "BEGIN IMMEDIATE", error);
}

/**
 * confab_sqlite_commit:
 * @self: the connection
 * @error: return location
 *
 * Ends a transaction. When it cannot be written it is rolled back, so none is open afterwards.
 *
 * Returns: whether it is in the file
 */
gboolean
confab_sqlite_commit (ConfabSqlite  *self,
                      GError       **error)
{
  if (confab_sqlite_exec (self, "COMMIT", error))
    return TRUE;

  confab_sqlite_rollback (self);
  return FALSE;
}

/**
 * confab_sqlite_rollback:
 * @self: the connection
 *
 * Forgets a transaction. SQLite may have done so already, after a full disk for instance.
 */
void
confab_sqlite_rollback (ConfabSqlite *self)
{
  g_return_if_fail (self != NULL);
  g_assert (confab_sqlite_is_owner (self));

  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * confab_sqlite_get_changes:
 * @self: the connection
 *
 * Returns: how many rows the last statement wrote
 */
gint64
confab_sqlite_get_changes (ConfabSqlite *self)
{
  g_return_val_if_fail (self != NULL, 0);
  g_assert (confab_sqlite_is_owner (self));

  return sqlite3_changes64 (self->handle);
}

/**
 * confab_sqlite_get_handle:
 * @self: the connection
 *
 * Returns: (transfer none): SQLite's own handle, for statements
 */
sqlite3 *
confab_sqlite_get_handle (ConfabSqlite *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_assert (confab_sqlite_is_owner (self));

  return self->handle;
}

/**
 * confab_sqlite_take_statement:
 * @self: the connection
 * @sql: one statement
 * @error: return location
 *
 * Returns: (transfer full): the statement, prepared and with nothing bound, or %NULL
 */
sqlite3_stmt *
confab_sqlite_take_statement (ConfabSqlite  *self,
                              const char    *sql,
                              GError       **error)
{
  gpointer statement = NULL;
  int code;

  g_return_val_if_fail (self != NULL, NULL);
  g_assert (confab_sqlite_is_owner (self));

  if (g_hash_table_steal_extended (self->statements, sql, NULL, &statement))
    return statement;

  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, (sqlite3_stmt **) &statement, NULL);
  if (code != SQLITE_OK)
    confab_sqlite_set_error (self, code, error);

  return statement;
}

/**
 * confab_sqlite_return_statement:
 * @self: the connection
 * @statement: (transfer full): what was taken
 *
 * Keeps a statement for the next one who wants it. It lets go of what it read and of what was bound.
 */
void
confab_sqlite_return_statement (ConfabSqlite *self,
                                sqlite3_stmt *statement)
{
  g_return_if_fail (self != NULL);
  g_assert (confab_sqlite_is_owner (self));

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  if (g_hash_table_size (self->statements) < MAX_STATEMENTS &&
      !g_hash_table_contains (self->statements, sqlite3_sql (statement)))
    g_hash_table_insert (self->statements, (gpointer) sqlite3_sql (statement), statement);
  else
    sqlite3_finalize (statement);
}
