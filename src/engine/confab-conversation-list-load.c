/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation-list-load"

#include "config.h"

#include "confab-conversation-list-private.h"

#include "confab-chat-private.h"

/* So many are put into the list one by one, so that a view keeps its place; more come at once. */
#define MAX_SINGLE 32

/* How the list comes to know what the history holds: at the beginning, and when others wrote into it. */

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  return confab_conversation_list_compare (*(ConfabConversation **) a, *(ConfabConversation **) b);
}

/* Returns: (transfer container): id (lent) to what is here already */
static GHashTable *
index_known (ConfabConversationList *self)
{
  GHashTable *known = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *archived = G_LIST_MODEL (self->archived);

  for (guint i = 0; i < self->items->len; i++)
    {
      ConfabConversation *conversation = g_ptr_array_index (self->items, i);

      g_hash_table_insert (known, (gpointer) confab_conversation_get_id (conversation), conversation);
    }
  for (guint i = 0; i < g_list_model_get_n_items (archived); i++)
    {
      /* The list keeps it alive. */
      g_autoptr(ConfabConversation) conversation = g_list_model_get_item (archived, i);

      g_hash_table_insert (known, (gpointer) confab_conversation_get_id (conversation), conversation);
    }

  return known;
}

/* What others added to a conversation, and made of it. What was changed here since it was read goes before
 * what was read: it is pending still, or the time of the last change tells. */
static void
follow (ConfabConversationList *self,
        ConfabConversation     *known,
        ConfabConversation     *stored)
{
  ConfabChat *chat = g_hash_table_lookup (self->chats, confab_conversation_get_id (known));

  if (!confab_conversation_list_is_pending (self, confab_conversation_get_id (known)))
    {
      confab_conversation_set_title (known, confab_conversation_get_title (stored));
      confab_conversation_set_pinned (known, confab_conversation_get_pinned (stored));
      confab_conversation_list_move (self, known, confab_conversation_get_archived (stored));
    }

  if (confab_conversation_get_updated_at_us (stored) <= confab_conversation_get_updated_at_us (known) ||
      (chat != NULL && confab_chat_is_working (chat)))
    return;

  confab_conversation_set_head_id (known, confab_conversation_get_head_id (stored));
  confab_conversation_set_updated_at_us (known, confab_conversation_get_updated_at_us (stored));
  if (chat != NULL)
    confab_chat_refresh (chat);
}

/* There may be thousands: one signal for all of them. */
static void
insert_many (ConfabConversationList *self,
             GPtrArray              *conversations)
{
  const guint n_before = self->items->len;

  for (guint i = 0; i < conversations->len; i++)
    {
      ConfabConversation *conversation = g_ptr_array_index (conversations, i);

      g_ptr_array_add (self->items, g_object_ref (conversation));
      confab_conversation_list_watch (self, conversation);
    }

  g_ptr_array_sort (self->items, compare_items);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->items->len);
}

/**
 * confab_conversation_list_load:
 * @conversations: (element-type ConfabConversation): what the history holds, in order
 *
 * Takes over what the history holds. What is here already follows what others added to it, unless a reply is
 * arriving in it, and what they called it; what others deleted is taken away, with
 * [signal@ConversationList::departed]. [signal@ConversationList::rewritten] comes last.
 */
void
confab_conversation_list_load (ConfabConversationList *self,
                               GPtrArray              *conversations)
{
  g_autoptr(GHashTable) known = NULL;
  g_autoptr(GPtrArray) added = NULL;

  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));
  g_return_if_fail (conversations != NULL);

  known = index_known (self);
  added = g_ptr_array_new ();
  for (guint i = 0; i < conversations->len; i++)
    {
      ConfabConversation *conversation = g_ptr_array_index (conversations, i);
      const char *id = confab_conversation_get_id (conversation);
      ConfabConversation *here = g_hash_table_lookup (known, id);

      if (here != NULL)
        {
          g_hash_table_remove (known, id);
          follow (self, here, conversation);
        }
      else if (confab_conversation_list_is_pending (self, id))
        continue;
      else if (self->removed != NULL && g_str_equal (confab_conversation_get_id (self->removed), id))
        continue;
      else if (confab_conversation_get_archived (conversation))
        confab_conversation_list_insert_archived (self, conversation);
      else
        g_ptr_array_add (added, conversation);
    }

  if (added->len > MAX_SINGLE)
    insert_many (self, added);
  else
    for (guint i = 0; i < added->len; i++)
      confab_conversation_list_insert (self, g_ptr_array_index (added, i));

  confab_conversation_list_depart (self, known);
  g_signal_emit_by_name (self, "rewritten");
}
