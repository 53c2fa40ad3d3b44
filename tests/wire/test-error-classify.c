/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-error-classify.h"

static void
test_table (void)
{
  static const struct
  {
    guint                status;
    const char          *word;
    const char          *message;
    ConfabProviderError  expected;
  } cases[] = {
    { 0,   "overloaded_error",      "Overloaded",                      CONFAB_PROVIDER_ERROR_OVERLOADED },
    { 529, NULL,                    NULL,                              CONFAB_PROVIDER_ERROR_OVERLOADED },
    { 0,   "UNAVAILABLE",           "Try again",                       CONFAB_PROVIDER_ERROR_OVERLOADED },
    { 0,   "rate_limit_error",      NULL,                              CONFAB_PROVIDER_ERROR_RATE_LIMITED },
    { 429, NULL,                    "Slow down",                       CONFAB_PROVIDER_ERROR_RATE_LIMITED },
    { 429, "RESOURCE_EXHAUSTED",    "Quota per minute",                CONFAB_PROVIDER_ERROR_RATE_LIMITED },
    { 429, "insufficient_quota",    "Check your plan",                 CONFAB_PROVIDER_ERROR_NO_CREDIT },
    { 429, "rate_limit_error",      "Your credit balance is too low",  CONFAB_PROVIDER_ERROR_NO_CREDIT },
    { 402, NULL,                    NULL,                              CONFAB_PROVIDER_ERROR_NO_CREDIT },
    { 401, "invalid_request_error", "Nope",                            CONFAB_PROVIDER_ERROR_BAD_KEY },
    { 400, NULL,                    "Incorrect API key provided",      CONFAB_PROVIDER_ERROR_BAD_KEY },
    { 403, "AccessDeniedException", "Please make sure your API Key is valid.", CONFAB_PROVIDER_ERROR_BAD_KEY },
    { 403, "AccessDeniedException", "You may not use this model",      CONFAB_PROVIDER_ERROR_FORBIDDEN },
    { 400, "INVALID_ARGUMENT",      "API key not valid. Please pass",  CONFAB_PROVIDER_ERROR_BAD_KEY },
    { 400, "invalid_request_error", "prompt is too long: 9 > 8",       CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
    { 400, "context_length_exceeded", NULL,                            CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
    { 413, NULL,                    NULL,                              CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
    { 0,   "400",                   "Token limit reached",             CONFAB_PROVIDER_ERROR_BAD_REQUEST },
    { 0,   "502",                   "Bad gateway",                     CONFAB_PROVIDER_ERROR_SERVER },
    { 0,   "429",                   "Slow down",                       CONFAB_PROVIDER_ERROR_RATE_LIMITED },
    { 404, NULL,                    "model 'x' not found",             CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
    { 0,   NULL,                    "model 'x' not found",             CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
    { 403, NULL,                    NULL,                              CONFAB_PROVIDER_ERROR_FORBIDDEN },
    { 400, "content_filter",        NULL,                              CONFAB_PROVIDER_ERROR_CONTENT_REFUSED },
    { 500, NULL,                    NULL,                              CONFAB_PROVIDER_ERROR_SERVER },
    { 500, "server_error",          NULL,                              CONFAB_PROVIDER_ERROR_SERVER },
    { 503, "server_error",          "The engine is full",              CONFAB_PROVIDER_ERROR_OVERLOADED },
    { 0,   "api_error",             "Internal server error",           CONFAB_PROVIDER_ERROR_SERVER },
    { 0,   "invalid_request_error", "Bad field",                       CONFAB_PROVIDER_ERROR_BAD_REQUEST },
    { 422, NULL,                    "Bad field",                       CONFAB_PROVIDER_ERROR_BAD_REQUEST },
    { 0,   "tool_use_failed",       "Failed to call a function",       CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL },
    { 400, "tool_use_failed",       "Failed to call a function",       CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL },
    { 429, "rate_limit_error",      "Budget has been exceeded!",       CONFAB_PROVIDER_ERROR_NO_CREDIT },
    { 0,   "throttlingException",   "Slow down",                       CONFAB_PROVIDER_ERROR_RATE_LIMITED },
    { 429, "ModelNotReadyException", NULL,                             CONFAB_PROVIDER_ERROR_OVERLOADED },
    { 403, "AccessDeniedException", "You don't have access",           CONFAB_PROVIDER_ERROR_FORBIDDEN },
    { 0,   "accessDeniedException", NULL,                              CONFAB_PROVIDER_ERROR_FORBIDDEN },
    { 403, "AccessDeniedException", "Authentication failed: Please make sure your API Key is valid.",
      CONFAB_PROVIDER_ERROR_BAD_KEY },
    { 403, "UnrecognizedClientException", "The security token",        CONFAB_PROVIDER_ERROR_BAD_KEY },
    { 403, "ExpiredTokenException", NULL,                              CONFAB_PROVIDER_ERROR_BAD_KEY },
    { 424, "ModelErrorException",   NULL,                              CONFAB_PROVIDER_ERROR_SERVER },
    { 400, "ValidationException",   "Malformed input",                 CONFAB_PROVIDER_ERROR_BAD_REQUEST },
    { 400, "ValidationException",   "The provided model identifier is invalid.", CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
    { 400, "ValidationException",   "Invocation of model ID x with on-demand throughput isn\u2019t supported.",
      CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND },
    { 400, "ValidationException",   "Input is too long for requested model", CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
    { 401, NULL,                    "invalid api token",               CONFAB_PROVIDER_ERROR_BAD_KEY },
    { 400, "TOO_MANY_TOKENS",       "too many tokens",                 CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG },
    { 0,   "who knows",             "what",                            CONFAB_PROVIDER_ERROR_OTHER },
    { 0,   NULL,                    NULL,                              CONFAB_PROVIDER_ERROR_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u %s %s", cases[i].status, cases[i].word, cases[i].message);
      g_assert_cmpint (confab_wire_classify_error (cases[i].status, cases[i].word, cases[i].message), ==,
                       cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/error-classify/table", test_table);

  return g_test_run ();
}
