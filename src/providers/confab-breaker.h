/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-error.h"

G_BEGIN_DECLS

/**
 * ConfabBreakerState:
 * @CONFAB_BREAKER_CLOSED: requests pass
 * @CONFAB_BREAKER_OPEN: the provider rests, nothing is asked of it
 * @CONFAB_BREAKER_HALF_OPEN: the rest is over, and one request may find out whether it helped
 */
typedef enum
{
  CONFAB_BREAKER_CLOSED,
  CONFAB_BREAKER_OPEN,
  CONFAB_BREAKER_HALF_OPEN,
} ConfabBreakerState;

/**
 * CONFAB_BREAKER_THRESHOLD:
 *
 * How many failures in a row open a breaker.
 */
#define CONFAB_BREAKER_THRESHOLD 3

/**
 * CONFAB_BREAKER_FIRST_REST_MS:
 *
 * How long the first rest is. Each that follows without a success is twice as long.
 */
#define CONFAB_BREAKER_FIRST_REST_MS (30 * 1000)

/**
 * CONFAB_BREAKER_LONGEST_REST_MS:
 *
 * The longest rest that failures alone bring about.
 */
#define CONFAB_BREAKER_LONGEST_REST_MS (10 * 60 * 1000)

/**
 * CONFAB_BREAKER_LONGEST_WAIT_MS:
 *
 * The longest rest a provider can ask for. Daily limits end within it.
 */
#define CONFAB_BREAKER_LONGEST_WAIT_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

typedef struct _ConfabBreaker ConfabBreaker;

ConfabBreaker       *confab_breaker_new               (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabBreaker       *confab_breaker_ref               (ConfabBreaker        *self);
void                 confab_breaker_unref             (ConfabBreaker        *self);

ConfabBreakerState   confab_breaker_get_state         (const ConfabBreaker  *self,
                                                       gint64                now_us);
gint64               confab_breaker_get_open_until_us (const ConfabBreaker  *self);
ConfabProviderError  confab_breaker_get_reason        (const ConfabBreaker  *self);

gboolean             confab_breaker_begin             (ConfabBreaker        *self,
                                                       gint64                now_us);
void                 confab_breaker_succeed           (ConfabBreaker        *self);
void                 confab_breaker_fail              (ConfabBreaker        *self,
                                                       const GError         *error,
                                                       gint64                now_us);
void                 confab_breaker_abandon           (ConfabBreaker        *self);
void                 confab_breaker_half_open         (ConfabBreaker        *self,
                                                       gint64                now_us);
void                 confab_breaker_reset             (ConfabBreaker        *self);

GVariant            *confab_breaker_save              (const ConfabBreaker  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean             confab_breaker_restore           (ConfabBreaker        *self,
                                                       GVariant             *saved,
                                                       gint64                now_us);

gboolean             confab_breaker_counts            (const GError         *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabBreaker, confab_breaker_unref)

G_END_DECLS
