/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ConfabImportFiles ConfabImportFiles;

/* Takes bytes of a file with conversations. */
typedef gboolean (*ConfabImportFilesFunc) (const char  *data,
                                           gsize        length,
                                           gpointer     user_data,
                                           GError     **error);

ConfabImportFiles *confab_import_files_open   (const char             *path,
                                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void               confab_import_files_free   (ConfabImportFiles      *self);
guint64            confab_import_files_get_total (ConfabImportFiles   *self);
GPtrArray         *confab_import_files_get_names (ConfabImportFiles   *self);
gboolean           confab_import_files_read   (ConfabImportFiles      *self,
                                               const char             *name,
                                               ConfabImportFilesFunc   func,
                                               gpointer                user_data,
                                               GCancellable           *cancellable,
                                               GError                **error);
GBytes            *confab_import_files_lookup (ConfabImportFiles      *self,
                                               const char             *reference,
                                               char                  **name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabImportFiles, confab_import_files_free)

G_END_DECLS
