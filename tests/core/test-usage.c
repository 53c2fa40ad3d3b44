/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-usage.h"

static void
test_unknown (void)
{
  ConfabUsage usage;

  confab_usage_init (&usage);
  g_assert_false (confab_usage_is_known (&usage));
  g_assert_cmpint (confab_usage_get_total_input (&usage), ==, -1);
  g_assert_cmpint (confab_usage_get_total_output (&usage), ==, -1);
}

static void
test_totals (void)
{
  ConfabUsage inside = CONFAB_USAGE_INIT;
  ConfabUsage beside = CONFAB_USAGE_INIT;

  inside.input = beside.input = 100;
  inside.cached = beside.cached = 40;
  inside.output = beside.output = 10;
  inside.reasoning = beside.reasoning = 7;
  beside.input_excludes_cache = TRUE;
  beside.output_excludes_reasoning = TRUE;

  g_assert_cmpint (confab_usage_get_total_input (&inside), ==, 100);
  g_assert_cmpint (confab_usage_get_total_output (&inside), ==, 10);
  g_assert_cmpint (confab_usage_get_total_input (&beside), ==, 140);
  g_assert_cmpint (confab_usage_get_total_output (&beside), ==, 17);
}

static void
test_merge_replaces (void)
{
  ConfabUsage usage = CONFAB_USAGE_INIT;
  ConfabUsage newer = CONFAB_USAGE_INIT;

  usage.input = 5;
  usage.output = 1;
  newer.output = 9;
  usage.cost_is_estimate = TRUE;
  confab_usage_merge (&usage, &newer);
  g_assert_true (usage.cost_is_estimate);

  g_assert_cmpint (usage.input, ==, 5);
  g_assert_cmpint (usage.output, ==, 9);
  g_assert_cmpfloat (usage.cost_usd, <, 0);

  /* What a provider reports takes the place of what was reckoned. */
  newer.cost_usd = 0.5;
  confab_usage_merge (&usage, &newer);
  g_assert_cmpfloat (usage.cost_usd, ==, 0.5);
  g_assert_false (usage.cost_is_estimate);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/usage/unknown", test_unknown);
  g_test_add_func ("/core/usage/totals", test_totals);
  g_test_add_func ("/core/usage/merge-replaces", test_merge_replaces);

  return g_test_run ();
}
