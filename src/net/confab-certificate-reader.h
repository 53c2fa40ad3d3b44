/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-certificate.h"

G_BEGIN_DECLS

/* The most certificates that a person's own list may hold, and its most bytes. That is far more than
 * any company signs with, and still read in milliseconds. */
#define CONFAB_CERTIFICATE_READER_MAX_AUTHORITIES 64
#define CONFAB_CERTIFICATE_READER_MAX_BYTES       (256 * 1024)

char              *confab_certificate_reader_dup_sha256      (GTlsCertificate       *certificate) G_GNUC_WARN_UNUSED_RESULT;
ConfabCertificate *confab_certificate_reader_describe        (GTlsCertificate       *certificate,
                                                              GTlsCertificateFlags   flags) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray         *confab_certificate_reader_parse           (const char            *pem,
                                                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
