/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-provider-error.h"
#include "confab-refusal.h"

#define EFFORT "{\"reasoning_effort\":\"none\"}"
#define THINKING "{\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}}"
#define NONE CONFAB_REFUSAL_NONE
#define WHOLE CONFAB_REFUSAL_THINKING
#define LEVEL CONFAB_REFUSAL_THINKING_LEVEL
#define SUMMARY CONFAB_REFUSAL_THINKING_SUMMARY
#define USAGE CONFAB_REFUSAL_STREAM_OPTIONS

/* The sentences are of the kinds that vendors write, in words of our own. */
static const struct
{
  guint          status;
  const char    *thinking;
  const char    *message;
  ConfabRefusal  expected;
} cases[] = {
  /* The member itself */
  { 400, EFFORT, "Unrecognized request argument supplied: reasoning_effort", WHOLE },
  { 400, EFFORT, "Unsupported parameter: 'reasoning_effort' is not supported with this model.", WHOLE },
  { 400, EFFORT, "Argument not supported on this model: reasoningEffort", WHOLE },
  { 422, EFFORT, "body.reasoning_effort: Extra inputs are not permitted", WHOLE },
  { 400, "{\"think\":true}", "\"llama3.2\" does not support thinking", WHOLE },
  { 400, THINKING, "adaptive thinking is not supported on this model", WHOLE },
  { 400, THINKING, "output_config: Extra inputs are not permitted", WHOLE },
  { 400, "{\"chat_template_kwargs\":{\"enable_thinking\":true}}",
    "[{'type': 'extra_forbidden', 'loc': ('body', 'chat_template_kwargs')}]", WHOLE },
  { 400, "{\"enable_thinking\":true,\"thinking_budget\":2048}", "Unknown name enable_thinking", WHOLE },
  { 400, "{\"generationConfig\":{\"thinkingConfig\":{\"thinkingLevel\":\"low\"}}}",
    "Thinking is not enabled for this model", WHOLE },

  /* Its value */
  { 400, EFFORT, "Unsupported value: 'reasoning_effort' does not support 'none' with this model.", LEVEL },
  { 400, EFFORT, "`reasoning_effort` must be one of `low`, `medium`, or `high`", LEVEL },
  { 400, EFFORT, "This model does not support effort \"none\"", LEVEL },
  { 400, "{\"think\":\"low\"}", "think value \"low\" is not supported for this model", LEVEL },
  { 400, "{\"thinking\":{\"type\":\"disabled\"}}", "thinking cannot be disabled for this model", LEVEL },
  { 400, "{\"thinking\":{\"type\":\"disabled\"}}", "this model requires adaptive thinking", LEVEL },
  { 400, "{\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":0}}}",
    "Budget 0 is invalid. This model only works in thinking mode.", LEVEL },

  /* The reading of it */
  { 400, "{\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}}",
    "The organization must be verified to generate reasoning summaries.", SUMMARY },
  { 400, "{\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}}",
    "Unsupported value: 'reasoning.summary' does not support 'auto' with this model.", SUMMARY },
  { 400, "{\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}}",
    "Unsupported value: 'reasoning.effort' does not support 'low' with this model.", LEVEL },
  { 400, EFFORT, "reasoning summaries are not supported", WHOLE },

  /* Something else */
  { 400, EFFORT, "'temperature' is not supported with this model", NONE },
  { 400, EFFORT, "The model does not exist or you cannot use it", NONE },
  { 400, THINKING, "messages.1.content.0: Expected `thinking`, found `text`: it must be first", NONE },
  { 400, THINKING, "thinking blocks in the latest assistant message cannot be modified", NONE },
  { 400, THINKING, "`max_tokens` must be greater than `thinking.budget_tokens`", NONE },
  { 400, THINKING, "Thinking may not be enabled when a tool is forced: unsupported", NONE },
  { 400, THINKING, "Function call is missing a thought_signature: invalid", NONE },
  { 400, THINKING, "The reasoning_content in the thinking mode must be passed back", NONE },
  { 400, NULL, "This model does not support thinking", NONE },
  { 400, "{\"temperature\":null}", "This model does not support thinking", NONE },
  { 400, EFFORT, "Think of something else", NONE },
  { 500, EFFORT, "reasoning_effort is not supported", NONE },
  { 429, EFFORT, "reasoning_effort is not supported", NONE },

  /* Usage that is asked for */
  { 400, NULL, "Unknown parameter: stream_options", USAGE },
  { 422, NULL, "body.stream_options: Extra inputs are not permitted", USAGE },
  { 422, EFFORT, "stream_options: extra fields; reasoning_effort: extra fields not permitted", USAGE | WHOLE },
  { 400, NULL, "my_stream_options_too is unknown", NONE },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabChatRequest request = CONFAB_CHAT_REQUEST_INIT;
      g_autoptr(GError) error = NULL;

      g_test_message ("%u %s", cases[i].status, cases[i].message);
      request.thinking_parameters_json = cases[i].thinking;
      error = confab_provider_error_new (cases[i].status == 429   ? CONFAB_PROVIDER_ERROR_RATE_LIMITED
                                         : cases[i].status == 500 ? CONFAB_PROVIDER_ERROR_SERVER
                                                                  : CONFAB_PROVIDER_ERROR_BAD_REQUEST,
                                         cases[i].status, NULL, -1, cases[i].message);
      g_assert_cmpint (confab_refusal_read (error, &request), ==, cases[i].expected);
    }
}

/* What was not sent cannot have been refused. */
static void
test_not_sent (void)
{
  ConfabChatRequest request = CONFAB_CHAT_REQUEST_INIT;
  g_autoptr(GError) error = NULL;

  request.send_stream_options = FALSE;
  error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_BAD_REQUEST, 400, NULL, -1, "stream_options is unknown");
  g_assert_cmpint (confab_refusal_read (error, &request), ==, NONE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/refusal/table", test_table);
  g_test_add_func ("/wire/refusal/not-sent", test_not_sent);

  return g_test_run ();
}
