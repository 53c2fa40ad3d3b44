/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-model-words.h"
#include "confab-transcript-words.h"

static void
test_context (void)
{
  static const struct { gint64 tokens; const char *expected; } cases[] = {
    { -1, NULL }, { 0, NULL }, { 512, "512 context" }, { 2048, "2K context" }, { 8000, "8K context" },
    { 131072, "128K context" }, { 200000, "200K context" }, { 1000000, "1M context" },
    { 1048576, "1M context" }, { 1050000, "1.05M context" }, { 16385, "16.4K context" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabModelInfo) model = confab_model_info_new ("m", NULL);
      g_autofree char *text = NULL;

      confab_model_info_set_context_tokens (model, cases[i].tokens);
      text = confab_model_words_dup_context (model);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_price (void)
{
  static const struct { ConfabModelPrice price; const char *expected; } cases[] = {
    { CONFAB_MODEL_PRICE_INIT, NULL },
    { { 3, 15, 0.3, 3.75, 0 }, "$3 in, $15 out" },
    { { 0.15, 0.6, -1, -1, 0 }, "$0.15 in, $0.60 out" },
    { { 0.075, 1.25, -1, -1, 0 }, "$0.075 in, $1.25 out" },
    { { 0, 0, -1, -1, 0 }, "free" },
    { { 3, -1, -1, -1, 0 }, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabModelInfo) model = confab_model_info_new ("m", NULL);
      g_autofree char *text = NULL;

      confab_model_info_set_price (model, &cases[i].price);
      text = confab_model_words_dup_price (model);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_end (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_utc (2026, 11, 21, 12, 0, 0);
  const gint64 now_us = g_date_time_to_unix (now) * G_USEC_PER_SEC;
  static const struct { int days; const char *expected; } cases[] = {
    { -1, "shut down on 20 November 2026" }, { 0, "shut down on 21 November 2026" },
    { 10, "ends on 1 December 2026" }, { 90, "ends on 19 February 2027" }, { 91, NULL },
  };
  g_autoptr(ConfabModelInfo) stays = confab_model_info_new ("m", NULL);

  g_assert_null (confab_model_words_dup_end (stays, now_us));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabModelInfo) model = confab_model_info_new ("m", NULL);
      g_autofree char *text = NULL;

      confab_model_info_set_shutdown_at_us (model, now_us + cases[i].days * G_TIME_SPAN_DAY);
      text = confab_model_words_dup_end (model, now_us);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_age (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_local (2026, 11, 21, 12, 0, 0);
  const gint64 now_us = g_date_time_to_unix (now) * G_USEC_PER_SEC;
  g_autofree char *never = confab_model_words_dup_age (0, now_us);
  g_autofree char *fresh = confab_model_words_dup_age (now_us - G_TIME_SPAN_DAY, now_us);
  g_autofree char *old = confab_model_words_dup_age (now_us - 3 * G_TIME_SPAN_DAY, now_us);

  g_assert_null (never);
  g_assert_null (fresh);
  g_assert_cmpstr (old, ==, "as of 18 November 2026");
}

/* Most replies cost less than a cent, and some next to nothing. */
static void
test_cost (void)
{
  static const struct { double cost; const char *expected; } cases[] = {
    { 0.00000001, "< $0.0001" }, { 0.00012, "$0.00012" }, { 0.0041, "$0.0041" }, { 0.004, "$0.0040" },
    { 0.0412, "$0.041" }, { 0.0996, "$0.10" }, { 0.25, "$0.25" }, { 12.349, "$12.35" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = confab_transcript_words_dup_cost (cases[i].cost);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_number (void)
{
  static const struct { gint64 number; const char *expected; } cases[] = {
    { 0, "0" }, { 7, "7" }, { 999, "999" }, { 1000, "1,000" }, { 12345, "12,345" }, { 1000000, "1,000,000" },
    { -1, "-1" }, { -100, "-100" }, { -1000, "-1,000" }, { G_MAXINT64, "9,223,372,036,854,775,807" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = confab_transcript_words_dup_number (cases[i].number);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_duration (void)
{
  static const struct { gint64 duration_ms; const char *expected; } cases[] = {
    { -1, "under 0.1 s" }, { 0, "under 0.1 s" }, { 99, "under 0.1 s" }, { 100, "0.1 s" }, { 3120, "3.1 s" },
    { 9949, "9.9 s" }, { 9950, "10 s" }, { 59499, "59 s" }, { 59500, "1 min" }, { 180000, "3 min" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = confab_transcript_words_dup_duration (cases[i].duration_ms);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/model-words/context", test_context);
  g_test_add_func ("/ui/model-words/price", test_price);
  g_test_add_func ("/ui/model-words/end", test_end);
  g_test_add_func ("/ui/model-words/age", test_age);
  g_test_add_func ("/ui/model-words/cost", test_cost);
  g_test_add_func ("/ui/model-words/number", test_number);
  g_test_add_func ("/ui/model-words/duration", test_duration);

  return g_test_run ();
}
