/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "made-certificate.h"
#include "net-fixture.h"
#include "raw-server.h"

#include <string.h>

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#define HOST "127.0.0.1"

static ConfabConnectionPolicy *
new_policy (const char *authorities,
            const char *pin)
{
  g_autoptr(GError) error = NULL;
  ConfabConnectionPolicy *policy = confab_connection_policy_new ("direct", authorities, pin, &error);

  g_assert_no_error (error);

  return policy;
}

static void
test_values (void)
{
  static const char pin[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  static const char loud[] = " SHA256:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:"
                             "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\n";
  static const struct { const char *proxy, *normal; } proxies[] = {
    { "direct", "direct://" },
    { "DIRECT://", "direct://" },
    { "http://proxy.example:3128", "http://proxy.example:3128" },
    { "HTTP://proxy.example:3128/", "http://proxy.example:3128" },
    { "http://proxy.example", "http://proxy.example:80" },
    { "https://proxy.example", "https://proxy.example:443" },
    { "socks5://[::1]", "socks5://[::1]:1080" },
    { "socks5h://who:what@proxy.example:9", "socks5://who:what@proxy.example:9" },
    { "", NULL },
    { "proxy.example:3128", NULL },
    { "ftp://proxy.example", NULL },
    { "http://", NULL },
    { "http://proxy.example/path", NULL },
    { "http://proxy.example:99999", NULL },
    { "socks5://\xff\xfe", NULL },
  };
  static const char *const pins[] = { "", "00", "sha1:00", "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                                      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00" };
  g_autoptr(ConfabConnectionPolicy) none = confab_connection_policy_new (NULL, NULL, NULL, NULL);
  g_autoptr(ConfabConnectionPolicy) pinned = confab_connection_policy_new (NULL, NULL, pin, NULL);
  g_autoptr(ConfabConnectionPolicy) same = confab_connection_policy_new (NULL, NULL, loud, NULL);
  g_autoptr(ConfabConnectionPolicy) unpinned = confab_connection_policy_dup_unpinned (same);
  g_autoptr(ConfabConnectionPolicy) vouched = confab_connection_policy_new (NULL, pin, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabConnectionPolicy) policy =
        confab_connection_policy_new (proxies[i].proxy, NULL, NULL, &error);

      g_test_message ("%s", proxies[i].proxy);
      if (proxies[i].normal == NULL)
        {
          g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_POLICY);
          g_assert_null (policy);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (confab_connection_policy_get_proxy (policy), ==, proxies[i].normal);
      g_assert_false (confab_connection_policy_equal (policy, none));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (pins); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabConnectionPolicy) policy = confab_connection_policy_new (NULL, NULL, pins[i], &error);

      g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_POLICY);
      g_assert_null (policy);
    }

  g_assert_cmpstr (confab_connection_policy_get_pin (same), ==, pin);
  g_assert_true (confab_connection_policy_equal (pinned, same));
  g_assert_cmpuint (confab_connection_policy_hash (pinned), ==, confab_connection_policy_hash (same));
  g_assert_false (confab_connection_policy_equal (pinned, none));
  g_assert_false (confab_connection_policy_equal (pinned, vouched));
  g_assert_true (confab_connection_policy_equal (unpinned, none));
}

/* Sends a request, and says what comes of it: -1 for an answer, otherwise the error. */
static int
try (ConfabTransport        *transport,
     RawServer              *server,
     const char             *host,
     ConfabConnectionPolicy *policy,
     const char             *says)
{
  g_autofree char *uri = g_strdup_printf ("https://%s:%u/", host, raw_server_get_port (server));
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
  g_autoptr(ConfabSecret) secret = confab_secret_new ("never-to-be-seen", -1);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  const guint n_before = raw_server_get_n_requests (server);

  confab_http_request_set_credential (request, "Authorization", "Bearer ", secret);
  confab_http_request_set_policy (request, policy);
  response = net_fixture_send (transport, request, NULL, &error);
  if (response != NULL)
    {
      body = net_fixture_read_all (response, 100, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (raw_server_get_n_requests (server), ==, n_before + 1);
      return -1;
    }

  g_test_message ("%s", error->message);
  g_assert_true (error->domain == CONFAB_NET_ERROR);
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, n_before);
  if (says != NULL)
    g_assert_nonnull (strstr (error->message, says));

  return error->code;
}

static RawServer *
new_server (GTlsCertificate *certificate)
{
  RawServer *server = raw_server_new (certificate);

  raw_server_set_reply (server, OK, -1, RAW_SERVER_SERVE);

  return server;
}

/* What one of them trusts, another one does not, whatever connections and sessions of TLS there are
 * from before. */
static void
test_authority (void)
{
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Private authority");
  g_autoptr(GTlsCertificate) other = made_authority_new ("Other authority");
  g_autoptr(GTlsCertificate) certificate = made_certificate_new (HOST, -1, 1, authority);
  g_autofree char *pem = made_certificate_dup_pem (authority);
  g_autofree char *other_pem = made_certificate_dup_pem (other);
  g_autofree char *both = g_strconcat ("# ours\n", other_pem, "\n", pem, NULL);
  g_autoptr(ConfabConnectionPolicy) trusting = new_policy (pem, NULL);
  g_autoptr(ConfabConnectionPolicy) trusting_both = new_policy (both, NULL);
  g_autoptr(ConfabConnectionPolicy) trusting_other = new_policy (other_pem, NULL);
  g_autoptr(ConfabConnectionPolicy) usual = new_policy (NULL, NULL);
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(RawServer) server = new_server (certificate);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (try (transport, server, HOST, trusting, NULL), ==, -1);
      g_assert_cmpint (try (transport, server, HOST, usual, "unknown authority"), ==, CONFAB_NET_ERROR_TLS);
      g_assert_cmpint (try (transport, server, HOST, NULL, "unknown authority"), ==, CONFAB_NET_ERROR_TLS);
      g_assert_cmpint (try (transport, server, HOST, trusting_other, NULL), ==, CONFAB_NET_ERROR_TLS);
      g_assert_cmpint (try (transport, server, HOST, trusting_both, NULL), ==, -1);
    }

  /* Each policy that trusts it has kept its one connection. */
  g_assert_cmpint (try (transport, server, "localhost", trusting, "another host"), ==, CONFAB_NET_ERROR_TLS);
}

/* In addition to the system, not in its place. */
static void
test_addition (void)
{
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Private authority");
  g_autofree char *pem = made_certificate_dup_pem (authority);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "server.pem", NULL);
  g_autofree char *authority_path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "authority.pem", NULL);
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (authority_path, NULL);
  g_autoptr(ConfabConnectionPolicy) trusting = new_policy (pem, NULL);
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (database);
  g_autoptr(RawServer) server = new_server (certificate);

  g_assert_cmpint (try (transport, server, HOST, trusting, NULL), ==, -1);
}

/* An authority that is trusted does not make right what else is wrong. */
static void
test_bad_certificates (void)
{
  static const struct { const char *host; int from, until; const char *says; } cases[] = {
    { HOST, -10, -1, "expired" },
    { HOST, 1, 10, "not valid yet" },
    { "other.example", -1, 1, "another host" },
  };
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Private authority");
  g_autofree char *pem = made_certificate_dup_pem (authority);
  g_autoptr(ConfabConnectionPolicy) trusting = new_policy (pem, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GTlsCertificate) certificate =
        made_certificate_new (cases[i].host, cases[i].from, cases[i].until, authority);
      g_autofree char *pin = made_certificate_dup_sha256 (certificate);
      g_autoptr(ConfabConnectionPolicy) pinning = new_policy (NULL, pin);
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
      g_autoptr(RawServer) server = new_server (certificate);

      g_assert_cmpint (try (transport, server, HOST, trusting, cases[i].says), ==, CONFAB_NET_ERROR_TLS);
      g_assert_cmpint (try (transport, server, HOST, pinning, NULL), ==, -1);
    }
}

static void
test_pin (void)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new (HOST, -1, 1, NULL);
  g_autoptr(GTlsCertificate) later = made_certificate_new (HOST, -1, 1, NULL);
  g_autofree char *pin = made_certificate_dup_sha256 (certificate);
  g_autofree char *later_pin = made_certificate_dup_sha256 (later);
  g_autofree char *later_pem = made_certificate_dup_pem (later);
  g_autoptr(ConfabConnectionPolicy) pinning = new_policy (NULL, pin);
  g_autoptr(ConfabConnectionPolicy) vouched = new_policy (later_pem, pin);
  g_autoptr(ConfabConnectionPolicy) repinned = new_policy (NULL, later_pin);
  g_autoptr(ConfabConnectionPolicy) usual = new_policy (NULL, NULL);
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(RawServer) server = new_server (certificate);

  g_assert_cmpint (try (transport, server, HOST, pinning, NULL), ==, -1);
  g_assert_cmpint (try (transport, server, HOST, usual, NULL), ==, CONFAB_NET_ERROR_TLS);
  g_assert_cmpint (try (transport, server, HOST, repinned, NULL), ==, CONFAB_NET_ERROR_PIN);
  g_assert_cmpint (raw_server_get_n_connections (server), >=, 3);

  /* The server has another one from now on, and nothing that was agreed upon before counts. */
  raw_server_set_certificate (server, later);
  g_clear_object (&transport);
  transport = net_fixture_new_transport (NULL);
  g_assert_cmpint (try (transport, server, HOST, pinning, NULL), ==, CONFAB_NET_ERROR_PIN);
  g_assert_cmpint (try (transport, server, HOST, vouched, NULL), ==, CONFAB_NET_ERROR_PIN);
  g_assert_cmpint (try (transport, server, HOST, repinned, NULL), ==, -1);
  g_assert_cmpint (try (transport, server, HOST, pinning, NULL), ==, CONFAB_NET_ERROR_PIN);
}

/* Neither does the system's word count for another one than the pinned. */
static void
test_pin_of_trusted (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "server.pem", NULL);
  g_autofree char *authority_path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "authority.pem", NULL);
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);
  g_autoptr(GTlsCertificate) other = made_certificate_new (HOST, -1, 1, NULL);
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (authority_path, NULL);
  g_autofree char *pin = made_certificate_dup_sha256 (certificate);
  g_autofree char *other_pin = made_certificate_dup_sha256 (other);
  g_autoptr(ConfabConnectionPolicy) right = new_policy (NULL, pin);
  g_autoptr(ConfabConnectionPolicy) wrong = new_policy (NULL, other_pin);
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (database);
  g_autoptr(RawServer) server = new_server (certificate);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (try (transport, server, HOST, right, NULL), ==, -1);
      g_assert_cmpint (try (transport, server, HOST, NULL, NULL), ==, -1);
      g_assert_cmpint (try (transport, server, HOST, wrong, NULL), ==, CONFAB_NET_ERROR_PIN);
    }
}

static void
test_bad_authorities (void)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new (HOST, -1, 1, NULL);
  g_autofree char *pem = made_certificate_dup_pem (certificate);
  g_autofree char *half = g_strndup (pem, strlen (pem) / 2);
  g_autofree char *one_and_half = g_strconcat (pem, half, NULL);
  g_autofree char *broken = g_strdup (pem);
  g_autofree char *long_text = g_strnfill (300 * 1024, 'x');
  g_autoptr(GString) many = g_string_new (NULL);
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(RawServer) server = new_server (certificate);

  memset (broken + 100, 'A', 40);
  for (guint i = 0; i < 65; i++)
    g_string_append (many, pem);

  {
    const char *const texts[] = { "", "nonsense", half, one_and_half, broken, long_text, many->str };

    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
      {
        g_autoptr(ConfabConnectionPolicy) policy = new_policy (texts[i], NULL);

        g_test_message ("%" G_GSIZE_FORMAT, i);
        g_assert_cmpint (try (transport, server, HOST, policy, NULL), ==, CONFAB_NET_ERROR_POLICY);
      }
  }

  /* As many as are allowed. */
  g_string_truncate (many, strlen (pem) * 64);
  {
    g_autoptr(ConfabConnectionPolicy) policy = new_policy (many->str, NULL);

    g_assert_cmpint (try (transport, server, HOST, policy, NULL), ==, -1);
  }
}

/* Whoever comes with many policies fills no memory, and none of them is served by another one's. */
static void
test_many (void)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new (HOST, -1, 1, NULL);
  g_autofree char *pem = made_certificate_dup_pem (certificate);
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(RawServer) server = new_server (certificate);

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u\n%s", i, pem);
      g_autoptr(ConfabConnectionPolicy) policy = new_policy (text, NULL);

      g_assert_cmpint (try (transport, server, HOST, policy, NULL), ==, -1);
      g_assert_cmpint (try (transport, server, HOST, policy, NULL), ==, -1);
      g_assert_cmpuint (raw_server_get_n_connections (server), ==, i + 1);
    }

  /* Of all these connections only the last sixteen are still there. */
  while (raw_server_get_n_gone (server) < 40 - 16)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_description (void)
{
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Let’s\x1b[31m Test");
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("host.example", -1, 1, authority);
  g_autofree char *sha256 = made_certificate_dup_sha256 (certificate);
  g_autofree char *uri = NULL;
  g_autoptr(ConfabConnectionTrace) trace = confab_connection_trace_new ();
  g_autoptr(ConfabHttpRequest) request = NULL;
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(RawServer) server = new_server (certificate);
  g_autoptr(GError) error = NULL;
  ConfabCertificate *seen;
  const gint64 now_us = g_get_real_time ();

  uri = raw_server_dup_uri (server, "/");
  request = confab_http_request_new ("GET", uri);
  confab_http_request_set_trace (request, trace);
  g_assert_false (net_fixture_connect (transport, request, NULL, &error));
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_TLS);

  seen = confab_connection_trace_get_certificate (trace);
  g_assert_nonnull (seen);
  g_assert_cmpstr (confab_certificate_get_sha256 (seen), ==, sha256);
  g_assert_cmpstr (confab_certificate_get_subject (seen), ==, "host.example");
  g_assert_cmpstr (confab_certificate_get_names (seen), ==, "host.example");
  g_assert_cmpstr (confab_certificate_get_issuer (seen), ==, "Let’s[31m Test");
  g_assert_cmpint (confab_certificate_get_valid_from_us (seen), <, now_us);
  g_assert_cmpint (confab_certificate_get_valid_until_us (seen), >, now_us);
  g_assert_true ((confab_certificate_get_flags (seen) & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0);
  g_assert_true ((confab_certificate_get_flags (seen) & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0);
}

/* What is made ahead serves the request that it is for. */
static void
test_connect (void)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("localhost", -1, 1, NULL);
  g_autofree char *pin = made_certificate_dup_sha256 (certificate);
  g_autoptr(ConfabConnectionPolicy) pinning = new_policy (NULL, pin);
  g_autoptr(ConfabConnectionTrace) trace = confab_connection_trace_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(RawServer) server = new_server (certificate);
  g_autofree char *uri = g_strdup_printf ("https://localhost:%u/", raw_server_get_port (server));
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", raw_server_get_port (server));
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  confab_http_request_set_policy (request, pinning);
  confab_http_request_set_trace (request, trace);
  g_assert_true (net_fixture_connect (transport, request, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 0);

  for (ConfabTraceStage stage = CONFAB_TRACE_NAME; stage <= CONFAB_TRACE_TLS; stage++)
    {
      g_assert_true (confab_connection_trace_get_ended (trace, stage));
      g_assert_cmpint (confab_connection_trace_get_duration_us (trace, stage), >=, 0);
    }
  g_assert_false (confab_connection_trace_get_begun (trace, CONFAB_TRACE_SEND));
  g_assert_true (g_strv_contains (confab_connection_trace_get_addresses (trace), "127.0.0.1"));
  g_assert_null (confab_connection_trace_get_proxy (trace));
  g_assert_cmpstr (confab_connection_trace_get_address (trace), ==, address);
  g_assert_cmpstr (confab_connection_trace_get_tls_protocol (trace), ==, "TLS 1.3");
  g_assert_cmpstr (confab_certificate_get_sha256 (confab_connection_trace_get_certificate (trace)), ==, pin);

  response = net_fixture_send (transport, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (confab_connection_trace_get_ended (trace, CONFAB_TRACE_ANSWER));
  g_assert_cmpuint (raw_server_get_n_connections (server), ==, 1);
}

static void
cancel_cb (ConfabConnectionTrace *trace,
           guint                  stage,
           gpointer               user_data)
{
  GCancellable *cancellable = user_data;

  if (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cancellable), "stage")) == stage)
    g_cancellable_cancel (cancellable);
}

static void
test_cancel (void)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("localhost", -1, 1, NULL);
  g_autofree char *pin = made_certificate_dup_sha256 (certificate);
  g_autoptr(ConfabConnectionPolicy) pinning = new_policy (NULL, pin);

  for (guint stage = CONFAB_TRACE_NAME; stage <= CONFAB_TRACE_ANSWER; stage++)
    {
      g_autoptr(ConfabConnectionTrace) trace = confab_connection_trace_new ();
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
      g_autoptr(RawServer) server = new_server (certificate);
      g_autofree char *uri = g_strdup_printf ("https://localhost:%u/", raw_server_get_port (server));
      g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) error = NULL;

      g_test_message ("%u", stage);
      g_object_set_data (G_OBJECT (cancellable), "stage", GUINT_TO_POINTER (stage));
      g_signal_connect (trace, "changed", G_CALLBACK (cancel_cb), cancellable);
      confab_http_request_set_policy (request, pinning);
      confab_http_request_set_trace (request, trace);
      confab_http_request_set_timeouts (request, 0, 0, 0);
      response = net_fixture_send (transport, request, cancellable, &error);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (response);
    }
}

/* Somebody who listens and says nothing. */
static void
test_slow (void)
{
  g_autoptr(ConfabConnectionTrace) trace = confab_connection_trace_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u/", raw_server_get_port (server));
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
  g_autoptr(GError) error = NULL;

  confab_http_request_set_trace (request, trace);
  confab_http_request_set_timeouts (request, 500, 0, 0);
  g_assert_false (net_fixture_connect (transport, request, NULL, &error));
  g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CONNECT_TIMEOUT);
  g_assert_true (confab_connection_trace_get_ended (trace, CONFAB_TRACE_CONNECT));
  g_assert_true (confab_connection_trace_get_begun (trace, CONFAB_TRACE_TLS));
  g_assert_false (confab_connection_trace_get_ended (trace, CONFAB_TRACE_TLS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/connection-policy/values", test_values);
  g_test_add_func ("/net/connection-policy/authority", test_authority);
  g_test_add_func ("/net/connection-policy/addition", test_addition);
  g_test_add_func ("/net/connection-policy/bad-certificates", test_bad_certificates);
  g_test_add_func ("/net/connection-policy/pin", test_pin);
  g_test_add_func ("/net/connection-policy/pin-of-trusted", test_pin_of_trusted);
  g_test_add_func ("/net/connection-policy/bad-authorities", test_bad_authorities);
  g_test_add_func ("/net/connection-policy/many", test_many);
  g_test_add_func ("/net/connection-policy/description", test_description);
  g_test_add_func ("/net/connection-policy/connect", test_connect);
  g_test_add_func ("/net/connection-policy/cancel", test_cancel);
  g_test_add_func ("/net/connection-policy/slow", test_slow);

  return g_test_run ();
}
