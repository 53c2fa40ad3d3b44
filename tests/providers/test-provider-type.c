/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-catalogue.h"

#include <json-glib/json-glib.h>

static ConfabCatalogue *catalogue;

static void
test_thinking (void)
{
  static const struct { const char *type, *model, *level, *expected; } cases[] = {
    { "anthropic", "claude-3-5-haiku-20241022", "high", NULL },
    { "anthropic", "claude-3-7-sonnet-20250219", "low", "{'thinking':{'type':'enabled','budget_tokens':2048}}" },
    { "anthropic", "claude-sonnet-4-20250514", "medium", "{'thinking':{'type':'enabled','budget_tokens':8192}}" },
    { "anthropic", "claude-haiku-4-5", "off", NULL },
    { "anthropic", "claude-opus-4-6", "off", NULL },
    { "anthropic", "claude-sonnet-4-6", "high",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'high'}}" },
    { "anthropic", "claude-sonnet-5", "off", "{'thinking':{'type':'disabled'}}" },
    { "anthropic", "claude-sonnet-5", "default", NULL },
    { "anthropic", "claude-sonnet-5", NULL, NULL },
    { "anthropic", "claude-sonnet-5", "low",
      "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}" },
    { "anthropic", "claude-fable-5", "off", "{'output_config':{'effort':'low'}}" },
    { "anthropic", "glm-4.7", "high", NULL },
    { "openai", "gpt-4o-mini", "high", NULL },
    { "openai", "gpt-4.1", "off", NULL },
    { "openai", "chatgpt-4o-latest", "high", NULL },
    { "openai", "gpt-5-chat-latest", "high", NULL },
    { "openai", "o3", "off", "{'reasoning_effort':'low'}" },
    { "openai", "o4-mini", "medium", "{'reasoning_effort':'medium'}" },
    { "openai", "gpt-5", "off", "{'reasoning_effort':'minimal'}" },
    { "openai", "gpt-5-mini", "off", "{'reasoning_effort':'minimal'}" },
    { "openai", "gpt-5-codex", "off", "{'reasoning_effort':'low'}" },
    { "openai", "gpt-5.4-mini", "off", "{'reasoning_effort':'none'}" },
    { "openai", "gpt-6-luna", "high", "{'reasoning_effort':'high'}" },
    { "openai", "gpt-5.5-pro", "low", "{'reasoning_effort':'medium'}" },
    { "google", "gemini-2.5-flash", "off", "{'generationConfig':{'thinkingConfig':{'thinkingBudget':0}}}" },
    { "google", "gemini-2.5-flash-lite", "high",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':24576,'includeThoughts':true}}}" },
    { "google", "gemini-2.5-pro", "off", "{'generationConfig':{'thinkingConfig':{'thinkingBudget':128}}}" },
    { "google", "gemini-2.5-pro", "high",
      "{'generationConfig':{'thinkingConfig':{'thinkingBudget':32768,'includeThoughts':true}}}" },
    { "google", "gemini-3.5-flash-lite", "off",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'minimal'}}}" },
    { "google", "gemini-3.8-flash", "off", "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'low'}}}" },
    { "google", "gemini-3.1-pro-preview", "medium",
      "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'medium','includeThoughts':true}}}" },
    { "google", "gemini-2.0-flash", "high", NULL },
    { "google", "gemma-3-27b-it", "low", NULL },
    { "openrouter", "anthropic/claude-sonnet-5", "off", "{'reasoning':{'effort':'none'}}" },
    { "xai", "grok-4.3", "off", "{'reasoning_effort':'none'}" },
    { "xai", "grok-4.6", "off", "{'reasoning_effort':'low'}" },
    { "xai", "grok-4.20-non-reasoning", "high", NULL },
    { "groq", "openai/gpt-oss-120b", "off", "{'include_reasoning':false}" },
    { "groq", "openai/gpt-oss-120b", "high", "{'reasoning_effort':'high'}" },
    { "groq", "qwen/qwen3-32b", "low", "{'reasoning_effort':'default'}" },
    { "groq", "groq/compound", "high", NULL },
    { "mistral", "mistral-small-latest", "low", "{'reasoning_effort':'high'}" },
    { "mistral", "magistral-medium-latest", "high", NULL },
    { "cerebras", "gpt-oss-120b", "off", "{'reasoning_effort':'low'}" },
    { "cerebras", "zai-glm-4.7", "off", "{'reasoning_effort':'none'}" },
    { "deepseek", "deepseek-flash", "off", "{'thinking':{'type':'disabled'}}" },
    { "deepseek", "deepseek-flash", "high", "{'thinking':{'type':'enabled'},'reasoning_effort':'max'}" },
    { "together", "moonshotai/Kimi-K2.6", "off", "{'reasoning':{'enabled':false}}" },
    { "fireworks", "accounts/fireworks/models/kimi-k2p6", "off", "{'thinking':{'type':'disabled'}}" },
    { "qwen", "qwen-plus", "low", "{'enable_thinking':true,'thinking_budget':2048}" },
    { "qwen", "qwen3-coder-plus", "low", NULL },
    { "cohere", "command-a-03-2025", "high", NULL },
    { "cohere", "command-a-reasoning-08-2025", "medium", "{'reasoning_effort':'high'}" },
    { "minimax", "MiniMax-M3", NULL, "{'reasoning_split':true}" },
    { "minimax", "MiniMax-M3", "high", "{'reasoning_split':true}" },
    { "moonshot", "kimi-k2.6", "off", "{'thinking':{'type':'disabled'}}" },
    { "moonshot", "moonshot-v1-128k", "off", NULL },
    { "ollama", "qwen3:8b", "off", "{'think':false}" },
    { "ollama", "gpt-oss:20b", "off", "{'think':'low'}" },
    { "ollama", "gpt-oss:20b", "high", "{'think':'high'}" },
    { "vllm", "Qwen/Qwen3-8B", "low", "{'chat_template_kwargs':{'enable_thinking':true}}" },
    { "litellm", "anything", "off", NULL },
    { "custom", "anything", "high", NULL },
    { "lmstudio", "openai/gpt-oss-20b", "high", NULL },
    { "anthropic", NULL, "high", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabProviderType *type = confab_catalogue_lookup (catalogue, cases[i].type);
      g_autofree char *parameters = NULL;
      g_autofree char *expected = g_strdup (cases[i].expected);

      g_test_message ("%s, %s, %s", cases[i].type, cases[i].model, cases[i].level);
      parameters = confab_provider_type_dup_thinking_parameters (type, cases[i].model, cases[i].level);
      if (expected != NULL)
        g_strdelimit (expected, "'", '"');
      g_assert_cmpstr (parameters, ==, expected);
    }
}

static void
test_can_think (void)
{
  static const struct { const char *type, *model; gboolean expected; } cases[] = {
    { "anthropic", "claude-sonnet-5", TRUE },
    { "anthropic", "claude-haiku-4-5", TRUE },
    { "anthropic", "claude-3-haiku-20240307", FALSE },
    { "openai", "gpt-4o-mini", FALSE },
    { "openai", "gpt-6-luna", TRUE },
    { "minimax", "MiniMax-M3", FALSE },
    { "custom", "anything", FALSE },
    { "anthropic", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (confab_provider_type_can_think (confab_catalogue_lookup (catalogue, cases[i].type),
                                                     cases[i].model), ==, cases[i].expected);
}

static void
test_system_role (void)
{
  static const struct { const char *type, *model, *expected; } cases[] = {
    { "openai", "gpt-4o-mini", "system" },
    { "openai", "gpt-4.1", "system" },
    { "openai", "gpt-3.5-turbo", "system" },
    { "openai", "o3-mini", "developer" },
    { "openai", "gpt-5.4-mini", "developer" },
    { "openai", "gpt-10", "developer" },
    { "openai", "omni-moderation-latest", "system" },
    { "openai", NULL, "system" },
    { "openrouter", "openai/gpt-5.4-mini", "system" },
    { "custom", "o3-mini", "system" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (confab_provider_type_get_system_role_for_model (
                       confab_catalogue_lookup (catalogue, cases[i].type), cases[i].model),
                     ==, cases[i].expected);
}

static void
test_traits (void)
{
  ConfabProviderType *type = confab_catalogue_lookup (catalogue, "anthropic");

  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "x-api-key");
  g_assert_cmpstr (confab_provider_type_get_auth_prefix (type), ==, "");
  /* The version belongs to the dialect, which sends it itself. */
  g_assert_null (confab_provider_type_get_extra_headers (type)[0]);

  type = confab_catalogue_lookup (catalogue, "openai");
  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "Authorization");
  g_assert_cmpstr (confab_provider_type_get_auth_prefix (type), ==, "Bearer ");
  g_assert_cmpstr (confab_provider_type_get_max_tokens_field (type), ==, "max_completion_tokens");

  type = confab_catalogue_lookup (catalogue, "google");
  g_assert_cmpstr (confab_provider_type_get_auth_header (type), ==, "x-goog-api-key");

  type = confab_catalogue_lookup (catalogue, "openrouter");
  g_assert_cmpstr (confab_provider_type_get_key_test_path (type), ==, "/key");
  g_assert_true (confab_provider_type_get_models_public (type));

  type = confab_catalogue_lookup (catalogue, "cohere");
  g_assert_false (confab_provider_type_get_send_stream_options (type));

  type = confab_catalogue_lookup (catalogue, "ollama");
  g_assert_null (confab_provider_type_get_auth_header (type));
  g_assert_false (confab_provider_type_get_needs_key (type));
  g_assert_false (confab_provider_type_get_accepts_key (type));
  g_assert_true (confab_provider_type_get_local (type));
  g_assert_cmpstr (confab_provider_type_get_env_base_urls (type)[1], ==, "OLLAMA_HOST");

  type = confab_catalogue_lookup (catalogue, "custom");
  g_assert_true (confab_provider_type_get_custom (type));
  g_assert_false (confab_provider_type_get_needs_key (type));
  g_assert_true (confab_provider_type_get_accepts_key (type));

  type = confab_catalogue_lookup (catalogue, "demonstration");
  g_assert_cmpstr (confab_provider_type_get_group (type), ==, "demonstration");
  g_assert_false (confab_provider_type_get_needs_key (type));
  g_assert_true (confab_provider_type_get_local (type));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  catalogue = confab_catalogue_new_builtin ();
  g_test_add_func ("/providers/provider-type/thinking", test_thinking);
  g_test_add_func ("/providers/provider-type/can-think", test_can_think);
  g_test_add_func ("/providers/provider-type/system-role", test_system_role);
  g_test_add_func ("/providers/provider-type/traits", test_traits);

  status = g_test_run ();
  g_assert_finalize_object (catalogue);
  return status;
}
