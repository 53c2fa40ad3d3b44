/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-check"

#include "config.h"

#include "confab-check.h"

#include "confab-decoding.h"
#include "confab-dialect.h"
#include "confab-exchange.h"
#include "confab-json.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"
#include "confab-question.h"

/* The most pages of models that are asked for. */
#define MAX_PAGES 20

/* The calls of a check, in their order. Each is skipped where it would prove nothing. */
typedef enum
{
  STEP_VERSION,   /* a local server of Ollama's kind says which it is */
  STEP_KEY,       /* a call that needs the key, where the list of models does not */
  STEP_MODELS,
  STEP_QUESTION,  /* the shortest question, where there is no list of models */
  STEP_IDENTITY,  /* a call that only one kind of local server answers */
  STEP_DONE,
} Step;

typedef struct
{
  ConfabTransport     *transport;   /* owned */
  ConfabCredentials   *credentials; /* owned */
  ConfabCredential    *credential;  /* owned, nullable */
  const ConfabDialect *dialect;
  ConfabHttpResponse  *response;    /* owned, nullable */
  ConfabCheckResult   *result;      /* owned */
  char                *page_token;  /* owned, nullable */
  guint                n_pages;
  guint                limit_ms;
  Step                 step;
  ConfabCheckScope     scope;
  gint64               sent_at_us;
} Check;

static void send_step (GTask *task);

static void
check_free (Check *self)
{
  g_clear_object (&self->transport);
  g_clear_object (&self->credentials);
  g_clear_pointer (&self->credential, confab_credential_free);
  g_clear_object (&self->response);
  g_clear_pointer (&self->result, confab_check_result_free);
  g_free (self->page_token);
  g_free (self);
}

static void
fail (GTask  *task,
      GError *error)
{
  g_autoptr(GError) owned = error;
  g_autoptr(GError) failure = NULL;
  Check *self = g_task_get_task_data (task);

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&owned));
      return;
    }

  failure = confab_exchange_from_failure (g_task_get_source_object (task), owned);
  confab_credential_redact (self->credential, failure);
  g_task_return_error (task, g_steal_pointer (&failure));
}

static void
go_on_with (GTask *task,
            Step   step)
{
  Check *self = g_task_get_task_data (task);

  self->step = step;
  g_clear_object (&self->response);
  send_step (task);
}

static ConfabWireRequest *
new_get (const char *path)
{
  ConfabWireRequest *request = g_new0 (ConfabWireRequest, 1);

  request->method = "GET";
  request->path = g_strdup (path);

  return request;
}

/* Local servers and the ones that serve models to everybody let anyone list them. */
static gboolean
key_needs_call (ConfabProvider *provider,
                Check          *self)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  return confab_credential_has_any (self->credential) && confab_provider_type_get_models_public (type) &&
         !confab_provider_type_get_local (type) &&
         (self->scope != CONFAB_CHECK_FREE || confab_provider_type_get_key_test_path (type) != NULL);
}

static gboolean
list_proves_key (ConfabProvider *provider,
                 Check          *self)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  return confab_credential_has_any (self->credential) && !confab_provider_type_get_models_public (type) &&
         !confab_provider_type_get_local (type);
}

/* Whether a question is to prove what the list of models cannot. */
static gboolean
asks_question (Check *self)
{
  return self->scope != CONFAB_CHECK_MODELS && self->scope != CONFAB_CHECK_FREE && !self->result->key_proved;
}

static void
accept_version (Check  *self,
                GBytes *body)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  g_autoptr(JsonNode) root = confab_json_parse (data, size, NULL);

  self->result->version = g_strdup (confab_json_get_text (confab_json_node_object (root), "version"));
}

static void
models_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) models = NULL;
  Check *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&self->page_token, g_free);
  models = confab_decoding_models_finish (result, &self->page_token, &error);
  if (models == NULL)
    {
      fail (task, error);
      return;
    }

  if (self->result->models == NULL)
    self->result->models = g_ptr_array_new_with_free_func (g_object_unref);
  self->result->listed = TRUE;
  if (list_proves_key (g_task_get_source_object (task), self))
    self->result->key_proved = TRUE;
  for (guint i = 0; i < models->len; i++)
    g_ptr_array_add (self->result->models, g_object_ref (g_ptr_array_index (models, i)));
  self->n_pages++;

  go_on_with (task, self->page_token != NULL && self->n_pages < MAX_PAGES ? STEP_MODELS : STEP_IDENTITY);
}

static void
add_known_model (Check      *self,
                 const char *id)
{
  if (id != NULL)
    g_ptr_array_add (self->result->models, confab_model_info_new (id, NULL));
}

/* Where models are not listed, the catalogue's are shown. */
static void
take_known_models (Check              *self,
                   ConfabProviderType *type)
{
  const char * const *ids = confab_provider_type_get_fallback_models (type);

  if (self->result->models == NULL)
    self->result->models = g_ptr_array_new_with_free_func (g_object_unref);
  add_known_model (self, confab_provider_type_get_default_model (type));
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    add_known_model (self, ids[i]);
}

static void
read_body_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  Check *self = g_task_get_task_data (task);
  GError *error = NULL;

  body = confab_http_response_read_all_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  if (body == NULL)
    {
      fail (task, error);
      return;
    }

  switch (self->step)
    {
    case STEP_VERSION:
      accept_version (self, body);
      go_on_with (task, STEP_KEY);
      break;

    case STEP_MODELS:
      confab_decoding_models_async (self->dialect, body, g_task_get_cancellable (task), models_cb,
                                    g_object_ref (task));
      break;

    case STEP_KEY:
    case STEP_QUESTION:
    case STEP_IDENTITY:
    case STEP_DONE:
    default:
      g_assert_not_reached ();
    }
}

static void
read_error_body_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  ConfabProvider *provider = g_task_get_source_object (task);
  Check *self = g_task_get_task_data (task);
  const guint status = confab_http_response_get_status (self->response);

  body = confab_http_response_read_all_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (task, g_steal_pointer (&error));
      return;
    }

  g_clear_error (&error);
  if (body == NULL)
    body = g_bytes_new_static ("", 0);
  error = confab_exchange_from_status (self->dialect, self->response, body);

  /* What stands in front of a server need not let every call through. */
  if (self->step == STEP_VERSION && (status == 404 || status == 405))
    {
      go_on_with (task, STEP_KEY);
    }
  /* No list, or none for this key: some may be used for questions alone. */
  else if (self->step == STEP_MODELS && self->n_pages == 0 &&
           (status == 404 || status == 405 || status == 501 ||
            (confab_credential_has_any (self->credential) &&
             g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_FORBIDDEN))) &&
           (!asks_question (self) || confab_provider_get_model (provider) != NULL))
    {
      go_on_with (task, asks_question (self) ? STEP_QUESTION : STEP_DONE);
    }
  /* A key that comes as far as being told off for the question is a good one. */
  else if ((self->step == STEP_QUESTION || self->step == STEP_KEY) &&
           (g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_REQUEST) ||
            g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND)))
    {
      self->result->key_proved = TRUE;
      go_on_with (task, self->step == STEP_KEY ? STEP_MODELS : STEP_DONE);
    }
  else
    {
      fail (task, g_steal_pointer (&error));
    }
}

/* Takes @response, or @error. */
static void
take_response (GTask              *task,
               ConfabHttpResponse *response,
               GError             *error)
{
  Check *self = g_task_get_task_data (task);
  guint status;

  self->response = response;
  if (self->response == NULL)
    {
      fail (task, error);
      return;
    }

  if (self->result->latency_ms < 0)
    self->result->latency_ms = (g_get_monotonic_time () - self->sent_at_us) / 1000;

  status = confab_http_response_get_status (self->response);
  if (self->step == STEP_IDENTITY)
    {
      self->result->identified = status >= 200 && status < 300 && confab_exchange_is_answer (self->response);
      go_on_with (task, STEP_DONE);
    }
  else if ((error = confab_exchange_from_redirect (self->response)) != NULL)
    fail (task, error);
  else if (status < 200 || status >= 300)
    confab_http_response_read_all_async (self->response, CONFAB_EXCHANGE_MAX_ERROR_BYTES,
                                         g_task_get_cancellable (task), read_error_body_cb,
                                         g_object_ref (task));
  else if (!confab_exchange_is_answer (self->response))
    fail (task, confab_exchange_not_an_answer (self->response));
  else if (self->step == STEP_KEY)
    {
      self->result->key_proved = TRUE;
      go_on_with (task, STEP_MODELS);
    }
  else if (self->step == STEP_QUESTION)
    go_on_with (task, STEP_DONE);
  else
    confab_http_response_read_all_async (self->response, CONFAB_EXCHANGE_MAX_BODY_BYTES,
                                         g_task_get_cancellable (task), read_body_cb,
                                         g_object_ref (task));
}

static void
exchange_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  ConfabHttpResponse *response = confab_exchange_send_finish (CONFAB_PROVIDER (object), result, &error);

  take_response (task, response, error);
}

static void
transport_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  ConfabHttpResponse *response = confab_transport_send_finish (CONFAB_TRANSPORT (object), result, &error);

  take_response (task, response, error);
}

/* Needed before its definition, for a check goes around until it is done. */
static void
send_step (GTask *task)
{
  ConfabProvider *provider = g_task_get_source_object (task);
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  Check *self = g_task_get_task_data (task);
  g_autoptr(ConfabWireRequest) wire_request = NULL;
  g_autoptr(ConfabHttpRequest) request = NULL;
  GError *error = NULL;

  if (self->step == STEP_VERSION && g_strcmp0 (confab_dialect_get_id (self->dialect), "ollama") != 0)
    self->step = STEP_KEY;
  if (self->step == STEP_KEY && !key_needs_call (provider, self))
    self->step = STEP_MODELS;
  if (self->step == STEP_MODELS && !confab_provider_type_get_models_listed (type))
    {
      take_known_models (self, type);
      self->step = asks_question (self) && confab_provider_get_model (provider) != NULL ? STEP_QUESTION
                                                                                        : STEP_DONE;
    }
  if (self->step == STEP_IDENTITY && (self->scope != CONFAB_CHECK_IDENTITY ||
                                      confab_provider_type_get_identity_path (type) == NULL))
    self->step = STEP_DONE;

  switch (self->step)
    {
    case STEP_VERSION:
      wire_request = new_get ("/api/version");
      break;

    case STEP_KEY:
      if (confab_provider_type_get_key_test_path (type) != NULL)
        wire_request = new_get (confab_provider_type_get_key_test_path (type));
      else if (confab_provider_get_model (provider) != NULL)
        wire_request = confab_question_new (provider, self->dialect, &error);
      else
        wire_request = confab_dialect_encode_list_models (self->dialect, NULL);
      break;

    case STEP_MODELS:
      wire_request = confab_dialect_encode_list_models (self->dialect, self->page_token);
      break;

    case STEP_QUESTION:
      wire_request = confab_question_new (provider, self->dialect, &error);
      break;

    case STEP_IDENTITY:
      request = confab_exchange_new_root_request (provider, confab_provider_type_get_identity_path (type), &error);
      break;

    case STEP_DONE:
    default:
      g_task_return_pointer (task, g_steal_pointer (&self->result),
                             (GDestroyNotify) confab_check_result_free);
      return;
    }

  if (wire_request == NULL && request == NULL)
    {
      fail (task, error != NULL ? error
                                : confab_provider_error_new (CONFAB_PROVIDER_ERROR_OTHER, 0, NULL, -1,
                                                             "the dialect has no list of models"));
      return;
    }

  self->sent_at_us = g_get_monotonic_time ();
  if (wire_request != NULL)
    {
      confab_exchange_send_async (provider, g_steal_pointer (&wire_request),
                                  self->step == STEP_MODELS ? CONFAB_EXCHANGE_MODELS : CONFAB_EXCHANGE_CALL,
                                  self->transport, self->credentials, self->credential, self->limit_ms,
                                  g_task_get_cancellable (task), exchange_cb, g_object_ref (task));
      return;
    }

  if (self->limit_ms > 0)
    confab_http_request_set_timeouts (request, self->limit_ms, self->limit_ms, self->limit_ms);
  confab_transport_send_async (self->transport, request, g_task_get_cancellable (task), transport_cb,
                               g_object_ref (task));
}

static void
resolve_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Check *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->credential = confab_credentials_resolve_finish (CONFAB_CREDENTIALS (object), result, &error);
  if (self->credential == NULL)
    {
      fail (task, error);
      return;
    }
  if ((error = confab_exchange_check_key (g_task_get_source_object (task), self->credential)) != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  send_step (task);
}

/* confab_check_result_free:
 * @self: (transfer full) (nullable): a result
 */
void
confab_check_result_free (ConfabCheckResult *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_free (self->version);
  g_free (self);
}

/* confab_check_run_async:
 * @provider: who is checked
 * @transport: how to get there
 * @credentials: what lets requests in
 * @scope: what to find out
 * @limit_ms: how long to wait for each answer in milliseconds, or 0 for as long as for a reply
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: closure
 *
 * Makes the cheapest calls that prove that the provider can be reached and takes the key. Changes
 * nothing in @provider.
 */
void
confab_check_run_async (ConfabProvider      *provider,
                        ConfabTransport     *transport,
                        ConfabCredentials   *credentials,
                        ConfabCheckScope     scope,
                        guint                limit_ms,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ConfabProviderType *type;
  Check *self;
  GError *error;

  g_return_if_fail (CONFAB_IS_PROVIDER (provider));
  g_return_if_fail (CONFAB_IS_TRANSPORT (transport));
  g_return_if_fail (CONFAB_IS_CREDENTIALS (credentials));

  task = g_task_new (provider, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_check_run_async);

  type = confab_provider_get_provider_type (provider);
  self = g_new0 (Check, 1);
  self->transport = g_object_ref (transport);
  self->credentials = g_object_ref (credentials);
  self->dialect =
    confab_dialect_lookup (confab_provider_type_get_dialect_for_model (type, confab_provider_get_model (provider)));
  self->limit_ms = limit_ms;
  self->scope = scope;
  self->step = scope == CONFAB_CHECK_MODELS ? STEP_MODELS : STEP_VERSION;
  self->result = g_new0 (ConfabCheckResult, 1);
  self->result->latency_ms = -1;
  g_task_set_task_data (task, self, (GDestroyNotify) check_free);

  if ((error = confab_exchange_check_address (provider)) != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  confab_credentials_resolve_async (credentials, type, confab_provider_get_id (provider),
                                    confab_provider_get_record (provider), cancellable,
                                    resolve_cb, g_steal_pointer (&task));
}

/* confab_check_run_finish:
 *
 * Returns: (transfer full): what the provider told, or %NULL with an error of
 *   %CONFAB_PROVIDER_ERROR or %G_IO_ERROR_CANCELLED
 */
ConfabCheckResult *
confab_check_run_finish (ConfabProvider  *provider,
                         GAsyncResult    *result,
                         GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (g_task_is_valid (result, provider), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
