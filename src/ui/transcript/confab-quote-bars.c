/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-quote-bars"

#include "config.h"

#include "confab-quote-bars.h"

#include "confab-transcript-geometry.h"

#define WIDTH 3

/* The lines beside what is quoted. */

/**
 * confab_quote_bars_get_joined_depth:
 * @entry: an expanded entry
 * @item: a row of it
 *
 * Returns: how many lines of the row above go on beside the row, if it is in as many quotes
 */
guint
confab_quote_bars_get_joined_depth (ConfabTranscriptEntry *entry,
                                    guint                  item)
{
  const ConfabMarkdownSegment *before = item > 0 ? confab_transcript_entry_get_segment (entry, item - 1) : NULL;

  /* The cards of code and tables have no bars that could be gone on with. */
  if (before == NULL || (before->kind != CONFAB_MARKDOWN_PARAGRAPH && before->kind != CONFAB_MARKDOWN_HEADING &&
                         before->kind != CONFAB_MARKDOWN_MATH))
    return 0;

  return before->quote_depth;
}

/**
 * confab_quote_bars_snapshot:
 * @block: a row
 * @snapshot: where to draw
 * @depth: how many quotes it is in
 * @joined_depth: how many of them the row above is in, too
 * @is_rtl: whether its lines begin at the right
 */
void
confab_quote_bars_snapshot (ConfabBlockView *block,
                            GtkSnapshot     *snapshot,
                            guint            depth,
                            guint            joined_depth,
                            gboolean         is_rtl)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (block));
  const int height = gtk_widget_get_height (GTK_WIDGET (block));
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (block);
  GdkRGBA color;
  int gap = 0;

  if (depth == 0)
    return;

  if (joined_depth > 0 && entry != NULL)
    gap = confab_transcript_geometry_get_gap (entry, confab_block_view_get_item (block));
  confab_block_view_get_color (block, "borders", &color);

  for (guint i = 0; i < MIN (depth, 4); i++)
    {
      const int x = i * CONFAB_TRANSCRIPT_QUOTE_INDENT;
      const int above = i < joined_depth ? gap : 0;

      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (is_rtl ? width - x - WIDTH : x, -above, WIDTH, height + above));
    }
}
