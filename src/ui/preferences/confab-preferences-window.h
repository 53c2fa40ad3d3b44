/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PREFERENCES_WINDOW (confab_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPreferencesWindow, confab_preferences_window, CONFAB, PREFERENCES_WINDOW,
                      AdwWindow)

ConfabPreferencesWindow *confab_preferences_window_new           (ConfabContext           *context,
                                                                  GSettings               *settings) G_GNUC_WARN_UNUSED_RESULT;
void                     confab_preferences_window_show_provider (ConfabPreferencesWindow *self,
                                                                  const char              *provider_id);

G_END_DECLS
