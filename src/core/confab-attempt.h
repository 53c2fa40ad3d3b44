/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabAttemptOutcome:
 * @CONFAB_ATTEMPT_RUNNING: not decided yet
 * @CONFAB_ATTEMPT_SKIPPED: nothing was sent, because the provider rests after failures
 * @CONFAB_ATTEMPT_FAILED: it was asked and failed
 * @CONFAB_ATTEMPT_ANSWERED: it answered
 * @CONFAB_ATTEMPT_STOPPED: the person stopped it
 *
 * What became of one attempt to get a reply. The nicks are written to disk: append only.
 */
typedef enum
{
  CONFAB_ATTEMPT_RUNNING = 0,
  CONFAB_ATTEMPT_SKIPPED = 1,
  CONFAB_ATTEMPT_FAILED = 2,
  CONFAB_ATTEMPT_ANSWERED = 3,
  CONFAB_ATTEMPT_STOPPED = 4,
} ConfabAttemptOutcome;

#define CONFAB_TYPE_ATTEMPT_OUTCOME (confab_attempt_outcome_get_type ())
GType confab_attempt_outcome_get_type (void) G_GNUC_CONST;

/**
 * ConfabAttempt:
 * @provider_id: who was or would have been asked
 * @provider_name: (nullable): as it was called at the time
 * @model: (nullable): for which model
 * @outcome: what became of it
 * @error: (nullable): of %CONFAB_PROVIDER_ERROR: what it failed with; for a skipped one what its
 *   provider failed with before
 * @started_at_us: when it began, in microseconds since 1970
 * @ended_at_us: when it ended, or 0
 * @open_until_us: when the provider may be asked again, in microseconds since 1970, or 0
 *
 * One provider of a chain, and how it did.
 */
typedef struct
{
  char                 *provider_id;    /* owned */
  char                 *provider_name;  /* owned, nullable */
  char                 *model;          /* owned, nullable */
  ConfabAttemptOutcome  outcome;
  GError               *error;          /* owned, nullable */
  gint64                started_at_us;
  gint64                ended_at_us;
  gint64                open_until_us;
} ConfabAttempt;

ConfabAttempt *confab_attempt_new  (const char    *provider_id,
                                    const char    *model) G_GNUC_WARN_UNUSED_RESULT;
void           confab_attempt_free (ConfabAttempt *self);

char          *confab_attempt_list_to_text   (GPtrArray   *attempts) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *confab_attempt_list_from_text (const char  *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAttempt, confab_attempt_free)

G_END_DECLS
