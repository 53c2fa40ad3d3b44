/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most that is kept; the oldest is forgotten first. */
#define CONFAB_MAX_RESTS 256

/**
 * ConfabRest:
 * @provider_id: whose rest
 * @address: a digest of the address that it is about
 * @changed_us: when it began or ended, in microseconds since 1970 UTC
 * @until_us: after this time it means nothing any more
 * @state: (nullable): of the breaker; %NULL when the rest ended before its time
 *
 * A provider that has a rest, or one whose rest ended before its time.
 */
typedef struct
{
  char     *provider_id;  /* owned */
  char     *address;      /* owned */
  gint64    changed_us;
  gint64    until_us;
  GVariant *state;        /* owned, nullable */
} ConfabRest;

GPtrArray        *confab_rest_list_new          (void) G_GNUC_WARN_UNUSED_RESULT;
const ConfabRest *confab_rest_list_find         (GPtrArray  *list,
                                                 const char *provider_id,
                                                 const char *address);
void              confab_rest_list_set          (GPtrArray  *list,
                                                 const char *provider_id,
                                                 const char *address,
                                                 gint64      changed_us,
                                                 gint64      until_us,
                                                 GVariant   *state);
void              confab_rest_list_drop_expired (GPtrArray  *list,
                                                 gint64      now_us);
gboolean          confab_rest_list_merge        (GPtrArray  *list,
                                                 const char *text,
                                                 gint64      now_us);
char             *confab_rest_list_to_text      (GPtrArray  *list) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
