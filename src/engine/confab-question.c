/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-question"

#include "config.h"

#include "confab-question.h"

#include "confab-decoding.h"
#include "confab-exchange.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"

/* The shortest question, which shows whether a provider answers at all. */

/* The smallest reply that every model can give. */
#define SMALLEST_REPLY_TOKENS 16

/* One question under way. */
typedef struct
{
  ConfabCredential    *credential;  /* borrowed */
  const ConfabDialect *dialect;
  ConfabHttpResponse  *response;    /* owned, nullable */
  ConfabDecoder       *decoder;     /* owned, nullable */
  char                *model;       /* owned: who answers */
  GError              *error;       /* owned, nullable: what the provider reported */
  gsize                n_bytes;
  gboolean             answered;    /* something of a reply came */
  gboolean             at_end;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_clear_pointer (&self->decoder, confab_decoder_free);
  g_clear_object (&self->response);
  g_clear_error (&self->error);
  g_free (self->model);
  g_free (self);
}

/* Takes @error. */
static void
fail (GTask  *task,
      GError *error)
{
  g_autoptr(GError) owned = error;
  g_autoptr(GError) failure = NULL;
  Asking *self = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  failure = confab_exchange_from_failure (g_task_get_source_object (task), owned);
  confab_credential_redact (self->credential, failure);
  g_task_return_error (task, g_steal_pointer (&failure));
}

static void
event_cb (const ConfabEvent *event,
          gpointer           user_data)
{
  Asking *self = user_data;

  switch (event->kind)
    {
    case CONFAB_EVENT_START:
      if (event->model != NULL && *event->model != '\0')
        {
          g_free (self->model);
          self->model = g_strdup (event->model);
        }
      break;

    case CONFAB_EVENT_ERROR:
      if (self->error == NULL)
        self->error = g_error_copy (event->error);
      break;

    case CONFAB_EVENT_TEXT:
    case CONFAB_EVENT_THINKING:
    case CONFAB_EVENT_REFUSAL:
    case CONFAB_EVENT_TOOL_CALL:
    case CONFAB_EVENT_STOP:
      self->answered = TRUE;
      break;

    case CONFAB_EVENT_SEALED:
    case CONFAB_EVENT_TOOL_ARGUMENTS:
    case CONFAB_EVENT_TOOL_CALL_END:
    case CONFAB_EVENT_SERVER_TOOL_CALL:
    case CONFAB_EVENT_CITATION:
    case CONFAB_EVENT_OPAQUE:
    case CONFAB_EVENT_USAGE:
    case CONFAB_EVENT_RATE_LIMIT:
    case CONFAB_EVENT_RETRACT:
    default:
      break;
    }
}

static void read_on (GTask *task);

static void
fed_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Asking *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_decoding_feed_finish (result, &error))
    fail (task, error);
  else if (self->error != NULL)
    fail (task, g_steal_pointer (&self->error));
  else if (g_task_return_error_if_cancelled (task))
    return;

  /* The rest is not waited for: it would say nothing more, and may cost something. */
  else if (self->answered || (self->at_end && confab_decoder_get_complete (self->decoder)))
    g_task_return_pointer (task, g_steal_pointer (&self->model), g_free);
  else if (self->at_end)
    fail (task, confab_provider_error_new (CONFAB_PROVIDER_ERROR_TRUNCATED, 0, NULL, -1,
                                           "the answer ended before its end marker"));
  else
    read_on (task);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) bytes = NULL;
  Asking *self = g_task_get_task_data (task);
  GError *error = NULL;

  bytes = confab_http_response_read_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  if (bytes == NULL)
    {
      fail (task, error);
      return;
    }

  self->at_end = g_bytes_get_size (bytes) == 0;
  self->n_bytes += g_bytes_get_size (bytes);
  if (self->n_bytes > CONFAB_EXCHANGE_MAX_BODY_BYTES)
    fail (task, confab_provider_error_new (CONFAB_PROVIDER_ERROR_MALFORMED, 0, NULL, -1,
                                           "the answer has no end and nothing of a reply in it"));
  else
    confab_decoding_feed_async (self->decoder, self->at_end ? NULL : bytes, event_cb, self, fed_cb,
                                g_object_ref (task));
}

/* Needed before its definition, for one piece follows the other. */
static void
read_on (GTask *task)
{
  Asking *self = g_task_get_task_data (task);

  confab_http_response_read_async (self->response, g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
error_body_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  Asking *self = g_task_get_task_data (task);

  /* That its reasons cannot be read does not change that it failed. */
  body = confab_http_response_read_all_finish (CONFAB_HTTP_RESPONSE (object), result, NULL);
  if (body == NULL)
    body = g_bytes_new_static ("", 0);
  fail (task, confab_exchange_from_status (self->dialect, self->response, body));
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Asking *self = g_task_get_task_data (task);
  GError *error = NULL;
  guint status;

  self->response = confab_exchange_send_finish (CONFAB_PROVIDER (object), result, &error);
  if (self->response == NULL || (error = confab_exchange_from_redirect (self->response)) != NULL)
    {
      fail (task, error);
      return;
    }

  status = confab_http_response_get_status (self->response);
  if (status < 200 || status >= 300)
    {
      confab_http_response_read_all_async (self->response, CONFAB_EXCHANGE_MAX_ERROR_BYTES,
                                           g_task_get_cancellable (task), error_body_cb, g_object_ref (task));
    }
  else if (!confab_exchange_is_answer (self->response))
    {
      fail (task, confab_exchange_not_an_answer (self->response));
    }
  else
    {
      self->decoder = confab_decoder_new (self->dialect, confab_http_response_get_content_type (self->response));
      read_on (task);
    }
}

/* confab_question_new:
 * @provider: who is asked; it has a model
 * @dialect: what that model speaks
 * @error: return location
 *
 * Returns: (transfer full): the shortest question, or %NULL when it cannot be written
 */
ConfabWireRequest *
confab_question_new (ConfabProvider       *provider,
                     const ConfabDialect  *dialect,
                     GError              **error)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  const char *model = confab_provider_get_model (provider);
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  ConfabChatRequest request = CONFAB_CHAT_REQUEST_INIT;

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "Hi"));
  request.model = model;
  request.messages = messages;
  request.max_output_tokens = SMALLEST_REPLY_TOKENS;
  request.max_tokens_field = confab_provider_type_get_max_tokens_field (type);
  request.system_role = confab_provider_type_get_system_role_for_model (type, model);
  request.reasoning_replay = confab_provider_type_get_reasoning_replay (type);
  request.send_stream_options = confab_provider_type_get_send_stream_options (type);
  request.extra_body_json = confab_provider_get_extra_body (provider);
  request.platform = confab_provider_type_get_platform (type);

  return confab_dialect_encode_chat (dialect, &request, error);
}

/* confab_question_ask_async:
 * @provider: who is asked; it has a model
 * @transport: how to get there
 * @credentials: what lets requests in
 * @credential: what was found for @provider; the caller keeps it until the end
 * @cancellable: (nullable): a cancellable
 * @callback: called when something of a reply came
 * @user_data: closure
 *
 * Asks the shortest question, and waits until the reply begins.
 */
void
confab_question_ask_async (ConfabProvider      *provider,
                           ConfabTransport     *transport,
                           ConfabCredentials   *credentials,
                           ConfabCredential    *credential,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (provider, cancellable, callback, user_data);
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  const char *model = confab_provider_get_model (provider);
  g_autoptr(ConfabWireRequest) request = NULL;
  Asking *self = g_new0 (Asking, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, confab_question_ask_async);
  self->credential = credential;
  self->dialect = confab_dialect_lookup (confab_provider_type_get_dialect_for_model (type, model));
  self->model = g_strdup (model);
  g_task_set_task_data (task, self, asking_free);

  request = confab_question_new (provider, self->dialect, &error);
  if (request == NULL)
    fail (task, error);
  else
    confab_exchange_send_async (provider, g_steal_pointer (&request), CONFAB_EXCHANGE_CALL, transport, credentials,
                                credential, 0, cancellable, sent_cb, g_object_ref (task));
}

/* confab_question_ask_finish:
 *
 * Returns: (transfer full): the model that answers, or %NULL with an error of %CONFAB_PROVIDER_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
char *
confab_question_ask_finish (ConfabProvider  *provider,
                            GAsyncResult    *result,
                            GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, provider), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
