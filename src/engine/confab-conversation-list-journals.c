/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation-list-journals"

#include "config.h"

#include "confab-conversation-list-private.h"

#include "confab-chat-private.h"
#include "confab-context-private.h"

/* What of all the conversations is not on the disk yet: on its way, or to be tried again. Each journal is kept
 * until it is done, whoever began it and whether or not that conversation is open, or still there. */

static void
update_error (ConfabConversationList *self)
{
  const GError *error = NULL;

  for (guint i = 0; i < self->journals->len && error == NULL; i++)
    error = confab_context_get_cause (self->context, confab_journal_get_error (g_ptr_array_index (self->journals, i)));

  if (error == NULL ? self->error == NULL
                    : self->error != NULL && g_error_matches (error, self->error->domain, self->error->code))
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify (G_OBJECT (self), "error");
}

static void
on_journal_pending_cb (ConfabConversationList *self,
                       GParamSpec             *pspec,
                       ConfabJournal          *journal)
{
  guint position;

  if (confab_journal_get_pending (journal))
    {
      if (!g_ptr_array_find (self->journals, journal, NULL))
        g_ptr_array_add (self->journals, g_object_ref (journal));
    }
  else if (g_ptr_array_find (self->journals, journal, &position))
    {
      g_ptr_array_remove_index (self->journals, position);
    }
  update_error (self);
}

/* confab_conversation_list_follow_journal:
 * @journal: of a conversation
 *
 * Keeps it as long as something of it is not written.
 */
void
confab_conversation_list_follow_journal (ConfabConversationList *self,
                                         ConfabJournal          *journal)
{
  g_signal_connect_object (journal, "notify::pending", G_CALLBACK (on_journal_pending_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (journal, "notify::error", G_CALLBACK (update_error), self, G_CONNECT_SWAPPED);
}

/* confab_conversation_list_dup_journal:
 * @conversation: a conversation of the list, or one that was
 *
 * Returns: (transfer full) (nullable): what writes it down: the journal of its chat, if it is open
 */
ConfabJournal *
confab_conversation_list_dup_journal (ConfabConversationList *self,
                                      ConfabConversation     *conversation)
{
  ConfabChat *chat = g_hash_table_lookup (self->chats, confab_conversation_get_id (conversation));
  ConfabJournal *journal;

  if (self->context == NULL)
    return NULL;
  if (chat != NULL)
    return g_object_ref (chat->journal);

  for (guint i = 0; i < self->journals->len; i++)
    if (confab_journal_get_conversation (g_ptr_array_index (self->journals, i)) == conversation)
      return g_object_ref (g_ptr_array_index (self->journals, i));

  journal = confab_journal_new (confab_context_get_history (self->context), conversation, TRUE);
  confab_conversation_list_follow_journal (self, journal);

  return journal;
}

/* confab_conversation_list_is_pending:
 * @id: of a conversation
 *
 * Returns: whether it is something else here than in the file: changed, or deleted
 */
gboolean
confab_conversation_list_is_pending (ConfabConversationList *self,
                                     const char             *id)
{
  for (guint i = 0; i < self->journals->len; i++)
    {
      ConfabConversation *conversation = confab_journal_get_conversation (g_ptr_array_index (self->journals, i));

      if (g_str_equal (confab_conversation_get_id (conversation), id))
        return TRUE;
    }

  return FALSE;
}

/* confab_conversation_list_was_written:
 * @id: of a conversation of the list
 *
 * Returns: whether it is known to have been in the file
 */
gboolean
confab_conversation_list_was_written (ConfabConversationList *self,
                                      const char             *id)
{
  ConfabChat *chat = g_hash_table_lookup (self->chats, id);

  if (chat != NULL && !confab_journal_get_written (chat->journal))
    return FALSE;

  for (guint i = 0; i < self->journals->len; i++)
    {
      ConfabJournal *journal = g_ptr_array_index (self->journals, i);

      if (g_str_equal (confab_conversation_get_id (confab_journal_get_conversation (journal)), id) &&
          !confab_journal_get_written (journal))
        return FALSE;
    }

  return TRUE;
}

/* confab_conversation_list_discard_journals:
 *
 * Nothing of what waits to be written is of use any more.
 */
void
confab_conversation_list_discard_journals (ConfabConversationList *self)
{
  g_autoptr(GPtrArray) journals = g_ptr_array_new_with_free_func (g_object_unref);

  /* One that is done leaves the list. */
  for (guint i = 0; i < self->journals->len; i++)
    g_ptr_array_add (journals, g_object_ref (g_ptr_array_index (self->journals, i)));
  for (guint i = 0; i < journals->len; i++)
    confab_journal_discard (g_ptr_array_index (journals, i));
}

/* confab_conversation_list_end_journals:
 *
 * Tries for the last time to write what is not written yet.
 */
void
confab_conversation_list_end_journals (ConfabConversationList *self)
{
  for (guint i = 0; i < self->journals->len; i++)
    confab_journal_end (g_ptr_array_index (self->journals, i));
}

/**
 * confab_conversation_list_get_error:
 *
 * Returns: (transfer none) (nullable): why something of any conversation could not be stored yet, of
 *   %CONFAB_STORE_ERROR
 */
const GError *
confab_conversation_list_get_error (ConfabConversationList *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION_LIST (self), NULL);

  return self->error;
}
