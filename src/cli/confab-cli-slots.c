/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-slots"

#include "config.h"

#include "confab-cli-slots.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"

/* Adds and removes providers. */

typedef struct
{
  ConfabCliRun *run;       /* owned */
  char         *id;        /* owned, nullable */
  char         *type_id;   /* owned, nullable */
  char         *base_url;  /* owned, nullable */
  char         *name;      /* owned, nullable */
  char         *model;     /* owned, nullable */
  gboolean      allow_private;
} Slot;

static void
slot_clear (Slot *self)
{
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->type_id, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->model, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slot, slot_clear)

/* The id alone, for the next command. */
static void
add_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Slot *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = confab_registry_add_finish (CONFAB_REGISTRY (object), result, &error);
  g_autofree char *line = id != NULL ? g_strconcat (id, "\n", NULL) : NULL;

  if (id == NULL)
    confab_cli_run_fail_change (self->run, error, NULL);
  else
    confab_cli_run_end (self->run, confab_cli_output_write (STDOUT_FILENO, line, -1)
                                     ? CONFAB_CLI_OK : CONFAB_CLI_OUTPUT);
}

static void
begin_add_cb (ConfabCliRun *run,
              gpointer      user_data)
{
  Slot *self = user_data;

  confab_registry_add_async (confab_cli_run_get_registry (run), self->id, self->type_id, self->base_url,
                             self->name, self->model, self->allow_private,
                             confab_cli_run_get_cancellable (run), add_cb, self);
}

static void
remove_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Slot *self = user_data;
  g_autoptr(GError) error = NULL;

  if (confab_registry_remove_finish (CONFAB_REGISTRY (object), result, &error))
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
  else
    confab_cli_run_fail_change (self->run, error, NULL);
}

static void
begin_remove_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  Slot *self = user_data;
  ConfabProvider *provider = confab_cli_provider_find (run, self->id);

  if (provider != NULL)
    confab_registry_remove_async (confab_cli_run_get_registry (run), provider,
                                  confab_cli_run_get_cancellable (run), remove_cb, self);
}

/**
 * confab_cli_slots_add:
 * @arguments: (array zero-terminated=1): the command line, `add` first
 *
 * Adds a provider and writes its id.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_slots_add (char **arguments)
{
  g_auto(Slot) self = { 0 };
  const GOptionEntry entries[] = {
    { "id", 0, 0, G_OPTION_ARG_STRING, &self.id, N_("Its ID, such as compat:lab"), N_("ID") },
    { "type", 0, 0, G_OPTION_ARG_STRING, &self.type_id, N_("One more of this type"), N_("TYPE") },
    { "base-url", 0, 0, G_OPTION_ARG_STRING, &self.base_url, N_("Find it there"), N_("URL") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self.name, N_("Call it so"), N_("NAME") },
    { "model", 0, 0, G_OPTION_ARG_STRING, &self.model, N_("Use this model"), N_("MODEL") },
    { "allow-private", 0, 0, G_OPTION_ARG_NONE, &self.allow_private,
      N_("Its address may be in a private network"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse ("confab providers add", NULL,
                                 _("Adds a server that speaks the OpenAI format, or one more of a type, and\n"
                                   "writes its ID."), entries, arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if (self.id == NULL && self.type_id == NULL)
    {
      confab_cli_output_complain (_("Either --id or --type is needed."));
      return CONFAB_CLI_USAGE;
    }

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, begin_add_cb, &self);
}

/**
 * confab_cli_slots_remove:
 * @arguments: (array zero-terminated=1): the command line, `remove` first
 *
 * Takes a provider away, with its key.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_slots_remove (char **arguments)
{
  g_auto(Slot) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse ("confab providers remove", _("PROVIDER"),
                                 _("Takes away what was added, and its key unless another provider has the same.\n"
                                   "A provider that comes with Confab is then as in the beginning."),
                                 entries, arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if ((self.id = confab_cli_command_dup_word (words, _("PROVIDER"))) == NULL)
    return CONFAB_CLI_USAGE;

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, begin_remove_cb, &self);
}
