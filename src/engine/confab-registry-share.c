/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-share"

#include "config.h"

#include "confab-credentials.h"
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
