/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_MODEL_CHOICE (confab_model_choice_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelChoice, confab_model_choice, CONFAB, MODEL_CHOICE, GObject)

ConfabProvider  *confab_model_choice_get_provider (ConfabModelChoice *self);
ConfabModelInfo *confab_model_choice_get_model    (ConfabModelChoice *self);
gboolean         confab_model_choice_get_typed    (ConfabModelChoice *self);
gboolean         confab_model_choice_get_recent   (ConfabModelChoice *self);

GPtrArray       *confab_model_choice_list         (ConfabRegistry    *registry,
                                                   GListModel        *conversations,
                                                   const char        *filter) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
