/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-leaf-table"

#include "config.h"

#include "confab-markdown-reader-private.h"

#define MAX_TABLE_ROWS 32

typedef ConfabMarkdownReader Reader;

/**
 * confab_markdown_leaf_make_table:
 * @r: a line that is read, which goes on in a paragraph
 *
 * Returns: whether the rest made a table of the paragraph's last line
 */
gboolean
confab_markdown_leaf_make_table (Reader *r)
{
  ConfabMarkdownBlocks *blocks = r->blocks;
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (blocks);
  const gsize position = r->line.position;
  const ConfabMarkdownTextLine *head;
  guint n_columns;

  if (r->mode != CONFAB_MARKDOWN_LINE_WHOLE || last->n_lines == 0 || r->state->cut_pending ||
      confab_markdown_line_get_indent (&r->line) >= CONFAB_MARKDOWN_CODE_INDENT)
    return FALSE;

  n_columns = confab_markdown_line_read_delimiter (r->line.text + position,
                                                   r->line.length - position);
  if (n_columns == 0)
    return FALSE;

  head = &g_array_index (blocks->lines, ConfabMarkdownTextLine, blocks->lines->len - 1);
  blocks->bytes_scanned += head->length;
  if (head->continued ||
      confab_markdown_line_count_cells (blocks->source->str + head->begin + head->skip,
                                        head->length) != n_columns)
    return FALSE;

  if (last->n_lines > 1)
    {
      r->segment_start = head->begin;
      last->n_lines--;
      confab_markdown_leaf_close (r);
      last = confab_markdown_leaf_open (r, CONFAB_MARKDOWN_TABLE);
      last->first_line--;
      last->n_lines = 1;
    }
  else
    {
      last->segment.kind = CONFAB_MARKDOWN_TABLE;
      if (!last->segment.first_of_block)
        {
          last->segment.first_of_block = TRUE;
          last->segment.block_id = r->state->next_block_id++;
        }
    }

  r->state->leaf = CONFAB_MARKDOWN_LEAF_TABLE;
  confab_markdown_leaf_add_line (r, confab_markdown_line_find_text (&r->line), r->text_end - r->begin, 0, FALSE);

  return TRUE;
}

/**
 * confab_markdown_leaf_add_row:
 * @r: a line that is read
 *
 * Adds the rest to the table that is open.
 */
void
confab_markdown_leaf_add_row (Reader *r)
{
  ConfabMarkdownPiece *last = confab_markdown_blocks_get_last (r->blocks);
  const guint n_rows = last->n_lines - (last->segment.first_of_block ? 2 : 0);
  const gboolean is_short_head =
    n_rows == 0 && r->begin - last->segment.start <= CONFAB_MARKDOWN_MAX_SHORT_HEAD;

  if (n_rows >= MAX_TABLE_ROWS ||
      (!is_short_head && (r->mode == CONFAB_MARKDOWN_LINE_FORCED ||
                          r->text_end - last->segment.start > CONFAB_MARKDOWN_MAX_OPEN)))
    confab_markdown_blocks_cut (r->blocks, r->begin);

  confab_markdown_leaf_add_line (r, confab_markdown_line_find_text (&r->line), r->text_end - r->begin, 0, FALSE);
}
