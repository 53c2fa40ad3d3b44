/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int confab_table_columns_share (GtkWidget *widget,
                                GArray    *natural,
                                GArray    *widths,
                                int        width);

G_END_DECLS
