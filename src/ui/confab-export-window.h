/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-context.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_EXPORT_WINDOW (confab_export_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabExportWindow, confab_export_window, CONFAB, EXPORT_WINDOW, AdwWindow)

ConfabExportWindow *confab_export_window_new (ConfabContext      *context,
                                              ConfabConversation *conversation);

G_END_DECLS
