/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-model-route.h"

static const char *const claude_models[] = { "claude-opus-4-1-20250805", "claude-sonnet-4-5-20250929", "claude-sonnet-5",
                                             "claude-sonnet-5-5", "claude-3-5-sonnet-20241022", "claude-haiku-4-5",
                                             "claude-opus-5", NULL };
static const char *const router_models[] = { "openai/gpt-6-luna", "anthropic/claude-sonnet-4.5",
                                             "anthropic/claude-sonnet-5", "meta-llama/llama-3.3-70b-instruct", NULL };
static const char *const groq_models[] = { "openai/gpt-oss-120b", "llama-3.3-70b-versatile", NULL };
static const char *const ollama_models[] = { "llama3.2:3b", "qwen3:8b", NULL };
static const char *const mine_models[] = { "house/model", "sonnet-writer", NULL };

/* Everything there is, in the order of preference. */
enum { ANTHROPIC, OPENAI, OPENROUTER, GROQ, WORK, MINE, OLLAMA, N_PROVIDERS };

static const ConfabRouteProvider all[N_PROVIDERS] = {
  [ANTHROPIC] = { "anthropic", "anthropic", TRUE, "claude-sonnet-5", FALSE, claude_models },
  [OPENAI] = { "openai", "openai", TRUE, "gpt-6-luna", FALSE, NULL },
  [OPENROUTER] = { "openrouter", "openrouter", TRUE, "openrouter/auto", FALSE, router_models },
  [GROQ] = { "groq", "groq", TRUE, "openai/gpt-oss-120b", FALSE, groq_models },
  [WORK] = { "anthropic-work", "anthropic", TRUE, "claude-opus-5", FALSE, NULL },
  [MINE] = { "compat:mine", "custom", TRUE, "house/model", FALSE, mine_models },
  [OLLAMA] = { "ollama", "ollama", TRUE, "llama3.2:3b", FALSE, ollama_models },
};

static ConfabCatalogue *catalogue;

/* @unusable: a bit for each provider that cannot be used, @unlisted: for each whose list is not there. */
static char *
find (const char *reference,
      const char *forced_id,
      guint       unusable,
      guint       unlisted)
{
  ConfabRouteProvider providers[N_PROVIDERS];
  g_autoptr(ConfabModelRoute) route = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < N_PROVIDERS; i++)
    {
      providers[i] = all[i];
      providers[i].usable = (unusable & 1u << i) == 0;
      if ((unlisted & 1u << i) != 0)
        providers[i].listed = NULL;
    }

  route = confab_model_route_find (catalogue, providers, N_PROVIDERS, reference, forced_id, &error);
  if (route == NULL)
    {
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE);
      return g_strdup ("nowhere");
    }

  g_assert_no_error (error);
  return g_strdup_printf ("%s %s", route->provider_id, route->model);
}

static void
test_table (void)
{
  static const struct { const char *reference, *forced, *expected; guint unusable, unlisted; } cases[] = {
    /* families, at call time and without a list */
    { "opus", NULL, "anthropic claude-opus-5" },
    { "sonnet", NULL, "anthropic claude-sonnet-5-5" },
    { "Sonnet", NULL, "anthropic claude-sonnet-5-5" },
    { "haiku", NULL, "anthropic claude-haiku-4-5" },
    { "sonnet", NULL, "anthropic claude-sonnet-5", 0, 1 << ANTHROPIC },
    { "opus", NULL, "anthropic-work claude-opus-5", 1 << ANTHROPIC },
    { "sonnet", NULL, "anthropic claude-sonnet-5-5", 1 << ANTHROPIC | 1 << WORK },

    /* a forced provider */
    { "sonnet", "openrouter", "openrouter anthropic/claude-sonnet-5" },
    { "haiku", "openrouter", "openrouter anthropic/claude-haiku-4.5" },
    { "sonnet", "compat:mine", "compat:mine sonnet" },
    { "sonnet", "mine", "compat:mine sonnet" },
    { "openai/gpt-6-luna", "groq", "groq openai/gpt-6-luna" },
    { NULL, "groq", "groq openai/gpt-oss-120b" },
    { "", "anthropic-work", "anthropic-work claude-opus-5" },
    { "m", "openai", "openai m", 1 << OPENAI },
    { "m", "nobody", "nowhere" },

    /* vendor/model */
    { "openai/gpt-6-luna", NULL, "openrouter openai/gpt-6-luna" },
    { "anthropic/claude-opus-5", NULL, "openrouter anthropic/claude-opus-5" },
    { "openai/gpt-oss-120b", NULL, "groq openai/gpt-oss-120b", 1 << OPENROUTER },
    { "some/thing", NULL, "openrouter some/thing", 1 << OPENROUTER },

    /* who is named */
    { "groq:llama-3.3-70b-versatile", NULL, "groq llama-3.3-70b-versatile" },
    { "anthropic-work:sonnet", NULL, "anthropic-work claude-sonnet-5" },
    { "openrouter:openai/gpt-6-luna", NULL, "openrouter openai/gpt-6-luna" },
    { "ollama:qwen3:8b", NULL, "ollama qwen3:8b" },
    { "compat:mine:house/model", NULL, "compat:mine house/model" },
    { "mine/house/model", NULL, "compat:mine house/model" },
    { "mine/x", NULL, "compat:mine x" },
    { "groq:", NULL, "groq openai/gpt-oss-120b" },
    { "groq:x", NULL, "groq x", 1 << GROQ },

    /* bare ids */
    { "qwen3:8b", NULL, "ollama qwen3:8b" },
    { "llama-3.3-70b-versatile", NULL, "groq llama-3.3-70b-versatile" },
    { "claude-3-5-sonnet-20241022", NULL, "anthropic claude-3-5-sonnet-20241022" },
    { "unheard-of", NULL, "anthropic unheard-of" },
    { "unheard-of", NULL, "openai unheard-of", 1 << ANTHROPIC },
    { "sonnet-writer", NULL, "compat:mine sonnet-writer" },
    { "/odd", NULL, "anthropic /odd" },

    /* nothing said */
    { NULL, NULL, "anthropic claude-sonnet-5-5" },
    { "", "", "anthropic claude-sonnet-5-5" },
    { NULL, NULL, "openai gpt-6-luna", 1 << ANTHROPIC | 1 << WORK },
    { NULL, NULL, "ollama llama3.2:3b", (1 << OLLAMA) - 1 },
    { NULL, NULL, "nowhere", (1 << N_PROVIDERS) - 1 },
    { "unheard-of", NULL, "nowhere", (1 << N_PROVIDERS) - 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = find (cases[i].reference, cases[i].forced, cases[i].unusable, cases[i].unlisted);

      g_test_message ("%s at %s: %s", cases[i].reference, cases[i].forced, found);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

/* What a person chose is not put aside for what is usual. */
static void
test_own_choice (void)
{
  ConfabRouteProvider providers[] = { all[ANTHROPIC], all[GROQ] };
  g_autoptr(ConfabModelRoute) usual = NULL;
  g_autoptr(ConfabModelRoute) own = NULL;

  providers[0].model = "claude-opus-5";
  usual = confab_model_route_find (catalogue, providers, 2, NULL, NULL, NULL);
  g_assert_cmpstr (usual->model, ==, "claude-sonnet-5-5");

  providers[0].model_is_own = TRUE;
  own = confab_model_route_find (catalogue, providers, 2, NULL, NULL, NULL);
  g_assert_cmpstr (own->model, ==, "claude-opus-5");
}

static void
test_nobody (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (confab_model_route_find (catalogue, NULL, 0, "sonnet", NULL, &error));
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  catalogue = confab_catalogue_new_builtin ();

  g_test_add_func ("/providers/model-route/table", test_table);
  g_test_add_func ("/providers/model-route/own-choice", test_own_choice);
  g_test_add_func ("/providers/model-route/nobody", test_nobody);

  status = g_test_run ();
  g_object_unref (catalogue);

  return status;
}
