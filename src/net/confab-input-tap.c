/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-input-tap"

#include "config.h"

#include "confab-input-tap.h"

/**
 * ConfabInputTap:
 *
 * Sits between libsoup and a connection's bytes, passes them on, and remembers whether the
 * connection ended while libsoup still asked for more.
 *
 * A chunked body carries its own end, so libsoup never reads past it: when a read of the
 * connection gives nothing, the body was cut. libsoup 3.2 reports a cut between two chunks like a
 * proper end, and nothing in its public interface tells the two apart.
 *
 * Used on the thread of the connection only.
 */
struct _ConfabInputTap
{
  GFilterInputStream parent_instance;

  guint              ended : 1;
};

static GPollableInputStream *
get_base (ConfabInputTap *self)
{
  return G_POLLABLE_INPUT_STREAM (
    g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self)));
}

static gssize
confab_input_tap_read (GInputStream  *stream,
                       void          *buffer,
                       gsize          count,
                       GCancellable  *cancellable,
                       GError       **error)
{
  ConfabInputTap *self = CONFAB_INPUT_TAP (stream);
  const gssize n_read = g_input_stream_read (G_INPUT_STREAM (get_base (self)), buffer, count,
                                             cancellable, error);

  if (n_read == 0 && count > 0)
    self->ended = TRUE;

  return n_read;
}

static gssize
confab_input_tap_read_nonblocking (GPollableInputStream  *stream,
                                   void                  *buffer,
                                   gsize                  count,
                                   GError               **error)
{
  ConfabInputTap *self = CONFAB_INPUT_TAP (stream);
  const gssize n_read = g_pollable_input_stream_read_nonblocking (get_base (self), buffer, count,
                                                                  NULL, error);

  if (n_read == 0 && count > 0)
    self->ended = TRUE;

  return n_read;
}

static gboolean
confab_input_tap_can_poll (GPollableInputStream *stream)
{
  return g_pollable_input_stream_can_poll (get_base (CONFAB_INPUT_TAP (stream)));
}

static gboolean
confab_input_tap_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (get_base (CONFAB_INPUT_TAP (stream)));
}

static GSource *
confab_input_tap_create_source (GPollableInputStream *stream,
                                GCancellable         *cancellable)
{
  g_autoptr(GSource) base_source = NULL;

  base_source = g_pollable_input_stream_create_source (get_base (CONFAB_INPUT_TAP (stream)), NULL);

  return g_pollable_source_new_full (stream, base_source, cancellable);
}

static void
pollable_iface_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = confab_input_tap_can_poll;
  iface->is_readable = confab_input_tap_is_readable;
  iface->create_source = confab_input_tap_create_source;
  iface->read_nonblocking = confab_input_tap_read_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabInputTap, confab_input_tap, G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      pollable_iface_init))

static void
confab_input_tap_class_init (ConfabInputTapClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = confab_input_tap_read;
}

static void
confab_input_tap_init (ConfabInputTap *self)
{
}

/**
 * confab_input_tap_install:
 * @body: the body of an HTTP/1 answer, as libsoup handed it out
 *
 * Puts a tap between the connection below @body and libsoup. It stays there for as long as the
 * connection is reused; a second call for the same connection gives the same tap.
 *
 * Returns: (transfer full) (nullable): the tap, or %NULL if @body is not built as expected
 */
ConfabInputTap *
confab_input_tap_install (GInputStream *body)
{
  GFilterInputStream *buffered;
  GInputStream *stream = body;
  ConfabInputTap *tap;

  g_return_val_if_fail (G_IS_INPUT_STREAM (body), NULL);

  /* The lowest filter is the one that buffers the connection's bytes. */
  buffered = NULL;
  while (G_IS_FILTER_INPUT_STREAM (stream) && !CONFAB_IS_INPUT_TAP (stream))
    {
      buffered = G_FILTER_INPUT_STREAM (stream);
      stream = g_filter_input_stream_get_base_stream (buffered);
    }

  if (CONFAB_IS_INPUT_TAP (stream))
    return CONFAB_INPUT_TAP (g_object_ref (stream));

  if (buffered == NULL ||
      g_strcmp0 (G_OBJECT_TYPE_NAME (buffered), "SoupFilterInputStream") != 0 ||
      !G_IS_POLLABLE_INPUT_STREAM (stream) ||
      g_filter_input_stream_get_close_base_stream (buffered))
    return NULL;

  tap = g_object_new (CONFAB_TYPE_INPUT_TAP,
                      "base-stream", stream,
                      "close-base-stream", FALSE,
                      NULL);

  /* The property is construct-only, but the field is open to whoever looks after the filter, and
   * the filter goes through it for each read. */
  g_object_unref (buffered->base_stream);
  buffered->base_stream = G_INPUT_STREAM (g_object_ref (tap));

  return tap;
}

/**
 * confab_input_tap_get_ended:
 * @self: a tap
 *
 * Returns: whether the connection ended while more was asked of it
 */
gboolean
confab_input_tap_get_ended (ConfabInputTap *self)
{
  g_return_val_if_fail (CONFAB_IS_INPUT_TAP (self), FALSE);

  return self->ended;
}
