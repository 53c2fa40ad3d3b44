/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-type"

#include "config.h"

#include "confab-provider-type.h"

#include "confab-base-url.h"
#include "confab-provider-type-private.h"

/**
 * ConfabProviderType:
 *
 * What is known of a vendor or a kind of server: one entry of the catalogue. Constant after it was
 * read, which confab-provider-type-read.c does.
 */

G_DEFINE_FINAL_TYPE (ConfabProviderType, confab_provider_type, G_TYPE_OBJECT)

static void
clear_model_rule (gpointer data)
{
  ConfabModelRule *rule = data;

  confab_model_pattern_clear (&rule->pattern);
}

static void
confab_provider_type_finalize (GObject *object)
{
  ConfabProviderType *self = CONFAB_PROVIDER_TYPE (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->dialect, g_free);
  g_clear_pointer (&self->platform, g_free);
  g_clear_pointer (&self->credentials, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->elsewhere_path, g_free);
  g_clear_pointer (&self->other_dialect, g_free);
  g_clear_pointer (&self->default_model, g_free);
  g_clear_pointer (&self->key_page, g_free);
  g_clear_pointer (&self->key_format, g_free);
  g_clear_pointer (&self->key_test_path, g_free);
  g_clear_pointer (&self->auth_header, g_free);
  g_clear_pointer (&self->auth_prefix, g_free);
  g_clear_pointer (&self->max_tokens_field, g_free);
  g_clear_pointer (&self->initials, g_free);
  g_clear_pointer (&self->tint, g_free);
  g_clear_pointer (&self->short_note, g_free);
  g_clear_pointer (&self->best_for, g_free);
  g_clear_pointer (&self->cost_note, g_free);
  g_clear_pointer (&self->fallback_models, g_strfreev);
  g_clear_pointer (&self->env_keys, g_strfreev);
  g_clear_pointer (&self->env_bearers, g_strfreev);
  g_clear_pointer (&self->env_files, g_strfreev);
  g_clear_pointer (&self->env_models, g_strfreev);
  g_clear_pointer (&self->env_base_urls, g_strfreev);
  for (guint i = 0; i < CONFAB_N_ADDRESS_PARTS; i++)
    g_clear_pointer (&self->env_parts[i], g_strfreev);
  g_clear_pointer (&self->extra_headers, g_strfreev);
  g_clear_pointer (&self->identity_owners, g_strfreev);
  g_clear_pointer (&self->identity_path, g_free);
  confab_media_limits_clear (&self->media);
  g_clear_pointer (&self->model_rules, g_array_unref);
  g_clear_object (&self->elsewhere);
  g_clear_pointer (&self->thinking, confab_thinking_free);

  G_OBJECT_CLASS (confab_provider_type_parent_class)->finalize (object);
}

static void
confab_provider_type_class_init (ConfabProviderTypeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_provider_type_finalize;
}

static void
confab_provider_type_init (ConfabProviderType *self)
{
  self->model_rules = g_array_new (FALSE, FALSE, sizeof (ConfabModelRule));
  g_array_set_clear_func (self->model_rules, clear_model_rule);
}

/**
 * confab_provider_type_get_id:
 * @self: a type
 *
 * Returns: (transfer none): the id, unique in the catalogue
 */
const char *
confab_provider_type_get_id (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->id;
}

/**
 * confab_provider_type_get_name:
 * @self: a type
 *
 * Returns: (transfer none): the name people know it by
 */
const char *
confab_provider_type_get_name (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->name;
}

/**
 * confab_provider_type_get_dialect:
 * @self: a type
 *
 * Returns: (transfer none): the id of its wire format
 */
const char *
confab_provider_type_get_dialect (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->dialect;
}

/**
 * confab_provider_type_get_other_dialect:
 * @self: a type, as the catalogue has it or as it is at some address
 *
 * Returns: (transfer none) (nullable): the id of the other wire format that can be chosen, or %NULL
 *   if there is but one
 */
const char *
confab_provider_type_get_other_dialect (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->other_dialect;
}

/**
 * confab_provider_type_get_at:
 * @self: a type, as the catalogue has it
 * @base_url: (nullable): where a provider of this type is
 * @dialect: (nullable): the wire format a person chose; one that the type does not know is ignored
 *
 * A server that is compatible with a vendor seldom knows the vendor's newest ways, so that the type
 * can be another one there: everything but the wire format and what depends on it is the same. Some
 * vendors speak two formats themselves, under paths that tell which.
 *
 * Returns: (transfer none): the type that holds at @base_url
 */
ConfabProviderType *
confab_provider_type_get_at (ConfabProviderType *self,
                             const char         *base_url,
                             const char         *dialect)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  if (self->elsewhere == NULL || g_strcmp0 (dialect, self->dialect) == 0)
    return self;
  if (g_strcmp0 (dialect, self->elsewhere->dialect) == 0)
    return self->elsewhere;

  if (self->elsewhere_path != NULL)
    return base_url != NULL && confab_base_url_has_segment (base_url, self->elsewhere_path) ? self->elsewhere : self;

  if (base_url == NULL || self->base_url == NULL || confab_base_url_is_at (base_url, self->base_url))
    return self;

  return self->elsewhere;
}

/**
 * confab_provider_type_get_platform:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): `azure`, `bedrock` or `vertex`, where addresses are made of
 *   parts that are a person's own
 */
const char *
confab_provider_type_get_platform (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->platform;
}

/**
 * confab_provider_type_get_group:
 * @self: a type
 *
 * Returns: (transfer none): `native`, `compatible`, `custom`, `local` or `demonstration`
 */
const char *
confab_provider_type_get_group (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->group;
}

/**
 * confab_provider_type_get_base_url:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): the address to use when none is given, normalised; %NULL
 *   where a person has to give one
 */
const char *
confab_provider_type_get_base_url (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->base_url;
}

/**
 * confab_provider_type_get_default_model:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): the model to use when none is chosen
 */
const char *
confab_provider_type_get_default_model (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->default_model;
}

/**
 * confab_provider_type_get_fallback_models:
 * @self: a type
 *
 * Returns: (transfer none) (array zero-terminated=1): models that may serve when the default one
 *   is gone
 */
const char * const *
confab_provider_type_get_fallback_models (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return (const char * const *) self->fallback_models;
}

/**
 * confab_provider_type_get_env_keys:
 * @self: a type
 *
 * Returns: (transfer none) (array zero-terminated=1): environment variables that may hold a key,
 *   the first that does counts
 */
const char * const *
confab_provider_type_get_env_keys (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return (const char * const *) self->env_keys;
}

/**
 * confab_provider_type_get_env_bearers:
 * @self: a type
 *
 * Returns: (transfer none) (array zero-terminated=1): environment variables that may hold a token,
 *   which goes as a bearer's whatever header keys go in
 */
const char * const *
confab_provider_type_get_env_bearers (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return (const char * const *) self->env_bearers;
}

/**
 * confab_provider_type_get_env_files:
 * @self: a type
 *
 * Returns: (transfer none) (array zero-terminated=1): environment variables that may name a file
 *   with what one signs in with
 */
const char * const *
confab_provider_type_get_env_files (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return (const char * const *) self->env_files;
}

/**
 * confab_provider_type_get_env_part:
 * @self: a type
 * @part: a part of its address
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): environment variables that may
 *   hold that part
 */
const char * const *
confab_provider_type_get_env_part (ConfabProviderType *self,
                                   ConfabAddressPart   part)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);
  g_return_val_if_fail (part < CONFAB_N_ADDRESS_PARTS, NULL);

  return (const char * const *) self->env_parts[part];
}

/**
 * confab_provider_type_get_env_models:
 * @self: a type
 *
 * Returns: (transfer none) (array zero-terminated=1): environment variables that may name the
 *   model
 */
const char * const *
confab_provider_type_get_env_models (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return (const char * const *) self->env_models;
}

/**
 * confab_provider_type_get_env_base_urls:
 * @self: a type
 *
 * Returns: (transfer none) (array zero-terminated=1): environment variables that may hold the
 *   address
 */
const char * const *
confab_provider_type_get_env_base_urls (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return (const char * const *) self->env_base_urls;
}

/**
 * confab_provider_type_get_extra_headers:
 * @self: a type
 *
 * Returns: (transfer none) (array zero-terminated=1): names and values in turn of headers that
 *   every request carries
 */
const char * const *
confab_provider_type_get_extra_headers (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return (const char * const *) self->extra_headers;
}

/**
 * confab_provider_type_get_identity_owners:
 * @self: a type
 *
 * Local servers of one kind name themselves as the owner of the models they list.
 *
 * Returns: (transfer none) (array zero-terminated=1): the owners that only this kind of server names
 */
const char * const *
confab_provider_type_get_identity_owners (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return (const char * const *) self->identity_owners;
}

/**
 * confab_provider_type_get_identity_path:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): a path, from the root of the host, at which only this kind of
 *   local server answers
 */
const char *
confab_provider_type_get_identity_path (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->identity_path;
}

/**
 * confab_provider_type_get_best_for:
 * @self: a type
 *
 * Returns: (transfer none): a sentence: what it is good for
 */
const char *
confab_provider_type_get_best_for (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->best_for;
}

/**
 * confab_provider_type_get_cost_note:
 * @self: a type
 *
 * Returns: (transfer none): a sentence: what it costs
 */
const char *
confab_provider_type_get_cost_note (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->cost_note;
}

/**
 * confab_provider_type_get_short_note:
 * @self: a type
 *
 * Returns: (transfer none): both in a line of at most 70 characters
 */
const char *
confab_provider_type_get_short_note (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->short_note;
}

/**
 * confab_provider_type_get_initials:
 * @self: a type
 *
 * Returns: (transfer none): two letters for a tile
 */
const char *
confab_provider_type_get_initials (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->initials;
}

/**
 * confab_provider_type_get_tint:
 * @self: a type
 *
 * Returns: (transfer none): the tile's colour as `#rrggbb`; white text on it is readable
 */
const char *
confab_provider_type_get_tint (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->tint;
}

/**
 * confab_provider_type_get_max_tokens_field:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): what it calls the limit of output, where the dialect leaves
 *   a choice
 */
const char *
confab_provider_type_get_max_tokens_field (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->max_tokens_field;
}

/**
 * confab_provider_type_get_system_role:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): the role of a system prompt, where the dialect leaves a
 *   choice
 */
const char *
confab_provider_type_get_system_role (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->traits.values.system_role;
}

/**
 * confab_provider_type_get_reasoning_replay:
 * @self: a type
 *
 * Returns: (transfer none) (nullable): what old thinking is sent back as, where the dialect leaves
 *   a choice
 */
const char *
confab_provider_type_get_reasoning_replay (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), NULL);

  return self->traits.values.reasoning_replay;
}

/**
 * confab_provider_type_get_local:
 * @self: a type
 *
 * Returns: whether it is a server on the person's own computer, or no server at all
 */
gboolean
confab_provider_type_get_local (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return self->local;
}

/**
 * confab_provider_type_get_custom:
 * @self: a type
 *
 * Returns: whether the person says what server it is, as often as wanted
 */
gboolean
confab_provider_type_get_custom (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return self->custom;
}

/**
 * confab_provider_type_get_models_public:
 * @self: a type
 *
 * Returns: whether models are listed without a key too, or may be for all that is known, so that
 *   listing them proves nothing of it
 */
gboolean
confab_provider_type_get_models_public (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return self->models_public;
}

/**
 * confab_provider_type_get_models_listed:
 * @self: a type
 *
 * Returns: whether there is a list of models to ask for; if not, the catalogue's will do
 */
gboolean
confab_provider_type_get_models_listed (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return self->models_listed;
}

/**
 * confab_provider_type_get_send_stream_options:
 * @self: a type
 *
 * Returns: whether usage has to be asked for with `stream_options`
 */
gboolean
confab_provider_type_get_send_stream_options (ConfabProviderType *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (self), FALSE);

  return self->send_stream_options;
}
