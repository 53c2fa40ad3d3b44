/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-duplicate"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "confab-address-guard.h"
#include "confab-engine-error.h"
#include "confab-provider-order.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"
#include "confab-unique-name.h"

/* How a second provider is made of one. */

typedef struct
{
  char       *id;             /* owned: of the original */
  char       *type_id;        /* owned */
  char       *name;           /* owned: what the original is called */
  char       *secret_id;      /* owned, nullable: what the key of both is found under */
  char       *base_url;       /* owned, nullable: where the original is, if that is not in its record */
  gboolean    private_meant;  /* that address is in a private network */
  GHashTable *ids;            /* owned: all there are */
  GHashTable *names;          /* owned: all there are */
  char       *new_id;         /* owned, nullable: made by the thread that holds the file's lock */
} Duplication;

static void
duplication_free (gpointer data)
{
  Duplication *self = data;

  g_free (self->id);
  g_free (self->type_id);
  g_free (self->name);
  g_free (self->secret_id);
  g_free (self->base_url);
  g_free (self->new_id);
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->names);
  g_free (self);
}

static void
copy_member (JsonObject *target,
             JsonObject *source,
             const char *name)
{
  json_object_set_string_member (target, name, json_object_get_string_member (source, name));
}

/* Everything but what belongs to the original alone. A key that stands in plain text is not written
 * a second time. */
static ConfabProviderRecord *
make_copy (const Duplication     *duplication,
           ConfabProviderRecord  *original,
           GError               **error)
{
  g_autoptr(ConfabProviderRecord) fresh = confab_provider_record_new (duplication->new_id, duplication->type_id);
  g_autoptr(ConfabProviderRecord) copy = NULL;
  g_autoptr(JsonObject) json = NULL;
  g_autoptr(JsonObject) fresh_json = NULL;
  g_autofree char *name = NULL;

  if (original == NULL)
    {
      copy = g_steal_pointer (&fresh);
    }
  else
    {
      json = confab_provider_record_dup_json (original);
      fresh_json = confab_provider_record_dup_json (fresh);
      copy_member (json, fresh_json, "id");
      copy_member (json, fresh_json, "created_at");
      copy_member (json, fresh_json, "updated_at");
      if (json_object_has_member (json, "api_key"))
        json_object_remove_member (json, "api_key");
      copy = confab_provider_record_new_read (json, error);
      if (copy == NULL)
        return NULL;
    }

  name = confab_unique_name_make (duplication->name, " ", duplication->names, CONFAB_MAX_NAME_CHARS);
  confab_provider_record_set_name (copy, name);
  confab_provider_record_set_secret_id (copy, duplication->secret_id);
  if (duplication->base_url != NULL && confab_provider_record_get_base_url (copy) == NULL)
    {
      confab_provider_record_set_base_url (copy, duplication->base_url);
      if (duplication->private_meant)
        confab_provider_record_set_private_meant (copy, TRUE);
    }

  return g_steal_pointer (&copy);
}

static char **
insert_behind (char       **order,
               const char  *id,
               const char  *new_id)
{
  for (gsize i = 0; order[i] != NULL; i++)
    if (g_str_equal (order[i], id))
      return confab_provider_order_insert ((const char * const *) order, new_id, (const char * const *) order + i + 1);

  return NULL;
}

static GBytes *
add_copy (GBytes    *current,
          gpointer   user_data,
          GError   **error)
{
  Duplication *duplication = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(ConfabProviderRecord) copy = NULL;
  g_auto(GStrv) order = NULL;
  g_auto(GStrv) inserted = NULL;

  if (!(records = confab_provider_records_parse (current, NULL, &order, error)))
    return NULL;

  /* Others may have added some, of types too that are not known here. */
  for (guint i = 0; i < records->len; i++)
    {
      ConfabProviderRecord *record = g_ptr_array_index (records, i);

      g_hash_table_add (duplication->ids, g_strdup (confab_provider_record_get_id (record)));
      if (confab_provider_record_get_name (record) != NULL)
        g_hash_table_add (duplication->names, g_strdup (confab_provider_record_get_name (record)));
    }

  g_free (duplication->new_id);
  duplication->new_id = confab_unique_name_make (duplication->id, "-", duplication->ids, CONFAB_MAX_ID_CHARS);
  copy = make_copy (duplication, confab_registry_find_record (records, duplication->id), error);
  if (copy == NULL)
    return NULL;

  g_ptr_array_add (changed, g_object_ref (copy));
  inserted = insert_behind (order, duplication->id, duplication->new_id);

  return confab_provider_records_merge (current, changed, NULL, NULL, (const char * const *) inserted, error);
}

static void
update_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  Duplication *duplication = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_registry_update_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->local_servers != NULL)
    confab_registry_probe_local (self);
  g_task_return_pointer (task, g_steal_pointer (&duplication->new_id), g_free);
}

static void
collect_taken (ConfabRegistry *self,
               Duplication    *duplication)
{
  for (guint i = 0; i < self->providers->len; i++)
    {
      ConfabProvider *provider = g_ptr_array_index (self->providers, i);

      g_hash_table_add (duplication->ids, g_strdup (confab_provider_get_id (provider)));
      g_hash_table_add (duplication->names, g_strdup (confab_provider_get_name (provider)));
    }
  for (guint i = 0; i < confab_catalogue_get_n_types (self->catalogue); i++)
    g_hash_table_add (duplication->ids,
                      g_strdup (confab_provider_type_get_id (confab_catalogue_get_type_at (self->catalogue, i))));
}

/* An address out of the environment goes by the id. The copy is to be where the original is, not
 * where the vendor is: the key that they share is not for everybody. */
static void
choose_address (Duplication    *duplication,
                ConfabProvider *provider)
{
  if (!confab_provider_get_base_url_is_own (provider) || confab_provider_get_base_url (provider) == NULL)
    return;

  duplication->base_url = g_strdup (confab_provider_get_base_url (provider));
  duplication->private_meant = !confab_address_guard_check (duplication->base_url, CONFAB_ADDRESS_REACH_PUBLIC,
                                                            FALSE, NULL);
}

/**
 * confab_registry_duplicate_async:
 * @provider: whom to copy
 * @cancellable: (nullable): a cancellable
 * @callback: called when the copy is written and in force
 * @user_data: closure
 *
 * Makes a further provider that has the type, the address, the model and the configuration of
 * another, and shares its key in the keyring. It is called like the other, with a number.
 */
void
confab_registry_duplicate_async (ConfabRegistry      *self,
                                 ConfabProvider      *provider,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ConfabProviderType *type;
  Duplication *duplication;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_duplicate_async);

  if (confab_provider_get_demonstration (provider))
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("There is nothing to set up in the demonstration."));
      return;
    }

  type = confab_provider_get_provider_type (provider);
  duplication = g_new0 (Duplication, 1);
  duplication->id = g_strdup (confab_provider_get_id (provider));
  duplication->type_id = g_strdup (confab_provider_type_get_id (type));
  duplication->name = g_strdup (confab_provider_get_name (provider));
  if (confab_provider_type_get_accepts_key (type))
    duplication->secret_id = g_strdup (confab_registry_get_secret_id (provider));
  duplication->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  duplication->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  collect_taken (self, duplication);
  choose_address (duplication, provider);
  g_task_set_task_data (task, duplication, duplication_free);

  confab_registry_update_async (self, add_copy, duplication, NULL, cancellable, update_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_duplicate_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the id of the copy, which is in force; otherwise an error as of
 *   [method@Registry.change_finish]
 */
char *
confab_registry_duplicate_finish (ConfabRegistry  *self,
                                  GAsyncResult    *result,
                                  GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
