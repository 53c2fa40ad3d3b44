/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void          confab_cli_key_read_async  (const char           *prompt,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
ConfabSecret *confab_cli_key_read_finish (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
