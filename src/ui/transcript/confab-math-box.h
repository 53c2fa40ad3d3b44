/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabMathBoxKind:
 *
 * What a box draws: nothing but its children, glyphs, a filled rectangle, or a shape with a path.
 */
typedef enum
{
  CONFAB_MATH_BOX_LIST,
  CONFAB_MATH_BOX_GLYPHS,
  CONFAB_MATH_BOX_RULE,
  CONFAB_MATH_BOX_SHAPE,
} ConfabMathBoxKind;

typedef struct _ConfabMathBox ConfabMathBox;

/**
 * ConfabMathBox:
 * @width: from its left edge to where the next box begins
 * @ascent: from its baseline up
 * @descent: from its baseline down
 * @italic: how far its top leans out at the right
 * @attach: where an accent is centred
 * @shape: what a %CONFAB_MATH_BOX_SHAPE is a picture of, by its character
 * @thickness: of the lines of a shape
 *
 * A piece of a formula that has its place. All lengths are in pixels.
 */
struct _ConfabMathBox
{
  ConfabMathBoxKind  kind;
  double             width;
  double             ascent;
  double             descent;
  double             italic;
  double             attach;
  GArray            *children;  /* owned, nullable, of ConfabMathPlace */
  PangoFont         *font;      /* owned, nullable */
  PangoGlyphString  *glyphs;    /* owned, nullable */
  gunichar           shape;
  double             thickness;
  GdkRGBA            color;
  guint              has_color : 1;
};

/**
 * ConfabMathPlace:
 * @box: a box
 * @x: of its left edge, from that of the list
 * @y: of its baseline, below that of the list
 *
 * Where a child of a list is.
 */
typedef struct
{
  ConfabMathBox *box;  /* owned by the layout */
  double         x;
  double         y;
} ConfabMathPlace;

ConfabMathBox *confab_math_box_new         (ConfabMathBoxKind  kind) G_GNUC_WARN_UNUSED_RESULT;
void           confab_math_box_free        (ConfabMathBox     *self);
void           confab_math_box_put         (ConfabMathBox     *self,
                                            ConfabMathBox     *child,
                                            double             x,
                                            double             y);
void           confab_math_box_fit         (ConfabMathBox     *self);
void           confab_math_box_snapshot    (ConfabMathBox     *self,
                                            GtkSnapshot       *snapshot,
                                            double             x,
                                            double             y,
                                            const GdkRGBA     *color);
void           confab_math_shape_draw      (cairo_t           *cr,
                                            gunichar           shape,
                                            double             width,
                                            double             height,
                                            double             thickness);

G_END_DECLS
