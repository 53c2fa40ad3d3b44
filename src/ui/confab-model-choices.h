/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-favorite-models.h"
#include "confab-model-choice.h"
#include "confab-registry.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_MODEL_CHOICES (confab_model_choices_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelChoices, confab_model_choices, CONFAB, MODEL_CHOICES, GObject)

ConfabModelChoices *confab_model_choices_new (ConfabRegistry       *registry,
                                              ConfabFavoriteModels *favorites,
                                              GListModel           *conversations,
                                              const char           *filter) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
