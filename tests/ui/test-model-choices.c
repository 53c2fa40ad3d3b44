/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-conversation.h"
#include "confab-engine-settings.h"
#include "confab-model-choices.h"
#include "confab-provider-private.h"
#include "engine-fixture.h"

/* Which models there are to choose from, and in which order. */

typedef struct
{
  GSettings            *settings;
  ConfabFavoriteModels *favorites;
  ConfabTestPeer       *peer;
  ConfabContext        *context;
  GListStore           *conversations;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  g_unsetenv ("GEMINI_API_KEY");
  g_setenv ("CONFAB_OLLAMA_BASE_URL", "http://127.0.0.1:9", TRUE);
  fixture->settings = g_settings_new (CONFAB_APP_ID);
  fixture->favorites = confab_favorite_models_new (fixture->settings);
  fixture->context = engine_load ();
  engine_probe (fixture->context);
  fixture->conversations = g_list_store_new (CONFAB_TYPE_CONVERSATION);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  engine_close (fixture->context);
  g_settings_reset (fixture->settings, CONFAB_SETTING_FAVORITE_MODELS);
  g_clear_object (&fixture->conversations);
  g_clear_object (&fixture->favorites);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->peer);
}

/* What a provider lists, as "ID=NAME" or "ID", between spaces. */
static void
list (Fixture    *fixture,
      const char *provider_id,
      const char *words)
{
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto(GStrv) entries = g_strsplit (words, " ", -1);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      char *name = strchr (entries[i], '=');

      if (name != NULL)
        *name++ = '\0';
      g_ptr_array_add (models, confab_model_info_new (entries[i], name));
    }

  confab_provider_set_models (engine_get_provider (fixture->context, provider_id), models, g_get_real_time ());
}

static void
star (Fixture    *fixture,
      const char *provider_id,
      const char *model,
      const char *name)
{
  g_assert_true (confab_favorite_models_add (fixture->favorites, provider_id, model, name, NULL));
}

static void
use (Fixture    *fixture,
     const char *provider_id,
     const char *model,
     gint64      at_us)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();

  confab_conversation_set_provider_id (conversation, provider_id);
  confab_conversation_set_model (conversation, model);
  confab_conversation_set_updated_at_us (conversation, at_us);
  g_list_store_append (fixture->conversations, conversation);
}

/* A line each: `#` for a heading, `?` for what was typed; behind the name `(ID)` when it is told, and
 * `unlisted` or `unusable`. */
static char *
describe (ConfabModelChoice *choice)
{
  ConfabModelInfo *model = confab_model_choice_get_model (choice);
  const ConfabModelGroup group = confab_model_choice_get_group (choice);

  if (model == NULL)
    return g_strdup_printf ("# %s", group == CONFAB_MODEL_GROUP_FAVORITES ? "favorites"
                                    : group == CONFAB_MODEL_GROUP_RECENT ? "recent"
                                    : confab_model_choice_get_provider_id (choice));

  return g_strdup_printf ("%s%s%s%s%s%s%s%s", group == CONFAB_MODEL_GROUP_TYPED ? "? " : "",
                          confab_model_info_get_name (model),
                          confab_model_choice_get_ambiguous (choice) ? " (" : "",
                          confab_model_choice_get_ambiguous (choice) ? confab_model_info_get_id (model) : "",
                          confab_model_choice_get_ambiguous (choice) ? ")" : "",
                          group == CONFAB_MODEL_GROUP_PROVIDER ? "" : " at ",
                          group == CONFAB_MODEL_GROUP_PROVIDER ? "" : confab_model_choice_get_provider_id (choice),
                          confab_model_choice_get_unlisted (choice) ? " unlisted"
                          : confab_model_choice_get_usable (choice) ? "" : " unusable");
}

static void
assert_list (Fixture    *fixture,
             const char *filter,
             const char *expected)
{
  g_autoptr(ConfabModelChoices) choices =
    confab_model_choices_new (confab_context_get_registry (fixture->context), fixture->favorites,
                              G_LIST_MODEL (fixture->conversations), filter);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (choices)); i++)
    {
      g_autoptr(ConfabModelChoice) choice = g_list_model_get_item (G_LIST_MODEL (choices), i);
      g_autofree char *line = describe (choice);

      g_string_append_printf (text, "%s\n", line);
    }

  g_assert_cmpstr (text->str, ==, expected);
}

/* Favorites in the order in which they became it, then what was used last and is none of them, then
 * all that each provider has. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  list (fixture, "anthropic", "claude-sonnet-5=Sonnet b=B c=C d=D e=E");
  list (fixture, "openai", "gpt-4o-mini x=X");

  assert_list (fixture, "", "# anthropic\nSonnet\nB\nC\nD\nE\n# openai\ngpt-4o-mini\nX\n");

  use (fixture, "anthropic", "b", 10);
  use (fixture, "anthropic", "c", 50);
  use (fixture, "openai", "x", 40);
  use (fixture, "openai", "x", 30);
  use (fixture, "google", "no-key", 60);
  use (fixture, "no-such", "b", 60);
  use (fixture, "anthropic", NULL, 60);
  use (fixture, "anthropic", "d", 20);
  assert_list (fixture, "",
               "# recent\nC at anthropic\nX at openai\nD at anthropic\n"
               "# anthropic\nSonnet\nB\nC\nD\nE\n# openai\ngpt-4o-mini\nX\n");

  star (fixture, "openai", "x", "X");
  star (fixture, "anthropic", "e", "E");
  assert_list (fixture, "",
               "# favorites\nX at openai\nE at anthropic\n"
               "# recent\nC at anthropic\nD at anthropic\nB at anthropic\n"
               "# anthropic\nSonnet\nB\nC\nD\nE\n# openai\ngpt-4o-mini\nX\n");
}

/* What becomes of favorites when their models, or their providers, go. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  ConfabProvider *anthropic = engine_get_provider (fixture->context, "anthropic");

  star (fixture, "anthropic", "claude-sonnet-5", "Old name");
  star (fixture, "anthropic", "gone", "Gone");
  star (fixture, "google", "gemini-x", "Gemini X");
  star (fixture, "removed", "m", "M");

  /* It was not asked yet, so nobody can say that something is missing. */
  confab_provider_reset_models (anthropic);
  g_assert_cmpint (confab_provider_get_listed_at_us (anthropic), ==, 0);
  list (fixture, "openai", "gpt-4o-mini");
  {
    g_autoptr(ConfabModelChoices) choices =
      confab_model_choices_new (confab_context_get_registry (fixture->context), fixture->favorites, NULL, "");
    g_autoptr(ConfabModelChoice) choice = g_list_model_get_item (G_LIST_MODEL (choices), 2);
    g_autofree char *second = describe (choice);

    g_assert_cmpstr (second, ==, "Gone at anthropic");
  }

  list (fixture, "anthropic", "claude-sonnet-5=Sonnet");
  assert_list (fixture, "",
               "# favorites\nSonnet at anthropic\nGone at anthropic unlisted\nGemini X at google unusable\n"
               "M at removed unusable\n# anthropic\nSonnet\n# openai\ngpt-4o-mini\n");

  /* An alias of what is listed is not gone. */
  list (fixture, "anthropic", "claude-sonnet-5=Sonnet gone-20250101=Here");
  assert_list (fixture, "gone",
               "# favorites\nHere (gone) at anthropic\n# anthropic\nHere\n");
}

/* Names that several models have do not tell which one it is. */
static void
test_coincidence (Fixture       *fixture,
                  gconstpointer  data)
{
  list (fixture, "anthropic", "claude-sonnet-5=Sonnet a-1=Twin a-2=Twin a-3=Other same");
  list (fixture, "openai", "gpt-4o-mini=Twin");
  star (fixture, "anthropic", "a-2", "Twin");
  star (fixture, "anthropic", "a-9", "Other");
  star (fixture, "openai", "gpt-4o-mini", "Twin");
  assert_list (fixture, "",
               "# favorites\nTwin (a-2) at anthropic\nOther (a-9) at anthropic unlisted\nTwin at openai\n"
               "# anthropic\nSonnet\nTwin (a-1)\nTwin (a-2)\nOther\nsame\n# openai\nTwin\n");
}

/* Names and ids are found, and what is not can be used all the same. */
static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  list (fixture, "anthropic", "claude-sonnet-5=Sonnet claude-opus-5=Große-Oper");
  list (fixture, "openai", "gpt-4o-mini");
  use (fixture, "openai", "gpt-4o-mini", 10);
  star (fixture, "anthropic", "claude-opus-5", "Große-Oper");
  star (fixture, "removed", "opus", "Opus");

  assert_list (fixture, " GROSSE ",
               "# favorites\nGroße-Oper at anthropic\n# anthropic\nGroße-Oper\n"
               "? GROSSE at anthropic\n? GROSSE at openai\n");
  assert_list (fixture, "claude-opus-5", "# favorites\nGroße-Oper at anthropic\n# anthropic\nGroße-Oper\n");
  assert_list (fixture, "anthropic",
               "# favorites\nGroße-Oper at anthropic\n# anthropic\nSonnet\nGroße-Oper\n"
               "? anthropic at anthropic\n? anthropic at openai\n");

  /* What is not ASCII is compared as it is folded. */
  assert_list (fixture, "e-oper", "# favorites\nGroße-Oper at anthropic\n# anthropic\nGroße-Oper\n"
               "? e-oper at anthropic\n? e-oper at openai\n");
  assert_list (fixture, "miní", "? miní at anthropic\n? miní at openai\n");
  assert_list (fixture, "4o-mini-", "? 4o-mini- at anthropic\n? 4o-mini- at openai\n");

  /* That one cannot be used says nothing about the others. */
  assert_list (fixture, "opus",
               "# favorites\nGroße-Oper at anthropic\nOpus at removed unusable\n# anthropic\nGroße-Oper\n"
               "? opus at anthropic\n? opus at openai\n");

  /* Small and capital letters are the same. */
  list (fixture, "openai", "gpt-4o-mini x-1=Mixed-Case");
  assert_list (fixture, "mIXED-c", "# openai\nMixed-Case\n? mIXED-c at anthropic\n? mIXED-c at openai\n");
}

/* What is said of a model is of the list as it is now, and the list that was made stays as it was. */
static void
test_lists_change (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(ConfabModelChoices) before = NULL;
  g_autoptr(ConfabModelChoice) choice = NULL;
  ConfabProvider *anthropic = engine_get_provider (fixture->context, "anthropic");

  list (fixture, "anthropic", "claude-sonnet-5=Sonnet b=B");
  list (fixture, "openai", "gpt-4o-mini");
  before = confab_model_choices_new (confab_context_get_registry (fixture->context), NULL, NULL, "");
  g_assert_nonnull (confab_provider_find_model (anthropic, "b"));

  list (fixture, "anthropic", "claude-sonnet-5=Sonnet c=Sonnet c=Again");
  g_assert_null (confab_provider_find_model (anthropic, "b"));
  g_assert_cmpstr (confab_model_info_get_name (confab_provider_find_model (anthropic, "c")), ==, "Sonnet");
  g_assert_true (confab_provider_has_other_of_name (anthropic, "c", "Sonnet"));
  g_assert_false (confab_provider_has_other_of_name (anthropic, "c", "Again"));
  g_assert_false (confab_provider_has_other_of_name (anthropic, "c", "B"));
  assert_list (fixture, "", "# anthropic\nSonnet (claude-sonnet-5)\nSonnet (c)\nAgain\n# openai\ngpt-4o-mini\n");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (before)), ==, 5);
  choice = g_list_model_get_item (G_LIST_MODEL (before), 2);
  g_assert_cmpstr (confab_model_info_get_name (confab_model_choice_get_model (choice)), ==, "B");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (before), 5));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add ("/ui/model-choices/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/ui/model-choices/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/ui/model-choices/coincidence", Fixture, NULL, set_up, test_coincidence, tear_down);
  g_test_add ("/ui/model-choices/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/ui/model-choices/lists-change", Fixture, NULL, set_up, test_lists_change, tear_down);

  return g_test_run ();
}
