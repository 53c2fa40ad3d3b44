/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-context"

#include "config.h"

#include "confab-context.h"

#include "confab-context-private.h"
#include "confab-conversation-list-private.h"
#include "confab-engine-settings.h"
#include "confab-registry-private.h"

/**
 * ConfabContext:
 *
 * The engine: everything between the disk, the keyring and the network on one side and the window
 * or the terminal on the other. The application makes one and passes it down.
 *
 * Main thread only. Close it before letting go of it.
 */
enum
{
  PROP_0,
  PROP_HISTORY_ERROR,
  PROP_DEFAULT_THINKING,
  PROP_THINKING_MODEL,
  PROP_ASKS_OTHERS,
  PROP_NAMES_CONVERSATIONS,
  PROP_TITLE_MODEL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabContext, confab_context, G_TYPE_OBJECT)

static void
confab_context_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConfabContext *self = CONFAB_CONTEXT (object);

  switch (prop_id)
    {
    case PROP_HISTORY_ERROR:
      g_value_set_boxed (value, self->history_error);
      break;

    case PROP_DEFAULT_THINKING:
      g_value_set_enum (value, (int) self->default_thinking);
      break;

    case PROP_THINKING_MODEL:
      g_value_set_string (value, self->thinking_model);
      break;

    case PROP_ASKS_OTHERS:
      g_value_set_boolean (value, self->asks_others);
      break;

    case PROP_NAMES_CONVERSATIONS:
      g_value_set_boolean (value, self->names_conversations);
      break;

    case PROP_TITLE_MODEL:
      g_value_set_string (value, self->title_model);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_context_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ConfabContext *self = CONFAB_CONTEXT (object);

  switch (prop_id)
    {
    case PROP_DEFAULT_THINKING:
      confab_context_set_default_thinking (self, (ConfabThinkingLevel) g_value_get_enum (value));
      break;

    case PROP_THINKING_MODEL:
      confab_context_set_thinking_model (self, g_value_get_string (value));
      break;

    case PROP_ASKS_OTHERS:
      confab_context_set_asks_others (self, g_value_get_boolean (value));
      break;

    case PROP_NAMES_CONVERSATIONS:
      confab_context_set_names_conversations (self, g_value_get_boolean (value));
      break;

    case PROP_TITLE_MODEL:
      confab_context_set_title_model (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_context_dispose (GObject *object)
{
  ConfabContext *self = CONFAB_CONTEXT (object);

  g_clear_handle_id (&self->reopen_source, g_source_remove);
  if (self->history_watch != NULL)
    confab_history_watch_stop (self->history_watch);
  g_clear_object (&self->history_watch);
  g_clear_object (&self->conversations);
  g_clear_object (&self->refusals);
  g_clear_object (&self->rests);
  g_clear_object (&self->registry);
  g_clear_object (&self->model_cache);
  g_clear_object (&self->model_data);
  g_clear_object (&self->records_file);
  g_clear_object (&self->history);
  g_clear_object (&self->credentials);
  g_clear_object (&self->keyring);
  g_clear_object (&self->transport);
  g_clear_object (&self->catalogue);

  G_OBJECT_CLASS (confab_context_parent_class)->dispose (object);
}

static void
confab_context_finalize (GObject *object)
{
  ConfabContext *self = CONFAB_CONTEXT (object);

  g_clear_pointer (&self->work, g_ptr_array_unref);
  g_clear_error (&self->history_error);
  g_clear_error (&self->model_data_error);
  g_clear_pointer (&self->thinking_model, g_free);
  g_clear_pointer (&self->title_model, g_free);

  G_OBJECT_CLASS (confab_context_parent_class)->finalize (object);
}

static void
confab_context_class_init (ConfabContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_context_get_property;
  object_class->set_property = confab_context_set_property;
  object_class->dispose = confab_context_dispose;
  object_class->finalize = confab_context_finalize;

  props[PROP_HISTORY_ERROR] =
    g_param_spec_boxed ("history-error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_DEFAULT_THINKING] =
    g_param_spec_enum ("default-thinking", NULL, NULL, CONFAB_TYPE_THINKING_LEVEL, CONFAB_THINKING_DEFAULT,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_THINKING_MODEL] =
    g_param_spec_string ("thinking-model", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_ASKS_OTHERS] =
    g_param_spec_boolean ("asks-others", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_NAMES_CONVERSATIONS] =
    g_param_spec_boolean ("names-conversations", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_TITLE_MODEL] =
    g_param_spec_string ("title-model", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_context_init (ConfabContext *self)
{
  g_autoptr(GFile) records = NULL;
  g_autoptr(GFile) history = NULL;
  g_autoptr(GFile) lists = NULL;
  g_autoptr(GFile) refusals = NULL;
  g_autoptr(GFile) rests = NULL;

  records = g_file_new_build_filename (g_get_user_config_dir (), "confab", "providers.json", NULL);
  history = g_file_new_build_filename (g_get_user_data_dir (), "confab", "history.db", NULL);
  lists = g_file_new_build_filename (g_get_user_cache_dir (), "confab", "models", NULL);
  refusals = g_file_new_build_filename (g_get_user_cache_dir (), "confab", "refused-parameters.json", NULL);

  rests = g_file_new_build_filename (g_get_user_state_dir (), "confab", "rests", NULL);

  self->work = g_ptr_array_new ();
  self->asks_others = TRUE;
  self->catalogue = confab_catalogue_new_builtin ();
  self->keyring = confab_keyring_new ();
  self->transport = confab_transport_new ();
  self->records_file = confab_records_file_new (records);
  self->model_cache = confab_model_cache_new (lists);
  self->model_data = confab_model_data_new_builtin ();
  self->credentials = confab_credentials_new (self->keyring, self->transport);
  self->registry = confab_registry_new (self->catalogue, self->records_file, self->keyring,
                                        self->credentials, self->transport, self->model_cache, self->model_data);
  self->history = confab_history_new (history);
  self->refusals = confab_refusals_new (refusals);
  self->rests = confab_rests_new (rests, self->registry);
  self->conversations = confab_conversation_list_new (self);
}

/**
 * confab_context_new:
 *
 * Nothing is read yet: [method@Context.load_async] and [method@Context.open_history_async] do
 * that, apart from each other, so that a window can show before the history is open.
 *
 * Returns: (transfer full): the engine
 */
ConfabContext *
confab_context_new (void)
{
  return g_object_new (CONFAB_TYPE_CONTEXT, NULL);
}

/**
 * confab_context_get_catalogue:
 *
 * Returns: (transfer none): the types of providers that are known
 */
ConfabCatalogue *
confab_context_get_catalogue (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->catalogue;
}

/**
 * confab_context_get_registry:
 *
 * Returns: (transfer none): the providers
 */
ConfabRegistry *
confab_context_get_registry (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->registry;
}

/**
 * confab_context_get_conversations:
 *
 * Returns: (transfer none): the conversations, none until the history is open
 */
ConfabConversationList *
confab_context_get_conversations (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->conversations;
}

/**
 * confab_context_get_history_error:
 *
 * Returns: (transfer none) (nullable): why the history could not be opened, of
 *   %CONFAB_STORE_ERROR; conversations are then in memory only
 */
const GError *
confab_context_get_history_error (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->history_error;
}

/**
 * confab_context_get_model_data_error:
 *
 * Returns: (transfer none) (nullable): why the person's own file with facts about models is not in
 *   use, %CONFAB_ENGINE_ERROR_BAD_MODEL_DATA
 */
const GError *
confab_context_get_model_data_error (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->model_data_error;
}

/**
 * confab_context_get_default_thinking:
 *
 * Returns: how much is thought in conversations in which nobody chose otherwise
 */
ConfabThinkingLevel
confab_context_get_default_thinking (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), CONFAB_THINKING_DEFAULT);

  return self->default_thinking;
}

/**
 * confab_context_set_default_thinking:
 * @thinking: how much is thought where nobody chose otherwise
 */
void
confab_context_set_default_thinking (ConfabContext       *self,
                                     ConfabThinkingLevel  thinking)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  if (self->default_thinking == thinking)
    return;

  self->default_thinking = thinking;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEFAULT_THINKING]);
}

/**
 * confab_context_get_thinking_model:
 *
 * Returns: (transfer none) (nullable): the model that new conversations go to when they are to be
 *   thought about, as `PROVIDER:MODEL`
 */
const char *
confab_context_get_thinking_model (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->thinking_model;
}

/**
 * confab_context_set_thinking_model:
 * @reference: (nullable): a model as `PROVIDER:MODEL`; none, if empty
 *
 * Sets the model that new conversations go to when they are to be thought about. Where its provider
 * cannot be used, they go to the default.
 */
void
confab_context_set_thinking_model (ConfabContext *self,
                                   const char    *reference)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  if (reference != NULL && *reference == '\0')
    reference = NULL;
  if (g_strcmp0 (self->thinking_model, reference) == 0)
    return;

  g_free (self->thinking_model);
  self->thinking_model = g_strdup (reference);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_THINKING_MODEL]);
}

/**
 * confab_context_get_asks_others:
 *
 * Returns: whether another provider is asked when one fails
 */
gboolean
confab_context_get_asks_others (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), FALSE);

  return self->asks_others;
}

/**
 * confab_context_set_asks_others:
 * @asks_others: whether another provider is asked when one fails
 */
void
confab_context_set_asks_others (ConfabContext *self,
                                gboolean       asks_others)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  if (self->asks_others == asks_others)
    return;

  self->asks_others = asks_others;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ASKS_OTHERS]);
}

/**
 * confab_context_get_names_conversations:
 *
 * Returns: whether a model is asked for the names of conversations
 */
gboolean
confab_context_get_names_conversations (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), FALSE);

  return self->names_conversations;
}

/**
 * confab_context_set_names_conversations:
 * @names_conversations: whether a model is asked for the names of conversations
 */
void
confab_context_set_names_conversations (ConfabContext *self,
                                        gboolean       names_conversations)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  if (self->names_conversations == names_conversations)
    return;

  self->names_conversations = names_conversations;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAMES_CONVERSATIONS]);
}

/**
 * confab_context_get_title_model:
 *
 * Returns: (transfer none) (nullable): the model that names conversations, as `PROVIDER:MODEL`;
 *   %NULL when it is the one that answered
 */
const char *
confab_context_get_title_model (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->title_model;
}

/**
 * confab_context_set_title_model:
 * @reference: (nullable): a model as `PROVIDER:MODEL`; none, if empty
 *
 * Sets the model that names conversations. Where its provider cannot be used, they keep the names
 * they began with.
 */
void
confab_context_set_title_model (ConfabContext *self,
                                const char    *reference)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  if (reference != NULL && *reference == '\0')
    reference = NULL;
  if (g_strcmp0 (self->title_model, reference) == 0)
    return;

  g_free (self->title_model);
  self->title_model = g_strdup (reference);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE_MODEL]);
}

/**
 * confab_context_bind_settings:
 * @settings: the preferences
 *
 * Goes by them from now on.
 */
void
confab_context_bind_settings (ConfabContext *self,
                              GSettings     *settings)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_settings_bind (settings, CONFAB_SETTING_DEFAULT_THINKING, self, "default-thinking", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, CONFAB_SETTING_THINKING_MODEL, self, "thinking-model", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, CONFAB_SETTING_ASK_OTHERS, self, "asks-others", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, CONFAB_SETTING_NAME_CONVERSATIONS, self, "names-conversations", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, CONFAB_SETTING_TITLE_MODEL, self, "title-model", G_SETTINGS_BIND_GET);
}

/* confab_context_get_transport:
 *
 * Returns: (transfer none): how to get to providers
 */
ConfabTransport *
confab_context_get_transport (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->transport;
}

/* confab_context_get_credentials:
 *
 * Returns: (transfer none): what lets requests in
 */
ConfabCredentials *
confab_context_get_credentials (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->credentials;
}

/* confab_context_get_keyring:
 *
 * Returns: (transfer none): where keys are kept
 */
ConfabKeyring *
confab_context_get_keyring (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->keyring;
}

/* confab_context_get_history:
 *
 * Returns: (transfer none) (nullable): where conversations are kept
 */
ConfabHistory *
confab_context_get_history (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->history;
}

/* confab_context_get_refusals:
 *
 * Returns: (transfer none): what models refused
 */
ConfabRefusals *
confab_context_get_refusals (ConfabContext *self)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), NULL);

  return self->refusals;
}

/* confab_context_set_history_error:
 * @error: (nullable): why the history is not open
 */
void
confab_context_set_history_error (ConfabContext *self,
                                  const GError  *error)
{
  if (self->history_error == NULL && error == NULL)
    return;

  g_clear_error (&self->history_error);
  self->history_error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HISTORY_ERROR]);
}
