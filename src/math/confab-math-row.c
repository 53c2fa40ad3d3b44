/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-row"

#include "config.h"

#include "confab-math-parser-private.h"

typedef ConfabMathParser Parser;
typedef ConfabMathNode Node;

static gboolean
read_limits (Parser *self,
             Node   *base)
{
  if (confab_math_parser_take_command (self, "limits"))
    base->limits = CONFAB_MATH_LIMITS_ALWAYS;
  else if (confab_math_parser_take_command (self, "nolimits"))
    base->limits = CONFAB_MATH_LIMITS_NEVER;
  else if (confab_math_parser_take_command (self, "displaylimits"))
    base->limits = CONFAB_MATH_LIMITS_DISPLAY;
  else
    return FALSE;

  return TRUE;
}

/* An atom with what hangs on it. */
static Node *
read_scripted (Parser *self)
{
  const char *start = self->p;
  Node *base, *scripts;
  Node *above = NULL, *below = NULL;
  guint primes = 0;

  if (*self->p == '^' || *self->p == '_' || *self->p == '\'')
    base = confab_math_parser_add (self, CONFAB_MATH_ROW, self->p);
  else
    base = confab_math_parser_read_nucleus (self);
  if (base == NULL)
    return NULL;

  for (;;)
    {
      confab_math_parser_skip_space (self);
      if (*self->p == '\'' || g_str_has_prefix (self->p, "\342\200\262"))
        {
          if (above != NULL)
            return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "Two superscripts");
          self->p = g_utf8_next_char (self->p);
          primes++;
        }
      else if (*self->p == '^' || *self->p == '_')
        {
          Node **place = *self->p == '^' ? &above : &below;

          if (*place != NULL)
            return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "Two %s",
                                            place == &above ? "superscripts" : "subscripts");
          self->p++;
          *place = confab_math_parser_read_argument (self);
          if (*place == NULL)
            return NULL;
        }
      else if (!read_limits (self, base))
        break;
    }

  if (above == NULL && below == NULL && primes == 0)
    return base;

  scripts = confab_math_parser_add (self, CONFAB_MATH_SCRIPTS, start);
  if (scripts == NULL)
    return NULL;
  scripts->base = base;
  scripts->above = above;
  scripts->below = below;
  scripts->primes = primes;
  scripts->klass = base->klass;
  scripts->limits = base->limits;

  return scripts;
}

/* Commands that stand between a numerator and a denominator without braces of their own. */
static gboolean
take_infix (Parser *self,
            Node   *fraction)
{
  if (confab_math_parser_take_command (self, "over"))
    return TRUE;

  fraction->no_rule = TRUE;
  if (confab_math_parser_take_command (self, "atop"))
    return TRUE;
  if (confab_math_parser_take_command (self, "choose"))
    {
      fraction->open = '(';
      fraction->close = ')';
      return TRUE;
    }

  return FALSE;
}

static gboolean
take_style (Parser          *self,
            ConfabMathStyle *style)
{
  static const char * const names[] = {
    [CONFAB_MATH_STYLE_DISPLAY] = "displaystyle",
    [CONFAB_MATH_STYLE_TEXT] = "textstyle",
    [CONFAB_MATH_STYLE_SCRIPT] = "scriptstyle",
    [CONFAB_MATH_STYLE_SCRIPT_SCRIPT] = "scriptscriptstyle",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (confab_math_parser_take_command (self, names[i]))
      {
        *style = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
take_size (Parser *self,
           double *size)
{
  static const struct { const char *name; double size; } names[] = {
    { "tiny", 0.5 }, { "scriptsize", 0.7 }, { "footnotesize", 0.8 }, { "small", 0.9 }, { "normalsize", 1 },
    { "large", 1.2 }, { "Large", 1.44 }, { "LARGE", 1.728 }, { "huge", 2.074 }, { "Huge", 2.488 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (confab_math_parser_take_command (self, names[i].name))
      {
        *size = names[i].size;
        return TRUE;
      }

  return FALSE;
}

static gboolean
take_alphabet (Parser *self)
{
  static const struct { const char *name; ConfabMathAlphabet alphabet; } names[] = {
    { "rm", CONFAB_MATH_ALPHABET_ROMAN }, { "bf", CONFAB_MATH_ALPHABET_BOLD },
    { "it", CONFAB_MATH_ALPHABET_ITALIC }, { "sf", CONFAB_MATH_ALPHABET_SANS },
    { "tt", CONFAB_MATH_ALPHABET_MONO }, { "cal", CONFAB_MATH_ALPHABET_SCRIPT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (confab_math_parser_take_command (self, names[i].name))
      {
        self->alphabet = names[i].alphabet;
        return TRUE;
      }

  return FALSE;
}

/* What changes all that follows in the row. @node is NULL when there is no such command. */
static gboolean
read_switch (Parser  *self,
             Node   **node)
{
  const char *start = self->p;
  ConfabMathStyle style;
  double size;

  *node = NULL;
  if (take_style (self, &style))
    {
      *node = confab_math_parser_add (self, CONFAB_MATH_STYLED, start);
      if (*node == NULL)
        return FALSE;
      (*node)->style = style;
    }
  else if (take_size (self, &size))
    {
      *node = confab_math_parser_add (self, CONFAB_MATH_SIZED, start);
      if (*node == NULL)
        return FALSE;
      (*node)->width = size;
    }
  else if (confab_math_parser_take_command (self, "color"))
    {
      *node = confab_math_parser_add (self, CONFAB_MATH_COLORED, start);
      if (*node == NULL || ((*node)->text = confab_math_parser_read_raw (self)) == NULL)
        return FALSE;
    }
  else
    return TRUE;

  (*node)->base = confab_math_parser_read_row (self);

  return (*node)->base != NULL;
}

/* Dots in the middle are for operators, those on the line for commas. */
static void
place_dots (Node *row)
{
  for (guint i = 0; i < row->children->len; i++)
    {
      Node *node = g_ptr_array_index (row->children, i);
      const Node *next = i + 1 < row->children->len ? g_ptr_array_index (row->children, i + 1) : NULL;

      if (node->kind == CONFAB_MATH_SYMBOL && node->stretchy && next != NULL &&
          (next->klass == CONFAB_MATH_BIN || next->klass == CONFAB_MATH_REL))
        node->character = 0x22EF;
    }
}

static Node *
read_row_inside (Parser *self)
{
  Node *row = confab_math_parser_add (self, CONFAB_MATH_ROW, self->p);

  if (row == NULL)
    return NULL;

  while (confab_math_parser_get_stop (self) == CONFAB_MATH_STOP_NONE)
    {
      Node infix = { 0 };
      Node *node;

      if (take_alphabet (self))
        continue;

      if (take_infix (self, &infix))
        {
          Node *fraction = confab_math_parser_add (self, CONFAB_MATH_FRACTION, self->p);
          Node *outer = confab_math_parser_add (self, CONFAB_MATH_ROW, self->p);

          if (fraction == NULL || outer == NULL)
            return NULL;
          fraction->klass = CONFAB_MATH_INNER;
          fraction->no_rule = infix.no_rule;
          fraction->open = infix.open;
          fraction->close = infix.close;
          fraction->above = row;
          fraction->below = confab_math_parser_read_row (self);
          if (fraction->below == NULL)
            return NULL;
          g_ptr_array_add (outer->children, fraction);
          return outer;
        }

      if (!read_switch (self, &node))
        return NULL;
      if (node == NULL)
        node = read_scripted (self);
      if (node == NULL)
        return NULL;
      g_ptr_array_add (row->children, node);
    }
  place_dots (row);

  return row;
}

/**
 * confab_math_parser_read_row:
 *
 * Reads up to what ends a row, which is left to the caller.
 *
 * Returns: (transfer none) (nullable): a row
 */
ConfabMathNode *
confab_math_parser_read_row (ConfabMathParser *self)
{
  Node *row;

  if (!confab_math_parser_enter (self))
    return NULL;
  row = read_row_inside (self);
  confab_math_parser_leave (self);

  return row;
}
