/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-atom"

#include "config.h"

#include "confab-math-setter-private.h"

/* How high large operators are in display style, in em. */
#define LARGE_SUM      1.35
#define LARGE_INTEGRAL 2.1

/* Of a frame: the room within, in em, and its line, in pixels. */
#define BOX_GAP  0.3
#define BOX_RULE 1.0

Box *
_confab_math_set_symbol (const Setting *self,
                         const Node    *node)
{
  const double size = _confab_math_get_size (self);
  const double axis = self->font->axis * size;
  const gboolean is_integral = node->character >= 0x222B && node->character <= 0x2233;
  const double wanted = (is_integral || node->character == 0x2A0C ? LARGE_INTEGRAL : LARGE_SUM) * size;
  const ConfabMathAlphabet alphabet = node->large ? CONFAB_MATH_ALPHABET_ROMAN : node->alphabet;
  Box *box = confab_math_font_set_character (self->font, node->character, alphabet, size);
  Box *list;

  if (!node->large)
    return box;

  if (self->style == CONFAB_MATH_STYLE_DISPLAY && box->ascent + box->descent < wanted)
    {
      Box *grown = confab_math_font_grow (self->font, box, wanted);

      box = grown != NULL ? grown
                          : confab_math_font_set_character (self->font, node->character, alphabet,
                                                            size * wanted / (box->ascent + box->descent));
    }

  list = _confab_math_add_list (self);
  confab_math_box_put (list, box, 0, (box->ascent - box->descent) / 2 - axis);
  list->width = box->width;
  list->italic = box->italic;
  confab_math_box_fit (list);
  list->attach = list->width / 2;

  return list;
}

Box *
_confab_math_set_stack (const Setting *self,
                        const Node    *node)
{
  const Setting small = _confab_math_smaller (self, FALSE);

  return _confab_math_set_limits (self, _confab_math_set (self, node->base),
                                  node->above != NULL ? _confab_math_set (&small, node->above) : NULL,
                                  node->below != NULL ? _confab_math_set (&small, node->below) : NULL, 0);
}

Box *
_confab_math_set_phantom (const Setting *self,
                          const Node    *node)
{
  Box *base = _confab_math_set (self, node->base);
  Box *list = _confab_math_add_list (self);

  list->width = node->no_width ? 0 : base->width;
  list->ascent = node->no_height ? 0 : base->ascent;
  list->descent = node->no_height ? 0 : base->descent;

  return list;
}

Box *
_confab_math_set_boxed (const Setting *self,
                        const Node    *node)
{
  const double gap = BOX_GAP * _confab_math_get_size (self);
  Box *base = _confab_math_set (self, node->base);
  Box *list = _confab_math_add_list (self);
  Box *frame;

  list->width = base->width + base->italic + 2 * gap;
  frame = _confab_math_add_shape (self, 'o', list->width, base->ascent + base->descent + 2 * gap, BOX_RULE);
  confab_math_box_put (list, frame, 0, base->descent + gap);
  confab_math_box_put (list, base, gap, 0);
  confab_math_box_fit (list);

  return list;
}

Box *
_confab_math_set_cancelled (const Setting *self,
                            const Node    *node)
{
  const double size = _confab_math_get_size (self);
  const double thickness = self->font->rule * size;
  const double gap = 0.08 * size;
  Box *base = _confab_math_set (self, node->base);
  Box *list = _confab_math_add_list (self);

  confab_math_box_put (list, base, 0, 0);
  list->width = base->width;
  list->italic = base->italic;
  if (node->character == '-')
    confab_math_box_put (list, _confab_math_add_rule (self, base->width + base->italic, thickness, 0), 0,
                         -base->ascent * 0.4);
  else
    confab_math_box_put (list,
                         _confab_math_add_shape (self, node->character, base->width + base->italic,
                                                 base->ascent + base->descent + 2 * gap, thickness),
                         0, base->descent + gap);
  confab_math_box_fit (list);

  return list;
}
