/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-breaker"

#include "config.h"

#include "confab-breaker.h"

#define SAVED_FORMAT "(uuxu)"

/**
 * ConfabBreaker:
 *
 * Keeps requests from a provider that fails, until it can be expected to answer again.
 *
 * A pure state machine: the caller says what happened and what time it is, in microseconds since
 * 1970, for a rest outlives the program. Not thread-safe.
 */
struct _ConfabBreaker
{
  guint               n_failures;     /* in a row, while closed */
  guint               n_rests;        /* in a row, without a success between them */
  gint64              open_until_us;  /* 0 while closed */
  ConfabProviderError reason;         /* what the last failure was */
  gboolean            trial;          /* the one request of the half-open state is under way */
};

/**
 * confab_breaker_new:
 *
 * Returns: (transfer full): a closed breaker
 */
ConfabBreaker *
confab_breaker_new (void)
{
  return g_rc_box_new0 (ConfabBreaker);
}

/**
 * confab_breaker_ref:
 *
 * Returns: (transfer full): the same breaker
 */
ConfabBreaker *
confab_breaker_ref (ConfabBreaker *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

/**
 * confab_breaker_unref:
 *
 * Lets go of the breaker.
 */
void
confab_breaker_unref (ConfabBreaker *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release (self);
}

/**
 * confab_breaker_counts:
 * @error: what a request failed with
 *
 * Whether a failure is the provider's and may pass: then it counts towards a rest, and another
 * provider may do better. What the person has to put right (a key, a model's name, a question that
 * is too long) would only be hidden by asking somebody else.
 *
 * Returns: whether it counts
 */
gboolean
confab_breaker_counts (const GError *error)
{
  if (error == NULL || error->domain != CONFAB_PROVIDER_ERROR)
    return FALSE;

  switch ((ConfabProviderError) error->code)
    {
    case CONFAB_PROVIDER_ERROR_NO_CREDIT:
    case CONFAB_PROVIDER_ERROR_RATE_LIMITED:
    case CONFAB_PROVIDER_ERROR_OVERLOADED:
    case CONFAB_PROVIDER_ERROR_SERVER:
    case CONFAB_PROVIDER_ERROR_NETWORK:
    case CONFAB_PROVIDER_ERROR_TLS:
    case CONFAB_PROVIDER_ERROR_MALFORMED:
    case CONFAB_PROVIDER_ERROR_TRUNCATED:
    case CONFAB_PROVIDER_ERROR_NOT_RUNNING:
      return TRUE;

    case CONFAB_PROVIDER_ERROR_OTHER:
    case CONFAB_PROVIDER_ERROR_BAD_KEY:
    case CONFAB_PROVIDER_ERROR_FORBIDDEN:
    case CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND:
    case CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG:
    case CONFAB_PROVIDER_ERROR_CONTENT_REFUSED:
    case CONFAB_PROVIDER_ERROR_BAD_REQUEST:
    case CONFAB_PROVIDER_ERROR_KEY_MISSING:
    case CONFAB_PROVIDER_ERROR_NO_PROVIDER:
    case CONFAB_PROVIDER_ERROR_NO_MODEL:
    case CONFAB_PROVIDER_ERROR_BAD_ADDRESS:
    default:
      return FALSE;
    }
}

/**
 * confab_breaker_get_state:
 * @now_us: the time, in microseconds since 1970
 *
 * Returns: the state at that time
 */
ConfabBreakerState
confab_breaker_get_state (const ConfabBreaker *self,
                          gint64               now_us)
{
  g_return_val_if_fail (self != NULL, CONFAB_BREAKER_CLOSED);

  if (self->open_until_us == 0)
    return CONFAB_BREAKER_CLOSED;

  /* No rest is that long: the clock was set back. */
  if (self->open_until_us - now_us > CONFAB_BREAKER_LONGEST_WAIT_MS * 1000)
    return CONFAB_BREAKER_HALF_OPEN;

  return now_us < self->open_until_us ? CONFAB_BREAKER_OPEN : CONFAB_BREAKER_HALF_OPEN;
}

/**
 * confab_breaker_get_open_until_us:
 *
 * Returns: when the rest ends or has ended, in microseconds since 1970, or 0 while closed
 */
gint64
confab_breaker_get_open_until_us (const ConfabBreaker *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->open_until_us;
}

/**
 * confab_breaker_get_reason:
 *
 * Returns: what the last failure was; means something only while not closed
 */
ConfabProviderError
confab_breaker_get_reason (const ConfabBreaker *self)
{
  g_return_val_if_fail (self != NULL, CONFAB_PROVIDER_ERROR_OTHER);

  return self->reason;
}

/**
 * confab_breaker_begin:
 * @now_us: the time, in microseconds since 1970
 *
 * Asks for leave to send a request. Whoever gets it says afterwards how the request went, by
 * [method@Breaker.succeed], [method@Breaker.fail] or [method@Breaker.abandon].
 *
 * Returns: whether the request may be sent
 */
gboolean
confab_breaker_begin (ConfabBreaker *self,
                      gint64         now_us)
{
  g_return_val_if_fail (self != NULL, FALSE);

  switch (confab_breaker_get_state (self, now_us))
    {
    case CONFAB_BREAKER_OPEN:
      return FALSE;

    case CONFAB_BREAKER_HALF_OPEN:
      if (self->trial)
        return FALSE;
      self->trial = TRUE;
      return TRUE;

    case CONFAB_BREAKER_CLOSED:
    default:
      return TRUE;
    }
}

/**
 * confab_breaker_succeed:
 *
 * A request was answered: the breaker closes.
 */
void
confab_breaker_succeed (ConfabBreaker *self)
{
  confab_breaker_reset (self);
}

/* A rest that the provider asked for by name is taken at its word; one that has to be guessed
 * grows, so that a provider that is down for hours is not asked twice a minute. */
static gint64
choose_rest_ms (const ConfabBreaker *self,
                gint64               retry_after_ms)
{
  gint64 rest_ms = CONFAB_BREAKER_FIRST_REST_MS;

  if (retry_after_ms > 0)
    return MIN (retry_after_ms, CONFAB_BREAKER_LONGEST_WAIT_MS);

  for (guint i = 0; i < self->n_rests && rest_ms < CONFAB_BREAKER_LONGEST_REST_MS; i++)
    rest_ms *= 2;

  return MIN (rest_ms, CONFAB_BREAKER_LONGEST_REST_MS);
}

/**
 * confab_breaker_fail:
 * @error: what a request failed with
 * @now_us: the time, in microseconds since 1970
 *
 * A request failed. The breaker opens when the provider said when to come back, when failures
 * repeat, and when the trial failed. A failure that does not count (see [func@breaker_counts])
 * shows that the provider is there and answers.
 */
void
confab_breaker_fail (ConfabBreaker *self,
                     const GError  *error,
                     gint64         now_us)
{
  gint64 retry_after_ms;
  gint64 until_us;

  g_return_if_fail (self != NULL);
  g_return_if_fail (error != NULL);

  if (!confab_breaker_counts (error))
    {
      if (error->domain == CONFAB_PROVIDER_ERROR && confab_provider_error_get_http_status (error) != 0)
        confab_breaker_succeed (self);
      else
        confab_breaker_abandon (self);
      return;
    }

  retry_after_ms = confab_provider_error_get_retry_after_ms (error);
  self->reason = error->code;
  self->n_failures++;
  if (retry_after_ms <= 0 && self->open_until_us == 0 && self->n_failures < CONFAB_BREAKER_THRESHOLD)
    return;

  /* One that was sent before the breaker opened must not shorten the rest. */
  until_us = now_us + choose_rest_ms (self, retry_after_ms) * 1000;
  if (confab_breaker_get_state (self, now_us) == CONFAB_BREAKER_OPEN)
    {
      self->open_until_us = retry_after_ms > 0 ? MAX (self->open_until_us, until_us) : self->open_until_us;
      return;
    }

  self->open_until_us = until_us;
  self->n_failures = 0;
  self->n_rests++;
  self->trial = FALSE;
}

/**
 * confab_breaker_abandon:
 *
 * A request ended without telling anything of the provider, by being stopped for example.
 */
void
confab_breaker_abandon (ConfabBreaker *self)
{
  g_return_if_fail (self != NULL);

  self->trial = FALSE;
}

/**
 * confab_breaker_half_open:
 * @now_us: the time, in microseconds since 1970
 *
 * Ends the rest because a person wants to try now: one request may find out whether that was right,
 * and if it was not, the next rest is as long as it would have been.
 */
void
confab_breaker_half_open (ConfabBreaker *self,
                          gint64         now_us)
{
  g_return_if_fail (self != NULL);

  if (confab_breaker_get_state (self, now_us) == CONFAB_BREAKER_OPEN)
    self->open_until_us = now_us;
  self->trial = FALSE;
}

/**
 * confab_breaker_reset:
 *
 * Closes the breaker, as after a success or because what failed is no longer there.
 */
void
confab_breaker_reset (ConfabBreaker *self)
{
  g_return_if_fail (self != NULL);

  *self = (ConfabBreaker) { 0 };
}

/**
 * confab_breaker_save:
 *
 * Returns: (transfer floating) (nullable): what [method@Breaker.restore] needs, or %NULL when there
 *   is nothing worth keeping
 */
GVariant *
confab_breaker_save (const ConfabBreaker *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->open_until_us == 0)
    return NULL;

  return g_variant_new (SAVED_FORMAT, self->n_failures, self->n_rests, self->open_until_us,
                        (guint) self->reason);
}

/**
 * confab_breaker_restore:
 * @saved: what [method@Breaker.save] returned once
 * @now_us: the time, in microseconds since 1970
 *
 * Takes up a rest where it was left. One that has ended, or that a changed clock would make longer
 * than any can be, is forgotten.
 *
 * Returns: whether the breaker is open now
 */
gboolean
confab_breaker_restore (ConfabBreaker *self,
                        GVariant      *saved,
                        gint64         now_us)
{
  guint n_failures, n_rests, reason;
  gint64 open_until_us;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (saved != NULL, FALSE);

  if (!g_variant_is_of_type (saved, G_VARIANT_TYPE (SAVED_FORMAT)))
    return FALSE;

  g_variant_get (saved, SAVED_FORMAT, &n_failures, &n_rests, &open_until_us, &reason);
  if (open_until_us <= now_us || open_until_us - now_us > CONFAB_BREAKER_LONGEST_WAIT_MS * 1000)
    return FALSE;

  *self = (ConfabBreaker) {
    .n_failures = MIN (n_failures, CONFAB_BREAKER_THRESHOLD),
    .n_rests = n_rests,
    .open_until_us = open_until_us,
    .reason = reason,
  };

  return TRUE;
}
