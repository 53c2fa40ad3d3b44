/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-rate-limit-headers.h"
#include "confab-retry-after.h"

#include <string.h>

/* 2024-01-01 00:00:00 UTC */
#define NOW_US (G_GINT64_CONSTANT (1704067200) * G_USEC_PER_SEC)

static void
test_retry_after (void)
{
  static const struct { const char *text; gint64 wait_ms; } waits[] = {
    { "30",      30000 },
    { " 0 ",     0 },
    { "1.5",     1500 },
    { "250ms",   250 },
    { "250 ms",  250 },
    { "48s",     48000 },
    { "48.94s",  48940 },
    { "6m0s",    360000 },
    { "1h1m",    3660000 },
    { "2d",      172800000 },
    { "1e30",    604800000 },
    { "1704067230", 30000 },
    { "1704067230500", 30500 },
    { "1700000000", 0 },
    { "2024-01-01T00:00:10Z", 10000 },
    { "2024-01-01T00:00:10.250Z", 10250 },
    { "2024-01-01T01:00:10+01:00", 10000 },
    { "2023-12-31T00:00:10Z", 0 },
    { "Mon, 01 Jan 2024 00:00:10 GMT", 10000 },
    { "Sun, 31 Dec 2023 23:59:59 GMT", 0 },
    { "Fri, 01 Jan 2044 00:00:00 GMT", 604800000 },
    { "",        -1 },
    { "soon",    -1 },
    { "-5",      -1 },
    { "5 x",     -1 },
    { "5 5",     -1 },
    { "5s x",    -1 },
    { "2024-01-01", -1 },
    { "2024-13-01T00:00:10Z", -1 },
    { "Mon, 41 Jan 2024 00:00:10 GMT", -1 },
    { "Mon, 01 Foo 2024 00:00:10 GMT", -1 },
    { "Monday",  -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_test_message ("%s", waits[i].text);
      g_assert_cmpint (confab_retry_after_parse (waits[i].text, NOW_US), ==, waits[i].wait_ms);
    }

  g_assert_cmpint (confab_retry_after_parse (NULL, NOW_US), ==, -1);
}

static void
test_sentences (void)
{
  static const struct { const char *text; gint64 wait_ms; } waits[] = {
    { "Rate limit reached for x on tokens per min. Limit: 9, Used: 9. Please try again in 20s. Visit", 20000 },
    { "Please try again in 1m12.5s.",            72500 },
    { "Please try again in 120ms.",              120 },
    { "Please retry in 34.074824224s.",          34075 },
    { "Please retry after 7 seconds.",           7000 },
    { "Try again after 1 minute 30 seconds",     90000 },
    { "You must wait 6 minutes, or pay",         360000 },
    { "Quota resets in 2 hours",                 7200000 },
    { "Wait for it. Then try again in 3 days",   259200000 },
    { "Please try again in a while",             -1 },
    { "Try again in 5",                          -1 },
    { "20s",                                     -1 },
    { "",                                        -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_test_message ("%s", waits[i].text);
      g_assert_cmpint (confab_retry_after_find (waits[i].text), ==, waits[i].wait_ms);
    }

  g_assert_cmpint (confab_retry_after_find (NULL), ==, -1);
}

typedef struct
{
  const char      *name;
  const char      *headers[21];
  ConfabAllowance  scopes[CONFAB_RATE_LIMIT_N_SCOPES];  /* the time in seconds from now */
  gint64           retry_after_ms;
} Case;

#define NONE { -1, -1, -1 }

static const Case cases[] = {
  { "openai", { "x-ratelimit-limit-requests", "500", "x-ratelimit-limit-tokens", "30000",
                "x-ratelimit-remaining-requests", "499", "x-ratelimit-remaining-tokens", "29990",
                "x-ratelimit-reset-requests", "120ms", "x-ratelimit-reset-tokens", "1m30s" },
    { { 500, 499, 0 }, { 30000, 29990, 90 }, NONE, NONE }, -1 },
  { "groq", { "X-RateLimit-Limit-Requests", "14400", "X-RateLimit-Remaining-Requests", "0",
              "X-RateLimit-Reset-Requests", "2m59.56s", "Retry-After", "2" },
    { { 14400, 0, 179 }, NONE, NONE, NONE }, 2000 },
  { "anthropic", { "anthropic-ratelimit-requests-limit", "50", "anthropic-ratelimit-requests-remaining", "49",
                   "anthropic-ratelimit-requests-reset", "2024-01-01T00:00:01Z",
                   "anthropic-ratelimit-input-tokens-limit", "30000",
                   "anthropic-ratelimit-input-tokens-remaining", "28000",
                   "anthropic-ratelimit-input-tokens-reset", "2024-01-01T00:01:00Z",
                   "anthropic-ratelimit-output-tokens-remaining", "8000",
                   "anthropic-ratelimit-tokens-remaining", "36000" },
    { { 50, 49, 1 }, { -1, 36000, -1 }, { 30000, 28000, 60 }, { -1, 8000, -1 } }, -1 },
  { "azure", { "x-ratelimit-remaining-requests", "9", "x-ratelimit-remaining-tokens", "900",
               "x-ratelimit-reset-requests", "10", "retry-after-ms", "1500" },
    { { -1, 9, 10 }, { -1, 900, -1 }, NONE, NONE }, 1500 },
  { "openrouter", { "X-RateLimit-Limit", "20", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1704067260000" },
    { { 20, 0, 60 }, NONE, NONE, NONE }, -1 },
  { "github", { "x-ratelimit-limit", "60", "x-ratelimit-remaining", "56", "x-ratelimit-reset", "1704067290",
                "x-ratelimit-used", "4", "x-ratelimit-resource", "core" },
    { { 60, 56, 90 }, NONE, NONE, NONE }, -1 },
  { "mistral", { "x-ratelimit-limit-req-minute", "60", "x-ratelimit-remaining-req-minute", "59",
                 "x-ratelimit-limit-tokens-5-minute", "500000", "x-ratelimit-remaining-tokens-5-minute", "400000",
                 "x-ratelimit-limit-tokens-month", "1000000", "x-ratelimit-remaining-tokens-month", "1000" },
    { { 60, 59, -1 }, { 1000000, 1000, -1 }, NONE, NONE }, -1 },
  { "mistral before", { "ratelimitbysize-limit", "500", "ratelimitbysize-remaining", "400", "ratelimitbysize-reset", "31" },
    { NONE, { 500, 400, 31 }, NONE, NONE }, -1 },
  { "cerebras", { "x-ratelimit-limit-requests-day", "14400", "x-ratelimit-remaining-requests-day", "14399",
                  "x-ratelimit-reset-requests-day", "33011.382867", "x-ratelimit-limit-tokens-minute", "60000",
                  "x-ratelimit-remaining-tokens-minute", "0", "x-ratelimit-reset-tokens-minute", "11.38" },
    { { 14400, 14399, 33011 }, { 60000, 0, 11 }, NONE, NONE }, -1 },
  { "fireworks", { "x-ratelimit-limit-tokens-prompt", "60000", "x-ratelimit-remaining-tokens-prompt", "59000",
                   "x-ratelimit-limit-tokens-generated", "12000", "x-ratelimit-over-limit", "no" },
    { NONE, NONE, { 60000, 59000, -1 }, { 12000, -1, -1 } }, -1 },
  { "together", { "x-ratelimit-limit", "10.0", "x-ratelimit-remaining", "9", "x-ratelimit-reset", "1",
                  "x-tokenlimit-limit", "3000", "x-tokenlimit-remaining", "2000" },
    { { 10, 9, 1 }, { 3000, 2000, -1 }, NONE, NONE }, -1 },
  { "cohere", { "x-trial-endpoint-call-limit", "40", "x-trial-endpoint-call-remaining", "39",
                "x-endpoint-monthly-call-limit", "1000" },
    { { 40, 39, -1 }, NONE, NONE, NONE }, -1 },
  { "the draft", { "RateLimit-Limit", "100, 100;w=60", "RateLimit-Remaining", "50", "RateLimit-Reset", "30" },
    { { 100, 50, 30 }, NONE, NONE, NONE }, -1 },
  { "less than nothing", { "x-ratelimit-remaining", "-3" }, { { -1, 0, -1 }, NONE, NONE, NONE }, -1 },
  { "not numbers", { "x-ratelimit-limit", "many", "x-ratelimit-remaining", "1e99", "x-ratelimit-reset", "soon" },
    { NONE, NONE, NONE, NONE }, -1 },
  { "no such thing", { "content-length", "5", "x-limit", "5", "x-content-limit-remaining", "1", "x-request-remaining", "1" },
    { NONE, NONE, NONE, NONE }, -1 },
  { "a name without a value", { "x-ratelimit-limit" }, { NONE, NONE, NONE, NONE }, -1 },
  { "none", { NULL }, { NONE, NONE, NONE, NONE }, -1 },
};

static void
test_headers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      ConfabRateLimit limit;
      gboolean known = c->retry_after_ms >= 0;

      g_test_message ("%s", c->name);
      for (guint j = 0; j < CONFAB_RATE_LIMIT_N_SCOPES; j++)
        known |= c->scopes[j].limit >= 0 || c->scopes[j].remaining >= 0 || c->scopes[j].reset_at_us >= 0;

      g_assert_cmpint (confab_rate_limit_read_headers (c->headers, NOW_US, &limit), ==, known);
      for (guint j = 0; j < CONFAB_RATE_LIMIT_N_SCOPES; j++)
        {
          const gint64 reset_at_us = limit.scopes[j].reset_at_us;

          g_assert_cmpint (limit.scopes[j].limit, ==, c->scopes[j].limit);
          g_assert_cmpint (limit.scopes[j].remaining, ==, c->scopes[j].remaining);
          g_assert_cmpint (reset_at_us < 0 ? -1 : (reset_at_us - NOW_US) / G_USEC_PER_SEC, ==,
                           c->scopes[j].reset_at_us);
        }
      g_assert_cmpint (limit.retry_after_ms, ==, c->retry_after_ms);
    }
}

static void
test_bounds (void)
{
  g_autoptr(GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *long_name = g_strnfill (100000, 'x');
  ConfabRateLimit limit;

  for (guint i = 0; i < 500; i++)
    {
      g_ptr_array_add (headers, g_strdup_printf ("x-ratelimit-remaining-tokens-w%u", i));
      g_ptr_array_add (headers, g_strdup ("5"));
    }
  g_ptr_array_add (headers, g_strconcat ("x-ratelimit-remaining-", long_name, NULL));
  g_ptr_array_add (headers, g_strdup ("1"));
  g_ptr_array_add (headers, g_strdup ("x-ratelimit-remaining-requests"));
  g_ptr_array_add (headers, g_strconcat ("1", long_name, NULL));
  g_ptr_array_add (headers, NULL);

  g_assert_true (confab_rate_limit_read_headers ((const char *const *) headers->pdata, NOW_US, &limit));
  g_assert_cmpint (limit.scopes[CONFAB_RATE_LIMIT_TOKENS].remaining, ==, 5);
  g_assert_cmpint (limit.scopes[CONFAB_RATE_LIMIT_REQUESTS].remaining, ==, -1);
  g_assert_false (confab_rate_limit_read_headers (NULL, NOW_US, &limit));
}

static void
test_wait (void)
{
  ConfabRateLimit limit;

  confab_rate_limit_init (&limit);
  g_assert_false (confab_rate_limit_is_known (&limit));
  g_assert_cmpint (confab_rate_limit_get_wait_ms (&limit, NOW_US), ==, -1);

  limit.scopes[CONFAB_RATE_LIMIT_REQUESTS] = (ConfabAllowance) { 10, 5, NOW_US + 9000000 };
  g_assert_cmpint (confab_rate_limit_get_wait_ms (&limit, NOW_US), ==, -1);
  limit.scopes[CONFAB_RATE_LIMIT_TOKENS] = (ConfabAllowance) { 10, 0, NOW_US + 2000001 };
  g_assert_cmpint (confab_rate_limit_get_wait_ms (&limit, NOW_US), ==, 2001);
  g_assert_cmpint (confab_rate_limit_get_wait_ms (&limit, NOW_US + 5000000), ==, 0);
  limit.scopes[CONFAB_RATE_LIMIT_OUTPUT_TOKENS] = (ConfabAllowance) { -1, 0, NOW_US + 3000000 };
  g_assert_cmpint (confab_rate_limit_get_wait_ms (&limit, NOW_US), ==, 3000);
  limit.retry_after_ms = 700;
  g_assert_cmpint (confab_rate_limit_get_wait_ms (&limit, NOW_US), ==, 700);
  g_assert_true (confab_rate_limit_is_known (&limit));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/rate-limit/retry-after", test_retry_after);
  g_test_add_func ("/wire/rate-limit/sentences", test_sentences);
  g_test_add_func ("/wire/rate-limit/headers", test_headers);
  g_test_add_func ("/wire/rate-limit/bounds", test_bounds);
  g_test_add_func ("/wire/rate-limit/wait", test_wait);

  return g_test_run ();
}
