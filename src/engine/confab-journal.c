/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-journal"

#include "config.h"

#include "confab-journal-private.h"

/* A kill may cost the last half second of a reply that is arriving: what is between this and that is for
 * the writing. */
#define REPLY_INTERVAL_MS 300

/* How long after a failure what could not be written is tried again. */
#define RETRY_DELAY_S 5

/**
 * ConfabJournal:
 *
 * Writes down one conversation while it is talked in: messages at once, a reply that is arriving
 * several times a second, a draft when the person pauses.
 *
 * Nothing waits for it. What could not be written is kept and tried again every few seconds, and the
 * property `error` says why until all of it is written. Owned by the chat; main thread only.
 */
enum { PROP_0, PROP_ERROR, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabJournal, confab_journal, G_TYPE_OBJECT)

/* confab_journal_set_error:
 * @error: (nullable): why something could not be written; %NULL once all is
 *
 * A reply is written again and again, so the same failure comes again and again; it is told once.
 */
void
confab_journal_set_error (ConfabJournal *self,
                          const GError  *error)
{
  /* Whatever else could be written, all is well only once nothing waits to be. */
  if (error == NULL && (self->error == NULL || self->conversation_unwritten || self->unwritten->len > 0))
    return;
  if (self->error != NULL && error != NULL &&
      g_error_matches (error, self->error->domain, self->error->code))
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

typedef struct
{
  ConfabJournal *journal;  /* owned */
  ConfabMessage *message;  /* owned, nullable: the conversation itself */
} Writing;

static Writing *
writing_new (ConfabJournal *journal,
             ConfabMessage *message)
{
  Writing *self = g_new0 (Writing, 1);

  self->journal = g_object_ref (journal);
  self->message = message != NULL ? g_object_ref (message) : NULL;
  return self;
}

static void
writing_free (Writing *self)
{
  g_clear_object (&self->journal);
  g_clear_object (&self->message);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, writing_free)

static gboolean
on_retry_timeout_cb (gpointer user_data)
{
  ConfabJournal *self = CONFAB_JOURNAL (user_data);

  self->retry_source = 0;
  confab_journal_retry (self);

  return G_SOURCE_REMOVE;
}

static void
note (Writing      *writing,
      const GError *error)
{
  ConfabJournal *self = writing->journal;

  if (error != NULL)
    {
      if (writing->message == NULL)
        self->conversation_unwritten = TRUE;
      else if (!g_ptr_array_find (self->unwritten, writing->message, NULL))
        g_ptr_array_add (self->unwritten, g_object_ref (writing->message));
    }
  else if (writing->message == NULL)
    {
      self->conversation_unwritten = FALSE;
    }
  else
    {
      g_ptr_array_remove (self->unwritten, writing->message);
    }

  confab_journal_set_error (self, error);

  /* After the end there is nothing to be tried any more. */
  if (error != NULL && self->retry_source == 0 && !self->discarded && self->history != NULL &&
      !g_error_matches (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED))
    self->retry_source = g_timeout_add_seconds (RETRY_DELAY_S, on_retry_timeout_cb, self);
}

static void
save_conversation_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(Writing) writing = user_data;
  g_autoptr(GError) error = NULL;

  confab_history_save_conversation_finish (CONFAB_HISTORY (object), result, &error);
  note (writing, error);
}

static void
save_message_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Writing) writing = user_data;
  g_autoptr(GError) error = NULL;

  confab_history_save_message_finish (CONFAB_HISTORY (object), result, &error);
  note (writing, error);
}

static void
delete_messages_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(ConfabJournal) self = user_data;
  g_autoptr(GError) error = NULL;

  confab_history_delete_messages_finish (CONFAB_HISTORY (object), result, &error);
  confab_journal_set_error (self, error);
}

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
  confab_journal_unfollow (self);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->discarded = TRUE;

  G_OBJECT_CLASS (confab_journal_parent_class)->dispose (object);
}

static void
confab_journal_finalize (GObject *object)
{
  ConfabJournal *self = CONFAB_JOURNAL (object);

  g_clear_object (&self->history);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->unwritten, g_ptr_array_unref);
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

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_journal_init (ConfabJournal *self)
{
  self->unwritten = g_ptr_array_new_with_free_func (g_object_unref);
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
  if (self->begun)
    confab_history_save_conversation_async (self->history, self->conversation, NULL, save_conversation_cb,
                                            writing_new (self, NULL));
  else
    confab_history_save_blank_async (self->history, self->conversation, NULL, save_conversation_cb,
                                     writing_new (self, NULL));
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

  if (self->discarded)
    return;

  confab_history_save_message_async (self->history,
                                     confab_conversation_get_id (self->conversation), message,
                                     NULL, save_message_cb, writing_new (self, message));
}

/* confab_journal_delete_messages:
 * @messages: (element-type ConfabMessage): messages that were written, parents before children, and
 *   with each everything below it
 *
 * Deletes messages for good.
 */
void
confab_journal_delete_messages (ConfabJournal *self,
                                GPtrArray     *messages)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));
  g_return_if_fail (messages != NULL);

  if (self->discarded || !self->stored)
    return;

  confab_history_delete_messages_async (self->history, confab_conversation_get_id (self->conversation),
                                        messages, NULL, delete_messages_cb, g_object_ref (self));
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

/* confab_journal_retry:
 *
 * Tries again to write what could not be written: the conversation first, for messages are of it.
 */
void
confab_journal_retry (ConfabJournal *self)
{
  g_return_if_fail (CONFAB_IS_JOURNAL (self));

  if (self->error == NULL || self->discarded)
    return;

  g_clear_handle_id (&self->retry_source, g_source_remove);
  confab_journal_save_conversation (self);
  for (guint i = 0; i < self->unwritten->len; i++)
    confab_journal_save_message (self, g_ptr_array_index (self->unwritten, i));
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
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_ptr_array_set_size (self->unwritten, 0);
  self->conversation_unwritten = FALSE;
  confab_journal_set_error (self, NULL);
}
