/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-certificate-reader"

#include "config.h"

#include "confab-certificate-reader.h"

#include <string.h>

#include <gnutls/x509.h>

#include "confab-net-error.h"

/* Takes what stands in certificates out of them. Pure: the same bytes give the same words. */

#define PEM_BEGIN "-----BEGIN CERTIFICATE-----"
#define PEM_END "-----END CERTIFICATE-----"

/* A certificate may be made for hundreds of hosts; some are enough to see whose it is. */
#define MAX_NAMES 8
#define MAX_TEXT_BYTES 256

static GByteArray *
dup_der (GTlsCertificate *certificate)
{
  GByteArray *der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);

  return der;
}

/* Anybody can write anything into a certificate. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *cleaned = g_string_new (NULL);

  for (const char *p = valid; *p != '\0' && cleaned->len < MAX_TEXT_BYTES; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (g_unichar_isprint (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (cleaned, c);
    }
  g_strstrip (cleaned->str);
  if (*cleaned->str == '\0')
    {
      g_string_free (cleaned, TRUE);
      return NULL;
    }

  return g_string_free (cleaned, FALSE);
}

typedef int (*PartFunc) (gnutls_x509_crt_t  certificate,
                         const char        *oid,
                         unsigned           index,
                         unsigned           raw,
                         void              *buffer,
                         size_t            *size);

static char *
dup_part (gnutls_x509_crt_t  certificate,
          PartFunc           get,
          const char        *oid)
{
  char text[MAX_TEXT_BYTES + 1];
  size_t size = sizeof text - 1;

  if (get (certificate, oid, 0, 0, text, &size) != GNUTLS_E_SUCCESS)
    return NULL;

  text[MIN (size, sizeof text - 1)] = '\0';
  return clean (text);
}

static char *
dup_either (gnutls_x509_crt_t  certificate,
            PartFunc           get,
            const char        *first_oid,
            const char        *second_oid)
{
  char *text = dup_part (certificate, get, first_oid);

  return text != NULL ? text : dup_part (certificate, get, second_oid);
}

static char *
dup_name (const char   *data,
          size_t        size,
          unsigned int  type)
{
  g_autofree char *text = NULL;

  if (type == GNUTLS_SAN_IPADDRESS)
    {
      g_autoptr(GInetAddress) address = NULL;

      if (size != 4 && size != 16)
        return NULL;
      address = g_inet_address_new_from_bytes ((const guint8 *) data,
                                               size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
      return g_inet_address_to_string (address);
    }
  if (type != GNUTLS_SAN_DNSNAME)
    return NULL;

  text = g_strndup (data, size);
  return clean (text);
}

static char *
dup_names (gnutls_x509_crt_t certificate)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;
  guint n_names = 0;

  for (unsigned int i = 0; n_names < MAX_NAMES; i++)
    {
      char data[MAX_TEXT_BYTES];
      size_t size = sizeof data;
      unsigned int type = 0;
      g_autofree char *name = NULL;
      const int result = gnutls_x509_crt_get_subject_alt_name2 (certificate, i, data, &size, &type, NULL);

      if (result == GNUTLS_E_SHORT_MEMORY_BUFFER)
        continue;
      if (result < 0)
        break;
      if ((name = dup_name (data, size, type)) != NULL)
        {
          g_strv_builder_add (builder, name);
          n_names++;
        }
    }

  names = g_strv_builder_end (builder);
  return n_names > 0 ? g_strjoinv (", ", names) : NULL;
}

static gint64
to_us (time_t time)
{
  return time == (time_t) -1 ? 0 : (gint64) time * G_USEC_PER_SEC;
}

/**
 * confab_certificate_reader_dup_sha256:
 * @certificate: a certificate
 *
 * Returns: (transfer full): its fingerprint, in 64 hexadecimal digits in small letters
 */
char *
confab_certificate_reader_dup_sha256 (GTlsCertificate *certificate)
{
  g_autoptr(GByteArray) der = NULL;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  der = dup_der (certificate);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

/**
 * confab_certificate_reader_describe:
 * @certificate: a certificate
 * @flags: what the system finds wrong with it
 *
 * Returns: (transfer full): what a person needs to know of it
 */
ConfabCertificate *
confab_certificate_reader_describe (GTlsCertificate      *certificate,
                                    GTlsCertificateFlags  flags)
{
  g_autofree char *sha256 = confab_certificate_reader_dup_sha256 (certificate);
  g_autofree char *subject = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *names = NULL;
  g_autoptr(GByteArray) der = dup_der (certificate);
  gnutls_datum_t datum = { der->data, der->len };
  gnutls_x509_crt_t read = NULL;
  gint64 valid_from_us = 0, valid_until_us = 0;

  if (gnutls_x509_crt_init (&read) == GNUTLS_E_SUCCESS &&
      gnutls_x509_crt_import (read, &datum, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS)
    {
      /* A host is known by its name, and who signs certificates by that of the organization. */
      names = dup_names (read);
      subject = dup_either (read, gnutls_x509_crt_get_dn_by_oid, GNUTLS_OID_X520_COMMON_NAME,
                            GNUTLS_OID_X520_ORGANIZATION_NAME);
      issuer = dup_either (read, gnutls_x509_crt_get_issuer_dn_by_oid, GNUTLS_OID_X520_ORGANIZATION_NAME,
                           GNUTLS_OID_X520_COMMON_NAME);
      valid_from_us = to_us (gnutls_x509_crt_get_activation_time (read));
      valid_until_us = to_us (gnutls_x509_crt_get_expiration_time (read));
    }
  if (read != NULL)
    gnutls_x509_crt_deinit (read);

  return confab_certificate_new (sha256, subject != NULL ? subject : names, issuer, names, valid_from_us,
                                 valid_until_us, flags);
}

/**
 * confab_certificate_reader_parse:
 * @pem: certificates in PEM, one after the other; what stands between them does not matter
 * @error: return location
 *
 * Takes some microseconds for each certificate, and so belongs into a thread.
 *
 * Returns: (transfer full) (element-type GTlsCertificate): the certificates, one at least; otherwise
 *   %CONFAB_NET_ERROR_POLICY
 */
GPtrArray *
confab_certificate_reader_parse (const char  *pem,
                                 GError     **error)
{
  g_autoptr(GPtrArray) certificates = g_ptr_array_new_with_free_func (g_object_unref);
  const char *begin = pem;

  g_return_val_if_fail (pem != NULL, NULL);

  if (strlen (pem) > CONFAB_CERTIFICATE_READER_MAX_BYTES)
    {
      g_set_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_POLICY,
                   "the additional certificates are over the limit of %d bytes",
                   CONFAB_CERTIFICATE_READER_MAX_BYTES);
      return NULL;
    }

  while ((begin = strstr (begin, PEM_BEGIN)) != NULL)
    {
      const char *end = strstr (begin, PEM_END);
      GTlsCertificate *certificate = NULL;

      if (end != NULL)
        certificate = g_tls_certificate_new_from_pem (begin, end + strlen (PEM_END) - begin, NULL);
      if (certificate == NULL || certificates->len == CONFAB_CERTIFICATE_READER_MAX_AUTHORITIES)
        {
          g_clear_object (&certificate);
          g_set_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_POLICY,
                       "additional certificate %u cannot be read", certificates->len + 1);
          return NULL;
        }

      g_ptr_array_add (certificates, certificate);
      begin = end + strlen (PEM_END);
    }

  if (certificates->len == 0)
    {
      g_set_error_literal (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_POLICY,
                           "the additional certificates are not in PEM");
      return NULL;
    }

  return g_steal_pointer (&certificates);
}
