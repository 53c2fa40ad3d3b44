/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli"

#include "config.h"

#include "confab-cli.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-ask.h"
#include "confab-cli-command.h"
#include "confab-cli-data.h"
#include "confab-cli-keys.h"
#include "confab-cli-models.h"
#include "confab-cli-output.h"
#include "confab-cli-providers.h"
#include "confab-cli-status.h"

static const ConfabCliCommand commands[] = {
  { "ask", "confab ask", confab_cli_ask, N_("Ask a model and write the reply as it arrives") },
  { "backup", "confab backup FILE", confab_cli_backup, N_("Write everything that is kept into one file") },
  { "export", "confab export FILE", confab_cli_export, N_("Write conversations into a file") },
  { "import", "confab import FILE", confab_cli_import, N_("Take conversations from ChatGPT, Claude or Confab") },
  { "keys", "confab keys COMMAND", confab_cli_keys, N_("Set and remove keys, and tell where they are") },
  { "models", "confab models [PROVIDER]", confab_cli_models,
    N_("List models; “pull” and “remove” those of a local server") },
  { "providers", "confab providers COMMAND", confab_cli_providers,
    N_("List, try and change the providers; “list” lists them") },
  { "restore", "confab restore FILE", confab_cli_restore, N_("Bring back what is in a backup") },
  { NULL, NULL, NULL, NULL },
};

static gboolean
is_one_of (const char *word,
           const char *a,
           const char *b)
{
  return g_strcmp0 (word, a) == 0 || g_strcmp0 (word, b) == 0;
}

static char *
dup_help (void)
{
  GString *help = g_string_new (NULL);
  g_autofree char *status_help = confab_cli_status_dup_help ();

  g_string_append_printf (help, "%s\n", _("Usage:"));
#ifdef CONFAB_WITH_GUI
  confab_cli_command_add_row (help, "confab", _("Open the window"));
#endif
  confab_cli_command_describe (commands, help);
  confab_cli_command_add_row (help, "confab help COMMAND", _("Tell about a command"));
  confab_cli_command_add_row (help, "confab --help", _("Tell about all of them"));
  confab_cli_command_add_row (help, "confab --version", _("Tell the version"));
  g_string_append_printf (help, "\n%s\n", status_help);

  return g_string_free (help, FALSE);
}

static ConfabCliStatus
write_help (int             fd,
            ConfabCliStatus status)
{
  g_autofree char *help = dup_help ();

  return confab_cli_output_write (fd, help, -1) ? status : CONFAB_CLI_OUTPUT;
}

static ConfabCliStatus
write_version (void)
{
  if (!confab_cli_output_write (STDOUT_FILENO, "confab " CONFAB_VERSION "\n", -1))
    return CONFAB_CLI_OUTPUT;

  return CONFAB_CLI_OK;
}

static ConfabCliStatus
run_command (const ConfabCliCommand  *command,
             char                   **arguments)
{
  g_auto(GStrv) own_arguments = g_strdupv (arguments);

  return command->run (own_arguments);
}

static ConfabCliStatus
run_help (const char *topic)
{
  const ConfabCliCommand *command = confab_cli_command_find (commands, topic);

  if (topic == NULL)
    return write_help (STDOUT_FILENO, CONFAB_CLI_OK);
  if (command == NULL)
    return write_help (STDERR_FILENO, CONFAB_CLI_USAGE);

  return run_command (command, (char *[]) { (char *) command->name, (char *) "--help", NULL });
}

/**
 * confab_cli_handles:
 * @argc: number of arguments
 * @argv: the arguments
 *
 * Returns: whether the arguments name a subcommand of the terminal
 */
gboolean
confab_cli_handles (int    argc,
                    char **argv)
{
  const char *word = argc > 1 ? argv[1] : NULL;

  return confab_cli_command_find (commands, word) != NULL || g_strcmp0 (word, "help") == 0 ||
         is_one_of (word, "--help", "-h") || g_strcmp0 (word, "--version") == 0;
}

/**
 * confab_cli_run:
 * @argc: number of arguments
 * @argv: the arguments
 *
 * Runs a subcommand to its end. [enum@CliStatus] tells what the exit statuses mean.
 *
 * Returns: the exit status
 */
int
confab_cli_run (int    argc,
                char **argv)
{
  const char *word = argc > 1 ? argv[1] : NULL;
  const ConfabCliCommand *command = confab_cli_command_find (commands, word);

  if (command != NULL)
    return (int) run_command (command, argv + 1);
  if (g_strcmp0 (word, "help") == 0)
    return (int) run_help (argc > 2 ? argv[2] : NULL);
  if (is_one_of (word, "--help", "-h"))
    return (int) run_help (NULL);
  if (g_strcmp0 (word, "--version") == 0)
    return (int) write_version ();

  return (int) write_help (STDERR_FILENO, CONFAB_CLI_USAGE);
}
