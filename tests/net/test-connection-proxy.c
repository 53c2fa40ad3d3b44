/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "made-certificate.h"
#include "net-fixture.h"
#include "proxy-server.h"
#include "raw-server.h"

#include <string.h>

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

/* A name that no resolver knows: the proxy has to be the one that is asked. */
#define HOST "provider.invalid"

typedef struct
{
  ProxyServer     *proxy;        /* owned */
  RawServer       *server;       /* owned */
  ConfabTransport *transport;    /* owned */
  char            *proxy_uri;    /* owned */
  char            *authorities;  /* owned, nullable */
  char            *target;       /* owned */
} Way;

static void
way_set_up (Way        *way,
            const char *scheme,
            gboolean    secure)
{
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Private authority");
  g_autoptr(GTlsCertificate) certificate = secure ? made_certificate_new (HOST, -1, 1, authority) : NULL;

  way->proxy = proxy_server_new (scheme);
  way->proxy_uri = proxy_server_dup_uri (way->proxy);
  way->server = raw_server_new (certificate);
  raw_server_set_reply (way->server, OK, -1, RAW_SERVER_SERVE);
  way->authorities = secure ? made_certificate_dup_pem (authority) : NULL;
  way->transport = net_fixture_new_transport (NULL);
  way->target = g_strdup_printf (HOST ":%u", raw_server_get_port (way->server));
}

static void
way_clear (Way *way)
{
  g_clear_object (&way->transport);
  g_clear_pointer (&way->proxy, proxy_server_free);
  g_clear_pointer (&way->server, raw_server_free);
  g_clear_pointer (&way->proxy_uri, g_free);
  g_clear_pointer (&way->authorities, g_free);
  g_clear_pointer (&way->target, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Way, way_clear)

static ConfabHttpRequest *
way_new_request (Way                   *way,
                 ConfabConnectionTrace *trace)
{
  g_autofree char *uri = g_strdup_printf ("%s://%s/v1", way->authorities != NULL ? "https" : "http", way->target);
  g_autoptr(ConfabConnectionPolicy) policy = NULL;
  g_autoptr(GError) error = NULL;
  ConfabHttpRequest *request = confab_http_request_new ("GET", uri);

  policy = confab_connection_policy_new (way->proxy_uri, way->authorities, NULL, &error);
  g_assert_no_error (error);
  confab_http_request_set_policy (request, policy);
  confab_http_request_set_trace (request, trace);
  confab_http_request_set_reach (request, CONFAB_ADDRESS_REACH_PUBLIC);

  return request;
}

static void
way_get (Way                   *way,
         ConfabConnectionTrace *trace)
{
  g_autoptr(ConfabHttpRequest) request = way_new_request (way, trace);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  response = net_fixture_send (way->transport, request, NULL, &error);
  g_assert_no_error (error);
  body = net_fixture_read_all (response, 100, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (body), ==, 2);
}

/* The proxy is on this computer, and what is behind it is not: that only a public address will do
 * does not keep anybody from using it, also when the connection is used again. */
static void
test_through (void)
{
  static const struct { const char *scheme; gboolean secure; } cases[] = {
    { "http", TRUE }, { "http", FALSE }, { "socks5", TRUE }, { "socks5", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Way) way = { NULL };
      g_autoptr(ConfabConnectionTrace) trace = confab_connection_trace_new ();
      g_autofree char *target = NULL;

      g_test_message ("%s %d", cases[i].scheme, cases[i].secure);
      way_set_up (&way, cases[i].scheme, cases[i].secure);
      way_get (&way, trace);
      target = proxy_server_dup_last_target (way.proxy);
      g_assert_cmpstr (target, ==, way.target);
      g_assert_cmpstr (confab_connection_trace_get_proxy (trace), ==, way.proxy_uri);
      g_assert_false (confab_connection_trace_get_begun (trace, CONFAB_TRACE_NAME));
      g_assert_true (confab_connection_trace_get_ended (trace, CONFAB_TRACE_PROXY));
      g_assert_true (confab_connection_trace_get_ended (trace, CONFAB_TRACE_CONNECT));
      g_assert_true (confab_connection_trace_get_ended (trace, CONFAB_TRACE_TLS) == cases[i].secure);

      way_get (&way, NULL);
      g_assert_cmpuint (proxy_server_get_n_connections (way.proxy), ==, 1);
      g_assert_cmpuint (raw_server_get_n_requests (way.server), ==, 2);
    }
}

/* Made ahead, a connection through a proxy is as good. */
static void
test_connect (void)
{
  static const char *const schemes[] = { "http", "socks5" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_auto(Way) way = { NULL };
      g_autoptr(ConfabConnectionTrace) trace = confab_connection_trace_new ();
      g_autoptr(ConfabHttpRequest) request = NULL;
      g_autoptr(GError) error = NULL;

      way_set_up (&way, schemes[i], TRUE);
      request = way_new_request (&way, trace);
      g_assert_true (net_fixture_connect (way.transport, request, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (confab_connection_trace_get_ended (trace, CONFAB_TRACE_TLS));
      way_get (&way, NULL);
      g_assert_cmpuint (proxy_server_get_n_connections (way.proxy), ==, 1);
    }
}

static void
test_private_target (void)
{
  g_auto(Way) way = { NULL };
  g_autoptr(ConfabHttpRequest) request = NULL;
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  way_set_up (&way, "http", FALSE);
  g_free (way.target);
  way.target = g_strdup_printf ("127.0.0.1:%u", raw_server_get_port (way.server));
  request = way_new_request (&way, NULL);
  response = net_fixture_send (way.transport, request, NULL, &error);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_PRIVATE_ADDRESS);
  g_assert_null (response);
  g_assert_cmpuint (raw_server_get_n_requests (way.server), ==, 0);
}

static void
test_refusing (void)
{
  static const struct { const char *scheme; guint status; } cases[] = {
    { "http", 403 }, { "http", 407 }, { "http", 502 }, { "socks5", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gint ahead = FALSE; ahead <= TRUE; ahead++)
      {
        g_auto(Way) way = { NULL };
        g_autoptr(ConfabConnectionTrace) trace = confab_connection_trace_new ();
        g_autoptr(ConfabHttpRequest) request = NULL;
        g_autoptr(ConfabHttpResponse) response = NULL;
        g_autoptr(GError) error = NULL;

        g_test_message ("%s %u %d", cases[i].scheme, cases[i].status, ahead);
        way_set_up (&way, cases[i].scheme, TRUE);
        proxy_server_set_status (way.proxy, cases[i].status);
        request = way_new_request (&way, trace);
        if (ahead)
          net_fixture_connect (way.transport, request, NULL, &error);
        else
          response = net_fixture_send (way.transport, request, NULL, &error);
        g_assert_null (response);
        g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_PROXY);
        g_test_message ("%s", error->message);
        g_assert_true (confab_connection_trace_get_ended (trace, CONFAB_TRACE_PROXY));
        g_assert_true (confab_connection_trace_get_begun (trace, CONFAB_TRACE_CONNECT));
        g_assert_false (confab_connection_trace_get_ended (trace, CONFAB_TRACE_CONNECT));
        g_assert_cmpuint (raw_server_get_n_requests (way.server), ==, 0);
      }
}

static void
test_down (void)
{
  static const char *const schemes[] = { "http", "socks5" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_auto(Way) way = { NULL };
      g_autoptr(ConfabConnectionTrace) trace = confab_connection_trace_new ();
      g_autoptr(ConfabHttpRequest) request = NULL;
      g_autoptr(GError) error = NULL;

      way_set_up (&way, schemes[i], TRUE);
      g_free (way.proxy_uri);

      /* Nobody listens at the port of an unprivileged service that has none. */
      way.proxy_uri = g_strdup_printf ("%s://who:secret@127.0.0.1:1", schemes[i]);
      request = way_new_request (&way, trace);
      g_assert_false (net_fixture_connect (way.transport, request, NULL, &error));
      g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_PROXY);
      g_assert_null (strstr (error->message, "secret"));
      g_assert_null (strstr (confab_connection_trace_get_proxy (trace), "who"));
      g_assert_null (strstr (confab_connection_trace_get_proxy (trace), "secret"));
      g_assert_true (confab_connection_trace_get_begun (trace, CONFAB_TRACE_PROXY));
      g_assert_false (confab_connection_trace_get_ended (trace, CONFAB_TRACE_PROXY));
    }
}

/* A proxy that is set for one is not used for the other, and what comes through it is not trusted
 * for that. */
static void
test_certificate (void)
{
  g_auto(Way) way = { NULL };
  g_autoptr(ConfabHttpRequest) request = NULL;
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GTlsCertificate) other = made_certificate_new (HOST, -1, 1, NULL);
  g_autofree char *other_pem = made_certificate_dup_pem (other);
  g_autoptr(GError) error = NULL;

  way_set_up (&way, "http", TRUE);
  way_get (&way, NULL);
  g_free (way.authorities);
  way.authorities = g_steal_pointer (&other_pem);
  request = way_new_request (&way, NULL);
  response = net_fixture_send (way.transport, request, NULL, &error);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_TLS);
  g_assert_nonnull (strstr (error->message, "unknown authority"));
  g_clear_error (&error);

  g_clear_pointer (&way.proxy_uri, g_free);
  way.proxy_uri = g_strdup ("direct");
  g_clear_pointer (&request, confab_http_request_unref);
  request = way_new_request (&way, NULL);
  response = net_fixture_send (way.transport, request, NULL, &error);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_RESOLVE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/connection-proxy/through", test_through);
  g_test_add_func ("/net/connection-proxy/connect", test_connect);
  g_test_add_func ("/net/connection-proxy/private-target", test_private_target);
  g_test_add_func ("/net/connection-proxy/refusing", test_refusing);
  g_test_add_func ("/net/connection-proxy/down", test_down);
  g_test_add_func ("/net/connection-proxy/certificate", test_certificate);

  return g_test_run ();
}
