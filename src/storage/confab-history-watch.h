/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history-lock.h"
#include "confab-history.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_HISTORY_WATCH (confab_history_watch_get_type ())
G_DECLARE_FINAL_TYPE (ConfabHistoryWatch, confab_history_watch, CONFAB, HISTORY_WATCH, GObject)

ConfabHistoryWatch *confab_history_watch_new      (ConfabHistory      *history) G_GNUC_WARN_UNUSED_RESULT;
void                confab_history_watch_catch_up (ConfabHistoryWatch *self);
void                confab_history_watch_stop     (ConfabHistoryWatch *self);
ConfabHistoryLock  *confab_history_watch_get_lock (ConfabHistoryWatch *self);

G_END_DECLS
