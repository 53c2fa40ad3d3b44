/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-credentials"

#include "config.h"

#include "confab-credentials.h"

/* What is left to look at once the keyring has answered. */
typedef struct
{
  ConfabProviderType *type;          /* owned */
  ConfabSecret       *file_key;      /* owned, nullable */
  gboolean            environment;   /* may the type's variables be used */
} Resolution;

static void
resolution_free (Resolution *self)
{
  g_clear_object (&self->type);
  g_clear_pointer (&self->file_key, confab_secret_unref);
  g_free (self);
}

static ConfabCredential *
credential_new (ConfabSecret    *secret,
                ConfabKeySource  source,
                const char      *detail,
                gint64           created_at_us)
{
  ConfabCredential *self = g_new0 (ConfabCredential, 1);

  self->secret = secret != NULL ? confab_secret_ref (secret) : NULL;
  self->source = source;
  self->detail = g_strdup (detail);
  self->created_at_us = created_at_us;

  return self;
}

static ConfabCredential *
look_beside_keyring (Resolution *resolution,
                     gboolean    locked)
{
  const char * const *names = confab_provider_type_get_env_keys (resolution->type);

  if (resolution->file_key != NULL)
    return credential_new (resolution->file_key, CONFAB_KEY_SOURCE_FILE, NULL, 0);

  for (guint i = 0; resolution->environment && names != NULL && names[i] != NULL; i++)
    {
      const char *value = g_getenv (names[i]);
      g_autoptr(ConfabSecret) secret = NULL;

      if (value == NULL)
        continue;

      secret = confab_secret_new_trimmed (value);
      if (confab_secret_get_length (secret) > 0)
        return credential_new (secret, CONFAB_KEY_SOURCE_ENVIRONMENT, names[i], 0);
    }

  if (!confab_provider_type_get_needs_key (resolution->type))
    return credential_new (NULL, CONFAB_KEY_SOURCE_NOT_NEEDED, NULL, 0);

  return credential_new (NULL, locked ? CONFAB_KEY_SOURCE_LOCKED : CONFAB_KEY_SOURCE_NONE, NULL, 0);
}

static void
keyring_lookup_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabSecret) secret = NULL;
  g_autoptr(GError) error = NULL;
  ConfabCredential *credential;
  gint64 created_at_us = 0;

  secret = confab_keyring_lookup_finish (CONFAB_KEYRING (object), result, &created_at_us, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Whatever is wrong with the keyring, a key elsewhere does as well. */
  if (error != NULL && !g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT) &&
      !g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED))
    g_debug ("The keyring did not answer: %s", error->message);

  if (secret != NULL)
    credential = credential_new (secret, CONFAB_KEY_SOURCE_KEYRING, NULL, created_at_us);
  else
    credential = look_beside_keyring (g_task_get_task_data (task),
                                      g_error_matches (error, CONFAB_KEYRING_ERROR,
                                                       CONFAB_KEYRING_ERROR_LOCKED));

  g_task_return_pointer (task, credential, (GDestroyNotify) confab_credential_free);
}

/* confab_credential_free:
 * @self: (transfer full) (nullable): a credential
 */
void
confab_credential_free (ConfabCredential *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->secret, confab_secret_unref);
  g_free (self->detail);
  g_free (self);
}

/* confab_credentials_get_secret_id:
 * @provider_id: a provider's id
 * @record: (nullable): its record
 *
 * Returns: (transfer none): what its key is found under in the keyring
 */
const char *
confab_credentials_get_secret_id (const char           *provider_id,
                                  ConfabProviderRecord *record)
{
  const char *secret_id = record != NULL ? confab_provider_record_get_secret_id (record) : NULL;

  return secret_id != NULL && *secret_id != '\0' ? secret_id : provider_id;
}

/* confab_credentials_resolve_async:
 * @keyring: the keyring
 * @type: the provider's type
 * @provider_id: the provider's id
 * @record: (nullable): its record
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: closure
 *
 * Looks for a provider's key: in the keyring, in the records file, in the environment. Nobody is
 * asked to unlock anything.
 *
 * The environment's keys belong to the vendor's own address: a further record of a type that is
 * somewhere else never gets them.
 */
void
confab_credentials_resolve_async (ConfabKeyring        *keyring,
                                  ConfabProviderType   *type,
                                  const char           *provider_id,
                                  ConfabProviderRecord *record,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  Resolution *resolution;

  g_return_if_fail (CONFAB_IS_KEYRING (keyring));
  g_return_if_fail (CONFAB_IS_PROVIDER_TYPE (type));
  g_return_if_fail (provider_id != NULL);

  task = g_task_new (keyring, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_credentials_resolve_async);

  resolution = g_new0 (Resolution, 1);
  resolution->type = g_object_ref (type);
  resolution->environment = g_str_equal (provider_id, confab_provider_type_get_id (type)) ||
                            record == NULL ||
                            confab_provider_record_get_base_url (record) == NULL;
  if (record != NULL && confab_provider_record_get_api_key (record) != NULL)
    {
      resolution->file_key =
        confab_secret_new_trimmed (confab_provider_record_get_api_key (record));
      if (confab_secret_get_length (resolution->file_key) == 0)
        g_clear_pointer (&resolution->file_key, confab_secret_unref);
    }
  g_task_set_task_data (task, resolution, (GDestroyNotify) resolution_free);

  if (!confab_provider_type_get_accepts_key (type))
    {
      g_task_return_pointer (task, credential_new (NULL, CONFAB_KEY_SOURCE_NOT_NEEDED, NULL, 0),
                             (GDestroyNotify) confab_credential_free);
      return;
    }

  confab_keyring_lookup_async (keyring, confab_credentials_get_secret_id (provider_id, record),
                               cancellable, keyring_lookup_cb, g_steal_pointer (&task));
}

/* confab_credentials_resolve_finish:
 *
 * Returns: (transfer full): the key, or why there is none; %NULL only with %G_IO_ERROR_CANCELLED
 */
ConfabCredential *
confab_credentials_resolve_finish (ConfabKeyring  *keyring,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (g_task_is_valid (result, keyring), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
