/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-turn"

#include "config.h"

#include "confab-turn-private.h"

#include "confab-context-private.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"

/**
 * ConfabTurn:
 *
 * One question and its reply as it arrives: from the provider that was chosen or, if that is
 * wanted, from another one when that fails before anything of its reply was shown.
 *
 * Finds the key, writes the request, reads the answer with one read in flight, and lets the reply
 * grow. Run once. Main thread only; the caller keeps it, and while it runs it keeps itself.
 */
enum { SIGNAL_EVENT, SIGNAL_ATTEMPT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabTurn, confab_turn, G_TYPE_OBJECT)

/* Few providers say what a reply cost. What is reckoned is told like what they say. */
static void
reckon_cost (ConfabTurn *self)
{
  ConfabUsage usage = *confab_message_get_usage (self->message);
  g_autoptr(ConfabModelInfo) model = NULL;
  ConfabModelPrice price;

  if (usage.cost_usd >= 0 || !confab_usage_is_known (&usage) || self->model == NULL)
    return;

  model = confab_provider_lookup_model (self->provider, self->model);
  confab_model_info_get_price (model, &price);
  usage.cost_usd = confab_cost_estimate (&usage, &price);
  usage.cost_is_estimate = TRUE;
  if (usage.cost_usd >= 0)
    {
      const ConfabEvent event = { .kind = CONFAB_EVENT_USAGE, .usage = &usage };

      confab_reply_apply (self->reply, &event, g_get_monotonic_time ());
      confab_turn_tell (self, &event);
    }
}

static void
use_provider (ConfabTurn     *self,
              ConfabProvider *provider,
              const char     *model)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  const char *dialect = confab_provider_type_get_dialect_for_model (type, model);
  g_autofree char *old_model = g_steal_pointer (&self->model);

  g_set_object (&self->provider, provider);
  self->model = g_strdup (model);
  self->dialect = confab_dialect_lookup (dialect);
  confab_message_set_provider_id (self->message, confab_provider_get_id (provider));
  confab_message_set_provider_name (self->message, confab_provider_get_name (provider));
  confab_message_set_dialect (self->message, dialect);
  confab_message_set_model (self->message, model);
  confab_message_set_requested_model (self->message, model);
}

/* With several who failed, it is the failure of the one that the person had chosen. */
static void
blame_chosen (ConfabTurn           *self,
              ConfabMessageStatus  *status,
              GError              **error)
{
  const ConfabAttempt *first = g_ptr_array_index (confab_attempts_get_list (self->attempts), 0);

  if (first->error == NULL || *error == NULL || *status == CONFAB_MESSAGE_STOPPED ||
      confab_message_get_n_parts (self->message) > 0)
    return;

  use_provider (self, confab_attempts_get_chosen (self->attempts), first->model);
  *status = CONFAB_MESSAGE_FAILED;
  g_error_free (*error);
  *error = g_error_copy (first->error);
}

/* Who was asked is there to be looked at from the moment on that it is more than one. */
static void
tell_attempts (ConfabTurn *self)
{
  GPtrArray *list = confab_attempts_get_list (self->attempts);

  if (list->len < 2)
    return;

  for (; self->n_told < list->len; self->n_told++)
    {
      const ConfabAttempt *attempt = g_ptr_array_index (list, self->n_told);

      if (attempt->outcome == CONFAB_ATTEMPT_RUNNING)
        break;
      g_signal_emit (self, signals[SIGNAL_ATTEMPT], 0, attempt);
    }

  confab_message_set_attempts (self->message, list);
}

static void
conclude (ConfabTurn          *self,
          GTask               *task,
          ConfabMessageStatus  status,
          GError              *error)
{
  g_autoptr(GError) owned = error;
  GPtrArray *list = self->attempts != NULL ? confab_attempts_get_list (self->attempts) : NULL;

  if (list != NULL)
    {
      tell_attempts (self);
      if (list->len > 1)
        blame_chosen (self, &status, &owned);
    }

  if (self->error_untold && owned != NULL)
    confab_turn_tell (self, &(ConfabEvent) { .kind = CONFAB_EVENT_ERROR, .error = owned });
  if (status == CONFAB_MESSAGE_COMPLETE)
    reckon_cost (self);
  confab_reply_finish (self->reply, status, status == CONFAB_MESSAGE_STOPPED ? NULL : owned,
                       g_get_monotonic_time ());

  if (g_error_matches (owned, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND))
    confab_registry_suggest_model (confab_context_get_registry (self->context), self->provider,
                                   self->message);

  if (owned != NULL)
    g_task_return_error (task, g_steal_pointer (&owned));
  else
    g_task_return_boolean (task, TRUE);
}

/* What an attempt that failed left behind is no part of the next one. */
static void
clear_attempt (ConfabTurn *self)
{
  const ConfabUsage unknown = CONFAB_USAGE_INIT;

  g_clear_pointer (&self->reply, confab_reply_free);
  g_clear_pointer (&self->decoder, confab_decoder_free);
  g_clear_pointer (&self->credential, confab_credential_free);
  g_clear_pointer (&self->thinking_parameters, g_free);
  confab_message_set_usage (self->message, &unknown);
  self->decoder_finished = FALSE;
  self->asked_again = FALSE;
  self->latency_ms = -1;
}

/* Asks the next one there is; @status and @error, which is taken, are the end of it if nobody is left. */
static void
begin_attempt (ConfabTurn          *self,
               GTask               *task,
               ConfabMessageStatus  status,
               GError              *error)
{
  const char *model;
  ConfabProvider *provider = confab_attempts_begin (self->attempts, &model);

  if (provider == NULL)
    {
      const ConfabAttempt *chosen = g_ptr_array_index (confab_attempts_get_list (self->attempts), 0);

      /* All of them rest. */
      if (error == NULL)
        error = g_error_copy (chosen->error);
      conclude (self, task, status, error);
      return;
    }

  g_clear_error (&error);
  tell_attempts (self);
  self->error_untold = FALSE;
  if (provider != self->provider)
    {
      clear_attempt (self);
      use_provider (self, provider, model);
      self->reply = confab_reply_new (self->message, self->started_at_us);
      confab_message_changed (self->message);
    }

  confab_turn_exchange_begin (self, task);
}

static void
note_outcome (ConfabTurn          *self,
              ConfabMessageStatus  status,
              const GError        *error)
{
  if (status == CONFAB_MESSAGE_COMPLETE)
    confab_provider_note_success (self->provider, self->latency_ms);
  else if (error != NULL && error->domain == CONFAB_PROVIDER_ERROR)
    confab_provider_note_failure (self->provider, error, FALSE);
}

/* confab_turn_end_attempt:
 * @task: (transfer none): that of the turn
 * @status: how it ended
 * @error: (nullable) (transfer full): why it did not end well
 *
 * The exchange with the provider of the turn has ended. Asks the next one, or ends the turn.
 */
void
confab_turn_end_attempt (ConfabTurn          *self,
                         GTask               *task,
                         ConfabMessageStatus  status,
                         GError              *error)
{
  const gboolean has_output = confab_message_get_n_parts (self->message) > 0;
  ConfabAttemptOutcome outcome = CONFAB_ATTEMPT_FAILED;
  gboolean go_on;

  if (self->attempts == NULL)
    {
      conclude (self, task, status, error);
      return;
    }

  if (status == CONFAB_MESSAGE_COMPLETE)
    outcome = CONFAB_ATTEMPT_ANSWERED;
  else if (status == CONFAB_MESSAGE_STOPPED)
    outcome = CONFAB_ATTEMPT_STOPPED;
  go_on = confab_attempts_end (self->attempts, outcome, outcome == CONFAB_ATTEMPT_FAILED ? error : NULL, has_output);
  note_outcome (self, status, error);

  if (!go_on)
    {
      conclude (self, task, status, error);
    }
  else if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      /* Stopped at the very moment between two: nobody else is asked. */
      g_clear_error (&error);
      conclude (self, task, CONFAB_MESSAGE_STOPPED,
                g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The reply was stopped"));
    }
  else
    {
      begin_attempt (self, task, status, error);
    }
}

/* confab_turn_tell:
 * @event: what the provider said
 *
 * Tells whoever listens.
 */
void
confab_turn_tell (ConfabTurn        *self,
                  const ConfabEvent *event)
{
  g_signal_emit (self, signals[SIGNAL_EVENT], 0, event);
}

static void
confab_turn_dispose (GObject *object)
{
  ConfabTurn *self = CONFAB_TURN (object);

  g_clear_object (&self->response);
  g_clear_pointer (&self->decoder, confab_decoder_free);
  g_clear_pointer (&self->reply, confab_reply_free);
  g_clear_pointer (&self->credential, confab_credential_free);
  g_clear_pointer (&self->attempts, confab_attempts_free);
  g_clear_object (&self->message);
  g_clear_object (&self->provider);
  g_clear_object (&self->context);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->tools, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_turn_parent_class)->dispose (object);
}

static void
confab_turn_finalize (GObject *object)
{
  ConfabTurn *self = CONFAB_TURN (object);

  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->system_prompt, g_free);
  g_clear_pointer (&self->tool_choice, g_free);
  g_clear_pointer (&self->thinking_parameters, g_free);

  G_OBJECT_CLASS (confab_turn_parent_class)->finalize (object);
}

static void
confab_turn_class_init (ConfabTurnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_turn_dispose;
  object_class->finalize = confab_turn_finalize;

  /**
   * ConfabTurn::event:
   * @self: the turn
   * @event: (type gpointer): a `const ConfabEvent *`, lent for the duration of the emission
   *
   * What the provider said, after it was applied to the reply.
   */
  signals[SIGNAL_EVENT] =
    g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * ConfabTurn::attempt:
   * @self: the turn
   * @attempt: (type gpointer): a `const ConfabAttempt *`, lent for the duration of the emission
   *
   * A provider was asked and that has ended, or it was passed over. Not emitted when it was only
   * one.
   */
  signals[SIGNAL_ATTEMPT] =
    g_signal_new ("attempt", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
confab_turn_init (ConfabTurn *self)
{
  self->latency_ms = -1;
}

/**
 * confab_turn_new:
 * @context: the engine
 * @provider: who is asked
 * @model: (nullable): the model, or %NULL for the provider's
 * @system_prompt: (nullable): what the model is told before everything else
 * @messages: (element-type ConfabMessage): the conversation, oldest first; a copy is taken of the
 *   list, not of the messages
 *
 * Returns: (transfer full): a turn that has not begun
 */
ConfabTurn *
confab_turn_new (ConfabContext  *context,
                 ConfabProvider *provider,
                 const char     *model,
                 const char     *system_prompt,
                 GPtrArray      *messages)
{
  ConfabTurn *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (messages != NULL, NULL);

  if (model == NULL || *model == '\0')
    model = confab_provider_get_model (provider);

  self = g_object_new (CONFAB_TYPE_TURN, NULL);
  self->context = g_object_ref (context);
  self->system_prompt = g_strdup (system_prompt);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (self->messages, g_object_ref (g_ptr_array_index (messages, i)));

  self->message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  use_provider (self, provider, model);
  confab_message_set_status (self->message, CONFAB_MESSAGE_WAITING);

  return self;
}

/**
 * confab_turn_run_async:
 * @cancellable: (nullable): stops the reply at once; what came of it stays
 * @callback: called when the reply has ended, well or not
 * @user_data: closure
 *
 * Puts the question. To be called once.
 *
 * How it ended is also in the reply: complete, stopped, interrupted with an error when the
 * connection broke off after some text, or failed with an error. What the outcome says of the
 * provider is noted there.
 */
void
confab_turn_run_async (ConfabTurn          *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_TURN (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (self->reply == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_turn_run_async);

  self->started_at_us = g_get_monotonic_time ();
  self->reply = confab_reply_new (self->message, self->started_at_us);

  if (confab_provider_get_demonstration (self->provider))
    {
      confab_turn_exchange_begin (self, task);
      return;
    }

  self->attempts = confab_attempts_new (self->provider, self->model);
  if (!self->keeps_to_breakers)
    confab_attempts_insist (self->attempts);
  if (self->asks_others)
    confab_attempts_add_others (self->attempts, confab_context_get_registry (self->context), self->messages);
  begin_attempt (self, task, CONFAB_MESSAGE_FAILED, NULL);
}

/**
 * confab_turn_run_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether the reply is complete; otherwise an error of %CONFAB_PROVIDER_ERROR, or
 *   %G_IO_ERROR_CANCELLED when it was stopped
 */
gboolean
confab_turn_run_finish (ConfabTurn    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (CONFAB_IS_TURN (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
