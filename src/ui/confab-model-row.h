/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-favorite-models.h"
#include "confab-model-choice.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_MODEL_ROW (confab_model_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelRow, confab_model_row, CONFAB, MODEL_ROW, GtkWidget)

GtkWidget *confab_model_row_new        (ConfabFavoriteModels *favorites) G_GNUC_WARN_UNUSED_RESULT;
void       confab_model_row_set_choice (ConfabModelRow       *self,
                                        ConfabModelChoice    *choice);

G_END_DECLS
