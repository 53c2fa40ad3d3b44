/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-chat.h"
#include "confab-conversation-list.h"

G_BEGIN_DECLS

AdwToast           *confab_undo_toast_new_message_removed      (ConfabChat             *chat,
                                                                ConfabMessage          *message);
AdwToast           *confab_undo_toast_new_archived             (ConfabConversationList *conversations,
                                                                ConfabConversation     *conversation);
AdwToast           *confab_undo_toast_new_conversation_removed (ConfabConversation     *conversation);
ConfabConversation *confab_undo_toast_get_conversation         (AdwToast               *toast);

G_END_DECLS
