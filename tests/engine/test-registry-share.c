/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "registry-fixture.h"

/* Copies of providers, and keys that several have. Run under a keyring of its own in each of its states. */

#define KEY "sk-share-0123456789abcdef"

static char *
duplicate (ConfabContext  *context,
           const char     *id,
           GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_duplicate_async (registry, engine_get_provider (context, id), NULL, await_cb, &result);

  return confab_registry_duplicate_finish (registry, await (&result), error);
}

static void
assert_duplicates (ConfabContext *context,
                   const char    *id,
                   const char    *expected_id,
                   const char    *expected_name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *new_id = duplicate (context, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (new_id, ==, expected_id);
  g_assert_cmpstr (confab_provider_get_name (engine_get_provider (context, new_id)), ==, expected_name);
}

static gboolean
share (ConfabContext  *context,
       const char     *id,
       const char     *other,
       GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_share_key_async (registry, engine_get_provider (context, id),
                                   other != NULL ? engine_get_provider (context, other) : NULL, NULL, await_cb, &result);

  return confab_registry_share_key_finish (registry, await (&result), error);
}

/* The ids of who has the same key: "a b". */
static char *
dup_sharers (ConfabContext *context,
             const char    *id)
{
  g_autoptr(GPtrArray) sharers =
    confab_registry_get_key_sharers (confab_context_get_registry (context), engine_get_provider (context, id));
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < sharers->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", confab_provider_get_id (g_ptr_array_index (sharers, i)));

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_sharers (ConfabContext *context,
                const char    *id,
                const char    *expected)
{
  g_autofree char *ids = dup_sharers (context, id);

  g_assert_cmpstr (ids, ==, expected);
}

static void
test_duplicate (void)
{
  g_autofree char *text = NULL;
  g_autofree char *in_use = NULL;
  ConfabContext *context;
  ConfabProvider *copy;
  ConfabProviderRecord *record;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_0123456789abcdef", TRUE);
  engine_write_records ("{ \"order\": [\"compat:lab\", \"groq\"], \"providers\": ["
                        " { \"id\": \"compat:lab\", \"type\": \"custom\", \"name\": \"Lab\", \"default_model\": \"m\","
                        "   \"base_url\": \"http://127.0.0.1:9/v1\", \"secret\": \"ours\", \"shoe size\": 43,"
                        "   \"config\": { \"allow_private\": true, \"x\": [1] }, \"created_at\": \"2020-01-01T00:00:00Z\" },"
                        " { \"id\": \"openai\", \"type\": \"openai\", \"api_key\": \"sk-plain-text-0123\" },"
                        " { \"id\": \"groq-2\", \"type\": \"from-the-future\", \"name\": \"Groq 2\" } ] }");
  context = engine_load ();

  assert_duplicates (context, "compat:lab", "compat:lab-2", "Lab 2");
  copy = engine_get_provider (context, "compat:lab-2");
  record = confab_provider_get_record (copy);
  g_assert_cmpstr (confab_provider_get_model (copy), ==, "m");
  g_assert_cmpstr (confab_provider_get_base_url (copy), ==, "http://127.0.0.1:9/v1");
  g_assert_true (confab_provider_get_private_meant (copy));
  g_assert_cmpstr (confab_provider_record_get_secret_id (record), ==, "ours");
  g_assert_true (json_object_has_member (confab_provider_record_get_config (record), "x"));
  g_assert_cmpint (confab_provider_record_get_created_at_us (record), >, G_GINT64_CONSTANT (1600000000000000));
  assert_sharers (context, "compat:lab", "compat:lab-2");

  /* A copy of a copy is a third one, behind the one it was made of. */
  assert_duplicates (context, "compat:lab-2", "compat:lab-3", "Lab 3");
  in_use = registry_dup_in_use (context);
  g_assert_cmpstr (in_use, ==, "compat:lab compat:lab-2 compat:lab-3 groq openai");

  /* One that has no record gets one, and what nobody here knows has its id and name all the same. */
  assert_duplicates (context, "groq", "groq-3", "Groq 3");
  g_assert_cmpint (registry_get_key_source (context, "groq-3"), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);
  g_assert_false (confab_provider_get_base_url_is_own (engine_get_provider (context, "groq-3")));
  assert_sharers (context, "groq-3", "groq");

  /* A key in plain text is not written a second time. */
  assert_duplicates (context, "openai", "openai-2", "OpenAI 2");
  text = engine_read_records ();
  g_assert_nonnull (strstr (text, "sk-plain-text"));
  g_assert_null (strstr (strstr (text, "sk-plain-text") + 1, "sk-plain-text"));
  engine_close (context);
}

/* The copy is where the original is: what the environment says of the original's address goes for it. */
static void
test_duplicate_address (void)
{
  ConfabContext *context;
  ConfabProvider *copy;

  engine_home_reset ();
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  g_setenv ("CONFAB_OPENAI_BASE_URL", "http://127.0.0.1:9/v1", TRUE);
  context = engine_load ();
  assert_duplicates (context, "openai", "openai-2", "OpenAI 2");
  copy = engine_get_provider (context, "openai-2");
  g_assert_cmpstr (confab_provider_get_base_url (copy), ==, "http://127.0.0.1:9/v1");
  g_assert_true (confab_provider_get_private_meant (copy));
  g_assert_cmpstr (confab_provider_type_get_dialect (confab_provider_get_provider_type (copy)), ==,
                   confab_provider_type_get_dialect (confab_provider_get_provider_type (engine_get_provider (context, "openai"))));
  g_assert_cmpint (confab_provider_get_state (copy), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);
  engine_close (context);
}

/* Two who copy the same at once get two copies. */
static void
test_duplicate_twice (void)
{
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *first_id = NULL;
  g_autofree char *second_id = NULL;
  ConfabContext *window;
  ConfabContext *terminal;
  ConfabRegistry *registry;
  ConfabRegistry *other;

  engine_home_reset ();
  window = engine_load ();
  terminal = engine_load ();
  registry = confab_context_get_registry (window);
  other = confab_context_get_registry (terminal);
  confab_registry_duplicate_async (registry, engine_get_provider (window, "groq"), NULL, await_cb, &first);
  confab_registry_duplicate_async (other, engine_get_provider (terminal, "groq"), NULL, await_cb, &second);
  first_id = confab_registry_duplicate_finish (registry, await (&first), &error);
  g_assert_no_error (error);
  second_id = confab_registry_duplicate_finish (other, await (&second), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first_id, !=, second_id);
  while (confab_registry_lookup (registry, second_id) == NULL || confab_registry_lookup (other, first_id) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (confab_provider_get_name (engine_get_provider (window, first_id)), !=,
                   confab_provider_get_name (engine_get_provider (window, second_id)));
  engine_close (terminal);
  engine_close (window);
}

static void
test_refused (void)
{
  static const struct { const char *id, *other; } cases[] = {
    { "groq", "groq" },
    { "groq", "ollama" },
    { "ollama", "groq" },
    { "groq", "bedrock" },
  };
  g_autoptr(GError) demonstration_error = NULL;
  ConfabContext *context;

  engine_home_reset ();
  context = engine_load ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (share (context, cases[i].id, cases[i].other, &error));
      g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
  g_assert_null (duplicate (context, "demonstration", &demonstration_error));
  g_assert_error (demonstration_error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  engine_close (context);
}

static void
write_two (void)
{
  engine_write_records ("{ \"providers\": ["
                        " { \"id\": \"compat:a\", \"type\": \"custom\", \"default_model\": \"m\","
                        "   \"base_url\": \"http://127.0.0.1:9/v1\", \"config\": { \"allow_private\": true } },"
                        " { \"id\": \"compat:b\", \"type\": \"custom\", \"default_model\": \"m\","
                        "   \"base_url\": \"http://127.0.0.1:9/v1\", \"config\": { \"allow_private\": true } } ] }");
}

/* Replaced for one is replaced for both; a key of one's own is as it was before, and then goes too. */
static void
test_share (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  ConfabContext *context;
  ConfabProvider *a;
  ConfabProvider *b;

  engine_home_reset ();
  write_two ();
  context = engine_load ();
  a = engine_get_provider (context, "compat:a");
  b = engine_get_provider (context, "compat:b");
  g_assert_true (registry_set_key (context, "compat:a", KEY, &error));
  g_assert_true (registry_set_key (context, "compat:b", KEY "-b", &error));
  assert_sharers (context, "compat:a", "");

  g_assert_true (share (context, "compat:b", "compat:a", &error));
  g_assert_no_error (error);
  assert_sharers (context, "compat:a", "compat:b");
  assert_sharers (context, "compat:b", "compat:a");

  /* Taken away from one it is taken away from both, who share the next one, too. */
  g_assert_true (registry_remove_key (context, "compat:b", &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_provider_get_key_source (a), ==, CONFAB_KEY_SOURCE_NOT_NEEDED);
  g_assert_cmpint (confab_provider_get_key_source (b), ==, CONFAB_KEY_SOURCE_NOT_NEEDED);
  g_assert_true (registry_set_key (context, "compat:a", KEY, &error));
  g_assert_cmpint (confab_provider_get_key_source (b), ==, CONFAB_KEY_SOURCE_KEYRING);

  g_assert_true (share (context, "compat:b", NULL, &error));
  assert_sharers (context, "compat:a", "");
  g_assert_cmpint (confab_provider_get_key_source (b), ==, CONFAB_KEY_SOURCE_KEYRING);

  /* It leaves nothing behind when it goes while it shares. */
  g_assert_true (share (context, "compat:b", "compat:a", &error));
  registry_wait_checked (a);
  registry_wait_checked (b);
  g_assert_true (registry_remove (context, "compat:b", &error));
  g_assert_no_error (error);
  id = registry_add (context, "compat:b", NULL, "https://lab.example/v1", &error);
  g_assert_cmpint (registry_get_key_source (context, "compat:b"), ==, CONFAB_KEY_SOURCE_NOT_NEEDED);
  g_assert_cmpint (registry_get_key_source (context, "compat:a"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_remove_key (context, "compat:a", &error));
  engine_close (context);
}

/* Whose id others find the key under gets another one for a key of its own. */
static void
test_own_again (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context;

  engine_home_reset ();
  write_two ();
  context = engine_load ();
  g_assert_true (registry_set_key (context, "compat:a", KEY, &error));
  g_assert_true (share (context, "compat:b", "compat:a", &error));
  g_assert_true (share (context, "compat:a", NULL, &error));
  g_assert_no_error (error);
  assert_sharers (context, "compat:a", "");
  g_assert_cmpint (registry_get_key_source (context, "compat:a"), ==, CONFAB_KEY_SOURCE_NOT_NEEDED);
  g_assert_cmpint (registry_get_key_source (context, "compat:b"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_set_key (context, "compat:a", KEY "-a", &error));
  registry_wait_checked (engine_get_provider (context, "compat:a"));
  registry_wait_checked (engine_get_provider (context, "compat:b"));
  assert_sharers (context, "compat:a", "");
  g_assert_true (registry_remove (context, "compat:a", &error));
  g_assert_cmpint (registry_get_key_source (context, "compat:b"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_remove (context, "compat:b", &error));
  g_assert_no_error (error);
  engine_close (context);
}

/* What was told of the old key is told of the new one for everybody who has it. */
static void
test_replaced_for_all (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(GError) error = NULL;
  ConfabContext *context;
  ConfabProvider *original;
  ConfabProvider *copy;

  engine_home_reset ();
  engine_use_peer (peer);
  g_unsetenv ("OPENAI_API_KEY");
  context = engine_load ();
  original = engine_get_provider (context, "openai");
  assert_duplicates (context, "openai", "openai-2", "OpenAI 2");
  copy = engine_get_provider (context, "openai-2");
  g_assert_true (registry_set_key (context, "openai", "sk-not-the-right-one-1", &error));
  g_assert_no_error (error);
  registry_wait_checked (original);
  registry_wait_checked (copy);
  g_assert_cmpint (confab_provider_get_state (original), ==, CONFAB_PROVIDER_STATE_KEY_REFUSED);
  g_assert_cmpint (confab_provider_get_state (copy), ==, CONFAB_PROVIDER_STATE_KEY_REFUSED);

  g_assert_true (registry_set_key (context, "openai-2", CONFAB_TEST_PEER_KEY, &error));
  registry_wait_checked (original);
  registry_wait_checked (copy);
  g_assert_cmpint (confab_provider_get_state (original), ==, CONFAB_PROVIDER_STATE_READY);
  g_assert_cmpint (confab_provider_get_state (copy), ==, CONFAB_PROVIDER_STATE_READY);
  g_assert_true (registry_remove (context, "openai", &error));
  g_assert_true (registry_remove (context, "openai-2", &error));
  g_assert_no_error (error);
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  if (g_strcmp0 (g_getenv ("KEYRING_MODE"), "unlocked") == 0)
    {
      g_test_add_func ("/engine/registry-share/share", test_share);
      g_test_add_func ("/engine/registry-share/own-again", test_own_again);
      g_test_add_func ("/engine/registry-share/replaced-for-all", test_replaced_for_all);
    }
  else
    {
      g_test_add_func ("/engine/registry-share/duplicate", test_duplicate);
      g_test_add_func ("/engine/registry-share/duplicate-address", test_duplicate_address);
      g_test_add_func ("/engine/registry-share/duplicate-twice", test_duplicate_twice);
      g_test_add_func ("/engine/registry-share/refused", test_refused);
    }

  return g_test_run ();
}
