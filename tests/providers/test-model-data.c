/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-catalogue.h"
#include "confab-model-data.h"
#include "confab-provider-policy-error.h"

#include <string.h>

static ConfabModelData *
parse (const char  *json,
       GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (json, strlen (json));

  return confab_model_data_new_parse (bytes, error);
}

static gint64
day (int year,
     int month,
     int day_of_month)
{
  g_autoptr(GDateTime) time = g_date_time_new_utc (year, month, day_of_month, 0, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_builtin (void)
{
  static const struct
  {
    const char         *type;
    const char         *model;
    gint64              context;
    double              input;
    ConfabModelAbility  ability;
  } cases[] = {
    { "anthropic", "claude-sonnet-5", 1000000, 2, CONFAB_MODEL_ABILITY_DOCUMENTS },
    { "anthropic", "claude-opus-5-5", 1000000, 4, CONFAB_MODEL_ABILITY_THINKING },
    { "anthropic", "claude-haiku-4-5-20251001", 200000, 1, CONFAB_MODEL_ABILITY_VISION },
    { "bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0", 200000, -1, CONFAB_MODEL_ABILITY_VISION },
    { "openai", "gpt-4o-mini", 128000, 0.15, CONFAB_MODEL_ABILITY_TOOLS },
    { "openai", "gpt-5", 400000, 1.25, CONFAB_MODEL_ABILITY_THINKING },
    { "google", "gemini-2.5-flash", 1048576, 0.3, CONFAB_MODEL_ABILITY_VISION },
    { "openrouter", "google/gemini-3.5-flash", 1048576, -1, CONFAB_MODEL_ABILITY_VISION },
    { "openrouter", "someone/something:free", -1, 0, CONFAB_MODEL_ABILITY_NONE },
    { "groq", "openai/gpt-oss-120b", 131072, 0.15, CONFAB_MODEL_ABILITY_TOOLS },
    { "ollama", "gpt-oss:20b", -1, 0, CONFAB_MODEL_ABILITY_NONE },
    { "ollama", "gpt-oss:120b-cloud", 131072, -1, CONFAB_MODEL_ABILITY_TOOLS },
    { "minimax", "MiniMax-M3", 1000000, 0.35, CONFAB_MODEL_ABILITY_TOOLS },
  };
  g_autoptr(ConfabModelData) data = confab_model_data_new_builtin ();

  g_assert_cmpuint (strlen (confab_model_data_get_date (data)), ==, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabModelInfo) model = confab_model_data_lookup (data, cases[i].type, cases[i].model);
      ConfabModelPrice price;

      g_test_message ("%s/%s", cases[i].type, cases[i].model);
      g_assert_nonnull (model);
      confab_model_info_get_price (model, &price);
      g_assert_cmpint (confab_model_info_get_context_tokens (model), ==, cases[i].context);
      g_assert_cmpfloat (price.input, ==, cases[i].input);
      g_assert_cmpuint (confab_model_info_get_abilities (model) & cases[i].ability, ==, cases[i].ability);
    }

  g_assert_null (confab_model_data_lookup (data, "custom", "nobody-knows-it"));
  g_assert_null (confab_model_data_lookup (data, "litellm", "nobody-knows-it"));
}

/* What stops answering says what stands in for it, and that is something known. */
static void
test_shutdowns (void)
{
  static const struct { const char *type; const char *model; int year, month, day; const char *instead; } cases[] = {
    { "anthropic", "claude-sonnet-4-20250514", 2026, 6, 15, "claude-sonnet-5" },
    { "openai", "gpt-4o", 2027, 1, 14, "gpt-6-luna" },
    { "google", "gemini-2.5-flash", 2026, 12, 1, "gemini-3.5-flash-lite" },
    { "groq", "llama-3.3-70b-versatile", 2026, 8, 16, "openai/gpt-oss-120b" },
    { "deepseek", "deepseek-chat", 2026, 7, 24, "deepseek-flash" },
  };
  g_autoptr(ConfabModelData) data = confab_model_data_new_builtin ();
  g_autoptr(ConfabModelInfo) stays = confab_model_data_lookup (data, "google", "gemini-2.5-flash-lite");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabModelInfo) model = confab_model_data_lookup (data, cases[i].type, cases[i].model);

      g_test_message ("%s/%s", cases[i].type, cases[i].model);
      g_assert_cmpint (confab_model_info_get_shutdown_at_us (model), ==,
                       day (cases[i].year, cases[i].month, cases[i].day));
      g_assert_cmpstr (confab_model_info_get_replacement (model), ==, cases[i].instead);
    }
  g_assert_cmpint (confab_model_info_get_shutdown_at_us (stays), ==, -1);
}

/* What the provider says of its model counts before what is known elsewhere. */
static void
test_complete (void)
{
  static const ConfabModelPrice own = { 7, 8, -1, -1, 0 };
  g_autoptr(ConfabModelData) data = confab_model_data_new_builtin ();
  g_autoptr(ConfabModelInfo) model = confab_model_info_new ("claude-sonnet-5", "Claude");
  ConfabModelPrice price;

  confab_model_info_set_context_tokens (model, 5);
  confab_model_info_set_price (model, &own);
  g_assert_true (confab_model_data_complete (data, "anthropic", model));
  g_assert_cmpint (confab_model_info_get_context_tokens (model), ==, 5);
  g_assert_cmpint (confab_model_info_get_output_tokens (model), ==, 128000);
  g_assert_cmpstr (confab_model_info_get_name (model), ==, "Claude");
  confab_model_info_get_price (model, &price);
  g_assert_cmpfloat (price.input, ==, 7);
  g_assert_cmpfloat (price.cache_read, <, 0);
}

static void
test_overlay (void)
{
  static const char json[] =
    "{ \"version\": 1, \"date\": \"2027-02-03\", \"models\": ["
    "  { \"match\": [\"^Claude-Sonnet-5$\"], \"price\": { \"input\": 1, \"output\": 2.5 } },"
    "  { \"providers\": [\"custom\"], \"match\": [\"mine\"], \"context\": 1000, \"final\": true },"
    "  { \"match\": [\"mine\"], \"context\": 5, \"output\": 6 } ] }";
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabModelData) builtin = confab_model_data_new_builtin ();
  g_autoptr(ConfabModelData) newer = parse (json, &error);
  g_autoptr(ConfabModelData) data = NULL;
  g_autoptr(ConfabModelInfo) sonnet = NULL;
  g_autoptr(ConfabModelInfo) mine = NULL;
  g_autoptr(ConfabModelInfo) theirs = NULL;
  ConfabModelPrice price;

  g_assert_no_error (error);
  data = confab_model_data_new_overlay (builtin, newer);
  g_clear_object (&builtin);
  g_clear_object (&newer);
  g_assert_cmpstr (confab_model_data_get_date (data), ==, "2027-02-03");

  sonnet = confab_model_data_lookup (data, "anthropic", "claude-sonnet-5");
  confab_model_info_get_price (sonnet, &price);
  g_assert_cmpfloat (price.input, ==, 1);
  g_assert_cmpfloat (price.cache_read, ==, -1);
  g_assert_cmpint (confab_model_info_get_context_tokens (sonnet), ==, 1000000);

  mine = confab_model_data_lookup (data, "custom", "mine-7");
  g_assert_cmpint (confab_model_info_get_context_tokens (mine), ==, 1000);
  g_assert_cmpint (confab_model_info_get_output_tokens (mine), ==, -1);
  theirs = confab_model_data_lookup (data, "gateway", "mine-7");
  g_assert_cmpint (confab_model_info_get_output_tokens (theirs), ==, 6);
}

#define FILE_WITH(entry) "{ \"version\": 1, \"date\": \"2026-01-01\", \"models\": [ " entry " ] }"

static void
test_bad (void)
{
  static const struct { const char *json; int code; const char *expected; } cases[] = {
    { "", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "" },
    { "{ \"version\": 1 }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“date”" },
    { "{ \"version\": 1, \"date\": \"soon\", \"models\": [] }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“date”" },
    { "{ \"version\": 1, \"date\": \"2026-02-31\", \"models\": [] }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“date”" },
    { "{ \"version\": 1, \"date\": \"2026-01-01\" }", CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“models” is missing" },
    { "{ \"version\": 2, \"date\": \"2026-01-01\", \"models\": [] }", CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW, "newer" },
    { FILE_WITH ("5"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "number 1: it must be an object" },
    { FILE_WITH ("{}, { \"contxt\": 5 }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "number 2: “contxt”" },
    { FILE_WITH ("{ \"context\": \"5\" }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“context” must be" },
    { FILE_WITH ("{ \"context\": -5 }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“context” is out of range" },
    { FILE_WITH ("{ \"abilities\": [\"flying\"] }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“flying”" },
    { FILE_WITH ("{ \"price\": { \"input\": 1 } }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "both" },
    { FILE_WITH ("{ \"price\": { \"input\": 1, \"output\": -1 } }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "range" },
    { FILE_WITH ("{ \"price\": { \"input\": 1, \"output\": \"2\" } }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "number" },
    { FILE_WITH ("{ \"price\": { \"in\": 1 } }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“in”" },
    { FILE_WITH ("{ \"shutdown\": \"2026-1-1\" }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“shutdown”" },
    { FILE_WITH ("{ \"match\": \"x\" }"), CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, "“match”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_null (parse (cases[i].json, &error));
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
    }
}


static void
test_defaults (void)
{
  g_autoptr(ConfabCatalogue) catalogue = confab_catalogue_new_builtin ();
  g_autoptr(ConfabModelData) data = confab_model_data_new_builtin ();

  for (guint i = 0; i < confab_catalogue_get_n_types (catalogue); i++)
    {
      ConfabProviderType *type = confab_catalogue_get_type_at (catalogue, i);
      const char *id = confab_provider_type_get_id (type);
      const char *model = confab_provider_type_get_default_model (type);
      g_autoptr(ConfabModelInfo) info = NULL;

      if (model == NULL || confab_provider_type_get_local (type))
        continue;

      /* A router's own name says nothing of the models behind it. */
      if (g_str_has_suffix (model, "auto"))
        continue;

      /* Nobody starts with a model of which nothing is known, or that is gone. */
      info = confab_model_data_lookup (data, id, model);
      g_test_message ("%s/%s", id, model);
      g_assert_nonnull (info);
      g_assert_true (confab_model_info_get_context_tokens (info) > 0 ||
                     confab_model_info_get_abilities (info) != CONFAB_MODEL_ABILITY_NONE);
      if (confab_model_info_get_shutdown_at_us (info) >= 0)
        g_assert_cmpint (confab_model_info_get_shutdown_at_us (info), >, day (2026, 11, 21));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/model-data/builtin", test_builtin);
  g_test_add_func ("/providers/model-data/shutdowns", test_shutdowns);
  g_test_add_func ("/providers/model-data/complete", test_complete);
  g_test_add_func ("/providers/model-data/overlay", test_overlay);
  g_test_add_func ("/providers/model-data/bad", test_bad);
  g_test_add_func ("/providers/model-data/defaults", test_defaults);

  return g_test_run ();
}
