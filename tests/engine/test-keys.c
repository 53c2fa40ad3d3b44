/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-engine-error.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "registry-fixture.h"

/* Run under a keyring of its own in each of its states; see tests/keyring/with-keyring.sh. */

static const char *mode;

/* Pasted with white space, stored, linked, checked, used, taken away: without a word of it on disk. */
static void
test_life_of_a_key (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *after = NULL;
  ConfabContext *context;
  ConfabContext *other;
  ConfabProvider *provider;
  ConfabTurn *turn;

  engine_home_reset ();
  engine_use_peer (peer);
  g_unsetenv ("OPENAI_API_KEY");
  context = engine_load ();
  other = engine_load ();
  provider = engine_get_provider (context, "openai");
  g_assert_cmpuint (confab_registry_get_keyring_state (confab_context_get_registry (context)), ==, CONFAB_KEYRING_AVAILABLE);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);

  g_assert_true (registry_set_key (context, "openai", "  " CONFAB_TEST_PEER_KEY "\n", &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_provider_get_key_source (provider), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_cmpint (confab_provider_get_key_created_at_us (provider), >, 0);
  registry_wait_checked (provider);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);
  g_assert_cmpuint (g_list_model_get_n_items (confab_provider_get_models (provider)), >, 0);

  text = engine_read_records ();
  g_assert_null (strstr (text, CONFAB_TEST_PEER_KEY));
  g_assert_nonnull (strstr (text, "\"secret\""));

  /* The other process sees it come. */
  while (confab_provider_get_key_source (engine_get_provider (other, "openai")) != CONFAB_KEY_SOURCE_KEYRING)
    g_main_context_iteration (NULL, TRUE);

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "[[say Hello]]"));
  turn = confab_turn_new (context, provider, NULL, NULL, messages);
  confab_turn_run_async (turn, NULL, await_cb, &result);
  g_assert_true (confab_turn_run_finish (turn, await (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  await_finalized (turn);

  /* A wrong one replaces it, and is told to be wrong. */
  g_assert_true (registry_set_key (context, "openai", "sk-not-the-right-one-1", &error));
  registry_wait_checked (provider);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_KEY_REFUSED);

  /* A check that is under way with the old key says nothing of the new one. */
  g_assert_true (registry_set_key (context, "openai", CONFAB_TEST_PEER_KEY, &error));
  g_assert_true (registry_set_key (context, "openai", "sk-not-the-right-one-2", &error));
  g_assert_true (registry_set_key (context, "openai", CONFAB_TEST_PEER_KEY, &error));
  registry_wait_checked (provider);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);

  g_assert_true (registry_remove_key (context, "openai", &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_provider_get_key_source (provider), ==, CONFAB_KEY_SOURCE_NONE);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);
  after = engine_read_records ();
  g_assert_null (strstr (after, "\"secret\": \""));

  engine_close (other);
  engine_close (context);
}

/* The keyring goes before the file, the file before the environment. */
static void
test_order (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  ConfabContext *context;
  ConfabProvider *groq;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_from_environment_1", TRUE);
  g_setenv ("CONFAB_GROQ_BASE_URL", "http://127.0.0.1:9/v1", TRUE);
  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"api_key\": \"gsk_from_the_file_1\" } ] }");
  context = engine_load ();
  groq = engine_get_provider (context, "groq");
  g_assert_cmpint (confab_provider_get_key_source (groq), ==, CONFAB_KEY_SOURCE_FILE);
  g_assert_true (registry_set_key (context, "groq", "gsk_from_the_keyring_1", &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_provider_get_key_source (groq), ==, CONFAB_KEY_SOURCE_KEYRING);
  registry_wait_checked (groq);
  text = engine_read_records ();
  g_assert_null (strstr (text, "gsk_from_the"));

  /* Taking it away takes it away everywhere it is ours to. */
  g_assert_true (registry_remove_key (context, "groq", &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_provider_get_key_source (groq), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);
  engine_close (context);
}

static void
test_shape (void)
{
  static const char *const keys[] = { "", "   ", "brief", "has a space in it", "sk-ümlaut-0123456789", "sk-01234\n56789abc" };
  ConfabContext *context;

  engine_home_reset ();
  context = engine_load ();
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (registry_set_key (context, "groq", keys[i], &error));
      g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
      g_assert_true (g_str_has_suffix (error->message, "."));
      if (strlen (keys[i]) > 4)
        g_assert_null (strstr (error->message, keys[i]));
    }
  {
    g_autoptr(GError) error = NULL;

    g_assert_false (registry_set_key (context, "ollama", "a-key-for-nobody", &error));
    g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  }
  engine_close (context);
}

/* Where more than a key can sign in, what is pasted is read at once. */
static void
test_shape_of_accounts (void)
{
  static const struct { const char *provider_id, *text, *expected; } cases[] = {
    { "bedrock", CONFAB_TEST_PEER_AWS_ID, "ID:SECRET" },
    { "bedrock", CONFAB_TEST_PEER_AWS_ID ":short", "secret access key" },
    { "bedrock", "some words that are no keys", "access keys" },
    { "vertex", "{\"type\":\"service_account\",\"client_email\":\"a@b\"}", "“private_key”" },
    { "vertex", "{\"type\":\"service_acc", "no Google credentials" },
    { "vertex", "two words", "no spaces" },
  };
  ConfabContext *context;

  engine_home_reset ();
  context = engine_load ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (registry_set_key (context, cases[i].provider_id, cases[i].text, &error));
      g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
      g_assert_null (strstr (error->message, CONFAB_TEST_PEER_AWS_ID));
    }
  engine_close (context);
}

/* Access keys, and the file of a service account with all its lines, are kept like a key. */
static void
test_accounts (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *account = confab_test_peer_dup_service_account (peer);
  g_autofree char *pasted = g_strdup_printf ("\n%s\n", account);
  g_autofree char *records = NULL;
  ConfabContext *context;

  engine_home_reset ();
  g_setenv ("CONFAB_BEDROCK_BASE_URL", confab_test_peer_get_uri (peer), TRUE);
  g_setenv ("CONFAB_VERTEX_BASE_URL", confab_test_peer_get_uri (peer), TRUE);
  g_setenv ("AWS_REGION", CONFAB_TEST_PEER_AWS_REGION, TRUE);
  context = engine_load ();
  g_assert_true (registry_set_key (context, "bedrock", "aws_access_key_id=" CONFAB_TEST_PEER_AWS_TEMPORARY_ID "\naws_secret_access_key="
                          CONFAB_TEST_PEER_AWS_SECRET "\naws_session_token=" CONFAB_TEST_PEER_AWS_TOKEN "\n", &error));
  g_assert_no_error (error);
  g_assert_true (registry_set_key (context, "vertex", pasted, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      ConfabProvider *provider = engine_get_provider (context, i == 0 ? "bedrock" : "vertex");

      registry_wait_checked (provider);
      g_assert_cmpint (confab_provider_get_key_source (provider), ==, CONFAB_KEY_SOURCE_KEYRING);
      g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_READY);
    }
  records = engine_read_records ();
  g_assert_null (strstr (records, CONFAB_TEST_PEER_AWS_SECRET));
  g_assert_null (strstr (records, "PRIVATE"));
  g_assert_true (registry_remove_key (context, "bedrock", &error));
  g_assert_true (registry_remove_key (context, "vertex", &error));
  engine_close (context);
}

/* A keyring that is locked or absent leaves the environment's keys and says what it is. */
static void
test_without_keyring (void)
{
  const gboolean locked = g_str_equal (mode, "locked");
  g_autoptr(GError) error = NULL;
  ConfabContext *context;
  ConfabRegistry *registry;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_from_environment_1", TRUE);
  context = engine_load ();
  registry = confab_context_get_registry (context);
  g_assert_cmpuint (confab_registry_get_keyring_state (registry), ==, locked ? CONFAB_KEYRING_LOCKED : CONFAB_KEYRING_ABSENT);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "groq")), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);
  g_assert_true (confab_provider_get_usable (engine_get_provider (context, "groq")));
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "mistral")), ==,
                   locked ? CONFAB_KEY_SOURCE_LOCKED : CONFAB_KEY_SOURCE_NONE);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "mistral")), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "ollama")), ==, CONFAB_KEY_SOURCE_NOT_NEEDED);

  if (!locked)
    {
      g_assert_false (registry_set_key (context, "groq", "gsk_0123456789abcdef", &error));
      g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
      g_clear_error (&error);
      g_assert_true (registry_remove_key (context, "groq", &error));
      g_assert_no_error (error);
    }
  engine_close (context);
}

/* A key goes with the last provider that has it. */
static void
test_shared_secret (void)
{
  static const char records[] =
    "{ \"providers\": ["
    " { \"id\": \"mistral-2\", \"type\": \"mistral\", \"secret\": \"ours\" },"
    " { \"id\": \"mistral-3\", \"type\": \"mistral\", \"secret\": \"ours\" } ] }";
  g_autoptr(GError) error = NULL;
  ConfabContext *context;

  engine_home_reset ();
  engine_write_records (records);
  context = engine_load ();
  g_assert_true (registry_set_key (context, "mistral-2", "0123456789abcdef", &error));
  g_assert_true (registry_remove (context, "mistral-2", &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "mistral-3")), ==,
                   CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_remove (context, "mistral-3", &error));
  engine_close (context);

  engine_write_records (records);
  context = engine_load ();
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "mistral-3")), ==,
                   CONFAB_KEY_SOURCE_NONE);
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  mode = g_getenv ("KEYRING_MODE") != NULL ? g_getenv ("KEYRING_MODE") : "none";
  if (g_str_equal (mode, "unlocked"))
    {
      g_test_add_func ("/engine/keys/life-of-a-key", test_life_of_a_key);
      g_test_add_func ("/engine/keys/order", test_order);
      g_test_add_func ("/engine/keys/accounts", test_accounts);
      g_test_add_func ("/engine/keys/shared-secret", test_shared_secret);
    }
  else
    {
      g_test_add_func ("/engine/keys/without-keyring", test_without_keyring);
    }
  g_test_add_func ("/engine/keys/shape", test_shape);
  g_test_add_func ("/engine/keys/shape-of-accounts", test_shape_of_accounts);

  return g_test_run ();
}
