/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-list-marker"

#include "config.h"

#include "confab-list-marker.h"

#include "confab-text-style.h"
#include "confab-transcript-geometry.h"

#define CHECK_SIZE 14
#define SPACE      6

/* Where there is no text to stand beside, as far down as the first line of a table or of a card. */
#define TOP CONFAB_TRANSCRIPT_CELL_PADDING_Y

/* Numbers of up to three digits hang out of their room, so that the items of a list begin alike. There is
 * as much at the narrowest margin of a window, and behind the bar of a quote. */
#define MAX_HANGING 11

/**
 * ConfabListMarker:
 *
 * What stands in front of an item: a bullet, a number, a box to check, the number of a footnote.
 */
struct _ConfabListMarker
{
  GtkWidget            *widget;  /* borrowed: owns this */
  ConfabMarkdownMarker  kind;
  guint                 number;
  guint                 depth;
  PangoLayout          *layout;  /* owned: empty for a box to check */
  gboolean              is_rtl;
};

static char *
dup_text (const ConfabMarkdownSegment *segment)
{
  /* All of them are in any font; a square comes from another one and is as large as a box. */
  static const char * const bullets[] = { "•", "◦", "–" };

  switch (segment->marker)
    {
    case CONFAB_MARKDOWN_MARKER_BULLET:
      return g_strdup (bullets[CLAMP (segment->list_depth, 1, G_N_ELEMENTS (bullets)) - 1]);

    case CONFAB_MARKDOWN_MARKER_NUMBER:
      return g_strdup_printf ("%u.", segment->number);

    case CONFAB_MARKDOWN_MARKER_FOOTNOTE:
      return g_strdup_printf ("[%u]", segment->number);

    default:
      return g_strdup ("");
    }
}

static void
apply_style (ConfabListMarker *self)
{
  /* The line height of prose, so that it stands on the same line. */
  g_autoptr(PangoAttrList) list = confab_text_style_dup_plain (self->widget, CONFAB_TEXT_STYLE_PROSE_SPACING);

  pango_layout_set_attributes (self->layout, list);
}

/**
 * confab_list_marker_new:
 * @widget: whose style it has
 * @segment: what it stands in front of
 *
 * Returns: (transfer full) (nullable): its marker, if it has one
 */
ConfabListMarker *
confab_list_marker_new (GtkWidget                   *widget,
                        const ConfabMarkdownSegment *segment)
{
  ConfabListMarker *self;
  g_autofree char *text = NULL;

  if (segment->marker == CONFAB_MARKDOWN_MARKER_NONE)
    return NULL;

  text = dup_text (segment);
  self = g_new0 (ConfabListMarker, 1);
  self->widget = widget;
  self->kind = segment->marker;
  self->number = segment->number;
  self->depth = segment->list_depth;
  self->layout = gtk_widget_create_pango_layout (widget, text);
  apply_style (self);

  return self;
}

/**
 * confab_list_marker_free:
 * @self: (transfer full) (nullable): a marker
 */
void
confab_list_marker_free (ConfabListMarker *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->layout);
  g_free (self);
}

/**
 * confab_list_marker_is_of:
 * @segment: what it may stand in front of
 *
 * Returns: whether a marker of @segment would look the same
 */
gboolean
confab_list_marker_is_of (ConfabListMarker            *self,
                          const ConfabMarkdownSegment *segment)
{
  return self->kind == segment->marker && self->number == segment->number && self->depth == segment->list_depth;
}

/**
 * confab_list_marker_restyle:
 *
 * Takes over the widget's font, which changed.
 */
void
confab_list_marker_restyle (ConfabListMarker *self)
{
  pango_layout_context_changed (self->layout);
  apply_style (self);
}

/**
 * confab_list_marker_set_rtl:
 * @is_rtl: whether the item runs from right to left
 *
 * Says at which side of its item it stands. A number is on the same side of its dot as the text runs to,
 * whatever the direction of the program.
 */
void
confab_list_marker_set_rtl (ConfabListMarker *self,
                            gboolean          is_rtl)
{
  g_autofree char *text = NULL;

  self->is_rtl = is_rtl;
  if (self->kind != CONFAB_MARKDOWN_MARKER_NUMBER)
    return;

  text = g_strdup_printf ("%s%u.", is_rtl ? "\u200f" : "\u200e", self->number);
  if (!g_str_equal (pango_layout_get_text (self->layout), text))
    pango_layout_set_text (self->layout, text, -1);
}

/**
 * confab_list_marker_get_widening:
 *
 * Returns: how many pixels more than usual the item has to be set in
 */
int
confab_list_marker_get_widening (ConfabListMarker *self)
{
  int width;

  pango_layout_get_pixel_size (self->layout, &width, NULL);

  return MAX (width + SPACE - CONFAB_TRANSCRIPT_LIST_INDENT - MAX_HANGING, 0);
}

static void
snapshot_check (ConfabListMarker *self,
                GtkSnapshot      *snapshot,
                int               x,
                int               y,
                const GdkRGBA    *color)
{
  const char *name = self->kind == CONFAB_MARKDOWN_MARKER_TASK_DONE ? "checkbox-checked-symbolic"
                                                                     : "checkbox-symbolic";
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (self->widget));
  g_autoptr(GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (theme, name, NULL, CHECK_SIZE, gtk_widget_get_scale_factor (self->widget),
                                gtk_widget_get_direction (self->widget), 0);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, CHECK_SIZE, CHECK_SIZE, color, 1);
  gtk_snapshot_restore (snapshot);
}

/* The middle of the first line. */
static int
get_center (PangoLayout *layout)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  PangoRectangle line;

  pango_layout_iter_get_line_extents (iter, NULL, &line);
  pango_layout_iter_free (iter);

  return PANGO_PIXELS (line.y + line.height / 2);
}

/**
 * confab_list_marker_snapshot:
 * @snapshot: where to draw
 * @x: left edge of the room for it
 * @beside: (nullable): the text of the item, at the top of the row; %NULL if it is something else
 * @color: of the text
 *
 * Draws it, on the first line of the item.
 */
void
confab_list_marker_snapshot (ConfabListMarker *self,
                             GtkSnapshot      *snapshot,
                             int               x,
                             PangoLayout      *beside,
                             const GdkRGBA    *color)
{
  const int baseline = pango_layout_get_baseline (self->layout);
  const int y = beside != NULL ? PANGO_PIXELS (pango_layout_get_baseline (beside) - baseline) : TOP;
  int width;

  if (self->kind == CONFAB_MARKDOWN_MARKER_TASK_OPEN || self->kind == CONFAB_MARKDOWN_MARKER_TASK_DONE)
    {
      const int center = beside != NULL ? get_center (beside) : TOP + get_center (self->layout);

      snapshot_check (self, snapshot, x + (CONFAB_TRANSCRIPT_LIST_INDENT - CHECK_SIZE) / 2, center - CHECK_SIZE / 2,
                      color);
      return;
    }

  pango_layout_get_pixel_size (self->layout, &width, NULL);
  /* Bullets stand in the middle of the room, numbers end before the text. */
  if (self->kind == CONFAB_MARKDOWN_MARKER_BULLET)
    x += (CONFAB_TRANSCRIPT_LIST_INDENT - width) / 2;
  else if (self->is_rtl)
    x += SPACE;
  else
    x += CONFAB_TRANSCRIPT_LIST_INDENT - SPACE - width;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, self->layout, color);
  gtk_snapshot_restore (snapshot);
}
