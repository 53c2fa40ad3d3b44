/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-session-key"

#include "config.h"

#include "confab-credentials.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"

/* How a key is used that is kept nowhere. */

static void
recheck (ConfabRegistry *self,
         ConfabProvider *provider)
{
  confab_provider_forget_outcome (provider);
  confab_registry_recheck (self, provider);
}

static void
refresh_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ConfabProvider) provider = CONFAB_PROVIDER (user_data);
  g_autoptr(GPtrArray) sharers = NULL;
  ConfabRegistry *self = CONFAB_REGISTRY (object);

  if (!confab_registry_refresh_keys_finish (self, result, NULL))
    return;

  sharers = confab_registry_get_key_sharers (self, provider);
  recheck (self, provider);
  for (guint i = 0; i < sharers->len; i++)
    recheck (self, g_ptr_array_index (sharers, i));
}

/* confab_registry_get_session_keys:
 *
 * Returns: (transfer none): the keys that are kept until the program ends
 */
ConfabSessionKeys *
confab_registry_get_session_keys (ConfabRegistry *self)
{
  return confab_credentials_get_session_keys (self->credentials);
}

/**
 * confab_registry_offers_session_key:
 * @error: (nullable): why a key could not be stored
 *
 * Returns: whether a key is better kept for this session than not at all: there is no keyring, or it
 *   is the reason for @error
 */
gboolean
confab_registry_offers_session_key (ConfabRegistry *self,
                                    const GError   *error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);

  return confab_keyring_get_state (self->keyring) == CONFAB_KEYRING_ABSENT ||
         (error != NULL && error->domain == CONFAB_KEYRING_ERROR);
}

/**
 * confab_registry_set_session_key:
 * @provider: whose key
 * @key: the key; white space around it does not count
 * @error: return location
 *
 * Uses a key until the program ends, and begins to check it. It is written nowhere: for where there
 * is no keyring, or it stays locked. A key in the keyring goes before it, and one that is stored
 * there later takes its place.
 *
 * Returns: whether it is used; otherwise %CONFAB_ENGINE_ERROR_INVALID with a sentence for the person
 */
gboolean
confab_registry_set_session_key (ConfabRegistry  *self,
                                 ConfabProvider  *provider,
                                 ConfabSecret    *key,
                                 GError         **error)
{
  g_autoptr(ConfabSecret) trimmed = NULL;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  trimmed = confab_secret_new_trimmed (confab_secret_peek (key));
  if (!confab_registry_check_key (self, confab_provider_get_provider_type (provider),
                                  confab_provider_get_base_url (provider), trimmed, error))
    return FALSE;

  confab_session_keys_set (confab_registry_get_session_keys (self), confab_registry_get_secret_id (provider), trimmed);
  confab_registry_refresh_keys_async (self, self->cancellable, refresh_cb, g_object_ref (provider));

  return TRUE;
}
