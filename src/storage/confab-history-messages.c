/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-messages"

#include "config.h"

#include "confab-history-private.h"

#include "confab-history-messages-private.h"
#include "confab-statement-private.h"

/**
 * confab_history_db_interrupt_open:
 * @db: the history, in its thread
 * @error: return location
 *
 * Marks what was still arriving when the program was killed as interrupted. Should another process
 * be receiving it right now, then its next save says so again.
 *
 * Returns: whether it went well
 */
gboolean
confab_history_db_interrupt_open (ConfabSqlite  *db,
                                  GError       **error)
{
  return confab_sqlite_exec (db,
                             "UPDATE messages SET status = 'interrupted'"
                             " WHERE status IN ('waiting', 'streaming')",
                             error);
}

/* All in one transaction, children before their parents. One that is not there is deleted already. */
static gboolean
db_delete_messages (ConfabSqlite  *db,
                    const char    *conversation_id,
                    GPtrArray     *ids,
                    GError       **error)
{
  g_autoptr(ConfabStatement) statement = NULL;
  gboolean is_good;

  if (!confab_sqlite_begin (db, error))
    return FALSE;

  statement = confab_statement_new (db,
                                    "DELETE FROM messages"
                                    " WHERE id = :id AND conversation_id = :conversation_id",
                                    error);
  is_good = statement != NULL;
  if (is_good)
    confab_statement_bind_text (statement, ":conversation_id", conversation_id, -1);
  for (guint i = ids->len; is_good && i > 0; i--)
    {
      confab_statement_bind_text (statement, ":id", g_ptr_array_index (ids, i - 1), -1);
      is_good = confab_statement_run (statement, error);
    }
  g_clear_pointer (&statement, confab_statement_free);

  if (is_good)
    return confab_sqlite_commit (db, error);

  confab_sqlite_rollback (db);
  return FALSE;
}

static void
load_messages_thread (GTask        *task,
                      gpointer      source_object,
                      gpointer      task_data,
                      GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  ConfabHistoryRequest *request = task_data;
  GPtrArray *rows = NULL;
  GError *error = NULL;

  if (confab_history_check_open (self, &error))
    rows = confab_history_db_load_messages (self->db, request->conversation_id,
                                            cancellable, &error);
  confab_history_return_rows (task, rows, error);
}

static void
save_message_thread (GTask        *task,
                     gpointer      source_object,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  ConfabHistoryRequest *request = task_data;
  GError *error = NULL;
  gboolean is_good;

  is_good = confab_history_check_open (self, &error) &&
            confab_history_db_save_message (self->db, request->conversation_id, request->message,
                                            &error);
  confab_history_return (task, is_good, error);
}

static void
delete_messages_thread (GTask        *task,
                        gpointer      source_object,
                        gpointer      task_data,
                        GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  ConfabHistoryRequest *request = task_data;
  GError *error = NULL;
  gboolean is_good;

  is_good = confab_history_check_open (self, &error) &&
            db_delete_messages (self->db, request->conversation_id, request->message_ids, &error);
  confab_history_return (task, is_good, error);
}

/**
 * confab_history_load_messages_async:
 * @conversation_id: of which conversation
 * @cancellable: (nullable): stops reading
 * @callback: called when they are read
 * @user_data: closure
 *
 * Reads all messages of a conversation with all their parts.
 */
void
confab_history_load_messages_async (ConfabHistory       *self,
                                    const char          *conversation_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (conversation_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_history_push (self, confab_history_request_new (conversation_id), confab_history_load_messages_async,
                       load_messages_thread, cancellable, callback, user_data);
}

/**
 * confab_history_load_messages_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabMessage): the messages in the order in which they
 *   were first saved, each parent before its children, none for an unknown conversation; or %NULL
 */
GPtrArray *
confab_history_load_messages_finish (ConfabHistory  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  g_return_val_if_fail (CONFAB_IS_HISTORY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!(rows = g_task_propagate_pointer (G_TASK (result), error)))
    return NULL;

  messages = g_ptr_array_new_full (rows->len, g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (messages, confab_message_row_build (g_ptr_array_index (rows, i)));
  return g_steal_pointer (&messages);
}

/**
 * confab_history_save_message_async:
 * @conversation_id: its conversation, saved before
 * @message: what to keep, as it is now; its parent was saved before
 * @cancellable: (nullable): see the class
 * @callback: (nullable): called when it is written
 * @user_data: closure
 *
 * Writes a message, whether new or known. Meant to be called again and again while a reply
 * arrives: only parts that have changed are written.
 *
 * Fails with %CONFAB_STORE_ERROR_FAILED when the conversation or the parent is unknown, for
 * instance because the conversation was deleted meanwhile.
 */
void
confab_history_save_message_async (ConfabHistory       *self,
                                   const char          *conversation_id,
                                   ConfabMessage       *message,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  ConfabHistoryRequest *request;

  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (conversation_id != NULL);
  g_return_if_fail (CONFAB_IS_MESSAGE (message));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  request = confab_history_request_new (conversation_id);
  request->message = confab_message_row_new (message);
  confab_history_push (self, request, confab_history_save_message_async, save_message_thread, cancellable,
                       callback, user_data);
}

/**
 * confab_history_save_message_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in the file
 */
gboolean
confab_history_save_message_finish (ConfabHistory  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  return confab_history_propagate (self, result, error);
}

/**
 * confab_history_delete_messages_async:
 * @conversation_id: of which conversation
 * @messages: (element-type ConfabMessage): which, each parent before its children
 * @cancellable: (nullable): see the class
 * @callback: (nullable): called when they are gone
 * @user_data: closure
 *
 * Deletes messages, all of them or none. One that others follow cannot be deleted without those.
 */
void
confab_history_delete_messages_async (ConfabHistory       *self,
                                      const char          *conversation_id,
                                      GPtrArray           *messages,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  ConfabHistoryRequest *request;

  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (conversation_id != NULL);
  g_return_if_fail (messages != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  request = confab_history_request_new (conversation_id);
  request->message_ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (request->message_ids, g_strdup (confab_message_get_id (g_ptr_array_index (messages, i))));
  confab_history_push (self, request, confab_history_delete_messages_async, delete_messages_thread,
                       cancellable, callback, user_data);
}

/**
 * confab_history_delete_messages_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether they are gone
 */
gboolean
confab_history_delete_messages_finish (ConfabHistory  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  return confab_history_propagate (self, result, error);
}
