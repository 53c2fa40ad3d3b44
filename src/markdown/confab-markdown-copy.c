/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-copy"

#include "config.h"

#include "confab-markdown-copy-private.h"

#include <string.h>

/* So far in a line goes on with a paragraph, whatever it begins with. */
#define INERT "    "

/**
 * ConfabMarkdownCopy:
 *
 * Writes some segments of a document, one behind the other, as a document of its own, in which they are in the
 * same lists and quotes. Those that began before them begin with the first of them.
 */

/**
 * confab_markdown_copy_new:
 * @scanner: a document
 * @markdown: where to add; both are to stay until the copy is finished
 * @is_bare: whether to leave out the lists and quotes
 *
 * Returns: (transfer full): a copy of nothing yet
 */
ConfabMarkdownCopy *
confab_markdown_copy_new (ConfabMarkdownScanner *scanner,
                          GString               *markdown,
                          gboolean               is_bare)
{
  ConfabMarkdownCopy *self = g_new0 (ConfabMarkdownCopy, 1);

  self->scanner = scanner;
  self->markdown = markdown;
  self->is_bare = is_bare;
  self->front = g_string_new (NULL);

  return self;
}

/* There are no spaces at the end of a line that has nothing but a front. */
static void
trim_line (GString *text)
{
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
}

static void
end_line (ConfabMarkdownCopy *self,
          guint               n_levels)
{
  g_string_append_c (self->markdown, '\n');
  g_string_append_len (self->markdown, self->front->str, n_levels > 0 ? (gssize) self->ends[n_levels - 1] : 0);
}

static void
close_fence (ConfabMarkdownCopy *self)
{
  if (self->fence == NULL)
    return;

  end_line (self, self->n_levels);
  g_string_append (self->markdown, self->fence);
  g_clear_pointer (&self->fence, g_free);
}

/**
 * confab_markdown_copy_finish:
 * @self: (transfer full): a copy
 *
 * Ends what is open in what was written.
 */
void
confab_markdown_copy_finish (ConfabMarkdownCopy *self)
{
  g_return_if_fail (self != NULL);

  close_fence (self);
  g_string_free (self->front, TRUE);
  g_free (self);
}

static char *
dup_raw (ConfabMarkdownCopy *self,
         guint               position)
{
  const ConfabMarkdownPiece *piece = _confab_markdown_scanner_get_piece (self->scanner, position);
  g_autoptr(GString) text = g_string_new (NULL);

  confab_markdown_blocks_append_text (&self->scanner->blocks, piece, text);

  return g_utf8_make_valid (text->str, (gssize) text->len);
}

static gboolean
is_any (const char *line,
        const char *characters)
{
  return line[strspn (line, characters)] == '\0';
}

/* Whether a line could be something else than more of the paragraph above it. */
static gboolean
may_interrupt (const char *line)
{
  const gsize digits = strspn (line, "0123456789");

  if (digits > 0)
    return line[digits] == '.' || line[digits] == ')';
  if (*line == '*')
    return line[1] == ' ' || line[1] == '\0' || is_any (line, "* ");

  return *line != '\0' && (strchr (">#=+-|:", *line) != NULL || g_str_has_prefix (line, "```") ||
                           g_str_has_prefix (line, "~~~") || g_str_has_prefix (line, "$$") ||
                           g_str_has_prefix (line, "\\[") || g_str_has_prefix (line, "[^") ||
                           is_any (line, "_ "));
}

static void
append_lines (ConfabMarkdownCopy *self,
              const char         *text,
              guint               depth,
              gboolean            is_paragraph)
{
  for (const char *line = text;;)
    {
      const char *end = line + strcspn (line, "\n");
      g_autofree char *copy = g_strndup (line, (gsize) (end - line));

      if (is_paragraph && line != text && may_interrupt (copy))
        g_string_append (self->markdown, INERT);
      g_string_append (self->markdown, copy);
      if (*copy == '\0')
        trim_line (self->markdown);
      if (*end == '\0')
        return;
      end_line (self, depth);
      line = end + 1;
    }
}

/* A piece of a long paragraph may begin with what is no text at the beginning of one. */
static char *
dup_as_beginning (const char *raw)
{
  const char *text = raw + strspn (raw, " \t");
  const gsize digits = strspn (text, "0123456789");
  g_autofree char *line = g_strndup (text, strcspn (text, "\n"));

  if (!may_interrupt (line))
    return g_strdup (text);
  if (digits > 0)
    return g_strdup_printf ("%.*s\\%s", (int) digits, text, text + digits);

  return g_strconcat (strchr (">#=+-|:*_[", *text) != NULL ? "\\" : "", text, NULL);
}

/* A box stands in front of text alone, and hashes before one line. */
static void
append_heading (ConfabMarkdownCopy          *self,
                const ConfabMarkdownSegment *segment,
                const char                  *text)
{
  const guint level = segment->heading_level;
  const guint depth = segment->list_depth + segment->quote_depth;
  const gboolean is_underlined = level <= 2 && (strchr (text, '\n') != NULL || _confab_markdown_copy_is_task (segment));

  if (!is_underlined)
    g_string_append_printf (self->markdown, "%.*s ", (int) level, "######");
  append_lines (self, text, depth, is_underlined);
  if (is_underlined)
    {
      end_line (self, depth);
      g_string_append (self->markdown, level == 1 ? "===" : "---");
    }
}

static void
open_fence (ConfabMarkdownCopy *self,
            guint               position)
{
  const guint block_id = confab_markdown_scanner_get_segment (self->scanner, position)->block_id;
  g_autofree char *language = confab_markdown_scanner_dup_language (self->scanner, position);
  g_autofree char *code = confab_markdown_scanner_dup_block_code (self->scanner, block_id);
  const char mark = language != NULL && strchr (language, '`') != NULL ? '~' : '`';
  gsize longest = 2;
  gsize run = 0;

  for (const char *p = code; *p != '\0'; p++)
    {
      run = *p == mark ? run + 1 : 0;
      longest = MAX (longest, run);
    }

  self->fence = g_strnfill (longest + 1, mark);
  g_string_append_printf (self->markdown, "%s%s", self->fence, language != NULL ? language : "");
}

/* Its rows alone are no table. */
static void
append_table_head (ConfabMarkdownCopy *self,
                   guint               position,
                   guint               depth)
{
  const guint block_id = confab_markdown_scanner_get_segment (self->scanner, position)->block_id;
  const char *end;
  g_autofree char *head = NULL;

  while (!confab_markdown_scanner_get_segment (self->scanner, position)->first_of_block && position > 0 &&
         confab_markdown_scanner_get_segment (self->scanner, position - 1)->block_id == block_id)
    position--;

  head = dup_raw (self, position);
  end = strchr (head, '\n');
  if (end == NULL)
    return;
  head[(gsize) (end + 1 - head) + strcspn (end + 1, "\n")] = '\0';
  append_lines (self, head, depth, FALSE);
  end_line (self, depth);
}

/* The marker of an item and a rule of the same characters would be one rule. */
static void
append_rule (GString *markdown)
{
  gsize at = markdown->len;

  while (at > 0 && markdown->str[at - 1] != '\n' && strchr ("-+*", markdown->str[at - 1]) == NULL)
    at--;
  g_string_append (markdown, at > 0 && markdown->str[at - 1] == '*' ? "---" : "***");
}

/* Text that only looks like a task, as that of an item does whose first line is empty. */
static gboolean
needs_escape (const ConfabMarkdownSegment *segment,
              const char                  *raw)
{
  return segment->list_depth > 0 && segment->first_of_block && !_confab_markdown_copy_is_task (segment) &&
         (segment->kind == CONFAB_MARKDOWN_PARAGRAPH || segment->kind == CONFAB_MARKDOWN_TABLE) &&
         raw[0] == '[' && raw[1] != '\0' && raw[2] == ']';
}

static void
append_content (ConfabMarkdownCopy *self,
                guint               position,
                const char         *part,
                gboolean            goes_on)
{
  const ConfabMarkdownPiece *piece = _confab_markdown_scanner_get_piece (self->scanner, position);
  const ConfabMarkdownSegment *segment = &piece->segment;
  const guint depth = segment->list_depth + segment->quote_depth;
  g_autofree char *raw = dup_raw (self, position);
  g_autofree char *language = NULL;

  if (needs_escape (segment, raw))
    {
      char *escaped = g_strdup_printf ("%.2s\\%s", raw, raw + 2);

      g_free (raw);
      raw = escaped;
    }

  switch (segment->kind)
    {
    case CONFAB_MARKDOWN_RULE:
      append_rule (self->markdown);
      break;

    case CONFAB_MARKDOWN_MATH:
      language = confab_markdown_scanner_dup_language (self->scanner, position);
      if (language != NULL)
        {
          open_fence (self, position);
          end_line (self, depth);
        }
      append_lines (self, raw, depth, FALSE);
      break;

    case CONFAB_MARKDOWN_CODE:
      if (!goes_on)
        {
          open_fence (self, position);
          if (piece->n_lines == 0)
            break;
          end_line (self, depth);
        }
      append_lines (self, part != NULL ? part : raw, depth, FALSE);
      break;

    case CONFAB_MARKDOWN_TABLE:
      if (!goes_on && !segment->first_of_block)
        append_table_head (self, position, depth);
      append_lines (self, raw, depth, FALSE);
      break;

    case CONFAB_MARKDOWN_HEADING:
      append_heading (self, segment, part != NULL ? part : raw);
      break;

    case CONFAB_MARKDOWN_PARAGRAPH:
    default:
      if (part == NULL && !goes_on && !segment->first_of_block)
        {
          char *escaped = dup_as_beginning (raw);

          g_free (raw);
          raw = escaped;
        }
      append_lines (self, part != NULL ? part : raw, depth, TRUE);
    }
}

/* A marker behind a marker stays there, and if there is nothing else in its line, there must be none above it that it
 * could be a part of. */
static void
part_from_last (ConfabMarkdownCopy *self,
                guint               position)
{
  const ConfabMarkdownPiece *piece = _confab_markdown_scanner_get_piece (self->scanner, position);
  const ConfabMarkdownPiece *last = _confab_markdown_scanner_get_piece (self->scanner, position - 1);
  const ConfabMarkdownSegment *segment = &piece->segment;
  const gboolean follows_empty = _confab_markdown_copy_is_empty_item (last);
  const gboolean is_inner = segment->shared_depth == self->n_levels &&
                            segment->list_depth + segment->quote_depth > self->n_levels &&
                            (segment->quote_levels >> self->n_levels & 1) == 0;

  close_fence (self);
  if (is_inner && follows_empty)
    {
      g_string_append_c (self->markdown, ' ');
      return;
    }

  end_line (self, segment->shared_depth);
  if (!segment->tight || (is_inner && _confab_markdown_copy_is_empty_item (piece)))
    {
      trim_line (self->markdown);
      end_line (self, segment->shared_depth);
    }
}

/**
 * confab_markdown_copy_add:
 * @self: a copy
 * @position: a segment: the first one, or the one behind the one before
 * @part: (nullable): what to write of it, or %NULL for all: Markdown that has no blocks, or lines of code. Tables
 *   and formulas are written as a whole.
 *
 * Adds a segment.
 */
void
confab_markdown_copy_add (ConfabMarkdownCopy *self,
                          guint               position,
                          const char         *part)
{
  const ConfabMarkdownPiece *piece;
  const ConfabMarkdownSegment *segment;
  gboolean goes_on;

  g_return_if_fail (self != NULL);
  g_return_if_fail (position < confab_markdown_scanner_get_n_segments (self->scanner));

  piece = _confab_markdown_scanner_get_piece (self->scanner, position);
  segment = &piece->segment;
  goes_on = self->is_begun && !segment->first_of_block && segment->block_id == self->block_id;

  if (goes_on)
    {
      if (piece->n_lines == 0 ||
          !g_array_index (self->scanner->blocks.lines, ConfabMarkdownTextLine, piece->first_line).continued)
        end_line (self, segment->shared_depth);
    }
  else
    {
      const guint shared = self->is_begun ? segment->shared_depth : 0;

      if (self->is_begun)
        part_from_last (self, position);
      if (!self->is_bare)
        _confab_markdown_copy_open_levels (self, position, shared);
    }

  append_content (self, position, part, goes_on);
  self->block_id = segment->block_id;
  self->n_levels = segment->list_depth + segment->quote_depth;
  self->is_begun = TRUE;
}
