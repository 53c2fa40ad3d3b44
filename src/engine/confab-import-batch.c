/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-batch"

#include "config.h"

#include "confab-import-batch.h"

/* So much is gathered before it is written. More at a time costs less: what many conversations change in the
 * file, above all in its indexes, is written once for all of them. But nobody else can write meanwhile, so it
 * must not take longer than others notice. */
#define BATCH_BYTES (512 * 1024)

/* What a message or conversation takes beside its text, about. */
#define FIXED_BYTES 512

/*
 * ConfabImportBatch:
 *
 * Gathers conversations that come from elsewhere and hands them to a [struct@ImportStore], several in one
 * transaction: each is there as a whole or not at all. The history is kept from others only while they are
 * written, not while they are read and understood.
 *
 * One that is too large to be gathered has a transaction of its own, and is written message by message.
 */
struct _ConfabImportBatch
{
  ConfabHistorySession *session;   /* borrowed */
  ConfabImportStore    *store;     /* borrowed */
  GPtrArray            *complete;  /* owned, of Gathered */
  struct _Gathered     *current;   /* owned, nullable: the one that has begun */
  gsize                 n_bytes;   /* of what is gathered */
  gboolean              writing;   /* the one that has begun is being written */
};

typedef struct _Gathered
{
  ConfabConversation *conversation;  /* owned */
  GPtrArray          *messages;      /* owned, of ConfabMessage */
} Gathered;

static void
gathered_free (Gathered *self)
{
  g_object_unref (self->conversation);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Gathered, gathered_free)

static gsize
get_size (ConfabMessage *message)
{
  gsize size = FIXED_BYTES;

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    {
      ConfabPart *part = confab_message_get_part (message, i);
      GBytes *data = confab_part_get_data (part);

      size += confab_part_get_text_length (part) + (data != NULL ? g_bytes_get_size (data) : 0);
    }

  return size;
}

/* confab_import_batch_new:
 * @session: the history, in the calling thread
 * @store: what writes into it
 *
 * Returns: (transfer full): a batch of nothing
 */
ConfabImportBatch *
confab_import_batch_new (ConfabHistorySession *session,
                         ConfabImportStore    *store)
{
  ConfabImportBatch *self = g_new0 (ConfabImportBatch, 1);

  self->session = session;
  self->store = store;
  self->complete = g_ptr_array_new_with_free_func ((GDestroyNotify) gathered_free);
  return self;
}

static void
forget_current (ConfabImportBatch *self)
{
  if (self->writing)
    confab_history_session_rollback (self->session);
  self->writing = FALSE;
  g_clear_pointer (&self->current, gathered_free);
}

/* confab_import_batch_free:
 * @self: (nullable) (transfer full): the batch
 *
 * Frees it. What was not written is forgotten.
 */
void
confab_import_batch_free (ConfabImportBatch *self)
{
  if (self == NULL)
    return;

  forget_current (self);
  g_ptr_array_unref (self->complete);
  g_free (self);
}

/* Lets go of the messages as they are written. */
static gboolean
write_messages (ConfabImportBatch  *self,
                Gathered           *gathered,
                GError            **error)
{
  for (guint i = 0; i < gathered->messages->len; i++)
    if (!confab_import_store_message (self->store, gathered->conversation, g_ptr_array_index (gathered->messages, i),
                                      error))
      return FALSE;
  g_ptr_array_set_size (gathered->messages, 0);

  return TRUE;
}

static gboolean
write_complete (ConfabImportBatch  *self,
                GError            **error)
{
  if (!confab_history_session_begin (self->session, error))
    return FALSE;

  for (guint i = 0; i < self->complete->len; i++)
    {
      Gathered *gathered = g_ptr_array_index (self->complete, i);

      confab_import_store_begin (self->store, gathered->conversation);
      if (!write_messages (self, gathered, error) ||
          !confab_import_store_end (self->store, gathered->conversation, error))
        {
          confab_history_session_rollback (self->session);
          return FALSE;
        }
    }

  return confab_history_session_commit (self->session, error);
}

/* confab_import_batch_flush:
 * @error: return location
 *
 * Writes the conversations that have come to their end. One that has not is forgotten.
 *
 * Returns: whether they are in the file
 */
gboolean
confab_import_batch_flush (ConfabImportBatch  *self,
                           GError            **error)
{
  gboolean ok;

  forget_current (self);
  ok = self->complete->len == 0 || write_complete (self, error);
  g_ptr_array_set_size (self->complete, 0);
  self->n_bytes = 0;

  return ok;
}

/* confab_import_batch_begin:
 * @conversation: a conversation; its messages follow
 * @error: return location
 *
 * Begins a conversation. One that had begun and did not end is forgotten.
 *
 * Returns: whether all went well
 */
gboolean
confab_import_batch_begin (ConfabImportBatch   *self,
                           ConfabConversation  *conversation,
                           GError             **error)
{
  if (self->n_bytes >= BATCH_BYTES && !confab_import_batch_flush (self, error))
    return FALSE;

  forget_current (self);
  self->current = g_new0 (Gathered, 1);
  self->current->conversation = g_object_ref (conversation);
  self->current->messages = g_ptr_array_new_with_free_func (g_object_unref);

  return TRUE;
}

/* The one that has begun is too large to wait for its end. */
static gboolean
begin_writing (ConfabImportBatch  *self,
               GError            **error)
{
  g_autoptr(Gathered) current = g_steal_pointer (&self->current);

  if (!confab_import_batch_flush (self, error) ||
      !confab_history_session_begin (self->session, error))
    return FALSE;

  self->current = g_steal_pointer (&current);
  self->writing = TRUE;
  confab_import_store_begin (self->store, self->current->conversation);
  return write_messages (self, self->current, error);
}

/* confab_import_batch_message:
 * @message: a message of the conversation that has begun; it may be changed
 * @error: return location
 *
 * Takes a message.
 *
 * Returns: whether all went well
 */
gboolean
confab_import_batch_message (ConfabImportBatch  *self,
                             ConfabMessage      *message,
                             GError            **error)
{
  g_return_val_if_fail (self->current != NULL, FALSE);

  if (self->writing)
    return confab_import_store_message (self->store, self->current->conversation, message, error);

  g_ptr_array_add (self->current->messages, g_object_ref (message));
  self->n_bytes += get_size (message);
  return self->n_bytes < 2 * BATCH_BYTES || begin_writing (self, error);
}

/* confab_import_batch_end:
 * @error: return location
 *
 * Ends the conversation that has begun: all its messages were told.
 *
 * Returns: whether all went well
 */
gboolean
confab_import_batch_end (ConfabImportBatch  *self,
                         GError            **error)
{
  g_return_val_if_fail (self->current != NULL, FALSE);

  if (!self->writing)
    {
      self->n_bytes += FIXED_BYTES;
      g_ptr_array_add (self->complete, g_steal_pointer (&self->current));
      return TRUE;
    }

  if (!confab_import_store_end (self->store, self->current->conversation, error) ||
      !confab_history_session_commit (self->session, error))
    {
      forget_current (self);
      return FALSE;
    }

  self->writing = FALSE;
  forget_current (self);
  return TRUE;
}
