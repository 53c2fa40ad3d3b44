/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-chat.h"
#include "confab-prompts.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_INSTRUCTIONS_WINDOW (confab_instructions_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabInstructionsWindow, confab_instructions_window, CONFAB, INSTRUCTIONS_WINDOW, AdwWindow)

GtkWidget *confab_instructions_window_new (GtkWindow     *parent,
                                           ConfabChat    *chat,
                                           ConfabPrompts *prompts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
