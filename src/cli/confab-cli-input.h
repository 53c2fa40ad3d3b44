/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char     *confab_cli_input_to_utf8     (const char           *argument) G_GNUC_WARN_UNUSED_RESULT;
gboolean  confab_cli_input_is_piped    (void);
void      confab_cli_input_read_async  (GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void      confab_cli_input_read_file_async (const char        *path,
                                            GCancellable      *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer           user_data);
char     *confab_cli_input_read_finish (GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
