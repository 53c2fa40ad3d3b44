/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever the beginning of a line seemed to be: what it sealed when some of its bytes had arrived is the same
 * when more have. All short lines are tried, behind everything that can be open. */

#include "config.h"

#include <string.h>

#include "confab-markdown-scanner.h"

#define FENCE "```"

static const char * const contexts[] = {
  "",
  "text\n",
  "text\n\n",
  "| a | b |\n|---|---|\n",
  "| a | b |\n|---|---|\n| c | d |\n",
  "- item\n",
  "- item\n\n  more\n",
  "1. item\n",
  "> quoted\n",
  "> | a |\n> |---|\n> ",
  "- | a |\n  |---|\n  ",
  FENCE "\ncode\n",
  "    code\n",
  "$$\nx\n",
  "\\[\nx\n",
  "# Heading\n",
  "[^1]: note\n",
};

static gboolean
segment_equal (const ConfabMarkdownSegment *a,
               const ConfabMarkdownSegment *b)
{
  return a->start == b->start && a->end == b->end && a->kind == b->kind && a->marker == b->marker &&
         a->number == b->number && a->heading_level == b->heading_level && a->list_depth == b->list_depth &&
         a->quote_depth == b->quote_depth && a->quote_levels == b->quote_levels &&
         a->shared_depth == b->shared_depth && a->same_list == b->same_list && a->sealed == b->sealed;
}

static void
check (const char *context,
       const char *line)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  ConfabMarkdownSegment sealed[8];
  guint n_sealed = 0;

  confab_markdown_scanner_feed (scanner, context, -1);
  for (gsize i = 0; line[i] != '\0'; i++)
    {
      guint n;

      confab_markdown_scanner_feed (scanner, line + i, 1);
      n = confab_markdown_scanner_get_n_segments (scanner);
      for (guint j = 0; j < n_sealed; j++)
        if (j >= n || !segment_equal (&sealed[j], confab_markdown_scanner_get_segment (scanner, j)))
          g_error ("Segment %u was sealed and changed after \"%.*s\" behind \"%s\"", j, (int) i + 1, line, context);

      while (n_sealed < n && confab_markdown_scanner_get_segment (scanner, n_sealed)->sealed)
        {
          g_assert_cmpuint (n_sealed, <, G_N_ELEMENTS (sealed));
          sealed[n_sealed] = *confab_markdown_scanner_get_segment (scanner, n_sealed);
          n_sealed++;
        }
    }
}

/* All lines of a length that can be made of some bytes. */
static void
check_all (const char *alphabet,
           guint       length)
{
  const gsize n = strlen (alphabet);
  gsize n_lines = 1;
  char line[16];

  g_assert_cmpuint (length, <, sizeof line - 1);
  for (guint i = 0; i < length; i++)
    n_lines *= n;

  for (gsize number = 0; number < n_lines; number++)
    {
      gsize rest = number;

      for (guint i = 0; i < length; i++, rest /= n)
        line[i] = alphabet[rest % n];
      line[length] = '\n';
      line[length + 1] = '\0';
      for (guint i = 0; i < G_N_ELEMENTS (contexts); i++)
        check (contexts[i], line);
    }
}

static void
test_marks (void)
{
  check_all (" \t#>-+*_=1.)~`|:$\\[]^!<a", 3);
}

static void
test_formulas (void)
{
  check_all ("$\\[] x", 6);
}

static void
test_rules (void)
{
  check_all ("*- =1.", 6);
}

static void
test_notes (void)
{
  check_all ("[^]:a ", 6);
}

static void
test_tables (void)
{
  check_all ("|-: a", 6);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown/sealed/marks", test_marks);
  g_test_add_func ("/markdown/sealed/formulas", test_formulas);
  g_test_add_func ("/markdown/sealed/rules", test_rules);
  g_test_add_func ("/markdown/sealed/notes", test_notes);
  g_test_add_func ("/markdown/sealed/tables", test_tables);

  return g_test_run ();
}
