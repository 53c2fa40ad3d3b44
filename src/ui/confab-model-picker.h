/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-favorite-models.h"
#include "confab-registry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_MODEL_PICKER (confab_model_picker_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelPicker, confab_model_picker, CONFAB, MODEL_PICKER, GtkWidget)

ConfabModelPicker *confab_model_picker_new          (ConfabRegistry       *registry,
                                                     ConfabFavoriteModels *favorites,
                                                     GListModel           *conversations) G_GNUC_WARN_UNUSED_RESULT;
void               confab_model_picker_set_selected (ConfabModelPicker    *self,
                                                     ConfabProvider       *provider,
                                                     const char           *model);
void               confab_model_picker_offer_once   (ConfabModelPicker    *self);
void               confab_model_picker_set_once     (ConfabModelPicker    *self,
                                                     gboolean              once);
void               confab_model_picker_popup        (ConfabModelPicker    *self);

G_END_DECLS
