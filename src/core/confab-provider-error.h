/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-secret.h"

G_BEGIN_DECLS

/**
 * ConfabProviderError:
 *
 * What went wrong between a request and its reply, as far as a person can act on it.
 *
 * The nicks are written to disk and to `--json` output: append only.
 */
typedef enum
{
  CONFAB_PROVIDER_ERROR_OTHER = 0,
  CONFAB_PROVIDER_ERROR_BAD_KEY = 1,          /* the key is wrong, expired or withdrawn */
  CONFAB_PROVIDER_ERROR_NO_CREDIT = 2,        /* the account has run out of money or quota */
  CONFAB_PROVIDER_ERROR_FORBIDDEN = 3,        /* the key may not do this */
  CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND = 4,
  CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG = 5,
  CONFAB_PROVIDER_ERROR_CONTENT_REFUSED = 6,  /* a filter of the provider stopped it */
  CONFAB_PROVIDER_ERROR_RATE_LIMITED = 7,
  CONFAB_PROVIDER_ERROR_OVERLOADED = 8,
  CONFAB_PROVIDER_ERROR_SERVER = 9,           /* the provider failed */
  CONFAB_PROVIDER_ERROR_BAD_REQUEST = 10,     /* the provider did not understand the request */
  CONFAB_PROVIDER_ERROR_NETWORK = 11,         /* no connection, or it broke */
  CONFAB_PROVIDER_ERROR_TLS = 12,             /* the connection cannot be trusted */
  CONFAB_PROVIDER_ERROR_MALFORMED = 13,       /* the answer is not what the dialect promises */
  CONFAB_PROVIDER_ERROR_TRUNCATED = 14,       /* the stream ended before its end marker */
  CONFAB_PROVIDER_ERROR_KEY_MISSING = 15,     /* no key was found anywhere */
  CONFAB_PROVIDER_ERROR_NO_PROVIDER = 16,     /* no provider can be used */
  CONFAB_PROVIDER_ERROR_NO_MODEL = 17,        /* no model was chosen and none is known */
  CONFAB_PROVIDER_ERROR_NOT_RUNNING = 18,     /* a local server that is not there */
  CONFAB_PROVIDER_ERROR_BAD_ADDRESS = 19,     /* the base URL cannot be used */
  CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL = 20,   /* the model called a tool in a way nobody can read */
  CONFAB_PROVIDER_ERROR_SIGN_IN = 21,         /* what signs in is of no use; the message tells a person why */
  CONFAB_PROVIDER_ERROR_INCOMPLETE = 22,      /* a setting is missing; the message tells a person which */
  CONFAB_PROVIDER_ERROR_UNFIT_MEDIA = 23,     /* a picture or file that the provider or model does not take */
} ConfabProviderError;

#define CONFAB_TYPE_PROVIDER_ERROR (confab_provider_error_get_type ())
#define CONFAB_PROVIDER_ERROR      (confab_provider_error_quark ())

GType       confab_provider_error_get_type           (void) G_GNUC_CONST;
GQuark      confab_provider_error_quark              (void);

GError     *confab_provider_error_new                (ConfabProviderError  code,
                                                      guint                http_status,
                                                      const char          *provider_code,
                                                      gint64               retry_after_ms,
                                                      const char          *message) G_GNUC_WARN_UNUSED_RESULT;
guint       confab_provider_error_get_http_status    (const GError        *error);
const char *confab_provider_error_get_provider_code  (const GError        *error);
gint64      confab_provider_error_get_retry_after_ms (const GError        *error);
gint64      confab_provider_error_get_retry_at_us    (const GError        *error);
void        confab_provider_error_set_retry_at_us    (GError              *error,
                                                      gint64               retry_at_us);
char       *confab_provider_error_redact             (const char          *message) G_GNUC_WARN_UNUSED_RESULT;
void        confab_provider_error_redact_secret      (GError              *error,
                                                      const ConfabSecret  *secret);

G_END_DECLS
