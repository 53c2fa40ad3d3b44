/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transport"

#include "config.h"

#include "confab-transport.h"

#include <libsoup/soup.h>

#include "confab-address-scope.h"
#include "confab-http-request-private.h"
#include "confab-http-response-private.h"
#include "confab-net-failure.h"

/* A stream holds its connection for minutes, and a request that waits for a free one would look
 * like a server that cannot be reached. So the limits are far above what a person has open. */
#define MAX_CONNECTIONS 64
#define MAX_CONNECTIONS_PER_HOST 32

/**
 * ConfabTransport:
 *
 * Sends HTTP requests and hands out their answers as streams.
 *
 * Follows no redirect, keeps no cookies and no cache, signs in nowhere by itself, and accepts no
 * certificate that the system does not. Proxies are those of the desktop.
 *
 * Owned by the thread on whose main context it is used. An answer outlives it.
 */
struct _ConfabTransport
{
  GObject         parent_instance;

  SoupSession    *session;         /* owned */
  SoupSession    *public_session;  /* owned; a connection made for one policy serves no other */
  GTlsDatabase   *tls_database;    /* owned, NULL for the system's */
  GProxyResolver *proxy_resolver;  /* owned, NULL for the desktop's */
  guint           http2 : 1;
  guint           trust_loaded : 1;
};

enum {
  PROP_0,
  PROP_TLS_DATABASE,
  PROP_PROXY_RESOLVER,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabTransport, confab_transport, G_TYPE_OBJECT)

/* A request between being sent and having the headers of its answer. */
typedef struct
{
  ConfabHttpRequest *request;      /* owned */
  SoupMessage       *message;      /* owned */
  GCancellable      *cancellable;  /* owned; of this request alone */
  GMainContext      *context;      /* owned */
  GSource           *timer;        /* owned */
  GSource           *cancel_source; /* owned */
  char              *origin;       /* owned */
  GError            *refusal;      /* owned, nullable: why the address is not to be talked to */
  ConfabNetStage     stage;
  guint              http2 : 1;
  guint              timed_out : 1;
  guint              via_proxy : 1;
} Sending;

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Stops what watches the request. libsoup's message may live on in the answer. */
static void
sending_stop (Sending *sending)
{
  clear_source (&sending->timer);
  clear_source (&sending->cancel_source);

  if (sending->message == NULL)
    return;

  g_signal_handlers_disconnect_by_data (sending->message, sending);
  confab_http_request_clear_credentials (sending->request, sending->message);
}

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  sending_stop (sending);
  g_clear_object (&sending->message);
  g_clear_object (&sending->cancellable);
  g_clear_pointer (&sending->context, g_main_context_unref);
  g_clear_pointer (&sending->request, confab_http_request_unref);
  g_clear_error (&sending->refusal);
  g_free (sending->origin);
  g_free (sending);
}

static gboolean
timer_cb (gpointer user_data)
{
  Sending *sending = user_data;

  sending->timed_out = TRUE;
  clear_source (&sending->timer);
  g_cancellable_cancel (sending->cancellable);

  return G_SOURCE_REMOVE;
}

static void
start_timer (Sending *sending,
             guint    timeout_ms)
{
  clear_source (&sending->timer);
  if (timeout_ms == 0 || sending->timed_out)
    return;

  sending->timer = g_timeout_source_new (timeout_ms);
  g_source_set_callback (sending->timer, timer_cb, sending, NULL);
  g_source_attach (sending->timer, sending->context);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  Sending *sending = user_data;

  clear_source (&sending->cancel_source);
  g_cancellable_cancel (sending->cancellable);

  return G_SOURCE_REMOVE;
}

/* Looks at what is really connected to: a name may lead elsewhere than when it was looked at, and a
 * proxy resolves it by itself. */
static void
guard (Sending        *sending,
       GSocketAddress *address)
{
  GUri *uri = soup_message_get_uri (sending->message);
  const gboolean sends_key_in_plain_text = confab_http_request_has_credential (sending->request) &&
                                           g_strcmp0 (g_uri_get_scheme (uri), "http") == 0;
  ConfabAddressScope scope;

  if (sending->refusal != NULL)
    return;

  if (sending->via_proxy || !G_IS_INET_SOCKET_ADDRESS (address))
    scope = confab_address_scope_of_host (g_uri_get_host (uri));
  else
    scope = confab_address_scope_of (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));

  if (scope != CONFAB_ADDRESS_PUBLIC && confab_http_request_get_public_only (sending->request))
    sending->refusal = g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_PRIVATE_ADDRESS,
                                    "%s: the host has an address that is %s", sending->origin,
                                    confab_address_scope_to_text (scope));
  else if (scope == CONFAB_ADDRESS_PUBLIC && sends_key_in_plain_text)
    sending->refusal = g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_PLAIN_HTTP,
                                    "%s: a key is not sent over the internet in plain text",
                                    sending->origin);

  if (sending->refusal != NULL)
    g_cancellable_cancel (sending->cancellable);
}

static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  static const char * const http1[] = { "http/1.1", NULL };
  Sending *sending = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTING && G_IS_SOCKET_CONNECTION (connection))
    {
      g_autoptr(GSocketAddress) address =
        g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);

      sending->via_proxy = G_IS_PROXY_ADDRESS (address);
      guard (sending, address);
    }
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection) &&
           !sending->http2)
    {
      g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), http1);
    }
}

/* Emitted when a connection is there, TLS and proxies included, be it new or one kept alive. */
static void
starting_cb (SoupMessage *message,
             gpointer     user_data)
{
  Sending *sending = user_data;

  /* One kept alive was looked at for a request that had no key, perhaps. */
  guard (sending, soup_message_get_remote_address (message));
  if (sending->refusal != NULL)
    return;

  sending->stage = CONFAB_NET_STAGE_HEADERS;
  confab_http_request_put_credentials (sending->request, message);
  start_timer (sending, confab_http_request_get_first_byte_ms (sending->request));
}

static void
wrote_headers_cb (SoupMessage *message,
                  gpointer     user_data)
{
  Sending *sending = user_data;

  confab_http_request_clear_credentials (sending->request, message);
}

/* An upload over a slow line is no silent server. */
static void
wrote_body_data_cb (SoupMessage *message,
                    guint        n_bytes,
                    gpointer     user_data)
{
  Sending *sending = user_data;

  start_timer (sending, confab_http_request_get_first_byte_ms (sending->request));
}

static GError *
explain (Sending      *sending,
         const GError *cause)
{
  const GTlsCertificateFlags flags =
    soup_message_get_tls_peer_certificate_errors (sending->message);
  GError *error;

  if (sending->refusal != NULL)
    return g_error_copy (sending->refusal);
  if (sending->timed_out)
    return confab_net_failure_timeout (sending->stage, sending->origin);

  error = confab_net_failure_translate (cause, sending->stage, sending->origin);

  /* libsoup has no code of its own for a stream that the server resets. */
  if (sending->stage == CONFAB_NET_STAGE_HEADERS &&
      soup_message_get_http_version (sending->message) == SOUP_HTTP_2_0 &&
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_FAILED))
    error->code = CONFAB_NET_ERROR_CUT;

  /* Nothing listening at the proxy's address says nothing of the server. */
  if (sending->via_proxy && sending->stage == CONFAB_NET_STAGE_CONNECT &&
      (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_REFUSED) ||
       g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_UNREACHABLE) ||
       g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT)))
    error->code = CONFAB_NET_ERROR_PROXY;

  if (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_TLS) && flags != 0)
    {
      g_autofree char *reasons = confab_net_failure_describe_certificate (flags);
      g_autofree char *message = g_strdup_printf ("%s (%s)", error->message, reasons);

      g_free (error->message);
      error->message = g_steal_pointer (&message);
    }

  return error;
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;
  SoupSession *session = SOUP_SESSION (object);
  Sending *sending = g_task_get_task_data (task);
  guint status;

  stream = soup_session_send_finish (session, result, &error);
  sending_stop (sending);

  if (stream == NULL)
    {
      if (!g_task_return_error_if_cancelled (task))
        g_task_return_error (task, explain (sending, error));
      return;
    }

  /* From here on the answer closes the connection when it is let go of. */
  response = confab_http_response_new_for_message (session, sending->message, stream,
                                                   sending->cancellable, sending->origin,
                                                   confab_http_request_get_idle_ms (sending->request));

  status = confab_http_response_get_status (response);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (sending->refusal != NULL)
    g_task_return_error (task, g_error_copy (sending->refusal));
  else if (sending->timed_out)
    g_task_return_error (task, confab_net_failure_timeout (sending->stage, sending->origin));
  else if (status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    g_task_return_new_error (task, CONFAB_NET_ERROR, CONFAB_NET_ERROR_PROXY,
                             "%s: the proxy asks for a user name and password", sending->origin);
  /* A proxy that refuses a tunnel answers in the place of the server, which was never asked. */
  else if (sending->stage == CONFAB_NET_STAGE_CONNECT)
    g_task_return_new_error (task, CONFAB_NET_ERROR, CONFAB_NET_ERROR_PROXY,
                             "%s: the proxy answered with status %u", sending->origin, status);
  else
    g_task_return_pointer (task, g_steal_pointer (&response), g_object_unref);
}

static void
start (ConfabTransport *self,
       GTask           *task)
{
  Sending *sending = g_task_get_task_data (task);
  SoupSession *session = confab_http_request_get_public_only (sending->request) ? self->public_session
                                                                                 : self->session;

  soup_session_send_async (session, sending->message, G_PRIORITY_DEFAULT,
                           sending->cancellable, send_cb, g_object_ref (task));
}

static void
trust_loaded_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabTransport *self = CONFAB_TRANSPORT (object);

  self->trust_loaded = TRUE;
  start (self, task);
}

static void
load_trust_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  g_autoptr(GTlsDatabase) database =
    g_tls_backend_get_default_database (g_tls_backend_get_default ());

  g_task_return_boolean (task, TRUE);
}

/* Reading the system's certificates takes GIO some fifty milliseconds, once in the life of a
 * process. Left to the first connection, it would be the main loop that stands still for it. */
static void
load_trust_and_start (ConfabTransport *self,
                      GTask           *task)
{
  g_autoptr(GTask) loading = g_task_new (self, NULL, trust_loaded_cb, g_object_ref (task));

  g_task_set_source_tag (loading, load_trust_and_start);
  g_task_run_in_thread (loading, load_trust_thread);
}

static void
confab_transport_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ConfabTransport *self = CONFAB_TRANSPORT (object);

  switch (prop_id)
    {
    case PROP_TLS_DATABASE:
      self->tls_database = g_value_dup_object (value);
      break;

    case PROP_PROXY_RESOLVER:
      self->proxy_resolver = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static SoupSession *
new_session (ConfabTransport *self)
{
  /* The time limits are per request and per phase, so the session has none of its own. */
  SoupSession *session =
    soup_session_new_with_options ("timeout", 0,
                                   "max-conns", MAX_CONNECTIONS,
                                   "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                                   "user-agent", "Confab/" CONFAB_VERSION,
                                   NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (!soup_session_has_feature (session, SOUP_TYPE_CONTENT_DECODER))
    soup_session_add_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);

  if (self->tls_database != NULL)
    soup_session_set_tls_database (session, self->tls_database);
  if (self->proxy_resolver != NULL)
    soup_session_set_proxy_resolver (session, self->proxy_resolver);

  return session;
}

static void
confab_transport_constructed (GObject *object)
{
  ConfabTransport *self = CONFAB_TRANSPORT (object);

  G_OBJECT_CLASS (confab_transport_parent_class)->constructed (object);

  self->session = new_session (self);
  self->public_session = new_session (self);
}

static void
confab_transport_dispose (GObject *object)
{
  ConfabTransport *self = CONFAB_TRANSPORT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->public_session);
  g_clear_object (&self->tls_database);
  g_clear_object (&self->proxy_resolver);

  G_OBJECT_CLASS (confab_transport_parent_class)->dispose (object);
}

static void
confab_transport_class_init (ConfabTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = confab_transport_set_property;
  object_class->constructed = confab_transport_constructed;
  object_class->dispose = confab_transport_dispose;

  props[PROP_TLS_DATABASE] =
    g_param_spec_object ("tls-database", NULL, NULL, G_TYPE_TLS_DATABASE,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_PROXY_RESOLVER] =
    g_param_spec_object ("proxy-resolver", NULL, NULL, G_TYPE_PROXY_RESOLVER,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_transport_init (ConfabTransport *self)
{
}

/**
 * confab_transport_new:
 *
 * Makes a transport that trusts what the system trusts and uses the desktop's proxies.
 *
 * Returns: (transfer full): the transport
 */
ConfabTransport *
confab_transport_new (void)
{
  return confab_transport_new_full (NULL, NULL);
}

/**
 * confab_transport_new_full:
 * @tls_database: (nullable): whose certificates to accept, or %NULL for the system's
 * @proxy_resolver: (nullable): where to ask for proxies, or %NULL for the desktop's
 *
 * Makes a transport with its own idea of trust and of proxies.
 *
 * Returns: (transfer full): the transport
 */
ConfabTransport *
confab_transport_new_full (GTlsDatabase   *tls_database,
                           GProxyResolver *proxy_resolver)
{
  g_return_val_if_fail (tls_database == NULL || G_IS_TLS_DATABASE (tls_database), NULL);
  g_return_val_if_fail (proxy_resolver == NULL || G_IS_PROXY_RESOLVER (proxy_resolver), NULL);

  return g_object_new (CONFAB_TYPE_TRANSPORT,
                       "tls-database", tls_database,
                       "proxy-resolver", proxy_resolver,
                       NULL);
}

/**
 * confab_transport_set_http2:
 * @self: a transport
 * @http2: whether to take HTTP/2 where a server offers it
 *
 * Decides about connections made from now on. A transport starts with HTTP/1.1 alone.
 *
 * With HTTP/2, libsoup 3.2 does not end a read when the server resets the stream in the middle of a
 * body, nor when the connection breaks: the reader waits for [method@HttpRequest.set_timeouts]'s
 * idle time and gets %CONFAB_NET_ERROR_IDLE_TIMEOUT. With HTTP/1.1 it learns at once, by
 * %CONFAB_NET_ERROR_CUT, which is worth more to whoever watches a reply grow than a connection
 * shared between several of them.
 */
void
confab_transport_set_http2 (ConfabTransport *self,
                            gboolean         http2)
{
  g_return_if_fail (CONFAB_IS_TRANSPORT (self));

  self->http2 = !!http2;
}

/**
 * confab_transport_send_async:
 * @self: a transport
 * @request: what to send
 * @cancellable: (nullable): a cancellable; cancelling closes the connection
 * @callback: what to call when the headers of the answer are there
 * @user_data: data for @callback
 *
 * Sends a request. A request is sent once: only one that changes nothing is repeated, and only on
 * finding that the server had closed a connection kept alive.
 */
void
confab_transport_send_async (ConfabTransport     *self,
                             ConfabHttpRequest   *request,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Sending *sending;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_TRANSPORT (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_transport_send_async);

  sending = g_new0 (Sending, 1);
  sending->request = confab_http_request_ref (request);
  sending->cancellable = g_cancellable_new ();
  sending->context = g_main_context_ref (g_task_get_context (task));
  sending->origin = confab_http_request_dup_origin (request);
  sending->stage = CONFAB_NET_STAGE_CONNECT;
  sending->http2 = self->http2;
  g_task_set_task_data (task, sending, sending_free);

  if (g_task_return_error_if_cancelled (task))
    return;

  sending->message = confab_http_request_dup_message (request, &error);
  if (sending->message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  soup_message_add_flags (sending->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (sending->message, "network-event", G_CALLBACK (network_event_cb), sending);
  g_signal_connect (sending->message, "starting", G_CALLBACK (starting_cb), sending);
  g_signal_connect (sending->message, "wrote-headers", G_CALLBACK (wrote_headers_cb), sending);
  g_signal_connect (sending->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), sending);

  /* A source instead of a handler of the signal: it runs on this thread whoever cancels, and
   * outside of the lock that the signal is emitted under. */
  if (cancellable != NULL)
    {
      sending->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (sending->cancel_source, G_SOURCE_FUNC (cancelled_cb), sending, NULL);
      g_source_attach (sending->cancel_source, sending->context);
    }

  start_timer (sending, confab_http_request_get_connect_ms (request));
  if (!self->trust_loaded && self->tls_database == NULL &&
      g_strcmp0 (g_uri_get_scheme (soup_message_get_uri (sending->message)), "https") == 0)
    load_trust_and_start (self, task);
  else
    start (self, task);
}

/**
 * confab_transport_send_finish:
 * @self: a transport
 * @result: the result
 * @error: return location for an error
 *
 * Ends sending a request. An answer with an error status, or one that points elsewhere, is an
 * answer like any other.
 *
 * Returns: (transfer full): the answer, its body still to be read; %NULL with a %CONFAB_NET_ERROR
 *   or with %G_IO_ERROR_CANCELLED
 */
ConfabHttpResponse *
confab_transport_send_finish (ConfabTransport  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (CONFAB_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
