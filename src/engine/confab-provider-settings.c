/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-settings"

#include "config.h"

#include "confab-provider-settings.h"

#include <glib/gi18n-lib.h>

#include "confab-address-guard.h"
#include "confab-base-url.h"
#include "confab-cloud-address.h"

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static const char *
first_of_environment (char               **environment,
                      const char * const  *names,
                      const char         **found_name)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const char *value = g_environ_getenv (environment, names[i]);

      if (is_set (value))
        {
          if (found_name != NULL)
            *found_name = names[i];
          return value;
        }
    }

  return NULL;
}

/* `CONFAB_<ID>_BASE_URL`: works for every provider, whatever its vendor calls the variable. */
static char *
override_variable (const char *id)
{
  g_autofree char *upper = g_ascii_strup (id, -1);

  for (char *p = upper; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      *p = '_';

  return g_strconcat ("CONFAB_", upper, "_BASE_URL", NULL);
}

/* What was written down of the address; %NULL where nobody wrote anything. */
static const char *
find_written_url (ConfabProviderType    *type,
                  const char            *id,
                  ConfabProviderRecord  *record,
                  char                 **environment,
                  ConfabBaseUrlContext  *context)
{
  g_autofree char *variable = override_variable (id);
  const char *text = record != NULL ? confab_provider_record_get_base_url (record) : NULL;

  *context = CONFAB_BASE_URL_TYPED;
  if (!is_set (text))
    text = g_environ_getenv (environment, variable);

  /* A second record of a type is there because it is somewhere else. */
  if (!is_set (text) && g_str_equal (id, confab_provider_type_get_id (type)))
    {
      const char *name = NULL;

      text = first_of_environment (environment, confab_provider_type_get_env_base_urls (type), &name);
      if (text != NULL && g_str_equal (name, "OLLAMA_HOST"))
        *context = CONFAB_BASE_URL_OLLAMA_HOST;
    }

  return is_set (text) ? text : NULL;
}

static gboolean
is_true (const char *text)
{
  return is_set (text) && (g_str_equal (text, "1") || g_ascii_strcasecmp (text, "true") == 0 ||
                           g_ascii_strcasecmp (text, "yes") == 0);
}

static void
resolve_base_url (ConfabProviderSettings *self,
                  ConfabProviderType     *type,
                  const char             *dialect,
                  const char             *written,
                  ConfabBaseUrlContext    context)
{
  const char *text = written != NULL ? written : confab_provider_type_get_base_url (type);

  self->base_url_is_own = written != NULL;
  if (!is_set (text))
    {
      self->base_url_is_own = FALSE;
      self->base_url_error = g_error_new_literal (CONFAB_PROVIDER_POLICY_ERROR,
                                                  CONFAB_PROVIDER_POLICY_ERROR_BAD_URL,
                                                  _("No base URL is set."));
      return;
    }

  /* What its paths mean depends on what is spoken there. */
  type = confab_provider_type_get_at (type, text, dialect);
  self->base_url = confab_base_url_normalize (text, confab_provider_type_get_dialect (type), context,
                                              &self->base_url_error);
  if (self->base_url == NULL)
    self->base_url = g_strdup (text);
}

static void
resolve_cloud (ConfabProviderSettings    *self,
               ConfabProviderType        *type,
               const char                *id,
               ConfabProviderRecord      *record,
               const ConfabAddressParts  *found,
               char                     **environment,
               const char                *written)
{
  g_autoptr(ConfabAddressParts) parts = NULL;
  g_autoptr(ConfabCloudAddress) address = NULL;

  parts = confab_address_parts_resolve (type, id, record, found, environment);
  address = confab_cloud_address_new (confab_provider_type_get_platform (type), written, parts,
                                      self->model, &self->base_url_error);

  self->base_url_is_own = written != NULL;
  if (address == NULL)
    {
      self->base_url = g_strdup (written);
      return;
    }

  self->base_url = g_steal_pointer (&address->base_url);
  self->models_url = g_steal_pointer (&address->models_url);
  self->region = g_steal_pointer (&address->region);
  if (self->model == NULL)
    self->model = g_strdup (address->model);
}

/* What the record says in single options. The vendors of OpenAI's kind are told accounts by headers, and
 * Anthropic its version; the parts of clouds' addresses are in the address already. */
static void
resolve_options (ConfabProviderSettings *self,
                 ConfabProviderRecord   *record)
{
  static const struct { ConfabProviderOption option; const char *header; } named[] = {
    { CONFAB_PROVIDER_OPTION_ORGANIZATION, "OpenAI-Organization" },
    { CONFAB_PROVIDER_OPTION_PROJECT, "OpenAI-Project" },
    { CONFAB_PROVIDER_OPTION_API_VERSION, "anthropic-version" },
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *lines = NULL;
  g_auto(GStrv) headers = NULL;
  g_autoptr(GError) error = NULL;

  if (!confab_provider_record_check_options (record, self->type, &error))
    {
      g_clear_error (&self->base_url_error);
      self->base_url_error = g_steal_pointer (&error);
      return;
    }

  for (gsize i = 0; confab_provider_type_get_platform (self->type) == NULL && i < G_N_ELEMENTS (named); i++)
    {
      g_autofree char *value = NULL;

      if (confab_provider_record_check_option (record, named[i].option, self->type, &value, NULL) && value != NULL)
        {
          g_strv_builder_add (builder, named[i].header);
          g_strv_builder_add (builder, value);
        }
    }

  if (confab_provider_record_check_option (record, CONFAB_PROVIDER_OPTION_HEADERS, self->type, &lines, NULL))
    {
      headers = confab_provider_option_split_headers (lines);
      g_strv_builder_addv (builder, (const char **) headers);
    }
  self->headers = g_strv_builder_end (builder);

  confab_provider_record_check_option (record, CONFAB_PROVIDER_OPTION_BODY, self->type, &self->extra_body, NULL);
}

/**
 * confab_provider_settings_get_reach:
 * @type: what the catalogue says
 * @record: (nullable): what the person wrote down
 * @environment: (array zero-terminated=1): environment, as of [func@GLib.get_environ]
 *
 * Servers of one's own are in one's own network; for other types the record says that this is meant.
 * `ALLOW_PRIVATE_URLS` allows everything to everybody.
 *
 * Returns: how far an address may reach that is written down for the provider
 */
ConfabAddressReach
confab_provider_settings_get_reach (ConfabProviderType    *type,
                                    ConfabProviderRecord  *record,
                                    char                 **environment)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), CONFAB_ADDRESS_REACH_PUBLIC);

  if (is_true (g_environ_getenv (environment, "ALLOW_PRIVATE_URLS")))
    return CONFAB_ADDRESS_REACH_ANYWHERE;

  return confab_provider_type_get_local (type) ||
         (record != NULL && confab_provider_record_get_private_meant (record))
           ? CONFAB_ADDRESS_REACH_PRIVATE
           : CONFAB_ADDRESS_REACH_PUBLIC;
}

/**
 * confab_provider_settings_get_reach_of_strangers:
 * @environment: (array zero-terminated=1): environment, as of [func@GLib.get_environ]
 *
 * Returns: how far an address may reach that nobody wrote down, but a model came up with
 */
ConfabAddressReach
confab_provider_settings_get_reach_of_strangers (char **environment)
{
  return is_true (g_environ_getenv (environment, "ALLOW_PRIVATE_URLS")) ? CONFAB_ADDRESS_REACH_ANYWHERE
                                                                       : CONFAB_ADDRESS_REACH_PUBLIC;
}

/**
 * confab_provider_settings_resolve:
 * @type: what the catalogue says
 * @id: the provider's id; that of @type for the one provider a type has by itself
 * @record: (nullable): what the person wrote down
 * @found: (nullable): parts of the address that lay beside the key
 * @environment: (array zero-terminated=1): environment, as of [func@GLib.get_environ]
 *
 * A record goes before the environment, the environment before the catalogue.
 *
 * Returns: (transfer full): what applies
 */
ConfabProviderSettings *
confab_provider_settings_resolve (ConfabProviderType        *type,
                                  const char                *id,
                                  ConfabProviderRecord      *record,
                                  const ConfabAddressParts  *found,
                                  char                     **environment)
{
  ConfabBaseUrlContext context;
  const char *written;
  ConfabProviderSettings *self;
  const char *name = NULL;
  const char *model = NULL;
  const char *dialect = NULL;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (record != NULL)
    {
      dialect = confab_provider_record_get_dialect (record);
      name = confab_provider_record_get_name (record);
      model = confab_provider_record_get_default_model (record);
    }

  if (!is_set (model) && g_str_equal (id, confab_provider_type_get_id (type)))
    model = first_of_environment (environment, confab_provider_type_get_env_models (type), NULL);
  if (!is_set (model))
    model = confab_provider_type_get_default_model (type);

  self = g_new0 (ConfabProviderSettings, 1);
  self->name = g_strdup (is_set (name) ? name : confab_provider_type_get_name (type));
  self->model = is_set (model) ? g_strdup (model) : NULL;
  self->enabled = record == NULL || confab_provider_record_get_enabled (record);

  /* An address that somebody can have been talked into is one that was typed or pasted. Who can
   * write into the environment needs no such trick. */
  self->reach = confab_provider_settings_get_reach (type, record, environment);
  if (record == NULL || !is_set (confab_provider_record_get_base_url (record)))
    self->reach = MAX (self->reach, CONFAB_ADDRESS_REACH_PRIVATE);

  written = find_written_url (type, id, record, environment, &context);
  if (confab_provider_type_get_platform (type) != NULL)
    resolve_cloud (self, type, id, record, found, environment, written);
  else
    resolve_base_url (self, type, dialect, written, context);
  if (self->base_url != NULL && self->base_url_error == NULL)
    confab_address_guard_check (self->base_url, self->reach,
                                confab_provider_type_get_needs_key (type), &self->base_url_error);
  self->type = g_object_ref (confab_provider_type_get_at (type, self->base_url, dialect));
  if (record != NULL)
    resolve_options (self, record);

  return self;
}

/**
 * confab_provider_settings_free:
 * @self: (transfer full) (nullable): settings
 */
void
confab_provider_settings_free (ConfabProviderSettings *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->model);
  g_free (self->base_url);
  g_free (self->models_url);
  g_free (self->region);
  g_clear_error (&self->base_url_error);
  g_strfreev (self->headers);
  g_free (self->extra_body);
  g_clear_object (&self->type);
  g_free (self);
}
