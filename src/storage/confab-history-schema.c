/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-schema"

#include "config.h"

#include "confab-history-schema-private.h"

#include "confab-history-backup-private.h"
#include "confab-store-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each entry leads from the version before it to its own, `to_version[0]` from an empty file to
 * version 1. Files made by them are out in the world: append only.
 *
 * `seq` keeps the order in which messages were first saved, so that a parent always comes before
 * its children. `parent_id` does not cascade: a whole conversation goes at once, and a cascade
 * along a thread of a thousand messages would exceed SQLite's depth of triggers. */
static const char *const to_version[] = {
  "CREATE TABLE conversations ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  title TEXT NOT NULL,"
  "  provider_id TEXT,"
  "  model TEXT,"
  "  system_prompt TEXT,"
  "  draft TEXT,"
  "  head_id TEXT,"
  "  created_at_us INTEGER NOT NULL,"
  "  updated_at_us INTEGER NOT NULL,"
  "  pinned INTEGER NOT NULL,"
  "  archived INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE messages ("
  "  seq INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,"
  "  parent_id TEXT REFERENCES messages (id),"
  "  role TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  created_at_us INTEGER NOT NULL,"
  "  duration_ms INTEGER,"
  "  provider_id TEXT,"
  "  provider_name TEXT,"
  "  dialect TEXT,"
  "  model TEXT,"
  "  stop_reason TEXT NOT NULL,"
  "  raw_stop_reason TEXT,"
  "  error TEXT,"
  "  error_message TEXT,"
  "  error_http_status INTEGER,"
  "  error_provider_code TEXT,"
  "  usage_input INTEGER,"
  "  usage_output INTEGER,"
  "  usage_cached INTEGER,"
  "  usage_cache_write INTEGER,"
  "  usage_reasoning INTEGER,"
  "  usage_cost_usd REAL,"
  "  usage_input_excludes_cache INTEGER NOT NULL,"
  "  usage_output_excludes_reasoning INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX messages_by_conversation ON messages (conversation_id, seq);"
  "CREATE INDEX messages_by_parent ON messages (parent_id);"
  "CREATE INDEX messages_open ON messages (status) WHERE status IN ('waiting', 'streaming');"
  "CREATE TABLE parts ("
  "  message_seq INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  text TEXT NOT NULL,"
  "  id TEXT,"
  "  name TEXT,"
  "  replay TEXT,"
  "  mime_type TEXT,"
  "  data BLOB,"
  "  duration_ms INTEGER,"
  "  is_error INTEGER NOT NULL,"
  "  sealed INTEGER NOT NULL,"
  "  PRIMARY KEY (message_seq, position)"
  ") STRICT;",

  /* 2: the level of thinking, none until one is chosen */
  "ALTER TABLE conversations ADD COLUMN thinking TEXT;",

  /* 3: whether the cost was reckoned from a price list; before, only providers told of it */
  "ALTER TABLE messages ADD COLUMN usage_cost_is_estimate INTEGER NOT NULL DEFAULT 0;",

  /* 4: when an error asked to come back, and who else was asked for the reply */
  "ALTER TABLE messages ADD COLUMN error_retry_at_us INTEGER;"
  "ALTER TABLE messages ADD COLUMN attempts TEXT;",

  /* 5: what messages are found by, with the `seq` of the message. It is filled by the program, for
   * it takes more than SQL to tell words apart; `indexed` says whether that was done. */
  "ALTER TABLE messages ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;"
  "CREATE INDEX messages_unindexed ON messages (seq) WHERE indexed = 0;"
  "CREATE VIRTUAL TABLE message_index USING fts5"
  " (text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');"
  "CREATE TRIGGER messages_unindex AFTER DELETE ON messages BEGIN"
  "  DELETE FROM message_index WHERE rowid = old.seq;"
  " END;",

  /* 6: pictures and files that go with a draft */
  "CREATE TABLE draft_parts ("
  "  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  text TEXT NOT NULL,"
  "  name TEXT,"
  "  mime_type TEXT,"
  "  data BLOB,"
  "  PRIMARY KEY (conversation_id, position)"
  ") STRICT;",

  /* 7: whether nothing was said in a conversation yet, so that it is there for its draft alone */
  "ALTER TABLE conversations ADD COLUMN blank INTEGER NOT NULL DEFAULT 0;",
};

G_STATIC_ASSERT (G_N_ELEMENTS (to_version) == CONFAB_HISTORY_VERSION);

/* SQLite would make the file readable by everyone. An existing one is not opened here: closing
 * any descriptor of a file gives up the locks that the process holds on it. */
static gboolean
make_file (const char  *path,
           GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      confab_store_error_set_errno (error, CONFAB_STORE_ERROR_OPEN, "make the folder", folder, errno);
      return FALSE;
    }

  fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  if (errno == EEXIST)
    return TRUE;

  confab_store_error_set_errno (error, CONFAB_STORE_ERROR_OPEN, "make", path, errno);
  return FALSE;
}

/* Reads only. */
static gboolean
read_version (ConfabSqlite  *db,
              gint64        *version,
              GError       **error)
{
  gint64 application_id;
  gint64 n_tables;

  if (!confab_sqlite_query_int64 (db, "PRAGMA user_version", version, error) ||
      !confab_sqlite_query_int64 (db, "PRAGMA application_id", &application_id, error) ||
      !confab_sqlite_query_int64 (db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;

  if (n_tables == 0 && *version == 0 && application_id == 0)
    return TRUE;

  if (application_id != CONFAB_HISTORY_APPLICATION_ID || *version < 1)
    {
      g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT,
                   "The file is a database of another program");
      return FALSE;
    }

  if (*version > CONFAB_HISTORY_VERSION)
    {
      g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FUTURE,
                   "The file has version %" G_GINT64_FORMAT ", known is %d",
                   *version, CONFAB_HISTORY_VERSION);
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_up_connection (ConfabSqlite  *db,
                   GError       **error)
{
  /* With the log, NORMAL loses nothing to a killed program; after a power cut the last moments
   * may be missing, but what is there is whole. */
  return confab_sqlite_exec (db,
                             "PRAGMA journal_mode = WAL;"
                             "PRAGMA synchronous = NORMAL;"
                             "PRAGMA foreign_keys = ON;"
                             "PRAGMA journal_size_limit = 4194304;",
                             error);
}

/* In one transaction, so that a kill leaves either the old version or the new one, and begun
 * before looking, for two processes may meet here. */
static gboolean
migrate (ConfabSqlite  *db,
         GError       **error)
{
  gint64 version;

  if (!confab_sqlite_begin (db, error))
    return FALSE;

  if (!read_version (db, &version, error))
    goto fail;

  for (; version < CONFAB_HISTORY_VERSION; version++)
    {
      g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d;"
                                               "PRAGMA user_version = %" G_GINT64_FORMAT,
                                               CONFAB_HISTORY_APPLICATION_ID, version + 1);

      if (!confab_sqlite_exec (db, to_version[version], error) ||
          !confab_sqlite_exec (db, mark, error))
        goto fail;
    }

  return confab_sqlite_commit (db, error);

fail:
  confab_sqlite_rollback (db);
  return FALSE;
}

/**
 * confab_history_schema_open:
 * @path: the file
 * @error: return location
 *
 * Opens a history, making the file (mode 0600) and its folder (mode 0700) where there are none,
 * and brings it to %CONFAB_HISTORY_VERSION. Of one that is older a copy is made first; if that or the
 * change fails, the old one is left as it was.
 *
 * A file made by a newer version of the program fails with %CONFAB_STORE_ERROR_FUTURE, one that is
 * no history with %CONFAB_STORE_ERROR_CORRUPT; both are left as they are.
 *
 * Returns: (transfer full): the connection, or %NULL with an error of %CONFAB_STORE_ERROR
 */
ConfabSqlite *
confab_history_schema_open (const char  *path,
                            GError     **error)
{
  g_autoptr(ConfabSqlite) db = NULL;
  g_autofree char *log_path = NULL;
  gint64 version;

  g_return_val_if_fail (path != NULL, NULL);

  if (!make_file (path, error))
    return NULL;

  log_path = g_strconcat (path, "-wal", NULL);
  if (!(db = confab_sqlite_open (path, error)))
    return NULL;

  /* Should the file prove not to be ours, a log beside it must not be worked into it. */
  if (g_file_test (log_path, G_FILE_TEST_EXISTS))
    confab_sqlite_set_checkpoint_on_close (db, FALSE);

  if (!read_version (db, &version, error))
    return NULL;

  confab_sqlite_set_checkpoint_on_close (db, TRUE);
  if (version > 0 && version < CONFAB_HISTORY_VERSION &&
      !confab_history_backup_make (db, path, version, error))
    return NULL;

  if (!set_up_connection (db, error) ||
      (version < CONFAB_HISTORY_VERSION && !migrate (db, error)))
    return NULL;

  /* A file that came from elsewhere, a backup for instance, may be open to everyone. */
  if (g_chmod (path, 0600) != 0)
    g_debug ("“%s” keeps its mode: %s", path, g_strerror (errno));

  return g_steal_pointer (&db);
}
