/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "net-fixture.h"
#include "raw-server.h"

#include <string.h>

#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

/* Everything that can be wrong with where a body ends. */
static void
test_framing (void)
{
  static const struct { const char *name, *reply; RawServerEnd end; const char *body; int code; } cases[] = {
    { "chunked",            CHUNKED "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", RAW_SERVER_CLOSE, "hello world", -1 },
    { "chunked, kept",      CHUNKED "5\r\nhello\r\n0\r\n\r\n", RAW_SERVER_HOLD, "hello", -1 },
    { "chunked, trailer",   CHUNKED "5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n", RAW_SERVER_HOLD, "hello", -1 },
    { "cut after headers",  CHUNKED, RAW_SERVER_CLOSE, "", CONFAB_NET_ERROR_CUT },
    { "cut in the size",    CHUNKED "5\r\nhello\r\n6", RAW_SERVER_CLOSE, "hello", CONFAB_NET_ERROR_CUT },
    { "cut after the size", CHUNKED "5\r\nhello\r\n6\r\n", RAW_SERVER_CLOSE, "hello", CONFAB_NET_ERROR_CUT },
    { "cut in a chunk",     CHUNKED "5\r\nhel", RAW_SERVER_CLOSE, "hel", CONFAB_NET_ERROR_CUT },
    { "cut after data",     CHUNKED "5\r\nhello", RAW_SERVER_CLOSE, "hello", CONFAB_NET_ERROR_CUT },
    { "cut between chunks", CHUNKED "5\r\nhello\r\n", RAW_SERVER_CLOSE, "hello", CONFAB_NET_ERROR_CUT },
    { "cut in the end",     CHUNKED "5\r\nhello\r\n0\r\n", RAW_SERVER_CLOSE, "hello", CONFAB_NET_ERROR_CUT },
    { "length",             OK "Content-Length: 5\r\n\r\nhello", RAW_SERVER_CLOSE, "hello", -1 },
    { "length, kept",       OK "Content-Length: 5\r\n\r\nhello", RAW_SERVER_HOLD, "hello", -1 },
    { "too short",          OK "Content-Length: 10\r\n\r\nhello", RAW_SERVER_CLOSE, "hello", CONFAB_NET_ERROR_CUT },
    { "too short, closing", OK "Connection: close\r\nContent-Length: 10\r\n\r\nhello", RAW_SERVER_CLOSE,
      "hello", CONFAB_NET_ERROR_CUT },
    { "empty",              OK "Content-Length: 0\r\n\r\n", RAW_SERVER_HOLD, "", -1 },
    { "until closed",       OK "\r\nhello", RAW_SERVER_CLOSE, "hello", -1 },
    { "204",                "HTTP/1.1 204 No Content\r\n\r\n", RAW_SERVER_HOLD, "", -1 },
    { "reset",              CHUNKED "5\r\nhello\r\n", RAW_SERVER_RESET, NULL, CONFAB_NET_ERROR_CUT },
  };
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GString) body = g_string_new (NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].name);
      raw_server_set_reply (server, cases[i].reply, -1, cases[i].end);
      response = net_fixture_get (transport, uri, &error);

      /* A reset may overtake what was sent before it. */
      if (response == NULL && cases[i].end == RAW_SERVER_RESET)
        {
          g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT);
          continue;
        }
      g_assert_no_error (error);

      for (;;)
        {
          g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

          if (bytes == NULL || g_bytes_get_size (bytes) == 0)
            break;
          g_string_append_len (body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
        }

      if (cases[i].body != NULL)
        g_assert_cmpstr (body->str, ==, cases[i].body);
      if (cases[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, CONFAB_NET_ERROR, cases[i].code);

      /* It stays as it ended. */
      {
        g_autoptr(GBytes) again = NULL;
        g_autoptr(GError) second = NULL;

        again = net_fixture_read (response, NULL, &second);
        if (cases[i].code < 0)
          g_assert_cmpuint (g_bytes_get_size (again), ==, 0);
        else
          g_assert_error (second, CONFAB_NET_ERROR, cases[i].code);
      }
    }
}

/* A connection that served one body serves the next, and a cut is noticed there too. */
static void
test_reused_connection (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);

  raw_server_set_reply (server, CHUNKED "5\r\nhello\r\n0\r\n\r\n", -1, RAW_SERVER_SERVE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GBytes) body = NULL;
      g_autoptr(GError) error = NULL;

      response = net_fixture_get (transport, uri, &error);
      g_assert_no_error (error);
      body = net_fixture_read_all (response, 100, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "hello", 5);
    }
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 3);
  g_assert_cmpuint (raw_server_get_n_connections (server), ==, 1);

  raw_server_set_reply (server, CHUNKED "5\r\nhello\r\n", -1, RAW_SERVER_CLOSE);
  {
    g_autoptr(ConfabHttpResponse) response = NULL;
    g_autoptr(GBytes) body = NULL;
    g_autoptr(GError) error = NULL;

    response = net_fixture_get (transport, uri, &error);
    g_assert_no_error (error);
    body = net_fixture_read_all (response, 100, NULL, &error);
    g_assert_null (body);
    g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT);
  }
  g_assert_cmpuint (raw_server_get_n_connections (server), ==, 1);
}

static void
test_limit (void)
{
  static const struct { gsize max_bytes; gboolean fits; } cases[] = {
    { 0, FALSE }, { 4, FALSE }, { 5, TRUE }, { 6, TRUE },
  };
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);

  raw_server_set_reply (server, CHUNKED "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", -1, RAW_SERVER_HOLD);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GBytes) body = NULL;
      g_autoptr(GError) error = NULL;

      response = net_fixture_get (transport, uri, &error);
      g_assert_no_error (error);
      body = net_fixture_read_all (response, cases[i].max_bytes, NULL, &error);
      if (cases[i].fits)
        {
          g_assert_no_error (error);
          g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "hello", 5);
        }
      else
        {
          g_assert_null (body);
          g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_TOO_LARGE);
        }
    }
}

static void
test_headers (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  raw_server_set_reply (server,
                        "HTTP/1.1 429 Slow Down\r\nContent-Type: text/Plain; charset=utf-8\r\n"
                        "Retry-After: 30\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n",
                        -1, RAW_SERVER_HOLD);
  response = net_fixture_get (transport, uri, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (confab_http_response_get_status (response), ==, 429);
  g_assert_cmpstr (confab_http_response_get_reason (response), ==, "Slow Down");
  g_assert_cmpstr (confab_http_response_get_header (response, "retry-after"), ==, "30");
  g_assert_cmpstr (confab_http_response_get_header (response, "X-A"), ==, "1, 2");
  g_assert_null (confab_http_response_get_header (response, "X-B"));
  g_assert_cmpstr (confab_http_response_get_content_type (response), ==, "text/plain");
  g_assert_cmpstr (confab_http_response_get_header (response, "content-type"), ==,
                   "text/Plain; charset=utf-8");
}

static const char *
find_header (char       **headers,
             const char  *name)
{
  for (guint i = 0; headers[i] != NULL; i += 2)
    if (g_ascii_strcasecmp (headers[i], name) == 0)
      return headers[i + 1];

  return NULL;
}

static void
test_list_of_headers (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr(ConfabHttpResponse) bare = confab_http_response_new_for_stream (200, "text/plain", stream);
  g_auto(GStrv) none = confab_http_response_dup_headers (bare);
  g_auto(GStrv) headers = NULL;
  g_autoptr(GString) reply = g_string_new ("HTTP/1.1 429 No\r\nContent-Length: 0\r\nRetry-After: 30\r\nX-Odd: caf\xe9\r\n");
  g_autofree char *long_value = g_strnfill (2000, 'x');
  g_autoptr(GError) error = NULL;

  g_string_append_printf (reply, "X-Long: %s\r\n", long_value);
  for (guint i = 0; i < 400; i++)
    g_string_append_printf (reply, "X-%u: 1\r\n", i);
  g_string_append (reply, "X-Last: 1\r\n\r\n");

  raw_server_set_reply (server, reply->str, reply->len, RAW_SERVER_HOLD);
  response = net_fixture_get (transport, uri, &error);
  g_assert_no_error (error);

  headers = confab_http_response_dup_headers (response);
  g_assert_cmpstr (find_header (headers, "retry-after"), ==, "30");
  g_assert_cmpstr (find_header (headers, "x-odd"), ==, "caf\xef\xbf\xbd");
  g_assert_null (find_header (headers, "x-long"));
  g_assert_cmpuint (g_strv_length (headers), <=, 512);
  g_assert_null (find_header (headers, "x-last"));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

/* The library bounds them, and says no more than that it did not get all. */
static void
test_too_many_headers (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GString) reply = g_string_new ("HTTP/1.1 200 OK\r\nX-Long: ");
  g_autofree char *value = g_strnfill (4000000, 'x');
  g_autoptr(GError) error = NULL;

  g_string_append_printf (reply, "%s\r\n\r\n", value);
  raw_server_set_reply (server, reply->str, reply->len, RAW_SERVER_CLOSE);
  response = net_fixture_get (transport, uri, &error);
  g_assert_null (response);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT);
}

static void
test_stream (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data (text, 100000, NULL);
  g_autoptr(ConfabHttpResponse) response =
    confab_http_response_new_for_stream (200, "text/event-stream", stream);
  gsize total_bytes = 0;
  guint n_reads = 0;

  g_assert_cmpuint (confab_http_response_get_status (response), ==, 200);
  g_assert_null (confab_http_response_get_reason (response));
  g_assert_cmpstr (confab_http_response_get_content_type (response), ==, "text/event-stream");
  g_assert_cmpstr (confab_http_response_get_header (response, "CONTENT-TYPE"), ==,
                   "text/event-stream");
  g_assert_null (confab_http_response_get_header (response, "Retry-After"));

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

      g_assert_no_error (error);
      if (g_bytes_get_size (bytes) == 0)
        break;
      g_assert_cmpuint (g_bytes_get_size (bytes), <=, 65536);
      total_bytes += g_bytes_get_size (bytes);
      n_reads++;
    }

  g_assert_cmpuint (total_bytes, ==, 100000);
  g_assert_cmpuint (n_reads, >, 1);
}

static void
cancelled_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  guint *n_calls = user_data;

  bytes = confab_http_response_read_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  g_assert_null (bytes);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  (*n_calls)++;
}

static void
pending_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  guint *n_calls = user_data;

  bytes = confab_http_response_read_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  g_assert_null (bytes);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  (*n_calls)++;
}

static gboolean
two_calls (gpointer data)
{
  return *(guint *) data == 2;
}

/* A second read beside the first is refused, and cancelling reaches the first, on a stream whose
 * other end says nothing. */
static void
test_one_read_at_a_time (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GBytes) after = NULL;
  g_autoptr(GError) error = NULL;
  guint n_calls = 0;

  raw_server_set_reply (server, CHUNKED, -1, RAW_SERVER_HOLD);
  response = net_fixture_get (transport, uri, &error);
  g_assert_no_error (error);

  confab_http_response_read_async (response, cancellable, cancelled_cb, &n_calls);
  confab_http_response_read_async (response, NULL, pending_cb, &n_calls);
  g_assert_cmpuint (n_calls, ==, 0);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (n_calls, ==, 0);
  net_fixture_wait (two_calls, &n_calls);

  after = net_fixture_read (response, NULL, &error);
  g_assert_null (after);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/http-response/framing", test_framing);
  g_test_add_func ("/net/http-response/reused-connection", test_reused_connection);
  g_test_add_func ("/net/http-response/limit", test_limit);
  g_test_add_func ("/net/http-response/headers", test_headers);
  g_test_add_func ("/net/http-response/list-of-headers", test_list_of_headers);
  g_test_add_func ("/net/http-response/too-many-headers", test_too_many_headers);
  g_test_add_func ("/net/http-response/stream", test_stream);
  g_test_add_func ("/net/http-response/one-read-at-a-time", test_one_read_at_a_time);

  return g_test_run ();
}
