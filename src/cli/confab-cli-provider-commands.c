/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-provider-commands"

#include "config.h"

#include "confab-cli-provider-commands.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-json.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"

/* What is done with one provider. */

typedef struct
{
  ConfabCliRun   *run;          /* owned */
  ConfabProvider *provider;     /* owned, nullable until found */
  char           *provider_id;  /* owned, nullable */
  GError         *error;        /* owned, nullable: what the test said */
  gboolean        json;
} One;

static void
one_clear (One *self)
{
  g_clear_object (&self->provider);
  g_clear_error (&self->error);
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->provider_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (One, one_clear)

static void
append_line (GString    *text,
             const char *label,
             const char *value)
{
  g_string_append_printf (text, "%s: %s\n", label, value != NULL ? value : "–");
}

static char *
dup_text (ConfabProvider *provider,
          gboolean        is_default)
{
  GString *text = g_string_new (NULL);
  g_autofree char *key_text = confab_cli_provider_dup_key_text (provider);
  g_autofree char *options = confab_cli_provider_dup_options_text (provider);
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  append_line (text, _("ID"), confab_provider_get_id (provider));
  append_line (text, _("Name"), confab_provider_get_name (provider));
  append_line (text, _("Type"), confab_provider_type_get_id (type));
  append_line (text, _("State"), confab_cli_provider_get_state_text (confab_provider_get_state (provider)));
  append_line (text, _("Model"), confab_provider_get_model (provider));
  append_line (text, _("Address"), confab_provider_get_base_url (provider));
  append_line (text, _("Key"), key_text);
  append_line (text, _("Default"), is_default ? _("yes") : _("no"));
  if (*options != '\0')
    append_line (text, _("Settings"), options);

  return g_string_free (text, FALSE);
}

static char *
dup_json (ConfabProvider *provider,
          gboolean        is_default)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  confab_cli_provider_add_json (builder, provider, is_default);
  return confab_cli_json_dup_text (builder);
}

static void
write_provider (One *self)
{
  ConfabRegistry *registry = confab_cli_run_get_registry (self->run);
  const gboolean is_default = self->provider == confab_registry_get_default_provider (registry);
  g_autofree char *text = self->json ? dup_json (self->provider, is_default)
                                     : dup_text (self->provider, is_default);

  if (!confab_cli_output_write_foreign (STDOUT_FILENO, text, -1))
    confab_cli_run_end (self->run, CONFAB_CLI_OUTPUT);
  else if (self->error != NULL)
    confab_cli_run_fail (self->run, self->error, self->provider);
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

static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  One *self = user_data;

  if (!confab_registry_check_finish (CONFAB_REGISTRY (object), result, &self->error) &&
      g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    confab_cli_run_fail (self->run, self->error, self->provider);
  else
    write_provider (self);
}

static void
begin_test_cb (ConfabCliRun *run,
               gpointer      user_data)
{
  One *self = user_data;

  if (find_provider (self))
    confab_registry_check_async (confab_cli_run_get_registry (run), self->provider,
                                 confab_cli_run_get_cancellable (run), check_cb, self);
}

static ConfabCliStatus
run_to_show (const char        *name,
             const char        *summary,
             char             **arguments,
             ConfabCliRunFunc   func)
{
  g_auto(One) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Write a JSON object"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse (name, _("PROVIDER"), summary, entries, arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if ((self.provider_id = confab_cli_command_dup_word (words, _("PROVIDER"))) == NULL)
    return CONFAB_CLI_USAGE;

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, func, &self);
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
  return run_to_show ("confab providers get", _("Tells what is known of a provider."), arguments,
                      begin_get_cb);
}

/**
 * confab_cli_provider_test:
 * @arguments: (array zero-terminated=1): the command line, `test` first
 *
 * Makes the cheapest calls that prove that a provider works, and writes what came of it.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_provider_test (char **arguments)
{
  return run_to_show ("confab providers test",
                      _("Tells whether a provider can be reached and takes its key."), arguments,
                      begin_test_cb);
}
