/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabCredentialError:
 *
 * Errors of what signs in where a key alone does not: access keys, profiles, service accounts. The
 * messages are translated sentences for people, and hold nothing secret.
 */
typedef enum
{
  CONFAB_CREDENTIAL_ERROR_MALFORMED,  /* what was given cannot be read */
  CONFAB_CREDENTIAL_ERROR_MISSING,  /* a file, a profile or a part that was asked for is not there */
  CONFAB_CREDENTIAL_ERROR_UNSUPPORTED,  /* a way to sign in that the program does not know */
  CONFAB_CREDENTIAL_ERROR_EXPIRED,  /* the sign-in has run out, or was withdrawn */
  CONFAB_CREDENTIAL_ERROR_REFUSED,  /* the server that signs in refused it */
  CONFAB_CREDENTIAL_ERROR_UNAVAILABLE,  /* the server that signs in failed; later it may not */
} ConfabCredentialError;

#define CONFAB_CREDENTIAL_ERROR (confab_credential_error_quark ())

GQuark confab_credential_error_quark (void);

G_END_DECLS
