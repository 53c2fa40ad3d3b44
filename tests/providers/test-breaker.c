/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-breaker.h"

#include <gio/gio.h>

#define SECOND G_TIME_SPAN_SECOND
#define START  (G_GINT64_CONSTANT (1800000000) * SECOND)
#define REST   (CONFAB_BREAKER_FIRST_REST_MS * G_GINT64_CONSTANT (1000))

static void
fail_at (ConfabBreaker       *breaker,
         ConfabProviderError  code,
         gint64               retry_after_ms,
         gint64               now_us)
{
  g_autoptr(GError) error = confab_provider_error_new (code, 500, NULL, retry_after_ms, "failed");

  confab_breaker_fail (breaker, error, now_us);
}

static void
open_at (ConfabBreaker *breaker,
         gint64         now_us)
{
  for (guint i = 0; i < CONFAB_BREAKER_THRESHOLD; i++)
    {
      g_assert_true (confab_breaker_begin (breaker, now_us));
      fail_at (breaker, CONFAB_PROVIDER_ERROR_SERVER, -1, now_us);
    }
}

static void
test_opens_after_repeated_failures (void)
{
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();

  for (guint i = 1; i < CONFAB_BREAKER_THRESHOLD; i++)
    fail_at (breaker, CONFAB_PROVIDER_ERROR_NETWORK, -1, START);
  g_assert_cmpint (confab_breaker_get_state (breaker, START), ==, CONFAB_BREAKER_CLOSED);

  confab_breaker_succeed (breaker);
  for (guint i = 1; i < CONFAB_BREAKER_THRESHOLD; i++)
    fail_at (breaker, CONFAB_PROVIDER_ERROR_NETWORK, -1, START);
  g_assert_cmpint (confab_breaker_get_state (breaker, START), ==, CONFAB_BREAKER_CLOSED);

  fail_at (breaker, CONFAB_PROVIDER_ERROR_OVERLOADED, -1, START);
  g_assert_cmpint (confab_breaker_get_state (breaker, START), ==, CONFAB_BREAKER_OPEN);
  g_assert_cmpint (confab_breaker_get_reason (breaker), ==, CONFAB_PROVIDER_ERROR_OVERLOADED);
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker), ==, START + REST);
  g_assert_false (confab_breaker_begin (breaker, START + REST - 1));
}

static void
test_one_trial (void)
{
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();

  open_at (breaker, START);
  g_assert_cmpint (confab_breaker_get_state (breaker, START + REST), ==, CONFAB_BREAKER_HALF_OPEN);
  g_assert_true (confab_breaker_begin (breaker, START + REST));
  g_assert_false (confab_breaker_begin (breaker, START + REST));

  confab_breaker_abandon (breaker);
  g_assert_true (confab_breaker_begin (breaker, START + REST));
  confab_breaker_succeed (breaker);
  g_assert_cmpint (confab_breaker_get_state (breaker, START + REST), ==, CONFAB_BREAKER_CLOSED);
  g_assert_true (confab_breaker_begin (breaker, START + REST));
  g_assert_true (confab_breaker_begin (breaker, START + REST));
}

static void
test_rests_grow (void)
{
  static const gint64 expected_ms[] = { 30000, 60000, 120000, 240000, 480000, 600000, 600000 };
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();
  gint64 now_us = START;

  open_at (breaker, now_us);
  for (gsize i = 0; i < G_N_ELEMENTS (expected_ms); i++)
    {
      g_assert_cmpint (confab_breaker_get_open_until_us (breaker) - now_us, ==, expected_ms[i] * 1000);
      now_us = confab_breaker_get_open_until_us (breaker);
      g_assert_true (confab_breaker_begin (breaker, now_us));
      fail_at (breaker, CONFAB_PROVIDER_ERROR_SERVER, -1, now_us);
      g_assert_cmpint (confab_breaker_get_state (breaker, now_us), ==, CONFAB_BREAKER_OPEN);
    }

  confab_breaker_succeed (breaker);
  open_at (breaker, now_us);
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker) - now_us, ==, expected_ms[0] * 1000);
}

static void
test_honours_retry_after (void)
{
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();

  fail_at (breaker, CONFAB_PROVIDER_ERROR_RATE_LIMITED, 42000, START);
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker), ==, START + 42 * SECOND);

  /* Sent before it opened: a guess does not change what the provider said, its own word does. */
  fail_at (breaker, CONFAB_PROVIDER_ERROR_SERVER, -1, START + SECOND);
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker), ==, START + 42 * SECOND);
  fail_at (breaker, CONFAB_PROVIDER_ERROR_RATE_LIMITED, 1000, START + SECOND);
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker), ==, START + 42 * SECOND);
  fail_at (breaker, CONFAB_PROVIDER_ERROR_RATE_LIMITED, 60000, START + SECOND);
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker), ==, START + 61 * SECOND);

  confab_breaker_reset (breaker);
  fail_at (breaker, CONFAB_PROVIDER_ERROR_RATE_LIMITED, G_MAXINT64 / 2, START);
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker), ==,
                   START + CONFAB_BREAKER_LONGEST_WAIT_MS * 1000);
}

/* What a person has to put right says at least that the provider answers. */
static void
test_what_counts (void)
{
  static const struct { ConfabProviderError code; gboolean counts; } cases[] = {
    { CONFAB_PROVIDER_ERROR_NO_CREDIT, TRUE },
    { CONFAB_PROVIDER_ERROR_RATE_LIMITED, TRUE },
    { CONFAB_PROVIDER_ERROR_OVERLOADED, TRUE },
    { CONFAB_PROVIDER_ERROR_SERVER, TRUE },
    { CONFAB_PROVIDER_ERROR_NETWORK, TRUE },
    { CONFAB_PROVIDER_ERROR_TLS, TRUE },
    { CONFAB_PROVIDER_ERROR_MALFORMED, TRUE },
    { CONFAB_PROVIDER_ERROR_TRUNCATED, TRUE },
    { CONFAB_PROVIDER_ERROR_NOT_RUNNING, TRUE },
    { CONFAB_PROVIDER_ERROR_BAD_KEY, FALSE },
    { CONFAB_PROVIDER_ERROR_FORBIDDEN, FALSE },
    { CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND, FALSE },
    { CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG, FALSE },
    { CONFAB_PROVIDER_ERROR_CONTENT_REFUSED, FALSE },
    { CONFAB_PROVIDER_ERROR_BAD_REQUEST, FALSE },
  };
  g_autoptr(GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();

      fail_at (breaker, CONFAB_PROVIDER_ERROR_SERVER, -1, START);
      fail_at (breaker, CONFAB_PROVIDER_ERROR_SERVER, -1, START);
      fail_at (breaker, cases[i].code, -1, START);
      fail_at (breaker, CONFAB_PROVIDER_ERROR_SERVER, -1, START);

      g_test_message ("code %u", cases[i].code);
      g_assert_cmpint (confab_breaker_get_state (breaker, START), ==,
                       cases[i].counts ? CONFAB_BREAKER_OPEN : CONFAB_BREAKER_CLOSED);
    }
  g_assert_false (confab_breaker_counts (other));
  g_assert_false (confab_breaker_counts (NULL));
}

/* A trial that a missing key kept from being sent found out nothing. */
static void
test_unsent_trial (void)
{
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();
  g_autoptr(GError) error =
    confab_provider_error_new (CONFAB_PROVIDER_ERROR_KEY_MISSING, 0, NULL, -1, "no key was found");

  open_at (breaker, START);
  g_assert_true (confab_breaker_begin (breaker, START + REST));
  confab_breaker_fail (breaker, error, START + REST);
  g_assert_cmpint (confab_breaker_get_state (breaker, START + REST), ==, CONFAB_BREAKER_HALF_OPEN);
  g_assert_true (confab_breaker_begin (breaker, START + REST));
}

static void
test_save_and_restore (void)
{
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();
  g_autoptr(GVariant) saved = NULL;
  g_autoptr(GVariant) foreign = g_variant_ref_sink (g_variant_new_string ("open"));

  g_assert_null (confab_breaker_save (breaker));
  fail_at (breaker, CONFAB_PROVIDER_ERROR_RATE_LIMITED, 60000, START);
  saved = g_variant_ref_sink (confab_breaker_save (breaker));
  g_clear_pointer (&breaker, confab_breaker_unref);

  breaker = confab_breaker_new ();
  g_assert_false (confab_breaker_restore (breaker, foreign, START));
  g_assert_true (confab_breaker_restore (breaker, saved, START + SECOND));
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker), ==, START + 60 * SECOND);
  g_assert_cmpint (confab_breaker_get_reason (breaker), ==, CONFAB_PROVIDER_ERROR_RATE_LIMITED);

  confab_breaker_reset (breaker);
  g_assert_false (confab_breaker_restore (breaker, saved, START + 60 * SECOND));
  g_assert_cmpint (confab_breaker_get_state (breaker, START + 60 * SECOND), ==, CONFAB_BREAKER_CLOSED);

  /* The clock was a year ahead when it was saved. */
  g_assert_false (confab_breaker_restore (breaker, saved, START - 365 * 86400 * SECOND));
}

/* A person wants to try: one request may, and if it fails the next rest is no shorter for it. */
static void
test_half_open (void)
{
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();

  confab_breaker_half_open (breaker, START);
  g_assert_cmpint (confab_breaker_get_state (breaker, START), ==, CONFAB_BREAKER_CLOSED);

  open_at (breaker, START);
  confab_breaker_half_open (breaker, START + SECOND);
  g_assert_cmpint (confab_breaker_get_state (breaker, START + SECOND), ==, CONFAB_BREAKER_HALF_OPEN);
  g_assert_true (confab_breaker_begin (breaker, START + SECOND));
  g_assert_false (confab_breaker_begin (breaker, START + SECOND));
  fail_at (breaker, CONFAB_PROVIDER_ERROR_SERVER, -1, START + SECOND);
  g_assert_cmpint (confab_breaker_get_open_until_us (breaker), ==, START + SECOND + 2 * REST);

  /* What is in the way of the trial is not there any more. */
  confab_breaker_half_open (breaker, START + 2 * SECOND);
  g_assert_true (confab_breaker_begin (breaker, START + 2 * SECOND));
  confab_breaker_half_open (breaker, START + 3 * SECOND);
  g_assert_true (confab_breaker_begin (breaker, START + 3 * SECOND));
  confab_breaker_succeed (breaker);
  g_assert_cmpint (confab_breaker_get_state (breaker, START + 3 * SECOND), ==, CONFAB_BREAKER_CLOSED);
}

static void
test_clock_set_back (void)
{
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();

  open_at (breaker, START);
  g_assert_cmpint (confab_breaker_get_state (breaker, START - 3600 * SECOND), ==, CONFAB_BREAKER_OPEN);
  g_assert_cmpint (confab_breaker_get_state (breaker, START - 365 * 86400 * SECOND), ==, CONFAB_BREAKER_HALF_OPEN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/breaker/opens-after-repeated-failures", test_opens_after_repeated_failures);
  g_test_add_func ("/providers/breaker/one-trial", test_one_trial);
  g_test_add_func ("/providers/breaker/rests-grow", test_rests_grow);
  g_test_add_func ("/providers/breaker/honours-retry-after", test_honours_retry_after);
  g_test_add_func ("/providers/breaker/what-counts", test_what_counts);
  g_test_add_func ("/providers/breaker/unsent-trial", test_unsent_trial);
  g_test_add_func ("/providers/breaker/save-and-restore", test_save_and_restore);
  g_test_add_func ("/providers/breaker/half-open", test_half_open);
  g_test_add_func ("/providers/breaker/clock-set-back", test_clock_set_back);

  return g_test_run ();
}
