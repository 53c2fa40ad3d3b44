/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-fence"

#include "config.h"

#include "confab-math-parser-private.h"

#include <string.h>

typedef ConfabMathNode Node;

/**
 * confab_math_fence_read:
 * @start: where its `\left` began, which was read
 *
 * Returns: (transfer none) (nullable): what is up to `\right`, within delimiters
 */
ConfabMathNode *
confab_math_fence_read (ConfabMathParser *self,
                        const char       *start)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_FENCE, start);
  const gboolean in_optional = self->in_optional;

  if (node == NULL || !confab_math_parser_read_delimiter (self, &node->open))
    return NULL;

  node->klass = CONFAB_MATH_INNER;
  self->in_optional = FALSE;
  for (;;)
    {
      Node *middle;

      if (_confab_math_append (node, confab_math_parser_read_row (self)) == NULL)
        return NULL;
      if (confab_math_parser_take_command (self, "right"))
        break;
      if (!confab_math_parser_take_command (self, "middle"))
        return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "\\right is missing");

      middle = confab_math_parser_add (self, CONFAB_MATH_DELIMITER, self->p);
      if (middle == NULL || !confab_math_parser_read_delimiter (self, &middle->character))
        return NULL;
      middle->klass = CONFAB_MATH_REL;
      _confab_math_append (node, middle);
    }
  self->in_optional = in_optional;

  return confab_math_parser_read_delimiter (self, &node->close) ? node : NULL;
}

/* \big, \bigl, \Biggr and the like: 0 when it is none of them. */
static guint
read_big_name (const char      *name,
               ConfabMathClass *klass)
{
  static const char * const sizes[] = { "Bigg", "bigg", "Big", "big" };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_str_has_prefix (name, sizes[i]))
      {
        const char *side = name + strlen (sizes[i]);

        *klass = *side == 'l' ? CONFAB_MATH_OPEN : *side == 'r' ? CONFAB_MATH_CLOSE
                 : *side == 'm' ? CONFAB_MATH_REL : CONFAB_MATH_ORD;
        return *side == '\0' || (strchr ("lrm", *side) != NULL && side[1] == '\0') ? 4 - i : 0;
      }

  return 0;
}

/**
 * confab_math_fence_is_big:
 * @name: of a command
 *
 * Returns: whether it makes a delimiter of a given size
 */
gboolean
confab_math_fence_is_big (const char *name)
{
  ConfabMathClass klass;

  return read_big_name (name, &klass) > 0;
}

/**
 * confab_math_fence_read_big:
 * @name: of the command, which was read
 * @start: where it began
 *
 * Returns: (transfer none) (nullable): the delimiter that follows, in that size
 */
ConfabMathNode *
confab_math_fence_read_big (ConfabMathParser *self,
                            const char       *name,
                            const char       *start)
{
  Node *node = confab_math_parser_add (self, CONFAB_MATH_DELIMITER, start);

  if (node == NULL || !confab_math_parser_read_delimiter (self, &node->character))
    return NULL;
  node->size = read_big_name (name, &node->klass);

  return node;
}
