/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation-list.h"
#include "confab-sidebar-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SIDEBAR_MENU (confab_sidebar_menu_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSidebarMenu, confab_sidebar_menu, CONFAB, SIDEBAR_MENU, GObject)

ConfabSidebarMenu  *confab_sidebar_menu_new              (GtkWidget              *sidebar,
                                                          GtkListView            *list_view,
                                                          ConfabConversationList *conversations) G_GNUC_WARN_UNUSED_RESULT;
ConfabConversation *confab_sidebar_menu_get_conversation (ConfabSidebarMenu      *self);
void                confab_sidebar_menu_open             (ConfabSidebarMenu      *self,
                                                          ConfabSidebarRow       *row,
                                                          double                  x,
                                                          double                  y);
void                confab_sidebar_menu_follow           (ConfabSidebarMenu      *self);
void                confab_sidebar_menu_close            (ConfabSidebarMenu      *self);

G_END_DECLS
