/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachments.h"
#include "confab-conversation-usage.h"
#include "confab-conversation.h"
#include "confab-message.h"
#include "confab-provider.h"
#include "confab-registry.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CHAT (confab_chat_get_type ())
G_DECLARE_FINAL_TYPE (ConfabChat, confab_chat, CONFAB, CHAT, GObject)

/* Properties, all notifying: "conversation", "messages", "busy", "loaded", "provider", "model",
 * "thinking", "thinking-levels", "error" (why the messages could not be read or written), "edited"
 * (the message that is written anew). */
ConfabAttachments  *confab_chat_get_attachments  (ConfabChat           *self);
ConfabConversation *confab_chat_get_conversation (ConfabChat           *self);
GListModel         *confab_chat_get_messages     (ConfabChat           *self);
gboolean            confab_chat_get_busy         (ConfabChat           *self);
gboolean            confab_chat_get_loaded       (ConfabChat           *self);
const GError       *confab_chat_get_error        (ConfabChat           *self);
ConfabProvider     *confab_chat_get_provider     (ConfabChat           *self);
const char         *confab_chat_get_model        (ConfabChat           *self);
ConfabThinkingLevel confab_chat_get_thinking     (ConfabChat           *self);
guint               confab_chat_get_thinking_levels (ConfabChat        *self);
void                confab_chat_set_thinking     (ConfabChat           *self,
                                                  ConfabThinkingLevel   thinking);
void                confab_chat_set_target       (ConfabChat           *self,
                                                  ConfabProvider       *provider,
                                                  const char           *model);
gboolean            confab_chat_get_target_once  (ConfabChat           *self);
gboolean            confab_chat_get_thinking_once (ConfabChat          *self);
void                confab_chat_set_target_once  (ConfabChat           *self,
                                                  ConfabProvider       *provider,
                                                  const char           *model);
void                confab_chat_set_thinking_once (ConfabChat          *self,
                                                  ConfabThinkingLevel   thinking);
void                confab_chat_load_async       (ConfabChat           *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean            confab_chat_load_finish      (ConfabChat           *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
gboolean            confab_chat_send             (ConfabChat           *self,
                                                  const char           *text,
                                                  GError              **error);
gboolean            confab_chat_send_with_media  (ConfabChat           *self,
                                                  const char           *text,
                                                  GPtrArray            *media,
                                                  GError              **error);
void                confab_chat_stop             (ConfabChat           *self);
gboolean            confab_chat_retry            (ConfabChat           *self,
                                                  GError              **error);

void                confab_chat_set_system_prompt (ConfabChat          *self,
                                                  const char           *system_prompt);
void                confab_chat_get_usage        (ConfabChat           *self,
                                                  ConfabConversationUsage *usage);
const ConfabConversationUsage *
                    confab_chat_get_title_usage  (ConfabChat           *self);
gint64              confab_chat_get_context_tokens (ConfabChat         *self);
ConfabRegistry     *confab_chat_get_registry       (ConfabChat         *self);
gboolean            confab_chat_reveal           (ConfabChat           *self,
                                                  const char           *message_id);

G_END_DECLS
