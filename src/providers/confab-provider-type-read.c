/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-type-read"

#include "config.h"

#include "confab-json-member-private.h"
#include "confab-provider-type-private.h"

typedef struct
{
  const char *name;
  gsize       offset;
  gboolean    needed;
} Member;

#define MEMBER(name, needed) { #name, G_STRUCT_OFFSET (ConfabProviderType, name), needed }

static const Member string_members[] = {
  MEMBER (id, TRUE),
  MEMBER (name, TRUE),
  MEMBER (group, TRUE),
  MEMBER (dialect, TRUE),
  MEMBER (platform, FALSE),
  MEMBER (credentials, FALSE),
  MEMBER (base_url, FALSE),
  MEMBER (elsewhere_path, FALSE),
  MEMBER (default_model, FALSE),
  MEMBER (key_page, FALSE),
  MEMBER (key_format, FALSE),
  MEMBER (key_test_path, FALSE),
  MEMBER (auth_header, FALSE),
  MEMBER (auth_prefix, FALSE),
  MEMBER (max_tokens_field, FALSE),
  MEMBER (initials, TRUE),
  MEMBER (tint, TRUE),
  MEMBER (short_note, TRUE),
  MEMBER (best_for, TRUE),
  MEMBER (cost_note, TRUE),
};

static const Member boolean_members[] = {
  MEMBER (needs_key, FALSE),
  MEMBER (accepts_key, FALSE),
  MEMBER (local, FALSE),
  MEMBER (custom, FALSE),
  MEMBER (models_public, FALSE),
  MEMBER (models_listed, FALSE),
  MEMBER (send_stream_options, FALSE),
};

static const char * const other_members[] = {
  "fallback_models", "env", "extra_headers", "identity", "media", "min_key_length", "models", "thinking"
};

/* Vendors' keys are not shorter. What a person pastes by mistake is. */
#define DEFAULT_MIN_KEY_LENGTH 8

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR,
                       CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE, message);
  return FALSE;
}

static gboolean
check_names (JsonObject  *object,
             GError     **error)
{
  g_autoptr(GPtrArray) known = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (string_members); i++)
    g_ptr_array_add (known, (gpointer) string_members[i].name);
  for (gsize i = 0; i < G_N_ELEMENTS (boolean_members); i++)
    g_ptr_array_add (known, (gpointer) boolean_members[i].name);
  for (gsize i = 0; i < G_N_ELEMENTS (other_members); i++)
    g_ptr_array_add (known, (gpointer) other_members[i]);
  confab_model_traits_add_names (known);
  g_ptr_array_add (known, NULL);

  return confab_json_check_members (object, (const char * const *) known->pdata, error);
}

static gboolean
read_strings (ConfabProviderType  *self,
              JsonObject          *object,
              GError             **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (string_members); i++)
    {
      const Member *member = &string_members[i];
      const char *value;

      if (!confab_json_member_string (object, member->name, &value, error))
        return FALSE;
      if (member->needed && (value == NULL || *value == '\0'))
        {
          g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                       "“%s” is missing", member->name);
          return FALSE;
        }

      G_STRUCT_MEMBER (char *, self, member->offset) = g_strdup (value);
    }

  return TRUE;
}

static gboolean
read_booleans (ConfabProviderType  *self,
               JsonObject          *object,
               GError             **error)
{
  self->models_listed = TRUE;
  self->needs_key = TRUE;
  if (!confab_json_member_boolean (object, "needs_key", &self->needs_key, error))
    return FALSE;

  self->accepts_key = self->needs_key;
  for (gsize i = 0; i < G_N_ELEMENTS (boolean_members); i++)
    {
      const Member *member = &boolean_members[i];

      if (!confab_json_member_boolean (object, member->name,
                                       &G_STRUCT_MEMBER (gboolean, self, member->offset), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_key_length (ConfabProviderType  *self,
                 JsonObject          *object,
                 GError             **error)
{
  self->min_key_length = DEFAULT_MIN_KEY_LENGTH;
  if (!confab_json_member_int (object, "min_key_length", &self->min_key_length, error))
    return FALSE;
  if (self->min_key_length < 1 || self->min_key_length > G_MAXINT)
    return refuse (error, "“min_key_length” must be positive");

  return TRUE;
}

static gboolean
read_environment (ConfabProviderType  *self,
                  JsonObject          *object,
                  GError             **error)
{
  static const char * const known[] = {
    "key", "bearer", "file", "model", "base_url", "region", "project", "location", "resource",
    "deployment", "api_version", NULL
  };
  g_autoptr(JsonObject) none = json_object_new ();
  JsonObject *env;

  if (!confab_json_member_object (object, "env", &env, error))
    return FALSE;
  if (env == NULL)
    env = none;

  for (guint i = 0; i < CONFAB_N_ADDRESS_PARTS; i++)
    {
      const char *name = confab_address_part_get_name (i);

      if (name != NULL && !confab_json_member_strv (env, name, &self->env_parts[i], error))
        return FALSE;
    }

  return confab_json_check_members (env, known, error) &&
         confab_json_member_strv (env, "key", &self->env_keys, error) &&
         confab_json_member_strv (env, "bearer", &self->env_bearers, error) &&
         confab_json_member_strv (env, "file", &self->env_files, error) &&
         confab_json_member_strv (env, "model", &self->env_models, error) &&
         confab_json_member_strv (env, "base_url", &self->env_base_urls, error);
}

static gboolean
read_identity (ConfabProviderType  *self,
               JsonObject          *object,
               GError             **error)
{
  static const char * const known[] = { "owners", "path", NULL };
  g_autoptr(JsonObject) none = json_object_new ();
  JsonObject *identity;
  const char *path;

  if (!confab_json_member_object (object, "identity", &identity, error))
    return FALSE;
  if (identity == NULL)
    identity = none;

  if (!confab_json_check_members (identity, known, error) ||
      !confab_json_member_strv (identity, "owners", &self->identity_owners, error) ||
      !confab_json_member_string (identity, "path", &path, error))
    return FALSE;
  if (path != NULL && *path != '/')
    return refuse (error, "“path” must begin with a slash");

  self->identity_path = g_strdup (path);
  return TRUE;
}

static gboolean
read_extra_headers (ConfabProviderType  *self,
                    JsonObject          *object,
                    GError             **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonObject *headers;

  if (!confab_json_member_object (object, "extra_headers", &headers, error))
    return FALSE;

  if (headers != NULL)
    {
      JsonObjectIter iter;
      const char *name, *value;

      json_object_iter_init_ordered (&iter, headers);
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        {
          if (!confab_json_member_string (headers, name, &value, error))
            return FALSE;
          if (value == NULL)
            continue;
          g_strv_builder_add (builder, name);
          g_strv_builder_add (builder, value);
        }
    }

  self->extra_headers = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_media (ConfabProviderType  *self,
            JsonObject          *object,
            GError             **error)
{
  JsonObject *media;

  return confab_json_member_object (object, "media", &media, error) &&
         confab_media_limits_read (&self->media, media, error);
}

static gboolean
read_model_rules (ConfabProviderType  *self,
                  JsonObject          *object,
                  GError             **error)
{
  g_autoptr(GPtrArray) known = g_ptr_array_new ();
  JsonArray *rules;

  g_ptr_array_add (known, (gpointer) "match");
  g_ptr_array_add (known, (gpointer) "except");
  confab_model_traits_add_names (known);
  g_ptr_array_add (known, NULL);

  if (!confab_json_member_array (object, "models", &rules, error))
    return FALSE;

  for (guint i = 0; rules != NULL && i < json_array_get_length (rules); i++)
    {
      JsonNode *node = json_array_get_element (rules, i);
      ConfabModelRule rule = { 0 };

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, "“models” must be an array of objects");
      if (!confab_json_check_members (json_node_get_object (node),
                                      (const char * const *) known->pdata, error) ||
          !confab_model_trait_set_read (&rule.traits, json_node_get_object (node), error) ||
          !confab_model_pattern_read (&rule.pattern, json_node_get_object (node), error))
        return FALSE;

      g_array_append_val (self->model_rules, rule);
    }

  return TRUE;
}

static const char * const credential_kinds[] = { "api-key", "aws", "google", NULL };
static const char * const platforms[] = { "azure", "bedrock", "vertex", NULL };

/* What members have to do with each other. */
static gboolean
check_sense (ConfabProviderType  *self,
             GError             **error)
{
  if (!g_regex_match_simple ("^#[0-9a-f]{6}$", self->tint, 0, 0))
    return refuse (error, "“tint” must be like #12ab9f");
  if (g_utf8_strlen (self->initials, -1) != 2)
    return refuse (error, "“initials” must be two letters");
  if (self->credentials == NULL)
    self->credentials = g_strdup ("api-key");
  if (!g_strv_contains (credential_kinds, self->credentials))
    return refuse (error, "“credentials” must be api-key, aws or google");
  if (self->platform != NULL && !g_strv_contains (platforms, self->platform))
    return refuse (error, "“platform” must be azure, bedrock or vertex");
  if (self->platform != NULL && self->base_url != NULL)
    return refuse (error, "a platform has no one “base_url”");
  if (self->needs_key && !self->accepts_key)
    return refuse (error, "a key that is needed must be accepted too");
  if (self->accepts_key && self->auth_header == NULL)
    return refuse (error, "“auth_header” is missing: where does the key go?");

  return TRUE;
}

/**
 * confab_provider_type_new_read:
 * @object: an entry of the catalogue
 * @styles: (nullable): the thinking styles it may refer to
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE
 *
 * Reads an entry of the catalogue.
 *
 * Returns: (transfer full): the type
 */
ConfabProviderType *
confab_provider_type_new_read (JsonObject  *object,
                               JsonObject  *styles,
                               GError     **error)
{
  g_autoptr(ConfabProviderType) self = g_object_new (CONFAB_TYPE_PROVIDER_TYPE, NULL);
  JsonArray *families;

  g_return_val_if_fail (object != NULL, NULL);

  if (!check_names (object, error) ||
      !read_strings (self, object, error) ||
      !read_booleans (self, object, error) ||
      !read_key_length (self, object, error) ||
      !read_environment (self, object, error) ||
      !read_extra_headers (self, object, error) ||
      !read_identity (self, object, error) ||
      !confab_model_trait_set_read (&self->traits, object, error) ||
      !read_media (self, object, error) ||
      !read_model_rules (self, object, error) ||
      !confab_json_member_strv (object, "fallback_models", &self->fallback_models, error) ||
      !confab_json_member_array (object, "thinking", &families, error) ||
      !(self->thinking = confab_thinking_new_read (families, styles, error)) ||
      !check_sense (self, error))
    return NULL;

  return g_steal_pointer (&self);
}
