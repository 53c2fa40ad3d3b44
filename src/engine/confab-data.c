/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-data"

#include "config.h"

#include "confab-data.h"

#include "confab-context-private.h"
#include "confab-conversation-list-private.h"
#include "confab-history-session.h"

static void
delete_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  ConfabHistorySession *session = confab_history_session_open (task_data, &error);
  const gboolean ok = session != NULL && confab_history_session_delete_all (session, &error);

  g_clear_pointer (&session, confab_history_session_free);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
delete_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *context = g_task_get_source_object (task);
  GError *error = NULL;
  const gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  /* The list was emptied: it fills again when they are still there. */
  context->replacing = FALSE;
  confab_context_open_history_async (context, NULL, NULL, NULL);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  confab_conversation_list_clear_finish (CONFAB_CONVERSATION_LIST (object), result);
  confab_context_run_step (task, delete_thread, delete_cb);
}

/**
 * confab_data_delete_all_async:
 * @context: what the engine has
 * @callback: called when they are gone
 * @user_data: closure
 *
 * Deletes all conversations for good. Replies that are arriving are stopped. Providers, preferences and
 * keys stay. What is gone cannot come back by halves, so this cannot be stopped.
 */
void
confab_data_delete_all_async (ConfabContext       *context,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_CONTEXT (context));

  task = g_task_new (context, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_data_delete_all_async);
  g_task_set_task_data (task, g_strdup (confab_history_peek_path (context->history)), g_free);
  confab_context_add_work (context, task);
  context->replacing = TRUE;
  confab_conversation_list_clear_async (context->conversations, clear_cb, g_steal_pointer (&task));
}

/**
 * confab_data_delete_all_finish:
 * @context: what the engine has
 * @result: the result
 * @error: return location
 *
 * Returns: whether they are gone; if not, they are in the list again
 */
gboolean
confab_data_delete_all_finish (ConfabContext  *context,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, context), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
