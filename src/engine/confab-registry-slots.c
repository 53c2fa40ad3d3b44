/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-slots"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"

/* How providers come and go that are not in the catalogue: servers of one's own, and further ones of
 * a type. */


static char *
make_free_id (ConfabRegistry *self,
              const char     *type_id)
{
  for (guint n = 2;; n++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", type_id, n);

      if (confab_registry_lookup (self, id) == NULL)
        return g_steal_pointer (&id);
    }
}

/* Only what is at a server of one's own has the prefix: it is what makes it known as one. */
static gboolean
check_id (ConfabRegistry  *self,
          const char      *id,
          const char      *type_id,
          GError         **error)
{
  const gboolean custom = g_str_has_prefix (id, CONFAB_CUSTOM_PREFIX);

  if (custom != g_str_equal (type_id, CONFAB_CUSTOM_TYPE) ||
      !confab_registry_is_slot (custom ? id + strlen (CONFAB_CUSTOM_PREFIX) : id))
    {
      g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                   /* Translators: %s is “compat:” */
                   _("An ID is of small letters, digits, “-” and “_”; that of a server of your own "
                     "has “%s” before it."), CONFAB_CUSTOM_PREFIX);
      return FALSE;
    }
  if (confab_registry_lookup (self, id) != NULL || confab_catalogue_lookup (self->catalogue, id) != NULL)
    {
      confab_registry_set_taken_error (error);
      return FALSE;
    }

  return TRUE;
}

static ConfabProviderRecord *
make_record (ConfabRegistry      *self,
             ConfabProviderType  *type,
             const char          *id,
             const char          *base_url,
             const char          *name,
             const char          *model,
             gboolean             private_meant,
             GError             **error)
{
  g_autoptr(ConfabProviderRecord) record = confab_provider_record_new (id, confab_provider_type_get_id (type));
  g_autoptr(ConfabProvider) draft = confab_registry_new_draft (type, id, private_meant);
  g_autofree char *own_url = NULL;
  g_autofree char *own_name = NULL;
  g_autofree char *own_model = NULL;

  if (!confab_registry_normalize_value (self, draft, CONFAB_PROVIDER_FIELD_BASE_URL, base_url, &own_url, error) ||
      !confab_registry_normalize_value (self, draft, CONFAB_PROVIDER_FIELD_NAME, name, &own_name, error) ||
      !confab_registry_normalize_value (self, draft, CONFAB_PROVIDER_FIELD_MODEL, model, &own_model, error))
    return NULL;

  if (own_url == NULL && confab_provider_type_get_base_url (type) == NULL &&
      confab_provider_type_get_custom (type))
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                           _("A server of your own needs an address."));
      return NULL;
    }

  confab_provider_record_set_private_meant (record, private_meant);
  confab_provider_record_set_base_url (record, own_url);
  confab_provider_record_set_name (record, own_name);
  confab_provider_record_set_default_model (record, own_model);
  confab_provider_record_touch (record);

  return g_steal_pointer (&record);
}

static void
add_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  GError *error = NULL;

  if (!confab_registry_edit_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->local_servers != NULL)
    confab_registry_probe_local (self);
  g_task_return_pointer (task, g_strdup (g_task_get_task_data (task)), g_free);
}

/**
 * confab_registry_add_async:
 * @id: (nullable): its id, `compat:` and a name for a server of one's own; %NULL for the next free
 *   one of the type
 * @type_id: (nullable): its type; %NULL for a server that speaks the OpenAI format
 * @base_url: (nullable): its address; %NULL for that of the type
 * @name: (nullable): what to call it
 * @model: (nullable): its default model
 * @private_meant: whether the address may be in a private network
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Adds a provider.
 */
void
confab_registry_add_async (ConfabRegistry      *self,
                           const char          *id,
                           const char          *type_id,
                           const char          *base_url,
                           const char          *name,
                           const char          *model,
                           gboolean             private_meant,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(ConfabProviderRecord) record = NULL;
  g_autofree char *own_id = NULL;
  ConfabProviderType *type;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_add_async);

  if (type_id == NULL)
    type_id = CONFAB_CUSTOM_TYPE;
  type = confab_catalogue_lookup (self->catalogue, type_id);
  if (type == NULL || (self->demonstration != NULL &&
                       type == confab_provider_get_provider_type (self->demonstration)))
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("There is no such type of provider."));
      return;
    }

  if (id != NULL)
    own_id = g_strdup (id);
  else
    own_id = make_free_id (self, g_str_equal (type_id, CONFAB_CUSTOM_TYPE) ? CONFAB_CUSTOM_PREFIX CONFAB_CUSTOM_STEM
                                                                           : type_id);
  if (!check_id (self, own_id, type_id, &error) ||
      !(record = make_record (self, type, own_id, base_url, name, model, private_meant, &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, g_steal_pointer (&own_id), g_free);
  confab_registry_add_record_async (self, record, cancellable, add_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_add_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the id of the provider, which is in force; otherwise an error as of
 *   [method@Registry.change_finish]
 */
char *
confab_registry_add_finish (ConfabRegistry  *self,
                            GAsyncResult    *result,
                            GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_registry_get_vendor:
 * @provider: a provider
 *
 * Returns: (transfer none): the type that people know it by: that of the vendor whose address a server of
 *   one's own was filled in with, or else its own
 */
ConfabProviderType *
confab_registry_get_vendor (ConfabRegistry *self,
                            ConfabProvider *provider)
{
  ConfabProviderType *vendor = NULL;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  if (confab_provider_type_get_custom (confab_provider_get_provider_type (provider)))
    vendor = confab_catalogue_lookup_vendor (self->catalogue, confab_provider_get_base_url (provider));

  return vendor != NULL ? vendor : confab_provider_get_provider_type (provider);
}
