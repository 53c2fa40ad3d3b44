/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-block-paint"

#include "config.h"

#include "confab-block-paint.h"

#include <adwaita.h>

#define TINT 0.5

/**
 * confab_block_paint_get_color:
 * @block: the widget of a row
 * @name: a named colour of the style
 * @color: (out): that colour, or that of the text when there is no such name
 *
 * Looks up a colour.
 */
void
confab_block_paint_get_color (GtkWidget  *block,
                                const char *name,
                              GdkRGBA    *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (block);

  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

/**
 * confab_block_paint_outline:
 * @block: the widget of a row
 * @snapshot: where to draw
 * @rect: the card
 * @radius: of its corners
 * @is_first: it is the upper end of a card in pieces
 * @is_last: it is the lower end
 *
 * Draws the edge of a card where the person asked for high contrast.
 */
void
confab_block_paint_outline (GtkWidget             *block,
                            GtkSnapshot           *snapshot,
                            const graphene_rect_t *rect,
                            float                  radius,
                            gboolean               is_first,
                            gboolean               is_last)
{
  const float widths[4] = { is_first ? 1 : 0, 1, is_last ? 1 : 0, 1 };
  const graphene_size_t top = GRAPHENE_SIZE_INIT (is_first ? radius : 0, is_first ? radius : 0);
  const graphene_size_t bottom = GRAPHENE_SIZE_INIT (is_last ? radius : 0, is_last ? radius : 0);
  GskRoundedRect outline;
  GdkRGBA color;

  if (!adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (block), &color);
  color.alpha *= TINT;
  gsk_rounded_rect_init (&outline, rect, &top, &top, &bottom, &bottom);
  gtk_snapshot_append_border (snapshot, &outline, widths, (GdkRGBA[]) { color, color, color, color });
}
