/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-footnote"

#include "config.h"

#include "confab-markdown-footnote-private.h"

#include <string.h>

/* Labels are words or numbers; what is longer is text in brackets. */
#define MAX_LABEL 64

static gboolean
is_label (char c)
{
  return (guchar) c > ' ' && c != ']' && c != '[' && c != 0x7f;
}

/* How many of the bytes could be a part of `[^label]:`. */
static gsize
match (const char *text,
       gsize       length,
       gboolean   *is_whole)
{
  gsize i;

  *is_whole = FALSE;
  if (length == 0 || text[0] != '[')
    return 0;
  if (length == 1 || text[1] != '^')
    return 1;

  for (i = 2; i < length && is_label (text[i]); i++)
    if (i > MAX_LABEL)
      return 0;
  if (i == length || i == 2 || text[i] != ']')
    return i;

  *is_whole = i + 1 < length && text[i + 1] == ':';

  return *is_whole ? i + 2 : i + 1;
}

/**
 * confab_markdown_footnote_read:
 * @text: (array length=length): the rest of a line
 * @length: how many bytes it has
 * @footnote: (out): what begins it
 *
 * Returns: whether a footnote begins here
 */
gboolean
confab_markdown_footnote_read (const char             *text,
                               gsize                   length,
                               ConfabMarkdownFootnote *footnote)
{
  gboolean is_whole;
  gsize end = match (text, length, &is_whole);

  if (!is_whole)
    return FALSE;

  footnote->label_start = 1;
  footnote->label_length = end - 3;
  while (end < length && (text[end] == ' ' || text[end] == '\t'))
    end++;
  footnote->length = end;

  return TRUE;
}

/**
 * confab_markdown_footnote_is_undecided:
 * @text: (array length=length): the rest of a line whose end has not arrived
 * @length: how many bytes it has
 *
 * Returns: whether the next bytes may make the beginning of a footnote of it
 */
gboolean
confab_markdown_footnote_is_undecided (const char *text,
                                       gsize       length)
{
  gboolean is_whole;

  return length > 0 && match (text, length, &is_whole) == length;
}

/**
 * confab_markdown_footnote_get_number:
 * @target: (nullable): where a link leads
 *
 * Returns: the number of the footnote it leads to, or 0
 */
guint
confab_markdown_footnote_get_number (const char *target)
{
  guint64 number;

  if (target == NULL || !g_str_has_prefix (target, CONFAB_MARKDOWN_FOOTNOTE_PREFIX) ||
      !g_ascii_string_to_unsigned (target + strlen (CONFAB_MARKDOWN_FOOTNOTE_PREFIX), 10, 1,
                                   G_MAXUINT, &number, NULL))
    return 0;

  return (guint) number;
}
