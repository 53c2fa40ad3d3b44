/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-error-classify"

#include "config.h"

#include "confab-error-classify.h"

#include <string.h>

typedef struct
{
  const char          *text;
  ConfabProviderError  code;
} Rule;

/* Words that providers use as type, status or code, in lower case. The first that matches counts,
 * so the narrow ones come before the broad ones. */
static const Rule word_rules[] = {
  { "authentication_error",        CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "authentication",              CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "invalid_api_key",             CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "incorrect_api_key",           CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "wrong_api_key",               CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "api_key_invalid",             CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "invalid_authentication_error", CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "invalidapikey",               CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "authenticationerror",         CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "auth_error",                  CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "unauthenticated",             CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "unauthorized",                CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "unrecognizedclientexception", CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "invalidsignatureexception",   CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "incompletesignatureexception", CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "missingauthenticationtokenexception", CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "expiredtokenexception",       CONFAB_PROVIDER_ERROR_BAD_KEY },

  { "billing_error",               CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "insufficient_quota",          CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "insufficient_balance",        CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "insufficient_credits",        CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "exceeded_current_quota_error", CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "billing_hard_limit_reached",  CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "billing_not_active",          CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "payment_required",            CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "credit_balance_too_low",      CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "enforced_spend_limit_reached", CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "budget_exceeded",             CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "exceededbudget",              CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "arrearage",                   CONFAB_PROVIDER_ERROR_NO_CREDIT },

  { "context_length_exceeded",     CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "exceed_context_size_error",   CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "string_above_max_length",     CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "too_many_prompt_tokens",      CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "too_many_tokens",             CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "request_too_large",           CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },

  { "content_policy_violation",    CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
  { "content_filter",              CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
  { "prompt_blocked",              CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
  { "cyber_policy_violation",      CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
  { "moderation",                  CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
  { "content_filter_error",        CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
  { "responsibleaipolicyviolation", CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
  { "data_inspection_failed",      CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
  { "moderation_error",            CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },

  { "model_not_found",             CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "model_not_found_error",       CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "invalid_model",               CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "model_not_available",         CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "model_decommissioned",        CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "model_deprecated",            CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "deploymentnotfound",          CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "unknown_model",               CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "not_found_error",             CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "not_found",                   CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "resourcenotfoundexception",   CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },

  { "permission_error",            CONFAB_PROVIDER_ERROR_FORBIDDEN },
  { "permission_denied",           CONFAB_PROVIDER_ERROR_FORBIDDEN },
  { "access_denied",               CONFAB_PROVIDER_ERROR_FORBIDDEN },
  { "forbidden",                   CONFAB_PROVIDER_ERROR_FORBIDDEN },
  { "unsupported_country_region_territory", CONFAB_PROVIDER_ERROR_FORBIDDEN },

  { "tool_use_failed",             CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL },
  { "malformed_function_call",     CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL },

  { "rate_limit_error",            CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "rate_limit_exceeded",         CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "rate_limit_reached_error",    CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "rate_limited",                CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "ratelimitreached",            CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "ratelimiterror",              CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "request_quota_exceeded",      CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "token_quota_exceeded",        CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "too_many_requests",           CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "too_many_requests_error",     CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "resource_exhausted",          CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "throttlingexception",         CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "servicequotaexceededexception", CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "tokens",                      CONFAB_PROVIDER_ERROR_RATE_LIMITED },
  { "requests",                    CONFAB_PROVIDER_ERROR_RATE_LIMITED },

  { "overloaded_error",            CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "overloaded",                  CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "engine_overloaded_error",     CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "provider_overloaded",         CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "server_overloaded",           CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "service_unavailable",         CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "service_unavailable_error",   CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "unavailable_error",           CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "unavailable",                 CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "capacity_exceeded",           CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "serviceunavailableexception", CONFAB_PROVIDER_ERROR_OVERLOADED },
  { "modelnotreadyexception",      CONFAB_PROVIDER_ERROR_OVERLOADED },

  { "internal_error",              CONFAB_PROVIDER_ERROR_SERVER },
  { "internal_server_error",       CONFAB_PROVIDER_ERROR_SERVER },
  { "internalservererror",         CONFAB_PROVIDER_ERROR_SERVER },
  { "internal",                    CONFAB_PROVIDER_ERROR_SERVER },
  { "timeout_error",               CONFAB_PROVIDER_ERROR_SERVER },
  { "deadline_exceeded",           CONFAB_PROVIDER_ERROR_SERVER },
  { "internalserverexception",     CONFAB_PROVIDER_ERROR_SERVER },
  { "modelstreamerrorexception",   CONFAB_PROVIDER_ERROR_SERVER },
  { "modelerrorexception",         CONFAB_PROVIDER_ERROR_SERVER },
  { "modeltimeoutexception",       CONFAB_PROVIDER_ERROR_SERVER },
};

/* Words that say no more than whose fault it is: the sentence or the status may know better. */
static const Rule vague_rules[] = {
  { "invalid_request_error",       CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "invalid_request",             CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "invalid_argument",            CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "failed_precondition",         CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "bad_request",                 CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "badrequesterror",             CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "validation_error",            CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "validationexception",         CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "accessdeniedexception",       CONFAB_PROVIDER_ERROR_FORBIDDEN },
  { "unprocessable_entity",        CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "unsupported_parameter",       CONFAB_PROVIDER_ERROR_BAD_REQUEST },
  { "unsupported_value",           CONFAB_PROVIDER_ERROR_BAD_REQUEST },

  { "api_error",                   CONFAB_PROVIDER_ERROR_SERVER },
  { "server_error",                CONFAB_PROVIDER_ERROR_SERVER },
  { "upstream_error",              CONFAB_PROVIDER_ERROR_SERVER },
  { "provider_error",              CONFAB_PROVIDER_ERROR_SERVER },
};

/* Pieces of sentences, in lower case; some providers say the essential thing only there. */
static const Rule sentence_rules[] = {
  { "prompt is too long",                  CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "prompt too long",                     CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "input is too long",                   CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "exceeds the context window",          CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "exceeds the maximum number of tokens", CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "maximum prompt length is",            CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "reduce the length of the messages",   CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "maximum context length",              CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "exceeds the available context size",  CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "greater than the context length",     CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "context window exceeds limit",        CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "exceeded model token limit",          CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "length of all messages is too long",  CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "too many tokens: size limit",         CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
  { "too large for model with",            CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },

  { "model identifier is invalid",         CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
  { "with on-demand throughput",           CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },

  { "incorrect api key",                   CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "invalid api key",                     CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "invalid x-api-key",                   CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "api key not valid",                   CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "api key not found",                   CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "api key expired",                     CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "invalid api token",                   CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "make sure your api key is valid",     CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "wrong api key",                       CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "make sure your api key is valid",     CONFAB_PROVIDER_ERROR_BAD_KEY },
  { "login fail",                          CONFAB_PROVIDER_ERROR_BAD_KEY },

  { "credit balance is too low",           CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "insufficient credits",                CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "insufficient balance",                CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "insufficient_quota",                  CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "budget has been exceeded",            CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "used all available credits",          CONFAB_PROVIDER_ERROR_NO_CREDIT },
  { "exceeded your monthly included credits", CONFAB_PROVIDER_ERROR_NO_CREDIT },
};

static const Rule *
find_word (const Rule *rules,
           gsize       n_rules,
           const char *word)
{
  for (gsize i = 0; i < n_rules; i++)
    if (g_ascii_strcasecmp (rules[i].text, word) == 0)
      return &rules[i];

  return NULL;
}

static const Rule *
find_sentence (const char *message)
{
  g_autofree char *lower = g_ascii_strdown (message, strnlen (message, 4000));

  for (gsize i = 0; i < G_N_ELEMENTS (sentence_rules); i++)
    if (strstr (lower, sentence_rules[i].text) != NULL)
      return &sentence_rules[i];

  return NULL;
}

static gboolean
names_missing_model (const char *message)
{
  g_autofree char *lower = g_ascii_strdown (message, strnlen (message, 4000));

  return strstr (lower, "model") != NULL &&
         (strstr (lower, "not found") != NULL ||
          strstr (lower, "does not exist") != NULL ||
          strstr (lower, "not exist") != NULL ||
          strstr (lower, "was removed") != NULL ||
          strstr (lower, "decommissioned") != NULL ||
          strstr (lower, "not a valid model") != NULL);
}

static ConfabProviderError
classify_status (guint status)
{
  switch (status)
    {
    case 401:
      return CONFAB_PROVIDER_ERROR_BAD_KEY;
    case 402:
      return CONFAB_PROVIDER_ERROR_NO_CREDIT;
    case 403:
      return CONFAB_PROVIDER_ERROR_FORBIDDEN;
    case 404:
      return CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND;
    case 413:
      return CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG;
    case 429:
      return CONFAB_PROVIDER_ERROR_RATE_LIMITED;
    case 498:
    case 503:
    case 529:
      return CONFAB_PROVIDER_ERROR_OVERLOADED;
    case 408:
    case 409:
    case 424:
    case 425:
      return CONFAB_PROVIDER_ERROR_SERVER;
    default:
      if (status >= 500 && status <= 599)
        return CONFAB_PROVIDER_ERROR_SERVER;
      if (status >= 400 && status <= 499)
        return CONFAB_PROVIDER_ERROR_BAD_REQUEST;
      return CONFAB_PROVIDER_ERROR_OTHER;
    }
}

/**
 * confab_wire_classify_error:
 * @status: the HTTP status, or 0 for an error within a stream
 * @type_or_code: (nullable): the provider's own word for it; a number counts as a status
 * @message: (nullable): the provider's sentence
 *
 * Sorts a provider's failure into the kinds a person can act on. A precise word is believed first,
 * then a telling sentence, then the status: some providers answer 400 to a wrong key, and 429 to
 * an empty account.
 *
 * Returns: the kind, %CONFAB_PROVIDER_ERROR_OTHER when nothing is known
 */
ConfabProviderError
confab_wire_classify_error (guint       status,
                            const char *type_or_code,
                            const char *message)
{
  const Rule *rule = NULL;
  ConfabProviderError code;
  guint64 number;

  if (type_or_code != NULL)
    {
      if (g_ascii_string_to_unsigned (type_or_code, 10, 100, 599, &number, NULL))
        {
          if (status < 400)
            status = number;
          type_or_code = NULL;
        }
      else
        {
          rule = find_word (word_rules, G_N_ELEMENTS (word_rules), type_or_code);
        }
    }

  /* A spent account is often called a rate limit by the word or the status alone, and a wrong key
   * forbidden. */
  if (message != NULL && (rule == NULL || rule->code == CONFAB_PROVIDER_ERROR_RATE_LIMITED ||
                          rule->code == CONFAB_PROVIDER_ERROR_FORBIDDEN))
    {
      const Rule *told = find_sentence (message);

      if (told != NULL)
        return told->code;
    }

  if (rule != NULL)
    return rule->code;

  code = classify_status (status);
  if ((code == CONFAB_PROVIDER_ERROR_OTHER || code == CONFAB_PROVIDER_ERROR_BAD_REQUEST) &&
      message != NULL && names_missing_model (message))
    return CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND;

  if (code == CONFAB_PROVIDER_ERROR_OTHER && type_or_code != NULL)
    {
      rule = find_word (vague_rules, G_N_ELEMENTS (vague_rules), type_or_code);
      if (rule != NULL)
        return rule->code;
    }

  return code;
}
