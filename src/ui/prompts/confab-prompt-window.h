/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-prompts.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PROMPT_WINDOW (confab_prompt_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPromptWindow, confab_prompt_window, CONFAB, PROMPT_WINDOW, AdwWindow)

GtkWidget *confab_prompt_window_new (GtkWindow     *parent,
                                     ConfabPrompts *prompts,
                                     ConfabPrompt  *prompt) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
