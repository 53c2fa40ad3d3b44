/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-local-models.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_LOCAL_SERVER_GROUP (confab_local_server_group_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLocalServerGroup, confab_local_server_group, CONFAB, LOCAL_SERVER_GROUP,
                      AdwPreferencesGroup)

ConfabLocalServerGroup *confab_local_server_group_new        (ConfabLocalModels      *models) G_GNUC_WARN_UNUSED_RESULT;
ConfabLocalModels      *confab_local_server_group_get_models (ConfabLocalServerGroup *self);

G_END_DECLS
