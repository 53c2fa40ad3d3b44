/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SIDEBAR_ROW (confab_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSidebarRow, confab_sidebar_row, CONFAB, SIDEBAR_ROW, GtkWidget)

GtkWidget          *confab_sidebar_row_new              (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabConversation *confab_sidebar_row_get_conversation (ConfabSidebarRow *self);
void                confab_sidebar_row_set_item         (ConfabSidebarRow *self,
                                                         gpointer          item);
GtkWidget          *confab_sidebar_row_find             (GtkListView        *list_view,
                                                         ConfabConversation *conversation);

G_END_DECLS
