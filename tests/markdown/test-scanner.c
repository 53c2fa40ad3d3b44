/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markdown-scanner.h"

#include <string.h>

#include "markdown-outline.h"

/* What is open is at most this, and a line that is not whole yet, which is as long at most. */
#define MAX_OPEN 2048

#define FENCE "```"

static const struct { const char *name, *input, *expected; } cases[] = {
  { "empty",              "",                                   "" },
  { "blank",              "\n \n\n",                            "" },
  { "paragraph",          "Hello",                              "P {Hello}" },
  { "soft-break",         "one\n  two\n",                       "P {one/two}" },
  { "two",                "one\n\ntwo\n",                       "P {one} P {two}" },
  { "leading-blank",      "\n\none\n",                          "P {one}" },
  { "crlf",               "one\r\ntwo\r\n\r\nthree\r\n",        "P {one/two} P {three}" },
  { "cr",                 "one\r\rtwo\r",                       "P {one} P {two}" },
  { "mixed-ends",         "a\r\n\rb\n\r\nc",                    "P {a} P {b} P {c}" },

  { "atx",                "# One\n## Two ##\n###### Six",       "H1 {One} H2 {Two} H6 {Six}" },
  { "atx-empty",          "#\ntext",                            "H1 {} P {text}" },
  { "not-atx",            "#hash\n####### seven",               "P {#hash/####### seven}" },
  { "atx-interrupts",     "text\n# head\ntext",                 "P {text} H1 {head} P {text}" },
  { "setext",             "One\n===\nTwo\n---\n",               "H1 {One} H2 {Two}" },
  { "setext-two-lines",   "one\ntwo\n--\n",                     "H2 {one/two}" },
  { "setext-not-lazy",    "> one\n===\n",                       "P> {one/===}" },
  { "rule",               "one\n\n---\n***\n_ _ _\n",           "P {one} R R R" },
  { "rule-or-item",       "* * *\n* *\n",                       "R P_* {} P__^* {}" },
  { "rule-not-setext",    "- one\n---\n",                       "P_* {one} R" },

  { "fence",              FENCE "c\nint x;\n\n  y\n" FENCE "\nz", "C(c) {int x;//  y} P {z}" },
  { "fence-tilde",        "~~~ py  more\na\n" FENCE "\n~~~\n",  "C(py) {a/" FENCE "}" },
  { "fence-longer",       "````\n" FENCE "\n````\n",            "C {" FENCE "}" },
  { "fence-longer-close", FENCE "\na\n`````  \nb",              "C {a} P {b}" },
  { "fence-open",         "text\n" FENCE "\nnever closed\n",    "P {text} C {never closed}" },
  { "fence-empty",        FENCE "\n" FENCE "\n",                "C {}" },
  { "fence-indent",       "  " FENCE "\n   a\n b\n  " FENCE,    "C { a/b}" },
  { "fence-not-close",    FENCE "\n    " FENCE "\n",            "C {    " FENCE "}" },
  { "fence-crlf",         FENCE "\r\na\r\n\r\nb\r\n" FENCE "\r\n", "C {a//b}" },
  { "fence-code-span",    FENCE " a " FENCE "\n",               "P {" FENCE " a " FENCE "}" },
  { "fence-info-escape",  FENCE "c\\+\\+&amp;\n",               "C(c++&) {}" },
  { "fence-in-quote",     "> " FENCE "\n> a\nb",                "C> {a} P {b}" },
  { "fence-in-item",      "- a\n  " FENCE "sh\n  ls\n\n    -l\n  " FENCE "\n- b",
                          "P_* {a} C(sh)_^ {ls//  -l} P_^* {b}" },
  { "fence-nested",       "1. a\n   - b\n     ~~~\n     " FENCE "\n     ~~~\n2. c",
                          "P_1. {a} P__^* {b} C__^ {" FENCE "} P_^2. {c}" },
  { "fence-leaves-item",  "- " FENCE "\n  a\nb",                "C_* {a} P {b}" },

  { "indented",           "    a\n\n      b\n\n\nc",            "C {a//  b} P {c}" },
  { "indented-tab",       "\ta\n  \tb",                         "C {a/b}" },
  { "indented-not-para",  "a\n    b\n",                         "P {a/b}" },
  { "indented-in-item",   "- a\n\n      b\n\n      c\n",        "P_* {a} C_ {b//c}" },
  { "tab-in-quote",       ">\t\tfoo\n",                         "C> {  foo}" },

  { "list",               "- a\n- b\n- c",                      "P_* {a} P_^* {b} P_^* {c}" },
  { "loose",              "- a\n\n- b\n\n  c\n",                "P_* {a} P_* {b} P_ {c}" },
  { "numbers",            "3. a\n3. b\n9. c\n",                 "P_3. {a} P_^4. {b} P_^5. {c}" },
  { "numbers-restart",    "1. a\n1) b\n",                       "P_1. {a} P_1. {b}" },
  { "number-interrupts",  "in\n2019. text\n1. item",            "P {in/2019. text} P_1. {item}" },
  { "bullet-interrupts",  "text:\n- a\n-\n",                    "P {text:} P_* {a} P_^* {}" },
  { "nested",             "- a\n  - b\n    - c\n- d",
                          "P_* {a} P__^* {b} P___^* {c} P_^* {d}" },
  { "nested-one-line",    "- 1. a\n",                           "P_* {} P__^1. {a}" },
  { "nested-number",      "1. a\n   1. b\n   2. c\n2. d\n",
                          "P_1. {a} P__^1. {b} P__^2. {c} P_^2. {d}" },
  { "lazy",               "- a\nb\n> c\nd\n",                   "P_* {a/b} P> {c/d}" },
  { "item-empty-first",   "-\n  a\n-\n  " FENCE "\n  b",        "P_* {a} C_^* {b}" },
  { "item-empty-blank",   "-\n\n  a\n",                         "P_* {} P {a}" },
  { "numbers-empty",      "1. a\n2.\n\n3. c\n",                 "P_1. {a} P_^2. {} P_3. {c}" },
  { "item-heading",       "- # a\n- > b\n- ***\n",              "H1_* {a} P>_^* {b} R_^*" },
  { "item-code",          "-     a\n",                          "C_* {a}" },
  { "lists-change",       "- a\n+ b\n",                         "P_* {a} P_* {b}" },
  { "number-too-long",    "1234567890. a",                      "P {1234567890. a}" },
  { "task",               "- [ ] a\n- [x] b\n* [X] c\n- [y] d",
                          "P_[ ] {a} P_^[x] {b} P_[x] {c} P_* {[y] d}" },
  { "task-not",           "- [ ]a\n- [ ](b)\n",                 "P_* {[ ]a} P_^* {[ ](b)}" },

  { "quote",              "> a\n> b\n>\n> c\n",                 "P> {a/b} P> {c}" },
  { "quotes",             "> a\n\n> b\n>> c\n",                 "P> {a} P> {b} P>> {c}" },
  { "quote-blocks",       "> # a\n> - b\n> " FENCE "\n> c\n",   "H1> {a} P>_* {b} C> {c}" },
  { "quote-empty",        ">\n",                                "" },

  { "footnote",           "a[^1]\n\n[^1]: b\n",              "P {a[^1](<#footnote-1>)} P_^1 {b}" },
  { "footnote-word",      "a[^x*] [^X*]\n\n[^x*]: b",         "P {a[^x*](<#footnote-1>) [^X*](<#footnote-1>)} P_^1 {b}" },
  { "footnote-undefined", "a[^1] `[^2]`\n\n[^2]: b",          "P {a[^1] `[^2]`} P_^1 {b}" },
  { "footnote-not",       "a [^1]: b\n[^b c] d\n [^e] f",    "P {a [^1]: b/[^b c] d/[^e] f}" },
  { "footnotes",          "[^1]: a\n[^2]: b\nlazy\n    more\n\nc", "P_^1 {a} P_^^2 {b/lazy/more} P {c}" },
  { "footnote-blocks",    "[^a]: b\n\n    c\n\n    - d\n    " FENCE "\n    e\n    " FENCE "\nf",
                          "P_^1 {b} P_ {c} P__* {d} C_^ {e} P {f}" },
  { "footnote-interrupts", "a\n[^1]: b",                      "P {a} P_^1 {b}" },
  { "footnote-twice",     "a[^1]\n\n[^1]: b\n[^1]: c",        "P {a[^1](<#footnote-1>)} P_^1 {b} P_^^2 {c}" },
  { "footnote-in-quote",  "> a[^1]\n>\n> [^1]: b\n\nc",       "P> {a[^1](<#footnote-1>)} P>_^1 {b} P {c}" },
  { "footnote-not-task",  "[^1]: [x] a",                      "P_^1 {[x] a}" },
  { "footnote-in-item",   "- [^1]: a\n- b[^1]",                "P_* {} P__^^1 {a} P_^* {b[^1](<#footnote-1>)}" },
  { "footnote-of-link",   "[a][^1] [^1][a]\n\n[a]: http://x\n[^1]: b",
                          "P {[a](<http://x>)[^1](<#footnote-1>) [^1](<#footnote-1>)[a](<http://x>)} P {} P_^1 {b}" },
  { "footnote-empty",     "[^1]:\n    a\n\n[^2]:\n\nb",         "P_^1 {a} P_^2 {} P {b}" },

  { "table",              "| a | b |\n|---|:-:|\n| c | d |\n",  "T {| a | b |/|---|:-:|/| c | d |}" },
  { "table-after-text",   "text\na | b\n--|--\nc | d\n\ne",     "P {text} T {a | b/--|--/c | d} P {e}" },
  { "table-wrong-count",  "| a | b |\n|---|\n",                 "P {| a | b |/|---|}" },
  { "table-escaped-bar",  "a \\| b\n:--\n",                     "T {a \\| b/:--}" },
  { "table-ends",         "|a|\n|-|\n|b|\n> c\n",               "T {|a|/|-|/|b|} P> {c}" },
  { "table-in-item",      "- |a|\n  |-|\n  |b|\n",              "T_* {|a|/|-|/|b|}" },
  { "table-in-quote",     "> |a|\n> |-|\n> b\nc\n",             "T> {|a|/|-|/b} P {c}" },

  { "html",               "<div>\n*a*\n\n<!-- b -->",           "P {<div>/*a*} P {<!-- b -->}" },
  { "definition",         "[a]: http://x\n\n[a] [b][a] [c]",
                          "P {} P {[a](<http://x>) [b](<http://x>) [c]}" },
  { "definition-late",    "[a]\n\n[A]: <http://x> 'title'\n",   "P {[a](<http://x>)} P {}" },
  { "definition-each",    "[a]: b\n[c]: d\ntext\n",             "P {} P^ {text}" },
  { "definition-invalid", "[a]: b\xff\n\n[a]\n",              "P {} P {[a](<b\xEF\xBF\xBD>)}" },
  { "definition-not",     "[a]: b c\n",                         "P {[a]: b c}" },

  { "utf8",               "Ünï — 中文\n",                        "P {Ünï — 中文}" },
  { "invalid-utf8",       "a\xff\xc3 b\xe2\x82",
                          "P {a\xEF\xBF\xBD\xEF\xBF\xBD b\xEF\xBF\xBD\xEF\xBF\xBD}" },
  { "bom-later",          "a\n\xEF\xBB\xBF# b",                 "P {a/\xEF\xBB\xBF# b}" },
};

static ConfabMarkdownScanner *
scan (const char *input,
      gssize      length)
{
  ConfabMarkdownScanner *scanner = confab_markdown_scanner_new ();

  confab_markdown_scanner_feed (scanner, input, length);
  confab_markdown_scanner_finish (scanner);
  markdown_outline_check (scanner);

  return scanner;
}

static void
feed_exactly (ConfabMarkdownScanner *scanner,
              const char            *text,
              gsize                  length)
{
  g_autofree char *copy = g_memdup2 (text, length);  /* so that a read behind the end is seen */

  confab_markdown_scanner_feed (scanner, copy, (gssize) length);
}

/* Of long outlines only the place where they differ is of interest. */
static void
assert_same_outline (const char *outline,
                     const char *expected)
{
  gsize same = 0;

  while (outline[same] != '\0' && outline[same] == expected[same])
    same++;
  if (outline[same] == expected[same])
    return;

  same = same > 100 ? same - 100 : 0;
  g_error ("Outline is \"%.200s\", expected \"%.200s\"", outline + same, expected + same);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabMarkdownScanner) scanner = scan (cases[i].input, -1);
      g_autofree char *outline = markdown_outline_dup (scanner);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (outline, ==, cases[i].expected);
      g_assert_cmpstr (confab_markdown_scanner_get_source (scanner, NULL), ==, cases[i].input);
    }
}

static void
test_split_anywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= strlen (cases[i].input); cut++)
      {
        g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
        g_autoptr(ConfabMarkdownScanner) head = confab_markdown_scanner_new ();
        g_autofree char *outline = NULL;

        g_test_message ("%s, cut at %" G_GSIZE_FORMAT, cases[i].name, cut);
        feed_exactly (scanner, cases[i].input, cut);
        markdown_outline_check (scanner);
        feed_exactly (scanner, cases[i].input + cut, strlen (cases[i].input) - cut);
        confab_markdown_scanner_finish (scanner);
        markdown_outline_check (scanner);

        outline = markdown_outline_dup (scanner);
        g_assert_cmpstr (outline, ==, cases[i].expected);
      }
}

/* Every segment from the one that is told to have changed on; the others must be as before. */
static void
update (ConfabMarkdownScanner *scanner,
        GPtrArray             *view,
        GArray                *sealed)
{
  const guint changed = confab_markdown_scanner_take_changed (scanner);
  const guint n = confab_markdown_scanner_get_n_segments (scanner);

  g_assert_cmpuint (changed, <=, n);
  for (guint i = 0; i < sealed->len; i++)
    if (i >= n || memcmp (&g_array_index (sealed, ConfabMarkdownSegment, i),
                          confab_markdown_scanner_get_segment (scanner, i),
                          sizeof (ConfabMarkdownSegment)) != 0)
      {
        gsize length;
        const char *source = confab_markdown_scanner_get_source (scanner, &length);

        g_error ("Segment %u was sealed and changed; the source ends in \"%.200s\"", i,
                 source + (length > 200 ? length - 200 : 0));
      }

  g_ptr_array_set_size (view, (int) MIN (view->len, changed));
  for (guint i = changed; i < n; i++)
    g_ptr_array_add (view, markdown_outline_dup_segment (scanner, i));
  g_assert_cmpuint (view->len, ==, n);

  for (guint i = sealed->len; i < n && confab_markdown_scanner_get_segment (scanner, i)->sealed; i++)
    g_array_append_val (sealed, *confab_markdown_scanner_get_segment (scanner, i));
}

static char *
join_view (GPtrArray *view)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < view->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", (char *) view->pdata[i]);

  return g_string_free (joined, FALSE);
}

/* Byte by byte behind the first ones, with a view that only looks at what is told to have changed; on the way the
 * segments are those of the text so far, and what is sealed stays. */
static void
check_bytewise (const char *input,
                gsize       length,
                gsize       at_once,
                const char *expected,
                gboolean    compare_prefixes)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  g_autoptr(GPtrArray) view = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GArray) sealed = g_array_new (FALSE, TRUE, sizeof (ConfabMarkdownSegment));
  g_autofree char *shown = NULL;

  feed_exactly (scanner, input, at_once);
  for (gsize i = at_once; i < length; i++)
    {
      feed_exactly (scanner, input + i, 1);
      update (scanner, view, sealed);
      if (compare_prefixes)
        {
          g_autoptr(ConfabMarkdownScanner) other = confab_markdown_scanner_new ();
          g_autofree char *outline = markdown_outline_dup (scanner);
          g_autofree char *other_outline = NULL;

          markdown_outline_check (scanner);
          feed_exactly (other, input, i + 1);
          other_outline = markdown_outline_dup (other);
          assert_same_outline (outline, other_outline);
          g_clear_pointer (&shown, g_free);
          shown = join_view (view);
          assert_same_outline (shown, outline);
        }
    }

  confab_markdown_scanner_finish (scanner);
  update (scanner, view, sealed);
  markdown_outline_check (scanner);
  g_clear_pointer (&shown, g_free);
  shown = join_view (view);
  assert_same_outline (shown, expected);
}

static void
test_byte_at_a_time (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      check_bytewise (cases[i].input, strlen (cases[i].input), 0, cases[i].expected, TRUE);
    }
}

/* The text of the last segment. Blank lines behind it are not text, and bytes that are not UTF-8
 * are three times as long in it. */
static gsize
get_open_length (ConfabMarkdownScanner *scanner)
{
  const guint n = confab_markdown_scanner_get_n_segments (scanner);
  const ConfabMarkdownSegment *segment;
  g_autofree char *content = NULL;

  if (n == 0)
    return 0;

  segment = confab_markdown_scanner_get_segment (scanner, n - 1);
  content = confab_markdown_scanner_dup_content (scanner, n - 1);

  return MIN (strlen (content), segment->end - segment->start);
}

/* A document of every construct, in no sensible order. */
static GString *
generate (gsize length)
{
  static const char * const fragments[] = {
    "A sentence of some words. ", "Another one, with **bold** and `code` in it. ", "word ", "Wörter 中文 ",
    "[a link](https://example.org/path) ", "[label] ", "*", "**", "`", "\n", "\n", "\n\n", "\n\n", "\r\n",
    "\n\n\n", "\n- item", "\n  - nested", "\n    - deeper", "\n1. one", "\n2) two", "\n- [ ] open",
    "\n- [x] done", "\n> quote", "\n> > deep", "\n>", "\n# Heading", "\n### Heading ###\n", "\n===\n",
    "\n---\n", "\n***\n", "\n" FENCE "\n", "\n" FENCE "c\n", "\n" FENCE "\n", "\n~~~\n", "\n  " FENCE "\n",
    "\n    code", "\n\tcode", "\n| a | b |\n|---|---|\n", "\n| c | d |", "\n| e |", "|", "\n-", "\n*", "\n1",
    "\n+ ", "-", "    ", "  ", "\t", " ", "\n[label]: https://example.org\n", "<div>", "&amp;", "\\", "#",
    "\n- a\n- b\n- c\n- d\n", "int main (void) { return 0; }\n", "=", "\xff", "\xe4\xb8",
  };
  GString *text = g_string_new (NULL);

  while (text->len < length)
    {
      const gint32 choice = g_test_rand_int_range (0, 400);

      if (choice == 0)
        g_string_append_c (text, '\0');
      else if (choice < 8)
        for (gint32 i = g_test_rand_int_range (0, 3000); i > 0; i--)
          g_string_append_c (text, "abc .\n-"[g_test_rand_int_range (0, choice < 3 ? 3 : choice < 6 ? 5 : 7)]);
      else if (choice < 16)
        for (gint32 i = g_test_rand_int_range (0, 60); i > 0; i--)
          g_string_append (text, choice < 12 ? "| c | d |\n" : "line of code\n");
      else
        g_string_append (text, fragments[g_test_rand_int_range (0, G_N_ELEMENTS (fragments))]);
    }

  return text;
}

static void
test_random_chunks (void)
{
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr(GString) text = generate (200 * 1024);
      g_autoptr(ConfabMarkdownScanner) whole = scan (text->str, (gssize) text->len);
      g_autofree char *expected = markdown_outline_dup (whole);
      g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
      g_autoptr(GPtrArray) view = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(GArray) sealed = g_array_new (FALSE, TRUE, sizeof (ConfabMarkdownSegment));
      g_autofree char *outline = NULL;
      g_autofree char *shown = NULL;
      const gint32 longest = 1 << g_test_rand_int_range (1, 10);
      const char *source;
      gsize length;

      for (gsize i = 0; i < text->len; )
        {
          const gsize chunk = (gsize) g_test_rand_int_range (1, longest + 1);
          const gsize n = MIN (chunk, text->len - i);

          feed_exactly (scanner, text->str + i, n);
          i += n;
          if (g_test_rand_int_range (0, 16) == 0)
            g_assert_cmpuint (get_open_length (scanner), <=, 2 * MAX_OPEN);

          /* The whole check is quadratic. */
          if (g_test_rand_int_range (0, 400) == 0)
            update (scanner, view, sealed);
        }
      confab_markdown_scanner_finish (scanner);
      update (scanner, view, sealed);
      markdown_outline_check (scanner);

      outline = markdown_outline_dup (scanner);
      assert_same_outline (outline, expected);
      shown = join_view (view);
      assert_same_outline (shown, expected);

      source = confab_markdown_scanner_get_source (scanner, &length);
      g_assert_cmpmem (source, length, text->str, text->len);
      g_test_message ("%u segments, scanned %.3f times",
                      confab_markdown_scanner_get_n_segments (scanner),
                      (double) confab_markdown_scanner_get_bytes_scanned (scanner) / (double) length);
      g_assert_cmpuint (confab_markdown_scanner_get_bytes_scanned (scanner), <=, 2 * length);
    }
}

static void
test_random_bytes (void)
{
  for (guint round = 0; round < 20; round++)
    {
      g_autoptr(GString) text = generate (g_test_rand_int_range (1, 3000));
      g_autoptr(ConfabMarkdownScanner) whole = scan (text->str, (gssize) text->len);
      g_autofree char *expected = markdown_outline_dup (whole);

      check_bytewise (text->str, text->len, 0, expected, round % 10 == 0 && text->len < 4000);
    }
}

/* Paragraphs between 1 and 2 KB of many lines, with what could be a part of them or not. */
static void
test_long_paragraphs (void)
{
  static const char * const ends[] = {
    "***\n", "===\n", "1. item\n", "|-|\n", FENCE "x\n", FENCE "x" FENCE "\n", "# a\n", "#a\n", "- a\n",
    "2. a\n", "- - -\n", "    a\n", "> a\n", "\n", "1.a\n", "12\n", "+\n", "~~\n", "[a]: b\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint length = MAX_OPEN - 12; length < MAX_OPEN + 4; length++)
      for (guint line_length = 60; line_length < 3000; line_length += 1400)
        {
          g_autoptr(GString) text = g_string_new (NULL);
          g_autoptr(ConfabMarkdownScanner) whole = NULL;
          g_autofree char *expected = NULL;

          while (text->len < length - 1)
            g_string_append_c (text, text->len % line_length == line_length - 1 ? '\n' : 'a');
          g_string_append_c (text, '\n');
          g_string_append (text, ends[i]);

          whole = scan (text->str, (gssize) text->len);
          expected = markdown_outline_dup (whole);
          check_bytewise (text->str, text->len, text->len - 60, expected, FALSE);
        }
}

static void
assert_bounded (const char *name,
                GString    *text,
                gsize       chunk)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  g_autoptr(ConfabMarkdownScanner) whole = scan (text->str, (gssize) text->len);
  g_autofree char *outline = NULL;
  g_autofree char *expected = markdown_outline_dup (whole);
  gsize longest = 0;

  for (gsize i = 0; i < text->len; i += chunk)
    {
      confab_markdown_scanner_feed (scanner, text->str + i, (gssize) MIN (chunk, text->len - i));
      longest = MAX (longest, get_open_length (scanner));
    }
  confab_markdown_scanner_finish (scanner);
  markdown_outline_check (scanner);

  g_test_message ("%s: open %" G_GSIZE_FORMAT ", scanned %.3f times", name, longest,
                  (double) confab_markdown_scanner_get_bytes_scanned (scanner) / (double) text->len);
  g_assert_cmpuint (longest, <=, 2 * MAX_OPEN);
  g_assert_cmpuint (confab_markdown_scanner_get_bytes_scanned (scanner), <=, 3 * text->len + 4096);
  outline = markdown_outline_dup (scanner);
  assert_same_outline (outline, expected);
}

static void
test_adversarial (void)
{
  static const struct { const char *name, *first, *again; } texts[] = {
    { "letters",           "",              "a" },
    { "wide-letters",      "",              "中" },
    { "broken-letters",    "",              "\x80" },
    { "words",             "",              "some words " },
    { "open-emphasis",     "**",            "some words " },
    { "stars",             "",              "*" },
    { "stars-and-letters", "",              "*a " },
    { "backticks",         "",              "`" },
    { "fence-line",        FENCE,           "x" },
    { "tilde-line",        "~~~",           "x" },
    { "code-line",         FENCE "\n",      "x" },
    { "code-lines",        FENCE "\n",      "x\n" },
    { "code-blank",        FENCE "\n",      "\n" },
    { "code-spaces",       FENCE "\n",      " " },
    { "indented-line",     "    ",          "x" },
    { "indented-lines",    "",              "    x\n" },
    { "indented-blank",    "    x\n",       "    \n" },
    { "spaces",            "",              " " },
    { "tabs",              "",              "\t" },
    { "tab-words",         "",              "\ta" },
    { "newlines",          "a",             "\n" },
    { "returns",           "a",             "\r" },
    { "quotes",            "",              ">" },
    { "quotes-spaced",     "",              "> " },
    { "bullets",           "",              "- " },
    { "plus",              "",              "+ " },
    { "numbers",           "",              "1. " },
    { "items",             "",              "- a\n" },
    { "empty-items",       "",              "-\n" },
    { "quote-lines",       "",              "> a\n" },
    { "brackets",          "",              "[" },
    { "definitions",       "",              "[a]: b\n" },
    { "definition",        "[a]: ",         "b" },
    { "references",        "[a]: b\n\n",    "[a]" },
    { "dashes",            "",              "-" },
    { "dashes-below",      "a\n",           "-" },
    { "equals-below",      "a\n",           "=" },
    { "hashes",            "",              "#" },
    { "heading",           "# ",            "a" },
    { "headings",          "",              "# a\n" },
    { "bars",              "",              "|" },
    { "bar-lines",         "",              "|\n" },
    { "delimiters",        "|a|\n",         "|-" },
    { "row",               "|a|\n|-|\n",    "|b" },
    { "rows",              "|a|\n|-|\n",    "|b|\n" },
    { "digits",            "",              "1" },
    { "lines",             "",              "a\n" },
    { "nul",               "",              "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GString) text = g_string_new (texts[i].first);
      const gsize length = *texts[i].again != '\0' ? strlen (texts[i].again) : 1;

      while (text->len < 50 * 1024)
        g_string_append_len (text, texts[i].again, (gssize) length);
      assert_bounded (texts[i].name, text, 16);
    }
}

static void
test_deep (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ConfabMarkdownScanner) scanner = NULL;

  /* Each line one level deeper; what is too deep is text. */
  for (guint i = 0; i < 400; i++)
    {
      for (guint j = 0; j < i; j++)
        g_string_append (text, "  ");
      g_string_append (text, "- a\n");
    }
  assert_bounded ("nested", text, 16);

  g_string_truncate (text, 0);
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '>');
  g_string_append (text, " a\n");
  scanner = scan (text->str, -1);
  g_assert_cmpuint (confab_markdown_scanner_get_segment (scanner, 0)->quote_depth, <=, 64);
}

static void
test_line_of_a_megabyte (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ConfabMarkdownScanner) scanner = NULL;
  g_autoptr(GString) joined = g_string_new (NULL);
  guint n;

  while (text->len < 1024 * 1024)
    g_string_append_printf (text, "{\"key%" G_GSIZE_FORMAT "\":\"中\"},", text->len);

  scanner = scan (text->str, (gssize) text->len);
  n = confab_markdown_scanner_get_n_segments (scanner);
  g_assert_cmpuint (n, >=, text->len / MAX_OPEN);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *content = confab_markdown_scanner_dup_content (scanner, i);

      g_assert_cmpuint (strlen (content), <=, MAX_OPEN);
      g_assert_cmpuint (confab_markdown_scanner_get_segment (scanner, i)->block_id, ==, 0);
      g_string_append (joined, content);
    }

  /* No character was cut in two. */
  g_assert_cmpuint (joined->len, ==, text->len);
  g_assert_true (g_str_equal (joined->str, text->str));
}

static void
test_code_of_block (void)
{
  g_autoptr(GString) code = g_string_new (NULL);
  g_autoptr(GString) text = g_string_new ("Text\n\n- item\n\n  ```py\n");
  g_autoptr(ConfabMarkdownScanner) scanner = NULL;
  guint n_code = 0;

  for (guint i = 0; i < 100; i++)
    {
      if (i == 50)
        for (guint j = 0; j < 5000; j++)
          g_string_append_c (code, "ab "[j % 3]);
      g_string_append_printf (code, "%sline %u\n", i % 7 == 0 ? "  " : "", i);
      if (i % 9 == 0)
        g_string_append_c (code, '\n');
    }
  {
    g_auto(GStrv) lines = g_strsplit (code->str, "\n", -1);

    for (guint i = 0; lines[i + 1] != NULL; i++)
      g_string_append_printf (text, "  %s\n", lines[i]);
  }
  g_string_append (text, "  ```\nEnd\n");

  scanner = scan (text->str, -1);
  for (guint i = 0; i < confab_markdown_scanner_get_n_segments (scanner); i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);
      g_autofree char *language = NULL;
      g_autofree char *whole = NULL;

      if (segment->kind != CONFAB_MARKDOWN_CODE)
        continue;

      language = confab_markdown_scanner_dup_language (scanner, i);
      g_assert_cmpstr (language, ==, "py");
      whole = confab_markdown_scanner_dup_block_code (scanner, segment->block_id);
      g_assert_cmpstr (whole, ==, code->str);
      n_code++;
    }

  g_assert_cmpuint (n_code, >=, 5);
}

/* A cut is behind a sentence, and not within emphasis. */
static void
test_cut_of_paragraph (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ConfabMarkdownScanner) scanner = NULL;
  guint n;

  for (guint i = 0; text->len < 20000; i++)
    g_string_append_printf (text, "Sentence %u has **some bold. Words in** it and `code. More` too. ", i);

  scanner = scan (text->str, -1);
  n = confab_markdown_scanner_get_n_segments (scanner);
  g_assert_cmpuint (n, >, 9);
  g_assert_cmpuint (n, <, 16);

  for (guint i = 0; i + 1 < n; i++)
    {
      g_autofree char *content = confab_markdown_scanner_dup_content (scanner, i);
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);

      g_assert_true (g_str_has_suffix (content, "too. "));
      g_assert_true (g_str_has_prefix (content, "Sentence "));
      g_assert_true (segment->first_of_block == (i == 0));
      g_assert_false (segment->last_of_block);
    }
  g_assert_true (confab_markdown_scanner_get_segment (scanner, n - 1)->last_of_block);
}

/* Many lines; cuts are within them and between them, and nothing is lost or twice there. */
static void
test_cut_between_lines (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GString) joined = g_string_new (NULL);
  g_autoptr(ConfabMarkdownScanner) scanner = NULL;
  g_autofree char *expected = NULL;
  guint n;

  for (guint i = 0; text->len < 20000; i++)
    g_string_append_printf (text, "> Sentence %u of a quote. It goes%son, up to%shere", i,
                            i % 3 == 0 ? "\n> " : " ", i % 2 == 0 ? "\n" : " ");

  scanner = scan (text->str, -1);
  expected = markdown_outline_dup (scanner);
  check_bytewise (text->str, text->len, 0, expected, FALSE);
  n = confab_markdown_scanner_get_n_segments (scanner);
  g_assert_cmpuint (n, >, 9);

  for (guint i = 0; i < n; i++)
    {
      const ConfabMarkdownSegment *segment = confab_markdown_scanner_get_segment (scanner, i);
      g_autofree char *content = confab_markdown_scanner_dup_content (scanner, i);

      g_assert_cmpuint (segment->block_id, ==, 0);
      g_assert_cmpuint (segment->end - segment->start, <=, MAX_OPEN);
      g_string_append (joined, content);
    }

  g_string_replace (text, "\n> ", "", 0);
  g_string_replace (text, "\n", "", 0);
  g_string_replace (joined, "\n", "", 0);
  g_string_erase (text, 0, 2);
  g_assert_cmpstr (joined->str, ==, text->str);
}

/* The piece of a long line is shorter than what had arrived of it when it was cut. */
static void
test_cut_of_code_line (void)
{
  g_autoptr(GString) text = g_string_new (FENCE "\nshort\n");
  g_autoptr(ConfabMarkdownScanner) scanner = NULL;
  g_autofree char *expected = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_c (text, i % 1100 == 1099 ? ' ' : 'a');

  scanner = scan (text->str, -1);
  expected = markdown_outline_dup (scanner);
  check_bytewise (text->str, text->len, 0, expected, FALSE);
}

static void
test_nothing_to_read_again (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();

  while (text->len < 50000)
    g_string_append (text, "A paragraph of a usual length.\n\n- an item\n- another\n\n```c\nint a;\n```\n\n");
  for (gsize i = 0; i < text->len; i++)
    confab_markdown_scanner_feed (scanner, text->str + i, 1);

  g_assert_cmpuint (confab_markdown_scanner_get_bytes_scanned (scanner), ==, text->len);
}

static void
test_late_definition (void)
{
  g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  confab_markdown_scanner_feed (scanner, "one\n\nsee [a]\n\ntwo\n\n[a]: https://x\n", -1);
  confab_markdown_scanner_take_changed (scanner);
  before = confab_markdown_scanner_dup_content (scanner, 1);
  confab_markdown_scanner_finish (scanner);
  after = confab_markdown_scanner_dup_content (scanner, 1);

  g_assert_cmpstr (before, ==, "see [a]");
  g_assert_cmpstr (after, ==, "see [a](<https://x>)");
  g_assert_cmpuint (confab_markdown_scanner_take_changed (scanner), ==, 1);
  g_assert_cmpuint (confab_markdown_scanner_take_changed (scanner), ==, 4);
}

/* Nothing of a line is shown before it is clear what it is. */
static void
test_no_flicker (void)
{
  static const struct { const char *input, *expected; } open[] = {
    { "Text:\n-",        "P {Text:}" },
    { "Text:\n--",       "P {Text:}" },
    { "Text:\n- ",       "P {Text:}" },
    { "Text\n1",         "P {Text}" },
    { "Text\n1.",        "P {Text}" },
    { "Text\n#",         "P {Text}" },
    { "a\n\n`",          "P {a}" },
    { "a\n\n``",         "P {a}" },
    { "a\n\n```py",      "P {a}" },
    { "a\n\n*",          "P {a}" },
    { "a\n\n**",         "P {a}" },
    { "a\n\n***",        "P {a}" },
    { "a\n\n***b",       "P {a} P {***b}" },
    { "|a|b|\n|-",       "P {|a|b|}" },
    { "```\na\n``",      "C {a}" },
    { "```\na\n  ```",   "C {a}" },
    { "```\na\n  ",      "C {a}" },
    { "- **",            "P_* {}" },
    { "- a\n- ",         "P_* {a} P_^* {}" },
    { "a\xe2\x82",       "P {a}" },
    { "a\r",             "P {a}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (open); i++)
    {
      g_autoptr(ConfabMarkdownScanner) scanner = confab_markdown_scanner_new ();
      g_autofree char *outline = NULL;

      confab_markdown_scanner_feed (scanner, open[i].input, -1);
      outline = markdown_outline_dup (scanner);
      g_test_message ("%s", open[i].input);
      g_assert_cmpstr (outline, ==, open[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown/scanner/cases", test_cases);
  g_test_add_func ("/markdown/scanner/split-anywhere", test_split_anywhere);
  g_test_add_func ("/markdown/scanner/byte-at-a-time", test_byte_at_a_time);
  g_test_add_func ("/markdown/scanner/random-chunks", test_random_chunks);
  g_test_add_func ("/markdown/scanner/random-bytes", test_random_bytes);
  g_test_add_func ("/markdown/scanner/long-paragraphs", test_long_paragraphs);
  g_test_add_func ("/markdown/scanner/adversarial", test_adversarial);
  g_test_add_func ("/markdown/scanner/deep", test_deep);
  g_test_add_func ("/markdown/scanner/line-of-a-megabyte", test_line_of_a_megabyte);
  g_test_add_func ("/markdown/scanner/code-of-block", test_code_of_block);
  g_test_add_func ("/markdown/scanner/cut-of-paragraph", test_cut_of_paragraph);
  g_test_add_func ("/markdown/scanner/cut-between-lines", test_cut_between_lines);
  g_test_add_func ("/markdown/scanner/cut-of-code-line", test_cut_of_code_line);
  g_test_add_func ("/markdown/scanner/nothing-to-read-again", test_nothing_to_read_again);
  g_test_add_func ("/markdown/scanner/late-definition", test_late_definition);
  g_test_add_func ("/markdown/scanner/no-flicker", test_no_flicker);

  return g_test_run ();
}
