/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-engine-error.h"
#include "confab-engine-settings.h"
#include "confab-favorite-models.h"

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
assert_item (ConfabFavoriteModels *favorites,
             guint                 position,
             const char           *provider_id,
             const char           *model,
             const char           *name)
{
  const ConfabFavoriteModel *item = confab_favorite_models_get (favorites, position);

  g_assert_cmpstr (item->provider_id, ==, provider_id);
  g_assert_cmpstr (item->model, ==, model);
  g_assert_cmpstr (item->name, ==, name);
}

static void
add (ConfabFavoriteModels *favorites,
     const char           *provider_id,
     const char           *model,
     const char           *name)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_favorite_models_add (favorites, provider_id, model, name, &error));
  g_assert_no_error (error);
}

/* Two windows look at the same favorites. */
static void
test_kept (void)
{
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(GSettings) other_settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(ConfabFavoriteModels) favorites = confab_favorite_models_new (settings);
  g_autoptr(ConfabFavoriteModels) other = confab_favorite_models_new (other_settings);
  g_autoptr(GError) error = NULL;
  guint n_changes = 0;

  g_signal_connect_swapped (other, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_cmpuint (confab_favorite_models_get_n (favorites), ==, 0);
  add (favorites, "anthropic", "claude-sonnet-5", "Claude Sonnet 5");
  add (favorites, "google", "claude-sonnet-5", "كلود");
  add (favorites, "anthropic", "claude-sonnet-5", "Another name");
  g_assert_cmpuint (confab_favorite_models_get_n (favorites), ==, 2);

  while (confab_favorite_models_get_n (other) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_changes, >, 0);
  assert_item (other, 0, "anthropic", "claude-sonnet-5", "Claude Sonnet 5");
  assert_item (other, 1, "google", "claude-sonnet-5", "كلود");
  g_assert_true (confab_favorite_models_contains (other, "google", "claude-sonnet-5"));
  g_assert_false (confab_favorite_models_contains (other, "openai", "claude-sonnet-5"));
  g_assert_false (confab_favorite_models_contains (other, "google", "claude-sonnet"));

  /* What is not there need not be taken out. */
  g_assert_true (confab_favorite_models_remove (other, "openai", "claude-sonnet-5", &error));
  g_assert_true (confab_favorite_models_remove (other, "anthropic", "claude-sonnet-5", &error));
  g_assert_no_error (error);
  while (confab_favorite_models_get_n (favorites) > 1)
    g_main_context_iteration (NULL, TRUE);
  assert_item (favorites, 0, "google", "claude-sonnet-5", "كلود");

  g_settings_reset (settings, CONFAB_SETTING_FAVORITE_MODELS);
  g_assert_cmpuint (confab_favorite_models_get_n (favorites), ==, 0);
}

/* As many as there may be, and one more. */
static void
test_bound (void)
{
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(ConfabFavoriteModels) favorites = confab_favorite_models_new (settings);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < CONFAB_FAVORITE_MODELS_MAX; i++)
    {
      g_autofree char *id = g_strdup_printf ("model-%u", i);

      add (favorites, "openai", id, id);
    }
  g_assert_cmpuint (confab_favorite_models_get_n (favorites), ==, CONFAB_FAVORITE_MODELS_MAX);

  g_assert_false (confab_favorite_models_add (favorites, "openai", "one-more", "One more", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  add (favorites, "openai", "model-7", "Model 7");

  g_assert_true (confab_favorite_models_remove (favorites, "openai", "model-7", &error));
  add (favorites, "openai", "one-more", "One more");
  assert_item (favorites, CONFAB_FAVORITE_MODELS_MAX - 1, "openai", "one-more", "One more");
  assert_item (favorites, 7, "openai", "model-8", "model-8");

  g_settings_reset (settings, CONFAB_SETTING_FAVORITE_MODELS);
}

/* Somebody, or another version, wrote what this one would not. */
static void
test_nonsense (void)
{
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(ConfabFavoriteModels) favorites = NULL;
  GVariantBuilder builder;

  g_settings_set_value (settings, CONFAB_SETTING_FAVORITE_MODELS,
                        g_variant_new_parsed ("[('openai', 'gpt', ''), ('', 'a', 'b'), ('a', '', 'b'),"
                                              " ('openai', 'gpt', 'GPT'), ('a', 'b', 'c')]"));
  favorites = confab_favorite_models_new (settings);
  g_assert_cmpuint (confab_favorite_models_get_n (favorites), ==, 2);
  assert_item (favorites, 0, "openai", "gpt", "gpt");
  assert_item (favorites, 1, "a", "b", "c");

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < 2 * CONFAB_FAVORITE_MODELS_MAX; i++)
    {
      g_autofree char *id = g_strdup_printf ("model-%u", i);

      g_variant_builder_add (&builder, "(sss)", "openai", id, id);
    }
  g_settings_set_value (settings, CONFAB_SETTING_FAVORITE_MODELS, g_variant_builder_end (&builder));
  g_assert_cmpuint (confab_favorite_models_get_n (favorites), ==, CONFAB_FAVORITE_MODELS_MAX);

  g_settings_reset (settings, CONFAB_SETTING_FAVORITE_MODELS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/favorite-models/kept", test_kept);
  g_test_add_func ("/engine/favorite-models/bound", test_bound);
  g_test_add_func ("/engine/favorite-models/nonsense", test_nonsense);

  return g_test_run ();
}
