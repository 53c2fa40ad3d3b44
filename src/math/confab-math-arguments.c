/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-arguments"

#include "config.h"

#include "confab-math-parser-private.h"

#include <string.h>

#include "confab-math-symbols-private.h"

typedef ConfabMathParser Parser;
typedef ConfabMathNode Node;

/* Nothing is farther apart than this, in em. */
#define MAX_DIMENSION 20

/**
 * confab_math_parser_read_optional:
 *
 * Returns: (transfer none) (nullable): what is in brackets, or %NULL when no bracket is next or
 *   when there is an error
 */
ConfabMathNode *
confab_math_parser_read_optional (ConfabMathParser *self)
{
  const gboolean in_optional = self->in_optional;
  const ConfabMathAlphabet alphabet = self->alphabet;
  Node *row;

  confab_math_parser_skip_space (self);
  if (*self->p != '[')
    return NULL;

  self->p++;
  self->in_optional = TRUE;
  row = confab_math_parser_read_row (self);
  self->in_optional = in_optional;
  self->alphabet = alphabet;
  if (row == NULL)
    return NULL;
  if (*self->p != ']')
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A bracket is not closed");
  self->p++;

  return row;
}

/**
 * confab_math_parser_read_raw:
 *
 * Returns: (transfer full) (nullable): what is in braces, as it is, without braces in it
 */
char *
confab_math_parser_read_raw (ConfabMathParser *self)
{
  const char *start;
  gsize length;

  confab_math_parser_skip_space (self);
  length = *self->p == '{' ? strcspn (self->p + 1, "{}") : 0;
  if (*self->p != '{' || self->p[1 + length] != '}')
    {
      confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "An argument is missing");
      return NULL;
    }

  start = self->p + 1;
  self->p = start + length + 1;

  return g_strndup (start, length);
}

/**
 * confab_math_parser_read_dimension:
 * @em: (out): in em
 *
 * Reads a number and its unit, perhaps in braces.
 *
 * Returns: whether there was one; otherwise the error is set
 */
gboolean
confab_math_parser_read_dimension (ConfabMathParser *self,
                                   double           *em)
{
  static const struct { const char *name; double em; } units[] = {
    { "em", 1 },      { "ex", 0.45 },  { "mu", 1.0 / 18 }, { "pt", 0.1 },
    { "px", 0.0625 }, { "cm", 2.845 }, { "mm", 0.2845 },   { "in", 7.227 },
  };
  gboolean in_braces;
  const char *digits;
  char *end;

  confab_math_parser_skip_space (self);
  in_braces = *self->p == '{';
  if (in_braces)
    self->p++;
  confab_math_parser_skip_space (self);

  /* Not what strtod() takes besides: exponents would swallow the unit, and there are names. */
  digits = self->p + strspn (self->p, "+-");
  if (g_ascii_isdigit (*digits) || *digits == '.')
    {
      g_autofree char *number = g_strndup (self->p, strspn (self->p, "+-.0123456789"));

      *em = g_ascii_strtod (number, &end);
      if (end > number)
        {
          self->p += end - number;
          confab_math_parser_skip_space (self);
          for (guint i = 0; i < G_N_ELEMENTS (units); i++)
            if (g_str_has_prefix (self->p, units[i].name))
              {
                self->p += strlen (units[i].name);
                confab_math_parser_skip_space (self);
                *em = CLAMP (*em * units[i].em, -MAX_DIMENSION, MAX_DIMENSION);
                if (!in_braces)
                  return TRUE;
                if (*self->p != '}')
                  break;
                self->p++;
                return TRUE;
              }
        }
    }

  confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A length is missing");

  return FALSE;
}

/**
 * confab_math_parser_read_delimiter:
 * @character: (out): that, or 0 for a dot, which is none
 *
 * Returns: whether there was one; otherwise the error is set
 */
gboolean
confab_math_parser_read_delimiter (ConfabMathParser *self,
                                   gunichar         *character)
{
  static const gunichar known[] = {
    '(', ')', '[', ']', '{', '}', '|', '/', '\\', 0x2016, 0x27E8, 0x27E9, 0x230A, 0x230B, 0x2308, 0x2309,
    0x2191, 0x2193, 0x2195, 0x21D1, 0x21D3, 0x21D5, 0x27E6, 0x27E7,
  };
  g_autofree char *name = NULL;
  const ConfabMathSymbol *symbol;
  const char *end;

  *character = 0;
  confab_math_parser_skip_space (self);
  name = confab_math_parser_peek_command (self, &end);
  if (name == NULL)
    {
      end = *self->p != '\0' ? g_utf8_next_char (self->p) : self->p;
      *character = g_utf8_get_char (self->p);
      if (*character == '.')
        *character = 0;
      else if (*character == '<')
        *character = 0x27E8;
      else if (*character == '>')
        *character = 0x27E9;
      if (*self->p == '.')
        {
          self->p = end;
          return TRUE;
        }
    }
  else if (strlen (name) == 1 && strchr ("{}|", *name) != NULL)
    {
      *character = *name == '|' ? 0x2016 : (gunichar) *name;
    }
  else
    {
      symbol = confab_math_symbols_find (name);
      *character = symbol != NULL ? symbol->character : 0;
    }

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i] == *character)
      {
        self->p = end;
        return TRUE;
      }

  confab_math_parser_fail (self, CONFAB_MATH_ERROR_UNKNOWN, "Not a delimiter: %.*s",
                           (int) (end - self->p), self->p);

  return FALSE;
}
