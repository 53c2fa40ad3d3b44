/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-export"

#include "config.h"

#include "confab-cli-data.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-data-private.h"
#include "confab-cli-json.h"
#include "confab-cli-output.h"
#include "confab-cli-table.h"
#include "confab-enum.h"

/* How conversations go out into files, from the terminal. */

static void
export_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ConfabCliData *self = user_data;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  if (!confab_export_finish (CONFAB_CONTEXT (object), result, &n, &error))
    {
      confab_cli_data_fail (self, error, CONFAB_CLI_OUTPUT);
      return;
    }

  confab_cli_data_end_progress (self);
  builder = confab_cli_data_begin_json ("done");
  confab_cli_data_add_number (builder, "conversations", n);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u conversation was exported.",
                                       "%u conversations were exported.", n), n);
  confab_cli_data_end (self, text, builder, CONFAB_CLI_OK);
}

static void
begin_export_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  ConfabCliData *self = user_data;

  confab_export_async (confab_cli_run_get_context (run), (const char * const *) self->ids, self->file, &self->options,
                       confab_cli_data_progress_cb, self, confab_cli_run_get_cancellable (run), export_cb, self);
}

static void
list_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  ConfabCliData *self = user_data;
  GListModel *conversations = G_LIST_MODEL (confab_context_get_conversations (CONFAB_CONTEXT (object)));
  const char * const heading[] = { _("ID"), _("TITLE"), NULL };
  g_autoptr(GPtrArray) table = confab_cli_table_new (heading);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!confab_context_open_history_finish (CONFAB_CONTEXT (object), result, &error))
    {
      confab_cli_data_fail (self, error, CONFAB_CLI_STORE);
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

/* The format that was asked for, or the one that the name of the file says. */
static gboolean
choose_format (ConfabCliData *self)
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
  g_auto(ConfabCliData) self = { 0 };
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

  return confab_cli_data_run (&self, "confab export", _("Writes conversations into a file: all of them, or some."),
                              entries, &words, arguments, choose_format,
                              self.list ? begin_list_cb : begin_export_cb);
}
