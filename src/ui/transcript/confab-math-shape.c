/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-shape"

#include "config.h"

#include "confab-math-box.h"

#include <math.h>

/* Half a parenthesis or brace is thinner at its ends than in its middle. */
#define TIP 0.45

static void
mirror (cairo_t *cr,
        double   width)
{
  cairo_translate (cr, width, 0);
  cairo_scale (cr, -1, 1);
}

static void
flip (cairo_t *cr,
      double   height)
{
  cairo_translate (cr, 0, height);
  cairo_scale (cr, 1, -1);
}

static void
line (cairo_t *cr,
      double   x0,
      double   y0,
      double   x1,
      double   y1)
{
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
}

static void
draw_parenthesis (cairo_t *cr,
                  double   width,
                  double   height,
                  double   thickness)
{
  const double tip = thickness * TIP;
  const double middle = thickness * 1.5;
  /* The control points of a curve whose middle is at the left edge. */
  const double outer = -(width - tip) / 3;
  const double inner = (middle - width / 4) * 4 / 3;

  cairo_move_to (cr, width - tip, 0);
  cairo_curve_to (cr, outer, height * 0.28, outer, height * 0.72, width - tip, height);
  cairo_line_to (cr, width, height);
  cairo_curve_to (cr, inner, height * 0.72, inner, height * 0.28, width, 0);
  cairo_fill (cr);
}

static void
draw_brace (cairo_t *cr,
            double   width,
            double   height,
            double   thickness)
{
  const double x = width / 2;
  const double bend = MIN (height / 4, width * 1.3);

  cairo_set_line_width (cr, thickness * 1.15);
  cairo_move_to (cr, width, thickness / 2);
  cairo_curve_to (cr, x, thickness / 2, x, bend * 0.4, x, bend);
  cairo_line_to (cr, x, height / 2 - bend);
  cairo_curve_to (cr, x, height / 2 - bend * 0.35, x * 0.8, height / 2, 0, height / 2);
  cairo_curve_to (cr, x * 0.8, height / 2, x, height / 2 + bend * 0.35, x, height / 2 + bend);
  cairo_line_to (cr, x, height - bend);
  cairo_curve_to (cr, x, height - bend * 0.4, x, height - thickness / 2, width, height - thickness / 2);
  cairo_stroke (cr);
}

static void
draw_bracket (cairo_t  *cr,
              double    width,
              double    height,
              double    thickness,
              gboolean  has_top,
              gboolean  has_bottom)
{
  cairo_rectangle (cr, 0, 0, thickness, height);
  if (has_top)
    cairo_rectangle (cr, 0, 0, width, thickness);
  if (has_bottom)
    cairo_rectangle (cr, 0, height - thickness, width, thickness);
  cairo_fill (cr);
}

static void
draw_angle (cairo_t *cr,
            double   width,
            double   height,
            double   thickness)
{
  cairo_set_line_width (cr, thickness);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_move_to (cr, width - thickness / 2, 0);
  cairo_line_to (cr, thickness, height / 2);
  cairo_line_to (cr, width - thickness / 2, height);
  cairo_stroke (cr);
}

static void
draw_bars (cairo_t *cr,
           double   width,
           double   height,
           double   thickness,
           guint    n_bars)
{
  if (n_bars == 1)
    {
      cairo_rectangle (cr, (width - thickness) / 2, 0, thickness, height);
    }
  else
    {
      cairo_rectangle (cr, width * 0.3 - thickness / 2, 0, thickness, height);
      cairo_rectangle (cr, width * 0.7 - thickness / 2, 0, thickness, height);
    }
  cairo_fill (cr);
}

/* The head of an arrow that points to the right, its tip at x. */
static void
draw_head (cairo_t *cr,
           double   x,
           double   y,
           double   size)
{
  cairo_move_to (cr, x - size, y - size * 0.7);
  cairo_curve_to (cr, x - size * 0.65, y - size * 0.25, x - size * 0.3, y - size * 0.1, x, y);
  cairo_curve_to (cr, x - size * 0.3, y + size * 0.1, x - size * 0.65, y + size * 0.25, x - size, y + size * 0.7);
  cairo_stroke (cr);
}

/* An arrow to the right. */
static void
draw_arrow (cairo_t  *cr,
            double    width,
            double    height,
            double    thickness,
            gboolean  is_double,
            gboolean  has_tail_head,
            gboolean  has_bar)
{
  const double y = height / 2;
  const double size = height / 1.4;
  const double apart = is_double ? height * 0.2 : 0;

  cairo_set_line_width (cr, thickness);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  line (cr, (has_tail_head && is_double ? size * 0.4 : 0), y - apart, width - (is_double ? size * 0.4 : 0), y - apart);
  if (is_double)
    line (cr, has_tail_head ? size * 0.4 : 0, y + apart, width - size * 0.4, y + apart);
  if (has_bar)
    line (cr, 0, y - height * 0.35, 0, y + height * 0.35);
  cairo_stroke (cr);
  draw_head (cr, width, y, size);
  if (has_tail_head)
    {
      mirror (cr, width);
      draw_head (cr, width, y, size);
    }
}

static void
draw_vertical_arrow (cairo_t  *cr,
                     double    width,
                     double    height,
                     double    thickness,
                     gboolean  is_double,
                     gboolean  has_tail_head)
{
  /* Turned so that to the right is up. */
  cairo_translate (cr, 0, height);
  cairo_rotate (cr, -G_PI / 2);
  draw_arrow (cr, height, width, thickness, is_double, has_tail_head, FALSE);
}

/* A brace above what it holds together, pointing up. */
static void
draw_flat_brace (cairo_t *cr,
                 double   width,
                 double   height,
                 double   thickness)
{
  cairo_translate (cr, 0, height);
  cairo_rotate (cr, -G_PI / 2);
  mirror (cr, height);
  draw_brace (cr, height, width, thickness);
}

/* The sign of a root without the line over what is in it. */
static void
draw_root (cairo_t *cr,
           double   width,
           double   height,
           double   thickness)
{
  const double tall = MIN (height * 0.45, width * 0.95);

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_set_line_width (cr, thickness);
  cairo_move_to (cr, width * 0.08, height - tall * 0.88);
  cairo_line_to (cr, width * 0.27, height - tall);
  cairo_stroke (cr);
  cairo_set_line_width (cr, thickness * 1.9);
  line (cr, width * 0.25, height - tall * 0.98, width * 0.53, height - thickness);
  cairo_stroke (cr);
  cairo_set_line_width (cr, thickness);
  line (cr, width * 0.53, height, width - thickness * 0.4, thickness * 0.3);
  cairo_stroke (cr);
}

static void
draw_wave (cairo_t *cr,
           double   width,
           double   height,
           double   thickness)
{
  cairo_set_line_width (cr, thickness * 1.1);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, thickness / 2, height * 0.85);
  cairo_curve_to (cr, width * 0.3, -height * 0.7, width * 0.62, height * 1.7, width - thickness / 2, height * 0.15);
  cairo_stroke (cr);
}

static void
draw_dots (cairo_t *cr,
           double   width,
           double   height,
           guint    n_dots)
{
  for (guint i = 0; i < n_dots; i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, width * (i + 0.5) / n_dots, height / 2, height / 2, 0, 2 * G_PI);
    }
  cairo_fill (cr);
}

static void
draw_roof (cairo_t *cr,
           double   width,
           double   height,
           double   thickness)
{
  cairo_set_line_width (cr, thickness);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, thickness / 2, height - thickness / 2);
  cairo_line_to (cr, width / 2, thickness / 2);
  cairo_line_to (cr, width - thickness / 2, height - thickness / 2);
  cairo_stroke (cr);
}

/* What goes over a letter, by its combining character. */
static gboolean
draw_accent (cairo_t  *cr,
             gunichar  shape,
             double    width,
             double    height,
             double    thickness)
{
  switch (shape)
    {
    case 0x030C:
      flip (cr, height);
      draw_roof (cr, width, height, thickness);
      break;

    case 0x0302:
      draw_roof (cr, width, height, thickness);
      break;

    case 0x0303:
      draw_wave (cr, width, height, thickness);
      break;

    case 0x20D7:
      draw_arrow (cr, width, height, thickness, FALSE, FALSE, FALSE);
      break;

    case 0x0307:
      draw_dots (cr, width, height, 1);
      break;

    case 0x0308:
      draw_dots (cr, width, height, 2);
      break;

    case 0x20DB:
      draw_dots (cr, width, height, 3);
      break;

    case 0x0300:
    case 0x0301:
      if (shape == 0x0300)
        mirror (cr, width);
      cairo_set_line_width (cr, thickness * 1.3);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      line (cr, width * 0.25, height, width * 0.75, 0);
      cairo_stroke (cr);
      break;

    case 0x0306:
      cairo_set_line_width (cr, thickness * 1.1);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_move_to (cr, thickness, thickness / 2);
      cairo_curve_to (cr, width * 0.2, height * 1.2, width * 0.8, height * 1.2, width - thickness, thickness / 2);
      cairo_stroke (cr);
      break;

    case 0x030A:
      cairo_set_line_width (cr, thickness);
      cairo_arc (cr, width / 2, height / 2, (height - thickness) / 2, 0, 2 * G_PI);
      cairo_stroke (cr);
      break;

    default:
      return FALSE;
    }

  return TRUE;
}

static gboolean
draw_long_arrow (cairo_t  *cr,
                 gunichar  shape,
                 double    width,
                 double    height,
                 double    thickness)
{
  const gboolean is_double = shape >= 0x21D0;

  switch (shape)
    {
    case 0x2190:
    case 0x21D0:
      mirror (cr, width);
      draw_arrow (cr, width, height, thickness, is_double, FALSE, FALSE);
      break;

    case 0x2192:
    case 0x21D2:
      draw_arrow (cr, width, height, thickness, is_double, FALSE, FALSE);
      break;

    case 0x2194:
    case 0x21D4:
      draw_arrow (cr, width, height, thickness, is_double, TRUE, FALSE);
      break;

    case 0x21A6:
      draw_arrow (cr, width, height, thickness, FALSE, FALSE, TRUE);
      break;

    case 0x2193:
    case 0x21D3:
      flip (cr, height);
      draw_vertical_arrow (cr, width, height, thickness, is_double, FALSE);
      break;

    case 0x2191:
    case 0x21D1:
      draw_vertical_arrow (cr, width, height, thickness, is_double, FALSE);
      break;

    case 0x2195:
    case 0x21D5:
      draw_vertical_arrow (cr, width, height, thickness, is_double, TRUE);
      break;

    default:
      return FALSE;
    }

  return TRUE;
}

static void
draw_strokes (cairo_t  *cr,
              gunichar  shape,
              double    width,
              double    height,
              double    thickness)
{
  cairo_set_line_width (cr, thickness);
  if (shape == '/' || shape == 'x')
    line (cr, 0, height, width, 0);
  if (shape == '\\' || shape == 'x')
    line (cr, 0, 0, width, height);
  if (shape == 'o')
    cairo_rectangle (cr, thickness / 2, thickness / 2, width - thickness, height - thickness);
  cairo_stroke (cr);
}

/**
 * confab_math_shape_draw:
 * @cr: where to draw, with the colour set
 * @shape: a delimiter, accent or arrow, by its character; `o` is a frame, `x` a cross
 * @width: of the shape
 * @height: of the shape
 * @thickness: of its lines
 *
 * Draws what has to be of any size, with its top left corner at the origin.
 */
void
confab_math_shape_draw (cairo_t  *cr,
                        gunichar  shape,
                        double    width,
                        double    height,
                        double    thickness)
{
  if (draw_accent (cr, shape, width, height, thickness) ||
      draw_long_arrow (cr, shape, width, height, thickness))
    return;

  switch (shape)
    {
    case ')':
    case '}':
    case ']':
    case 0x27E9:
    case 0x230B:
    case 0x2309:
      mirror (cr, width);
      /* The next smaller one is the other half, but for the brace and bracket. */
      confab_math_shape_draw (cr, shape == '}' || shape == ']' ? shape - 2 : shape - 1, width, height, thickness);
      break;

    case '(':
      draw_parenthesis (cr, width, height, thickness);
      break;

    case '{':
      draw_brace (cr, width, height, thickness);
      break;

    case '[':
    case 0x230A:
    case 0x2308:
      draw_bracket (cr, width, height, thickness, shape != 0x230A, shape != 0x2308);
      break;

    case 0x27E8:
      draw_angle (cr, width, height, thickness);
      break;

    case '|':
    case 0x2016:
      draw_bars (cr, width, height, thickness, shape == '|' ? 1 : 2);
      break;

    case 0x221A:
      draw_root (cr, width, height, thickness);
      break;

    case 0x23DF:
      flip (cr, height);
      draw_flat_brace (cr, width, height, thickness);
      break;

    case 0x23DE:
      draw_flat_brace (cr, width, height, thickness);
      break;

    case 0x23B4:
    case 0x23B5:
      if (shape == 0x23B5)
        flip (cr, height);
      cairo_set_line_width (cr, thickness);
      cairo_move_to (cr, thickness / 2, height);
      cairo_line_to (cr, thickness / 2, thickness / 2);
      cairo_line_to (cr, width - thickness / 2, thickness / 2);
      cairo_line_to (cr, width - thickness / 2, height);
      cairo_stroke (cr);
      break;

    default:
      draw_strokes (cr, shape, width, height, thickness);
      break;
    }
}
