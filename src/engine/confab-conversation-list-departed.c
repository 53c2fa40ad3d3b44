/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation-list-departed"

#include "config.h"

#include "confab-conversation-list-private.h"

#include "confab-attachments.h"
#include "confab-chat-edit.h"
#include "confab-chat-private.h"

/* What others deleted. */

/* What comes of it still is not written, and deleted once more, for it may have been written meanwhile. */
static void
depart (ConfabConversationList *self,
        ConfabConversation     *conversation)
{
  g_autoptr(ConfabJournal) journal = confab_conversation_list_dup_journal (self, conversation);
  ConfabChat *chat;

  g_signal_emit_by_name (self, "departed", conversation);

  chat = g_hash_table_lookup (self->chats, confab_conversation_get_id (conversation));
  if (chat != NULL)
    {
      g_object_ref (chat);
      g_object_weak_unref (G_OBJECT (chat), confab_conversation_list_forget_chat_cb, self);
      g_hash_table_remove (self->chats, confab_conversation_get_id (conversation));
      g_ptr_array_remove (self->recent, chat);
      confab_chat_discard (chat);
      g_object_unref (chat);
    }
  if (journal != NULL && confab_journal_get_pending (journal))
    confab_journal_delete (journal);
}

/* confab_conversation_list_depart:
 * @missing: (element-type utf8 ConfabConversation): what is in the list and not in the file, by its id
 *
 * Follows those who deleted it.
 */
void
confab_conversation_list_depart (ConfabConversationList *self,
                                 GHashTable             *missing)
{
  g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer id;
  gpointer conversation;

  /* One that was never written is not there yet. */
  g_hash_table_iter_init (&iter, missing);
  while (g_hash_table_iter_next (&iter, &id, &conversation))
    if (confab_conversation_list_was_written (self, id))
      g_ptr_array_add (gone, g_object_ref (conversation));
  if (gone->len == 0)
    return;

  self->n_departures++;
  confab_conversation_list_drop (self, gone);
  for (guint i = 0; i < gone->len; i++)
    depart (self, g_ptr_array_index (gone, i));
}

/**
 * confab_conversation_list_take_draft:
 * @chat: a chat that is of no use any more
 *
 * Puts what was typed in it and not sent, with the files that go with it, into a new conversation, after what
 * is there.
 *
 * Returns: (transfer full): the chat of that
 */
ConfabChat *
confab_conversation_list_take_draft (ConfabConversationList *self,
                                     ConfabChat             *chat)
{
  g_autoptr(ConfabChat) fresh = NULL;
  g_autoptr(GPtrArray) parts = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *before = NULL;
  g_autofree char *both = NULL;

  g_return_val_if_fail (CONFAB_IS_CONVERSATION_LIST (self), NULL);
  g_return_val_if_fail (CONFAB_IS_CHAT (chat), NULL);

  fresh = confab_conversation_list_new_chat (self);
  confab_chat_keep_edit_as_draft (chat);
  draft = confab_chat_dup_draft (chat);
  before = confab_chat_dup_draft (fresh);
  if (draft != NULL && *draft != '\0')
    {
      both = before != NULL && *before != '\0' ? g_strjoin ("\n\n", before, draft, NULL) : g_strdup (draft);
      confab_chat_set_draft (fresh, both);
    }

  parts = confab_attachments_dup_parts (confab_chat_get_attachments (chat));
  for (guint i = 0; i < parts->len; i++)
    confab_attachments_add_part (confab_chat_get_attachments (fresh), g_ptr_array_index (parts, i));

  return g_steal_pointer (&fresh);
}
