/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-providers"

#include "config.h"

#include "confab-cli-providers.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "confab-cli-output.h"
#include "confab-cli-run.h"
#include "confab-enum.h"

#define N_COLUMNS 5

typedef struct
{
  ConfabCliRun *run;  /* owned */
  gboolean      json;
} List;

static const char *
get_state_text (ConfabProviderState state)
{
  switch (state)
    {
    case CONFAB_PROVIDER_STATE_CHECKING:
      return _("Checking");
    case CONFAB_PROVIDER_STATE_READY:
      return _("Ready");
    case CONFAB_PROVIDER_STATE_OFF:
      return _("Off");
    case CONFAB_PROVIDER_STATE_KEY_MISSING:
      return _("Key missing");
    case CONFAB_PROVIDER_STATE_KEY_REFUSED:
      return _("Key refused");
    case CONFAB_PROVIDER_STATE_NO_CREDIT:
      return _("No credit");
    case CONFAB_PROVIDER_STATE_RATE_LIMITED:
      return _("Rate-limited");
    case CONFAB_PROVIDER_STATE_UNREACHABLE:
      return _("Unreachable");
    case CONFAB_PROVIDER_STATE_NOT_RUNNING:
      return _("Not running");
    case CONFAB_PROVIDER_STATE_BAD_ADDRESS:
      return _("Address missing or wrong");
    case CONFAB_PROVIDER_STATE_UNKNOWN:
    default:
      return _("Not tried yet");
    }
}

static char *
dup_key_text (ConfabProvider *provider)
{
  switch (confab_provider_get_key_source (provider))
    {
    case CONFAB_KEY_SOURCE_NOT_NEEDED:
      return g_strdup (_("not needed"));
    case CONFAB_KEY_SOURCE_KEYRING:
      return g_strdup (_("keyring"));
    case CONFAB_KEY_SOURCE_FILE:
      return g_strdup (_("configuration file"));
    case CONFAB_KEY_SOURCE_ENVIRONMENT:
      return g_strdup_printf ("$%s", confab_provider_get_key_detail (provider));
    case CONFAB_KEY_SOURCE_PROFILE:
      return g_strdup_printf (_("AWS profile %s"), confab_provider_get_key_detail (provider));
    case CONFAB_KEY_SOURCE_SERVICE_ACCOUNT:
      return g_strdup (_("service account"));
    case CONFAB_KEY_SOURCE_SIGN_IN:
      return g_strdup (_("gcloud sign-in"));
    case CONFAB_KEY_SOURCE_LOCKED:
      return g_strdup (_("keyring is locked"));
    case CONFAB_KEY_SOURCE_NONE:
    default:
      return g_strdup (_("none"));
    }
}

static guint
get_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

static char **
new_row (ConfabProvider *provider)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *key_text = dup_key_text (provider);
  const char *model = confab_provider_get_model (provider);

  g_strv_builder_add_many (builder,
                           confab_provider_get_id (provider),
                           confab_provider_get_name (provider),
                           get_state_text (confab_provider_get_state (provider)),
                           model != NULL ? model : "–",
                           key_text,
                           NULL);
  return g_strv_builder_end (builder);
}

static char **
new_heading (void)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add_many (builder, _("ID"), _("NAME"), _("STATE"), _("MODEL"), _("KEY"), NULL);
  return g_strv_builder_end (builder);
}

static char *
dup_table (GListModel *registry)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  GString *table = g_string_new (NULL);
  guint widths[N_COLUMNS] = { 0 };

  g_ptr_array_add (rows, new_heading ());
  for (guint i = 0; i < g_list_model_get_n_items (registry); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (registry, i);

      g_ptr_array_add (rows, new_row (provider));
    }

  for (guint i = 0; i < rows->len; i++)
    for (guint column = 0; column < N_COLUMNS; column++)
      {
        char **row = g_ptr_array_index (rows, i);

        widths[column] = MAX (widths[column], get_width (row[column]));
      }

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      for (guint column = 0; column < N_COLUMNS; column++)
        {
          g_string_append (table, row[column]);
          if (column + 1 < N_COLUMNS)
            for (guint n = get_width (row[column]); n < widths[column] + 2; n++)
              g_string_append_c (table, ' ');
        }
      g_string_append_c (table, '\n');
    }

  return g_string_free (table, FALSE);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_boolean (JsonBuilder *builder,
             const char  *name,
             gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_provider (JsonBuilder    *builder,
              ConfabProvider *provider,
              gboolean        is_default)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  GListModel *models = confab_provider_get_models (provider);

  json_builder_begin_object (builder);
  add_string (builder, "id", confab_provider_get_id (provider));
  add_string (builder, "name", confab_provider_get_name (provider));
  add_string (builder, "type", confab_provider_type_get_id (type));
  add_string (builder, "dialect", confab_provider_type_get_dialect (type));
  add_string (builder, "state", confab_enum_to_nick (CONFAB_TYPE_PROVIDER_STATE,
                                                     (int) confab_provider_get_state (provider)));
  add_boolean (builder, "default", is_default);
  add_boolean (builder, "usable", confab_provider_get_usable (provider));
  add_boolean (builder, "enabled", confab_provider_get_enabled (provider));
  add_boolean (builder, "configured", confab_provider_get_configured (provider));
  add_boolean (builder, "demonstration", confab_provider_get_demonstration (provider));
  add_string (builder, "model", confab_provider_get_model (provider));
  add_string (builder, "base_url", confab_provider_get_base_url (provider));
  add_string (builder, "key_source",
              confab_enum_to_nick (CONFAB_TYPE_KEY_SOURCE,
                                   (int) confab_provider_get_key_source (provider)));
  add_string (builder, "key_detail", confab_provider_get_key_detail (provider));
  add_string (builder, "version", confab_provider_get_version (provider));

  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);
  for (guint i = 0; models != NULL && i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (models, i);

      json_builder_add_string_value (builder, confab_model_info_get_id (model));
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static char *
dup_json (ConfabRegistry *registry)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (registry)); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);

      add_provider (builder, provider, provider == confab_registry_get_default_provider (registry));
    }
  json_builder_end_array (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
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

/**
 * confab_cli_providers:
 * @arguments: (array zero-terminated=1): the command line, `providers` first
 *
 * Lists the providers and how each of them is.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_providers (char **arguments)
{
  List list = { 0 };
  g_auto(GStrv) words = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &list.json, N_("Write an array of JSON objects"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("list");
  g_autofree char *status_help = confab_cli_status_dup_help ();
  g_autofree char *help = NULL;
  g_autoptr(GError) error = NULL;
  ConfabCliStatus status;

  g_set_prgname ("confab providers");
  g_option_context_set_summary (context, _("Lists the providers in the order in which they are taken."));
  g_option_context_set_description (context, status_help);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if (words == NULL || !g_str_equal (words[0], "list") || words[1] != NULL)
    {
      help = g_option_context_get_help (context, TRUE, NULL);
      confab_cli_output_write (STDERR_FILENO, help, -1);
      return CONFAB_CLI_USAGE;
    }

  list.run = confab_cli_run_new ();
  status = confab_cli_run_execute (list.run, begin_cb, &list);
  confab_cli_run_free (list.run);

  return status;
}
