/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-model-alias.h"
#include "confab-preset.h"
#include "confab-provider-type.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CATALOGUE (confab_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCatalogue, confab_catalogue, CONFAB, CATALOGUE, GObject)

ConfabCatalogue    *confab_catalogue_new_builtin (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabCatalogue    *confab_catalogue_new_parse   (GBytes           *json,
                                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;
guint               confab_catalogue_get_n_types (ConfabCatalogue  *self);
ConfabProviderType *confab_catalogue_get_type_at (ConfabCatalogue  *self,
                                                  guint             position);
ConfabProviderType *confab_catalogue_lookup      (ConfabCatalogue  *self,
                                                  const char       *id);
const ConfabModelAlias *confab_catalogue_lookup_alias (ConfabCatalogue *self,
                                                  const char       *name);
GPtrArray          *confab_catalogue_get_presets (ConfabCatalogue  *self);
ConfabProviderType *confab_catalogue_lookup_vendor (ConfabCatalogue *self,
                                                  const char       *base_url);

G_END_DECLS
