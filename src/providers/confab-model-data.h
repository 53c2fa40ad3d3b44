/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-model-info.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_MODEL_DATA (confab_model_data_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelData, confab_model_data, CONFAB, MODEL_DATA, GObject)

ConfabModelData *confab_model_data_new_builtin (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabModelData *confab_model_data_new_parse   (GBytes           *json,
                                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;
ConfabModelData *confab_model_data_new_overlay (ConfabModelData  *data,
                                                ConfabModelData  *newer) G_GNUC_WARN_UNUSED_RESULT;
const char      *confab_model_data_get_date    (ConfabModelData  *self);
ConfabModelInfo *confab_model_data_lookup      (ConfabModelData  *self,
                                                const char       *type_id,
                                                const char       *model) G_GNUC_WARN_UNUSED_RESULT;
gboolean         confab_model_data_complete    (ConfabModelData  *self,
                                                const char       *type_id,
                                                ConfabModelInfo  *model);

G_END_DECLS
