/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider.h"

G_BEGIN_DECLS

/**
 * ConfabModelGroup:
 * @CONFAB_MODEL_GROUP_FAVORITES: what the person wants to have at hand
 * @CONFAB_MODEL_GROUP_RECENT: what was used last
 * @CONFAB_MODEL_GROUP_PROVIDER: what one provider lists
 * @CONFAB_MODEL_GROUP_TYPED: what nobody lists, but the person typed
 *
 * Why a line of the list is where it is.
 */
typedef enum
{
  CONFAB_MODEL_GROUP_FAVORITES,
  CONFAB_MODEL_GROUP_RECENT,
  CONFAB_MODEL_GROUP_PROVIDER,
  CONFAB_MODEL_GROUP_TYPED,
} ConfabModelGroup;

#define CONFAB_TYPE_MODEL_CHOICE (confab_model_choice_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelChoice, confab_model_choice, CONFAB, MODEL_CHOICE, GObject)

ConfabModelChoice *confab_model_choice_new_heading     (ConfabModelGroup   group,
                                                        ConfabProvider    *provider) G_GNUC_WARN_UNUSED_RESULT;
ConfabModelChoice *confab_model_choice_new             (ConfabModelGroup   group,
                                                        const char        *provider_id,
                                                        ConfabProvider    *provider,
                                                        ConfabModelInfo   *model) G_GNUC_WARN_UNUSED_RESULT;
ConfabModelGroup   confab_model_choice_get_group       (ConfabModelChoice *self);
const char        *confab_model_choice_get_provider_id (ConfabModelChoice *self);
ConfabProvider    *confab_model_choice_get_provider    (ConfabModelChoice *self);
ConfabModelInfo   *confab_model_choice_get_model       (ConfabModelChoice *self);
gboolean           confab_model_choice_get_usable      (ConfabModelChoice *self);
gboolean           confab_model_choice_get_unlisted    (ConfabModelChoice *self);
void               confab_model_choice_set_unlisted    (ConfabModelChoice *self,
                                                        gboolean           unlisted);
gboolean           confab_model_choice_get_ambiguous   (ConfabModelChoice *self);
void               confab_model_choice_set_ambiguous   (ConfabModelChoice *self,
                                                        gboolean           ambiguous);

G_END_DECLS
