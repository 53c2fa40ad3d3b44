/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-scripts"

#include "config.h"

#include "confab-math-setter-private.h"

/* Distances in em, as TeX has them for its own fonts. */
#define SUP_DISPLAY   0.413
#define SUP_TEXT      0.363
#define SUP_CRAMPED   0.289
#define SUP_DROP      0.386
#define SUB_ALONE     0.15
#define SUB_WITH_SUP  0.247
#define SUB_DROP      0.05
#define SCRIPT_SPACE  0.05

#define LIMIT_GAP_ABOVE 0.13
#define LIMIT_GAP_BELOW 0.17

#define NUM_DISPLAY   0.677
#define NUM_TEXT      0.394
#define NUM_NO_RULE   0.444
#define DENOM_DISPLAY 0.686
#define DENOM_TEXT    0.345
#define NULL_SPACE    0.12

static gboolean
is_letter (const Node *node)
{
  while (node->kind == CONFAB_MATH_ROW && node->children->len == 1)
    node = g_ptr_array_index (node->children, 0);

  return (node->kind == CONFAB_MATH_SYMBOL && !node->large) || node->kind == CONFAB_MATH_TEXT;
}

static Box *
set_above (const Setting *self,
           const Node    *node)
{
  const Setting small = _confab_math_smaller (self, FALSE);
  Box *list;

  if (node->primes == 0)
    return node->above != NULL ? _confab_math_set (&small, node->above) : NULL;

  list = _confab_math_add_list (self);
  for (guint i = 0; i < MIN (node->primes, 8); i++)
    {
      Box *prime = confab_math_font_set_character (self->font, 0x2032, CONFAB_MATH_ALPHABET_ROMAN,
                                                   _confab_math_get_size (&small) * 1.1);

      /* Primes hang as high in any font, raised or not. */
      confab_math_box_put (list, prime, list->width, prime->ascent - _confab_math_get_size (self) * 0.42);
      list->width += prime->width;
    }
  if (node->above != NULL)
    _confab_math_append (list, _confab_math_set (&small, node->above));
  confab_math_box_fit (list);

  return list;
}

/* Puts what is above and below over and under a base, all centred. */
Box *
_confab_math_set_limits (const Setting *self,
                         Box           *base,
                         Box           *above,
                         Box           *below,
                         double         lean)
{
  const double size = _confab_math_get_size (self);
  Box *list = _confab_math_add_list (self);
  const double width = MAX (base->width, MAX (above != NULL ? above->width : 0, below != NULL ? below->width : 0));

  list->width = width;
  confab_math_box_put (list, base, (width - base->width) / 2, 0);
  if (above != NULL)
    confab_math_box_put (list, above, (width - above->width + lean) / 2,
                         -base->ascent - MAX (LIMIT_GAP_ABOVE * size, 0.2 * size - above->descent) - above->descent);
  if (below != NULL)
    confab_math_box_put (list, below, (width - below->width - lean) / 2,
                         base->descent + MAX (LIMIT_GAP_BELOW * size, 0.55 * size - below->ascent) + below->ascent);
  confab_math_box_fit (list);
  list->attach = width / 2;

  return list;
}

static double
get_up (const Setting *self,
        double         size)
{
  const double shift = self->cramped ? SUP_CRAMPED
                       : self->style == CONFAB_MATH_STYLE_DISPLAY ? SUP_DISPLAY : SUP_TEXT;

  return shift * size * self->font->scale;
}

/* How far the scripts are moved up and down. */
static void
place_scripts (const Setting *self,
               const Node    *node,
               const Box     *base,
               const Box     *above,
               const Box     *below,
               double        *up,
               double        *down)
{
  const double size = _confab_math_get_size (self);
  const double x_height = self->font->x_height * size;
  const gboolean is_low = is_letter (node->base);
  double gap;

  *up = is_low ? 0 : base->ascent - SUP_DROP * size * 0.8;
  *down = is_low ? 0 : base->descent + SUB_DROP * size;

  if (above != NULL)
    *up = MAX (MAX (*up, get_up (self, size)), above->descent + x_height / 4);
  if (below == NULL)
    return;

  *down = MAX (*down, SUB_ALONE * size * self->font->scale);
  if (above == NULL)
    {
      *down = MAX (*down, below->ascent - x_height * 4 / 5);
      return;
    }

  *down = MAX (*down, SUB_WITH_SUP * size);
  gap = (*up - above->descent) - (below->ascent - *down);
  if (gap < 4 * self->font->rule * size)
    {
      double lift;

      *down += 4 * self->font->rule * size - gap;
      lift = x_height * 4 / 5 - (*up - above->descent);
      if (lift > 0)
        {
          *up += lift;
          *down -= lift;
        }
    }
}

Box *
_confab_math_set_scripts (const Setting *self,
                          const Node    *node)
{
  const Setting small = _confab_math_smaller (self, TRUE);
  const double size = _confab_math_get_size (self);
  const gboolean is_large = node->base->kind == CONFAB_MATH_SYMBOL && node->base->large;
  Box *base = _confab_math_set (self, node->base);
  Box *above = set_above (self, node);
  Box *below = node->below != NULL ? _confab_math_set (&small, node->below) : NULL;
  Box *list;
  double up, down;
  double right = base->width;

  if (node->limits == CONFAB_MATH_LIMITS_ALWAYS ||
      (node->limits == CONFAB_MATH_LIMITS_DISPLAY && self->style == CONFAB_MATH_STYLE_DISPLAY))
    return _confab_math_set_limits (self, base, above, below, is_large ? base->italic : 0);

  list = _confab_math_add_list (self);
  place_scripts (self, node, base, above, below, &up, &down);
  confab_math_box_put (list, base, 0, 0);
  if (above != NULL)
    {
      /* Large operators are made wide enough for what they lean, others are not. */
      const double x = base->width + (is_large ? 0 : base->italic);

      confab_math_box_put (list, above, x, -up);
      right = MAX (right, x + above->width);
    }
  if (below != NULL)
    {
      const double x = base->width - (is_large ? base->italic : 0);

      confab_math_box_put (list, below, x, down);
      right = MAX (right, x + below->width);
    }
  list->width = right + SCRIPT_SPACE * size;
  confab_math_box_fit (list);
  list->attach = list->width / 2;

  return list;
}

static void
place_ruled (const Setting *self,
             const Box     *above,
             const Box     *below,
             double        *up,
             double        *down)
{
  const double size = _confab_math_get_size (self);
  const double axis = self->font->axis * size;
  const double rule = self->font->rule * size;
  const double clearance = self->style == CONFAB_MATH_STYLE_DISPLAY ? 3 * rule : 1.4 * rule;

  *up = MAX (*up, axis + rule / 2 + clearance + above->descent);
  *down = MAX (*down, below->ascent + clearance + rule / 2 - axis);
}

static void
place_unruled (const Setting *self,
               const Box     *above,
               const Box     *below,
               double        *up,
               double        *down)
{
  const double rule = self->font->rule * _confab_math_get_size (self);
  const double clearance = self->style == CONFAB_MATH_STYLE_DISPLAY ? 7 * rule : 3 * rule;
  const double gap = (*up - above->descent) - (below->ascent - *down);

  if (gap < clearance)
    {
      *up += (clearance - gap) / 2;
      *down += (clearance - gap) / 2;
    }
}

Box *
_confab_math_set_fraction (const Setting *outer,
                           const Node    *node)
{
  const Setting setting = node->has_style ? _confab_math_restyle (outer, node->style) : *outer;
  const Setting *self = &setting;
  const gboolean is_display = self->style == CONFAB_MATH_STYLE_DISPLAY;
  const double size = _confab_math_get_size (self);
  const double space = NULL_SPACE * size;
  Setting inner = is_display ? _confab_math_restyle (self, CONFAB_MATH_STYLE_TEXT) : _confab_math_smaller (self, FALSE);
  Box *list = _confab_math_add_list (self);
  Box *above, *below;
  double up = (is_display ? NUM_DISPLAY : node->no_rule ? NUM_NO_RULE : NUM_TEXT) * size;
  double down = (is_display ? DENOM_DISPLAY : DENOM_TEXT) * size;
  double width;

  above = _confab_math_set (&inner, node->above);
  inner.cramped = TRUE;
  below = _confab_math_set (&inner, node->below);
  width = MAX (above->width, below->width);

  if (node->no_rule)
    place_unruled (self, above, below, &up, &down);
  else
    place_ruled (self, above, below, &up, &down);

  confab_math_box_put (list, above, space + (width - above->width) / 2, -up);
  confab_math_box_put (list, below, space + (width - below->width) / 2, down);
  if (!node->no_rule)
    {
      const double axis = self->font->axis * size;
      const double half = self->font->rule * size / 2;

      confab_math_box_put (list, _confab_math_add_rule (self, width, axis + half, half - axis), space, 0);
    }
  list->width = width + 2 * space;
  confab_math_box_fit (list);
  list->attach = list->width / 2;

  if (node->open == 0 && node->close == 0)
    return list;

  return _confab_math_enclose (self, list, node->open, node->close);
}

Box *
_confab_math_set_root (const Setting *self,
                       const Node    *node)
{
  const double size = _confab_math_get_size (self);
  const double rule = self->font->rule * size;
  const Setting inside = _confab_math_cramp (self);
  const Setting tiny = _confab_math_restyle (self, CONFAB_MATH_STYLE_SCRIPT_SCRIPT);
  Box *base = _confab_math_set (&inside, node->base);
  Box *list = _confab_math_add_list (self);
  const double gap = rule + (self->style == CONFAB_MATH_STYLE_DISPLAY ? self->font->x_height * size / 4 : rule);
  /* No lower than a letter with its tail, so that roots beside one another look alike. */
  const double ascent = MAX (base->ascent, self->font->x_height * size * 1.15);
  const double descent = MAX (base->descent, 0.1 * size);
  const double height = ascent + descent + gap + rule;
  Box *sign = _confab_math_add_shape (self, 0x221A, size * (0.62 + 0.03 * height / size), height, rule);
  double x = 0;

  if (node->above != NULL)
    {
      Box *degree = _confab_math_set (&tiny, node->above);

      confab_math_box_put (list, degree, 0.1 * size, descent - height * 0.55 - degree->descent);
      x = MAX (0, degree->width + 0.1 * size - 0.3 * size);
    }
  confab_math_box_put (list, sign, x, descent);
  x += sign->width;
  confab_math_box_put (list, _confab_math_add_rule (self, base->width + base->italic + 0.08 * size, rule, 0),
                       x - rule / 2, -ascent - gap);
  confab_math_box_put (list, base, x, 0);
  list->width = x + base->width + base->italic + 0.1 * size;
  confab_math_box_fit (list);
  list->ascent += rule;
  list->attach = list->width / 2;

  return list;
}
