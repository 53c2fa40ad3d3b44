/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-plain-file"

#include "config.h"

#include "confab-plain-file.h"

#include "confab-store-error-private.h"
#include "confab-thread-task.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that are read whole, and that nobody but people and programs of theirs has put where they are:
 * what is there may be larger than it can be, or no file at all. */

static GBytes *
read_all (int          fd,
          const char  *path,
          gsize        max_size_bytes,
          GError     **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[16384];
  gssize n_read;

  while ((n_read = read (fd, buffer, sizeof buffer)) != 0)
    {
      if (n_read < 0 && errno == EINTR)
        continue;

      if (n_read < 0)
        {
          confab_store_error_set_errno (error, CONFAB_STORE_ERROR_FAILED, "read", path, errno);
          return NULL;
        }

      if (bytes->len + (gsize) n_read > max_size_bytes)
        {
          g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT,
                       "“%s” is larger than it can be", path);
          return NULL;
        }

      g_byte_array_append (bytes, buffer, n_read);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/**
 * confab_plain_file_read:
 * @path: the file
 * @max_size_bytes: how large it can be
 * @contents: (out) (transfer full) (nullable): what is in it, or %NULL when there is none
 * @error: return location
 *
 * Needs no lock, for files are replaced whole. A link to a regular file is followed; anything
 * that is not a regular file fails with %CONFAB_STORE_ERROR_CORRUPT and is not waited for. Waits for
 * the disk all the same: it is for a thread, not the main loop.
 *
 * Returns: whether it was read, or is not there
 */
gboolean
confab_plain_file_read (const char  *path,
                        gsize        max_size_bytes,
                        GBytes     **contents,
                        GError     **error)
{
  struct stat info;
  int fd;

  *contents = NULL;

  /* Non-blocking, or a pipe in its place would hang the thread for ever. */
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
  if (fd < 0 && errno == ENOENT)
    return TRUE;

  if (fd < 0 || fstat (fd, &info) != 0)
    confab_store_error_set_errno (error, CONFAB_STORE_ERROR_OPEN, "open", path, errno);
  else if (!S_ISREG (info.st_mode))
    g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT,
                 "“%s” is not a regular file", path);
  else
    *contents = read_all (fd, path, max_size_bytes, error);

  if (fd >= 0)
    close (fd);
  return *contents != NULL;
}

static void
clear_bytes (gpointer bytes)
{
  g_clear_pointer (&bytes, g_bytes_unref);
}

static void
read_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (source_object);
  g_autoptr(GBytes) contents = NULL;
  GError *error = NULL;

  if (path == NULL)
    g_task_return_new_error (task, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN, "It is not a local file");
  else if (confab_plain_file_read (path, *(gsize *) task_data, &contents, &error))
    g_task_return_pointer (task, g_steal_pointer (&contents), clear_bytes);
  else
    g_task_return_error (task, error);
}

/**
 * confab_plain_file_read_async:
 * @file: a local file
 * @max_size_bytes: how large it can be
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was read, or could not be
 * @user_data: closure
 *
 * Reads a file in a thread, as [func@plain_file_read] does.
 */
void
confab_plain_file_read_async (GFile               *file,
                              gsize                max_size_bytes,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_plain_file_read_async);
  g_task_set_task_data (task, g_memdup2 (&max_size_bytes, sizeof max_size_bytes), g_free);
  confab_thread_task_run (task, read_thread);
}

/**
 * confab_plain_file_read_finish:
 * @file: the file
 * @result: the result
 * @contents: (out) (transfer full) (nullable): what is in it, or %NULL when there is none
 * @error: return location
 *
 * Returns: whether it was read, or is not there
 */
gboolean
confab_plain_file_read_finish (GFile         *file,
                               GAsyncResult  *result,
                               GBytes       **contents,
                               GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, file), FALSE);
  g_return_val_if_fail (contents != NULL, FALSE);

  *contents = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
