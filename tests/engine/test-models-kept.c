/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "confab-engine-error.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"

static guint
count_models (ConfabProvider *provider)
{
  return g_list_model_get_n_items (confab_provider_get_models (provider));
}

static gboolean
has_model (ConfabProvider *provider,
           const char     *id)
{
  for (guint i = 0; i < count_models (provider); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (confab_provider_get_models (provider), i);

      if (g_str_equal (confab_model_info_get_id (model), id))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check (ConfabContext *context,
       const char    *id)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_check_async (registry, engine_get_provider (context, id), NULL, await_cb, &result);

  return confab_registry_check_finish (registry, await (&result), NULL);
}

static void
wait_for_list (ConfabProvider *provider)
{
  while (confab_provider_get_listed_at_us (provider) == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* It is written in the background. */
static char *
wait_for_file (const char *id)
{
  g_autofree char *name = g_strconcat ("cache/confab/models/", id, ".json", NULL);
  g_autofree char *path = engine_home_build (name);
  char *text = NULL;

  while (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }

  return text;
}

/* As many as there are, in pages, each once. */
static void
test_pages (void)
{
  static const char *const ids[] = { "anthropic", "google" };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_auto(GStrv) models = g_new0 (char *, 26);
  ConfabContext *context;

  for (guint i = 0; i < 25; i++)
    models[i] = g_strdup_printf ("model-%02u", i);
  confab_test_peer_set_models (peer, (const char * const *) models);
  confab_test_peer_set_page_size (peer, 4);

  engine_home_reset ();
  engine_use_peer (peer);
  context = engine_load ();
  engine_probe (context);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ConfabProvider *provider = engine_get_provider (context, ids[i]);

      confab_test_peer_clear_log (peer);
      g_assert_true (check (context, ids[i]));
      g_assert_cmpuint (count_models (provider), ==, 25);
      g_assert_true (has_model (provider, "model-00"));
      g_assert_true (has_model (provider, "model-24"));
      g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 7);
    }

  engine_close (context);
}

/* What was listed before is there at once, and stays when there is nobody to ask. */
static void
test_kept (void)
{
  static const char *const models[] = { "claude-sonnet-5", "claude-new-7", NULL };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autofree char *uri = g_strdup (confab_test_peer_get_uri (peer));
  g_autofree char *text = NULL;
  g_autoptr(ConfabModelInfo) sonnet = NULL;
  ConfabContext *context;
  ConfabProvider *provider;
  gint64 listed_at_us;

  engine_home_reset ();
  engine_use_peer (peer);
  confab_test_peer_set_models (peer, models);
  context = engine_load ();
  provider = engine_get_provider (context, "anthropic");
  g_assert_cmpint (confab_provider_get_listed_at_us (provider), ==, 0);
  g_assert_cmpuint (count_models (provider), >, 2);
  g_assert_true (check (context, "anthropic"));
  g_assert_cmpuint (count_models (provider), ==, 2);
  listed_at_us = confab_provider_get_listed_at_us (provider);
  g_assert_cmpint (listed_at_us, >, 0);
  text = wait_for_file ("anthropic");
  g_assert_nonnull (strstr (text, "claude-new-7"));
  g_assert_null (strstr (text, CONFAB_TEST_PEER_KEY));
  g_assert_null (strstr (text, uri));
  engine_close (context);

  g_clear_object (&peer);
  context = engine_load ();
  provider = engine_get_provider (context, "anthropic");
  wait_for_list (provider);
  g_assert_cmpint (confab_provider_get_listed_at_us (provider), ==, listed_at_us);
  g_assert_cmpuint (count_models (provider), ==, 2);
  g_assert_true (has_model (provider, "claude-new-7"));

  /* What is known from elsewhere is not kept with it, for it may be known better by now. */
  sonnet = confab_provider_lookup_model (provider, "claude-sonnet-5");
  g_assert_cmpuint (confab_model_info_get_abilities (sonnet) & CONFAB_MODEL_ABILITY_DOCUMENTS, !=, 0);
  g_assert_null (strstr (text, "price"));

  g_assert_false (check (context, "anthropic"));
  g_assert_cmpuint (count_models (provider), ==, 2);
  g_assert_cmpint (confab_provider_get_listed_at_us (provider), ==, listed_at_us);
  engine_close (context);

  /* Another address is another provider. */
  g_setenv ("CONFAB_ANTHROPIC_BASE_URL", "http://127.0.0.1:9/elsewhere", TRUE);
  context = engine_load ();
  provider = engine_get_provider (context, "anthropic");
  engine_probe (context);
  g_assert_cmpint (confab_provider_get_listed_at_us (provider), ==, 0);
  g_assert_false (has_model (provider, "claude-new-7"));
  engine_close (context);
}

/* A file that makes no sense is none. */
static void
test_kept_garbage (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autofree char *folder = engine_home_build ("cache/confab/models");
  g_autofree char *path = engine_home_build ("cache/confab/models/anthropic.json");
  ConfabContext *context;

  engine_home_reset ();
  engine_use_peer (peer);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "{ \"version\": 1, \"models\": [", -1, NULL));
  context = engine_load ();
  engine_probe (context);
  g_assert_cmpint (confab_provider_get_listed_at_us (engine_get_provider (context, "anthropic")), ==, 0);
  g_assert_true (check (context, "anthropic"));
  g_assert_cmpint (confab_provider_get_listed_at_us (engine_get_provider (context, "anthropic")), >, 0);
  engine_close (context);
}

/* The list of one address is not shown at another, not even while that is asked. */
static void
test_address_changes (void)
{
  static const char *const models[] = { "claude-new-7", NULL };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(GAsyncResult) result = NULL;
  ConfabContext *context;
  ConfabProvider *provider;

  engine_home_reset ();
  engine_use_peer (peer);
  g_unsetenv ("CONFAB_ANTHROPIC_BASE_URL");
  confab_test_peer_set_models (peer, models);
  context = engine_load ();
  provider = engine_get_provider (context, "anthropic");
  confab_registry_change_async (confab_context_get_registry (context), provider, CONFAB_PROVIDER_FIELD_BASE_URL,
                                confab_test_peer_get_uri (peer), NULL, await_cb, &result);
  g_assert_true (confab_registry_change_finish (confab_context_get_registry (context), await (&result), NULL));
  g_clear_object (&result);
  g_setenv ("ANTHROPIC_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  check (context, "anthropic");
  g_assert_true (has_model (provider, "claude-new-7"));

  confab_registry_change_async (confab_context_get_registry (context), provider, CONFAB_PROVIDER_FIELD_BASE_URL,
                                "http://127.0.0.1:9", NULL, await_cb, &result);
  g_assert_true (confab_registry_change_finish (confab_context_get_registry (context), await (&result), NULL));
  g_assert_false (has_model (provider, "claude-new-7"));
  g_assert_cmpint (confab_provider_get_listed_at_us (provider), ==, 0);
  engine_close (context);
}

/* Whoever looks at models gets a list that is hours old asked for anew, and no other one. */
static void
test_refresh (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;
  ConfabRegistry *registry;

  engine_home_reset ();
  engine_use_peer (peer);
  g_unsetenv ("OPENAI_API_KEY");
  g_unsetenv ("GEMINI_API_KEY");
  context = engine_load ();
  registry = confab_context_get_registry (context);
  engine_probe (context);
  confab_test_peer_clear_log (peer);

  confab_registry_refresh_models (registry);
  confab_registry_refresh_models (registry);
  wait_for_list (engine_get_provider (context, "anthropic"));
  confab_registry_refresh_models (registry);
  g_assert_true (check (context, "anthropic"));
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (peer, "/v1/models"), ==, 2);
  engine_close (context);
}

static void
write_data (const char *json)
{
  g_autofree char *folder = engine_home_build ("data/confab");
  g_autofree char *path = engine_home_build ("data/confab/models.json");

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, json, -1, NULL));
}

static double
get_input_price (ConfabContext *context)
{
  g_autoptr(ConfabModelInfo) model = NULL;
  ConfabModelPrice price;

  model = confab_provider_lookup_model (engine_get_provider (context, "anthropic"), "claude-sonnet-5");
  confab_model_info_get_price (model, &price);

  return price.input;
}

/* A person may know more than the program did when it was built. */
static void
test_own_data (void)
{
#define FILE_OF(date) "{ \"version\": 1, \"date\": \"" date "\", \"models\": [" \
  " { \"match\": [\"claude-sonnet-5\"], \"price\": { \"input\": 70, \"output\": 80 } } ] }"
  ConfabContext *context;

  engine_home_reset ();
  write_data (FILE_OF ("2999-01-01"));
  context = engine_load ();
  g_assert_null (confab_context_get_model_data_error (context));
  g_assert_cmpfloat (get_input_price (context), ==, 70);
  engine_close (context);

  write_data (FILE_OF ("2001-01-01"));
  context = engine_load ();
  g_assert_null (confab_context_get_model_data_error (context));
  g_assert_cmpfloat (get_input_price (context), ==, 2);
  engine_close (context);

  write_data ("{ \"version\": 1, \"date\": \"2999-01-01\", \"models\": [ 5 ] }");
  context = engine_load ();
  g_assert_error ((GError *) confab_context_get_model_data_error (context), CONFAB_ENGINE_ERROR,
                  CONFAB_ENGINE_ERROR_BAD_MODEL_DATA);
  g_assert_cmpfloat (get_input_price (context), ==, 2);
  engine_close (context);
}

static ConfabTurn *
run_turn (ConfabContext *context,
          const char    *provider_id,
          const char    *model)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  ConfabTurn *turn;

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "[[say Hello]]"));
  turn = confab_turn_new (context, engine_get_provider (context, provider_id), model, NULL, messages);
  confab_turn_run_async (turn, NULL, await_cb, &result);
  confab_turn_run_finish (turn, await (&result), NULL);

  return turn;
}

/* What nobody says is reckoned where a price is known, and unknown where none is; at home it is
 * nothing. */
static void
test_cost (void)
{
  static const struct { const char *provider; const char *model; int sign; } cases[] = {
    { "anthropic", "claude-sonnet-5", 1 },
    { "openai", "gpt-4o-mini", 1 },
    { "google", "gemini-3.8-flash", 1 },
    { "ollama", "mistral:7b", 0 },
    { "openai", "nobody-knows-it", -1 },
  };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;

  engine_home_reset ();
  engine_use_peer (peer);
  context = engine_load ();
  engine_probe (context);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabTurn) turn = run_turn (context, cases[i].provider, cases[i].model);
      const ConfabUsage *usage = confab_message_get_usage (confab_turn_get_reply (turn));

      g_test_message ("%s/%s: $%f", cases[i].provider, cases[i].model, usage->cost_usd);
      g_assert_cmpint (confab_message_get_status (confab_turn_get_reply (turn)), ==, CONFAB_MESSAGE_COMPLETE);
      g_assert_true (confab_usage_is_known (usage));
      g_assert_cmpint ((usage->cost_usd > 0) - (usage->cost_usd < 0), ==, cases[i].sign);
      g_assert_true (usage->cost_usd < 0 || usage->cost_is_estimate);
    }
  engine_close (context);
}

/* A model that is gone has relatives. */
static void
test_suggestion (void)
{
  static const char *const models[] = { "claude-haiku-4-5", "no-such-model-2", "claude-opus-5", NULL };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTurn) turn = NULL;
  ConfabContext *context;
  ConfabMessage *reply;

  engine_home_reset ();
  engine_use_peer (peer);
  confab_test_peer_set_models (peer, models);
  context = engine_load ();
  turn = run_turn (context, "anthropic", "no-such-model");
  reply = confab_turn_get_reply (turn);
  g_assert_error ((GError *) confab_message_get_error (reply), CONFAB_PROVIDER_ERROR,
                  CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND);
  while (confab_message_get_suggested_model (reply) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (confab_message_get_suggested_model (reply), ==, "no-such-model-2");
  g_clear_object (&turn);
  engine_close (context);
}

static void
assert_name (ConfabProvider *provider,
             const char     *id,
             const char     *expected)
{
  g_autoptr(ConfabModelInfo) model = confab_provider_lookup_model (provider, id);
  g_autofree char *name = confab_provider_dup_model_name (provider, id);

  g_assert_cmpstr (name, ==, expected);
  g_assert_cmpstr (confab_model_info_get_id (model), ==, id);
  g_assert_cmpstr (confab_model_info_get_name (model), ==, expected);
}

/* What people call a model is what its provider says, also after a restart without a network. */
static void
test_names (void)
{
  static const char *const ids[] = { "anthropic", "google", "openai" };
  static const char *const models[] = {
    "claude-sonnet-5", "claude-haiku-4-5-20251001", "m-20250101", "m-20250202", "n-20250101", "n-20250202", "mute", NULL,
  };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;

  confab_test_peer_set_models (peer, models);
  confab_test_peer_set_name (peer, "claude-sonnet-5", " Claude Sonnet 5 ");
  confab_test_peer_set_name (peer, "claude-haiku-4-5-20251001", "Claude Haiku 4.5");
  confab_test_peer_set_name (peer, "m-20250101", "M (old)");
  confab_test_peer_set_name (peer, "m-20250202", "M");
  confab_test_peer_set_name (peer, "n-20250101", "نون");
  confab_test_peer_set_name (peer, "n-20250202", "نون");

  engine_home_reset ();
  engine_use_peer (peer);
  context = engine_load ();
  engine_probe (context);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      assert_name (engine_get_provider (context, ids[i]), "claude-sonnet-5", "claude-sonnet-5");
      g_assert_true (check (context, ids[i]));
      g_free (wait_for_file (ids[i]));
    }
  engine_close (context);

  g_clear_object (&peer);
  context = engine_load ();
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ConfabProvider *provider = engine_get_provider (context, ids[i]);

      wait_for_list (provider);
      assert_name (provider, "claude-sonnet-5", "Claude Sonnet 5");
      assert_name (provider, "mute", "mute");

      /* An alias, and a release that answers for one; but not another release. */
      assert_name (provider, "claude-haiku-4-5", "Claude Haiku 4.5");
      assert_name (provider, "claude-sonnet-5-20260630", "Claude Sonnet 5");
      assert_name (provider, "claude-haiku-4-5-20260101", "claude-haiku-4-5-20260101");
      assert_name (provider, "m", "m");
      assert_name (provider, "n", "نون");
      assert_name (provider, "claude-haiku-4", "claude-haiku-4");
      assert_name (provider, "nobody-knows", "nobody-knows");
    }
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/models/pages", test_pages);
  g_test_add_func ("/engine/models/kept", test_kept);
  g_test_add_func ("/engine/models/kept-garbage", test_kept_garbage);
  g_test_add_func ("/engine/models/address-changes", test_address_changes);
  g_test_add_func ("/engine/models/refresh", test_refresh);
  g_test_add_func ("/engine/models/own-data", test_own_data);
  g_test_add_func ("/engine/models/cost", test_cost);
  g_test_add_func ("/engine/models/suggestion", test_suggestion);
  g_test_add_func ("/engine/models/names", test_names);

  return g_test_run ();
}
