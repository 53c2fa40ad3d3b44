/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-turn-exchange"

#include "config.h"

#include "confab-turn-private.h"

#include "confab-context-private.h"
#include "confab-decoding.h"
#include "confab-demonstration.h"
#include "confab-encoding.h"
#include "confab-exchange.h"
#include "confab-net-error.h"
#include "confab-provider-private.h"
#include "confab-thinking-policy.h"
#include "confab-turn-request.h"

/* One attempt of a turn: the key, the request, the answer with one read in flight, and how it
 * ended. */

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
    self->error_untold = TRUE;
  else
    confab_turn_tell (self, &redacted);
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

static void
finish (ConfabTurn          *self,
        GTask               *task,
        ConfabMessageStatus  status,
        GError              *error)
{
  if (error != NULL)
    confab_credential_redact (self->credential, error);
  g_clear_object (&self->response);
  finish_decoder (self, NULL);

  confab_turn_end_attempt (self, task, status, error);
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
          failure->code == CONFAB_PROVIDER_ERROR_TRUNCATED || confab_message_has_text (self->message)
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
  g_clear_object (&self->response);
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

static void
encoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabTurn *self = g_task_get_source_object (task);
  ConfabWireRequest *wire_request;
  GError *error = NULL;

  wire_request = confab_encoding_chat_finish (result, &error);
  if (wire_request == NULL)
    {
      fail_from (self, task, error);
      return;
    }

  self->sent_at_us = g_get_monotonic_time ();
  confab_exchange_send_async (self->provider, wire_request, CONFAB_EXCHANGE_CALL,
                              confab_context_get_transport (self->context),
                              confab_context_get_credentials (self->context), self->credential, 0,
                              g_task_get_cancellable (task), send_cb, g_object_ref (task));
}

static void
encode (ConfabTurn *self,
        GTask      *task)
{
  ConfabChatRequest request = CONFAB_CHAT_REQUEST_INIT;
  g_autoptr(GPtrArray) messages = NULL;
  GError *error = NULL;

  messages = confab_turn_request_prepare_messages (self->provider, self->model, self->messages, &error);
  if (messages == NULL)
    {
      fail_from (self, task, error);
      return;
    }

  g_free (self->thinking_parameters);
  self->thinking_parameters =
    confab_thinking_policy_dup_parameters (confab_context_get_refusals (self->context), self->provider,
                                           self->model, self->thinking);
  fill_request (self, &request);
  request.messages = messages;
  confab_encoding_chat_async (self->dialect, &request, g_task_get_cancellable (task), encoded_cb,
                              g_object_ref (task));
}

static void
resolve_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
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
    fail (self, task, error);
  else
    encode (self, task);
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

/* confab_turn_exchange_begin:
 * @task: (transfer none): that of the turn
 *
 * Asks the provider and model of the turn. confab_turn_end_attempt() is called when that has ended.
 */
void
confab_turn_exchange_begin (ConfabTurn *self,
                            GTask      *task)
{
  GError *mistake;

  if (confab_provider_get_demonstration (self->provider))
    g_idle_add_full (G_PRIORITY_DEFAULT, answer_idle_cb, g_object_ref (task), g_object_unref);
  else if ((mistake = confab_exchange_check_address (self->provider)) != NULL)
    fail (self, task, mistake);
  else if (self->model == NULL)
    fail (self, task, confab_provider_error_new (CONFAB_PROVIDER_ERROR_NO_MODEL, 0, NULL, -1,
                                                 "no model is chosen"));
  else
    resolve (self, task);
}
