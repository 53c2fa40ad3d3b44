/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-dialect"

#include "config.h"

#include "confab-dialect.h"

#include "confab-dialect-private.h"

static const ConfabDialect dialects[] = {
  {
    .id = "anthropic",
    .framing = CONFAB_FRAMING_SSE,
    .decoder = &confab_anthropic_decoder_ops,
    .encoder = &confab_anthropic_encoder_ops,
  },
  {
    .id = "openai-chat",
    .framing = CONFAB_FRAMING_SSE,
    .decoder = &confab_openai_chat_decoder_ops,
    .encoder = &confab_openai_chat_encoder_ops,
  },
  {
    .id = "openai-responses",
    .framing = CONFAB_FRAMING_SSE,
    .decoder = &confab_openai_responses_decoder_ops,
    .encoder = &confab_openai_responses_encoder_ops,
  },
  {
    .id = "gemini",
    .framing = CONFAB_FRAMING_SSE,
    .decoder = &confab_gemini_decoder_ops,
    .encoder = &confab_gemini_encoder_ops,
  },
  {
    .id = "ollama",
    .framing = CONFAB_FRAMING_NDJSON,
    .decoder = &confab_ollama_decoder_ops,
    .encoder = &confab_ollama_encoder_ops,
  },
  {
    .id = "gemini-array",
    .framing = CONFAB_FRAMING_NDJSON,
    .decoder = &confab_gemini_decoder_ops,
    .encoder = &confab_gemini_array_encoder_ops,
  },
  {
    .id = "bedrock-converse",
    .framing = CONFAB_FRAMING_EVENT_STREAM,
    .decoder = &confab_bedrock_converse_decoder_ops,
    .encoder = &confab_bedrock_converse_encoder_ops,
  },
  {
    .id = "cohere-v2",
    .framing = CONFAB_FRAMING_SSE,
    .decoder = &confab_cohere_decoder_ops,
    .encoder = &confab_cohere_encoder_ops,
  },
};

/**
 * confab_dialect_lookup:
 * @id: a dialect's id
 *
 * Returns: (transfer none) (nullable): the dialect, or %NULL if there is none of that id
 */
const ConfabDialect *
confab_dialect_lookup (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (g_str_equal (dialects[i].id, id))
      return &dialects[i];

  return NULL;
}

/**
 * confab_dialect_list_ids:
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids of all dialects
 */
const char * const *
confab_dialect_list_ids (void)
{
  static const char *const ids[] = {
    "anthropic", "openai-chat", "openai-responses", "gemini", "gemini-array", "ollama", "bedrock-converse", "cohere-v2",
    NULL,
  };

  return ids;
}

/**
 * confab_dialect_get_id:
 * @dialect: a dialect
 *
 * Returns: (transfer none): its id
 */
const char *
confab_dialect_get_id (const ConfabDialect *dialect)
{
  g_return_val_if_fail (dialect != NULL, NULL);

  return dialect->id;
}
