/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CONVERSATION_LIST (confab_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (ConfabConversationList, confab_conversation_list, CONFAB, CONVERSATION_LIST, GObject)

/* A GListModel of ConfabConversation, pinned ones first, then the newest. */
ConfabChat *confab_conversation_list_new_chat    (ConfabConversationList *self) G_GNUC_WARN_UNUSED_RESULT;
ConfabChat *confab_conversation_list_dup_chat    (ConfabConversationList *self,
                                                  ConfabConversation     *conversation) G_GNUC_WARN_UNUSED_RESULT;
ConfabChat *confab_conversation_list_take_draft  (ConfabConversationList *self,
                                                  ConfabChat             *chat) G_GNUC_WARN_UNUSED_RESULT;
ConfabConversation *
            confab_conversation_list_lookup      (ConfabConversationList *self,
                                                  const char             *id);
void        confab_conversation_list_rename      (ConfabConversationList *self,
                                                  ConfabConversation     *conversation,
                                                  const char             *title);
void        confab_conversation_list_set_pinned  (ConfabConversationList *self,
                                                  ConfabConversation     *conversation,
                                                  gboolean                pinned);
const GError *
            confab_conversation_list_get_error   (ConfabConversationList *self);
GListModel *confab_conversation_list_get_archived (ConfabConversationList *self);
void        confab_conversation_list_set_archived (ConfabConversationList *self,
                                                  ConfabConversation     *conversation,
                                                  gboolean                archived);
void        confab_conversation_list_remove      (ConfabConversationList *self,
                                                  ConfabConversation     *conversation);
void        confab_conversation_list_undo_remove (ConfabConversationList *self,
                                                  ConfabConversation     *conversation);

G_END_DECLS
