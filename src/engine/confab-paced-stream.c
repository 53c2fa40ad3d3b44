/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-paced-stream"

#include "config.h"

#include "confab-paced-stream.h"

#include "confab-main-source.h"

#include <string.h>

/**
 * ConfabPacedStream:
 *
 * A recorded event stream that arrives as it did when it was sent: one event after the other, with
 * a pause before each.
 *
 * Only asynchronous reading is paced.
 */
struct _ConfabPacedStream
{
  GInputStream  parent_instance;

  GBytes       *bytes;    /* owned */
  gsize         offset;
  guint         pace_ms;  /* 0 for no pause */
};

typedef struct
{
  void    *buffer;         /* borrowed of the caller until the read ends */
  gsize    count;
  GSource *timer;          /* owned, nullable */
  GSource *cancel_source;  /* owned, nullable */
} Read;

G_DEFINE_FINAL_TYPE (ConfabPacedStream, confab_paced_stream, G_TYPE_INPUT_STREAM)

static void
read_free (Read *self)
{
  confab_main_source_clear (&self->timer);
  confab_main_source_clear (&self->cancel_source);
  g_free (self);
}

/* Up to the end of one event, which is an empty line. */
static gsize
take_event (ConfabPacedStream *self,
            void              *buffer,
            gsize              count)
{
  gsize size;
  const char *data = g_bytes_get_data (self->bytes, &size);
  const char *start = data + self->offset;
  const char *end = g_strstr_len (start, size - self->offset, "\n\n");
  gsize length = end != NULL ? (gsize) (end - start) + 2 : size - self->offset;

  length = MIN (length, count);
  memcpy (buffer, start, length);
  self->offset += length;

  return length;
}

static gboolean
timer_cb (gpointer user_data)
{
  GTask *task = user_data;
  ConfabPacedStream *self = g_task_get_source_object (task);
  Read *reading = g_task_get_task_data (task);
  const gsize length = take_event (self, reading->buffer, reading->count);

  confab_main_source_clear (&reading->cancel_source);
  g_task_return_int (task, length);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  Read *reading = g_task_get_task_data (task);

  confab_main_source_clear (&reading->timer);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static gssize
confab_paced_stream_read_fn (GInputStream  *stream,
                             void          *buffer,
                             gsize          count,
                             GCancellable  *cancellable,
                             GError       **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;

  return take_event (CONFAB_PACED_STREAM (stream), buffer, count);
}

static void
confab_paced_stream_read_async (GInputStream        *stream,
                                void                *buffer,
                                gsize                count,
                                int                  io_priority,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  ConfabPacedStream *self = CONFAB_PACED_STREAM (stream);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Read *reading;

  g_task_set_source_tag (task, confab_paced_stream_read_async);
  g_task_set_priority (task, io_priority);

  if (g_task_return_error_if_cancelled (task))
    return;

  reading = g_new0 (Read, 1);
  reading->buffer = buffer;
  reading->count = count;
  g_task_set_task_data (task, reading, (GDestroyNotify) read_free);

  if (cancellable != NULL)
    {
      reading->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (reading->cancel_source, G_SOURCE_FUNC (cancelled_cb),
                             g_object_ref (task), g_object_unref);
      g_source_attach (reading->cancel_source, g_task_get_context (task));
    }

  reading->timer = self->pace_ms > 0 ? g_timeout_source_new (self->pace_ms) : g_idle_source_new ();
  g_source_set_priority (reading->timer, io_priority);
  g_source_set_callback (reading->timer, timer_cb, g_object_ref (task), g_object_unref);
  g_source_attach (reading->timer, g_task_get_context (task));
}

static gssize
confab_paced_stream_read_finish (GInputStream  *stream,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

static void
confab_paced_stream_finalize (GObject *object)
{
  ConfabPacedStream *self = CONFAB_PACED_STREAM (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (confab_paced_stream_parent_class)->finalize (object);
}

static void
confab_paced_stream_class_init (ConfabPacedStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = confab_paced_stream_finalize;

  stream_class->read_fn = confab_paced_stream_read_fn;
  stream_class->read_async = confab_paced_stream_read_async;
  stream_class->read_finish = confab_paced_stream_read_finish;
}

static void
confab_paced_stream_init (ConfabPacedStream *self)
{
}

/* confab_paced_stream_new:
 * @bytes: an event stream with `\n` at the ends of its lines
 * @pace_ms: how long to wait before each event in milliseconds
 *
 * Returns: (transfer full): the stream
 */
GInputStream *
confab_paced_stream_new (GBytes *bytes,
                         guint   pace_ms)
{
  ConfabPacedStream *self = g_object_new (CONFAB_TYPE_PACED_STREAM, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->pace_ms = pace_ms;

  return G_INPUT_STREAM (self);
}
