/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-math-box.h"
#include "confab-math.h"

G_BEGIN_DECLS

typedef struct _ConfabMathLayout ConfabMathLayout;

/**
 * ConfabMathPiece:
 * @box: what is in it
 * @x: where it begins in the formula
 * @width: to where the next piece begins
 * @start: where it begins in the source, in bytes
 *
 * A part of a formula that a line may end behind.
 */
typedef struct
{
  ConfabMathBox *box;  /* owned by the layout */
  double         x;
  double         width;
  guint          start;
} ConfabMathPiece;

ConfabMathLayout      *confab_math_layout_new       (PangoContext       *context,
                                                     const char         *tex,
                                                     double              size,
                                                     gboolean            display,
                                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_math_layout_free      (ConfabMathLayout   *self);
ConfabMathBox         *confab_math_layout_get_box   (ConfabMathLayout   *self);
guint                  confab_math_layout_get_n_pieces (ConfabMathLayout *self);
const ConfabMathPiece *confab_math_layout_get_piece (ConfabMathLayout   *self,
                                                     guint               position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMathLayout, confab_math_layout_free)

G_END_DECLS
