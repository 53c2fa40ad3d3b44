/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-reveal"

#include "config.h"

#include "confab-chat-private.h"

/**
 * confab_chat_reveal:
 * @message_id: a message of the conversation, whose messages are there
 *
 * Shows a branch that the message is on: the one that is shown, if it is on that, else the one that was
 * last seen of those it is on.
 * While a reply arrives the branch it is on is not left.
 *
 * Returns: whether the message is among those that are shown
 */
gboolean
confab_chat_reveal (ConfabChat *self,
                    const char *message_id)
{
  ConfabMessage *message;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (message_id != NULL, FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->messages)); i++)
    {
      g_autoptr(ConfabMessage) shown = g_list_model_get_item (G_LIST_MODEL (self->messages), i);

      if (g_str_equal (confab_message_get_id (shown), message_id))
        return TRUE;
    }

  message = confab_message_tree_lookup (self->tree, message_id);
  if (confab_chat_get_busy (self) || message == NULL)
    return FALSE;

  confab_chat_show_branch (self, message_id);
  confab_journal_save_conversation (self->journal);
  return TRUE;
}
