/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-table"

#include "config.h"

#include "confab-transcript-table.h"

#include "confab-text-direction.h"

/**
 * confab_transcript_table_find_first:
 * @source: a part of a message
 * @segment: a piece of a table
 *
 * Returns: the first piece of the same table, which has the heading
 */
guint
confab_transcript_table_find_first (ConfabTranscriptSource *source,
                                    guint                   segment)
{
  ConfabMarkdownScanner *scanner = confab_transcript_source_get_scanner (source);
  const guint block_id = confab_markdown_scanner_get_segment (scanner, segment)->block_id;

  while (segment > 0 && confab_markdown_scanner_get_segment (scanner, segment - 1)->block_id == block_id)
    segment--;

  return segment;
}

/**
 * confab_transcript_table_new:
 * @source: a part of a message
 * @segment: a piece of a table
 *
 * Returns: (transfer full): what is in that piece
 */
ConfabTranscriptTable *
confab_transcript_table_new (ConfabTranscriptSource *source,
                             guint                   segment)
{
  ConfabTranscriptTable *self = g_new0 (ConfabTranscriptTable, 1);
  const guint first = confab_transcript_table_find_first (source, segment);
  g_autofree char *content = confab_transcript_source_dup_piece (source, segment);
  g_autofree char *delimiter_row = NULL;
  GString *text = g_string_new (NULL);

  if (segment != first)
    {
      ConfabMarkdownScanner *scanner = confab_transcript_source_get_scanner (source);
      const guint block_id = confab_markdown_scanner_get_segment (scanner, segment)->block_id;

      delimiter_row = confab_markdown_scanner_dup_table_delimiter (scanner, block_id);
    }

  self->table = confab_markdown_table_parse (content, segment == first, delimiter_row);
  self->offsets = g_new0 (gsize, MAX (self->table->cells->len, 1));
  for (guint i = 0; i < self->table->cells->len; i++)
    {
      const ConfabMarkdownText *cell = g_ptr_array_index (self->table->cells, i);

      if (i > 0)
        g_string_append_c (text, i % self->table->n_columns == 0 ? '\n' : '\t');
      self->offsets[i] = text->len;
      g_string_append (text, cell->text);
    }
  self->text = g_string_free (text, FALSE);

  return self;
}

/**
 * confab_transcript_table_find_direction:
 * @table: the first piece of a table
 *
 * Returns: how the table runs, as the first of its cells that has a letter says
 */
PangoDirection
confab_transcript_table_find_direction (const ConfabMarkdownTable *table)
{
  PangoDirection direction = PANGO_DIRECTION_NEUTRAL;

  for (guint i = 0; i < table->cells->len && direction == PANGO_DIRECTION_NEUTRAL; i++)
    {
      const ConfabMarkdownText *cell = g_ptr_array_index (table->cells, i);

      direction = confab_text_direction_find (cell->text);
    }

  return direction;
}

/**
 * confab_transcript_table_free:
 * @self: (transfer full) (nullable): a piece of a table
 */
void
confab_transcript_table_free (ConfabTranscriptTable *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->table, confab_markdown_table_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->offsets, g_free);
  g_free (self);
}
