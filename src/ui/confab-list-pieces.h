/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_LIST_PIECES (confab_list_pieces_get_type ())
G_DECLARE_FINAL_TYPE (ConfabListPieces, confab_list_pieces, CONFAB, LIST_PIECES, GObject)

ConfabListPieces *confab_list_pieces_new       (GtkListView      *view) G_GNUC_WARN_UNUSED_RESULT;
void              confab_list_pieces_set_model (ConfabListPieces *self,
                                                GListModel       *model);

G_END_DECLS
