/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transfer-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ConfabZipWriter ConfabZipWriter;

ConfabZipWriter *confab_zip_writer_new    (GOutputStream    *stream,
                                           GCancellable     *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void             confab_zip_writer_free   (ConfabZipWriter  *self);
gboolean         confab_zip_writer_begin  (ConfabZipWriter  *self,
                                           const char       *name,
                                           gint64            modified_at_us,
                                           GError          **error);
gboolean         confab_zip_writer_write  (ConfabZipWriter  *self,
                                           const void       *data,
                                           gsize             length,
                                           GError          **error);
gboolean         confab_zip_writer_finish (ConfabZipWriter  *self,
                                           GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabZipWriter, confab_zip_writer_free)

G_END_DECLS
