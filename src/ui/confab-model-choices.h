/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-favorite-models.h"
#include "confab-model-choice.h"
#include "confab-registry.h"

G_BEGIN_DECLS

GPtrArray *confab_model_choices_list (ConfabRegistry       *registry,
                                      ConfabFavoriteModels *favorites,
                                      GListModel           *conversations,
                                      const char           *filter) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
