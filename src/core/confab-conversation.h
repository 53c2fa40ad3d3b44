/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-thinking-level.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CONVERSATION (confab_conversation_get_type ())
G_DECLARE_FINAL_TYPE (ConfabConversation, confab_conversation, CONFAB, CONVERSATION, GObject)

ConfabConversation *confab_conversation_new                (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabConversation *confab_conversation_new_with_id        (const char         *id) G_GNUC_WARN_UNUSED_RESULT;

const char         *confab_conversation_get_id             (ConfabConversation *self);
const char         *confab_conversation_get_title          (ConfabConversation *self);
void                confab_conversation_set_title          (ConfabConversation *self,
                                                            const char         *title);
const char         *confab_conversation_get_provider_id    (ConfabConversation *self);
void                confab_conversation_set_provider_id    (ConfabConversation *self,
                                                            const char         *provider_id);
const char         *confab_conversation_get_model          (ConfabConversation *self);
void                confab_conversation_set_model          (ConfabConversation *self,
                                                            const char         *model);
const char         *confab_conversation_get_system_prompt  (ConfabConversation *self);
void                confab_conversation_set_system_prompt  (ConfabConversation *self,
                                                            const char         *system_prompt);
const char         *confab_conversation_get_draft          (ConfabConversation *self);
void                confab_conversation_set_draft          (ConfabConversation *self,
                                                            const char         *draft);
const char         *confab_conversation_get_head_id        (ConfabConversation *self);
void                confab_conversation_set_head_id        (ConfabConversation *self,
                                                            const char         *head_id);
gint64              confab_conversation_get_created_at_us  (ConfabConversation *self);
void                confab_conversation_set_created_at_us  (ConfabConversation *self,
                                                            gint64              created_at_us);
gint64              confab_conversation_get_updated_at_us  (ConfabConversation *self);
void                confab_conversation_set_updated_at_us  (ConfabConversation *self,
                                                            gint64              updated_at_us);
gboolean            confab_conversation_get_pinned         (ConfabConversation *self);
void                confab_conversation_set_pinned         (ConfabConversation *self,
                                                            gboolean            pinned);
gboolean            confab_conversation_get_archived       (ConfabConversation *self);
void                confab_conversation_set_archived       (ConfabConversation *self,
                                                            gboolean            archived);
gboolean            confab_conversation_get_busy           (ConfabConversation *self);
void                confab_conversation_set_busy           (ConfabConversation *self,
                                                            gboolean            busy);
gboolean            confab_conversation_get_unseen         (ConfabConversation *self);
void                confab_conversation_set_unseen         (ConfabConversation *self,
                                                            gboolean            unseen);
ConfabThinkingLevel confab_conversation_get_thinking       (ConfabConversation *self);
void                confab_conversation_set_thinking       (ConfabConversation *self,
                                                            ConfabThinkingLevel thinking);

G_END_DECLS
