/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-bubble-block"

#include "config.h"

#include "confab-bubble-block.h"

#include "confab-block-marks.h"
#include "confab-block-paint.h"
#include "confab-text-layout.h"
#include "confab-transcript-geometry.h"

#define LINE_SPACING 1.5
#define RADIUS       15
#define TINT         0.16

/**
 * ConfabBubbleBlock:
 *
 * What the person said, as typed, on a tinted card at the end side.
 *
 * A long text is several of these, stacked without a seam.
 */
struct _ConfabBubbleBlock
{
  ConfabBlockView   parent_instance;

  ConfabTextLayout *layout;  /* owned, nullable before the first update */
  int               card_x;
  int               card_width;
  guint             is_first : 1;
  guint             is_last : 1;
};

G_DEFINE_FINAL_TYPE (ConfabBubbleBlock, confab_bubble_block, CONFAB_TYPE_BLOCK_VIEW)

static void
confab_bubble_block_update (ConfabBlockView *view)
{
  ConfabBubbleBlock *self = CONFAB_BUBBLE_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  const guint item = confab_block_view_get_item (view);
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  const guint piece = confab_transcript_entry_get_item (entry, item)->segment;
  g_autofree char *text = confab_transcript_source_dup_piece (source, piece);

  /* Not sooner: it has the fonts of its place in the window. */
  if (self->layout == NULL)
    self->layout = confab_text_layout_new (GTK_WIDGET (self));

  self->is_first = piece == 0;
  self->is_last = piece + 1 == confab_transcript_source_get_n_pieces (source);
  confab_text_layout_set_plain (self->layout, text, LINE_SPACING);
  confab_block_view_set_text (view, text, TRUE);
  confab_block_view_invalidate (view);
}

static int
confab_bubble_block_layout (ConfabBlockView *view,
                            int              width)
{
  ConfabBubbleBlock *self = CONFAB_BUBBLE_BLOCK (view);
  const int padding = 2 * CONFAB_TRANSCRIPT_BUBBLE_PADDING_X;
  const int max_width = MAX (width * 4 / 5, 2 * padding);
  int text_width;
  int height;

  confab_text_layout_set_width (self->layout, max_width - padding);
  confab_text_layout_get_size (self->layout, &text_width, &height);

  /* Pieces of one text are all as wide as can be, so that they look like one. */
  self->card_width = self->is_first && self->is_last ? MIN (text_width + padding, max_width) : max_width;
  self->card_x = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? 0 : width - self->card_width;
  if (self->is_first && self->is_last)
    confab_text_layout_set_width (self->layout, self->card_width - padding);

  return height +
         (self->is_first ? CONFAB_TRANSCRIPT_BUBBLE_PADDING_Y : 0) +
         (self->is_last ? CONFAB_TRANSCRIPT_BUBBLE_PADDING_Y : 0);
}

static int
get_text_x (ConfabBubbleBlock *self)
{
  return self->card_x + CONFAB_TRANSCRIPT_BUBBLE_PADDING_X;
}

static int
get_text_y (ConfabBubbleBlock *self)
{
  return self->is_first ? CONFAB_TRANSCRIPT_BUBBLE_PADDING_Y : 0;
}

static gboolean
confab_bubble_block_locate (ConfabBlockView *view,
                            double           x,
                            double           y,
                            gsize           *index)
{
  ConfabBubbleBlock *self = CONFAB_BUBBLE_BLOCK (view);

  return confab_text_layout_locate (self->layout, x - get_text_x (self), y - get_text_y (self), index);
}

static void
confab_bubble_block_select_word (ConfabBlockView *view,
                                 gsize            index,
                                 gsize           *start,
                                 gsize           *end)
{
  confab_text_layout_select_word (CONFAB_BUBBLE_BLOCK (view)->layout, index, start, end);
}

static void
confab_bubble_block_restyle (ConfabBlockView *view)
{
  confab_text_layout_restyle (CONFAB_BUBBLE_BLOCK (view)->layout);
}

static void
confab_bubble_block_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  ConfabBubbleBlock *self = CONFAB_BUBBLE_BLOCK (widget);
  const float top = self->is_first ? RADIUS : 0;
  const float bottom = self->is_last ? RADIUS : 0;
  const graphene_rect_t rect = GRAPHENE_RECT_INIT (self->card_x, 0, self->card_width,
                                                   gtk_widget_get_height (widget));
  GskRoundedRect outline;
  GdkRGBA color;
  gsize start;
  gsize end;

  gsk_rounded_rect_init (&outline, &rect,
                         &GRAPHENE_SIZE_INIT (top, top), &GRAPHENE_SIZE_INIT (top, top),
                         &GRAPHENE_SIZE_INIT (bottom, bottom), &GRAPHENE_SIZE_INIT (bottom, bottom));
  confab_block_paint_get_color (widget, "accent_bg_color", &color);
  color.alpha *= TINT;
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &rect);
  gtk_snapshot_pop (snapshot);
  confab_block_paint_outline (widget, snapshot, &rect, RADIUS, self->is_first, self->is_last);

  confab_block_view_get_selection (CONFAB_BLOCK_VIEW (self), &start, &end);
  confab_block_marks_snapshot (CONFAB_BLOCK_VIEW (self), self->layout, snapshot,
                               get_text_x (self), get_text_y (self), 0);
  confab_text_layout_snapshot (self->layout, snapshot, get_text_x (self), get_text_y (self), start, end);
}

static void
confab_bubble_block_finalize (GObject *object)
{
  g_clear_pointer (&CONFAB_BUBBLE_BLOCK (object)->layout, confab_text_layout_free);

  G_OBJECT_CLASS (confab_bubble_block_parent_class)->finalize (object);
}

static void
confab_bubble_block_class_init (ConfabBubbleBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = confab_bubble_block_finalize;
  widget_class->snapshot = confab_bubble_block_snapshot;
  block_class->update = confab_bubble_block_update;
  block_class->layout = confab_bubble_block_layout;
  block_class->locate = confab_bubble_block_locate;
  block_class->select_word = confab_bubble_block_select_word;
  block_class->restyle = confab_bubble_block_restyle;

  gtk_widget_class_set_css_name (widget_class, "transcript-bubble");
}

static void
confab_bubble_block_init (ConfabBubbleBlock *self)
{
}

/**
 * confab_bubble_block_get_card_width:
 *
 * Returns: how wide the card is, once it was laid out
 */
int
confab_bubble_block_get_card_width (ConfabBubbleBlock *self)
{
  g_return_val_if_fail (CONFAB_IS_BUBBLE_BLOCK (self), 0);

  return self->card_width;
}
