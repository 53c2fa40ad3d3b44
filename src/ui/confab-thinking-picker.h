/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_THINKING_PICKER (confab_thinking_picker_get_type ())
G_DECLARE_FINAL_TYPE (ConfabThinkingPicker, confab_thinking_picker, CONFAB, THINKING_PICKER, GtkWidget)

/* Signal "chosen" (ConfabThinkingLevel): the person chose a level. */
ConfabThinkingPicker *confab_thinking_picker_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void                  confab_thinking_picker_set_levels (ConfabThinkingPicker *self,
                                                         guint                 levels,
                                                         gboolean              never_off,
                                                         ConfabThinkingLevel   selected);
void                  confab_thinking_picker_set_once   (ConfabThinkingPicker *self,
                                                         gboolean              once);
ConfabThinkingLevel   confab_thinking_picker_get_selected (ConfabThinkingPicker *self);

const char           *confab_thinking_picker_get_word   (ConfabThinkingLevel   level,
                                                         gboolean              never_off);
void       confab_thinking_picker_follow    (ConfabThinkingPicker *self,
                                             ConfabChat           *chat);

G_END_DECLS
