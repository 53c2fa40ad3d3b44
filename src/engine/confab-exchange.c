/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-exchange"

#include "config.h"

#include "confab-exchange.h"

#include <string.h>

#include "confab-base-url.h"
#include "confab-media-error.h"
#include "confab-net-error.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"
#include "confab-rate-limit-headers.h"
#include "confab-wire-error.h"

/* What a turn and a check have in common: how a request gets to a provider, and what the ways in
 * which an answer can be none mean. */

static void
set_timeouts (ConfabHttpRequest    *request,
              ConfabProviderRecord *record)
{
  if (record == NULL)
    return;

  confab_http_request_set_timeouts (
    request,
    confab_provider_record_get_timeout_ms (record, "connect", CONFAB_HTTP_REQUEST_CONNECT_MS),
    confab_provider_record_get_timeout_ms (record, "first_byte", CONFAB_HTTP_REQUEST_FIRST_BYTE_MS),
    confab_provider_record_get_timeout_ms (record, "idle", CONFAB_HTTP_REQUEST_IDLE_MS));
}

/* confab_exchange_new_request:
 * @provider: whom it goes to; its address can be used
 * @wire_request: what the dialect wrote
 * @secret: (nullable): the key
 *
 * Returns: (transfer full): a request with address, headers and key
 */
ConfabHttpRequest *
confab_exchange_new_request (ConfabProvider          *provider,
                             const ConfabWireRequest *wire_request,
                             ConfabSecret            *secret)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  const char * const *extra = confab_provider_type_get_extra_headers (type);
  const char *auth_header = confab_provider_type_get_auth_header (type);
  const char *auth_prefix = confab_provider_type_get_auth_prefix (type);
  g_autofree char *uri = NULL;
  ConfabHttpRequest *request;

  uri = confab_base_url_join (confab_provider_get_base_url (provider), wire_request->path);
  request = confab_http_request_new (wire_request->method, uri);
  set_timeouts (request, confab_provider_get_record (provider));
  confab_http_request_set_public_only (request, !confab_provider_get_private_meant (provider));

  for (guint i = 0; extra != NULL && extra[i] != NULL && extra[i + 1] != NULL; i += 2)
    confab_http_request_add_header (request, extra[i], extra[i + 1]);
  for (guint i = 0;
       wire_request->headers != NULL && wire_request->headers[i] != NULL &&
       wire_request->headers[i + 1] != NULL;
       i += 2)
    confab_http_request_add_header (request, wire_request->headers[i], wire_request->headers[i + 1]);

  if (wire_request->body != NULL)
    confab_http_request_set_body (request, wire_request->content_type, wire_request->body);
  if (secret != NULL && auth_header != NULL)
    confab_http_request_set_credential (request, auth_header,
                                        auth_prefix != NULL ? auth_prefix : "", secret);

  return request;
}

/* confab_exchange_new_root_request:
 * @provider: whose host it goes to
 * @path: a path from the root of the host
 *
 * Returns: (transfer full): a request without a key, for a server that is not known yet
 */
ConfabHttpRequest *
confab_exchange_new_root_request (ConfabProvider *provider,
                                  const char     *path)
{
  g_autofree char *uri = confab_base_url_join_root (confab_provider_get_base_url (provider), path);
  ConfabHttpRequest *request;

  request = confab_http_request_new ("GET", uri);
  confab_http_request_set_public_only (request, !confab_provider_get_private_meant (provider));

  return request;
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

  if (credential->secret != NULL || !confab_provider_type_get_needs_key (type))
    return NULL;

  return confab_provider_error_new (CONFAB_PROVIDER_ERROR_KEY_MISSING, 0, NULL, -1,
                                    credential->source == CONFAB_KEY_SOURCE_LOCKED
                                      ? "no key was found, and the keyring is locked"
                                      : "no key was found");
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

  if (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE))
    return confab_provider_error_new (CONFAB_PROVIDER_ERROR_INCOMPLETE, 0, NULL, -1, error->message);
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

  if (error->domain == CONFAB_PROVIDER_ERROR)
    return g_error_copy (error);

  if (error->domain == CONFAB_MEDIA_ERROR)
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

  return confab_provider_error_new (code, 0, NULL, -1, error->message);
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
