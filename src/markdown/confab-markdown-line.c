/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-line"

#include "config.h"

#include "confab-markdown-line-private.h"

#include <string.h>

#define TAB_WIDTH 4
#define MAX_NUMBER_DIGITS 9

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t';
}

static gsize
count_run (const char *text,
           gsize       length,
           gsize       position,
           char        c)
{
  gsize end = position;

  while (end < length && text[end] == c)
    end++;

  return end - position;
}

static gsize
skip_spaces (const char *text,
             gsize       length,
             gsize       position)
{
  while (position < length && is_space (text[position]))
    position++;

  return position;
}

/**
 * confab_markdown_line_init:
 * @self: (out caller-allocates): the line to set
 * @text: (array length=length): its bytes, which must outlive it
 * @length: how many
 *
 * Sets the line to be read from its first byte.
 */
void
confab_markdown_line_init (ConfabMarkdownLine *self,
                           const char         *text,
                           gsize               length)
{
  *self = (ConfabMarkdownLine) { .text = text, .length = length };
}

/**
 * confab_markdown_line_get_indent:
 * @self: a line
 *
 * Returns: how many columns of white space come next
 */
guint
confab_markdown_line_get_indent (const ConfabMarkdownLine *self)
{
  guint column = self->column;

  for (gsize i = self->position; i < self->length && is_space (self->text[i]); i++)
    column += self->text[i] == '\t' ? TAB_WIDTH - column % TAB_WIDTH : 1;

  return column - self->column;
}

/**
 * confab_markdown_line_find_text:
 * @self: a line
 *
 * Returns: the position of the next byte that is not white space, or the length
 */
gsize
confab_markdown_line_find_text (const ConfabMarkdownLine *self)
{
  return skip_spaces (self->text, self->length, self->position);
}

/**
 * confab_markdown_line_is_blank:
 * @self: a line
 *
 * Returns: whether nothing but white space is left
 */
gboolean
confab_markdown_line_is_blank (const ConfabMarkdownLine *self)
{
  return confab_markdown_line_find_text (self) == self->length;
}

/**
 * confab_markdown_line_peek:
 * @self: a line
 *
 * Returns: the next byte that is not white space, or NUL at the end
 */
char
confab_markdown_line_peek (const ConfabMarkdownLine *self)
{
  const gsize position = confab_markdown_line_find_text (self);

  return position < self->length ? self->text[position] : '\0';
}

/**
 * confab_markdown_line_skip_columns:
 * @self: a line
 * @columns: how many columns of white space to pass over
 *
 * Passes over white space, and stays within a tab that is wider than what is left to skip.
 */
void
confab_markdown_line_skip_columns (ConfabMarkdownLine *self,
                                   guint               columns)
{
  while (columns > 0 && self->position < self->length && is_space (self->text[self->position]))
    {
      guint width = 1;

      if (self->text[self->position] == '\t')
        width = TAB_WIDTH - self->column % TAB_WIDTH;

      if (width > columns)
        {
          self->column += columns;
          self->in_tab = TRUE;
          return;
        }

      self->column += width;
      self->position++;
      self->in_tab = FALSE;
      columns -= width;
    }
}

/**
 * confab_markdown_line_skip_bytes:
 * @self: a line
 * @bytes: how many bytes, none of them a tab, to pass over
 */
void
confab_markdown_line_skip_bytes (ConfabMarkdownLine *self,
                                 gsize               bytes)
{
  g_assert (self->position + bytes <= self->length);

  self->position += bytes;
  self->column += bytes;
  self->in_tab = FALSE;
}

/**
 * confab_markdown_line_is_rule:
 * @self: a line
 *
 * Returns: whether the rest is a thematic break
 */
gboolean
confab_markdown_line_is_rule (const ConfabMarkdownLine *self)
{
  const char c = confab_markdown_line_peek (self);
  guint n = 0;

  if (c != '-' && c != '_' && c != '*')
    return FALSE;

  for (gsize i = self->position; i < self->length; i++)
    {
      if (self->text[i] == c)
        n++;
      else if (!is_space (self->text[i]))
        return FALSE;
    }

  return n >= 3;
}

/**
 * confab_markdown_line_read_setext:
 * @self: a line
 *
 * Returns: the level of the heading that the rest makes of the paragraph above it, or 0
 */
guint
confab_markdown_line_read_setext (const ConfabMarkdownLine *self)
{
  const gsize start = confab_markdown_line_find_text (self);
  gsize n;
  char c;

  if (start == self->length)
    return 0;

  c = self->text[start];
  if (c != '=' && c != '-')
    return 0;

  n = count_run (self->text, self->length, start, c);
  if (skip_spaces (self->text, self->length, start + n) < self->length)
    return 0;

  return c == '=' ? 1 : 2;
}

/**
 * confab_markdown_line_read_atx:
 * @self: a line
 * @level: (out): the level of the heading
 * @start: (out): where its text begins
 * @end: (out): where its text ends
 *
 * Reads a heading that begins with hashes. The hashes at its end are not text.
 *
 * Returns: whether the rest is one
 */
gboolean
confab_markdown_line_read_atx (const ConfabMarkdownLine *self,
                               guint                    *level,
                               gsize                    *start,
                               gsize                    *end)
{
  const gsize first = confab_markdown_line_find_text (self);
  const gsize n = count_run (self->text, self->length, first, '#');
  gsize last = self->length;
  gsize hashes;

  if (n < 1 || n > 6 || (first + n < self->length && !is_space (self->text[first + n])))
    return FALSE;

  *level = n;
  *start = skip_spaces (self->text, self->length, first + n);

  while (last > *start && is_space (self->text[last - 1]))
    last--;
  *end = last;

  hashes = last;
  while (hashes > *start && self->text[hashes - 1] == '#')
    hashes--;
  if (hashes < last && (hashes == *start || is_space (self->text[hashes - 1])))
    {
      while (hashes > *start && is_space (self->text[hashes - 1]))
        hashes--;
      *end = hashes;
    }

  return TRUE;
}

/**
 * confab_markdown_line_read_fence:
 * @self: a line
 * @fence: (out): what was read
 *
 * Returns: whether the rest opens a fenced block of code
 */
gboolean
confab_markdown_line_read_fence (const ConfabMarkdownLine *self,
                                 ConfabMarkdownFence      *fence)
{
  const gsize first = confab_markdown_line_find_text (self);
  gsize start, end;
  gsize n;
  char c;

  if (first == self->length)
    return FALSE;

  c = self->text[first];
  if (c != '`' && c != '~')
    return FALSE;

  n = count_run (self->text, self->length, first, c);
  if (n < 3)
    return FALSE;

  /* Backticks after it make it a code span within a paragraph. */
  if (c == '`' && memchr (self->text + first + n, '`', self->length - first - n) != NULL)
    return FALSE;

  start = skip_spaces (self->text, self->length, first + n);
  end = self->length;
  while (end > start && is_space (self->text[end - 1]))
    end--;

  *fence = (ConfabMarkdownFence) {
    .character = c,
    .length = n,
    .indent = confab_markdown_line_get_indent (self),
    .info_start = start,
    .info_length = end - start,
  };

  return TRUE;
}

/**
 * confab_markdown_line_closes_fence:
 * @self: a line
 * @character: what the fence was made of
 * @length: how many of them
 *
 * Returns: whether the rest closes it
 */
gboolean
confab_markdown_line_closes_fence (const ConfabMarkdownLine *self,
                                   char                      character,
                                   guint                     length)
{
  const gsize first = confab_markdown_line_find_text (self);
  const gsize n = count_run (self->text, self->length, first, character);

  return n >= length && skip_spaces (self->text, self->length, first + n) == self->length;
}

/**
 * confab_markdown_line_read_marker:
 * @self: a line
 * @marker: (out): what was read
 *
 * Returns: whether the rest begins with a list marker
 */
gboolean
confab_markdown_line_read_marker (const ConfabMarkdownLine *self,
                                  ConfabMarkdownListMarker *marker)
{
  const gsize first = confab_markdown_line_find_text (self);
  gsize i = first;

  if (first == self->length)
    return FALSE;

  *marker = (ConfabMarkdownListMarker) { 0 };

  if (strchr ("-+*", self->text[i]) != NULL && self->text[i] != '\0')
    {
      marker->delimiter = self->text[i++];
    }
  else
    {
      while (i < self->length && g_ascii_isdigit (self->text[i]) && i - first < MAX_NUMBER_DIGITS)
        marker->number = marker->number * 10 + (guint) g_ascii_digit_value (self->text[i++]);

      if (i == first || i == self->length || (self->text[i] != '.' && self->text[i] != ')'))
        return FALSE;

      marker->delimiter = self->text[i++];
    }

  marker->length = i - first;

  return i == self->length || is_space (self->text[i]);
}

/**
 * confab_markdown_line_count_cells:
 * @text: (array length=length): a row of a table
 * @length: how many bytes it has
 *
 * Returns: how many cells the row has
 */
guint
confab_markdown_line_count_cells (const char *text,
                                  gsize       length)
{
  gsize start = skip_spaces (text, length, 0);
  gsize end = length;
  guint n = 1;

  while (end > start && is_space (text[end - 1]))
    end--;
  if (start == end)
    return 0;

  if (text[start] == '|')
    start++;
  if (end > start && text[end - 1] == '|' && (end - 1 == start || text[end - 2] != '\\'))
    end--;

  for (gsize i = start; i < end; i++)
    {
      if (text[i] == '\\' && i + 1 < end)
        i++;
      else if (text[i] == '|')
        n++;
    }

  return n;
}

/**
 * confab_markdown_line_read_delimiter:
 * @text: (array length=length): what may be the row below the heading of a table
 * @length: how many bytes it has
 *
 * Returns: how many columns the row delimits, 0 when it is not such a row
 */
guint
confab_markdown_line_read_delimiter (const char *text,
                                     gsize       length)
{
  gsize i = skip_spaces (text, length, 0);
  guint n = 0;

  if (i < length && text[i] == '|')
    i = skip_spaces (text, length, i + 1);

  while (i < length)
    {
      gsize dashes;

      if (text[i] == ':')
        i++;
      dashes = count_run (text, length, i, '-');
      if (dashes == 0)
        return 0;
      i += dashes;
      if (i < length && text[i] == ':')
        i++;
      i = skip_spaces (text, length, i);
      n++;

      if (i == length)
        break;
      if (text[i] != '|')
        return 0;
      i = skip_spaces (text, length, i + 1);
    }

  return n;
}

/**
 * confab_markdown_line_is_undecided:
 * @self: a line whose end has not arrived
 * @in_paragraph: whether it would go on in a paragraph
 * @in_item: whether a list marker was read in front of the rest
 *
 * Whether the next bytes may turn the rest into something else than it seems to be now: a rule
 * into emphasis, a code span into a fence, an underline into an item. Such a line is not shown
 * yet, so that a reply does not flicker. A line that was decided never becomes undecided again:
 * what it sealed stays sealed.
 *
 * Returns: whether to wait
 */
gboolean
confab_markdown_line_is_undecided (const ConfabMarkdownLine *self,
                                   gboolean                  in_paragraph,
                                   gboolean                  in_item)
{
  const gsize first = confab_markdown_line_find_text (self);
  const char *text = self->text + first;
  const gsize length = self->length - first;
  gsize n;

  if (length == 0)
    return TRUE;

  switch (text[0])
    {
    case '`':
    case '~':
      n = count_run (text, length, 0, text[0]);
      /* The information after three of them may still hold a backtick. */
      return n == length || n >= 3;

    case '#':
      n = count_run (text, length, 0, '#');
      return n == length && n <= 6;

    case '=':
    case '_':
    case '*':
    case '+':
    case '-':
      n = 0;
      for (gsize i = 0; i < length; i++)
        {
          if (text[i] == text[0])
            n++;
          else if (!is_space (text[i]))
            break;
          if (i + 1 == length)
            /* A bullet and a space begins an item, unless a paragraph is open: there it is text,
             * an underline or an item only with what follows. Behind a marker it may be a rule. */
            return in_paragraph || in_item || length == 1 || !is_space (text[1]) ||
                   strchr ("=_", text[0]) != NULL;
        }
      break;

    default:
      break;
    }

  if (g_ascii_isdigit (text[0]))
    {
      n = 0;
      while (n < length && g_ascii_isdigit (text[n]))
        n++;
      if (n > MAX_NUMBER_DIGITS)
        return FALSE;
      if (n < length && (text[n] == '.' || text[n] == ')'))
        {
          const gsize end = skip_spaces (text, length, n + 1);

          /* Behind a paragraph it is an item only with what follows. */
          return end == length && (in_paragraph || end == n + 1);
        }
      return n == length;
    }

  if (in_paragraph && strchr ("|:-", text[0]) != NULL)
    {
      /* Perhaps the second line of a table. */
      n = 0;
      while (n < length && strchr ("|:- \t", text[n]) != NULL && text[n] != '\0')
        n++;
      return n == length;
    }

  return FALSE;
}
