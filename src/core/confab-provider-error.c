/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-error"

#include "config.h"

#include "confab-provider-error.h"

#include <string.h>

/* The longest sentence of a provider that is kept, in bytes. Error pages can be megabytes. */
#define MAX_MESSAGE_BYTES 2000

/* A run of key characters at least this long, with a digit in it, is taken for a key. */
#define MIN_KEY_LENGTH 20

typedef struct
{
  guint  http_status;
  char  *provider_code;  /* owned, nullable */
  gint64 retry_after_ms;
} ConfabProviderErrorPrivate;

static void
confab_provider_error_private_init (ConfabProviderErrorPrivate *priv)
{
  priv->retry_after_ms = -1;
}

static void
confab_provider_error_private_copy (const ConfabProviderErrorPrivate *src,
                                    ConfabProviderErrorPrivate       *dest)
{
  dest->http_status = src->http_status;
  dest->provider_code = g_strdup (src->provider_code);
  dest->retry_after_ms = src->retry_after_ms;
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
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_ERROR_BAD_ADDRESS, "bad-address"))

static gboolean
is_key_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == '*' || c == '.';
}

/* A key is long, or masked with stars, or begins as keys of the field do, and holds a digit or a
 * star. Model names hold digits too but are shorter than MIN_KEY_LENGTH or start otherwise. */
static gboolean
looks_like_key (const char *word,
                gsize       length)
{
  static const char *const prefixes[] = {
    "sk-", "sk_", "gsk_", "xai-", "AIza", "csk-", "hf_", "fw_", "pplx-", "key-", "tgp_",
    "AKIA", "ASIA", "Bearer",
  };
  gboolean has_digit = FALSE;
  gboolean has_upper = FALSE;
  gboolean has_lower = FALSE;

  if (g_strstr_len (word, length, "***") != NULL)
    return TRUE;

  if (length >= 8)
    for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
      if (strncmp (word, prefixes[i], strlen (prefixes[i])) == 0)
        return TRUE;

  for (gsize i = 0; i < length; i++)
    {
      has_digit |= g_ascii_isdigit (word[i]);
      has_upper |= g_ascii_isupper (word[i]);
      has_lower |= g_ascii_islower (word[i]);
    }

  /* Request ids in lower case are worth keeping; mixed case at this length is a key. */
  return length >= MIN_KEY_LENGTH && has_digit && has_upper && has_lower;
}

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
  g_autoptr(GString) result = g_string_new (NULL);
  const char *p;

  g_return_val_if_fail (message != NULL, NULL);

  valid = g_utf8_make_valid (message, strnlen (message, MAX_MESSAGE_BYTES));

  for (p = valid; *p != '\0';)
    {
      gsize length = 0;

      while (is_key_char (p[length]))
        length++;

      if (length == 0)
        {
          g_string_append_c (result, *p++);
          continue;
        }

      if (looks_like_key (p, length))
        g_string_append (result, "[key]");
      else
        g_string_append_len (result, p, length);
      p += length;
    }

  return g_string_free (g_steal_pointer (&result), FALSE);
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
  priv->retry_after_ms = retry_after_ms;

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
