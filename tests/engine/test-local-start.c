/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>

#include "engine-fixture.h"

/* A local server is found at the start whatever the keyring does. The daemon is of this test alone. */

static void
signal_daemon (int number)
{
  g_assert_cmpint (kill ((pid_t) g_ascii_strtoll (g_getenv ("KEYRING_PID"), NULL, 10), number), ==, 0);
}

static void
test_silent_keyring (void)
{
  static const char *const models[] = { "mistral:7b", NULL };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabContext) context = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  ConfabProvider *ollama = NULL;

  engine_home_reset ();
  engine_use_peer (peer);
  confab_test_peer_set_models (peer, models);
  context = confab_context_new ();

  signal_daemon (SIGSTOP);
  confab_context_load_async (context, NULL, await_cb, &result);
  while (ollama == NULL || confab_provider_get_state (ollama) != CONFAB_PROVIDER_STATE_READY)
    {
      g_main_context_iteration (NULL, TRUE);
      ollama = confab_registry_lookup (confab_context_get_registry (context), "ollama");
    }
  g_assert_true (confab_registry_get_default_provider (confab_context_get_registry (context)) == ollama);
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "anthropic")), ==,
                   CONFAB_KEY_SOURCE_ASKING);
  g_assert_null (result);

  signal_daemon (SIGCONT);
  g_assert_true (confab_context_load_finish (context, await (&result), NULL));
  g_assert_cmpint (confab_provider_get_key_source (engine_get_provider (context, "anthropic")), ==,
                   CONFAB_KEY_SOURCE_ENVIRONMENT);
  g_clear_object (&result);
  engine_close (g_steal_pointer (&context));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/local-start/silent-keyring", test_silent_keyring);

  return g_test_run ();
}
