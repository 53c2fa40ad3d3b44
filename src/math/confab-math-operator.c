/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-operator"

#include "config.h"

#include "confab-math-parser-private.h"

#include <string.h>

typedef ConfabMathNode Node;

/**
 * confab_math_operator_read_class:
 * @klass: what the argument is to its neighbours
 * @start: where the command began, which was read
 *
 * Returns: (transfer none) (nullable): the argument
 */
ConfabMathNode *
confab_math_operator_read_class (ConfabMathParser *self,
                                 ConfabMathClass   klass,
                                 const char       *start)
{
  Node *row = confab_math_parser_add (self, CONFAB_MATH_ROW, start);

  if (row == NULL || _confab_math_append (row, confab_math_parser_read_argument (self)) == NULL)
    return NULL;
  row->klass = klass;
  if (klass == CONFAB_MATH_OP)
    row->limits = CONFAB_MATH_LIMITS_DISPLAY;

  return row;
}

/* In a name there are hyphens and asterisks, not operators. */
static void
make_name (Node *node)
{
  if (node->kind == CONFAB_MATH_ROW)
    for (guint i = 0; i < node->children->len; i++)
      make_name (g_ptr_array_index (node->children, i));
  if (node->kind != CONFAB_MATH_SYMBOL || node->klass != CONFAB_MATH_BIN)
    return;

  if (node->character == 0x2212)
    node->character = '-';
  else if (node->character == 0x2217)
    node->character = '*';
  node->klass = CONFAB_MATH_ORD;
}

/**
 * confab_math_operator_read_name:
 * @start: where the command began, which was read
 *
 * Returns: (transfer none) (nullable): an operator that is written in words
 */
ConfabMathNode *
confab_math_operator_read_name (ConfabMathParser *self,
                                const char       *start)
{
  const ConfabMathAlphabet alphabet = self->alphabet;
  const gboolean has_limits = *self->p == '*';
  Node *row;

  if (has_limits)
    self->p++;
  self->alphabet = CONFAB_MATH_ALPHABET_ROMAN;
  row = confab_math_operator_read_class (self, CONFAB_MATH_OP, start);
  self->alphabet = alphabet;
  if (row != NULL)
    {
      make_name (g_ptr_array_index (row->children, 0));
      row->limits = has_limits ? CONFAB_MATH_LIMITS_DISPLAY : CONFAB_MATH_LIMITS_NEVER;
    }

  return row;
}

/**
 * confab_math_operator_read_not:
 *
 * Returns: (transfer none) (nullable): the relation that follows, struck out
 */
ConfabMathNode *
confab_math_operator_read_not (ConfabMathParser *self)
{
  Node *node = confab_math_parser_read_argument (self);
  gunichar composed;

  if (node == NULL)
    return NULL;

  node = _confab_math_unwrap (node);
  if (node->kind != CONFAB_MATH_SYMBOL || !g_unichar_compose (node->character, 0x0338, &composed))
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_UNKNOWN, "\\not before this");
  node->character = composed;

  return node;
}

/**
 * confab_math_operator_read_modulo:
 * @name: of the command, which was read
 * @start: where it began
 *
 * Returns: (transfer none) (nullable): "mod" between two, or with what it is modulo, in parentheses or not
 */
ConfabMathNode *
confab_math_operator_read_modulo (ConfabMathParser *self,
                                  const char       *name,
                                  const char       *start)
{
  Node *row, *word = NULL;
  const gboolean is_binary = strcmp (name, "bmod") == 0;
  const gboolean is_bare = strcmp (name, "mod") == 0;
  const gboolean has_word = strcmp (name, "pod") != 0;

  if (has_word && (word = confab_math_parser_add_text (self, "mod", 3, CONFAB_MATH_ALPHABET_ROMAN)) == NULL)
    return NULL;
  row = confab_math_parser_add (self, CONFAB_MATH_ROW, start);
  if (row != NULL && is_binary)
    {
      /* Apart from what is beside it in any style. */
      const double width = 5.0 / 18;

      if (_confab_math_append (row, confab_math_parser_add_space (self, width)) == NULL ||
          _confab_math_append (row, word) == NULL ||
          _confab_math_append (row, confab_math_parser_add_space (self, width)) == NULL)
        return NULL;
      return row;
    }
  if (row == NULL || _confab_math_append (row, confab_math_parser_add_space (self, 0.7)) == NULL)
    return NULL;
  if (!is_bare &&
      _confab_math_append (row, confab_math_parser_add_symbol (self, '(', CONFAB_MATH_OPEN)) == NULL)
    return NULL;
  if (word != NULL && (_confab_math_append (row, word) == NULL ||
                       _confab_math_append (row, confab_math_parser_add_space (self, 1.0 / 3)) == NULL))
    return NULL;
  if (_confab_math_append (row, confab_math_parser_read_argument (self)) == NULL ||
      (!is_bare &&
      _confab_math_append (row, confab_math_parser_add_symbol (self, ')', CONFAB_MATH_CLOSE)) == NULL))
    return NULL;

  return row;
}
