/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-formulas"

#include "config.h"

#include "confab-markdown-math-private.h"

#include <string.h>

#include "confab-markdown-delimiters-private.h"

/* What a formula is to the parser: a letter, that emphasis can begin and end at. */
#define MASK 'x'

/* Backticks or an address that are never closed are text, and so formulas can be in what follows. */
static gboolean
reopen (ConfabMarkdownDelimiters *delimiters,
        gsize                    *position)
{
  if (delimiters->code_length > 0)
    *position = delimiters->code_start + delimiters->code_length;
  else if (delimiters->in_destination)
    *position = delimiters->link_end + 2;
  else
    return FALSE;

  delimiters->code_length = 0;
  delimiters->in_destination = FALSE;

  return TRUE;
}

/**
 * confab_markdown_formulas_find:
 * @text: what is in a paragraph or the like, valid UTF-8
 * @open: whether it still grows
 *
 * Returns: (transfer full) (element-type ConfabMarkdownMath): the formulas in it, in order; those in
 *   code and in addresses are none
 */
GArray *
confab_markdown_formulas_find (const char *text,
                               gboolean    open)
{
  GArray *formulas = g_array_new (FALSE, FALSE, sizeof (ConfabMarkdownMath));
  ConfabMarkdownDelimiters delimiters = { 0 };
  const gsize length = strlen (text);
  gsize open_at = length;
  gsize i = 0;

  if (strpbrk (text, "$\\") == NULL)
    return formulas;

  if (open)
    open_at = confab_markdown_math_find_open (text);

  do
    while (i < open_at)
      {
        const gsize start = i;
        ConfabMarkdownMath math;

        i = confab_markdown_delimiters_step (&delimiters, text, open_at, start);
        if (delimiters.math_end == i && delimiters.math_start == start &&
            confab_markdown_math_match (text, open_at, start, &math))
          g_array_append_val (formulas, math);
      }
  while (reopen (&delimiters, &i));

  if (open_at < length)
    {
      const ConfabMarkdownMath math = { .start = open_at, .end = length, .open = TRUE };

      g_array_append_val (formulas, math);
    }

  return formulas;
}

/**
 * confab_markdown_formulas_mask:
 * @text: a text
 * @formulas: (element-type ConfabMarkdownMath): those in it
 *
 * Returns: (transfer full): the text with something in the place of formulas that is as long and
 *   means nothing
 */
char *
confab_markdown_formulas_mask (const char   *text,
                               const GArray *formulas)
{
  char *masked = g_strdup (text);

  for (guint i = 0; i < formulas->len; i++)
    {
      const ConfabMarkdownMath *math = &g_array_index (formulas, ConfabMarkdownMath, i);

      memset (masked + math->start, MASK, math->end - math->start);
    }

  return masked;
}
