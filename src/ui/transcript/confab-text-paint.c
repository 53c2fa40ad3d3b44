/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-paint"

#include "config.h"

#include "confab-text-paint.h"

#define CODE_RADIUS 4

/* Of the letters at a place in a line, which can be higher than they are. */
static gboolean
get_letter_height (PangoLayoutLine *line,
                   int              index,
                   int             *ascent,
                   int             *descent)
{
  for (GSList *l = line->runs; l != NULL; l = l->next)
    {
      const PangoLayoutRun *run = l->data;
      PangoFontMetrics *metrics;

      if (index < run->item->offset || index >= run->item->offset + run->item->length)
        continue;
      metrics = pango_font_get_metrics (run->item->analysis.font, NULL);
      *ascent = pango_font_metrics_get_ascent (metrics);
      *descent = pango_font_metrics_get_descent (metrics);
      pango_font_metrics_unref (metrics);
      return TRUE;
    }

  return FALSE;
}

/**
 * confab_text_paint_range:
 * @layout: a text
 * @snapshot: where to draw
 * @x: left edge of the text
 * @y: top edge of the text
 * @start: the first byte
 * @end: the byte after the last
 * @color: what to paint with
 * @rounded: fit the letters, with rounded corners, rather than the lines
 *
 * Fills the ground of a piece of text, line by line.
 */
void
confab_text_paint_range (PangoLayout   *layout,
                         GtkSnapshot   *snapshot,
                         int            x,
                         int            y,
                         int            start,
                         int            end,
                         const GdkRGBA *color,
                         gboolean       rounded)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      const int line_end = line->start_index + line->length;
      g_autofree int *ranges = NULL;
      int ascent;
      int descent;
      int n_ranges;
      int top;
      int bottom;

      if (line->start_index >= end && !(line->start_index == end && end == start))
        break;
      if (line_end < start || (rounded && line_end == start))
        continue;

      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      if (rounded)
        {
          /* A ground fits its letters, not the space between lines. */
          pango_layout_line_get_x_ranges (line, MAX (start, line->start_index), MIN (end, line_end),
                                          &ranges, &n_ranges);
          if (get_letter_height (line, MAX (start, line->start_index), &ascent, &descent))
            {
              top = pango_layout_iter_get_baseline (iter) - ascent + (ascent + descent) / 12;
              bottom = pango_layout_iter_get_baseline (iter) + descent - (ascent + descent) / 12;
            }
        }
      else
        {
          pango_layout_line_get_x_ranges (line, start, end, &ranges, &n_ranges);
        }

      for (int i = 0; i < n_ranges; i++)
        {
          const int left = PANGO_PIXELS (ranges[2 * i]);
          const int right = PANGO_PIXELS (ranges[2 * i + 1]);
          graphene_rect_t rect;

          graphene_rect_init (&rect, x + left, y + PANGO_PIXELS (top),
                              right - left, PANGO_PIXELS (bottom) - PANGO_PIXELS (top));
          if (rounded)
            {
              GskRoundedRect outline;

              graphene_rect_inset (&rect, -1, 0);
              gsk_rounded_rect_init_from_rect (&outline, &rect, CODE_RADIUS);
              gtk_snapshot_push_rounded_clip (snapshot, &outline);
              gtk_snapshot_append_color (snapshot, color, &rect);
              gtk_snapshot_pop (snapshot);
            }
          else
            {
              gtk_snapshot_append_color (snapshot, color, &rect);
            }
        }
    }
  while (pango_layout_iter_next_line (iter));

  pango_layout_iter_free (iter);
}
