/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-cache"

#include "config.h"

#include "confab-model-cache.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "confab-model-list-file.h"
#include "confab-plain-file.h"
#include "confab-thread-task.h"

/**
 * ConfabModelCache:
 *
 * The lists of models that providers gave, one file each, so that there is one to choose from before
 * they are asked again. Whatever goes wrong with it costs a request and nothing else.
 *
 * Main thread only.
 */
struct _ConfabModelCache
{
  GObject  parent_instance;

  GFile     *folder;    /* owned */
  guint      n_saving;  /* saves under way; each keeps the cache */
  GPtrArray *waiting;   /* owned, of GTask: who waits for them */
};

typedef struct
{
  char   *provider_id;  /* owned */
  char   *base_url;     /* owned */
  gint64  listed_at_us;
} Load;

typedef struct
{
  char   *path;      /* owned */
  GBytes *contents;  /* owned */
} Save;

G_DEFINE_FINAL_TYPE (ConfabModelCache, confab_model_cache, G_TYPE_OBJECT)

static void
load_free (Load *self)
{
  g_free (self->provider_id);
  g_free (self->base_url);
  g_free (self);
}

static void
save_free (Save *self)
{
  g_free (self->path);
  g_bytes_unref (self->contents);
  g_free (self);
}

/* The id is a person's, so nothing in it may mean something in a path. */
static GFile *
get_file (ConfabModelCache *self,
          const char       *provider_id)
{
  g_autofree char *escaped = g_uri_escape_string (provider_id, NULL, FALSE);
  g_autofree char *name = g_strconcat (escaped, ".json", NULL);

  return g_file_get_child (self->folder, name);
}

static void
confab_model_cache_dispose (GObject *object)
{
  g_clear_object (&CONFAB_MODEL_CACHE (object)->folder);

  G_OBJECT_CLASS (confab_model_cache_parent_class)->dispose (object);
}

static void
confab_model_cache_finalize (GObject *object)
{
  g_clear_pointer (&CONFAB_MODEL_CACHE (object)->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_model_cache_parent_class)->finalize (object);
}

static void
confab_model_cache_class_init (ConfabModelCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_model_cache_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_model_cache_finalize;
}

static void
confab_model_cache_init (ConfabModelCache *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/* confab_model_cache_new:
 * @folder: where the files are; made when it is needed
 *
 * Returns: (transfer full): the cache
 */
ConfabModelCache *
confab_model_cache_new (GFile *folder)
{
  ConfabModelCache *self = g_object_new (CONFAB_TYPE_MODEL_CACHE, NULL);

  self->folder = g_object_ref (folder);

  return self;
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) contents = NULL;
  Load *load = g_task_get_task_data (task);
  GPtrArray *models = NULL;
  GError *error = NULL;

  if (confab_plain_file_read_finish (G_FILE (object), result, &contents, &error) && contents == NULL)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No list was kept");
  if (contents != NULL)
    models = confab_model_list_file_read (contents, load->provider_id, load->base_url,
                                          &load->listed_at_us, &error);

  if (models != NULL)
    g_task_return_pointer (task, models, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* confab_model_cache_load_async:
 * @provider_id: whose list
 * @base_url: where the provider is now
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: closure
 *
 * Looks for the list that a provider gave last at its address.
 */
void
confab_model_cache_load_async (ConfabModelCache    *self,
                               const char          *provider_id,
                               const char          *base_url,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GFile) file = NULL;
  Load *load;

  g_return_if_fail (CONFAB_IS_MODEL_CACHE (self));
  g_return_if_fail (provider_id != NULL);
  g_return_if_fail (base_url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_model_cache_load_async);

  load = g_new0 (Load, 1);
  load->provider_id = g_strdup (provider_id);
  load->base_url = g_strdup (base_url);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);

  file = get_file (self, provider_id);
  confab_plain_file_read_async (file, CONFAB_PLAIN_FILE_MAX_SIZE, cancellable, load_cb, g_steal_pointer (&task));
}

/* confab_model_cache_load_finish:
 * @listed_at_us: (out): when the list was given, in microseconds since 1970 UTC
 *
 * Returns: (transfer full) (element-type ConfabModelInfo): the list, or %NULL with an error when
 *   there is none that can be used
 */
GPtrArray *
confab_model_cache_load_finish (ConfabModelCache  *self,
                                GAsyncResult      *result,
                                gint64            *listed_at_us,
                                GError           **error)
{
  Load *load;

  g_return_val_if_fail (CONFAB_IS_MODEL_CACHE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  load = g_task_get_task_data (G_TASK (result));
  *listed_at_us = load->listed_at_us;

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
save_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Save *save = task_data;
  g_autofree char *folder = g_path_get_dirname (save->path);
  g_autoptr(GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (save->contents, &size);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_debug ("“%s” cannot be made: %s", folder, g_strerror (errno));
  else if (!g_file_set_contents_full (save->path, data, size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("A list of models is not kept: %s", error->message);

  g_task_return_boolean (task, TRUE);
}

static void
return_waiting (ConfabModelCache *self)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
}

static void
save_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  ConfabModelCache *self = CONFAB_MODEL_CACHE (object);

  if (--self->n_saving == 0)
    return_waiting (self);
}

/* confab_model_cache_save:
 * @provider_id: whose list
 * @base_url: where the provider is
 * @models: (element-type ConfabModelInfo): what it lists, without what is known from elsewhere
 * @listed_at_us: when it did, in microseconds since 1970 UTC
 *
 * Keeps a list in the background, in place of the one before.
 */
void
confab_model_cache_save (ConfabModelCache *self,
                         const char       *provider_id,
                         const char       *base_url,
                         GPtrArray        *models,
                         gint64            listed_at_us)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GFile) file = NULL;
  Save *save;

  g_return_if_fail (CONFAB_IS_MODEL_CACHE (self));
  g_return_if_fail (provider_id != NULL);
  g_return_if_fail (base_url != NULL);
  g_return_if_fail (models != NULL);

  file = get_file (self, provider_id);
  save = g_new0 (Save, 1);
  save->path = g_file_get_path (file);
  save->contents = confab_model_list_file_write (provider_id, base_url, models, listed_at_us);

  self->n_saving++;
  task = g_task_new (self, NULL, save_cb, NULL);
  g_task_set_source_tag (task, confab_model_cache_save);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  confab_thread_task_run (task, save_thread);
}

/* confab_model_cache_drain_async:
 * @callback: called when nothing is being written
 * @user_data: closure
 *
 * For the end of the program.
 */
void
confab_model_cache_drain_async (ConfabModelCache    *self,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_MODEL_CACHE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_model_cache_drain_async);
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->n_saving == 0)
    return_waiting (self);
}

/* confab_model_cache_drain_finish:
 *
 * Ends waiting.
 */
void
confab_model_cache_drain_finish (ConfabModelCache *self,
                                 GAsyncResult     *result)
{
  g_return_if_fail (CONFAB_IS_MODEL_CACHE (self));
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
