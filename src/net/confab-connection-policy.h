/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabTrust:
 * @CONFAB_TRUST_ACCEPTED: the connection may be used
 * @CONFAB_TRUST_REFUSED: nobody who is trusted vouches for the certificate
 * @CONFAB_TRUST_CHANGED: it is not the certificate that was pinned
 *
 * What a policy makes of a certificate.
 */
typedef enum
{
  CONFAB_TRUST_ACCEPTED,
  CONFAB_TRUST_REFUSED,
  CONFAB_TRUST_CHANGED,
} ConfabTrust;

#define CONFAB_TYPE_CONNECTION_POLICY (confab_connection_policy_get_type ())

typedef struct _ConfabConnectionPolicy ConfabConnectionPolicy;

GType                   confab_connection_policy_get_type     (void) G_GNUC_CONST;
ConfabConnectionPolicy *confab_connection_policy_new          (const char              *proxy,
                                                               const char              *authorities,
                                                               const char              *pin,
                                                               GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
ConfabConnectionPolicy *confab_connection_policy_ref          (ConfabConnectionPolicy  *self);
void                    confab_connection_policy_unref        (ConfabConnectionPolicy  *self);
gboolean                confab_connection_policy_equal        (gconstpointer            a,
                                                               gconstpointer            b);
guint                   confab_connection_policy_hash         (gconstpointer            self);
ConfabConnectionPolicy *confab_connection_policy_dup_unpinned (ConfabConnectionPolicy  *self) G_GNUC_WARN_UNUSED_RESULT;
const char             *confab_connection_policy_get_proxy    (ConfabConnectionPolicy  *self);
const char             *confab_connection_policy_get_authorities (ConfabConnectionPolicy *self);
const char             *confab_connection_policy_get_pin      (ConfabConnectionPolicy  *self);
ConfabTrust             confab_connection_policy_judge        (ConfabConnectionPolicy  *self,
                                                               GPtrArray               *authorities,
                                                               GTlsCertificate         *certificate,
                                                               GTlsCertificateFlags     flags,
                                                               GSocketConnectable      *identity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabConnectionPolicy, confab_connection_policy_unref)

G_END_DECLS
