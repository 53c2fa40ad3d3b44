/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-backup-report.h"
#include "confab-context.h"
#include "confab-progress.h"

G_BEGIN_DECLS

char               *confab_backup_dup_suggested_name (void) G_GNUC_WARN_UNUSED_RESULT;
void                confab_backup_async              (ConfabContext        *context,
                                                      GSettings            *settings,
                                                      GFile                *file,
                                                      ConfabProgressFunc    func,
                                                      gpointer              func_data,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
ConfabBackupReport *confab_backup_finish             (ConfabContext        *context,
                                                      GAsyncResult         *result,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                confab_restore_async             (ConfabContext        *context,
                                                      GSettings            *settings,
                                                      GFile                *file,
                                                      ConfabProgressFunc    func,
                                                      gpointer              func_data,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
ConfabBackupReport *confab_restore_finish            (ConfabContext        *context,
                                                      GAsyncResult         *result,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
