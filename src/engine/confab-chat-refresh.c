/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-refresh"

#include "config.h"

#include "confab-chat-private.h"

#include "confab-context-private.h"

static void
load_messages_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(ConfabChat) self = user_data;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;

  messages = confab_history_load_messages_finish (CONFAB_HISTORY (object), result, &error);
  if (messages == NULL)
    {
      g_debug ("What was added to a conversation cannot be read: %s", error->message);
      return;
    }

  for (guint i = 0; i < messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (messages, i);

      /* It may be in the file still. */
      if (!confab_journal_has_deleted (self->journal, confab_message_get_id (message)))
        confab_message_tree_add (self->tree, message);
    }

  /* Nobody is torn away from what they are at. */
  if (!confab_chat_is_working (self) && self->edited == NULL)
    confab_chat_show_branch (self, confab_conversation_get_head_id (self->conversation));
}

/* confab_chat_refresh:
 *
 * Takes over messages that others put into the conversation, and shows the branch that is shown in the
 * history. What is shown already stays as it is.
 */
void
confab_chat_refresh (ConfabChat *self)
{
  ConfabHistory *history = self->context != NULL ? confab_context_get_history (self->context) : NULL;

  if (self->loaded && history != NULL)
    confab_history_load_messages_async (history, confab_conversation_get_id (self->conversation), NULL,
                                        load_messages_cb, g_object_ref (self));
}
