/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-journal-draft"

#include "config.h"

#include "confab-journal-private.h"

/* What is typed and not sent, and what goes with it. Of a conversation in which nothing was said yet it is
 * all there is. */

/* How long after the last key stroke a draft is stored. */
#define DRAFT_DELAY_MS 500

static gboolean
on_draft_timeout_cb (gpointer user_data)
{
  ConfabJournal *self = CONFAB_JOURNAL (user_data);

  self->draft_source = 0;
  confab_journal_save_conversation (self);

  return G_SOURCE_REMOVE;
}

/* confab_journal_draft_changed:
 *
 * The draft is another. It is written soon, with a conversation that is not there yet, unless there is
 * nothing to write.
 */
void
confab_journal_draft_changed (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (self->stored || confab_conversation_get_draft (self->conversation) != NULL)
    self->draft_source = g_timeout_add (DRAFT_DELAY_MS, on_draft_timeout_cb, self);
}

/* confab_journal_save_draft_parts:
 * @parts: (element-type ConfabPart): the pictures and files that go with the draft
 *
 * Writes them in place of those before, with a conversation that is not there yet.
 *
 * Returns: whether they are on their way, or there is nothing to write
 */
gboolean
confab_journal_save_draft_parts (ConfabJournal *self,
                                 GPtrArray     *parts)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), FALSE);

  if (self->discarded)
    return FALSE;
  if (!self->stored && parts->len == 0)
    return TRUE;

  if (!self->stored)
    confab_journal_save_conversation (self);
  confab_journal_write (self, CONFAB_JOURNAL_DRAFT, parts);

  return TRUE;
}

/* confab_journal_draft_sent:
 *
 * There is no draft any more that would have to be written.
 */
void
confab_journal_draft_sent (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  g_clear_handle_id (&self->draft_source, g_source_remove);
}

/* confab_journal_flush:
 *
 * Writes now what waits to be written.
 */
void
confab_journal_flush (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  if (self->draft_source == 0)
    return;

  g_clear_handle_id (&self->draft_source, g_source_remove);
  confab_journal_save_conversation (self);
}
