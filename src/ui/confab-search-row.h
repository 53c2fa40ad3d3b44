/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-search-hit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SEARCH_ROW (confab_search_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSearchRow, confab_search_row, CONFAB, SEARCH_ROW, GtkWidget)

GtkWidget *confab_search_row_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       confab_search_row_set_hit (ConfabSearchRow *self,
                                      ConfabSearchHit *hit);

G_END_DECLS
