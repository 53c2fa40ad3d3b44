/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-dialect.h"

/* The bodies that providers send with an error status. */

static const char *
anthropic_type (guint status)
{
  switch (status)
    {
    case 401: return "authentication_error";
    case 402: return "billing_error";
    case 403: return "permission_error";
    case 404: return "not_found_error";
    case 413: return "request_too_large";
    case 429: return "rate_limit_error";
    case 529: return "overloaded_error";
    default: return status < 500 ? "invalid_request_error" : "api_error";
    }
}

static const char *
openai_code (guint status)
{
  switch (status)
    {
    case 401: return "invalid_api_key";
    case 402: return "insufficient_quota";
    case 404: return "model_not_found";
    case 429: return "rate_limit_exceeded";
    default: return NULL;
    }
}

static const char *
gemini_status (guint status)
{
  switch (status)
    {
    case 400: return "INVALID_ARGUMENT";
    case 401: return "UNAUTHENTICATED";
    case 403: return "PERMISSION_DENIED";
    case 404: return "NOT_FOUND";
    case 429: return "RESOURCE_EXHAUSTED";
    case 503: return "UNAVAILABLE";
    default: return status < 500 ? "FAILED_PRECONDITION" : "INTERNAL";
    }
}

/* What Bedrock says in a header instead. */
const char *
peer_error_get_aws_type (guint status)
{
  switch (status)
    {
    case 403: return "AccessDeniedException";
    case 404: return "ResourceNotFoundException";
    case 424: return "ModelErrorException";
    case 429: return "ThrottlingException";
    case 503: return "ServiceUnavailableException";
    default: return status < 500 ? "ValidationException" : "InternalServerException";
    }
}

/* The body that each provider sends with an error status. The code, which OpenAI's errors have, is
 * that of the status if it is NULL. */
char *
peer_dialect_dup_error (PeerDialect  dialect,
                        guint        status,
                        const char  *code,
                        const char  *message)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (dialect == PEER_DIALECT_BEDROCK || dialect == PEER_DIALECT_COHERE)
    {
      json_builder_set_member_name (builder, "message");
      json_builder_add_string_value (builder, message);
      json_builder_end_object (builder);
      return peer_json_to_string (builder);
    }
  if (dialect == PEER_DIALECT_ANTHROPIC)
    {
      json_builder_set_member_name (builder, "type");
      json_builder_add_string_value (builder, "error");
    }

  json_builder_set_member_name (builder, "error");
  if (dialect == PEER_DIALECT_OLLAMA || dialect == PEER_DIALECT_NONE)
    {
      json_builder_add_string_value (builder, message);
      json_builder_end_object (builder);
      return peer_json_to_string (builder);
    }

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, message);

  if (dialect == PEER_DIALECT_ANTHROPIC)
    {
      json_builder_set_member_name (builder, "type");
      json_builder_add_string_value (builder, anthropic_type (status));
    }
  else if (PEER_DIALECT_IS_OPENAI (dialect))
    {
      json_builder_set_member_name (builder, "type");
      json_builder_add_string_value (builder, status < 500 ? "invalid_request_error" : "server_error");
      json_builder_set_member_name (builder, "param");
      json_builder_add_null_value (builder);
      json_builder_set_member_name (builder, "code");
      if (code == NULL)
        code = openai_code (status);
      if (code != NULL)
        json_builder_add_string_value (builder, code);
      else
        json_builder_add_null_value (builder);
    }
  else
    {
      json_builder_set_member_name (builder, "code");
      json_builder_add_int_value (builder, status);
      json_builder_set_member_name (builder, "status");
      json_builder_add_string_value (builder, gemini_status (status));

      if (status == 400 && g_str_has_prefix (message, "API key"))
        {
          json_builder_set_member_name (builder, "details");
          json_builder_begin_array (builder);
          json_builder_begin_object (builder);
          json_builder_set_member_name (builder, "@type");
          json_builder_add_string_value (builder, "type.googleapis.com/google.rpc.ErrorInfo");
          json_builder_set_member_name (builder, "reason");
          json_builder_add_string_value (builder, "API_KEY_INVALID");
          json_builder_end_object (builder);
          json_builder_end_array (builder);
        }
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}
