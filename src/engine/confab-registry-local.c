/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-local"

#include "config.h"

#include "confab-local-models-private.h"
#include "confab-registry-private.h"

/* How the registry keeps the models of the servers that manage their own, so that what is being
 * fetched outlives the windows. */

static void
let_go (gpointer object)
{
  g_object_run_dispose (object);
  g_object_unref (object);
}

static gboolean
manages_models (ConfabProvider *provider)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  return confab_provider_type_get_local (type) && !confab_provider_get_demonstration (provider) &&
         g_strcmp0 (confab_provider_type_get_dialect (type), "ollama") == 0;
}

/**
 * confab_registry_get_local_models:
 * @provider: a provider
 *
 * Returns: (transfer none) (nullable): the models of a local server that fetches and removes its
 *   own; %NULL for all other providers
 */
ConfabLocalModels *
confab_registry_get_local_models (ConfabRegistry *self,
                                  ConfabProvider *provider)
{
  ConfabLocalModels *models;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  if (!manages_models (provider) || self->transport == NULL)
    return NULL;

  if (self->local_models == NULL)
    self->local_models = g_hash_table_new_full (NULL, NULL, g_object_unref, let_go);

  models = g_hash_table_lookup (self->local_models, provider);
  if (models == NULL)
    {
      models = confab_local_models_new (provider, self->transport, self->credentials);
      g_hash_table_insert (self->local_models, g_object_ref (provider), models);

      /* The new list is what can be chosen for a question. */
      g_signal_connect_object (models, "inventory-changed", G_CALLBACK (confab_registry_probe_local), self,
                               G_CONNECT_SWAPPED);
    }

  return models;
}
