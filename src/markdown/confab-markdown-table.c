/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-table"

#include "config.h"

#include "confab-markdown-text.h"

#include <string.h>

#include "confab-markdown-line-private.h"

/* No one reads wider tables, and each short row is filled up to the width. */
#define MAX_COLUMNS 256

typedef void (*CellFunc) (const char *cell,
                          gsize       length,
                          guint       column,
                          gpointer    user_data);

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t';
}

/* Calls @func for each cell of a row, without the space around it. */
static guint
split_row (const char *row,
           gsize       length,
           CellFunc    func,
           gpointer    user_data)
{
  gsize start = 0;
  guint column = 0;

  while (length > 0 && is_space (row[length - 1]))
    length--;
  while (start < length && is_space (row[start]))
    start++;
  if (start == length)
    return 0;

  if (row[start] == '|')
    start++;
  if (length > start && row[length - 1] == '|' && (length - 1 == start || row[length - 2] != '\\'))
    length--;

  for (gsize i = start; i <= length; i++)
    {
      gsize end = i;

      if (i < length && row[i] == '\\' && i + 1 < length)
        {
          i++;
          continue;
        }
      if (i < length && row[i] != '|')
        continue;

      while (start < end && is_space (row[start]))
        start++;
      while (end > start && is_space (row[end - 1]))
        end--;
      func (row + start, end - start, column++, user_data);
      start = i + 1;
    }

  return column;
}

static void
add_alignment (const char *cell,
               gsize       length,
               guint       column,
               gpointer    user_data)
{
  GArray *alignments = user_data;
  ConfabMarkdownAlign align = CONFAB_MARKDOWN_ALIGN_DEFAULT;
  const gboolean left = length > 0 && cell[0] == ':';
  const gboolean right = length > 1 && cell[length - 1] == ':';

  if (column >= MAX_COLUMNS)
    return;

  if (left && right)
    align = CONFAB_MARKDOWN_ALIGN_CENTER;
  else if (left)
    align = CONFAB_MARKDOWN_ALIGN_LEFT;
  else if (right)
    align = CONFAB_MARKDOWN_ALIGN_RIGHT;

  g_array_append_val (alignments, align);
}

static void
add_cell (const char *cell,
          gsize       length,
          guint       column,
          gpointer    user_data)
{
  ConfabMarkdownTable *self = user_data;
  g_autoptr(GString) content = NULL;

  if (column >= self->n_columns)
    return;

  /* A bar that is escaped is a bar, in code too. */
  content = g_string_sized_new (length);
  for (gsize i = 0; i < length; i++)
    if (cell[i] != '\\' || i + 1 == length || cell[i + 1] != '|')
      g_string_append_c (content, cell[i]);

  g_ptr_array_add (self->cells, confab_markdown_text_parse (content->str, FALSE));
}

/**
 * confab_markdown_table_parse:
 * @content: the rows of a table, or of a part of it, valid UTF-8
 * @has_heading: whether they begin with the heading and the delimiter row
 * @delimiter_row: (nullable): the delimiter row, if @content does not have it
 *
 * Reads a table, or the segment of a long one: the first segment has the heading, the later ones
 * need the delimiter row from confab_markdown_scanner_dup_table_delimiter().
 *
 * Cells that a row has too many are left out.
 *
 * Returns: (transfer full): the table; without any columns if there is no delimiter row
 */
ConfabMarkdownTable *
confab_markdown_table_parse (const char *content,
                             gboolean    has_heading,
                             const char *delimiter_row)
{
  g_auto(GStrv) rows = NULL;
  g_autoptr(GArray) alignments = NULL;
  ConfabMarkdownTable *self;

  g_return_val_if_fail (content != NULL, NULL);

  rows = g_strsplit (content, "\n", -1);
  if (has_heading && rows[0] != NULL && rows[1] != NULL &&
      confab_markdown_line_read_delimiter (rows[1], strlen (rows[1])) > 0)
    delimiter_row = rows[1];

  alignments = g_array_new (FALSE, FALSE, sizeof (ConfabMarkdownAlign));
  if (delimiter_row != NULL)
    split_row (delimiter_row, strlen (delimiter_row), add_alignment, alignments);

  self = g_new0 (ConfabMarkdownTable, 1);
  self->n_columns = alignments->len;
  self->has_heading = has_heading && self->n_columns > 0;
  self->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_markdown_text_free);

  for (guint i = 0; rows[i] != NULL && self->n_columns > 0; i++)
    {
      if (*rows[i] == '\0' || rows[i] == delimiter_row)
        continue;

      split_row (rows[i], strlen (rows[i]), add_cell, self);
      self->n_rows++;
      while (self->cells->len < self->n_rows * self->n_columns)
        g_ptr_array_add (self->cells, confab_markdown_text_parse ("", FALSE));
    }

  self->alignments = (ConfabMarkdownAlign *) g_array_free (g_steal_pointer (&alignments), FALSE);

  return self;
}

/**
 * confab_markdown_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
confab_markdown_table_free (ConfabMarkdownTable *self)
{
  if (self == NULL)
    return;

  g_free (self->alignments);
  g_ptr_array_unref (self->cells);
  g_free (self);
}
