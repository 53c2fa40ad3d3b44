/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-model-traits.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabModelTraitSet:
 * @values: what is said
 * @said: a bit for each trait that anything is said of
 *
 * Some of the traits: those of all models of a provider, or those in which a few differ.
 */
typedef struct
{
  ConfabModelTraits values;
  guint             said;
} ConfabModelTraitSet;

gboolean confab_model_trait_set_read      (ConfabModelTraitSet        *self,
                                           JsonObject                 *object,
                                           GError                    **error);
void     confab_model_trait_set_complete  (ConfabModelTraitSet        *self,
                                           const ConfabModelTraitSet  *other);
void     confab_model_traits_add_names    (GPtrArray                  *names);

G_END_DECLS
