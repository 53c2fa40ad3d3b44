/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How soon after the engine has begun to load a local server is found. */

#include "config.h"

#include "engine-fixture.h"

#define TARGET_MS 1000.0

#define N_RUNS 5

static double
measure (void)
{
  const gint64 begun_at_us = g_get_monotonic_time ();
  ConfabContext *context = confab_context_new ();
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;
  double found_ms;

  confab_context_load_async (context, NULL, await_cb, &result);
  while (confab_registry_get_default_provider (registry) == NULL)
    g_main_context_iteration (NULL, TRUE);
  found_ms = (double) (g_get_monotonic_time () - begun_at_us) / 1e3;

  g_assert_true (confab_context_load_finish (context, await (&result), NULL));
  g_clear_object (&result);
  engine_close (context);

  return found_ms;
}

int
main (int    argc,
      char **argv)
{
  static const char *const models[] = { "mistral:7b", "qwen3:4b", NULL };
  g_autoptr(ConfabTestPeer) peer = NULL;
  double longest_ms = 0;

  engine_home_init ();
  peer = confab_test_peer_new ();
  confab_test_peer_set_models (peer, models);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", confab_test_peer_get_uri (peer), TRUE);

  for (guint i = 0; i < N_RUNS; i++)
    longest_ms = MAX (longest_ms, measure ());
  g_print ("bench local-found %.1f ms %.0f %s\n", longest_ms, TARGET_MS, longest_ms <= TARGET_MS ? "ok" : "short");

  return longest_ms <= TARGET_MS ? 0 : 1;
}
