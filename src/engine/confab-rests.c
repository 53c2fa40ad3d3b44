/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-rests"

#include "config.h"

#include "confab-rests.h"

#include "confab-provider-private.h"
#include "confab-rest-list.h"
#include "confab-small-file.h"

/* Several things change at once when a provider fails. */
#define WRITE_DELAY_MS 200

/**
 * ConfabRests:
 *
 * Which providers rest and until when, beyond the end of the program and in all of its processes:
 * kept in a small file that each of them reads, watches and adds to.
 *
 * Of two rests the one that ends later counts; that one has ended early, because the provider
 * answered or a person wanted to try, counts if it was later than the rest. An entry is about one
 * address of a provider, which is there as a digest only. The file can be deleted at any time.
 *
 * Main thread only.
 */
struct _ConfabRests
{
  GObject          parent_instance;

  ConfabSmallFile *file;        /* owned */
  GFileMonitor    *monitor;     /* owned, nullable */
  GCancellable    *closing;     /* owned */
  ConfabRegistry  *registry;    /* owned */
  GPtrArray       *providers;   /* owned, of ConfabProvider: who is listened to */
  GPtrArray       *entries;     /* owned, of ConfabRest */
  guint            write_source;
  guint            n_saving;    /* how often the file is being read to be written */
  guint            dirty : 1;   /* there is something that the file may not know */
};

G_DEFINE_FINAL_TYPE (ConfabRests, confab_rests, G_TYPE_OBJECT)

static char *
dup_address (ConfabProvider *provider)
{
  const char *url = confab_provider_get_base_url (provider);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, url != NULL ? url : "", -1);

  return g_strndup (digest, 16);
}

/* What is known of a provider changes what it does. */
static void
apply (ConfabRests    *self,
       ConfabProvider *provider)
{
  g_autofree char *address = dup_address (provider);
  const ConfabRest *entry = confab_rest_list_find (self->entries, confab_provider_get_id (provider), address);
  ConfabBreaker *breaker = confab_provider_get_breaker (provider);
  const gint64 now_us = g_get_real_time ();

  if (entry == NULL)
    return;

  if (entry->state != NULL)
    {
      if (confab_breaker_get_open_until_us (breaker) == entry->until_us ||
          !confab_breaker_restore (breaker, entry->state, now_us))
        return;
    }
  else
    {
      if (confab_breaker_get_state (breaker, now_us) != CONFAB_BREAKER_OPEN)
        return;
      confab_breaker_half_open (breaker, now_us);
    }

  confab_provider_update_rest (provider);
}

static void
apply_all (ConfabRests *self)
{
  for (guint i = 0; i < self->providers->len; i++)
    apply (self, g_ptr_array_index (self->providers, i));
}

static void
save_load_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRests *self = g_task_get_source_object (task);
  g_autofree char *text = NULL;

  /* Nothing that another process wrote meanwhile is lost. */
  self->n_saving--;
  confab_small_file_load_finish (CONFAB_SMALL_FILE (object), result, &text, NULL);
  if (!confab_rest_list_merge (self->entries, text, g_get_real_time ()))
    confab_small_file_write (self->file, confab_rest_list_to_text (self->entries));
  apply_all (self);
  g_task_return_boolean (task, TRUE);
}

/* Brings the file up to date with what is known here, and the other way round. */
static void
save_async (ConfabRests         *self,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, save_async);
  g_clear_handle_id (&self->write_source, g_source_remove);
  self->dirty = FALSE;
  self->n_saving++;
  confab_rest_list_drop_expired (self->entries, g_get_real_time ());
  confab_small_file_load_async (self->file, NULL, save_load_cb, task);
}

static gboolean
on_write_timeout_cb (gpointer user_data)
{
  ConfabRests *self = user_data;

  self->write_source = 0;
  save_async (self, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
schedule_write (ConfabRests *self)
{
  self->dirty = TRUE;
  if (self->write_source == 0 && !g_cancellable_is_cancelled (self->closing))
    self->write_source = g_timeout_add (WRITE_DELAY_MS, on_write_timeout_cb, self);
}

static void
on_rest_changed_cb (ConfabProvider *provider,
                    ConfabRests    *self)
{
  g_autofree char *address = dup_address (provider);
  ConfabBreaker *breaker = confab_provider_get_breaker (provider);
  const gint64 now_us = g_get_real_time ();
  const ConfabRest *entry = confab_rest_list_find (self->entries, confab_provider_get_id (provider), address);

  if (confab_breaker_get_state (breaker, now_us) == CONFAB_BREAKER_OPEN)
    {
      const gint64 until_us = confab_breaker_get_open_until_us (breaker);

      if (entry != NULL && entry->state != NULL && entry->until_us == until_us)
        return;
      confab_rest_list_set (self->entries, confab_provider_get_id (provider), address, now_us, until_us,
                            confab_breaker_save (breaker));
    }
  else
    {
      /* That a rest has ended in time needs not be told. */
      if (entry == NULL || entry->state == NULL || entry->until_us <= now_us)
        return;
      confab_rest_list_set (self->entries, entry->provider_id, address, now_us, entry->until_us, NULL);
    }

  schedule_write (self);
}

static void
on_address_changed_cb (ConfabProvider *provider,
                       GParamSpec     *pspec,
                       ConfabRests    *self)
{
  apply (self, provider);
}

static void
on_items_changed_cb (ConfabRests *self)
{
  GListModel *registry = G_LIST_MODEL (self->registry);

  for (guint i = self->providers->len; i > 0; i--)
    {
      ConfabProvider *provider = g_ptr_array_index (self->providers, i - 1);

      if (confab_registry_lookup (self->registry, confab_provider_get_id (provider)) != provider)
        {
          g_signal_handlers_disconnect_by_data (provider, self);
          g_ptr_array_remove_index_fast (self->providers, i - 1);
        }
    }

  for (guint i = 0; i < g_list_model_get_n_items (registry); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (registry, i);

      if (g_ptr_array_find (self->providers, provider, NULL))
        continue;

      g_signal_connect (provider, "rest-changed", G_CALLBACK (on_rest_changed_cb), self);
      g_signal_connect (provider, "notify::base-url", G_CALLBACK (on_address_changed_cb), self);
      apply (self, provider);
      g_ptr_array_add (self->providers, g_steal_pointer (&provider));
    }
}

static void
watch_load_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(ConfabRests) self = user_data;
  g_autofree char *text = NULL;

  if (!confab_small_file_load_finish (CONFAB_SMALL_FILE (object), result, &text, NULL))
    return;

  /* Another process may have read the file before this one wrote, and written after. */
  if (!confab_rest_list_merge (self->entries, text, g_get_real_time ()) && text != NULL &&
      self->entries->len < CONFAB_MAX_RESTS)
    schedule_write (self);
  apply_all (self);
}

static void
on_file_changed_cb (ConfabRests *self)
{
  confab_small_file_load_async (self->file, self->closing, watch_load_cb, g_object_ref (self));
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRests *self = g_task_get_source_object (task);
  g_autofree char *text = NULL;
  GError *error = NULL;

  if (!confab_small_file_load_finish (CONFAB_SMALL_FILE (object), result, &text, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  confab_rest_list_merge (self->entries, text, g_get_real_time ());
  apply_all (self);
  g_task_return_boolean (task, TRUE);
}

static void
confab_rests_dispose (GObject *object)
{
  ConfabRests *self = CONFAB_RESTS (object);

  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->write_source, g_source_remove);
  g_clear_object (&self->monitor);
  for (guint i = 0; i < self->providers->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->providers, i), self);
  g_ptr_array_set_size (self->providers, 0);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (confab_rests_parent_class)->dispose (object);
}

static void
confab_rests_finalize (GObject *object)
{
  ConfabRests *self = CONFAB_RESTS (object);

  g_clear_object (&self->file);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_rests_parent_class)->finalize (object);
}

static void
confab_rests_class_init (ConfabRestsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_rests_dispose;
  object_class->finalize = confab_rests_finalize;
}

static void
confab_rests_init (ConfabRests *self)
{
  self->closing = g_cancellable_new ();
  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
  self->entries = confab_rest_list_new ();
}

/* confab_rests_new:
 * @file: a local file, which need not be there
 * @registry: the providers
 *
 * Returns: (transfer full): nothing yet: confab_rests_load_async() reads the file
 */
ConfabRests *
confab_rests_new (GFile          *file,
                  ConfabRegistry *registry)
{
  ConfabRests *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);

  self = g_object_new (CONFAB_TYPE_RESTS, NULL);
  self->file = confab_small_file_new (file);
  self->registry = g_object_ref (registry);
  g_signal_connect_object (registry, "items-changed", G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
  on_items_changed_cb (self);

  return self;
}

/* confab_rests_load_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file has been read, or could not be
 * @user_data: closure
 *
 * Takes up the rests that other processes began, and follows what they do from now on.
 */
void
confab_rests_load_async (ConfabRests         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_RESTS (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (self->monitor == NULL)
    {
      self->monitor = g_file_monitor_file (confab_small_file_get_file (self->file), G_FILE_MONITOR_WATCH_MOVES,
                                           NULL, NULL);
      if (self->monitor != NULL)
        g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_file_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_rests_load_async);
  confab_small_file_load_async (self->file, cancellable, load_cb, g_steal_pointer (&task));
}

/* confab_rests_load_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: %FALSE only when it was cancelled
 */
gboolean
confab_rests_load_finish (ConfabRests   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (CONFAB_IS_RESTS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
flush_file_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  confab_small_file_flush_finish (CONFAB_SMALL_FILE (object), result);
  g_task_return_boolean (task, TRUE);
}

static void
flush_save_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  ConfabRests *self = CONFAB_RESTS (object);

  g_task_propagate_boolean (G_TASK (result), NULL);
  confab_small_file_flush_async (self->file, flush_file_cb, user_data);
}

/* confab_rests_flush_async:
 * @callback: called when the file says what is known
 * @user_data: closure
 *
 * Writes what waits to be written. Nothing that other processes do is followed any more.
 */
void
confab_rests_flush_async (ConfabRests         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (CONFAB_IS_RESTS (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_rests_flush_async);
  g_cancellable_cancel (self->closing);
  g_clear_object (&self->monitor);
  if (self->dirty || self->n_saving > 0)
    save_async (self, flush_save_cb, task);
  else
    confab_small_file_flush_async (self->file, flush_file_cb, task);
}

/* confab_rests_flush_finish:
 * @result: the result
 *
 * Ends flushing.
 */
void
confab_rests_flush_finish (ConfabRests  *self,
                           GAsyncResult *result)
{
  g_return_if_fail (CONFAB_IS_RESTS (self));
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
