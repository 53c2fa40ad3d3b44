/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat"

#include "config.h"

#include "confab-chat-private.h"

#include "confab-chat-edit.h"
#include "confab-chat-versions.h"
#include "confab-context-private.h"
#include "confab-history.h"

/**
 * ConfabChat:
 *
 * A conversation that is open for talking: its messages, the reply that is arriving, and whom the
 * next message goes to.
 *
 * While a reply arrives the chat keeps itself alive, so that a conversation can be left and the
 * reply still lands in the history. When the history cannot be written, talking goes on in memory,
 * "error" says so, and the chat stays until it can.
 */
enum
{
  PROP_0,
  PROP_CONVERSATION,
  PROP_MESSAGES,
  PROP_BUSY,
  PROP_LOADED,
  PROP_PROVIDER,
  PROP_MODEL,
  PROP_THINKING,
  PROP_THINKING_LEVELS,
  PROP_ERROR,
  PROP_EDITED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabChat, confab_chat, G_TYPE_OBJECT)

static void
on_journal_error_cb (ConfabChat *self)
{
  const GError *error = confab_context_get_cause (self->context, confab_journal_get_error (self->journal));

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  if (error != NULL && !self->kept && !g_error_matches (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED))
    {
      self->kept = TRUE;
      g_object_ref (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  if (self->error == NULL)
    confab_chat_let_go (self);
}

static void
notify_target (ConfabChat *self)
{
  for (guint i = PROP_PROVIDER; i <= PROP_THINKING_LEVELS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

static void
load_messages_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) messages = NULL;
  ConfabChat *self = g_task_get_source_object (task);
  GError *error = NULL;

  messages = confab_history_load_messages_finish (CONFAB_HISTORY (object), result, &error);
  if (messages == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Two views may have asked at the same time. */
  if (!self->loaded)
    {
      for (guint i = 0; i < messages->len; i++)
        confab_message_tree_add (self->tree, g_ptr_array_index (messages, i));
      confab_chat_show_branch (self, confab_conversation_get_head_id (self->conversation));
      self->loaded = TRUE;
      confab_chat_attachments_load (self);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
    }

  g_task_return_boolean (task, TRUE);
}

static void
confab_chat_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  ConfabChat *self = CONFAB_CHAT (object);

  switch (prop_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;

    case PROP_MESSAGES:
      g_value_set_object (value, self->messages);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, confab_chat_get_busy (self));
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    case PROP_PROVIDER:
      g_value_set_object (value, confab_chat_get_provider (self));
      break;

    case PROP_MODEL:
      g_value_set_string (value, confab_chat_get_model (self));
      break;

    case PROP_THINKING:
      g_value_set_enum (value, (int) confab_chat_get_thinking (self));
      break;

    case PROP_THINKING_LEVELS:
      g_value_set_uint (value, confab_chat_get_thinking_levels (self));
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case PROP_EDITED:
      g_value_set_object (value, self->edited);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_chat_dispose (GObject *object)
{
  ConfabChat *self = CONFAB_CHAT (object);

  /* What is typed is written, even if nobody looks at it any more. */
  if (self->journal != NULL)
    {
      confab_chat_forget_removed (self);
      confab_journal_flush (self->journal);
      g_signal_handlers_disconnect_by_func (self->journal, on_journal_error_cb, self);
    }
  g_clear_object (&self->journal);
  g_clear_object (&self->attachments);
  g_clear_pointer (&self->kept_attachments, g_ptr_array_unref);
  g_clear_object (&self->target);
  g_clear_pointer (&self->continuation, confab_continuation_free);
  g_clear_object (&self->turn);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->title_cancellable);
  g_clear_object (&self->messages);
  g_clear_weak_pointer (&self->context);

  G_OBJECT_CLASS (confab_chat_parent_class)->dispose (object);
}

static void
confab_chat_finalize (GObject *object)
{
  ConfabChat *self = CONFAB_CHAT (object);

  g_clear_object (&self->edited);
  g_clear_pointer (&self->edited_text, g_free);
  g_clear_pointer (&self->own_draft, g_free);
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  g_clear_pointer (&self->removed_head, g_free);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->tree, confab_message_tree_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (confab_chat_parent_class)->finalize (object);
}

static void
confab_chat_class_init (ConfabChatClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_chat_get_property;
  object_class->dispose = confab_chat_dispose;
  object_class->finalize = confab_chat_finalize;

  props[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, CONFAB_TYPE_CONVERSATION, flags);
  props[PROP_MESSAGES] =
    g_param_spec_object ("messages", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  props[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  props[PROP_PROVIDER] =
    g_param_spec_object ("provider", NULL, NULL, CONFAB_TYPE_PROVIDER, flags);
  props[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL, NULL, flags);
  props[PROP_THINKING] =
    g_param_spec_enum ("thinking", NULL, NULL, CONFAB_TYPE_THINKING_LEVEL, CONFAB_THINKING_DEFAULT, flags);
  props[PROP_THINKING_LEVELS] =
    g_param_spec_uint ("thinking-levels", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_EDITED] =
    g_param_spec_object ("edited", NULL, NULL, CONFAB_TYPE_MESSAGE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_chat_init (ConfabChat *self)
{
  self->tree = confab_message_tree_new ();
  self->messages = g_list_store_new (CONFAB_TYPE_MESSAGE);
}

/**
 * confab_chat_new:
 * @context: what the chat works with
 * @conversation: which conversation
 * @stored: whether it is in the history; one that is not is empty
 *
 * Returns: (transfer full): the chat
 */
ConfabChat *
confab_chat_new (ConfabContext      *context,
                 ConfabConversation *conversation,
                 gboolean            stored)
{
  ConfabChat *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (CONFAB_TYPE_CHAT, NULL);
  g_set_weak_pointer (&self->context, context);
  self->conversation = g_object_ref (conversation);
  self->loaded = !stored;
  self->journal = confab_journal_new (confab_context_get_history (context), conversation, stored);
  g_signal_connect_swapped (self->journal, "notify::error", G_CALLBACK (on_journal_error_cb), self);
  self->target = confab_chat_target_new (context, conversation);
  g_signal_connect_object (self->target, "changed", G_CALLBACK (notify_target), self, G_CONNECT_SWAPPED);
  confab_chat_attachments_init (self);

  return self;
}

/**
 * confab_chat_get_conversation:
 *
 * Returns: (transfer none): which conversation it is
 */
ConfabConversation *
confab_chat_get_conversation (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return self->conversation;
}

/**
 * confab_chat_get_messages:
 *
 * Returns: (transfer none): the branch that is shown, a list of #ConfabMessage, the oldest first
 */
GListModel *
confab_chat_get_messages (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return G_LIST_MODEL (self->messages);
}

/**
 * confab_chat_get_busy:
 *
 * Returns: whether a reply is arriving
 */
gboolean
confab_chat_get_busy (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);

  return self->turn != NULL;
}

/**
 * confab_chat_get_loaded:
 *
 * Returns: whether the messages are there
 */
gboolean
confab_chat_get_loaded (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);

  return self->loaded;
}

/**
 * confab_chat_get_error:
 *
 * Returns: (transfer none) (nullable): why something could not be stored, of %CONFAB_STORE_ERROR
 */
const GError *
confab_chat_get_error (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return self->error;
}

/**
 * confab_chat_get_provider:
 *
 * Returns: (transfer none) (nullable): whom the next message goes to: the conversation's own
 *   choice, else the default
 */
ConfabProvider *
confab_chat_get_provider (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return self->target != NULL ? confab_chat_target_get_provider (self->target) : NULL;
}

/**
 * confab_chat_get_model:
 *
 * Returns: (transfer none) (nullable): the model that answers next: the conversation's own choice,
 *   else the provider's
 */
const char *
confab_chat_get_model (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return self->target != NULL ? confab_chat_target_get_model (self->target) : NULL;
}

/**
 * confab_chat_get_thinking:
 *
 * Returns: how much the next message is to be thought about: the conversation's own choice, else
 *   the default
 */
ConfabThinkingLevel
confab_chat_get_thinking (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), CONFAB_THINKING_DEFAULT);

  return self->target != NULL ? confab_chat_target_get_thinking (self->target) : CONFAB_THINKING_DEFAULT;
}

/**
 * confab_chat_get_thinking_levels:
 *
 * Returns: a bit `1 << level` for each #ConfabThinkingLevel that the next message can be thought
 *   about with; 0 where there is nothing to choose, because the model cannot be told
 */
guint
confab_chat_get_thinking_levels (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), 0);

  return self->target != NULL ? confab_chat_target_get_thinking_levels (self->target) : 0;
}

/**
 * confab_chat_set_thinking:
 * @thinking: how much the next messages are to be thought about
 *
 * Chooses for this conversation alone.
 */
void
confab_chat_set_thinking (ConfabChat          *self,
                          ConfabThinkingLevel  thinking)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (self->target != NULL)
    confab_chat_target_set_thinking_once (self->target, CONFAB_THINKING_UNSET);
  confab_conversation_set_thinking (self->conversation, thinking);
  if (confab_journal_get_stored (self->journal))
    confab_journal_save_conversation (self->journal);
}

/**
 * confab_chat_set_target:
 * @provider: whom the next messages go to
 * @model: (nullable): which model answers; the provider's own choice when %NULL
 *
 * Chooses for this conversation alone.
 */
void
confab_chat_set_target (ConfabChat     *self,
                        ConfabProvider *provider,
                        const char     *model)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  if (self->target != NULL)
    confab_chat_target_set_once (self->target, NULL, NULL);
  confab_conversation_set_provider_id (self->conversation, confab_provider_get_id (provider));
  confab_conversation_set_model (self->conversation, model);
  if (confab_journal_get_stored (self->journal))
    confab_journal_save_conversation (self->journal);
}

/**
 * confab_chat_get_target_once:
 *
 * Returns: whether provider and model are for the next message alone; told of by "provider"
 */
gboolean
confab_chat_get_target_once (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);

  return self->target != NULL && confab_chat_target_get_once (self->target);
}

/**
 * confab_chat_get_thinking_once:
 *
 * Returns: whether the level of thinking is for the next message alone; told of by "thinking"
 */
gboolean
confab_chat_get_thinking_once (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);

  return self->target != NULL && confab_chat_target_get_thinking_once (self->target);
}

/**
 * confab_chat_set_target_once:
 * @provider: whom the next message goes to
 * @model: (nullable): which model answers; the provider's own choice when %NULL
 *
 * Chooses for the next message alone. Asking again for its reply asks the same again.
 */
void
confab_chat_set_target_once (ConfabChat     *self,
                             ConfabProvider *provider,
                             const char     *model)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  if (self->target != NULL)
    confab_chat_target_set_once (self->target, confab_provider_get_id (provider), model);
}

/**
 * confab_chat_set_thinking_once:
 * @thinking: how much the next message is to be thought about
 *
 * Chooses for the next message alone.
 */
void
confab_chat_set_thinking_once (ConfabChat          *self,
                               ConfabThinkingLevel  thinking)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (self->target != NULL)
    confab_chat_target_set_thinking_once (self->target, thinking);
}

/**
 * confab_chat_load_async:
 * @cancellable: (nullable): stops reading
 * @callback: called when the messages are there
 * @user_data: closure
 *
 * Reads the messages of a conversation that is in the history.
 */
void
confab_chat_load_async (ConfabChat          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ConfabHistory *history;

  g_return_if_fail (CONFAB_IS_CHAT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_chat_load_async);

  history = self->context != NULL ? confab_context_get_history (self->context) : NULL;
  if (self->loaded)
    g_task_return_boolean (task, TRUE);
  else if (history == NULL)
    g_task_return_new_error (task, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED, "The history is not open");
  else
    confab_history_load_messages_async (history, confab_conversation_get_id (self->conversation),
                                        cancellable, load_messages_cb, g_steal_pointer (&task));
}

/**
 * confab_chat_load_finish:
 * @result: the result
 * @error: return location for a %CONFAB_STORE_ERROR
 *
 * Returns: whether the messages are there
 */
gboolean
confab_chat_load_finish (ConfabChat    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
