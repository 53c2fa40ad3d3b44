/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "proxy-server.h"

#include <stdio.h>
#include <string.h>

#define MAX_THREADS 64

/*
 * ProxyServer:
 *
 * A proxy on loopback: `http` does CONNECT, and GET of an absolute address; `socks5` does CONNECT by
 * name or address. Whatever host is asked for, it connects to this computer, so that names that no
 * resolver knows lead somewhere. Works in threads of its own.
 */
struct _ProxyServer
{
  GSocketService *service;        /* owned */
  char           *scheme;         /* owned */
  guint16         port;
  gint            n_connections;  /* atomic */
  gint            status;         /* atomic; what to answer instead of connecting, 0 to connect */

  GMutex          mutex;
  char           *last_target;    /* owned, under mutex */
  GPtrArray      *sockets;        /* owned, of GSocket, under mutex */
  gboolean        closed;         /* under mutex */
};

typedef struct
{
  GIOStream *from;  /* borrowed */
  GIOStream *to;    /* borrowed */
} Direction;

static gboolean
write_text (GIOStream  *stream,
            const void *text,
            gsize       length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, length, NULL, NULL, NULL);
}

static gboolean
read_bytes (GIOStream *stream,
            void      *bytes,
            gsize      length)
{
  gsize n = 0;

  return g_input_stream_read_all (g_io_stream_get_input_stream (stream), bytes, length, &n, NULL, NULL) &&
         n == length;
}

static GString *
read_head (GIOStream *stream)
{
  GString *head = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (head->len > 65536 || !read_bytes (stream, &byte, 1))
        {
          g_string_free (head, TRUE);
          return NULL;
        }
      g_string_append_c (head, byte);
    }

  return head;
}

static gpointer
carry (gpointer data)
{
  Direction *direction = data;
  char buffer[16384];

  for (;;)
    {
      const gssize n = g_input_stream_read (g_io_stream_get_input_stream (direction->from), buffer, sizeof buffer,
                                            NULL, NULL);

      if (n <= 0 || !write_text (direction->to, buffer, n))
        break;
    }

  /* Either end is the end of both. */
  g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (direction->to)), TRUE, TRUE, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (direction->from)), TRUE, TRUE, NULL);

  return NULL;
}

static void
carry_both (GIOStream *client,
            GIOStream *server)
{
  Direction up = { client, server };
  Direction down = { server, client };
  GThread *thread = g_thread_new ("up", carry, &up);

  carry (&down);
  g_thread_join (thread);
}

static void
remember (ProxyServer       *self,
          GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_mutex_lock (&self->mutex);
  if (self->closed)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
  else
    g_ptr_array_add (self->sockets, g_object_ref (socket));
  g_mutex_unlock (&self->mutex);
}

static GSocketConnection *
connect_to (ProxyServer *self,
            const char  *host,
            guint        port)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) target = g_inet_socket_address_new (address, port);
  GSocketConnection *connection;

  g_mutex_lock (&self->mutex);
  g_free (self->last_target);
  self->last_target = g_strdup_printf ("%s:%u", host, port);
  g_mutex_unlock (&self->mutex);

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (target), NULL, NULL);
  if (connection != NULL)
    remember (self, connection);

  return connection;
}

static void
serve_http (ProxyServer *self,
            GIOStream   *client)
{
  g_autoptr(GString) head = read_head (client);
  g_autoptr(GSocketConnection) server = NULL;
  const int status = g_atomic_int_get (&self->status);
  char host[256];
  unsigned int port = 0;
  const char *path;

  if (head == NULL)
    return;
  if (status != 0)
    {
      g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n", status);

      write_text (client, answer, strlen (answer));
      return;
    }

  if (sscanf (head->str, "CONNECT %255[^: ]:%u HTTP/1.1", host, &port) == 2)
    {
      if ((server = connect_to (self, host, port)) == NULL)
        return;
      write_text (client, "HTTP/1.1 200 OK\r\n\r\n", strlen ("HTTP/1.1 200 OK\r\n\r\n"));
    }
  else if (sscanf (head->str, "GET http://%255[^:/ ]:%u/", host, &port) == 2)
    {
      if ((server = connect_to (self, host, port)) == NULL)
        return;
      path = strchr (head->str + strlen ("GET http://"), '/');
      write_text (G_IO_STREAM (server), "GET ", 4);
      write_text (G_IO_STREAM (server), path, strlen (path));
    }
  else
    {
      return;
    }

  carry_both (client, G_IO_STREAM (server));
}

static void
serve_socks5 (ProxyServer *self,
              GIOStream   *client)
{
  static const guint8 granted[] = { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
  static const guint8 denied[] = { 5, 2, 0, 1, 0, 0, 0, 0, 0, 0 };
  guint8 bytes[256], length;
  g_autofree char *host = NULL;
  g_autoptr(GSocketConnection) server = NULL;

  if (!read_bytes (client, bytes, 2) || bytes[0] != 5 || !read_bytes (client, bytes + 2, bytes[1]) ||
      !write_text (client, "\5\0", 2) || !read_bytes (client, bytes, 4) || bytes[1] != 1)
    return;

  if (bytes[3] == 3)
    {
      if (!read_bytes (client, &length, 1) || !read_bytes (client, bytes, length))
        return;
      host = g_strndup ((const char *) bytes, length);
    }
  else
    {
      if (bytes[3] != 1 || !read_bytes (client, bytes, 4))
        return;
      host = g_strdup_printf ("%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
    }
  if (!read_bytes (client, bytes, 2))
    return;

  if (g_atomic_int_get (&self->status) != 0)
    {
      write_text (client, denied, sizeof denied);
      return;
    }
  if ((server = connect_to (self, host, bytes[0] << 8 | bytes[1])) == NULL ||
      !write_text (client, granted, sizeof granted))
    return;

  carry_both (client, G_IO_STREAM (server));
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  ProxyServer *self = user_data;

  g_atomic_int_inc (&self->n_connections);
  remember (self, connection);
  if (g_str_equal (self->scheme, "socks5"))
    serve_socks5 (self, G_IO_STREAM (connection));
  else
    serve_http (self, G_IO_STREAM (connection));

  return TRUE;
}

/* The threads that still serve somebody hold the service, and with it this. */
static void
service_gone_cb (gpointer  data,
                 GClosure *closure)
{
  ProxyServer *self = data;

  g_ptr_array_unref (self->sockets);
  g_mutex_clear (&self->mutex);
  g_free (self->last_target);
  g_free (self->scheme);
  g_free (self);
}

ProxyServer *
proxy_server_new (const char *scheme)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;
  ProxyServer *self = g_new0 (ProxyServer, 1);

  g_mutex_init (&self->mutex);
  self->scheme = g_strdup (scheme);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->service = g_threaded_socket_service_new (MAX_THREADS);
  g_signal_connect_data (self->service, "run", G_CALLBACK (run_cb), self, service_gone_cb, 0);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return self;
}

void
proxy_server_free (ProxyServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));

  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  for (guint i = 0; i < self->sockets->len; i++)
    g_socket_shutdown (g_ptr_array_index (self->sockets, i), TRUE, TRUE, NULL);
  g_mutex_unlock (&self->mutex);

  g_object_unref (self->service);
}

char *
proxy_server_dup_uri (ProxyServer *self)
{
  return g_strdup_printf ("%s://127.0.0.1:%u", self->scheme, self->port);
}

/* Lets nobody through from now on: with this status, or in the way of SOCKS. */
void
proxy_server_set_status (ProxyServer *self,
                         guint        status)
{
  g_atomic_int_set (&self->status, (int) status);
}

guint
proxy_server_get_n_connections (ProxyServer *self)
{
  return g_atomic_int_get (&self->n_connections);
}

char *
proxy_server_dup_last_target (ProxyServer *self)
{
  char *target;

  g_mutex_lock (&self->mutex);
  target = g_strdup (self->last_target);
  g_mutex_unlock (&self->mutex);

  return target;
}
