/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-route"

#include "config.h"

#include <string.h>

#include "confab-model-route.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"

/* How the registry finds out who is meant by a reference to a model. */

/* A short name means the newest model of its family, which a list of this morning still tells. */
#define FRESH_US (6 * G_TIME_SPAN_HOUR)

typedef struct
{
  char           *reference;  /* owned, nullable */
  char           *forced_id;  /* owned, nullable */
  ConfabProvider *provider;   /* owned, nullable: who was found */
  char           *model;      /* owned, nullable */
} Routing;

static void
routing_free (gpointer data)
{
  Routing *self = data;

  g_free (self->reference);
  g_free (self->forced_id);
  g_clear_object (&self->provider);
  g_free (self->model);
  g_free (self);
}

static char **
dup_listed (ConfabProvider *provider)
{
  GListModel *models = confab_provider_get_models (provider);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (models, i);

      g_strv_builder_add (builder, confab_model_info_get_id (model));
    }

  return g_strv_builder_end (builder);
}

static gboolean
has_own_model (ConfabRegistry *self,
               ConfabProvider *provider)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  return provider == self->default_provider && self->default_id != NULL
           ? TRUE
           : g_strcmp0 (confab_provider_get_model (provider), confab_provider_type_get_default_model (type)) != 0;
}

static void
add_provider (ConfabRegistry *self,
              ConfabProvider *provider,
              GArray         *array,
              GPtrArray      *lists)
{
  char **listed = dup_listed (provider);
  const ConfabRouteProvider entry = {
    .id = confab_provider_get_id (provider),
    .type_id = confab_provider_type_get_id (confab_provider_get_provider_type (provider)),
    .usable = confab_provider_get_usable (provider),
    .model = confab_provider_get_model (provider),
    .model_is_own = has_own_model (self, provider),
    .listed = (const char * const *) listed,
  };

  g_ptr_array_add (lists, listed);
  g_array_append_val (array, entry);
}

/* Who was chosen as the default is preferred to all others. */
static ConfabModelRoute *
find (ConfabRegistry  *self,
      const Routing   *routing,
      GError         **error)
{
  g_autoptr(GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr(GArray) array = g_array_new (FALSE, FALSE, sizeof (ConfabRouteProvider));

  if (self->default_provider != NULL && !confab_provider_get_demonstration (self->default_provider))
    add_provider (self, self->default_provider, array, lists);
  for (guint i = 0; i < self->providers->len; i++)
    {
      ConfabProvider *provider = g_ptr_array_index (self->providers, i);

      if (provider != self->default_provider)
        add_provider (self, provider, array, lists);
    }

  return confab_model_route_find (self->catalogue, (const ConfabRouteProvider *) array->data, array->len,
                                  routing->reference, routing->forced_id, error);
}

static gboolean
take_route (ConfabRegistry  *self,
            Routing         *routing,
            GError         **error)
{
  g_autoptr(ConfabModelRoute) route = find (self, routing, error);

  if (route == NULL)
    return FALSE;

  g_set_object (&routing->provider, confab_registry_lookup (self, route->provider_id));
  g_free (routing->model);
  routing->model = g_steal_pointer (&route->model);

  return TRUE;
}

/* Only a short name needs the list, and only of whom it leads to. */
static gboolean
needs_list (ConfabRegistry *self,
            const Routing  *routing)
{
  const char *colon = routing->reference != NULL ? strrchr (routing->reference, ':') : NULL;
  const char *name = colon != NULL ? colon + 1 : routing->reference;

  return confab_catalogue_lookup_alias (self->catalogue, name) != NULL &&
         confab_provider_get_usable (routing->provider) &&
         g_get_real_time () - confab_provider_get_listed_at_us (routing->provider) > FRESH_US;
}

/* Without the list the name means what was known before, which is good enough to go on. */
static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  GError *error = NULL;

  confab_registry_check_finish (self, result, NULL);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (take_route (self, g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  GError *error = NULL;

  if (!confab_registry_probe_local_finish (self, result, &error) ||
      !take_route (self, g_task_get_task_data (task), &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * confab_registry_lookup_reference:
 * @reference: a model as `provider:model`
 * @model: (out) (transfer none): the model, within @reference
 *
 * Finds the provider of a reference that was made here. Ids of custom servers have a colon of their
 * own, and those of models too.
 *
 * Returns: (transfer none) (nullable): the provider, or %NULL when there is none of that id
 */
ConfabProvider *
confab_registry_lookup_reference (ConfabRegistry  *self,
                                  const char      *reference,
                                  const char     **model)
{
  const char *colon = reference;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (reference != NULL, NULL);
  g_return_val_if_fail (model != NULL, NULL);

  while ((colon = strchr (colon, ':')) != NULL && colon[1] != '\0')
    {
      g_autofree char *id = g_strndup (reference, colon - reference);
      ConfabProvider *provider = confab_registry_lookup (self, id);

      colon++;
      if (provider == NULL)
        continue;

      *model = colon;
      return provider;
    }

  return NULL;
}

/**
 * confab_registry_route_async:
 * @reference: (nullable): which model, see [func@model_route_find]
 * @forced_id: (nullable): the id of the provider that is to answer
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known who is meant
 * @user_data: closure
 *
 * Finds out who is meant. For the short name of a family the provider is asked for its models, if
 * its list is old; where nobody can be used, local servers are looked for.
 */
void
confab_registry_route_async (ConfabRegistry      *self,
                             const char          *reference,
                             const char          *forced_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Routing *routing;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_route_async);

  routing = g_new0 (Routing, 1);
  routing->reference = g_strdup (reference);
  routing->forced_id = g_strdup (forced_id);
  g_task_set_task_data (task, routing, routing_free);

  if (!take_route (self, routing, NULL))
    confab_registry_probe_local_async (self, cancellable, probe_cb, g_steal_pointer (&task));
  else if (needs_list (self, routing))
    confab_registry_check_async (self, routing->provider, cancellable, check_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * confab_registry_route_finish:
 * @result: the result
 * @model: (out) (nullable): the id of the model to ask for; the provider's own choice if %NULL
 * @error: return location for a %CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE
 *
 * Returns: (transfer full) (nullable): who is meant
 */
ConfabProvider *
confab_registry_route_finish (ConfabRegistry  *self,
                              GAsyncResult    *result,
                              char           **model,
                              GError         **error)
{
  Routing *routing;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  *model = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  routing = g_task_get_task_data (G_TASK (result));
  *model = g_steal_pointer (&routing->model);

  return g_steal_pointer (&routing->provider);
}
