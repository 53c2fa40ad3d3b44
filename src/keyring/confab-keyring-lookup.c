/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring-lookup"

#include "config.h"

#include "confab-keyring-operation-private.h"

/* How a key is fetched from the keyring, without asking the person anything. */

typedef struct
{
  ConfabSecret *secret;         /* owned */
  gint64        created_at_us;
} Found;

static void
found_free (Found *self)
{
  g_clear_pointer (&self->secret, confab_secret_unref);
  g_free (self);
}

static void
load_secret_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyring *self = g_task_get_source_object (task);
  SecretItem *item = SECRET_ITEM (object);
  g_autoptr(SecretValue) value = NULL;
  g_autoptr(GError) error = NULL;
  gboolean success;
  const char *text;
  gsize length;
  Found *found;

  success = secret_item_load_secret_finish (item, result, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  if (!success || !(value = secret_item_get_secret (item)))
    {
      confab_keyring_operation_fail (task, error);
      return;
    }

  /* Straight from libsecret's non-pageable memory into ours. */
  text = secret_value_get (value, &length);
  found = g_new0 (Found, 1);
  found->secret = confab_secret_new (text, length);
  found->created_at_us = (gint64) secret_item_get_created (item) * G_USEC_PER_SEC;

  if (confab_keyring_get_state (self) != CONFAB_KEYRING_LOCKED)
    confab_keyring_set_state (self, CONFAB_KEYRING_AVAILABLE);
  g_task_return_pointer (task, found, (GDestroyNotify) found_free);
}

static void
lookup_search_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyring *self = g_task_get_source_object (task);
  ConfabKeyringOperation *operation = g_task_get_task_data (task);
  g_autolist(SecretItem) items = NULL;
  g_autoptr(GError) error = NULL;
  SecretItem *newest = NULL;

  items = secret_service_search_finish (SECRET_SERVICE (object), result, &error);
  if (!confab_keyring_operation_end_call (task))
    return;

  if (error != NULL)
    {
      confab_keyring_operation_fail (task, error);
      return;
    }

  for (GList *l = items; l != NULL; l = l->next)
    if (!secret_item_get_locked (l->data) &&
        (newest == NULL ||
         secret_item_get_modified (l->data) > secret_item_get_modified (newest)))
      newest = l->data;

  if (newest != NULL)
    {
      operation->item = g_object_ref (newest);
      confab_keyring_operation_begin_call (task);
      secret_item_load_secret (newest, NULL, load_secret_cb, g_object_ref (task));
    }
  /* Not every service finds items in a locked collection, so finding none there proves nothing. */
  else if (items != NULL || confab_keyring_operation_is_locked (task))
    confab_keyring_operation_fail (task, NULL);
  else
    {
      if (confab_keyring_get_state (self) != CONFAB_KEYRING_LOCKED)
        confab_keyring_set_state (self, CONFAB_KEYRING_AVAILABLE);
      g_task_return_pointer (task, NULL, NULL);
    }
}

static void
lookup_proceed (GTask *task)
{
  confab_keyring_operation_search (task, lookup_search_cb);
}

/**
 * confab_keyring_lookup_async:
 * @secret_id: what it was stored under
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: closure
 *
 * Fetches a key. Never asks the person anything.
 */
void
confab_keyring_lookup_async (ConfabKeyring       *self,
                             const char          *secret_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_KEYRING (self));
  g_return_if_fail (secret_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_keyring_begin (self, confab_keyring_prepare (self, secret_id, lookup_proceed),
                        confab_keyring_lookup_async, cancellable, callback, user_data);
}

/**
 * confab_keyring_lookup_finish:
 * @result: the result
 * @created_at_us: (out) (optional): when the item was made, in microseconds since 1970 UTC; 0
 *   when there is none
 * @error: return location
 *
 * While the keyring is locked this fails with %CONFAB_KEYRING_ERROR_LOCKED, also for a key that was
 * never stored: services differ in what they tell of a locked keyring.
 *
 * Returns: (transfer full) (nullable): the key; %NULL without an error when there is none
 */
ConfabSecret *
confab_keyring_lookup_finish (ConfabKeyring  *self,
                              GAsyncResult   *result,
                              gint64         *created_at_us,
                              GError        **error)
{
  ConfabSecret *secret = NULL;
  Found *found;

  g_return_val_if_fail (CONFAB_IS_KEYRING (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (created_at_us != NULL)
    *created_at_us = found != NULL ? found->created_at_us : 0;

  if (found != NULL)
    {
      secret = g_steal_pointer (&found->secret);
      found_free (found);
    }
  return secret;
}
