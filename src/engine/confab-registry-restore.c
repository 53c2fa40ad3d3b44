/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-restore"

#include "config.h"

#include "confab-provider-order.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"
#include "confab-removed-provider-private.h"

/* How a provider that was taken away comes back. The record comes first, for its id may be somebody
 * else's by now, and nothing of theirs is to be touched; without its keys it does not stay. */

typedef struct
{
  ConfabRemovedProvider *removed;    /* owned */
  ConfabProviderRecord  *record;     /* owned */
  char                  *id;         /* owned */
  char                 **following;  /* owned, nullable */
  gboolean               was_default;
  guint                  n_stored;   /* how many keys are in the keyring again */
  GError                *error;      /* owned, nullable: why it does not come back */
} Restoration;

static void
restoration_free (gpointer data)
{
  Restoration *self = data;

  g_clear_object (&self->removed);
  g_clear_object (&self->record);
  g_clear_error (&self->error);
  g_strfreev (self->following);
  g_free (self->id);
  g_free (self);
}

static GBytes *
restore_record (GBytes    *current,
                gpointer   user_data,
                GError   **error)
{
  const Restoration *restoration = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *default_id = NULL;
  g_auto(GStrv) order = NULL;
  g_auto(GStrv) inserted = NULL;

  if (!(records = confab_provider_records_parse (current, &default_id, &order, error)))
    return NULL;
  if (confab_registry_find_record (records, restoration->id) != NULL)
    {
      confab_registry_set_taken_error (error);
      return NULL;
    }

  g_ptr_array_add (changed, g_object_ref (restoration->record));
  if (restoration->following != NULL)
    inserted = confab_provider_order_insert ((const char * const *) order, restoration->id,
                                             (const char * const *) restoration->following);

  /* A choice that was made meanwhile goes before the one of then. */
  return confab_provider_records_merge (current, changed, NULL,
                                        restoration->was_default && default_id == NULL ? restoration->id : NULL,
                                        (const char * const *) inserted, error);
}

static GBytes *
withdraw_record (GBytes    *current,
                 gpointer   user_data,
                 GError   **error)
{
  const Restoration *restoration = user_data;
  const char * const removed[] = { restoration->id, NULL };

  return confab_provider_records_merge (current, NULL, removed, NULL, NULL, error);
}

static void
withdraw_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Restoration *restoration = g_task_get_task_data (task);

  if (!confab_registry_update_finish (CONFAB_REGISTRY (object), result, &error))
    g_prefix_error (&restoration->error, "the provider is there again without its key (%s): ", error->message);
  g_task_return_error (task, g_steal_pointer (&restoration->error));
}

static void clear_next_key (GTask *task);

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  confab_keyring_clear_finish (CONFAB_KEYRING (object), result, NULL);
  clear_next_key (task);
}

/* Needed before its definition, for there may be several. */
static void
clear_next_key (GTask *task)
{
  ConfabRegistry *self = g_task_get_source_object (task);
  Restoration *restoration = g_task_get_task_data (task);
  const ConfabRemovedKey *key;

  if (restoration->n_stored == 0)
    {
      confab_registry_update_async (self, withdraw_record, restoration, NULL, NULL, withdraw_cb, g_object_ref (task));
      return;
    }

  key = confab_removed_provider_get_key (restoration->removed, --restoration->n_stored);
  if (key->session)
    {
      confab_session_keys_remove (confab_registry_get_session_keys (self), key->secret_id);
      clear_next_key (task);
      return;
    }

  confab_keyring_clear_async (self->keyring, key->secret_id, NULL, clear_cb, g_object_ref (task));
}

static void
refresh_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  Restoration *restoration = g_task_get_task_data (task);
  ConfabProvider *provider = confab_registry_lookup (self, restoration->id);

  confab_registry_refresh_keys_finish (self, result, NULL);
  if (provider != NULL && restoration->n_stored > 0)
    {
      confab_provider_forget_outcome (provider);
      confab_registry_recheck (self, provider);
    }
  g_task_return_boolean (task, TRUE);
}

static void store_next_key (GTask *task);

static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Restoration *restoration = g_task_get_task_data (task);

  if (confab_keyring_store_finish (CONFAB_KEYRING (object), result, &restoration->error))
    {
      restoration->n_stored++;
      store_next_key (task);
    }
  else
    {
      clear_next_key (task);
    }
}

/* Needed before its definition, for there may be several. */
static void
store_next_key (GTask *task)
{
  ConfabRegistry *self = g_task_get_source_object (task);
  Restoration *restoration = g_task_get_task_data (task);
  const ConfabRemovedKey *key;
  g_autofree char *label = NULL;

  if (restoration->n_stored == confab_removed_provider_get_n_keys (restoration->removed))
    {
      confab_registry_refresh_keys_async (self, NULL, refresh_cb, g_object_ref (task));
      return;
    }

  key = confab_removed_provider_get_key (restoration->removed, restoration->n_stored);
  if (key->session)
    {
      confab_session_keys_set (confab_registry_get_session_keys (self), key->secret_id, key->secret);
      restoration->n_stored++;
      store_next_key (task);
      return;
    }

  label = confab_registry_dup_key_label (confab_removed_provider_get_name (restoration->removed));
  confab_keyring_store_async (self->keyring, key->secret_id, label, key->secret, g_task_get_cancellable (task),
                              store_cb, g_object_ref (task));
}

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (confab_registry_update_finish (CONFAB_REGISTRY (object), result, &error))
    store_next_key (task);
  else
    g_task_return_error (task, error);
}

/**
 * confab_registry_restore_async:
 * @removed: what was taken away
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is there again
 * @user_data: closure
 *
 * Brings back a provider: what was written down of it, its place in the order, the choice if it was
 * chosen and nobody else was since, and its key, for which the person may be asked to unlock the
 * keyring. If one of them cannot be brought back, none is, and it can be tried again.
 */
void
confab_registry_restore_async (ConfabRegistry        *self,
                               ConfabRemovedProvider *removed,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(ConfabProviderRecord) record = NULL;
  Restoration *restoration;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_REMOVED_PROVIDER (removed));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_restore_async);

  /* What is there again is so, even if nobody waits for it any more. */
  g_task_set_check_cancellable (task, FALSE);

  record = confab_removed_provider_make_record (removed, &error);
  if (record == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  restoration = g_new0 (Restoration, 1);
  restoration->removed = g_object_ref (removed);
  restoration->record = g_steal_pointer (&record);
  restoration->id = g_strdup (confab_removed_provider_get_id (removed));
  restoration->following = g_strdupv ((char **) confab_removed_provider_get_following (removed));
  restoration->was_default = confab_removed_provider_get_default (removed);
  g_task_set_task_data (task, restoration, restoration_free);
  confab_registry_update_async (self, restore_record, restoration, NULL, cancellable, write_cb,
                                g_steal_pointer (&task));
}

/**
 * confab_registry_restore_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is there again; otherwise an error of %CONFAB_KEYRING_ERROR or as of
 *   [method@Registry.change_finish], %CONFAB_ENGINE_ERROR_INVALID when there is another with its id
 */
gboolean
confab_registry_restore_finish (ConfabRegistry  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
