/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the segments that a scanner cut say. */

#define G_LOG_DOMAIN "confab-markdown-content"

#include "config.h"

#include "confab-markdown-scanner-private.h"

#include "confab-markdown-entity-private.h"

#include <string.h>

/* Of a character that is still arriving nothing is shown. */
static void
drop_open_character (GString *text)
{
  gsize start = text->len;

  while (start > 0 && text->len - start < 3 && ((guchar) text->str[start - 1] & 0xC0) == 0x80)
    start--;
  if (start == 0 || (guchar) text->str[start - 1] < 0xC0)
    return;

  start--;
  if (g_utf8_get_char_validated (text->str + start, (gssize) (text->len - start)) == (gunichar) -2)
    g_string_truncate (text, start);
}

/* The text of a segment without definitions, but with links that refer to them. */
char *
_confab_markdown_scanner_dup_text (const ConfabMarkdownScanner *self,
                                   const ConfabMarkdownPiece   *piece)
{
  g_autoptr(GString) text = g_string_sized_new (piece->segment.end - piece->segment.start + 1);

  confab_markdown_blocks_append_text (&self->blocks, piece, text);

  if (!piece->segment.sealed)
    drop_open_character (text);

  if (confab_markdown_blocks_may_define (&self->blocks, piece))
    g_string_erase (text, 0, (gssize) confab_markdown_definitions_skip (text->str, text->len));

  return g_utf8_make_valid (text->str, (gssize) text->len);
}

/* Whether there may be links in the text of a segment that refer to a definition. */
gboolean
_confab_markdown_scanner_may_have_links (const ConfabMarkdownScanner *self,
                                         const ConfabMarkdownPiece   *piece,
                                         const char                  *text)
{
  return piece->segment.kind != CONFAB_MARKDOWN_CODE &&
         piece->segment.kind != CONFAB_MARKDOWN_MATH && strchr (text, '[') != NULL &&
         !confab_markdown_definitions_is_empty (self->definitions);
}

/**
 * confab_markdown_scanner_dup_content:
 * @self: a scanner
 * @position: less than the number of segments
 *
 * Gets what a segment says, without what only places it: no quote and list markers, no fences, no
 * hashes or underline of a heading. Of code the lines alone. Of a table its rows, in the first
 * segment with the heading and the delimiter row.
 *
 * Definitions of links are left out, hence the content of a segment can be empty; links that refer
 * to an earlier one, in a finished document to any, carry their address.
 *
 * Returns: (transfer full): text, valid UTF-8, lines separated by newlines
 */
char *
confab_markdown_scanner_dup_content (ConfabMarkdownScanner *self,
                                     guint                  position)
{
  const ConfabMarkdownPiece *piece;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->blocks.pieces->len, NULL);

  piece = _confab_markdown_scanner_get_piece (self, position);
  text = _confab_markdown_scanner_dup_text (self, piece);
  if (!_confab_markdown_scanner_may_have_links (self, piece, text))
    return g_steal_pointer (&text);

  return confab_markdown_definitions_resolve (self->definitions, text, strlen (text),
                                              self->finished ? G_MAXSIZE : piece->segment.start);
}

/**
 * confab_markdown_scanner_dup_language:
 * @self: a scanner
 * @position: less than the number of segments
 *
 * Returns: (transfer full) (nullable): the first word of what stands behind the fence that opened
 *   the code the segment is of
 */
char *
confab_markdown_scanner_dup_language (ConfabMarkdownScanner *self,
                                      guint                  position)
{
  const ConfabMarkdownPiece *piece;
  g_autofree char *valid = NULL;
  const char *info;
  guint length = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->blocks.pieces->len, NULL);

  piece = _confab_markdown_scanner_get_piece (self, position);
  info = self->source->str + piece->info_start;
  while (length < piece->info_length && info[length] != ' ' && info[length] != '\t')
    length++;
  if (length == 0)
    return NULL;

  valid = g_utf8_make_valid (info, length);

  return confab_markdown_entity_unescape (valid);
}

/* The first segment of a block; the numbers of blocks ascend. */
static guint
find_block (ConfabMarkdownScanner *self,
            guint                  block_id)
{
  guint low = 0, high = self->blocks.pieces->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (_confab_markdown_scanner_get_piece (self, middle)->segment.block_id < block_id)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * confab_markdown_scanner_dup_block_code:
 * @self: a scanner
 * @block_id: the block of a segment of code
 *
 * Returns: (transfer full): the whole code of the block, valid UTF-8, with a newline at its end if
 *   it has a line
 */
char *
confab_markdown_scanner_dup_block_code (ConfabMarkdownScanner *self,
                                        guint                  block_id)
{
  g_autoptr(GString) code = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  code = g_string_new (NULL);
  for (guint i = find_block (self, block_id); i < self->blocks.pieces->len; i++)
    {
      const ConfabMarkdownPiece *piece = _confab_markdown_scanner_get_piece (self, i);

      if (piece->segment.block_id != block_id)
        break;
      if (piece->segment.kind != CONFAB_MARKDOWN_CODE || piece->n_lines == 0)
        continue;

      if (code->len > 0 && g_array_index (self->blocks.lines, ConfabMarkdownTextLine,
                                          piece->first_line).continued)
        g_string_truncate (code, code->len - 1);
      confab_markdown_blocks_append_text (&self->blocks, piece, code);
      g_string_append_c (code, '\n');
    }

  return g_utf8_make_valid (code->str, (gssize) code->len);
}

/**
 * confab_markdown_scanner_dup_table_delimiter:
 * @self: a scanner
 * @block_id: the block of a segment of a table
 *
 * Gets what the later segments of a long table are read with, see confab_markdown_table_parse().
 *
 * Returns: (transfer full) (nullable): the row below the heading, valid UTF-8
 */
char *
confab_markdown_scanner_dup_table_delimiter (ConfabMarkdownScanner *self,
                                             guint                  block_id)
{
  const ConfabMarkdownPiece *piece;
  const ConfabMarkdownTextLine *line;
  guint position;

  g_return_val_if_fail (self != NULL, NULL);

  position = find_block (self, block_id);
  if (position == self->blocks.pieces->len)
    return NULL;

  piece = _confab_markdown_scanner_get_piece (self, position);
  if (piece->segment.block_id != block_id || piece->segment.kind != CONFAB_MARKDOWN_TABLE ||
      piece->n_lines < 2)
    return NULL;

  line = &g_array_index (self->blocks.lines, ConfabMarkdownTextLine, piece->first_line + 1);

  return g_utf8_make_valid (self->source->str + line->begin + line->skip, line->length);
}
