/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-conversation-list.h"

G_BEGIN_DECLS

ConfabConversationList *confab_conversation_list_new          (ConfabContext          *context) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_conversation_list_load         (ConfabConversationList *self,
                                                               GPtrArray              *conversations);
void                    confab_conversation_list_adopt        (ConfabConversationList *self,
                                                               ConfabChat             *chat);
void                    confab_conversation_list_close_async  (ConfabConversationList *self,
                                                               GAsyncReadyCallback     callback,
                                                               gpointer                user_data);
void                    confab_conversation_list_close_finish (ConfabConversationList *self,
                                                               GAsyncResult           *result);

G_END_DECLS
