/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-stream.h"

#include <string.h>
#include <sys/socket.h>

typedef enum
{
  STEP_RAW,     /* bytes as they are */
  STEP_PIECE,   /* bytes of the body, one chunk of the transfer coding */
  STEP_END,     /* the last chunk */
  STEP_GATE,    /* waits until released */
  STEP_WAIT,    /* waits for some time */
  STEP_HOLD,    /* waits for the client to leave */
  STEP_REPEAT,  /* the same piece until the client leaves */
  STEP_CUT,     /* closes */
  STEP_RESET,   /* closes with a reset */
  STEP_NOTE,    /* tells that all before it was sent */
} StepKind;

typedef struct
{
  StepKind  kind;
  GBytes   *bytes;    /* owned */
  guint     wait_ms;
  PeerStreamNote  note;
  gpointer        note_data;  /* owned */
  GDestroyNotify  note_free;
} Step;

/*
 * PeerStream:
 *
 * Works on a connection taken from the server, so that it can do what a proper server would not.
 * It looks all the time whether the client is still there.
 */
struct _PeerStream
{
  GIOStream      *connection;   /* owned */
  GSocket        *socket;       /* owned; the one under it */
  GCancellable   *cancellable;  /* owned */
  GQueue          steps;        /* of Step, owned */
  GBytes         *writing;      /* owned */
  GConverter     *compressor;   /* owned, NULL for plain bodies */
  GSource        *watch;        /* owned; for the client leaving */
  GSource        *timer;        /* owned */
  PeerStreamFunc  func;
  gpointer        user_data;
  gsize           sent_bytes;
  guint           in_write : 1;
  guint           at_gate : 1;
  guint           freed : 1;
  guint           ended : 1;
};

static void take_step (PeerStream *self);

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->bytes, g_bytes_unref);
  if (step->note_free != NULL)
    step->note_free (step->note_data);
  g_free (step);
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
destroy (PeerStream *self)
{
  g_object_unref (self->connection);
  g_object_unref (self->socket);
  g_object_unref (self->cancellable);
  g_clear_object (&self->compressor);
  g_clear_pointer (&self->writing, g_bytes_unref);
  g_queue_clear_full (&self->steps, step_free);
  g_free (self);
}

static void
end (PeerStream  *self,
     PeerOutcome  outcome)
{
  if (self->ended)
    return;

  self->ended = TRUE;
  self->at_gate = FALSE;
  clear_source (&self->watch);
  clear_source (&self->timer);
  g_cancellable_cancel (self->cancellable);
  if (outcome != PEER_OUTCOME_COMPLETE)
    g_socket_close (self->socket, NULL);
  self->func (self, outcome, self->user_data);
}

static gboolean
watch_cb (GSocket      *socket,
          GIOCondition  condition,
          gpointer      user_data)
{
  PeerStream *self = user_data;
  char byte;
  const gssize n = recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

  /* A client that sends its next request early is still there. Nothing more is to be learnt from
   * a socket that stays readable. */
  if (n > 0)
    {
      g_clear_pointer (&self->watch, g_source_unref);
      return G_SOURCE_REMOVE;
    }

  if (n == 0 || (errno != EAGAIN && errno != EINTR))
    {
      end (self, PEER_OUTCOME_GONE);
      return G_SOURCE_REMOVE;
    }

  return G_SOURCE_CONTINUE;
}

static gboolean
timer_cb (gpointer user_data)
{
  PeerStream *self = user_data;

  clear_source (&self->timer);
  take_step (self);

  return G_SOURCE_REMOVE;
}

static void
wrote_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  PeerStream *self = user_data;
  const gssize n = g_output_stream_write_bytes_finish (G_OUTPUT_STREAM (object), result, NULL);

  self->in_write = FALSE;
  if (self->freed)
    {
      destroy (self);
      return;
    }
  if (self->ended)
    return;
  if (n < 0)
    {
      end (self, PEER_OUTCOME_GONE);
      return;
    }

  self->sent_bytes += n;
  if ((gsize) n < g_bytes_get_size (self->writing))
    {
      g_autoptr(GBytes) rest = g_bytes_new_from_bytes (self->writing, n,
                                                       g_bytes_get_size (self->writing) - n);

      g_clear_pointer (&self->writing, g_bytes_unref);
      self->writing = g_steal_pointer (&rest);
    }
  else
    {
      g_clear_pointer (&self->writing, g_bytes_unref);
    }
  take_step (self);
}

/* Compresses so that what was put in can be had at the other end at once. */
static GBytes *
compress (PeerStream *self,
          GBytes     *plain,
          gboolean    last)
{
  const gsize size = g_bytes_get_size (plain);
  const char *in = g_bytes_get_data (plain, NULL);
  GByteArray *out = g_byte_array_new ();
  gsize done = 0;

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      char buffer[4096];
      gsize n_read, n_written;
      const GConverterResult result =
        g_converter_convert (self->compressor, in + done, size - done, buffer, sizeof buffer,
                             last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_FLUSH,
                             &n_read, &n_written, &error);

      if (result == G_CONVERTER_ERROR)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
          break;
        }
      done += n_read;
      g_byte_array_append (out, (guint8 *) buffer, n_written);
      if (result == G_CONVERTER_FINISHED || result == G_CONVERTER_FLUSHED)
        break;
    }

  return g_byte_array_free_to_bytes (out);
}

static GBytes *
chunk (GBytes *bytes)
{
  GString *out;
  const gsize size = g_bytes_get_size (bytes);

  if (size == 0)
    return g_bytes_new (NULL, 0);

  out = g_string_sized_new (size + 16);
  g_string_append_printf (out, "%" G_GSIZE_MODIFIER "x\r\n", size);
  g_string_append_len (out, g_bytes_get_data (bytes, NULL), size);
  g_string_append (out, "\r\n");

  return g_string_free_to_bytes (out);
}

static GBytes *
encode_piece (PeerStream *self,
              GBytes     *bytes)
{
  g_autoptr(GBytes) compressed = NULL;

  if (self->compressor == NULL)
    return chunk (bytes);

  compressed = compress (self, bytes, FALSE);
  return chunk (compressed);
}

static GBytes *
encode_end (PeerStream *self)
{
  static const char last[] = "0\r\n\r\n";
  g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr(GBytes) tail = NULL;
  g_autoptr(GBytes) tail_chunk = NULL;
  GByteArray *out = g_byte_array_new ();

  if (self->compressor != NULL)
    {
      tail = compress (self, nothing, TRUE);
      tail_chunk = chunk (tail);
      g_byte_array_append (out, g_bytes_get_data (tail_chunk, NULL), g_bytes_get_size (tail_chunk));
    }
  g_byte_array_append (out, (const guint8 *) last, strlen (last));

  return g_byte_array_free_to_bytes (out);
}

static void
reset (PeerStream *self)
{
  const struct linger none = { .l_onoff = 1, .l_linger = 0 };

  g_assert_no_errno (setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER,
                                 &none, sizeof none));
  end (self, PEER_OUTCOME_BROKEN);
}

/* Goes on until something has to be waited for. Nothing may be used after end(). */
static void
take_step (PeerStream *self)
{
  Step *step;

  while (self->writing == NULL || g_bytes_get_size (self->writing) == 0)
    {
      g_clear_pointer (&self->writing, g_bytes_unref);

      step = g_queue_peek_head (&self->steps);
      if (step == NULL)
        {
          end (self, PEER_OUTCOME_COMPLETE);
          return;
        }

      if (step->kind == STEP_HOLD)
        return;
      if (step->kind == STEP_REPEAT)
        {
          self->writing = encode_piece (self, step->bytes);
          continue;
        }

      g_queue_pop_head (&self->steps);
      switch (step->kind)
        {
        case STEP_RAW:
          self->writing = g_bytes_ref (step->bytes);
          break;

        case STEP_PIECE:
          self->writing = encode_piece (self, step->bytes);
          break;

        case STEP_END:
          self->writing = encode_end (self);
          break;

        case STEP_GATE:
          self->at_gate = TRUE;
          break;

        case STEP_WAIT:
          self->timer = g_timeout_source_new (step->wait_ms);
          g_source_set_callback (self->timer, timer_cb, self, NULL);
          g_source_attach (self->timer, g_main_context_get_thread_default ());
          break;

        case STEP_NOTE:
          step->note (step->note_data);
          break;

        case STEP_CUT:
          step_free (step);
          end (self, PEER_OUTCOME_BROKEN);
          return;

        case STEP_RESET:
          step_free (step);
          reset (self);
          return;

        case STEP_HOLD:
        case STEP_REPEAT:
        default:
          g_assert_not_reached ();
        }
      step_free (step);

      if (self->at_gate || self->timer != NULL)
        return;
    }

  self->in_write = TRUE;
  g_output_stream_write_bytes_async (g_io_stream_get_output_stream (self->connection),
                                     self->writing, G_PRIORITY_DEFAULT, self->cancellable,
                                     wrote_cb, self);
}

PeerStream *
peer_stream_new (GIOStream      *connection,
                 GSocket        *socket,
                 PeerStreamFunc  func,
                 gpointer        user_data)
{
  PeerStream *self = g_new0 (PeerStream, 1);

  self->connection = g_object_ref (connection);
  self->socket = g_object_ref (socket);
  self->cancellable = g_cancellable_new ();
  self->func = func;
  self->user_data = user_data;
  g_queue_init (&self->steps);

  return self;
}

/* May be called from the callback. */
void
peer_stream_free (PeerStream *self)
{
  /* Others may hold the connection, so that letting go of it would not close it. */
  if (!self->ended)
    g_socket_close (self->socket, NULL);

  self->ended = TRUE;
  clear_source (&self->watch);
  clear_source (&self->timer);
  g_cancellable_cancel (self->cancellable);

  if (self->in_write)
    self->freed = TRUE;
  else
    destroy (self);
}

GIOStream *
peer_stream_get_connection (PeerStream *self)
{
  return self->connection;
}

static void
add (PeerStream *self,
     StepKind    kind,
     const char *bytes,
     gssize      length,
     guint       wait_ms)
{
  Step *step = g_new0 (Step, 1);

  step->kind = kind;
  step->wait_ms = wait_ms;
  if (bytes != NULL)
    step->bytes = g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize) length);
  g_queue_push_tail (&self->steps, step);
}

void
peer_stream_add_head (PeerStream *self,
                      const char *content_type,
                      gboolean    compressed)
{
  g_autofree char *head =
    g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: %s\r\n%sCache-Control: no-cache\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n", content_type,
                     compressed ? "Content-Encoding: gzip\r\n" : "");

  add (self, STEP_RAW, head, -1, 0);
  if (compressed)
    self->compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
}

void
peer_stream_add_raw (PeerStream *self,
                     const char *bytes,
                     gssize      length)
{
  add (self, STEP_RAW, bytes, length, 0);
}

void
peer_stream_add_piece (PeerStream *self,
                       const char *bytes,
                       gssize      length)
{
  if (length < 0)
    length = strlen (bytes);
  if (length == 0)
    return;

  add (self, STEP_PIECE, bytes, length, 0);
}

void
peer_stream_add_end (PeerStream *self)
{
  add (self, STEP_END, NULL, 0, 0);
}

void
peer_stream_add_gate (PeerStream *self)
{
  add (self, STEP_GATE, NULL, 0, 0);
}

void
peer_stream_add_wait (PeerStream *self,
                      guint       wait_ms)
{
  add (self, STEP_WAIT, NULL, 0, wait_ms);
}

void
peer_stream_add_hold (PeerStream *self)
{
  add (self, STEP_HOLD, NULL, 0, 0);
}

void
peer_stream_add_repeat (PeerStream *self,
                        const char *piece,
                        gsize       length)
{
  add (self, STEP_REPEAT, piece, length, 0);
}

void
peer_stream_add_cut (PeerStream *self)
{
  add (self, STEP_CUT, NULL, 0, 0);
}

void
peer_stream_add_reset (PeerStream *self)
{
  add (self, STEP_RESET, NULL, 0, 0);
}

/* Calls @note once everything before was handed to the system. */
void
peer_stream_add_note (PeerStream     *self,
                      PeerStreamNote  note,
                      gpointer        note_data,
                      GDestroyNotify  note_free)
{
  Step *step = g_new0 (Step, 1);

  step->kind = STEP_NOTE;
  step->note = note;
  step->note_data = note_data;
  step->note_free = note_free;
  g_queue_push_tail (&self->steps, step);
}

void
peer_stream_start (PeerStream *self)
{
  self->watch = g_socket_create_source (self->socket, G_IO_IN | G_IO_HUP | G_IO_ERR, NULL);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (watch_cb), self, NULL);
  g_source_attach (self->watch, g_main_context_get_thread_default ());
  take_step (self);
}

/* Opens the gate that the stream waits at. Returns whether it did wait. */
gboolean
peer_stream_release (PeerStream *self)
{
  if (!self->at_gate)
    return FALSE;

  self->at_gate = FALSE;
  take_step (self);

  return TRUE;
}

gboolean
peer_stream_is_waiting (PeerStream *self)
{
  return self->at_gate;
}

gsize
peer_stream_get_sent_bytes (PeerStream *self)
{
  return self->sent_bytes;
}
