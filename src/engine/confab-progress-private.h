/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-progress.h"

G_BEGIN_DECLS

typedef struct _ConfabProgress ConfabProgress;

ConfabProgress *confab_progress_new    (ConfabProgressFunc  func,
                                        gpointer            user_data) G_GNUC_WARN_UNUSED_RESULT;
void            confab_progress_unref  (ConfabProgress     *self);
void            confab_progress_report (ConfabProgress     *self,
                                        guint64             done,
                                        guint64             total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabProgress, confab_progress_unref)

G_END_DECLS
