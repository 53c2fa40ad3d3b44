/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-local-models.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_LOCAL_MODEL_ROW (confab_local_model_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLocalModelRow, confab_local_model_row, CONFAB, LOCAL_MODEL_ROW, AdwPreferencesRow)

ConfabLocalModelRow *confab_local_model_row_new (ConfabLocalModels *models,
                                                 ConfabLocalModel  *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
