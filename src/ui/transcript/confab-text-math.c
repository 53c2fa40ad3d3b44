/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-math"

#include "config.h"

#include "confab-text-math.h"

#include <string.h>

#include "confab-math-layout.h"
#include "confab-text-style.h"

/* Shorter formulas, in em, are not broken. */
#define MIN_BREAK_WIDTH 12

/* Free above and below a formula that is higher than its line, in pixels. */
#define LINE_ROOM 1

/**
 * ConfabTextMath:
 *
 * The formulas within a text.
 *
 * A formula stands in the text as its source. The first character of it is made as wide and high as
 * the formula and the others have no width, so that all places in the text remain what they are. A
 * long formula is several such pieces, which lines can end between. What cannot be typeset, or not
 * in the width there is, is shown as code.
 */
struct _ConfabTextMath
{
  GtkWidget          *widget;    /* borrowed: owns this */
  ConfabMarkdownText *text;      /* borrowed, nullable */
  GArray             *formulas;  /* owned, of Formula */
  double              scale;
  int                 width;     /* that is there, or -1 */
};

typedef struct
{
  guint             span;      /* which one of the text */
  char             *tex;       /* owned */
  gboolean          display;
  ConfabMathLayout *layout;    /* owned, nullable: not understood */
  gboolean          is_shown;  /* and not its source */
} Formula;

static void
clear_formula (gpointer data)
{
  Formula *formula = data;

  g_clear_pointer (&formula->tex, g_free);
  g_clear_pointer (&formula->layout, confab_math_layout_free);
}

static double
get_size (ConfabTextMath *self)
{
  return confab_text_style_get_font_size (self->widget) / (double) PANGO_SCALE * self->scale;
}

static ConfabMarkdownSpan *
get_span (ConfabTextMath *self,
          const Formula  *formula)
{
  return &g_array_index (self->text->spans, ConfabMarkdownSpan, formula->span);
}

static gboolean
is_math (const ConfabMarkdownSpan *span)
{
  return span->style == CONFAB_MARKDOWN_STYLE_MATH || span->style == CONFAB_MARKDOWN_STYLE_DISPLAY_MATH;
}

/* A piece of a formula: all of it when it is short. */
typedef struct
{
  ConfabMathBox *box;
  double         width;
  gsize          start;  /* in the text */
  gsize          end;
} Piece;

static guint
get_n_pieces (ConfabTextMath *self,
              const Formula  *formula)
{
  if (confab_math_layout_get_box (formula->layout)->width < MIN_BREAK_WIDTH * get_size (self))
    return 1;

  return MAX (confab_math_layout_get_n_pieces (formula->layout), 1);
}

static void
get_piece (ConfabTextMath *self,
           const Formula  *formula,
           guint           n_pieces,
           guint           position,
           Piece          *piece)
{
  const ConfabMarkdownSpan *span = get_span (self, formula);
  /* Behind the delimiter. */
  const char *source = self->text->text + span->start;
  const gsize begin = span->start + (source[0] == '$' && source[1] != '$' ? 1 : 2);

  piece->start = span->start;
  piece->end = span->end;
  if (n_pieces == 1)
    {
      piece->box = confab_math_layout_get_box (formula->layout);
      piece->width = piece->box->width;
      return;
    }

  piece->box = confab_math_layout_get_piece (formula->layout, position)->box;
  piece->width = confab_math_layout_get_piece (formula->layout, position)->width;
  if (position > 0)
    piece->start = begin + confab_math_layout_get_piece (formula->layout, position)->start;
  if (position + 1 < n_pieces)
    piece->end = begin + confab_math_layout_get_piece (formula->layout, position + 1)->start;
}

/**
 * confab_text_math_new:
 * @widget: whose style formulas have
 *
 * Returns: (transfer full): the formulas of no text
 */
ConfabTextMath *
confab_text_math_new (GtkWidget *widget)
{
  ConfabTextMath *self = g_new0 (ConfabTextMath, 1);

  self->widget = widget;
  self->formulas = g_array_new (FALSE, TRUE, sizeof (Formula));
  self->width = -1;
  g_array_set_clear_func (self->formulas, clear_formula);

  return self;
}

/**
 * confab_text_math_free:
 * @self: (transfer full) (nullable): formulas
 */
void
confab_text_math_free (ConfabTextMath *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->formulas);
  g_free (self);
}

/* Lays a formula out, unless that was done for the text before, of which this one grew. */
static void
lay_out (ConfabTextMath *self,
         GArray         *before,
         Formula        *formula)
{
  const guint position = self->formulas->len;
  Formula *same = before != NULL && position < before->len ? &g_array_index (before, Formula, position) : NULL;

  if (same != NULL && same->display == formula->display && g_str_equal (same->tex, formula->tex))
    formula->layout = g_steal_pointer (&same->layout);
  else
    formula->layout = confab_math_layout_new (gtk_widget_get_pango_context (self->widget), formula->tex,
                                              get_size (self), formula->display, NULL);
}

static void
update_shown (ConfabTextMath *self,
              Formula        *formula)
{
  ConfabMarkdownSpan *span = get_span (self, formula);

  formula->is_shown = formula->layout != NULL;
  if (formula->is_shown && self->width >= 0)
    {
      const guint n_pieces = get_n_pieces (self, formula);

      for (guint i = 0; i < n_pieces; i++)
        {
          Piece piece;

          get_piece (self, formula, n_pieces, i, &piece);
          if (piece.width > self->width)
            formula->is_shown = FALSE;
        }
    }

  span->style = !formula->is_shown ? CONFAB_MARKDOWN_STYLE_CODE
                : formula->display ? CONFAB_MARKDOWN_STYLE_DISPLAY_MATH : CONFAB_MARKDOWN_STYLE_MATH;
}

/**
 * confab_text_math_set_text:
 * @text: the text they are in, which lives until there is another one
 * @scale: size of the font against that of the widget
 *
 * Finds the formulas of a text. Those that are shown as source become code in it.
 */
void
confab_text_math_set_text (ConfabTextMath     *self,
                           ConfabMarkdownText *text,
                           double              scale)
{
  g_autoptr(GArray) before = g_steal_pointer (&self->formulas);

  if (self->scale != scale)
    g_array_set_size (before, 0);

  self->text = text;
  self->scale = scale;
  self->formulas = g_array_new (FALSE, TRUE, sizeof (Formula));
  g_array_set_clear_func (self->formulas, clear_formula);

  for (guint i = 0; i < text->spans->len; i++)
    {
      const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, i);
      Formula formula = { .span = i };

      if (!is_math (span))
        continue;
      formula.tex = g_strdup (span->target);
      formula.display = span->style == CONFAB_MARKDOWN_STYLE_DISPLAY_MATH;
      lay_out (self, before, &formula);
      update_shown (self, &formula);
      g_array_append_val (self->formulas, formula);
    }
}

/**
 * confab_text_math_restyle:
 *
 * Takes over the widget's font, which changed.
 */
void
confab_text_math_restyle (ConfabTextMath *self)
{
  for (guint i = 0; i < self->formulas->len; i++)
    {
      Formula *formula = &g_array_index (self->formulas, Formula, i);

      g_clear_pointer (&formula->layout, confab_math_layout_free);
      formula->layout = confab_math_layout_new (gtk_widget_get_pango_context (self->widget), formula->tex,
                                                get_size (self), formula->display, NULL);
      update_shown (self, formula);
    }
}

/**
 * confab_text_math_fit:
 * @width: in pixels, or -1 for as much as there has to be
 *
 * Says how much room there is.
 *
 * Returns: whether that makes a difference, so that the attributes are not right any more
 */
gboolean
confab_text_math_fit (ConfabTextMath *self,
                      int             width)
{
  gboolean has_changed = FALSE;

  self->width = width;
  for (guint i = 0; i < self->formulas->len; i++)
    {
      Formula *formula = &g_array_index (self->formulas, Formula, i);
      const gboolean was_shown = formula->is_shown;

      update_shown (self, formula);
      has_changed |= formula->is_shown != was_shown;
    }

  return has_changed;
}

static void
add (PangoAttrList  *list,
     PangoAttribute *attribute,
     gsize           start,
     gsize           end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (list, attribute);
}

static void
add_piece (ConfabTextMath *self,
           PangoAttrList  *list,
           const Piece    *piece,
           double          ascent,
           double          descent)
{
  const gsize second = (gsize) (g_utf8_next_char (self->text->text + piece->start) - self->text->text);
  PangoRectangle rect = {
    .y = (int) (-ascent * PANGO_SCALE),
    .width = (int) (piece->width * PANGO_SCALE),
    .height = (int) ((ascent + descent) * PANGO_SCALE),
  };

  add (list, pango_attr_shape_new (&rect, &rect), piece->start, second);
  rect.width = 0;
  if (second < piece->end)
    add (list, pango_attr_shape_new (&rect, &rect), second, piece->end);
  add (list, pango_attr_allow_breaks_new (FALSE), piece->start, piece->end);
}

/**
 * confab_text_math_add_attributes:
 * @list: what sets the text
 *
 * Makes room for the formulas.
 */
void
confab_text_math_add_attributes (ConfabTextMath *self,
                                 PangoAttrList  *list)
{
  const double line = get_size (self) * CONFAB_TEXT_STYLE_PROSE_SPACING;
  PangoFontMetrics *metrics;
  double font_ascent, font_descent;

  if (self->formulas->len == 0)
    return;

  metrics = pango_context_get_metrics (gtk_widget_get_pango_context (self->widget), NULL, NULL);
  font_ascent = pango_font_metrics_get_ascent (metrics) * self->scale / PANGO_SCALE;
  font_descent = pango_font_metrics_get_descent (metrics) * self->scale / PANGO_SCALE;
  pango_font_metrics_unref (metrics);

  for (guint i = 0; i < self->formulas->len; i++)
    {
      const Formula *formula = &g_array_index (self->formulas, Formula, i);
      const ConfabMarkdownSpan *span = get_span (self, formula);
      const ConfabMathBox *box;
      double ascent, descent;
      guint n_pieces;

      if (!formula->is_shown)
        continue;

      /* Not less than a letter has, or the line would be higher than others. */
      box = confab_math_layout_get_box (formula->layout);
      ascent = MAX (box->ascent + LINE_ROOM, font_ascent);
      descent = MAX (box->descent + LINE_ROOM, font_descent);
      if (ascent > font_ascent || descent > font_descent)
        add (list, pango_attr_line_height_new_absolute ((int) (MAX (ascent + descent, line) * PANGO_SCALE)),
             span->start, span->end);

      n_pieces = get_n_pieces (self, formula);
      for (guint j = 0; j < n_pieces; j++)
        {
          Piece piece;

          get_piece (self, formula, n_pieces, j, &piece);
          add_piece (self, list, &piece, ascent, descent);
        }
    }
}

/**
 * confab_text_math_expand:
 * @start: (inout): where a range of the text begins
 * @end: (inout): where it ends
 *
 * Has a range that begins or ends within a formula cover all of it, for that is seen as one.
 */
void
confab_text_math_expand (ConfabTextMath *self,
                         gsize          *start,
                         gsize          *end)
{
  for (guint i = 0; i < self->formulas->len; i++)
    {
      const Formula *formula = &g_array_index (self->formulas, Formula, i);
      const ConfabMarkdownSpan *span = get_span (self, formula);

      if (!formula->is_shown)
        continue;
      if (*start > span->start && *start < span->end)
        *start = span->start;
      if (*end > span->start && *end < span->end)
        *end = span->end;
    }
}

static void
snapshot_line (ConfabTextMath           *self,
               const ConfabTextIsolates *isolates,
               PangoLayoutLine          *line,
               GtkSnapshot              *snapshot,
               double                    left,
               double                    baseline,
               const GdkRGBA            *color)
{
  for (guint i = 0; i < self->formulas->len; i++)
    {
      const Formula *formula = &g_array_index (self->formulas, Formula, i);
      const guint n_pieces = formula->is_shown ? get_n_pieces (self, formula) : 0;

      for (guint j = 0; j < n_pieces; j++)
        {
          int place, leading, trailing;
          Piece piece;

          get_piece (self, formula, n_pieces, j, &piece);
          place = (int) confab_text_isolates_to_start (isolates, piece.start);
          if (place < line->start_index || place >= line->start_index + line->length)
            continue;

          pango_layout_line_index_to_x (line, place, FALSE, &leading);
          pango_layout_line_index_to_x (line, place, TRUE, &trailing);
          confab_math_box_snapshot (piece.box, snapshot, left + MIN (leading, trailing) / (double) PANGO_SCALE,
                                    baseline, color);
        }
    }
}

/**
 * confab_text_math_snapshot:
 * @layout: the text, laid out with the attributes
 * @isolates: (nullable): how it is laid out, if not as it is
 * @snapshot: where to draw, with the upper left corner of the layout at the origin
 * @color: of the text
 *
 * Draws the formulas.
 */
void
confab_text_math_snapshot (ConfabTextMath           *self,
                           PangoLayout              *layout,
                           const ConfabTextIsolates *isolates,
                           GtkSnapshot              *snapshot,
                           const GdkRGBA            *color)
{
  PangoLayoutIter *iter;

  if (self->formulas->len == 0)
    return;

  iter = pango_layout_get_iter (layout);
  do
    {
      PangoRectangle extents;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      snapshot_line (self, isolates, pango_layout_iter_get_line_readonly (iter), snapshot,
                     extents.x / (double) PANGO_SCALE,
                     pango_layout_iter_get_baseline (iter) / (double) PANGO_SCALE, color);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}
