/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-target"

#include "config.h"

#include "confab-chat-target.h"

#include <string.h>

#include "confab-context-private.h"
#include "confab-thinking-policy.h"

#define LEVEL_BIT(level) (1u << (level))

/* The levels at which a model for thinking is wanted where none was chosen. */
#define THOUGHTFUL_LEVELS \
  (LEVEL_BIT (CONFAB_THINKING_LOW) | LEVEL_BIT (CONFAB_THINKING_MEDIUM) | LEVEL_BIT (CONFAB_THINKING_HIGH))

/**
 * ConfabChatTarget:
 *
 * Whom the next message of a conversation goes to, and how much it will be thought about.
 *
 * What was chosen for that message alone comes first, then what the conversation says itself. Without
 * that it is the default provider and its model, or the model that is set for thinking when the level
 * asks for some.
 */
typedef struct
{
  char                *provider_id;  /* owned, nullable */
  char                *model;        /* owned, nullable */
  ConfabThinkingLevel  thinking;     /* CONFAB_THINKING_UNSET where none was chosen */
} Choice;

struct _ConfabChatTarget
{
  GObject             parent_instance;

  ConfabContext      *context;         /* unowned-weak */
  ConfabConversation *conversation;    /* owned */
  Choice              once;            /* for the next message alone */
  Choice              last;            /* what was so for the last one */
  GSignalGroup       *registry_group;  /* owned */
  GSignalGroup       *provider_group;  /* owned */
  GSignalGroup       *models_group;    /* owned */
};

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabChatTarget, confab_chat_target, G_TYPE_OBJECT)

/* The model that is set for thinking, if its provider can be used. @model is borrowed. */
static ConfabProvider *
find_thinking_model (ConfabChatTarget  *self,
                     const char       **model)
{
  const char *reference = confab_context_get_thinking_model (self->context);
  ConfabProvider *provider = NULL;

  if (reference != NULL)
    provider = confab_registry_lookup_reference (confab_context_get_registry (self->context), reference, model);

  return provider != NULL && confab_provider_get_usable (provider) ? provider : NULL;
}

static void
choice_set (Choice              *choice,
            const char          *provider_id,
            const char          *model,
            ConfabThinkingLevel  thinking)
{
  g_autofree char *old_id = choice->provider_id;
  g_autofree char *old_model = choice->model;

  choice->provider_id = g_strdup (provider_id);
  choice->model = g_strdup (model);
  choice->thinking = thinking;
}

static void
choice_clear (Choice *choice)
{
  choice_set (choice, NULL, NULL, CONFAB_THINKING_UNSET);
}

/* Who was chosen for the next message alone, if that still can be. */
static ConfabProvider *
find_once (ConfabChatTarget *self)
{
  if (self->context == NULL || self->once.provider_id == NULL)
    return NULL;

  return confab_registry_lookup (confab_context_get_registry (self->context), self->once.provider_id);
}

/* What is asked at a level by what lasts. @model is borrowed. */
static ConfabProvider *
find_lasting (ConfabChatTarget     *self,
              ConfabThinkingLevel   level,
              const char          **model)
{
  const char *provider_id = confab_conversation_get_provider_id (self->conversation);
  ConfabRegistry *registry;
  ConfabProvider *provider = NULL;

  *model = NULL;
  if (self->context == NULL)
    return NULL;

  registry = confab_context_get_registry (self->context);
  if (provider_id != NULL)
    provider = confab_registry_lookup (registry, provider_id);

  if (provider != NULL)
    {
      *model = confab_conversation_get_model (self->conversation);
    }
  else if ((LEVEL_BIT (level) & THOUGHTFUL_LEVELS) != 0)
    {
      provider = find_thinking_model (self, model);
    }

  /* A model chosen at a provider that is gone means nothing at another. */
  if (provider == NULL)
    provider = confab_registry_get_default_provider (registry);
  if (*model == NULL && provider != NULL)
    *model = confab_provider_get_model (provider);

  return provider;
}

/* What is asked at a level. @model is borrowed. */
static ConfabProvider *
find_target (ConfabChatTarget     *self,
             ConfabThinkingLevel   level,
             const char          **model)
{
  ConfabProvider *provider = find_once (self);

  if (provider == NULL)
    return find_lasting (self, level, model);

  *model = self->once.model != NULL ? self->once.model : confab_provider_get_model (provider);

  return provider;
}

static ConfabThinkingLevel
get_lasting_thinking (ConfabChatTarget *self)
{
  ConfabThinkingLevel level = confab_conversation_get_thinking (self->conversation);

  if (level == CONFAB_THINKING_UNSET && self->context != NULL)
    level = confab_context_get_default_thinking (self->context);

  return level != CONFAB_THINKING_UNSET ? level : CONFAB_THINKING_DEFAULT;
}

static void
emit_changed (ConfabChatTarget *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
update (ConfabChatTarget *self)
{
  ConfabProvider *provider = confab_chat_target_get_provider (self);

  g_signal_group_set_target (self->provider_group, provider);
  g_signal_group_set_target (self->models_group, provider != NULL ? confab_provider_get_models (provider) : NULL);
  emit_changed (self);
}

static void
confab_chat_target_dispose (GObject *object)
{
  ConfabChatTarget *self = CONFAB_CHAT_TARGET (object);

  g_clear_object (&self->registry_group);
  g_clear_object (&self->provider_group);
  g_clear_object (&self->models_group);
  g_clear_weak_pointer (&self->context);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (confab_chat_target_parent_class)->dispose (object);
}

static void
confab_chat_target_finalize (GObject *object)
{
  ConfabChatTarget *self = CONFAB_CHAT_TARGET (object);

  choice_clear (&self->once);
  choice_clear (&self->last);

  G_OBJECT_CLASS (confab_chat_target_parent_class)->finalize (object);
}

static void
confab_chat_target_class_init (ConfabChatTargetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_chat_target_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_chat_target_finalize;

  /**
   * ConfabChatTarget::changed:
   *
   * Something of what the getters return may be another.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_chat_target_init (ConfabChatTarget *self)
{
  self->once.thinking = self->last.thinking = CONFAB_THINKING_UNSET;
  self->registry_group = g_signal_group_new (CONFAB_TYPE_REGISTRY);
  g_signal_group_connect_swapped (self->registry_group, "notify::default-provider", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->registry_group, "items-changed", G_CALLBACK (update), self);

  self->provider_group = g_signal_group_new (CONFAB_TYPE_PROVIDER);
  g_signal_group_connect_swapped (self->provider_group, "notify::model", G_CALLBACK (emit_changed), self);

  self->models_group = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->models_group, "items-changed", G_CALLBACK (emit_changed), self);
}

/* confab_chat_target_new:
 * @context: where the providers and the defaults are
 * @conversation: which conversation
 *
 * Returns: (transfer full): its target
 */
ConfabChatTarget *
confab_chat_target_new (ConfabContext      *context,
                        ConfabConversation *conversation)
{
  static const char *const of_conversation[] = { "notify::provider-id", "notify::model", "notify::thinking" };
  static const char *const of_context[] = { "notify::default-thinking", "notify::thinking-model" };
  ConfabChatTarget *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (CONFAB_TYPE_CHAT_TARGET, NULL);
  g_set_weak_pointer (&self->context, context);
  self->conversation = g_object_ref (conversation);

  for (gsize i = 0; i < G_N_ELEMENTS (of_conversation); i++)
    g_signal_connect_object (conversation, of_conversation[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (of_context); i++)
    g_signal_connect_object (context, of_context[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_context_get_refusals (context), "changed", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_group_set_target (self->registry_group, confab_context_get_registry (context));
  update (self);

  return self;
}

/* confab_chat_target_get_provider:
 *
 * Returns: (transfer none) (nullable): whom the next message goes to
 */
ConfabProvider *
confab_chat_target_get_provider (ConfabChatTarget *self)
{
  const char *model;

  g_return_val_if_fail (CONFAB_IS_CHAT_TARGET (self), NULL);

  return find_target (self, confab_chat_target_get_thinking (self), &model);
}

/* confab_chat_target_get_model:
 *
 * Returns: (transfer none) (nullable): the model that answers next
 */
const char *
confab_chat_target_get_model (ConfabChatTarget *self)
{
  const char *model;

  g_return_val_if_fail (CONFAB_IS_CHAT_TARGET (self), NULL);

  find_target (self, confab_chat_target_get_thinking (self), &model);

  return model;
}

/* confab_chat_target_get_thinking:
 *
 * Returns: how much the next message is to be thought about; a model that cannot be told so is not
 */
ConfabThinkingLevel
confab_chat_target_get_thinking (ConfabChatTarget *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_TARGET (self), CONFAB_THINKING_DEFAULT);

  return self->once.thinking != CONFAB_THINKING_UNSET ? self->once.thinking : get_lasting_thinking (self);
}

/* confab_chat_target_get_thinking_levels:
 *
 * Returns: a bit `1 << level` for each level that can be chosen; 0 if there is nothing to choose
 */
guint
confab_chat_target_get_thinking_levels (ConfabChatTarget *self)
{
  guint levels = 0;

  g_return_val_if_fail (CONFAB_IS_CHAT_TARGET (self), 0);

  if (self->context == NULL)
    return 0;

  for (ConfabThinkingLevel level = CONFAB_THINKING_DEFAULT; level <= CONFAB_THINKING_HIGH; level++)
    {
      const char *model;
      ConfabProvider *provider = find_target (self, level, &model);

      if (provider != NULL)
        levels |= LEVEL_BIT (level) &
                  confab_thinking_policy_get_levels (confab_context_get_refusals (self->context), provider, model);
    }

  /* Where one level has a model of its own, there is also the way back from it. */
  return levels != 0 ? levels | LEVEL_BIT (CONFAB_THINKING_DEFAULT) : 0;
}

/* confab_chat_target_get_once:
 *
 * Returns: whether the model and provider are for the next message alone
 */
gboolean
confab_chat_target_get_once (ConfabChatTarget *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_TARGET (self), FALSE);

  return find_once (self) != NULL;
}

/* confab_chat_target_get_thinking_once:
 *
 * Returns: whether the level is for the next message alone
 */
gboolean
confab_chat_target_get_thinking_once (ConfabChatTarget *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_TARGET (self), FALSE);

  return self->once.thinking != CONFAB_THINKING_UNSET;
}

/* confab_chat_target_set_once:
 * @provider_id: (nullable): whom the next message alone goes to; as all others if %NULL
 * @model: (nullable): which model answers it
 */
void
confab_chat_target_set_once (ConfabChatTarget *self,
                             const char       *provider_id,
                             const char       *model)
{
  g_return_if_fail (CONFAB_IS_CHAT_TARGET (self));

  choice_set (&self->once, provider_id, model, self->once.thinking);
  choice_set (&self->last, NULL, NULL, self->last.thinking);
  update (self);
}

/* confab_chat_target_set_thinking_once:
 * @thinking: how much the next message alone is thought about; as all others if
 *   %CONFAB_THINKING_UNSET
 */
void
confab_chat_target_set_thinking_once (ConfabChatTarget    *self,
                                      ConfabThinkingLevel  thinking)
{
  g_return_if_fail (CONFAB_IS_CHAT_TARGET (self));

  self->once.thinking = thinking;
  self->last.thinking = CONFAB_THINKING_UNSET;
  update (self);
}

/* confab_chat_target_settle:
 *
 * From the first message on, a change of the default does not change the conversation: what lasts is
 * written down in it.
 */
void
confab_chat_target_settle (ConfabChatTarget *self)
{
  const ConfabThinkingLevel thinking = get_lasting_thinking (self);
  g_autofree char *model = NULL;
  ConfabProvider *provider;
  const char *borrowed;

  g_return_if_fail (CONFAB_IS_CHAT_TARGET (self));

  provider = find_lasting (self, thinking, &borrowed);
  model = g_strdup (borrowed);
  if (provider != NULL)
    confab_conversation_set_provider_id (self->conversation, confab_provider_get_id (provider));
  confab_conversation_set_model (self->conversation, model);
  confab_conversation_set_thinking (self->conversation, thinking);
}

/* confab_chat_target_asked:
 *
 * The message was sent: what was chosen for it alone is over.
 */
void
confab_chat_target_asked (ConfabChatTarget *self)
{
  g_return_if_fail (CONFAB_IS_CHAT_TARGET (self));

  choice_set (&self->last, self->once.provider_id, self->once.model, self->once.thinking);
  choice_clear (&self->once);
  update (self);
}

/* confab_chat_target_ask_again:
 *
 * The last message is sent again, to whom it went, unless something else was chosen since.
 */
void
confab_chat_target_ask_again (ConfabChatTarget *self)
{
  g_return_if_fail (CONFAB_IS_CHAT_TARGET (self));

  choice_set (&self->once,
              self->once.provider_id != NULL ? self->once.provider_id : self->last.provider_id,
              self->once.provider_id != NULL ? self->once.model : self->last.model,
              self->once.thinking != CONFAB_THINKING_UNSET ? self->once.thinking : self->last.thinking);
}
