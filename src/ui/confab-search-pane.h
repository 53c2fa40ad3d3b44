/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-search.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SEARCH_PANE (confab_search_pane_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSearchPane, confab_search_pane, CONFAB, SEARCH_PANE, GtkWidget)

void confab_search_pane_set_search (ConfabSearchPane *self,
                                    ConfabSearch     *search);
void confab_search_pane_focus      (ConfabSearchPane *self);
void confab_search_pane_clear      (ConfabSearchPane *self);

G_END_DECLS
