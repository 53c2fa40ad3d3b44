/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-sending"

#include "config.h"

#include "confab-sending.h"

#include "confab-address-scope.h"
#include "confab-connection-trace-private.h"
#include "confab-http-request-private.h"
#include "confab-main-source.h"
#include "confab-net-error.h"

/* confab_sending_stop:
 *
 * Stops what watches the request. libsoup's message may live on in the answer.
 */
void
confab_sending_stop (ConfabSending *self)
{
  confab_main_source_clear (&self->timer);
  confab_main_source_clear (&self->cancel_source);

  if (self->message == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->message, self);
  confab_http_request_clear_credentials (self->request, self->message);
}

static gboolean
timer_cb (gpointer user_data)
{
  ConfabSending *self = user_data;

  self->timed_out = TRUE;
  confab_main_source_clear (&self->timer);
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
start_timer (ConfabSending *self,
             guint          timeout_ms)
{
  confab_main_source_clear (&self->timer);
  if (timeout_ms == 0 || self->timed_out)
    return;

  self->timer = g_timeout_source_new (timeout_ms);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  ConfabSending *self = user_data;

  confab_main_source_clear (&self->cancel_source);
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/* Other proxies carry bytes; one of HTTP is handed the request itself where there is no TLS. */
static gboolean
is_http_proxy (GSocketAddress *address)
{
  return G_IS_PROXY_ADDRESS (address) &&
         g_str_has_prefix (g_proxy_address_get_protocol (G_PROXY_ADDRESS (address)), "http");
}

/* Looks at what is really connected to: a name may lead elsewhere than when it was looked at, and a
 * proxy resolves it by itself. */
static void
guard (ConfabSending  *self,
       GSocketAddress *address)
{
  GUri *uri = soup_message_get_uri (self->message);
  const gboolean sends_key_in_plain_text = confab_http_request_has_credential (self->request) &&
                                           g_strcmp0 (g_uri_get_scheme (uri), "http") == 0;
  ConfabAddressScope scope;

  if (self->refusal != NULL)
    return;

  /* Also told by a connection that was made for another request. */
  self->via_proxy = G_IS_PROXY_ADDRESS (address);

  if (self->via_proxy || !G_IS_INET_SOCKET_ADDRESS (address))
    scope = confab_address_scope_of_host (g_uri_get_host (uri));
  else
    scope = confab_address_scope_of (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));

  if (!confab_address_scope_is_within (scope, confab_http_request_get_reach (self->request)))
    self->refusal = g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_PRIVATE_ADDRESS,
                                    "%s: the host has an address that is %s", self->origin,
                                    confab_address_scope_to_text (scope));
  else if (scope == CONFAB_ADDRESS_PUBLIC && sends_key_in_plain_text)
    self->refusal = g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_PLAIN_HTTP,
                                    "%s: a key is not sent over the internet in plain text",
                                    self->origin);
  else if (sends_key_in_plain_text && is_http_proxy (address))
    self->refusal = g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_PLAIN_HTTP,
                                    "%s: a key is not shown to a proxy, which reads what is sent in "
                                    "plain text", self->origin);

  if (self->refusal != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* Takes @error, and stops. */
static void
refuse (ConfabSending *self,
        GError        *error)
{
  if (self->refusal == NULL)
    self->refusal = error;
  else
    g_error_free (error);

  g_cancellable_cancel (self->cancellable);
}

static gboolean
judge (ConfabSending        *self,
       GTlsCertificate      *certificate,
       GTlsCertificateFlags  flags)
{
  GUri *uri = soup_message_get_uri (self->message);
  g_autoptr(GSocketConnectable) identity = g_network_address_new (g_uri_get_host (uri), g_uri_get_port (uri));
  g_autofree char *reasons = NULL;

  switch (confab_session_judge (self->session, certificate, flags, identity))
    {
    case CONFAB_TRUST_ACCEPTED:
      return TRUE;

    case CONFAB_TRUST_CHANGED:
      refuse (self, g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_PIN,
                                    "%s: the certificate is not the one that was pinned", self->origin));
      return FALSE;

    case CONFAB_TRUST_REFUSED:
    default:
      reasons = confab_net_failure_describe_certificate (flags);
      refuse (self, g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_TLS,
                                    "%s: the certificate is not acceptable (%s)", self->origin, reasons));
      return FALSE;
    }
}

/* Asked only about a certificate that the system refuses. */
static gboolean
accept_certificate_cb (SoupMessage          *message,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  flags,
                       gpointer              user_data)
{
  ConfabSending *self = user_data;

  self->flags = flags;
  confab_connection_trace_set_certificate (self->trace, certificate, flags);

  return judge (self, certificate, flags);
}

/* Nobody is asked about a certificate that the system trusts, and of a session that is resumed none
 * is sent: the one it was begun with, perhaps under another policy, counts as accepted. So each
 * connection that stands is looked at once more. */
static void
look_at_certificate (ConfabSending        *self,
                     GTlsCertificate      *certificate,
                     GTlsCertificateFlags  flags)
{
  if (certificate != NULL)
    judge (self, certificate, flags);
  else
    refuse (self, g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_TLS,
                                  "%s: the server has no certificate", self->origin));
}

static void
look_at_connecting (ConfabSending     *self,
                    GSocketConnection *connection)
{
  g_autoptr(GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  guard (self, address);
  if (!self->via_proxy)
    confab_connection_trace_begin (self->trace, CONFAB_TRACE_CONNECT);

  /* Being cancelled is only noticed once it was knocked at the door. */
  if (self->refusal != NULL)
    g_socket_close (g_socket_connection_get_socket (connection), NULL);
}

static void
look_at_connected (ConfabSending     *self,
                   GSocketConnection *connection)
{
  g_autoptr(GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  confab_connection_trace_set_address (self->trace, address);
  if (self->via_proxy)
    {
      confab_connection_trace_end (self->trace, CONFAB_TRACE_PROXY);
      confab_connection_trace_begin (self->trace, CONFAB_TRACE_CONNECT);
    }
  else
    {
      confab_connection_trace_end (self->trace, CONFAB_TRACE_CONNECT);
    }
}

static void
look_at_handshaking (ConfabSending  *self,
                     GTlsConnection *connection)
{
  static const char * const http1[] = { "http/1.1", NULL };

  confab_connection_trace_end (self->trace, CONFAB_TRACE_CONNECT);
  confab_connection_trace_begin (self->trace, CONFAB_TRACE_TLS);
  if (!self->http2)
    g_tls_connection_set_advertised_protocols (connection, http1);
}

static void
look_at_handshaked (ConfabSending  *self,
                    GTlsConnection *connection)
{
  GTlsCertificate *certificate = g_tls_connection_get_peer_certificate (connection);
  const GTlsCertificateFlags flags = g_tls_connection_get_peer_certificate_errors (connection);

  confab_connection_trace_set_tls_protocol (self->trace, g_tls_connection_get_protocol_version (connection));
  if (certificate != NULL)
    confab_connection_trace_set_certificate (self->trace, certificate, flags);
  look_at_certificate (self, certificate, flags);
  if (self->refusal == NULL)
    confab_connection_trace_end (self->trace, CONFAB_TRACE_TLS);
}

static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  ConfabSending *self = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTING && G_IS_SOCKET_CONNECTION (connection))
    look_at_connecting (self, G_SOCKET_CONNECTION (connection));
  else if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    look_at_connected (self, G_SOCKET_CONNECTION (connection));
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    look_at_handshaking (self, G_TLS_CONNECTION (connection));
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && G_IS_TLS_CONNECTION (connection))
    look_at_handshaked (self, G_TLS_CONNECTION (connection));
}

/* Emitted when a connection is there, TLS and proxies included, be it new or one kept alive. */
static void
starting_cb (SoupMessage *message,
             gpointer     user_data)
{
  ConfabSending *self = user_data;

  /* One kept alive was looked at for a request that had no key, perhaps. */
  guard (self, soup_message_get_remote_address (message));
  if (g_strcmp0 (g_uri_get_scheme (soup_message_get_uri (message)), "https") == 0)
    look_at_certificate (self, soup_message_get_tls_peer_certificate (message),
                         soup_message_get_tls_peer_certificate_errors (message));
  if (self->refusal != NULL)
    return;

  confab_connection_trace_end (self->trace, CONFAB_TRACE_CONNECT);
  confab_connection_trace_begin (self->trace, CONFAB_TRACE_SEND);
  self->stage = CONFAB_NET_STAGE_HEADERS;
  confab_http_request_put_credentials (self->request, message);
  start_timer (self, confab_http_request_get_first_byte_ms (self->request));
}

static void
wrote_headers_cb (SoupMessage *message,
                  gpointer     user_data)
{
  ConfabSending *self = user_data;

  confab_http_request_clear_credentials (self->request, message);
}

/* An upload over a slow line is no silent server. */
static void
wrote_body_data_cb (SoupMessage *message,
                    guint        n_bytes,
                    gpointer     user_data)
{
  ConfabSending *self = user_data;

  start_timer (self, confab_http_request_get_first_byte_ms (self->request));
}

static void
wrote_body_cb (SoupMessage *message,
               gpointer     user_data)
{
  ConfabSending *self = user_data;

  confab_connection_trace_end (self->trace, CONFAB_TRACE_SEND);
  confab_connection_trace_begin (self->trace, CONFAB_TRACE_ANSWER);
}

/* confab_sending_explain:
 * @cause: what libsoup reported
 *
 * Returns: (transfer full): why there is no answer
 */
GError *
confab_sending_explain (ConfabSending *self,
                        const GError  *cause)
{
  GError *error;

  if (self->refusal != NULL)
    return g_error_copy (self->refusal);
  if (self->timed_out)
    return confab_net_failure_timeout (self->stage, self->origin);

  error = confab_net_failure_translate (cause, self->stage, self->origin);

  /* libsoup has no code of its own for a stream that the server resets. */
  if (self->stage == CONFAB_NET_STAGE_HEADERS &&
      soup_message_get_http_version (self->message) == SOUP_HTTP_2_0 &&
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_FAILED))
    error->code = CONFAB_NET_ERROR_CUT;

  /* Nothing listening at the proxy's address says nothing of the server. */
  if (self->via_proxy && self->stage == CONFAB_NET_STAGE_CONNECT &&
      (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_REFUSED) ||
       g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_UNREACHABLE) ||
       g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT)))
    error->code = CONFAB_NET_ERROR_PROXY;

  if (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_TLS) && self->flags != 0)
    {
      g_autofree char *reasons = confab_net_failure_describe_certificate (self->flags);
      g_autofree char *message = g_strdup_printf ("%s (%s)", error->message, reasons);

      g_free (error->message);
      error->message = g_steal_pointer (&message);
    }

  return error;
}

/* confab_sending_new:
 * @request: what is sent
 * @context: where time-outs and cancellations are seen to
 *
 * Returns: (transfer full): it, not sent yet
 */
ConfabSending *
confab_sending_new (ConfabHttpRequest *request,
                    GMainContext      *context)
{
  ConfabSending *self = g_new0 (ConfabSending, 1);

  self->request = confab_http_request_ref (request);
  self->trace = confab_http_request_get_trace (request);
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_ref (context);
  self->origin = confab_http_request_dup_origin (request);
  self->stage = CONFAB_NET_STAGE_CONNECT;

  return self;
}

/* confab_sending_free:
 * @self: (transfer full): a request that is answered or not going to be
 */
void
confab_sending_free (ConfabSending *self)
{
  confab_sending_stop (self);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->request, confab_http_request_unref);
  g_clear_error (&self->refusal);
  g_free (self->origin);
  g_free (self);
}

/* confab_sending_watch:
 * @message: libsoup's message of it
 * @cancellable: (nullable): what may end it from outside
 *
 * Looks at what happens from now on, and lets the time for the connection begin.
 */
void
confab_sending_watch (ConfabSending *self,
                      SoupMessage   *message,
                      GCancellable  *cancellable)
{
  self->message = g_object_ref (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self);
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), self);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), self);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
  g_signal_connect (message, "wrote-body", G_CALLBACK (wrote_body_cb), self);

  /* A source instead of a handler of the signal: it runs on this thread whoever cancels, and
   * outside of the lock that the signal is emitted under. */
  if (cancellable != NULL)
    {
      self->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancel_source, self->context);
    }

  start_timer (self, confab_http_request_get_connect_ms (self->request));
}
