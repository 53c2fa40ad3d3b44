/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-cost.h"

#define MTOK 1000000

static void
test_estimate (void)
{
  static const ConfabModelPrice full = { 3, 15, 0.3, 3.75, 0 };
  static const ConfabModelPrice bare = { 3, 15, -1, -1, 0 };
  static const ConfabModelPrice half = { 3, -1, -1, -1, 0 };
  static const ConfabModelPrice tier = { 3, 15, -1, -1, MTOK };
  static const ConfabModelPrice none = CONFAB_MODEL_PRICE_INIT;
  static const ConfabModelPrice gift = { 0, 0, -1, -1, 0 };
  static const struct
  {
    const char             *name;
    const ConfabModelPrice *price;
    ConfabUsage             usage;
    double                  expected;
  } cases[] = {
    { "plain", &full, { MTOK, MTOK, -1, -1, -1, -1, 0, 0, 0 }, 18 },
    { "cache within", &full, { MTOK, 0, MTOK / 2, MTOK / 4, -1, -1, 0, 0, 0 }, 0.75 + 0.15 + 0.9375 },
    { "cache beside", &full, { MTOK, 0, MTOK, MTOK, -1, -1, 1, 0, 0 }, 3 + 0.3 + 3.75 },
    { "thinking within", &full, { 0, MTOK, -1, -1, MTOK / 2, -1, 0, 0, 0 }, 15 },
    { "thinking beside", &full, { 0, MTOK, -1, -1, MTOK, -1, 0, 1, 0 }, 30 },
    { "cache without a price", &bare, { MTOK, 0, MTOK / 2, MTOK / 4, -1, -1, 0, 0, 0 }, 3 },
    { "more cached than there is", &full, { MTOK, 0, 5 * MTOK, MTOK, -1, -1, 0, 0, 0 }, 0.3 },
    { "small", &full, { 812, 0, -1, -1, -1, -1, 0, 0, 0 }, 0.002436 },
    { "as long as the price is good for", &tier, { MTOK, 0, -1, -1, -1, -1, 0, 0, 0 }, 3 },
    { "longer", &tier, { MTOK + 1, 0, -1, -1, -1, -1, 0, 0, 0 }, -1 },
    { "nothing said", &full, CONFAB_USAGE_INIT, -1 },
    { "input alone", &full, { MTOK, -1, -1, -1, -1, -1, 0, 0, 0 }, -1 },
    { "half a price", &half, { MTOK, MTOK, -1, -1, -1, -1, 0, 0, 0 }, -1 },
    { "no price", &none, { MTOK, MTOK, -1, -1, -1, -1, 0, 0, 0 }, -1 },
    { "free", &gift, { MTOK, MTOK, -1, -1, -1, -1, 0, 0, 0 }, 0 },
    { "free without tokens", &gift, CONFAB_USAGE_INIT, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpfloat_with_epsilon (confab_cost_estimate (&cases[i].usage, cases[i].price),
                                      cases[i].expected, 1e-9);
    }
}

static void
test_price (void)
{
  static const ConfabModelPrice none = CONFAB_MODEL_PRICE_INIT;
  static const ConfabModelPrice gift = { 0, 0, 0, -1, 0 };
  static const ConfabModelPrice paid_input = { 1, 0, -1, -1, 0 };

  g_assert_false (confab_model_price_is_known (&none));
  g_assert_false (confab_model_price_is_free (&none));
  g_assert_true (confab_model_price_is_known (&gift));
  g_assert_true (confab_model_price_is_free (&gift));
  g_assert_true (confab_model_price_is_known (&paid_input));
  g_assert_false (confab_model_price_is_free (&paid_input));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/cost/estimate", test_estimate);
  g_test_add_func ("/core/cost/price", test_price);

  return g_test_run ();
}
