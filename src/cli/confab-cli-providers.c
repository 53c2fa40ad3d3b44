/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-providers"

#include "config.h"

#include "confab-cli-providers.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-json.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"
#include "confab-cli-provider-commands.h"
#include "confab-cli-provider-test.h"
#include "confab-cli-provider-update.h"
#include "confab-cli-run.h"
#include "confab-cli-slots.h"
#include "confab-cli-table.h"

typedef struct
{
  ConfabCliRun *run;  /* owned */
  gboolean      json;
} List;

static char *
dup_table (GListModel *registry)
{
  const char * const heading[] = { _("ID"), _("NAME"), _("STATE"), _("MODEL"), _("KEY"), NULL };
  g_autoptr(GPtrArray) table = confab_cli_table_new (heading);

  for (guint i = 0; i < g_list_model_get_n_items (registry); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (registry, i);
      g_autofree char *key_text = confab_cli_provider_dup_key_text (provider);
      const char *model = confab_provider_get_model (provider);
      const char * const row[] = {
        confab_provider_get_id (provider), confab_provider_get_name (provider),
        confab_cli_provider_get_state_text (provider),
        model != NULL ? model : "–", key_text, NULL
      };

      confab_cli_table_add (table, row);
    }

  return confab_cli_table_dup_text (table);
}

static char *
dup_json (ConfabRegistry *registry)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (registry)); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);

      confab_cli_provider_add_json (builder, provider,
                                    provider == confab_registry_get_default_provider (registry), NULL);
    }
  json_builder_end_array (builder);

  return confab_cli_json_dup_text (builder);
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  List *list = user_data;
  ConfabRegistry *registry = CONFAB_REGISTRY (object);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!confab_registry_probe_local_finish (registry, result, &error))
    {
      confab_cli_run_fail (list->run, error, NULL);
      return;
    }

  text = list->json ? dup_json (registry) : dup_table (G_LIST_MODEL (registry));
  confab_cli_run_end (list->run, confab_cli_output_write_foreign (STDOUT_FILENO, text, -1)
                                   ? CONFAB_CLI_OK : CONFAB_CLI_OUTPUT);
}

static void
begin_cb (ConfabCliRun *run,
          gpointer      user_data)
{
  confab_registry_probe_local_async (confab_cli_run_get_registry (run),
                                     confab_cli_run_get_cancellable (run), probe_cb, user_data);
}

static ConfabCliStatus
list_providers (char **arguments)
{
  List list = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &list.json, N_("Write an array of JSON objects"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;
  ConfabCliStatus status;

  if (!confab_cli_command_parse ("confab providers list", NULL,
                                 _("Lists the providers in the order in which they are taken."), entries,
                                 arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }

  list.run = confab_cli_run_new ();
  status = confab_cli_run_execute (list.run, begin_cb, &list);
  confab_cli_run_free (list.run);

  return status;
}

static const ConfabCliCommand commands[] = {
  { "list", "confab providers list [--json]", list_providers, N_("List the providers and their states") },
  { "get", "confab providers get PROVIDER", confab_cli_provider_get, N_("Tell what is known of a provider") },
  { "test", "confab providers test PROVIDER", confab_cli_provider_test, N_("Try whether it works") },
  { "update", "confab providers update PROVIDER", confab_cli_provider_update, N_("Change it") },
  { "add", "confab providers add", confab_cli_slots_add, N_("Add a server of your own, or one more of a type") },
  { "remove", "confab providers remove PROVIDER", confab_cli_slots_remove,
    N_("Take away what was added, with its key") },
  { NULL, NULL, NULL, NULL },
};

/**
 * confab_cli_providers:
 * @arguments: (array zero-terminated=1): the command line, `providers` first
 *
 * Lists the providers and sees to them.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_providers (char **arguments)
{
  return confab_cli_command_choose (commands, arguments);
}
