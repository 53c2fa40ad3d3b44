/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-removed-provider"

#include "config.h"

#include "confab-removed-provider.h"

#include "confab-removed-provider-private.h"

/**
 * ConfabRemovedProvider:
 *
 * A provider that was taken away, as long as the person may want it back: what was written down of
 * it, its place in the order, and its keys, which are in no other place by now.
 *
 * Made by the registry, handed back to it or dropped; main thread only.
 */
struct _ConfabRemovedProvider
{
  GObject        parent_instance;

  char          *id;           /* owned */
  char          *name;         /* owned */
  JsonObject    *record;       /* owned, nullable: without the key that may have stood in it */
  ConfabSecret  *file_key;     /* owned, nullable: that key */
  gboolean       was_default;
  char         **following;    /* owned, nullable: who stood behind it in the person's order */
  GPtrArray     *keys;         /* owned, of ConfabRemovedKey */
};

G_DEFINE_FINAL_TYPE (ConfabRemovedProvider, confab_removed_provider, G_TYPE_OBJECT)

static void
removed_key_free (gpointer data)
{
  ConfabRemovedKey *self = data;

  g_free (self->secret_id);
  confab_secret_unref (self->secret);
  g_free (self);
}

static void
confab_removed_provider_finalize (GObject *object)
{
  ConfabRemovedProvider *self = CONFAB_REMOVED_PROVIDER (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->record, json_object_unref);
  g_clear_pointer (&self->file_key, confab_secret_unref);
  g_clear_pointer (&self->following, g_strfreev);
  g_clear_pointer (&self->keys, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_removed_provider_parent_class)->finalize (object);
}

static void
confab_removed_provider_class_init (ConfabRemovedProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_removed_provider_finalize;
}

static void
confab_removed_provider_init (ConfabRemovedProvider *self)
{
  self->keys = g_ptr_array_new_with_free_func (removed_key_free);
}

/* confab_removed_provider_new:
 * @id: its id
 * @name: what it was called
 *
 * Returns: (transfer full): a removed provider of which nothing is kept yet
 */
ConfabRemovedProvider *
confab_removed_provider_new (const char *id,
                             const char *name)
{
  ConfabRemovedProvider *self = g_object_new (CONFAB_TYPE_REMOVED_PROVIDER, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);

  return self;
}

/* confab_removed_provider_take_record:
 * @record: what was written down of it
 * @secret_id: (nullable): what its key is found under by now, if that is another than before
 *
 * Keeps what the record says, and a key that stands in it apart from that.
 */
void
confab_removed_provider_take_record (ConfabRemovedProvider *self,
                                     ConfabProviderRecord  *record,
                                     const char            *secret_id)
{
  g_return_if_fail (CONFAB_IS_REMOVED_PROVIDER (self));
  g_return_if_fail (self->record == NULL);

  self->record = confab_provider_record_dup_json (record);
  if (secret_id != NULL)
    json_object_set_string_member (self->record, "secret", secret_id);
  if (confab_provider_record_get_api_key (record) != NULL)
    {
      self->file_key = confab_secret_new (confab_provider_record_get_api_key (record), -1);
      json_object_remove_member (self->record, "api_key");
    }
}

/* confab_removed_provider_make_record:
 *
 * Returns: (transfer full): the record as it was
 */
ConfabProviderRecord *
confab_removed_provider_make_record (ConfabRemovedProvider  *self,
                                     GError                **error)
{
  ConfabProviderRecord *record;

  g_return_val_if_fail (CONFAB_IS_REMOVED_PROVIDER (self), NULL);
  g_return_val_if_fail (self->record != NULL, NULL);

  record = confab_provider_record_new_read (self->record, error);
  if (record != NULL && self->file_key != NULL)
    confab_provider_record_set_api_key (record, confab_secret_peek (self->file_key));

  return record;
}

/* confab_removed_provider_set_place:
 * @was_default: it was the person's choice
 * @following: (nullable) (array zero-terminated=1): who stood behind it in the person's order; %NULL
 *   if it had no place there
 */
void
confab_removed_provider_set_place (ConfabRemovedProvider *self,
                                   gboolean               was_default,
                                   const char * const    *following)
{
  g_return_if_fail (CONFAB_IS_REMOVED_PROVIDER (self));

  self->was_default = was_default;
  g_strfreev (self->following);
  self->following = g_strdupv ((char **) following);
}

/* confab_removed_provider_get_default:
 *
 * Returns: whether it was the person's choice
 */
gboolean
confab_removed_provider_get_default (ConfabRemovedProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_REMOVED_PROVIDER (self), FALSE);

  return self->was_default;
}

/* confab_removed_provider_get_following:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): who stood behind it
 */
const char * const *
confab_removed_provider_get_following (ConfabRemovedProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_REMOVED_PROVIDER (self), NULL);

  return (const char * const *) self->following;
}

/* confab_removed_provider_add_key:
 * @secret_id: what it was found under
 * @secret: the key
 * @session: whether it was kept for this session alone
 *
 * Keeps a key that is to leave where it was.
 */
void
confab_removed_provider_add_key (ConfabRemovedProvider *self,
                                 const char            *secret_id,
                                 ConfabSecret          *secret,
                                 gboolean               session)
{
  ConfabRemovedKey *key;

  g_return_if_fail (CONFAB_IS_REMOVED_PROVIDER (self));
  g_return_if_fail (secret_id != NULL && secret != NULL);

  key = g_new0 (ConfabRemovedKey, 1);
  key->secret_id = g_strdup (secret_id);
  key->secret = confab_secret_ref (secret);
  key->session = session;
  g_ptr_array_add (self->keys, key);
}

/* confab_removed_provider_get_n_keys:
 *
 * Returns: how many keys are kept
 */
guint
confab_removed_provider_get_n_keys (ConfabRemovedProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_REMOVED_PROVIDER (self), 0);

  return self->keys->len;
}

/* confab_removed_provider_get_key:
 * @position: which of them, counted from 0
 *
 * Returns: (transfer none): a key
 */
const ConfabRemovedKey *
confab_removed_provider_get_key (ConfabRemovedProvider *self,
                                 guint                  position)
{
  g_return_val_if_fail (CONFAB_IS_REMOVED_PROVIDER (self), NULL);
  g_return_val_if_fail (position < self->keys->len, NULL);

  return g_ptr_array_index (self->keys, position);
}

/**
 * confab_removed_provider_get_id:
 *
 * Returns: (transfer none): its id
 */
const char *
confab_removed_provider_get_id (ConfabRemovedProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_REMOVED_PROVIDER (self), NULL);

  return self->id;
}

/**
 * confab_removed_provider_get_name:
 *
 * Returns: (transfer none): what it was called
 */
const char *
confab_removed_provider_get_name (ConfabRemovedProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_REMOVED_PROVIDER (self), NULL);

  return self->name;
}
