/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-records-file"

#include "config.h"

#include "confab-records-file.h"

#include "confab-locked-file-private.h"
#include "confab-plain-file.h"
#include "confab-worker-private.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* Editors save in several steps; only what they leave behind is of interest. */
#define SETTLE_MS 100

/**
 * ConfabRecordsFile:
 *
 * A small file that people edit, several processes write, and everyone is told of.
 *
 * What is in it is none of its business. Everything is done in one thread, in the order in which
 * it was asked for. Changing it is reading, thinking and replacing under a lock that processes
 * respect, so none undoes what another did; a reader never sees half a file.
 *
 * Owned by the engine and used in its main thread. Errors are in the domain %CONFAB_STORE_ERROR.
 */
struct _ConfabRecordsFile
{
  GObject       parent_instance;

  GFile        *file;       /* owned */
  GFileMonitor *monitor;    /* owned, nullable; from the first load on */
  ConfabWorker *worker;     /* owned */
  guint         settle_id;
  gboolean      prepared;   /* it is watched, or will be in a moment */

  /* Touched by the worker alone. */
  GBytes       *seen;       /* owned, nullable; what was handed out last */
  guint         has_seen : 1;
  guint         foreign : 1;  /* what others wrote was met before anyone was told */
};

typedef struct
{
  ConfabRecordsUpdateFunc func;
  gpointer                data;       /* owned */
  GDestroyNotify          data_free;  /* nullable */
} Update;

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabRecordsFile, confab_records_file, G_TYPE_OBJECT)

static void
update_free (Update *self)
{
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_free (self);
}

static gboolean
same (GBytes *a,
      GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

static void
clear_bytes (gpointer bytes)
{
  g_clear_pointer (&bytes, g_bytes_unref);
}

static void
set_seen (ConfabRecordsFile *self,
          GBytes            *contents)
{
  g_assert (confab_worker_is_current (self->worker));

  g_clear_pointer (&self->seen, g_bytes_unref);
  self->seen = contents != NULL ? g_bytes_ref (contents) : NULL;
  self->has_seen = TRUE;
}

static const char *
get_path (ConfabRecordsFile  *self,
          GError            **error)
{
  const char *path = g_file_peek_path (self->file);

  if (path == NULL)
    g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN, "It is not a local file");
  return path;
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  ConfabRecordsFile *self = source_object;
  g_autoptr(GBytes) contents = NULL;
  GError *error = NULL;
  const char *path;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (!(path = get_path (self, &error)) ||
      !confab_plain_file_read (path, CONFAB_PLAIN_FILE_MAX_SIZE, &contents, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  set_seen (self, contents);
  self->foreign = FALSE;
  g_task_return_pointer (task, g_steal_pointer (&contents), clear_bytes);
}

/* What is in the file when nobody of this process has asked. */
static void
check_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ConfabRecordsFile *self = source_object;
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;
  const char *path = get_path (self, &error);
  gboolean changed;

  /* Nobody has looked yet, so nobody needs to look again. */
  if (path == NULL || !self->has_seen)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  /* What cannot be read is no longer what it was: whoever looks again will learn why. */
  changed = !confab_plain_file_read (path, CONFAB_PLAIN_FILE_MAX_SIZE, &contents, &error) ||
            !same (contents, self->seen);
  set_seen (self, contents);
  changed = changed || self->foreign;
  self->foreign = FALSE;
  g_task_return_boolean (task, changed);
}

static gboolean
update_locked (ConfabRecordsFile  *self,
               const char         *path,
               Update             *update,
               GBytes            **contents,
               GError            **error)
{
  g_autoptr(GBytes) current = NULL;
  g_autoptr(GBytes) wanted = NULL;

  if (!confab_plain_file_read (path, CONFAB_PLAIN_FILE_MAX_SIZE, &current, error) ||
      !(wanted = update->func (current, update->data, error)))
    return FALSE;

  if (!same (current, wanted) && !confab_locked_file_replace (path, wanted, error))
    return FALSE;

  if (self->has_seen && !same (current, self->seen))
    self->foreign = TRUE;
  set_seen (self, wanted);
  *contents = g_steal_pointer (&wanted);
  return TRUE;
}

static void
update_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  ConfabRecordsFile *self = source_object;
  GBytes *contents = NULL;
  GError *error = NULL;
  gboolean success;
  const char *path;
  int lock;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error) ||
      !(path = get_path (self, &error)) ||
      (lock = confab_locked_file_lock (path, cancellable, &error)) < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  success = update_locked (self, path, task_data, &contents, &error);
  close (lock);

  if (success)
    g_task_return_pointer (task, contents, clear_bytes);
  else
    g_task_return_error (task, error);
}

static void
set_aside_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  ConfabRecordsFile *self = source_object;
  GBytes *replacement = task_data;
  g_autofree char *new_path = NULL;
  GError *error = NULL;
  const char *path;
  int lock;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error) ||
      !(path = get_path (self, &error)) ||
      (lock = confab_locked_file_lock (path, cancellable, &error)) < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  new_path = confab_locked_file_set_aside (path, replacement, &error);
  close (lock);

  if (new_path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  set_seen (self, replacement);
  g_task_return_pointer (task, g_file_new_for_path (new_path), g_object_unref);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ConfabRecordsFile *self = CONFAB_RECORDS_FILE (object);

  if (g_task_propagate_boolean (G_TASK (result), NULL))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
settled_cb (gpointer user_data)
{
  ConfabRecordsFile *self = user_data;
  GTask *task = g_task_new (self, NULL, checked_cb, NULL);

  self->settle_id = 0;
  g_task_set_source_tag (task, settled_cb);
  confab_worker_push (self->worker, task, check_thread);
  return G_SOURCE_REMOVE;
}

static void
on_monitor_changed_cb (ConfabRecordsFile *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
prepare_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const char *path = get_path (source_object, NULL);

  g_task_return_boolean (task, path != NULL && confab_locked_file_make_folder (path, NULL));
}

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  ConfabRecordsFile *self = CONFAB_RECORDS_FILE (object);
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    g_debug ("The folder of the records file cannot be made");

  /* Moves are watched because editors save by putting another file in its place. */
  self->monitor = g_file_monitor_file (self->file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (self->monitor == NULL)
    {
      g_debug ("The records file is not watched: %s", error->message);
      return;
    }

  /* It may have been changed since it was read. */
  g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_monitor_changed_cb), self);
  on_monitor_changed_cb (self);
}

/* A file in a folder that is not there yet is looked for every few seconds only, so the folder is
 * made first. */
static void
watch (ConfabRecordsFile *self)
{
  GTask *task;

  if (self->prepared)
    return;

  self->prepared = TRUE;
  task = g_task_new (self, NULL, prepared_cb, NULL);
  g_task_set_source_tag (task, watch);
  confab_worker_push (self->worker, task, prepare_thread);
}

static void
confab_records_file_finalize (GObject *object)
{
  ConfabRecordsFile *self = CONFAB_RECORDS_FILE (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }
  g_clear_object (&self->monitor);
  g_clear_object (&self->worker);
  g_clear_object (&self->file);
  g_clear_pointer (&self->seen, g_bytes_unref);

  G_OBJECT_CLASS (confab_records_file_parent_class)->finalize (object);
}

static void
confab_records_file_class_init (ConfabRecordsFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_records_file_finalize;

  /**
   * ConfabRecordsFile::changed:
   * @self: the file
   *
   * Another process or an editor changed what is in it, since it was last loaded or updated
   * through this object. It should be loaded again. Not emitted before it was loaded once.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_records_file_init (ConfabRecordsFile *self)
{
  self->worker = confab_worker_new ("confab-records");
}

/**
 * confab_records_file_new:
 * @file: the file; neither it nor its folder need exist
 *
 * Returns: (transfer full): something that reads, changes and watches it
 */
ConfabRecordsFile *
confab_records_file_new (GFile *file)
{
  ConfabRecordsFile *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (CONFAB_TYPE_RECORDS_FILE, NULL);
  self->file = g_object_ref (file);

  return self;
}

/**
 * confab_records_file_get_file:
 *
 * Returns: (transfer none): where it is
 */
GFile *
confab_records_file_get_file (ConfabRecordsFile *self)
{
  g_return_val_if_fail (CONFAB_IS_RECORDS_FILE (self), NULL);

  return self->file;
}

/**
 * confab_records_file_load_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: closure
 *
 * Reads the file. From the first time on it is watched, in a folder that is made if it is not there.
 */
void
confab_records_file_load_async (ConfabRecordsFile   *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (CONFAB_IS_RECORDS_FILE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_records_file_load_async);
  watch (self);
  confab_worker_push (self->worker, task, load_thread);
}

static gboolean
propagate_contents (ConfabRecordsFile  *self,
                    GAsyncResult       *result,
                    GBytes            **contents,
                    GError            **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) local_error = NULL;

  bytes = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (contents != NULL)
    *contents = g_steal_pointer (&bytes);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * confab_records_file_load_finish:
 * @result: the result
 * @contents: (out) (transfer full) (nullable) (optional): what is in it, or %NULL when there is no
 *   file
 * @error: return location
 *
 * Returns: whether it was read, or is not there
 */
gboolean
confab_records_file_load_finish (ConfabRecordsFile  *self,
                                 GAsyncResult       *result,
                                 GBytes            **contents,
                                 GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_RECORDS_FILE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return propagate_contents (self, result, contents, error);
}

/**
 * confab_records_file_update_async:
 * @func: (scope async): makes the new contents of the current ones, in another thread
 * @func_data: closure for @func
 * @func_data_free: (nullable): frees @func_data, in this thread
 * @cancellable: (nullable): a cancellable; what has been replaced stays so
 * @callback: called when it is replaced
 * @user_data: closure
 *
 * Changes the file, and makes it with its folder where there is none. Nothing is written when
 * nothing changes.
 */
void
confab_records_file_update_async (ConfabRecordsFile       *self,
                                  ConfabRecordsUpdateFunc  func,
                                  gpointer                 func_data,
                                  GDestroyNotify           func_data_free,
                                  GCancellable            *cancellable,
                                  GAsyncReadyCallback      callback,
                                  gpointer                 user_data)
{
  GTask *task;
  Update *update;

  g_return_if_fail (CONFAB_IS_RECORDS_FILE (self));
  g_return_if_fail (func != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  update = g_new0 (Update, 1);
  update->func = func;
  update->data = func_data;
  update->data_free = func_data_free;

  /* Once replaced, a cancellation that comes late must not hide it. */
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, confab_records_file_update_async);
  g_task_set_task_data (task, update, (GDestroyNotify) update_free);
  confab_worker_push (self->worker, task, update_thread);
}

/**
 * confab_records_file_update_finish:
 * @result: the result
 * @contents: (out) (transfer full) (optional): what is in it now, which may hold what others wrote
 * @error: return location
 *
 * Fails with the error of the function that makes the contents, too.
 *
 * Returns: whether the file holds the new contents; if not, it is as it was
 */
gboolean
confab_records_file_update_finish (ConfabRecordsFile  *self,
                                   GAsyncResult       *result,
                                   GBytes            **contents,
                                   GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_RECORDS_FILE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return propagate_contents (self, result, contents, error);
}

/**
 * confab_records_file_set_aside_async:
 * @replacement: (nullable): what is to be in its place at once
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: closure
 *
 * Gives a file that makes no sense another name, so that a new one can be begun and nothing of the
 * old one is lost.
 */
void
confab_records_file_set_aside_async (ConfabRecordsFile   *self,
                                     GBytes              *replacement,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (CONFAB_IS_RECORDS_FILE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, confab_records_file_set_aside_async);
  if (replacement != NULL)
    g_task_set_task_data (task, g_bytes_ref (replacement), (GDestroyNotify) g_bytes_unref);
  confab_worker_push (self->worker, task, set_aside_thread);
}

/**
 * confab_records_file_set_aside_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): where it is now, or %NULL
 */
GFile *
confab_records_file_set_aside_finish (ConfabRecordsFile  *self,
                                      GAsyncResult       *result,
                                      GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_RECORDS_FILE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
