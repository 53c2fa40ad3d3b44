/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"
#include "confab-markdown-text.h"

G_BEGIN_DECLS

void             confab_table_columns_measure      (GPtrArray       *cells,
                                                    guint            n_columns,
                                                    GArray          *natural);
gboolean         confab_table_columns_are_rtl      (GtkWidget                 *widget,
                                                    const ConfabMarkdownTable *table);
void             confab_table_columns_align        (GtkWidget                 *widget,
                                                    GPtrArray                 *cells,
                                                    const ConfabMarkdownTable *table,
                                                    gboolean                   is_rtl);
int              confab_table_columns_share        (GtkWidget       *widget,
                                                    GArray          *natural,
                                                    GArray          *widths,
                                                    int              width);
ConfabBlockView *confab_table_columns_get_neighbor (ConfabBlockView *view,
                                                    int              step);

G_END_DECLS
