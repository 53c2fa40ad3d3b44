/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-keep"

#include "config.h"

#include "confab-chat-private.h"

/* What of a chat is kept, and for how long. */

/**
 * confab_chat_save_draft:
 *
 * Stores a draft that waits to be stored now.
 */
void
confab_chat_save_draft (ConfabChat *self)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));

  confab_journal_flush (self->journal);
}

/**
 * confab_chat_let_go:
 *
 * Nothing has to be written any more, or can be.
 */
void
confab_chat_let_go (ConfabChat *self)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (!self->kept)
    return;

  self->kept = FALSE;
  g_object_unref (self);
}

/**
 * confab_chat_discard:
 *
 * The conversation is deleted for good: whatever still comes of it is not stored.
 */
void
confab_chat_discard (ConfabChat *self)
{
  g_autoptr(ConfabChat) held = NULL;

  g_return_if_fail (CONFAB_IS_CHAT (self));

  held = g_object_ref (self);

  confab_journal_discard (self->journal);
  confab_chat_stop (self);
}

/* confab_chat_is_working:
 *
 * Returns: whether something is still to come of a provider, be it a reply or a name for the
 *   conversation; told of by "busy"
 */
gboolean
confab_chat_is_working (ConfabChat *self)
{
  return self->turn != NULL || self->title_cancellable != NULL;
}
