/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-rate-limit"

#include "config.h"

#include "confab-rate-limit.h"

G_DEFINE_ENUM_TYPE (ConfabRateLimitScope, confab_rate_limit_scope,
  G_DEFINE_ENUM_VALUE (CONFAB_RATE_LIMIT_REQUESTS, "requests"),
  G_DEFINE_ENUM_VALUE (CONFAB_RATE_LIMIT_TOKENS, "tokens"),
  G_DEFINE_ENUM_VALUE (CONFAB_RATE_LIMIT_INPUT_TOKENS, "input-tokens"),
  G_DEFINE_ENUM_VALUE (CONFAB_RATE_LIMIT_OUTPUT_TOKENS, "output-tokens"))

/**
 * confab_rate_limit_init:
 * @limit: (out caller-allocates): the limits to set
 *
 * Sets everything to unknown.
 */
void
confab_rate_limit_init (ConfabRateLimit *limit)
{
  g_return_if_fail (limit != NULL);

  for (guint i = 0; i < CONFAB_RATE_LIMIT_N_SCOPES; i++)
    limit->scopes[i] = (ConfabAllowance) { -1, -1, -1 };
  limit->retry_after_ms = -1;
}

/**
 * confab_rate_limit_is_known:
 * @limit: limits
 *
 * Returns: whether the provider said anything of them
 */
gboolean
confab_rate_limit_is_known (const ConfabRateLimit *limit)
{
  g_return_val_if_fail (limit != NULL, FALSE);

  for (guint i = 0; i < CONFAB_RATE_LIMIT_N_SCOPES; i++)
    if (limit->scopes[i].limit >= 0 || limit->scopes[i].remaining >= 0 || limit->scopes[i].reset_at_us >= 0)
      return TRUE;

  return limit->retry_after_ms >= 0;
}

/**
 * confab_rate_limit_get_wait_ms:
 * @limit: limits
 * @now_us: the present, in microseconds since 1970 UTC
 *
 * What the provider asks for outright counts; otherwise whatever is used up has to come back.
 *
 * Returns: how long to wait before the next question in milliseconds, or -1 if nothing tells
 */
gint64
confab_rate_limit_get_wait_ms (const ConfabRateLimit *limit,
                               gint64                 now_us)
{
  gint64 wait_ms = -1;

  g_return_val_if_fail (limit != NULL, -1);

  if (limit->retry_after_ms >= 0)
    return limit->retry_after_ms;

  for (guint i = 0; i < CONFAB_RATE_LIMIT_N_SCOPES; i++)
    if (limit->scopes[i].remaining == 0 && limit->scopes[i].reset_at_us >= 0)
      wait_ms = MAX (wait_ms, (MAX (limit->scopes[i].reset_at_us - now_us, 0) + 999) / 1000);

  return wait_ms;
}
