/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of formulas: whatever it is given is a formula within its bounds, or a typed error. */

#include "config.h"

#include "confab-math.h"
#include "fuzz.h"

#include <string.h>

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_init ();

  return 0;
}

/* What is drawn goes down the tree, so that must end, and soon. */
static void
check (const ConfabMathNode *node,
       guint                 depth,
       guint                *n_nodes)
{
  if (node == NULL)
    return;
  /* A level of the reader makes a few of the tree. */
  if (depth > 8 * CONFAB_MATH_MAX_DEPTH)
    g_error ("Too deep");
  if (++*n_nodes > CONFAB_MATH_MAX_NODES)
    g_error ("Too many nodes, or a ring of them");
  if (node->text != NULL && !g_utf8_validate (node->text, -1, NULL))
    g_error ("Text is not UTF-8");

  if (node->kind == CONFAB_MATH_TABLE)
    {
      const guint n_columns = node->columns->len - 1;

      if (node->columns->len < 2 || node->children->len % n_columns != 0 ||
          node->rows->len != node->children->len / n_columns + 1)
        g_error ("A table is not whole");
    }

  if (node->children != NULL)
    for (guint i = 0; i < node->children->len; i++)
      check (g_ptr_array_index (node->children, i), depth + 1, n_nodes);
  check (node->base, depth + 1, n_nodes);
  check (node->above, depth + 1, n_nodes);
  check (node->below, depth + 1, n_nodes);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *tex = g_strndup ((const char *) data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabMathFormula) formula = confab_math_formula_parse (tex, &error);
  guint n_nodes = 0;

  if ((formula == NULL) == (error == NULL))
    g_error ("Neither a formula nor an error, or both");
  if (error != NULL && error->domain != CONFAB_MATH_ERROR)
    g_error ("An error of another kind");
  if (formula == NULL)
    return 0;

  check (formula->root, 0, &n_nodes);
  check (formula->tag, 0, &n_nodes);

  return 0;
}
