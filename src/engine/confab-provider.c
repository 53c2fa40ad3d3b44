/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider"

#include "config.h"

#include "confab-provider.h"

#include "confab-provider-error.h"
#include "confab-provider-private.h"
#include "confab-provider-state.h"

/**
 * ConfabProvider:
 *
 * A provider as it is right now: what was set up, where its key is, how it last answered.
 *
 * Made and changed by the registry, read by everybody; main thread only.
 */
enum { SIGNAL_OPTIONS_CHANGED, N_SIGNALS };

static GParamSpec *props[CONFAB_PROVIDER_N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabProvider, confab_provider, G_TYPE_OBJECT)

static void
confab_provider_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ConfabProvider *self = CONFAB_PROVIDER (object);

  switch (prop_id)
    {
    case CONFAB_PROVIDER_PROP_ID:
      g_value_set_string (value, confab_provider_get_id (self));
      break;

    case CONFAB_PROVIDER_PROP_PROVIDER_TYPE:
      g_value_set_object (value, confab_provider_get_provider_type (self));
      break;

    case CONFAB_PROVIDER_PROP_NAME:
      g_value_set_string (value, confab_provider_get_name (self));
      break;

    case CONFAB_PROVIDER_PROP_MODEL:
      g_value_set_string (value, confab_provider_get_model (self));
      break;

    case CONFAB_PROVIDER_PROP_BASE_URL:
      g_value_set_string (value, confab_provider_get_base_url (self));
      break;

    case CONFAB_PROVIDER_PROP_BASE_URL_IS_OWN:
      g_value_set_boolean (value, confab_provider_get_base_url_is_own (self));
      break;

    case CONFAB_PROVIDER_PROP_PRIVATE_MEANT:
      g_value_set_boolean (value, confab_provider_get_private_meant (self));
      break;

    case CONFAB_PROVIDER_PROP_ENABLED:
      g_value_set_boolean (value, confab_provider_get_enabled (self));
      break;

    case CONFAB_PROVIDER_PROP_CONFIGURED:
      g_value_set_boolean (value, confab_provider_get_configured (self));
      break;

    case CONFAB_PROVIDER_PROP_IN_USE:
      g_value_set_boolean (value, confab_provider_get_in_use (self));
      break;

    case CONFAB_PROVIDER_PROP_USABLE:
      g_value_set_boolean (value, confab_provider_get_usable (self));
      break;

    case CONFAB_PROVIDER_PROP_DEMONSTRATION:
      g_value_set_boolean (value, confab_provider_get_demonstration (self));
      break;

    case CONFAB_PROVIDER_PROP_STATE:
      g_value_set_enum (value, confab_provider_get_state (self));
      break;

    case CONFAB_PROVIDER_PROP_ERROR:
      g_value_set_boxed (value, confab_provider_get_error (self));
      break;

    case CONFAB_PROVIDER_PROP_RETRY_AT_US:
      g_value_set_int64 (value, confab_provider_get_retry_at_us (self));
      break;

    case CONFAB_PROVIDER_PROP_LATENCY_MS:
      g_value_set_int64 (value, confab_provider_get_latency_ms (self));
      break;

    case CONFAB_PROVIDER_PROP_KEY_SOURCE:
      g_value_set_enum (value, confab_provider_get_key_source (self));
      break;

    case CONFAB_PROVIDER_PROP_KEY_DETAIL:
      g_value_set_string (value, confab_provider_get_key_detail (self));
      break;

    case CONFAB_PROVIDER_PROP_KEY_CREATED_AT_US:
      g_value_set_int64 (value, confab_provider_get_key_created_at_us (self));
      break;

    case CONFAB_PROVIDER_PROP_KEYS:
      g_value_set_boxed (value, confab_provider_get_keys (self));
      break;

    case CONFAB_PROVIDER_PROP_VERSION:
      g_value_set_string (value, confab_provider_get_version (self));
      break;

    case CONFAB_PROVIDER_PROP_MODELS:
      g_value_set_object (value, confab_provider_get_models (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_provider_dispose (GObject *object)
{
  ConfabProvider *self = CONFAB_PROVIDER (object);

  g_clear_handle_id (&self->retry_source, g_source_remove);

  G_OBJECT_CLASS (confab_provider_parent_class)->dispose (object);
}

static void
confab_provider_finalize (GObject *object)
{
  ConfabProvider *self = CONFAB_PROVIDER (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_object (&self->type);
  g_clear_object (&self->record);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->chosen_model, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->models_url, g_free);
  g_clear_pointer (&self->region, g_free);
  g_clear_pointer (&self->found, confab_address_parts_free);
  g_clear_error (&self->base_url_error);
  g_clear_pointer (&self->headers, g_strfreev);
  g_clear_pointer (&self->extra_body, g_free);
  g_clear_error (&self->key_error);
  g_clear_pointer (&self->breaker, confab_breaker_unref);
  g_clear_error (&self->outcome_error);
  g_clear_error (&self->error);
  g_clear_pointer (&self->key_detail, g_free);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->models_by_id, g_hash_table_unref);
  g_clear_pointer (&self->models_by_name, g_hash_table_unref);
  g_clear_object (&self->models);
  g_clear_object (&self->model_data);

  G_OBJECT_CLASS (confab_provider_parent_class)->finalize (object);
}

static void
confab_provider_class_init (ConfabProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_provider_get_property;
  object_class->dispose = confab_provider_dispose;
  object_class->finalize = confab_provider_finalize;

  props[CONFAB_PROVIDER_PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, flags);
  props[CONFAB_PROVIDER_PROP_PROVIDER_TYPE] =
    g_param_spec_object ("provider-type", NULL, NULL, CONFAB_TYPE_PROVIDER_TYPE, flags);
  props[CONFAB_PROVIDER_PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[CONFAB_PROVIDER_PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL, NULL, flags);
  props[CONFAB_PROVIDER_PROP_BASE_URL] =
    g_param_spec_string ("base-url", NULL, NULL, NULL, flags);
  props[CONFAB_PROVIDER_PROP_BASE_URL_IS_OWN] =
    g_param_spec_boolean ("base-url-is-own", NULL, NULL, FALSE, flags);
  props[CONFAB_PROVIDER_PROP_PRIVATE_MEANT] =
    g_param_spec_boolean ("private-meant", NULL, NULL, FALSE, flags);
  props[CONFAB_PROVIDER_PROP_ENABLED] =
    g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);
  props[CONFAB_PROVIDER_PROP_CONFIGURED] =
    g_param_spec_boolean ("configured", NULL, NULL, FALSE, flags);
  props[CONFAB_PROVIDER_PROP_IN_USE] =
    g_param_spec_boolean ("in-use", NULL, NULL, FALSE, flags);
  props[CONFAB_PROVIDER_PROP_USABLE] =
    g_param_spec_boolean ("usable", NULL, NULL, FALSE, flags);
  props[CONFAB_PROVIDER_PROP_DEMONSTRATION] =
    g_param_spec_boolean ("demonstration", NULL, NULL, FALSE, flags);
  props[CONFAB_PROVIDER_PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       CONFAB_TYPE_PROVIDER_STATE, CONFAB_PROVIDER_STATE_UNKNOWN, flags);
  props[CONFAB_PROVIDER_PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  props[CONFAB_PROVIDER_PROP_RETRY_AT_US] =
    g_param_spec_int64 ("retry-at-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[CONFAB_PROVIDER_PROP_LATENCY_MS] =
    g_param_spec_int64 ("latency-ms", NULL, NULL, -1, G_MAXINT64, -1, flags);
  props[CONFAB_PROVIDER_PROP_KEY_SOURCE] =
    g_param_spec_enum ("key-source", NULL, NULL,
                       CONFAB_TYPE_KEY_SOURCE, CONFAB_KEY_SOURCE_NONE, flags);
  props[CONFAB_PROVIDER_PROP_KEY_DETAIL] =
    g_param_spec_string ("key-detail", NULL, NULL, NULL, flags);
  props[CONFAB_PROVIDER_PROP_KEY_CREATED_AT_US] =
    g_param_spec_int64 ("key-created-at-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[CONFAB_PROVIDER_PROP_KEYS] =
    g_param_spec_boxed ("keys", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  props[CONFAB_PROVIDER_PROP_VERSION] =
    g_param_spec_string ("version", NULL, NULL, NULL, flags);
  props[CONFAB_PROVIDER_PROP_MODELS] =
    g_param_spec_object ("models", NULL, NULL, G_TYPE_LIST_MODEL, flags);

  g_object_class_install_properties (object_class, CONFAB_PROVIDER_N_PROPS, props);

  /**
   * ConfabProvider::options-changed:
   * @self: the provider
   *
   * Some option is set otherwise than before.
   */
  signals[SIGNAL_OPTIONS_CHANGED] =
    g_signal_new ("options-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /* It begins to rest, rests for longer, or may be asked again. */
  g_signal_new ("rest-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
confab_provider_init (ConfabProvider *self)
{
  self->breaker = confab_breaker_new ();
  self->latency_ms = -1;
  self->facts.enabled = TRUE;
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_key_finding_unref);
  self->models = g_list_store_new (CONFAB_TYPE_MODEL_INFO);
}

/* confab_provider_new:
 * @id: that of its record or of its type
 * @type: what the catalogue says
 * @demonstration: whether it is the built-in one
 *
 * Returns: (transfer full): a provider without settings
 */
ConfabProvider *
confab_provider_new (const char         *id,
                     ConfabProviderType *type,
                     gboolean            demonstration)
{
  ConfabProvider *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), NULL);

  self = g_object_new (CONFAB_TYPE_PROVIDER, NULL);
  self->id = g_strdup (id);
  self->type = g_object_ref (type);
  self->facts.demonstration = demonstration;
  self->facts.local = confab_provider_type_get_local (type);
  self->facts.needs_key = confab_provider_type_get_needs_key (type);
  self->name = g_strdup (confab_provider_type_get_name (type));
  self->told_state = confab_provider_facts_get_state (&self->facts);
  confab_provider_reset_models (self);

  return self;
}

/**
 * confab_provider_get_id:
 *
 * Returns: (transfer none): its id, that of its record or of its type
 */
const char *
confab_provider_get_id (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->id;
}

/**
 * confab_provider_get_provider_type:
 *
 * Returns: (transfer none): what the catalogue says of it
 */
ConfabProviderType *
confab_provider_get_provider_type (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->type;
}

/**
 * confab_provider_get_name:
 *
 * Returns: (transfer none): what it is called
 */
const char *
confab_provider_get_name (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->name;
}

/**
 * confab_provider_get_model:
 *
 * Returns: (transfer none) (nullable): the model a new conversation uses
 */
const char *
confab_provider_get_model (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->model;
}

/**
 * confab_provider_get_base_url:
 *
 * Returns: (transfer none) (nullable): where it is; as it was written when it cannot be used
 */
const char *
confab_provider_get_base_url (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->base_url;
}

/* confab_provider_get_models_url:
 *
 * Returns: (transfer none) (nullable): where its models are listed
 */
const char *
confab_provider_get_models_url (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->models_url != NULL ? self->models_url : self->base_url;
}

/* confab_provider_get_region:
 *
 * Returns: (transfer none) (nullable): the region that requests are signed for
 */
const char *
confab_provider_get_region (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->region;
}

/* confab_provider_get_found:
 *
 * Returns: (transfer none) (nullable): parts of the address that lay beside the key
 */
const ConfabAddressParts *
confab_provider_get_found (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->found;
}

/**
 * confab_provider_get_base_url_is_own:
 *
 * Returns: whether the address is another than the catalogue's
 */
gboolean
confab_provider_get_base_url_is_own (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  return self->base_url_is_own;
}

/**
 * confab_provider_get_private_meant:
 *
 * Returns: whether the base URL may lead to this computer or into the network it is in
 */
gboolean
confab_provider_get_private_meant (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  return self->reach != CONFAB_ADDRESS_REACH_PUBLIC;
}

/**
 * confab_provider_get_enabled:
 *
 * Returns: whether it is switched on
 */
gboolean
confab_provider_get_enabled (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  return self->facts.enabled;
}

/**
 * confab_provider_get_configured:
 *
 * Returns: whether the person has set it up, or its key was found
 */
gboolean
confab_provider_get_configured (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  return confab_provider_is_configured (self);
}

/**
 * confab_provider_get_in_use:
 *
 * Local servers are not counted, for they are there whether they are used or not.
 *
 * Returns: whether the person uses it, so that it has a place in the order of preference that they
 *   can change
 */
gboolean
confab_provider_get_in_use (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  return !self->facts.demonstration && !self->facts.local && confab_provider_is_configured (self);
}

/**
 * confab_provider_get_usable:
 *
 * Returns: whether a conversation can be had with it now, as far as known
 */
gboolean
confab_provider_get_usable (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  return confab_provider_facts_get_usable (&self->facts);
}

/**
 * confab_provider_get_demonstration:
 *
 * Returns: whether it is the built-in demonstration
 */
gboolean
confab_provider_get_demonstration (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), FALSE);

  return self->facts.demonstration;
}

/**
 * confab_provider_get_state:
 *
 * Returns: what a card says of it
 */
ConfabProviderState
confab_provider_get_state (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), CONFAB_PROVIDER_STATE_UNKNOWN);

  return confab_provider_facts_get_state (&self->facts);
}

/**
 * confab_provider_get_error:
 *
 * Returns: (transfer none) (nullable): why the state is as it is, of %CONFAB_PROVIDER_ERROR or
 *   %CONFAB_PROVIDER_POLICY_ERROR
 */
const GError *
confab_provider_get_error (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->error;
}

/**
 * confab_provider_get_retry_at_us:
 *
 * Returns: when it may be asked again, in microseconds since 1970 UTC, or 0
 */
gint64
confab_provider_get_retry_at_us (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), 0);

  return self->retry_at_us;
}

/**
 * confab_provider_get_latency_ms:
 *
 * Returns: how long its last answer took to begin in milliseconds, or -1
 */
gint64
confab_provider_get_latency_ms (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), -1);

  return self->latency_ms;
}

/**
 * confab_provider_get_version:
 *
 * Returns: (transfer none) (nullable): the version of a local server
 */
const char *
confab_provider_get_version (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->version;
}

/* confab_provider_is_configured:
 *
 * Returns: whether there is a record or a key
 */
gboolean
confab_provider_is_configured (ConfabProvider *self)
{
  return self->record != NULL || confab_key_source_has_key (self->facts.key_source);
}

/* confab_provider_notify:
 * @prop: which property has changed
 */
void
confab_provider_notify (ConfabProvider     *self,
                        ConfabProviderProp  prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* confab_provider_get_record:
 *
 * Returns: (transfer none) (nullable): what the person wrote down of it
 */
ConfabProviderRecord *
confab_provider_get_record (ConfabProvider *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER (self), NULL);

  return self->record;
}

/* confab_provider_tell_options:
 *
 * Tells that some option is set otherwise than before.
 */
void
confab_provider_tell_options (ConfabProvider *self)
{
  g_signal_emit (self, signals[SIGNAL_OPTIONS_CHANGED], 0);
}
