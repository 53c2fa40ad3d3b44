/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-data"

#include "config.h"

#include "confab-cli-data.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-backup.h"
#include "confab-cli-command.h"
#include "confab-cli-input.h"
#include "confab-cli-json.h"
#include "confab-cli-output.h"
#include "confab-cli-run.h"
#include "confab-cli-table.h"
#include "confab-data-words.h"
#include "confab-enum.h"
#include "confab-export.h"
#include "confab-import.h"

/* What is done with everything that is kept. */

/* To the beginning of the line, and away with what stands there. */
#define CLEAR_LINE "\r\033[K"

typedef struct
{
  ConfabCliRun        *run;     /* owned */
  GFile               *file;    /* owned, nullable */
  GStrv                ids;     /* owned, nullable */
  char                *format;  /* owned, nullable */
  ConfabExportOptions  options;
  gboolean             json;
  gboolean             list;
  gboolean             without_thinking;
  gboolean             on_terminal;
} Task;

static void
task_clear (Task *self)
{
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_object (&self->file);
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->format, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, task_clear)

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer user_data)
{
  Task *self = user_data;
  g_autofree char *text = NULL;

  if (!self->on_terminal || total == 0)
    return;

  text = g_strdup_printf (CLEAR_LINE "%u %%", (guint) (done * 100 / total));
  confab_cli_output_write (STDERR_FILENO, text, -1);
}

static void
end_progress (Task *self)
{
  if (self->on_terminal)
    confab_cli_output_write (STDERR_FILENO, CLEAR_LINE, -1);
}

static JsonBuilder *
begin_json (const char *kind)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  confab_cli_json_add_string (builder, "kind", kind);
  return builder;
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            guint        number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static char *
dup_line (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *json = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  return g_strconcat (json, "\n", NULL);
}

/* Writes a line and ends. @builder: what to write instead where JSON is wanted, still open */
static void
write_and_end (Task            *self,
               const char      *text,
               JsonBuilder     *builder,
               ConfabCliStatus  status)
{
  g_autofree char *line = self->json ? dup_line (builder) : g_strconcat (text, "\n", NULL);

  confab_cli_run_end (self->run, confab_cli_output_write_foreign (STDOUT_FILENO, line, -1) ? status
                                                                                           : CONFAB_CLI_OUTPUT);
}

/* @status: what to exit with when it is neither a store nor a stop that failed */
static void
fail (Task            *self,
      const GError    *error,
      ConfabCliStatus  status)
{
  g_autofree char *words = NULL;

  end_progress (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      confab_cli_run_end (self->run, CONFAB_CLI_CANCELLED);
      return;
    }

  words = confab_data_words_dup_failure (error);
  if (self->json)
    {
      g_autoptr(JsonBuilder) builder = begin_json ("error");
      g_autofree char *line = NULL;

      confab_cli_json_add_string (builder, "message", words);
      line = dup_line (builder);
      confab_cli_output_write_foreign (STDOUT_FILENO, line, -1);
    }
  confab_cli_output_complain (words);
  confab_cli_run_end (self->run, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? CONFAB_CLI_OUTPUT
                                 : confab_data_words_is_store (error) ? CONFAB_CLI_STORE : status);
}

static void
export_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Task *self = user_data;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  if (!confab_export_finish (CONFAB_CONTEXT (object), result, &n, &error))
    {
      fail (self, error, CONFAB_CLI_OUTPUT);
      return;
    }

  end_progress (self);
  builder = begin_json ("done");
  add_number (builder, "conversations", n);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u conversation was exported.",
                                       "%u conversations were exported.", n), n);
  write_and_end (self, text, builder, CONFAB_CLI_OK);
}

static void
begin_export_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  Task *self = user_data;

  confab_export_async (confab_cli_run_get_context (run), (const char * const *) self->ids, self->file, &self->options,
                       progress_cb, self, confab_cli_run_get_cancellable (run), export_cb, self);
}

static void
list_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Task *self = user_data;
  GListModel *conversations = G_LIST_MODEL (confab_context_get_conversations (CONFAB_CONTEXT (object)));
  const char * const heading[] = { _("ID"), _("TITLE"), NULL };
  g_autoptr(GPtrArray) table = confab_cli_table_new (heading);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!confab_context_open_history_finish (CONFAB_CONTEXT (object), result, &error))
    {
      fail (self, error, CONFAB_CLI_STORE);
      return;
    }

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(ConfabConversation) conversation = g_list_model_get_item (conversations, i);
      const char * const row[] = { confab_conversation_get_id (conversation),
                                   confab_conversation_get_title (conversation), NULL };

      confab_cli_table_add (table, row);
      json_builder_begin_object (builder);
      confab_cli_json_add_string (builder, "id", row[0]);
      confab_cli_json_add_string (builder, "title", row[1]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  text = self->json ? confab_cli_json_dup_text (builder) : confab_cli_table_dup_text (table);
  confab_cli_run_end (self->run, confab_cli_output_write_foreign (STDOUT_FILENO, text, -1) ? CONFAB_CLI_OK
                                                                                           : CONFAB_CLI_OUTPUT);
}

static void
begin_list_cb (ConfabCliRun *run,
               gpointer      user_data)
{
  confab_context_open_history_async (confab_cli_run_get_context (run), confab_cli_run_get_cancellable (run), list_cb,
                                     user_data);
}

static void
import_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Task *self = user_data;
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *details = NULL;

  if (!(report = confab_import_finish (CONFAB_CONTEXT (object), result, &error)))
    {
      fail (self, error, CONFAB_CLI_FILE);
      return;
    }

  end_progress (self);
  summary = confab_import_report_dup_summary (report);
  builder = begin_json (report->stopped ? "stopped" : "done");
  add_number (builder, "new", report->n_new);
  add_number (builder, "updated", report->n_updated);
  add_number (builder, "known", report->n_known);
  add_number (builder, "messages", report->n_messages);
  json_builder_set_member_name (builder, "issues");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->issues->len; i++)
    {
      const ConfabImportIssue *issue = g_ptr_array_index (report->issues, i);

      json_builder_begin_object (builder);
      confab_cli_json_add_string (builder, "title", issue->title);
      confab_cli_json_add_string (builder, "reason", issue->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  details = confab_import_report_dup_details (report);
  if (details != NULL && !self->json)
    confab_cli_output_complain (details);
  write_and_end (self, summary, builder, report->stopped ? CONFAB_CLI_CANCELLED : CONFAB_CLI_OK);
}

static void
begin_import_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  Task *self = user_data;

  confab_import_async (confab_cli_run_get_context (run), self->file, progress_cb, self,
                       confab_cli_run_get_cancellable (run), import_cb, self);
}

static void
backup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Task *self = user_data;
  g_autoptr(JsonBuilder) builder = begin_json ("done");
  g_autoptr(GError) error = NULL;

  if (!confab_backup_finish (CONFAB_CONTEXT (object), result, &error))
    {
      fail (self, error, CONFAB_CLI_OUTPUT);
      return;
    }

  end_progress (self);
  write_and_end (self, _("The backup is complete. Keys are not in it."), builder, CONFAB_CLI_OK);
}

static void
begin_backup_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  Task *self = user_data;

  confab_backup_async (confab_cli_run_get_context (run), confab_cli_run_get_settings (run), self->file, progress_cb,
                       self, confab_cli_run_get_cancellable (run), backup_cb, self);
}

static void
restore_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Task *self = user_data;
  g_autoptr(JsonBuilder) builder = begin_json ("done");
  g_autoptr(GError) error = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (!(kept = confab_restore_finish (CONFAB_CONTEXT (object), result, &error)))
    {
      fail (self, error, CONFAB_CLI_FILE);
      return;
    }

  end_progress (self);
  name = g_filename_display_name (kept);
  confab_cli_json_add_string (builder, "kept", name);
  /* Translators: the name of a file */
  text = g_strdup_printf (_("The backup is restored. What was here before is in %s."), name);
  write_and_end (self, text, builder, CONFAB_CLI_OK);
}

static void
begin_restore_cb (ConfabCliRun *run,
                  gpointer      user_data)
{
  Task *self = user_data;

  confab_restore_async (confab_cli_run_get_context (run), confab_cli_run_get_settings (run), self->file, progress_cb,
                        self, confab_cli_run_get_cancellable (run), restore_cb, self);
}

/* The format that was asked for, or the one that the name of the file says. */
static gboolean
choose_format (Task *self)
{
  g_autofree char *name = self->file != NULL ? g_file_get_basename (self->file) : NULL;
  int format = CONFAB_EXPORT_JSON;

  if (self->format == NULL && name != NULL)
    {
      if (g_str_has_suffix (name, ".md") || g_str_has_suffix (name, ".zip"))
        format = CONFAB_EXPORT_MARKDOWN;
      else if (g_str_has_suffix (name, ".html"))
        format = CONFAB_EXPORT_HTML;
    }
  else if (self->format != NULL && !confab_enum_from_nick (CONFAB_TYPE_EXPORT_FORMAT, self->format, &format))
    {
      confab_cli_output_complain (_("The format is one of markdown, html and json."));
      return FALSE;
    }

  self->options.format = (ConfabExportFormat) format;
  self->options.thinking = !self->without_thinking;
  return TRUE;
}

static ConfabCliStatus
run (Task                *self,
     const char          *name,
     const char          *summary,
     const GOptionEntry  *entries,
     GStrv               *words,
     char               **arguments,
     ConfabCliRunFunc     func)
{
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse (name, _("FILE"), summary, entries, arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }

  if (!self->list || *words != NULL)
    {
      if (*words == NULL || (*words)[0] == NULL || (*words)[1] != NULL || self->list)
        {
          confab_cli_output_complain (_("The command wants exactly one FILE; see its --help."));
          return CONFAB_CLI_USAGE;
        }
      self->file = g_file_new_for_commandline_arg ((*words)[0]);
    }
  if (!choose_format (self))
    return CONFAB_CLI_USAGE;

  self->on_terminal = isatty (STDERR_FILENO) == 1;
  self->run = confab_cli_run_new ();
  return confab_cli_run_execute (self->run, func, self);
}

/**
 * confab_cli_export:
 * @arguments: (array zero-terminated=1): the command line, `export` first
 *
 * Writes conversations into a file.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_export (char **arguments)
{
  g_auto(Task) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &self.format,
      N_("markdown, html or json; otherwise what the name of the file says"), N_("FORMAT") },
    { "conversation", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &self.ids,
      N_("Only this conversation; may be given more than once"), N_("ID") },
    { "all-branches", 0, 0, G_OPTION_ARG_NONE, &self.options.all_branches, N_("Also the branches that are not shown"),
      NULL },
    { "no-thinking", 0, 0, G_OPTION_ARG_NONE, &self.without_thinking, N_("Leave thinking out"), NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &self.list, N_("List the conversations and their IDs"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Tell the outcome as JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };

  for (gsize i = 1; arguments[i] != NULL && !g_str_equal (arguments[i], "--"); i++)
    if (g_str_equal (arguments[i], "--list"))
      self.list = TRUE;

  return run (&self, "confab export", _("Writes conversations into a file: all of them, or some."), entries, &words,
              arguments, self.list ? begin_list_cb : begin_export_cb);
}

/* A command without options of its own. */
static ConfabCliStatus
run_simple (const char        *name,
            const char        *summary,
            char             **arguments,
            ConfabCliRunFunc   func)
{
  g_auto(Task) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Tell the outcome as JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };

  return run (&self, name, summary, entries, &words, arguments, func);
}

/**
 * confab_cli_import:
 * @arguments: (array zero-terminated=1): the command line, `import` first
 *
 * Takes conversations out of a file.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_import (char **arguments)
{
  return run_simple ("confab import", _("Takes conversations out of the data export of ChatGPT or Claude, or out of "
                                        "JSON that Confab wrote."), arguments, begin_import_cb);
}

/**
 * confab_cli_backup:
 * @arguments: (array zero-terminated=1): the command line, `backup` first
 *
 * Writes everything that is kept into one file.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_backup (char **arguments)
{
  return run_simple ("confab backup", _("Writes conversations, providers and preferences into one file; no keys."),
                     arguments, begin_backup_cb);
}

/**
 * confab_cli_restore:
 * @arguments: (array zero-terminated=1): the command line, `restore` first
 *
 * Puts what is in a backup in the place of what is here.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_restore (char **arguments)
{
  return run_simple ("confab restore", _("Puts a backup in the place of what is here, which is kept beside it."),
                     arguments, begin_restore_cb);
}
