/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-rebuild"

#include "config.h"

#include "confab-registry-private.h"

#include "confab-demonstration.h"
#include "confab-provider-order.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"

/* How the list of providers is made of the catalogue and of the records. */

static void
on_provider_usable_cb (ConfabProvider *provider,
                       GParamSpec     *pspec,
                       gpointer        user_data)
{
  confab_registry_update_default (CONFAB_REGISTRY (user_data));
}

static void
on_provider_models_cb (ConfabProvider *provider,
                       GParamSpec     *pspec,
                       gpointer        user_data)
{
  g_signal_emit_by_name (user_data, "models-changed", provider);
}

/* What providers are sorted by. */
typedef struct
{
  ConfabCatalogue *catalogue;  /* borrowed */
  GHashTable      *places;     /* borrowed: ids to the places that a person gave them, counted from 1 */
} Sorting;

static guint
get_place (const Sorting  *sorting,
           ConfabProvider *provider)
{
  const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (sorting->places, confab_provider_get_id (provider)));

  return place > 0 ? place : G_MAXUINT;
}

static int
compare_providers (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  const Sorting *sorting = user_data;
  ConfabProvider *first = *(ConfabProvider **) a;
  ConfabProvider *second = *(ConfabProvider **) b;
  const guint place_first = get_place (sorting, first);
  const guint place_second = get_place (sorting, second);

  if (place_first != place_second)
    return place_first < place_second ? -1 : 1;

  return confab_provider_order_compare (
    sorting->catalogue,
    confab_provider_type_get_id (confab_provider_get_provider_type (first)),
    confab_provider_get_id (first),
    confab_provider_type_get_id (confab_provider_get_provider_type (second)),
    confab_provider_get_id (second));
}

static void
sort_providers (ConfabRegistry *self,
                GPtrArray      *providers)
{
  g_autoptr(GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  Sorting sorting = { .catalogue = self->catalogue, .places = places };

  for (guint i = 0; self->order != NULL && self->order[i] != NULL; i++)
    if (!g_hash_table_contains (places, self->order[i]))
      g_hash_table_insert (places, self->order[i], GUINT_TO_POINTER (i + 1));

  g_ptr_array_sort_with_data (providers, compare_providers, &sorting);
}

/* Providers keep their objects as long as they are the same, for views hold on to them. */
static ConfabProvider *
dup_provider (ConfabRegistry       *self,
              const char           *id,
              ConfabProviderType   *type,
              ConfabProviderRecord *record,
              char                **environment)
{
  g_autoptr(ConfabProviderSettings) settings = NULL;
  ConfabProvider *provider = confab_registry_lookup (self, id);

  if (provider != NULL && g_str_equal (confab_provider_type_get_id (confab_provider_get_provider_type (provider)),
                                       confab_provider_type_get_id (type)))
    {
      g_object_ref (provider);
    }
  else
    {
      provider = confab_provider_new (id, type, FALSE);
      g_signal_connect_object (provider, "notify::usable", G_CALLBACK (on_provider_usable_cb),
                               self, 0);
      g_signal_connect_object (provider, "notify::models", G_CALLBACK (on_provider_models_cb),
                               self, 0);
    }

  settings = confab_provider_settings_resolve (type, id, record, confab_provider_get_found (provider), environment);
  confab_provider_set_settings (provider, record, settings);
  confab_provider_set_model_data (provider, self->model_data);
  confab_registry_load_models (self, provider);

  return provider;
}

static void
replace_providers (ConfabRegistry *self,
                   GPtrArray      *providers)
{
  g_autoptr(GPtrArray) old = g_steal_pointer (&self->providers);
  guint first = 0;
  guint last = 0;

  self->providers = g_ptr_array_ref (providers);

  while (first < old->len && first < providers->len &&
         g_ptr_array_index (old, first) == g_ptr_array_index (providers, first))
    first++;
  while (last < old->len - first && last < providers->len - first &&
         g_ptr_array_index (old, old->len - 1 - last) ==
           g_ptr_array_index (providers, providers->len - 1 - last))
    last++;

  if (old->len != providers->len || first < old->len)
    g_list_model_items_changed (G_LIST_MODEL (self), first, old->len - first - last,
                                providers->len - first - last);
}

/* Makes the providers anew of what the file says of them. */
void
confab_registry_rebuild (ConfabRegistry *self,
                         GPtrArray      *records)
{
  g_autoptr(GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto(GStrv) environment = g_get_environ ();

  for (guint i = 0; i < confab_catalogue_get_n_types (self->catalogue); i++)
    {
      ConfabProviderType *type = confab_catalogue_get_type_at (self->catalogue, i);
      const char *id = confab_provider_type_get_id (type);
      ConfabProviderRecord *record = confab_registry_find_record (records, id);

      if (g_str_equal (id, CONFAB_DEMONSTRATION_ID))
        continue;
      if (record != NULL && g_strcmp0 (confab_provider_record_get_type_id (record), id) != 0)
        continue;

      g_ptr_array_add (providers, dup_provider (self, id, type, record, environment));
    }

  for (guint i = 0; i < records->len; i++)
    {
      ConfabProviderRecord *record = g_ptr_array_index (records, i);
      const char *id = confab_provider_record_get_id (record);
      const char *type_id = confab_provider_record_get_type_id (record);
      ConfabProviderType *type = confab_catalogue_lookup (self->catalogue, type_id);

      /* A type that this version does not know stays in the file for the one that does. */
      if (type == NULL || g_str_equal (id, type_id) || g_str_equal (id, CONFAB_DEMONSTRATION_ID))
        continue;

      g_ptr_array_add (providers, dup_provider (self, id, type, record, environment));
    }

  sort_providers (self, providers);
  replace_providers (self, providers);
  confab_registry_update_default (self);
}
