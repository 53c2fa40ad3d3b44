/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat.h"
#include "confab-context.h"
#include "confab-search-text.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CHAT_PAGE (confab_chat_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabChatPage, confab_chat_page, CONFAB, CHAT_PAGE, GtkWidget)

void        confab_chat_page_set_context      (ConfabChatPage *self,
                                               ConfabContext  *context,
                                               GSettings      *settings);
void        confab_chat_page_providers_loaded (ConfabChatPage *self);
ConfabChat *confab_chat_page_get_chat         (ConfabChatPage *self);
void        confab_chat_page_set_chat         (ConfabChatPage *self,
                                               ConfabChat     *chat);
void        confab_chat_page_send             (ConfabChatPage *self,
                                               const char     *text);
void        confab_chat_page_focus_composer   (ConfabChatPage *self);
void        confab_chat_page_choose_model     (ConfabChatPage *self);
void        confab_chat_page_set_folded       (ConfabChatPage *self,
                                               gboolean        folded);
void        confab_chat_page_set_notice       (ConfabChatPage *self,
                                               const char     *notice);
void        confab_chat_page_show_message     (ConfabChatPage *self,
                                               const char     *message_id,
                                               ConfabSearchPattern *pattern);
void        confab_chat_page_find             (ConfabChatPage *self);
void        confab_chat_page_find_step        (ConfabChatPage *self,
                                               gboolean        forward);

G_END_DECLS
