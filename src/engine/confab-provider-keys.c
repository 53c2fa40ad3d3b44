/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-keys"

#include "config.h"

#include "confab-provider-private.h"

/* Where the keys of a provider are. What they are is known to the keyring. */

/**
 * confab_provider_get_key_source:
 *
 * Returns: where the key in use came from
 */
ConfabKeySource
confab_provider_get_key_source (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), CONFAB_KEY_SOURCE_NONE);

  return self->facts.key_source;
}

/**
 * confab_provider_get_key_detail:
 *
 * Returns: (transfer none) (nullable): the name of the variable that holds the key
 */
const char *
confab_provider_get_key_detail (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->key_detail;
}

/**
 * confab_provider_get_key_created_at_us:
 *
 * Returns: when the key was stored, in microseconds since 1970 UTC, or 0
 */
gint64
confab_provider_get_key_created_at_us (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), 0);

  return self->key_created_at_us;
}

/**
 * confab_provider_get_keys:
 *
 * The one in use comes first, then the others in the order in which they would be taken: keyring,
 * this session, records file, environment, the files of vendors' own tools. A keyring that is locked is one of
 * them, for there may be a key in it.
 *
 * Returns: (transfer none) (element-type ConfabKeyFinding): every place where a key was found
 */
GPtrArray *
confab_provider_get_keys (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->keys;
}

/* confab_provider_set_key:
 * @source: where the key is
 * @detail: (nullable): the name of the variable
 * @created_at_us: when it was stored, or 0
 * @error: (nullable): why there is none, in a sentence for the person
 */
void
confab_provider_set_key (ConfabProvider  *self,
                         ConfabKeySource  source,
                         const char      *detail,
                         gint64           created_at_us,
                         const GError    *error)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  self->key_known = source != CONFAB_KEY_SOURCE_ASKING;
  g_clear_error (&self->key_error);
  if (error != NULL)
    self->key_error = g_error_copy (error);
  if (self->facts.key_source != source)
    {
      self->facts.key_source = source;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_KEY_SOURCE);
    }
  confab_provider_take_string (self, &self->key_detail, detail, CONFAB_PROVIDER_PROP_KEY_DETAIL);
  if (self->key_created_at_us != created_at_us)
    {
      self->key_created_at_us = created_at_us;
      confab_provider_notify (self, CONFAB_PROVIDER_PROP_KEY_CREATED_AT_US);
    }

  confab_provider_facts_changed (self);
}

/* confab_provider_note_asking:
 *
 * It is being looked where the key is. What was found before holds until that is known.
 */
void
confab_provider_note_asking (ConfabProvider *self)
{
  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  if (!self->key_known && confab_provider_type_get_accepts_key (self->type))
    confab_provider_set_key (self, CONFAB_KEY_SOURCE_ASKING, NULL, 0, NULL);
}

static gboolean
same_keys (GPtrArray *a,
           GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!confab_key_finding_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

/* confab_provider_set_keys:
 * @keys: (nullable) (element-type ConfabKeyFinding): everywhere there is one, the one in use first
 */
void
confab_provider_set_keys (ConfabProvider *self,
                          GPtrArray      *keys)
{
  g_autoptr(GPtrArray) none = NULL;

  g_return_if_fail (CONFAB_IS_PROVIDER (self));

  if (keys == NULL)
    keys = none = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_key_finding_unref);
  if (same_keys (self->keys, keys))
    return;

  g_ptr_array_unref (self->keys);
  self->keys = g_ptr_array_ref (keys);
  confab_provider_notify (self, CONFAB_PROVIDER_PROP_KEYS);
}
