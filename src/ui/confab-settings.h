/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-engine-settings.h"

/* The keys of data/io.github.confab.Confab.gschema.xml, spelt once. */
#define CONFAB_SETTING_WINDOW_WIDTH      "window-width"
#define CONFAB_SETTING_WINDOW_HEIGHT     "window-height"
#define CONFAB_SETTING_WINDOW_MAXIMIZED  "window-maximized"
#define CONFAB_SETTING_LAST_CONVERSATION "last-conversation"
#define CONFAB_SETTING_FIRST_RUN_DONE    "first-run-done"
#define CONFAB_SETTING_UNFOLDED          "unfolded"
