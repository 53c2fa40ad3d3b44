/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-keys"

#include "config.h"

#include "confab-cli-keys.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-json.h"
#include "confab-cli-key.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"
#include "confab-cli-table.h"

typedef struct
{
  ConfabCliRun   *run;          /* owned */
  ConfabProvider *provider;     /* owned, nullable until found */
  char           *provider_id;  /* owned, nullable */
  gboolean        json;
} Keys;

static void
keys_clear (Keys *self)
{
  g_clear_object (&self->provider);
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->provider_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

static gboolean
find_provider (Keys *self)
{
  ConfabProvider *provider = confab_cli_provider_find (self->run, self->provider_id);

  return g_set_object (&self->provider, provider) && provider != NULL;
}

/* The name of the provider takes the place of `%s`. */
static gboolean
say (Keys       *self,
     const char *format)
{
  g_autoptr(GString) line = g_string_new (format);

  g_string_replace (line, "%s", confab_provider_get_name (self->provider), 1);
  g_string_append_c (line, '\n');
  if (confab_cli_output_write_foreign (STDOUT_FILENO, line->str, -1))
    return TRUE;

  confab_cli_run_end (self->run, CONFAB_CLI_OUTPUT);
  return FALSE;
}

static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Keys *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!confab_registry_check_finish (CONFAB_REGISTRY (object), result, &error))
    confab_cli_run_fail (self->run, error, self->provider);
  else if (say (self, _("%s takes it.")))
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
}

/* The check that storing has begun is joined. */
static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Keys *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!confab_registry_set_key_finish (CONFAB_REGISTRY (object), result, &error))
    confab_cli_run_fail_change (self->run, error, self->provider);
  else if (say (self, _("The key for %s is in the keyring.")))
    confab_registry_check_async (CONFAB_REGISTRY (object), self->provider,
                                 confab_cli_run_get_cancellable (self->run), check_cb, self);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Keys *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabSecret) key = confab_cli_key_read_finish (result, &error);

  if (key == NULL)
    confab_cli_run_fail_change (self->run, error, self->provider);
  else
    confab_registry_set_key_async (confab_cli_run_get_registry (self->run), self->provider, key,
                                   confab_cli_run_get_cancellable (self->run), store_cb, self);
}

static void
begin_set_cb (ConfabCliRun *run,
              gpointer      user_data)
{
  Keys *self = user_data;
  g_autofree char *prompt = NULL;

  if (!find_provider (self))
    return;

  prompt = g_strdup_printf (_("Key for %s (it is not shown): "), confab_provider_get_name (self->provider));
  confab_cli_key_read_async (prompt, confab_cli_run_get_cancellable (run), read_cb, self);
}

static void
remove_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Keys *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!confab_registry_remove_key_finish (CONFAB_REGISTRY (object), result, &error))
    {
      confab_cli_run_fail_change (self->run, error, self->provider);
      return;
    }

  if (say (self, _("There is no key for %s in the keyring any more.")))
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
}

static void
begin_remove_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  Keys *self = user_data;

  if (find_provider (self))
    confab_registry_remove_key_async (confab_cli_run_get_registry (run), self->provider,
                                      confab_cli_run_get_cancellable (run), remove_cb, self);
}

static char *
dup_table (GListModel *registry)
{
  const char * const heading[] = { _("ID"), _("NAME"), _("KEY"), NULL };
  g_autoptr(GPtrArray) table = confab_cli_table_new (heading);

  for (guint i = 0; i < g_list_model_get_n_items (registry); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (registry, i);
      g_autofree char *key_text = confab_cli_provider_dup_key_text (provider);
      const char * const row[] = {
        confab_provider_get_id (provider), confab_provider_get_name (provider), key_text, NULL
      };

      confab_cli_table_add (table, row);
    }

  return confab_cli_table_dup_text (table);
}

static char *
dup_json (GListModel *registry)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (registry); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (registry, i);

      json_builder_begin_object (builder);
      confab_cli_json_add_string (builder, "id", confab_provider_get_id (provider));
      confab_cli_json_add_string (builder, "name", confab_provider_get_name (provider));
      confab_cli_provider_add_key_json (builder, provider);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  return confab_cli_json_dup_text (builder);
}

static void
begin_status_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  Keys *self = user_data;
  GListModel *registry = G_LIST_MODEL (confab_cli_run_get_registry (run));
  g_autofree char *text = self->json ? dup_json (registry) : dup_table (registry);

  confab_cli_run_end (run, confab_cli_output_write_foreign (STDOUT_FILENO, text, -1)
                             ? CONFAB_CLI_OK : CONFAB_CLI_OUTPUT);
}

static ConfabCliStatus
run_for_provider (const char        *name,
                  const char        *summary,
                  char             **arguments,
                  ConfabCliRunFunc   func)
{
  g_auto(Keys) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };

  /* What is too much may be a key, so it is not repeated. */
  if (!confab_cli_command_parse (name, _("PROVIDER"), summary, entries, arguments, NULL))
    {
      confab_cli_output_complain (_("The command takes a provider alone. A key is given on standard input."));
      return CONFAB_CLI_USAGE;
    }
  if ((self.provider_id = confab_cli_command_dup_word (words, _("PROVIDER"))) == NULL)
    return CONFAB_CLI_USAGE;

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, func, &self);
}

static ConfabCliStatus
set_key (char **arguments)
{
  return run_for_provider ("confab keys set",
                           _("Reads a key from standard input, or asks for it where that is a terminal,\n"
                             "stores it in the keyring and tells whether the provider takes it."),
                           arguments, begin_set_cb);
}

static ConfabCliStatus
remove_key (char **arguments)
{
  return run_for_provider ("confab keys remove",
                           _("Takes the key of a provider out of the keyring and out of the file of\n"
                             "providers. One in the environment stays where it is."),
                           arguments, begin_remove_cb);
}

static ConfabCliStatus
show_status (char **arguments)
{
  g_auto(Keys) self = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Write an array of JSON objects"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse ("confab keys status", NULL,
                                 _("Tells where the key of each provider comes from."), entries,
                                 arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, begin_status_cb, &self);
}

static const ConfabCliCommand commands[] = {
  { "set", "confab keys set PROVIDER", set_key, N_("Store a key in the keyring and try it") },
  { "remove", "confab keys remove PROVIDER", remove_key, N_("Take a key away") },
  { "status", "confab keys status [--json]", show_status, N_("Tell where each key comes from") },
  { NULL, NULL, NULL, NULL },
};

/**
 * confab_cli_keys:
 * @arguments: (array zero-terminated=1): the command line, `keys` first
 *
 * Sees to the keys of the providers.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_keys (char **arguments)
{
  return confab_cli_command_choose (commands, arguments);
}
