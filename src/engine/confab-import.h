/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-import-report.h"
#include "confab-progress.h"

G_BEGIN_DECLS

void                confab_import_async  (ConfabContext        *context,
                                          GFile                *file,
                                          ConfabProgressFunc    func,
                                          gpointer              func_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
ConfabImportReport *confab_import_finish (ConfabContext        *context,
                                          GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
