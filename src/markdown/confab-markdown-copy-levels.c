/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a copy has around its segments. */

#define G_LOG_DOMAIN "confab-markdown-copy-levels"

#include "config.h"

#include "confab-markdown-copy-private.h"

#include <string.h>

/* More digits than this are no marker of a list. */
#define MAX_NUMBER 999999999

/* What is further in is of the footnote above. */
#define FOOTNOTE_INDENT 4

/* In front of the marker of an item there are only spaces and the marks of quotes. */
static char
find_delimiter (ConfabMarkdownScanner *scanner,
                guint                  position)
{
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, position);
  const char *source = confab_markdown_scanner_get_source (scanner, NULL);
  const gboolean is_numbered = segment->number > 0 || segment->marker == CONFAB_MARKDOWN_MARKER_NUMBER;

  for (gsize i = segment->start; i < segment->end; i++)
    if (source[i] != '\0' && strchr (is_numbered ? ".)" : "-+*", source[i]) != NULL)
      return source[i];

  return is_numbered ? '.' : '-';
}

/* Whether a line is nothing but markers of one kind so far: another one, and it would be a rule. */
static gboolean
is_nearly_rule (const GString *markdown,
                char           delimiter)
{
  guint n = 0;

  for (gsize i = markdown->len; i > 0 && markdown->str[i - 1] != '\n'; i--)
    {
      if (markdown->str[i - 1] == delimiter)
        n++;
      else if (markdown->str[i - 1] != ' ')
        return FALSE;
    }

  return n >= 2;
}

/* Two lists are two because their markers differ, or because of what was between them and is not shown. */
static char
choose_delimiter (ConfabMarkdownCopy *self,
                  guint               opener,
                  guint               level)
{
  static const char others[] = "-*-+-.).";
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (self->scanner, opener);
  const char before = self->is_begun && level < self->n_levels ? self->delimiters[level] : '\0';
  char delimiter = find_delimiter (self->scanner, opener);

  if (before != '\0' && segment->same_list && segment->shared_depth == level)
    delimiter = before;
  else if (before == delimiter ||
           (_confab_markdown_copy_is_empty_item (_confab_markdown_scanner_get_piece (self->scanner, opener)) &&
            is_nearly_rule (self->markdown, delimiter)))
    delimiter = strchr (others, delimiter)[1];
  self->delimiters[level] = delimiter;

  return delimiter;
}

/* Writes the marker of an item, and what stands below it. */
static void
append_item (ConfabMarkdownCopy *self,
             guint               opener,
             guint               level)
{
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (self->scanner, opener);
  const gsize start = self->markdown->len;
  gsize width = FOOTNOTE_INDENT;

  if (segment->marker == CONFAB_MARKDOWN_MARKER_FOOTNOTE)
    {
      self->delimiters[level] = '\0';
      g_string_append_printf (self->markdown, "[^%u]: ", segment->number);
    }
  else if (segment->marker == CONFAB_MARKDOWN_MARKER_NUMBER ||
           (_confab_markdown_copy_is_task (segment) && segment->number > 0))
    g_string_append_printf (self->markdown, "%u%c ", MIN (segment->number, MAX_NUMBER),
                            choose_delimiter (self, opener, level));
  else
    g_string_append_printf (self->markdown, "%c ", choose_delimiter (self, opener, level));

  if (segment->marker != CONFAB_MARKDOWN_MARKER_FOOTNOTE)
    width = self->markdown->len - start;
  g_string_append_printf (self->front, "%*s", (int) width, "");
}

/* Writes what is around a segment, as far as it is not there yet. */
void
_confab_markdown_copy_open_levels (ConfabMarkdownCopy *self,
                                   guint               position,
                                   guint               shared)
{
  const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (self->scanner, position);
  const guint depth = segment->list_depth + segment->quote_depth;
  guint openers[CONFAB_MARKDOWN_MAX_DEPTH] = { 0 };
  guint level = depth;

  /* Each began with the last segment that does not share it with the one before. */
  for (guint i = position; level > shared; i--)
    while (level > shared && level > confab_markdown_scanner_get_segment (self->scanner, i)->shared_depth)
      openers[--level] = i;

  g_string_truncate (self->front, shared > 0 ? self->ends[shared - 1] : 0);
  for (guint i = shared; i < depth; i++)
    {
      if ((segment->quote_levels >> i & 1) == 0)
        append_item (self, openers[i], i);
      else
        {
          self->delimiters[i] = '\0';
          g_string_append (self->markdown, "> ");
          g_string_append (self->front, "> ");
        }
      self->ends[i] = self->front->len;
    }

  /* The box of a task stands in front of its text, in a quote too. */
  if (_confab_markdown_copy_is_task (segment))
    g_string_append (self->markdown, segment->marker == CONFAB_MARKDOWN_MARKER_TASK_OPEN ? "[ ] " : "[x] ");
}
