/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-address-guard"

#include "config.h"

#include "confab-address-guard.h"

#include <glib/gi18n.h>

static const char *
explain_scope (ConfabAddressScope scope)
{
  switch (scope)
    {
    case CONFAB_ADDRESS_LOOPBACK:
      return _("The address is this computer itself. Allow private addresses here if you mean it.");

    case CONFAB_ADDRESS_METADATA:
      return _("The address is where a cloud keeps the secrets of its machines, and no provider.");

    case CONFAB_ADDRESS_MULTICAST:
    case CONFAB_ADDRESS_RESERVED:
    case CONFAB_ADDRESS_UNSPECIFIED:
      return _("No provider can be at this address.");

    case CONFAB_ADDRESS_PRIVATE:
    case CONFAB_ADDRESS_LINK_LOCAL:
    case CONFAB_ADDRESS_PUBLIC:
    default:
      return _("The address is in your own network. Allow private addresses here if you mean it.");
    }
}

/**
 * confab_address_guard_check:
 * @base_url: an address from [func@base_url_normalize]
 * @reach: how far it may reach
 * @sends_key: whether a key goes there
 * @error: return location for a %CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS or
 *   %CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP, with a translated sentence for people
 *
 * Looks at an address before it is saved or used: one that was slipped to a person must not make
 * the program talk to machines behind their firewall, and a key must not cross the internet in
 * plain text. A name may lead anywhere, so what is really connected to is looked at again by the
 * transport.
 *
 * Returns: whether the address can be used
 */
gboolean
confab_address_guard_check (const char          *base_url,
                            ConfabAddressReach   reach,
                            gboolean             sends_key,
                            GError             **error)
{
  g_autoptr(GUri) uri = NULL;
  ConfabAddressScope scope;

  g_return_val_if_fail (base_url != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL,
                           _("The address cannot be understood."));
      return FALSE;
    }

  scope = confab_address_scope_of_host (g_uri_get_host (uri));
  if (!confab_address_scope_is_within (scope, reach))
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR,
                           CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS, explain_scope (scope));
      return FALSE;
    }

  if (scope == CONFAB_ADDRESS_PUBLIC && sends_key && g_str_equal (g_uri_get_scheme (uri), "http"))
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP,
                           _("The key would cross the internet unprotected. Use an address that begins "
                             "with https://."));
      return FALSE;
    }

  return TRUE;
}
