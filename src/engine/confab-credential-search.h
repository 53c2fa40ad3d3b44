/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credential.h"
#include "confab-keyring.h"
#include "confab-provider-record.h"
#include "confab-session-keys.h"

G_BEGIN_DECLS

void              confab_credential_search_async  (ConfabKeyring         *keyring,
                                                   ConfabSessionKeys     *session_keys,
                                                   ConfabProviderType    *type,
                                                   const char            *provider_id,
                                                   const char            *secret_id,
                                                   ConfabProviderRecord  *record,
                                                   gboolean               everywhere,
                                                   GCancellable          *cancellable,
                                                   GAsyncReadyCallback    callback,
                                                   gpointer               user_data);
ConfabCredential *confab_credential_search_finish (ConfabKeyring         *keyring,
                                                   GAsyncResult          *result,
                                                   GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
