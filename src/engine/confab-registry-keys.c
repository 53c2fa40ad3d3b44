/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-keys"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "confab-address-guard.h"
#include "confab-credentials.h"
#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"

/* How the registry stores and takes away keys. */

#define MAX_KEY_BYTES 8192

/* What is done with one provider's key. */
typedef struct
{
  ConfabProvider *provider;    /* owned */
  ConfabSecret   *key;         /* owned, nullable */
  char           *secret_id;   /* owned */
  GPtrArray      *sharers;     /* owned, of ConfabProvider: who has the same key */
  gboolean        in_keyring;  /* it was seen there a moment ago */
} KeyChange;

static void
key_change_free (KeyChange *self)
{
  g_clear_object (&self->provider);
  g_clear_pointer (&self->key, confab_secret_unref);
  g_free (self->secret_id);
  g_ptr_array_unref (self->sharers);
  g_free (self);
}

/* confab_registry_dup_key_label:
 * @name: what the provider is called
 *
 * Returns: (transfer full): what a keyring manager shows of its key
 */
char *
confab_registry_dup_key_label (const char *name)
{
  /* Translators: what keyring managers call a key; %s is a provider such as “Groq”. */
  return g_strdup_printf (_("Confab: key for %s"), name);
}

/**
 * confab_registry_check_key:
 * @type: what it is for
 * @base_url: (nullable): where it would go
 * @key: a key without white space around it
 * @error: return location
 *
 * Looks at a key's shape, and asks nobody: it is for every letter that is typed. The sentences are
 * for people: they say what is wrong and nothing of what was typed.
 *
 * Returns: whether it may be a key; %CONFAB_ENGINE_ERROR_INVALID
 */
gboolean
confab_registry_check_key (ConfabRegistry      *self,
                           ConfabProviderType  *type,
                           const char          *base_url,
                           ConfabSecret        *key,
                           GError             **error)
{
  g_autoptr(ConfabCredential) credential = NULL;
  g_autoptr(GError) address_error = NULL;
  const char *text;
  gsize length;
  guint min_length;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  text = confab_secret_peek (key);
  length = confab_secret_get_length (key);
  min_length = confab_provider_type_get_min_key_length (type);
  if (!confab_provider_type_get_accepts_key (type))
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, _("This provider takes no key."));
      return FALSE;
    }
  if (length < min_length && confab_provider_type_get_custom (type))
    {
      g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                   _("The key for a server of your own has at least %u characters."), min_length);
      return FALSE;
    }
  if (length < min_length)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                           _("This is too short for a key. Copy the whole key and paste it again."));
      return FALSE;
    }
  if (length > MAX_KEY_BYTES)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                           _("This is too long for a key. Copy the key alone and paste it again."));
      return FALSE;
    }

  /* Where more than a key can sign in, what was pasted is read now rather than when it is needed. */
  credential = confab_credential_new_text (confab_provider_type_get_credentials (type), key,
                                           CONFAB_KEY_SOURCE_KEYRING, NULL);
  if (credential->error != NULL)
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, credential->error->message);
      return FALSE;
    }

  for (gsize i = 0; credential->secret != NULL && i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      {
        g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                             _("A key has no spaces and no special letters in it. "
                               "Copy the key alone and paste it again."));
        return FALSE;
      }

  /* What else is wrong with the address is told beside the address. */
  if (base_url != NULL &&
      !confab_address_guard_check (base_url, CONFAB_ADDRESS_REACH_ANYWHERE, TRUE, &address_error) &&
      g_error_matches (address_error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP))
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, address_error->message);
      return FALSE;
    }

  return TRUE;
}

static void
link_secret (ConfabProviderRecord *record,
             gconstpointer         data)
{
  confab_provider_record_set_secret_id (record, data);

  /* The new one takes the place of the one in plain text, too. */
  confab_provider_record_clear_api_key (record);
}

static void
unlink_secret (ConfabProviderRecord *record,
               gconstpointer         data)
{
  confab_provider_record_set_secret_id (record, NULL);
  confab_provider_record_clear_api_key (record);
}

/* Who shares a key shares the next one, too. */
static void
keep_link (ConfabProviderRecord *record,
           gconstpointer         data)
{
  confab_provider_record_clear_api_key (record);
}

/* What was learnt with another key does not hold any more, for whoever had it. */
static void
forget_outcomes (KeyChange *change)
{
  confab_provider_forget_outcome (change->provider);
  for (guint i = 0; i < change->sharers->len; i++)
    confab_provider_forget_outcome (g_ptr_array_index (change->sharers, i));
}

static void
edit_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  KeyChange *change = g_task_get_task_data (task);
  GError *error = NULL;
  const gboolean written = confab_registry_edit_finish (self, result, &error);

  /* Written or not, the keyring has changed. */
  forget_outcomes (change);
  if (!written)
    {
      confab_registry_refresh_keys_async (self, NULL, NULL, NULL);
      g_task_return_error (task, error);
      return;
    }

  if (change->key != NULL)
    {
      confab_registry_recheck (self, change->provider);
      for (guint i = 0; i < change->sharers->len; i++)
        confab_registry_recheck (self, g_ptr_array_index (change->sharers, i));
    }
  g_task_return_boolean (task, TRUE);
}

static void
refresh_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  confab_registry_refresh_keys_finish (CONFAB_REGISTRY (object), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = g_task_get_source_object (task);
  KeyChange *change = g_task_get_task_data (task);
  ConfabProviderType *type = confab_provider_get_provider_type (change->provider);
  GError *error = NULL;

  if (!confab_keyring_store_finish (CONFAB_KEYRING (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  confab_session_keys_remove (confab_registry_get_session_keys (self), change->secret_id);
  confab_registry_edit_async (self, confab_provider_get_id (change->provider),
                              confab_provider_type_get_id (type), link_secret,
                              g_strdup (change->secret_id), g_free, NULL, NULL, edit_cb,
                              g_steal_pointer (&task));
}

/* What is not in the file need not be taken out of it. */
static void
take_out_of_file (GTask            *task,
                  ConfabRecordEdit  edit)
{
  ConfabRegistry *self = g_task_get_source_object (task);
  KeyChange *change = g_task_get_task_data (task);
  ConfabProviderType *type = confab_provider_get_provider_type (change->provider);
  ConfabProviderRecord *record = confab_provider_get_record (change->provider);

  if (record == NULL || (edit == keep_link && confab_provider_record_get_api_key (record) == NULL))
    {
      forget_outcomes (change);
      confab_registry_refresh_keys_async (self, NULL, refresh_cb, g_object_ref (task));
      return;
    }

  confab_registry_edit_async (self, confab_provider_get_id (change->provider), confab_provider_type_get_id (type),
                              edit, NULL, NULL, NULL, NULL, edit_cb, g_object_ref (task));
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = g_task_get_source_object (task);
  KeyChange *change = g_task_get_task_data (task);
  GError *error = NULL;

  /* Without a keyring there is nothing in it, unless it has just gone away. */
  if (!confab_keyring_clear_finish (CONFAB_KEYRING (object), result, &error) &&
      (change->in_keyring || !g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT)))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&error);
  confab_session_keys_remove (confab_registry_get_session_keys (self), change->secret_id);
  take_out_of_file (task, change->sharers->len > 0 ? keep_link : unlink_secret);
}

static GTask *
new_key_task (ConfabRegistry      *self,
              ConfabProvider      *provider,
              gpointer             source_tag,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  KeyChange *change = g_new0 (KeyChange, 1);

  g_task_set_source_tag (task, source_tag);
  change->provider = g_object_ref (provider);
  change->in_keyring = confab_provider_get_key_source (provider) == CONFAB_KEY_SOURCE_KEYRING;
  change->sharers = confab_registry_get_key_sharers (self, provider);
  change->secret_id = g_strdup (confab_registry_get_secret_id (provider));
  g_task_set_task_data (task, change, (GDestroyNotify) key_change_free);

  return task;
}

/**
 * confab_registry_set_key_async:
 * @provider: whose key
 * @key: the key; white space around it does not count
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is stored
 * @user_data: closure
 *
 * Stores a key in the keyring, which the person may be asked to unlock, and begins to check it.
 * How the check goes shows in the provider's state.
 */
void
confab_registry_set_key_async (ConfabRegistry      *self,
                               ConfabProvider      *provider,
                               ConfabSecret        *key,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *label = NULL;
  ConfabProviderType *type;
  KeyChange *change;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));
  g_return_if_fail (key != NULL);

  task = new_key_task (self, provider, confab_registry_set_key_async, cancellable, callback,
                       user_data);
  change = g_task_get_task_data (task);
  change->key = confab_secret_new_trimmed (confab_secret_peek (key));
  type = confab_provider_get_provider_type (provider);

  if (!confab_registry_check_key (self, type, confab_provider_get_base_url (provider), change->key, &error) ||
      !confab_registry_check_writable (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  label = confab_registry_dup_key_label (confab_provider_get_name (provider));
  confab_keyring_store_async (self->keyring, change->secret_id, label, change->key, cancellable,
                              store_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_set_key_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is stored; otherwise %CONFAB_ENGINE_ERROR_INVALID with a sentence for the
 *   person, %CONFAB_ENGINE_ERROR_NOT_LOADED, or an error of %CONFAB_KEYRING_ERROR or
 *   %CONFAB_STORE_ERROR
 */
gboolean
confab_registry_set_key_finish (ConfabRegistry  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_registry_remove_key_async:
 * @provider: whose key
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone
 * @user_data: closure
 *
 * Takes a key out of the keyring, and out of the records file if it stands there, and forgets one
 * that is kept for this session. One in the environment is not ours to take away.
 */
void
confab_registry_remove_key_async (ConfabRegistry      *self,
                                  ConfabProvider      *provider,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  KeyChange *change;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  task = new_key_task (self, provider, confab_registry_remove_key_async, cancellable, callback,
                       user_data);
  change = g_task_get_task_data (task);

  if (!confab_registry_check_writable (self, &error))
    {
      g_task_return_error (task, error);
    }
  else if (confab_provider_get_key_source (provider) == CONFAB_KEY_SOURCE_SESSION)
    {
      /* The keyring has none or stays locked, so nobody is asked to unlock it for this. */
      confab_session_keys_remove (confab_registry_get_session_keys (self), change->secret_id);
      take_out_of_file (task, keep_link);
    }
  else
    {
      confab_keyring_clear_async (self->keyring, change->secret_id, cancellable, clear_cb, g_steal_pointer (&task));
    }
}

/**
 * confab_registry_remove_key_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is gone
 */
gboolean
confab_registry_remove_key_finish (ConfabRegistry  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
unlock_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!confab_keyring_unlock_finish (CONFAB_KEYRING (object), result, &error))
    g_task_return_error (task, error);
  else
    confab_registry_refresh_keys_async (g_task_get_source_object (task), NULL, refresh_cb,
                                        g_object_ref (task));
}

/**
 * confab_registry_unlock_keyring_async:
 * @cancellable: (nullable): takes the prompt away again
 * @callback: called when the person has answered and the keys are known
 * @user_data: closure
 *
 * Asks the person to unlock the keyring.
 */
void
confab_registry_unlock_keyring_async (ConfabRegistry      *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_unlock_keyring_async);
  confab_keyring_unlock_async (self->keyring, cancellable, unlock_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_unlock_keyring_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is unlocked; otherwise an error of %CONFAB_KEYRING_ERROR
 */
gboolean
confab_registry_unlock_keyring_finish (ConfabRegistry  *self,
                                       GAsyncResult    *result,
                                       GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
