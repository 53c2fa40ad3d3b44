/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-session-keys"

#include "config.h"

#include "confab-session-keys.h"

/**
 * ConfabSessionKeys:
 *
 * Keys that are kept until the program ends, for where there is no keyring or it stays locked. They
 * are in memory alone, in pages that are never written to disk, and no other process has them.
 *
 * Owned by the engine; main thread only.
 */
struct _ConfabSessionKeys
{
  GObject     parent_instance;

  GHashTable *keys;  /* owned; of Key by the id of the secret */
};

typedef struct
{
  ConfabSecret *secret;         /* owned */
  gint64        created_at_us;
} Key;

G_DEFINE_FINAL_TYPE (ConfabSessionKeys, confab_session_keys, G_TYPE_OBJECT)

static void
key_free (gpointer data)
{
  Key *self = data;

  confab_secret_unref (self->secret);
  g_free (self);
}

static void
confab_session_keys_finalize (GObject *object)
{
  ConfabSessionKeys *self = CONFAB_SESSION_KEYS (object);

  g_clear_pointer (&self->keys, g_hash_table_unref);

  G_OBJECT_CLASS (confab_session_keys_parent_class)->finalize (object);
}

static void
confab_session_keys_class_init (ConfabSessionKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_session_keys_finalize;
}

static void
confab_session_keys_init (ConfabSessionKeys *self)
{
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, key_free);
}

/**
 * confab_session_keys_new:
 *
 * Returns: (transfer full): a store with nothing in it
 */
ConfabSessionKeys *
confab_session_keys_new (void)
{
  return g_object_new (CONFAB_TYPE_SESSION_KEYS, NULL);
}

/**
 * confab_session_keys_set:
 * @secret_id: what to find it under; a key that was kept under the same before is replaced
 * @secret: the key
 *
 * Keeps a key until the program ends.
 */
void
confab_session_keys_set (ConfabSessionKeys *self,
                         const char        *secret_id,
                         ConfabSecret      *secret)
{
  Key *key;

  g_return_if_fail (CONFAB_IS_SESSION_KEYS (self));
  g_return_if_fail (secret_id != NULL && secret != NULL);

  key = g_new0 (Key, 1);
  key->secret = confab_secret_ref (secret);
  key->created_at_us = g_get_real_time ();
  g_hash_table_insert (self->keys, g_strdup (secret_id), key);
}

/**
 * confab_session_keys_lookup:
 * @secret_id: what it was kept under
 * @created_at_us: (out) (optional): since when, in microseconds since 1970 UTC; 0 when there is none
 *
 * Returns: (transfer full) (nullable): the key
 */
ConfabSecret *
confab_session_keys_lookup (ConfabSessionKeys *self,
                            const char        *secret_id,
                            gint64            *created_at_us)
{
  Key *key;

  g_return_val_if_fail (CONFAB_IS_SESSION_KEYS (self), NULL);
  g_return_val_if_fail (secret_id != NULL, NULL);

  key = g_hash_table_lookup (self->keys, secret_id);
  if (created_at_us != NULL)
    *created_at_us = key != NULL ? key->created_at_us : 0;

  return key != NULL ? confab_secret_ref (key->secret) : NULL;
}

/**
 * confab_session_keys_remove:
 * @secret_id: what it was kept under
 *
 * Returns: whether there was one
 */
gboolean
confab_session_keys_remove (ConfabSessionKeys *self,
                            const char        *secret_id)
{
  g_return_val_if_fail (CONFAB_IS_SESSION_KEYS (self), FALSE);
  g_return_val_if_fail (secret_id != NULL, FALSE);

  return g_hash_table_remove (self->keys, secret_id);
}
