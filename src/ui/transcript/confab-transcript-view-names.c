/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-names"

#include "config.h"

#include "confab-transcript-view-private.h"

#include "confab-error-block.h"
#include "confab-name-block.h"

/* What the models of a conversation are called. Providers may tell it long after the messages are
 * shown. */

static void
on_models_changed_cb (ConfabTranscriptView *self)
{
  for (guint i = 0; i < self->placed->len; i++)
    {
      ConfabBlockView *block = _confab_transcript_view_get_placed (self, i)->block;

      if (CONFAB_IS_NAME_BLOCK (block) || CONFAB_IS_ERROR_BLOCK (block))
        confab_block_view_update (block);
    }
}

/**
 * confab_transcript_view_set_chat:
 * @chat: (nullable): a conversation
 *
 * Shows the messages of a conversation, from their end, with what can be done with them.
 */
void
confab_transcript_view_set_chat (ConfabTranscriptView *self,
                                 ConfabChat           *chat)
{
  ConfabRegistry *registry = chat != NULL ? confab_chat_get_registry (chat) : NULL;

  g_return_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self));

  if (self->registry != registry && self->registry != NULL)
    g_signal_handlers_disconnect_by_func (self->registry, on_models_changed_cb, self);
  if (g_set_object (&self->registry, registry) && registry != NULL)
    g_signal_connect_object (registry, "models-changed", G_CALLBACK (on_models_changed_cb), self, G_CONNECT_SWAPPED);

  g_set_object (&self->chat, chat);
  confab_transcript_view_set_messages (self, chat != NULL ? confab_chat_get_messages (chat) : NULL);
}

/**
 * confab_transcript_view_dup_model_name:
 * @provider_id: (nullable): whose model
 * @model: the model's id
 *
 * Returns: (transfer full): what people call it, as far as that is known
 */
char *
confab_transcript_view_dup_model_name (ConfabTranscriptView *self,
                                       const char           *provider_id,
                                       const char           *model)
{
  ConfabProvider *provider = NULL;

  g_return_val_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  if (self->registry != NULL && provider_id != NULL)
    provider = confab_registry_lookup (self->registry, provider_id);

  return provider != NULL ? confab_provider_dup_model_name (provider, model) : g_strdup (model);
}
