/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-math-font.h"
#include "confab-math-layout.h"

G_BEGIN_DECLS

/**
 * ConfabMathSetting:
 * @font: the letters
 * @style: the style of the place
 * @cramped: below a line, superscripts are raised less
 * @scale: size against that of the formula
 *
 * How something is set.
 */
typedef struct
{
  ConfabMathFont  *font;
  ConfabMathStyle  style;
  gboolean         cramped;
  double           scale;
} ConfabMathSetting;

typedef ConfabMathSetting Setting;
typedef ConfabMathNode Node;
typedef ConfabMathBox Box;

static inline Setting
_confab_math_restyle (const Setting   *self,
                      ConfabMathStyle  style)
{
  return (Setting) { self->font, style, self->cramped, self->scale };
}

static inline Setting
_confab_math_cramp (const Setting *self)
{
  return (Setting) { self->font, self->style, TRUE, self->scale };
}

static inline Setting
_confab_math_smaller (const Setting *self,
                      gboolean       cramped)
{
  return (Setting) { self->font,
                     self->style <= CONFAB_MATH_STYLE_TEXT ? CONFAB_MATH_STYLE_SCRIPT
                                                           : CONFAB_MATH_STYLE_SCRIPT_SCRIPT,
                     cramped || self->cramped, self->scale };
}

double  _confab_math_get_size      (const Setting *self);
Box    *_confab_math_add_list      (const Setting *self);
Box    *_confab_math_add_rule      (const Setting *self,
                                    double         width,
                                    double         ascent,
                                    double         descent);
Box    *_confab_math_add_shape     (const Setting *self,
                                    gunichar       shape,
                                    double         width,
                                    double         height,
                                    double         thickness);
void    _confab_math_append        (Box           *list,
                                    Box           *box);

Box    *_confab_math_set           (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_row       (const Setting *self,
                                    const Node    *row,
                                    gboolean       behind_ord,
                                    GArray        *pieces);
Box    *_confab_math_set_symbol    (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_stack     (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_phantom   (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_boxed     (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_cancelled (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_scripts   (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_limits    (const Setting *self,
                                    Box           *base,
                                    Box           *above,
                                    Box           *below,
                                    double         lean);
Box    *_confab_math_set_fraction  (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_root      (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_table     (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_delimiter (const Setting *self,
                                    gunichar       character,
                                    double         height);
Box    *_confab_math_set_fence     (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_enclose       (const Setting *self,
                                    Box           *box,
                                    gunichar       open,
                                    gunichar       close);
Box    *_confab_math_set_accent    (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_line      (const Setting *self,
                                    const Node    *node);
Box    *_confab_math_set_arrow     (const Setting *self,
                                    const Node    *node);

G_END_DECLS
