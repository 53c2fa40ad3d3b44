/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-option-connection"

#include "config.h"

#include "confab-provider-option-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* How a provider is connected to: by which way, for how long, and with whose word for who it is. */

/* Hexadecimal digits of a SHA-256. */
#define N_PIN_DIGITS 64

#define CERTIFICATE_BEGIN "-----BEGIN CERTIFICATE-----"
#define CERTIFICATE_END   "-----END CERTIFICATE-----"

/* confab_provider_option_check_seconds:
 *
 * Returns: (transfer full): a number, with a point where it is none of whole seconds
 */
char *
confab_provider_option_check_seconds (const char  *text,
                                      GError     **error)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double seconds;

  /* No “0x10”, no “inf” and no exponents, all of which the library reads. */
  if (!g_regex_match_simple ("^[0-9]{1,6}(\\.[0-9]{1,6})?$", text, G_REGEX_DOLLAR_ENDONLY, 0) ||
      (seconds = g_ascii_strtod (text, NULL)) > CONFAB_PROVIDER_OPTION_MAX_SECONDS)
    return confab_provider_option_refuse (error, _("Write a number of seconds from 0 to 86400, such as 30 or 2.5. "
                                                   "With 0 the wait has no end."));

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.12g", seconds));
}

static const char *
explain_proxy (GUri *uri)
{
  static const char * const schemes[] = { "http", "https", "socks5", "socks5h", NULL };
  const char *path = g_uri_get_path (uri);

  if (!g_strv_contains (schemes, g_uri_get_scheme (uri)))
    return _("The address of the proxy must begin with http://, https:// or socks5://.");
  if (g_uri_get_userinfo (uri) != NULL)
    return _("The address has a user name or a password in it, which would be kept in plain text. Leave them out.");
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return _("The address of the proxy has no host name.");
  if (g_uri_get_port (uri) == 0)
    return _("The port in the address must be a number from 1 to 65535.");
  if ((*path != '\0' && !g_str_equal (path, "/")) || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL)
    return _("The address of a proxy ends with the host or the port.");

  return NULL;
}

/* confab_provider_option_check_proxy:
 *
 * Returns: (transfer full): `direct`, or the address of a proxy with neither path nor password
 */
char *
confab_provider_option_check_proxy (const char  *text,
                                    GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  const char *sentence;
  const char *scheme;

  if (g_ascii_strcasecmp (text, "direct") == 0)
    return g_strdup ("direct");
  if (!g_regex_match_simple ("^[!-~]+$", text, G_REGEX_DOLLAR_ENDONLY, 0))
    return confab_provider_option_refuse (error, _("The address has a character inside that no address can have."));

  /* “proxy.example:3128” is read as a scheme and a path. */
  if (strstr (text, "://") == NULL)
    return confab_provider_option_refuse (error, _("Write the address of a proxy, such as http://proxy.example:3128, "
                                                   "or “direct” for none."));
  if (!(uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL)))
    return confab_provider_option_refuse (error, _("The address of the proxy cannot be understood."));
  if ((sentence = explain_proxy (uri)) != NULL)
    return confab_provider_option_refuse (error, sentence);

  /* GIO's always lets the proxy look up the name. */
  scheme = g_uri_get_scheme (uri);
  if (g_str_equal (scheme, "socks5h"))
    scheme = "socks5";

  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), g_uri_get_port (uri), "", NULL, NULL);
}

/* Without a TLS library there is nobody to ask, nor anything to connect with. */
static gboolean
is_certificate (const char *pem)
{
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoptr(GError) error = NULL;

  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);

  return certificate != NULL || g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE);
}

/* confab_provider_option_check_certificate:
 *
 * Returns: (transfer full): the certificates, without what stands around them
 */
char *
confab_provider_option_check_certificate (const char  *text,
                                          GError     **error)
{
  g_autoptr(GString) normal = g_string_new (NULL);
  const char *begin = text;

  if (strstr (text, "PRIVATE KEY-----") != NULL)
    return confab_provider_option_refuse (error, _("There is a private key in the text, which would be kept in plain "
                                                   "text. Leave it out; the certificate alone will do."));

  while ((begin = strstr (begin, CERTIFICATE_BEGIN)) != NULL)
    {
      const char *end = strstr (begin, CERTIFICATE_END);
      g_autofree char *pem = NULL;

      if (end == NULL)
        return confab_provider_option_refuse (error, _("The end of the certificate is missing."));
      end += strlen (CERTIFICATE_END);

      pem = g_strdup_printf ("%.*s\n", (int) (end - begin), begin);
      if (!is_certificate (pem))
        return confab_provider_option_refuse (error, _("A certificate in the text is damaged."));

      g_string_append (normal, pem);
      begin = end;
    }

  if (normal->len == 0)
    return confab_provider_option_refuse (error, _("There is no certificate in the text. It begins with "
                                                   "-----BEGIN CERTIFICATE-----."));

  g_string_truncate (normal, normal->len - 1);
  return g_string_free (g_steal_pointer (&normal), FALSE);
}

/* confab_provider_option_check_pin:
 *
 * Returns: (transfer full): 64 hexadecimal digits in small letters
 */
char *
confab_provider_option_check_pin (const char  *text,
                                  GError     **error)
{
  static const char * const prefixes[] = { "sha256 fingerprint=", "sha-256:", "sha256:", "sha256=" };
  g_autoptr(GString) digits = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_ascii_strncasecmp (text, prefixes[i], strlen (prefixes[i])) == 0)
      {
        text += strlen (prefixes[i]);
        break;
      }

  for (; *text != '\0'; text++)
    if (g_ascii_isxdigit (*text))
      g_string_append_c (digits, g_ascii_tolower (*text));
    else if (*text != ':' && *text != ' ')
      break;

  if (*text != '\0' || digits->len != N_PIN_DIGITS)
    return confab_provider_option_refuse (error, _("The fingerprint of a certificate by SHA-256 has 64 hexadecimal "
                                                   "digits, with or without colons."));

  return g_string_free (g_steal_pointer (&digits), FALSE);
}
