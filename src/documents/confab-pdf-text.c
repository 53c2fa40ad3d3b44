/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-pdf-text"

#include "config.h"

#include "confab-pdf-text.h"

#include "confab-pdf-reader-private.h"

#include <glib-unix.h>
#include <gio/gunixoutputstream.h>
#include <signal.h>

#define CHUNK_SIZE (64 * 1024)

/* The text of a PDF document, read by a program of its own. Its limits are set by itself, and watched
 * from here once more: it reads what strangers wrote. */

typedef struct
{
  GSubprocess *process;  /* owned */
  GBytes      *pdf;      /* owned */
  GString     *text;     /* owned */
  guint        timeout;
  gulong       cancel_handler;
  guint        too_slow : 1;
  guint        too_large : 1;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->process);
  g_bytes_unref (self->pdf);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
on_cancelled_cb (GCancellable *cancellable,
                 gpointer      user_data)
{
  g_subprocess_force_exit (G_SUBPROCESS (user_data));
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  Reading *self = user_data;

  self->timeout = 0;
  self->too_slow = TRUE;
  g_subprocess_force_exit (self->process);

  return G_SOURCE_REMOVE;
}

static void
judge (GTask   *task,
       Reading *self)
{
  const gboolean exited = g_subprocess_get_if_exited (self->process);

  if (self->too_slow || (!exited && g_subprocess_get_term_sig (self->process) == SIGXCPU))
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_SLOW,
                             "Reading the document took too long");
  else if (self->too_large)
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_LARGE,
                             "The document has too much text");
  else if (!exited)
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_DAMAGED,
                             "The reader ended by signal %d", g_subprocess_get_term_sig (self->process));
  else if (g_subprocess_get_exit_status (self->process) == CONFAB_PDF_READER_ENCRYPTED)
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_ENCRYPTED,
                             "The document wants a password");
  else if (g_subprocess_get_exit_status (self->process) == CONFAB_PDF_READER_NO_TEXT ||
           (g_subprocess_get_exit_status (self->process) == CONFAB_PDF_READER_DONE && self->text->len == 0))
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NO_TEXT,
                             "The pages have no text");
  else if (g_subprocess_get_exit_status (self->process) != CONFAB_PDF_READER_DONE ||
           !g_utf8_validate_len (self->text->str, self->text->len, NULL))
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_DAMAGED,
                             "The document cannot be read");
  else
    g_task_return_pointer (task, g_strdup (self->text->str), g_free);
}

static void
wait_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Reading *self = g_task_get_task_data (task);

  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (g_task_get_cancellable (task) != NULL)
    g_cancellable_disconnect (g_task_get_cancellable (task), self->cancel_handler);
  if (!g_task_return_error_if_cancelled (task))
    judge (task, self);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Reading *self = g_task_get_task_data (task);
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, NULL);
  const gsize size = chunk != NULL ? g_bytes_get_size (chunk) : 0;

  if (size > 0 && self->text->len + size <= CONFAB_PDF_READER_MAX_OUTPUT)
    {
      g_string_append_len (self->text, g_bytes_get_data (chunk, NULL), (gssize) size);
      g_input_stream_read_bytes_async (G_INPUT_STREAM (object), CHUNK_SIZE, G_PRIORITY_DEFAULT, NULL, read_cb,
                                       g_steal_pointer (&task));
      return;
    }

  if (size > 0)
    {
      self->too_large = TRUE;
      g_subprocess_force_exit (self->process);
    }
  g_subprocess_wait_async (self->process, NULL, wait_cb, g_steal_pointer (&task));
}

/* What it does not read it has no use for: its status says what there is to say. */
static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);
  g_output_stream_close_async (G_OUTPUT_STREAM (object), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

/**
 * confab_pdf_text_read_async:
 * @pdf: a document
 * @cancellable: (nullable): ends the reading
 * @callback: called when it was read, or could not be
 * @user_data: closure
 *
 * Reads the text of a PDF document, of all pages in their order.
 */
void
confab_pdf_text_read_async (GBytes              *pdf,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  const char *reader = g_getenv ("CONFAB_DOCUMENT_READER");
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GError) error = NULL;
  GOutputStream *input;
  Reading *self;

  g_task_set_source_tag (task, confab_pdf_text_read_async);
  /* A reader that ends early must not end the program. Sockets see to the same. */
  signal (SIGPIPE, SIG_IGN);
  if (g_task_return_error_if_cancelled (task))
    return;

  self = g_new0 (Reading, 1);
  self->pdf = g_bytes_ref (pdf);
  self->text = g_string_new (NULL);
  g_task_set_task_data (task, self, reading_free);

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                    G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                    reader != NULL ? reader : CONFAB_DOCUMENT_READER, NULL);
  if (self->process == NULL)
    {
      g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NO_READER, "%s", error->message);
      return;
    }

  /* A reader that does not read would hold up whoever writes to it, and that is the main thread. */
  input = g_subprocess_get_stdin_pipe (self->process);
  g_unix_set_fd_nonblocking (g_unix_output_stream_get_fd (G_UNIX_OUTPUT_STREAM (input)), TRUE, NULL);

  self->timeout = g_timeout_add_seconds (2 * CONFAB_PDF_READER_MAX_SECONDS, on_timeout_cb, self);
  if (cancellable != NULL)
    self->cancel_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled_cb),
                                                  g_object_ref (self->process), g_object_unref);
  g_output_stream_write_all_async (input, g_bytes_get_data (pdf, NULL),
                                   g_bytes_get_size (pdf), G_PRIORITY_DEFAULT, NULL, write_cb, g_object_ref (task));
  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (self->process), CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                   NULL, read_cb, g_object_ref (task));
}

/**
 * confab_pdf_text_read_finish:
 * @result: what the callback got
 * @error: where to say why not: %CONFAB_DOCUMENT_ERROR_ENCRYPTED, %CONFAB_DOCUMENT_ERROR_DAMAGED,
 *   %CONFAB_DOCUMENT_ERROR_NO_TEXT, %CONFAB_DOCUMENT_ERROR_NO_READER, %CONFAB_DOCUMENT_ERROR_TOO_SLOW,
 *   %CONFAB_DOCUMENT_ERROR_TOO_LARGE or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the text, never empty
 */
char *
confab_pdf_text_read_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
