/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-dialect-encode"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"

/* The longest list of models that is read, in bytes. The longest known one is under 2 MB. */
#define MAX_MODELS_BYTES (16 * 1024 * 1024)

/**
 * confab_dialect_encode_chat:
 * @dialect: how to write
 * @request: what to ask
 * @error: return location; %CONFAB_WIRE_ERROR_UNSUPPORTED if the dialect cannot express the request,
 *   %CONFAB_WIRE_ERROR_MALFORMED if JSON in it is none
 *
 * Writes a question to a model, which is answered as a stream.
 *
 * Returns: (transfer full) (nullable): the request, or %NULL on error
 */
ConfabWireRequest *
confab_dialect_encode_chat (const ConfabDialect      *dialect,
                            const ConfabChatRequest  *request,
                            GError                  **error)
{
  g_return_val_if_fail (dialect != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (request->model == NULL || *request->model == '\0' || !g_utf8_validate (request->model, -1, NULL))
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED, "No model is named");
      return NULL;
    }

  return dialect->encoder->encode_chat (request, error);
}

/**
 * confab_dialect_encode_list_models:
 * @dialect: how to write
 * @page_token: (nullable): what the page before gave for the next one
 *
 * Returns: (transfer full): a request for the models there are
 */
ConfabWireRequest *
confab_dialect_encode_list_models (const ConfabDialect *dialect,
                                   const char          *page_token)
{
  g_return_val_if_fail (dialect != NULL, NULL);

  return dialect->encoder->encode_list_models (page_token);
}

/**
 * confab_dialect_decode_models:
 * @dialect: how to read
 * @body: the answer to a request for the models
 * @next_page_token: (out) (transfer full) (nullable): what to ask for the next page with, or %NULL if there is none
 * @error: return location; %CONFAB_WIRE_ERROR_MALFORMED, %CONFAB_WIRE_ERROR_TOO_LARGE or %CONFAB_WIRE_ERROR_TOO_DEEP
 *
 * Reads a list of models and leaves out those one cannot chat with.
 *
 * Returns: (transfer full) (element-type ConfabModelInfo) (nullable): the models, or %NULL on error
 */
GPtrArray *
confab_dialect_decode_models (const ConfabDialect  *dialect,
                              GBytes               *body,
                              char                **next_page_token,
                              GError              **error)
{
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *token = NULL;
  GPtrArray *models;
  const char *text;
  gsize length;

  g_return_val_if_fail (dialect != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (next_page_token != NULL)
    *next_page_token = NULL;

  text = g_bytes_get_data (body, &length);
  if (length > MAX_MODELS_BYTES)
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE, "The list of models is too long");
      return NULL;
    }

  root = confab_json_parse (text != NULL ? text : "", length, error);
  if (root == NULL)
    return NULL;

  models = dialect->encoder->decode_models (root, &token, error);
  if (models != NULL && next_page_token != NULL)
    *next_page_token = g_steal_pointer (&token);

  return models;
}
