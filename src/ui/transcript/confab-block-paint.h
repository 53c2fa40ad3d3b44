/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_block_paint_get_color (GtkWidget             *block,
                                   const char            *name,
                                   GdkRGBA               *color);
void confab_block_paint_outline   (GtkWidget             *block,
                                   GtkSnapshot           *snapshot,
                                   const graphene_rect_t *rect,
                                   float                  radius,
                                   gboolean               is_first,
                                   gboolean               is_last);

G_END_DECLS
