/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "net-fixture.h"
#include "raw-server.h"

#include "confab-test-peer.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static GTlsCertificate *
load_certificate (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", name, NULL);
  g_autoptr(GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return certificate;
}

static GTlsDatabase *
load_authority (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "authority.pem", NULL);
  g_autoptr(GError) error = NULL;
  GTlsDatabase *database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);

  return database;
}

/* A certificate that nobody vouches for, or that is for another host, gets no request, let alone a
 * key. */
static void
test_refused (void)
{
  static const struct { const char *certificate; gboolean with_authority; const char *says; } cases[] = {
    { "self-signed.pem", FALSE, "unknown authority" },
    { "self-signed.pem", TRUE, "unknown authority" },
    { "server.pem", FALSE, "unknown authority" },
    { "other-host.pem", TRUE, "another host" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GTlsCertificate) certificate = load_certificate (cases[i].certificate);
      g_autoptr(GTlsDatabase) authority = cases[i].with_authority ? load_authority () : NULL;
      g_autoptr(RawServer) server = raw_server_new (certificate);
      g_autofree char *uri = raw_server_dup_uri (server, "/");
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (authority);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].certificate);
      raw_server_set_reply (server, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", -1, RAW_SERVER_SERVE);
      response = net_fixture_get (transport, uri, &error);
      g_assert_null (response);
      g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_TLS);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_cmpuint (raw_server_get_n_requests (server), ==, 0);
    }
}

static void
test_trusted (void)
{
  static const struct { const char *reply; RawServerEnd end; int code; } cases[] = {
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", RAW_SERVER_SERVE, -1 },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", RAW_SERVER_CLOSE, CONFAB_NET_ERROR_CUT },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", RAW_SERVER_RESET, CONFAB_NET_ERROR_CUT },
    { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", RAW_SERVER_CLOSE, CONFAB_NET_ERROR_CUT },
  };
  g_autoptr(GTlsCertificate) certificate = load_certificate ("server.pem");
  g_autoptr(GTlsDatabase) authority = load_authority ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RawServer) server = raw_server_new (certificate);
      g_autofree char *uri = raw_server_dup_uri (server, "/");
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (authority);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GBytes) body = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      raw_server_set_reply (server, cases[i].reply, -1, cases[i].end);
      response = net_fixture_get (transport, uri, &error);
      if (response != NULL)
        body = net_fixture_read_all (response, 100, NULL, &error);
      if (cases[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, CONFAB_NET_ERROR, cases[i].code);
    }
}

static void
test_not_tls (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u/", raw_server_get_port (server));
  g_autoptr(GTlsCertificate) certificate = load_certificate ("server.pem");
  g_autoptr(RawServer) secure = raw_server_new (certificate);
  g_autofree char *plain_uri = g_strdup_printf ("http://127.0.0.1:%u/", raw_server_get_port (secure));
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  raw_server_set_reply (server, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", -1, RAW_SERVER_CLOSE);
  raw_server_answer_anything (server);
  response = net_fixture_get (transport, uri, &error);
  g_assert_null (response);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_TLS);
  g_clear_error (&error);

  /* The other way round the server answers with an alert, or not at all. */
  response = net_fixture_get (transport, plain_uri, &error);
  g_assert_null (response);
  g_assert_true (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_PROTOCOL) ||
                 g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT));
}

/* nghttpx in front of the peer, which makes HTTP/2 of it. */
typedef struct
{
  ConfabTestPeer  *peer;        /* owned */
  GSubprocess     *subprocess;  /* owned */
  ConfabTransport *transport;   /* owned */
  char            *uri;         /* owned */
} Http2;

/* Not one of those that the system gives to outgoing connections: knocking at such a port until
 * somebody listens there, a client can end up connected to itself. */
static guint16
find_free_port (void)
{
  for (guint port = 20000 + getpid () % 10000; port < 32768; port++)
    {
      g_autoptr(GSocketListener) listener = g_socket_listener_new ();

      if (g_socket_listener_add_inet_port (listener, port, NULL, NULL))
        {
          g_socket_listener_close (listener);
          return port;
        }
    }

  g_assert_not_reached ();
}

/* A test that aborts leaves nothing running. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static gboolean
http2_set_up (Http2    *http2,
              gboolean  use_http2)
{
  g_autofree char *program = g_find_program_in_path ("nghttpx");
  g_autofree char *pem = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "server.pem", NULL);
  g_autoptr(GTlsDatabase) authority = load_authority ();
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autofree char *front = NULL;
  g_autofree char *back = NULL;
  g_autoptr(GError) error = NULL;
  guint16 port;

  if (program == NULL)
    {
      g_test_skip ("nghttpx is not installed");
      return FALSE;
    }

  port = find_free_port ();

  http2->peer = confab_test_peer_new ();
  http2->transport = net_fixture_new_transport (authority);
  confab_transport_set_http2 (http2->transport, use_http2);
  http2->uri = g_strdup_printf ("https://127.0.0.1:%u", port);
  front = g_strdup_printf ("-f127.0.0.1,%u", port);
  back = g_strdup_printf ("-b127.0.0.1,%u", confab_test_peer_get_port (http2->peer));
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  http2->subprocess = g_subprocess_launcher_spawn (launcher, &error, program, "--conf=/dev/null",
                                                   "--no-ocsp", "--single-process", "-n1",
                                                   front, back, pem, pem, NULL);
  g_assert_no_error (error);

  /* It listens when it listens: asking again costs nothing. */
  for (;;)
    {
      g_autofree char *version = g_strconcat (http2->uri, "/api/version", NULL);
      g_autoptr(GError) not_yet = NULL;
      g_autoptr(ConfabHttpResponse) response = net_fixture_get (http2->transport, version, &not_yet);

      if (response != NULL)
        break;
      g_assert_error (not_yet, CONFAB_NET_ERROR, CONFAB_NET_ERROR_REFUSED);
      g_assert_nonnull (g_subprocess_get_identifier (http2->subprocess));
    }
  confab_test_peer_clear_log (http2->peer);

  return TRUE;
}

static void
http2_tear_down (Http2 *http2)
{
  if (http2->subprocess != NULL)
    {
      g_subprocess_force_exit (http2->subprocess);
      g_subprocess_wait (http2->subprocess, NULL, NULL);
    }
  g_clear_object (&http2->subprocess);
  /* Newer versions of libsoup take a connection whose end they have not yet heard of for a fault. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&http2->transport);
  g_clear_object (&http2->peer);
  g_clear_pointer (&http2->uri, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Http2, http2_tear_down)

static ConfabHttpResponse *
http2_chat (Http2       *http2,
            const char  *prompt,
            guint        idle_ms,
            GError     **error)
{
  g_autofree char *uri = g_strconcat (http2->uri, "/v1/chat/completions", NULL);
  g_autofree char *body =
    g_strdup_printf ("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\","
                     "\"content\":\"%s\"}]}", prompt);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(ConfabSecret) secret = confab_secret_new (CONFAB_TEST_PEER_KEY, -1);
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("POST", uri);

  confab_http_request_set_credential (request, "Authorization", "Bearer ", secret);
  confab_http_request_set_body (request, "application/json", bytes);
  confab_http_request_set_timeouts (request, 0, 0, idle_ms);

  return net_fixture_send (http2->transport, request, NULL, error);
}

static gboolean
peer_waits (gpointer data)
{
  return confab_test_peer_get_n_waiting (data) == 1;
}

static gboolean
peer_lost_client (gpointer data)
{
  return confab_test_peer_get_n_gone (data) == 1;
}

static void
test_http2_streams (void)
{
  g_auto(Http2) http2 = { NULL };
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) sent_error = NULL;
  gboolean is_open = FALSE;

  if (!http2_set_up (&http2, TRUE))
    return;

  response = http2_chat (&http2, "[[gate]]one", 0, &sent_error);
  g_assert_no_error (sent_error);
  g_assert_cmpuint (confab_http_response_get_status (response), ==, 200);
  g_assert_cmpstr (confab_http_response_get_content_type (response), ==, "text/event-stream");
  g_assert_cmpstr (confab_test_peer_get_last_request_header (http2.peer, "Authorization"), ==,
                   "Bearer " CONFAB_TEST_PEER_KEY);
  g_assert_cmpstr (confab_test_peer_get_last_request_header (http2.peer, "Via"), ==, "2 nghttpx");

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

      g_assert_no_error (error);
      if (g_bytes_get_size (bytes) == 0)
        break;
      g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_true (is_open || strstr (text->str, "[DONE]") == NULL);
      if (!is_open && strstr (text->str, "You wrote") != NULL)
        {
          net_fixture_wait (peer_waits, http2.peer);
          confab_test_peer_release (http2.peer);
          is_open = TRUE;
        }
    }
  g_assert_nonnull (strstr (text->str, "[DONE]"));
}

static void
test_http2_stops (void)
{
  g_auto(Http2) http2 = { NULL };
  ConfabHttpResponse *response;
  g_autoptr(ConfabHttpResponse) other = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  if (!http2_set_up (&http2, TRUE))
    return;

  /* Two streams of one connection: one is let go of, the other goes on. */
  other = http2_chat (&http2, "[[gate]]other", 0, &error);
  g_assert_no_error (error);
  response = http2_chat (&http2, "[[endless]]", 0, &error);
  g_assert_no_error (error);
  {
    g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

    g_assert_no_error (error);
  }
  g_assert_finalize_object (response);
  net_fixture_wait (peer_lost_client, http2.peer);

  confab_test_peer_release (http2.peer);
  body = net_fixture_read_all (other, 100000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (confab_test_peer_get_n_gone (http2.peer), ==, 1);
}

/* A reply that is cut ends in an error: at once with HTTP/1.1, and when the idle timer strikes at the
 * latest with HTTP/2. */
static void
test_server_cuts (void)
{
  static const struct { const char *prompt; gboolean use_http2; guint idle_ms; } cases[] = {
    { "[[cut]]", FALSE, 0 },
    { "[[reset]]", FALSE, 0 },
    { "[[cut]]", TRUE, 100 },
    { "[[reset]]", TRUE, 100 },
    { "[[gate]]x", TRUE, 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Http2) http2 = { NULL };
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) body = NULL;

      if (!http2_set_up (&http2, cases[i].use_http2))
        return;

      g_test_message ("%s", cases[i].prompt);
      response = http2_chat (&http2, cases[i].prompt, cases[i].idle_ms, &error);
      g_assert_cmpstr (confab_test_peer_get_last_request_header (http2.peer, "Via"), ==,
                       cases[i].use_http2 ? "2 nghttpx" : "1.1 nghttpx");

      /* The proxy may see the end before it has passed on the beginning. */
      if (response != NULL)
        body = net_fixture_read_all (response, 100000, NULL, &error);
      g_assert_null (body);
      if (!g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_IDLE_TIMEOUT) ||
          cases[i].idle_ms == 0)
        g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT);
    }
}

/* The same when the connection itself breaks. */
static void
test_server_dies (void)
{
  for (gint use_http2 = FALSE; use_http2 <= TRUE; use_http2++)
    {
      g_auto(Http2) http2 = { NULL };
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GBytes) first = NULL;
      g_autoptr(GBytes) rest = NULL;
      g_autoptr(GError) error = NULL;

      if (!http2_set_up (&http2, use_http2))
        return;

      /* The first half has to get here in time, however slow the machine is. */
      for (guint idle_ms = 100; first == NULL; idle_ms *= 2)
        {
          g_clear_error (&error);
          g_clear_object (&response);
          response = http2_chat (&http2, "[[gate]]x", use_http2 ? idle_ms : 0, &error);
          g_assert_no_error (error);
          first = net_fixture_read (response, NULL, &error);
          if (!use_http2 || !g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_IDLE_TIMEOUT))
            g_assert_no_error (error);
        }
      g_clear_error (&error);
      g_subprocess_force_exit (http2.subprocess);
      rest = net_fixture_read_all (response, 100000, NULL, &error);
      g_assert_null (rest);
      if (!use_http2 || !g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_IDLE_TIMEOUT))
        g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/transport-tls/refused", test_refused);
  g_test_add_func ("/net/transport-tls/trusted", test_trusted);
  g_test_add_func ("/net/transport-tls/not-tls", test_not_tls);
  g_test_add_func ("/net/transport-tls/http2-streams", test_http2_streams);
  g_test_add_func ("/net/transport-tls/http2-stops", test_http2_stops);
  g_test_add_func ("/net/transport-tls/server-cuts", test_server_cuts);
  g_test_add_func ("/net/transport-tls/server-dies", test_server_dies);

  return g_test_run ();
}
