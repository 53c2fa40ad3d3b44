/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-markdown-text.h"

#include <string.h>

/* Spans are written as tags around their text: b strong, i emphasis, c code, s strike, a link,
 * m image, f formula, d the same for a line of its own. */
static const struct { const char *content, *expected; } cases[] = {
  { "",                                 "" },
  { "plain",                            "plain" },
  { "*a* **b** ***c***",                "<i>a</i> <b>b</b> <i><b>c</b></i>" },
  { "_a_ __b__ snake_case_name",        "<i>a</i> <b>b</b> snake_case_name" },
  { "**a *b* c**",                      "<b>a <i>b</i> c</b>" },
  { "~~a~~ ~b~",                        "<s>a</s> <s>b</s>" },
  { "`a *b*` ``c`d``",                  "<c>a *b*</c> <c>c`d</c>" },
  { "`a\nb`",                           "<c>a b</c>" },
  { "a\nb",                             "a b" },
  { "a  \nb\\\nc",                      "a\nb\nc" },
  { "a\\*b\\* \\\\",                    "a*b* \\" },
  { "&amp; &#65; &#x42; &copy; &hearts; &NotEqualTilde;", "& A B © ♥ ≂̸" },
  { "&nope; &#0; &#xD800; &",           "&nope; \xEF\xBF\xBD \xEF\xBF\xBD &" },
  { "2 * 3 * 4",                        "2 * 3 * 4" },

  { "[a](http://x.y/z)",                "<a http://x.y/z>a</a>" },
  { "[*a*](https://x 'title')",         "<i><a https://x>a</a></i>" },
  { "[a](mailto:x@y)",                  "<a mailto:x@y>a</a>" },
  { "[a](HTTPS://x?a&amp;b)",           "<a HTTPS://x?a&b>a</a>" },
  { "[a](javascript:alert(1))",         "a" },
  { "[a](/relative) [b](file:///etc) [c](data:text/html,x)", "a b c" },
  { "[a](https://x\ty)",                "[a](https://x\ty)" },
  { "![a *b*](https://x/y.png)",        "<m https://x/y.png>a <i>b</i></m>" },
  { "![a](file:///x)",                  "<m>a</m>" },
  { "see https://x.org/a.",             "see <a https://x.org/a>https://x.org/a</a>." },
  { "www.x.org",                        "<a http://www.x.org>www.x.org</a>" },
  { "a@b.org",                          "<a mailto:a@b.org>a@b.org</a>" },
  { "<https://x.org>",                  "<a https://x.org>https://x.org</a>" },
  { "<ftp://x.org>",                    "ftp://x.org" },
  { "[1] and [a] and []",               "[1] and [a] and []" },

  { "a[^1](<#footnote-1>)",              "a<n #footnote-1>[1]</n>" },
  { "[^*a*](<#footnote-12>)",            "<n #footnote-12>[12]</n>" },
  { "[a](#footnote-1) [^a](#footnote-0) [^b](#footnote-)", "a ^a ^b" },

  { "<b>bold</b> <!-- a --> <br/>",     "&lt;b>bold&lt;/b> &lt;!-- a --> &lt;br/>" },

  /* What would begin another block is text in here. */
  { "- a\n- b",                         "- a - b" },
  { "# a",                              "# a" },
  { "> a\n> b",                         "> a > b" },
  { "1. a\n2. b",                       "1. a 2. b" },
  { "---\n***\n===",                    "--- *** ===" },
  { "```\na\n```",                      "<c>a</c>" },
  { "~~~\na",                           "~~~ a" },
  { "    a\n\tb",                       "a b" },
  { "| a |\n|---|",                     "| a | |---|" },
  { "[a]: http://x",                    "[a]: http://x" },
  { "<div>\na",                         "&lt;div> a" },
  { "a\n\n\nb",                         "a b" },

  { "a $x$ b",                          "a <f x>$x$</f> b" },
  { "$x^2$, $y_1$.",                    "<f x^2>$x^2$</f>, <f y_1>$y_1$</f>." },
  { "($a*b*c$)",                        "(<f a*b*c>$a*b*c$</f>)" },
  { "**$a_b$** _$c_",                   "<b><f a_b>$a_b$</f></b> <i>$c</i>" },
  { "$\\frac{a}{b}$",                   "<f \\frac{a}{b}>$\\frac{a}{b}$</f>" },
  { "$a \\text{\\$5} b$",               "<f a \\text{\\$5} b>$a \\text{\\$5} b$</f>" },
  { "$&amp;$ $<b>$",                    "<f &amp;>$&amp;$</f> <f <b>>$&lt;b>$</f>" },
  { "\\(a\\) and \\(b\n+ c\\)",         "<f a>\\(a\\)</f> and <f b + c>\\(b + c\\)</f>" },
  { "so $$a$$ is",                      "so <d a>$$a$$</d> is" },
  { "so $$a\n+ b$$",                    "so <d a + b>$$a + b$$</d>" },
  { "so \\[ a \\] is",                  "so <d  a >\\[ a \\]</d> is" },
  { "[see $x$](https://x.org/$a$)",     "<a https://x.org/$a$>see <f x>$x$</f></a>" },
  { "`$x$` `` $y$ ``",                  "<c>$x$</c> <c>$y$</c>" },
  { "a ` $x$",                          "a ` <f x>$x$</f>" },
  { "[a](b $x$",                        "[a](b <f x>$x$</f>" },
  { "- $a$\n# $b$",                     "- <f a>$a$</f> # <f b>$b$</f>" },
  { "$a$$b$",                           "$a$$b$" },
  { "\xc3\xa4$\xce\xb1$",               "\xc3\xa4<f \xce\xb1>$\xce\xb1$</f>" },

  /* Money and the like. */
  { "$5 to $10",                        "$5 to $10" },
  { "$5/$10, $5-$6",                    "$5/$10, $5-$6" },
  { "from $5 million in 2020 to 5$",    "from $5 million in 2020 to 5$" },
  { "US$5 and CA$6 a",                  "US$5 and CA$6 a" },
  { "a $ b $ c",                        "a $ b $ c" },
  { "$ x$ $x $",                        "$ x$ $x $" },
  { "\\$x\\$ $",                        "$x$ $" },
  { "$x\ny$",                           "$x y$" },
  { "$PATH and $HOME",                  "$PATH and $HOME" },
  { "$$ $$ $$$a$$$",                    "$$ $$ $$$a$$$" },
  { "\\( \\) \\(a",                     "( ) (a" },
  { "\\[1\\] \\[citation\\]",           "[1] [citation]" },
};

static const struct { const char *content, *expected; } open_cases[] = {
  { "",                                 "" },
  { "a **",                             "a" },
  { "a *",                              "a" },
  { "a **b",                            "a <b>b</b>" },
  { "a **b c ",                         "a <b>b c</b>" },
  { "a **b*",                           "a <b>b</b>" },
  { "a **b**",                          "a <b>b</b>" },
  { "a *b",                             "a <i>b</i>" },
  { "***a",                             "<i><b>a</b></i>" },
  { "**a *b",                           "<b>a <i>b</i></b>" },
  { "**a *b*",                          "<b>a <i>b</i></b>" },
  { "__a _b",                           "<b>a <i>b</i></b>" },
  { "snake_ca",                         "snake_ca" },
  { "5 * 3",                            "5 * 3" },
  { "~~a",                              "<s>a</s>" },
  { "~~a~",                             "<s>a</s>" },
  { "a `",                              "a" },
  { "a ``",                             "a" },
  { "a `b",                             "a <c>b</c>" },
  { "a ``b`",                           "a <c>b</c>" },
  { "a `**b",                           "a <c>**b</c>" },
  { "**a `b",                           "<b>a <c>b</c></b>" },
  { "**`",                              "" },
  { "[a",                               "[a" },
  { "[a]",                              "[a]" },
  { "[a](",                             "a" },
  { "[a](http",                         "a" },
  { "x [a b](https://x.org/long?q=(1",  "x a b" },
  { "[a](<http://x y",                  "a" },
  { "[a](http://x \"ti tle",            "a" },
  { "[a](http://x)",                    "<a http://x>a</a>" },
  { "![a](http://x",                    "a" },
  { "**[a](http://x",                   "<b>a</b>" },
  { "[**a**](http://x",                 "<b>a</b>" },
  { "[1](see this text",                "[1](see this text" },
  { "a \\",                             "a" },
  { "a \\*",                            "a *" },
  { "(**",                              "(" },
  { "**a**\n- **b",                     "<b>a</b> - <b>b</b>" },
  { "a $x$",                            "a <f x>$x$</f>" },
  { "a $x_1 * b_",                      "a $x_1 * b_" },
  { "**a $x",                           "<b>a</b> $x" },
  { "**$x",                             "$x" },
  { "a \\(x_1 *b",                      "a \\(x_1 *b" },
  { "a $$x_1 *b",                       "a $$x_1 *b" },
  { "costs $5 and **b",                 "costs $5 and <b>b</b>" },
  { "a $x\n**b",                        "a $x <b>b</b>" },
  { "`a $x",                            "<c>a $x</c>" },
};

static const char *tags[] = { "i", "b", "c", "s", "a", "m", "f", "d", "n" };

/* Spans nest, since md4c's do. */
static char *
dup_tagged (const ConfabMarkdownText *text)
{
  GString *tagged = g_string_new (NULL);
  g_autoptr(GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));
  const gsize length = strlen (text->text);
  guint next = 0;

  g_assert_true (g_utf8_validate (text->text, -1, NULL));

  for (gsize i = 0; i <= length; i++)
    {
      while (open->len > 0)
        {
          const ConfabMarkdownSpan *span =
            &g_array_index (text->spans, ConfabMarkdownSpan, g_array_index (open, guint, open->len - 1));

          if (span->end > i)
            break;
          g_string_append_printf (tagged, "</%s>", tags[span->style]);
          g_array_set_size (open, open->len - 1);
        }

      for (; next < text->spans->len; next++)
        {
          const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, next);

          if (span->start > i)
            break;
          g_assert_cmpuint (span->end, <=, length);
          g_string_append_printf (tagged, "<%s%s%s>", tags[span->style],
                                  span->target != NULL ? " " : "",
                                  span->target != NULL ? span->target : "");
          if (span->start < span->end)
            {
              g_array_append_val (open, next);
              continue;
            }

          /* Only a picture can be there without a word. */
          g_assert_cmpint (span->style, ==, CONFAB_MARKDOWN_STYLE_IMAGE);
          g_string_append_printf (tagged, "</%s>", tags[span->style]);
        }

      if (i < length && text->text[i] == '<')
        g_string_append (tagged, "&lt;");
      else if (i < length)
        g_string_append_c (tagged, text->text[i]);
    }

  g_assert_cmpuint (next, ==, text->spans->len);

  return g_string_free (tagged, FALSE);
}

static void
test_whole (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (cases[i].content, FALSE);
      g_autofree char *tagged = dup_tagged (text);

      g_assert_cmpstr (tagged, ==, cases[i].expected);
    }
}

static void
test_open (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (open_cases); i++)
    {
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (open_cases[i].content, TRUE);
      g_autofree char *tagged = dup_tagged (text);

      g_test_message ("%s", open_cases[i].content);
      g_assert_cmpstr (tagged, ==, open_cases[i].expected);
    }
}

/* While this arrives, no marker is ever seen. */
static void
test_no_marker_shows (void)
{
  static const char content[] =
    "Some **bold and *both* of it**, `code` and ``more``, ~~gone~~, a [link **with** bold]"
    "(https://example.org/a_(b)?c=*d*) and ***all* of it**. Then *emphasis* to __the end__";

  for (gsize cut = 0; cut <= strlen (content); cut++)
    {
      g_autofree char *prefix = g_strndup (content, cut);
      g_autoptr(ConfabMarkdownText) text = confab_markdown_text_parse (prefix, TRUE);

      g_test_message ("%s", prefix);
      g_assert_null (strpbrk (text->text, "*`~_("));
    }
}

static void
test_every_prefix (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= strlen (cases[i].content); cut++)
      {
        g_autofree char *prefix = g_strndup (cases[i].content, cut);
        g_autofree char *valid = g_utf8_make_valid (prefix, -1);
        g_autoptr(ConfabMarkdownText) whole = confab_markdown_text_parse (valid, FALSE);
        g_autoptr(ConfabMarkdownText) open = confab_markdown_text_parse (valid, TRUE);
        g_autofree char *whole_tagged = dup_tagged (whole);
        g_autofree char *open_tagged = dup_tagged (open);
      }
}

/* Any text is read, and as one paragraph: nothing of it is lost but markers. */
static void
test_random (void)
{
  static const char * const words[] = {
    "*", "**", "_", "__", "`", "``", "```", "~~", "~", "[", "]", "](", ")", "(", "!", "![", "<", ">",
    "\\", "\n", "\n- ", "\n# ", "\n> ", "\n1. ", "\n\n", "    ", "\t", " ", " ", " ", "a", "b", "ä",
    "https://x.y", "[a](https://b", "www.", "a@b.c", "&amp;", "&", ";", "|", "---", "===", "中", "\"",
    "'", ".", ":", "[a]:", "<!--", "-->", "<b>", "$", "$$", "$a$", "\\(", "\\)", "\\[", "\\]",
  };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr(GString) content = g_string_new (NULL);
      const gint32 n = g_test_rand_int_range (0, 24);

      for (gint32 i = 0; i < n; i++)
        g_string_append (content, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);

      {
        g_autoptr(ConfabMarkdownText) whole = confab_markdown_text_parse (content->str, FALSE);
        g_autoptr(ConfabMarkdownText) open = confab_markdown_text_parse (content->str, TRUE);
        g_autofree char *whole_tagged = dup_tagged (whole);
        g_autofree char *open_tagged = dup_tagged (open);

        for (const char *letter = "ab"; *letter != '\0'; letter++)
          if (strchr (content->str, *letter) != NULL && strstr (content->str, "](") == NULL &&
              strchr (content->str, '&') == NULL)
            g_assert_nonnull (strchr (whole->text, *letter));
      }
    }
}

static void
test_deep_nesting (void)
{
  g_autoptr(GString) content = g_string_new (NULL);
  g_autoptr(ConfabMarkdownText) text = NULL;
  g_autoptr(ConfabMarkdownText) open = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (content, i % 2 == 0 ? "*a" : "**a");
  open = confab_markdown_text_parse (content->str, TRUE);
  for (guint i = 1000; i > 0; i--)
    g_string_append (content, i % 2 == 0 ? "a**" : "a*");

  text = confab_markdown_text_parse (content->str, FALSE);
  g_assert_cmpuint (strlen (text->text), >=, 2000);
  g_assert_cmpuint (strlen (open->text), >=, 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/markdown/text/whole", test_whole);
  g_test_add_func ("/markdown/text/open", test_open);
  g_test_add_func ("/markdown/text/no-marker-shows", test_no_marker_shows);
  g_test_add_func ("/markdown/text/every-prefix", test_every_prefix);
  g_test_add_func ("/markdown/text/random", test_random);
  g_test_add_func ("/markdown/text/deep-nesting", test_deep_nesting);

  return g_test_run ();
}
