/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-remove"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"
#include "confab-removed-provider-private.h"

/* How a provider is taken away, in a way that can be undone. Its key leaves the keyring first and the
 * record after it; what cannot be finished is put back. */

typedef struct
{
  ConfabRemovedProvider *removed;        /* owned */
  ConfabProvider        *provider;       /* owned */
  char                  *id;             /* owned */
  GQueue                 secret_ids;     /* owned: what is still to be taken out of the keyring */
  char                  *secret_id;      /* owned, nullable: what is being taken out */
  GPtrArray             *session_ids;    /* owned: what is forgotten that is kept for this session */
  ConfabSecret          *kept;           /* owned, nullable: what others go on using from the keyring ... */
  ConfabSecret          *kept_session;   /* owned, nullable: ... or in this session ... */
  char                  *kept_id;        /* owned, nullable: ... and what they find it under from now on */
  gboolean               linked;         /* a key was stored for it once */
  gboolean               in_keyring;     /* it was seen there a moment ago */
  gboolean               unlocked;       /* the person was asked to unlock the keyring */
  guint                  n_cleared;      /* how many keys have left the keyring */
  guint                  n_back;         /* how many of them were put back */
  GError                *error;          /* owned, nullable: why everything is put back */

  /* Brought up to date by the thread that holds the file's lock. */
  ConfabProviderRecord  *record;         /* owned */
  gboolean               was_default;
  char                 **following;      /* owned, nullable */
} Removal;

static void look_for_next_key (GTask *task);
static void put_back (GTask  *task,
                      GError *error);

static void
removal_free (gpointer data)
{
  Removal *self = data;

  g_clear_object (&self->removed);
  g_clear_object (&self->provider);
  g_clear_object (&self->record);
  g_clear_pointer (&self->kept, confab_secret_unref);
  g_clear_pointer (&self->kept_session, confab_secret_unref);
  g_queue_clear_full (&self->secret_ids, g_free);
  g_ptr_array_unref (self->session_ids);
  g_clear_error (&self->error);
  g_strfreev (self->following);
  g_free (self->secret_id);
  g_free (self->kept_id);
  g_free (self->id);
  g_free (self);
}

static char **
dup_following (char       **order,
               const char  *id)
{
  for (gsize i = 0; order[i] != NULL; i++)
    if (g_str_equal (order[i], id))
      return g_strdupv (order + i + 1);

  return NULL;
}

static GBytes *
remove_record (GBytes    *current,
               gpointer   user_data,
               GError   **error)
{
  Removal *removal = user_data;
  const char * const removed[] = { removal->id, NULL };
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *default_id = NULL;
  g_auto(GStrv) order = NULL;

  if (!(records = confab_provider_records_parse (current, &default_id, &order, error)))
    return NULL;

  /* Somebody else may have taken it out of the file already, but here it was still known. */
  if (confab_registry_find_record (records, removal->id) != NULL)
    g_set_object (&removal->record, confab_registry_find_record (records, removal->id));
  removal->was_default = g_strcmp0 (default_id, removal->id) == 0;
  g_strfreev (removal->following);
  removal->following = dup_following (order, removal->id);

  for (guint i = 0; removal->kept_id != NULL && i < records->len; i++)
    {
      ConfabProviderRecord *record = g_ptr_array_index (records, i);

      if (record == removal->record ||
          g_strcmp0 (confab_provider_record_get_secret_id (record), removal->id) != 0)
        continue;

      confab_provider_record_set_secret_id (record, removal->kept_id);
      g_ptr_array_add (changed, g_object_ref (record));
    }

  return confab_provider_records_merge (current, changed, removed, NULL, NULL, error);
}

static void
end (GTask *task)
{
  Removal *removal = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&removal->removed), g_object_unref);
}

static void
refresh_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  confab_registry_refresh_keys_finish (CONFAB_REGISTRY (object), result, NULL);
  end (task);
}

static void
clear_kept_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!confab_keyring_clear_finish (CONFAB_KEYRING (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  confab_registry_refresh_keys_async (g_task_get_source_object (task), NULL, refresh_cb, g_object_ref (task));
}

/* Nothing can go wrong with those that are in memory, so they go last. */
static void
take_session_keys (ConfabRegistry *self,
                   Removal        *removal)
{
  ConfabSessionKeys *session_keys = confab_registry_get_session_keys (self);

  if (removal->kept_session != NULL)
    {
      confab_session_keys_set (session_keys, removal->kept_id, removal->kept_session);
      confab_session_keys_remove (session_keys, removal->id);
    }

  for (guint i = 0; i < removal->session_ids->len; i++)
    {
      const char *secret_id = g_ptr_array_index (removal->session_ids, i);
      g_autoptr(ConfabSecret) secret = confab_session_keys_lookup (session_keys, secret_id, NULL);

      if (secret == NULL)
        continue;
      confab_removed_provider_add_key (removal->removed, secret_id, secret, TRUE);
      confab_session_keys_remove (session_keys, secret_id);
    }
}

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_registry_update_finish (self, result, &error))
    {
      put_back (task, error);
      return;
    }

  confab_provider_forget_outcome (removal->provider);
  take_session_keys (self, removal);
  confab_removed_provider_take_record (removal->removed, removal->record, removal->kept_id);
  confab_removed_provider_set_place (removal->removed, removal->was_default,
                                     (const char * const *) removal->following);

  if (removal->kept != NULL)
    confab_keyring_clear_async (self->keyring, removal->id, NULL, clear_kept_cb, g_object_ref (task));
  else
    confab_registry_refresh_keys_async (self, NULL, refresh_cb, g_object_ref (task));
}

static void
write_records (GTask *task)
{
  /* What was begun in the keyring is not left half done because nobody waits for it any more. */
  confab_registry_update_async (g_task_get_source_object (task), remove_record, g_task_get_task_data (task), NULL,
                                NULL, write_cb, g_object_ref (task));
}

/* All keys that were taken out go back, and the removal ends as it has to. */

static void put_next_back (GTask *task);

static void
put_back_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Removal *removal = g_task_get_task_data (task);

  if (!confab_keyring_store_finish (CONFAB_KEYRING (object), result, &error))
    g_prefix_error (&removal->error, "the key could not be put back into the keyring (%s): ", error->message);
  put_next_back (task);
}

static void
clear_new_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Removal *removal = g_task_get_task_data (task);

  confab_keyring_clear_finish (CONFAB_KEYRING (object), result, NULL);
  g_task_return_error (task, g_steal_pointer (&removal->error));
}

static void
put_next_back (GTask *task)
{
  ConfabRegistry *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);

  if (removal->n_back < removal->n_cleared)
    {
      const ConfabRemovedKey *key = confab_removed_provider_get_key (removal->removed, removal->n_back++);
      g_autofree char *label = confab_registry_dup_key_label (confab_removed_provider_get_name (removal->removed));

      confab_keyring_store_async (self->keyring, key->secret_id, label, key->secret, NULL, put_back_cb,
                                  g_object_ref (task));
    }
  else if (removal->kept_id != NULL && removal->kept != NULL)
    {
      confab_keyring_clear_async (self->keyring, removal->kept_id, NULL, clear_new_cb, g_object_ref (task));
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&removal->error));
    }
}

/* Takes @error. Needed before its definition, for every step may fail. */
static void
put_back (GTask  *task,
          GError *error)
{
  Removal *removal = g_task_get_task_data (task);

  removal->error = error;
  put_next_back (task);
}

/* What others go on using is stored for them before it is taken from under this provider's name. */

static void
store_kept_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_keyring_store_finish (CONFAB_KEYRING (object), result, &error))
    {
      write_records (task);
      return;
    }

  g_clear_pointer (&removal->kept_id, g_free);
  put_back (task, error);
}

static void
end_keys (GTask *task)
{
  ConfabRegistry *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);
  g_autofree char *label = NULL;

  if (removal->kept != NULL || removal->kept_session != NULL)
    removal->kept_id = g_uuid_string_random ();
  if (removal->kept == NULL)
    {
      write_records (task);
      return;
    }

  label = confab_registry_dup_key_label (confab_removed_provider_get_name (removal->removed));
  confab_keyring_store_async (self->keyring, removal->kept_id, label, removal->kept, NULL, store_kept_cb,
                              g_object_ref (task));
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_keyring_clear_finish (CONFAB_KEYRING (object), result, &error))
    {
      removal->n_cleared++;
      look_for_next_key (task);
      return;
    }

  /* Who does not unlock the keyring leaves all in it; after other failures nobody knows. */
  if (!g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED))
    removal->n_cleared++;
  put_back (task, error);
}

static void
fetch_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabSecret) secret = NULL;
  ConfabKeyring *keyring = CONFAB_KEYRING (object);
  ConfabRegistry *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean asked;

  secret = confab_keyring_fetch_finish (keyring, result, &asked, &error);
  removal->unlocked |= asked;
  if ((g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT) && !removal->in_keyring && !asked) ||
      (g_error_matches (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED) && !removal->linked))
    {
      /* Without a keyring there is nothing in it, unless it has just gone away; and nobody is asked for
       * what was never stored. */
      g_error_free (error);
      end_keys (task);
    }
  else if (error != NULL)
    {
      put_back (task, error);
    }
  else if (secret == NULL)
    {
      look_for_next_key (task);
    }
  else if (confab_registry_is_secret_shared (self, removal->provider, removal->secret_id))
    {
      removal->kept = g_steal_pointer (&secret);
      look_for_next_key (task);
    }
  else
    {
      confab_removed_provider_add_key (removal->removed, removal->secret_id, secret, FALSE);
      confab_keyring_clear_async (keyring, removal->secret_id, NULL, clear_cb, g_object_ref (task));
    }
}

/* Needed before its definition, for there may be several keys. */
static void
look_for_next_key (GTask *task)
{
  ConfabRegistry *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);

  g_free (removal->secret_id);
  removal->secret_id = g_queue_pop_head (&removal->secret_ids);
  if (removal->secret_id != NULL)
    confab_keyring_fetch_async (self->keyring, removal->secret_id, removal->linked && !removal->unlocked,
                                g_task_get_cancellable (task), fetch_cb, g_object_ref (task));
  else
    end_keys (task);
}

/* A key that others have stays where it is. One of the catalogue would find it under its own name
 * again, though, and so would not be gone: then it is kept for them under another. */
static void
choose_keys (ConfabRegistry *self,
             Removal        *removal)
{
  const char *secret_id = confab_registry_get_secret_id (removal->provider);
  const gboolean own_shared = confab_registry_is_secret_shared (self, removal->provider, removal->id);
  const gboolean stays = confab_catalogue_lookup (self->catalogue, removal->id) != NULL;

  if (!g_str_equal (secret_id, removal->id) &&
      !confab_registry_is_secret_shared (self, removal->provider, secret_id))
    {
      g_queue_push_tail (&removal->secret_ids, g_strdup (secret_id));
      g_ptr_array_add (removal->session_ids, g_strdup (secret_id));
    }

  if (!own_shared || stays)
    g_queue_push_tail (&removal->secret_ids, g_strdup (removal->id));
  if (!own_shared)
    g_ptr_array_add (removal->session_ids, g_strdup (removal->id));
  else if (stays)
    removal->kept_session = confab_session_keys_lookup (confab_registry_get_session_keys (self), removal->id, NULL);
}

/**
 * confab_registry_remove_async:
 * @provider: whom to take away
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone
 * @user_data: closure
 *
 * Takes away what is written down of a provider, and first its key unless another provider has the
 * same. One of the catalogue is then as it was in the beginning.
 */
void
confab_registry_remove_async (ConfabRegistry      *self,
                              ConfabProvider      *provider,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Removal *removal;
  ConfabProviderRecord *record;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_remove_async);

  /* A key that has left the keyring by then must not be lost to a cancellation that comes late. */
  g_task_set_check_cancellable (task, FALSE);

  if (!confab_registry_check_writable (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  record = confab_provider_get_record (provider);
  if (record == NULL)
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("This provider comes with Confab. It can be switched off."));
      return;
    }

  removal = g_new0 (Removal, 1);
  removal->provider = g_object_ref (provider);
  removal->id = g_strdup (confab_provider_get_id (provider));
  removal->removed = confab_removed_provider_new (removal->id, confab_provider_get_name (provider));
  removal->record = g_object_ref (record);
  removal->in_keyring = confab_provider_get_key_source (provider) == CONFAB_KEY_SOURCE_KEYRING;
  removal->linked = confab_provider_record_get_secret_id (record) != NULL;
  removal->session_ids = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&removal->secret_ids);
  choose_keys (self, removal);
  g_task_set_task_data (task, removal, removal_free);

  look_for_next_key (task);
}

/**
 * confab_registry_remove_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is gone; otherwise an error of %CONFAB_KEYRING_ERROR or as of
 *   [method@Registry.change_finish]
 */
gboolean
confab_registry_remove_finish (ConfabRegistry  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_autoptr(ConfabRemovedProvider) removed = confab_registry_remove_finish_with_undo (self, result, error);

  return removed != NULL;
}

/**
 * confab_registry_remove_finish_with_undo:
 * @result: the result
 * @error: return location
 *
 * Like [method@Registry.remove_finish], for who lets the person have it back. Its key is in memory
 * alone then, and goes with what is returned.
 *
 * Returns: (transfer full): what [method@Registry.restore_async] brings back, or %NULL with an error
 */
ConfabRemovedProvider *
confab_registry_remove_finish_with_undo (ConfabRegistry  *self,
                                         GAsyncResult    *result,
                                         GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
