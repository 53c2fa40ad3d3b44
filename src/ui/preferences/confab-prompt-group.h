/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROMPT_GROUP (confab_prompt_group_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPromptGroup, confab_prompt_group, CONFAB, PROMPT_GROUP, AdwPreferencesGroup)

void confab_prompt_group_set_settings (ConfabPromptGroup *self,
                                       GSettings         *settings);

G_END_DECLS
