/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "cloud-fixture.h"
#include "raw-server.h"

#define VARIABLE "CONFAB_BEDROCK_BASE_URL"
#define MODEL "us.anthropic.claude-haiku-4-5-20251001-v1:0"

static void
set_keys (const char *id,
          const char *secret,
          const char *token,
          const char *region)
{
  g_setenv ("AWS_ACCESS_KEY_ID", id, TRUE);
  g_setenv ("AWS_SECRET_ACCESS_KEY", secret, TRUE);
  if (token != NULL)
    g_setenv ("AWS_SESSION_TOKEN", token, TRUE);
  if (region != NULL)
    g_setenv ("AWS_REGION", region, TRUE);
}

static void
assert_source (CloudFixture    *fixture,
               ConfabKeySource  source,
               const char      *detail)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "bedrock");

  g_assert_cmpint (confab_provider_get_key_source (provider), ==, source);
  g_assert_cmpstr (confab_provider_get_key_detail (provider), ==, detail);
}

/* The model's id has a colon, which is encoded once on the wire and twice in the signature. */
static void
test_environment (CloudFixture  *fixture,
                  gconstpointer  data)
{
  set_keys (CONFAB_TEST_PEER_AWS_ID, CONFAB_TEST_PEER_AWS_SECRET, NULL, CONFAB_TEST_PEER_AWS_REGION);
  cloud_start (fixture);
  assert_source (fixture, CONFAB_KEY_SOURCE_ENVIRONMENT, "AWS_ACCESS_KEY_ID");
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, "bedrock")), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  cloud_assert_good (fixture, "bedrock", MODEL);
  g_assert_cmpstr (confab_test_peer_get_last_request_path (fixture->peer), ==,
                   "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream");
  g_assert_null (confab_test_peer_get_last_request_header (fixture->peer, "x-amz-security-token"));
  cloud_assert_good (fixture, "bedrock", "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc");
}

static void
test_temporary (CloudFixture  *fixture,
                gconstpointer  data)
{
  set_keys (CONFAB_TEST_PEER_AWS_TEMPORARY_ID, CONFAB_TEST_PEER_AWS_SECRET, CONFAB_TEST_PEER_AWS_TOKEN, CONFAB_TEST_PEER_AWS_REGION);
  cloud_start (fixture);
  cloud_assert_good (fixture, "bedrock", MODEL);
  g_assert_cmpstr (confab_test_peer_get_last_request_header (fixture->peer, "x-amz-security-token"), ==, CONFAB_TEST_PEER_AWS_TOKEN);
}

/* Of a single word there is nothing to sign, and no region to be known. */
static void
test_api_key (CloudFixture  *fixture,
              gconstpointer  data)
{
  g_setenv ("AWS_BEARER_TOKEN_BEDROCK", CONFAB_TEST_PEER_KEY, TRUE);
  set_keys (CONFAB_TEST_PEER_AWS_ID, "is-not-used-for-anything-here", NULL, NULL);
  cloud_start (fixture);
  assert_source (fixture, CONFAB_KEY_SOURCE_ENVIRONMENT, "AWS_BEARER_TOKEN_BEDROCK");
  cloud_assert_good (fixture, "bedrock", MODEL);
  g_assert_cmpstr (confab_test_peer_get_last_request_header (fixture->peer, "authorization"), ==, "Bearer " CONFAB_TEST_PEER_KEY);
  g_assert_null (confab_test_peer_get_last_request_header (fixture->peer, "x-amz-date"));
}

static void
test_records_file (CloudFixture  *fixture,
                   gconstpointer  data)
{
  engine_write_records ("{ \"providers\": [ { \"id\": \"bedrock\", \"type\": \"bedrock\", \"config\": { \"region\": \"eu-central-1\" },"
                        " \"api_key\": \"" CONFAB_TEST_PEER_AWS_ID ":" CONFAB_TEST_PEER_AWS_SECRET "\" } ] }");
  cloud_start (fixture);
  assert_source (fixture, CONFAB_KEY_SOURCE_FILE, NULL);
  cloud_assert_good (fixture, "bedrock", MODEL);
}

/* Keys and region of a profile that the environment names, in the files where they always are. */
static void
test_profile (CloudFixture  *fixture,
              gconstpointer  data)
{
  cloud_write_file (".aws/credentials", "[default]\naws_access_key_id = AKIANOTTHEONE0000001\naws_secret_access_key = no\n\n[work]\n"
                    "aws_access_key_id = " CONFAB_TEST_PEER_AWS_ID "\naws_secret_access_key = " CONFAB_TEST_PEER_AWS_SECRET "\n");
  cloud_write_file (".aws/config", "[default]\nregion = us-east-1\n[profile work]\nregion = " CONFAB_TEST_PEER_AWS_REGION "\n");
  g_setenv ("AWS_PROFILE", "work", TRUE);
  cloud_start (fixture);
  assert_source (fixture, CONFAB_KEY_SOURCE_PROFILE, "work");
  cloud_assert_good (fixture, "bedrock", MODEL);

  /* The record goes before the environment, and keys in the environment before the profile, but not
   * before the one that the record names. */
  set_keys ("AKIANOTTHEONE0000002", "is-not-right-at-all", NULL, NULL);
  cloud_start (fixture);
  assert_source (fixture, CONFAB_KEY_SOURCE_ENVIRONMENT, "AWS_ACCESS_KEY_ID");
  engine_write_records ("{ \"providers\": [ { \"id\": \"bedrock\", \"type\": \"bedrock\", \"config\": { \"profile\": \"work\" } } ] }");
  g_setenv ("AWS_PROFILE", "default", TRUE);
  cloud_start (fixture);
  assert_source (fixture, CONFAB_KEY_SOURCE_PROFILE, "work");
  cloud_assert_good (fixture, "bedrock", MODEL);
}

/* The files may be elsewhere; and keys of the environment get their region from there as well. */
static void
test_region_beside_keys (CloudFixture  *fixture,
                         gconstpointer  data)
{
  g_autofree char *path = engine_home_build ("elsewhere.ini");

  cloud_write_file ("elsewhere.ini", "[default]\nregion = " CONFAB_TEST_PEER_AWS_REGION "\nsso_session = x\n");
  g_setenv ("AWS_CONFIG_FILE", path, TRUE);
  set_keys (CONFAB_TEST_PEER_AWS_ID, CONFAB_TEST_PEER_AWS_SECRET, NULL, NULL);
  cloud_start (fixture);
  cloud_assert_good (fixture, "bedrock", MODEL);
}

static void
test_wrong_keys (CloudFixture  *fixture,
                 gconstpointer  data)
{
  static const struct { const char *id, *secret, *token, *region; } cases[] = {
    { CONFAB_TEST_PEER_AWS_ID, "not/the+secret/0123456789", NULL, CONFAB_TEST_PEER_AWS_REGION },
    { "AKIANOTTHEONE0000001", CONFAB_TEST_PEER_AWS_SECRET, NULL, CONFAB_TEST_PEER_AWS_REGION },
    { CONFAB_TEST_PEER_AWS_TEMPORARY_ID, CONFAB_TEST_PEER_AWS_SECRET, "has-run-out", CONFAB_TEST_PEER_AWS_REGION },
    { CONFAB_TEST_PEER_AWS_TEMPORARY_ID, CONFAB_TEST_PEER_AWS_SECRET, NULL, CONFAB_TEST_PEER_AWS_REGION },
    { CONFAB_TEST_PEER_AWS_ID, CONFAB_TEST_PEER_AWS_SECRET, NULL, "us-east-1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_unsetenv ("AWS_SESSION_TOKEN");
      set_keys (cases[i].id, cases[i].secret, cases[i].token, cases[i].region);
      cloud_start (fixture);
      cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_BAD_KEY, NULL);
      g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, "bedrock")), ==,
                       CONFAB_PROVIDER_STATE_KEY_REFUSED);
    }
}

/* What is missing is told before anything is sent. */
static void
test_missing (CloudFixture  *fixture,
              gconstpointer  data)
{
  ConfabProvider *bedrock;

  cloud_start (fixture);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (fixture->context, "bedrock")), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_KEY_MISSING, NULL);

  /* with a base URL of its own, the region is only needed to sign */
  set_keys (CONFAB_TEST_PEER_AWS_ID, CONFAB_TEST_PEER_AWS_SECRET, NULL, NULL);
  cloud_start (fixture);
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_INCOMPLETE, "Set the region");

  g_unsetenv (VARIABLE);
  cloud_start (fixture);
  bedrock = engine_get_provider (fixture->context, "bedrock");
  g_assert_cmpint (confab_provider_get_state (bedrock), ==, CONFAB_PROVIDER_STATE_BAD_ADDRESS);
  g_assert_nonnull (strstr (confab_provider_get_error (bedrock)->message, "Set the region"));
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_INCOMPLETE, "Set the region");

  g_setenv ("AWS_REGION", "eu-central-1", TRUE);
  g_unsetenv ("AWS_SECRET_ACCESS_KEY");
  cloud_start (fixture);
  bedrock = engine_get_provider (fixture->context, "bedrock");
  g_assert_cmpint (confab_provider_get_state (bedrock), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);
  g_assert_nonnull (strstr (confab_provider_get_error (bedrock)->message, "AWS_SECRET_ACCESS_KEY"));
  g_assert_cmpstr (confab_provider_get_base_url (bedrock), ==, "https://bedrock-runtime.eu-central-1.amazonaws.com");
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_SIGN_IN, "AWS_SECRET_ACCESS_KEY");

  g_unsetenv ("AWS_ACCESS_KEY_ID");
  g_setenv ("AWS_PROFILE", "nobody", TRUE);
  cloud_start (fixture);
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_SIGN_IN, "“nobody”");

  /* the key goes first, for the region may lie beside it */
  g_unsetenv ("AWS_REGION");
  cloud_start (fixture);
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_SIGN_IN, "“nobody”");
  g_unsetenv ("AWS_PROFILE");
  cloud_start (fixture);
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_KEY_MISSING, NULL);
  g_setenv ("AWS_PROFILE", "nobody", TRUE);
  cloud_write_file (".aws/config", "[profile nobody]\nrole_arn = arn:x\n");
  cloud_start (fixture);
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_SIGN_IN, "role");
  g_assert_cmpuint (confab_test_peer_get_n_requests (fixture->peer), ==, 0);
}

/* A record that is somewhere else gets nothing of the environment. */
static void
test_elsewhere (CloudFixture  *fixture,
                gconstpointer  data)
{
  g_autofree char *records = NULL;

  set_keys (CONFAB_TEST_PEER_AWS_ID, CONFAB_TEST_PEER_AWS_SECRET, NULL, CONFAB_TEST_PEER_AWS_REGION);
  cloud_write_file (".aws/credentials", "[default]\naws_access_key_id = " CONFAB_TEST_PEER_AWS_ID "\naws_secret_access_key = x\n");
  records = g_strdup_printf ("{ \"providers\": [ { \"id\": \"other\", \"type\": \"bedrock\", \"base_url\": \"%s\" },"
                             " { \"id\": \"second\", \"type\": \"bedrock\", \"config\": { \"region\": \"us-west-2\" } } ] }",
                             confab_test_peer_get_uri (fixture->peer));
  engine_write_records (records);
  cloud_start (fixture);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (fixture->context, "other")), ==, CONFAB_KEY_SOURCE_NONE);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (fixture->context, "second")), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);
  g_assert_cmpstr (confab_provider_get_base_url (engine_get_provider (fixture->context, "second")), ==,
                   "https://bedrock-runtime.us-west-2.amazonaws.com");
}

/* Both lists are asked for with signed queries. */
static void
test_check (CloudFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  ConfabProvider *bedrock;

  set_keys (CONFAB_TEST_PEER_AWS_TEMPORARY_ID, CONFAB_TEST_PEER_AWS_SECRET, CONFAB_TEST_PEER_AWS_TOKEN, CONFAB_TEST_PEER_AWS_REGION);
  cloud_start (fixture);
  cloud_check (fixture, "bedrock", &error);
  g_assert_no_error (error);
  bedrock = engine_get_provider (fixture->context, "bedrock");
  g_assert_cmpint (confab_provider_get_state (bedrock), ==, CONFAB_PROVIDER_STATE_READY);
  g_assert_cmpuint (g_list_model_get_n_items (confab_provider_get_models (bedrock)), >, 0);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/foundation-models"), >=, 1);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->peer, "/inference-profiles"), >=, 1);
}

/* Amazon tells what a signature should have been made of, the session's token among it. */
static void
test_echo (CloudFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autofree char *uri = raw_server_dup_uri (server, "");

  g_setenv (VARIABLE, uri, TRUE);
  set_keys (CONFAB_TEST_PEER_AWS_TEMPORARY_ID, CONFAB_TEST_PEER_AWS_SECRET, CONFAB_TEST_PEER_AWS_TOKEN, CONFAB_TEST_PEER_AWS_REGION);
  raw_server_set_reply (server, "HTTP/1.1 403 No\r\nContent-Type: application/json\r\nx-amzn-errortype: InvalidSignatureException\r\n"
                        "Connection: close\r\n\r\n{\"message\":\"Of " CONFAB_TEST_PEER_AWS_TEMPORARY_ID " with " CONFAB_TEST_PEER_AWS_SECRET
                        " and " CONFAB_TEST_PEER_AWS_TOKEN "\"}", -1, RAW_SERVER_CLOSE);
  cloud_start (fixture);
  cloud_assert_fails (fixture, "bedrock", CONFAB_PROVIDER_ERROR_BAD_KEY, NULL);
  g_assert_nonnull (strstr (raw_server_get_request (server), CONFAB_TEST_PEER_AWS_TOKEN));
  g_assert_null (strstr (raw_server_get_request (server), CONFAB_TEST_PEER_AWS_SECRET));
}

#define ADD(name, func) g_test_add ("/engine/bedrock/" name, CloudFixture, VARIABLE, cloud_set_up, func, cloud_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("environment", test_environment);
  ADD ("temporary", test_temporary);
  ADD ("api-key", test_api_key);
  ADD ("records-file", test_records_file);
  ADD ("profile", test_profile);
  ADD ("region-beside-keys", test_region_beside_keys);
  ADD ("wrong-keys", test_wrong_keys);
  ADD ("missing", test_missing);
  ADD ("elsewhere", test_elsewhere);
  ADD ("check", test_check);
  ADD ("echo", test_echo);

  return g_test_run ();
}
