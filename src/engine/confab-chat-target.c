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
 * What the conversation says itself comes first. Without that it is the default provider and its
 * model, or the model that is set for thinking when the level asks for some.
 */
struct _ConfabChatTarget
{
  GObject             parent_instance;

  ConfabContext      *context;         /* unowned-weak */
  ConfabConversation *conversation;    /* owned */
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
  const char *colon = reference != NULL ? strchr (reference, ':') : NULL;
  g_autofree char *id = NULL;
  ConfabProvider *provider;

  if (colon == NULL || colon[1] == '\0')
    return NULL;

  id = g_strndup (reference, colon - reference);
  provider = confab_registry_lookup (confab_context_get_registry (self->context), id);
  if (provider == NULL || !confab_provider_get_usable (provider))
    return NULL;

  *model = colon + 1;
  return provider;
}

/* What is asked at a level. @model is borrowed. */
static ConfabProvider *
find_target (ConfabChatTarget     *self,
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
confab_chat_target_class_init (ConfabChatTargetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_chat_target_dispose;

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
  ConfabThinkingLevel level;

  g_return_val_if_fail (CONFAB_IS_CHAT_TARGET (self), CONFAB_THINKING_DEFAULT);

  level = confab_conversation_get_thinking (self->conversation);
  if (level == CONFAB_THINKING_UNSET && self->context != NULL)
    level = confab_context_get_default_thinking (self->context);

  return level != CONFAB_THINKING_UNSET ? level : CONFAB_THINKING_DEFAULT;
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
