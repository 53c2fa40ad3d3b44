/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_THINKING_GROUP (confab_thinking_group_get_type ())
G_DECLARE_FINAL_TYPE (ConfabThinkingGroup, confab_thinking_group, CONFAB, THINKING_GROUP, AdwPreferencesGroup)

void confab_thinking_group_set_context (ConfabThinkingGroup *self,
                                        ConfabContext       *context,
                                        GSettings           *settings);

G_END_DECLS
