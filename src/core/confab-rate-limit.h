/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabRateLimitScope:
 *
 * What a provider counts. The nicks appear in `confab ask --json`: append only.
 */
typedef enum
{
  CONFAB_RATE_LIMIT_REQUESTS = 0,
  CONFAB_RATE_LIMIT_TOKENS = 1,
  CONFAB_RATE_LIMIT_INPUT_TOKENS = 2,
  CONFAB_RATE_LIMIT_OUTPUT_TOKENS = 3,
} ConfabRateLimitScope;

#define CONFAB_RATE_LIMIT_N_SCOPES 4

#define CONFAB_TYPE_RATE_LIMIT_SCOPE (confab_rate_limit_scope_get_type ())
GType confab_rate_limit_scope_get_type (void) G_GNUC_CONST;

/**
 * ConfabAllowance:
 * @limit: how many there are, or -1
 * @remaining: how many are left, or -1
 * @reset_at_us: when there are @limit again, in microseconds since 1970 UTC, or -1
 *
 * What may still be used of one thing that a provider counts.
 */
typedef struct
{
  gint64 limit;
  gint64 remaining;
  gint64 reset_at_us;
} ConfabAllowance;

/**
 * ConfabRateLimit:
 * @scopes: what is left of each thing that is counted; where a provider counts over several spans
 *   of time, the one that is nearest to its end
 * @retry_after_ms: how long the provider asks to wait, in milliseconds, or -1
 *
 * What a provider says of its limits with an answer, whether good or not.
 */
typedef struct
{
  ConfabAllowance scopes[CONFAB_RATE_LIMIT_N_SCOPES];
  gint64          retry_after_ms;
} ConfabRateLimit;

void     confab_rate_limit_init        (ConfabRateLimit       *limit);
gboolean confab_rate_limit_is_known    (const ConfabRateLimit *limit);
gint64   confab_rate_limit_get_wait_ms (const ConfabRateLimit *limit,
                                        gint64                 now_us);

G_END_DECLS
