/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-keyring-fetch"

#include "config.h"

#include "confab-keyring.h"

/* How a key is fetched for something that a person wants done now, so that they can be asked to unlock
 * the keyring for it. */

typedef struct
{
  char     *secret_id;  /* owned */
  gboolean  may_ask;
  gboolean  asked;      /* the person was asked */
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *self = data;

  g_free (self->secret_id);
  g_free (self);
}

/* Takes @secret and @error. */
static void
end (GTask        *task,
     ConfabSecret *secret,
     GError       *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) confab_secret_unref);
}

static void
lookup_again_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  ConfabSecret *secret = confab_keyring_lookup_finish (CONFAB_KEYRING (object), result, NULL, &error);

  end (task, secret, error);
}

static void
unlock_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyring *self = CONFAB_KEYRING (object);
  const Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_keyring_unlock_finish (self, result, &error))
    confab_keyring_lookup_async (self, fetch->secret_id, g_task_get_cancellable (task), lookup_again_cb,
                                 g_object_ref (task));
  else
    end (task, NULL, error);
}

static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabKeyring *self = CONFAB_KEYRING (object);
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  ConfabSecret *secret = confab_keyring_lookup_finish (self, result, NULL, &error);

  if (!fetch->may_ask || !g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED))
    {
      end (task, secret, error);
      return;
    }

  g_error_free (error);
  fetch->asked = TRUE;
  confab_keyring_unlock_async (self, g_task_get_cancellable (task), unlock_cb, g_object_ref (task));
}

/**
 * confab_keyring_fetch_async:
 * @secret_id: what it was stored under
 * @may_ask: whether the person may be asked to unlock the keyring
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: closure
 *
 * Fetches a key like [method@Keyring.lookup_async], but unlocks the keyring first if it is locked. The
 * person is asked for that once at the most.
 */
void
confab_keyring_fetch_async (ConfabKeyring       *self,
                            const char          *secret_id,
                            gboolean             may_ask,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;
  Fetch *fetch;

  g_return_if_fail (CONFAB_IS_KEYRING (self));
  g_return_if_fail (secret_id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  fetch = g_new0 (Fetch, 1);
  fetch->secret_id = g_strdup (secret_id);
  fetch->may_ask = may_ask;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_keyring_fetch_async);
  g_task_set_task_data (task, fetch, fetch_free);
  confab_keyring_lookup_async (self, secret_id, cancellable, lookup_cb, task);
}

/**
 * confab_keyring_fetch_finish:
 * @result: the result
 * @asked: (out) (optional): whether the person was asked to unlock the keyring
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key; %NULL without an error when there is none. A dismissed
 *   prompt is %CONFAB_KEYRING_ERROR_LOCKED
 */
ConfabSecret *
confab_keyring_fetch_finish (ConfabKeyring  *self,
                             GAsyncResult   *result,
                             gboolean       *asked,
                             GError        **error)
{
  const Fetch *fetch;

  g_return_val_if_fail (CONFAB_IS_KEYRING (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  fetch = g_task_get_task_data (G_TASK (result));
  if (asked != NULL)
    *asked = fetch->asked;

  return g_task_propagate_pointer (G_TASK (result), error);
}
