/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-rate-limit-headers"

#include "config.h"

#include "confab-rate-limit-headers.h"

#include "confab-retry-after.h"

#include <string.h>

/* The most spans of time that are told apart, over all that is counted. */
#define MAX_COUNTERS 16

/* Longer names and values are none of these headers. */
#define MAX_NAME_BYTES 100
#define MAX_VALUE_BYTES 200

typedef enum
{
  FIELD_NONE,
  FIELD_LIMIT,
  FIELD_REMAINING,
  FIELD_RESET,
} Field;

/* One thing that is counted over one span of time. */
typedef struct
{
  ConfabRateLimitScope scope;
  char                 window[MAX_NAME_BYTES + 1];  /* the words of the name that mean nothing else */
  ConfabAllowance      allowance;
} Counter;

typedef struct
{
  Counter counters[MAX_COUNTERS];
  guint   n_counters;
} Counters;

typedef struct
{
  Field                field;
  ConfabRateLimitScope scope;
  char                 window[MAX_NAME_BYTES + 1];
  guint                is_limit : 1;
} Name;

static gboolean
is_one_of (const char         *word,
           const char * const *words)
{
  return g_strv_contains (words, word);
}

/* Everybody agrees on `ratelimit` and on `limit`, `remaining` and `reset`, and on nothing else: not
 * on their order, not on what is counted, and not on how the span of time is named. So the words of
 * the name are taken one by one. */
static void
read_name (const char *text,
           Name       *name)
{
  static const char *const marks[] = { "ratelimit", "ratelimitbysize", "tokenlimit", NULL };
  static const char *const requests[] = { "requests", "request", "req", "call", "calls", NULL };
  static const char *const tokens[] = { "tokens", "token", "ratelimitbysize", "tokenlimit", NULL };
  static const char *const input[] = { "input", "prompt", NULL };
  static const char *const output[] = { "output", "generated", "completion", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_auto(GStrv) words = g_strsplit (lower, "-", -1);
  gboolean is_input = FALSE, is_output = FALSE, is_tokens = FALSE;

  *name = (Name) { FIELD_NONE };

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];

      if (is_one_of (word, marks) || (strcmp (word, "endpoint") == 0 && strstr (lower, "-call-") != NULL))
        name->is_limit = TRUE;

      if (is_one_of (word, tokens))
        is_tokens = TRUE;
      else if (is_one_of (word, input))
        is_input = TRUE;
      else if (is_one_of (word, output))
        is_output = TRUE;
      else if (strcmp (word, "limit") == 0)
        name->field = FIELD_LIMIT;
      else if (strcmp (word, "remaining") == 0)
        name->field = FIELD_REMAINING;
      else if (strcmp (word, "reset") == 0)
        name->field = FIELD_RESET;
      else if (strcmp (word, "x") != 0 && !is_one_of (word, requests) && !is_one_of (word, marks))
        g_strlcat (name->window, word, sizeof name->window);
    }

  if (is_input && is_tokens)
    name->scope = CONFAB_RATE_LIMIT_INPUT_TOKENS;
  else if (is_output && is_tokens)
    name->scope = CONFAB_RATE_LIMIT_OUTPUT_TOKENS;
  else if (is_tokens)
    name->scope = CONFAB_RATE_LIMIT_TOKENS;
}

static ConfabAllowance *
get_allowance (Counters   *self,
               const Name *name)
{
  Counter *counter;

  for (guint i = 0; i < self->n_counters; i++)
    if (self->counters[i].scope == name->scope && strcmp (self->counters[i].window, name->window) == 0)
      return &self->counters[i].allowance;

  if (self->n_counters >= MAX_COUNTERS)
    return NULL;

  counter = &self->counters[self->n_counters++];
  counter->scope = name->scope;
  g_strlcpy (counter->window, name->window, sizeof counter->window);
  counter->allowance = (ConfabAllowance) { -1, -1, -1 };

  return &counter->allowance;
}

/* Some write a policy behind the number: `100, 100;w=60`. One cannot have less than nothing. */
static gboolean
read_count (const char *text,
            gint64     *count)
{
  char *end = NULL;
  const double number = g_ascii_strtod (text, &end);

  if (end == text || !(number < 9e15) || (*end != '\0' && strchr (" ,;", *end) == NULL))
    return FALSE;

  *count = (gint64) MAX (number, 0);

  return TRUE;
}

static void
read_value (ConfabAllowance *allowance,
            Field            field,
            const char      *text,
            gint64           now_us)
{
  gint64 wait_ms;

  switch (field)
    {
    case FIELD_LIMIT:
      read_count (text, &allowance->limit);
      break;

    case FIELD_REMAINING:
      read_count (text, &allowance->remaining);
      break;

    case FIELD_RESET:
      wait_ms = confab_retry_after_parse (text, now_us);
      if (wait_ms >= 0)
        allowance->reset_at_us = now_us + wait_ms * 1000;
      break;

    case FIELD_NONE:
    default:
      break;
    }
}

/* How much is left, from 0 to 1. */
static double
get_share (const ConfabAllowance *allowance)
{
  if (allowance->remaining < 0)
    return 1;
  if (allowance->remaining == 0)
    return 0;

  return allowance->limit > 0 ? CLAMP ((double) allowance->remaining / allowance->limit, 0, 1) : 1;
}

static gboolean
is_known (const ConfabAllowance *allowance)
{
  return allowance->limit >= 0 || allowance->remaining >= 0 || allowance->reset_at_us >= 0;
}

static void
choose (const Counters  *counters,
        ConfabRateLimit *limit)
{
  for (guint i = 0; i < counters->n_counters; i++)
    {
      const Counter *counter = &counters->counters[i];
      ConfabAllowance *chosen = &limit->scopes[counter->scope];
      const double share = get_share (&counter->allowance);

      if (!is_known (chosen) || share < get_share (chosen) ||
          (share == get_share (chosen) && counter->allowance.reset_at_us > chosen->reset_at_us))
        *chosen = counter->allowance;
    }
}

/**
 * confab_rate_limit_read_headers:
 * @headers: (array zero-terminated=1): names and values of an answer's headers in turn
 * @now_us: the present, in microseconds since 1970 UTC
 * @limit: (out caller-allocates): what they say
 *
 * Reads the headers that tell of limits, in all spellings in use: `x-ratelimit-remaining-tokens`
 * with `1m30s` (OpenAI, Groq, Azure), `anthropic-ratelimit-input-tokens-reset` with a date of
 * RFC 3339, `x-ratelimit-reset` in milliseconds (OpenRouter) or seconds (GitHub) since 1970,
 * `x-ratelimit-limit-req-minute` (Mistral), `x-ratelimit-remaining-tokens-minute` (Cerebras),
 * `x-ratelimit-limit-tokens-prompt` (Fireworks), `x-tokenlimit-remaining` (Together),
 * `x-trial-endpoint-call-remaining` (Cohere), `ratelimit-remaining` (the draft of the IETF), and
 * `retry-after-ms` beside `retry-after`. What cannot be read counts as not said.
 *
 * Returns: whether they say anything
 */
gboolean
confab_rate_limit_read_headers (const char *const *headers,
                                gint64             now_us,
                                ConfabRateLimit   *limit)
{
  Counters counters = { .n_counters = 0 };
  gint64 precise_ms = -1;

  g_return_val_if_fail (limit != NULL, FALSE);

  confab_rate_limit_init (limit);

  for (guint i = 0; headers != NULL && headers[i] != NULL && headers[i + 1] != NULL; i += 2)
    {
      const char *value = headers[i + 1];
      ConfabAllowance *allowance;
      Name name;

      if (strnlen (headers[i], MAX_NAME_BYTES + 1) > MAX_NAME_BYTES ||
          strnlen (value, MAX_VALUE_BYTES + 1) > MAX_VALUE_BYTES)
        continue;

      if (g_ascii_strcasecmp (headers[i], "retry-after") == 0)
        {
          limit->retry_after_ms = confab_retry_after_parse (value, now_us);
          continue;
        }

      if (g_ascii_strcasecmp (headers[i], "retry-after-ms") == 0)
        {
          g_autofree char *with_unit = g_strconcat (value, "ms", NULL);

          precise_ms = confab_retry_after_parse (with_unit, now_us);
          continue;
        }

      read_name (headers[i], &name);
      if (name.is_limit && name.field != FIELD_NONE && (allowance = get_allowance (&counters, &name)) != NULL)
        read_value (allowance, name.field, value, now_us);
    }

  /* Azure sends 0 milliseconds beside a whole second. */
  if (precise_ms > 0 || limit->retry_after_ms < 0)
    limit->retry_after_ms = precise_ms;

  choose (&counters, limit);

  return confab_rate_limit_is_known (limit);
}
