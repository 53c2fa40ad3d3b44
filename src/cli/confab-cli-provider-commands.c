/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-provider-commands"

#include "config.h"

#include "confab-cli-provider-commands.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-input.h"
#include "confab-cli-json.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"

/* What is done with one provider. */

#define N_FIELDS 5

typedef struct
{
  ConfabCliRun   *run;               /* owned */
  ConfabProvider *provider;          /* owned, nullable until found */
  char           *provider_id;       /* owned, nullable */
  char           *values[N_FIELDS];  /* owned, nullable: what each field is to be */
  GError         *error;             /* owned, nullable: what the test said */
  gboolean        json;
  gboolean        make_default;
  guint           n_done;            /* of the fields */
} One;

/* An address is looked at in the light of whether a private one is meant, so that comes first. */
static const ConfabProviderField fields[N_FIELDS] = {
  CONFAB_PROVIDER_FIELD_PRIVATE_MEANT,
  CONFAB_PROVIDER_FIELD_BASE_URL,
  CONFAB_PROVIDER_FIELD_NAME,
  CONFAB_PROVIDER_FIELD_MODEL,
  CONFAB_PROVIDER_FIELD_ENABLED,
};

static void
one_clear (One *self)
{
  g_clear_object (&self->provider);
  g_clear_error (&self->error);
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->provider_id, g_free);
  for (gsize i = 0; i < N_FIELDS; i++)
    g_clear_pointer (&self->values[i], g_free);
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
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  append_line (text, _("ID"), confab_provider_get_id (provider));
  append_line (text, _("Name"), confab_provider_get_name (provider));
  append_line (text, _("Type"), confab_provider_type_get_id (type));
  append_line (text, _("State"), confab_cli_provider_get_state_text (confab_provider_get_state (provider)));
  append_line (text, _("Model"), confab_provider_get_model (provider));
  append_line (text, _("Address"), confab_provider_get_base_url (provider));
  append_line (text, _("Key"), key_text);
  append_line (text, _("Default"), is_default ? _("yes") : _("no"));

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

static void
default_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  One *self = user_data;
  g_autoptr(GError) error = NULL;

  if (confab_registry_set_default_finish (CONFAB_REGISTRY (object), result, &error))
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
  else
    confab_cli_run_fail_change (self->run, error, self->provider);
}

static void change_next (One *self);

static void
change_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  One *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error))
    {
      confab_cli_run_fail_change (self->run, error, self->provider);
      return;
    }

  self->n_done++;
  change_next (self);
}

/* Needed before its definition, for one change follows the other. */
static void
change_next (One *self)
{
  ConfabRegistry *registry = confab_cli_run_get_registry (self->run);
  GCancellable *cancellable = confab_cli_run_get_cancellable (self->run);

  while (self->n_done < N_FIELDS && self->values[self->n_done] == NULL)
    self->n_done++;

  if (self->n_done < N_FIELDS)
    confab_registry_change_async (registry, self->provider, fields[self->n_done], self->values[self->n_done],
                                  cancellable, change_cb, self);
  else if (self->make_default)
    confab_registry_set_default_async (registry, self->provider, cancellable, default_cb, self);
  else
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
}

static void
begin_update_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  One *self = user_data;

  if (find_provider (self))
    change_next (self);
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

static gboolean
take_values (One   *self,
             char **given)
{
  for (gsize i = 0; i < N_FIELDS; i++)
    if (given[i] != NULL && (self->values[i] = confab_cli_input_to_utf8 (given[i])) == NULL)
      {
        confab_cli_output_complain (_("The command line is not text in UTF-8."));
        return FALSE;
      }

  return TRUE;
}

/**
 * confab_cli_provider_update:
 * @arguments: (array zero-terminated=1): the command line, `update` first
 *
 * Changes what is written down of a provider.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_provider_update (char **arguments)
{
  g_auto(One) self = { 0 };
  g_auto(GStrv) words = NULL;
  g_autofree char *base_url = NULL;
  g_autofree char *name = NULL;
  g_autofree char *model = NULL;
  gboolean allow_private = FALSE, enable = FALSE, disable = FALSE;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, N_("Call it so; empty for its own name"), N_("NAME") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &model, N_("Use this model; empty for the usual one"), N_("MODEL") },
    { "base-url", 0, 0, G_OPTION_ARG_FILENAME, &base_url, N_("Find it there; empty for the usual address"), N_("URL") },
    { "allow-private", 0, 0, G_OPTION_ARG_NONE, &allow_private, N_("Its address may be in a private network"), NULL },
    { "enable", 0, 0, G_OPTION_ARG_NONE, &enable, N_("Switch it on"), NULL },
    { "disable", 0, 0, G_OPTION_ARG_NONE, &disable, N_("Switch it off"), NULL },
    { "default", 0, 0, G_OPTION_ARG_NONE, &self.make_default, N_("Use it for new conversations"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse ("confab providers update", _("PROVIDER"),
                                 _("Changes a provider. A window that is open follows at once."), entries,
                                 arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if ((self.provider_id = confab_cli_command_dup_word (words, _("PROVIDER"))) == NULL)
    return CONFAB_CLI_USAGE;

  if ((enable && disable) ||
      (name == NULL && model == NULL && base_url == NULL && !allow_private && !enable && !disable &&
       !self.make_default))
    {
      confab_cli_output_complain (_("There is nothing to change, or two changes exclude each other; see --help."));
      return CONFAB_CLI_USAGE;
    }

  /* In the order of the fields. */
  if (!take_values (&self, (char *[N_FIELDS]) {
                             allow_private ? (char *) "true" : NULL, base_url, name, model,
                             enable ? (char *) "true" : disable ? (char *) "false" : NULL }))
    return CONFAB_CLI_USAGE;

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, begin_update_cb, &self);
}
