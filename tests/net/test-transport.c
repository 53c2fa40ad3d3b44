/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "net-fixture.h"
#include "raw-server.h"

#include "confab-test-peer.h"

#include <string.h>

#define KEY CONFAB_TEST_PEER_KEY

/* A chat request to the peer, with no time limits. */
static ConfabHttpRequest *
new_chat (ConfabTestPeer *peer,
          const char     *prompt)
{
  g_autofree char *uri = g_strconcat (confab_test_peer_get_uri (peer), "/v1/chat/completions", NULL);
  g_autofree char *body =
    g_strdup_printf ("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\","
                     "\"content\":\"%s\"}]}", prompt);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(ConfabSecret) secret = confab_secret_new (KEY, -1);
  ConfabHttpRequest *request = confab_http_request_new ("POST", uri);

  confab_http_request_set_credential (request, "Authorization", "Bearer ", secret);
  confab_http_request_set_body (request, "application/json", bytes);
  confab_http_request_set_timeouts (request, 0, 0, 0);

  return request;
}

static ConfabHttpResponse *
chat (ConfabTestPeer  *peer,
      ConfabTransport *transport,
      const char      *prompt)
{
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, prompt);
  g_autoptr(GError) error = NULL;
  ConfabHttpResponse *response = net_fixture_send (transport, request, NULL, &error);

  g_assert_no_error (error);

  return response;
}

static void
test_headers_sent (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "x");
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  confab_http_request_add_header (request, "X-Title", "Confab");
  response = net_fixture_send (transport, request, NULL, &error);
  g_assert_no_error (error);
  body = net_fixture_read_all (response, 1000000, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (confab_http_response_get_status (response), ==, 200);
  g_assert_cmpstr (confab_http_response_get_content_type (response), ==, "text/event-stream");
  g_assert_cmpstr (confab_test_peer_get_last_request_method (peer), ==, "POST");
  g_assert_cmpstr (confab_test_peer_get_last_request_header (peer, "Authorization"), ==, "Bearer " KEY);
  g_assert_cmpstr (confab_test_peer_get_last_request_header (peer, "User-Agent"), ==,
                   "Confab/" CONFAB_VERSION);
  g_assert_cmpstr (confab_test_peer_get_last_request_header (peer, "X-Title"), ==, "Confab");
  g_assert_cmpstr (confab_test_peer_get_last_request_header (peer, "Content-Type"), ==,
                   "application/json");
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_header (peer, "Accept-Encoding"), "gzip"));
  g_assert_null (confab_test_peer_get_last_request_header (peer, "Accept-Language"));
  g_assert_null (confab_test_peer_get_last_request_header (peer, "Cookie"));
}

/* A request can be sent again, and its credential goes along again. */
static void
test_sends_again (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "x");

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabHttpResponse) response = net_fixture_send (transport, request, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (confab_http_response_get_status (response), ==, 200);
      g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, i);
      g_assert_cmpstr (confab_test_peer_get_last_request_header (peer, "Authorization"), ==, "Bearer " KEY);
    }
}

static void
test_keeps_no_cookies (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);

  raw_server_set_reply (server, "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nCache-Control: max-age=999\r\n"
                        "Content-Length: 2\r\n\r\nok", -1, RAW_SERVER_SERVE);
  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabHttpResponse) response = net_fixture_get (transport, uri, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (raw_server_get_n_requests (server), ==, i);
      g_assert_null (strstr (raw_server_get_request (server), "Cookie"));
    }
}

static void
test_redirect (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTestPeer) other = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autofree char *target = g_strconcat (confab_test_peer_get_uri (other), "/v1/chat/completions", NULL);
  g_autofree char *prompt = g_strdup_printf ("[[redirect %s]]", target);
  g_autoptr(ConfabHttpResponse) response = chat (peer, transport, prompt);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (confab_http_response_get_status (response), ==, 307);
  g_assert_cmpstr (confab_http_response_get_header (response, "Location"), ==, target);
  body = net_fixture_read_all (response, 1000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 1);
  g_assert_cmpuint (confab_test_peer_get_n_requests (other), ==, 0);
}

/* Also where following would be the custom. */
static void
test_redirect_kinds (void)
{
  static const struct { const char *method; guint status; } cases[] = {
    { "GET", 301 }, { "GET", 302 }, { "GET", 303 }, { "GET", 307 }, { "GET", 308 },
    { "POST", 301 }, { "POST", 302 }, { "POST", 303 }, { "POST", 307 }, { "POST", 308 },
  };
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autoptr(RawServer) other = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autofree char *target = raw_server_dup_uri (other, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabHttpRequest) request = confab_http_request_new (cases[i].method, uri);
      g_autoptr(ConfabSecret) secret = confab_secret_new (KEY, -1);
      g_autofree char *reply =
        g_strdup_printf ("HTTP/1.1 %u Elsewhere\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n",
                         cases[i].status, target);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s %u", cases[i].method, cases[i].status);
      confab_http_request_set_credential (request, "x-api-key", NULL, secret);
      raw_server_set_reply (server, reply, -1, RAW_SERVER_SERVE);
      response = net_fixture_send (transport, request, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (confab_http_response_get_status (response), ==, cases[i].status);
    }

  g_assert_cmpuint (raw_server_get_n_requests (server), ==, G_N_ELEMENTS (cases));
  g_assert_cmpuint (raw_server_get_n_connections (other), ==, 0);
}

/* 401 and 407 are not taken as an invitation to sign in by other means. */
static void
test_challenge (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autofree char *with_user = g_strdup_printf ("http://someone:word@127.0.0.1:%u/",
                                                raw_server_get_port (server));
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(ConfabHttpResponse) second = NULL;
  g_autoptr(GError) error = NULL;

  raw_server_set_reply (server, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"\r\n"
                        "Content-Length: 0\r\n\r\n", -1, RAW_SERVER_SERVE);
  response = net_fixture_get (transport, with_user, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (confab_http_response_get_status (response), ==, 401);
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 1);

  raw_server_set_reply (server, "HTTP/1.1 407 Who Are You\r\nProxy-Authenticate: Basic realm=\"a\"\r\n"
                        "Content-Length: 0\r\n\r\n", -1, RAW_SERVER_SERVE);
  second = net_fixture_get (transport, uri, &error);
  g_assert_null (second);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_PROXY);
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 2);
}

static gboolean
peer_waits (gpointer data)
{
  return confab_test_peer_get_n_waiting (data) == 1;
}

/* Each piece is there before the next one is sent, compressed or not. */
static void
test_piece_by_piece (void)
{
  static const char * const prompts[] = { "[[slow]]one two three", "[[slow]][[gzip]]one two three" };

  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    {
      g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
      g_autoptr(ConfabHttpResponse) response = chat (peer, transport, prompts[i]);
      g_autoptr(GString) text = g_string_new (NULL);
      const char *pieces[] = { "You wrote:", "This is **", " answer." };

      g_assert_cmpstr (confab_http_response_get_header (response, "Content-Encoding"), ==,
                       i == 1 ? "gzip" : NULL);

      for (guint k = 0; k < G_N_ELEMENTS (pieces); k++)
        {
          while (strstr (text->str, pieces[k]) == NULL)
            {
              g_autoptr(GError) error = NULL;
              g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

              g_assert_no_error (error);
              g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
              g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
            }
          g_assert_true (k + 1 == G_N_ELEMENTS (pieces) || strstr (text->str, pieces[k + 1]) == NULL);
          if (k + 1 < G_N_ELEMENTS (pieces))
            {
              net_fixture_wait (peer_waits, peer);
              g_assert_cmpuint (confab_test_peer_release (peer), ==, 1);
            }
        }
    }
}

static void
test_compressed_cut (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = chat (peer, transport, "[[gzip]][[cut]]");
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = net_fixture_read_all (response, 1000000, NULL, &error);

  g_assert_null (body);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT);
}

static void
test_large_body (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = chat (peer, transport, "[[hugeline 20000000]]");
  gsize total_bytes = 0;

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

      g_assert_no_error (error);
      if (g_bytes_get_size (bytes) == 0)
        break;
      g_assert_cmpuint (g_bytes_get_size (bytes), <=, 65536);
      total_bytes += g_bytes_get_size (bytes);
    }

  g_assert_cmpuint (total_bytes, >, 20000000);
  g_assert_cmpuint (confab_test_peer_get_n_gone (peer), ==, 0);
}

/* Lets everything run that can run without being read from. Returns how much the server has got
 * rid of then. */
static gsize
settle (ConfabTestPeer *peer)
{
  const gsize bound_bytes = 64 * 1024 * 1024;

  while (g_main_context_iteration (NULL, FALSE))
    g_assert_cmpuint (confab_test_peer_get_last_sent_bytes (peer), <, bound_bytes);

  return confab_test_peer_get_last_sent_bytes (peer);
}

/* A server that never stops comes to a halt in the system's buffers while nobody reads. */
static void
test_backpressure (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = chat (peer, transport, "[[endless]]");
  gsize before_bytes, read_bytes = 0;

  before_bytes = settle (peer);
  g_assert_cmpuint (confab_test_peer_get_n_open (peer), ==, 1);

  while (read_bytes < before_bytes + 1024 * 1024)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

      g_assert_no_error (error);
      read_bytes += g_bytes_get_size (bytes);
    }
  g_assert_cmpuint (confab_test_peer_get_last_sent_bytes (peer), >, before_bytes);
  settle (peer);
}

static guint16
free_port (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);

  return raw_server_get_port (server);
}

static void
test_refused (void)
{
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/v1/models?secret=1", free_port ());
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabHttpResponse) response = net_fixture_get (transport, uri, &error);

  g_assert_null (response);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "http://127.0.0.1:"));
  g_assert_null (strstr (error->message, "secret"));
}

static void
test_unknown_host (void)
{
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request =
    confab_http_request_new ("GET", "http://nonexistent.invalid/v1");
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  confab_http_request_set_timeouts (request, 0, 0, 0);
  response = net_fixture_send (transport, request, NULL, &error);
  g_assert_null (response);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_RESOLVE);
}

static void
test_bad_address (void)
{
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabHttpResponse) response = net_fixture_get (transport, "ftp://127.0.0.1/", &error);

  g_assert_null (response);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_BAD_URI);
}

static void
test_proxy (void)
{
  static const struct { const char *uri, *reply; gboolean with_key; int code; } cases[] = {
    { "http://api.example/v1", "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", FALSE, CONFAB_NET_ERROR_PROXY },
    { "https://api.example/v1", "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", TRUE, CONFAB_NET_ERROR_PROXY },
    { "https://api.example/v1", "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", TRUE, CONFAB_NET_ERROR_PROXY },
    { "https://api.example/v1", NULL, TRUE, CONFAB_NET_ERROR_PROXY },
    { "http://api.example/v1", NULL, FALSE, CONFAB_NET_ERROR_PROXY },
    { "http://api.example/v1", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", FALSE, -1 },
    { "http://api.example/v1", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", TRUE,
      CONFAB_NET_ERROR_PLAIN_HTTP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RawServer) proxy = raw_server_new (NULL);
      const guint port = cases[i].reply != NULL ? raw_server_get_port (proxy) : free_port ();
      g_autofree char *proxy_uri = g_strdup_printf ("http://127.0.0.1:%u", port);
      g_autoptr(GProxyResolver) resolver = g_simple_proxy_resolver_new (proxy_uri, NULL);
      g_autoptr(ConfabTransport) transport = confab_transport_new_full (NULL, resolver);
      g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", cases[i].uri);
      g_autoptr(ConfabSecret) secret = confab_secret_new ("sk-1", -1);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      if (cases[i].with_key)
        confab_http_request_set_credential (request, "x-api-key", NULL, secret);
      if (cases[i].reply != NULL)
        raw_server_set_reply (proxy, cases[i].reply, -1, RAW_SERVER_SERVE);
      response = net_fixture_send (transport, request, NULL, &error);

      if (cases[i].code < 0)
        {
          g_assert_no_error (error);
          g_assert_nonnull (strstr (raw_server_get_request (proxy), "GET http://api.example/v1 "));
          continue;
        }
      g_assert_null (response);
      g_assert_error (error, CONFAB_NET_ERROR, cases[i].code);

      /* What asks for a tunnel does not sign in with what is meant for the other end of it. */
      if (g_str_has_prefix (cases[i].uri, "https") && cases[i].reply != NULL)
        {
          g_assert_nonnull (strstr (raw_server_get_request (proxy), "CONNECT "));
          g_assert_null (strstr (raw_server_get_request (proxy), "sk-1"));
        }
    }
}

static void
test_not_http (void)
{
  static const struct { const char *reply; RawServerEnd end; int code; } cases[] = {
    { "SSH-2.0-OpenSSH_9.2\r\n\r\n", RAW_SERVER_CLOSE, CONFAB_NET_ERROR_PROTOCOL },
    { "\x15\x03\x01\r\n\r\n", RAW_SERVER_HOLD, CONFAB_NET_ERROR_PROTOCOL },
    { "", RAW_SERVER_CLOSE, CONFAB_NET_ERROR_CUT },
    { "", RAW_SERVER_RESET, CONFAB_NET_ERROR_CUT },
  };
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      raw_server_set_reply (server, cases[i].reply, -1, cases[i].end);
      response = net_fixture_get (transport, uri, &error);
      g_assert_null (response);
      g_assert_error (error, CONFAB_NET_ERROR, cases[i].code);
    }
}

/* The answer goes on when whoever sent the request has let go of the transport. */
static void
test_answer_outlives (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabTransport *transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = chat (peer, transport, "[[gate]] and on and on and on");
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_finalize_object (transport);
  net_fixture_wait (peer_waits, peer);
  confab_test_peer_release (peer);
  body = net_fixture_read_all (response, 1000000, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "[DONE]"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/transport/headers-sent", test_headers_sent);
  g_test_add_func ("/net/transport/sends-again", test_sends_again);
  g_test_add_func ("/net/transport/keeps-no-cookies", test_keeps_no_cookies);
  g_test_add_func ("/net/transport/redirect", test_redirect);
  g_test_add_func ("/net/transport/redirect-kinds", test_redirect_kinds);
  g_test_add_func ("/net/transport/challenge", test_challenge);
  g_test_add_func ("/net/transport/piece-by-piece", test_piece_by_piece);
  g_test_add_func ("/net/transport/compressed-cut", test_compressed_cut);
  g_test_add_func ("/net/transport/large-body", test_large_body);
  g_test_add_func ("/net/transport/backpressure", test_backpressure);
  g_test_add_func ("/net/transport/refused", test_refused);
  g_test_add_func ("/net/transport/unknown-host", test_unknown_host);
  g_test_add_func ("/net/transport/bad-address", test_bad_address);
  g_test_add_func ("/net/transport/proxy", test_proxy);
  g_test_add_func ("/net/transport/not-http", test_not_http);
  g_test_add_func ("/net/transport/answer-outlives", test_answer_outlives);

  return g_test_run ();
}
