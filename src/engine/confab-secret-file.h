/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void          confab_secret_file_load_async  (GFile                *file,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
ConfabSecret *confab_secret_file_load_finish (GFile                *file,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
