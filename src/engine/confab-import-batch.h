/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-import-store.h"

G_BEGIN_DECLS

typedef struct _ConfabImportBatch ConfabImportBatch;

ConfabImportBatch *confab_import_batch_new     (ConfabHistorySession  *session,
                                                ConfabImportStore     *store) G_GNUC_WARN_UNUSED_RESULT;
void               confab_import_batch_free    (ConfabImportBatch     *self);
gboolean           confab_import_batch_begin   (ConfabImportBatch     *self,
                                                ConfabConversation    *conversation,
                                                GError               **error);
gboolean           confab_import_batch_message (ConfabImportBatch     *self,
                                                ConfabMessage         *message,
                                                GError               **error);
gboolean           confab_import_batch_end     (ConfabImportBatch     *self,
                                                GError               **error);
gboolean           confab_import_batch_flush   (ConfabImportBatch     *self,
                                                GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabImportBatch, confab_import_batch_free)

G_END_DECLS
