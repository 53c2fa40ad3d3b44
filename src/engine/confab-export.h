/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-export-format.h"
#include "confab-progress.h"

G_BEGIN_DECLS

char     *confab_export_dup_suggested_name (ConfabConversation         *conversation,
                                            ConfabExportFormat          format) G_GNUC_WARN_UNUSED_RESULT;
void      confab_export_async              (ConfabContext              *context,
                                            const char * const         *ids,
                                            GFile                      *file,
                                            const ConfabExportOptions  *options,
                                            ConfabProgressFunc          func,
                                            gpointer                    func_data,
                                            GCancellable               *cancellable,
                                            GAsyncReadyCallback         callback,
                                            gpointer                    user_data);
gboolean  confab_export_finish             (ConfabContext              *context,
                                            GAsyncResult               *result,
                                            guint                      *n_conversations,
                                            GError                    **error);

G_END_DECLS
