/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-journal-write"

#include "config.h"

#include "confab-journal-private.h"

/* How long after a failure what could not be written is tried again. */
#define RETRY_DELAY_S 5

/* How everything reaches the history, and what becomes of that which does not: it is kept, and tried again
 * together. The history answers in the order in which it was asked, so that what is told last of something is
 * what is true of it. */

struct _ConfabJournalWriting
{
  ConfabJournal     *journal;  /* owned while it is on its way, otherwise NULL */
  ConfabJournalKind  kind;
  gpointer           subject;  /* owned, nullable: see the kinds */
};

static gboolean
is_array (ConfabJournalKind kind)
{
  return kind == CONFAB_JOURNAL_DELETED_MESSAGES || kind == CONFAB_JOURNAL_DRAFT;
}

static void
set_subject (ConfabJournalWriting *self,
             gpointer              subject)
{
  gpointer old = self->subject;

  if (subject != NULL)
    self->subject = is_array (self->kind) ? (gpointer) g_ptr_array_ref (subject) : g_object_ref (subject);
  else
    self->subject = NULL;

  if (old != NULL && is_array (self->kind))
    g_ptr_array_unref (old);
  else if (old != NULL)
    g_object_unref (old);
}

static ConfabJournalWriting *
writing_new (ConfabJournal     *journal,
             ConfabJournalKind  kind,
             gpointer           subject)
{
  ConfabJournalWriting *self = g_new0 (ConfabJournalWriting, 1);

  self->journal = journal != NULL ? g_object_ref (journal) : NULL;
  self->kind = kind;
  set_subject (self, subject);
  return self;
}

/* confab_journal_writing_free:
 * @writing: (transfer full): something that was to be written
 */
void
confab_journal_writing_free (ConfabJournalWriting *writing)
{
  set_subject (writing, NULL);
  g_clear_object (&writing->journal);
  g_free (writing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabJournalWriting, confab_journal_writing_free)

/* Of most there is one, which is written as it is then. */
static ConfabJournalWriting *
find (GPtrArray         *writings,
      ConfabJournalKind  kind,
      gpointer           subject,
      guint             *position)
{
  const gboolean is_single = kind != CONFAB_JOURNAL_MESSAGE && kind != CONFAB_JOURNAL_DELETED_MESSAGES;

  for (guint i = 0; i < writings->len; i++)
    {
      ConfabJournalWriting *writing = g_ptr_array_index (writings, i);

      if (writing->kind == kind && (is_single || writing->subject == subject))
        {
          *position = i;
          return writing;
        }
    }

  return NULL;
}

/* All is well only once nothing waits to be written, whatever else could be. A reply is written again and
 * again, so the same failure comes again and again; it is told once. */
static void
set_error (ConfabJournal *self,
           const GError  *error)
{
  if (error == NULL && (self->error == NULL || self->unwritten->len > 0))
    return;
  if (self->error != NULL && error != NULL && g_error_matches (error, self->error->domain, self->error->code))
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify (G_OBJECT (self), "error");
}

static void
update_pending (ConfabJournal *self)
{
  const gboolean pending = self->writing->len > 0 || self->unwritten->len > 0;

  if (self->pending == pending)
    return;

  self->pending = pending;
  g_object_notify (G_OBJECT (self), "pending");
}

/* Of what is in it more than once, the last is how it is now. */
static void
add_again (GPtrArray *again,
           GPtrArray *writings)
{
  for (guint i = 0; i < writings->len; i++)
    {
      const ConfabJournalWriting *writing = g_ptr_array_index (writings, i);
      ConfabJournalWriting *known;
      guint position;

      if (writing->kind == CONFAB_JOURNAL_CONVERSATION)
        continue;

      known = find (again, writing->kind, writing->subject, &position);
      if (known != NULL)
        set_subject (known, writing->subject);
      else
        g_ptr_array_add (again, writing_new (NULL, writing->kind, writing->subject));
    }
}

/* Each once: the conversation first, with its draft, for everything else is of it. */
static void
write_again (ConfabJournal *self,
             gboolean       also_on_its_way)
{
  g_autoptr(GPtrArray) again = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_journal_writing_free);

  add_again (again, self->unwritten);
  if (also_on_its_way)
    add_again (again, self->writing);

  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->draft_source, g_source_remove);
  confab_journal_save_conversation (self);
  for (guint i = 0; i < again->len; i++)
    {
      const ConfabJournalWriting *writing = g_ptr_array_index (again, i);

      confab_journal_write (self, writing->kind, writing->subject);
    }
}

static gboolean
on_retry_timeout_cb (gpointer user_data)
{
  ConfabJournal *self = CONFAB_JOURNAL (user_data);

  self->retry_source = 0;
  if (self->error != NULL)
    write_again (self, FALSE);

  return G_SOURCE_REMOVE;
}

/* What is deleted meanwhile need not be there. */
static gboolean
is_wanted (ConfabJournal     *self,
           ConfabJournalKind  kind,
           gpointer           subject)
{
  if (self->discarded)
    return kind == CONFAB_JOURNAL_DELETED_CONVERSATION;

  return kind != CONFAB_JOURNAL_MESSAGE || !g_hash_table_contains (self->deleted, confab_message_get_id (subject));
}

static void
note (ConfabJournalWriting *writing,
      const GError         *error)
{
  ConfabJournal *self = writing->journal;
  ConfabJournalWriting *unwritten;
  guint position;

  g_ptr_array_remove (self->writing, writing);
  if (!is_wanted (self, writing->kind, writing->subject))
    error = NULL;

  unwritten = find (self->unwritten, writing->kind, writing->subject, &position);
  if (error == NULL && unwritten != NULL)
    g_ptr_array_remove_index (self->unwritten, position);
  else if (error != NULL && unwritten == NULL)
    g_ptr_array_add (self->unwritten, writing_new (NULL, writing->kind, writing->subject));
  set_error (self, error);

  /* After the end there is nothing to be tried any more. */
  if (error != NULL && self->retry_source == 0 &&
      !g_error_matches (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED))
    self->retry_source = g_timeout_add_seconds (RETRY_DELAY_S, on_retry_timeout_cb, self);

  update_pending (self);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ConfabJournalWriting) writing = user_data;
  ConfabHistory *history = CONFAB_HISTORY (object);
  g_autoptr(GError) error = NULL;

  switch (writing->kind)
    {
    case CONFAB_JOURNAL_CONVERSATION:
      if (confab_history_save_conversation_finish (history, result, &error))
        writing->journal->written = writing->journal->begun;
      break;

    case CONFAB_JOURNAL_MESSAGE:
      confab_history_save_message_finish (history, result, &error);
      break;

    case CONFAB_JOURNAL_DELETED_MESSAGES:
      confab_history_delete_messages_finish (history, result, &error);
      break;

    case CONFAB_JOURNAL_DRAFT:
      confab_history_save_draft_finish (history, result, &error);
      break;

    case CONFAB_JOURNAL_DELETED_CONVERSATION:
      confab_history_delete_conversation_finish (history, result, &error);
      break;

    default:
      g_assert_not_reached ();
    }

  note (writing, error);
}

/* confab_journal_write:
 * @kind: what to write
 * @subject: (nullable): which, see the kinds
 *
 * Has something written as it is now. What fails is tried again as it is then.
 */
void
confab_journal_write (ConfabJournal     *self,
                      ConfabJournalKind  kind,
                      gpointer           subject)
{
  const char *id = confab_conversation_get_id (self->conversation);
  ConfabJournalWriting *unwritten;
  ConfabJournalWriting *writing;
  guint position;

  if (!is_wanted (self, kind, subject))
    return;

  /* What failed before must not come after this. */
  unwritten = find (self->unwritten, kind, subject, &position);
  if (unwritten != NULL)
    set_subject (unwritten, subject);

  writing = writing_new (self, kind, subject);
  g_ptr_array_add (self->writing, writing);
  switch (kind)
    {
    case CONFAB_JOURNAL_CONVERSATION:
      if (self->written)
        confab_history_update_conversation_async (self->history, self->conversation, NULL, written_cb, writing);
      else if (self->begun)
        confab_history_save_conversation_async (self->history, self->conversation, NULL, written_cb, writing);
      else
        confab_history_save_blank_async (self->history, self->conversation, NULL, written_cb, writing);
      break;

    case CONFAB_JOURNAL_MESSAGE:
      confab_history_save_message_async (self->history, id, subject, NULL, written_cb, writing);
      break;

    case CONFAB_JOURNAL_DELETED_MESSAGES:
      confab_history_delete_messages_async (self->history, id, subject, NULL, written_cb, writing);
      break;

    case CONFAB_JOURNAL_DRAFT:
      confab_history_save_draft_async (self->history, id, subject, NULL, written_cb, writing);
      break;

    case CONFAB_JOURNAL_DELETED_CONVERSATION:
      confab_history_delete_conversation_async (self->history, id, NULL, written_cb, writing);
      break;

    default:
      g_assert_not_reached ();
    }
  update_pending (self);
}

/* confab_journal_end:
 *
 * Tries for the last time, when the history is about to be closed. What is on its way is written again, too:
 * should it fail, there would be no time left after that is told.
 */
void
confab_journal_end (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  if (self->pending)
    write_again (self, TRUE);
}

/* confab_journal_delete_messages:
 * @messages: (element-type ConfabMessage): messages, parents before children, and with each everything below it
 *
 * Deletes messages for good.
 */
void
confab_journal_delete_messages (ConfabJournal *self,
                                GPtrArray     *messages)
{
  guint position;

  g_return_if_fail (CONFAB_IS_JOURNAL (self));
  g_return_if_fail (messages != NULL);

  if (!self->stored)
    return;

  for (guint i = 0; i < messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (messages, i);

      g_hash_table_add (self->deleted, g_strdup (confab_message_get_id (message)));
      if (find (self->unwritten, CONFAB_JOURNAL_MESSAGE, message, &position) != NULL)
        g_ptr_array_remove_index (self->unwritten, position);
    }
  confab_journal_write (self, CONFAB_JOURNAL_DELETED_MESSAGES, messages);
}

/* confab_journal_has_deleted:
 * @id: of a message
 *
 * Returns: whether it was deleted here, be it in the file still or not
 */
gboolean
confab_journal_has_deleted (ConfabJournal *self,
                            const char    *id)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), FALSE);

  return g_hash_table_contains (self->deleted, id);
}

/* confab_journal_discard:
 *
 * The conversation is deleted for good: whatever still comes of it is not written.
 */
void
confab_journal_discard (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  self->discarded = TRUE;
  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_ptr_array_set_size (self->unwritten, 0);
  set_error (self, NULL);
  update_pending (self);
}

/* confab_journal_delete:
 *
 * Deletes the conversation for good; nothing else is written of it any more.
 */
void
confab_journal_delete (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  confab_journal_discard (self);
  confab_journal_write (self, CONFAB_JOURNAL_DELETED_CONVERSATION, NULL);
}
