/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_WORKER (confab_worker_get_type ())
G_DECLARE_FINAL_TYPE (ConfabWorker, confab_worker, CONFAB, WORKER, GObject)

ConfabWorker *confab_worker_new        (const char      *name) G_GNUC_WARN_UNUSED_RESULT;
void          confab_worker_push       (ConfabWorker    *self,
                                        GTask           *task,
                                        GTaskThreadFunc  func);
void          confab_worker_push_last  (ConfabWorker    *self,
                                        GTask           *task,
                                        GTaskThreadFunc  func);
gboolean      confab_worker_is_current (ConfabWorker    *self);

G_END_DECLS
