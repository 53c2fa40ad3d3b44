/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What records say of connections, from the file to the socket. */

#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "confab-engine-error.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "made-certificate.h"
#include "proxy-server.h"
#include "raw-server.h"
#include "walk-fixture.h"

#define KEY "plainmarkersecretforthistest"

/* A list of models and a reply in one, for a server that answers everything alike. */
#define BODY "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\"}],\"id\":\"x\",\"model\":\"m\"," \
             "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},"            \
             "\"finish_reason\":\"stop\"}]}"

typedef struct
{
  RawServer     *server;
  ConfabContext *context;
} Fixture;

static void
start_server (Fixture         *fixture,
              GTlsCertificate *certificate)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                             "Content-Length: %u\r\n\r\n%s", (guint) strlen (BODY), BODY);

  fixture->server = raw_server_new (certificate);
  raw_server_set_reply (fixture->server, answer, -1, RAW_SERVER_SERVE);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->context != NULL)
    engine_close (fixture->context);
  g_clear_pointer (&fixture->server, raw_server_free);
}

/* Two providers at one address, of which the first one has something configured. */
static void
load (Fixture    *fixture,
      const char *base_url,
      const char *key,
      const char *config)
{
  g_autofree char *key_member = key != NULL ? g_strdup_printf (",\"api_key\":\"%s\"", key) : g_strdup ("");
  g_autofree char *text =
    g_strdup_printf ("{\"version\":1,\"providers\":["
                     "{\"id\":\"compat:one\",\"type\":\"custom\",\"default_model\":\"m\",\"base_url\":\"%s\"%s,"
                     "\"config\":{\"private\":true%s%s}},"
                     "{\"id\":\"compat:two\",\"type\":\"custom\",\"default_model\":\"m\",\"base_url\":\"%s\"%s,"
                     "\"config\":{\"private\":true}}]}",
                     base_url, key_member, config != NULL ? "," : "", config != NULL ? config : "", base_url,
                     key_member);

  if (fixture->context != NULL)
    engine_close (fixture->context);
  engine_write_records (text);
  fixture->context = engine_load ();
}

static char *
dup_quoted (const char *name,
            const char *text)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);

  return g_strdup_printf ("\"%s\":%s", name, quoted);
}

static int
walk (Fixture           *fixture,
      const char        *id,
      ConfabCheckReport *report)
{
  g_autoptr(GError) error = NULL;

  if (walk_run (fixture->context, engine_get_provider (fixture->context, id), report, NULL, &error))
    return -1;

  g_assert_true (error->domain == CONFAB_PROVIDER_ERROR);
  return error->code;
}

static int
ask (Fixture    *fixture,
     const char *id)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(ConfabTurn) turn = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "Hi"));
  turn = confab_turn_new (fixture->context, engine_get_provider (fixture->context, id), "m", NULL, messages);
  confab_turn_run_async (turn, NULL, await_cb, &result);
  if (confab_turn_run_finish (turn, await (&result), &error))
    return -1;

  g_assert_true (error->domain == CONFAB_PROVIDER_ERROR);
  return error->code;
}

static void
pin (Fixture    *fixture,
     const char *id,
     const char *sha256,
     int         expected)
{
  ConfabRegistry *registry = confab_context_get_registry (fixture->context);
  ConfabProvider *provider = engine_get_provider (fixture->context, id);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) checked = NULL;
  g_autoptr(GError) error = NULL;

  confab_registry_pin_certificate_async (registry, provider, sha256, NULL, await_cb, &result);
  confab_registry_pin_certificate_finish (registry, await (&result), &error);
  if (expected >= 0)
    {
      g_assert_error (error, CONFAB_ENGINE_ERROR, expected);
      return;
    }

  g_assert_no_error (error);

  /* Whoever asks for a check gets the outcome of the one that is under way. */
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_CHECKING);
  confab_registry_check_async (registry, provider, NULL, await_cb, &checked);
  confab_registry_check_finish (registry, await (&checked), NULL);
}

static void
test_authority (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Private authority");
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("localhost", -1, 1, authority);
  g_autofree char *pem = made_certificate_dup_pem (authority);
  g_autofree char *config = dup_quoted ("ca_certificate", pem);
  g_autofree char *base_url = NULL;
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();

  start_server (fixture, certificate);
  base_url = g_strdup_printf ("https://localhost:%u/v1", raw_server_get_port (fixture->server));
  load (fixture, base_url, KEY, config);

  g_assert_cmpint (walk (fixture, "compat:one", report), ==, -1);
  walk_assert_states (report, "ppppppp");
  walk_assert_says (report, CONFAB_CHECK_STEP_NAME, "localhost has ");
  walk_assert_says (report, CONFAB_CHECK_STEP_TLS, "from Private authority, valid until");
  g_assert_cmpint (ask (fixture, "compat:one"), ==, -1);

  g_assert_cmpint (walk (fixture, "compat:two", report), ==, CONFAB_PROVIDER_ERROR_TLS);
  walk_assert_states (report, "pppfsss");
  walk_assert_says (report, CONFAB_CHECK_STEP_TLS, "nobody whom this computer trusts");
  g_assert_nonnull (confab_check_report_get_certificate (report));
  g_assert_cmpint (ask (fixture, "compat:two"), ==, CONFAB_PROVIDER_ERROR_TLS);
}

/* From a certificate that nobody trusts to one that is pinned, to another one in its place. */
static void
test_pin (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("localhost", -1, 1, NULL);
  g_autoptr(GTlsCertificate) later = made_certificate_new ("localhost", -1, 1, NULL);
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
  g_autofree char *sha256 = made_certificate_dup_sha256 (certificate);
  g_autofree char *base_url = NULL;
  g_autofree char *text = NULL;
  g_autofree char *records = NULL;
  g_autofree char *pinned = NULL;

  start_server (fixture, certificate);
  base_url = g_strdup_printf ("https://localhost:%u/v1", raw_server_get_port (fixture->server));
  load (fixture, base_url, KEY, NULL);

  g_assert_cmpint (walk (fixture, "compat:one", report), ==, CONFAB_PROVIDER_ERROR_TLS);
  walk_assert_states (report, "pppfsss");
  g_assert_cmpstr (confab_certificate_get_sha256 (confab_check_report_get_certificate (report)), ==, sha256);
  text = confab_check_report_dup_text (report);
  g_assert_nonnull (strstr (text, sha256));
  g_assert_nonnull (strstr (text, base_url));
  g_assert_null (strstr (text, KEY));
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);

  pin (fixture, "compat:one", "nonsense", CONFAB_ENGINE_ERROR_INVALID);
  pin (fixture, "compat:one", sha256, -1);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, "compat:one")), ==,
                   CONFAB_PROVIDER_STATE_READY);
  pinned = confab_registry_dup_pin (confab_context_get_registry (fixture->context),
                                    engine_get_provider (fixture->context, "compat:one"));
  g_assert_cmpstr (pinned, ==, sha256);
  records = engine_read_records ();
  g_assert_nonnull (strstr (records, sha256));
  g_assert_cmpint (walk (fixture, "compat:one", report), ==, -1);
  walk_assert_states (report, "ppppppp");
  walk_assert_says (report, CONFAB_CHECK_STEP_TLS, "pinned");
  g_assert_cmpint (walk (fixture, "compat:two", report), ==, CONFAB_PROVIDER_ERROR_TLS);

  raw_server_set_certificate (fixture->server, later);
  g_assert_cmpint (walk (fixture, "compat:one", report), ==, CONFAB_PROVIDER_ERROR_TLS);
  walk_assert_states (report, "pppfsss");
  walk_assert_says (report, CONFAB_CHECK_STEP_TLS, "not the one that you pinned");

  pin (fixture, "compat:one", NULL, -1);
  g_assert_cmpint (walk (fixture, "compat:one", report), ==, CONFAB_PROVIDER_ERROR_TLS);
  walk_assert_says (report, CONFAB_CHECK_STEP_TLS, "nobody whom this computer trusts");
}

static void
test_bad_certificates (Fixture       *fixture,
                       gconstpointer  data)
{
  static const struct { const char *host; int from, until; const char *says; } cases[] = {
    { "localhost", -10, -1, "expired" },
    { "other.example", -1, 1, "made for another host" },
  };
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Private authority");
  g_autofree char *pem = made_certificate_dup_pem (authority);
  g_autofree char *config = dup_quoted ("ca_certificate", pem);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GTlsCertificate) certificate =
        made_certificate_new (cases[i].host, cases[i].from, cases[i].until, authority);
      g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
      g_autofree char *base_url = NULL;

      g_clear_pointer (&fixture->server, raw_server_free);
      start_server (fixture, certificate);
      base_url = g_strdup_printf ("https://localhost:%u/v1", raw_server_get_port (fixture->server));
      load (fixture, base_url, KEY, config);
      g_assert_cmpint (walk (fixture, "compat:one", report), ==, CONFAB_PROVIDER_ERROR_TLS);
      walk_assert_states (report, "pppfsss");
      walk_assert_says (report, CONFAB_CHECK_STEP_TLS, cases[i].says);
    }
}

static void
test_not_tls (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
  g_autofree char *base_url = NULL;

  start_server (fixture, NULL);
  raw_server_answer_anything (fixture->server);
  base_url = g_strdup_printf ("https://localhost:%u/v1", raw_server_get_port (fixture->server));
  load (fixture, base_url, KEY, NULL);
  g_assert_cmpint (walk (fixture, "compat:one", report), ==, CONFAB_PROVIDER_ERROR_TLS);
  walk_assert_states (report, "pppfsss");
  walk_assert_says (report, CONFAB_CHECK_STEP_TLS, "http://");
}

static void
test_proxy (Fixture       *fixture,
            gconstpointer  scheme)
{
  g_autoptr(ProxyServer) proxy = proxy_server_new (scheme);
  g_autofree char *proxy_uri = proxy_server_dup_uri (proxy);
  g_autofree char *config = dup_quoted ("proxy", proxy_uri);
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Private authority");
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("lab.invalid", -1, 1, authority);
  g_autofree char *pem = made_certificate_dup_pem (authority);
  g_autofree char *trust = dup_quoted ("ca_certificate", pem);
  g_autofree char *both = g_strconcat (config, ",", trust, NULL);
  g_autofree char *base_url = NULL;
  g_autofree char *target = NULL;
  g_autofree char *expected = NULL;

  start_server (fixture, certificate);
  base_url = g_strdup_printf ("https://lab.invalid:%u/v1", raw_server_get_port (fixture->server));
  expected = g_strdup_printf ("lab.invalid:%u", raw_server_get_port (fixture->server));
  load (fixture, base_url, KEY, both);

  g_assert_cmpint (walk (fixture, "compat:one", report), ==, -1);
  walk_assert_states (report, "spppppp");
  walk_assert_says (report, CONFAB_CHECK_STEP_PROXY, proxy_uri);
  target = proxy_server_dup_last_target (proxy);
  g_assert_cmpstr (target, ==, expected);
  g_assert_cmpint (ask (fixture, "compat:one"), ==, -1);

  /* Nobody else goes through it. */
  g_assert_cmpint (walk (fixture, "compat:two", report), ==, CONFAB_PROVIDER_ERROR_NETWORK);
  walk_assert_states (report, "fpsssss");
  walk_assert_says (report, CONFAB_CHECK_STEP_NAME, "lab.invalid");

  proxy_server_set_status (proxy, 403);
  g_assert_cmpint (walk (fixture, "compat:one", report), ==, CONFAB_PROVIDER_ERROR_NETWORK);
  walk_assert_states (report, "spfssss");
  walk_assert_says (report, CONFAB_CHECK_STEP_CONNECTION, "did not let the connection through");
}

static void
test_proxy_down (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
  g_autofree char *text = NULL;

  load (fixture, "https://lab.invalid/v1", KEY, "\"proxy\":\"socks5://127.0.0.1:1\"");
  g_assert_cmpint (walk (fixture, "compat:one", report), ==, CONFAB_PROVIDER_ERROR_NETWORK);
  walk_assert_states (report, "sfsssss");
  walk_assert_says (report, CONFAB_CHECK_STEP_PROXY, "127.0.0.1:1 cannot be reached");

  /* The file is no place for a password, and neither is the report. */
  load (fixture, "https://lab.invalid/v1", KEY, "\"proxy\":\"socks5://who:hiddenword@127.0.0.1:1\"");
  g_assert_cmpint (walk (fixture, "compat:one", report), >=, 0);
  text = confab_check_report_dup_text (report);
  g_assert_null (strstr (text, "hiddenword"));
  g_assert_null (strstr (text, KEY));
}

/* What makes no sense is told, and nothing is sent in another way than was meant. */
static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const configs[] = {
    "\"proxy\":\"ftp://proxy.example\"",
    "\"proxy\":[1]",
    "\"proxy\":7",
    "\"pinned_certificate\":\"12:34\"",
    "\"pinned_certificate\":{}",
    "\"ca_certificate\":false",
    "\"ca_certificate\":\"not PEM\"",
  };
  static const char *const harmless[] = { "\"proxy\":null", "\"proxy\":\"\",\"ca_certificate\":\"\"",
                                          "\"proxy\":\"direct\",\"pinned_certificate\":null" };
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("localhost", -1, 1, NULL);
  g_autofree char *base_url = NULL;

  start_server (fixture, certificate);
  base_url = g_strdup_printf ("https://localhost:%u/v1", raw_server_get_port (fixture->server));
  for (gsize i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autoptr(ConfabCheckReport) report = confab_check_report_new ();

      g_test_message ("%s", configs[i]);
      load (fixture, base_url, KEY, configs[i]);
      g_assert_cmpint (ask (fixture, "compat:one"), ==, CONFAB_PROVIDER_ERROR_INCOMPLETE);
      g_assert_cmpint (walk (fixture, "compat:one", report), ==, CONFAB_PROVIDER_ERROR_INCOMPLETE);
    }
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      g_test_message ("%s", harmless[i]);
      load (fixture, base_url, KEY, harmless[i]);
      g_assert_cmpint (ask (fixture, "compat:one"), ==, CONFAB_PROVIDER_ERROR_TLS);
    }
}

/* Servers that have no list of models, or do not give it. */
static void
test_lists (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct { const char *status, *states; int code; } cases[] = {
    { "404 No", "sppspsf", CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
    { "402 No", "sppspfs", CONFAB_PROVIDER_ERROR_NO_CREDIT },
    { "500 No", "sppssfs", CONFAB_PROVIDER_ERROR_SERVER },
  };
  g_autofree char *base_url = NULL;

  start_server (fixture, NULL);
  base_url = raw_server_dup_uri (fixture->server, "/v1");
  load (fixture, base_url, KEY, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
      g_autofree char *reply = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", cases[i].status);

      raw_server_set_reply (fixture->server, reply, -1, RAW_SERVER_SERVE);
      g_assert_cmpint (walk (fixture, "compat:one", report), ==, cases[i].code);
      walk_assert_states (report, cases[i].states);
    }
}

/* A server that tells the key it was given. */
static void
test_key_told (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const replies[] = {
    "HTTP/1.1 401 No\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    "{\"error\":{\"message\":\"Bad key " KEY " given\",\"code\":\"x\"}}",
    "HTTP/1.1 500 No\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nNo entry for " KEY,
    "HTTP/1.1 307 Go\r\nLocation: http://" KEY ".example/\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: image/" KEY "\r\nContent-Length: 0\r\n\r\n",
  };
  g_autofree char *base_url = NULL;

  start_server (fixture, NULL);
  base_url = raw_server_dup_uri (fixture->server, "/v1");
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr(ConfabCheckReport) report = confab_check_report_new ();
      g_autofree char *text = NULL;

      load (fixture, base_url, KEY, NULL);
      raw_server_set_reply (fixture->server, replies[i], -1, RAW_SERVER_CLOSE);
      g_assert_cmpint (walk (fixture, "compat:one", report), >=, 0);
      text = confab_check_report_dup_text (report);
      g_assert_null (strstr (text, KEY));
      g_assert_null (strstr (text, "markersecret"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

#define ADD(name, func, data) \
  g_test_add ("/engine/provider-connection/" name, Fixture, data, set_up, func, tear_down)
  ADD ("authority", test_authority, NULL);
  ADD ("pin", test_pin, NULL);
  ADD ("bad-certificates", test_bad_certificates, NULL);
  ADD ("not-tls", test_not_tls, NULL);
  ADD ("http-proxy", test_proxy, "http");
  ADD ("socks5-proxy", test_proxy, "socks5");
  ADD ("proxy-down", test_proxy_down, NULL);
  ADD ("nonsense", test_nonsense, NULL);
  ADD ("lists", test_lists, NULL);
  ADD ("key-told", test_key_told, NULL);

  return g_test_run ();
}
