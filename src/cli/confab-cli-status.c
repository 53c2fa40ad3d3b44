/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-status"

#include "config.h"

#include "confab-cli-status.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "confab-engine-error.h"
#include "confab-local-model-error.h"
#include "confab-provider-error.h"
#include "confab-provider-policy-error.h"

static const struct
{
  ConfabCliStatus  status;
  const char      *meaning;
} meanings[] = {
  { CONFAB_CLI_OK,          N_("done") },
  { CONFAB_CLI_USAGE,       N_("the command line or the question makes no sense") },
  { CONFAB_CLI_NO_PROVIDER, N_("no such provider, or none that can be used") },
  { CONFAB_CLI_KEY,         N_("the key is missing or was refused") },
  { CONFAB_CLI_NETWORK,     N_("the provider cannot be reached, or the connection broke") },
  { CONFAB_CLI_PROVIDER,    N_("the provider reported a failure") },
  { CONFAB_CLI_FILE,        N_("a file cannot be read, or is of no use") },
  { CONFAB_CLI_STORE,       N_("a key or a setting could not be stored") },
  { CONFAB_CLI_OUTPUT,      N_("the output could not be written") },
  { CONFAB_CLI_CANCELLED,   N_("stopped, for instance with Ctrl+C") },
};

/**
 * confab_cli_status_from_error:
 * @error: why something failed
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_status_from_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, CONFAB_CLI_OK);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CONFAB_CLI_CANCELLED;
  if (g_error_matches (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_TOO_MANY_ROUNDS))
    return CONFAB_CLI_PROVIDER;
  if (error->domain == CONFAB_ENGINE_ERROR)
    return error->code == CONFAB_ENGINE_ERROR_INVALID ? CONFAB_CLI_USAGE : CONFAB_CLI_NO_PROVIDER;
  if (g_error_matches (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_BAD_NAME))
    return CONFAB_CLI_USAGE;
  if (g_error_matches (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED))
    return CONFAB_CLI_NETWORK;
  if (error->domain != CONFAB_PROVIDER_ERROR)
    return CONFAB_CLI_PROVIDER;

  switch ((ConfabProviderError) error->code)
    {
    case CONFAB_PROVIDER_ERROR_BAD_KEY:
    case CONFAB_PROVIDER_ERROR_KEY_MISSING:
    case CONFAB_PROVIDER_ERROR_SIGN_IN:
      return CONFAB_CLI_KEY;

    case CONFAB_PROVIDER_ERROR_NETWORK:
    case CONFAB_PROVIDER_ERROR_TLS:
    case CONFAB_PROVIDER_ERROR_TRUNCATED:
    case CONFAB_PROVIDER_ERROR_NOT_RUNNING:
      return CONFAB_CLI_NETWORK;

    case CONFAB_PROVIDER_ERROR_NO_PROVIDER:
    case CONFAB_PROVIDER_ERROR_NO_MODEL:
    case CONFAB_PROVIDER_ERROR_BAD_ADDRESS:
    case CONFAB_PROVIDER_ERROR_INCOMPLETE:
      return CONFAB_CLI_NO_PROVIDER;

    case CONFAB_PROVIDER_ERROR_UNFIT_MEDIA:
      return CONFAB_CLI_USAGE;

    case CONFAB_PROVIDER_ERROR_OTHER:
    case CONFAB_PROVIDER_ERROR_NO_CREDIT:
    case CONFAB_PROVIDER_ERROR_FORBIDDEN:
    case CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND:
    case CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG:
    case CONFAB_PROVIDER_ERROR_CONTENT_REFUSED:
    case CONFAB_PROVIDER_ERROR_RATE_LIMITED:
    case CONFAB_PROVIDER_ERROR_OVERLOADED:
    case CONFAB_PROVIDER_ERROR_SERVER:
    case CONFAB_PROVIDER_ERROR_BAD_REQUEST:
    case CONFAB_PROVIDER_ERROR_MALFORMED:
    case CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL:
    default:
      return CONFAB_CLI_PROVIDER;
    }
}

/**
 * confab_cli_status_from_change_error:
 * @error: why a key or a setting could not be changed
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_status_from_change_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, CONFAB_CLI_OK);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CONFAB_CLI_CANCELLED;
  if (g_error_matches (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID) ||
      g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL) ||
      g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION) ||
      g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS) ||
      g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP))
    return CONFAB_CLI_USAGE;
  if (g_error_matches (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_NOT_FOUND))
    return CONFAB_CLI_NO_PROVIDER;

  return CONFAB_CLI_STORE;
}

/**
 * confab_cli_status_dup_help:
 *
 * Returns: (transfer full): what each exit status means, for the end of a help text
 */
char *
confab_cli_status_dup_help (void)
{
  GString *help = g_string_new (_("Exit status:"));

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    g_string_append_printf (help, "\n  %-4d %s", (int) meanings[i].status, _(meanings[i].meaning));

  return g_string_free (help, FALSE);
}
