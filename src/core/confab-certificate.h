/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CERTIFICATE (confab_certificate_get_type ())

typedef struct _ConfabCertificate ConfabCertificate;

GType                 confab_certificate_get_type          (void) G_GNUC_CONST;
ConfabCertificate    *confab_certificate_new               (const char           *sha256,
                                                            const char           *subject,
                                                            const char           *issuer,
                                                            const char           *names,
                                                            gint64                valid_from_us,
                                                            gint64                valid_until_us,
                                                            GTlsCertificateFlags  flags) G_GNUC_WARN_UNUSED_RESULT;
ConfabCertificate    *confab_certificate_ref               (ConfabCertificate    *self);
void                  confab_certificate_unref             (ConfabCertificate    *self);
const char           *confab_certificate_get_sha256        (ConfabCertificate    *self);
const char           *confab_certificate_get_subject       (ConfabCertificate    *self);
const char           *confab_certificate_get_issuer        (ConfabCertificate    *self);
const char           *confab_certificate_get_names         (ConfabCertificate    *self);
gint64                confab_certificate_get_valid_from_us (ConfabCertificate    *self);
gint64                confab_certificate_get_valid_until_us (ConfabCertificate   *self);
GTlsCertificateFlags  confab_certificate_get_flags         (ConfabCertificate    *self);

char                 *confab_certificate_normalize_sha256  (const char           *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCertificate, confab_certificate_unref)

G_END_DECLS
