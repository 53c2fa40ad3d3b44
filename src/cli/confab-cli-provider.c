/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-provider"

#include "config.h"

#include "confab-cli-provider.h"

#include <glib/gi18n.h>

#include "confab-cli-json.h"
#include "confab-cli-output.h"
#include "confab-enum.h"
#include "confab-provider-policy-error.h"

/* What the commands have to say of a provider. */

/* What keeps a provider from being asked at all. */
static const char *
get_address_text (ConfabProvider *provider)
{
  const GError *error = confab_provider_get_error (provider);

  if (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION))
    return _("Setting not usable");
  if (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE))
    return _("Setting missing");

  return _("Address missing or wrong");
}

/**
 * confab_cli_provider_get_state_text:
 * @provider: a provider
 *
 * Returns: (transfer none): how it is, in a word or two for a person
 */
const char *
confab_cli_provider_get_state_text (ConfabProvider *provider)
{
  switch (confab_provider_get_state (provider))
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
    case CONFAB_PROVIDER_STATE_RESTING:
      return _("Resting after failures");
    case CONFAB_PROVIDER_STATE_NOT_RUNNING:
      return _("Not running");
    case CONFAB_PROVIDER_STATE_BAD_ADDRESS:
      return get_address_text (provider);
    case CONFAB_PROVIDER_STATE_UNKNOWN:
    default:
      return _("Not tried yet");
    }
}

/**
 * confab_cli_provider_dup_key_text:
 * @provider: a provider
 *
 * Returns: (transfer full): where its key comes from, for a person
 */
char *
confab_cli_provider_dup_key_text (ConfabProvider *provider)
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
    case CONFAB_KEY_SOURCE_SESSION:
      return g_strdup (_("this session"));
    case CONFAB_KEY_SOURCE_LOCKED:
      return g_strdup (_("keyring is locked"));
    case CONFAB_KEY_SOURCE_ASKING:
    case CONFAB_KEY_SOURCE_NONE:
    default:
      return g_strdup (_("none"));
    }
}

static void
append_line (GString    *text,
             const char *label,
             const char *value)
{
  g_string_append_printf (text, "%s: %s\n", label, value != NULL ? value : "–");
}

/**
 * confab_cli_provider_dup_text:
 * @provider: a provider
 * @is_default: whether new conversations use it
 *
 * Returns: (transfer full): what is known of it, for a person
 */
char *
confab_cli_provider_dup_text (ConfabProvider *provider,
                              gboolean        is_default)
{
  GString *text = g_string_new (NULL);
  g_autofree char *key_text = confab_cli_provider_dup_key_text (provider);
  g_autofree char *options = confab_cli_provider_dup_options_text (provider);
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  append_line (text, _("ID"), confab_provider_get_id (provider));
  append_line (text, _("Name"), confab_provider_get_name (provider));
  append_line (text, _("Type"), confab_provider_type_get_id (type));
  append_line (text, _("State"), confab_cli_provider_get_state_text (provider));
  append_line (text, _("Model"), confab_provider_get_model (provider));
  append_line (text, _("Address"), confab_provider_get_base_url (provider));
  append_line (text, _("Key"), key_text);
  append_line (text, _("Default"), is_default ? _("yes") : _("no"));
  if (*options != '\0')
    append_line (text, _("Settings"), options);

  return g_string_free (text, FALSE);
}

/**
 * confab_cli_provider_dup_options_text:
 * @provider: a provider
 *
 * Returns: (transfer full): the names of what is set of it in single options, for a person
 */
char *
confab_cli_provider_dup_options_text (ConfabProvider *provider)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint option = 0; option < CONFAB_N_PROVIDER_OPTIONS; option++)
    {
      g_autofree char *value = confab_provider_dup_option (provider, option);

      if (value != NULL && confab_provider_option_applies (option, confab_provider_get_provider_type (provider)))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", confab_provider_option_get_name (option));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Somebody may have written a key where none belongs: what cannot be used is not repeated. */
static char *
dup_good_option (ConfabProvider       *provider,
                 ConfabProviderOption  option)
{
  g_autofree char *text = confab_provider_dup_option (provider, option);
  char *normal = NULL;

  if (!confab_provider_option_check (option, confab_provider_get_provider_type (provider), text, &normal, NULL))
    return NULL;

  return normal;
}

static void
add_option_value (JsonBuilder          *builder,
                  ConfabProviderOption  option,
                  const char           *normal)
{
  if (normal == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  switch (confab_provider_option_get_kind (option))
    {
    case CONFAB_PROVIDER_OPTION_KIND_LINES:
      {
        g_auto(GStrv) headers = confab_provider_option_split_headers (normal);

        json_builder_begin_object (builder);
        for (gsize i = 0; headers[i] != NULL; i += 2)
          confab_cli_json_add_string (builder, headers[i], headers[i + 1]);
        json_builder_end_object (builder);
      }
      break;

    case CONFAB_PROVIDER_OPTION_KIND_JSON:
      json_builder_add_value (builder, json_from_string (normal, NULL));
      break;

    case CONFAB_PROVIDER_OPTION_KIND_SECONDS:
      json_builder_add_double_value (builder, g_ascii_strtod (normal, NULL));
      break;

    case CONFAB_PROVIDER_OPTION_KIND_LINE:
    case CONFAB_PROVIDER_OPTION_KIND_CHOICE:
    case CONFAB_PROVIDER_OPTION_KIND_PEM:
    default:
      json_builder_add_string_value (builder, normal);
      break;
    }
}

/* All that can be set, by the names that `update --set` takes. */
static void
add_config_json (JsonBuilder    *builder,
                 ConfabProvider *provider)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);

  json_builder_set_member_name (builder, "config");
  json_builder_begin_object (builder);
  for (guint option = 0; option < CONFAB_N_PROVIDER_OPTIONS; option++)
    if (confab_provider_option_applies (option, type))
      {
        g_autofree char *normal = dup_good_option (provider, option);

        json_builder_set_member_name (builder, confab_provider_option_get_name (option));
        add_option_value (builder, option, normal);
      }
  json_builder_end_object (builder);
}

/**
 * confab_cli_provider_add_key_json:
 * @builder: an open object
 * @provider: a provider
 *
 * Adds the members that tell where its key is.
 */
void
confab_cli_provider_add_key_json (JsonBuilder    *builder,
                                  ConfabProvider *provider)
{
  confab_cli_json_add_string (builder, "key_source",
                              confab_enum_to_nick (CONFAB_TYPE_KEY_SOURCE,
                                                   (int) confab_provider_get_key_source (provider)));
  confab_cli_json_add_string (builder, "key_detail", confab_provider_get_key_detail (provider));
}

static void
add_steps_json (JsonBuilder       *builder,
                ConfabCheckReport *report)
{
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr(ConfabCheckStep) step = g_list_model_get_item (G_LIST_MODEL (report), i);

      json_builder_begin_object (builder);
      confab_cli_json_add_string (builder, "step",
                                  confab_enum_to_nick (CONFAB_TYPE_CHECK_STEP_KIND,
                                                       (int) confab_check_step_get_kind (step)));
      confab_cli_json_add_string (builder, "state",
                                  confab_enum_to_nick (CONFAB_TYPE_CHECK_STEP_STATE,
                                                       (int) confab_check_step_get_state (step)));
      json_builder_set_member_name (builder, "duration_ms");
      if (confab_check_step_get_duration_ms (step) >= 0)
        json_builder_add_int_value (builder, confab_check_step_get_duration_ms (step));
      else
        json_builder_add_null_value (builder);
      confab_cli_json_add_string (builder, "text", confab_check_step_get_text (step));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_certificate_json (JsonBuilder       *builder,
                      ConfabCertificate *certificate)
{
  g_autoptr(GDateTime) until = NULL;
  g_autofree char *until_text = NULL;

  json_builder_set_member_name (builder, "certificate");
  if (certificate == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  if (confab_certificate_get_valid_until_us (certificate) > 0)
    until = g_date_time_new_from_unix_utc (confab_certificate_get_valid_until_us (certificate) / G_USEC_PER_SEC);
  if (until != NULL)
    until_text = g_date_time_format_iso8601 (until);
  json_builder_begin_object (builder);
  confab_cli_json_add_string (builder, "subject", confab_certificate_get_subject (certificate));
  confab_cli_json_add_string (builder, "names", confab_certificate_get_names (certificate));
  confab_cli_json_add_string (builder, "issuer", confab_certificate_get_issuer (certificate));
  confab_cli_json_add_string (builder, "valid_until", until_text);
  confab_cli_json_add_string (builder, "sha256", confab_certificate_get_sha256 (certificate));
  confab_cli_json_add_boolean (builder, "trusted", confab_certificate_get_flags (certificate) == 0);
  json_builder_end_object (builder);
}

/**
 * confab_cli_provider_add_json:
 * @builder: where to add it
 * @provider: a provider
 * @is_default: whether new conversations use it
 * @report: (nullable): what a walk to it found
 *
 * Adds an object with all that is known of it. Of its key that is where it is, and no more.
 */
void
confab_cli_provider_add_json (JsonBuilder       *builder,
                              ConfabProvider    *provider,
                              gboolean           is_default,
                              ConfabCheckReport *report)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  GListModel *models = confab_provider_get_models (provider);

  json_builder_begin_object (builder);
  confab_cli_json_add_string (builder, "id", confab_provider_get_id (provider));
  confab_cli_json_add_string (builder, "name", confab_provider_get_name (provider));
  confab_cli_json_add_string (builder, "type", confab_provider_type_get_id (type));
  confab_cli_json_add_string (builder, "dialect", confab_provider_type_get_dialect (type));
  confab_cli_json_add_string (builder, "state",
                              confab_enum_to_nick (CONFAB_TYPE_PROVIDER_STATE,
                                                   (int) confab_provider_get_state (provider)));
  confab_cli_json_add_boolean (builder, "default", is_default);
  confab_cli_json_add_boolean (builder, "usable", confab_provider_get_usable (provider));
  confab_cli_json_add_boolean (builder, "enabled", confab_provider_get_enabled (provider));
  confab_cli_json_add_boolean (builder, "configured", confab_provider_get_configured (provider));
  confab_cli_json_add_boolean (builder, "demonstration", confab_provider_get_demonstration (provider));
  confab_cli_json_add_string (builder, "model", confab_provider_get_model (provider));
  confab_cli_json_add_string (builder, "base_url", confab_provider_get_base_url (provider));
  confab_cli_provider_add_key_json (builder, provider);
  confab_cli_json_add_string (builder, "version", confab_provider_get_version (provider));
  add_config_json (builder, provider);

  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);
  for (guint i = 0; models != NULL && i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(ConfabModelInfo) model = g_list_model_get_item (models, i);

      json_builder_add_string_value (builder, confab_model_info_get_id (model));
    }
  json_builder_end_array (builder);

  if (report != NULL)
    {
      add_steps_json (builder, report);
      add_certificate_json (builder, confab_check_report_get_certificate (report));
    }
  json_builder_end_object (builder);
}

/**
 * confab_cli_provider_dup_json:
 * @provider: a provider
 * @is_default: whether new conversations use it
 * @report: (nullable): what a walk to it found
 *
 * Returns: (transfer full): all that is known of it, in one object
 */
char *
confab_cli_provider_dup_json (ConfabProvider    *provider,
                              gboolean           is_default,
                              ConfabCheckReport *report)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  confab_cli_provider_add_json (builder, provider, is_default, report);
  return confab_cli_json_dup_text (builder);
}

static char *
list_ids (GListModel *registry)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) ids = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (registry); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (registry, i);

      g_strv_builder_add (builder, confab_provider_get_id (provider));
    }

  ids = g_strv_builder_end (builder);
  return g_strjoinv (", ", ids);
}

/**
 * confab_cli_provider_find:
 * @run: a command
 * @id: the id of a provider
 *
 * Says so and ends the command when there is none. What was asked for is not repeated, for it may be
 * a key in the wrong place.
 *
 * Returns: (transfer none) (nullable): the provider
 */
ConfabProvider *
confab_cli_provider_find (ConfabCliRun *run,
                          const char   *id)
{
  ConfabRegistry *registry = confab_cli_run_get_registry (run);
  ConfabProvider *provider = confab_registry_lookup (registry, id);

  if (provider == NULL)
    {
      g_autofree char *ids = list_ids (G_LIST_MODEL (registry));
      g_autofree char *message = g_strdup_printf (_("There is no such provider. Known are: %s."), ids);

      confab_cli_output_complain (message);
      confab_cli_run_end (run, CONFAB_CLI_NO_PROVIDER);
    }

  return provider;
}
