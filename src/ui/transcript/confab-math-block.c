/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-block"

#include "config.h"

#include "confab-math-block.h"

#include <math.h>
#include <string.h>

#include "confab-block-paint.h"
#include "confab-markdown-text.h"
#include "confab-math-layout.h"
#include "confab-sideways.h"
#include "confab-text-layout.h"
#include "confab-text-style.h"
#include "confab-transcript-geometry.h"

#define LINE_SPACING   1.4
#define PADDING        4
#define BAR_ROOM       12
#define SELECTION_TINT 0.3

/* Formulas are a little larger than the text around them, for they are looked at longer. */
#define SCALE 1.1

/**
 * ConfabMathBlock:
 *
 * A formula that stands for itself.
 *
 * It is in the middle of the column; one that is wider moves sideways. Until its end has arrived,
 * and for good where it cannot be typeset, its source is shown on the ground of code. What is
 * selected and read out is the source in any case.
 */
struct _ConfabMathBlock
{
  ConfabBlockView   parent_instance;

  ConfabMathLayout *math;      /* owned, nullable: the source is shown */
  char             *tex;       /* owned, nullable: what was tried last */
  ConfabTextLayout *source;    /* owned */
  ConfabSideways   *sideways;  /* owned */
  int               x;         /* of the formula */
  int               width;     /* of what can be seen of it */
};

G_DEFINE_FINAL_TYPE (ConfabMathBlock, confab_math_block, CONFAB_TYPE_BLOCK_VIEW)

static void
typeset (ConfabMathBlock *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->math, confab_math_layout_free);
  if (self->tex == NULL)
    return;

  self->math = confab_math_layout_new (gtk_widget_get_pango_context (widget), self->tex,
                                       SCALE * confab_text_style_get_font_size (widget) / PANGO_SCALE, TRUE, &error);
  if (self->math == NULL)
    g_debug ("A formula is shown as its source: %s", error->message);
}

/* Not sooner than it is shown: it has the fonts of its place in the window. */
static void
create_source (ConfabMathBlock *self)
{
  self->source = confab_text_layout_new (GTK_WIDGET (self));
  /* It runs from left to right in any language. */
  pango_layout_set_auto_dir (confab_text_layout_get_layout (self->source), FALSE);
}

static void
confab_math_block_update (ConfabBlockView *view)
{
  ConfabMathBlock *self = CONFAB_MATH_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  const guint item = confab_block_view_get_item (view);
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  g_autofree char *content = NULL;
  g_autofree char *tex = NULL;

  if (self->source == NULL)
    create_source (self);

  content = confab_transcript_source_dup_piece (source, confab_transcript_entry_get_item (entry, item)->segment);
  tex = confab_markdown_text_dup_formula (content);

  if (g_strcmp0 (self->tex, tex) != 0)
    {
      g_free (self->tex);
      self->tex = g_steal_pointer (&tex);
      typeset (self);
    }
  if (self->math != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "source");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "source");

  if (g_strcmp0 (confab_text_layout_get_text (self->source), content) != 0)
    confab_text_layout_set_plain (self->source, content, LINE_SPACING);
  confab_sideways_set_block (self->sideways, confab_transcript_source_get_scanner (source), segment->block_id, TRUE);
  confab_block_view_set_text (view, content, segment->sealed);
  confab_block_view_invalidate (view);
}

static int
layout_source (ConfabMathBlock *self,
               int              width)
{
  int height;

  confab_text_layout_set_width (self->source, MAX (width - 2 * CONFAB_TRANSCRIPT_CODE_PADDING, 1));
  confab_text_layout_get_size (self->source, NULL, &height);
  confab_sideways_set_width (self->sideways, 0, width);

  return height + 2 * CONFAB_TRANSCRIPT_CODE_PADDING;
}

static int
confab_math_block_layout (ConfabBlockView *view,
                          int              width)
{
  ConfabMathBlock *self = CONFAB_MATH_BLOCK (view);
  const ConfabMathBox *box;
  int content_width;

  if (self->math == NULL)
    return layout_source (self, width);

  box = confab_math_layout_get_box (self->math);
  content_width = (int) ceil (box->width);
  self->width = width;
  self->x = MAX (width - content_width, 0) / 2;
  confab_sideways_set_width (self->sideways, content_width, self->width);

  return (int) ceil (box->ascent) + (int) ceil (box->descent) + 2 * PADDING +
         (content_width > self->width ? BAR_ROOM : 0);
}

static gboolean
confab_math_block_locate (ConfabBlockView *view,
                          double           x,
                          double           y,
                          gsize           *index)
{
  ConfabMathBlock *self = CONFAB_MATH_BLOCK (view);
  double width;

  if (self->math == NULL)
    return confab_text_layout_locate (self->source, x - CONFAB_TRANSCRIPT_CODE_PADDING,
                                      y - CONFAB_TRANSCRIPT_CODE_PADDING, index);

  /* A formula is selected as a whole. */
  width = MIN (confab_math_layout_get_box (self->math)->width, self->width);
  *index = x < self->x + width / 2 ? 0 : strlen (confab_block_view_get_text (view));

  return x >= self->x && x < self->x + width;
}

static void
confab_math_block_select_word (ConfabBlockView *view,
                               gsize            index,
                               gsize           *start,
                               gsize           *end)
{
  ConfabMathBlock *self = CONFAB_MATH_BLOCK (view);

  if (self->math == NULL)
    {
      confab_text_layout_select_word (self->source, index, start, end);
      return;
    }

  *start = 0;
  *end = strlen (confab_block_view_get_text (view));
}

static void
confab_math_block_restyle (ConfabBlockView *view)
{
  ConfabMathBlock *self = CONFAB_MATH_BLOCK (view);

  confab_text_layout_restyle (self->source);
  typeset (self);
}

static ConfabSideways *
confab_math_block_get_sideways (ConfabBlockView *view)
{
  return CONFAB_MATH_BLOCK (view)->sideways;
}

static void
snapshot_formula (ConfabMathBlock *self,
                  GtkSnapshot     *snapshot,
                  gboolean         is_selected)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const int height = gtk_widget_get_height (widget);
  ConfabMathBox *box = confab_math_layout_get_box (self->math);
  const double ascent = ceil (box->ascent);
  GdkRGBA color;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (self->x - PADDING, 0, self->width + 2 * PADDING, height));
  if (is_selected)
    {
      confab_block_paint_get_color (widget, "accent_bg_color", &color);
      color.alpha = SELECTION_TINT;
      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (self->x, 0, MIN (box->width, self->width),
                                                      ascent + ceil (box->descent) + 2 * PADDING));
    }
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  confab_math_box_snapshot (box, snapshot, self->x - confab_sideways_get_offset (self->sideways),
                            PADDING + ascent, &color);
  gtk_snapshot_pop (snapshot);
  confab_sideways_snapshot (self->sideways, snapshot, self->x, self->width, height);
}

static void
confab_math_block_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  ConfabMathBlock *self = CONFAB_MATH_BLOCK (widget);
  gsize start;
  gsize end;

  GTK_WIDGET_CLASS (confab_math_block_parent_class)->snapshot (widget, snapshot);

  confab_block_view_get_selection (CONFAB_BLOCK_VIEW (self), &start, &end);
  if (self->math != NULL)
    snapshot_formula (self, snapshot, start < end);
  else
    confab_text_layout_snapshot (self->source, snapshot, CONFAB_TRANSCRIPT_CODE_PADDING,
                                 CONFAB_TRANSCRIPT_CODE_PADDING, start, end);
}

static void
confab_math_block_dispose (GObject *object)
{
  ConfabMathBlock *self = CONFAB_MATH_BLOCK (object);

  g_clear_pointer (&self->sideways, confab_sideways_free);

  G_OBJECT_CLASS (confab_math_block_parent_class)->dispose (object);
}

static void
confab_math_block_finalize (GObject *object)
{
  ConfabMathBlock *self = CONFAB_MATH_BLOCK (object);

  g_clear_pointer (&self->math, confab_math_layout_free);
  g_clear_pointer (&self->source, confab_text_layout_free);
  g_clear_pointer (&self->tex, g_free);

  G_OBJECT_CLASS (confab_math_block_parent_class)->finalize (object);
}

static void
confab_math_block_class_init (ConfabMathBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  object_class->dispose = confab_math_block_dispose;
  object_class->finalize = confab_math_block_finalize;
  widget_class->snapshot = confab_math_block_snapshot;
  block_class->update = confab_math_block_update;
  block_class->layout = confab_math_block_layout;
  block_class->locate = confab_math_block_locate;
  block_class->select_word = confab_math_block_select_word;
  block_class->restyle = confab_math_block_restyle;
  block_class->get_sideways = confab_math_block_get_sideways;

  gtk_widget_class_set_css_name (widget_class, "transcript-math");
}

static void
confab_math_block_init (ConfabMathBlock *self)
{
  self->sideways = confab_sideways_new (CONFAB_BLOCK_VIEW (self));
}
