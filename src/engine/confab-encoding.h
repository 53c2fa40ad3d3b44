/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-dialect.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void               confab_encoding_chat_async  (const ConfabDialect      *dialect,
                                                const ConfabChatRequest  *request,
                                                GCancellable             *cancellable,
                                                GAsyncReadyCallback       callback,
                                                gpointer                  user_data);
ConfabWireRequest *confab_encoding_chat_finish (GAsyncResult             *result,
                                                GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
