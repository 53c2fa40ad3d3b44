/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markdown-link.h"
#include "confab-markdown-text.h"

#include <string.h>

static const char * const texts[] = {
  "plain *a* **b** ***c*** ~~d~~ `e` ``f`g``",
  "**a *b `c` d* e** [f *g*](https://h.org/i_j?k=l&m) ![n](https://o.org/p.png)",
  "a\\*b\\_c \\[d\\](e) &amp;amp; <f> 2 * 3 # g | h ~ i \\\\ `` ` `` ` `` `",
  "one  \ntwo\\\nthree",
  "snake_case_name and https://example.org/a_b_c and a@b.org",
  "שלום *עולם* **漢字** `🙂`",
};

/* Whatever part is written reads as that part. */
static void
test_every_part (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (texts[i], FALSE);
      const gsize length = strlen (text->text);

      for (const char *from = text->text; *from != '\0'; from = g_utf8_next_char (from))
        for (const char *to = g_utf8_next_char (from); to <= text->text + length; to = g_utf8_next_char (to))
          {
            g_autofree char *part = g_strndup (from, (gsize) (to - from));
            g_autofree char *markdown = NULL;
            g_autoptr(ConfabMarkdownText) again = NULL;

            if (g_ascii_isspace (part[0]) || g_ascii_isspace (part[strlen (part) - 1]))
              continue;
            markdown = confab_markdown_text_dup_markdown (text, (gsize) (from - text->text),
                                                          (gsize) (to - text->text));
            again = confab_markdown_text_parse (markdown, FALSE);
            g_test_message ("%s", markdown);
            g_assert_cmpstr (again->text, ==, part);
          }
    }
}

static void
test_whole_keeps_styles (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (texts[i], FALSE);
      g_autofree char *markdown = confab_markdown_text_dup_markdown (text, 0, strlen (text->text));
      g_autoptr(ConfabMarkdownText) again = confab_markdown_text_parse (markdown, FALSE);

      g_test_message ("%s", markdown);
      g_assert_cmpuint (again->spans->len, ==, text->spans->len);
      for (guint j = 0; j < text->spans->len; j++)
        {
          const ConfabMarkdownSpan *a = &g_array_index (text->spans, ConfabMarkdownSpan, j);
          const ConfabMarkdownSpan *b = &g_array_index (again->spans, ConfabMarkdownSpan, j);

          g_assert_cmpuint (a->style, ==, b->style);
          g_assert_cmpuint (a->start, ==, b->start);
          g_assert_cmpuint (a->end, ==, b->end);
          g_assert_cmpstr (a->target, ==, b->target);
        }
    }
}

/* Its definition is somewhere else, and its label is the number by then. */
static void
test_footnote_marks (void)
{
  g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse ("a[^x](<#footnote-1>) **b[^y](<#footnote-2>)**", FALSE);
  g_autofree char *markdown = confab_markdown_text_dup_markdown (text, 0, strlen (text->text));

  g_assert_cmpstr (text->text, ==, "a[1] b[2]");
  g_assert_cmpstr (markdown, ==, "a[^1] **b[^2]**");
}

/* A part may begin with what would be a list or underline something; a formula is what it is. */
static void
test_beginnings (void)
{
  static const struct { const char *text; gsize start; const char *markdown; } cases[] = {
    { "x - b - c",         2, "\\- b - c" },
    { "x + b",             2, "\\+ b" },
    { "x === b",           2, "\\=== b" },
    { "in 2020. It is 3.", 3, "2020\\. It is 3." },
    { "(1) a",             1, "1\\) a" },
    { "1.5 a",             0, "1\\.5 a" },
    { "a\\\n\\- b",       0, "a\\\n\\- b" },
    { "a \\(b_c\\)",       0, "a \\(b_c\\)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (cases[i].text, FALSE);
      g_autofree char *markdown = confab_markdown_text_dup_markdown (text, cases[i].start, strlen (text->text));

      g_assert_cmpstr (markdown, ==, cases[i].markdown);
    }
}

static void
test_csv (void)
{
  g_autoptr(ConfabMarkdownTable) table = confab_markdown_table_parse (
    "| Name | *Price* |\n|---|--:|\n| a, b | `1` |\n| say \"c\" | |\n| d \\| e |\n", TRUE, NULL);
  g_autoptr(GString) csv = g_string_new (NULL);

  confab_markdown_table_append_csv (table, csv);
  g_assert_cmpstr (csv->str, ==,
                   "Name,Price\r\n\"a, b\",1\r\n\"say \"\"c\"\"\",\r\nd | e,\r\n");
}

static void
test_hosts (void)
{
  static const struct { const char *address, *host; } cases[] = {
    { "https://example.org/a?b#c",             "example.org" },
    { "HTTP://Example.ORG:8080",               "example.org" },
    { "https://bank.example@evil.example/x",   "evil.example" },
    { "https://a:b@evil.example",              "evil.example" },
    { "https://\xd0\xb0pple.example",          "xn--pple-43d.example" },
    { "https://[::1]/a",                       "::1" },
    { "mailto:a@b.example",                    "b.example" },
    { "mailto:a",                              "mailto:a" },
    { "https://a b/%",                         "a b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *host = confab_markdown_link_dup_host (cases[i].address);

      g_test_message ("%s", cases[i].address);
      g_assert_cmpstr (host, ==, cases[i].host);
    }
}

static void
test_plain_links (void)
{
  static const struct { const char *text, *address; gboolean is_plain; } cases[] = {
    { "https://example.org/a",   "https://example.org/a",     TRUE },
    { "example.org",             "https://example.org/",      TRUE },
    { "www.example.org",         "http://www.example.org",    TRUE },
    { "a@b.org",                 "mailto:a@b.org",            TRUE },
    { "the manual",              "https://example.org",       FALSE },
    { "https://bank.example",    "https://evil.example",      FALSE },
    { "https://bank.example",    "https://bank.example.evil", FALSE },
    { "bank.example",            "https://bank.example@evil.example", FALSE },
    { "https://\xd0\xb0.example", "https://\xd0\xb0.example", FALSE },
    { "",                        "https://",                  FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s → %s", cases[i].text, cases[i].address);
      g_assert_cmpint (confab_markdown_link_is_plain (cases[i].text, strlen (cases[i].text),
                                                      cases[i].address),
                       ==, cases[i].is_plain);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown/write/every-part", test_every_part);
  g_test_add_func ("/markdown/write/whole", test_whole_keeps_styles);
  g_test_add_func ("/markdown/write/footnote-marks", test_footnote_marks);
  g_test_add_func ("/markdown/write/beginnings", test_beginnings);
  g_test_add_func ("/markdown/write/csv", test_csv);
  g_test_add_func ("/markdown/link/hosts", test_hosts);
  g_test_add_func ("/markdown/link/plain", test_plain_links);

  return g_test_run ();
}
