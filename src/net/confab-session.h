/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "confab-address-scope.h"
#include "confab-connection-policy.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_SESSION (confab_session_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSession, confab_session, CONFAB, SESSION, GObject)

ConfabSession  *confab_session_new                (ConfabConnectionPolicy *policy,
                                                   ConfabAddressReach      reach,
                                                   GTlsDatabase           *tls_database,
                                                   GProxyResolver         *proxy_resolver) G_GNUC_WARN_UNUSED_RESULT;
gboolean        confab_session_serves             (ConfabSession          *self,
                                                   ConfabConnectionPolicy *policy,
                                                   ConfabAddressReach      reach);
SoupSession    *confab_session_get_soup           (ConfabSession          *self);
void            confab_session_prepare_async      (ConfabSession          *self,
                                                   GAsyncReadyCallback     callback,
                                                   gpointer                user_data);
gboolean        confab_session_prepare_finish     (ConfabSession          *self,
                                                   GAsyncResult           *result,
                                                   GError                **error);
GProxyResolver *confab_session_get_proxy_resolver (ConfabSession          *self);
ConfabTrust     confab_session_judge              (ConfabSession          *self,
                                                   GTlsCertificate        *certificate,
                                                   GTlsCertificateFlags    flags,
                                                   GSocketConnectable     *identity);

G_END_DECLS
