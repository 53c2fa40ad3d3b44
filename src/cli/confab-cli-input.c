/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-input"

#include "config.h"

#include "confab-cli-input.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#include "confab-engine-error.h"

/* More than any model reads. */
#define MAX_SIZE (16 * 1024 * 1024)
#define CHUNK_SIZE (64 * 1024)

static void
string_free (gpointer data)
{
  g_string_free (data, TRUE);
}

/* Takes @error. Nobody but the person at the command line can help it. */
static void
fail (GTask  *task,
      GError *error)
{
  g_autoptr(GError) owned = error;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&owned));
  else
    g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                             /* Translators: what the system says, such as “No such file” */
                             _("It cannot be read: %s"), owned->message);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GString *text = g_task_get_task_data (task);
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (bytes == NULL)
    {
      fail (task, error);
      return;
    }

  g_string_append_len (text, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  if (text->len > MAX_SIZE)
    g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                             _("The text that was read is too long."));
  else if (g_bytes_get_size (bytes) > 0)
    g_input_stream_read_bytes_async (G_INPUT_STREAM (object), CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task), read_cb, g_object_ref (task));
  else if (!g_utf8_validate (text->str, (gssize) text->len, NULL))
    g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                             _("What was read is not text in UTF-8."));
  else
    g_task_return_pointer (task, g_strdup (text->str), g_free);
}

/**
 * confab_cli_input_to_utf8:
 * @argument: an argument of the command line
 *
 * Takes UTF-8 as it is even where the locale says otherwise, as it does where none was set.
 *
 * Returns: (transfer full) (nullable): the argument in UTF-8, or %NULL when it is no text
 */
char *
confab_cli_input_to_utf8 (const char *argument)
{
  if (g_utf8_validate (argument, -1, NULL))
    return g_strdup (argument);

  return g_locale_to_utf8 (argument, -1, NULL, NULL, NULL);
}

/**
 * confab_cli_input_is_piped:
 *
 * Returns: whether standard input is there and is no terminal
 */
gboolean
confab_cli_input_is_piped (void)
{
  return fcntl (STDIN_FILENO, F_GETFD) >= 0 && !isatty (STDIN_FILENO);
}

/* Takes @task. */
static void
start_reading (GTask        *task,
               GInputStream *stream)
{
  g_task_set_task_data (task, g_string_new (NULL), string_free);
  g_input_stream_read_bytes_async (stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb,
                                   task);
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
    fail (task, error);
  else
    start_reading (g_steal_pointer (&task), G_INPUT_STREAM (stream));
}

/**
 * confab_cli_input_read_async:
 * @cancellable: (nullable): to stop reading
 * @callback: called when it is done
 * @user_data: closure
 *
 * Reads standard input to its end.
 */
void
confab_cli_input_read_async (GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_cli_input_read_async);
  start_reading (task, stream);
}

/**
 * confab_cli_input_read_file_async:
 * @path: the path of a file, in the encoding of file names
 * @cancellable: (nullable): to stop reading
 * @callback: called when it is done, for confab_cli_input_read_finish()
 * @user_data: closure
 *
 * Reads a file, as long as standard input may be.
 */
void
confab_cli_input_read_file_async (const char          *path,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_cli_input_read_file_async);
  g_file_read_async (file, G_PRIORITY_DEFAULT, cancellable, open_cb, task);
}

/**
 * confab_cli_input_read_finish:
 * @result: what the callback got
 * @error: where to say why not: %CONFAB_ENGINE_ERROR_INVALID when it is no text or too much of it,
 *   or it cannot be read, with a translated sentence; else %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
confab_cli_input_read_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
