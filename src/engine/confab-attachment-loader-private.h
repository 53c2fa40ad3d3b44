/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document-error.h"
#include "confab-part.h"

G_BEGIN_DECLS

void        confab_attachment_loader_read_file_async   (GFile               *file,
                                                        GCancellable        *cancellable,
                                                        GAsyncReadyCallback  callback,
                                                        gpointer             user_data);
void        confab_attachment_loader_read_stream_async (GInputStream        *stream,
                                                        const char          *name,
                                                        GCancellable        *cancellable,
                                                        GAsyncReadyCallback  callback,
                                                        gpointer             user_data);
void        confab_attachment_loader_convert_async     (ConfabPart          *part,
                                                        guint                max_edge,
                                                        gsize                max_bytes,
                                                        GCancellable        *cancellable,
                                                        GAsyncReadyCallback  callback,
                                                        gpointer             user_data);
ConfabPart *confab_attachment_loader_finish            (GAsyncResult        *result,
                                                        GError             **text_error,
                                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
