/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-skip"

#include "config.h"

#include "confab-markdown-skip-private.h"

#include <string.h>

/* Brackets within brackets; unclosed ones would cost time. */
#define MAX_BRACKETS 16

/**
 * confab_markdown_skip_code:
 * @text: (array length=length): a text
 * @length: how many bytes it has
 * @position: of a run of backticks
 *
 * Returns: the end of the code, or of the run if it is none
 */
gsize
confab_markdown_skip_code (const char *text,
                           gsize       length,
                           gsize       position)
{
  gsize start = position;
  gsize n, end;

  while (position < length && text[position] == '`')
    position++;
  n = position - start;
  end = position;

  while (position < length)
    {
      if (text[position] != '`')
        {
          position++;
          continue;
        }
      start = position;
      while (position < length && text[position] == '`')
        position++;
      if (position - start == n)
        return position;
    }

  return end;
}

/**
 * confab_markdown_skip_autolink:
 * @text: (array length=length): a text
 * @length: how many bytes it has
 * @position: of a `<`
 *
 * Returns: the end of the address in brackets that begins there, or of the `<` alone
 */
gsize
confab_markdown_skip_autolink (const char *text,
                               gsize       length,
                               gsize       position)
{
  gsize end = position + 1;

  while (end < length && (g_ascii_isalnum (text[end]) || strchr ("+.-", text[end]) != NULL) &&
         text[end] != '\0')
    end++;
  if (end < position + 3 || end == length || text[end] != ':')
    return position + 1;

  while (end < length && !g_ascii_isspace (text[end]) && text[end] != '<' && text[end] != '>')
    end++;

  return end < length && text[end] == '>' ? end + 1 : position + 1;
}

/**
 * confab_markdown_skip_brackets:
 * @text: (array length=length): a text
 * @length: how many bytes it has
 * @position: behind a `[`
 *
 * Returns: where its `]` is, or %G_MAXSIZE
 */
gsize
confab_markdown_skip_brackets (const char *text,
                               gsize       length,
                               gsize       position)
{
  guint depth = 1;

  while (position < length)
    {
      switch (text[position])
        {
        case '\\':
          position++;
          break;
        case '`':
          position = confab_markdown_skip_code (text, length, position);
          continue;
        case '<':
          position = confab_markdown_skip_autolink (text, length, position);
          continue;
        case '[':
          if (++depth > MAX_BRACKETS)
            return G_MAXSIZE;
          break;
        case ']':
          if (--depth == 0)
            return position;
          break;
        default:
          break;
        }
      position++;
    }

  return G_MAXSIZE;
}
