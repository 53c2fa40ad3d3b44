/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-layout"

#include "config.h"

#include "confab-text-layout.h"

#include <string.h>

#include "confab-text-isolates.h"
#include "confab-text-links.h"
#include "confab-text-math.h"
#include "confab-text-paint.h"
#include "confab-text-style.h"

#define CODE_TINT       0.1
#define SELECTION_TINT  0.3

/**
 * ConfabTextLayout:
 *
 * One laid out piece of text with its styles, links and selection.
 *
 * A thin shell about one PangoLayout: it turns Markdown spans into attributes of the widget's
 * style, paints what Pango cannot (rounded grounds, the selection) and finds what is at a point.
 */
struct _ConfabTextLayout
{
  GtkWidget          *widget;    /* borrowed: owns this */
  PangoLayout        *layout;    /* owned */
  ConfabMarkdownText *markdown;  /* owned, nullable */
  ConfabTextIsolates *isolates;  /* owned, nullable: how that is laid out, if not as it is */
  ConfabTextMath     *math;      /* owned: the formulas in it */
  PangoAttrList      *extra;     /* owned, nullable */
  double              scale;
  double              spacing;   /* of plain text; 0 for the font's own */
  int                 focus;     /* the link with the focus, or -1 */
  guint               bold : 1;
};

/* Pango turns the alignment about for paragraphs that run against the widget, so that each begins at
 * its own side. */
static void
apply_direction (ConfabTextLayout *self)
{
  const gboolean is_rtl = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;

  pango_layout_set_alignment (self->layout, is_rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

static void
apply_attributes (ConfabTextLayout *self)
{
  g_autoptr(PangoAttrList) list = NULL;

  if (self->markdown != NULL)
    list = confab_text_style_dup_markdown (self->widget, self->markdown, self->scale, self->bold);
  else
    list = confab_text_style_dup_plain (self->widget, self->spacing);
  confab_text_math_add_attributes (self->math, list);
  if (self->extra != NULL)
    pango_attr_list_splice (list, self->extra, 0, 0);
  list = confab_text_isolates_move (self->isolates, g_steal_pointer (&list));

  pango_layout_set_attributes (self->layout, list);
}

/**
 * confab_text_layout_new:
 * @widget: whose style it has
 *
 * Returns: (transfer full): a layout of nothing
 */
ConfabTextLayout *
confab_text_layout_new (GtkWidget *widget)
{
  ConfabTextLayout *self = g_new0 (ConfabTextLayout, 1);

  self->widget = widget;
  self->layout = gtk_widget_create_pango_layout (widget, NULL);
  self->math = confab_text_math_new (widget);
  self->scale = 1;
  self->focus = -1;
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  apply_direction (self);

  return self;
}

/**
 * confab_text_layout_free:
 * @self: (transfer full) (nullable): a layout
 */
void
confab_text_layout_free (ConfabTextLayout *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->layout);
  g_clear_pointer (&self->math, confab_text_math_free);
  g_clear_pointer (&self->isolates, confab_text_isolates_free);
  g_clear_pointer (&self->markdown, confab_markdown_text_free);
  g_clear_pointer (&self->extra, pango_attr_list_unref);
  g_free (self);
}

/**
 * confab_text_layout_set_markdown:
 * @text: (transfer full): what to show
 * @scale: size of the font against that of the widget
 * @bold: set it bold
 *
 * Shows text with styles.
 */
void
confab_text_layout_set_markdown (ConfabTextLayout   *self,
                                 ConfabMarkdownText *text,
                                 double              scale,
                                 gboolean            bold)
{
  confab_text_math_set_text (self->math, text, scale);
  g_clear_pointer (&self->markdown, confab_markdown_text_free);
  self->markdown = text;
  g_clear_pointer (&self->isolates, confab_text_isolates_free);
  self->isolates = confab_text_isolates_new (text);
  self->scale = scale;
  self->bold = !!bold;
  self->focus = -1;
  pango_layout_set_text (self->layout, confab_text_isolates_get_text (self->isolates, text), -1);
  apply_attributes (self);
}

/**
 * confab_text_layout_set_plain:
 * @text: what to show
 * @spacing: from line to line, as a part of the font's size, or 0
 *
 * Shows text as it is.
 */
void
confab_text_layout_set_plain (ConfabTextLayout *self,
                              const char       *text,
                              double            spacing)
{
  self->spacing = spacing;
  pango_layout_set_text (self->layout, text, -1);
  apply_attributes (self);
}

/**
 * confab_text_layout_set_extra:
 * @attributes: (nullable): what to lay over its styles
 *
 * Adds colours and the like that come from elsewhere.
 */
void
confab_text_layout_set_extra (ConfabTextLayout *self,
                              PangoAttrList    *attributes)
{
  g_clear_pointer (&self->extra, pango_attr_list_unref);
  self->extra = attributes != NULL ? pango_attr_list_ref (attributes) : NULL;
  apply_attributes (self);
}

/**
 * confab_text_layout_restyle:
 *
 * Takes over the widget's fonts and colours, which changed.
 */
void
confab_text_layout_restyle (ConfabTextLayout *self)
{
  pango_layout_context_changed (self->layout);
  confab_text_math_restyle (self->math);
  apply_direction (self);
  apply_attributes (self);
}

/**
 * confab_text_layout_get_layout:
 *
 * Returns: (transfer none): the layout in it
 */
PangoLayout *
confab_text_layout_get_layout (ConfabTextLayout *self)
{
  return self->layout;
}

/**
 * confab_text_layout_get_text:
 *
 * Returns: (transfer none): the text it shows
 */
const char *
confab_text_layout_get_text (ConfabTextLayout *self)
{
  return self->isolates != NULL ? self->markdown->text : pango_layout_get_text (self->layout);
}

/**
 * confab_text_layout_paint_range:
 * @snapshot: where to draw
 * @x: left edge of the text
 * @y: top edge of the text
 * @start: a byte of the text
 * @end: the byte after the last
 * @color: how
 * @rounded: whether it has round corners
 *
 * Paints the ground of a piece of the text.
 */
void
confab_text_layout_paint_range (ConfabTextLayout *self,
                                GtkSnapshot      *snapshot,
                                int               x,
                                int               y,
                                gsize             start,
                                gsize             end,
                                const GdkRGBA    *color,
                                gboolean          rounded)
{
  confab_text_paint_range (self->layout, snapshot, x, y, (int) confab_text_isolates_to_start (self->isolates, start),
                           (int) confab_text_isolates_to_end (self->isolates, end), color, rounded);
}

/**
 * confab_text_layout_set_width:
 * @width: in pixels, or -1 to break lines only where the text does
 *
 * Sets where lines are broken.
 */
void
confab_text_layout_set_width (ConfabTextLayout *self,
                              int               width)
{
  if (confab_text_math_fit (self->math, width))
    apply_attributes (self);
  pango_layout_set_width (self->layout, width < 0 ? -1 : width * PANGO_SCALE);
}

/**
 * confab_text_layout_get_size:
 * @width: (out) (optional): in pixels
 * @height: (out) (optional): in pixels
 *
 * Lays out and measures.
 */
void
confab_text_layout_get_size (ConfabTextLayout *self,
                             int              *width,
                             int              *height)
{
  pango_layout_get_pixel_size (self->layout, width, height);
}

/**
 * confab_text_layout_is_rtl:
 *
 * Lays out: set the width first.
 *
 * Returns: whether the text runs from right to left, as its first letters say
 */
gboolean
confab_text_layout_is_rtl (ConfabTextLayout *self)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (self->layout, 0);

  return line != NULL && pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_RTL;
}

/**
 * confab_text_layout_snapshot:
 * @snapshot: where to draw
 * @x: left edge
 * @y: top edge
 * @selection_start: first selected byte; may lie outside the text
 * @selection_end: the byte after the last
 *
 * Draws it.
 */
void
confab_text_layout_snapshot (ConfabTextLayout *self,
                             GtkSnapshot      *snapshot,
                             int               x,
                             int               y,
                             gssize            selection_start,
                             gssize            selection_end)
{
  GtkStyleContext *context = gtk_widget_get_style_context (self->widget);
  const gssize length = strlen (confab_text_layout_get_text (self));
  GdkRGBA text_color;
  GdkRGBA color;
  gsize first;
  gsize last;

  gtk_style_context_get_color (context, &text_color);

  if (self->markdown != NULL)
    for (guint i = 0; i < self->markdown->spans->len; i++)
      {
        const ConfabMarkdownSpan *span = &g_array_index (self->markdown->spans, ConfabMarkdownSpan, i);

        if (span->style != CONFAB_MARKDOWN_STYLE_CODE || span->start >= span->end)
          continue;
        color = text_color;
        color.alpha *= CODE_TINT;
        confab_text_layout_paint_range (self, snapshot, x, y, span->start, span->end, &color, TRUE);
      }

  first = CLAMP (selection_start, 0, length);
  last = CLAMP (selection_end, 0, length);
  confab_text_math_expand (self->math, &first, &last);
  if (first < last && gtk_style_context_lookup_color (context, "accent_bg_color", &color))
    {
      color.alpha = SELECTION_TINT;
      confab_text_layout_paint_range (self, snapshot, x, y, first, last, &color, FALSE);
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, self->layout, &text_color);
  confab_text_math_snapshot (self->math, self->layout, self->isolates, snapshot, &text_color);
  gtk_snapshot_restore (snapshot);

  if (self->focus >= 0 && gtk_style_context_lookup_color (context, "accent_bg_color", &color))
    {
      const ConfabMarkdownSpan *link = confab_text_layout_get_link (self, self->focus);

      color.alpha = SELECTION_TINT;
      if (link != NULL)
        confab_text_layout_paint_range (self, snapshot, x, y, link->start, link->end, &color, TRUE);
    }
}

/**
 * confab_text_layout_locate:
 * @x: from its left edge
 * @y: from its top edge
 * @index: (out): the nearest place between two letters, in bytes
 *
 * Returns: whether the point is on a letter
 */
gboolean
confab_text_layout_locate (ConfabTextLayout *self,
                           double            x,
                           double            y,
                           gsize            *index)
{
  const char *text = pango_layout_get_text (self->layout);
  int trailing;
  int at;
  const gboolean is_inside = pango_layout_xy_to_index (self->layout, x * PANGO_SCALE, y * PANGO_SCALE,
                                                       &at, &trailing);
  const char *p = text + at;
  gsize start;

  while (trailing-- > 0 && *p != '\0')
    p = g_utf8_next_char (p);
  /* Within a formula there is no place: its right half is behind it. */
  start = *index = confab_text_isolates_from (self->isolates, p - text);
  confab_text_math_expand (self->math, &start, index);

  return is_inside;
}

/**
 * confab_text_layout_get_link:
 * @position: which link
 *
 * Returns: (transfer none) (nullable): the link, or %NULL when there are not that many
 */
const ConfabMarkdownSpan *
confab_text_layout_get_link (ConfabTextLayout *self,
                             guint             position)
{
  return confab_text_links_get (self->markdown, position);
}

/**
 * confab_text_layout_get_link_at:
 * @x: from its left edge
 * @y: from its top edge
 *
 * Returns: (transfer none) (nullable): the link at a point
 */
const ConfabMarkdownSpan *
confab_text_layout_get_link_at (ConfabTextLayout *self,
                                double            x,
                                double            y)
{
  int at;
  int trailing;

  if (self->markdown == NULL || self->markdown->spans->len == 0 ||
      !pango_layout_xy_to_index (self->layout, x * PANGO_SCALE, y * PANGO_SCALE, &at, &trailing))
    return NULL;

  return confab_text_links_get_at (self->markdown, confab_text_isolates_from (self->isolates, at));
}

/**
 * confab_text_layout_select_word:
 * @index: a byte of the text
 * @start: (out): where the word begins
 * @end: (out): where it ends
 *
 * Finds the word at a place, or the space between two words.
 */
void
confab_text_layout_select_word (ConfabTextLayout *self,
                                gsize             index,
                                gsize            *start,
                                gsize            *end)
{
  const char *text = pango_layout_get_text (self->layout);
  int n_attrs;
  const PangoLogAttr *attrs = pango_layout_get_log_attrs_readonly (self->layout, &n_attrs);
  const gsize place = confab_text_isolates_to_start (self->isolates, index);
  const int at = MIN (g_utf8_pointer_to_offset (text, text + MIN (place, strlen (text))), n_attrs - 1);
  int first = at;
  int last = MIN (at + 1, n_attrs - 1);

  while (first > 0 && !attrs[first].is_word_start && !attrs[first].is_word_end)
    first--;
  while (last < n_attrs - 1 && !attrs[last].is_word_start && !attrs[last].is_word_end)
    last++;

  *start = confab_text_isolates_from (self->isolates, g_utf8_offset_to_pointer (text, first) - text);
  *end = confab_text_isolates_from (self->isolates, g_utf8_offset_to_pointer (text, last) - text);
  confab_text_math_expand (self->math, start, end);
}

/**
 * confab_text_layout_get_extent:
 * @start: a byte of the text
 * @end: the byte after the last
 * @x: (out): how far some letters are from the left edge, in pixels
 * @width: (out): how wide they are
 *
 * Tells where letters are. Of those that go on in other lines it tells of the first alone.
 */
void
confab_text_layout_get_extent (ConfabTextLayout *self,
                               gsize             start,
                               gsize             end,
                               int              *x,
                               int              *width)
{
  const gsize length = strlen (pango_layout_get_text (self->layout));
  PangoRectangle first;
  PangoRectangle last;
  int left;
  int right;

  start = confab_text_isolates_to_start (self->isolates, start);
  end = confab_text_isolates_to_end (self->isolates, end);
  pango_layout_index_to_pos (self->layout, (int) MIN (start, length), &first);
  pango_layout_index_to_pos (self->layout, (int) MIN (end, length), &last);
  if (last.y != first.y)
    {
      last = first;
      last.x += last.width;
    }

  /* Widths are negative where text runs from right to left. */
  left = MIN (MIN (first.x, first.x + first.width), last.x);
  right = MAX (MAX (first.x, first.x + first.width), last.x);
  *x = PANGO_PIXELS (left);
  *width = PANGO_PIXELS (right - left);
}

/**
 * confab_text_layout_set_focus:
 * @link: which link has the keyboard's focus, or -1
 *
 * Shows which link is opened by Return.
 */
void
confab_text_layout_set_focus (ConfabTextLayout *self,
                              int               link)
{
  self->focus = link;
}
