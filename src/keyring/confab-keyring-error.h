/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabKeyringError:
 *
 * Errors of the desktop keyring.
 */
typedef enum
{
  CONFAB_KEYRING_ERROR_ABSENT,  /* there is no secret service */
  CONFAB_KEYRING_ERROR_LOCKED,  /* locked, and it stayed so */
  CONFAB_KEYRING_ERROR_FAILED,  /* the service refused or failed */
} ConfabKeyringError;

#define CONFAB_KEYRING_ERROR (confab_keyring_error_quark ())

GQuark confab_keyring_error_quark (void);

G_END_DECLS
