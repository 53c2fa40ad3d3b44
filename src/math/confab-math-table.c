/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-table"

#include "config.h"

#include "confab-math-parser-private.h"

#include <string.h>

#define MAX_COLUMNS 64
#define MAX_ROWS    256

typedef ConfabMathParser Parser;
typedef ConfabMathNode Node;

typedef enum
{
  ARGUMENT_NONE,
  ARGUMENT_COLUMNS,    /* {lcr} */
  ARGUMENT_OPTIONAL,   /* [c] */
  ARGUMENT_COUNT,      /* {2}, of no use */
} Argument;

typedef struct
{
  const char           *name;
  gunichar              open;
  gunichar              close;
  ConfabMathTableStyle  style;
  Argument              argument;
  const char           *align;   /* of its columns, over and over */
} Environment;

static const Environment environments[] = {
  { "matrix", 0, 0, CONFAB_MATH_TABLE_ARRAY, ARGUMENT_NONE, "c" },
  { "pmatrix", '(', ')', CONFAB_MATH_TABLE_ARRAY, ARGUMENT_NONE, "c" },
  { "bmatrix", '[', ']', CONFAB_MATH_TABLE_ARRAY, ARGUMENT_NONE, "c" },
  { "Bmatrix", '{', '}', CONFAB_MATH_TABLE_ARRAY, ARGUMENT_NONE, "c" },
  { "vmatrix", '|', '|', CONFAB_MATH_TABLE_ARRAY, ARGUMENT_NONE, "c" },
  { "Vmatrix", 0x2016, 0x2016, CONFAB_MATH_TABLE_ARRAY, ARGUMENT_NONE, "c" },
  { "matrix*", 0, 0, CONFAB_MATH_TABLE_ARRAY, ARGUMENT_OPTIONAL, "c" },
  { "pmatrix*", '(', ')', CONFAB_MATH_TABLE_ARRAY, ARGUMENT_OPTIONAL, "c" },
  { "bmatrix*", '[', ']', CONFAB_MATH_TABLE_ARRAY, ARGUMENT_OPTIONAL, "c" },
  { "Bmatrix*", '{', '}', CONFAB_MATH_TABLE_ARRAY, ARGUMENT_OPTIONAL, "c" },
  { "vmatrix*", '|', '|', CONFAB_MATH_TABLE_ARRAY, ARGUMENT_OPTIONAL, "c" },
  { "Vmatrix*", 0x2016, 0x2016, CONFAB_MATH_TABLE_ARRAY, ARGUMENT_OPTIONAL, "c" },
  { "smallmatrix", 0, 0, CONFAB_MATH_TABLE_SMALL, ARGUMENT_NONE, "c" },
  { "array", 0, 0, CONFAB_MATH_TABLE_ARRAY, ARGUMENT_COLUMNS, "c" },
  { "subarray", 0, 0, CONFAB_MATH_TABLE_STACK, ARGUMENT_COLUMNS, "c" },
  { "cases", '{', 0, CONFAB_MATH_TABLE_CASES, ARGUMENT_NONE, "l" },
  { "dcases", '{', 0, CONFAB_MATH_TABLE_CASES, ARGUMENT_NONE, "l" },
  { "rcases", 0, '}', CONFAB_MATH_TABLE_CASES, ARGUMENT_NONE, "l" },
  { "aligned", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_OPTIONAL, "rl" },
  { "alignedat", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_COUNT, "rl" },
  { "align", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_NONE, "rl" },
  { "align*", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_NONE, "rl" },
  { "alignat", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_COUNT, "rl" },
  { "alignat*", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_COUNT, "rl" },
  { "split", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_NONE, "rl" },
  { "eqnarray", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_NONE, "rcl" },
  { "eqnarray*", 0, 0, CONFAB_MATH_TABLE_ALIGNED, ARGUMENT_NONE, "rcl" },
  { "gathered", 0, 0, CONFAB_MATH_TABLE_GATHERED, ARGUMENT_OPTIONAL, "c" },
  { "gather", 0, 0, CONFAB_MATH_TABLE_GATHERED, ARGUMENT_NONE, "c" },
  { "gather*", 0, 0, CONFAB_MATH_TABLE_GATHERED, ARGUMENT_NONE, "c" },
  { "multline", 0, 0, CONFAB_MATH_TABLE_GATHERED, ARGUMENT_NONE, "c" },
  { "multline*", 0, 0, CONFAB_MATH_TABLE_GATHERED, ARGUMENT_NONE, "c" },
  { "equation", 0, 0, CONFAB_MATH_TABLE_GATHERED, ARGUMENT_NONE, "c" },
  { "equation*", 0, 0, CONFAB_MATH_TABLE_GATHERED, ARGUMENT_NONE, "c" },
};

static Node *
add_table (Parser               *self,
           ConfabMathTableStyle  style,
           const char           *start)
{
  Node *table = confab_math_parser_add (self, CONFAB_MATH_TABLE, start);

  if (table == NULL)
    return NULL;

  table->table_style = style;
  table->columns = g_array_new (FALSE, TRUE, sizeof (ConfabMathColumn));
  table->rows = g_array_new (FALSE, TRUE, sizeof (ConfabMathTableRow));

  return table;
}

/* What stands behind the end of a row: how far away the next one is. */
static gboolean
read_gap (Parser *self,
          double *gap)
{
  if (*self->p == '*')
    self->p++;
  if (*self->p != '[')
    return TRUE;

  self->p++;
  if (!confab_math_parser_read_dimension (self, gap))
    return FALSE;
  if (*self->p != ']')
    {
      confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A bracket is not closed");
      return FALSE;
    }
  self->p++;

  return TRUE;
}

/* Reads the cells of a row; FALSE with an error. */
static gboolean
read_cells (Parser    *self,
            GPtrArray *cells)
{
  for (;;)
    {
      const ConfabMathAlphabet alphabet = self->alphabet;
      Node *cell = confab_math_parser_read_row (self);

      self->alphabet = alphabet;
      if (cell == NULL)
        return FALSE;
      if (cells->len == MAX_COLUMNS)
        {
          confab_math_parser_fail (self, CONFAB_MATH_ERROR_TOO_LARGE, "More than %d columns", MAX_COLUMNS);
          return FALSE;
        }
      g_ptr_array_add (cells, cell);
      if (*self->p != '&')
        return TRUE;
      self->p++;
    }
}

static gboolean
is_empty (const GPtrArray *cells)
{
  return cells->len == 1 && ((const Node *) g_ptr_array_index (cells, 0))->children->len == 0;
}

static guint8
read_lines (Parser *self)
{
  guint8 n_lines = 0;

  while (n_lines < 2 && confab_math_parser_take_command (self, "hline"))
    n_lines++;

  return n_lines;
}

/* Puts the rows, of different lengths perhaps, into a table. */
static void
fill_table (Node      *table,
            GPtrArray *rows,
            guint      n_columns)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const GPtrArray *cells = g_ptr_array_index (rows, i);

      for (guint j = 0; j < n_columns; j++)
        g_ptr_array_add (table->children, j < cells->len ? g_ptr_array_index (cells, j) : NULL);
    }
}

static gboolean
read_rows (Parser         *self,
           Node           *table,
           ConfabMathStop  stop,
           GPtrArray      *rows,
           guint          *n_columns)
{
  ConfabMathNode **outer_tag = self->tag;
  const gboolean is_numbered = table->table_style == CONFAB_MATH_TABLE_ALIGNED ||
                               (table->table_style == CONFAB_MATH_TABLE_GATHERED && stop != CONFAB_MATH_STOP_END);
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr(GPtrArray) cells = g_ptr_array_new ();
      ConfabMathTableRow row = { .n_lines = read_lines (self) };
      ConfabMathStop next;

      if (is_numbered)
        self->tag = &row.tag;
      if (!read_cells (self, cells))
        return FALSE;
      self->tag = outer_tag;

      next = confab_math_parser_get_stop (self);
      more = next == CONFAB_MATH_STOP_LINE;
      if (more)
        {
          g_autofree char *end_of_row = confab_math_parser_peek_command (self, &self->p);

          if (!read_gap (self, &row.gap))
            return FALSE;
        }
      else if (next != stop)
        {
          confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A row ends too early");
          return FALSE;
        }

      g_array_append_val (table->rows, row);
      /* Behind the last end of a row there is no other, but there may be a line. */
      if (!more && is_empty (cells) && row.tag == NULL && rows->len > 0)
        return TRUE;

      if (rows->len == MAX_ROWS)
        {
          confab_math_parser_fail (self, CONFAB_MATH_ERROR_TOO_LARGE, "More than %d rows", MAX_ROWS);
          return FALSE;
        }
      *n_columns = MAX (*n_columns, cells->len);
      g_ptr_array_add (rows, g_steal_pointer (&cells));
    }

  {
    const ConfabMathTableRow bottom = { 0 };

    g_array_append_val (table->rows, bottom);
  }

  return TRUE;
}

static gboolean
read_body (Parser         *self,
           Node           *table,
           ConfabMathStop  stop,
           guint          *n_columns)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  const gboolean in_optional = self->in_optional;
  gboolean is_good;

  if (!confab_math_parser_enter (self))
    return FALSE;
  self->in_optional = FALSE;
  is_good = read_rows (self, table, stop, rows, n_columns);
  self->in_optional = in_optional;
  confab_math_parser_leave (self);
  if (is_good)
    fill_table (table, rows, *n_columns);

  return is_good;
}

static gboolean
read_columns (Parser *self,
              GArray *columns)
{
  g_autofree char *spec = confab_math_parser_read_raw (self);
  ConfabMathColumn column = { 0 };

  if (spec == NULL)
    return FALSE;

  for (const char *p = spec; *p != '\0'; p++)
    {
      if (*p == '|')
        {
          column.n_lines = MIN (column.n_lines + 1, 2);
        }
      else if (strchr ("lcr", *p) != NULL && columns->len < MAX_COLUMNS)
        {
          column.align = *p;
          g_array_append_val (columns, column);
          column = (ConfabMathColumn) { 0 };
        }
      else if (!g_ascii_isspace (*p))
        {
          confab_math_parser_fail (self, CONFAB_MATH_ERROR_UNKNOWN, "Column of kind %c", *p);
          return FALSE;
        }
    }
  g_array_append_val (columns, column);

  return TRUE;
}

/* The columns nobody described; where they were, the last one holds the lines at the right edge. */
static gboolean
complete_columns (Parser     *self,
                  Node       *table,
                  guint       n_columns,
                  const char *align)
{
  if (table->columns->len > n_columns)
    {
      /* Described but empty: they take no room but their lines would. */
      n_columns = MAX (n_columns, 1);
      for (guint i = n_columns; i + 1 < table->columns->len; i++)
        if (g_array_index (table->columns, ConfabMathColumn, i).n_lines > 0)
          {
            confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A column is missing");
            return FALSE;
          }
      g_array_remove_range (table->columns, n_columns, table->columns->len - 1 - n_columns);
      return TRUE;
    }
  if (table->columns->len > 0)
    {
      confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A row has too many columns");
      return FALSE;
    }

  for (guint i = 0; i <= n_columns; i++)
    {
      const ConfabMathColumn column = { .align = align[i % strlen (align)] };

      g_array_append_val (table->columns, column);
    }

  return TRUE;
}

static Node *
enclose (Parser            *self,
         Node              *table,
         const Environment *environment,
         const char        *start)
{
  Node *fence;

  if (environment->open == 0 && environment->close == 0)
    return table;

  fence = confab_math_parser_add (self, CONFAB_MATH_FENCE, start);
  if (fence == NULL)
    return NULL;
  fence->klass = CONFAB_MATH_INNER;
  fence->open = environment->open;
  fence->close = environment->close;
  g_ptr_array_add (fence->children, table);

  return fence;
}

/* The alignment of a starred matrix; of others, where it does not matter. */
static gboolean
read_position (Parser      *self,
               char         align[2])
{
  if (*self->p != '[')
    return TRUE;
  if (strchr ("lcrtb", self->p[1]) == NULL || self->p[1] == '\0' || self->p[2] != ']')
    {
      confab_math_parser_fail (self, CONFAB_MATH_ERROR_UNKNOWN, "Option of an environment");
      return FALSE;
    }
  align[0] = self->p[1];
  self->p += 3;

  return TRUE;
}

/**
 * confab_math_table_read:
 * @start: where its `\begin` began, which was read
 *
 * Reads an environment.
 *
 * Returns: (transfer none) (nullable): a table, perhaps in a fence
 */
ConfabMathNode *
confab_math_table_read (ConfabMathParser *self,
                        const char       *start)
{
  g_autofree char *name = confab_math_parser_read_raw (self);
  g_autofree char *end_name = NULL;
  g_autofree char *count = NULL;
  const Environment *environment = NULL;
  char align[2] = "";
  guint n_columns = 0;
  Node *table;

  if (name == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (environments); i++)
    if (strcmp (environments[i].name, name) == 0)
      environment = &environments[i];
  if (environment == NULL)
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_UNKNOWN, "\\begin{%s}", name);

  table = add_table (self, environment->style, start);
  if (table == NULL)
    return NULL;
  if (*name == 'd')
    {
      /* As large as in a line of its own. */
      table->has_style = TRUE;
      table->style = CONFAB_MATH_STYLE_DISPLAY;
    }

  if (environment->argument == ARGUMENT_COLUMNS && !read_columns (self, table->columns))
    return NULL;
  if (environment->argument == ARGUMENT_COUNT && (count = confab_math_parser_read_raw (self)) == NULL)
    return NULL;
  if (environment->argument == ARGUMENT_OPTIONAL && !read_position (self, align))
    return NULL;

  if (!read_body (self, table, CONFAB_MATH_STOP_TABLE, &n_columns))
    return NULL;
  confab_math_parser_take_command (self, "end");
  end_name = confab_math_parser_read_raw (self);
  if (end_name == NULL)
    return NULL;
  if (strcmp (name, end_name) != 0)
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "\\end{%s} is missing", name);
  if (environment->style == CONFAB_MATH_TABLE_GATHERED && n_columns > 1)
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A column in \\begin{%s}", name);

  if (!complete_columns (self, table, n_columns,
                         *environment->align == 'c' && *align != '\0' && strchr ("lcr", *align) != NULL
                           ? align : environment->align))
    return NULL;

  return enclose (self, table, environment, start);
}

/**
 * confab_math_table_read_lines:
 * @style: of the table they make
 * @stop: what ends them, which is left to the caller
 *
 * Reads lines one below the other.
 *
 * Returns: (transfer none) (nullable): a table, or the only line
 */
ConfabMathNode *
confab_math_table_read_lines (ConfabMathParser     *self,
                              ConfabMathTableStyle  style,
                              ConfabMathStop        stop)
{
  Node *table = add_table (self, style, self->p);
  guint n_columns = 0;

  if (table == NULL || !read_body (self, table, stop, &n_columns))
    return NULL;
  if (n_columns > 1)
    return confab_math_parser_fail (self, CONFAB_MATH_ERROR_SYNTAX, "A column outside of a table");
  if (table->children->len == 1 && stop == CONFAB_MATH_STOP_END)
    return g_ptr_array_index (table->children, 0);
  if (!complete_columns (self, table, n_columns, "c"))
    return NULL;

  return table;
}
