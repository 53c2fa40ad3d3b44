/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-grid"

#include "config.h"

#include "confab-math-setter-private.h"

/* Distances in em. */
#define COLUMN_GAP   1.0
#define PAIR_GAP     1.6
#define SMALL_GAP    0.6
#define TAG_GAP      2.0
#define ROW_GAP      0.15
#define LINE_APART   0.2
#define LINE_ABOVE   0.05
#define LINE_BELOW   0.1
#define LINE_MARGIN  0.4

typedef struct
{
  Setting  cell;        /* how cells are set */
  double   size;        /* em of the cells */
  double   strut_up;    /* every row is at least as high */
  double   strut_down;
  double   gap;         /* between rows that touch */
  Box    **boxes;       /* owned, row by row, NULL where there is none */
  Box    **tags;        /* owned, one for each row, perhaps NULL */
  double  *widths;      /* owned */
  double  *lefts;       /* owned, one more for the right edge */
  guint    n_columns;
  guint    n_rows;
} Grid;

static void
choose_setting (Grid          *grid,
                const Setting *self,
                const Node    *node)
{
  double line = 1.2;

  grid->cell = *self;
  grid->cell.cramped = FALSE;
  grid->gap = 0;

  switch (node->table_style)
    {
    case CONFAB_MATH_TABLE_ALIGNED:
    case CONFAB_MATH_TABLE_GATHERED:
      grid->cell.style = MIN (self->style, CONFAB_MATH_STYLE_DISPLAY);
      grid->gap = 0.3;
      break;

    case CONFAB_MATH_TABLE_SMALL:
      grid->cell.style = CONFAB_MATH_STYLE_SCRIPT;
      line = 1.25;
      break;

    case CONFAB_MATH_TABLE_STACK:
      grid->cell.style = MAX (self->style, CONFAB_MATH_STYLE_SCRIPT);
      line = 1.0;
      break;

    case CONFAB_MATH_TABLE_CASES:
      grid->cell.style = node->has_style ? node->style : MAX (self->style, CONFAB_MATH_STYLE_TEXT);
      line = 1.4;
      break;

    case CONFAB_MATH_TABLE_ARRAY:
    default:
      grid->cell.style = MAX (self->style, CONFAB_MATH_STYLE_TEXT);
      grid->gap = 0.1;
      break;
    }

  grid->size = _confab_math_get_size (&grid->cell);
  grid->gap *= grid->size;
  grid->strut_up = 0.7 * line * grid->size;
  grid->strut_down = 0.3 * line * grid->size;
}

static void
set_cells (Grid       *grid,
           const Node *node)
{
  for (guint i = 0; i < grid->n_rows * grid->n_columns; i++)
    {
      const Node *cell = g_ptr_array_index (node->children, i);
      const guint column = i % grid->n_columns;
      /* A relation that begins the right half of a pair relates to the left half. */
      const gboolean behind_ord = node->table_style == CONFAB_MATH_TABLE_ALIGNED && column > 0 &&
                                  g_array_index (node->columns, ConfabMathColumn, column).align != 'r';

      if (cell == NULL)
        continue;
      grid->boxes[i] = cell->kind == CONFAB_MATH_ROW && cell->klass == CONFAB_MATH_ORD
                         ? _confab_math_set_row (&grid->cell, cell, behind_ord, NULL)
                         : _confab_math_set (&grid->cell, cell);
      grid->widths[column] = MAX (grid->widths[column], grid->boxes[i]->width + grid->boxes[i]->italic);
    }

  for (guint i = 0; i < grid->n_rows; i++)
    {
      const ConfabMathTableRow *row = &g_array_index (node->rows, ConfabMathTableRow, i);

      if (row->tag != NULL)
        grid->tags[i] = _confab_math_set (&grid->cell, row->tag);
    }
}

static double
get_gap_before (const Grid *grid,
                const Node *node,
                guint       column)
{
  switch (node->table_style)
    {
    case CONFAB_MATH_TABLE_SMALL:
      return SMALL_GAP * grid->size;

    case CONFAB_MATH_TABLE_ALIGNED:
      /* Halves meet; between pairs there is room. */
      return g_array_index (node->columns, ConfabMathColumn, column).align == 'r' ? PAIR_GAP * grid->size : 0;

    default:
      return COLUMN_GAP * grid->size;
    }
}

/* Returns how wide all columns are. */
static double
place_columns (Grid       *grid,
               const Node *node)
{
  const double line = MAX (grid->cell.font->rule * grid->size, 1);
  const double apart = LINE_APART * grid->size;
  double x = 0;

  for (guint i = 0; i <= grid->n_columns; i++)
    {
      const guint n_lines = g_array_index (node->columns, ConfabMathColumn, i).n_lines;

      if (i > 0 && i < grid->n_columns)
        x += get_gap_before (grid, node, i);
      if (n_lines > 0)
        x += (i == grid->n_columns ? LINE_MARGIN * grid->size : 0) + n_lines * line + (n_lines - 1) * apart +
             (i == 0 ? LINE_MARGIN * grid->size : 0);
      grid->lefts[i] = x;
      if (i < grid->n_columns)
        x += grid->widths[i];
    }

  return x;
}

static void
put_vertical_lines (const Grid *grid,
                    const Node *node,
                    Box        *list,
                    double      top,
                    double      bottom)
{
  const double line = MAX (grid->cell.font->rule * grid->size, 1);
  const double apart = LINE_APART * grid->size + line;

  for (guint i = 0; i <= grid->n_columns; i++)
    {
      const guint n_lines = g_array_index (node->columns, ConfabMathColumn, i).n_lines;
      double x = grid->lefts[i] - line;

      if (n_lines == 0)
        continue;
      if (i == 0)
        x -= LINE_MARGIN * grid->size;
      else if (i < grid->n_columns)
        x -= get_gap_before (grid, node, i) / 2;
      for (guint j = 0; j < n_lines; j++)
        confab_math_box_put (list, _confab_math_add_rule (&grid->cell, line, -top, bottom), x - j * apart, 0);
    }
}

static void
put_row (const Grid *grid,
         const Node *node,
         Box        *list,
         guint       row,
         double      y,
         double      width)
{
  for (guint i = 0; i < grid->n_columns; i++)
    {
      Box *box = grid->boxes[row * grid->n_columns + i];
      double x = grid->lefts[i];

      if (box == NULL)
        continue;
      switch (g_array_index (node->columns, ConfabMathColumn, i).align)
        {
        case 'r':
          x += grid->widths[i] - box->width - box->italic;
          break;
        case 'l':
          break;
        default:
          x += (grid->widths[i] - box->width - box->italic) / 2;
          break;
        }
      confab_math_box_put (list, box, x, y);
    }

  if (grid->tags[row] != NULL)
    {
      const double x = width + TAG_GAP * grid->size;

      confab_math_box_put (list, grid->tags[row], x, y);
      list->width = MAX (list->width, x + grid->tags[row]->width);
    }
}

static void
put_lines (const Grid *grid,
           Box        *list,
           guint       n_lines,
           double      width,
           double     *y)
{
  const double line = MAX (grid->cell.font->rule * grid->size, 1);

  for (guint i = 0; i < n_lines; i++)
    {
      *y += i > 0 ? LINE_APART * grid->size : LINE_ABOVE * grid->size;
      confab_math_box_put (list, _confab_math_add_rule (&grid->cell, width, 0, line), 0, *y);
      *y += line + LINE_BELOW * grid->size;
    }
}

Box *
_confab_math_set_table (const Setting *self,
                        const Node    *node)
{
  Grid grid = { 0 };
  g_autofree Box **boxes = g_new0 (Box *, MAX (node->children->len, 1));
  g_autofree Box **tags = NULL;
  g_autofree double *widths = NULL;
  g_autofree double *lefts = NULL;
  Box *list = _confab_math_add_list (self);
  double width;
  double y = 0;
  double shift;
  gboolean has_bottom;

  grid.n_columns = node->columns->len - 1;
  grid.n_rows = node->children->len / MAX (grid.n_columns, 1);
  grid.boxes = boxes;
  grid.tags = tags = g_new0 (Box *, grid.n_rows + 1);
  grid.widths = widths = g_new0 (double, grid.n_columns + 1);
  grid.lefts = lefts = g_new0 (double, grid.n_columns + 1);

  choose_setting (&grid, self, node);
  set_cells (&grid, node);
  width = place_columns (&grid, node);
  list->width = width;

  for (guint i = 0; i < grid.n_rows; i++)
    {
      const ConfabMathTableRow *row = &g_array_index (node->rows, ConfabMathTableRow, i);
      double ascent = grid.strut_up;
      double descent = grid.strut_down;

      for (guint j = 0; j < grid.n_columns; j++)
        {
          const Box *box = grid.boxes[i * grid.n_columns + j];

          if (box == NULL)
            continue;
          ascent = MAX (ascent, box->ascent);
          descent = MAX (descent, box->descent);
        }
      /* Rows that are higher than usual must not touch. */
      if (i > 0 && ascent > grid.strut_up)
        y += ROW_GAP * grid.size;
      put_lines (&grid, list, row->n_lines, width, &y);
      put_row (&grid, node, list, i, y + ascent, width);
      y += ascent + descent + row->gap * grid.size + (i + 1 < grid.n_rows ? grid.gap : 0);
    }
  has_bottom = g_array_index (node->rows, ConfabMathTableRow, node->rows->len - 1).n_lines > 0;
  put_lines (&grid, list, g_array_index (node->rows, ConfabMathTableRow, node->rows->len - 1).n_lines, width, &y);
  /* They meet the lines above and below, whose outer edges are the edges of the table then. */
  put_vertical_lines (&grid, node, list,
                      g_array_index (node->rows, ConfabMathTableRow, 0).n_lines > 0 ? LINE_ABOVE * grid.size : 0,
                      y - (has_bottom ? LINE_BELOW * grid.size : 0));

  /* So far the baseline is the upper edge; the axis goes through the middle. */
  shift = y / 2 + self->font->axis * _confab_math_get_size (self);
  for (guint i = 0; i < list->children->len; i++)
    g_array_index (list->children, ConfabMathPlace, i).y -= shift;
  list->ascent = shift;
  list->descent = y - shift;
  list->attach = list->width / 2;

  return list;
}
