/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-block-inset"

#include "config.h"

#include "confab-block-inset.h"

#include "confab-block-paint.h"
#include "confab-transcript-geometry.h"

#define BAR_WIDTH 3

/* Rows in lists and quotes are set in, and have lines beside what is quoted. */

/* Of the column, where nothing above the row tells: code runs from left to right in any. */
static gboolean
is_column_rtl (GtkWidget *block)
{
  GtkWidget *column = gtk_widget_get_parent (block);

  return gtk_widget_get_direction (column != NULL ? column : block) == GTK_TEXT_DIR_RTL;
}

/* In the font of the column: that of code is another one. */
static void
update_marker (ConfabBlockInset            *self,
               GtkWidget                   *block,
               const ConfabMarkdownSegment *segment)
{
  GtkWidget *column = gtk_widget_get_parent (block);

  if (self->marker != NULL && segment != NULL && confab_list_marker_is_of (self->marker, segment))
    return;

  g_clear_pointer (&self->marker, confab_list_marker_free);
  if (segment != NULL)
    self->marker = confab_list_marker_new (column != NULL ? column : block, segment);
}

/**
 * confab_block_inset_update:
 * @block: the widget of a row
 * @entry: the message that it is in
 * @item: which row it is
 * @as_a_whole: whether it is to be set in, or does that itself
 *
 * Looks at what the row is in, and sets it in by margins, so that its ground is set in as well.
 *
 * Returns: whether its width in the column is another one than it was
 */
gboolean
confab_block_inset_update (ConfabBlockInset      *self,
                           GtkWidget             *block,
                           ConfabTranscriptEntry *entry,
                           guint                  item,
                           gboolean               as_a_whole)
{
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);
  const int old_width = self->width;
  gboolean at_start;

  confab_block_nesting_get (segment, &self->nesting);
  update_marker (self, block, segment);
  self->width = as_a_whole ? self->nesting.indent : 0;
  if (self->width == 0 && old_width == 0)
    return FALSE;

  if (self->width > 0)
    {
      const PangoDirection direction = confab_block_nesting_find_direction (entry, item);

      self->is_rtl = direction == PANGO_DIRECTION_NEUTRAL ? is_column_rtl (block) : direction == PANGO_DIRECTION_RTL;
    }
  if (self->marker != NULL)
    confab_list_marker_set_rtl (self->marker, self->is_rtl);
  self->left = self->is_rtl ? 0 : self->width;
  at_start = self->is_rtl == (gtk_widget_get_direction (block) == GTK_TEXT_DIR_RTL);
  gtk_widget_set_margin_start (block, at_start ? self->width : 0);
  gtk_widget_set_margin_end (block, at_start ? 0 : self->width);

  return self->width != old_width;
}

static void
snapshot_bars (const ConfabBlockInset *self,
               GtkWidget              *block,
               GtkSnapshot            *snapshot,
               ConfabTranscriptEntry  *entry,
               guint                   item,
               gboolean                is_rtl)
{
  const int edge = is_rtl ? gtk_widget_get_width (block) + self->width : -self->width;
  const int height = gtk_widget_get_height (block);
  const guint n_joined = confab_block_nesting_count_joined (confab_transcript_entry_get_segment (entry, item));
  const int gap = confab_transcript_geometry_get_gap (entry, item);
  GdkRGBA color;

  confab_block_paint_get_color (block, "borders", &color);

  for (guint i = 0; i < self->nesting.n_bars; i++)
    {
      const int x = is_rtl ? edge - self->nesting.bars[i] - BAR_WIDTH : edge + self->nesting.bars[i];
      const int above = i < n_joined ? gap : 0;

      gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (x, -above, BAR_WIDTH, height + above));
    }
}

static void
snapshot_marker (const ConfabBlockInset *self,
                 GtkWidget              *block,
                 GtkSnapshot            *snapshot)
{
  int x = self->nesting.marker_x - self->width;
  GdkRGBA color;

  if (self->is_rtl)
    x = gtk_widget_get_width (block) - x - CONFAB_TRANSCRIPT_LIST_INDENT;
  gtk_style_context_get_color (gtk_widget_get_style_context (block), &color);
  confab_list_marker_snapshot (self->marker, snapshot, x, NULL, &color);
}

/**
 * confab_block_inset_snapshot:
 * @block: the widget of a row
 * @snapshot: where to draw
 * @entry: the message that it is in
 * @item: which row it is
 * @is_rtl: whether the row begins at the right
 *
 * Draws the lines of its quotes; those of the row above that go on without a gap. Also its marker, if it is
 * set in as a whole: text has its own on its first line.
 */
void
confab_block_inset_snapshot (const ConfabBlockInset *self,
                             GtkWidget              *block,
                             GtkSnapshot            *snapshot,
                             ConfabTranscriptEntry  *entry,
                             guint                   item,
                             gboolean                is_rtl)
{
  if (self->nesting.n_bars > 0)
    snapshot_bars (self, block, snapshot, entry, item, is_rtl);
  if (self->width > 0 && self->marker != NULL)
    snapshot_marker (self, block, snapshot);
}
