/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-conversation.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CHAT_TARGET (confab_chat_target_get_type ())
G_DECLARE_FINAL_TYPE (ConfabChatTarget, confab_chat_target, CONFAB, CHAT_TARGET, GObject)

ConfabChatTarget    *confab_chat_target_new                 (ConfabContext      *context,
                                                             ConfabConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;
ConfabProvider      *confab_chat_target_get_provider        (ConfabChatTarget   *self);
const char          *confab_chat_target_get_model           (ConfabChatTarget   *self);
ConfabThinkingLevel  confab_chat_target_get_thinking        (ConfabChatTarget   *self);
guint                confab_chat_target_get_thinking_levels (ConfabChatTarget   *self);

gboolean             confab_chat_target_get_once            (ConfabChatTarget   *self);
gboolean             confab_chat_target_get_thinking_once   (ConfabChatTarget   *self);
void                 confab_chat_target_set_once            (ConfabChatTarget   *self,
                                                             const char         *provider_id,
                                                             const char         *model);
void                 confab_chat_target_set_thinking_once   (ConfabChatTarget   *self,
                                                             ConfabThinkingLevel thinking);
void                 confab_chat_target_settle              (ConfabChatTarget   *self);
void                 confab_chat_target_asked               (ConfabChatTarget   *self);
void                 confab_chat_target_ask_again           (ConfabChatTarget   *self);

G_END_DECLS
