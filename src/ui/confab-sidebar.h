/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation-list.h"
#include "confab-search.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SIDEBAR (confab_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSidebar, confab_sidebar, CONFAB, SIDEBAR, GtkWidget)

void confab_sidebar_set_conversations (ConfabSidebar      *self,
                                       ConfabConversationList *conversations);
void confab_sidebar_select            (ConfabSidebar      *self,
                                       ConfabConversation *conversation);
void confab_sidebar_select_relative   (ConfabSidebar      *self,
                                       int                 step);
void confab_sidebar_set_search        (ConfabSidebar      *self,
                                       ConfabSearch       *search);
void confab_sidebar_begin_search      (ConfabSidebar      *self);
void confab_sidebar_set_folded        (ConfabSidebar      *self,
                                       gboolean            folded);

G_END_DECLS
