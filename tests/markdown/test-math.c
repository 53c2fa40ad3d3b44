/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Formulas that stand for themselves, as segments. */

#include "config.h"

#include "confab-markdown-scanner.h"
#include "confab-markdown-text.h"

#include <string.h>

#include "markdown-outline.h"

static const struct { const char *name, *input, *expected; } cases[] = {
  { "dollars",            "$$\nx\n$$\n",                        "M {$$/x/$$}" },
  { "one-line",           "$$x$$",                              "M {$$x$$}" },
  { "brackets",           "\\[\nx\n\\]\ny",                     "M {\\[/x/\\]} P {y}" },
  { "brackets-one-line",  "\\[ x \\]",                          "M {\\[ x \\]}" },
  { "fence",              "```math\nx\n```\n",                  "M(math) {x}" },
  { "fence-other",        "```latex\nx\n```\n",                 "C(latex) {x}" },
  { "fence-open",         "```math\nx\n",                       "C(math) {x}" },
  { "fence-empty",        "```math\n```\n",                     "C(math) {}" },
  { "interrupts",         "a\n$$\nx\n$$\nb\n",                  "P {a} M {$$/x/$$} P {b}" },
  { "interrupts-line",    "a\n$$x$$\nb\n",                      "P {a} M {$$x$$} P {b}" },
  { "content-on-line",    "$$ a\n= b $$\n",                     "M {$$ a/= b $$}" },
  { "environment",        "\\[\\begin{aligned}\na\n\\end{aligned}\\]", "M {\\[\\begin{aligned}/a/\\end{aligned}\\]}" },
  { "environment-after",  "so:\n$$\\begin{matrix}\na\n\\end{matrix}$$", "P {so:} M {$$\\begin{matrix}/a/\\end{matrix}$$}" },
  { "comma",              "$$x$$,\n$$\ny\n$$.",                 "M {$$x$$,} M {$$/y/$$.}" },
  { "markup-within",      "$$\n- a\n# b\n> c\n| d |\n---\n$$",  "M {$$/- a/# b/> c/| d |/---/$$}" },
  { "indented",           "  $$\n  x\n  $$",                    "M {$$/x/$$}" },
  { "code",               "    $$\n    x\n",                    "C {$$/x}" },
  { "in-item",            "- a\n  $$\n  x\n  $$\n- b",          "P_* {a} M_^ {$$/x/$$} P_^* {b}" },
  { "is-item",            "1. $$x$$\n2. b",                     "M_1. {$$x$$} P_^2. {b}" },
  { "leaves-item",        "- a\n$$\nx\n$$\n",                   "P_* {a} M {$$/x/$$}" },
  { "in-quote",           "> $$\n> x\n> $$\ny",                 "M> {$$/x/$$} P {y}" },
  { "leaves-quote",       "> $$\n> x\ny",                       "P> {$$/x} P {y}" },
  { "crlf",               "$$\r\nx\r\n$$\r\n",                  "M {$$/x/$$}" },
  { "two",                "$$a$$\n$$b$$\n",                     "M {$$a$$} M {$$b$$}" },

  { "not-closed",         "$$\nx\n",                            "P {$$/x}" },
  { "not-closed-blank",   "$$\nx\n\ny",                         "P {$$/x} P {y}" },
  { "not-math",           "$$ is the number of the **shell**",  "P {$$ is the number of the **shell**}" },
  { "text-behind",        "$$x$$ is a formula",                 "P {$$x$$ is a formula}" },
  { "text-behind-later",  "$$\nx\n$$ where\ny",                 "P {$$/x/$$ where/y}" },
  { "text-in-paragraph",  "a\n$$x$$ b\nc",                      "P {a/$$x$$ b/c}" },
  { "half",               "a\n$$ b\nc",                         "P {a/$$ b/c}" },
  { "three",              "$$$x$$$",                            "P {$$$x$$$}" },
  { "empty",              "$$$$\n\n$$ $$\n",                    "P {$$$$} P {$$ $$}" },
  { "escaped-bracket",    "\\[not a link](/foo)",               "P {\\[not a link](/foo)}" },
  { "escaped-brackets",   "\\[1\\]",                            "P {\\[1\\]}" },
  { "inline",             "\\(x\\)\n$y$",                       "P {\\(x\\)/$y$}" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
      g_autofree char *outline = NULL;

      confab_markdown_scanner_feed (scanner, cases[i].input, -1);
      confab_markdown_scanner_finish (scanner);
      markdown_outline_check (scanner);
      outline = markdown_outline_dup (scanner);
      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (outline, ==, cases[i].expected);
    }
}

/* The same whatever the input is cut into, and what is sealed never changes. */
static void
check_bytes (const char *input,
             const char *expected)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  g_autoptr(GPtrArray) sealed = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *outline = NULL;

  for (const char *p = input; *p != '\0'; p++)
    {
      confab_markdown_scanner_feed (scanner, p, 1);
      markdown_outline_check (scanner);
      for (guint i = 0; i < confab_markdown_scanner_get_n_segments (scanner); i++)
        {
          g_autofree char *segment = markdown_outline_dup_segment (scanner, i);

          if (i < sealed->len)
            g_assert_cmpstr (segment, ==, g_ptr_array_index (sealed, i));
          else if (confab_markdown_scanner_get_segment (scanner, i)->sealed)
            g_ptr_array_add (sealed, g_steal_pointer (&segment));
        }
    }
  confab_markdown_scanner_finish (scanner);
  outline = markdown_outline_dup (scanner);
  g_assert_cmpstr (outline, ==, expected);
}

static void
test_byte_at_a_time (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      check_bytes (cases[i].input, cases[i].expected);
    }
}

static void
test_split_anywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= strlen (cases[i].input); cut++)
      {
        g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
        g_autofree char *outline = NULL;

        confab_markdown_scanner_feed (scanner, cases[i].input, (gssize) cut);
        confab_markdown_scanner_feed (scanner, cases[i].input + cut, -1);
        confab_markdown_scanner_finish (scanner);
        outline = markdown_outline_dup (scanner);
        g_assert_cmpstr (outline, ==, cases[i].expected);
      }
}

/* Pieces put together at random are the same whole and byte by byte. */
static void
test_random (void)
{
  static const char * const words[] = {
    "$$", "$$\n", "\n$$\n", "\\[", "\\]", "\n\\[\n", "\n\\]\n", "$", "\\(", "\\)", "x", "a = b", " ", "\n", "\n\n",
    "- ", "> ", "\n> ", "  ", "```math\n", "\n```\n", "\\begin{a}", ".", "# ", "1. ", "text", "\\\\", "\r\n",
  };

  for (guint round = 0; round < 4000; round++)
    {
      g_autoptr(GString) input = g_string_new (NULL);
      g_autoptr(ConfabMarkdownScanner) whole = confab_markdown_scanner_new ();
      g_autofree char *expected = NULL;
      g_autofree char *escaped = NULL;
      const gint32 n = g_test_rand_int_range (1, 20);

      for (gint32 i = 0; i < n; i++)
        g_string_append (input, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      confab_markdown_scanner_feed (whole, input->str, -1);
      confab_markdown_scanner_finish (whole);
      expected = markdown_outline_dup (whole);
      escaped = g_strescape (input->str, NULL);
      g_test_message ("%s", escaped);
      check_bytes (input->str, expected);
    }
}

/* A formula without end is shown as it is, in pieces, and costs no more with its length. */
static void
test_too_long (void)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  g_autoptr(GString) source = g_string_new ("$$\n");
  const ConfabMarkdownSegment *segment;
  guint n;

  while (source->len < 20000)
    g_string_append (source, "a + b + c \\\\\n");
  g_string_append (source, "$$\nend\n");
  for (gsize i = 0; i < source->len; i++)
    {
      confab_markdown_scanner_feed (scanner, source->str + i, 1);
      n = confab_markdown_scanner_get_n_segments (scanner);
      segment = n > 0 ? confab_markdown_scanner_get_segment (scanner, n - 1) : NULL;
      if (segment != NULL)
        g_assert_cmpuint (segment->end - segment->start, <=, 2048 + 64);
    }
  confab_markdown_scanner_finish (scanner);

  n = confab_markdown_scanner_get_n_segments (scanner);
  g_assert_cmpuint (n, >, 5);
  for (guint i = 0; i + 1 < n; i++)
    g_assert_cmpint (confab_markdown_scanner_get_segment (scanner, i)->kind, ==, CONFAB_MARKDOWN_CODE);
  g_assert_cmpint (confab_markdown_scanner_get_segment (scanner, n - 1)->kind, ==, CONFAB_MARKDOWN_PARAGRAPH);

  /* On the other side of the bound it is one. */
  g_string_assign (source, "$$\n");
  while (source->len < 1900)
    g_string_append (source, "a + b\n");
  g_string_append (source, "$$");
  {
    g_autoptr(ConfabMarkdownScanner) short_scanner = confab_markdown_scanner_new ();

    confab_markdown_scanner_feed (short_scanner, source->str, -1);
    confab_markdown_scanner_finish (short_scanner);
    g_assert_cmpuint (confab_markdown_scanner_get_n_segments (short_scanner), ==, 1);
    g_assert_cmpint (confab_markdown_scanner_get_segment (short_scanner, 0)->kind, ==, CONFAB_MARKDOWN_MATH);
  }
}

static void
test_dup_formula (void)
{
  static const struct { const char *content, *expected; } formulas[] = {
    { "$$x$$", "x" }, { "$$\nx\n$$", "x" }, { "\\[ x \\]", "x" }, { "x", "x" }, { " $$ x $$ ", "x" },
    { "$$x$$.", "x\\text{.}" }, { "$$x", NULL }, { "\\[x", NULL }, { "$$", NULL }, { "", "" },
    { "$$a \\text{$b$} c$$", "a \\text{$b$} c" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formulas); i++)
    {
      g_autofree char *tex = confab_markdown_text_dup_formula (formulas[i].content);

      g_assert_cmpstr (tex, ==, formulas[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/math/cases", test_cases);
  g_test_add_func ("/markdown/math/byte-at-a-time", test_byte_at_a_time);
  g_test_add_func ("/markdown/math/split-anywhere", test_split_anywhere);
  g_test_add_func ("/markdown/math/random", test_random);
  g_test_add_func ("/markdown/math/too-long", test_too_long);
  g_test_add_func ("/markdown/math/dup-formula", test_dup_formula);

  return g_test_run ();
}
