/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-window-departed"

#include "config.h"

#include "confab-window-private.h"

#include <glib/gi18n.h>

/* The conversation that is shown may be deleted by somebody else, such as the same person at another seat. What
 * was typed in it is still to be seen, in a new one. */

static void
on_departed_cb (ConfabWindow       *self,
                ConfabConversation *conversation)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);
  ConfabChat *chat = confab_chat_page_get_chat (self->chat_page);
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  g_autoptr(ConfabChat) fresh = NULL;
  AdwToast *toast;

  if (chat == NULL || confab_chat_get_conversation (chat) != conversation)
    return;

  fresh = confab_conversation_list_take_draft (list, chat);
  _confab_window_show_chat (self, fresh);

  name = g_markup_escape_text (confab_conversation_get_title (conversation), -1);
  /* Translators: the name of a conversation, which may be cut at its end */
  title = g_strdup_printf (_("Deleted elsewhere: “%s”"), name);
  toast = adw_toast_new (title);
  adw_toast_set_timeout (toast, 0);
  confab_window_add_toast (self, toast);
}

void
_confab_window_follow_departed (ConfabWindow *self)
{
  g_signal_connect_object (confab_context_get_conversations (self->context), "departed",
                           G_CALLBACK (on_departed_cb), self, G_CONNECT_SWAPPED);
}
