/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-move-key"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"

/* How a key that stands in the records file in plain text gets into the keyring. It is in two places
 * for a moment, and never in none. */

typedef struct
{
  ConfabProvider *provider;   /* owned */
  ConfabSecret   *key;        /* owned */
  char           *id;         /* owned */
  char           *secret_id;  /* owned */
} KeyMove;

static void
key_move_free (gpointer data)
{
  KeyMove *self = data;

  g_object_unref (self->provider);
  confab_secret_unref (self->key);
  g_free (self->id);
  g_free (self->secret_id);
  g_free (self);
}

static ConfabSecret *
dup_file_key (ConfabProviderRecord *record)
{
  const char *text = record != NULL ? confab_provider_record_get_api_key (record) : NULL;
  g_autoptr(ConfabSecret) key = text != NULL ? confab_secret_new_trimmed (text) : NULL;

  return key != NULL && confab_secret_get_length (key) > 0 ? g_steal_pointer (&key) : NULL;
}

/* Another key that somebody wrote there meanwhile is not the one that was moved. */
static GBytes *
take_out_of_file (GBytes    *current,
                  gpointer   user_data,
                  GError   **error)
{
  const KeyMove *move = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(ConfabSecret) there = NULL;
  ConfabProviderRecord *record;

  if (!(records = confab_provider_records_parse (current, NULL, NULL, error)))
    return NULL;

  record = confab_registry_find_record (records, move->id);
  there = dup_file_key (record);
  if (there != NULL && confab_secret_equal (there, move->key))
    {
      confab_provider_record_clear_api_key (record);
      confab_provider_record_set_secret_id (record, move->secret_id);
      confab_provider_record_touch (record);
      g_ptr_array_add (changed, g_object_ref (record));
    }

  return confab_provider_records_merge (current, changed, NULL, NULL, NULL, error);
}

static void
update_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (confab_registry_update_finish (CONFAB_REGISTRY (object), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_prefix_error (&error, "the key is in the keyring, and still in the file: ");
  g_task_return_error (task, error);
}

static void
take_out (GTask *task)
{
  confab_registry_update_async (g_task_get_source_object (task), take_out_of_file, g_task_get_task_data (task), NULL,
                                NULL, update_cb, g_object_ref (task));
}

/* Takes @error. */
static void
fail_in_keyring (GTask  *task,
                 GError *error)
{
  g_prefix_error (&error, "the key is still in the file: ");
  g_task_return_error (task, error);
}

static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (confab_keyring_store_finish (CONFAB_KEYRING (object), result, &error))
    take_out (task);
  else
    fail_in_keyring (task, error);
}

static void
fetch_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabSecret) there = NULL;
  g_autofree char *label = NULL;
  ConfabKeyring *keyring = CONFAB_KEYRING (object);
  KeyMove *move = g_task_get_task_data (task);
  GError *error = NULL;

  there = confab_keyring_fetch_finish (keyring, result, NULL, &error);
  if (error != NULL)
    {
      fail_in_keyring (task, error);
      return;
    }
  if (there != NULL && !confab_secret_equal (there, move->key))
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("There is another key in the keyring already. "
                                 "Add the one you want again: it replaces both."));
      return;
    }

  /* An earlier try may have come this far. */
  if (there != NULL)
    {
      take_out (task);
      return;
    }

  label = confab_registry_dup_key_label (confab_provider_get_name (move->provider));
  confab_keyring_store_async (keyring, move->secret_id, label, move->key, g_task_get_cancellable (task), store_cb,
                              g_object_ref (task));
}

/**
 * confab_registry_move_key_async:
 * @provider: whose key
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is in the keyring and in the file no more
 * @user_data: closure
 *
 * Moves the key that stands in the records file in plain text to the keyring, which the person may
 * be asked to unlock. A key that is there already is not replaced by it.
 */
void
confab_registry_move_key_async (ConfabRegistry      *self,
                                ConfabProvider      *provider,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(ConfabSecret) key = NULL;
  KeyMove *move;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_move_key_async);

  /* What is moved is moved, even if nobody waits for it any more. */
  g_task_set_check_cancellable (task, FALSE);

  if (!confab_registry_check_writable (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  key = dup_file_key (confab_provider_get_record (provider));
  if (key == NULL)
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("There is no key for this provider in the configuration file."));
      return;
    }

  move = g_new0 (KeyMove, 1);
  move->provider = g_object_ref (provider);
  move->key = g_steal_pointer (&key);
  move->id = g_strdup (confab_provider_get_id (provider));
  move->secret_id = g_strdup (confab_registry_get_secret_id (provider));
  g_task_set_task_data (task, move, key_move_free);
  confab_keyring_fetch_async (self->keyring, move->secret_id, TRUE, cancellable, fetch_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_move_key_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is moved. Otherwise it is still in the file: an error of %CONFAB_KEYRING_ERROR
 *   says that it did not get into the keyring, one of %CONFAB_STORE_ERROR that it did but is in the
 *   file as well; %CONFAB_ENGINE_ERROR_INVALID has a sentence for the person
 */
gboolean
confab_registry_move_key_finish (ConfabRegistry  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
