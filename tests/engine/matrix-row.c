/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "matrix-row.h"

static const MatrixRow rows[] = {
  {
    .name = "anthropic",
    .type = "anthropic",
    .model = "claude-sonnet-5",
    .has_key = TRUE,
    .path_end = "/v1/messages",
    .call_id = "$.messages[1].content[*].id",
    .call_name = "$.messages[1].content[*].name",
    .call_arguments = "$.messages[1].content[*].input",
    .result_id = "$.messages[2].content[0].tool_use_id",
    .result_text = "$.messages[2].content[0].content",
    .seal = "$.messages[1].content[0].signature",
    .seal_value = "c2lnbmVkIGJ5IHRoZSBwZWVy",
    .image = "$.messages[0].content[*].source.data",
    .image_prefix = "",
    .overloaded_status = 529,
    .error_in_stream = CONFAB_PROVIDER_ERROR_OVERLOADED,
  },
  {
    .name = "openai-chat",
    .type = "openai",
    .model = "gpt-5.5",
    .has_key = TRUE,
    .path_end = "/v1/chat/completions",
    .call_id = "$.messages[2].tool_calls[0].id",
    .call_name = "$.messages[2].tool_calls[0].function.name",
    .call_arguments = "$.messages[2].tool_calls[0].function.arguments",
    .result_id = "$.messages[3].tool_call_id",
    .result_text = "$.messages[3].content",
    .image = "$.messages[1].content[*].image_url.url",
    .image_prefix = "data:image/png;base64,",
    .overloaded_status = 503,
    .error_in_stream = CONFAB_PROVIDER_ERROR_SERVER,
  },
  {
    .name = "openai-chat-reasoning",
    .type = "deepseek",
    .model = "deepseek-reasoner",
    .has_key = TRUE,
    .path_end = "/chat/completions",
    .call_id = "$.messages[2].tool_calls[0].id",
    .call_name = "$.messages[2].tool_calls[0].function.name",
    .call_arguments = "$.messages[2].tool_calls[0].function.arguments",
    .result_id = "$.messages[3].tool_call_id",
    .result_text = "$.messages[3].content",
    .seal = "$.messages[2].reasoning_content",
    .seal_value = "The person wants an answer. I will quote the question.",
    .image = "$.messages[1].content[*].image_url.url",
    .image_prefix = "data:image/png;base64,",
    .overloaded_status = 503,
    .error_in_stream = CONFAB_PROVIDER_ERROR_SERVER,
  },
  {
    .name = "gemini",
    .type = "google",
    .model = "gemini-3-pro",
    .has_key = TRUE,
    .path_end = "/v1beta/models/gemini-3-pro:streamGenerateContent",
    .call_name = "$.contents[1].parts[*].functionCall.name",
    .call_arguments = "$.contents[1].parts[*].functionCall.args",
    .result_text = "$.contents[2].parts[0].functionResponse.response.*",
    .seal = "$.contents[1].parts[*].thoughtSignature",
    .seal_value = "c2lnbmVk",
    .image = "$.contents[0].parts[*].inlineData.data",
    .image_prefix = "",
    .overloaded_status = 503,
    .error_in_stream = CONFAB_PROVIDER_ERROR_OVERLOADED,
  },
  {
    .name = "ollama",
    .type = "ollama",
    .model = "peer-large",
    .path_end = "/api/chat",
    .call_name = "$.messages[2].tool_calls[0].function.name",
    .call_arguments = "$.messages[2].tool_calls[0].function.arguments",
    .result_text = "$.messages[3].content",
    .seal = "$.messages[2].thinking",
    .seal_value = "The person wants an answer. I will quote the question.",
    .image = "$.messages[1].images[0]",
    .image_prefix = "",
    .overloaded_status = 503,
    .error_in_stream = CONFAB_PROVIDER_ERROR_OTHER,
  },
};

const MatrixRow *
matrix_get_rows (guint *n_rows)
{
  *n_rows = G_N_ELEMENTS (rows);

  return rows;
}
