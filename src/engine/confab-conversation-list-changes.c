/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation-list-changes"

#include "config.h"

#include "confab-conversation-list-private.h"

#include "confab-chat-private.h"
#include "confab-context-private.h"
#include "confab-history.h"

/* What people do with whole conversations. */

static void
save (ConfabConversationList *self,
      ConfabConversation     *conversation)
{
  g_autoptr(ConfabJournal) journal = confab_conversation_list_dup_journal (self, conversation);

  if (journal != NULL)
    confab_journal_save_conversation (journal);
}

static int
compare_archived (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const gint64 a_time = confab_conversation_get_updated_at_us ((ConfabConversation *) a);
  const gint64 b_time = confab_conversation_get_updated_at_us ((ConfabConversation *) b);

  return (a_time < b_time) - (a_time > b_time);
}

/* confab_conversation_list_insert_archived:
 *
 * Puts a conversation among the archived ones.
 */
void
confab_conversation_list_insert_archived (ConfabConversationList *self,
                                          ConfabConversation     *conversation)
{
  g_list_store_insert_sorted (self->archived, conversation, compare_archived, NULL);
}

static void
put_in (ConfabConversationList *self,
        ConfabConversation     *conversation)
{
  if (confab_conversation_get_archived (conversation))
    confab_conversation_list_insert_archived (self, conversation);
  else
    confab_conversation_list_insert (self, conversation);
}

/* Returns whether it was there. */
static gboolean
take_out (ConfabConversationList *self,
          ConfabConversation     *conversation)
{
  guint position;

  if (g_list_store_find (self->archived, conversation, &position))
    {
      g_list_store_remove (self->archived, position);
      return TRUE;
    }

  if (!g_ptr_array_find (self->items, conversation, &position))
    return FALSE;

  g_signal_handlers_disconnect_by_func (conversation, confab_conversation_list_reposition, self);
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return TRUE;
}

/* confab_conversation_list_move:
 * @conversation: a conversation of the list, or an archived one
 * @archived: whether it is out of the way
 *
 * Takes a conversation from one list to the other.
 */
void
confab_conversation_list_move (ConfabConversationList *self,
                               ConfabConversation     *conversation,
                               gboolean                archived)
{
  /* Between the lists nobody else may hold it. */
  g_autoptr(ConfabConversation) held = g_object_ref (conversation);

  if (confab_conversation_get_archived (conversation) == (archived != FALSE) ||
      !take_out (self, conversation))
    return;

  confab_conversation_set_archived (conversation, archived);
  put_in (self, conversation);
}

/* confab_conversation_list_drop:
 * @conversations: (element-type ConfabConversation): conversations of the list, archived ones among them
 *
 * Takes conversations out of the list.
 */
void
confab_conversation_list_drop (ConfabConversationList *self,
                               GPtrArray              *conversations)
{
  for (guint i = 0; i < conversations->len; i++)
    take_out (self, g_ptr_array_index (conversations, i));
}

/* confab_conversation_list_flush_removed:
 *
 * What was removed is really gone after this.
 */
void
confab_conversation_list_flush_removed (ConfabConversationList *self)
{
  g_autoptr(ConfabConversation) removed = g_steal_pointer (&self->removed);
  g_autoptr(ConfabJournal) journal = NULL;
  ConfabChat *chat;

  if (removed == NULL)
    return;

  self->n_departures++;
  journal = confab_conversation_list_dup_journal (self, removed);
  chat = g_hash_table_lookup (self->chats, confab_conversation_get_id (removed));
  if (chat != NULL)
    {
      confab_chat_discard (chat);
      g_ptr_array_remove (self->recent, chat);
    }
  if (journal != NULL)
    confab_journal_delete (journal);
}

/**
 * confab_conversation_list_lookup:
 * @id: of a conversation
 *
 * Returns: (transfer none) (nullable): the conversation, which may be an archived one
 */
ConfabConversation *
confab_conversation_list_lookup (ConfabConversationList *self,
                                 const char             *id)
{
  GListModel *archived;

  g_return_val_if_fail (CONFAB_IS_CONVERSATION_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (confab_conversation_get_id (g_ptr_array_index (self->items, i)), id))
      return g_ptr_array_index (self->items, i);

  archived = G_LIST_MODEL (self->archived);
  for (guint i = 0; i < g_list_model_get_n_items (archived); i++)
    {
      /* The list keeps it alive. */
      g_autoptr(ConfabConversation) conversation = g_list_model_get_item (archived, i);

      if (g_str_equal (confab_conversation_get_id (conversation), id))
        return conversation;
    }

  return NULL;
}

/* confab_conversation_list_get_removed:
 *
 * Returns: (transfer none) (nullable): the conversation that can still be brought back
 */
ConfabConversation *
confab_conversation_list_get_removed (ConfabConversationList *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION_LIST (self), NULL);

  return self->removed;
}

/* confab_conversation_list_dup_removed_messages:
 *
 * Returns: (transfer full): the ids of the messages that can still be brought back, in whatever
 *   conversation that is open
 */
GStrv
confab_conversation_list_dup_removed_messages (ConfabConversationList *self)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ConfabChat *chat = value;

      for (guint i = 0; chat->removed != NULL && i < chat->removed->len; i++)
        g_strv_builder_add (ids, confab_message_get_id (g_ptr_array_index (chat->removed, i)));
    }

  return g_strv_builder_end (ids);
}

/* confab_conversation_list_note_removed:
 *
 * Something was removed that can be brought back, or was brought back.
 */
void
confab_conversation_list_note_removed (ConfabConversationList *self)
{
  g_signal_emit_by_name (self, "removed-changed");
}

/**
 * confab_conversation_list_rename:
 * @conversation: a conversation of the list
 * @title: what it is called from now on
 */
void
confab_conversation_list_rename (ConfabConversationList *self,
                                 ConfabConversation     *conversation,
                                 const char             *title)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));
  g_return_if_fail (title != NULL);

  confab_conversation_set_title (conversation, title);
  save (self, conversation);
  g_signal_emit_by_name (self, "rewritten");
}

/**
 * confab_conversation_list_set_pinned:
 * @conversation: a conversation of the list
 * @pinned: whether it stays at the top
 */
void
confab_conversation_list_set_pinned (ConfabConversationList *self,
                                     ConfabConversation     *conversation,
                                     gboolean                pinned)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));

  confab_conversation_set_pinned (conversation, pinned);
  save (self, conversation);
}

/**
 * confab_conversation_list_get_archived:
 *
 * Returns: (transfer none): the archived conversations, a list of #ConfabConversation, the newest
 *   first
 */
GListModel *
confab_conversation_list_get_archived (ConfabConversationList *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION_LIST (self), NULL);

  return G_LIST_MODEL (self->archived);
}

/**
 * confab_conversation_list_set_archived:
 * @conversation: a conversation of the list, or an archived one
 * @archived: whether it is out of the way
 *
 * Takes a conversation out of the list into that of the archived ones, or back. One in which
 * something is said comes back by itself.
 */
void
confab_conversation_list_set_archived (ConfabConversationList *self,
                                       ConfabConversation     *conversation,
                                       gboolean                archived)
{
  g_autoptr(ConfabConversation) held = NULL;

  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION (conversation));

  held = g_object_ref (conversation);
  confab_conversation_list_move (self, conversation, archived);
  save (self, conversation);
}

/**
 * confab_conversation_list_remove:
 * @conversation: a conversation of the list
 *
 * Takes a conversation away. The last one can be brought back with
 * [method@ConversationList.undo_remove].
 */
void
confab_conversation_list_remove (ConfabConversationList *self,
                                 ConfabConversation     *conversation)
{
  ConfabChat *chat;

  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));

  if (!g_list_store_find (self->archived, conversation, NULL) &&
      !g_ptr_array_find (self->items, conversation, NULL))
    return;

  /* Whoever sees it go finds it among what can be brought back. */
  confab_conversation_list_flush_removed (self);
  self->n_departures++;
  self->removed = g_object_ref (conversation);
  take_out (self, conversation);
  confab_conversation_list_note_removed (self);

  chat = g_hash_table_lookup (self->chats, confab_conversation_get_id (conversation));
  if (chat != NULL)
    confab_chat_stop (chat);
}

/**
 * confab_conversation_list_undo_remove:
 * @conversation: the conversation that was removed last
 *
 * Brings it back, unless it is too late.
 */
void
confab_conversation_list_undo_remove (ConfabConversationList *self,
                                      ConfabConversation     *conversation)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));

  if (self->removed != conversation)
    return;

  self->removed = NULL;
  put_in (self, conversation);
  confab_conversation_list_note_removed (self);
  g_object_unref (conversation);
}
