/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_TITLE_GROUP (confab_title_group_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTitleGroup, confab_title_group, CONFAB, TITLE_GROUP, AdwPreferencesGroup)

void confab_title_group_set_context (ConfabTitleGroup *self,
                                     ConfabContext    *context,
                                     GSettings        *settings);

G_END_DECLS
