/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-table-block"

#include "config.h"

#include "confab-table-block.h"

#include <string.h>

#include "confab-block-marks.h"
#include "confab-link-focus.h"
#include "confab-sideways.h"
#include "confab-table-columns.h"
#include "confab-text-layout.h"
#include "confab-transcript-geometry.h"
#include "confab-transcript-table.h"

#define BAR_ROOM         12
#define SEPARATOR_TINT   0.15

/**
 * ConfabTableBlock:
 *
 * A piece of a table: one layout per cell and no widgets.
 *
 * The pieces of a long table have the columns of its first piece; wider cells that come later are
 * broken into lines.
 */
struct _ConfabTableBlock
{
  ConfabBlockView        parent_instance;

  ConfabTranscriptTable *content;  /* owned, nullable */
  GPtrArray             *cells;    /* owned, of ConfabTextLayout */
  GArray                *natural;  /* owned, of int: width each column would like */
  GArray                *widths;   /* owned, of int: width of each column, padding included */
  GArray                *tops;     /* owned, of int: where each row begins; one more for the end */
  ConfabSideways        *sideways; /* owned */
  int                    focus;    /* the link with the focus, or -1 */
  int                    x;        /* where it begins, if it is narrower than the column */
  int                    full_width;
  guint                  is_last : 1;
  guint                  is_rtl : 1;  /* the first column is the one at the right */
};

G_DEFINE_FINAL_TYPE (ConfabTableBlock, confab_table_block, CONFAB_TYPE_BLOCK_VIEW)

static inline int
int_at (GArray *array,
        guint   position)
{
  return g_array_index (array, int, position);
}

/* The layouts take the texts out of the table. */
static void
fill_cells (ConfabTableBlock    *self,
            ConfabMarkdownTable *table,
            GPtrArray           *cells)
{
  g_ptr_array_set_size (cells, 0);
  for (guint i = 0; i < table->cells->len; i++)
    {
      ConfabTextLayout *cell = confab_text_layout_new (GTK_WIDGET (self));

      confab_text_layout_set_markdown (cell, g_steal_pointer (&g_ptr_array_index (table->cells, i)), 1,
                                       table->has_heading && i < table->n_columns);
      g_ptr_array_add (cells, cell);
    }
}

static gboolean
take_columns (ConfabTableBlock *self,
              ConfabBlockView  *neighbor)
{
  const GArray *natural = neighbor != NULL ? CONFAB_TABLE_BLOCK (neighbor)->natural : NULL;

  if (natural == NULL || natural->len == 0)
    return FALSE;

  g_array_append_vals (self->natural, natural->data, natural->len);
  self->is_rtl = CONFAB_TABLE_BLOCK (neighbor)->is_rtl;

  return TRUE;
}

static void
look_at_piece (ConfabTableBlock *self,
               gboolean          may_ask)
{
  ConfabBlockView *view = CONFAB_BLOCK_VIEW (self);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  const guint item = confab_block_view_get_item (view);
  ConfabTranscriptSource *source = confab_transcript_entry_get_source (entry, item);
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);
  const guint position = confab_transcript_entry_get_item (entry, item)->segment;
  const guint first = confab_transcript_table_find_first (source, position);
  const ConfabMarkdownTable *table;

  g_clear_pointer (&self->content, confab_transcript_table_free);
  self->content = confab_transcript_table_new (source, position);
  self->is_last = segment->last_of_block;
  table = self->content->table;

  self->focus = -1;
  if (first == position)
    self->is_rtl = confab_table_columns_are_rtl (GTK_WIDGET (self), table);
  fill_cells (self, self->content->table, self->cells);
  if (first == position)
    {
      confab_table_columns_measure (self->cells, table->n_columns, self->natural);
    }
  else if (self->natural->len == 0 &&
           !(may_ask && (take_columns (self, confab_table_columns_get_neighbor (view, -1)) ||
                         take_columns (self, confab_table_columns_get_neighbor (view, 1)))))
    {
      g_autoptr(ConfabTranscriptTable) head = confab_transcript_table_new (source, first);
      g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify)confab_text_layout_free);

      self->is_rtl = confab_table_columns_are_rtl (GTK_WIDGET (self), head->table);
      fill_cells (self, head->table, cells);
      confab_table_columns_measure (cells, head->table->n_columns, self->natural);
    }
  g_array_set_size (self->natural, table->n_columns);

  confab_table_columns_align (GTK_WIDGET (self), self->cells, table, self->is_rtl);

  confab_sideways_set_block (self->sideways, confab_transcript_source_get_scanner (source),
                             segment->block_id, segment->last_of_block);
  confab_sideways_set_from_right (self->sideways, self->is_rtl);
  confab_block_view_set_text (view, self->content->text, segment->sealed);
  confab_block_view_invalidate (view);
}

static void
confab_table_block_update (ConfabBlockView *view)
{
  look_at_piece (CONFAB_TABLE_BLOCK (view), TRUE);
}

static int
confab_table_block_layout (ConfabBlockView *view,
                           int              width)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (view);
  const ConfabMarkdownTable *table = self->content->table;
  int y = 0;

  g_array_set_size (self->tops, 0);
  if (table->n_columns == 0)
    return 0;

  self->full_width = confab_table_columns_share (GTK_WIDGET (self), self->natural, self->widths, width);
  self->x = self->is_rtl ? MAX (width - self->full_width, 0) : 0;
  for (guint row = 0; row < table->n_rows; row++)
    {
      int row_height = 0;

      g_array_append_val (self->tops, y);
      for (guint column = 0; column < table->n_columns; column++)
        {
          ConfabTextLayout *cell = g_ptr_array_index (self->cells, row * table->n_columns + column);
          int height;

          confab_text_layout_set_width (cell, int_at (self->widths, column) - 2 * CONFAB_TRANSCRIPT_CELL_PADDING_X);
          confab_text_layout_get_size (cell, NULL, &height);
          row_height = MAX (row_height, height);
        }
      y += row_height + 2 * CONFAB_TRANSCRIPT_CELL_PADDING_Y;
    }
  g_array_append_val (self->tops, y);
  confab_sideways_set_width (self->sideways, self->full_width, width);

  return y + (self->full_width > width && self->is_last ? BAR_ROOM : 0);
}

/* The left edge of a column, from that of the row. */
static int
get_column_x (ConfabTableBlock *self,
              guint             column)
{
  int x = 0;

  for (guint i = 0; i < column + (self->is_rtl ? 1 : 0); i++)
    x += int_at (self->widths, i);

  return self->x + (self->is_rtl ? self->full_width - x : x) - confab_sideways_get_offset (self->sideways);
}

/* Where a cell's text is, from the top left corner of the row. */
static void
get_cell_origin (ConfabTableBlock *self,
                 guint             position,
                 int              *x,
                 int              *y)
{
  const guint n_columns = self->content->table->n_columns;

  *x = get_column_x (self, position % n_columns) + CONFAB_TRANSCRIPT_CELL_PADDING_X;
  *y = int_at (self->tops, position / n_columns) + CONFAB_TRANSCRIPT_CELL_PADDING_Y;
}

static ConfabTextLayout *
find_cell (ConfabTableBlock *self,
           double            x,
           double            y,
           guint            *position,
           int              *cell_x,
           int              *cell_y)
{
  const ConfabMarkdownTable *table = self->content->table;
  guint column = 0;
  guint row = 0;

  if (self->cells->len == 0 || self->tops->len == 0)
    return NULL;

  while (row + 1 < table->n_rows && y >= int_at (self->tops, row + 1))
    row++;
  while (column + 1 < table->n_columns &&
         (self->is_rtl ? x < get_column_x (self, column)
                       : x >= get_column_x (self, column) + int_at (self->widths, column)))
    column++;

  *position = row * table->n_columns + column;
  get_cell_origin (self, *position, cell_x, cell_y);

  return g_ptr_array_index (self->cells, *position);
}

static gboolean
confab_table_block_locate (ConfabBlockView *view,
                           double           x,
                           double           y,
                           gsize           *index)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (view);
  ConfabTextLayout *cell;
  guint position;
  int cell_x;
  int cell_y;
  gboolean is_inside;

  cell = find_cell (self, x, y, &position, &cell_x, &cell_y);
  if (cell == NULL)
    return FALSE;

  is_inside = confab_text_layout_locate (cell, x - cell_x, y - cell_y, index);
  *index += self->content->offsets[position];

  return is_inside;
}

static const ConfabMarkdownSpan *
confab_table_block_get_link_at (ConfabBlockView *view,
                                double           x,
                                double           y)
{
  ConfabTextLayout *cell;
  guint position;
  int cell_x;
  int cell_y;

  cell = find_cell (CONFAB_TABLE_BLOCK (view), x, y, &position, &cell_x, &cell_y);
  if (cell == NULL)
    return NULL;

  return confab_text_layout_get_link_at (cell, x - cell_x, y - cell_y);
}

static const ConfabMarkdownSpan *
confab_table_block_get_focused_link (ConfabBlockView *view)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (view);
  guint position;

  return gtk_widget_has_focus (GTK_WIDGET (self)) ? confab_link_focus_get (self->cells, self->focus, &position) : NULL;
}

/* All of its column, where that fits; in any case the letters. */
static void
reveal_in_cell (ConfabTableBlock *self,
                guint             position,
                gsize             start,
                gsize             end)
{
  const int offset = confab_sideways_get_offset (self->sideways);
  const int column = int_at (self->widths, position % self->content->table->n_columns);
  int cell_x;
  int cell_y;
  int x;
  int width;

  get_cell_origin (self, position, &cell_x, &cell_y);
  confab_text_layout_get_extent (g_ptr_array_index (self->cells, position), start, end, &x, &width);
  confab_sideways_reveal (self->sideways, cell_x + offset - CONFAB_TRANSCRIPT_CELL_PADDING_X, column);
  confab_sideways_reveal (self->sideways, cell_x + offset + x, width);
}

static void
confab_table_block_reveal (ConfabBlockView *view,
                           gsize            start,
                           gsize            end)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (view);
  guint position = self->cells->len;

  while (position > 0 && (gsize) self->content->offsets[position - 1] > start)
    position--;
  if (position > 0 && self->tops->len > 0)
    reveal_in_cell (self, position - 1, start - self->content->offsets[position - 1],
                    end - self->content->offsets[position - 1]);
}

/* Tab goes to the table, so that it can be moved and copied, and then from link to link. */
static gboolean
confab_table_block_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (widget);
  const ConfabMarkdownSpan *link;
  gboolean stays;
  guint position;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return FALSE;

  stays = confab_link_focus_step (self->cells, gtk_widget_has_focus (widget), direction, &self->focus);
  confab_link_focus_show (self->cells, self->focus);
  gtk_widget_queue_draw (widget);
  if (!stays)
    return FALSE;

  link = confab_link_focus_get (self->cells, self->focus, &position);
  if (link != NULL && self->tops->len > 0)
    reveal_in_cell (self, position, link->start, link->end);
  gtk_widget_grab_focus (widget);

  return TRUE;
}

static void
confab_table_block_select_word (ConfabBlockView *view,
                                gsize            index,
                                gsize           *start,
                                gsize           *end)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (view);

  for (guint i = self->cells->len; i > 0; i--)
    {
      const gsize offset = self->content->offsets[i - 1];

      if (offset > index)
        continue;
      confab_text_layout_select_word (g_ptr_array_index (self->cells, i - 1), index - offset, start, end);
      *start += offset;
      *end += offset;
      break;
    }
}

static void
confab_table_block_restyle (ConfabBlockView *view)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (view);

  /* Others may have the old fonts still. */
  g_array_set_size (self->natural, 0);
  look_at_piece (self, FALSE);
}

static ConfabSideways *
confab_table_block_get_sideways (ConfabBlockView *view)
{
  return CONFAB_TABLE_BLOCK (view)->sideways;
}

static void
confab_table_block_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  GdkRGBA color;
  gsize start;
  gsize end;

  GTK_WIDGET_CLASS (confab_table_block_parent_class)->snapshot (widget, snapshot);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= SEPARATOR_TINT;
  for (guint i = 1; i < self->tops->len; i++)
    gtk_snapshot_append_color (snapshot, &color,
                               &GRAPHENE_RECT_INIT (self->x, int_at (self->tops, i) - 1,
                                                    MIN (self->full_width, width), 1));

  confab_block_view_get_selection (CONFAB_BLOCK_VIEW (self), &start, &end);
  for (guint i = 0; i < self->cells->len && self->tops->len > 0; i++)
    {
      const gssize offset = self->content->offsets[i];
      int x;
      int y;

      get_cell_origin (self, i, &x, &y);
      confab_block_marks_snapshot (CONFAB_BLOCK_VIEW (self), g_ptr_array_index (self->cells, i), snapshot, x, y,
                                   (gsize) offset);
      confab_text_layout_snapshot (g_ptr_array_index (self->cells, i), snapshot, x, y,
                                   (gssize)start - offset, (gssize)end - offset);
    }
  confab_sideways_snapshot (self->sideways, snapshot, 0, width, height);
  gtk_snapshot_pop (snapshot);
}

static void
confab_table_block_dispose (GObject *object)
{
  g_clear_pointer (&CONFAB_TABLE_BLOCK (object)->sideways, confab_sideways_free);

  G_OBJECT_CLASS (confab_table_block_parent_class)->dispose (object);
}

static void
confab_table_block_finalize (GObject *object)
{
  ConfabTableBlock *self = CONFAB_TABLE_BLOCK (object);

  g_clear_pointer (&self->content, confab_transcript_table_free);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->natural, g_array_unref);
  g_clear_pointer (&self->widths, g_array_unref);
  g_clear_pointer (&self->tops, g_array_unref);

  G_OBJECT_CLASS (confab_table_block_parent_class)->finalize (object);
}

static void
confab_table_block_class_init (ConfabTableBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  object_class->dispose = confab_table_block_dispose;
  object_class->finalize = confab_table_block_finalize;
  widget_class->snapshot = confab_table_block_snapshot;
  widget_class->focus = confab_table_block_focus;
  block_class->update = confab_table_block_update;
  block_class->layout = confab_table_block_layout;
  block_class->locate = confab_table_block_locate;
  block_class->get_link_at = confab_table_block_get_link_at;
  block_class->get_focused_link = confab_table_block_get_focused_link;
  block_class->select_word = confab_table_block_select_word;
  block_class->restyle = confab_table_block_restyle;
  block_class->get_sideways = confab_table_block_get_sideways;
  block_class->reveal = confab_table_block_reveal;

  gtk_widget_class_set_css_name (widget_class, "transcript-table");
}

static void
confab_table_block_init (ConfabTableBlock *self)
{
  self->cells = g_ptr_array_new_with_free_func ((GDestroyNotify)confab_text_layout_free);
  self->natural = g_array_new (FALSE, TRUE, sizeof (int));
  self->widths = g_array_new (FALSE, TRUE, sizeof (int));
  self->tops = g_array_new (FALSE, TRUE, sizeof (int));
  self->sideways = confab_sideways_new (CONFAB_BLOCK_VIEW (self));
  self->focus = -1;
  /* To be moved sideways, and copied, without a pointer. */
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}
