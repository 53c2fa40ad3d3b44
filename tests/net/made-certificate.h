/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsCertificate *made_certificate_new     (const char      *host,
                                           int              from_days,
                                           int              until_days,
                                           GTlsCertificate *authority) G_GNUC_WARN_UNUSED_RESULT;
GTlsCertificate *made_authority_new       (const char      *name) G_GNUC_WARN_UNUSED_RESULT;
char            *made_certificate_dup_pem (GTlsCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;
char            *made_certificate_dup_sha256 (GTlsCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
