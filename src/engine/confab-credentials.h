/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credential.h"
#include "confab-http-request.h"
#include "confab-keyring.h"
#include "confab-provider-record.h"
#include "confab-session-keys.h"
#include "confab-transport.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CREDENTIALS (confab_credentials_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCredentials, confab_credentials, CONFAB, CREDENTIALS, GObject)

ConfabCredentials *confab_credentials_new              (ConfabKeyring         *keyring,
                                                        ConfabTransport       *transport) G_GNUC_WARN_UNUSED_RESULT;
ConfabSessionKeys *confab_credentials_get_session_keys (ConfabCredentials     *self);
const char        *confab_credentials_get_secret_id    (const char            *provider_id,
                                                        ConfabProviderRecord  *record);
void               confab_credentials_resolve_async    (ConfabCredentials     *self,
                                                        ConfabProviderType    *type,
                                                        const char            *provider_id,
                                                        ConfabProviderRecord  *record,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
void               confab_credentials_survey_async     (ConfabCredentials     *self,
                                                        ConfabProviderType    *type,
                                                        const char            *provider_id,
                                                        ConfabProviderRecord  *record,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
ConfabCredential  *confab_credentials_resolve_finish   (ConfabCredentials     *self,
                                                        GAsyncResult          *result,
                                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void               confab_credentials_authorize_async  (ConfabCredentials     *self,
                                                        ConfabCredential      *credential,
                                                        ConfabProvider        *provider,
                                                        ConfabHttpRequest     *request,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
gboolean           confab_credentials_authorize_finish (ConfabCredentials     *self,
                                                        GAsyncResult          *result,
                                                        GError               **error);
gboolean           confab_credentials_renew            (ConfabCredentials     *self,
                                                        ConfabCredential      *credential);

G_END_DECLS
