/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabCliStatus:
 * @CONFAB_CLI_OK: it was done
 * @CONFAB_CLI_USAGE: the command line, or the question, makes no sense
 * @CONFAB_CLI_NO_PROVIDER: there is no such provider, or none that could be used
 * @CONFAB_CLI_KEY: the key is missing or was refused
 * @CONFAB_CLI_NETWORK: the provider could not be reached, or the connection broke
 * @CONFAB_CLI_PROVIDER: the provider reported a failure
 * @CONFAB_CLI_FILE: a file that was to be read cannot be, or is of no use
 * @CONFAB_CLI_STORE: a key or a setting could not be stored
 * @CONFAB_CLI_OUTPUT: the output could not be written
 * @CONFAB_CLI_CANCELLED: it was stopped from outside
 *
 * What the program exits with. Scripts rely on the numbers: append only.
 */
typedef enum
{
  CONFAB_CLI_OK = 0,
  CONFAB_CLI_USAGE = 64,
  CONFAB_CLI_NO_PROVIDER = 65,
  CONFAB_CLI_KEY = 66,
  CONFAB_CLI_NETWORK = 67,
  CONFAB_CLI_PROVIDER = 68,
  CONFAB_CLI_FILE = 72,
  CONFAB_CLI_STORE = 73,
  CONFAB_CLI_OUTPUT = 74,
  CONFAB_CLI_CANCELLED = 130,
} ConfabCliStatus;

ConfabCliStatus  confab_cli_status_from_error        (const GError *error);
ConfabCliStatus  confab_cli_status_from_change_error (const GError *error);
char            *confab_cli_status_dup_help          (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
