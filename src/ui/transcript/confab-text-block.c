/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-block"

#include "config.h"

#include "confab-text-block.h"

#include "confab-block-marks.h"
#include "confab-text-layout.h"
#include "confab-transcript-geometry.h"

/**
 * ConfabTextBlock:
 *
 * A paragraph, a heading, an item of a list, or a line of a quote.
 *
 * Its marker hangs in the indent. Text that runs from right to left has its marker at the right,
 * whatever the direction of the program.
 */
struct _ConfabTextBlock
{
  ConfabBlockView       parent_instance;

  ConfabTextLayout     *layout;   /* owned, nullable before the first update */
  ConfabMarkdownSegment segment;  /* a copy: the scanner's moves */
  int                   text_x;
  int                   text_width;
  int                   widening; /* of the indent, where the marker is wide */
  int                   focus;    /* the link with the focus, or -1 */
};

G_DEFINE_FINAL_TYPE (ConfabTextBlock, confab_text_block, CONFAB_TYPE_BLOCK_VIEW)

static const double heading_scales[] = { 1.25, 1.15, 1.05 };

static void
confab_text_block_update (ConfabBlockView *view)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  const guint item = confab_block_view_get_item (view);
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  g_autofree char *content = NULL;
  ConfabMarkdownText *text;
  double scale = 1;

  /* Not sooner: it has the fonts of its place in the window. */
  if (self->layout == NULL)
    self->layout = confab_text_layout_new (GTK_WIDGET (self));

  self->segment = *segment;
  content = confab_transcript_source_dup_piece (source, confab_transcript_entry_get_item (entry, item)->segment);
  text = confab_markdown_text_parse (content, !segment->sealed);
  if (segment->kind == CONFAB_MARKDOWN_HEADING)
    scale = heading_scales[CLAMP (segment->heading_level, 1, G_N_ELEMENTS (heading_scales)) - 1];

  confab_text_layout_set_markdown (self->layout, text, scale, segment->kind == CONFAB_MARKDOWN_HEADING);
  self->focus = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), confab_text_layout_get_link (self->layout, 0) != NULL);
  confab_block_view_set_text (view, text->text, segment->sealed);
  confab_block_view_invalidate (view);
}

static int
confab_text_block_layout (ConfabBlockView *view,
                          int              width)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (view);
  ConfabListMarker *marker = confab_block_view_get_inset (view)->marker;
  int indent;
  int height;

  if (confab_block_view_get_text (view)[0] == '\0' &&
      marker == NULL && self->segment.quote_depth == 0)
    return 0;

  self->widening = marker != NULL ? confab_list_marker_get_widening (marker) : 0;
  indent = confab_block_view_get_inset (view)->nesting.indent + self->widening;
  self->text_width = MAX (width - indent, 1);
  confab_text_layout_set_width (self->layout, self->text_width);
  confab_text_layout_get_size (self->layout, NULL, &height);
  self->text_x = confab_text_layout_is_rtl (self->layout) ? 0 : width - self->text_width;
  if (marker != NULL)
    confab_list_marker_set_rtl (marker, self->text_x == 0);

  return height;
}

static gboolean
confab_text_block_locate (ConfabBlockView *view,
                          double           x,
                          double           y,
                          gsize           *index)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (view);

  return confab_text_layout_locate (self->layout, x - self->text_x, y, index);
}

static const ConfabMarkdownSpan *
confab_text_block_get_link_at (ConfabBlockView *view,
                               double           x,
                               double           y)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (view);

  return confab_text_layout_get_link_at (self->layout, x - self->text_x, y);
}

static const ConfabMarkdownSpan *
confab_text_block_get_focused_link (ConfabBlockView *view)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (view);

  if (self->focus < 0 || !gtk_widget_has_focus (GTK_WIDGET (self)))
    return NULL;

  return confab_text_layout_get_link (self->layout, self->focus);
}

static void
confab_text_block_select_word (ConfabBlockView *view,
                               gsize            index,
                               gsize           *start,
                               gsize           *end)
{
  confab_text_layout_select_word (CONFAB_TEXT_BLOCK (view)->layout, index, start, end);
}

static void
confab_text_block_restyle (ConfabBlockView *view)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (view);

  confab_text_layout_restyle (self->layout);
}

static gboolean
confab_text_block_is_rtl (ConfabBlockView *view)
{
  return confab_text_layout_is_rtl (CONFAB_TEXT_BLOCK (view)->layout);
}

static void
set_focused_link (ConfabTextBlock *self,
                  int              focus)
{
  if (self->focus == focus)
    return;

  self->focus = focus;
  confab_text_layout_set_focus (self->layout, focus);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Tab goes from link to link before it leaves. */
static gboolean
confab_text_block_focus (GtkWidget        *widget,
                         GtkDirectionType  direction)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (widget);
  const gboolean is_forward = direction == GTK_DIR_TAB_FORWARD;
  int next;

  if (!gtk_widget_get_focusable (widget) ||
      (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD))
    return FALSE;

  if (gtk_widget_has_focus (widget))
    {
      next = self->focus + (is_forward ? 1 : -1);
    }
  else
    {
      next = 0;
      while (!is_forward && confab_text_layout_get_link (self->layout, next + 1) != NULL)
        next++;
    }

  if (next < 0 || confab_text_layout_get_link (self->layout, next) == NULL)
    {
      set_focused_link (self, -1);
      return FALSE;
    }

  set_focused_link (self, next);
  gtk_widget_grab_focus (widget);

  return TRUE;
}

static void
snapshot_marker (ConfabTextBlock  *self,
                 ConfabListMarker *marker,
                 GtkSnapshot      *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const int gutter = confab_block_view_get_inset (CONFAB_BLOCK_VIEW (self))->nesting.marker_x + self->widening;
  GdkRGBA color;
  int x = gutter;

  if (confab_text_layout_is_rtl (self->layout))
    x = gtk_widget_get_width (widget) - gutter - CONFAB_TRANSCRIPT_LIST_INDENT;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  confab_list_marker_snapshot (marker, snapshot, x, confab_text_layout_get_layout (self->layout), &color);
}

static void
confab_text_block_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (widget);
  ConfabListMarker *marker = confab_block_view_get_inset (CONFAB_BLOCK_VIEW (self))->marker;
  gsize start;
  gsize end;

  GTK_WIDGET_CLASS (confab_text_block_parent_class)->snapshot (widget, snapshot);

  if (marker != NULL)
    snapshot_marker (self, marker, snapshot);

  confab_block_view_get_selection (CONFAB_BLOCK_VIEW (self), &start, &end);
  confab_block_marks_snapshot (CONFAB_BLOCK_VIEW (self), self->layout, snapshot,
                               self->text_x, 0, 0);
  confab_text_layout_snapshot (self->layout, snapshot, self->text_x, 0, start, end);
}

static void
confab_text_block_finalize (GObject *object)
{
  ConfabTextBlock *self = CONFAB_TEXT_BLOCK (object);

  g_clear_pointer (&self->layout, confab_text_layout_free);

  G_OBJECT_CLASS (confab_text_block_parent_class)->finalize (object);
}

static void
confab_text_block_class_init (ConfabTextBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = confab_text_block_finalize;
  widget_class->snapshot = confab_text_block_snapshot;
  widget_class->focus = confab_text_block_focus;
  block_class->update = confab_text_block_update;
  block_class->layout = confab_text_block_layout;
  block_class->locate = confab_text_block_locate;
  block_class->get_link_at = confab_text_block_get_link_at;
  block_class->get_focused_link = confab_text_block_get_focused_link;
  block_class->select_word = confab_text_block_select_word;
  block_class->restyle = confab_text_block_restyle;
  block_class->is_rtl = confab_text_block_is_rtl;

  gtk_widget_class_set_css_name (widget_class, "transcript-text");
}

static void
confab_text_block_init (ConfabTextBlock *self)
{
  self->focus = -1;
}
