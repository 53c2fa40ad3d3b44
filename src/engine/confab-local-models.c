/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-models"

#include "config.h"

#include "confab-local-models.h"

#include "confab-local-models-private.h"
#include "confab-provider-private.h"

/* How often to look while somebody does: models come into the memory and leave it by themselves. */
#define WATCH_INTERVAL_S 3

/**
 * ConfabLocalModels:
 *
 * The models of a server that manages its own: which it has, which are in its memory, and those that
 * are being fetched. What is fetched goes on whether or not somebody looks.
 *
 * Asks nothing unless it is watched or told to. Owned by the registry; main thread only.
 */

enum { PROP_0, PROP_LISTED, PROP_ERROR, N_PROPS };

enum { SIGNAL_INVENTORY_CHANGED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void confab_local_models_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabLocalModels, confab_local_models, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, confab_local_models_list_model_init))

static int
compare_models (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  ConfabLocalModel *first = (ConfabLocalModel *) a;
  ConfabLocalModel *second = (ConfabLocalModel *) b;
  const gboolean first_there = confab_local_model_get_installed (first);
  const gboolean second_there = confab_local_model_get_installed (second);

  if (first_there != second_there)
    return first_there ? 1 : -1;

  return g_utf8_collate (confab_local_model_get_name (first), confab_local_model_get_name (second));
}

static void
remove_from_store (ConfabLocalModels *self,
                   ConfabLocalModel  *model)
{
  guint position;

  if (g_list_store_find (self->models, model, &position))
    g_list_store_remove (self->models, position);
}

/* confab_local_models_add:
 * @name: a model that is not in the list
 *
 * Returns: (transfer none): it, in the list
 */
ConfabLocalModel *
confab_local_models_add (ConfabLocalModels *self,
                         const char        *name)
{
  g_autoptr(ConfabLocalModel) model = confab_local_model_new (name);

  g_hash_table_insert (self->keys, confab_ollama_name_dup_key (name), model);
  g_list_store_insert_sorted (self->models, model, compare_models, NULL);

  return model;
}

/* confab_local_models_take_away:
 * @model: what is not there any more
 */
void
confab_local_models_take_away (ConfabLocalModels *self,
                               ConfabLocalModel  *model)
{
  g_autofree char *key = confab_ollama_name_dup_key (confab_local_model_get_name (model));

  g_hash_table_remove (self->keys, key);
  remove_from_store (self, model);
}

/* confab_local_models_note_installed:
 * @model: a model in the list
 * @facts: (nullable): what the server says of it, or %NULL when it is not there
 *
 * Moves the model to where it belongs then.
 */
void
confab_local_models_note_installed (ConfabLocalModels       *self,
                                    ConfabLocalModel        *model,
                                    const ConfabOllamaModel *facts)
{
  g_autoptr(ConfabLocalModel) kept = g_object_ref (model);
  const gboolean moves = confab_local_model_get_installed (model) != (facts != NULL);

  if (moves)
    remove_from_store (self, model);
  confab_local_model_set_installed (model, facts);
  if (moves)
    g_list_store_insert_sorted (self->models, model, compare_models, NULL);
}

/* confab_local_models_note_change:
 *
 * What the server has is not what it had: looks anew, and tells who lists models elsewhere.
 */
void
confab_local_models_note_change (ConfabLocalModels *self)
{
  g_signal_emit (self, signals[SIGNAL_INVENTORY_CHANGED], 0);
  confab_local_models_refresh_async (self, NULL, NULL, NULL);
}

/* confab_local_models_set_outcome:
 * @error: (nullable): why the server did not tell what it has
 */
void
confab_local_models_set_outcome (ConfabLocalModels *self,
                                 const GError      *error)
{
  const gboolean listed = error == NULL;

  if (self->error != NULL || error != NULL)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
    }
  if (self->listed != listed)
    {
      self->listed = listed;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LISTED]);
    }
}

/* confab_local_models_find:
 * @name: as the server calls it
 *
 * Returns: (transfer none) (nullable): the model in the list
 */
ConfabLocalModel *
confab_local_models_find (ConfabLocalModels *self,
                          const char        *name)
{
  g_autofree char *key = confab_ollama_name_dup_key (name);

  return g_hash_table_lookup (self->keys, key);
}

static gboolean
on_watch_timeout_cb (gpointer user_data)
{
  ConfabLocalModels *self = user_data;

  if (!self->looking)
    confab_local_models_refresh_async (self, NULL, NULL, NULL);

  return G_SOURCE_CONTINUE;
}

static void
on_state_cb (ConfabLocalModels *self)
{
  const gboolean ready = confab_provider_get_state (self->provider) == CONFAB_PROVIDER_STATE_READY;

  /* It has just been started, or has gone. */
  if (self->n_watching > 0 && ready != self->listed && !self->looking)
    confab_local_models_refresh_async (self, NULL, NULL, NULL);
}

/* What is known is known of another server. */
static void
on_base_url_cb (ConfabLocalModels *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  confab_local_models_drop_pulls (self);
  g_hash_table_remove_all (self->keys);
  g_list_store_remove_all (self->models);
  g_clear_error (&self->error);
  self->listed = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LISTED]);
  if (self->n_watching > 0)
    confab_local_models_refresh_async (self, NULL, NULL, NULL);
}

static void
on_items_changed_cb (GListModel *models,
                     guint       position,
                     guint       removed,
                     guint       added,
                     gpointer    user_data)
{
  g_list_model_items_changed (G_LIST_MODEL (user_data), position, removed, added);
}

static GType
confab_local_models_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_LOCAL_MODEL;
}

static guint
confab_local_models_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (CONFAB_LOCAL_MODELS (model)->models));
}

static gpointer
confab_local_models_get_item (GListModel *model,
                              guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (CONFAB_LOCAL_MODELS (model)->models), position);
}

static void
confab_local_models_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_local_models_get_item_type;
  iface->get_n_items = confab_local_models_get_n_items;
  iface->get_item = confab_local_models_get_item;
}

static void
confab_local_models_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ConfabLocalModels *self = CONFAB_LOCAL_MODELS (object);

  switch (prop_id)
    {
    case PROP_LISTED:
      g_value_set_boolean (value, self->listed);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_local_models_dispose (GObject *object)
{
  ConfabLocalModels *self = CONFAB_LOCAL_MODELS (object);

  g_clear_handle_id (&self->watch_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  confab_local_models_drop_pulls (self);
  g_clear_object (&self->transport);
  g_clear_object (&self->credentials);

  G_OBJECT_CLASS (confab_local_models_parent_class)->dispose (object);
}

static void
confab_local_models_finalize (GObject *object)
{
  ConfabLocalModels *self = CONFAB_LOCAL_MODELS (object);

  g_clear_object (&self->provider);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->models);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->waiting_next, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (confab_local_models_parent_class)->finalize (object);
}

static void
confab_local_models_class_init (ConfabLocalModelsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_local_models_get_property;
  object_class->dispose = confab_local_models_dispose;
  object_class->finalize = confab_local_models_finalize;

  props[PROP_LISTED] = g_param_spec_boolean ("listed", NULL, NULL, FALSE, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ConfabLocalModels::inventory-changed:
   *
   * Emitted when a model was fetched or removed through this list.
   */
  signals[SIGNAL_INVENTORY_CHANGED] =
    g_signal_new ("inventory-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_local_models_init (ConfabLocalModels *self)
{
  self->cancellable = g_cancellable_new ();
  self->models = g_list_store_new (CONFAB_TYPE_LOCAL_MODEL);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting_next = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->pulls);
  g_signal_connect_object (self->models, "items-changed", G_CALLBACK (on_items_changed_cb), self, 0);
}

/* confab_local_models_new:
 * @provider: whose models
 * @transport: how to get there
 * @credentials: what lets requests in
 *
 * Returns: (transfer full): its models, none until they are asked for
 */
ConfabLocalModels *
confab_local_models_new (ConfabProvider    *provider,
                         ConfabTransport   *transport,
                         ConfabCredentials *credentials)
{
  ConfabLocalModels *self = g_object_new (CONFAB_TYPE_LOCAL_MODELS, NULL);

  self->provider = g_object_ref (provider);
  self->transport = g_object_ref (transport);
  self->credentials = g_object_ref (credentials);
  g_signal_connect_object (provider, "notify::state", G_CALLBACK (on_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::base-url", G_CALLBACK (on_base_url_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * confab_local_models_get_provider:
 *
 * Returns: (transfer none): whose models these are
 */
ConfabProvider *
confab_local_models_get_provider (ConfabLocalModels *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODELS (self), NULL);

  return self->provider;
}

/**
 * confab_local_models_get_listed:
 *
 * Returns: whether the server told what it has when it was last asked
 */
gboolean
confab_local_models_get_listed (ConfabLocalModels *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODELS (self), FALSE);

  return self->listed;
}

/**
 * confab_local_models_get_error:
 *
 * Returns: (transfer none) (nullable): why it did not, of %CONFAB_PROVIDER_ERROR
 */
const GError *
confab_local_models_get_error (ConfabLocalModels *self)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODELS (self), NULL);

  return self->error;
}

/**
 * confab_local_models_lookup:
 * @name: what somebody typed: a name with or without a tag, or what
 *   [method@LocalModels.pull_async] takes for one
 *
 * Returns: (transfer none) (nullable): the model of the list that it means
 */
ConfabLocalModel *
confab_local_models_lookup (ConfabLocalModels *self,
                            const char        *name)
{
  g_autofree char *parsed = NULL;
  ConfabLocalModel *model;

  g_return_val_if_fail (CONFAB_IS_LOCAL_MODELS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  /* A server may have names that nobody could type. */
  model = confab_local_models_find (self, name);
  if (model == NULL && (parsed = confab_ollama_name_parse (name, NULL)) != NULL)
    model = confab_local_models_find (self, parsed);

  return model;
}

/**
 * confab_local_models_set_watch:
 * @watch: whether one more looks, or one less
 *
 * Asks the server again and again while somebody looks.
 */
void
confab_local_models_set_watch (ConfabLocalModels *self,
                               gboolean           watch)
{
  g_return_if_fail (CONFAB_IS_LOCAL_MODELS (self));
  g_return_if_fail (watch || self->n_watching > 0);

  if (watch && self->n_watching++ == 0)
    {
      self->watch_source = g_timeout_add_seconds (WATCH_INTERVAL_S, on_watch_timeout_cb, self);
      confab_local_models_refresh_async (self, NULL, NULL, NULL);
    }
  else if (!watch && --self->n_watching == 0)
    {
      g_clear_handle_id (&self->watch_source, g_source_remove);
    }
}
