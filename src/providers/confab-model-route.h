/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-catalogue.h"
#include "confab-provider-policy-error.h"

G_BEGIN_DECLS

/**
 * ConfabRouteProvider:
 * @id: its id
 * @type_id: the id of its type
 * @usable: whether a conversation can be had with it
 * @model: (nullable): the model it answers with when none is named
 * @model_is_own: @model is the person's choice and not the catalogue's
 * @listed: (nullable) (array zero-terminated=1): the ids of the models that it has
 *
 * A provider as far as routing looks at it. All members are borrowed.
 */
typedef struct
{
  const char         *id;
  const char         *type_id;
  gboolean            usable;
  const char         *model;
  gboolean            model_is_own;
  const char * const *listed;
} ConfabRouteProvider;

/**
 * ConfabModelRoute:
 * @provider_id: who is asked
 * @model: (nullable): for which model, or %NULL for the provider's own choice
 *
 * Where a reference to a model leads.
 */
typedef struct
{
  char *provider_id;  /* owned */
  char *model;        /* owned, nullable */
} ConfabModelRoute;

ConfabModelRoute *confab_model_route_find (ConfabCatalogue            *catalogue,
                                           const ConfabRouteProvider  *providers,
                                           gsize                       n_providers,
                                           const char                 *reference,
                                           const char                 *forced_id,
                                           GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
void              confab_model_route_free (ConfabModelRoute           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabModelRoute, confab_model_route_free)

G_END_DECLS
