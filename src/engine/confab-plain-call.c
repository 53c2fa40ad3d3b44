/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-plain-call"

#include "config.h"

#include "confab-plain-call.h"

#include "confab-provider-error.h"
#include "confab-provider-private.h"

/* A request to a provider that is neither a question nor a check: one answer, whole or as a stream,
 * and one error in terms of the provider for everything that is none. */

typedef struct
{
  ConfabWireRequest    *request;      /* owned, nullable once it was sent */
  ConfabTransport      *transport;    /* owned */
  ConfabCredentials    *credentials;  /* owned */
  ConfabCredential     *credential;   /* owned, nullable until found */
  ConfabHttpResponse   *response;     /* owned, nullable until it began */
  const ConfabDialect  *dialect;
  ConfabExchangeTarget  target;
  guint                 limit_ms;
  gboolean              whole;        /* the body is wanted, not the stream */
} Call;

static void
call_free (gpointer data)
{
  Call *self = data;

  g_clear_pointer (&self->request, confab_wire_request_free);
  g_clear_pointer (&self->credential, confab_credential_free);
  g_clear_object (&self->response);
  g_object_unref (self->transport);
  g_object_unref (self->credentials);
  g_free (self);
}

/* Takes @error. */
static void
fail (GTask  *task,
      GError *error)
{
  g_autoptr(GError) owned = error;
  Call *self = g_task_get_task_data (task);
  GError *failure;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&owned));
      return;
    }

  failure = confab_exchange_from_failure (g_task_get_source_object (task), owned);
  confab_credential_redact (self->credential, failure);
  g_task_return_error (task, failure);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  GError *error = NULL;

  body = confab_http_response_read_all_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  if (body != NULL)
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
  else
    fail (task, error);
}

static void
read_error_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  Call *self = g_task_get_task_data (task);

  body = confab_http_response_read_all_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (task, g_steal_pointer (&error));
      return;
    }

  /* Without the words there is still the status. */
  if (body == NULL)
    body = g_bytes_new_static ("", 0);
  fail (task, confab_exchange_from_status (self->dialect, self->response, body));
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *self = g_task_get_task_data (task);
  GError *error = NULL;
  guint status;

  self->response = confab_exchange_send_finish (CONFAB_PROVIDER (object), result, &error);
  if (self->response == NULL)
    {
      fail (task, error);
      return;
    }

  status = confab_http_response_get_status (self->response);
  if ((error = confab_exchange_from_redirect (self->response)) != NULL)
    fail (task, error);
  else if (status < 200 || status >= 300)
    confab_http_response_read_all_async (self->response, CONFAB_EXCHANGE_MAX_ERROR_BYTES,
                                         g_task_get_cancellable (task), read_error_cb, g_object_ref (task));
  else if (!confab_exchange_is_answer (self->response))
    fail (task, confab_exchange_not_an_answer (self->response));
  else if (self->whole)
    confab_http_response_read_all_async (self->response, CONFAB_EXCHANGE_MAX_BODY_BYTES,
                                         g_task_get_cancellable (task), read_cb, g_object_ref (task));
  else
    g_task_return_pointer (task, g_steal_pointer (&self->response), g_object_unref);
}

static void
resolve_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabProvider *provider = g_task_get_source_object (task);
  Call *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->credential = confab_credentials_resolve_finish (CONFAB_CREDENTIALS (object), result, &error);
  if (self->credential == NULL)
    {
      fail (task, error);
      return;
    }
  if ((error = confab_exchange_check_key (provider, self->credential)) != NULL)
    {
      fail (task, error);
      return;
    }

  confab_exchange_send_async (provider, g_steal_pointer (&self->request), self->target, self->transport,
                              self->credentials, self->credential, self->limit_ms,
                              g_task_get_cancellable (task), send_cb, g_object_ref (task));
}

static void
start (GTask                *task,
       ConfabProvider       *provider,
       ConfabWireRequest    *request,
       ConfabExchangeTarget  target,
       ConfabTransport      *transport,
       ConfabCredentials    *credentials,
       guint                 limit_ms,
       gboolean              whole)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  Call *self = g_new0 (Call, 1);
  GError *error;

  self->request = request;
  self->transport = g_object_ref (transport);
  self->credentials = g_object_ref (credentials);
  self->dialect = confab_dialect_lookup (confab_provider_type_get_dialect (type));
  self->target = target;
  self->limit_ms = limit_ms;
  self->whole = whole;
  g_task_set_task_data (task, self, call_free);

  if ((error = confab_exchange_check_address (provider)) != NULL)
    fail (task, error);
  else
    confab_credentials_resolve_async (credentials, type, confab_provider_get_id (provider),
                                      confab_provider_get_record (provider), g_task_get_cancellable (task),
                                      resolve_cb, g_object_ref (task));
}

/* confab_plain_call_open_async:
 * @provider: whom it goes to
 * @request: (transfer full): what is asked
 * @target: which of its addresses it is for, and how long it may take
 * @transport: how to get there
 * @credentials: what lets requests in
 * @limit_ms: how long to wait for each phase in milliseconds, or 0 for as long as usual
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer begins
 * @user_data: closure
 *
 * Asks for something that is answered as a stream.
 */
void
confab_plain_call_open_async (ConfabProvider       *provider,
                              ConfabWireRequest    *request,
                              ConfabExchangeTarget  target,
                              ConfabTransport      *transport,
                              ConfabCredentials    *credentials,
                              guint                 limit_ms,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_plain_call_open_async);
  start (task, provider, request, target, transport, credentials, limit_ms, FALSE);
}

/* confab_plain_call_open_finish:
 *
 * Returns: (transfer full): the answer, whose status is one of success, or %NULL with an error of
 *   %CONFAB_PROVIDER_ERROR or %G_IO_ERROR_CANCELLED
 */
ConfabHttpResponse *
confab_plain_call_open_finish (ConfabProvider  *provider,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, provider), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* confab_plain_call_async:
 *
 * Like confab_plain_call_open_async(), for what is answered at once.
 */
void
confab_plain_call_async (ConfabProvider      *provider,
                         ConfabWireRequest   *request,
                         ConfabTransport     *transport,
                         ConfabCredentials   *credentials,
                         guint                limit_ms,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_plain_call_async);
  start (task, provider, request, CONFAB_EXCHANGE_CALL, transport, credentials, limit_ms, TRUE);
}

/* confab_plain_call_finish:
 *
 * Returns: (transfer full): the body, or %NULL with an error of %CONFAB_PROVIDER_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
GBytes *
confab_plain_call_finish (ConfabProvider  *provider,
                          GAsyncResult    *result,
                          GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, provider), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
