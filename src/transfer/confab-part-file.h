/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ConfabPartFile ConfabPartFile;

ConfabPartFile *confab_part_file_new        (const char      *path,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            confab_part_file_free       (ConfabPartFile  *self);
GOutputStream  *confab_part_file_get_stream (ConfabPartFile  *self);
gboolean        confab_part_file_commit     (ConfabPartFile  *self,
                                             GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPartFile, confab_part_file_free)

G_END_DECLS
