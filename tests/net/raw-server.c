/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "raw-server.h"

#include <string.h>
#include <sys/socket.h>

/*
 * RawServer:
 *
 * A server on loopback that answers each request head with the same bytes, right or wrong, and
 * notices when its client has gone. Runs on the main context of the test.
 */
struct _RawServer
{
  GSocketService  *service;        /* owned */
  GTlsCertificate *certificate;    /* owned, NULL for plain text */
  GHashTable      *connections;    /* set of Connection, owned */
  GBytes          *reply;          /* owned */
  GString         *request;        /* owned; the head of the last request */
  RawServerEnd     end;
  guint16          port;
  guint            n_requests;
  guint            n_connections;
  guint            n_gone;
  gsize            sent_bytes;
  guint            eager : 1;
};

typedef struct
{
  RawServer         *server;       /* unowned, NULL once the server is gone */
  GSocketConnection *socket;       /* owned */
  GIOStream         *stream;       /* owned; the socket or TLS over it */
  GCancellable      *cancellable;  /* owned */
  GBytes            *reply;        /* owned */
  GString           *head;         /* owned */
  gsize              written;
  char               buffer[4096];
  guint              gone : 1;
  guint              in_flight;
} Connection;

static void read_some  (Connection *self);
static void write_some (Connection *self);

static void
connection_unref_if_idle (Connection *self)
{
  if (self->in_flight > 0)
    return;

  if (self->server != NULL)
    g_hash_table_remove (self->server->connections, self);
  g_object_unref (self->socket);
  g_object_unref (self->stream);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->reply, g_bytes_unref);
  g_string_free (self->head, TRUE);
  g_free (self);
}

static void
connection_end (Connection *self)
{
  if (!self->gone && self->server != NULL)
    self->server->n_gone++;
  self->gone = TRUE;
  g_cancellable_cancel (self->cancellable);
}

static void
wrote_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Connection *self = user_data;
  const gssize n = g_output_stream_write_bytes_finish (G_OUTPUT_STREAM (object), result, NULL);

  self->in_flight--;
  if (n < 0 || self->server == NULL)
    {
      connection_end (self);
      connection_unref_if_idle (self);
      return;
    }

  self->written += n;
  self->server->sent_bytes += n;
  write_some (self);
  connection_unref_if_idle (self);
}

static void
write_some (Connection *self)
{
  const gsize size = g_bytes_get_size (self->reply);

  if (self->written < size)
    {
      g_autoptr(GBytes) rest =
        g_bytes_new_from_bytes (self->reply, self->written,
                                MIN (size - self->written, (gsize) 65536));

      self->in_flight++;
      g_output_stream_write_bytes_async (g_io_stream_get_output_stream (self->stream), rest,
                                         G_PRIORITY_DEFAULT, self->cancellable, wrote_cb, self);
      return;
    }

  if (self->server->end == RAW_SERVER_RESET)
    {
      const struct linger none = { .l_onoff = 1, .l_linger = 0 };
      const int fd = g_socket_get_fd (g_socket_connection_get_socket (self->socket));

      g_assert_no_errno (setsockopt (fd, SOL_SOCKET, SO_LINGER, &none, sizeof none));
    }

  if (self->server->end == RAW_SERVER_CLOSE)
    g_socket_shutdown (g_socket_connection_get_socket (self->socket), FALSE, TRUE, NULL);
  else if (self->server->end == RAW_SERVER_RESET)
    g_socket_close (g_socket_connection_get_socket (self->socket), NULL);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Connection *self = user_data;
  const gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  self->in_flight--;
  if (n <= 0 || self->server == NULL)
    {
      connection_end (self);
      connection_unref_if_idle (self);
      return;
    }

  g_string_append_len (self->head, self->buffer, n);
  if (self->server->eager || strstr (self->head->str, "\r\n\r\n") != NULL)
    {
      self->server->n_requests++;
      g_string_assign (self->server->request, self->head->str);
      g_string_truncate (self->head, 0);
      g_clear_pointer (&self->reply, g_bytes_unref);
      self->reply = g_bytes_ref (self->server->reply);
      self->written = 0;
      write_some (self);
    }

  read_some (self);
  connection_unref_if_idle (self);
}

static void
read_some (Connection *self)
{
  if (g_socket_is_closed (g_socket_connection_get_socket (self->socket)))
    return;

  self->in_flight++;
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->buffer,
                             sizeof self->buffer, G_PRIORITY_DEFAULT, self->cancellable,
                             read_cb, self);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *socket,
             GObject           *source,
             gpointer           user_data)
{
  RawServer *server = user_data;
  Connection *self = g_new0 (Connection, 1);

  self->server = server;
  self->socket = g_object_ref (socket);
  self->cancellable = g_cancellable_new ();
  self->head = g_string_new (NULL);
  if (server->certificate != NULL)
    self->stream = g_tls_server_connection_new (G_IO_STREAM (socket), server->certificate, NULL);
  else
    self->stream = g_object_ref (G_IO_STREAM (socket));

  server->n_connections++;
  g_hash_table_add (server->connections, self);
  read_some (self);

  return TRUE;
}

RawServer *
raw_server_new (GTlsCertificate *certificate)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;
  RawServer *self = g_new0 (RawServer, 1);

  self->service = g_socket_service_new ();
  self->connections = g_hash_table_new (NULL, NULL);
  self->request = g_string_new (NULL);
  self->reply = g_bytes_new (NULL, 0);
  g_set_object (&self->certificate, certificate);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);

  return self;
}

void
raw_server_free (RawServer *self)
{
  GHashTableIter iter;
  gpointer key;

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Connection *connection = key;

      connection->server = NULL;
      g_cancellable_cancel (connection->cancellable);
    }
  /* What is still under way comes back cancelled, and the last to come frees its connection. */
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_hash_table_unref (self->connections);
  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_bytes_unref (self->reply);
  g_string_free (self->request, TRUE);
  g_free (self);
}

guint16
raw_server_get_port (RawServer *self)
{
  return self->port;
}

char *
raw_server_dup_uri (RawServer  *self,
                    const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", self->certificate != NULL ? "https" : "http",
                          self->port, path);
}

void
raw_server_set_reply (RawServer    *self,
                      const void   *bytes,
                      gssize        length,
                      RawServerEnd  end)
{
  g_clear_pointer (&self->reply, g_bytes_unref);
  self->reply = g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize) length);
  self->end = end;
}

/* What connections are offered from now on. */
void
raw_server_set_certificate (RawServer       *self,
                            GTlsCertificate *certificate)
{
  g_set_object (&self->certificate, certificate);
}

/* Replies to whatever comes, be it a request or not. */
void
raw_server_answer_anything (RawServer *self)
{
  self->eager = TRUE;
}

const char *
raw_server_get_request (RawServer *self)
{
  return self->request->str;
}

guint
raw_server_get_n_requests (RawServer *self)
{
  return self->n_requests;
}

guint
raw_server_get_n_connections (RawServer *self)
{
  return self->n_connections;
}

guint
raw_server_get_n_gone (RawServer *self)
{
  return self->n_gone;
}

gsize
raw_server_get_sent_bytes (RawServer *self)
{
  return self->sent_bytes;
}
