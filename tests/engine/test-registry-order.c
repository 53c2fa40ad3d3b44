/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-attempts.h"
#include "confab-engine-error.h"
#include "confab-provider-error.h"
#include "registry-fixture.h"

/* The order of preference that a person gives. */

static void
set_keys (void)
{
  g_setenv ("OPENAI_API_KEY", "sk-0123456789abcdef", TRUE);
  g_setenv ("GROQ_API_KEY", "gsk_0123456789abcdef", TRUE);
  g_setenv ("MISTRAL_API_KEY", "0123456789abcdef", TRUE);
}

static void
assert_in_use (ConfabContext *context,
               const char    *expected)
{
  g_autofree char *ids = registry_dup_in_use (context);

  g_assert_cmpstr (ids, ==, expected);
}

static void
assert_moves (ConfabContext *context,
              const char    *id,
              const char    *before)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (registry_move (context, id, before, &error));
  g_assert_no_error (error);
}

static void
count_cb (GListModel *list,
          guint       position,
          guint       removed,
          guint       added,
          guint      *n_signals)
{
  g_assert_cmpuint (removed, ==, added);
  (*n_signals)++;
}

/* Whom a new conversation uses follows, and so does whom is asked instead. */
static void
test_move (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();
  g_autoptr(GError) failure = confab_provider_error_new (CONFAB_PROVIDER_ERROR_SERVER, 500, NULL, -1, "broken");
  g_autofree char *text = NULL;
  ConfabContext *context;
  ConfabRegistry *registry;
  ConfabAttempts *attempts;
  const char *model;
  guint n_signals = 0;

  engine_home_reset ();
  set_keys ();
  context = engine_load ();
  registry = confab_context_get_registry (context);
  g_signal_connect (registry, "items-changed", G_CALLBACK (count_cb), &n_signals);
  assert_in_use (context, "openai groq mistral");
  g_assert_cmpstr (registry_get_default_id (context), ==, "openai");

  assert_moves (context, "mistral", "openai");
  assert_in_use (context, "mistral openai groq");
  g_assert_cmpstr (registry_get_default_id (context), ==, "mistral");
  g_assert_cmpuint (n_signals, ==, 1);

  attempts = confab_attempts_new (engine_get_provider (context, "groq"), "m");
  confab_attempts_add_others (attempts, registry, messages);
  g_assert_cmpstr (confab_provider_get_id (confab_attempts_begin (attempts, &model)), ==, "groq");
  confab_attempts_end (attempts, CONFAB_ATTEMPT_FAILED, failure, FALSE);
  g_assert_cmpstr (confab_provider_get_id (confab_attempts_begin (attempts, &model)), ==, "mistral");
  confab_attempts_free (attempts);

  assert_moves (context, "mistral", NULL);
  assert_in_use (context, "openai groq mistral");
  assert_moves (context, "groq", "groq");
  assert_in_use (context, "openai groq mistral");
  assert_moves (context, "openai", "mistral");
  assert_in_use (context, "groq openai mistral");
  g_signal_handlers_disconnect_by_data (registry, &n_signals);
  engine_close (context);

  /* It is on disk, and nothing else is: who has no record has none now. */
  text = engine_read_records ();
  g_assert_null (strstr (text, "\"type\""));
  context = engine_load ();
  assert_in_use (context, "groq openai mistral");
  engine_close (context);
}

/* Who comes into use later comes after those that were put in order, and a choice goes before it. */
static void
test_later (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  ConfabContext *context;

  engine_home_reset ();
  set_keys ();
  context = engine_load ();
  assert_moves (context, "groq", "openai");
  id = registry_add (context, NULL, "anthropic", NULL, &error);
  g_assert_cmpstr (id, ==, "anthropic-2");
  assert_in_use (context, "groq openai mistral anthropic-2");
  assert_moves (context, "anthropic-2", "openai");
  assert_in_use (context, "groq anthropic-2 openai mistral");

  g_assert_true (registry_set_default (context, "mistral", &error));
  g_assert_cmpstr (registry_get_default_id (context), ==, "mistral");
  assert_moves (context, "groq", NULL);
  g_assert_cmpstr (registry_get_default_id (context), ==, "mistral");

  /* Its place goes with it. */
  g_assert_true (registry_remove (context, "anthropic-2", &error));
  g_clear_pointer (&id, g_free);
  id = registry_add (context, NULL, "anthropic", NULL, &error);
  g_assert_cmpstr (id, ==, "anthropic-2");
  assert_in_use (context, "openai mistral groq anthropic-2");
  engine_close (context);
}

/* Local servers are not counted as in use, but a person may want one first of all. */
static void
test_local (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;
  ConfabProvider *ollama;

  engine_home_reset ();
  engine_use_peer (peer);
  g_unsetenv ("ANTHROPIC_API_KEY");
  g_unsetenv ("GEMINI_API_KEY");
  context = engine_load ();
  engine_probe (context);
  ollama = engine_get_provider (context, "ollama");
  g_assert_true (confab_provider_get_usable (ollama));
  g_assert_false (confab_provider_get_in_use (ollama));
  assert_in_use (context, "openai");
  g_assert_cmpstr (registry_get_default_id (context), ==, "openai");
  assert_moves (context, "ollama", "openai");
  g_assert_cmpstr (registry_get_default_id (context), ==, "ollama");
  engine_close (context);
}

/* What nobody here knows stays where it is, and two who move at once undo nothing of each other. */
static void
test_survives (void)
{
  g_autofree char *text = NULL;
  ConfabContext *window;
  ConfabContext *terminal;

  engine_home_reset ();
  set_keys ();
  engine_write_records ("{ \"order\": [\"groq\", \"from-the-future\", \"groq\"], \"colour\": \"red\" }");
  window = engine_load ();
  terminal = engine_load ();
  assert_in_use (window, "groq openai mistral");

  assert_moves (window, "mistral", "groq");
  assert_moves (terminal, "openai", "groq");
  text = engine_read_records ();
  g_assert_nonnull (strstr (text, "from-the-future"));
  g_assert_nonnull (strstr (text, "colour"));
  assert_in_use (terminal, "mistral openai groq");
  while (TRUE)
    {
      g_autofree char *ids = registry_dup_in_use (window);

      if (g_str_equal (ids, "mistral openai groq"))
        break;
      g_main_context_iteration (NULL, TRUE);
    }
  engine_close (terminal);
  engine_close (window);
}

static void
test_refused (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context;

  engine_home_reset ();
  context = engine_load ();
  g_assert_false (registry_move (context, "demonstration", NULL, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  engine_close (context);

  engine_write_records ("{ \"version\": 99 }");
  context = engine_load ();
  g_assert_false (registry_move (context, "groq", NULL, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_NOT_LOADED);
  engine_close (context);
}

static void
note_cb (GObject    *object,
         GParamSpec *pspec,
         gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_in_use (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context;
  ConfabProvider *groq;
  guint n_notified = 0;

  engine_home_reset ();
  context = engine_load ();
  groq = engine_get_provider (context, "groq");
  g_assert_false (confab_provider_get_in_use (groq));
  g_signal_connect (groq, "notify::in-use", G_CALLBACK (note_cb), &n_notified);
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_MODEL, "m");
  g_assert_true (confab_provider_get_in_use (groq));
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_true (registry_remove (context, "groq", &error));
  g_assert_false (confab_provider_get_in_use (groq));
  g_assert_cmpuint (n_notified, ==, 2);
  g_signal_handlers_disconnect_by_data (groq, &n_notified);

  registry_assert_changes (context, "ollama", CONFAB_PROVIDER_FIELD_MODEL, "m");
  g_assert_true (confab_provider_get_configured (engine_get_provider (context, "ollama")));
  g_assert_false (confab_provider_get_in_use (engine_get_provider (context, "ollama")));
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/registry-order/move", test_move);
  g_test_add_func ("/engine/registry-order/later", test_later);
  g_test_add_func ("/engine/registry-order/local", test_local);
  g_test_add_func ("/engine/registry-order/survives", test_survives);
  g_test_add_func ("/engine/registry-order/refused", test_refused);
  g_test_add_func ("/engine/registry-order/in-use", test_in_use);

  return g_test_run ();
}
