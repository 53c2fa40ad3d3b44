/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-engine-error.h"
#include "confab-key-finding.h"
#include "registry-fixture.h"

/* Keys that end with the program. Run under a keyring of its own in each of its states. */

static gboolean
set_session_key (ConfabContext  *context,
                 const char     *id,
                 const char     *text,
                 GError        **error)
{
  g_autoptr(ConfabSecret) key = confab_secret_new (text, -1);

  return confab_registry_set_session_key (confab_context_get_registry (context), engine_get_provider (context, id), key,
                                          error);
}

static void
wait_for_source (ConfabContext   *context,
                 const char      *id,
                 ConfabKeySource  source)
{
  while (registry_get_key_source (context, id) != source)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_state (ConfabContext       *context,
                const char          *id,
                ConfabProviderState  state)
{
  while (confab_provider_get_state (engine_get_provider (context, id)) != state)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_keys (ConfabContext *context,
            const char    *id)
{
  return confab_provider_get_keys (engine_get_provider (context, id))->len;
}

/* Used at once, written nowhere, known to nobody else, and gone with the program. */
static void
test_life (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *path = engine_records_path ();
  ConfabContext *context;
  ConfabContext *other;
  const ConfabKeyFinding *first;

  engine_home_reset ();
  engine_use_peer (peer);
  g_unsetenv ("OPENAI_API_KEY");
  context = engine_load ();
  other = engine_load ();
  g_assert_true (set_session_key (context, "openai", " " CONFAB_TEST_PEER_KEY "\n", &error));
  g_assert_no_error (error);
  wait_for_state (context, "openai", CONFAB_PROVIDER_STATE_READY);
  g_assert_cmpint (registry_get_key_source (context, "openai"), ==, CONFAB_KEY_SOURCE_SESSION);
  first = g_ptr_array_index (confab_provider_get_keys (engine_get_provider (context, "openai")), 0);
  g_assert_cmpint (first->source, ==, CONFAB_KEY_SOURCE_SESSION);
  g_assert_true (first->in_use);
  g_assert_cmpint (first->created_at_us, >, 0);
  g_assert_true (confab_provider_get_in_use (engine_get_provider (context, "openai")));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (confab_provider_get_usable (engine_get_provider (other, "openai")));

  /* A wrong one takes its place, and is told to be wrong. */
  g_assert_true (set_session_key (context, "openai", "sk-not-the-right-one-1", &error));
  wait_for_state (context, "openai", CONFAB_PROVIDER_STATE_KEY_REFUSED);

  /* Nobody is asked to unlock anything for this. */
  g_assert_true (registry_remove_key (context, "openai", &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "openai")), ==,
                   CONFAB_PROVIDER_STATE_KEY_MISSING);

  g_assert_true (set_session_key (context, "openai", CONFAB_TEST_PEER_KEY, &error));
  wait_for_source (context, "openai", CONFAB_KEY_SOURCE_SESSION);
  registry_wait_checked (engine_get_provider (context, "openai"));
  engine_close (context);
  context = engine_load ();
  g_assert_false (confab_provider_get_usable (engine_get_provider (context, "openai")));
  engine_close (context);
  engine_close (other);
}

/* After the keyring and before everything else. */
static void
test_order (void)
{
  g_autoptr(GError) error = NULL;
  const gboolean locked = g_strcmp0 (g_getenv ("KEYRING_MODE"), "locked") == 0;
  ConfabContext *context;

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_from_environment_1", TRUE);
  g_setenv ("CONFAB_GROQ_BASE_URL", "http://127.0.0.1:9/v1", TRUE);
  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"api_key\": \"gsk_from_the_file_1\" } ] }");
  context = engine_load ();
  g_assert_true (set_session_key (context, "groq", "gsk_of_this_session_1", &error));
  wait_for_source (context, "groq", CONFAB_KEY_SOURCE_SESSION);
  registry_wait_checked (engine_get_provider (context, "groq"));
  g_assert_cmpuint (count_keys (context, "groq"), ==, locked ? 4 : 3);

  /* What is taken away is the file's too, as it always was. */
  g_assert_true (registry_remove_key (context, "groq", &error));
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_ENVIRONMENT);
  engine_close (context);
}

static void
test_keyring_goes_first (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context;

  engine_home_reset ();
  g_setenv ("CONFAB_GROQ_BASE_URL", "http://127.0.0.1:9/v1", TRUE);
  context = engine_load ();
  g_assert_true (set_session_key (context, "groq", "gsk_of_this_session_1", &error));
  wait_for_source (context, "groq", CONFAB_KEY_SOURCE_SESSION);
  registry_wait_checked (engine_get_provider (context, "groq"));
  g_assert_true (registry_set_key (context, "groq", "gsk_from_the_keyring_1", &error));
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_cmpuint (count_keys (context, "groq"), ==, 1);

  g_assert_true (set_session_key (context, "groq", "gsk_of_this_session_2", &error));
  while (count_keys (context, "groq") != 2)
    g_main_context_iteration (NULL, TRUE);
  registry_wait_checked (engine_get_provider (context, "groq"));
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_remove_key (context, "groq", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_keys (context, "groq"), ==, 0);
  engine_close (context);
}

/* It goes with its provider and comes back with it; whoever shares it keeps it. */
static void
test_undo (void)
{
  static const char records[] =
    "{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"config\": { \"allow_private\": true } },"
    " { \"id\": \"groq-2\", \"type\": \"groq\", \"secret\": \"groq\", \"base_url\": \"http://127.0.0.1:9/v1\","
    " \"config\": { \"allow_private\": true } } ] }";
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GAsyncResult) remove_result = NULL;
  g_autoptr(GAsyncResult) restore_result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *context;
  ConfabRegistry *registry;

  engine_home_reset ();
  g_setenv ("CONFAB_GROQ_BASE_URL", "http://127.0.0.1:9/v1", TRUE);
  engine_write_records (records);
  context = engine_load ();
  registry = confab_context_get_registry (context);
  g_assert_true (set_session_key (context, "groq", "gsk_of_this_session_1", &error));
  wait_for_source (context, "groq-2", CONFAB_KEY_SOURCE_SESSION);
  g_assert_true (registry_remove (context, "groq", &error));
  g_assert_no_error (error);
  g_assert_false (confab_provider_get_usable (engine_get_provider (context, "groq")));
  g_assert_cmpint (registry_get_key_source (context, "groq-2"), ==, CONFAB_KEY_SOURCE_SESSION);

  registry_wait_checked (engine_get_provider (context, "groq-2"));
  confab_registry_remove_async (registry, engine_get_provider (context, "groq-2"), NULL, await_cb, &remove_result);
  removed = confab_registry_remove_finish_with_undo (registry, await (&remove_result), &error);
  g_assert_no_error (error);
  confab_registry_restore_async (registry, removed, NULL, await_cb, &restore_result);
  g_assert_true (confab_registry_restore_finish (registry, await (&restore_result), &error));
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "groq-2"), ==, CONFAB_KEY_SOURCE_SESSION);
  registry_wait_checked (engine_get_provider (context, "groq-2"));
  engine_close (context);
}

static void
test_refused (void)
{
  static const struct { const char *id, *text; } cases[] = {
    { "groq", "" },
    { "groq", "brief" },
    { "groq", "has a space in it" },
    { "ollama", "a-key-for-nobody" },
    { "bedrock", CONFAB_TEST_PEER_AWS_ID ":short" },
  };
  ConfabContext *context;

  engine_home_reset ();
  context = engine_load ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (set_session_key (context, cases[i].id, cases[i].text, &error));
      g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
      g_assert_cmpint (registry_get_key_source (context, cases[i].id), !=, CONFAB_KEY_SOURCE_SESSION);
    }
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/session-key/life", test_life);
  g_test_add_func ("/engine/session-key/refused", test_refused);
  if (g_strcmp0 (g_getenv ("KEYRING_MODE"), "unlocked") == 0)
    {
      g_test_add_func ("/engine/session-key/keyring-goes-first", test_keyring_goes_first);
    }
  else
    {
      g_test_add_func ("/engine/session-key/order", test_order);
    }
  if (g_strcmp0 (g_getenv ("KEYRING_MODE"), "locked") != 0)
    g_test_add_func ("/engine/session-key/undo", test_undo);

  return g_test_run ();
}
