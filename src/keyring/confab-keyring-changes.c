/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring-changes"

#include "config.h"

#include "confab-keyring-operation-private.h"

/* How a key gets into the keyring and out of it. Both may ask the person to unlock it. */

static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyring *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  gboolean success;

  success = secret_service_store_finish (SECRET_SERVICE (object), result, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  if (!success)
    {
      confab_keyring_operation_fail (task, error);
      return;
    }

  confab_keyring_set_state (self, CONFAB_KEYRING_AVAILABLE);
  g_task_return_boolean (task, TRUE);
}

static void
store_proceed (GTask *task)
{
  ConfabKeyringOperation *operation = g_task_get_task_data (task);

  if (confab_keyring_operation_unlock_default (task))
    return;

  /* Where there is no default collection yet, the person is asked for its password to be. */
  confab_keyring_operation_begin_call (task);
  secret_service_store (operation->service, &confab_keyring_schema, operation->attributes,
                        SECRET_COLLECTION_DEFAULT, operation->label, operation->value,
                        NULL, store_cb, g_object_ref (task));
}

static void delete_next (GTask *task);

static void
delete_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  gboolean success;

  success = secret_item_delete_finish (SECRET_ITEM (object), result, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  /* Somebody else may have deleted it meanwhile. */
  if (success ||
      g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD))
    delete_next (task);
  else
    confab_keyring_operation_fail (task, error);
}

static void
delete_next (GTask *task)
{
  ConfabKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr(SecretItem) item = NULL;

  if (operation->items == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  item = operation->items->data;
  operation->items = g_list_delete_link (operation->items, operation->items);
  confab_keyring_operation_begin_call (task);
  secret_item_delete (item, NULL, delete_cb, g_object_ref (task));
}

static void
clear_search_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyringOperation *operation = g_task_get_task_data (task);
  g_autolist(SecretItem) items = NULL;
  g_autoptr(GError) error = NULL;

  items = secret_service_search_finish (SECRET_SERVICE (object), result, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  if (error != NULL)
    {
      confab_keyring_operation_fail (task, error);
      return;
    }

  if (confab_keyring_operation_unlock_items (task, items))
    return;

  operation->items = g_steal_pointer (&items);
  delete_next (task);
}

static void
clear_proceed (GTask *task)
{
  if (!confab_keyring_operation_unlock_default (task))
    confab_keyring_operation_search (task, clear_search_cb);
}

/**
 * confab_keyring_store_async:
 * @secret_id: what to find it under; a key stored under the same before is replaced
 * @label: what keyring managers call it, for a person to read
 * @secret: the key
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is stored
 * @user_data: closure
 *
 * Stores a key in the default keyring, and asks the person to unlock that first should it be
 * locked.
 */
void
confab_keyring_store_async (ConfabKeyring       *self,
                            const char          *secret_id,
                            const char          *label,
                            ConfabSecret        *secret,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  ConfabKeyringOperation *operation;

  g_return_if_fail (CONFAB_IS_KEYRING (self));
  g_return_if_fail (secret_id != NULL);
  g_return_if_fail (label != NULL);
  g_return_if_fail (secret != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  operation = confab_keyring_prepare (self, secret_id, store_proceed);
  operation->label = g_strdup (label);
  operation->value = secret_value_new (confab_secret_peek (secret),
                                       confab_secret_get_length (secret), "text/plain");
  confab_keyring_begin (self, operation, confab_keyring_store_async, cancellable, callback, user_data);
}

/**
 * confab_keyring_store_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is stored; a dismissed prompt is %CONFAB_KEYRING_ERROR_LOCKED
 */
gboolean
confab_keyring_store_finish (ConfabKeyring  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_keyring_clear_async:
 * @secret_id: what it was stored under
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone
 * @user_data: closure
 *
 * Removes a key, in whichever keyring it is and however often. Asks the person to unlock what is
 * locked.
 */
void
confab_keyring_clear_async (ConfabKeyring       *self,
                            const char          *secret_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_KEYRING (self));
  g_return_if_fail (secret_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_keyring_begin (self, confab_keyring_prepare (self, secret_id, clear_proceed),
                        confab_keyring_clear_async, cancellable, callback, user_data);
}

/**
 * confab_keyring_clear_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether no such key is there any more; a dismissed prompt is
 *   %CONFAB_KEYRING_ERROR_LOCKED
 */
gboolean
confab_keyring_clear_finish (ConfabKeyring  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
