/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabProviderPolicyError:
 *
 * Errors of what a person wrote about providers.
 */
typedef enum
{
  CONFAB_PROVIDER_POLICY_ERROR_BAD_URL,  /* not a usable base URL */
  CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD,  /* a provider record that makes no sense */
  CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,  /* a records file or catalogue that cannot be read */
  CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW,  /* a file that a newer version of the program wrote */
  CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE,  /* a reference to a model that leads nowhere */
  CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS,  /* an address that nobody allowed to be private */
  CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP,  /* a key would go over the internet in plain text */
  CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE,  /* something has to be set first, which the sentence names */
  CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION,  /* a setting of a provider that cannot be used */
} ConfabProviderPolicyError;

#define CONFAB_PROVIDER_POLICY_ERROR (confab_provider_policy_error_quark ())

GQuark confab_provider_policy_error_quark (void);

G_END_DECLS
