/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-secret-file"

#include "config.h"

#include "confab-secret-file.h"

#include <string.h>

/* Reads a file that holds secrets, by way of one buffer that is wiped. */

#define MAX_BYTES (256 * 1024)

static void
buffer_free (gpointer data)
{
  explicit_bzero (data, MAX_BYTES + 1);
  g_free (data);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  const char *buffer = g_task_get_task_data (task);
  gsize length;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &length, &error))
    g_task_return_error (task, error);
  else if (length > MAX_BYTES || memchr (buffer, '\0', length) != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not a text of a fitting size");
  else
    g_task_return_pointer (task, confab_secret_new (buffer, length),
                           (GDestroyNotify) confab_secret_unref);
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFileInputStream) stream = NULL;
  GError *error = NULL;

  stream = g_file_read_finish (G_FILE (object), result, &error);
  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, g_malloc0 (MAX_BYTES + 1), buffer_free);
  g_input_stream_read_all_async (G_INPUT_STREAM (stream), g_task_get_task_data (task), MAX_BYTES + 1,
                                 G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb,
                                 g_object_ref (task));
}

/* confab_secret_file_load_async:
 * @file: a file
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: closure
 *
 * Reads a text of at most 256 KiB.
 */
void
confab_secret_file_load_async (GFile               *file,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_secret_file_load_async);
  g_file_read_async (file, G_PRIORITY_DEFAULT, cancellable, open_cb, g_steal_pointer (&task));
}

/* confab_secret_file_load_finish:
 *
 * Returns: (transfer full): what the file says, or %NULL with an error of %G_IO_ERROR
 */
ConfabSecret *
confab_secret_file_load_finish (GFile         *file,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
