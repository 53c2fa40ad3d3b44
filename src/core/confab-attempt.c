/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attempt"

#include "config.h"

#include "confab-attempt.h"

G_DEFINE_ENUM_TYPE (ConfabAttemptOutcome, confab_attempt_outcome,
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_RUNNING, "running"),
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_SKIPPED, "skipped"),
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_ANSWERED, "answered"),
  G_DEFINE_ENUM_VALUE (CONFAB_ATTEMPT_STOPPED, "stopped"))

/**
 * confab_attempt_new:
 * @provider_id: who is asked
 * @model: (nullable): for which model
 *
 * Returns: (transfer full): an attempt that is running
 */
ConfabAttempt *
confab_attempt_new (const char *provider_id,
                    const char *model)
{
  ConfabAttempt *self;

  g_return_val_if_fail (provider_id != NULL, NULL);

  self = g_new0 (ConfabAttempt, 1);
  self->provider_id = g_strdup (provider_id);
  self->model = g_strdup (model);

  return self;
}

/**
 * confab_attempt_free:
 * @self: (nullable): the attempt
 *
 * Frees it.
 */
void
confab_attempt_free (ConfabAttempt *self)
{
  if (self == NULL)
    return;

  g_free (self->provider_id);
  g_free (self->model);
  g_clear_error (&self->error);
  g_free (self);
}
