/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-chain.h"

#include <gio/gio.h>

#define SECOND G_TIME_SPAN_SECOND
#define START  (G_GINT64_CONSTANT (1800000000) * SECOND)

#define N_PROVIDERS 5
#define N_REQUESTS  10000

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

/* --- ten thousand questions to five providers, of which one or the other is down now and then --- */

typedef struct
{
  gint64 from_us;
  gint64 until_us;
  gint64 retry_after_ms;  /* what it says while down, or -1 */
  gboolean after_text;    /* it breaks off in the middle of a reply */
} Outage;

typedef struct
{
  ConfabBreaker *breaker;
  Outage         outages[3];
  guint          n_asked;
  guint          n_failed;
  gint64         recovered_after_us;  /* the longest time from the end of an outage until it may be asked */
  gint64         waiting_since_us;    /* the end of an outage after which it was not yet let be asked */
} Simulated;

static const Outage *
find_outage (const Simulated *provider,
             gint64           now_us)
{
  for (gsize i = 0; i < G_N_ELEMENTS (provider->outages); i++)
    if (now_us >= provider->outages[i].from_us && now_us < provider->outages[i].until_us)
      return &provider->outages[i];

  return NULL;
}

static void
set_outage (Simulated *provider,
            guint      index,
            gint64     from_s,
            gint64     length_s,
            gint64     retry_after_ms,
            gboolean   after_text)
{
  provider->outages[index] = (Outage) { START + from_s * SECOND, START + (from_s + length_s) * SECOND,
                                        retry_after_ms, after_text };
}

/* Asks one question, the way a turn does, and checks the rules on the way. */
static gboolean
ask (Simulated *providers,
     gint64    *now_us)
{
  g_autoptr(ConfabChain) chain = confab_chain_new ();
  const ConfabAttempt *attempt;
  gboolean shown = FALSE;

  for (guint i = 0; i < N_PROVIDERS; i++)
    {
      const char id[] = { 'a' + i, '\0' };

      confab_chain_add (chain, id, NULL, providers[i].breaker);
    }

  while ((attempt = confab_chain_begin (chain, *now_us)) != NULL)
    {
      Simulated *provider = &providers[attempt->provider_id[0] - 'a'];
      const Outage *outage = find_outage (provider, *now_us);
      g_autoptr(GError) error = NULL;

      g_assert_false (shown);
      g_assert_cmpint (confab_breaker_get_state (provider->breaker, *now_us), !=, CONFAB_BREAKER_OPEN);
      provider->n_asked++;
      *now_us += SECOND / 10;

      if (outage == NULL)
        {
          confab_chain_note_output (chain);
          confab_chain_succeed (chain, *now_us);
          return TRUE;
        }

      provider->n_failed++;
      provider->waiting_since_us = outage->until_us;
      if (outage->after_text)
        {
          confab_chain_note_output (chain);
          shown = TRUE;
        }
      error = new_error (CONFAB_PROVIDER_ERROR_OVERLOADED, outage->retry_after_ms);
      if (!confab_chain_fail (chain, error, *now_us))
        return FALSE;
    }

  /* Nobody was left, so each of them is told with its reason. */
  g_assert_cmpuint (confab_chain_get_attempts (chain)->len, ==, N_PROVIDERS);
  for (guint i = 0; i < N_PROVIDERS; i++)
    g_assert_nonnull (get_attempt (chain, i)->error);

  return FALSE;
}

static void
note_recovery (Simulated *provider,
               gint64     now_us)
{
  if (provider->waiting_since_us == 0 || now_us < provider->waiting_since_us ||
      confab_breaker_get_state (provider->breaker, now_us) == CONFAB_BREAKER_OPEN)
    return;

  provider->recovered_after_us = MAX (provider->recovered_after_us, now_us - provider->waiting_since_us);
  provider->waiting_since_us = 0;
}

static void
test_simulation (void)
{
  Simulated providers[N_PROVIDERS] = { 0 };
  gint64 now_us = START;
  guint n_answered = 0;
  guint n_failed = 0;

  for (guint i = 0; i < N_PROVIDERS; i++)
    providers[i].breaker = confab_breaker_new ();

  set_outage (&providers[0], 0, 100, 900, -1, FALSE);
  set_outage (&providers[0], 1, 3000, 300, 20000, FALSE);
  set_outage (&providers[0], 2, 6000, 60, -1, TRUE);
  set_outage (&providers[1], 0, 500, 1000, -1, FALSE);
  set_outage (&providers[1], 1, 3100, 2000, 45000, FALSE);
  set_outage (&providers[2], 0, 600, 300, 5000, FALSE);
  set_outage (&providers[3], 0, 600, 200, -1, FALSE);
  set_outage (&providers[4], 0, 650, 100, -1, FALSE);

  for (guint i = 0; i < N_REQUESTS; i++)
    {
      if (ask (providers, &now_us))
        n_answered++;
      else
        n_failed++;
      now_us += SECOND;
      for (guint j = 0; j < N_PROVIDERS; j++)
        note_recovery (&providers[j], now_us);
    }

  g_test_message ("%u answered, %u not", n_answered, n_failed);
  for (guint i = 0; i < N_PROVIDERS; i++)
    g_test_message ("%c: asked %u times, failed %u times, may be asked again after %" G_GINT64_FORMAT " ms at most",
                    (int) ('a' + i), providers[i].n_asked, providers[i].n_failed,
                    providers[i].recovered_after_us / 1000);

  /* All five are down for a hundred seconds, and one breaks off while it answers. */
  g_assert_cmpuint (n_failed, <, 250);
  for (guint i = 0; i < N_PROVIDERS; i++)
    {
      g_assert_cmpuint (providers[i].n_failed, <=, 60);
      g_assert_cmpint (providers[i].recovered_after_us, <=,
                       CONFAB_BREAKER_LONGEST_REST_MS * G_GINT64_CONSTANT (1000) + 2 * SECOND);
      confab_breaker_unref (providers[i].breaker);
    }
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
  g_test_add_func ("/providers/chain/simulation", test_simulation);

  return g_test_run ();
}
