/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-provider-commands"

#include "config.h"

#include "confab-cli-provider-commands.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"

/* What is done with one provider. */

typedef struct
{
  ConfabCliRun   *run;          /* owned */
  ConfabProvider *provider;     /* owned, nullable until found */
  char           *provider_id;  /* owned, nullable */
  gboolean        json;
} One;

static void
one_clear (One *self)
{
  g_clear_object (&self->provider);
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->provider_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (One, one_clear)

static void
write_provider (One *self)
{
  ConfabRegistry *registry = confab_cli_run_get_registry (self->run);
  const gboolean is_default = self->provider == confab_registry_get_default_provider (registry);
  g_autofree char *text = self->json ? confab_cli_provider_dup_json (self->provider, is_default, NULL)
                                     : confab_cli_provider_dup_text (self->provider, is_default);

  if (!confab_cli_output_write_foreign (STDOUT_FILENO, text, -1))
    confab_cli_run_end (self->run, CONFAB_CLI_OUTPUT);
  else
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
}

static gboolean
find_provider (One *self)
{
  ConfabProvider *provider = confab_cli_provider_find (self->run, self->provider_id);

  return g_set_object (&self->provider, provider);
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  One *self = user_data;
  g_autoptr(GError) error = NULL;

  if (confab_registry_probe_local_finish (CONFAB_REGISTRY (object), result, &error))
    write_provider (self);
  else
    confab_cli_run_fail (self->run, error, NULL);
}

static void
begin_get_cb (ConfabCliRun *run,
              gpointer      user_data)
{
  One *self = user_data;

  if (find_provider (self))
    confab_registry_probe_local_async (confab_cli_run_get_registry (run),
                                       confab_cli_run_get_cancellable (run), probe_cb, self);
}

/**
 * confab_cli_provider_get:
 * @arguments: (array zero-terminated=1): the command line, `get` first
 *
 * Writes what is known of a provider.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_provider_get (char **arguments)
{
  g_auto(One) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Write a JSON object"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse ("confab providers get", _("PROVIDER"), _("Tells what is known of a provider."),
                                 entries, arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if ((self.provider_id = confab_cli_command_dup_word (words, _("PROVIDER"))) == NULL)
    return CONFAB_CLI_USAGE;

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, begin_get_cb, &self);
}
