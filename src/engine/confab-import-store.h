/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history-session.h"
#include "confab-import-report.h"

G_BEGIN_DECLS

typedef struct _ConfabImportStore ConfabImportStore;

ConfabImportStore *confab_import_store_new     (ConfabHistorySession  *session,
                                                ConfabImportReport    *report,
                                                GCancellable          *cancellable,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void               confab_import_store_free    (ConfabImportStore     *self);
void               confab_import_store_begin   (ConfabImportStore     *self,
                                                ConfabConversation    *conversation);
gboolean           confab_import_store_message (ConfabImportStore     *self,
                                                ConfabConversation    *conversation,
                                                ConfabMessage         *message,
                                                GError               **error);
gboolean           confab_import_store_end     (ConfabImportStore     *self,
                                                ConfabConversation    *conversation,
                                                GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabImportStore, confab_import_store_free)

G_END_DECLS
