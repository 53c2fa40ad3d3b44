/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transport"

#include "config.h"

#include "confab-transport.h"

#include "confab-connection-trace-private.h"
#include "confab-http-request-private.h"
#include "confab-http-response-private.h"
#include "confab-sending.h"

/* How many ways of making connections are remembered with the connections that they keep alive. A
 * person has few providers that differ, and what was set otherwise before goes with its connections. */
#define MAX_SESSIONS 16

/**
 * ConfabTransport:
 *
 * Sends HTTP requests and hands out their answers as streams.
 *
 * Follows no redirect, keeps no cookies and no cache, and signs in nowhere by itself. Where the policy
 * of a request says nothing else, it accepts no certificate that the system does not, and proxies are
 * those of the desktop.
 *
 * Owned by the thread on whose main context it is used. An answer outlives it.
 */
struct _ConfabTransport
{
  GObject         parent_instance;

  GPtrArray      *sessions;        /* owned, of ConfabSession, the one used last at the end */
  GTlsDatabase   *tls_database;    /* owned, NULL for the system's */
  GProxyResolver *proxy_resolver;  /* owned, NULL for the desktop's */
  guint           http2 : 1;
};

enum {
  PROP_0,
  PROP_TLS_DATABASE,
  PROP_PROXY_RESOLVER,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabTransport, confab_transport, G_TYPE_OBJECT)

/* A proxy that refuses a tunnel answers in the place of the server, which was never asked. */
static GError *
new_proxy_error (ConfabSending *sending,
                 guint          status)
{
  if (status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    return g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_PROXY,
                        "%s: the proxy asks for a user name and password", sending->origin);

  return g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_PROXY, "%s: the proxy answered with status %u",
                      sending->origin, status);
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
  ConfabSending *sending = g_task_get_task_data (task);
  guint status;

  stream = soup_session_send_finish (session, result, &error);
  confab_sending_stop (sending);

  if (stream == NULL)
    {
      if (!g_task_return_error_if_cancelled (task))
        g_task_return_error (task, confab_sending_explain (sending, error));
      return;
    }

  /* From here on the answer closes the connection when it is let go of. */
  response = confab_http_response_new_for_message (session, sending->message, stream,
                                                   sending->cancellable, sending->origin,
                                                   confab_http_request_get_idle_ms (sending->request));

  status = confab_http_response_get_status (response);
  confab_connection_trace_end (sending->trace, CONFAB_TRACE_SEND);
  confab_connection_trace_end (sending->trace, CONFAB_TRACE_ANSWER);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (sending->refusal != NULL)
    g_task_return_error (task, g_error_copy (sending->refusal));
  else if (sending->timed_out)
    g_task_return_error (task, confab_net_failure_timeout (sending->stage, sending->origin));
  else if (sending->stage == CONFAB_NET_STAGE_CONNECT || status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    g_task_return_error (task, new_proxy_error (sending, status));
  else
    g_task_return_pointer (task, g_steal_pointer (&response), g_object_unref);
}

static void
connect_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  ConfabSending *sending = g_task_get_task_data (task);
  const gboolean ended = soup_session_preconnect_finish (SOUP_SESSION (object), result, &error);
  const guint status = soup_message_get_status (sending->message);

  confab_sending_stop (sending);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (!ended || sending->refusal != NULL || sending->timed_out)
    {
      if (error == NULL)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no connection");
      g_task_return_error (task, confab_sending_explain (sending, error));
    }
  else if (status != SOUP_STATUS_NONE)
    {
      g_task_return_error (task, new_proxy_error (sending, status));
    }
  else
    {
      confab_connection_trace_end (sending->trace, CONFAB_TRACE_CONNECT);
      g_task_return_boolean (task, TRUE);
    }
}

static void
start (GTask *task)
{
  ConfabSending *sending = g_task_get_task_data (task);
  SoupSession *soup = confab_session_get_soup (sending->session);

  if (sending->connect_only)
    soup_session_preconnect_async (soup, sending->message, G_PRIORITY_DEFAULT, sending->cancellable, connect_cb,
                                   g_object_ref (task));
  else
    soup_session_send_async (soup, sending->message, G_PRIORITY_DEFAULT, sending->cancellable, send_cb,
                             g_object_ref (task));
}

static void
give_up (GTask  *task,
         GError *error)
{
  g_autoptr(GError) owned = error;
  ConfabSending *sending = g_task_get_task_data (task);

  confab_sending_stop (sending);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_error (task, confab_sending_explain (sending, owned));
}

static void
name_looked_up_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabSending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (object), result, &error);

  if (addresses == NULL)
    {
      give_up (task, error);
      return;
    }

  confab_connection_trace_set_addresses (sending->trace, addresses);
  g_resolver_free_addresses (addresses);
  confab_connection_trace_end (sending->trace, CONFAB_TRACE_NAME);
  start (task);
}

static void
proxy_looked_up_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GResolver) resolver = g_resolver_get_default ();
  ConfabSending *sending = g_task_get_task_data (task);
  const char *host = g_uri_get_host (soup_message_get_uri (sending->message));
  g_autofree char *ascii = g_hostname_to_ascii (host);
  g_auto(GStrv) proxies = NULL;

  /* Why there is none, libsoup finds out by itself when it asks. */
  proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (object), result, NULL);
  if (proxies != NULL && proxies[0] != NULL && !g_str_has_prefix (proxies[0], "direct:"))
    {
      confab_connection_trace_set_proxy (sending->trace, proxies[0]);
      start (task);
      return;
    }

  confab_connection_trace_end (sending->trace, CONFAB_TRACE_PROXY);
  if (ascii == NULL || g_hostname_is_ip_address (ascii))
    {
      start (task);
      return;
    }

  confab_connection_trace_begin (sending->trace, CONFAB_TRACE_NAME);
  g_resolver_lookup_by_name_async (resolver, ascii, sending->cancellable, name_looked_up_cb,
                                   g_steal_pointer (&task));
}

/* What GIO does by itself it does not tell of, so with a trace it is done once more, beforehand. */
static void
look_ahead (GTask *task)
{
  ConfabSending *sending = g_task_get_task_data (task);

  if (sending->trace == NULL)
    {
      start (task);
      return;
    }

  confab_connection_trace_begin (sending->trace, CONFAB_TRACE_PROXY);
  g_proxy_resolver_lookup_async (confab_session_get_proxy_resolver (sending->session), sending->origin,
                                 sending->cancellable, proxy_looked_up_cb, g_object_ref (task));
}

static void
prepare_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (confab_session_prepare_finish (CONFAB_SESSION (object), result, &error))
    look_ahead (task);
  else
    give_up (task, error);
}

/* The ones least used go first, and keep their connections as long as somebody reads from them. */
static ConfabSession *
ensure_session (ConfabTransport        *self,
                ConfabConnectionPolicy *policy,
                ConfabAddressReach      reach)
{
  g_autoptr(ConfabConnectionPolicy) wanted = NULL;
  ConfabSession *session;

  wanted = policy != NULL ? confab_connection_policy_ref (policy)
                          : confab_connection_policy_new (NULL, NULL, NULL, NULL);
  for (guint i = self->sessions->len; i > 0; i--)
    if (confab_session_serves (g_ptr_array_index (self->sessions, i - 1), wanted, reach))
      {
        session = g_ptr_array_steal_index (self->sessions, i - 1);
        g_ptr_array_add (self->sessions, session);
        return session;
      }

  if (self->sessions->len == MAX_SESSIONS)
    g_ptr_array_remove_index (self->sessions, 0);
  session = confab_session_new (wanted, reach, self->tls_database, self->proxy_resolver);
  g_ptr_array_add (self->sessions, session);

  return session;
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

static void
confab_transport_dispose (GObject *object)
{
  ConfabTransport *self = CONFAB_TRANSPORT (object);

  g_ptr_array_set_size (self->sessions, 0);
  g_clear_object (&self->tls_database);
  g_clear_object (&self->proxy_resolver);

  G_OBJECT_CLASS (confab_transport_parent_class)->dispose (object);
}

static void
confab_transport_finalize (GObject *object)
{
  ConfabTransport *self = CONFAB_TRANSPORT (object);

  g_clear_pointer (&self->sessions, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_transport_parent_class)->finalize (object);
}

static void
confab_transport_class_init (ConfabTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = confab_transport_set_property;
  object_class->dispose = confab_transport_dispose;
  object_class->finalize = confab_transport_finalize;

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
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
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

  /* With GLib 2.74 two threads wait for each other for ever when one makes the class of a session, which
   * asks for these types, while the other, D-Bus for one, is registering them. */
  g_type_ensure (G_TYPE_INET_SOCKET_ADDRESS);
  g_type_ensure (G_TYPE_PROXY_ADDRESS);
  g_type_class_unref (g_type_class_ref (SOUP_TYPE_SESSION));

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
 * confab_transport_dup_fresh:
 * @self: a transport
 *
 * Returns: (transfer full): another one like it, which has no connection yet
 */
ConfabTransport *
confab_transport_dup_fresh (ConfabTransport *self)
{
  ConfabTransport *fresh;

  g_return_val_if_fail (CONFAB_IS_TRANSPORT (self), NULL);

  fresh = confab_transport_new_full (self->tls_database, self->proxy_resolver);
  fresh->http2 = self->http2;

  return fresh;
}

/* Gets @request on its way, for as much as @connect_only says. */
static void
begin (ConfabTransport   *self,
       GTask             *task,
       ConfabHttpRequest *request,
       gboolean           connect_only)
{
  ConfabSending *sending = confab_sending_new (request, g_task_get_context (task));
  g_autoptr(SoupMessage) message = NULL;
  GError *error = NULL;

  g_task_set_task_data (task, sending, (GDestroyNotify) confab_sending_free);
  sending->http2 = self->http2;
  sending->connect_only = !!connect_only;

  if (g_task_return_error_if_cancelled (task))
    return;

  message = confab_http_request_dup_message (request, &error);
  if (message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  sending->session = g_object_ref (ensure_session (self, confab_http_request_get_policy (request),
                                                   confab_http_request_get_reach (request)));
  confab_sending_watch (sending, message, g_task_get_cancellable (task));
  if (g_strcmp0 (g_uri_get_scheme (soup_message_get_uri (message)), "https") == 0)
    confab_session_prepare_async (sending->session, prepare_cb, g_object_ref (task));
  else
    look_ahead (task);
}

/**
 * confab_transport_connect_async:
 * @self: a transport
 * @request: what is to be sent later
 * @cancellable: (nullable): a cancellable
 * @callback: what to call when the connection stands
 * @user_data: data for @callback
 *
 * Makes the connection that @request needs, TLS and proxies included, and sends nothing. It is kept
 * for the next request to the same host under the same policy.
 */
void
confab_transport_connect_async (ConfabTransport     *self,
                                ConfabHttpRequest   *request,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_TRANSPORT (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_transport_connect_async);
  begin (self, task, request, TRUE);
}

/**
 * confab_transport_connect_finish:
 * @self: a transport
 * @result: the result
 * @error: return location for an error
 *
 * Ends making a connection.
 *
 * Returns: whether it stands; otherwise a %CONFAB_NET_ERROR or %G_IO_ERROR_CANCELLED
 */
gboolean
confab_transport_connect_finish (ConfabTransport  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (CONFAB_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
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

  g_return_if_fail (CONFAB_IS_TRANSPORT (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_transport_send_async);
  begin (self, task, request, FALSE);
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
