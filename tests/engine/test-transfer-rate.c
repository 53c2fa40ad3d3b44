/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-transfer-rate.h"

#define S(seconds) ((gint64) ((seconds) * G_USEC_PER_SEC))

static void
test_steady (void)
{
  ConfabTransferRate rate = { 0 };

  g_assert_cmpint (confab_transfer_rate_get (&rate), ==, -1);
  g_assert_cmpint (confab_transfer_rate_get_left_s (&rate, 100), ==, -1);

  /* What was there before does not count, and too short a time tells nothing. */
  confab_transfer_rate_add (&rate, S (100), 5000);
  g_assert_cmpint (confab_transfer_rate_get (&rate), ==, -1);
  confab_transfer_rate_add (&rate, S (100.5), 5500);
  g_assert_cmpint (confab_transfer_rate_get (&rate), ==, -1);
  confab_transfer_rate_add (&rate, S (101), 6000);
  g_assert_cmpint (confab_transfer_rate_get (&rate), ==, 1000);
  g_assert_cmpint (confab_transfer_rate_get_left_s (&rate, 2500), ==, 3);
  g_assert_cmpint (confab_transfer_rate_get_left_s (&rate, 0), ==, 0);

  confab_transfer_rate_reset (&rate);
  g_assert_cmpint (confab_transfer_rate_get (&rate), ==, -1);
}

/* However often it is told, it looks back over the last seconds only. */
static void
test_window (void)
{
  ConfabTransferRate rate = { 0 };
  gint64 bytes = 0;

  for (int i = 0; i < 2000; i++)
    confab_transfer_rate_add (&rate, S (i * 0.06), bytes += 60);
  g_assert_cmpint (ABS (confab_transfer_rate_get (&rate) - 1000), <=, 20);
  g_assert_cmpuint (rate.n_samples, <=, CONFAB_TRANSFER_RATE_SAMPLES);

  for (int i = 0; i < 400; i++)
    confab_transfer_rate_add (&rate, S (120 + i * 0.06), bytes += 600);
  g_assert_cmpint (ABS (confab_transfer_rate_get (&rate) - 10000), <=, 200);

  /* Nothing comes any more. */
  for (int i = 0; i < 400; i++)
    confab_transfer_rate_add (&rate, S (144 + i * 0.06), bytes);
  g_assert_cmpint (confab_transfer_rate_get (&rate), ==, 0);
  g_assert_cmpint (confab_transfer_rate_get_left_s (&rate, 1), ==, -1);

  /* Less than there was is no rate. */
  confab_transfer_rate_add (&rate, S (200), 0);
  g_assert_cmpint (confab_transfer_rate_get (&rate), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/transfer-rate/steady", test_steady);
  g_test_add_func ("/engine/transfer-rate/window", test_window);

  return g_test_run ();
}
