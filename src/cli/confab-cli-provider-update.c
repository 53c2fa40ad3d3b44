/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-provider-update"

#include "config.h"

#include "confab-cli-provider-update.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-input.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"

/* Changes what is written down of a provider: however many changes a command line has, they are one. */

/* What one `--set NAME=VALUE` says. */
typedef struct
{
  ConfabProviderOption  option;
  char                 *value;  /* owned: as it was given, in the encoding of the command line */
} Assignment;

typedef struct
{
  ConfabCliRun       *run;          /* owned */
  ConfabProvider     *provider;     /* owned, nullable until found */
  char               *provider_id;  /* owned, nullable */
  ConfabProviderEdit *edit;         /* owned, nullable once it is made */
  GArray             *assignments;  /* owned, of Assignment */
  guint               n_done;       /* of the assignments */
} Update;

static void
assignment_clear (gpointer data)
{
  Assignment *self = data;

  g_free (self->value);
}

static void
update_clear (Update *self)
{
  g_clear_object (&self->provider);
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->provider_id, g_free);
  g_clear_pointer (&self->edit, confab_provider_edit_free);
  g_clear_pointer (&self->assignments, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Update, update_clear)

static void
apply_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Update *self = user_data;
  g_autoptr(GError) error = NULL;

  if (confab_registry_apply_finish (CONFAB_REGISTRY (object), result, &error))
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
  else
    confab_cli_run_fail_change (self->run, error, self->provider);
}

/* What has lines is read from elsewhere rather than squeezed into the command line. */
static gboolean
has_lines (ConfabProviderOption option)
{
  const ConfabProviderOptionKind kind = confab_provider_option_get_kind (option);

  return kind == CONFAB_PROVIDER_OPTION_KIND_LINES || kind == CONFAB_PROVIDER_OPTION_KIND_JSON ||
         kind == CONFAB_PROVIDER_OPTION_KIND_PEM;
}

static gboolean
is_stdin (const Assignment *assignment)
{
  return has_lines (assignment->option) && g_str_equal (assignment->value, "-");
}

static void assign_next (Update *self);

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Update *self = user_data;
  const Assignment *assignment = &g_array_index (self->assignments, Assignment, self->n_done);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  text = confab_cli_input_read_finish (result, &error);
  if (text == NULL)
    {
      g_prefix_error (&error, "%s: ", confab_provider_option_get_name (assignment->option));
      confab_cli_run_fail_change (self->run, error, self->provider);
      return;
    }

  confab_provider_edit_set_option (self->edit, assignment->option, text);
  self->n_done++;
  assign_next (self);
}

/* Needed before its definition, for one text is read after the other. */
static void
assign_next (Update *self)
{
  GCancellable *cancellable = confab_cli_run_get_cancellable (self->run);

  for (; self->n_done < self->assignments->len; self->n_done++)
    {
      const Assignment *assignment = &g_array_index (self->assignments, Assignment, self->n_done);
      g_autofree char *value = NULL;

      if (is_stdin (assignment))
        {
          confab_cli_input_read_async (cancellable, read_cb, self);
          return;
        }
      if (has_lines (assignment->option) && *assignment->value == '@')
        {
          confab_cli_input_read_file_async (assignment->value + 1, cancellable, read_cb, self);
          return;
        }

      value = confab_cli_input_to_utf8 (assignment->value);
      if (value == NULL)
        {
          confab_cli_output_complain (_("The command line is not text in UTF-8."));
          confab_cli_run_end (self->run, CONFAB_CLI_USAGE);
          return;
        }
      confab_provider_edit_set_option (self->edit, assignment->option, value);
    }

  confab_registry_apply_async (confab_cli_run_get_registry (self->run), self->provider,
                               g_steal_pointer (&self->edit), cancellable, apply_cb, self);
}

static void
begin_cb (ConfabCliRun *run,
          gpointer      user_data)
{
  Update *self = user_data;

  if (g_set_object (&self->provider, confab_cli_provider_find (run, self->provider_id)))
    assign_next (self);
}

static char *
dup_names (void)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint option = 0; option < CONFAB_N_PROVIDER_OPTIONS; option++)
    g_string_append_printf (names, "%s%s", option > 0 ? ", " : "", confab_provider_option_get_name (option));

  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* What was given is not repeated, for it may be a key in the wrong place. */
static gboolean
take_assignments (Update  *self,
                  char   **texts)
{
  gboolean stdin_taken = FALSE;

  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      const char *equals = strchr (texts[i], '=');
      g_autofree char *name = equals != NULL ? g_strndup (texts[i], equals - texts[i]) : NULL;
      Assignment assignment = { 0 };

      if (name == NULL || !confab_provider_option_from_name (name, &assignment.option))
        {
          g_autofree char *names = dup_names ();
          /* Translators: --set and NAME=VALUE stay as they are; %s is a list of names */
          g_autofree char *message = g_strdup_printf (_("--set takes NAME=VALUE. The names are: %s."), names);

          confab_cli_output_complain (message);
          return FALSE;
        }

      assignment.value = g_strdup (equals + 1);
      g_array_append_val (self->assignments, assignment);
      if (is_stdin (&assignment) && stdin_taken)
        {
          confab_cli_output_complain (_("Standard input can be read but once."));
          return FALSE;
        }
      stdin_taken |= is_stdin (&assignment);
    }

  return TRUE;
}

static gboolean
take_field (Update              *self,
            ConfabProviderField  field,
            const char          *given)
{
  g_autofree char *value = NULL;

  if (given == NULL)
    return TRUE;

  value = confab_cli_input_to_utf8 (given);
  if (value == NULL)
    {
      confab_cli_output_complain (_("The command line is not text in UTF-8."));
      return FALSE;
    }

  confab_provider_edit_set_field (self->edit, field, value);
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
  g_auto(Update) self = { 0 };
  g_auto(GStrv) words = NULL;
  g_auto(GStrv) settings = NULL;
  g_autofree char *base_url = NULL;
  g_autofree char *name = NULL;
  g_autofree char *model = NULL;
  gboolean allow_private = FALSE, enable = FALSE, disable = FALSE, make_default = FALSE;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, N_("Call it so; empty for its own name"), N_("NAME") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &model, N_("Use this model; empty for the usual one"), N_("MODEL") },
    { "base-url", 0, 0, G_OPTION_ARG_FILENAME, &base_url, N_("Find it there; empty for the usual address"), N_("URL") },
    { "allow-private", 0, 0, G_OPTION_ARG_NONE, &allow_private, N_("Its address may be in a private network"), NULL },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &settings,
      N_("Set something, such as region=eu-west-1 or headers=@FILE; “NAME=” goes back to the usual"),
      N_("NAME=VALUE") },
    { "enable", 0, 0, G_OPTION_ARG_NONE, &enable, N_("Switch it on"), NULL },
    { "disable", 0, 0, G_OPTION_ARG_NONE, &disable, N_("Switch it off"), NULL },
    { "default", 0, 0, G_OPTION_ARG_NONE, &make_default, N_("Use it for new conversations"), NULL },
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
      (name == NULL && model == NULL && base_url == NULL && settings == NULL && !allow_private && !enable &&
       !disable && !make_default))
    {
      confab_cli_output_complain (_("There is nothing to change, or two changes exclude each other; see --help."));
      return CONFAB_CLI_USAGE;
    }

  self.edit = confab_provider_edit_new ();
  self.assignments = g_array_new (FALSE, FALSE, sizeof (Assignment));
  g_array_set_clear_func (self.assignments, assignment_clear);
  if (make_default)
    confab_provider_edit_make_default (self.edit);
  if (!take_field (&self, CONFAB_PROVIDER_FIELD_PRIVATE_MEANT, allow_private ? "true" : NULL) ||
      !take_field (&self, CONFAB_PROVIDER_FIELD_BASE_URL, base_url) ||
      !take_field (&self, CONFAB_PROVIDER_FIELD_NAME, name) ||
      !take_field (&self, CONFAB_PROVIDER_FIELD_MODEL, model) ||
      !take_field (&self, CONFAB_PROVIDER_FIELD_ENABLED, enable ? "true" : disable ? "false" : NULL) ||
      !take_assignments (&self, settings))
    return CONFAB_CLI_USAGE;

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, begin_cb, &self);
}
