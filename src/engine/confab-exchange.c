/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-exchange"

#include "config.h"

#include "confab-exchange.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "confab-base-url.h"
#include "confab-credential-error.h"
#include "confab-media-error.h"
#include "confab-net-error.h"
#include "confab-provider-connection.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"
#include "confab-rate-limit-headers.h"
#include "confab-wire-error.h"

/* What a turn and a check have in common: how a request gets to a provider, and what the ways in
 * which an answer can be none mean. */

/* A request under way. */
typedef struct
{
  ConfabWireRequest    *wire_request;  /* owned */
  ConfabExchangeTarget  target;
  ConfabTransport      *transport;     /* owned */
  ConfabCredentials    *credentials;   /* owned */
  ConfabCredential     *credential;    /* borrowed */
  ConfabHttpRequest    *request;       /* owned */
  guint                 limit_ms;
  gboolean              tried_again;
} Sending;

static void start_sending (GTask *task);

static void
sending_free (gpointer data)
{
  Sending *self = data;

  confab_wire_request_free (self->wire_request);
  g_object_unref (self->transport);
  g_object_unref (self->credentials);
  g_clear_pointer (&self->request, confab_http_request_unref);
  g_free (self);
}

static guint
get_timeout_ms (ConfabProviderRecord *record,
                const char           *name,
                guint                 fallback_ms)
{
  return record != NULL ? confab_provider_record_get_timeout_ms (record, name, fallback_ms) : fallback_ms;
}

static void
set_timeouts (ConfabHttpRequest    *request,
              ConfabProviderRecord *record,
              ConfabExchangeTarget  target)
{
  confab_http_request_set_timeouts (
    request,
    get_timeout_ms (record, "connect", CONFAB_HTTP_REQUEST_CONNECT_MS),
    get_timeout_ms (record, "first_byte", CONFAB_HTTP_REQUEST_FIRST_BYTE_MS),
    target == CONFAB_EXCHANGE_WORK ? CONFAB_EXCHANGE_WORK_MS
                                   : get_timeout_ms (record, "idle", CONFAB_HTTP_REQUEST_IDLE_MS));
}

/* Sets a header of @headers, which has names and values in turn, in place of one of that name. */
static void
put_headers (GPtrArray          *headers,
             const char * const *added)
{
  for (guint i = 0; added != NULL && added[i] != NULL && added[i + 1] != NULL; i += 2)
    {
      guint j = 0;

      while (j < headers->len && g_ascii_strcasecmp (g_ptr_array_index (headers, j), added[i]) != 0)
        j += 2;
      if (j < headers->len)
        g_ptr_array_remove_range (headers, j, 2);
      g_ptr_array_add (headers, (gpointer) added[i]);
      g_ptr_array_add (headers, (gpointer) added[i + 1]);
    }
}

/* What the person set goes before what the dialect says, and that before the catalogue. Credentials
 * take the place of all of them later. */
static void
add_headers (ConfabHttpRequest *request,
             ConfabProvider    *provider,
             char             **wire_headers)
{
  g_autoptr(GPtrArray) headers = g_ptr_array_new ();

  put_headers (headers, confab_provider_type_get_extra_headers (confab_provider_get_provider_type (provider)));
  put_headers (headers, (const char * const *) wire_headers);
  put_headers (headers, confab_provider_get_headers (provider));
  for (guint i = 0; i < headers->len; i += 2)
    confab_http_request_add_header (request, g_ptr_array_index (headers, i), g_ptr_array_index (headers, i + 1));
}

/* Whatever of the record goes for every request to the provider, wherever it is made. */
static ConfabHttpRequest *
new_plain_request (ConfabProvider        *provider,
                   const char            *method,
                   const char            *uri,
                   ConfabExchangeTarget   target,
                   GError               **error)
{
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new (method, uri);

  set_timeouts (request, confab_provider_get_record (provider), target);
  confab_http_request_set_reach (request, provider->reach);

  return confab_provider_connection_apply (provider, request, uri, error) ? g_steal_pointer (&request) : NULL;
}

static ConfabHttpRequest *
new_request (ConfabProvider           *provider,
             const ConfabWireRequest  *wire_request,
             ConfabExchangeTarget      target,
             GError                  **error)
{
  g_autofree char *uri = NULL;
  ConfabHttpRequest *request;

  uri = confab_base_url_join (target == CONFAB_EXCHANGE_MODELS ? confab_provider_get_models_url (provider)
                                                               : confab_provider_get_base_url (provider),
                              wire_request->path);
  request = new_plain_request (provider, wire_request->method, uri, target, error);
  if (request == NULL)
    return NULL;

  add_headers (request, provider, wire_request->headers);

  if (wire_request->body != NULL)
    confab_http_request_set_body (request, wire_request->content_type, wire_request->body);

  return request;
}

static void
transport_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabHttpResponse) response = NULL;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  response = confab_transport_send_finish (CONFAB_TRANSPORT (object), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* What was withdrawn before its time is got anew, once. */
  if (confab_http_response_get_status (response) == 401 && !sending->tried_again &&
      confab_credentials_renew (sending->credentials, sending->credential))
    {
      sending->tried_again = TRUE;
      start_sending (task);
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&response), g_object_unref);
}

static void
authorize_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_credentials_authorize_finish (CONFAB_CREDENTIALS (object), result, &error))
    g_task_return_error (task, error);
  else
    confab_transport_send_async (sending->transport, sending->request, g_task_get_cancellable (task),
                                 transport_cb, g_object_ref (task));
}

/* Needed before its definition, for a request may have to be made twice. */
static void
start_sending (GTask *task)
{
  ConfabProvider *provider = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&sending->request, confab_http_request_unref);
  sending->request = new_request (provider, sending->wire_request, sending->target, &error);
  if (sending->request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (sending->limit_ms > 0)
    confab_http_request_set_timeouts (sending->request, sending->limit_ms, sending->limit_ms,
                                      sending->limit_ms);

  confab_credentials_authorize_async (sending->credentials, sending->credential, provider,
                                      sending->request, g_task_get_cancellable (task), authorize_cb,
                                      g_object_ref (task));
}

/* confab_exchange_send_async:
 * @provider: whom it goes to; its address can be used
 * @wire_request: (transfer full): what the dialect wrote
 * @target: which of the provider's addresses it is for
 * @transport: how to get there
 * @credentials: what lets requests in
 * @credential: what was found for @provider; the caller keeps it until the end
 * @limit_ms: how long to wait for the answer in milliseconds, or 0 for as long as the record says
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer begins
 * @user_data: closure
 *
 * Sends a request, with everything on it that lets it in.
 */
void
confab_exchange_send_async (ConfabProvider       *provider,
                            ConfabWireRequest    *wire_request,
                            ConfabExchangeTarget  target,
                            ConfabTransport      *transport,
                            ConfabCredentials    *credentials,
                            ConfabCredential     *credential,
                            guint                 limit_ms,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (provider, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);

  g_task_set_source_tag (task, confab_exchange_send_async);
  sending->wire_request = wire_request;
  sending->target = target;
  sending->transport = g_object_ref (transport);
  sending->credentials = g_object_ref (credentials);
  sending->credential = credential;
  sending->limit_ms = limit_ms;
  g_task_set_task_data (task, sending, sending_free);
  start_sending (task);
}

/* confab_exchange_send_finish:
 *
 * Returns: (transfer full): the answer, whatever its status, or %NULL with an error of
 *   %CONFAB_NET_ERROR, %CONFAB_CREDENTIAL_ERROR, %CONFAB_PROVIDER_ERROR or %G_IO_ERROR_CANCELLED
 */
ConfabHttpResponse *
confab_exchange_send_finish (ConfabProvider  *provider,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, provider), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* confab_exchange_new_root_request:
 * @provider: whose host it goes to
 * @path: a path from the root of the host
 * @error: return location
 *
 * Returns: (transfer full): a request without a key, for a server that is not known yet; %NULL with
 *   %CONFAB_PROVIDER_ERROR_INCOMPLETE
 */
ConfabHttpRequest *
confab_exchange_new_root_request (ConfabProvider  *provider,
                                  const char      *path,
                                  GError         **error)
{
  g_autofree char *uri = confab_base_url_join_root (confab_provider_get_base_url (provider), path);
  ConfabHttpRequest *request;

  request = new_plain_request (provider, "GET", uri, CONFAB_EXCHANGE_CALL, error);
  if (request != NULL)
    add_headers (request, provider, NULL);

  return request;
}

static GError *
new_key_missing (ConfabKeySource source)
{
  return confab_provider_error_new (CONFAB_PROVIDER_ERROR_KEY_MISSING, 0, NULL, -1,
                                    source == CONFAB_KEY_SOURCE_LOCKED
                                      ? "no key was found, and the keyring is locked"
                                      : source == CONFAB_KEY_SOURCE_ASKING
                                      ? "no key was found, and the keyring has not answered yet"
                                      : "no key was found");
}

/* confab_exchange_check_key:
 *
 * Returns: (transfer full) (nullable): why nothing can be asked without a key
 */
GError *
confab_exchange_check_key (ConfabProvider         *provider,
                           const ConfabCredential *credential)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  if (credential->error != NULL)
    return confab_exchange_from_failure (provider, credential->error);
  if (confab_credential_has_any (credential) || !confab_provider_type_get_needs_key (type))
    return NULL;

  return new_key_missing (credential->source);
}

static gboolean
is_address_error (const GError *error)
{
  return g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL) ||
         g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS) ||
         g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP);
}

/* confab_exchange_check_address:
 *
 * Returns: (transfer full) (nullable): why nothing can be asked at the provider's address
 */
GError *
confab_exchange_check_address (ConfabProvider *provider)
{
  const char *dialect = confab_provider_type_get_dialect (confab_provider_get_provider_type (provider));
  const GError *error = confab_provider_get_error (provider);

  if (g_error_matches (provider->base_url_error, CONFAB_PROVIDER_POLICY_ERROR,
                       CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE))
    {
      /* The key goes first, for what is missing may lie beside it. */
      if (provider->key_error != NULL)
        return confab_exchange_from_failure (provider, provider->key_error);
      if (confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_KEY_MISSING)
        return new_key_missing (confab_provider_get_key_source (provider));

      return confab_provider_error_new (CONFAB_PROVIDER_ERROR_INCOMPLETE, 0, NULL, -1,
                                        provider->base_url_error->message);
    }
  if (g_error_matches (provider->base_url_error, CONFAB_PROVIDER_POLICY_ERROR,
                       CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION))
    return confab_provider_error_new (CONFAB_PROVIDER_ERROR_INCOMPLETE, 0, NULL, -1,
                                      provider->base_url_error->message);
  if (confab_provider_get_base_url (provider) == NULL || is_address_error (error))
    return confab_provider_error_new (CONFAB_PROVIDER_ERROR_BAD_ADDRESS, 0, NULL, -1,
                                      error != NULL ? error->message : "no base URL is set");
  if (confab_dialect_lookup (dialect) == NULL)
    return confab_provider_error_new (CONFAB_PROVIDER_ERROR_OTHER, 0, NULL, -1,
                                      "the provider's dialect is not known");

  return NULL;
}

/* confab_exchange_from_failure:
 * @provider: who was asked
 * @error: what sending or decoding failed with
 *
 * Returns: (transfer full): the same in terms of %CONFAB_PROVIDER_ERROR
 */
GError *
confab_exchange_from_failure (ConfabProvider *provider,
                              const GError   *error)
{
  ConfabProviderError code = CONFAB_PROVIDER_ERROR_OTHER;
  const char *provider_code = NULL;
  const char *message = error->message;

  if (error->domain == CONFAB_PROVIDER_ERROR)
    return g_error_copy (error);

  if (error->domain == CONFAB_CREDENTIAL_ERROR)
    {
      code = error->code == CONFAB_CREDENTIAL_ERROR_UNAVAILABLE ? CONFAB_PROVIDER_ERROR_SERVER
                                                                : CONFAB_PROVIDER_ERROR_SIGN_IN;
    }
  else if (error->domain == CONFAB_MEDIA_ERROR)
    {
      code = CONFAB_PROVIDER_ERROR_UNFIT_MEDIA;
    }
  else if (error->domain == CONFAB_WIRE_ERROR)
    {
      code = error->code == CONFAB_WIRE_ERROR_UNSUPPORTED ? CONFAB_PROVIDER_ERROR_BAD_REQUEST
                                                          : CONFAB_PROVIDER_ERROR_MALFORMED;
    }
  else if (error->domain == CONFAB_NET_ERROR)
    {
      switch ((ConfabNetError) error->code)
        {
        case CONFAB_NET_ERROR_BAD_URI:
        case CONFAB_NET_ERROR_PRIVATE_ADDRESS:
        case CONFAB_NET_ERROR_PLAIN_HTTP:
          code = CONFAB_PROVIDER_ERROR_BAD_ADDRESS;
          break;

        case CONFAB_NET_ERROR_REFUSED:
          code = confab_provider_type_get_local (confab_provider_get_provider_type (provider))
                   ? CONFAB_PROVIDER_ERROR_NOT_RUNNING
                   : CONFAB_PROVIDER_ERROR_NETWORK;
          break;

        case CONFAB_NET_ERROR_TLS:
          code = CONFAB_PROVIDER_ERROR_TLS;
          break;

        case CONFAB_NET_ERROR_PIN:
          code = CONFAB_PROVIDER_ERROR_TLS;
          provider_code = CONFAB_EXCHANGE_PIN_CODE;
          break;

        case CONFAB_NET_ERROR_POLICY:
          code = CONFAB_PROVIDER_ERROR_INCOMPLETE;
          message = _("The additional certificate that is set for this provider cannot be read. Set it anew, as "
                      "text in PEM.");
          break;

        case CONFAB_NET_ERROR_PROTOCOL:
        case CONFAB_NET_ERROR_TOO_LARGE:
          code = CONFAB_PROVIDER_ERROR_MALFORMED;
          break;

        case CONFAB_NET_ERROR_RESOLVE:
        case CONFAB_NET_ERROR_UNREACHABLE:
        case CONFAB_NET_ERROR_CONNECT_TIMEOUT:
        case CONFAB_NET_ERROR_FIRST_BYTE_TIMEOUT:
        case CONFAB_NET_ERROR_IDLE_TIMEOUT:
        case CONFAB_NET_ERROR_CUT:
        case CONFAB_NET_ERROR_PROXY:
        case CONFAB_NET_ERROR_FAILED:
        default:
          code = CONFAB_PROVIDER_ERROR_NETWORK;
          break;
        }
    }

  return confab_provider_error_new (code, 0, provider_code, -1, message);
}

/* confab_exchange_from_redirect:
 *
 * A key never follows a redirect, so the address has to be put right instead. Only where it leads
 * is told, without the rest of the address.
 *
 * Returns: (transfer full) (nullable): the error, when @response points elsewhere
 */
GError *
confab_exchange_from_redirect (ConfabHttpResponse *response)
{
  const guint status = confab_http_response_get_status (response);
  const char *location = confab_http_response_get_header (response, "Location");
  g_autoptr(GUri) uri = NULL;
  g_autofree char *message = NULL;

  if (status < 300 || status >= 400)
    return NULL;

  if (location != NULL)
    uri = g_uri_parse (location, G_URI_FLAGS_NONE, NULL);
  if (uri != NULL && g_uri_get_host (uri) != NULL)
    message = g_strdup_printf ("the address leads on to %s", g_uri_get_host (uri));
  else
    message = g_strdup ("the address leads elsewhere");

  return confab_provider_error_new (CONFAB_PROVIDER_ERROR_BAD_ADDRESS, status, NULL, -1, message);
}

/* confab_exchange_from_status:
 * @dialect: how the body is written
 * @response: an answer with an error status
 * @body: what it says
 *
 * Returns: (transfer full): the error
 */
GError *
confab_exchange_from_status (const ConfabDialect *dialect,
                             ConfabHttpResponse  *response,
                             GBytes              *body)
{
  g_auto(GStrv) headers = confab_http_response_dup_headers (response);

  return confab_dialect_decode_error (dialect,
                                      confab_http_response_get_status (response),
                                      confab_http_response_get_reason (response),
                                      (const char *const *) headers,
                                      confab_http_response_get_content_type (response),
                                      body);
}

/* confab_exchange_read_limits:
 * @limit: (out caller-allocates): what the headers say of the provider's limits
 *
 * Returns: whether they say anything
 */
gboolean
confab_exchange_read_limits (ConfabHttpResponse *response,
                             ConfabRateLimit    *limit)
{
  g_auto(GStrv) headers = confab_http_response_dup_headers (response);

  return confab_rate_limit_read_headers ((const char *const *) headers, g_get_real_time (), limit);
}

/* confab_exchange_is_answer:
 *
 * Servers are careless with media types, so only what certainly is for a browser is turned away:
 * sign-in pages of networks, error pages of proxies.
 *
 * Returns: whether @response may hold an answer of a provider
 */
gboolean
confab_exchange_is_answer (ConfabHttpResponse *response)
{
  static const char *const foreign[] = { "text/html", "application/xhtml+xml", "text/xml",
                                         "application/xml", "application/pdf", "image/",
                                         "audio/", "video/", "font/", "text/css" };
  const char *content_type = confab_http_response_get_content_type (response);

  for (guint i = 0; content_type != NULL && i < G_N_ELEMENTS (foreign); i++)
    if (g_ascii_strncasecmp (content_type, foreign[i], strlen (foreign[i])) == 0)
      return FALSE;

  return TRUE;
}

/* confab_exchange_not_an_answer:
 *
 * Returns: (transfer full): the error that says so
 */
GError *
confab_exchange_not_an_answer (ConfabHttpResponse *response)
{
  g_autofree char *message = NULL;

  message = g_strdup_printf ("The answer is %s", confab_http_response_get_content_type (response));

  return confab_provider_error_new (CONFAB_PROVIDER_ERROR_MALFORMED,
                                    confab_http_response_get_status (response), NULL, -1, message);
}
