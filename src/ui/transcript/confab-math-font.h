/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-math-box.h"
#include "confab-math.h"

G_BEGIN_DECLS

/**
 * ConfabMathFont:
 * @context: what makes glyphs
 * @boxes: all boxes that were made
 * @known: the boxes of single characters, for most come more than once
 * @em: size of the font in text style, in pixels
 * @x_height: of a small letter, in em
 * @axis: how far above the baseline operators are centred, in em
 * @rule: thickness of a line, in em
 * @scale: of lengths that depend on how high letters are, against those of the font they were
 *   found out with
 * @is_incomplete: a glyph is missing, so that what was set is wrong
 *
 * The letters a formula is set in.
 */
typedef struct
{
  PangoContext *context;  /* owned */
  GPtrArray    *boxes;    /* owned */
  GHashTable   *known;    /* owned, of boxes, by character, alphabet and size */
  double        em;
  double        x_height;
  double        axis;
  double        rule;
  double        scale;
  gboolean      is_incomplete;
} ConfabMathFont;

void           confab_math_font_init           (ConfabMathFont     *self,
                                                PangoContext       *context,
                                                double              size);
void           confab_math_font_clear          (ConfabMathFont     *self);
ConfabMathBox *confab_math_font_add_box        (ConfabMathFont     *self,
                                                ConfabMathBoxKind   kind);
ConfabMathBox *confab_math_font_set_character  (ConfabMathFont     *self,
                                                gunichar            character,
                                                ConfabMathAlphabet  alphabet,
                                                double              size);
ConfabMathBox *confab_math_font_set_text       (ConfabMathFont     *self,
                                                const char         *text,
                                                ConfabMathAlphabet  alphabet,
                                                double              size);
ConfabMathBox *confab_math_font_grow           (ConfabMathFont     *self,
                                                const ConfabMathBox *box,
                                                double              height);

G_END_DECLS
