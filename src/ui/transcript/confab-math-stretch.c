/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-stretch"

#include "config.h"

#include "confab-math-setter-private.h"

/* How much of a formula a delimiter has to cover, and how much it may leave at most, in em. */
#define DELIMITER_FACTOR    0.901
#define DELIMITER_SHORTFALL 0.5

/* A delimiter that is this much higher than asked for is as good as one that is as high. */
#define TOLERANCE 1.05

/* Puts a box onto the axis. */
static Box *
center (const Setting *self,
        Box           *box)
{
  Box *list = _confab_math_add_list (self);

  confab_math_box_put (list, box, 0,
                       (box->ascent - box->descent) / 2 - self->font->axis * _confab_math_get_size (self));
  list->width = box->width;
  confab_math_box_fit (list);
  list->attach = list->width / 2;

  return list;
}

/* How wide a delimiter is that a path is drawn for. */
static double
get_delimiter_width (gunichar character,
                     double   height,
                     double   size)
{
  const double growth = MIN (height / size, 6);

  switch (character)
    {
    case '{':
    case '}':
      return size * (0.42 + 0.04 * growth);

    case '[':
    case ']':
    case 0x230A:
    case 0x230B:
    case 0x2308:
    case 0x2309:
      return size * (0.22 + 0.03 * growth);

    case '|':
      return size * 0.1;

    case 0x2016:
      return size * 0.4;

    case '/':
    case '\\':
      return height * 0.35;

    case 0x2191:
    case 0x2193:
    case 0x2195:
      return size * 0.45;

    case 0x21D1:
    case 0x21D3:
    case 0x21D5:
      return size * 0.6;

    default:
      return size * (0.22 + 0.06 * growth);
    }
}

/* A delimiter of at least some height, centred on the axis. */
Box *
_confab_math_set_delimiter (const Setting *self,
                            gunichar       character,
                            double         height)
{
  const double size = _confab_math_get_size (self);
  const double side = 0.09 * size;
  Box *box, *list;

  if (character == 0)
    {
      list = _confab_math_add_list (self);
      list->width = 0.12 * size;
      return list;
    }

  box = confab_math_font_set_character (self->font, character, CONFAB_MATH_ALPHABET_ROMAN, size);
  if ((box->ascent + box->descent) * TOLERANCE < height)
    box = confab_math_font_grow (self->font, box, height / TOLERANCE);
  if (box != NULL)
    return center (self, box);

  list = _confab_math_add_list (self);
  list->width = side;
  _confab_math_append (list, _confab_math_add_shape (self, character, get_delimiter_width (character, height, size),
                                                     height, self->font->rule * size * 1.15));
  list->width += side;
  confab_math_box_fit (list);

  return center (self, list);
}

/* How high delimiters about something have to be. */
static double
get_fence_height (const Setting *self,
                  const Box     *box)
{
  const double size = _confab_math_get_size (self);
  const double axis = self->font->axis * size;
  const double half = MAX (box->ascent - axis, box->descent + axis);

  return MAX (2 * half * DELIMITER_FACTOR, 2 * half - DELIMITER_SHORTFALL * size);
}

/* Puts delimiters about a box, as high as it is. */
Box *
_confab_math_enclose (const Setting *self,
                      Box           *box,
                      gunichar       open,
                      gunichar       close)
{
  const double height = get_fence_height (self, box);
  Box *list = _confab_math_add_list (self);

  _confab_math_append (list, _confab_math_set_delimiter (self, open, height));
  _confab_math_append (list, box);
  list->width += box->italic;
  _confab_math_append (list, _confab_math_set_delimiter (self, close, height));
  confab_math_box_fit (list);
  list->attach = list->width / 2;

  return list;
}

Box *
_confab_math_set_fence (const Setting *self,
                        const Node    *node)
{
  const double space = 5 * _confab_math_get_size (self) / 18;
  Box *content = _confab_math_add_list (self);
  Box *list;
  double height;

  for (guint i = 0; i < node->children->len; i += 2)
    _confab_math_append (content, _confab_math_set (self, g_ptr_array_index (node->children, i)));
  confab_math_box_fit (content);
  if (node->children->len == 1)
    return _confab_math_enclose (self, content, node->open, node->close);

  /* What is between the delimiters in the middle is known now, and so is how high they are. */
  height = get_fence_height (self, content);
  list = _confab_math_add_list (self);
  for (guint i = 0; i < node->children->len; i++)
    {
      const Node *child = g_ptr_array_index (node->children, i);

      if (i % 2 == 0)
        {
          _confab_math_append (list, g_array_index (content->children, ConfabMathPlace, i / 2).box);
          continue;
        }
      list->width += list->italic + space * 0.6;
      _confab_math_append (list, _confab_math_set_delimiter (self, child->character, height));
      list->width += space * 0.6;
    }
  confab_math_box_fit (list);

  return _confab_math_enclose (self, list, node->open, node->close);
}

/* The size of what goes over a letter, in em. */
static void
get_accent_size (gunichar  character,
                 double   *width,
                 double   *height)
{
  *width = 0.42;
  *height = 0.15;

  switch (character)
    {
    case 0x0307:
    case 0x0308:
    case 0x20DB:
      *height = 0.11;
      *width = character == 0x0307 ? 0.11 : character == 0x0308 ? 0.4 : 0.6;
      break;

    case 0x20D7:
      *width = 0.5;
      *height = 0.22;
      break;

    case 0x0300:
    case 0x0301:
    case 0x030A:
      *width = 0.3;
      *height = character == 0x030A ? 0.24 : 0.17;
      break;

    default:
      break;
    }
}

Box *
_confab_math_set_accent (const Setting *self,
                         const Node    *node)
{
  const Setting inside = _confab_math_cramp (self);
  const double size = _confab_math_get_size (self);
  const double rule = self->font->rule * size;
  Box *base = _confab_math_set (&inside, node->base);
  Box *list = _confab_math_add_list (self);
  const gboolean is_single = base->children == NULL || base->children->len == 1;
  const double middle = is_single && base->attach > 0 ? base->attach : (base->width + base->italic) / 2;
  Box *accent;
  double width, height;
  double x;

  get_accent_size (node->character, &width, &height);
  width *= size;
  height *= size;
  if (node->stretchy && base->width > width)
    {
      width = base->width;
      height = MIN (height * 1.3, 0.3 * size);
    }

  if (node->character == 0x0304)
    accent = _confab_math_add_rule (self, width, rule, 0);
  else
    accent = _confab_math_add_shape (self, node->character, width, height, rule);

  x = node->stretchy ? (base->width + base->italic - width) / 2 : middle - width / 2;
  confab_math_box_put (list, base, MAX (-x, 0), 0);
  confab_math_box_put (list, accent, MAX (x, 0),
                       -MAX (base->ascent, self->font->x_height * size) -
                       (node->character == 0x0304 ? 0.14 : 0.1) * size);
  list->width = MAX (base->width, x + width - base->italic) + MAX (-x, 0);
  list->italic = base->italic;
  confab_math_box_fit (list);
  list->attach = MAX (x, 0) + width / 2;

  return list;
}

Box *
_confab_math_set_line (const Setting *self,
                       const Node    *node)
{
  const Setting inside = _confab_math_cramp (self);
  const double size = _confab_math_get_size (self);
  const double rule = self->font->rule * size;
  Box *base = _confab_math_set (&inside, node->base);
  Box *list = _confab_math_add_list (self);
  double width = base->width + base->italic;
  double gap = 0.14 * size;
  Box *line;
  double x = 0;

  if (node->character == '-')
    {
      line = _confab_math_add_rule (self, width, rule, 0);
      gap = 3 * rule;
    }
  else if (node->character >= 0x2190 && node->character <= 0x2194)
    {
      const double wanted = MAX (width, 0.6 * size);

      x = (width - wanted) / 2;
      width = wanted;
      line = _confab_math_add_shape (self, node->character, width, 0.26 * size, rule);
      gap = 0.1 * size;
    }
  else
    {
      const gboolean is_brace = node->character >= 0x23DE;

      width = MAX (width, is_brace ? 1.2 * size : 0.4 * size);
      x = (base->width + base->italic - width) / 2;
      line = _confab_math_add_shape (self, node->character, width, (is_brace ? 0.42 : 0.24) * size, rule);
    }

  confab_math_box_put (list, base, MAX (-x, 0), 0);
  if (node->under)
    confab_math_box_put (list, line, MAX (x, 0), base->descent + gap + line->ascent);
  else
    confab_math_box_put (list, line, MAX (x, 0), -base->ascent - gap);
  list->width = MAX (width, base->width + base->italic);
  confab_math_box_fit (list);
  list->attach = list->width / 2;

  return list;
}

Box *
_confab_math_set_arrow (const Setting *self,
                        const Node    *node)
{
  const Setting small = _confab_math_smaller (self, FALSE);
  const double size = _confab_math_get_size (self);
  Box *above = _confab_math_set (&small, node->above);
  Box *below = node->below != NULL ? _confab_math_set (&small, node->below) : NULL;
  const double room = 0.9 * size;
  const double width = MAX (1.6 * size, MAX (above->width, below != NULL ? below->width : 0) + room);
  const double height = (node->character >= 0x21D0 ? 0.48 : 0.34) * size;
  Box *arrow = _confab_math_add_shape (self, node->character, width, height, self->font->rule * size);
  Box *list = center (self, arrow);

  return _confab_math_set_limits (self, list, above->width > 0 ? above : NULL, below, 0);
}
