/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry"

#include "config.h"

#include "confab-registry.h"

#include "confab-demonstration.h"
#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-provider-state.h"
#include "confab-registry-private.h"
#include "confab-registry-update-private.h"

/**
 * ConfabRegistry:
 *
 * All providers there are, in the order of preference: one for each type of the catalogue and one
 * for each further record.
 *
 * The one place where records are read and changed, keys are put and taken away, and providers are
 * checked. Follows changes that other processes make to the records file and to the keyring.
 *
 * Owned by the context; main thread only.
 */

enum { PROP_0, PROP_DEFAULT_PROVIDER, PROP_KEYRING_STATE, PROP_ERROR, N_PROPS };

enum { SIGNAL_MODELS_CHANGED, SIGNAL_KEYS_CHANGED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void confab_registry_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabRegistry, confab_registry, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      confab_registry_list_model_init))

/* What the person forces by a variable, as other programs of the field let them. */
static const char *
get_forced_id (void)
{
  const char *text = g_getenv ("AI_PROVIDER");

  if (text == NULL || *text == '\0')
    return NULL;

  return g_ascii_strcasecmp (text, "local") == 0 ? "ollama" : text;
}

static ConfabProvider *
lookup_usable (ConfabRegistry *self,
               const char     *id)
{
  ConfabProvider *provider = id != NULL ? confab_registry_lookup (self, id) : NULL;

  return provider != NULL && confab_provider_get_usable (provider) ? provider : NULL;
}

/* confab_registry_update_default:
 *
 * Finds out whom a new conversation is with.
 */
void
confab_registry_update_default (ConfabRegistry *self)
{
  ConfabProvider *provider;

  if (self->default_id != NULL)
    provider = lookup_usable (self, self->default_id);
  else
    provider = lookup_usable (self, get_forced_id ());

  for (guint i = 0; provider == NULL && i < self->providers->len; i++)
    if (confab_provider_get_usable (g_ptr_array_index (self->providers, i)))
      provider = g_ptr_array_index (self->providers, i);

  if (g_set_object (&self->default_provider, provider))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEFAULT_PROVIDER]);
}

static void
make_demonstration (ConfabRegistry *self)
{
  ConfabProviderType *type = confab_catalogue_lookup (self->catalogue, CONFAB_DEMONSTRATION_ID);
  g_autoptr(ConfabProviderSettings) settings = NULL;

  if (type == NULL)
    return;

  self->demonstration = confab_provider_new (CONFAB_DEMONSTRATION_ID, type, TRUE);
  confab_provider_set_model_data (self->demonstration, self->model_data);
  settings = confab_provider_settings_resolve (type, CONFAB_DEMONSTRATION_ID, NULL, NULL, NULL);
  confab_provider_set_settings (self->demonstration, NULL, settings);
}

/* Takes what the file holds now. What makes no sense changes nothing: the last that did stays in
 * force. */
gboolean
confab_registry_take_contents (ConfabRegistry  *self,
                               GBytes          *contents,
                               GError         **error)
{
  g_autoptr(GPtrArray) records = NULL;
  g_autofree char *default_id = NULL;
  g_auto(GStrv) order = NULL;

  if (!(records = confab_provider_records_parse (contents, &default_id, &order, error)))
    return FALSE;

  g_clear_pointer (&self->contents, g_bytes_unref);
  self->contents = contents != NULL ? g_bytes_ref (contents) : NULL;
  g_free (self->default_id);
  self->default_id = g_steal_pointer (&default_id);
  g_strfreev (self->order);
  self->order = g_steal_pointer (&order);
  self->writable = TRUE;
  confab_registry_rebuild (self, records);

  return TRUE;
}

/* Takes @error, which may be %NULL. */
void
confab_registry_take_error (ConfabRegistry *self,
                            GError         *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

static void
on_file_changed_cb (ConfabRegistry *self)
{
  confab_registry_load_async (self, self->cancellable, NULL, NULL);
}

static void
on_keyring_changed_cb (ConfabRegistry *self)
{
  confab_registry_refresh_keys_async (self, self->cancellable, NULL, NULL);
}

static void
on_keyring_state_cb (ConfabRegistry *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEYRING_STATE]);
}

static GType
confab_registry_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_PROVIDER;
}

static guint
confab_registry_get_n_items (GListModel *model)
{
  return CONFAB_REGISTRY (model)->providers->len;
}

static gpointer
confab_registry_get_item (GListModel *model,
                          guint       position)
{
  ConfabRegistry *self = CONFAB_REGISTRY (model);

  return position < self->providers->len
           ? g_object_ref (g_ptr_array_index (self->providers, position))
           : NULL;
}

static void
confab_registry_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_registry_get_item_type;
  iface->get_n_items = confab_registry_get_n_items;
  iface->get_item = confab_registry_get_item;
}

static void
confab_registry_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ConfabRegistry *self = CONFAB_REGISTRY (object);

  switch (prop_id)
    {
    case PROP_DEFAULT_PROVIDER:
      g_value_set_object (value, self->default_provider);
      break;

    case PROP_KEYRING_STATE:
      g_value_set_uint (value, confab_registry_get_keyring_state (self));
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_registry_dispose (GObject *object)
{
  ConfabRegistry *self = CONFAB_REGISTRY (object);

  g_cancellable_cancel (self->cancellable);

  /* It lends this list, and probes that are under way keep it. */
  if (self->local_servers != NULL)
    g_object_run_dispose (G_OBJECT (self->local_servers));
  g_clear_object (&self->local_servers);
  g_clear_pointer (&self->local_models, g_hash_table_unref);

  g_clear_object (&self->file);
  g_clear_object (&self->keyring);
  g_clear_object (&self->credentials);
  g_clear_object (&self->transport);
  g_clear_object (&self->model_cache);
  g_clear_object (&self->default_provider);

  G_OBJECT_CLASS (confab_registry_parent_class)->dispose (object);
}

static void
confab_registry_finalize (GObject *object)
{
  ConfabRegistry *self = CONFAB_REGISTRY (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->model_data);
  g_clear_object (&self->demonstration);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->contents, g_bytes_unref);
  g_clear_pointer (&self->default_id, g_free);
  g_clear_pointer (&self->order, g_strfreev);
  g_clear_error (&self->error);
  g_clear_pointer (&self->checks, g_hash_table_unref);
  g_clear_pointer (&self->refresh_waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_registry_parent_class)->finalize (object);
}

static void
confab_registry_class_init (ConfabRegistryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_registry_get_property;
  object_class->dispose = confab_registry_dispose;
  object_class->finalize = confab_registry_finalize;

  props[PROP_DEFAULT_PROVIDER] =
    g_param_spec_object ("default-provider", NULL, NULL, CONFAB_TYPE_PROVIDER, flags);
  props[PROP_KEYRING_STATE] =
    g_param_spec_uint ("keyring-state", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ConfabRegistry::models-changed:
   * @self: the registry
   * @provider: a provider
   *
   * A provider has another list of models than before.
   */
  signals[SIGNAL_MODELS_CHANGED] =
    g_signal_new ("models-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_PROVIDER);

  /**
   * ConfabRegistry::keys-changed:
   * @self: the registry
   *
   * It was looked anew where everybody's key is, and the records say who shares one.
   */
  signals[SIGNAL_KEYS_CHANGED] =
    g_signal_new ("keys-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_registry_init (ConfabRegistry *self)
{
  self->cancellable = g_cancellable_new ();
  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
  self->refresh_waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/* confab_registry_new:
 * @catalogue: which types there are
 * @file: where the records are
 * @keyring: where the keys are
 * @credentials: what lets requests in
 * @transport: how to get to a provider
 * @model_cache: where lists of models are kept
 * @model_data: what is known of models beyond those lists
 *
 * Returns: (transfer full): a registry, empty until it is loaded
 */
ConfabRegistry *
confab_registry_new (ConfabCatalogue   *catalogue,
                     ConfabRecordsFile *file,
                     ConfabKeyring     *keyring,
                     ConfabCredentials *credentials,
                     ConfabTransport   *transport,
                     ConfabModelCache  *model_cache,
                     ConfabModelData   *model_data)
{
  ConfabRegistry *self = g_object_new (CONFAB_TYPE_REGISTRY, NULL);

  self->catalogue = g_object_ref (catalogue);
  self->file = g_object_ref (file);
  self->keyring = g_object_ref (keyring);
  self->credentials = g_object_ref (credentials);
  self->transport = g_object_ref (transport);
  self->model_cache = g_object_ref (model_cache);
  self->model_data = g_object_ref (model_data);
  self->local_servers = confab_local_servers_new (G_LIST_MODEL (self), transport, credentials);
  make_demonstration (self);

  g_signal_connect_object (file, "changed", G_CALLBACK (on_file_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keyring, "changed", G_CALLBACK (on_keyring_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keyring, "notify::state", G_CALLBACK (on_keyring_state_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/* confab_registry_set_model_data:
 * @model_data: what is known of models beyond their lists
 *
 * For before the records are loaded.
 */
void
confab_registry_set_model_data (ConfabRegistry  *self,
                                ConfabModelData *model_data)
{
  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_MODEL_DATA (model_data));

  g_set_object (&self->model_data, model_data);
}

/**
 * confab_registry_lookup:
 * @id: a provider's id
 *
 * Returns: (transfer none) (nullable): the provider, the demonstration too
 */
ConfabProvider *
confab_registry_lookup (ConfabRegistry *self,
                        const char     *id)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->providers->len; i++)
    {
      ConfabProvider *provider = g_ptr_array_index (self->providers, i);

      if (g_str_equal (confab_provider_get_id (provider), id))
        return provider;
    }

  return self->demonstration != NULL && g_str_equal (id, CONFAB_DEMONSTRATION_ID)
           ? self->demonstration
           : NULL;
}

/**
 * confab_registry_get_default_provider:
 *
 * Returns: (transfer none) (nullable): what a new conversation uses: the person's choice if it can
 *   be used, else the first in the list that can
 */
ConfabProvider *
confab_registry_get_default_provider (ConfabRegistry *self)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);

  return self->default_provider;
}

/**
 * confab_registry_get_demonstration:
 *
 * Returns: (transfer none) (nullable): the built-in provider, which is not in the list
 */
ConfabProvider *
confab_registry_get_demonstration (ConfabRegistry *self)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);

  return self->demonstration;
}

/**
 * confab_registry_get_error:
 *
 * Returns: (transfer none) (nullable): why the records file could not be read, of
 *   %CONFAB_PROVIDER_POLICY_ERROR when it makes no sense, %CONFAB_ENGINE_ERROR_NOT_LOADED when it
 *   cannot be read at all
 */
const GError *
confab_registry_get_error (ConfabRegistry *self)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);

  return self->error;
}

/**
 * confab_registry_get_keyring_state:
 *
 * Returns: the number of a `ConfabKeyringState`: 0 unknown, 1 available, 2 locked, 3 absent
 */
guint
confab_registry_get_keyring_state (ConfabRegistry *self)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), CONFAB_KEYRING_UNKNOWN);

  return self->keyring != NULL ? confab_keyring_get_state (self->keyring) : CONFAB_KEYRING_UNKNOWN;
}
