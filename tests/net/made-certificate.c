/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "made-certificate.h"

#include <string.h>
#include <time.h>

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

/* Certificates of the moment, for what those in the fixtures cannot be: expired, not valid yet, signed
 * by an authority that is at hand. */

#define DAY (24 * 60 * 60)

static void
check (int result)
{
  if (result < 0)
    g_error ("%s", gnutls_strerror (result));
}

static GTlsCertificate *
to_gio (gnutls_x509_crt_t     certificate,
        gnutls_x509_privkey_t key)
{
  gnutls_datum_t parts[2] = { { NULL, 0 }, { NULL, 0 } };
  g_autoptr(GString) pem = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  GTlsCertificate *made;

  check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &parts[0]));
  check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &parts[1]));
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_string_append_len (pem, (const char *) parts[i].data, parts[i].size);
      gnutls_free (parts[i].data);
    }

  made = g_tls_certificate_new_from_pem (pem->str, pem->len, &error);
  g_assert_no_error (error);

  return made;
}

static void
load (GTlsCertificate       *certificate,
      gnutls_x509_crt_t      read,
      gnutls_x509_privkey_t  key)
{
  g_autofree char *certificate_pem = NULL;
  g_autofree char *key_pem = NULL;
  gnutls_datum_t datum;

  g_object_get (certificate, "certificate-pem", &certificate_pem, "private-key-pem", &key_pem, NULL);
  datum = (gnutls_datum_t) { (unsigned char *) certificate_pem, strlen (certificate_pem) };
  check (gnutls_x509_crt_import (read, &datum, GNUTLS_X509_FMT_PEM));
  datum = (gnutls_datum_t) { (unsigned char *) key_pem, strlen (key_pem) };
  check (gnutls_x509_privkey_import2 (key, &datum, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN));
}

static GTlsCertificate *
make (const char      *name,
      const char      *host,
      int              from_days,
      int              until_days,
      GTlsCertificate *authority)
{
  static guint64 serial;
  const time_t now = time (NULL);
  gnutls_x509_crt_t certificate, issuer;
  gnutls_x509_privkey_t key, issuer_key;
  unsigned char number[9];
  GTlsCertificate *made;

  check (gnutls_x509_crt_init (&certificate));
  check (gnutls_x509_crt_init (&issuer));
  check (gnutls_x509_privkey_init (&key));
  check (gnutls_x509_privkey_init (&issuer_key));

  check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  check (gnutls_x509_crt_set_version (certificate, 3));
  serial++;
  number[0] = 1;
  memcpy (number + 1, &serial, sizeof serial);
  check (gnutls_x509_crt_set_serial (certificate, number, sizeof number));
  check (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, strlen (name)));
  if (host == NULL)
    check (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_ORGANIZATION_NAME, 0, name, strlen (name)));
  check (gnutls_x509_crt_set_activation_time (certificate, now + (time_t) from_days * DAY));
  check (gnutls_x509_crt_set_expiration_time (certificate, now + (time_t) until_days * DAY));
  check (gnutls_x509_crt_set_key (certificate, key));
  check (gnutls_x509_crt_set_basic_constraints (certificate, host == NULL, -1));
  check (gnutls_x509_crt_set_key_usage (certificate, host == NULL ? GNUTLS_KEY_KEY_CERT_SIGN
                                                                  : GNUTLS_KEY_DIGITAL_SIGNATURE));
  if (host != NULL && g_hostname_is_ip_address (host))
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

      check (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS,
                                                   g_inet_address_to_bytes (address),
                                                   g_inet_address_get_native_size (address), GNUTLS_FSAN_SET));
    }
  else if (host != NULL)
    {
      check (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, host, strlen (host),
                                                   GNUTLS_FSAN_SET));
    }

  if (authority != NULL)
    {
      load (authority, issuer, issuer_key);
      check (gnutls_x509_crt_sign2 (certificate, issuer, issuer_key, GNUTLS_DIG_SHA256, 0));
    }
  else
    {
      check (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0));
    }
  made = to_gio (certificate, key);

  gnutls_x509_privkey_deinit (issuer_key);
  gnutls_x509_privkey_deinit (key);
  gnutls_x509_crt_deinit (issuer);
  gnutls_x509_crt_deinit (certificate);

  return made;
}

/* Days count from now; without an authority it vouches for itself. */
GTlsCertificate *
made_certificate_new (const char      *host,
                      int              from_days,
                      int              until_days,
                      GTlsCertificate *authority)
{
  return make (host, host, from_days, until_days, authority);
}

GTlsCertificate *
made_authority_new (const char *name)
{
  return make (name, NULL, -1, 1, NULL);
}

char *
made_certificate_dup_pem (GTlsCertificate *certificate)
{
  char *pem;

  g_object_get (certificate, "certificate-pem", &pem, NULL);

  return pem;
}

/* By another way than the program's. */
char *
made_certificate_dup_sha256 (GTlsCertificate *certificate)
{
  g_autofree char *pem = made_certificate_dup_pem (certificate);
  gnutls_datum_t datum = { (unsigned char *) pem, strlen (pem) };
  gnutls_x509_crt_t read;
  unsigned char digest[32];
  size_t size = sizeof digest;
  GString *text = g_string_new (NULL);

  check (gnutls_x509_crt_init (&read));
  check (gnutls_x509_crt_import (read, &datum, GNUTLS_X509_FMT_PEM));
  check (gnutls_x509_crt_get_fingerprint (read, GNUTLS_DIG_SHA256, digest, &size));
  gnutls_x509_crt_deinit (read);
  for (size_t i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", digest[i]);

  return g_string_free (text, FALSE);
}
