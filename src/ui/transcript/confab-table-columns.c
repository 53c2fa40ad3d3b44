/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-table-columns"

#include "config.h"

#include "confab-table-columns.h"

#include "confab-text-direction.h"
#include "confab-text-layout.h"
#include "confab-transcript-geometry.h"
#include "confab-transcript-table.h"

/* A column is not made narrower than that many letters to avoid moving the table sideways. */
#define MIN_COLUMN_CHARS 13

static int
get_min_column_width (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  const int width = MIN_COLUMN_CHARS * pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);

  return PANGO_PIXELS (width);
}

/**
 * confab_table_columns_measure:
 * @cells: (element-type ConfabTextLayout): the cells of a table, row by row
 * @n_columns: how many columns it has
 * @natural: (element-type int): is filled with how wide each column would like to be
 *
 * Looks how wide the columns of a table would like to be.
 */
void
confab_table_columns_measure (GPtrArray *cells,
                              guint      n_columns,
                              GArray    *natural)
{
  g_array_set_size (natural, 0);
  g_array_set_size (natural, n_columns);

  for (guint i = 0; i < cells->len; i++)
    {
      int *column = &g_array_index (natural, int, i % n_columns);
      int width;

      confab_text_layout_get_size (g_ptr_array_index (cells, i), &width, NULL);
      *column = MAX (*column, width);
    }
}

/**
 * confab_table_columns_are_rtl:
 * @widget: what runs like the column, if the table does not tell
 * @table: the first piece of a table
 *
 * Returns: whether the first column is the one at the right, as the first cell with a letter says
 */
gboolean
confab_table_columns_are_rtl (GtkWidget                 *widget,
                              const ConfabMarkdownTable *table)
{
  const PangoDirection direction = confab_transcript_table_find_direction (table);

  if (direction != PANGO_DIRECTION_NEUTRAL)
    return direction == PANGO_DIRECTION_RTL;

  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
}

static void
align_cell (ConfabTextLayout    *cell,
            ConfabMarkdownAlign  align,
            gboolean             is_rtl,
            gboolean             table_is_rtl)
{
  const gboolean is_turned = confab_text_layout_is_rtl (cell) != is_rtl;
  PangoAlignment alignment;

  switch (align)
    {
    case CONFAB_MARKDOWN_ALIGN_LEFT:
      alignment = is_turned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
      break;

    case CONFAB_MARKDOWN_ALIGN_RIGHT:
      alignment = is_turned ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
      break;

    case CONFAB_MARKDOWN_ALIGN_CENTER:
      alignment = PANGO_ALIGN_CENTER;
      break;

    case CONFAB_MARKDOWN_ALIGN_DEFAULT:
    default:
      if (table_is_rtl == confab_text_layout_is_rtl (cell) ||
          confab_text_direction_find (confab_text_layout_get_text (cell)) != PANGO_DIRECTION_NEUTRAL)
        return;
      alignment = table_is_rtl != is_turned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
    }

  pango_layout_set_alignment (confab_text_layout_get_layout (cell), alignment);
}

/**
 * confab_table_columns_align:
 * @widget: what the cells are shown in
 * @cells: (element-type ConfabTextLayout): the cells of a piece of a table, row by row
 * @table: that piece
 * @is_rtl: whether its first column is the one at the right
 *
 * Aligns the cells. Columns that say nothing have each begin at its own side, and numbers at that of the table.
 * What a column says is meant as it is seen, while Pango turns it about for text that runs against the widget.
 */
void
confab_table_columns_align (GtkWidget                 *widget,
                            GPtrArray                 *cells,
                            const ConfabMarkdownTable *table,
                            gboolean                   is_rtl)
{
  const gboolean widget_is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < cells->len; i++)
    align_cell (g_ptr_array_index (cells, i), table->alignments[i % table->n_columns], widget_is_rtl, is_rtl);
}

/**
 * confab_table_columns_share:
 * @widget: whose font it is
 * @natural: (element-type int): how wide each column would like to be
 * @widths: (element-type int): is filled with how wide each column is, padding included
 * @width: how much room there is
 *
 * Shares a width among the columns of a table: narrow ones get what they like, wide ones share what is
 * left.
 *
 * Returns: how wide they are together, which may be more than there is room
 */
int
confab_table_columns_share (GtkWidget *widget,
                            GArray    *natural,
                            GArray    *widths,
                            int        width)
{
  const int min_column_width = get_min_column_width (widget);
  const guint n_columns = natural->len;
  int left = width - (int) n_columns * 2 * CONFAB_TRANSCRIPT_CELL_PADDING_X;
  guint n_open = n_columns;
  gboolean has_changed = TRUE;
  int total = 0;

  g_array_set_size (widths, 0);
  g_array_set_size (widths, n_columns);

  while (has_changed && n_open > 0)
    {
      const int share = left / (int) n_open;

      has_changed = FALSE;
      for (guint i = 0; i < n_columns; i++)
        {
          const int liked = g_array_index (natural, int, i);
          int *column = &g_array_index (widths, int, i);

          if (*column != 0 || liked > share)
            continue;
          *column = MAX (liked, 1);
          left -= liked;
          n_open--;
          has_changed = TRUE;
        }
    }

  for (guint i = 0; i < n_columns; i++)
    {
      int *column = &g_array_index (widths, int, i);

      if (*column == 0)
        *column = MAX (left / (int) n_open, MIN (min_column_width, g_array_index (natural, int, i)));
      *column += 2 * CONFAB_TRANSCRIPT_CELL_PADDING_X;
      total += *column;
    }

  return total;
}

/**
 * confab_table_columns_get_neighbor:
 * @view: a piece of a table
 * @step: 1 for the piece that follows, -1 for the one before
 *
 * Finds a piece of the same table, which knows the columns already. One that has changed looks at itself
 * first.
 *
 * Returns: (transfer none) (nullable): the row, if that is one of the same table and has its widget
 */
ConfabBlockView *
confab_table_columns_get_neighbor (ConfabBlockView *view,
                                   int              step)
{
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  const guint item = confab_block_view_get_item (view);
  const guint other = item + (guint) step;
  ConfabTranscriptItem *row;

  if (other >= confab_transcript_entry_get_n_items (entry))
    return NULL;

  row = confab_transcript_entry_get_item (entry, other);
  if (row->view == NULL || row->kind != confab_transcript_entry_get_item (entry, item)->kind ||
      confab_transcript_entry_get_source (entry, other) != confab_transcript_entry_get_source (entry, item) ||
      confab_transcript_entry_get_segment (entry, other)->block_id !=
        confab_transcript_entry_get_segment (entry, item)->block_id)
    return NULL;

  confab_block_view_set_item (row->view, entry, other);
  if (row->stale)
    {
      row->stale = FALSE;
      confab_block_view_update (row->view);
    }

  return row->view;
}
