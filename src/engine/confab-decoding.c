/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-decoding"

#include "config.h"

#include "confab-decoding.h"

#include "confab-thread-task.h"

/* What is decoded on the main loop is at most this much at a time, in bytes: some two milliseconds of
 * work. The rest is done in a thread while nothing else is read. */
#define MAX_BYTES_AT_ONCE (64 * 1024)

/* What is told of it at a time, in bytes: to copy text is quick, but not for nothing, for it is memory that
 * nobody has touched before. */
#define MAX_TOLD_BYTES (512 * 1024)

typedef struct
{
  ConfabDecoder   *decoder;    /* lent: whoever waits keeps it, and leaves it alone */
  GBytes          *bytes;      /* owned, NULL for the end of the body */
  GQueue           events;     /* owned, of ConfabEvent */
  GError          *error;      /* owned, nullable: what reading ended with */
  ConfabEventFunc  func;
  gpointer         func_data;
} Feed;

typedef struct
{
  const ConfabDialect *dialect;
  GBytes              *body;             /* owned */
  char                *next_page_token;  /* owned, nullable */
} Models;

static void
feed_free (Feed *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_queue_clear_full (&self->events, (GDestroyNotify) confab_event_free);
  g_clear_error (&self->error);
  g_free (self);
}

static void
models_free (Models *self)
{
  g_bytes_unref (self->body);
  g_free (self->next_page_token);
  g_free (self);
}

/* A long text is told in pieces of whole characters, as it might have come. */
static void
record_cb (const ConfabEvent *event,
           gpointer           user_data)
{
  Feed *self = user_data;
  ConfabEvent piece = *event;

  while (piece.text_length > MAX_TOLD_BYTES)
    {
      const char *end = g_utf8_find_prev_char (piece.text, piece.text + MAX_TOLD_BYTES);
      const gsize left = piece.text + piece.text_length - end;

      piece.text_length = end - piece.text;
      g_queue_push_tail (&self->events, confab_event_copy (&piece));
      piece.text = end;
      piece.text_length = left;
    }

  g_queue_push_tail (&self->events, confab_event_copy (&piece));
}

static void
decode (Feed            *self,
        ConfabEventFunc  func,
        gpointer         func_data)
{
  if (self->bytes != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (self->bytes, &size);

      confab_decoder_feed (self->decoder, data, size, func, func_data, &self->error);
    }
  else
    {
      confab_decoder_finish (self->decoder, func, func_data, &self->error);
    }
}

static void
return_feed (GTask *task)
{
  Feed *self = g_task_get_task_data (task);

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
feed_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Feed *self = task_data;

  decode (self, record_cb, self);
  g_task_return_boolean (task, TRUE);
}

static gboolean
tell_idle_cb (gpointer user_data)
{
  GTask *task = user_data;
  Feed *self = g_task_get_task_data (task);
  gsize n_bytes = 0;

  while (n_bytes < MAX_TOLD_BYTES && !g_queue_is_empty (&self->events))
    {
      g_autoptr(ConfabEvent) event = g_queue_pop_head (&self->events);

      self->func (event, self->func_data);
      n_bytes += event->text_length + sizeof *event;
    }

  if (!g_queue_is_empty (&self->events))
    return G_SOURCE_CONTINUE;

  return_feed (task);

  return G_SOURCE_REMOVE;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  /* After what draws, so that it can draw in between. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell_idle_cb, user_data, g_object_unref);
}

static gboolean
takes_long (ConfabDecoder *decoder,
            GBytes        *bytes)
{
  return confab_decoder_get_pending_bytes (decoder) + (bytes != NULL ? g_bytes_get_size (bytes) : 0) >
         MAX_BYTES_AT_ONCE;
}

/**
 * confab_decoding_drop_long:
 * @decoder: a decoder
 *
 * Forgets the unfinished event if it would take long to find out what half of it means.
 */
void
confab_decoding_drop_long (ConfabDecoder *decoder)
{
  g_return_if_fail (decoder != NULL);

  if (takes_long (decoder, NULL))
    confab_decoder_drop_pending (decoder);
}

/**
 * confab_decoding_feed_async:
 * @decoder: a decoder, to be kept and left alone until @callback
 * @bytes: (nullable): the next bytes of the body, or %NULL for its end
 * @func: called on this thread for each event
 * @func_data: closure for @func
 * @callback: called when all is read and told
 * @user_data: closure
 *
 * Lets a decoder read. What would keep the main loop waiting is read in a thread and told bit by bit.
 * That takes a second at most, for events are bounded, and cannot be left half done, so there is
 * nothing to cancel.
 */
void
confab_decoding_feed_async (ConfabDecoder       *decoder,
                            GBytes              *bytes,
                            ConfabEventFunc      func,
                            gpointer             func_data,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) reading = NULL;
  Feed *self;

  g_return_if_fail (decoder != NULL);
  g_return_if_fail (func != NULL);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_decoding_feed_async);
  self = g_new0 (Feed, 1);
  self->decoder = decoder;
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  g_queue_init (&self->events);
  self->func = func;
  self->func_data = func_data;
  g_task_set_task_data (task, self, (GDestroyNotify) feed_free);

  if (!takes_long (decoder, bytes))
    {
      decode (self, func, func_data);
      return_feed (task);
      return;
    }

  reading = g_task_new (NULL, NULL, read_cb, g_object_ref (task));
  g_task_set_source_tag (reading, feed_in_thread);
  g_task_set_task_data (reading, self, NULL);
  confab_thread_task_run (reading, feed_in_thread);
}

/**
 * confab_decoding_feed_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: %FALSE with an error of %CONFAB_WIRE_ERROR; what was read before it has been told
 */
gboolean
confab_decoding_feed_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
decode_models (GTask *task)
{
  Models *self = g_task_get_task_data (task);
  g_autoptr(GPtrArray) models = NULL;
  GError *error = NULL;

  models = confab_dialect_decode_models (self->dialect, self->body, &self->next_page_token, &error);
  if (models != NULL)
    g_task_return_pointer (task, g_steal_pointer (&models), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
decode_models_in_thread (GTask        *task,
                         gpointer      source_object,
                         gpointer      task_data,
                         GCancellable *cancellable)
{
  decode_models (task);
}

/**
 * confab_decoding_models_async:
 * @dialect: how the list is written
 * @body: a list of models
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: closure
 *
 * Reads a list of models; those of routers have hundreds, and are read in a thread.
 */
void
confab_decoding_models_async (const ConfabDialect *dialect,
                              GBytes              *body,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Models *self;

  g_return_if_fail (dialect != NULL);
  g_return_if_fail (body != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_decoding_models_async);
  self = g_new0 (Models, 1);
  self->dialect = dialect;
  self->body = g_bytes_ref (body);
  g_task_set_task_data (task, self, (GDestroyNotify) models_free);

  if (g_bytes_get_size (body) > MAX_BYTES_AT_ONCE)
    confab_thread_task_run (task, decode_models_in_thread);
  else
    decode_models (task);
}

/**
 * confab_decoding_models_finish:
 * @result: the result
 * @next_page_token: (out) (nullable) (transfer full): what to ask for the next page with
 * @error: return location
 *
 * Returns: (transfer full) (element-type ConfabModelInfo): the models, or %NULL with an error of
 *   %CONFAB_WIRE_ERROR or %G_IO_ERROR_CANCELLED
 */
GPtrArray *
confab_decoding_models_finish (GAsyncResult  *result,
                               char         **next_page_token,
                               GError       **error)
{
  GPtrArray *models;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (next_page_token != NULL, NULL);

  models = g_task_propagate_pointer (G_TASK (result), error);
  if (models != NULL)
    {
      Models *self = g_task_get_task_data (G_TASK (result));

      *next_page_token = g_steal_pointer (&self->next_page_token);
    }

  return models;
}
