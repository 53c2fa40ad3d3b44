/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_MESSAGE_TEXT_WINDOW (confab_message_text_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMessageTextWindow, confab_message_text_window, CONFAB, MESSAGE_TEXT_WINDOW, AdwWindow)

GtkWindow *confab_message_text_window_new (GtkWindow  *parent,
                                           const char *text);

G_END_DECLS
