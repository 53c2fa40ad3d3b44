/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_MODEL_PREFERENCE_ROW (confab_model_preference_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelPreferenceRow, confab_model_preference_row, CONFAB, MODEL_PREFERENCE_ROW, AdwActionRow)

void confab_model_preference_row_bind (ConfabModelPreferenceRow *self,
                                       ConfabRegistry           *registry,
                                       GSettings                *settings,
                                       const char               *key);

G_END_DECLS
