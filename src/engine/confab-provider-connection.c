/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-connection"

#include "config.h"

#include "confab-provider-connection.h"

#include <glib/gi18n-lib.h>

#include "confab-provider-error.h"
#include "confab-provider-private.h"

/* How connections to a provider are made, as its record says. What makes no sense there is not passed
 * over: who set a proxy does not want to be connected without it. */

static gboolean
get_text (JsonObject  *config,
          const char  *name,
          const char **text)
{
  JsonNode *node = config != NULL ? json_object_get_member (config, name) : NULL;

  *text = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;

  if (*json_node_get_string (node) != '\0')
    *text = json_node_get_string (node);

  return TRUE;
}

static gboolean
is_same_host (const char *url,
              const char *other)
{
  g_autoptr(GUri) first = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autoptr(GUri) second = other != NULL ? g_uri_parse (other, G_URI_FLAGS_NONE, NULL) : NULL;

  return first != NULL && second != NULL && g_uri_get_host (first) != NULL && g_uri_get_host (second) != NULL &&
         g_ascii_strcasecmp (g_uri_get_host (first), g_uri_get_host (second)) == 0;
}

static void
set_error (GError     **error,
           const char  *sentence)
{
  g_propagate_error (error, confab_provider_error_new (CONFAB_PROVIDER_ERROR_INCOMPLETE, 0, NULL, -1, sentence));
}

/* confab_provider_connection_dup_policy:
 * @provider: a provider
 * @url: (nullable): where the connection goes; the certificate that is pinned is that of the base URL's
 *   host and of no other
 * @policy: (out) (transfer full) (nullable): how to make it, %NULL for the usual way
 * @error: return location
 *
 * Returns: whether it is known; otherwise %CONFAB_PROVIDER_ERROR_INCOMPLETE with a sentence for the
 *   person
 */
gboolean
confab_provider_connection_dup_policy (ConfabProvider          *provider,
                                       const char              *url,
                                       ConfabConnectionPolicy **policy,
                                       GError                 **error)
{
  ConfabProviderRecord *record = confab_provider_get_record (provider);
  JsonObject *config = record != NULL ? confab_provider_record_get_config (record) : NULL;
  g_autoptr(ConfabConnectionPolicy) written = NULL;
  const char *proxy, *authorities, *pin;

  *policy = NULL;
  if (!get_text (config, CONFAB_PROVIDER_CONNECTION_PROXY, &proxy) ||
      (proxy != NULL && !(written = confab_connection_policy_new (proxy, NULL, NULL, NULL))))
    {
      set_error (error, _("The proxy that is set for this provider cannot be used. Set “direct”, or an address "
                          "such as http://proxy.example:3128."));
      return FALSE;
    }
  if (!get_text (config, CONFAB_PROVIDER_CONNECTION_AUTHORITIES, &authorities))
    {
      set_error (error, _("The additional certificate that is set for this provider is not text in PEM."));
      return FALSE;
    }
  if (!get_text (config, CONFAB_PROVIDER_CONNECTION_PIN, &pin))
    pin = "";
  if (proxy == NULL && authorities == NULL && pin == NULL)
    return TRUE;

  *policy = confab_connection_policy_new (proxy, authorities,
                                          is_same_host (url, confab_provider_get_base_url (provider)) ? pin : NULL,
                                          NULL);
  if (*policy == NULL)
    set_error (error, _("The fingerprint of this provider’s pinned certificate makes no sense. Check the "
                        "connection again, and pin the certificate anew."));

  return *policy != NULL;
}

/* confab_provider_connection_apply:
 * @provider: whom the request is for
 * @request: a request
 * @url: where it goes
 * @error: return location
 *
 * Returns: whether it is known how to make its connection; otherwise as of
 *   confab_provider_connection_dup_policy()
 */
gboolean
confab_provider_connection_apply (ConfabProvider     *provider,
                                  ConfabHttpRequest  *request,
                                  const char         *url,
                                  GError            **error)
{
  g_autoptr(ConfabConnectionPolicy) policy = NULL;

  if (!confab_provider_connection_dup_policy (provider, url, &policy, error))
    return FALSE;

  confab_http_request_set_policy (request, policy);
  return TRUE;
}
