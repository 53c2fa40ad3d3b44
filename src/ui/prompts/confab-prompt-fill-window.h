/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-prompt.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PROMPT_FILL_WINDOW (confab_prompt_fill_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPromptFillWindow, confab_prompt_fill_window, CONFAB, PROMPT_FILL_WINDOW, AdwWindow)

gboolean   confab_prompt_fill_window_is_needed (ConfabPrompt *prompt);
GtkWidget *confab_prompt_fill_window_new       (GtkWindow    *parent,
                                                ConfabPrompt *prompt) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
