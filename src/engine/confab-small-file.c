/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-small-file"

#include "config.h"

#include "confab-small-file.h"

#include "confab-plain-file.h"
#include "confab-thread-task.h"

/* The largest file that is read, in bytes; what is written needs far less. */
#define MAX_BYTES (256 * 1024)

/**
 * ConfabSmallFile:
 *
 * A small file with something that the program learnt and can do without: written whole, in the
 * background, one state after the other, and replaced in one go. One that cannot be read or written
 * is done without.
 *
 * Main thread only.
 */
struct _ConfabSmallFile
{
  GObject    parent_instance;

  GFile     *file;     /* owned */
  char      *next;     /* owned, nullable: what is to be written once what is being written is */
  GPtrArray *waiting;  /* owned, of GTask: who waits until everything is written */
  gboolean   writing;
};

G_DEFINE_FINAL_TYPE (ConfabSmallFile, confab_small_file, G_TYPE_OBJECT)

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const char *text = task_data;
  g_autofree char *path = g_file_get_path (CONFAB_SMALL_FILE (source_object)->file);
  g_autofree char *folder = g_path_get_dirname (path);
  GError *error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ConfabSmallFile *self = CONFAB_SMALL_FILE (object);
  g_autoptr(GPtrArray) waiting = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_debug ("What was learnt is not kept: %s", error->message);

  self->writing = FALSE;
  if (self->next != NULL)
    {
      confab_small_file_write (self, g_steal_pointer (&self->next));
      return;
    }

  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;
  const char *data;
  gsize length;

  if (!confab_plain_file_read_finish (G_FILE (object), result, &contents, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
      g_debug ("What was learnt is not known: %s", error->message);
    }

  data = contents != NULL ? g_bytes_get_data (contents, &length) : NULL;
  /* Nothing that was written here has a nul in it. */
  if (data != NULL && g_utf8_validate_len (data, length, NULL))
    g_task_return_pointer (task, g_strndup (data, length), g_free);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
confab_small_file_finalize (GObject *object)
{
  ConfabSmallFile *self = CONFAB_SMALL_FILE (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_small_file_parent_class)->finalize (object);
}

static void
confab_small_file_class_init (ConfabSmallFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_small_file_finalize;
}

static void
confab_small_file_init (ConfabSmallFile *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/* confab_small_file_new:
 * @file: a local file, which need not be there
 *
 * Returns: (transfer full): the file, of which nothing is read yet
 */
ConfabSmallFile *
confab_small_file_new (GFile *file)
{
  ConfabSmallFile *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (CONFAB_TYPE_SMALL_FILE, NULL);
  self->file = g_object_ref (file);

  return self;
}

/* confab_small_file_get_file:
 *
 * Returns: (transfer none): where it is
 */
GFile *
confab_small_file_get_file (ConfabSmallFile *self)
{
  g_return_val_if_fail (CONFAB_IS_SMALL_FILE (self), NULL);

  return self->file;
}

/* confab_small_file_write:
 * @text: (transfer full): what shall be in it
 *
 * Writes it in the background. One at a time, so that an older state never replaces a newer one.
 */
void
confab_small_file_write (ConfabSmallFile *self,
                         char            *text)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_SMALL_FILE (self));
  g_return_if_fail (text != NULL);

  if (self->writing)
    {
      g_free (self->next);
      self->next = text;
      return;
    }

  self->writing = TRUE;
  task = g_task_new (self, NULL, write_cb, NULL);
  g_task_set_source_tag (task, confab_small_file_write);
  g_task_set_task_data (task, text, g_free);
  confab_thread_task_run (task, write_in_thread);
}

/* confab_small_file_load_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file has been read, or could not be
 * @user_data: closure
 *
 * Reads the file.
 */
void
confab_small_file_load_async (ConfabSmallFile     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_SMALL_FILE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_small_file_load_async);
  confab_plain_file_read_async (self->file, MAX_BYTES, cancellable, load_cb, g_steal_pointer (&task));
}

/* confab_small_file_load_finish:
 * @result: the result
 * @text: (out) (transfer full) (nullable): what is in it, or %NULL if that cannot be anything of ours
 * @error: return location
 *
 * Returns: %FALSE only when it was cancelled
 */
gboolean
confab_small_file_load_finish (ConfabSmallFile  *self,
                               GAsyncResult     *result,
                               char            **text,
                               GError          **error)
{
  g_autoptr(GError) cancelled = NULL;

  g_return_val_if_fail (CONFAB_IS_SMALL_FILE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  *text = g_task_propagate_pointer (G_TASK (result), &cancelled);
  if (cancelled == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&cancelled));
  return FALSE;
}

/* confab_small_file_flush_async:
 * @callback: called when nothing waits to be written
 * @user_data: closure
 */
void
confab_small_file_flush_async (ConfabSmallFile     *self,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_SMALL_FILE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_small_file_flush_async);
  if (self->writing)
    g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/* confab_small_file_flush_finish:
 * @result: the result
 *
 * Ends flushing.
 */
void
confab_small_file_flush_finish (ConfabSmallFile *self,
                                GAsyncResult    *result)
{
  g_return_if_fail (CONFAB_IS_SMALL_FILE (self));
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
