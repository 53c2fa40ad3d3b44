/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-chat.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_DETAILS_WINDOW (confab_details_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDetailsWindow, confab_details_window, CONFAB, DETAILS_WINDOW, AdwWindow)

GtkWidget *confab_details_window_new (GtkWindow  *parent,
                                      ConfabChat *chat) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
