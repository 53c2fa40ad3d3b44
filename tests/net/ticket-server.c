/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ticket-server.h"

#include <fcntl.h>
#include <string.h>

#include <gnutls/gnutls.h>

#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"

/*
 * TicketServer:
 *
 * A server that lets clients resume their sessions of TLS, as those of the internet do and GIO's do
 * not. Answers one request for each connection. Works in threads of its own.
 */
struct _TicketServer
{
  GSocketService                  *service;      /* owned */
  gnutls_certificate_credentials_t credentials;  /* owned */
  gnutls_datum_t                   ticket_key;   /* owned */
  guint16                          port;
  gint                             n_resumed;    /* atomic */
  gint                             n_requests;   /* atomic */
};

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  TicketServer *self = user_data;
  const int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  char request[4096];
  gnutls_session_t session;

  gnutls_init (&session, GNUTLS_SERVER);
  gnutls_set_default_priority (session);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_session_ticket_enable_server (session, &self->ticket_key);

  /* What GIO calls blocking is done by waiting. */
  g_assert_no_errno (fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) & ~O_NONBLOCK));
  gnutls_transport_set_int (session, fd);

  if (gnutls_handshake (session) == GNUTLS_E_SUCCESS)
    {
      if (gnutls_session_is_resumed (session))
        g_atomic_int_inc (&self->n_resumed);
      if (gnutls_record_recv (session, request, sizeof request) > 0)
        {
          g_atomic_int_inc (&self->n_requests);
          gnutls_record_send (session, ANSWER, strlen (ANSWER));
          gnutls_bye (session, GNUTLS_SHUT_WR);
        }
    }
  gnutls_deinit (session);

  return TRUE;
}

/* The threads that still serve somebody hold the service, and with it this. */
static void
service_gone_cb (gpointer  data,
                 GClosure *closure)
{
  TicketServer *self = data;

  gnutls_certificate_free_credentials (self->credentials);
  gnutls_free (self->ticket_key.data);
  g_free (self);
}

TicketServer *
ticket_server_new (GTlsCertificate *certificate)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autofree char *certificate_pem = NULL;
  g_autofree char *key_pem = NULL;
  g_autoptr(GError) error = NULL;
  gnutls_datum_t parts[2];
  TicketServer *self = g_new0 (TicketServer, 1);

  g_object_get (certificate, "certificate-pem", &certificate_pem, "private-key-pem", &key_pem, NULL);
  parts[0] = (gnutls_datum_t) { (unsigned char *) certificate_pem, strlen (certificate_pem) };
  parts[1] = (gnutls_datum_t) { (unsigned char *) key_pem, strlen (key_pem) };
  g_assert_cmpint (gnutls_certificate_allocate_credentials (&self->credentials), ==, 0);
  g_assert_cmpint (gnutls_certificate_set_x509_key_mem (self->credentials, &parts[0], &parts[1],
                                                        GNUTLS_X509_FMT_PEM), >=, 0);
  g_assert_cmpint (gnutls_session_ticket_key_generate (&self->ticket_key), ==, 0);

  self->service = g_threaded_socket_service_new (16);
  g_signal_connect_data (self->service, "run", G_CALLBACK (run_cb), self, service_gone_cb, 0);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return self;
}

void
ticket_server_free (TicketServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
}

guint16
ticket_server_get_port (TicketServer *self)
{
  return self->port;
}

guint
ticket_server_get_n_resumed (TicketServer *self)
{
  return g_atomic_int_get (&self->n_resumed);
}

guint
ticket_server_get_n_requests (TicketServer *self)
{
  return g_atomic_int_get (&self->n_requests);
}
