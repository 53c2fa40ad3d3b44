/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_LOCAL_MODELS_PAGE (confab_local_models_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLocalModelsPage, confab_local_models_page, CONFAB, LOCAL_MODELS_PAGE, AdwPreferencesPage)

void confab_local_models_page_set_registry (ConfabLocalModelsPage *self,
                                            ConfabRegistry        *registry);

G_END_DECLS
