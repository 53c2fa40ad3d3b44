/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-model-nearest.h"

#include <string.h>

static void
test_nearest (void)
{
  static const struct { const char *wanted; const char *listed; const char *expected; } cases[] = {
    /* the newest of the same family, wherever it stands in the list */
    { "claude-sonnet-4-20250514", "claude-haiku-4-5 claude-sonnet-5 claude-opus-5 claude-sonnet-4-6", "claude-sonnet-5" },
    { "claude-3-5-haiku-latest", "claude-sonnet-5 claude-haiku-4-5-20251001 claude-opus-5", "claude-haiku-4-5-20251001" },
    { "gemini-2.5-flash", "gemini-3.5-flash-lite gemini-3.5-flash gemini-3.8-flash gemini-3.1-pro-preview", "gemini-3.8-flash" },
    { "gemini-2.5-flash-lite", "gemini-3.8-flash gemini-3.5-flash-lite", "gemini-3.5-flash-lite" },
    { "grok-2-latest", "grok-4.3 grok-4.6 grok-4.20-non-reasoning", "grok-4.6" },
    { "kimi-k2-0711-preview", "moonshot-v1-128k kimi-k2.6 kimi-k3 kimi-k2.7-code", "kimi-k3" },
    { "gpt-5.4-mini", "gpt-4o-mini gpt-5.5 gpt-5-mini", "gpt-5-mini" },
    { "o3-mini", "gpt-5 o1-mini o4-mini o4", "o4-mini" },
    { "MiniMax-Text-01", "MiniMax-M2.7 MiniMax-M3", "MiniMax-M3" },

    /* the same version under another name */
    { "claude-sonnet-4-5", "claude-sonnet-5 claude-sonnet-4-5-20250929", "claude-sonnet-4-5-20250929" },
    { "llama3.1", "llama3.3:70b llama3.1:8b qwen3:8b", "llama3.1:8b" },
    { "gpt-oss:120b", "gpt-4o openai/gpt-oss-20b", "openai/gpt-oss-20b" },

    /* the latest by name or by its day */
    { "mistral-large-2402", "mistral-large-2411 mistral-large-latest mistral-small-latest", "mistral-large-latest" },
    { "command-r-plus", "command-r-plus-04-2024 command-r-plus-08-2024 command-a-03-2025", "command-r-plus-08-2024" },

    /* through another vendor's front */
    { "anthropic/claude-3.5-sonnet", "openai/gpt-5.5 anthropic/claude-sonnet-5 anthropic/claude-opus-5", "anthropic/claude-sonnet-5" },
    { "accounts/fireworks/models/kimi-k2p5", "accounts/fireworks/models/glm-5p2 accounts/fireworks/models/kimi-k2p6", "accounts/fireworks/models/kimi-k2p6" },

    /* a slip of the finger */
    { "cluade-sonnet-5", "gpt-5.5 claude-sonnet-5", "claude-sonnet-5" },
    { "Qwen3:8b", "qwen3:8b", "qwen3:8b" },

    /* nothing that comes near */
    { "llama-3.3-70b-versatile", "openai/gpt-oss-120b groq/compound", NULL },
    { "gpt-5.5", "gpt-5.5", NULL },
    { "x", "openai/gpt-oss-120b", NULL },
    { "", "openai/gpt-oss-120b", NULL },
    { "-:/", "a b", NULL },
    { "gpt-5.5", "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) listed = g_strsplit (cases[i].listed, " ", -1);
      int position;

      g_test_message ("%s", cases[i].wanted);
      if (*cases[i].listed == '\0')
        g_clear_pointer (&listed[0], g_free);
      position = confab_model_nearest (cases[i].wanted, (const char * const *) listed);
      g_assert_cmpstr (position >= 0 ? listed[position] : NULL, ==, cases[i].expected);
    }
}

/* Ids come from outside. */
static void
test_odd (void)
{
  g_autofree char *word = g_strnfill (5000, 'a');
  g_autofree char *digits = g_strnfill (5000, '9');
  g_autofree char *parts = g_malloc0 (4001);
  const char *listed[] = { "", "/", word, digits, parts, "größe-5", NULL };

  for (gsize i = 0; i < 4000; i += 4)
    memcpy (parts + i, "a1b-", 4);
  for (gsize i = 0; listed[i] != NULL; i++)
    g_assert_cmpint (confab_model_nearest (listed[i], listed), >=, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/model-nearest/nearest", test_nearest);
  g_test_add_func ("/providers/model-nearest/odd", test_odd);

  return g_test_run ();
}
