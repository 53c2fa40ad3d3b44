/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-models"

#include "config.h"

#include "confab-provider-private.h"
#include "confab-wire-item.h"

/* The models of a provider: those it lists, and the one in use. */

/**
 * confab_provider_get_models:
 *
 * Returns: (transfer none): the models it lists, a [iface@Gio.ListModel] of [class@ModelInfo]; what the
 *   catalogue knows until it was asked
 */
GListModel *
confab_provider_get_models (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return G_LIST_MODEL (self->models);
}

/**
 * confab_provider_get_listed_at_us:
 *
 * Returns: when it gave the list of its models, in microseconds since 1970 UTC, or 0 when it has not
 *   and the list is the catalogue's
 */
gint64
confab_provider_get_listed_at_us (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), 0);

  return self->listed_at_us;
}

/* Lists of thousands are looked into again and again. */
static void
index_models (ConfabProvider *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->models));

  if (self->models_by_id != NULL)
    return;

  self->models_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->models_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);
      const char *id = confab_model_info_get_id (model);
      const char *name = confab_model_info_get_name (model);

      if (!g_hash_table_contains (self->models_by_id, id))
        g_hash_table_insert (self->models_by_id, (gpointer) id, model);
      g_hash_table_insert (self->models_by_name, (gpointer) name,
                           (gpointer) (g_hash_table_contains (self->models_by_name, name) ? "" : id));
    }
}

static void
forget_index (ConfabProvider *self)
{
  g_clear_pointer (&self->models_by_id, g_hash_table_unref);
  g_clear_pointer (&self->models_by_name, g_hash_table_unref);
}

/**
 * confab_provider_find_model:
 * @id: a model's id
 *
 * Returns: (transfer none) (nullable): the model as the provider lists it, or %NULL when it does not
 */
ConfabModelInfo *
confab_provider_find_model (ConfabProvider *self,
                            const char     *id)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  index_models (self);

  return g_hash_table_lookup (self->models_by_id, id);
}

/**
 * confab_provider_has_other_of_name:
 * @id: a model's id
 * @name: what people call it
 *
 * Returns: whether the provider lists another model that people call the same, so that the name does
 *   not tell which one it is
 */
gboolean
confab_provider_has_other_of_name (ConfabProvider *self,
                                   const char     *id,
                                   const char     *name)
{
  const char *owner;

  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  index_models (self);
  owner = g_hash_table_lookup (self->models_by_name, name);

  return owner != NULL && !g_str_equal (owner, id);
}

/**
 * confab_provider_describe_model:
 * @id: the id of a model that is not listed
 * @name: what people call it
 *
 * Returns: (transfer full): what is known of the model from elsewhere
 */
ConfabModelInfo *
confab_provider_describe_model (ConfabProvider *self,
                                const char     *id,
                                const char     *name)
{
  ConfabModelInfo *model;

  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  model = confab_model_info_new (id, name);
  if (self->model_data != NULL)
    confab_model_data_complete (self->model_data, confab_provider_type_get_id (self->type), model);

  return model;
}

/**
 * confab_provider_lookup_model:
 * @id: a model's id
 *
 * Returns: (transfer full): what is known of the model, be it listed or not
 */
ConfabModelInfo *
confab_provider_lookup_model (ConfabProvider *self,
                              const char     *id)
{
  g_autofree char *name = NULL;
  ConfabModelInfo *listed;

  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  listed = confab_provider_find_model (self, id);
  if (listed != NULL)
    return g_object_ref (listed);

  name = confab_provider_dup_model_name (self, id);

  return confab_provider_describe_model (self, id, name);
}

/* Whether one is an alias, and the other a release that it may stand for. Two releases are not the
 * same to people. */
static gboolean
is_alias (const char *id,
          const char *other)
{
  return (g_str_has_prefix (id, other) || g_str_has_prefix (other, id)) && confab_wire_is_same_model (id, other);
}

/**
 * confab_provider_dup_model_name:
 * @id: a model's id
 *
 * Of an alias and the release that answers for it providers list but one, whose name is that of both
 * unless there are several.
 *
 * Returns: (transfer full): what people call the model, be it listed or not: what the provider says,
 *   else @id
 */
char *
confab_provider_dup_model_name (ConfabProvider *self,
                                const char     *id)
{
  ConfabModelInfo *same;
  const char *name = NULL;
  guint n_names = 0;

  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  same = confab_provider_find_model (self, id);
  if (same != NULL)
    return g_strdup (confab_model_info_get_name (same));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);
      const char *listed = confab_model_info_get_id (model);

      /* The list keeps the model, and with it the name. */
      if (is_alias (id, listed) && !g_str_equal (listed, confab_model_info_get_name (model)) &&
          g_strcmp0 (name, confab_model_info_get_name (model)) != 0)
        {
          name = confab_model_info_get_name (model);
          n_names++;
        }
    }

  return g_strdup (n_names == 1 ? name : id);
}

/* Whether the model in use is the catalogue's guess, and the server has others instead. */
static gboolean
is_wrong_guess (ConfabProvider *self,
                const char     *model)
{
  const char *recorded = self->record != NULL ? confab_provider_record_get_default_model (self->record) : NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->models)) == 0 || (recorded != NULL && *recorded != '\0') ||
      g_strcmp0 (model, confab_provider_type_get_default_model (self->type)) != 0)
    return FALSE;

  return confab_provider_find_model (self, model) == NULL;
}

/* confab_provider_update_model:
 *
 * Finds out which model is in use, after the choice or what there is to choose from has changed.
 */
void
confab_provider_update_model (ConfabProvider *self)
{
  const char *model = self->chosen_model;
  g_autoptr(ConfabModelInfo) first = NULL;

  /* What a local server has is what the person put there, so any of it will do. */
  if (confab_provider_type_get_local (self->type) && (model == NULL || is_wrong_guess (self, model)))
    {
      first = g_list_model_get_item (G_LIST_MODEL (self->models), 0);
      model = first != NULL ? confab_model_info_get_id (first) : NULL;
    }

  confab_provider_take_string (self, &self->model, model, CONFAB_PROVIDER_PROP_MODEL);
}

static gboolean
same_models (ConfabProvider *self,
             GPtrArray      *models)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->models)) != models->len)
    return FALSE;

  for (guint i = 0; i < models->len; i++)
    {
      g_autoptr(ConfabModelInfo) old = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      if (!confab_model_info_equal (old, g_ptr_array_index (models, i)))
        return FALSE;
    }

  return TRUE;
}

static void
take_models (ConfabProvider *self,
             GPtrArray      *models)
{
  for (guint i = 0; self->model_data != NULL && i < models->len; i++)
    confab_model_data_complete (self->model_data, confab_provider_type_get_id (self->type),
                                g_ptr_array_index (models, i));

  if (same_models (self, models))
    return;

  forget_index (self);
  g_list_store_splice (self->models, 0, g_list_model_get_n_items (G_LIST_MODEL (self->models)),
                       models->pdata, models->len);
  confab_provider_update_model (self);
  confab_provider_notify (self, CONFAB_PROVIDER_PROP_MODELS);
}

/* confab_provider_set_models:
 * @models: (element-type ConfabModelInfo): what it lists now, which nobody else has seen
 * @listed_at_us: when it did, in microseconds since 1970 UTC
 *
 * Completes the models by what is known of them from elsewhere. A list that is the same as before
 * is left alone, so that views do not flicker at each probe.
 */
void
confab_provider_set_models (ConfabProvider *self,
                            GPtrArray      *models,
                            gint64          listed_at_us)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));
  g_return_if_fail (models != NULL);

  self->listed_at_us = listed_at_us;
  take_models (self, models);
}

/* confab_provider_reset_models:
 *
 * Goes back to the models of the catalogue, which are there to choose from until the provider was
 * asked. Of a local server nobody knows what is on it.
 */
void
confab_provider_reset_models (ConfabProvider *self)
{
  const char *default_model;
  const char * const *fallback;
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  default_model = confab_provider_type_get_default_model (self->type);
  fallback = confab_provider_type_get_fallback_models (self->type);

  if (!confab_provider_type_get_local (self->type))
    {
      if (default_model != NULL && *default_model != '\0')
        g_ptr_array_add (models, confab_model_info_new (default_model, NULL));
      for (guint i = 0; fallback != NULL && fallback[i] != NULL; i++)
        if (g_strcmp0 (fallback[i], default_model) != 0)
          g_ptr_array_add (models, confab_model_info_new (fallback[i], NULL));
    }

  self->listed_at_us = 0;
  self->list_tried_at_us = 0;
  self->list_loading = FALSE;
  take_models (self, models);
}

/* confab_provider_set_model_data:
 * @model_data: what is known of models from elsewhere
 */
void
confab_provider_set_model_data (ConfabProvider  *self,
                                ConfabModelData *model_data)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));
  g_return_if_fail (CONFAB_IS_MODEL_DATA (model_data));

  if (g_set_object (&self->model_data, model_data) && self->listed_at_us == 0)
    confab_provider_reset_models (self);
}
