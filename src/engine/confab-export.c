/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-export"

#include "config.h"

#include "confab-export.h"

#include "confab-context-private.h"
#include "confab-export-branches.h"
#include "confab-export-html.h"
#include "confab-export-json.h"
#include "confab-export-markdown.h"
#include "confab-history-session.h"
#include "confab-part-file.h"
#include "confab-progress-private.h"
#include "confab-thread-task.h"
#include "confab-zip-writer.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* How much text is gathered before it is written. */
#define FLUSH_BYTES (64 * 1024)

/* One export, in the thread that does it. No more than one message is held at a time. */
typedef struct
{
  char                 *history_path;  /* owned */
  char                 *path;          /* owned */
  GStrv                 ids;           /* owned, nullable: all of them */
  ConfabExportOptions   options;
  ConfabProgress       *progress;      /* owned */

  GCancellable         *cancellable;   /* borrowed, nullable */
  ConfabHistorySession *session;       /* owned */
  GPtrArray            *conversations; /* owned, of ConfabConversation */
  GHashTable           *names;         /* owned: of documents in the archive, and how many have it */
  GOutputStream        *stream;        /* borrowed: of the one document, unless there is an archive */
  ConfabZipWriter      *zip;           /* owned, nullable */
  GString              *text;          /* owned: not written yet */
  guint                 n_done;
} Export;

static void
export_free (Export *self)
{
  g_free (self->history_path);
  g_free (self->path);
  g_strfreev (self->ids);
  g_clear_pointer (&self->progress, confab_progress_unref);
  g_clear_pointer (&self->conversations, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_free (self);
}

static gboolean
write_bytes (Export        *self,
             gconstpointer  data,
             gsize          length,
             GError       **error)
{
  if (self->zip != NULL)
    return confab_zip_writer_write (self->zip, data, length, error);

  return g_output_stream_write_all (self->stream, data, length, NULL, self->cancellable, error);
}

static gboolean
flush (Export    *self,
       gsize      at_least,
       GError   **error)
{
  gboolean ok;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (self->text->len < at_least || self->text->len == 0)
    return TRUE;

  ok = write_bytes (self, self->text->str, self->text->len, error);
  /* What held a large picture is not kept. */
  g_string_free (self->text, TRUE);
  self->text = g_string_new (NULL);
  return ok;
}

static void
tell (Export  *self,
      guint    done,
      guint    total)
{
  confab_progress_report (self->progress, done, total);
}

static gboolean
write_json (Export  *self,
            GError **error)
{
  gboolean first = TRUE;

  confab_export_json_begin (self->text);
  for (guint i = 0; i < self->conversations->len; i++)
    {
      confab_export_json_conversation (self->text, g_ptr_array_index (self->conversations, i), i == 0);
      if (!flush (self, FLUSH_BYTES, error))
        return FALSE;
    }

  confab_export_json_messages (self->text);
  for (guint i = 0; i < self->conversations->len; i++)
    {
      const char *id = confab_conversation_get_id (g_ptr_array_index (self->conversations, i));
      g_autoptr(GPtrArray) nodes = confab_history_session_list_nodes (self->session, id, error);

      if (nodes == NULL)
        return FALSE;
      for (guint j = 0; j < nodes->len; j++)
        {
          const ConfabHistoryNode *node = g_ptr_array_index (nodes, j);
          g_autoptr(ConfabMessage) message = confab_history_session_load_message (self->session, id, node->seq, error);

          if (message == NULL)
            return FALSE;
          confab_export_json_message (self->text, id, message, first);
          first = FALSE;
          if (!flush (self, FLUSH_BYTES, error))
            return FALSE;
          if (self->conversations->len == 1)
            tell (self, j + 1, nodes->len);
        }
      self->n_done++;
      if (self->conversations->len > 1)
        tell (self, self->n_done, self->conversations->len);
    }

  confab_export_json_end (self->text);
  return flush (self, 0, error);
}

static gboolean
write_files_beside (Export     *self,
                    GPtrArray  *files,
                    GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  for (guint i = 0; i < files->len; i++)
    {
      const ConfabExportFile *file = g_ptr_array_index (files, i);
      g_autofree char *path = g_build_filename (folder, file->name, NULL);
      g_autofree char *own_folder = g_path_get_dirname (path);
      g_autoptr(ConfabPartFile) part = NULL;
      gsize length;
      gconstpointer data = g_bytes_get_data (file->data, &length);

      if (g_mkdir_with_parents (own_folder, 0700) != 0)
        return confab_transfer_error_set_errno (error, errno);
      if (!(part = confab_part_file_new (path, error)) ||
          !g_output_stream_write_all (confab_part_file_get_stream (part), data, length, NULL, self->cancellable,
                                      error) ||
          !confab_part_file_commit (part, error))
        return FALSE;
    }

  return TRUE;
}

/* Writes a message into the text; @files takes what belongs beside the document. */
static gboolean
write_message (Export                  *self,
               ConfabConversation      *conversation,
               const ConfabHistoryNode *node,
               guint                    number,
               const char              *folder,
               guint                    n_files,
               GPtrArray               *files,
               GError                 **error)
{
  const char *id = confab_conversation_get_id (conversation);
  g_autoptr(ConfabMessage) message = confab_history_session_load_message (self->session, id, node->seq, error);

  if (message == NULL)
    return FALSE;

  if (self->options.format == CONFAB_EXPORT_HTML)
    confab_export_html_message (self->text, message, number, &self->options);
  else
    confab_export_markdown_message (self->text, message, number, &self->options, folder, n_files, files);
  return TRUE;
}

/* The files of an archive follow their document, so their messages are read once more for them. */
static gboolean
write_files_into_archive (Export             *self,
                          ConfabConversation *conversation,
                          GPtrArray          *branches,
                          const char         *folder,
                          GError            **error)
{
  guint n_files = 0;

  for (guint i = 0; i < branches->len; i++)
    {
      const ConfabExportBranch *branch = g_ptr_array_index (branches, i);

      for (guint j = 0; j < branch->nodes->len; j++)
        {
          const ConfabHistoryNode *node = g_ptr_array_index (branch->nodes, j);
          g_autoptr(ConfabMessage) message = NULL;
          g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_export_file_free);
          g_autoptr(GString) unused = g_string_new (NULL);

          if (!(message = confab_history_session_load_message (self->session,
                                                               confab_conversation_get_id (conversation), node->seq,
                                                               error)))
            return FALSE;
          confab_export_markdown_message (unused, message, 1, &self->options, folder, n_files, files);
          n_files += files->len;
          for (guint k = 0; k < files->len; k++)
            {
              const ConfabExportFile *file = g_ptr_array_index (files, k);
              gsize length;
              gconstpointer data = g_bytes_get_data (file->data, &length);

              if (!confab_zip_writer_begin (self->zip, file->name, confab_message_get_created_at_us (message), error) ||
                  !confab_zip_writer_write (self->zip, data, length, error))
                return FALSE;
            }
        }
    }

  return TRUE;
}

/* Markdown or HTML. @name: of the document, without what it ends in. */
static gboolean
write_document (Export             *self,
                ConfabConversation *conversation,
                const char         *name,
                GError            **error)
{
  const gboolean html = self->options.format == CONFAB_EXPORT_HTML;
  /* Translators: the name of a document; its pictures and files are in a folder of this name */
  g_autofree char *folder = g_strdup_printf (_("%s files"), name);
  g_autoptr(GPtrArray) nodes = NULL;
  g_autoptr(GPtrArray) branches = NULL;
  guint number = 0;
  guint n_files = 0;

  if (!(nodes = confab_history_session_list_nodes (self->session, confab_conversation_get_id (conversation), error)))
    return FALSE;

  branches = confab_export_branches_new (nodes, confab_conversation_get_head_id (conversation),
                                         self->options.all_branches);
  if (html)
    confab_export_html_begin (self->text, conversation);
  else
    confab_export_markdown_begin (self->text, conversation);

  for (guint i = 0; i < branches->len; i++)
    {
      const ConfabExportBranch *branch = g_ptr_array_index (branches, i);

      if (i > 0 && html)
        confab_export_html_branch (self->text, branch->after);
      else if (i > 0)
        confab_export_markdown_branch (self->text, branch->after);
      for (guint j = 0; j < branch->nodes->len; j++)
        {
          const ConfabHistoryNode *node = g_ptr_array_index (branch->nodes, j);
          g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_export_file_free);

          if (!write_message (self, conversation, node, ++number, folder, n_files, files, error) ||
              (self->zip == NULL && !write_files_beside (self, files, error)) ||
              !flush (self, FLUSH_BYTES, error))
            return FALSE;
          n_files += files->len;
          if (self->conversations->len == 1)
            tell (self, number, nodes->len);
        }
    }

  if (html)
    confab_export_html_end (self->text);
  return flush (self, 0, error) &&
         (self->zip == NULL || n_files == 0 || write_files_into_archive (self, conversation, branches, folder, error));
}

/* A name that no document of the archive has yet, also not in other letters. */
static char *
dup_free_name (Export             *self,
               ConfabConversation *conversation)
{
  g_autoptr(GDateTime) day = g_date_time_new_from_unix_local (confab_conversation_get_created_at_us (conversation) /
                                                              G_USEC_PER_SEC);
  g_autofree char *date = day != NULL ? g_date_time_format (day, "%Y-%m-%d") : g_strdup ("");
  g_autofree char *title = confab_export_dup_title (conversation);
  g_autofree char *safe = confab_export_dup_file_name (title, _("Conversation"));
  g_autofree char *name = g_strdup_printf ("%s %s", date, safe);
  g_autofree char *folded = g_utf8_casefold (name, -1);
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->names, folded)) + 1;

  /* No title keeps a #, so none has such a number of its own. */
  g_hash_table_insert (self->names, g_steal_pointer (&folded), GUINT_TO_POINTER (n));
  return n == 1 ? g_steal_pointer (&name) : g_strdup_printf ("%s #%u %s", date, n, safe);
}

static gboolean
write_archive (Export  *self,
               GError **error)
{
  const char *extension = confab_export_format_get_extension (self->options.format);

  for (guint i = 0; i < self->conversations->len; i++)
    {
      ConfabConversation *conversation = g_ptr_array_index (self->conversations, i);
      g_autofree char *name = dup_free_name (self, conversation);
      g_autofree char *file_name = g_strdup_printf ("%s.%s", name, extension);

      if (!confab_zip_writer_begin (self->zip, file_name, confab_conversation_get_updated_at_us (conversation),
                                    error) ||
          !write_document (self, conversation, name, error))
        return FALSE;
      self->n_done++;
      tell (self, self->n_done, self->conversations->len);
    }

  return confab_zip_writer_finish (self->zip, error);
}

static gboolean
write_single (Export  *self,
              GError **error)
{
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *utf8 = g_filename_display_name (base);
  char *dot = strrchr (utf8, '.');

  if (dot != NULL && dot != utf8)
    *dot = '\0';
  self->n_done = 1;
  return write_document (self, g_ptr_array_index (self->conversations, 0), utf8, error);
}

static gboolean
choose (Export   *self,
        GError  **error)
{
  g_autoptr(GPtrArray) all = NULL;

  if (!(all = confab_history_session_list (self->session, self->cancellable, error)))
    return FALSE;

  self->conversations = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < all->len; i++)
    {
      ConfabConversation *conversation = g_ptr_array_index (all, i);

      if (self->ids == NULL ||
          g_strv_contains ((const char * const *) self->ids, confab_conversation_get_id (conversation)))
        g_ptr_array_add (self->conversations, g_object_ref (conversation));
    }

  if (self->conversations->len > 0 || self->ids == NULL)
    return TRUE;

  g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_READ, "There is no such conversation");
  return FALSE;
}

static gboolean
run (Export  *self,
     GError **error)
{
  g_autoptr(ConfabPartFile) file = NULL;
  const gboolean json = self->options.format == CONFAB_EXPORT_JSON;
  gboolean ok;

  if (!confab_history_session_begin_read (self->session, error) || !choose (self, error) ||
      !(file = confab_part_file_new (self->path, error)))
    return FALSE;

  self->stream = confab_part_file_get_stream (file);
  self->text = g_string_new (NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!json && self->conversations->len != 1)
    self->zip = confab_zip_writer_new (self->stream, self->cancellable);

  ok = json ? write_json (self, error) : self->zip != NULL ? write_archive (self, error) : write_single (self, error);
  g_clear_pointer (&self->zip, confab_zip_writer_free);
  return ok && confab_part_file_commit (file, error);
}

static void
export_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Export *self = task_data;
  GError *error = NULL;
  gboolean ok;

  self->cancellable = cancellable;
  self->session = confab_history_session_open (self->history_path, &error);
  ok = self->session != NULL && run (self, &error);
  g_clear_pointer (&self->session, confab_history_session_free);

  if (ok)
    g_task_return_int (task, (gssize) self->n_done);
  else
    g_task_return_error (task, error);
}

/**
 * confab_export_dup_suggested_name:
 * @conversation: (nullable): what is to be exported, or %NULL for more than one
 * @format: as what
 *
 * Returns: (transfer full): a name for the file
 */
char *
confab_export_dup_suggested_name (ConfabConversation *conversation,
                                  ConfabExportFormat  format)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *title = NULL;
  g_autofree char *safe = NULL;

  if (conversation == NULL)
    /* Translators: the name of a file; a date such as 2025-03-01, and what the name ends in */
    return g_strdup_printf (_("Conversations %s.%s"), date, format == CONFAB_EXPORT_JSON ? "json" : "zip");

  title = confab_export_dup_title (conversation);
  safe = confab_export_dup_file_name (title, _("Conversation"));
  return g_strdup_printf ("%s.%s", safe, confab_export_format_get_extension (format));
}

/**
 * confab_export_async:
 * @context: what the engine has
 * @ids: (nullable) (array zero-terminated=1): which conversations, or %NULL for all of them
 * @file: a local file, which is replaced when all of it is written
 * @options: how to write them
 * @func: (nullable): told of how far it is
 * @func_data: closure
 * @cancellable: (nullable): stops it; nothing is left then but pictures of a Markdown document
 * @callback: called at the end
 * @user_data: closure
 *
 * Writes conversations into a file: JSON in one document, Markdown and HTML in one when it is a single
 * conversation, otherwise in a zip archive with a document for each. A single Markdown document has its
 * pictures and files in a folder beside it. Keys are in none of these, for no conversation holds any.
 *
 * They are written as they are now, in a thread, message by message.
 */
void
confab_export_async (ConfabContext              *context,
                     const char * const         *ids,
                     GFile                      *file,
                     const ConfabExportOptions  *options,
                     ConfabProgressFunc          func,
                     gpointer                    func_data,
                     GCancellable               *cancellable,
                     GAsyncReadyCallback         callback,
                     gpointer                    user_data)
{
  g_autoptr(GTask) task = NULL;
  Export *self;

  g_return_if_fail (CONFAB_IS_CONTEXT (context));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (options != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (context, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_export_async);
  if (!confab_context_begin_work (task, file, CONFAB_TRANSFER_ERROR_WRITE))
    return;

  self = g_new0 (Export, 1);
  self->history_path = g_strdup (confab_history_peek_path (confab_context_get_history (context)));
  self->path = g_strdup (g_file_peek_path (file));
  self->ids = g_strdupv ((char **) ids);
  self->options = *options;
  self->progress = confab_progress_new (func, func_data);
  g_task_set_task_data (task, self, (GDestroyNotify) export_free);
  confab_thread_task_run (task, export_thread);
}

/**
 * confab_export_finish:
 * @context: what the engine has
 * @result: the result
 * @n_conversations: (out) (optional): how many were written
 * @error: return location
 *
 * Errors are of %G_IO_ERROR, %CONFAB_STORE_ERROR and %CONFAB_TRANSFER_ERROR.
 *
 * Returns: whether the file is complete
 */
gboolean
confab_export_finish (ConfabContext  *context,
                      GAsyncResult   *result,
                      guint          *n_conversations,
                      GError        **error)
{
  gssize n;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, context), FALSE);

  n = g_task_propagate_int (G_TASK (result), error);
  if (n < 0)
    return FALSE;
  if (n_conversations != NULL)
    *n_conversations = (guint) n;
  return TRUE;
}
