/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-page-find"

#include "config.h"

#include "confab-chat-page-private.h"

/* The ways to something in the open conversation. */

void
_confab_chat_page_forget_wanted (ConfabChatPage *self)
{
  g_clear_pointer (&self->wanted_message, g_free);
  g_clear_pointer (&self->wanted_pattern, confab_search_pattern_unref);
}

/* A message that was to be shown is, now that the messages are there. */
void
_confab_chat_page_show_wanted (ConfabChatPage *self)
{
  if (self->wanted_message == NULL || !confab_chat_get_loaded (self->chat))
    return;

  if (confab_chat_reveal (self->chat, self->wanted_message))
    confab_transcript_show_message (self->transcript, self->wanted_message, self->wanted_pattern);
  _confab_chat_page_forget_wanted (self);
}

/**
 * confab_chat_page_show_message:
 * @message_id: a message of the open conversation
 * @pattern: what was looked for in it
 *
 * Scrolls to a message, on whichever branch it is, and marks for a moment what was looked for. The
 * conversation need not have been read yet.
 */
void
confab_chat_page_show_message (ConfabChatPage      *self,
                               const char          *message_id,
                               ConfabSearchPattern *pattern)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));
  g_return_if_fail (message_id != NULL);
  g_return_if_fail (pattern != NULL);

  _confab_chat_page_forget_wanted (self);
  self->wanted_message = g_strdup (message_id);
  self->wanted_pattern = confab_search_pattern_ref (pattern);
  _confab_chat_page_show_wanted (self);
}

/**
 * confab_chat_page_find:
 *
 * Shows where to type what is looked for in the open conversation.
 */
void
confab_chat_page_find (ConfabChatPage *self)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->transcript))
    confab_find_bar_open (self->find_bar);
}

/**
 * confab_chat_page_find_step:
 * @forward: to the next place, not the previous one
 *
 * Goes to another place of what is looked for, or asks what that is.
 */
void
confab_chat_page_find_step (ConfabChatPage *self,
                            gboolean        forward)
{
  g_return_if_fail (CONFAB_IS_CHAT_PAGE (self));

  if (confab_find_bar_get_open (self->find_bar))
    confab_transcript_step_find (self->transcript, forward);
  else
    confab_chat_page_find (self);
}
