/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credentials.h"
#include "confab-dialect.h"
#include "confab-provider.h"
#include "confab-transport.h"

G_BEGIN_DECLS

ConfabWireRequest *confab_question_new        (ConfabProvider       *provider,
                                               const ConfabDialect  *dialect,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void               confab_question_ask_async  (ConfabProvider       *provider,
                                               ConfabTransport      *transport,
                                               ConfabCredentials    *credentials,
                                               ConfabCredential     *credential,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
char              *confab_question_ask_finish (ConfabProvider       *provider,
                                               GAsyncResult         *result,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
