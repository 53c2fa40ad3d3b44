/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-exchange.h"

G_BEGIN_DECLS

void                confab_plain_call_open_async  (ConfabProvider        *provider,
                                                   ConfabWireRequest     *request,
                                                   ConfabExchangeTarget   target,
                                                   ConfabTransport       *transport,
                                                   ConfabCredentials     *credentials,
                                                   guint                  limit_ms,
                                                   GCancellable          *cancellable,
                                                   GAsyncReadyCallback    callback,
                                                   gpointer               user_data);
ConfabHttpResponse *confab_plain_call_open_finish (ConfabProvider        *provider,
                                                   GAsyncResult          *result,
                                                   GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void                confab_plain_call_async       (ConfabProvider        *provider,
                                                   ConfabWireRequest     *request,
                                                   ConfabTransport       *transport,
                                                   ConfabCredentials     *credentials,
                                                   guint                  limit_ms,
                                                   GCancellable          *cancellable,
                                                   GAsyncReadyCallback    callback,
                                                   gpointer               user_data);
GBytes             *confab_plain_call_finish      (ConfabProvider        *provider,
                                                   GAsyncResult          *result,
                                                   GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
