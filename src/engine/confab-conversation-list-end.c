/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation-list-end"

#include "config.h"

#include "confab-conversation-list-private.h"

#include "confab-chat-private.h"
#include "confab-chat-versions.h"
#include "confab-context-private.h"

/* How the conversations are put away: for good, or because they become others. */

static gboolean
any_busy (ConfabConversationList *self)
{
  GHashTableIter iter;
  gpointer chat;

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &chat))
    if (confab_chat_is_working (chat))
      return TRUE;

  return FALSE;
}

static void
on_chat_busy_cb (GTask *task)
{
  ConfabConversationList *self = g_task_get_source_object (task);

  if (g_task_get_completed (task) || any_busy (self))
    return;

  confab_conversation_list_flush_removed (self);
  g_task_return_boolean (task, TRUE);
}

static void
task_closure_notify (gpointer  data,
                     GClosure *closure)
{
  g_object_unref (data);
}

/* Returns all chats, held: putting one away may drop the last who holds it. */
static GList *
dup_chats (ConfabConversationList *self)
{
  GList *chats = g_hash_table_get_values (self->chats);

  for (GList *l = chats; l != NULL; l = l->next)
    g_object_ref (l->data);

  return chats;
}

static void
discard_chats (ConfabConversationList *self)
{
  g_autolist(ConfabChat) chats = dup_chats (self);

  g_clear_object (&self->removed);
  confab_conversation_list_discard_journals (self);
  g_hash_table_remove_all (self->chats);
  for (GList *l = chats; l != NULL; l = l->next)
    {
      g_object_weak_unref (l->data, confab_conversation_list_forget_chat_cb, self);
      confab_chat_discard (l->data);
      confab_chat_let_go (l->data);
    }
  g_ptr_array_set_size (self->recent, 0);
  g_clear_object (&self->fresh);
}

static void
settled_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) conversations = confab_history_list_conversations_finish (CONFAB_HISTORY (object), result, NULL);

  g_task_return_boolean (task, TRUE);
}

/**
 * confab_conversation_list_clear_async:
 * @callback: called when nothing of them is going to be written any more
 * @user_data: closure
 *
 * Forgets all conversations, because what is on the disk is about to become another. The chats that are
 * open are of no use any more; who shows one gets [signal@ConversationList::cleared] and begins anew.
 */
void
confab_conversation_list_clear_async (ConfabConversationList *self,
                                      GAsyncReadyCallback     callback,
                                      gpointer                user_data)
{
  g_autoptr(GTask) task = NULL;
  guint n_items;

  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_conversation_list_clear_async);
  self->n_departures++;
  discard_chats (self);
  n_items = self->items->len;
  for (guint i = 0; i < n_items; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->items, i), self);
  g_ptr_array_set_size (self->items, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);
  g_list_store_remove_all (self->archived);
  confab_conversation_list_note_removed (self);
  g_signal_emit_by_name (self, "cleared");

  /* What was asked for before comes before this. */
  if (self->context != NULL)
    confab_history_list_conversations_async (confab_context_get_history (self->context), NULL, settled_cb,
                                             g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * confab_conversation_list_clear_finish:
 * @result: the result
 */
void
confab_conversation_list_clear_finish (ConfabConversationList *self,
                                       GAsyncResult           *result)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * confab_conversation_list_close_async:
 * @callback: called when no reply is arriving any more
 * @user_data: closure
 *
 * Stops every reply that is arriving and hands what came, and what waits to be stored, to the
 * history.
 */
void
confab_conversation_list_close_async (ConfabConversationList *self,
                                      GAsyncReadyCallback     callback,
                                      gpointer                user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autolist(ConfabChat) chats = NULL;

  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_conversation_list_close_async);

  chats = dup_chats (self);
  for (GList *l = chats; l != NULL; l = l->next)
    {
      confab_chat_forget_removed (l->data);
      confab_chat_let_go (l->data);
      if (!confab_chat_is_working (l->data))
        continue;

      g_signal_connect_data (l->data, "notify::busy", G_CALLBACK (on_chat_busy_cb),
                             g_object_ref (task), task_closure_notify, G_CONNECT_SWAPPED);
      confab_chat_stop (l->data);
    }

  /* What is written again is written with its draft, which need not be written once more then. */
  confab_conversation_list_end_journals (self);
  for (GList *l = chats; l != NULL; l = l->next)
    confab_chat_save_draft (l->data);
  g_clear_list (&chats, g_object_unref);

  on_chat_busy_cb (task);
}

/**
 * confab_conversation_list_close_finish:
 * @result: the result
 */
void
confab_conversation_list_close_finish (ConfabConversationList *self,
                                       GAsyncResult           *result)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
