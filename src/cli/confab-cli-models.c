/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-models"

#include "config.h"

#include "confab-cli-models.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-cli-command.h"
#include "confab-cli-json.h"
#include "confab-cli-local-models.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"
#include "confab-cli-table.h"

typedef struct
{
  ConfabCliRun   *run;          /* owned */
  ConfabProvider *only;         /* owned, nullable: whose models alone are asked for */
  ConfabLocalModels *local;     /* owned, nullable: the same, where the server manages them */
  char           *provider_id;  /* owned, nullable */
  GError         *error;        /* owned, nullable: why @only gave no list */
  guint           n_checking;
  gboolean        json;
  gboolean        refresh;
} Models;

static const struct
{
  ConfabModelAbility  ability;
  const char         *nick;
} abilities[] = {
  { CONFAB_MODEL_ABILITY_VISION, "vision" },
  { CONFAB_MODEL_ABILITY_TOOLS, "tools" },
  { CONFAB_MODEL_ABILITY_THINKING, "thinking" },
  { CONFAB_MODEL_ABILITY_DOCUMENTS, "documents" },
};

static void
models_clear (Models *self)
{
  g_clear_object (&self->local);
  g_clear_object (&self->only);
  g_clear_error (&self->error);
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->provider_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Models, models_clear)

static char *
dup_abilities (ConfabModelInfo *model)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (abilities); i++)
    if ((confab_model_info_get_abilities (model) & abilities[i].ability) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", abilities[i].nick);
  if (text->len == 0)
    g_string_append (text, "–");

  return g_string_free (text, FALSE);
}

static char *
dup_price (ConfabModelInfo *model)
{
  ConfabModelPrice price;

  confab_model_info_get_price (model, &price);
  if (!confab_model_price_is_known (&price))
    return g_strdup ("–");
  if (confab_model_price_is_free (&price))
    return g_strdup (_("free"));

  return g_strdup_printf ("$%.4g / $%.4g", MAX (price.input, 0), MAX (price.output, 0));
}

static char *
dup_age (ConfabProvider *provider)
{
  const gint64 listed_at_us = confab_provider_get_listed_at_us (provider);
  const gint64 minutes = (g_get_real_time () - listed_at_us) / G_USEC_PER_SEC / 60;

  if (listed_at_us <= 0)
    return g_strdup (_("not listed"));
  if (minutes < 1)
    return g_strdup (_("now"));
  /* Translators: the age of a list, in minutes, hours or days */
  if (minutes < 60)
    return g_strdup_printf (_("%d min"), (int) minutes);
  if (minutes < 48 * 60)
    return g_strdup_printf (_("%d h"), (int) (minutes / 60));
  return g_strdup_printf (_("%d d"), (int) MIN (minutes / 60 / 24, G_MAXINT));
}

static ConfabLocalModel *
find_local (Models          *self,
            ConfabModelInfo *model)
{
  return self->local != NULL ? confab_local_models_lookup (self->local, confab_model_info_get_id (model)) : NULL;
}

static void
add_rows (Models         *self,
          GPtrArray      *table,
          ConfabProvider *provider)
{
  GListModel *models = confab_provider_get_models (provider);
  g_autofree char *age = dup_age (provider);

  for (guint i = 0; models != NULL && i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (models, i);
      ConfabLocalModel *local = find_local (self, model);
      const gint64 bytes = local != NULL ? confab_local_model_get_size_bytes (local) : -1;
      const gint64 tokens = confab_model_info_get_context_tokens (model);
      g_autofree char *size = bytes >= 0 ? g_format_size (bytes) : g_strdup ("–");
      g_autofree char *context = tokens > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, tokens) : g_strdup ("–");
      g_autofree char *can = dup_abilities (model);
      g_autofree char *price = dup_price (model);
      const char * const row[] = {
        confab_provider_get_id (provider), confab_model_info_get_id (model), context, can, price, age,
        self->local == NULL ? NULL : size,
        local != NULL && confab_local_model_get_loaded (local) ? _("yes") : _("no"), NULL
      };

      confab_cli_table_add (table, row);
    }
}

static void
add_time (JsonBuilder *builder,
          const char  *name,
          gint64       time_us)
{
  g_autoptr(GDateTime) time = time_us > 0 ? g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  confab_cli_json_add_string (builder, name, text);
}

static void
add_known (JsonBuilder *builder,
           const char  *name,
           double       value)
{
  json_builder_set_member_name (builder, name);
  if (value >= 0)
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_tokens (JsonBuilder *builder,
            const char  *name,
            gint64       tokens)
{
  json_builder_set_member_name (builder, name);
  if (tokens > 0)
    json_builder_add_int_value (builder, tokens);
  else
    json_builder_add_null_value (builder);
}

/* What of a local server's model is on the disk and in memory. */
static void
add_local (JsonBuilder      *builder,
           ConfabLocalModel *local)
{
  if (local == NULL)
    return;

  json_builder_set_member_name (builder, "size_bytes");
  if (confab_local_model_get_size_bytes (local) >= 0)
    json_builder_add_int_value (builder, confab_local_model_get_size_bytes (local));
  else
    json_builder_add_null_value (builder);
  confab_cli_json_add_boolean (builder, "loaded", confab_local_model_get_loaded (local));
}

static void
add_objects (Models         *self,
             JsonBuilder    *builder,
             ConfabProvider *provider)
{
  GListModel *models = confab_provider_get_models (provider);

  for (guint i = 0; models != NULL && i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (models, i);
      ConfabModelPrice price;

      json_builder_begin_object (builder);
      confab_cli_json_add_string (builder, "provider", confab_provider_get_id (provider));
      confab_cli_json_add_string (builder, "id", confab_model_info_get_id (model));
      confab_cli_json_add_string (builder, "name", confab_model_info_get_name (model));
      add_tokens (builder, "context_tokens", confab_model_info_get_context_tokens (model));
      add_tokens (builder, "output_tokens", confab_model_info_get_output_tokens (model));
      json_builder_set_member_name (builder, "abilities");
      json_builder_begin_array (builder);
      for (gsize k = 0; k < G_N_ELEMENTS (abilities); k++)
        if ((confab_model_info_get_abilities (model) & abilities[k].ability) != 0)
          json_builder_add_string_value (builder, abilities[k].nick);
      json_builder_end_array (builder);
      confab_model_info_get_price (model, &price);
      add_known (builder, "input_usd_per_million", price.input);
      add_known (builder, "output_usd_per_million", price.output);
      add_time (builder, "shutdown_at", confab_model_info_get_shutdown_at_us (model));
      add_time (builder, "listed_at", confab_provider_get_listed_at_us (provider));
      add_local (builder, find_local (self, model));
      json_builder_end_object (builder);
    }
}

static gboolean
is_asked_for (Models         *self,
              ConfabProvider *provider)
{
  return self->only != NULL ? provider == self->only : confab_provider_get_usable (provider);
}

/* One of before that was found meanwhile does, where no new one was wanted. */
static gboolean
has_kept_list (Models *self)
{
  return !self->refresh && !g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
         self->only != NULL && confab_provider_get_listed_at_us (self->only) > 0;
}

static void
write_models (Models *self)
{
  const char * const heading[] = {
    _("PROVIDER"), _("MODEL"), _("CONTEXT"), _("CAN"), _("$ PER MILLION"), _("LIST"),
    self->local == NULL ? NULL : _("SIZE"), _("IN MEMORY"), NULL
  };
  GListModel *registry = G_LIST_MODEL (confab_cli_run_get_registry (self->run));
  g_autoptr(GPtrArray) table = confab_cli_table_new (heading);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (registry); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (registry, i);

      if (!is_asked_for (self, provider))
        continue;
      if (self->json)
        add_objects (self, builder, provider);
      else
        add_rows (self, table, provider);
    }
  json_builder_end_array (builder);

  text = self->json ? confab_cli_json_dup_text (builder) : confab_cli_table_dup_text (table);
  if (!confab_cli_output_write_foreign (STDOUT_FILENO, text, -1))
    confab_cli_run_end (self->run, CONFAB_CLI_OUTPUT);
  else if (self->error != NULL && !has_kept_list (self))
    confab_cli_run_fail (self->run, self->error, self->only);
  else
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
}

/* Without it the list is as good as that of any other provider. */
static void
refresh_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Models *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!confab_local_models_refresh_finish (CONFAB_LOCAL_MODELS (object), result, &error) &&
      (self->error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
    }
  write_models (self);
}

static void
end (Models *self)
{
  if (self->local != NULL)
    confab_local_models_refresh_async (self->local, confab_cli_run_get_cancellable (self->run), refresh_cb, self);
  else
    write_models (self);
}

/* The list that was there stays, and with it there is something to show. Who asks for one provider
 * is told why it gave none; of many some are always out of reach. */
static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Models *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!confab_registry_check_finish (CONFAB_REGISTRY (object), result, &error))
    {
      if (self->error == NULL &&
          (self->only != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
        self->error = g_steal_pointer (&error);
    }

  if (--self->n_checking == 0)
    end (self);
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Models *self = user_data;
  ConfabRegistry *registry = CONFAB_REGISTRY (object);
  g_autoptr(GError) error = NULL;

  if (!confab_registry_probe_local_finish (registry, result, &error))
    {
      confab_cli_run_fail (self->run, error, NULL);
      return;
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (registry)); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);

      if (!is_asked_for (self, provider) ||
          (!self->refresh && confab_provider_get_listed_at_us (provider) > 0))
        continue;

      self->n_checking++;
      confab_registry_check_async (registry, provider, confab_cli_run_get_cancellable (self->run), check_cb,
                                   self);
    }

  if (self->n_checking == 0)
    end (self);
}

static void
begin_cb (ConfabCliRun *run,
          gpointer      user_data)
{
  Models *self = user_data;

  if (self->provider_id != NULL)
    {
      ConfabProvider *provider = confab_cli_provider_find (run, self->provider_id);

      if (provider == NULL)
        return;
      self->only = g_object_ref (provider);
      g_set_object (&self->local, confab_registry_get_local_models (confab_cli_run_get_registry (run), provider));
    }

  confab_registry_probe_local_async (confab_cli_run_get_registry (run),
                                     confab_cli_run_get_cancellable (run), probe_cb, self);
}

static const ConfabCliCommand commands[] = {
  { "pull", "confab models pull NAME", confab_cli_local_models_pull, N_("Fetch a model for a local server") },
  { "remove", "confab models remove NAME", confab_cli_local_models_remove, N_("Remove one of its models") },
  { NULL, NULL, NULL, NULL },
};

/**
 * confab_cli_models:
 * @arguments: (array zero-terminated=1): the command line, `models` first
 *
 * Lists the models of the providers that can be used, or of one; or fetches or removes one.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_models (char **arguments)
{
  g_auto(Models) self = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Write an array of JSON objects"), NULL },
    { "refresh", 0, 0, G_OPTION_ARG_NONE, &self.refresh, N_("Ask for the lists once more"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) summary = g_string_new (_("Lists the models of a provider, or of all that can be used."));
  const ConfabCliCommand *command = confab_cli_command_find (commands, arguments[1]);

  if (command != NULL)
    return command->run (arguments + 1);

  g_string_append_c (summary, '\n');
  confab_cli_command_describe (commands, summary);
  g_string_truncate (summary, summary->len - 1);
  if (!confab_cli_command_parse ("confab models", _("[PROVIDER]"), summary->str, entries, arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if (words != NULL && words[0] != NULL &&
      (self.provider_id = confab_cli_command_dup_word (words, _("PROVIDER"))) == NULL)
    return CONFAB_CLI_USAGE;

  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, begin_cb, &self);
}
