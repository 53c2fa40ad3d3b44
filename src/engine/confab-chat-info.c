/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chat-info"

#include "config.h"

#include "confab-chat-private.h"

#include "confab-prompt-text.h"

/* What goes with a conversation beside its messages: its instructions, and what it took. */

/* confab_chat_dup_filled_system_prompt:
 * @model: (nullable): the model that is asked
 * @provider: the name of its provider
 *
 * Returns: (transfer full) (nullable): the instructions as a model is told them
 */
char *
confab_chat_dup_filled_system_prompt (ConfabChat *self,
                                      const char *model,
                                      const char *provider)
{
  const char *text = confab_conversation_get_system_prompt (self->conversation);
  g_autoptr(GDateTime) now = NULL;

  if (text == NULL)
    return NULL;

  now = g_date_time_new_now_local ();

  return confab_prompt_text_fill_known (text, now, model, provider);
}

/**
 * confab_chat_set_system_prompt:
 * @system_prompt: (nullable): what models are told before everything else in this conversation
 *
 * Sets the instructions of the conversation. Variables that the program knows, as `{{date}}`, are
 * filled in each time a model is asked, the others are sent as they are.
 */
void
confab_chat_set_system_prompt (ConfabChat *self,
                               const char *system_prompt)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));

  if (system_prompt != NULL && *system_prompt == '\0')
    system_prompt = NULL;
  if (g_strcmp0 (confab_conversation_get_system_prompt (self->conversation), system_prompt) == 0)
    return;

  confab_conversation_set_system_prompt (self->conversation, system_prompt);
  if (confab_journal_get_stored (self->journal))
    confab_journal_save_conversation (self->journal);
}

/**
 * confab_chat_get_usage:
 * @usage: (out caller-allocates): what it took
 *
 * Adds up what the conversation took so far, all its branches counted, as providers reported it.
 */
void
confab_chat_get_usage (ConfabChat              *self,
                       ConfabConversationUsage *usage)
{
  g_return_if_fail (CONFAB_IS_CHAT (self));
  g_return_if_fail (usage != NULL);

  confab_conversation_usage_collect (usage, confab_message_tree_get_all (self->tree), G_LIST_MODEL (self->messages));
}

/**
 * confab_chat_get_context_tokens:
 *
 * Returns: how many tokens the model that answers next can hold in its context, or -1 when not
 *   known
 */
gint64
confab_chat_get_context_tokens (ConfabChat *self)
{
  ConfabProvider *provider;
  const char *model;
  g_autoptr(ConfabModelInfo) info = NULL;

  g_return_val_if_fail (CONFAB_IS_CHAT (self), -1);

  provider = confab_chat_get_provider (self);
  model = confab_chat_get_model (self);
  if (provider == NULL || model == NULL)
    return -1;

  info = confab_provider_lookup_model (provider, model);

  return info != NULL ? confab_model_info_get_context_tokens (info) : -1;
}

/**
 * confab_chat_get_registry:
 *
 * Returns: (transfer none) (nullable): the providers it can be had with, as long as there are any
 */
ConfabRegistry *
confab_chat_get_registry (ConfabChat *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT (self), NULL);

  return self->context != NULL ? confab_context_get_registry (self->context) : NULL;
}
