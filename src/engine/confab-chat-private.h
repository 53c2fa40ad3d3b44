/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat.h"
#include "confab-context.h"

G_BEGIN_DECLS

ConfabChat *confab_chat_new         (ConfabContext      *context,
                                     ConfabConversation *conversation,
                                     gboolean            stored) G_GNUC_WARN_UNUSED_RESULT;
void        confab_chat_save_draft  (ConfabChat         *self);

void        confab_chat_discard     (ConfabChat         *self);

G_END_DECLS
