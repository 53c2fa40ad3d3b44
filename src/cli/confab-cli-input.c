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
      g_task_return_error (task, error);
      return;
    }

  g_string_append_len (text, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  if (text->len > MAX_SIZE)
    g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                             _("The text on standard input is too long."));
  else if (g_bytes_get_size (bytes) > 0)
    g_input_stream_read_bytes_async (G_INPUT_STREAM (object), CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task), read_cb, g_object_ref (task));
  else if (!g_utf8_validate (text->str, (gssize) text->len, NULL))
    g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                             _("What came on standard input is not text in UTF-8."));
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
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_cli_input_read_async);
  g_task_set_task_data (task, g_string_new (NULL), string_free);
  g_input_stream_read_bytes_async (stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, cancellable, read_cb,
                                   g_steal_pointer (&task));
}

/**
 * confab_cli_input_read_finish:
 * @result: what the callback got
 * @error: where to say why not: %CONFAB_ENGINE_ERROR_INVALID when it is no text or too much of it,
 *   with a translated sentence; else an error of [class@Gio.InputStream]
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
