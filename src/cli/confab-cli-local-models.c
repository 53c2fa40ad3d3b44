/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-local-models"

#include "config.h"

#include "confab-cli-local-models.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-json.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"
#include "confab-enum.h"
#include "confab-failure-text.h"
#include "confab-local-model-words.h"

/* What is done with the models of a local server. */

/* Whose models are meant when nobody says. */
#define USUAL_PROVIDER "ollama"

/* To the beginning of the line, and away with what stands there. */
#define CLEAR_LINE "\r\033[K"

typedef struct
{
  ConfabCliRun      *run;          /* owned */
  ConfabProvider    *provider;     /* owned, nullable until found */
  ConfabLocalModels *models;       /* owned, nullable until found */
  ConfabLocalModel  *model;        /* owned, nullable until found */
  char              *provider_id;  /* owned, nullable for the usual one */
  char              *name;         /* owned */
  gboolean           json;
  gboolean           on_terminal;
} Task;

static void
task_clear (Task *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_object (&self->models);
  g_clear_object (&self->provider);
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->provider_id, g_free);
  g_clear_pointer (&self->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, task_clear)

static void
add_bytes (JsonBuilder *builder,
           const char  *name,
           gint64       bytes)
{
  json_builder_set_member_name (builder, name);
  if (bytes >= 0)
    json_builder_add_int_value (builder, bytes);
  else
    json_builder_add_null_value (builder);
}

static JsonBuilder *
begin_event (Task       *self,
             const char *kind)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  confab_cli_json_add_string (builder, "kind", kind);
  confab_cli_json_add_string (builder, "model",
                              self->model != NULL ? confab_local_model_get_name (self->model) : self->name);

  return builder;
}

/* Returns whether it could be written. */
static gboolean
write_event (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *json = NULL;
  g_autofree char *line = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  line = g_strconcat (json, "\n", NULL);

  return confab_cli_output_write_foreign (STDOUT_FILENO, line, -1);
}

static void
write_progress (Task *self)
{
  g_autofree char *text = NULL;

  if (!confab_local_model_get_pulling (self->model))
    return;

  if (self->json)
    {
      g_autoptr(JsonBuilder) builder = begin_event (self, "progress");

      confab_cli_json_add_string (builder, "state",
                                  confab_enum_to_nick (CONFAB_TYPE_LOCAL_MODEL_STATE,
                                                       (int) confab_local_model_get_state (self->model)));
      add_bytes (builder, "completed_bytes", confab_local_model_get_completed_bytes (self->model));
      add_bytes (builder, "total_bytes", confab_local_model_get_total_bytes (self->model));
      json_builder_set_member_name (builder, "fraction");
      json_builder_add_double_value (builder, confab_local_model_get_fraction (self->model));
      add_bytes (builder, "bytes_per_second", confab_local_model_get_bytes_per_second (self->model));
      if (!write_event (builder))
        confab_cli_run_end (self->run, CONFAB_CLI_OUTPUT);
    }
  if (!self->on_terminal)
    return;

  text = confab_local_model_words_dup_progress (self->model);
  confab_cli_output_write (STDERR_FILENO, CLEAR_LINE, -1);
  confab_cli_output_write_foreign (STDERR_FILENO, text, -1);
}

/* Says so when the provider is none whose models can be managed, and ends. */
static gboolean
find_models (Task *self)
{
  ConfabRegistry *registry = confab_cli_run_get_registry (self->run);
  ConfabProvider *provider =
    confab_cli_provider_find (self->run, self->provider_id != NULL ? self->provider_id : USUAL_PROVIDER);
  ConfabLocalModels *models;
  g_autofree char *message = NULL;

  if (provider == NULL)
    return FALSE;

  models = confab_registry_get_local_models (registry, provider);
  if (models == NULL)
    {
      /* Translators: a provider's name */
      message = g_strdup_printf (_("%s does not let its models be fetched or removed from here."),
                                 confab_provider_get_name (provider));
      confab_cli_output_complain (message);
      confab_cli_run_end (self->run, CONFAB_CLI_NO_PROVIDER);
      return FALSE;
    }

  self->provider = g_object_ref (provider);
  self->models = g_object_ref (models);

  return TRUE;
}

static void
write_done (Task *self)
{
  g_autofree char *size = g_format_size (MAX (confab_local_model_get_size_bytes (self->model), 0));
  g_autofree char *text = NULL;
  gboolean ok;

  if (self->json)
    {
      g_autoptr(JsonBuilder) builder = begin_event (self, "done");

      add_bytes (builder, "size_bytes", confab_local_model_get_size_bytes (self->model));
      ok = write_event (builder);
    }
  else
    {
      /* Translators: the name of a model, and its size */
      text = g_strdup_printf (_("%s is there: %s.\n"), confab_local_model_get_name (self->model), size);
      ok = confab_cli_output_write_foreign (STDOUT_FILENO, text, -1);
    }

  confab_cli_run_end (self->run, ok ? CONFAB_CLI_OK : CONFAB_CLI_OUTPUT);
}

static void
write_failure (Task         *self,
               const GError *error)
{
  const gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (self->json)
    {
      g_autoptr(JsonBuilder) builder = begin_event (self, stopped ? "stopped" : "error");
      g_autofree char *summary = NULL;

      if (!stopped)
        {
          summary = confab_failure_text_summary (error, confab_provider_get_name (self->provider), NULL);
          confab_cli_json_add_string (builder, "message", summary);
        }
      write_event (builder);
    }

  if (stopped)
    confab_cli_output_complain (_("Stopped. The same command goes on from there."));
  confab_cli_run_fail (self->run, error, self->provider);
}

static void
pull_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Task *self = user_data;
  g_autoptr(GError) error = NULL;
  const gboolean ok = confab_local_models_pull_finish (CONFAB_LOCAL_MODELS (object), result, &error);

  if (self->on_terminal)
    confab_cli_output_write (STDERR_FILENO, CLEAR_LINE, -1);

  if (ok)
    write_done (self);
  else
    write_failure (self, error);
}

static void
begin_pull_cb (ConfabCliRun *run,
               gpointer      user_data)
{
  Task *self = user_data;

  if (!find_models (self))
    return;

  confab_local_models_pull_async (self->models, self->name, confab_cli_run_get_cancellable (run), pull_cb, self);
  g_set_object (&self->model, confab_local_models_lookup (self->models, self->name));
  if (self->model == NULL)
    return;

  g_signal_connect_swapped (self->model, "changed", G_CALLBACK (write_progress), self);
  write_progress (self);
}

static void
remove_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Task *self = user_data;
  g_autoptr(GError) error = NULL;

  if (confab_local_models_remove_finish (CONFAB_LOCAL_MODELS (object), result, &error))
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
  else
    confab_cli_run_fail (self->run, error, self->provider);
}

static void
refresh_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Task *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *message = NULL;

  if (!confab_local_models_refresh_finish (CONFAB_LOCAL_MODELS (object), result, &error))
    {
      confab_cli_run_fail (self->run, error, self->provider);
      return;
    }

  g_set_object (&self->model, confab_local_models_lookup (self->models, self->name));
  if (self->model == NULL)
    {
      /* Translators: a provider's name, and the name of a model */
      message = g_strdup_printf (_("%s has no model “%s”."), confab_provider_get_name (self->provider), self->name);
      confab_cli_output_complain (message);
      confab_cli_run_end (self->run, CONFAB_CLI_PROVIDER);
      return;
    }

  confab_local_models_remove_async (self->models, self->model, confab_cli_run_get_cancellable (self->run), remove_cb,
                                    self);
}

static void
begin_remove_cb (ConfabCliRun *run,
                 gpointer      user_data)
{
  Task *self = user_data;

  if (find_models (self))
    confab_local_models_refresh_async (self->models, confab_cli_run_get_cancellable (run), refresh_cb, self);
}

/* @has_json: whether there is something to write beside what went wrong */
static ConfabCliStatus
run (const char        *name,
     const char        *summary,
     gboolean           has_json,
     char             **arguments,
     ConfabCliRunFunc   func)
{
  g_auto(Task) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "provider", 'p', 0, G_OPTION_ARG_STRING, &self.provider_id, N_("The local server (usually ollama)"), N_("ID") },
    { "json", 0, has_json ? 0 : G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self.json,
      N_("Write one JSON object a line"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse (name, _("NAME"), summary, entries, arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if ((self.name = confab_cli_command_dup_word (words, _("NAME"))) == NULL)
    return CONFAB_CLI_USAGE;

  self.on_terminal = isatty (STDERR_FILENO) == 1;
  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, func, &self);
}

/**
 * confab_cli_local_models_pull:
 * @arguments: (array zero-terminated=1): the command line, `pull` first
 *
 * Fetches a model, and tells on a terminal how far it is.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_local_models_pull (char **arguments)
{
  return run ("confab models pull", _("Fetches a model for a local server, or what is new of it."), TRUE, arguments,
              begin_pull_cb);
}

/**
 * confab_cli_local_models_remove:
 * @arguments: (array zero-terminated=1): the command line, `remove` first
 *
 * Removes a model from the disk of a local server.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_local_models_remove (char **arguments)
{
  return run ("confab models remove", _("Removes a model from the disk of a local server."), FALSE, arguments,
              begin_remove_cb);
}
