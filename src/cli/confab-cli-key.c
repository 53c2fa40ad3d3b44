/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-key"

#include "config.h"

#include "confab-cli-key.h"

#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#include "confab-cli-output.h"
#include "confab-engine-error.h"

/* More than any key has. One page more than that is a file that was taken for a key. */
#define MAX_SIZE (16 * 1024)

/* What was read so far, and the terminal as it was before. */
typedef struct
{
  char            text[MAX_SIZE + 1];
  gsize           length;
  struct termios  terminal;
  guint           is_terminal : 1;
  guint           is_quiet : 1;
} Reading;

static void
set_echo (Reading *self)
{
  if (!self->is_quiet)
    return;

  self->is_quiet = FALSE;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &self->terminal);
  /* The person's own line break was not shown either. */
  confab_cli_output_write (STDERR_FILENO, "\n", -1);
}

static void
reading_free (gpointer data)
{
  Reading *self = data;

  set_echo (self);
  explicit_bzero (self, sizeof *self);
  munlock (self, sizeof *self);
  g_free (self);
}

/* Before the prompt, so that what is typed fast is not shown. */
static gboolean
set_quiet (Reading *self)
{
  struct termios quiet;

  if (tcgetattr (STDIN_FILENO, &self->terminal) != 0)
    return FALSE;

  quiet = self->terminal;
  quiet.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  quiet.c_lflag |= ICANON | ISIG;
  if (tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet) != 0)
    return FALSE;

  self->is_quiet = TRUE;

  /* Success is told where only some of it was done. */
  return tcgetattr (STDIN_FILENO, &quiet) == 0 && (quiet.c_lflag & ECHO) == 0;
}

static gboolean
is_complete (const Reading *self,
             gsize          size)
{
  return size == 0 ||
         (self->is_terminal && memchr (self->text, '\n', self->length) != NULL);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Reading *self = g_task_get_task_data (task);
  GError *error = NULL;
  const gssize size = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (size < 0)
    {
      set_echo (self);
      g_task_return_error (task, error);
      return;
    }

  self->length += (gsize) size;
  if (self->length > MAX_SIZE || memchr (self->text, '\0', self->length) != NULL)
    {
      set_echo (self);
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("What was given is no key."));
    }
  else if (is_complete (self, (gsize) size))
    {
      set_echo (self);
      self->text[self->length] = '\0';
      g_task_return_pointer (task, confab_secret_new_trimmed (self->text),
                             (GDestroyNotify) confab_secret_unref);
    }
  else
    {
      g_input_stream_read_async (G_INPUT_STREAM (object), self->text + self->length,
                                 sizeof self->text - self->length, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), read_cb, g_object_ref (task));
    }
}

/**
 * confab_cli_key_read_async:
 * @prompt: what a person is asked on a terminal
 * @cancellable: (nullable): to stop reading, which leaves the terminal as it was
 * @callback: called when it is done
 * @user_data: closure
 *
 * Reads a key: a line from a terminal, which does not show it, else standard input to its end.
 */
void
confab_cli_key_read_async (const char          *prompt,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *self = g_new0 (Reading, 1);

  /* Refused in some sandboxes; it is wiped in any case. */
  (void) mlock (self, sizeof *self);
  g_task_set_source_tag (task, confab_cli_key_read_async);
  g_task_set_task_data (task, self, reading_free);

  self->is_terminal = isatty (STDIN_FILENO) != 0;
  if (self->is_terminal && !set_quiet (self))
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("The terminal would show the key. Give it on standard input."));
      return;
    }
  if (self->is_terminal)
    confab_cli_output_write_foreign (STDERR_FILENO, prompt, -1);

  g_input_stream_read_async (stream, self->text, sizeof self->text, G_PRIORITY_DEFAULT, cancellable,
                             read_cb, g_steal_pointer (&task));
}

/**
 * confab_cli_key_read_finish:
 * @result: what the callback got
 * @error: where to say why not: %CONFAB_ENGINE_ERROR_INVALID with a translated sentence, or an error
 *   of [class@Gio.InputStream]
 *
 * Returns: (transfer full): the key without white space around it, possibly of length 0
 */
ConfabSecret *
confab_cli_key_read_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
