/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-data"

#include "config.h"

#include "confab-cli-data.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-backup.h"
#include "confab-cli-command.h"
#include "confab-cli-data-private.h"
#include "confab-cli-json.h"
#include "confab-cli-output.h"
#include "confab-data-words.h"
#include "confab-import.h"
#include "confab-provider-secret.h"

/* What is done with everything that is kept. */

/* To the beginning of the line, and away with what stands there. */
#define CLEAR_LINE "\r\033[K"

/* confab_cli_data_clear:
 *
 * Frees what it holds.
 */
void
confab_cli_data_clear (ConfabCliData *self)
{
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_object (&self->file);
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->format, g_free);
}

/* confab_cli_data_progress_cb:
 * @user_data: the command
 *
 * Tells how far it is, to somebody who sits at a terminal.
 */
void
confab_cli_data_progress_cb (guint64  done,
                             guint64  total,
                             gpointer user_data)
{
  ConfabCliData *self = user_data;
  g_autofree char *text = NULL;

  if (!self->on_terminal || total == 0)
    return;

  text = g_strdup_printf (CLEAR_LINE "%u %%", (guint) (done * 100 / total));
  confab_cli_output_write (STDERR_FILENO, text, -1);
}

/* confab_cli_data_end_progress:
 *
 * Takes away what [func@cli_data_progress_cb] told.
 */
void
confab_cli_data_end_progress (ConfabCliData *self)
{
  if (self->on_terminal)
    confab_cli_output_write (STDERR_FILENO, CLEAR_LINE, -1);
}

/* confab_cli_data_begin_json:
 * @kind: of the line
 *
 * Returns: (transfer full): a line of JSON, still open
 */
JsonBuilder *
confab_cli_data_begin_json (const char *kind)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  confab_cli_json_add_string (builder, "kind", kind);
  return builder;
}

/* confab_cli_data_add_number:
 * @builder: a line that is open
 * @name: of the member
 * @number: its value
 */
void
confab_cli_data_add_number (JsonBuilder *builder,
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

/* confab_cli_data_end:
 * @text: what to write
 * @builder: what to write instead where JSON is wanted, still open
 * @status: what to exit with
 *
 * Writes a line and ends.
 */
void
confab_cli_data_end (ConfabCliData   *self,
                     const char      *text,
                     JsonBuilder     *builder,
                     ConfabCliStatus  status)
{
  g_autofree char *line = self->json ? dup_line (builder) : g_strconcat (text, "\n", NULL);

  confab_cli_run_end (self->run, confab_cli_output_write_foreign (STDOUT_FILENO, line, -1) ? status
                                                                                           : CONFAB_CLI_OUTPUT);
}

/* confab_cli_data_fail:
 * @error: why
 * @status: what to exit with when it is neither a store nor a stop that failed
 *
 * Says why and ends.
 */
void
confab_cli_data_fail (ConfabCliData   *self,
                      const GError    *error,
                      ConfabCliStatus  status)
{
  g_autofree char *words = NULL;

  confab_cli_data_end_progress (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      confab_cli_run_end (self->run, CONFAB_CLI_CANCELLED);
      return;
    }

  words = confab_data_words_dup_failure (error);
  if (self->json)
    {
      g_autoptr(JsonBuilder) builder = confab_cli_data_begin_json ("error");
      g_autofree char *line = NULL;

      confab_cli_json_add_string (builder, "message", words);
      line = dup_line (builder);
      confab_cli_output_write_foreign (STDOUT_FILENO, line, -1);
    }
  confab_cli_output_complain (words);
  confab_cli_run_end (self->run, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? CONFAB_CLI_OUTPUT
                                 : confab_data_words_is_store (error) ? CONFAB_CLI_STORE : status);
}

/* confab_cli_data_run:
 * @name: of the command
 * @summary: what it does
 * @entries: its options
 * @words: (inout): where the last of them puts what is no option
 * @arguments: the command line
 * @prepare: (nullable): looks at the options, and says what is wrong with them
 * @func: what it does
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_data_run (ConfabCliData       *self,
                     const char          *name,
                     const char          *summary,
                     const GOptionEntry  *entries,
                     GStrv               *words,
                     char               **arguments,
                     gboolean           (*prepare) (ConfabCliData *self),
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
  if (prepare != NULL && !prepare (self))
    return CONFAB_CLI_USAGE;

  self->on_terminal = isatty (STDERR_FILENO) == 1;
  self->run = confab_cli_run_new ();
  return confab_cli_run_execute (self->run, func, self);
}

static void
import_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ConfabCliData *self = user_data;
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *details = NULL;

  if (!(report = confab_import_finish (CONFAB_CONTEXT (object), result, &error)))
    {
      confab_cli_data_fail (self, error, CONFAB_CLI_FILE);
      return;
    }

  confab_cli_data_end_progress (self);
  summary = confab_import_report_dup_summary (report);
  builder = confab_cli_data_begin_json (report->stopped ? "stopped" : "done");
  confab_cli_data_add_number (builder, "new", report->n_new);
  confab_cli_data_add_number (builder, "updated", report->n_updated);
  confab_cli_data_add_number (builder, "known", report->n_known);
  confab_cli_data_add_number (builder, "messages", report->n_messages);
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
  confab_cli_data_end (self, summary, builder, report->stopped ? CONFAB_CLI_CANCELLED : CONFAB_CLI_OK);
}

static void
begin_import_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  ConfabCliData *self = user_data;

  confab_import_async (confab_cli_run_get_context (run), self->file, confab_cli_data_progress_cb, self,
                       confab_cli_run_get_cancellable (run), import_cb, self);
}

/* What was left out goes where complaints go, as after an import. */
static void
end_with_report (ConfabCliData            *self,
                 const ConfabBackupReport *report)
{
  g_autoptr(JsonBuilder) builder = confab_cli_data_begin_json ("done");
  g_autofree char *summary = confab_backup_report_dup_summary (report);
  g_autofree char *details = confab_backup_report_dup_details (report);

  confab_cli_data_end_progress (self);
  if (report->kept != NULL)
    {
      g_autofree char *name = g_filename_display_name (report->kept);

      confab_cli_json_add_string (builder, "kept", name);
      json_builder_set_member_name (builder, "kept_damaged");
      json_builder_add_boolean_value (builder, report->kept_damaged);
    }
  json_builder_set_member_name (builder, "left_out");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->secrets->len; i++)
    {
      const ConfabProviderSecret *secret = g_ptr_array_index (report->secrets, i);

      json_builder_begin_object (builder);
      confab_cli_json_add_string (builder, "provider", secret->provider);
      confab_cli_json_add_string (builder, "field", secret->field);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "providers");
  json_builder_add_boolean_value (builder, !report->without_providers && report->providers_error == NULL);

  if (details != NULL && !self->json)
    confab_cli_output_complain (details);
  confab_cli_data_end (self, summary, builder, CONFAB_CLI_OK);
}

static void
backup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ConfabCliData *self = user_data;
  g_autoptr(ConfabBackupReport) report = NULL;
  g_autoptr(GError) error = NULL;

  if ((report = confab_backup_finish (CONFAB_CONTEXT (object), result, &error)) != NULL)
    end_with_report (self, report);
  else
    confab_cli_data_fail (self, error, CONFAB_CLI_OUTPUT);
}

static void
begin_backup_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  ConfabCliData *self = user_data;

  confab_backup_async (confab_cli_run_get_context (run), confab_cli_run_get_settings (run), self->file,
                       confab_cli_data_progress_cb, self, confab_cli_run_get_cancellable (run), backup_cb, self);
}

static void
restore_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ConfabCliData *self = user_data;
  g_autoptr(ConfabBackupReport) report = NULL;
  g_autoptr(GError) error = NULL;

  if ((report = confab_restore_finish (CONFAB_CONTEXT (object), result, &error)) != NULL)
    end_with_report (self, report);
  else
    confab_cli_data_fail (self, error, CONFAB_CLI_FILE);
}

static void
begin_restore_cb (ConfabCliRun *run,
                  gpointer      user_data)
{
  ConfabCliData *self = user_data;

  confab_restore_async (confab_cli_run_get_context (run), confab_cli_run_get_settings (run), self->file,
                        confab_cli_data_progress_cb, self, confab_cli_run_get_cancellable (run), restore_cb, self);
}

/* A command without options of its own. */
static ConfabCliStatus
run_simple (const char        *name,
            const char        *summary,
            char             **arguments,
            ConfabCliRunFunc   func)
{
  g_auto(ConfabCliData) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Tell the outcome as JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };

  return confab_cli_data_run (&self, name, summary, entries, &words, arguments, NULL, func);
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
