/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-prompts.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PROMPT_PICKER (confab_prompt_picker_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPromptPicker, confab_prompt_picker, CONFAB, PROMPT_PICKER, GtkWidget)

void confab_prompt_picker_set_prompts (ConfabPromptPicker *self,
                                       ConfabPrompts      *prompts);
void confab_prompt_picker_set_label   (ConfabPromptPicker *self,
                                       const char         *label);

G_END_DECLS
