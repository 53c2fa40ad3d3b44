/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-conversations"

#include "config.h"

#include "confab-history-conversations-private.h"

#include "confab-enum.h"
#include "confab-history-private.h"
#include "confab-statement-private.h"

/**
 * confab_conversation_row_new:
 * @conversation: a conversation, in its own thread
 *
 * Returns: (transfer full): what of it is kept
 */
ConfabConversationRow *
confab_conversation_row_new (ConfabConversation *conversation)
{
  ConfabConversationRow *self = g_new0 (ConfabConversationRow, 1);

  self->id = g_strdup (confab_conversation_get_id (conversation));
  self->title = g_strdup (confab_conversation_get_title (conversation));
  self->provider_id = g_strdup (confab_conversation_get_provider_id (conversation));
  self->model = g_strdup (confab_conversation_get_model (conversation));
  self->system_prompt = g_strdup (confab_conversation_get_system_prompt (conversation));
  self->draft = g_strdup (confab_conversation_get_draft (conversation));
  self->head_id = g_strdup (confab_conversation_get_head_id (conversation));
  self->created_at_us = confab_conversation_get_created_at_us (conversation);
  self->updated_at_us = confab_conversation_get_updated_at_us (conversation);
  self->pinned = confab_conversation_get_pinned (conversation);
  self->archived = confab_conversation_get_archived (conversation);
  self->thinking = confab_conversation_get_thinking (conversation);

  return self;
}

/**
 * confab_conversation_row_free:
 * @self: (transfer full): the data
 */
void
confab_conversation_row_free (ConfabConversationRow *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->provider_id);
  g_free (self->model);
  g_free (self->system_prompt);
  g_free (self->draft);
  g_free (self->head_id);
  g_free (self);
}

/**
 * confab_conversation_row_build:
 * @self: the data
 *
 * Returns: (transfer full): a conversation for the calling thread
 */
ConfabConversation *
confab_conversation_row_build (const ConfabConversationRow *self)
{
  ConfabConversation *conversation = confab_conversation_new_with_id (self->id);

  confab_conversation_set_title (conversation, self->title);
  confab_conversation_set_provider_id (conversation, self->provider_id);
  confab_conversation_set_model (conversation, self->model);
  confab_conversation_set_system_prompt (conversation, self->system_prompt);
  confab_conversation_set_draft (conversation, self->draft);
  confab_conversation_set_head_id (conversation, self->head_id);
  confab_conversation_set_created_at_us (conversation, self->created_at_us);
  confab_conversation_set_updated_at_us (conversation, self->updated_at_us);
  confab_conversation_set_pinned (conversation, self->pinned);
  confab_conversation_set_archived (conversation, self->archived);
  confab_conversation_set_thinking (conversation, self->thinking);

  return conversation;
}

static ConfabConversationRow *
read_row (ConfabStatement *statement)
{
  ConfabConversationRow *row = g_new0 (ConfabConversationRow, 1);
  g_autofree char *thinking = NULL;
  int level = CONFAB_THINKING_UNSET;
  int column = 0;

  row->id = confab_statement_dup_text (statement, column++);
  row->title = confab_statement_dup_text (statement, column++);
  row->provider_id = confab_statement_dup_text (statement, column++);
  row->model = confab_statement_dup_text (statement, column++);
  row->system_prompt = confab_statement_dup_text (statement, column++);
  row->draft = confab_statement_dup_text (statement, column++);
  row->head_id = confab_statement_dup_text (statement, column++);
  row->created_at_us = confab_statement_get_int64 (statement, column++);
  row->updated_at_us = confab_statement_get_int64 (statement, column++);
  row->pinned = confab_statement_get_int64 (statement, column++) != 0;
  row->archived = confab_statement_get_int64 (statement, column++) != 0;
  thinking = confab_statement_dup_text (statement, column++);
  confab_enum_from_nick (CONFAB_TYPE_THINKING_LEVEL, thinking, &level);
  row->thinking = (ConfabThinkingLevel) level;

  return row;
}

/**
 * confab_history_db_list_conversations:
 * @db: the history, in its thread
 * @blank: whether to read those in which nothing was said yet, instead of all others
 * @cancellable: (nullable): looked at between rows
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabConversationRow): pinned ones first, then the newest
 */
GPtrArray *
confab_history_db_list_conversations (ConfabSqlite  *db,
                                      gboolean       blank,
                                      GCancellable  *cancellable,
                                      GError       **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_conversation_row_free);
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean has_row;

  statement = confab_statement_new (db,
                                    "SELECT id, title, provider_id, model, system_prompt, draft,"
                                    "  head_id, created_at_us, updated_at_us, pinned, archived, thinking"
                                    " FROM conversations WHERE blank = :blank"
                                    " ORDER BY pinned DESC, updated_at_us DESC, id",
                                    error);
  if (statement == NULL)
    return NULL;

  confab_statement_bind_int64 (statement, ":blank", blank != FALSE);
  while (TRUE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !confab_statement_step (statement, &has_row, error))
        return NULL;

      if (!has_row)
        return g_steal_pointer (&rows);

      g_ptr_array_add (rows, read_row (statement));
    }
}

/**
 * confab_history_db_save_conversation:
 * @db: the history, in its thread
 * @row: the conversation
 * @error: return location
 *
 * Returns: whether it is kept as it is now
 */
gboolean
confab_history_db_save_conversation (ConfabSqlite                 *db,
                                     const ConfabConversationRow  *row,
                                     GError                      **error)
{
  g_autoptr(ConfabStatement) statement = NULL;

  statement = confab_statement_new (db,
                                    "INSERT INTO conversations"
                                    " (id, title, provider_id, model, system_prompt, draft, head_id,"
                                    "  created_at_us, updated_at_us, pinned, archived, thinking, blank)"
                                    " SELECT :id, :title, :provider_id, :model, :system_prompt,"
                                    "  :draft, :head_id, :created_at_us, :updated_at_us, :pinned,"
                                    "  :archived, :thinking, :blank"
                                    "  WHERE NOT :known OR EXISTS (SELECT 1 FROM conversations WHERE id = :id)"
                                    " ON CONFLICT (id) DO UPDATE SET"
                                    "  title = excluded.title,"
                                    "  provider_id = excluded.provider_id,"
                                    "  model = excluded.model,"
                                    "  system_prompt = excluded.system_prompt,"
                                    "  draft = excluded.draft,"
                                    "  head_id = excluded.head_id,"
                                    "  created_at_us = excluded.created_at_us,"
                                    "  updated_at_us = excluded.updated_at_us,"
                                    "  pinned = excluded.pinned,"
                                    "  archived = excluded.archived,"
                                    "  thinking = excluded.thinking,"
                                    "  blank = excluded.blank",
                                    error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":id", row->id, -1);
  confab_statement_bind_text (statement, ":title", row->title, -1);
  confab_statement_bind_text (statement, ":provider_id", row->provider_id, -1);
  confab_statement_bind_text (statement, ":model", row->model, -1);
  confab_statement_bind_text (statement, ":system_prompt", row->system_prompt, -1);
  confab_statement_bind_text (statement, ":draft", row->draft, -1);
  confab_statement_bind_text (statement, ":head_id", row->head_id, -1);
  confab_statement_bind_int64 (statement, ":created_at_us", row->created_at_us);
  confab_statement_bind_int64 (statement, ":updated_at_us", row->updated_at_us);
  confab_statement_bind_int64 (statement, ":pinned", row->pinned != FALSE);
  confab_statement_bind_int64 (statement, ":archived", row->archived != FALSE);
  confab_statement_bind_int64 (statement, ":blank", row->blank != FALSE);
  confab_statement_bind_int64 (statement, ":known", row->known != FALSE);
  if (row->thinking != CONFAB_THINKING_UNSET)
    confab_statement_bind_text (statement, ":thinking",
                                confab_enum_to_nick (CONFAB_TYPE_THINKING_LEVEL, (int) row->thinking), -1);

  if (!confab_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (confab_sqlite_get_handle (db)) > 0)
    return TRUE;

  g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED, "There is no such conversation any more");
  return FALSE;
}

/**
 * confab_history_db_delete_conversation:
 * @db: the history, in its thread
 * @id: the conversation
 * @error: return location
 *
 * Deletes a conversation with everything in it.
 *
 * Returns: whether there is no such conversation any more
 */
gboolean
confab_history_db_delete_conversation (ConfabSqlite  *db,
                                       const char    *id,
                                       GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;

  statement = confab_statement_new (db, "DELETE FROM conversations WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;

  confab_statement_bind_text (statement, ":id", id, -1);
  return confab_statement_run (statement, error);
}

static void
list (GTask        *task,
      gboolean      blank,
      GCancellable *cancellable)
{
  ConfabHistory *self = g_task_get_source_object (task);
  GPtrArray *rows = NULL;
  GError *error = NULL;

  if (confab_history_check_open (self, &error))
    rows = confab_history_db_list_conversations (self->db, blank, cancellable, &error);
  confab_history_return_rows (task, rows, error);
}

static void
list_conversations_thread (GTask        *task,
                           gpointer      source_object,
                           gpointer      task_data,
                           GCancellable *cancellable)
{
  list (task, FALSE, cancellable);
}

static void
list_blank_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  list (task, TRUE, cancellable);
}

static void
save_conversation_thread (GTask        *task,
                          gpointer      source_object,
                          gpointer      task_data,
                          GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  ConfabHistoryRequest *request = task_data;
  GError *error = NULL;
  gboolean is_good;

  is_good = confab_history_check_open (self, &error) &&
            confab_history_db_save_conversation (self->db, request->conversation, &error);
  confab_history_return (task, is_good, error);
}

static void
delete_conversation_thread (GTask        *task,
                            gpointer      source_object,
                            gpointer      task_data,
                            GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  ConfabHistoryRequest *request = task_data;
  GError *error = NULL;
  gboolean is_good;

  is_good = confab_history_check_open (self, &error) &&
            confab_history_db_delete_conversation (self->db, request->conversation_id, &error);
  confab_history_return (task, is_good, error);
}

/**
 * confab_history_list_conversations_async:
 * @cancellable: (nullable): stops reading
 * @callback: called when they are read
 * @user_data: closure
 *
 * Reads all conversations in which something was said, without their messages.
 */
void
confab_history_list_conversations_async (ConfabHistory       *self,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_history_push (self, NULL, confab_history_list_conversations_async, list_conversations_thread,
                       cancellable, callback, user_data);
}

/**
 * confab_history_list_blank_async:
 * @cancellable: (nullable): stops reading
 * @callback: called when they are read
 * @user_data: closure
 *
 * Reads the conversations in which nothing was said yet, to be finished with
 * [method@History.list_conversations_finish]: there is one, or none, unless somebody was quicker than
 * the disk.
 */
void
confab_history_list_blank_async (ConfabHistory       *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_history_push (self, NULL, confab_history_list_blank_async, list_blank_thread, cancellable, callback,
                       user_data);
}

/**
 * confab_history_list_conversations_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabConversation): pinned ones first, then the newest;
 *   or %NULL
 */
GPtrArray *
confab_history_list_conversations_finish (ConfabHistory  *self,
                                          GAsyncResult   *result,
                                          GError        **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) conversations = NULL;

  g_return_val_if_fail (CONFAB_IS_HISTORY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!(rows = g_task_propagate_pointer (G_TASK (result), error)))
    return NULL;

  conversations = g_ptr_array_new_full (rows->len, g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (conversations, confab_conversation_row_build (g_ptr_array_index (rows, i)));
  return g_steal_pointer (&conversations);
}

static void
save (ConfabHistory       *self,
      ConfabConversation  *conversation,
      gboolean             known,
      gboolean             blank,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  ConfabHistoryRequest *request = confab_history_request_new (confab_conversation_get_id (conversation));

  request->conversation = confab_conversation_row_new (conversation);
  request->conversation->known = known;
  request->conversation->blank = blank;
  confab_history_push (self, request, confab_history_save_conversation_async, save_conversation_thread,
                       cancellable, callback, user_data);
}

/**
 * confab_history_save_conversation_async:
 * @conversation: what to keep, as it is now
 * @cancellable: (nullable): see the class
 * @callback: (nullable): called when it is written
 * @user_data: closure
 *
 * Writes a conversation, without its messages, whether new or known.
 */
void
confab_history_save_conversation_async (ConfabHistory       *self,
                                        ConfabConversation  *conversation,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  save (self, conversation, FALSE, FALSE, cancellable, callback, user_data);
}

/**
 * confab_history_update_conversation_async:
 * @conversation: what to keep, as it is now
 * @cancellable: (nullable): see the class
 * @callback: (nullable): called when it is written
 * @user_data: closure
 *
 * Writes a conversation that was written before, to be finished with
 * [method@History.save_conversation_finish]. Should somebody have deleted it meanwhile it stays so, and this
 * fails with %CONFAB_STORE_ERROR_FAILED.
 */
void
confab_history_update_conversation_async (ConfabHistory       *self,
                                          ConfabConversation  *conversation,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  save (self, conversation, TRUE, FALSE, cancellable, callback, user_data);
}

/**
 * confab_history_save_blank_async:
 * @conversation: what to keep, as it is now
 * @cancellable: (nullable): see the class
 * @callback: (nullable): called when it is written
 * @user_data: closure
 *
 * Writes a conversation in which nothing was said yet, for the sake of its draft; to be finished with
 * [method@History.save_conversation_finish]. It is one like others as soon as
 * [method@History.save_conversation_async] writes it, and listed as such.
 */
void
confab_history_save_blank_async (ConfabHistory       *self,
                                 ConfabConversation  *conversation,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  save (self, conversation, FALSE, TRUE, cancellable, callback, user_data);
}

/**
 * confab_history_save_conversation_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in the file
 */
gboolean
confab_history_save_conversation_finish (ConfabHistory  *self,
                                         GAsyncResult   *result,
                                         GError        **error)
{
  return confab_history_propagate (self, result, error);
}

/**
 * confab_history_delete_conversation_async:
 * @conversation_id: which
 * @cancellable: (nullable): see the class
 * @callback: (nullable): called when it is gone
 * @user_data: closure
 *
 * Deletes a conversation with all its messages. An unknown one is deleted already.
 */
void
confab_history_delete_conversation_async (ConfabHistory       *self,
                                          const char          *conversation_id,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (conversation_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_history_push (self, confab_history_request_new (conversation_id),
                       confab_history_delete_conversation_async, delete_conversation_thread, cancellable,
                       callback, user_data);
}

/**
 * confab_history_delete_conversation_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is gone
 */
gboolean
confab_history_delete_conversation_finish (ConfabHistory  *self,
                                           GAsyncResult   *result,
                                           GError        **error)
{
  return confab_history_propagate (self, result, error);
}
