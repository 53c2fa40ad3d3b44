/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-share"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "confab-credentials.h"
#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"

/* How several providers have one key. */

/* confab_registry_get_secret_id:
 *
 * Returns: (transfer none): what a provider's key is found under in the keyring
 */
const char *
confab_registry_get_secret_id (ConfabProvider *provider)
{
  return confab_credentials_get_secret_id (confab_provider_get_id (provider), confab_provider_get_record (provider));
}

/* confab_registry_is_secret_shared:
 * @provider: who does not count
 * @secret_id: what a key is found under
 *
 * Records of types that this version does not know count, too.
 *
 * Returns: whether somebody else has that key
 */
gboolean
confab_registry_is_secret_shared (ConfabRegistry *self,
                                  ConfabProvider *provider,
                                  const char     *secret_id)
{
  g_autoptr(GPtrArray) records = confab_provider_records_parse (self->contents, NULL, NULL, NULL);

  for (guint i = 0; i < self->providers->len; i++)
    {
      ConfabProvider *other = g_ptr_array_index (self->providers, i);

      if (other != provider && g_str_equal (confab_registry_get_secret_id (other), secret_id))
        return TRUE;
    }

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      ConfabProviderRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (confab_provider_record_get_id (record), confab_provider_get_id (provider)) != 0 &&
          g_strcmp0 (confab_provider_record_get_secret_id (record), secret_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * confab_registry_get_key_sharers:
 * @provider: whose key
 *
 * To be told to a person before the key is replaced or taken away, for that is done for all of them.
 *
 * Returns: (transfer container) (element-type ConfabProvider): the other providers that have the same
 *   key, in the order of preference
 */
GPtrArray *
confab_registry_get_key_sharers (ConfabRegistry *self,
                                 ConfabProvider *provider)
{
  GPtrArray *sharers = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), sharers);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), sharers);

  for (guint i = 0; i < self->providers->len; i++)
    {
      ConfabProvider *other = g_ptr_array_index (self->providers, i);

      if (other != provider &&
          confab_provider_type_get_accepts_key (confab_provider_get_provider_type (other)) &&
          g_str_equal (confab_registry_get_secret_id (other), confab_registry_get_secret_id (provider)))
        g_ptr_array_add (sharers, g_object_ref (other));
    }

  return sharers;
}

typedef struct
{
  ConfabProvider *provider;  /* owned */
  char           *id;        /* owned */
  char           *type_id;   /* owned */
  char           *other_id;  /* owned, nullable */
} Sharing;

static void
sharing_free (gpointer data)
{
  Sharing *self = data;

  g_object_unref (self->provider);
  g_free (self->id);
  g_free (self->type_id);
  g_free (self->other_id);
  g_free (self);
}

/* What a key of its own is found under: under its id, if that is not what others share. */
static char *
make_own_secret_id (const Sharing *sharing,
                    GPtrArray     *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      ConfabProviderRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (confab_provider_record_get_id (record), sharing->id) != 0 &&
          g_strcmp0 (confab_provider_record_get_secret_id (record), sharing->id) == 0)
        return g_uuid_string_random ();
    }

  return NULL;
}

static GBytes *
share_in_file (GBytes    *current,
               gpointer   user_data,
               GError   **error)
{
  const Sharing *sharing = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(ConfabProviderRecord) record = NULL;
  g_autofree char *secret_id = NULL;

  if (!(records = confab_provider_records_parse (current, NULL, NULL, error)))
    return NULL;

  if (sharing->other_id != NULL)
    secret_id = g_strdup (confab_credentials_get_secret_id (sharing->other_id,
                                                            confab_registry_find_record (records, sharing->other_id)));
  else
    secret_id = make_own_secret_id (sharing, records);

  g_set_object (&record, confab_registry_find_record (records, sharing->id));
  if (record == NULL && secret_id != NULL)
    record = confab_provider_record_new (sharing->id, sharing->type_id);
  if (record != NULL)
    {
      confab_provider_record_set_secret_id (record, secret_id);
      confab_provider_record_touch (record);
      g_ptr_array_add (changed, g_object_ref (record));
    }

  return confab_provider_records_merge (current, changed, NULL, NULL, NULL, error);
}

static void
share_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  Sharing *sharing = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_registry_update_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* What was learnt was learnt with another key. */
  confab_provider_forget_outcome (sharing->provider);
  if (confab_key_source_has_key (confab_provider_get_key_source (sharing->provider)))
    confab_registry_recheck (self, sharing->provider);
  g_task_return_boolean (task, TRUE);
}

static gboolean
check_sharing (ConfabProvider  *provider,
               ConfabProvider  *other,
               GError         **error)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  ConfabProviderType *other_type = other != NULL ? confab_provider_get_provider_type (other) : type;

  if (!confab_provider_type_get_accepts_key (type) || !confab_provider_type_get_accepts_key (other_type))
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, _("This provider takes no key."));
      return FALSE;
    }
  if (other == provider)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                           _("A key is shared with another provider."));
      return FALSE;
    }
  if (!g_str_equal (confab_provider_type_get_credentials (type), confab_provider_type_get_credentials (other_type)))
    {
      g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                   /* Translators: the names of two providers */
                   _("%s and %s sign in in different ways. They cannot share a key."),
                   confab_provider_get_name (provider), confab_provider_get_name (other));
      return FALSE;
    }

  return TRUE;
}

/**
 * confab_registry_share_key_async:
 * @provider: who gets another key
 * @other: (nullable): whose key; %NULL for one of its own again
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Lets a provider use the key that another has in the keyring. Whoever replaces it replaces it for
 * both from then on. The key that the provider had of its own stays in the keyring, and is there when
 * it has one of its own again.
 */
void
confab_registry_share_key_async (ConfabRegistry      *self,
                                 ConfabProvider      *provider,
                                 ConfabProvider      *other,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Sharing *sharing;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));
  g_return_if_fail (other == NULL || CONFAB_IS_PROVIDER (other));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_share_key_async);

  if (!check_sharing (provider, other, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  sharing = g_new0 (Sharing, 1);
  sharing->provider = g_object_ref (provider);
  sharing->id = g_strdup (confab_provider_get_id (provider));
  sharing->type_id = g_strdup (confab_provider_type_get_id (confab_provider_get_provider_type (provider)));
  sharing->other_id = other != NULL ? g_strdup (confab_provider_get_id (other)) : NULL;
  g_task_set_task_data (task, sharing, sharing_free);
  confab_registry_update_async (self, share_in_file, sharing, NULL, cancellable, share_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_share_key_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in force; otherwise an error as of [method@Registry.change_finish]
 */
gboolean
confab_registry_share_key_finish (ConfabRegistry  *self,
                                  GAsyncResult    *result,
                                  GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
