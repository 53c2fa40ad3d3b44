/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-store-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_RECORDS_FILE (confab_records_file_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRecordsFile, confab_records_file, CONFAB, RECORDS_FILE, GObject)

/**
 * ConfabRecordsUpdateFunc:
 * @current: (nullable): what is in the file now, or %NULL when there is none
 * @user_data: closure
 * @error: where to say why not
 *
 * Makes the new contents out of the current ones. Runs in a worker thread while the file is locked
 * against other processes, so it touches nothing but its arguments.
 *
 * Returns: (transfer full): the new contents, or %NULL with @error set to leave the file alone
 */
typedef GBytes *(*ConfabRecordsUpdateFunc) (GBytes    *current,
                                            gpointer   user_data,
                                            GError   **error);

ConfabRecordsFile *confab_records_file_new           (GFile                    *file) G_GNUC_WARN_UNUSED_RESULT;
GFile             *confab_records_file_get_file      (ConfabRecordsFile        *self);
void               confab_records_file_load_async    (ConfabRecordsFile        *self,
                                                      GCancellable             *cancellable,
                                                      GAsyncReadyCallback       callback,
                                                      gpointer                  user_data);
gboolean           confab_records_file_load_finish   (ConfabRecordsFile        *self,
                                                      GAsyncResult             *result,
                                                      GBytes                  **contents,
                                                      GError                  **error);
void               confab_records_file_update_async  (ConfabRecordsFile        *self,
                                                      ConfabRecordsUpdateFunc   func,
                                                      gpointer                  func_data,
                                                      GDestroyNotify            func_data_free,
                                                      GCancellable             *cancellable,
                                                      GAsyncReadyCallback       callback,
                                                      gpointer                  user_data);
gboolean           confab_records_file_update_finish (ConfabRecordsFile        *self,
                                                      GAsyncResult             *result,
                                                      GBytes                  **contents,
                                                      GError                  **error);
void               confab_records_file_set_aside_async  (ConfabRecordsFile     *self,
                                                         GBytes                *replacement,
                                                      GCancellable             *cancellable,
                                                      GAsyncReadyCallback       callback,
                                                      gpointer                  user_data);
GFile             *confab_records_file_set_aside_finish (ConfabRecordsFile     *self,
                                                      GAsyncResult             *result,
                                                      GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
