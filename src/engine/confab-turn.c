/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-turn"

#include "config.h"

#include "confab-turn-private.h"

#include "confab-context-private.h"
#include "confab-credentials.h"
#include "confab-decoding.h"
#include "confab-demonstration.h"
#include "confab-exchange.h"
#include "confab-net-error.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"
#include "confab-thinking-policy.h"
#include "confab-turn-request.h"

/**
 * ConfabTurn:
 *
 * One question and its reply as it arrives: from the provider that was chosen or, if that is
 * wanted, from another one when that fails before anything of its reply was shown.
 *
 * Finds the key, writes the request, reads the answer with one read in flight, and lets the reply
 * grow. Run once. Main thread only; the caller keeps it, and while it runs it keeps itself.
 */
enum { SIGNAL_EVENT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabTurn, confab_turn, G_TYPE_OBJECT)

static gboolean
has_visible_text (ConfabMessage *message)
{
  g_autofree char *text = confab_message_dup_text (message);

  return *text != '\0';
}

static void
event_cb (const ConfabEvent *event,
          gpointer           user_data)
{
  ConfabTurn *self = CONFAB_TURN (user_data);
  g_autoptr(GError) error = NULL;
  ConfabEvent redacted = *event;

  if (event->error != NULL)
    {
      redacted.error = error = g_error_copy (event->error);
      confab_credential_redact (self->credential, error);
    }

  confab_reply_apply (self->reply, &redacted, g_get_monotonic_time ());
  if (event->error != NULL && self->asks_others && confab_message_get_n_parts (self->message) == 0)
    {
      self->error_untold = TRUE;
      return;
    }

  g_signal_emit (self, signals[SIGNAL_EVENT], 0, &redacted);
}

static void
tell_limits (ConfabTurn *self)
{
  ConfabRateLimit limit;

  if (confab_exchange_read_limits (self->response, &limit))
    event_cb (&(ConfabEvent) { .kind = CONFAB_EVENT_RATE_LIMIT, .rate_limit = &limit }, self);
}

/* What the decoder held back to see how it goes on is text that came, however it ends. Half of an
 * event that is long is not looked into here. */
static gboolean
finish_decoder (ConfabTurn  *self,
                GError     **error)
{
  if (self->decoder == NULL || self->decoder_finished)
    return TRUE;

  self->decoder_finished = TRUE;
  confab_decoding_drop_long (self->decoder);
  return confab_decoder_finish (self->decoder, event_cb, self, error);
}

/* Lets go of the connection, which closes it if the answer is not at its end. */
static void
drop_connection (ConfabTurn *self)
{
  g_clear_object (&self->response);
}

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
    event_cb (&(ConfabEvent) { .kind = CONFAB_EVENT_USAGE, .usage = &usage }, self);
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

static void
conclude (ConfabTurn          *self,
          GTask               *task,
          ConfabMessageStatus  status,
          GError              *error)
{
  g_autoptr(GError) owned = error;
  GPtrArray *list = self->attempts != NULL ? confab_attempts_get_list (self->attempts) : NULL;

  if (list != NULL && list->len > 1)
    {
      blame_chosen (self, &status, &owned);
      confab_message_set_attempts (self->message, list);
    }

  if (self->error_untold && owned != NULL)
    g_signal_emit (self, signals[SIGNAL_EVENT], 0, &(ConfabEvent) { .kind = CONFAB_EVENT_ERROR, .error = owned });
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

static void begin_attempt (ConfabTurn          *self,
                           GTask               *task,
                           ConfabMessageStatus  status,
                           GError              *error);

static gboolean
end_attempt (ConfabTurn          *self,
             ConfabMessageStatus  status,
             const GError        *error)
{
  const gboolean has_output = confab_message_get_n_parts (self->message) > 0;
  gboolean go_on;

  if (status == CONFAB_MESSAGE_COMPLETE)
    go_on = confab_attempts_end (self->attempts, CONFAB_ATTEMPT_ANSWERED, NULL, has_output);
  else if (status == CONFAB_MESSAGE_STOPPED)
    go_on = confab_attempts_end (self->attempts, CONFAB_ATTEMPT_STOPPED, NULL, has_output);
  else
    go_on = confab_attempts_end (self->attempts, CONFAB_ATTEMPT_FAILED, error, has_output);

  if (status == CONFAB_MESSAGE_COMPLETE)
    confab_provider_note_success (self->provider, self->latency_ms);
  else if (error != NULL && error->domain == CONFAB_PROVIDER_ERROR)
    confab_provider_note_failure (self->provider, error, FALSE);

  return go_on;
}

static void
finish (ConfabTurn          *self,
        GTask               *task,
        ConfabMessageStatus  status,
        GError              *error)
{
  g_autoptr(GError) owned = error;

  if (owned != NULL)
    confab_credential_redact (self->credential, owned);
  drop_connection (self);
  finish_decoder (self, NULL);

  if (self->attempts != NULL && end_attempt (self, status, owned))
    begin_attempt (self, task, status, g_steal_pointer (&owned));
  else
    conclude (self, task, status, g_steal_pointer (&owned));
}

static void
fail (ConfabTurn *self,
      GTask      *task,
      GError     *error)
{
  finish (self, task, CONFAB_MESSAGE_FAILED, error);
}

/* Sorts out what an operation failed with. Takes @error. */
static void
fail_from (ConfabTurn *self,
           GTask      *task,
           GError     *error)
{
  g_autoptr(GError) owned = error;
  GError *failure;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      finish (self, task, CONFAB_MESSAGE_STOPPED,
              g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The reply was stopped"));
      return;
    }

  if (self->decoder != NULL && g_error_matches (owned, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT))
    failure = confab_provider_error_new (CONFAB_PROVIDER_ERROR_TRUNCATED, 0, NULL, -1,
                                         owned->message);
  else
    failure = confab_exchange_from_failure (self->provider, owned);

  finish_decoder (self, NULL);

  /* What broke off keeps its text, and says so; what never began has failed. */
  finish (self, task,
          failure->code == CONFAB_PROVIDER_ERROR_TRUNCATED || has_visible_text (self->message)
            ? CONFAB_MESSAGE_INTERRUPTED
            : CONFAB_MESSAGE_FAILED,
          failure);
}

/* The decoder has read all that there is. Whether the reply is whole, the dialect's own end marker
 * decides. */
static void
judge_end (ConfabTurn *self,
           GTask      *task)
{
  if (confab_reply_get_error (self->reply) != NULL)
    {
      fail (self, task, g_error_copy (confab_reply_get_error (self->reply)));
    }
  else if (!confab_decoder_get_complete (self->decoder))
    {
      finish (self, task, CONFAB_MESSAGE_INTERRUPTED,
              confab_provider_error_new (CONFAB_PROVIDER_ERROR_TRUNCATED, 0, NULL, -1,
                                         "the answer ended before its end marker"));
    }
  else
    {
      finish (self, task, CONFAB_MESSAGE_COMPLETE, NULL);
    }
}

static void read_on (ConfabTurn *self,
                     GTask      *task);

static void fed_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data);

/* Lets the decoder read on, or the end if @bytes is NULL. */
static void
feed (ConfabTurn *self,
      GTask      *task,
      GBytes     *bytes)
{
  self->decoder_finished = bytes == NULL;
  confab_decoding_feed_async (self->decoder, bytes, event_cb, self, fed_cb, g_object_ref (task));
}

static void
fed_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabTurn *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!confab_decoding_feed_finish (result, &error) ||
      g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    fail_from (self, task, error);
  else if (self->decoder_finished)
    judge_end (self, task);
  else if (confab_reply_get_error (self->reply) != NULL)
    fail (self, task, g_error_copy (confab_reply_get_error (self->reply)));
  else
    read_on (self, task);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  ConfabTurn *self = g_task_get_source_object (task);

  bytes = confab_http_response_read_finish (CONFAB_HTTP_RESPONSE (object), result, &error);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      fail_from (self, task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped"));
      return;
    }

  /* With the end marker seen, how the connection ends is nobody's concern. */
  if (bytes == NULL)
    {
      if (finish_decoder (self, NULL) && confab_decoder_get_complete (self->decoder))
        judge_end (self, task);
      else
        fail_from (self, task, g_steal_pointer (&error));
      return;
    }

  feed (self, task, g_bytes_get_size (bytes) > 0 ? bytes : NULL);
}

static void
read_on (ConfabTurn *self,
         GTask      *task)
{
  confab_reply_flush (self->reply);
  if (confab_decoder_get_done (self->decoder))
    feed (self, task, NULL);
  else
    confab_http_response_read_async (self->response, g_task_get_cancellable (task), read_cb,
                                     g_object_ref (task));
}

static void
begin_reading (ConfabTurn *self,
               GTask      *task)
{
  self->latency_ms = (g_get_monotonic_time () - self->sent_at_us) / 1000;
  self->decoder = confab_decoder_new (self->dialect,
                                      confab_http_response_get_content_type (self->response));
  if (confab_thinking_policy_is_thinker (self->provider, self->model))
    confab_decoder_expect_thinking (self->decoder);
  read_on (self, task);
}

static void resolve (ConfabTurn *self,
                     GTask      *task);

static void
fill_request (ConfabTurn        *self,
              ConfabChatRequest *request)
{
  confab_turn_request_fill (request, self->provider, self->model, confab_context_get_refusals (self->context));
  request->system_prompt = self->system_prompt;
  request->messages = self->messages;
  request->tools = self->tools;
  request->tool_choice = self->tool_choice;
  request->thinking_parameters_json = self->thinking_parameters;
}

/* A model that only refuses how it was asked is asked once more, without what it refused; from then
 * on it is left out at once. */
static gboolean
ask_again (ConfabTurn   *self,
           GTask        *task,
           const GError *error)
{
  ConfabChatRequest request = CONFAB_CHAT_REQUEST_INIT;
  ConfabRefusal refusal;

  if (self->asked_again)
    return FALSE;

  fill_request (self, &request);
  refusal = confab_refusal_read (error, &request);
  if (refusal == CONFAB_REFUSAL_NONE)
    return FALSE;

  g_debug ("%s is asked again: %s", self->model, error->message);
  confab_thinking_policy_note_refusal (confab_context_get_refusals (self->context), self->provider,
                                       self->model, self->thinking, refusal);
  self->asked_again = TRUE;
  drop_connection (self);
  resolve (self, task);

  return TRUE;
}

static void
read_error_body_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  ConfabTurn *self = g_task_get_source_object (task);

  body = confab_http_response_read_all_finish (CONFAB_HTTP_RESPONSE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail_from (self, task, g_steal_pointer (&error));
      return;
    }

  /* The status alone says a lot already. */
  if (body == NULL)
    body = g_bytes_new_static ("", 0);

  g_clear_error (&error);
  error = confab_exchange_from_status (self->dialect, self->response, body);
  if (!ask_again (self, task, error))
    fail (self, task, g_steal_pointer (&error));
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabTurn *self = g_task_get_source_object (task);
  GError *error = NULL;
  guint status;

  self->response = confab_exchange_send_finish (CONFAB_PROVIDER (object), result, &error);
  if (self->response == NULL)
    {
      fail_from (self, task, error);
      return;
    }

  tell_limits (self);

  status = confab_http_response_get_status (self->response);
  if ((error = confab_exchange_from_redirect (self->response)) != NULL)
    fail (self, task, error);
  else if (status < 200 || status >= 300)
    confab_http_response_read_all_async (self->response, CONFAB_EXCHANGE_MAX_ERROR_BYTES,
                                         g_task_get_cancellable (task), read_error_body_cb,
                                         g_object_ref (task));
  else if (!confab_exchange_is_answer (self->response))
    fail (self, task, confab_exchange_not_an_answer (self->response));
  else
    begin_reading (self, task);
}

static ConfabWireRequest *
encode (ConfabTurn  *self,
        GError     **error)
{
  ConfabChatRequest request = CONFAB_CHAT_REQUEST_INIT;
  g_autoptr(GPtrArray) messages = confab_turn_request_prepare_messages (self->provider, self->model, self->messages,
                                                                        error);

  if (messages == NULL)
    return NULL;

  g_free (self->thinking_parameters);
  self->thinking_parameters =
    confab_thinking_policy_dup_parameters (confab_context_get_refusals (self->context), self->provider,
                                           self->model, self->thinking);
  fill_request (self, &request);
  request.messages = messages;

  return confab_dialect_encode_chat (self->dialect, &request, error);
}

static void
resolve_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabWireRequest) wire_request = NULL;
  ConfabTurn *self = g_task_get_source_object (task);
  GError *error = NULL;

  /* The question may be put a second time. */
  g_clear_pointer (&self->credential, confab_credential_free);
  self->credential = confab_credentials_resolve_finish (CONFAB_CREDENTIALS (object), result, &error);
  if (self->credential == NULL)
    {
      fail_from (self, task, error);
      return;
    }
  if ((error = confab_exchange_check_key (self->provider, self->credential)) != NULL)
    {
      fail (self, task, error);
      return;
    }
  if (!(wire_request = encode (self, &error)))
    {
      fail_from (self, task, error);
      return;
    }

  self->sent_at_us = g_get_monotonic_time ();
  confab_exchange_send_async (self->provider, g_steal_pointer (&wire_request), CONFAB_EXCHANGE_CALL,
                              confab_context_get_transport (self->context),
                              confab_context_get_credentials (self->context), self->credential, 0,
                              g_task_get_cancellable (task), send_cb, g_object_ref (task));
}

static void
resolve (ConfabTurn *self,
         GTask      *task)
{
  confab_credentials_resolve_async (confab_context_get_credentials (self->context),
                                    confab_provider_get_provider_type (self->provider),
                                    confab_provider_get_id (self->provider),
                                    confab_provider_get_record (self->provider),
                                    g_task_get_cancellable (task), resolve_cb, g_object_ref (task));
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
  GError *mistake;

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
  self->error_untold = FALSE;
  if (provider != self->provider)
    {
      clear_attempt (self);
      use_provider (self, provider, model);
      self->reply = confab_reply_new (self->message, self->started_at_us);
      confab_message_changed (self->message);
    }

  if ((mistake = confab_exchange_check_address (self->provider)) != NULL)
    fail (self, task, mistake);
  else if (self->model == NULL)
    fail (self, task, confab_provider_error_new (CONFAB_PROVIDER_ERROR_NO_MODEL, 0, NULL, -1,
                                                 "no model is chosen"));
  else
    resolve (self, task);
}

static gboolean
answer_idle_cb (gpointer user_data)
{
  GTask *task = user_data;
  ConfabTurn *self = g_task_get_source_object (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      fail_from (self, task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped"));
      return G_SOURCE_REMOVE;
    }

  self->sent_at_us = g_get_monotonic_time ();
  self->response = confab_demonstration_answer (self->messages);
  begin_reading (self, task);

  return G_SOURCE_REMOVE;
}

static void
confab_turn_dispose (GObject *object)
{
  ConfabTurn *self = CONFAB_TURN (object);

  drop_connection (self);
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
      g_idle_add_full (G_PRIORITY_DEFAULT, answer_idle_cb, g_steal_pointer (&task), g_object_unref);
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
