/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-local"

#include "config.h"

#include "confab-local-models-private.h"
#include "confab-registry-private.h"

/* How the registry finds servers on the person's own computers, and keeps the models of those that
 * manage their own, so that what is being fetched outlives the windows. */

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

/**
 * confab_registry_probe_local:
 *
 * Looks in the background which local servers are running. For the start and for whenever the
 * window gets the focus.
 */
void
confab_registry_probe_local (ConfabRegistry *self)
{
  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  confab_local_servers_probe_async (self->local_servers, NULL, NULL, NULL);
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (confab_local_servers_probe_finish (CONFAB_LOCAL_SERVERS (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * confab_registry_probe_local_async:
 * @cancellable: (nullable): ends the wait
 * @callback: called when every server has answered or had its second
 * @user_data: closure
 *
 * Like [method@Registry.probe_local], for who has to know how it ended.
 */
void
confab_registry_probe_local_async (ConfabRegistry      *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_probe_local_async);
  confab_local_servers_probe_async (self->local_servers, cancellable, probe_cb,
                                    g_steal_pointer (&task));
}

/**
 * confab_registry_probe_local_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: %FALSE only when the wait was cancelled
 */
gboolean
confab_registry_probe_local_finish (ConfabRegistry  *self,
                                    GAsyncResult    *result,
                                    GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_registry_watch_local:
 *
 * Looks for local servers every second from now on, until [method@Registry.unwatch_local] was called
 * as often as this. For as long as somebody sees what is found, or has nothing else to chat with.
 */
void
confab_registry_watch_local (ConfabRegistry *self)
{
  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  confab_local_servers_watch (self->local_servers);
}

/**
 * confab_registry_unwatch_local:
 *
 * Takes back one [method@Registry.watch_local]; after the last one no timer runs.
 */
void
confab_registry_unwatch_local (ConfabRegistry *self)
{
  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  if (self->local_servers != NULL)
    confab_local_servers_unwatch (self->local_servers);
}

/* confab_registry_stop_watching_local:
 *
 * The end: whoever still watches sees nothing new.
 */
void
confab_registry_stop_watching_local (ConfabRegistry *self)
{
  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  confab_local_servers_stop_watching (self->local_servers);
}
