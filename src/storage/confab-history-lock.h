/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-store-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ConfabHistoryLock ConfabHistoryLock;

ConfabHistoryLock *confab_history_lock_new     (const char         *path,
                                                GCancellable       *cancellable,
                                                GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void               confab_history_lock_free    (ConfabHistoryLock  *self);
gboolean           confab_history_lock_claim   (ConfabHistoryLock  *self,
                                                GError            **error);
void               confab_history_lock_unclaim (ConfabHistoryLock  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabHistoryLock, confab_history_lock_free)

G_END_DECLS
