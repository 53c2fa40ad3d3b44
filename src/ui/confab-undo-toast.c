/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-undo-toast"

#include "config.h"

#include "confab-undo-toast.h"

#include "confab-chat-versions.h"
#include "confab-conversation-title.h"
#include "confab-toast.h"

#include <glib/gi18n.h>

/* Toasts that tell of what was done with messages and conversations, and undo it. */

#define CONVERSATION_KEY "conversation"
#define ARCHIVED_KEY     "archived"

/* Whoever goes on has taken leave of what was deleted. A name for the conversation may be asked for
 * meanwhile, which is told of in the same way. */
static void
on_chat_busy_cb (AdwToast   *toast,
                 GParamSpec *pspec,
                 ConfabChat *chat)
{
  if (confab_chat_get_busy (chat))
    adw_toast_dismiss (toast);
}

static void
on_undo_archived_cb (ConfabConversationList *conversations,
                     AdwToast               *toast)
{
  const gboolean was_archived = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (toast), ARCHIVED_KEY));

  confab_conversation_list_set_archived (conversations, confab_undo_toast_get_conversation (toast), !was_archived);
}

static AdwToast *
new_for_conversation (const char         *title,
                      ConfabConversation *conversation)
{
  AdwToast *toast = confab_toast_new_undo (title);

  g_object_set_data_full (G_OBJECT (toast), CONVERSATION_KEY, g_object_ref (conversation), g_object_unref);

  return toast;
}

/**
 * confab_undo_toast_new_message_removed:
 * @chat: a conversation
 * @message: what was just deleted in it
 *
 * Brings the message back. Once the toast is gone it is deleted for good.
 *
 * Returns: (transfer floating): a toast
 */
AdwToast *
confab_undo_toast_new_message_removed (ConfabChat    *chat,
                                       ConfabMessage *message)
{
  AdwToast *toast;

  g_return_val_if_fail (CONFAB_IS_CHAT (chat), NULL);
  g_return_val_if_fail (CONFAB_IS_MESSAGE (message), NULL);

  toast = confab_toast_new_undo (confab_message_get_role (message) == CONFAB_ROLE_USER ? _("Message deleted")
                                                                                       : _("Reply deleted"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (confab_chat_undo_remove), chat, G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (confab_chat_forget_removed), chat, G_CONNECT_SWAPPED);
  g_signal_connect_object (chat, "notify::busy", G_CALLBACK (on_chat_busy_cb), toast, G_CONNECT_SWAPPED);

  return toast;
}

/**
 * confab_undo_toast_new_archived:
 * @conversations: the list of the conversation
 * @conversation: what was just put into the archive or taken out of it
 *
 * Puts the conversation back where it was, whatever was done with it since.
 *
 * Returns: (transfer floating): a toast
 */
AdwToast *
confab_undo_toast_new_archived (ConfabConversationList *conversations,
                                ConfabConversation     *conversation)
{
  g_autofree char *title = NULL;
  gboolean is_archived;
  AdwToast *toast;

  g_return_val_if_fail (CONFAB_IS_CONVERSATION_LIST (conversations), NULL);
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);

  is_archived = confab_conversation_get_archived (conversation);
  title = g_markup_printf_escaped (is_archived ? _("“%s” archived") : _("“%s” is out of the archive"),
                                   confab_conversation_title_get_shown (confab_conversation_get_title (conversation)));
  toast = new_for_conversation (title, conversation);
  g_object_set_data (G_OBJECT (toast), ARCHIVED_KEY, GINT_TO_POINTER (is_archived));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_archived_cb), conversations,
                           G_CONNECT_SWAPPED);

  return toast;
}

/**
 * confab_undo_toast_new_conversation_removed:
 * @conversation: what is about to be deleted
 *
 * Whoever shows the conversations brings it back.
 *
 * Returns: (transfer floating): a toast
 */
AdwToast *
confab_undo_toast_new_conversation_removed (ConfabConversation *conversation)
{
  g_autofree char *title = NULL;

  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);

  title = g_markup_printf_escaped (_("“%s” deleted"),
                                   confab_conversation_title_get_shown (confab_conversation_get_title (conversation)));

  return new_for_conversation (title, conversation);
}

/**
 * confab_undo_toast_get_conversation:
 * @toast: a toast about a conversation
 *
 * Returns: (transfer none): the conversation
 */
ConfabConversation *
confab_undo_toast_get_conversation (AdwToast *toast)
{
  g_return_val_if_fail (ADW_IS_TOAST (toast), NULL);

  return g_object_get_data (G_OBJECT (toast), CONVERSATION_KEY);
}
