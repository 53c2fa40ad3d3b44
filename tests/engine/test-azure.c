/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "cloud-fixture.h"

#define VARIABLE "AZURE_OPENAI_ENDPOINT"

static void
assert_path (CloudFixture *fixture,
             const char   *path)
{
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==, path);
}

static void
test_newer (CloudFixture  *fixture,
            gconstpointer  data)
{
  g_setenv ("AZURE_OPENAI_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  g_setenv ("AZURE_OPENAI_DEPLOYMENT", "my-gpt", TRUE);
  cloud_start (fixture);
  cloud_assert_good (fixture, "azure", NULL);
  assert_path (fixture, "/openai/v1/chat/completions");
  g_assert_cmpstr (confab_test_peer_get_last_request_header (fixture->peer, "api-key"), ==, CONFAB_TEST_PEER_KEY);
  g_assert_null (confab_test_peer_get_last_request_header (fixture->peer, "authorization"));
  g_assert_nonnull (strstr (confab_test_peer_get_last_request_body (fixture->peer), "\"my-gpt\""));
}

static void
test_older (CloudFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *endpoint = g_strconcat (confab_test_peer_get_uri (fixture->peer), "/openai/deployments/my-gpt", NULL);
  g_autoptr(GError) error = NULL;

  g_setenv ("AZURE_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  g_setenv (VARIABLE, endpoint, TRUE);
  cloud_start (fixture);
  cloud_assert_fails (fixture, "azure", CONFAB_PROVIDER_ERROR_INCOMPLETE, "Set the API version");

  g_setenv ("OPENAI_API_VERSION", "2024-10-21", TRUE);
  cloud_start (fixture);
  g_assert_cmpstr (confab_provider_get_model (engine_get_provider (fixture->context, "azure")), ==, "my-gpt");
  cloud_assert_good (fixture, "azure", NULL);
  assert_path (fixture, "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21");

  cloud_check (fixture, "azure", &error);
  g_assert_no_error (error);
  assert_path (fixture, "/openai/models?api-version=2024-10-21");
}

static void
test_token (CloudFixture  *fixture,
            gconstpointer  data)
{
  g_setenv ("AZURE_OPENAI_AD_TOKEN", CONFAB_TEST_PEER_KEY, TRUE);
  cloud_start (fixture);
  g_assert_cmpstr (confab_provider_get_key_detail (engine_get_provider (fixture->context, "azure")), ==, "AZURE_OPENAI_AD_TOKEN");
  cloud_assert_good (fixture, "azure", "my-gpt");
  g_assert_cmpstr (confab_test_peer_get_last_request_header (fixture->peer, "authorization"), ==, "Bearer " CONFAB_TEST_PEER_KEY);
  g_assert_null (confab_test_peer_get_last_request_header (fixture->peer, "api-key"));

  /* A record may say that its key is one. */
  g_unsetenv ("AZURE_OPENAI_AD_TOKEN");
  engine_write_records ("{ \"providers\": [ { \"id\": \"azure\", \"type\": \"azure\", \"api_key\": \"" CONFAB_TEST_PEER_KEY "\","
                        " \"config\": { \"auth\": \"bearer\" } } ] }");
  cloud_start (fixture);
  cloud_assert_good (fixture, "azure", "my-gpt");
  g_assert_null (confab_test_peer_get_last_request_header (fixture->peer, "api-key"));
}

static void
test_wrong (CloudFixture  *fixture,
            gconstpointer  data)
{
  g_setenv ("AZURE_OPENAI_API_KEY", "not-the-key-0123456789", TRUE);
  g_setenv ("AZURE_OPENAI_DEPLOYMENT", "my-gpt", TRUE);
  cloud_start (fixture);
  cloud_assert_fails (fixture, "azure", CONFAB_PROVIDER_ERROR_BAD_KEY, NULL);

  g_unsetenv (VARIABLE);
  cloud_start (fixture);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, "azure")), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  cloud_assert_fails (fixture, "azure", CONFAB_PROVIDER_ERROR_INCOMPLETE, "Set the name of the Azure resource");

  g_unsetenv ("AZURE_OPENAI_API_KEY");
  cloud_start (fixture);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, "azure")), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);
}

/* The environment's key goes to the resource that the environment names, and to no other. */
static void
test_other_resource (CloudFixture  *fixture,
                     gconstpointer  data)
{
  g_setenv ("AZURE_OPENAI_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  engine_write_records ("{ \"providers\": [ { \"id\": \"other\", \"type\": \"azure\", \"config\": { \"resource\": \"other\" } } ] }");
  cloud_start (fixture);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (fixture->context, "other")), ==, CONFAB_KEY_SOURCE_NONE);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (fixture->context, "azure")), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);
  g_assert_cmpstr (confab_provider_get_base_url (engine_get_provider (fixture->context, "other")), ==,
                   "https://other.openai.azure.com/openai/v1");
}

/* The newer format, for who asks for it. */
static void
test_responses (CloudFixture  *fixture,
                gconstpointer  data)
{
  g_setenv ("AZURE_OPENAI_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  engine_write_records ("{ \"providers\": [ { \"id\": \"azure\", \"type\": \"azure\", \"config\": { \"dialect\": \"openai-responses\" } } ] }");
  cloud_start (fixture);
  cloud_assert_good (fixture, "azure", "gpt-5.4");
  assert_path (fixture, "/openai/v1/responses");
}

#define ADD(name, func) g_test_add ("/engine/azure/" name, CloudFixture, VARIABLE, cloud_set_up, func, cloud_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("newer", test_newer);
  ADD ("older", test_older);
  ADD ("token", test_token);
  ADD ("wrong", test_wrong);
  ADD ("other-resource", test_other_resource);
  ADD ("responses", test_responses);

  return g_test_run ();
}
