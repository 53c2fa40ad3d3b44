/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-command"

#include "config.h"

#include "confab-cli-command.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-input.h"
#include "confab-cli-output.h"

/**
 * confab_cli_command_find:
 * @commands: (array): what there is; the last has no name
 * @name: (nullable): a word of the command line
 *
 * Returns: (transfer none) (nullable): the command of that name
 */
const ConfabCliCommand *
confab_cli_command_find (const ConfabCliCommand *commands,
                         const char             *name)
{
  for (; commands->name != NULL; commands++)
    if (g_strcmp0 (name, commands->name) == 0)
      return commands;

  return NULL;
}

/**
 * confab_cli_command_add_row:
 * @help: a help text
 * @usage: a command line
 * @summary: what it does, translated
 *
 * Adds a line to it.
 */
void
confab_cli_command_add_row (GString    *help,
                            const char *usage,
                            const char *summary)
{
  g_string_append_printf (help, "  %-33s %s\n", usage, summary);
}

/**
 * confab_cli_command_describe:
 * @commands: (array): what there is; the last has no name
 * @help: a help text
 *
 * Adds a line for each of them to it.
 */
void
confab_cli_command_describe (const ConfabCliCommand *commands,
                             GString                *help)
{
  for (; commands->name != NULL; commands++)
    confab_cli_command_add_row (help, commands->usage, _(commands->summary));
}

static char *
dup_help (const ConfabCliCommand *commands)
{
  GString *help = g_string_new (NULL);
  g_autofree char *status_help = confab_cli_status_dup_help ();

  g_string_append_printf (help, "%s\n", _("Usage:"));
  confab_cli_command_describe (commands, help);
  g_string_append_printf (help, "\n%s\n", status_help);

  return g_string_free (help, FALSE);
}

/**
 * confab_cli_command_choose:
 * @commands: (array): what there is; the last has no name
 * @arguments: (array zero-terminated=1): the command line, the word before the commands first
 *
 * Runs the command that is the first word after that, or tells which there are.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_command_choose (const ConfabCliCommand  *commands,
                           char                   **arguments)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) own_arguments = NULL;
  g_autofree char *help = NULL;
  const ConfabCliCommand *command;
  gboolean wants_help = FALSE;
  gsize position = 1;

  while (arguments[position] != NULL && *arguments[position] == '-')
    {
      wants_help |= g_str_equal (arguments[position], "--help") || g_str_equal (arguments[position], "-h");
      position++;
    }

  command = confab_cli_command_find (commands, arguments[position]);
  if (command != NULL)
    {
      g_strv_builder_add (builder, arguments[position]);
      for (gsize i = 1; arguments[i] != NULL; i++)
        if (i != position)
          g_strv_builder_add (builder, arguments[i]);
      own_arguments = g_strv_builder_end (builder);
      return command->run (own_arguments);
    }

  wants_help = wants_help && arguments[position] == NULL;
  help = dup_help (commands);
  if (!confab_cli_output_write (wants_help ? STDOUT_FILENO : STDERR_FILENO, help, -1) && wants_help)
    return CONFAB_CLI_OUTPUT;
  return wants_help ? CONFAB_CLI_OK : CONFAB_CLI_USAGE;
}

/**
 * confab_cli_command_parse:
 * @name: the words that lead to the command
 * @parameters: (nullable): what stands behind the options
 * @summary: what it does, translated
 * @entries: its options, with the remaining words
 * @arguments: (array zero-terminated=1): the command line, what is understood is taken out
 * @error: where to say what is not
 *
 * Reads a command line, or writes the help for it and exits where that is what it asks for.
 *
 * Returns: whether it makes sense
 */
gboolean
confab_cli_command_parse (const char          *name,
                          const char          *parameters,
                          const char          *summary,
                          const GOptionEntry  *entries,
                          char               **arguments,
                          GError             **error)
{
  g_autoptr(GOptionContext) context = g_option_context_new (parameters);
  g_autofree char *status_help = confab_cli_status_dup_help ();
  /* The parser moves the words about and frees what it takes. */
  g_auto(GStrv) own_arguments = g_strdupv (arguments);

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, status_help);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, &own_arguments, error))
    return FALSE;

  if (own_arguments[0] != NULL && own_arguments[1] != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("There are more words than the command takes; see its --help."));
      return FALSE;
    }

  return TRUE;
}

/**
 * confab_cli_command_dup_word:
 * @words: (nullable) (array zero-terminated=1): what stands behind the options
 * @name: what is to stand there
 *
 * Says so when there is not exactly one word.
 *
 * Returns: (transfer full) (nullable): that one
 */
char *
confab_cli_command_dup_word (char       **words,
                             const char  *name)
{
  char *word = NULL;

  if (words != NULL && words[0] != NULL && words[1] == NULL)
    word = confab_cli_input_to_utf8 (words[0]);
  if (word == NULL)
    {
      /* Translators: %s is what is missing, such as PROVIDER. */
      g_autofree char *message = g_strdup_printf (_("The command wants exactly one %s; see its --help."), name);

      confab_cli_output_complain (message);
    }

  return word;
}
