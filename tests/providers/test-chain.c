/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-chain.h"

#include <gio/gio.h>

#define SECOND G_TIME_SPAN_SECOND
#define START  (G_GINT64_CONSTANT (1800000000) * SECOND)

static GError *
new_error (ConfabProviderError code,
           gint64              retry_after_ms)
{
  return confab_provider_error_new (code, 500, NULL, retry_after_ms, "failed");
}

static ConfabAttempt *
get_attempt (ConfabChain *chain,
             guint        index)
{
  g_assert_cmpuint (index, <, confab_chain_get_attempts (chain)->len);

  return g_ptr_array_index (confab_chain_get_attempts (chain), index);
}

static void
test_falls_back (void)
{
  g_autoptr(ConfabBreaker) first = confab_breaker_new ();
  g_autoptr(ConfabBreaker) second = confab_breaker_new ();
  g_autoptr(ConfabChain) chain = confab_chain_new ();
  g_autoptr(GError) error = new_error (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 60000);
  const ConfabAttempt *attempt;

  confab_chain_add (chain, "a", "model-a", first);
  confab_chain_add (chain, "b", NULL, second);
  confab_chain_add (chain, "a", "twice", first);

  attempt = confab_chain_begin (chain, START);
  g_assert_cmpstr (attempt->provider_id, ==, "a");
  g_assert_cmpstr (attempt->model, ==, "model-a");
  g_assert_cmpint (attempt->outcome, ==, CONFAB_ATTEMPT_RUNNING);
  g_assert_true (confab_chain_fail (chain, error, START + 1));

  attempt = confab_chain_begin (chain, START + 2);
  g_assert_cmpstr (attempt->provider_id, ==, "b");
  confab_chain_succeed (chain, START + 3);
  g_assert_null (confab_chain_begin (chain, START + 4));

  g_assert_cmpuint (confab_chain_get_attempts (chain)->len, ==, 2);
  g_assert_cmpint (get_attempt (chain, 0)->outcome, ==, CONFAB_ATTEMPT_FAILED);
  g_assert_error (get_attempt (chain, 0)->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_cmpint (get_attempt (chain, 0)->started_at_us, ==, START);
  g_assert_cmpint (get_attempt (chain, 0)->ended_at_us, ==, START + 1);
  g_assert_cmpint (get_attempt (chain, 0)->open_until_us, ==, START + 1 + 60 * SECOND);
  g_assert_cmpint (get_attempt (chain, 1)->outcome, ==, CONFAB_ATTEMPT_ANSWERED);
}

static void
test_passes_over_the_resting (void)
{
  g_autoptr(ConfabBreaker) first = confab_breaker_new ();
  g_autoptr(ConfabBreaker) second = confab_breaker_new ();
  g_autoptr(ConfabChain) chain = confab_chain_new ();
  g_autoptr(GError) error = new_error (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 60000);

  confab_breaker_fail (first, error, START);
  confab_chain_add (chain, "a", NULL, first);
  confab_chain_add (chain, "b", NULL, second);

  g_assert_cmpstr (confab_chain_begin (chain, START + SECOND)->provider_id, ==, "b");
  g_assert_cmpint (get_attempt (chain, 0)->outcome, ==, CONFAB_ATTEMPT_SKIPPED);
  g_assert_cmpint (get_attempt (chain, 0)->open_until_us, ==, START + 60 * SECOND);
  g_assert_error (get_attempt (chain, 0)->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_cmpint (confab_provider_error_get_retry_after_ms (get_attempt (chain, 0)->error), ==, 59000);
}

static void
test_insists (void)
{
  g_autoptr(ConfabBreaker) first = confab_breaker_new ();
  g_autoptr(ConfabBreaker) second = confab_breaker_new ();
  g_autoptr(ConfabChain) chain = confab_chain_new ();
  g_autoptr(GError) error = new_error (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 60000);

  confab_breaker_fail (first, error, START);
  confab_breaker_fail (second, error, START);
  confab_chain_add (chain, "a", NULL, first);
  confab_chain_add (chain, "b", NULL, second);
  confab_chain_insist (chain);

  g_assert_cmpstr (confab_chain_begin (chain, START + SECOND)->provider_id, ==, "a");
  confab_chain_stop (chain, START + SECOND);
  g_assert_null (confab_chain_begin (chain, START + SECOND));
}

static void
test_never_after_output (void)
{
  g_autoptr(ConfabBreaker) first = confab_breaker_new ();
  g_autoptr(ConfabBreaker) second = confab_breaker_new ();
  g_autoptr(ConfabChain) chain = confab_chain_new ();
  g_autoptr(GError) error = new_error (CONFAB_PROVIDER_ERROR_OVERLOADED, 5000);

  confab_chain_add (chain, "a", NULL, first);
  confab_chain_add (chain, "b", NULL, second);
  confab_chain_begin (chain, START);
  confab_chain_note_output (chain);
  g_assert_false (confab_chain_fail (chain, error, START));
  g_assert_cmpint (confab_breaker_get_state (first, START), ==, CONFAB_BREAKER_OPEN);
}

static void
test_not_for_what_a_person_mends (void)
{
  g_autoptr(ConfabBreaker) first = confab_breaker_new ();
  g_autoptr(ConfabBreaker) second = confab_breaker_new ();
  g_autoptr(ConfabChain) chain = confab_chain_new ();
  g_autoptr(GError) error = new_error (CONFAB_PROVIDER_ERROR_BAD_KEY, -1);

  confab_chain_add (chain, "a", NULL, first);
  confab_chain_add (chain, "b", NULL, second);
  confab_chain_begin (chain, START);
  g_assert_false (confab_chain_fail (chain, error, START));
}

/* A chain that is dropped or stopped leaves the one trial to the next question. */
static void
test_stopped_trial (void)
{
  g_autoptr(ConfabBreaker) breaker = confab_breaker_new ();
  g_autoptr(GError) error = new_error (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 1000);

  confab_breaker_fail (breaker, error, START);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(ConfabChain) chain = confab_chain_new ();

      confab_chain_add (chain, "a", NULL, breaker);
      g_assert_nonnull (confab_chain_begin (chain, START + SECOND));
      if (i == 0)
        {
          confab_chain_stop (chain, START + SECOND);
          g_assert_cmpint (get_attempt (chain, 0)->outcome, ==, CONFAB_ATTEMPT_STOPPED);
        }
    }
}

/* One that stands in for the chosen one is passed over when it lacks something, but a question that
 * it cannot take is put to nobody else. */
static void
test_passes_over_mistakes_of_others (void)
{
  static const struct { ConfabProviderError code; gboolean go_on; } cases[] = {
    { CONFAB_PROVIDER_ERROR_BAD_KEY, TRUE },
    { CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND, TRUE },
    { CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG, TRUE },
    { CONFAB_PROVIDER_ERROR_BAD_REQUEST, FALSE },
    { CONFAB_PROVIDER_ERROR_CONTENT_REFUSED, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabBreaker) first = confab_breaker_new ();
      g_autoptr(ConfabBreaker) second = confab_breaker_new ();
      g_autoptr(ConfabBreaker) third = confab_breaker_new ();
      g_autoptr(ConfabChain) chain = confab_chain_new ();
      g_autoptr(GError) busy = new_error (CONFAB_PROVIDER_ERROR_OVERLOADED, -1);
      g_autoptr(GError) mistake = new_error (cases[i].code, -1);

      confab_chain_add (chain, "a", NULL, first);
      confab_chain_add (chain, "b", NULL, second);
      confab_chain_add (chain, "c", NULL, third);
      confab_chain_begin (chain, START);
      g_assert_true (confab_chain_fail (chain, busy, START));
      confab_chain_begin (chain, START);
      g_assert_cmpint (confab_chain_fail (chain, mistake, START), ==, cases[i].go_on);
      g_assert_cmpint (confab_breaker_get_state (second, START), ==, CONFAB_BREAKER_CLOSED);
    }
}

static void
test_removed (void)
{
  g_autoptr(ConfabBreaker) first = confab_breaker_new ();
  g_autoptr(ConfabBreaker) second = confab_breaker_new ();
  g_autoptr(ConfabBreaker) third = confab_breaker_new ();
  g_autoptr(ConfabChain) chain = confab_chain_new ();
  g_autoptr(GError) error = new_error (CONFAB_PROVIDER_ERROR_OVERLOADED, -1);

  confab_chain_add (chain, "a", NULL, first);
  confab_chain_add (chain, "b", NULL, second);
  confab_chain_add (chain, "c", NULL, third);
  confab_chain_begin (chain, START);

  /* Whose turn has come stays. */
  confab_chain_remove (chain, "a");
  confab_chain_remove (chain, "b");
  confab_chain_remove (chain, "unknown");
  g_assert_true (confab_chain_fail (chain, error, START));
  g_assert_cmpstr (confab_chain_begin (chain, START)->provider_id, ==, "c");
  confab_chain_succeed (chain, START);
  g_assert_cmpuint (confab_chain_get_attempts (chain)->len, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/chain/falls-back", test_falls_back);
  g_test_add_func ("/providers/chain/passes-over-the-resting", test_passes_over_the_resting);
  g_test_add_func ("/providers/chain/insists", test_insists);
  g_test_add_func ("/providers/chain/never-after-output", test_never_after_output);
  g_test_add_func ("/providers/chain/not-for-what-a-person-mends", test_not_for_what_a_person_mends);
  g_test_add_func ("/providers/chain/stopped-trial", test_stopped_trial);
  g_test_add_func ("/providers/chain/passes-over-mistakes-of-others", test_passes_over_mistakes_of_others);
  g_test_add_func ("/providers/chain/removed", test_removed);

  return g_test_run ();
}
