/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-changes"

#include "config.h"

#include "confab-provider-error.h"
#include "confab-provider-private.h"

/* How the registry tells a provider what it is and how it fared. What nobody would see is not
 * notified. */

/* confab_provider_take_string:
 * @field: a field of the provider
 * @value: (nullable): what it is now
 * @prop: what it is told as
 *
 * Sets a field, and tells of it if it is another than before.
 */
void
confab_provider_take_string (ConfabProvider      *self,
                             char               **field,
                             const char          *value,
                             ConfabProviderProp   prop)
{
  g_autofree char *old = NULL;

  if (g_strcmp0 (*field, value) == 0)
    return;

  old = *field;
  *field = g_strdup (value);
  confab_provider_notify (self, prop);
}

/* confab_provider_facts_changed:
 *
 * Tells of whatever the facts now say differently.
 */
void
confab_provider_facts_changed (ConfabProvider *self)
{
  const ConfabProviderState state = confab_provider_facts_get_state (&self->facts);
  const gboolean usable = confab_provider_facts_get_usable (&self->facts);
  const gboolean configured = confab_provider_is_configured (self);
  const gboolean in_use = confab_provider_get_in_use (self);
  const GError *error = NULL;

  if (state == CONFAB_PROVIDER_STATE_BAD_ADDRESS && self->base_url_error != NULL)
    error = self->base_url_error;
  else if (state == CONFAB_PROVIDER_STATE_KEY_MISSING && self->key_error != NULL)
    error = self->key_error;
  else if (state == self->facts.outcome || state == CONFAB_PROVIDER_STATE_RESTING)
    error = self->outcome_error;

  if (g_strcmp0 (error != NULL ? error->message : NULL,
                 self->error != NULL ? self->error->message : NULL) != 0 ||
      (error != NULL && !g_error_matches (error, self->error->domain, self->error->code)))
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_ERROR);
    }

  if (self->told_state != state)
    {
      self->told_state = state;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_STATE);
    }
  if (self->told_configured != configured)
    {
      self->told_configured = configured;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_CONFIGURED);
    }
  if (self->told_in_use != in_use)
    {
      self->told_in_use = in_use;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_IN_USE);
    }
  if (self->told_usable != usable)
    {
      self->told_usable = usable;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_USABLE);
    }
}

static void
set_retry_at (ConfabProvider *self,
              gint64          retry_at_us)
{
  if (self->retry_at_us == retry_at_us)
    return;

  self->retry_at_us = retry_at_us;
  confab_provider_notify (self, CONFAB_PROVIDER_PROP_RETRY_AT_US);
}

static void
set_latency (ConfabProvider *self,
             gint64          latency_ms)
{
  if (self->latency_ms == latency_ms)
    return;

  self->latency_ms = latency_ms;
  confab_provider_notify (self, CONFAB_PROVIDER_PROP_LATENCY_MS);
}

static gboolean
on_retry_timeout_cb (gpointer user_data)
{
  ConfabProvider *self = CONFAB_PROVIDER (user_data);
  const ConfabProviderState state = confab_provider_facts_get_state (&self->facts);

  /* What only a person can mend is not over because the rest is. */
  self->retry_source = 0;
  if (state == CONFAB_PROVIDER_STATE_RATE_LIMITED || state == CONFAB_PROVIDER_STATE_RESTING)
    {
      g_clear_error (&self->outcome_error);
      self->facts.outcome = CONFAB_PROVIDER_STATE_UNKNOWN;
    }
  set_retry_at (self, 0);
  confab_provider_update_rest (self);

  return G_SOURCE_REMOVE;
}

/* confab_provider_get_breaker:
 *
 * Returns: (transfer none): what keeps requests from it while it fails; whoever changes it calls
 *   confab_provider_update_rest() then
 */
ConfabBreaker *
confab_provider_get_breaker (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->breaker;
}

/* confab_provider_update_rest:
 *
 * Tells what the breaker says now.
 */
void
confab_provider_update_rest (ConfabProvider *self)
{
  const gint64 now_us = g_get_real_time ();
  const gboolean rested = self->facts.resting;
  gint64 until_us = 0;

  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  self->facts.resting = confab_breaker_get_state (self->breaker, now_us) == CONFAB_BREAKER_OPEN;
  if (self->facts.resting)
    {
      until_us = confab_breaker_get_open_until_us (self->breaker);
      if (self->facts.outcome == CONFAB_PROVIDER_STATE_UNKNOWN &&
          confab_breaker_get_reason (self->breaker) == CONFAB_PROVIDER_ERROR_RATE_LIMITED)
        self->facts.outcome = CONFAB_PROVIDER_STATE_RATE_LIMITED;
      set_retry_at (self, until_us);
      g_clear_handle_id (&self->retry_source, g_source_remove);
      self->retry_source = g_timeout_add (MIN ((until_us - now_us) / 1000 + 1, G_MAXUINT), on_retry_timeout_cb, self);
    }
  else if (rested)
    {
      g_clear_handle_id (&self->retry_source, g_source_remove);
      if (self->facts.outcome == CONFAB_PROVIDER_STATE_RATE_LIMITED)
        self->facts.outcome = CONFAB_PROVIDER_STATE_UNKNOWN;
      set_retry_at (self, 0);
    }

  confab_provider_facts_changed (self);
  if (self->told_rest_us != until_us)
    {
      self->told_rest_us = until_us;
      g_signal_emit_by_name (self, "rest-changed");
    }
}

static void
forget_outcome (ConfabProvider *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_error (&self->outcome_error);
  self->facts.outcome = CONFAB_PROVIDER_STATE_UNKNOWN;
  set_retry_at (self, 0);
  confab_provider_update_rest (self);
}

/**
 * confab_provider_try_now:
 *
 * A person wants it to be asked again although it rests: the next question is the trial.
 */
void
confab_provider_try_now (ConfabProvider *self)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  confab_breaker_half_open (self->breaker, g_get_real_time ());
  forget_outcome (self);
}

/* confab_provider_set_found:
 * @found: (nullable): parts of the address that lay beside the key
 *
 * Keeps them for the settings, which have to be resolved anew when they are others.
 *
 * Returns: whether they are
 */
gboolean
confab_provider_set_found (ConfabProvider           *self,
                           const ConfabAddressParts *found)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  if (confab_address_parts_equal (self->found, found))
    return FALSE;

  g_clear_pointer (&self->found, confab_address_parts_free);
  self->found = confab_address_parts_copy (found);

  return TRUE;
}

/* confab_provider_set_settings:
 * @record: (nullable): what the person wrote down of it
 * @settings: what applies
 */
void
confab_provider_set_settings (ConfabProvider               *self,
                              ConfabProviderRecord         *record,
                              const ConfabProviderSettings *settings)
{
  gboolean other_options;

  g_return_if_fail (CONFAB_IS_PROVIDER (self));
  g_return_if_fail (settings != NULL);

  other_options = confab_provider_take_options (self, record, settings);
  g_set_object (&self->record, record);
  if (g_set_object (&self->type, settings->type))
    confab_provider_notify (self, CONFAB_PROVIDER_PROP_PROVIDER_TYPE);

  confab_provider_take_string (self, &self->name, settings->name, CONFAB_PROVIDER_PROP_NAME);

  /* What was learnt was learnt of another address. */
  if (g_strcmp0 (self->base_url, settings->base_url) != 0)
    {
      self->facts.running = FALSE;
      self->facts.outcome = CONFAB_PROVIDER_STATE_UNKNOWN;
      g_clear_error (&self->outcome_error);
      g_clear_handle_id (&self->retry_source, g_source_remove);
      confab_breaker_reset (self->breaker);
      self->told_rest_us = 0;
      self->facts.resting = FALSE;
      set_retry_at (self, 0);
      confab_provider_reset_models (self);
    }
  confab_provider_take_string (self, &self->base_url, settings->base_url, CONFAB_PROVIDER_PROP_BASE_URL);
  g_free (self->models_url);
  self->models_url = g_strdup (settings->models_url);
  g_free (self->region);
  self->region = g_strdup (settings->region);
  if (self->base_url_is_own != settings->base_url_is_own)
    {
      self->base_url_is_own = settings->base_url_is_own;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_BASE_URL_IS_OWN);
    }
  if (self->reach != settings->reach)
    {
      self->reach = settings->reach;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_PRIVATE_MEANT);
    }
  g_clear_error (&self->base_url_error);
  if (settings->base_url_error != NULL)
    self->base_url_error = g_error_copy (settings->base_url_error);
  self->facts.address_valid = settings->base_url_error == NULL && settings->base_url != NULL;
  self->facts.address_incomplete = g_error_matches (settings->base_url_error, CONFAB_PROVIDER_POLICY_ERROR,
                                                    CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE);

  g_free (self->chosen_model);
  self->chosen_model = g_strdup (settings->model);
  confab_provider_update_model (self);

  if (self->facts.enabled != settings->enabled)
    {
      self->facts.enabled = settings->enabled;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_ENABLED);
    }

  /* What was refused may have been refused for an option. */
  if (other_options)
    {
      confab_provider_forget_outcome (self);
      confab_provider_tell_options (self);
    }

  confab_provider_facts_changed (self);
}

/* confab_provider_set_checking:
 * @checking: whether a check is under way
 */
void
confab_provider_set_checking (ConfabProvider *self,
                              gboolean        checking)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  self->facts.checking = checking;
  confab_provider_facts_changed (self);
}

/* confab_provider_forget_outcome:
 *
 * What was learnt no longer counts: the key is another.
 */
void
confab_provider_forget_outcome (ConfabProvider *self)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  confab_breaker_reset (self->breaker);
  forget_outcome (self);
}

static gboolean
was_out_of_reach (ConfabProvider *self)
{
  switch (confab_breaker_get_reason (self->breaker))
    {
    case CONFAB_PROVIDER_ERROR_NETWORK:
    case CONFAB_PROVIDER_ERROR_TLS:
    case CONFAB_PROVIDER_ERROR_NOT_RUNNING:
      return TRUE;

    default:
      return FALSE;
    }
}

/* confab_provider_note_success:
 * @latency_ms: how long the answer took to begin, or -1
 *
 * It answered as it should.
 */
void
confab_provider_note_success (ConfabProvider *self,
                              gint64          latency_ms)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_error (&self->outcome_error);
  self->facts.outcome = CONFAB_PROVIDER_STATE_READY;
  self->facts.running = TRUE;
  if (was_out_of_reach (self))
    confab_breaker_reset (self->breaker);
  set_retry_at (self, 0);
  if (latency_ms >= 0)
    set_latency (self, latency_ms);
  confab_provider_update_rest (self);
}

/* confab_provider_note_failure:
 * @error: of %CONFAB_PROVIDER_ERROR
 * @by_check: whether a check failed rather than a question
 *
 * It did not answer as it should. Failures that are about the question alone change nothing.
 */
void
confab_provider_note_failure (ConfabProvider *self,
                              const GError   *error,
                              gboolean        by_check)
{
  ConfabProviderState state;
  gint64 retry_after_ms;

  g_return_if_fail (CONFAB_IS_PROVIDER (self));
  g_return_if_fail (error != NULL);

  if (!confab_provider_state_from_failure (error, self->facts.local, by_check, &state))
    return;

  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_error (&self->outcome_error);
  self->outcome_error = g_error_copy (error);
  self->facts.outcome = state;

  /* Whoever refuses a key or asks to wait is there. */
  self->facts.running = state != CONFAB_PROVIDER_STATE_NOT_RUNNING &&
                        state != CONFAB_PROVIDER_STATE_UNREACHABLE;

  retry_after_ms = confab_provider_error_get_retry_after_ms (error);
  if (state == CONFAB_PROVIDER_STATE_RATE_LIMITED && retry_after_ms > 0)
    {
      set_retry_at (self, g_get_real_time () + retry_after_ms * 1000);
      self->retry_source = g_timeout_add (MIN (retry_after_ms, G_MAXUINT), on_retry_timeout_cb, self);
    }
  else
    {
      set_retry_at (self, 0);
    }

  confab_provider_update_rest (self);
}

/* confab_provider_set_version:
 * @version: (nullable): the version of a local server
 */
void
confab_provider_set_version (ConfabProvider *self,
                             const char     *version)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  confab_provider_take_string (self, &self->version, version, CONFAB_PROVIDER_PROP_VERSION);
}
