/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-error"

#include "config.h"

#include "confab-provider-error.h"

#include "confab-redact.h"

#include <string.h>

/* The longest sentence of a provider that is kept, in bytes. Error pages can be megabytes. */
#define MAX_MESSAGE_BYTES 2000

/* How much is left out of the end of a longer one rather than to cut a word in two. */
#define MAX_WORD_BYTES 500

typedef struct
{
  guint  http_status;
  char  *provider_code;  /* owned, nullable */
  gint64 retry_after_ms;
  gint64 retry_at_us;
} ConfabProviderErrorPrivate;

static void
confab_provider_error_private_init (ConfabProviderErrorPrivate *priv)
{
  priv->retry_after_ms = -1;
  priv->retry_at_us = -1;
}

static void
confab_provider_error_private_copy (const ConfabProviderErrorPrivate *src,
                                    ConfabProviderErrorPrivate       *dest)
{
  dest->http_status = src->http_status;
  dest->provider_code = g_strdup (src->provider_code);
  dest->retry_after_ms = src->retry_after_ms;
  dest->retry_at_us = src->retry_at_us;
}

static void
confab_provider_error_private_clear (ConfabProviderErrorPrivate *priv)
{
  g_clear_pointer (&priv->provider_code, g_free);
}

G_DEFINE_EXTENDED_ERROR (ConfabProviderError, confab_provider_error)

G_DEFINE_ENUM_TYPE (ConfabProviderError, confab_provider_error,
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_OTHER, "other"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_BAD_KEY, "bad-key"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_NO_CREDIT, "no-credit"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_FORBIDDEN, "forbidden"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND, "model-not-found"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG, "context-too-long"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_CONTENT_REFUSED, "content-refused"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_RATE_LIMITED, "rate-limited"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_OVERLOADED, "overloaded"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_SERVER, "server"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_BAD_REQUEST, "bad-request"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_NETWORK, "network"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_TLS, "tls"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_MALFORMED, "malformed"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_TRUNCATED, "truncated"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_KEY_MISSING, "key-missing"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_NO_PROVIDER, "no-provider"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_NO_MODEL, "no-model"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_NOT_RUNNING, "not-running"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_BAD_ADDRESS, "bad-address"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL, "bad-tool-call"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_SIGN_IN, "sign-in"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_INCOMPLETE, "incomplete"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_UNFIT_MEDIA, "unfit-media"))

/**
 * confab_provider_error_redact:
 * @message: a provider's sentence; need not be valid UTF-8
 *
 * Makes a sentence fit to be shown, stored and logged: valid UTF-8, of bounded length, with
 * everything that looks like a key replaced. Several providers echo parts of the key they refuse.
 *
 * Returns: (transfer full): the sentence
 */
char *
confab_provider_error_redact (const char *message)
{
  g_autofree char *valid = NULL;
  gsize length;

  g_return_val_if_fail (message != NULL, NULL);

  length = strnlen (message, MAX_MESSAGE_BYTES);

  /* Half a key does not look like one. */
  if (message[length] != '\0')
    for (gsize cut = length; cut > 0 && length - cut < MAX_WORD_BYTES; cut--)
      if (g_ascii_isspace (message[cut - 1]))
        {
          length = cut - 1;
          break;
        }

  valid = g_utf8_make_valid (message, length);

  return confab_redact_keys (valid);
}

/**
 * confab_provider_error_new:
 * @code: the kind
 * @http_status: the HTTP status, or 0 when there was none
 * @provider_code: (nullable): the provider's own word for it
 * @retry_after_ms: how long the provider asks to wait in milliseconds, or -1
 * @message: the provider's sentence, or ours; it is redacted
 *
 * Returns: (transfer full): the error
 */
GError *
confab_provider_error_new (ConfabProviderError  code,
                           guint                http_status,
                           const char          *provider_code,
                           gint64               retry_after_ms,
                           const char          *message)
{
  g_autofree char *redacted = NULL;
  ConfabProviderErrorPrivate *priv;
  GError *error;

  g_return_val_if_fail (message != NULL, NULL);

  redacted = confab_provider_error_redact (message);
  error = g_error_new_literal (CONFAB_PROVIDER_ERROR, code, redacted);
  priv = confab_provider_error_get_private (error);
  priv->http_status = http_status;
  priv->provider_code = provider_code != NULL ? confab_provider_error_redact (provider_code) : NULL;
  /* A provider may name any number, and a time is made of it. */
  priv->retry_after_ms = MIN (retry_after_ms, G_MAXINT64 / 4000);
  if (retry_after_ms >= 0)
    priv->retry_at_us = g_get_real_time () + priv->retry_after_ms * 1000;

  return error;
}

/**
 * confab_provider_error_get_http_status:
 * @error: an error of %CONFAB_PROVIDER_ERROR
 *
 * Returns: the HTTP status, or 0
 */
guint
confab_provider_error_get_http_status (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == CONFAB_PROVIDER_ERROR, 0);

  return confab_provider_error_get_private (error)->http_status;
}

/**
 * confab_provider_error_get_provider_code:
 * @error: an error of %CONFAB_PROVIDER_ERROR
 *
 * Returns: (transfer none) (nullable): the provider's own word for it
 */
const char *
confab_provider_error_get_provider_code (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == CONFAB_PROVIDER_ERROR, NULL);

  return confab_provider_error_get_private (error)->provider_code;
}

/**
 * confab_provider_error_get_retry_after_ms:
 * @error: an error of %CONFAB_PROVIDER_ERROR
 *
 * Returns: how long the provider asks to wait in milliseconds, or -1
 */
gint64
confab_provider_error_get_retry_after_ms (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == CONFAB_PROVIDER_ERROR, -1);

  return confab_provider_error_get_private (error)->retry_after_ms;
}

/**
 * confab_provider_error_get_retry_at_us:
 * @error: an error of %CONFAB_PROVIDER_ERROR
 *
 * Returns: until when the provider asks to wait, in microseconds since 1970 UTC, or -1
 */
gint64
confab_provider_error_get_retry_at_us (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == CONFAB_PROVIDER_ERROR, -1);

  return confab_provider_error_get_private (error)->retry_at_us;
}

/**
 * confab_provider_error_set_retry_at_us:
 * @error: an error of %CONFAB_PROVIDER_ERROR
 * @retry_at_us: until when the provider asks to wait, in microseconds since 1970 UTC, or -1
 *
 * Gives an error that was kept its time back, which does not begin anew because it was read again.
 */
void
confab_provider_error_set_retry_at_us (GError *error,
                                       gint64  retry_at_us)
{
  ConfabProviderErrorPrivate *priv;

  g_return_if_fail (error != NULL && error->domain == CONFAB_PROVIDER_ERROR);

  priv = confab_provider_error_get_private (error);
  priv->retry_at_us = MAX (retry_at_us, -1);
  priv->retry_after_ms = retry_at_us < 0 ? -1 : MAX (0, retry_at_us - g_get_real_time ()) / 1000;
}

/**
 * confab_provider_error_redact_secret:
 * @error: an error of any domain
 * @secret: (nullable): the key that was sent
 *
 * Takes the key out of what @error says, and of the provider's word for it. Keys are taken out by
 * their looks when an error is made; this is for the one that was really sent, however it looks.
 */
void
confab_provider_error_redact_secret (GError             *error,
                                     const ConfabSecret *secret)
{
  g_autofree char *message = NULL;

  g_return_if_fail (error != NULL);

  message = error->message;
  error->message = confab_redact_secret (message, secret);

  if (error->domain == CONFAB_PROVIDER_ERROR)
    {
      ConfabProviderErrorPrivate *priv = confab_provider_error_get_private (error);
      g_autofree char *word = priv->provider_code;

      priv->provider_code = word != NULL ? confab_redact_secret (word, secret) : NULL;
    }
}
