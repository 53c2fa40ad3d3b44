/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-document-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void  confab_pdf_text_read_async  (GBytes              *pdf,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
char *confab_pdf_text_read_finish (GAsyncResult        *result,
                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
