/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* The preferences that the engine goes by, in the window as in the terminal. */
#define CONFAB_SETTING_DEFAULT_THINKING  "default-thinking"
#define CONFAB_SETTING_ASK_OTHERS        "ask-others"
#define CONFAB_SETTING_THINKING_MODEL    "thinking-model"
#define CONFAB_SETTING_NAME_CONVERSATIONS "name-conversations"
#define CONFAB_SETTING_TITLE_MODEL       "title-model"
#define CONFAB_SETTING_PROMPTS           "prompts"
#define CONFAB_SETTING_FAVORITE_MODELS   "favorite-models"
