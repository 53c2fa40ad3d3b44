/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-delete"

#include "config.h"

#include "confab-history-private.h"

#include "confab-statement-private.h"

/* What takes something out of the history. */

static void
delete_conversation_thread (GTask        *task,
                            gpointer      source_object,
                            gpointer      task_data,
                            GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  ConfabHistoryRequest *request = task_data;
  GError *error = NULL;

  if (confab_history_check_open (self, &error) &&
      confab_history_db_delete_conversation (self->db, request->conversation_id, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
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
delete_messages_thread (GTask        *task,
                        gpointer      source_object,
                        gpointer      task_data,
                        GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  ConfabHistoryRequest *request = task_data;
  GError *error = NULL;

  if (confab_history_check_open (self, &error) &&
      db_delete_messages (self->db, request->conversation_id, request->message_ids, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
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
                       confab_history_delete_conversation_async, delete_conversation_thread,
                       cancellable, callback, user_data);
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
  g_return_val_if_fail (CONFAB_IS_HISTORY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
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
  g_return_val_if_fail (CONFAB_IS_HISTORY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
