/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "cloud-fixture.h"
#include "raw-server.h"

#define VARIABLE "CONFAB_VERTEX_BASE_URL"
#define LOGIN_FILE ".config/gcloud/application_default_credentials.json"
#define N_QUESTIONS 20

static void
write_service_account (CloudFixture *fixture)
{
  g_autofree char *json = confab_test_peer_dup_service_account (fixture->peer);
  g_autofree char *path = engine_home_build ("service.json");

  cloud_write_file ("service.json", json);
  g_setenv ("GOOGLE_APPLICATION_CREDENTIALS", path, TRUE);
}

static void
write_login (CloudFixture *fixture,
             const char   *replaced,
             const char   *replacement)
{
  g_autofree char *json = confab_test_peer_dup_google_login (fixture->peer);

  if (replaced != NULL)
    {
      g_auto(GStrv) halves = g_strsplit (json, replaced, 2);

      g_assert_nonnull (halves[1]);
      g_free (json);
      json = g_strconcat (halves[0], replacement, halves[1], NULL);
    }
  cloud_write_file (LOGIN_FILE, json);
}

static guint
n_tokens (CloudFixture *fixture)
{
  return confab_test_peer_get_n_requests_to (fixture->peer, "/token");
}

/* Two publishers' models by their own formats, the project out of the file. */
static void
test_service_account (CloudFixture  *fixture,
                      gconstpointer  data)
{
  ConfabProvider *vertex;

  g_setenv ("GOOGLE_CLOUD_LOCATION", "europe-west4", TRUE);
  write_service_account (fixture);
  cloud_start (fixture);
  vertex = engine_get_provider (fixture->context, "vertex");
  g_assert_cmpint (confab_provider_get_key_source (vertex), ==, CONFAB_KEY_SOURCE_SERVICE_ACCOUNT);
  g_assert_true (g_str_has_suffix (confab_provider_get_key_detail (vertex), "/service.json"));
  g_assert_cmpint (confab_provider_get_state (vertex), ==, CONFAB_PROVIDER_STATE_UNKNOWN);

  cloud_assert_good (fixture, "vertex", NULL);
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==,
                   "/v1/projects/peer-project/locations/europe-west4/publishers/google/models/gemini-3.5-flash:streamGenerateContent?alt=sse");
  g_assert_true (g_str_has_prefix (confab_test_peer_get_last_request_header (fixture->peer, "authorization"), "Bearer ya29."));
  g_assert_null (confab_test_peer_get_last_request_header (fixture->peer, "x-goog-user-project"));

  cloud_assert_good (fixture, "vertex", "claude-sonnet-5@default");
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==,
                   "/v1/projects/peer-project/locations/europe-west4/publishers/anthropic/models/claude-sonnet-5@default:streamRawPredict");
  g_assert_cmpuint (n_tokens (fixture), ==, 1);
}

static void
test_login (CloudFixture  *fixture,
            gconstpointer  data)
{
  write_login (fixture, NULL, NULL);
  cloud_start (fixture);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (fixture->context, "vertex")), ==, CONFAB_KEY_SOURCE_SIGN_IN);
  cloud_assert_good (fixture, "vertex", NULL);
  g_assert_cmpstr (confab_test_peer_get_last_request_header (fixture->peer, "x-goog-user-project"), ==, "peer-quota-project");
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_path (fixture->peer), "/projects/peer-quota-project/locations/global/"));

  /* The environment knows better which project. */
  g_setenv ("GOOGLE_CLOUD_PROJECT", "other-project", TRUE);
  cloud_start (fixture);
  cloud_assert_good (fixture, "vertex", NULL);
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_path (fixture->peer), "/projects/other-project/"));
}

/* A key belongs to a project, and needs neither it nor a token. */
static void
test_api_key (CloudFixture  *fixture,
              gconstpointer  data)
{
  g_setenv ("GOOGLE_CLOUD_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  cloud_start (fixture);
  cloud_assert_good (fixture, "vertex", NULL);
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==,
                   "/v1/publishers/google/models/gemini-3.5-flash:streamGenerateContent?alt=sse");
  g_assert_cmpstr (confab_test_peer_get_last_request_header (fixture->peer, "x-goog-api-key"), ==, CONFAB_TEST_PEER_KEY);
  g_assert_cmpuint (n_tokens (fixture), ==, 0);
}

/* A token that was withdrawn is got anew without a word, and once only. */
static void
test_renewed (CloudFixture  *fixture,
              gconstpointer  data)
{
  write_service_account (fixture);
  cloud_start (fixture);
  cloud_assert_good (fixture, "vertex", NULL);
  confab_test_peer_withdraw_tokens (fixture->peer);
  cloud_assert_good (fixture, "vertex", NULL);
  g_assert_cmpuint (n_tokens (fixture), ==, 2);
  cloud_assert_good (fixture, "vertex", NULL);
  g_assert_cmpuint (n_tokens (fixture), ==, 2);
}

static void
test_always_refused (CloudFixture  *fixture,
                     gconstpointer  data)
{
  static const char reply[] = "HTTP/1.1 401 No\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    "{\"error\":{\"code\":401,\"message\":\"Not with ya29.peer-token-00000001 nor ya29.peer-token-00000002\",\"status\":\"UNAUTHENTICATED\"}}";
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "");

  g_setenv (VARIABLE, uri, TRUE);
  raw_server_set_reply (server, reply, -1, RAW_SERVER_CLOSE);
  write_service_account (fixture);
  cloud_start (fixture);
  cloud_assert_fails (fixture, "vertex", CONFAB_PROVIDER_ERROR_BAD_KEY, NULL);
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 2);
  g_assert_cmpuint (n_tokens (fixture), ==, 2);
}

/* What the sign-in says is told as what to do, and the card says so too. */
static void
test_wrong (CloudFixture  *fixture,
            gconstpointer  data)
{
  static const struct { const char *replaced, *replacement; int code; const char *words; } cases[] = {
    { "peer-refresh-token", "not-the-refresh-token", CONFAB_PROVIDER_ERROR_SIGN_IN, "gcloud auth application-default login" },
    { "peer-client-secret", "not-the-client-secret", CONFAB_PROVIDER_ERROR_SIGN_IN, "gcloud auth application-default login" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_login (fixture, cases[i].replaced, cases[i].replacement);
      cloud_start (fixture);
      cloud_assert_fails (fixture, "vertex", cases[i].code, cases[i].words);
      g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, "vertex")), ==,
                       CONFAB_PROVIDER_STATE_KEY_REFUSED);
    }

  confab_test_peer_set_token_failure (fixture->peer, 503);
  cloud_assert_fails (fixture, "vertex", CONFAB_PROVIDER_ERROR_SERVER, "503");
}

static void
test_missing (CloudFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *path = engine_home_build ("nowhere.json");
  ConfabProvider *vertex;

  cloud_start (fixture);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, "vertex")), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);

  write_login (fixture, "quota_project_id", "nothing_at_all");
  cloud_start (fixture);
  vertex = engine_get_provider (fixture->context, "vertex");
  g_assert_cmpint (confab_provider_get_state (vertex), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  cloud_assert_fails (fixture, "vertex", CONFAB_PROVIDER_ERROR_INCOMPLETE, "Set the project");

  g_setenv ("GOOGLE_CLOUD_PROJECT", "blue-project", TRUE);
  g_setenv ("GOOGLE_APPLICATION_CREDENTIALS", path, TRUE);
  cloud_start (fixture);
  vertex = engine_get_provider (fixture->context, "vertex");
  g_assert_cmpint (confab_provider_get_state (vertex), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);
  g_assert_nonnull (strstr (confab_provider_get_error (vertex)->message, "GOOGLE_APPLICATION_CREDENTIALS"));
  cloud_assert_fails (fixture, "vertex", CONFAB_PROVIDER_ERROR_SIGN_IN, "GOOGLE_APPLICATION_CREDENTIALS");

  cloud_write_file ("nowhere.json", "{\"type\":\"external_account\",\"x\":\"peer-client-secret\"}");
  cloud_start (fixture);
  cloud_assert_fails (fixture, "vertex", CONFAB_PROVIDER_ERROR_SIGN_IN, "“external_account”");
  cloud_write_file ("nowhere.json", "peer-client-secret, and no JSON");
  cloud_start (fixture);
  cloud_assert_fails (fixture, "vertex", CONFAB_PROVIDER_ERROR_SIGN_IN, "no Google credentials");
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->peer), ==, 0);
}

/* Many questions at once wait for one token; who stops meanwhile waits no longer. */
static void
test_many (CloudFixture  *fixture,
           gconstpointer  data)
{
  ConfabTurn *turns[N_QUESTIONS];
  GAsyncResult *results[N_QUESTIONS] = { NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  write_service_account (fixture);
  cloud_start (fixture);
  confab_test_peer_set_token_hold (fixture->peer, TRUE);
  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

      g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "[[say Yes.]]"));
      turns[i] = confab_turn_new (fixture->context, engine_get_provider (fixture->context, "vertex"), NULL, NULL, messages);
      confab_turn_run_async (turns[i], i == 0 ? cancellable : NULL, await_cb, &results[i]);
    }
  while (n_tokens (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  await (&results[0]);
  g_assert_cmpint (confab_message_get_status (confab_turn_get_reply (turns[0])), ==, CONFAB_MESSAGE_STOPPED);
  confab_test_peer_set_token_hold (fixture->peer, FALSE);

  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (confab_turn_run_finish (turns[i], await (&results[i]), &error), ==, i > 0);
      g_clear_object (&results[i]);
      g_object_unref (turns[i]);
    }
  g_assert_cmpuint (n_tokens (fixture), ==, 1);
}

/* There is no list to be had: the shortest question proves that all is well. */
static void
test_check (CloudFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabModelInfo) first = NULL;
  ConfabProvider *vertex;

  write_service_account (fixture);
  cloud_start (fixture);
  cloud_check (fixture, "vertex", &error);
  g_assert_no_error (error);
  vertex = engine_get_provider (fixture->context, "vertex");
  g_assert_cmpint (confab_provider_get_state (vertex), ==, CONFAB_PROVIDER_STATE_READY);
  first = g_list_model_get_item (confab_provider_get_models (vertex), 0);
  g_assert_nonnull (first);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/models"), ==, 0);
}

#define ADD(name, func) g_test_add ("/engine/vertex/" name, CloudFixture, VARIABLE, cloud_set_up, func, cloud_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("service-account", test_service_account);
  ADD ("login", test_login);
  ADD ("api-key", test_api_key);
  ADD ("renewed", test_renewed);
  ADD ("always-refused", test_always_refused);
  ADD ("wrong", test_wrong);
  ADD ("missing", test_missing);
  ADD ("many", test_many);
  ADD ("check", test_check);

  return g_test_run ();
}
