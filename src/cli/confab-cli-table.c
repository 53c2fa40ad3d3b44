/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-table"

#include "config.h"

#include "confab-cli-table.h"

static guint
get_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

/**
 * confab_cli_table_new:
 * @heading: (array zero-terminated=1): what stands above the columns
 *
 * Returns: (transfer full) (element-type GStrv): a table, for rows to be added with
 *   [func@cli_table_add]
 */
GPtrArray *
confab_cli_table_new (const char * const *heading)
{
  GPtrArray *table = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  confab_cli_table_add (table, heading);
  return table;
}

/**
 * confab_cli_table_add:
 * @table: (element-type GStrv): a table
 * @row: (array zero-terminated=1): as many cells as the heading has
 *
 * Adds a row.
 */
void
confab_cli_table_add (GPtrArray          *table,
                      const char * const *row)
{
  g_ptr_array_add (table, g_strdupv ((char **) row));
}

/**
 * confab_cli_table_dup_text:
 * @table: (element-type GStrv): a table
 *
 * Returns: (transfer full): its lines, with the columns one below the other in a terminal
 */
char *
confab_cli_table_dup_text (GPtrArray *table)
{
  const guint n_columns = g_strv_length (g_ptr_array_index (table, 0));
  g_autofree guint *widths = g_new0 (guint, n_columns);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < table->len; i++)
    for (guint column = 0; column < n_columns; column++)
      {
        char **row = g_ptr_array_index (table, i);

        widths[column] = MAX (widths[column], get_width (row[column]));
      }

  for (guint i = 0; i < table->len; i++)
    {
      char **row = g_ptr_array_index (table, i);

      for (guint column = 0; column < n_columns; column++)
        {
          g_string_append (text, row[column]);
          if (column + 1 < n_columns)
            for (guint n = get_width (row[column]); n < widths[column] + 2; n++)
              g_string_append_c (text, ' ');
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
