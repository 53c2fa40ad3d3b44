/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-application.h"
#include "confab-context.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_WINDOW (confab_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabWindow, confab_window, CONFAB, WINDOW, AdwApplicationWindow)

ConfabWindow       *confab_window_new                (ConfabApplication *application,
                                                    ConfabContext     *context,
                                                    GSettings         *settings) G_GNUC_WARN_UNUSED_RESULT;
ConfabConversation *confab_window_get_conversation   (ConfabWindow      *self);
void                confab_window_providers_loaded   (ConfabWindow      *self);
void                confab_window_history_opened     (ConfabWindow      *self,
                                                    const GError      *error);
void                confab_window_add_toast          (ConfabWindow      *self,
                                                    AdwToast          *toast);

G_END_DECLS
