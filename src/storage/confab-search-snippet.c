/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-search-snippet"

#include "config.h"

#include "confab-search-snippet-private.h"

#include <string.h>

/* What is found is to be seen in a narrow list: no more than this is in front of it, in characters,
 * and if there is more, it is cut to this. */
#define MAX_BEFORE 36
#define CUT_BEFORE 18

#define ELLIPSIS "…"

/* Put between the words of a text of Chinese in the index. */
#define WORD_BREAK "\xe2\x80\x8b"

/* Between the cells of a table. */
#define BETWEEN_CELLS " · "

typedef struct
{
  GString *text;    /* owned */
  GArray  *ranges;  /* borrowed */
  gsize    start;   /* of what was found */
} Snippet;

static gboolean
is_mark (char c)
{
  return c == CONFAB_SEARCH_SNIPPET_START || c == CONFAB_SEARCH_SNIPPET_END;
}

static gboolean
has_mark (const char *begin,
          const char *end)
{
  for (; begin < end; begin++)
    if (is_mark (*begin))
      return TRUE;

  return FALSE;
}

static void
append_space (Snippet *self)
{
  if (self->text->len > 0 && self->text->str[self->text->len - 1] != ' ')
    g_string_append_c (self->text, ' ');
}

/* Passes over what only says what kind of block the line is of. */
static const char *
skip_prefix (const char *begin,
             const char *end)
{
  for (;;)
    {
      const char *p = begin;

      while (p < end && g_ascii_isspace (*p))
        p++;
      if (p == end)
        return end;

      if (*p == '>')
        {
          begin = p + 1;
          continue;
        }
      begin = p;
      if (*p == '#')
        while (p < end && *p == '#')
          p++;
      else if (strchr ("-*+", *p) != NULL)
        p++;
      if (p == begin || p == end || *p != ' ')
        return begin;
      begin = p;
    }
}

static gboolean
is_made_of (const char *begin,
            const char *end,
            const char *characters)
{
  for (; begin < end; begin = g_utf8_next_char (begin))
    if (!g_str_has_prefix (begin, ELLIPSIS) && (*begin == '\0' || strchr (characters, *begin) == NULL))
      return FALSE;

  return TRUE;
}

/* A cut one may begin or end anywhere; code with a bar has it between its words. */
static gboolean
is_row (const char *begin,
        const char *end)
{
  while (end > begin && g_ascii_isspace (end[-1]))
    end--;

  return end - begin > 1 && (*begin == '|' || end[-1] == '|') && !(begin[0] == '|' && begin[1] == '|');
}

/* Returns: (nullable): the end of a mark of a footnote, or of the address behind the text of a link */
static const char *
find_end_of_address (const char *p,
                     const char *end)
{
  const char *close;

  if (g_str_has_prefix (p, "[^"))
    {
      close = memchr (p, ']', (gsize)(end - p));
      return close != NULL && !has_mark (p, close) ? close + 1 : NULL;
    }
  if (!g_str_has_prefix (p, "]("))
    return NULL;

  close = memchr (p, ')', (gsize)(end - p));
  if (close == NULL || has_mark (p, close) || memchr (p, ' ', (gsize)(close - p)) != NULL ||
      (memchr (p, '/', (gsize)(close - p)) == NULL && memchr (p, ':', (gsize)(close - p)) == NULL))
    return NULL;

  return close + 1;
}

/* Whether the bracket opens the text of a link of which the address goes. */
static gboolean
opens_link (const char *p,
            const char *end)
{
  const char *close = memchr (p, ']', (gsize)(end - p));

  return close != NULL && find_end_of_address (close, end) != NULL;
}

static void
append_line (Snippet    *self,
             const char *begin,
             const char *end)
{
  const char *p = skip_prefix (begin, end);
  const gboolean in_row = is_row (p, end);
  const char *next;
  gboolean is_in_cell = FALSE;

  if (p < end && strchr ("`~", *p) != NULL && p[0] == p[1] && p[1] == p[2] && !has_mark (p, end))
    return;
  if (is_made_of (p, end, "|:- \t"))
    return;

  append_space (self);
  for (; p < end; p = next)
    {
      const char *address_end = find_end_of_address (p, end);
      ConfabTextRange range = { self->start, self->text->len };

      next = address_end != NULL ? address_end : g_utf8_next_char (p);
      if (address_end != NULL || g_str_has_prefix (p, WORD_BREAK) || *p == '`' || *p == '*' ||
          (*p == '[' && opens_link (p, end)) || (*p == '!' && p[1] == '[' && opens_link (p + 1, end)))
        continue;

      if (*p == CONFAB_SEARCH_SNIPPET_START)
        {
          self->start = self->text->len;
        }
      else if (*p == CONFAB_SEARCH_SNIPPET_END)
        {
          if (range.start < range.end)
            g_array_append_val (self->ranges, range);
        }
      else if (g_str_has_prefix (p, "~~"))
        {
          next = p + 2;
        }
      else if (g_unichar_isspace (g_utf8_get_char (p)))
        {
          append_space (self);
        }
      else if (in_row && *p == '|')
        {
          if (is_in_cell && !is_made_of (next, end, "| \t"))
            {
              g_string_truncate (self->text, self->text->len - (self->text->str[self->text->len - 1] == ' '));
              g_string_append (self->text, BETWEEN_CELLS);
            }
          is_in_cell = FALSE;
        }
      else
        {
          g_string_append_len (self->text, p, next - p);
          is_in_cell = TRUE;
        }
    }
}

/* Has what was found begin near the beginning. */
static void
cut_before (Snippet *self)
{
  const ConfabTextRange *first = &g_array_index (self->ranges, ConfabTextRange, 0);
  const char *text = self->text->str;
  const char *found;
  const char *cut;
  const char *space;
  gsize n_bytes;

  if (self->ranges->len == 0)
    return;
  found = text + first->start;
  if (g_utf8_strlen (text, first->start) <= MAX_BEFORE)
    return;

  cut = g_utf8_offset_to_pointer (found, -CUT_BEFORE);
  space = memchr (cut, ' ', (gsize)(found - cut));
  if (space != NULL && space + 1 < found)
    cut = space + 1;
  if (g_str_has_prefix (cut - 1, BETWEEN_CELLS))
    cut += strlen (BETWEEN_CELLS) - 1;

  n_bytes = (gsize)(cut - text);
  g_string_erase (self->text, 0, (gssize)n_bytes);
  g_string_prepend (self->text, ELLIPSIS);
  n_bytes -= strlen (ELLIPSIS);
  for (guint i = 0; i < self->ranges->len; i++)
    {
      ConfabTextRange *range = &g_array_index (self->ranges, ConfabTextRange, i);

      range->start -= n_bytes;
      range->end -= n_bytes;
    }
}

/**
 * confab_search_snippet_clean:
 * @text: a piece of Markdown, valid UTF-8, with marks about what was found
 * @ranges: (element-type ConfabTextRange): where to put what was found, in bytes of what is returned
 *
 * Makes one line of a piece of a message, cut out anywhere, without most of what Markdown is made
 * of. What was found is near its beginning; it is left even where it is within an address.
 *
 * A parser is of no use here: the beginning of the block is not there.
 *
 * Returns: (transfer full): a line of text
 */
char *
confab_search_snippet_clean (const char *text,
                             GArray     *ranges)
{
  Snippet snippet = { .text = g_string_sized_new (strlen (text)), .ranges = ranges };
  const char *end;

  for (const char *begin = text; *begin != '\0'; begin = *end != '\0' ? end + 1 : end)
    {
      end = begin + strcspn (begin, "\n");
      append_line (&snippet, begin, end);
    }
  cut_before (&snippet);
  if (g_str_has_suffix (snippet.text->str, " "))
    g_string_truncate (snippet.text, snippet.text->len - 1);

  return g_string_free (snippet.text, FALSE);
}
