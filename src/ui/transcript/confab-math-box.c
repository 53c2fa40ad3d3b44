/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-box"

#include "config.h"

#include "confab-math-box.h"

#include <math.h>

/* Colours that a formula brings with it are kept this far from the ground it is on. */
#define MIN_CONTRAST 0.3

/**
 * confab_math_box_new:
 * @kind: what it draws
 *
 * Returns: (transfer full): an empty box
 */
ConfabMathBox *
confab_math_box_new (ConfabMathBoxKind kind)
{
  ConfabMathBox *self = g_new0 (ConfabMathBox, 1);

  self->kind = kind;
  if (kind == CONFAB_MATH_BOX_LIST)
    self->children = g_array_new (FALSE, FALSE, sizeof (ConfabMathPlace));

  return self;
}

/**
 * confab_math_box_free:
 * @self: (transfer full) (nullable): a box
 */
void
confab_math_box_free (ConfabMathBox *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->children, g_array_unref);
  g_clear_object (&self->font);
  g_clear_pointer (&self->glyphs, pango_glyph_string_free);
  g_free (self);
}

/**
 * confab_math_box_put:
 * @child: a box that is not in a list yet
 * @x: of its left edge
 * @y: of its baseline, downwards
 *
 * Puts a box into a list.
 */
void
confab_math_box_put (ConfabMathBox *self,
                     ConfabMathBox *child,
                     double         x,
                     double         y)
{
  const ConfabMathPlace place = { child, x, y };

  g_array_append_val (self->children, place);
}

/**
 * confab_math_box_fit:
 *
 * Makes a list as high and deep as what is in it.
 */
void
confab_math_box_fit (ConfabMathBox *self)
{
  gboolean is_first = TRUE;

  self->ascent = self->descent = 0;
  for (guint i = 0; i < self->children->len; i++)
    {
      const ConfabMathPlace *place = &g_array_index (self->children, ConfabMathPlace, i);
      const double ascent = place->box->ascent - place->y;
      const double descent = place->box->descent + place->y;

      self->ascent = is_first ? ascent : MAX (self->ascent, ascent);
      self->descent = is_first ? descent : MAX (self->descent, descent);
      is_first = FALSE;
    }
}

static double
get_luminance (const GdkRGBA *color)
{
  return 0.2126 * color->red + 0.7152 * color->green + 0.0722 * color->blue;
}

/* The text's own colour tells whether the ground is dark. */
static GdkRGBA
adapt_color (const GdkRGBA *wanted,
             const GdkRGBA *text)
{
  const double ground = 1 - get_luminance (text);
  GdkRGBA color = *wanted;

  for (guint i = 0; i < 8 && fabs (get_luminance (&color) - ground) < MIN_CONTRAST; i++)
    {
      color.red += (text->red - color.red) * 0.25f;
      color.green += (text->green - color.green) * 0.25f;
      color.blue += (text->blue - color.blue) * 0.25f;
    }
  color.alpha = text->alpha;

  return color;
}

/* Lines on whole pixels are sharp, and all equally dark. */
static void
snapshot_rule (ConfabMathBox *self,
               GtkSnapshot   *snapshot,
               double         x,
               double         y,
               const GdkRGBA *color)
{
  const gboolean is_flat = self->width > self->ascent + self->descent;
  double left = x;
  double top = y - self->ascent;
  double width = self->width;
  double height = self->ascent + self->descent;

  if (is_flat)
    {
      top = round (top + height / 2 - MAX (round (height), 1) / 2);
      height = MAX (round (height), 1);
    }
  else
    {
      left = round (left);
      width = MAX (round (width), 1);
    }
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (left, top, width, height));
}

/**
 * confab_math_box_snapshot:
 * @snapshot: where to draw
 * @x: of its left edge
 * @y: of its baseline
 * @color: of the text around it
 *
 * Draws it.
 */
void
confab_math_box_snapshot (ConfabMathBox *self,
                          GtkSnapshot   *snapshot,
                          double         x,
                          double         y,
                          const GdkRGBA *color)
{
  const double height = self->ascent + self->descent;
  GdkRGBA own;

  if (self->has_color)
    {
      own = adapt_color (&self->color, color);
      color = &own;
    }

  switch (self->kind)
    {
    case CONFAB_MATH_BOX_LIST:
      for (guint i = 0; i < self->children->len; i++)
        {
          const ConfabMathPlace *place = &g_array_index (self->children, ConfabMathPlace, i);

          confab_math_box_snapshot (place->box, snapshot, x + place->x, y + place->y, color);
        }
      break;

    case CONFAB_MATH_BOX_GLYPHS:
      {
        g_autoptr(GskRenderNode) node = gsk_text_node_new (self->font, self->glyphs, color,
                                                           &GRAPHENE_POINT_INIT (x, y));

        if (node != NULL)
          gtk_snapshot_append_node (snapshot, node);
      }
      break;

    case CONFAB_MATH_BOX_RULE:
      snapshot_rule (self, snapshot, x, y, color);
      break;

    case CONFAB_MATH_BOX_SHAPE:
    default:
      {
        const double edge = self->thickness + 1;
        cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                                 &GRAPHENE_RECT_INIT (x - edge, y - self->ascent - edge,
                                                                      self->width + 2 * edge,
                                                                      height + 2 * edge));

        gdk_cairo_set_source_rgba (cr, color);
        cairo_translate (cr, x, y - self->ascent);
        confab_math_shape_draw (cr, self->shape, self->width, height, self->thickness);
        cairo_destroy (cr);
      }
      break;
    }
}
