/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markdown-scanner.h"
#include "confab-markdown-text.h"

#include <string.h>

/* Cells are between bars, rows between slashes; in front of it the alignments. */
static char *
dup_outline (const ConfabMarkdownTable *table)
{
  GString *outline = g_string_new (NULL);

  g_assert_cmpuint (table->cells->len, ==, table->n_rows * table->n_columns);
  for (guint i = 0; i < table->n_columns; i++)
    g_string_append_c (outline, "-lcr"[table->alignments[i]]);
  for (guint i = 0; i < table->cells->len; i++)
    {
      const ConfabMarkdownText *cell = table->cells->pdata[i];

      g_string_append (outline, i % table->n_columns == 0 ? " / " : "|");
      g_string_append (outline, cell->text);
    }

  return g_string_free (outline, FALSE);
}

static void
test_cases (void)
{
  static const struct { const char *content, *delimiter, *expected; gboolean has_heading; } cases[] = {
    { "| a | b |\n| --- | --- |\n| c | d |", NULL,  "-- / a|b / c|d",           TRUE },
    { "a|b\n:-|-:\nc|d",                     NULL,  "lr / a|b / c|d",           TRUE },
    { "|a|b|c|\n|:-:|-|:-|",                 NULL,  "c-l / a|b|c",              TRUE },
    { "|a|b|\n|-|-|\n|c|\n|d|e|f|",          NULL,  "-- / a|b / c| / d|e",      TRUE },
    { "|a|\n|-|\n|\\||\n|`b\\|c`|",          NULL,  "- / a / | / b|c",          TRUE },
    { "|a|b|\n|-|-|\n||x|\n| | |",           NULL,  "-- / a|b / |x / |",        TRUE },
    { "|**a**|\n|-|\n|[b](http://c)|",       NULL,  "- / a / b",                TRUE },
    { "|c|d|\n|e|f|",                        "|-|-:|", "-r / c|d / e|f",        FALSE },
    { "|c|d|",                               NULL,  "",                         FALSE },
    { "",                                    NULL,  "",                         TRUE },
    { "|a|\n|-|\n\\",                        NULL,  "- / a / \\",               TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabMarkdownTable) table =
        confab_markdown_table_parse (cases[i].content, cases[i].has_heading, cases[i].delimiter);
      g_autofree char *outline = dup_outline (table);

      g_assert_cmpstr (outline, ==, cases[i].expected);
      g_assert_true (table->has_heading == (cases[i].has_heading && table->n_columns > 0));
    }
}

static void
test_styles_in_cells (void)
{
  g_autoptr(ConfabMarkdownTable) table =
    confab_markdown_table_parse ("|**a** b|\n|-|", TRUE, NULL);
  const ConfabMarkdownText *cell = table->cells->pdata[0];
  const ConfabMarkdownSpan *span = &g_array_index (cell->spans, ConfabMarkdownSpan, 0);

  g_assert_cmpstr (cell->text, ==, "a b");
  g_assert_cmpuint (cell->spans->len, ==, 1);
  g_assert_cmpint (span->style, ==, CONFAB_MARKDOWN_STYLE_STRONG);
  g_assert_cmpuint (span->end, ==, 1);
}

/* A long table is many segments; each is read alone, with the delimiter row of the first. */
static void
test_segments (void)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  guint n_rows = 0, n_segments;

  confab_markdown_scanner_feed (scanner, "| n | name |\n|--:|:----|\n", -1);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *row = g_strdup_printf ("| %u | row *%u* |\n", i, i);

      confab_markdown_scanner_feed (scanner, row, -1);
    }
  confab_markdown_scanner_finish (scanner);

  n_segments = confab_markdown_scanner_get_n_segments (scanner);
  g_assert_cmpuint (n_segments, ==, 4);

  for (guint i = 0; i < n_segments; i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);
      g_autofree char *content = confab_markdown_scanner_dup_content (scanner, i);
      g_autofree char *delimiter =
        confab_markdown_scanner_dup_table_delimiter (scanner, segment->block_id);
      g_autoptr(ConfabMarkdownTable) table =
        confab_markdown_table_parse (content, segment->first_of_block, delimiter);

      g_assert_cmpint (segment->kind, ==, CONFAB_MARKDOWN_TABLE);
      g_assert_cmpuint (segment->block_id, ==, 0);
      g_assert_true (table->has_heading == (i == 0));
      g_assert_cmpuint (table->n_columns, ==, 2);
      g_assert_cmpint (table->alignments[0], ==, CONFAB_MARKDOWN_ALIGN_RIGHT);
      g_assert_cmpint (table->alignments[1], ==, CONFAB_MARKDOWN_ALIGN_LEFT);

      for (guint row = table->has_heading ? 1 : 0; row < table->n_rows; row++, n_rows++)
        {
          const ConfabMarkdownText *cell = table->cells->pdata[row * 2 + 1];
          g_autofree char *expected = g_strdup_printf ("row %u", n_rows);

          g_assert_cmpstr (cell->text, ==, expected);
        }
    }

  g_assert_cmpuint (n_rows, ==, 100);
  g_assert_null (confab_markdown_scanner_dup_table_delimiter (scanner, 1));
}

static void
test_very_wide (void)
{
  g_autoptr(GString) content = g_string_new (NULL);
  g_autoptr(ConfabMarkdownTable) table = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (content, "|a");
  g_string_append_c (content, '\n');
  for (guint i = 0; i < 1000; i++)
    g_string_append (content, "|-");
  for (guint i = 0; i < 30; i++)
    g_string_append (content, "\n|b");

  table = confab_markdown_table_parse (content->str, TRUE, NULL);
  g_assert_cmpuint (table->n_columns, <=, 256);
  g_assert_cmpuint (table->cells->len, ==, table->n_columns * 31);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown/table/cases", test_cases);
  g_test_add_func ("/markdown/table/styles-in-cells", test_styles_in_cells);
  g_test_add_func ("/markdown/table/segments", test_segments);
  g_test_add_func ("/markdown/table/very-wide", test_very_wide);

  return g_test_run ();
}
