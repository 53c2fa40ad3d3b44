/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-journal"

#include "config.h"

#include "confab-journal-private.h"

/* A kill may cost the last half second of a reply that is arriving: what is between this and that is for
 * the writing. */
#define REPLY_INTERVAL_MS 300

/**
 * ConfabJournal:
 *
 * Writes down one conversation while it is talked in: messages at once, a reply that is arriving
 * several times a second, a draft when the person pauses.
 *
 * Nothing waits for it. What could not be written is kept and tried again every few seconds, and the
 * property `error` says why until all of it is written; `pending` says that something is on its way, or
 * failed. Owned by the chat, and by the list while it is pending; main thread only.
 */
enum { PROP_0, PROP_ERROR, PROP_PENDING, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabJournal, confab_journal, G_TYPE_OBJECT)

static gboolean
on_reply_timeout_cb (gpointer user_data)
{
  ConfabJournal *self = CONFAB_JOURNAL (user_data);

  self->reply_source = 0;
  confab_journal_save_message (self, self->reply);

  return G_SOURCE_REMOVE;
}

/* The first change since the last writing starts the clock, so a reply that pauses costs nothing. */
static void
on_reply_changed_cb (ConfabJournal *self)
{
  if (self->reply_source == 0)
    self->reply_source = g_timeout_add (REPLY_INTERVAL_MS, on_reply_timeout_cb, self);
}

static void
confab_journal_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConfabJournal *self = CONFAB_JOURNAL (object);

  switch (prop_id)
    {
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case PROP_PENDING:
      g_value_set_boolean (value, self->pending);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_journal_dispose (GObject *object)
{
  ConfabJournal *self = CONFAB_JOURNAL (object);

  g_clear_handle_id (&self->reply_source, g_source_remove);
  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  confab_journal_unfollow (self);

  G_OBJECT_CLASS (confab_journal_parent_class)->dispose (object);
}

static void
confab_journal_finalize (GObject *object)
{
  ConfabJournal *self = CONFAB_JOURNAL (object);

  g_clear_object (&self->history);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->unwritten, g_ptr_array_unref);
  g_clear_pointer (&self->writing, g_ptr_array_unref);
  g_clear_pointer (&self->deleted, g_hash_table_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (confab_journal_parent_class)->finalize (object);
}

static void
confab_journal_class_init (ConfabJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_journal_get_property;
  object_class->dispose = confab_journal_dispose;
  object_class->finalize = confab_journal_finalize;

  props[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_PENDING] =
    g_param_spec_boolean ("pending", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_journal_init (ConfabJournal *self)
{
  self->unwritten = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_journal_writing_free);
  self->writing = g_ptr_array_new ();
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* confab_journal_new:
 * @history: where to write
 * @conversation: what is talked in
 * @stored: whether it is in the history
 *
 * Returns: (transfer full): a journal
 */
ConfabJournal *
confab_journal_new (ConfabHistory      *history,
                    ConfabConversation *conversation,
                    gboolean            stored)
{
  ConfabJournal *self = g_object_new (CONFAB_TYPE_JOURNAL, NULL);

  self->history = g_object_ref (history);
  self->conversation = g_object_ref (conversation);
  self->stored = stored != FALSE;
  self->begun = stored != FALSE;
  self->written = self->begun;

  return self;
}

/* confab_journal_get_error:
 *
 * Returns: (transfer none) (nullable): why the last thing could not be written, of
 *   %CONFAB_STORE_ERROR
 */
const GError *
confab_journal_get_error (ConfabJournal *self)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), NULL);

  return self->error;
}

/* confab_journal_get_conversation:
 *
 * Returns: (transfer none): what is talked in
 */
ConfabConversation *
confab_journal_get_conversation (ConfabJournal *self)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), NULL);

  return self->conversation;
}

/* confab_journal_get_written:
 *
 * Returns: whether the conversation was in the file, as one in which something was said; if it is not now,
 *   somebody deleted it
 */
gboolean
confab_journal_get_written (ConfabJournal *self)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), FALSE);

  return self->written;
}

/* confab_journal_get_pending:
 *
 * Returns: whether something is on its way to the history, or could not be written yet
 */
gboolean
confab_journal_get_pending (ConfabJournal *self)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), FALSE);

  return self->pending;
}

/* confab_journal_get_begun:
 *
 * Returns: whether something was said in the conversation
 */
gboolean
confab_journal_get_begun (ConfabJournal *self)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), FALSE);

  return self->begun;
}

/* confab_journal_set_begun:
 * @begun: whether something was said in the conversation; otherwise it is in the history for its draft
 *   alone, and listed nowhere
 */
void
confab_journal_set_begun (ConfabJournal *self,
                          gboolean       begun)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  self->begun = begun != FALSE;
  self->written = FALSE;
}

/* confab_journal_get_stored:
 *
 * Returns: whether the conversation was handed to the history
 */
gboolean
confab_journal_get_stored (ConfabJournal *self)
{
  g_return_val_if_fail (CONFAB_IS_JOURNAL (self), FALSE);

  return self->stored;
}

/* confab_journal_save_conversation:
 *
 * Writes the conversation, for the first time or again.
 */
void
confab_journal_save_conversation (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  if (self->discarded)
    return;

  self->stored = TRUE;
  confab_journal_write (self, CONFAB_JOURNAL_CONVERSATION, NULL);
}

/* confab_journal_save_message:
 * @message: a message, whose parent was written before
 *
 * Writes a message.
 */
void
confab_journal_save_message (ConfabJournal *self,
                             ConfabMessage *message)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));
  g_return_if_fail (CONFAB_IS_MESSAGE (message));

  confab_journal_write (self, CONFAB_JOURNAL_MESSAGE, message);
}

/* confab_journal_follow:
 * @reply: a reply that begins to arrive
 *
 * Writes @reply now and, while it changes, again and again.
 */
void
confab_journal_follow (ConfabJournal *self,
                       ConfabMessage *reply)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));
  g_return_if_fail (CONFAB_IS_MESSAGE (reply));

  confab_journal_unfollow (self);
  self->reply = g_object_ref (reply);
  g_signal_connect_object (reply, "changed", G_CALLBACK (on_reply_changed_cb), self,
                           G_CONNECT_SWAPPED);
  confab_journal_save_message (self, reply);
}

/* confab_journal_unfollow:
 *
 * Writes the reply that was followed a last time.
 */
void
confab_journal_unfollow (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  if (self->reply == NULL)
    return;

  g_clear_handle_id (&self->reply_source, g_source_remove);
  g_signal_handlers_disconnect_by_func (self->reply, on_reply_changed_cb, self);
  confab_journal_save_message (self, self->reply);
  g_clear_object (&self->reply);
}
