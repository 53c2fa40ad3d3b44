/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-certificate"

#include "config.h"

#include "confab-certificate.h"

#include <string.h>

#define SHA256_DIGITS 64

/**
 * ConfabCertificate:
 *
 * What a person needs to know of a certificate that a server offered, to decide whether it is the
 * server's own. Immutable.
 */
struct _ConfabCertificate
{
  gatomicrefcount       ref_count;

  char                 *sha256;          /* owned */
  char                 *subject;         /* owned, nullable */
  char                 *issuer;          /* owned, nullable */
  char                 *names;           /* owned, nullable */
  gint64                valid_from_us;
  gint64                valid_until_us;
  GTlsCertificateFlags  flags;
};

G_DEFINE_BOXED_TYPE (ConfabCertificate, confab_certificate, confab_certificate_ref, confab_certificate_unref)

/**
 * confab_certificate_new:
 * @sha256: the fingerprint: SHA-256 of the certificate's DER in hexadecimal digits
 * @subject: (nullable): whose it is
 * @issuer: (nullable): who vouches for it
 * @names: (nullable): the hosts that it is made for, with commas between them
 * @valid_from_us: since when it is valid, in microseconds since 1970 UTC, or 0 where that is not known
 * @valid_until_us: until when, likewise
 * @flags: what the system finds wrong with it
 *
 * Returns: (transfer full): the description
 */
ConfabCertificate *
confab_certificate_new (const char           *sha256,
                        const char           *subject,
                        const char           *issuer,
                        const char           *names,
                        gint64                valid_from_us,
                        gint64                valid_until_us,
                        GTlsCertificateFlags  flags)
{
  ConfabCertificate *self;

  g_return_val_if_fail (sha256 != NULL, NULL);

  self = g_new0 (ConfabCertificate, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->sha256 = g_strdup (sha256);
  self->subject = g_strdup (subject);
  self->issuer = g_strdup (issuer);
  self->names = g_strdup (names);
  self->valid_from_us = valid_from_us;
  self->valid_until_us = valid_until_us;
  self->flags = flags;

  return self;
}

/**
 * confab_certificate_ref:
 * @self: a description
 *
 * Returns: (transfer full): the same description
 */
ConfabCertificate *
confab_certificate_ref (ConfabCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * confab_certificate_unref:
 * @self: (transfer full): a description
 *
 * Gives up a reference.
 */
void
confab_certificate_unref (ConfabCertificate *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->sha256);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->names);
  g_free (self);
}

/**
 * confab_certificate_get_sha256:
 * @self: a description
 *
 * Returns: (transfer none): the fingerprint, 64 hexadecimal digits in small letters
 */
const char *
confab_certificate_get_sha256 (ConfabCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sha256;
}

/**
 * confab_certificate_get_subject:
 * @self: a description
 *
 * Returns: (transfer none) (nullable): whose it is
 */
const char *
confab_certificate_get_subject (ConfabCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->subject;
}

/**
 * confab_certificate_get_issuer:
 * @self: a description
 *
 * Returns: (transfer none) (nullable): who vouches for it
 */
const char *
confab_certificate_get_issuer (ConfabCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->issuer;
}

/**
 * confab_certificate_get_names:
 * @self: a description
 *
 * Returns: (transfer none) (nullable): the hosts that it is made for
 */
const char *
confab_certificate_get_names (ConfabCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->names;
}

/**
 * confab_certificate_get_valid_from_us:
 * @self: a description
 *
 * Returns: since when it is valid, in microseconds since 1970 UTC, or 0
 */
gint64
confab_certificate_get_valid_from_us (ConfabCertificate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->valid_from_us;
}

/**
 * confab_certificate_get_valid_until_us:
 * @self: a description
 *
 * Returns: until when it is valid, in microseconds since 1970 UTC, or 0
 */
gint64
confab_certificate_get_valid_until_us (ConfabCertificate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->valid_until_us;
}

/**
 * confab_certificate_get_flags:
 * @self: a description
 *
 * Returns: what the system finds wrong with it; nothing for one that it trusts
 */
GTlsCertificateFlags
confab_certificate_get_flags (ConfabCertificate *self)
{
  g_return_val_if_fail (self != NULL, G_TLS_CERTIFICATE_NO_FLAGS);

  return self->flags;
}

/**
 * confab_certificate_normalize_sha256:
 * @text: a fingerprint as a person or a tool writes it: in large or small letters, with or without
 *   colons or spaces, perhaps after `sha256:`
 *
 * Returns: (transfer full) (nullable): it in 64 small digits, or %NULL when it is none
 */
char *
confab_certificate_normalize_sha256 (const char *text)
{
  g_autoptr(GString) digits = g_string_sized_new (SHA256_DIGITS);

  g_return_val_if_fail (text != NULL, NULL);

  while (g_ascii_isspace (*text))
    text++;
  if (g_ascii_strncasecmp (text, "sha256:", strlen ("sha256:")) == 0)
    text += strlen ("sha256:");

  for (; *text != '\0'; text++)
    if (g_ascii_isxdigit (*text) && digits->len < SHA256_DIGITS)
      g_string_append_c (digits, g_ascii_tolower (*text));
    else if (*text != ':' && !g_ascii_isspace (*text))
      return NULL;

  return digits->len == SHA256_DIGITS ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}
