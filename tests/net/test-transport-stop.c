/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "net-fixture.h"
#include "raw-server.h"

#include "confab-test-peer.h"

#include <string.h>

/* How requests end early: because they took too long, or because nobody wants the answer any
 * more. Either way the server has to notice. */

static ConfabHttpRequest *
new_chat (ConfabTestPeer *peer,
          const char     *prompt,
          guint           connect_ms,
          guint           first_byte_ms,
          guint           idle_ms)
{
  g_autofree char *uri = g_strconcat (confab_test_peer_get_uri (peer), "/api/chat", NULL);
  g_autofree char *body =
    g_strdup_printf ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}", prompt);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  ConfabHttpRequest *request = confab_http_request_new ("POST", uri);

  confab_http_request_set_body (request, "application/json", bytes);
  confab_http_request_set_timeouts (request, connect_ms, first_byte_ms, idle_ms);

  return request;
}

static gboolean
peer_lost_client (gpointer data)
{
  return confab_test_peer_get_n_gone (data) == 1 && confab_test_peer_get_n_open (data) == 0;
}

static gboolean
peer_lost_one (gpointer data)
{
  return confab_test_peer_get_n_gone (data) == 1;
}

static gboolean
peer_replies (gpointer data)
{
  return confab_test_peer_get_n_open (data) == 1;
}

static gboolean
server_lost_client (gpointer data)
{
  return raw_server_get_n_gone (data) == 1;
}

static gboolean
server_has_no_client (gpointer data)
{
  return raw_server_get_n_gone (data) == raw_server_get_n_connections (data);
}

static gboolean
server_connected (gpointer data)
{
  return raw_server_get_n_connections (data) == 1;
}

/* TLS belongs to the connection: a server that accepts and then says nothing is not connected to. */
static void
test_connect_timeout (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u/", raw_server_get_port (server));
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  raw_server_set_reply (server, "", -1, RAW_SERVER_HOLD);
  confab_http_request_set_timeouts (request, 200, 0, 0);
  response = net_fixture_send (transport, request, NULL, &error);
  g_assert_null (response);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CONNECT_TIMEOUT);

  /* On a machine slow enough the time was over before there was a connection at all. */
  net_fixture_wait (server_has_no_client, server);
}

static void
test_first_byte_timeout (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "[[hang]]", 0, 50, 0);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  response = net_fixture_send (transport, request, NULL, &error);
  g_assert_null (response);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FIRST_BYTE_TIMEOUT);
  net_fixture_wait (peer_lost_client, peer);
}

/* The timer of one phase does not run on in the next, nor does any that is not ours: the second limit
 * is longer than the first, and no phase may end before its own. */
static void
test_timers_are_apart (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "/");
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) plain = confab_http_request_new ("GET", uri);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(ConfabHttpResponse) silence = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  gint64 started_us;

  /* A machine may be too slow for the first limit, which is not what is looked at: it gets another
   * try. */
  raw_server_set_reply (server, "", -1, RAW_SERVER_HOLD);
  confab_http_request_set_timeouts (plain, 500, 1200, 0);
  do
    {
      g_clear_error (&error);
      started_us = g_get_monotonic_time ();
      response = net_fixture_send (transport, plain, NULL, &error);
      g_assert_null (response);
    }
  while (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CONNECT_TIMEOUT));
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FIRST_BYTE_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - started_us, >=, 1200 * 1000);

  do
    {
      g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
      g_autoptr(ConfabHttpRequest) silent = new_chat (peer, "[[silent]]", 500, 500, 1200);

      g_clear_error (&error);
      silence = net_fixture_send (transport, silent, NULL, &error);
      if (silence == NULL)
        continue;
      started_us = g_get_monotonic_time ();
      bytes = net_fixture_read (silence, NULL, &error);
    }
  while (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CONNECT_TIMEOUT) ||
         g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FIRST_BYTE_TIMEOUT));
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_IDLE_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - started_us, >=, 1200 * 1000);
}

/* What has come before the silence was handed on; afterwards the answer stays failed. */
static void
test_idle_timeout (void)
{
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(GString) text = g_string_new (NULL);

  /* What comes has to come in time, however slow the machine is. */
  for (guint idle_ms = 50; strstr (text->str, "You wrote") == NULL; idle_ms *= 2)
    {
      g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
      g_autoptr(ConfabHttpRequest) request = new_chat (peer, "[[gate]]then silence", 0, 0, idle_ms);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GBytes) again = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) second = NULL;

      g_assert_cmpuint (idle_ms, <, 60 * 1000);
      response = net_fixture_send (transport, request, NULL, &error);
      g_assert_no_error (error);
      while (error == NULL)
        {
          g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

          if (bytes != NULL)
            g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
        }
      g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_IDLE_TIMEOUT);
      net_fixture_wait (peer_lost_client, peer);

      again = net_fixture_read (response, NULL, &second);
      g_assert_error (second, CONFAB_NET_ERROR, CONFAB_NET_ERROR_IDLE_TIMEOUT);
    }
}

/* One send or read whose end is waited for elsewhere. */
typedef struct
{
  ConfabHttpResponse *response;  /* owned */
  GBytes             *bytes;     /* owned */
  GError             *error;     /* owned */
  guint               n_calls;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_object (&outcome->response);
  g_clear_pointer (&outcome->bytes, g_bytes_unref);
  g_clear_error (&outcome->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->n_calls++;
  outcome->response = confab_transport_send_finish (CONFAB_TRANSPORT (object), result,
                                                    &outcome->error);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->n_calls++;
  outcome->bytes = confab_http_response_read_finish (CONFAB_HTTP_RESPONSE (object), result,
                                                     &outcome->error);
}

static gboolean
called (gpointer data)
{
  return ((Outcome *) data)->n_calls == 1;
}

static void
test_cancelled_before (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "x", 0, 0, 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  response = net_fixture_send (transport, request, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 0);
}

/* Right after the start, before the main loop has run at all. */
static void
test_cancelled_at_once (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "x", 0, 0, 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Outcome) outcome = { 0 };

  confab_transport_send_async (transport, request, cancellable, sent_cb, &outcome);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (outcome.n_calls, ==, 0);
  net_fixture_wait (called, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 0);
}

static void
test_cancelled_in_handshake (void)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u/", raw_server_get_port (server));
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Outcome) outcome = { 0 };

  raw_server_set_reply (server, "", -1, RAW_SERVER_HOLD);
  confab_http_request_set_timeouts (request, 0, 0, 0);
  confab_transport_send_async (transport, request, cancellable, sent_cb, &outcome);
  net_fixture_wait (server_connected, server);
  g_assert_cmpuint (outcome.n_calls, ==, 0);
  g_cancellable_cancel (cancellable);
  net_fixture_wait (called, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  net_fixture_wait (server_lost_client, server);
}

static void
test_cancelled_before_headers (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "[[hang]]", 0, 0, 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Outcome) outcome = { 0 };

  confab_transport_send_async (transport, request, cancellable, sent_cb, &outcome);
  net_fixture_wait (peer_replies, peer);
  g_cancellable_cancel (cancellable);
  net_fixture_wait (called, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  net_fixture_wait (peer_lost_client, peer);
}

static gpointer
cancel_thread (gpointer data)
{
  g_cancellable_cancel (data);

  return NULL;
}

/* A cancellable may be cancelled on any thread; everything else stays on ours. */
static void
test_cancelled_elsewhere (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "[[hang]]", 0, 0, 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Outcome) outcome = { 0 };
  GThread *thread;

  confab_transport_send_async (transport, request, cancellable, sent_cb, &outcome);
  net_fixture_wait (peer_replies, peer);
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  net_fixture_wait (called, &outcome);
  g_thread_join (thread);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  net_fixture_wait (peer_lost_client, peer);
}

static void
test_cancelled_in_body (void)
{
  static const char * const prompts[] = { "[[silent]]", "[[gzip]][[silent]]" };

  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    {
      g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
      g_autoptr(ConfabHttpRequest) request = new_chat (peer, prompts[i], 0, 0, 0);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_auto(Outcome) outcome = { 0 };
      g_autoptr(GError) error = NULL;

      response = net_fixture_send (transport, request, NULL, &error);
      g_assert_no_error (error);
      confab_http_response_read_async (response, cancellable, read_cb, &outcome);
      g_assert_cmpuint (confab_test_peer_get_n_gone (peer), ==, 0);
      g_cancellable_cancel (cancellable);
      net_fixture_wait (called, &outcome);
      g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

      /* The answer is still held; the connection is not. */
      net_fixture_wait (peer_lost_client, peer);
    }
}

/* Letting go of an answer ends it, with much still to come and with nothing coming. */
static void
test_dropped (void)
{
  static const char * const prompts[] = { "[[silent]]", "[[endless]]", "[[gate]]x", "[[gzip]][[endless]]" };

  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    {
      g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
      g_autoptr(ConfabHttpRequest) request = new_chat (peer, prompts[i], 0, 0, 0);
      g_autoptr(GError) error = NULL;
      ConfabHttpResponse *response = net_fixture_send (transport, request, NULL, &error);

      g_assert_no_error (error);
      if (i > 0)
        {
          g_autoptr(GBytes) bytes = net_fixture_read (response, NULL, &error);

          g_assert_no_error (error);
        }
      g_assert_cmpuint (confab_test_peer_get_n_gone (peer), ==, 0);
      g_assert_finalize_object (response);
      net_fixture_wait (peer_lost_client, peer);
    }
}

/* Cancelling a request whose answer is there gives up the answer and its connection. */
static void
test_cancelled_with_answer (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "[[endless]]", 0, 0, 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  response = net_fixture_send (transport, request, NULL, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  bytes = net_fixture_read (response, cancellable, &error);
  g_assert_null (bytes);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  net_fixture_wait (peer_lost_client, peer);
}

/* Over the limit, the rest is not waited for. */
static void
test_too_large (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(ConfabHttpRequest) request = new_chat (peer, "[[endless]]", 0, 0, 0);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  response = net_fixture_send (transport, request, NULL, &error);
  g_assert_no_error (error);
  bytes = net_fixture_read_all (response, 100000, NULL, &error);
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_TOO_LARGE);
  net_fixture_wait (peer_lost_client, peer);
}

/* Stopping one of many leaves the others alone. */
static void
test_others_go_on (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  ConfabHttpResponse *responses[12];

  for (guint i = 0; i < G_N_ELEMENTS (responses); i++)
    {
      g_autoptr(ConfabHttpRequest) request = new_chat (peer, "[[gate]]x", 2000, 0, 0);
      g_autoptr(GError) error = NULL;

      responses[i] = net_fixture_send (transport, request, NULL, &error);
      g_assert_no_error (error);
    }

  g_clear_object (&responses[5]);
  net_fixture_wait (peer_lost_one, peer);
  g_assert_cmpuint (confab_test_peer_get_n_waiting (peer), ==, G_N_ELEMENTS (responses) - 1);
  confab_test_peer_release (peer);

  for (guint i = 0; i < G_N_ELEMENTS (responses); i++)
    {
      g_autoptr(GBytes) body = NULL;
      g_autoptr(GError) error = NULL;

      if (responses[i] == NULL)
        continue;
      body = net_fixture_read_all (responses[i], 100000, NULL, &error);
      g_assert_no_error (error);
      g_clear_object (&responses[i]);
    }
  g_assert_cmpuint (confab_test_peer_get_n_gone (peer), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/transport-stop/connect-timeout", test_connect_timeout);
  g_test_add_func ("/net/transport-stop/first-byte-timeout", test_first_byte_timeout);
  g_test_add_func ("/net/transport-stop/timers-are-apart", test_timers_are_apart);
  g_test_add_func ("/net/transport-stop/idle-timeout", test_idle_timeout);
  g_test_add_func ("/net/transport-stop/cancelled-before", test_cancelled_before);
  g_test_add_func ("/net/transport-stop/cancelled-at-once", test_cancelled_at_once);
  g_test_add_func ("/net/transport-stop/cancelled-in-handshake", test_cancelled_in_handshake);
  g_test_add_func ("/net/transport-stop/cancelled-before-headers", test_cancelled_before_headers);
  g_test_add_func ("/net/transport-stop/cancelled-elsewhere", test_cancelled_elsewhere);
  g_test_add_func ("/net/transport-stop/cancelled-in-body", test_cancelled_in_body);
  g_test_add_func ("/net/transport-stop/dropped", test_dropped);
  g_test_add_func ("/net/transport-stop/cancelled-with-answer", test_cancelled_with_answer);
  g_test_add_func ("/net/transport-stop/too-large", test_too_large);
  g_test_add_func ("/net/transport-stop/others-go-on", test_others_go_on);

  return g_test_run ();
}
