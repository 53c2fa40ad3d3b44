/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-session"

#include "config.h"

#include "confab-history-session-private.h"

#include "confab-history-conversations-private.h"
#include "confab-history-index-private.h"
#include "confab-history-messages-private.h"
#include "confab-history-schema-private.h"
#include "confab-statement-private.h"

/**
 * ConfabHistorySession:
 *
 * A connection of its own to a history, for work that takes long and would keep the worker of
 * [class@History] from storing a reply that is arriving: reading everything, adding a lot, copying
 * the whole.
 *
 * All of it waits, so it belongs to a thread of its own, which opens it, uses it and frees it. The
 * objects that it makes belong to that thread, too. Errors are in the domain %CONFAB_STORE_ERROR.
 *
 * Messages are entered into the index at the end of a transaction. Each time something else is written in
 * between, SQLite would put what it has of the index into the file, in pieces so small that it is busy with
 * joining them for longer than with anything else.
 */

/* How much of the messages that are to be entered is kept in memory. */
#define MAX_UNINDEXED_BYTES (2 * 1024 * 1024)

/* What a message takes beside its text, about. */
#define FIXED_BYTES 512

/* More of the file than usual: each message is looked up and entered by an id, which may be anywhere in it. */
#define CACHE_KIB 16384

/* The same pages change again and again, so that the log is worked into the file less often than usual. */
#define CHECKPOINT_PAGES 4000

typedef struct
{
  gint64            seq;
  ConfabMessageRow *row;  /* owned */
} SavedMessage;

static void
saved_message_clear (gpointer data)
{
  confab_message_row_free (((SavedMessage *) data)->row);
}

static gsize
get_size (const ConfabMessageRow *row)
{
  gsize size = FIXED_BYTES;

  for (guint i = 0; i < row->parts->len; i++)
    {
      const ConfabPartRow *part = g_ptr_array_index (row->parts, i);

      size += g_bytes_get_size (part->text) + (part->data != NULL ? g_bytes_get_size (part->data) : 0);
    }

  return size;
}

static void
forget_unindexed (ConfabHistorySession *self)
{
  g_array_set_size (self->unindexed, 0);
  self->n_unindexed_bytes = 0;
}

static gboolean
index_saved (ConfabHistorySession  *self,
             GError               **error)
{
  for (guint i = 0; i < self->unindexed->len; i++)
    {
      const SavedMessage *saved = &g_array_index (self->unindexed, SavedMessage, i);

      if (!confab_history_db_index_saved (self->db, saved->seq, saved->row, error))
        return FALSE;
    }
  forget_unindexed (self);

  return TRUE;
}

static void
node_free (ConfabHistoryNode *self)
{
  g_free (self->id);
  g_free (self->parent_id);
  g_free (self);
}

/**
 * confab_history_session_open:
 * @path: the file
 * @error: return location
 *
 * Opens a history as [method@History.open_async] does, but leaves alone what is still arriving in it.
 *
 * Returns: (transfer full): the session, or %NULL
 */
ConfabHistorySession *
confab_history_session_open (const char  *path,
                             GError     **error)
{
  ConfabHistorySession *self;
  ConfabSqlite *db;

  g_return_val_if_fail (path != NULL, NULL);

  if (!(db = confab_history_schema_open (path, error)))
    return NULL;
  if (!confab_sqlite_exec (db, "PRAGMA cache_size = -" G_STRINGIFY (CACHE_KIB) ";"
                               "PRAGMA wal_autocheckpoint = " G_STRINGIFY (CHECKPOINT_PAGES), error))
    {
      confab_sqlite_free (db);
      return NULL;
    }

  self = g_new0 (ConfabHistorySession, 1);
  self->db = db;
  self->unindexed = g_array_new (FALSE, FALSE, sizeof (SavedMessage));
  g_array_set_clear_func (self->unindexed, saved_message_clear);
  return self;
}

/**
 * confab_history_session_free:
 * @self: (transfer full): the session
 *
 * Closes it. A transaction that was not ended is forgotten.
 */
void
confab_history_session_free (ConfabHistorySession *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->unindexed);
  confab_sqlite_rollback (self->db);
  confab_sqlite_free (self->db);
  g_free (self);
}

/**
 * confab_history_session_get_version:
 *
 * Returns: the version of the tables that this program reads and writes
 */
int
confab_history_session_get_version (void)
{
  return CONFAB_HISTORY_VERSION;
}

/**
 * confab_history_session_begin_read:
 * @self: the session
 * @error: return location
 *
 * From now on the session sees the history as it is now, whatever others write.
 *
 * Returns: whether it does
 */
gboolean
confab_history_session_begin_read (ConfabHistorySession  *self,
                                   GError               **error)
{
  gint64 n;

  g_return_val_if_fail (self != NULL, FALSE);

  /* The first read is what fixes the state. */
  return confab_sqlite_exec (self->db, "BEGIN", error) &&
         confab_sqlite_query_int64 (self->db, "SELECT count(*) FROM sqlite_schema", &n, error);
}

/**
 * confab_history_session_begin:
 * @self: the session
 * @error: return location
 *
 * Begins to write. Others have to wait with what they write, so it is to be ended soon.
 *
 * Returns: whether it was begun
 */
gboolean
confab_history_session_begin (ConfabHistorySession  *self,
                              GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return confab_sqlite_begin (self->db, error);
}

/**
 * confab_history_session_commit:
 * @self: the session
 * @error: return location
 *
 * Returns: whether what was written since the beginning is in the file
 */
gboolean
confab_history_session_commit (ConfabHistorySession  *self,
                               GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (index_saved (self, error))
    return confab_sqlite_commit (self->db, error);

  confab_history_session_rollback (self);
  return FALSE;
}

/**
 * confab_history_session_rollback:
 * @self: the session
 *
 * Forgets what was written since the beginning, if there was one.
 */
void
confab_history_session_rollback (ConfabHistorySession *self)
{
  g_return_if_fail (self != NULL);

  forget_unindexed (self);
  confab_sqlite_rollback (self->db);
}

/**
 * confab_history_session_list:
 * @self: the session
 * @cancellable: (nullable): stops reading
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabConversation): all conversations, also those that
 *   were put away: pinned ones first, then the newest; or %NULL
 */
GPtrArray *
confab_history_session_list (ConfabHistorySession  *self,
                             GCancellable          *cancellable,
                             GError               **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) conversations = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(rows = confab_history_db_list_conversations (self->db, FALSE, cancellable, error)))
    return NULL;

  conversations = g_ptr_array_new_full (rows->len, g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (conversations, confab_conversation_row_build (g_ptr_array_index (rows, i)));
  return g_steal_pointer (&conversations);
}

/**
 * confab_history_session_list_nodes:
 * @self: the session
 * @conversation_id: of which conversation
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabHistoryNode): all its messages in the order in which
 *   they were first saved, parents before children; or %NULL
 */
GPtrArray *
confab_history_session_list_nodes (ConfabHistorySession  *self,
                                   const char            *conversation_id,
                                   GError               **error)
{
  g_autoptr(GPtrArray) nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, NULL);

  statement = confab_statement_new (self->db,
                                    "SELECT seq, id, parent_id FROM messages"
                                    " WHERE conversation_id = :conversation_id ORDER BY seq",
                                    error);
  if (statement == NULL)
    return NULL;

  confab_statement_bind_text (statement, ":conversation_id", conversation_id, -1);
  while (TRUE)
    {
      ConfabHistoryNode *node;

      if (!confab_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&nodes);

      node = g_new0 (ConfabHistoryNode, 1);
      node->seq = confab_statement_get_int64 (statement, 0);
      node->id = confab_statement_dup_text (statement, 1);
      node->parent_id = confab_statement_dup_text (statement, 2);
      g_ptr_array_add (nodes, node);
    }
}

/**
 * confab_history_session_load_message:
 * @self: the session
 * @conversation_id: its conversation
 * @seq: its place
 * @error: return location
 *
 * Returns: (transfer full): the message with all its parts, or %NULL
 */
ConfabMessage *
confab_history_session_load_message (ConfabHistorySession  *self,
                                     const char            *conversation_id,
                                     gint64                 seq,
                                     GError               **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(rows = confab_history_db_load_range (self->db, conversation_id, seq, seq, NULL, error)))
    return NULL;
  if (rows->len == 0)
    {
      g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED, "There is no such message any more");
      return NULL;
    }

  return confab_message_row_build (g_ptr_array_index (rows, 0));
}

/**
 * confab_history_session_find_message:
 * @self: the session
 * @id: the id of a message
 * @conversation_id: (out) (nullable): the conversation that it is in, if any
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
confab_history_session_find_message (ConfabHistorySession  *self,
                                     const char            *id,
                                     char                 **conversation_id,
                                     GError               **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (conversation_id != NULL, FALSE);

  *conversation_id = NULL;
  statement = confab_statement_new (self->db, "SELECT conversation_id FROM messages WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":id", id, -1);
  if (!confab_statement_step (statement, &has_row, error))
    return FALSE;

  if (has_row)
    *conversation_id = confab_statement_dup_text (statement, 0);
  return TRUE;
}

/**
 * confab_history_session_save_conversation:
 * @self: the session
 * @conversation: what to keep
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
confab_history_session_save_conversation (ConfabHistorySession  *self,
                                          ConfabConversation    *conversation,
                                          GError               **error)
{
  g_autoptr(ConfabConversationRow) row = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  row = confab_conversation_row_new (conversation);
  return confab_history_db_save_conversation (self->db, row, error);
}

/**
 * confab_history_session_save_message:
 * @self: the session, which has begun to write
 * @conversation_id: its conversation, saved before
 * @message: what to keep; its parent was saved before
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
confab_history_session_save_message (ConfabHistorySession  *self,
                                     const char            *conversation_id,
                                     ConfabMessage         *message,
                                     GError               **error)
{
  g_autoptr(ConfabMessageRow) row = NULL;
  SavedMessage saved;

  g_return_val_if_fail (self != NULL, FALSE);

  row = confab_message_row_new (message);
  if (!confab_history_db_write_message (self->db, conversation_id, row, &saved.seq, error))
    return FALSE;

  self->n_unindexed_bytes += get_size (row);
  saved.row = g_steal_pointer (&row);
  g_array_append_val (self->unindexed, saved);
  return self->n_unindexed_bytes < MAX_UNINDEXED_BYTES || index_saved (self, error);
}

/**
 * confab_history_session_delete_all:
 * @self: the session
 * @error: return location
 *
 * Deletes all conversations, and writes the file anew so that nothing of them is left in it.
 *
 * Returns: whether they are gone
 */
gboolean
confab_history_session_delete_all (ConfabHistorySession  *self,
                                   GError               **error)
{
  g_autoptr(GError) rest = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!confab_sqlite_exec (self->db, "PRAGMA secure_delete = ON; DELETE FROM conversations;", error))
    return FALSE;

  /* They are overwritten already; that the file does not shrink is no failure. */
  if (!confab_sqlite_exec (self->db, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE);", &rest))
    g_debug ("The file keeps its size: %s", rest->message);
  return TRUE;
}

/**
 * confab_history_session_check:
 * @self: the session
 * @error: return location
 *
 * Returns: whether the file is whole; otherwise %CONFAB_STORE_ERROR_CORRUPT says what is wrong
 */
gboolean
confab_history_session_check (ConfabHistorySession  *self,
                              GError               **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  g_autoptr(ConfabStatement) keys = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, FALSE);

  statement = confab_statement_new (self->db, "PRAGMA integrity_check(1)", error);
  if (statement == NULL || !confab_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row || g_strcmp0 (confab_statement_get_text (statement, 0), "ok") != 0)
    {
      g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT, "The database is damaged: %s",
                   has_row ? confab_statement_get_text (statement, 0) : "");
      return FALSE;
    }

  keys = confab_statement_new (self->db, "PRAGMA foreign_key_check", error);
  if (keys == NULL || !confab_statement_step (keys, &has_row, error))
    return FALSE;
  if (has_row)
    {
      g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT,
                   "The database is damaged: messages lead nowhere");
      return FALSE;
    }

  return TRUE;
}
