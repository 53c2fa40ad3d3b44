/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever segments are copied, they are what they were, in what they were in. */

#include "config.h"

#include "confab-markdown-copy.h"
#include "confab-markdown-text.h"

#include <string.h>

#define N_DOCUMENTS 5000

static ConfabMarkdownScanner *
scan (const char *markdown)
{
  ConfabMarkdownScanner *scanner = confab_markdown_scanner_new ();

  confab_markdown_scanner_feed (scanner, markdown, -1);
  confab_markdown_scanner_finish (scanner);

  return scanner;
}

static char *
dup_copy (ConfabMarkdownScanner *scanner,
          guint                  first,
          guint                  last)
{
  GString *markdown = g_string_new (NULL);
  ConfabMarkdownCopy *copy = confab_markdown_copy_new (scanner, markdown, FALSE);

  for (guint i = first; i <= last; i++)
    confab_markdown_copy_add (copy, i, NULL);
  confab_markdown_copy_finish (copy);

  return g_string_free (markdown, FALSE);
}

/* The first has all its levels from the beginning, and of an item that began before it the marker. */
static char *
dup_outline (ConfabMarkdownScanner *scanner,
             guint                  first,
             guint                  last)
{
  GString *outline = g_string_new (NULL);

  for (guint i = first; i <= last; i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);
      g_autofree char *content = confab_markdown_scanner_dup_content (scanner, i);
      g_autofree char *language = confab_markdown_scanner_dup_language (scanner, i);
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (content, FALSE);

      g_string_append_printf (outline, "%u %u/%u/%x", segment->kind, segment->quote_depth, segment->list_depth,
                              segment->quote_levels);
      if (i > first)
        g_string_append_printf (outline, " %u%s %u %u", segment->shared_depth, segment->same_list ? "+" : "",
                                segment->marker,
                                /* those of footnotes are counted anew */
                                segment->marker != CONFAB_MARKDOWN_MARKER_FOOTNOTE ? segment->number : 0);
      g_string_append_printf (outline, " %u (%s) %s\n", segment->heading_level, language != NULL ? language : "",
                              segment->kind == CONFAB_MARKDOWN_RULE                       ? ""
                              : segment->kind == CONFAB_MARKDOWN_CODE || segment->kind == CONFAB_MARKDOWN_MATH ? content
                                                                                                 : text->text);
    }

  return g_string_free (outline, FALSE);
}

static void
check_range (ConfabMarkdownScanner *scanner,
             guint                  first,
             guint                  last)
{
  g_autofree char *markdown = dup_copy (scanner, first, last);
  g_autoptr(ConfabMarkdownScanner) again = scan (markdown);
  const guint n = confab_markdown_scanner_get_n_segments (again);
  g_autofree char *expected = dup_outline (scanner, first, last);
  const guint n_outer = n - MIN (n, last - first + 1);
  g_autofree char *outline = n > 0 ? dup_outline (again, n_outer, n - 1) : g_strdup ("");

  /* Each item has a segment, those that began before the first one, too. */
  for (guint i = 0; i < n_outer; i++)
    {
      g_autofree char *content = confab_markdown_scanner_dup_content (again, i);

      g_assert_cmpstr (content, ==, "");
    }

  if (!g_str_equal (outline, expected))
    g_test_message ("%s\n-- %u to %u:\n%s", confab_markdown_scanner_get_source (scanner, NULL), first, last, markdown);
  g_assert_cmpstr (outline, ==, expected);
}

static void
check_ranges (const char *markdown)
{
  g_autoptr(ConfabMarkdownScanner) scanner = scan (markdown);
  const guint n = confab_markdown_scanner_get_n_segments (scanner);

  for (guint i = 0; i < n; i++)
    for (guint j = i; j < n; j++)
      check_range (scanner, i, j);
}

static void
test_documents (void)
{
  static const char * const documents[] = {
    "# a\n\nb\nc  \nd\n\n- e\n- f\n  1. g\n\n     h\n\n  2. i\n- [ ] j\n\n  ```c++\n  k\n\n    l  \n  ```\n\n---\n\n> m\n\n> n\n",
    "7. > a\n   >\n   > - b\n   >   > c\n   >\n   > - ```\n   >   d\n   >   ```\n   >\n   > e\n\n   f\n8. g\n\n9) h\n10) i\n",
    "> | a | b |\n> |---|:-:|\n> | c | d |\n>\n> ***\n>\n> - ***\n> - - e\n> * ---\n>\n>   f\n+ ___\n\n      g\n      h\n",
    "- a\n  b\n    - c\n    1. d\n    # e\n    > f\n- g\n  ===\n- h\n  i\n  ---\n- [x] j\n  ---\n",
    "> a\n- b\n> c\nd\n> e\n> ***\n> - f\n>   - g\n\n> - h\n\n> 1. i\n",
    "- $$ a $$\n\n  ```math\n  b\n  ```\n- \\[ c\n  d \\]\n\n  $$\n  e\n  $$\n",
    "[^a]: b\n\n    - c\n\n      > d\n\n[^e]: f\n\n> [^g]: h\n>\n>     i\n",
    "~~~ a`b\n```\n~~~\n\n- `````\n  ````\n  `````\n\n  ~~~~\n\n  ```\n",
    "\xd7\x90\n\n> 1. \xd7\x91\n>\n>    \xd7\x92\n> 1. \xf0\x9f\x99\x82\n",
    "999999998. a\n1. b\n1. c\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    check_ranges (documents[i]);
}

static char *
dup_joined (ConfabMarkdownScanner *scanner,
            guint                  first,
            ConfabMarkdownKind     kind)
{
  GString *joined = g_string_new (NULL);

  for (guint i = first; i < confab_markdown_scanner_get_n_segments (scanner); i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);
      g_autofree char *content = confab_markdown_scanner_dup_content (scanner, i);

      g_assert_cmpint (segment->kind, ==, kind);
      g_assert_cmpuint (segment->quote_levels, ==, 2);
      g_assert_cmpuint (segment->list_depth, ==, 1);
      g_string_append (joined, content);
      if (kind != CONFAB_MARKDOWN_PARAGRAPH)
        g_string_append_c (joined, '\n');
    }

  return g_strstrip (g_string_free (joined, FALSE));
}

/* What was cut into pieces is one again, from wherever. */
static void
test_long (void)
{
  static const struct { ConfabMarkdownKind kind; const char *first, *more; guint n; } cases[] = {
    { CONFAB_MARKDOWN_PARAGRAPH, "- > a", " 2020. word", 500 },
    { CONFAB_MARKDOWN_PARAGRAPH, "- > a", "\xe6\xbc\xa2", 2000 },
    { CONFAB_MARKDOWN_CODE, "- > ```c", "\n  > int a;", 100 },
    { CONFAB_MARKDOWN_TABLE, "- > | a | b |\n  > |--:|---|", "\n  > | c | `d` |", 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) markdown = g_string_new (cases[i].first);
      g_autoptr(ConfabMarkdownScanner) scanner = NULL;
      guint n;

      for (guint j = 0; j < cases[i].n; j++)
        g_string_append (markdown, cases[i].more);
      scanner = scan (markdown->str);
      n = confab_markdown_scanner_get_n_segments (scanner);
      g_assert_cmpuint (n, >, 2);

      for (guint j = 0; j < n; j++)
        {
          g_autofree char *copy = dup_copy (scanner, j, n - 1);
          g_autoptr(ConfabMarkdownScanner) again = scan (copy);
          g_autofree char *expected = dup_joined (scanner, j, cases[i].kind);
          g_autofree char *joined = dup_joined (again, 0, cases[i].kind);

          if (cases[i].kind == CONFAB_MARKDOWN_TABLE && j > 0)
            {
              g_assert_true (g_str_has_prefix (joined, "| a | b |\n|--:|---|\n"));
              g_assert_cmpstr (joined + strlen ("| a | b |\n|--:|---|\n"), ==, expected);
            }
          else if (cases[i].kind == CONFAB_MARKDOWN_PARAGRAPH)
            {
              /* what a piece begins with may be escaped */
              g_autoptr(ConfabMarkdownText) a = confab_markdown_text_parse (joined, FALSE);
              g_autoptr(ConfabMarkdownText) b = confab_markdown_text_parse (expected, FALSE);

              g_assert_cmpstr (strchr (a->text, 'w') != NULL ? strchr (a->text, 'w') : a->text, ==,
                               strchr (b->text, 'w') != NULL ? strchr (b->text, 'w') : b->text);
            }
          else
            g_assert_cmpstr (joined, ==, expected);
        }
    }
}

/* Markers, spaces and text in any order, always the same. */
static void
test_any (void)
{
  static const char *const fronts[] = { "> ", "> ", ">", "- ", "- ", "* ", "7. ", "1. ", "2) ", "  ", "   ", "    " };
  static const char *const texts[] = { "a", "a", "a", "b c", "", "", "# d", "---", "```", "[ ] e", "***", "===" };
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      const gint32 n_lines = g_rand_int_range (rand, 1, 8);
      g_autoptr(GString) markdown = g_string_new (NULL);

      for (gint32 j = 0; j < n_lines; j++)
        {
          for (gint32 n = g_rand_int_range (rand, 0, 4); n > 0; n--)
            g_string_append (markdown, fronts[g_rand_int_range (rand, 0, G_N_ELEMENTS (fronts))]);
          g_string_append_printf (markdown, "%s\n", texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
        }
      check_ranges (markdown->str);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown/copy/documents", test_documents);
  g_test_add_func ("/markdown/copy/long", test_long);
  g_test_add_func ("/markdown/copy/any", test_any);

  return g_test_run ();
}
