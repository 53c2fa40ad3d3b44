/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-keyring.h"
#include "confab-provider-record.h"
#include "confab-provider.h"
#include "confab-secret.h"

G_BEGIN_DECLS

/**
 * ConfabCredential:
 * @secret: (nullable): the key, when @source says that there is one
 * @source: where it was found
 * @detail: (nullable): the name of the variable
 * @created_at_us: when it was stored, or 0
 *
 * A key and where it came from.
 */
typedef struct
{
  ConfabSecret    *secret;
  ConfabKeySource  source;
  char            *detail;
  gint64           created_at_us;
} ConfabCredential;

void confab_credential_free (ConfabCredential *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCredential, confab_credential_free)

const char       *confab_credentials_get_secret_id  (const char            *provider_id,
                                                     ConfabProviderRecord  *record);
void              confab_credentials_resolve_async  (ConfabKeyring         *keyring,
                                                     ConfabProviderType    *type,
                                                     const char            *provider_id,
                                                     ConfabProviderRecord  *record,
                                                     GCancellable          *cancellable,
                                                     GAsyncReadyCallback    callback,
                                                     gpointer               user_data);
ConfabCredential *confab_credentials_resolve_finish (ConfabKeyring         *keyring,
                                                     GAsyncResult          *result,
                                                     GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
