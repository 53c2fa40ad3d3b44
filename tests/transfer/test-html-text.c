/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-export-html.h"
#include "confab-html-text.h"

static char *
dup_html (const char *markdown)
{
  GString *out = g_string_new (NULL);

  confab_html_append_markdown (out, markdown);
  return g_string_free (out, FALSE);
}

static const struct { const char *markdown, *html; } cases[] = {
  { "Hello", "<p dir=\"auto\">Hello</p>\n" },
  { "a **b** *c* `d` ~~e~~", "<p dir=\"auto\">a <strong>b</strong> <em>c</em> <code>d</code> <del>e</del></p>\n" },
  { "*a **b***", "<p dir=\"auto\"><em>a </em><em><strong>b</strong></em></p>\n" },
  { "# One\n\ntwo", "<h3 dir=\"auto\">One</h3>\n<p dir=\"auto\">two</p>\n" },
  { "- a\n- b\n  - c\n\nd",
    "<ul><li><p dir=\"auto\">a</p>\n</li>\n<li><p dir=\"auto\">b</p>\n<ul><li><p dir=\"auto\">c</p>\n"
    "</li></ul>\n</li></ul>\n<p dir=\"auto\">d</p>\n" },
  { "3. a\n4. b", "<ol><li value=\"3\"><p dir=\"auto\">a</p>\n</li>\n<li value=\"4\"><p dir=\"auto\">b</p>\n</li></ol>\n" },
  { "> a\n\nb", "<blockquote>\n<p dir=\"auto\">a</p>\n</blockquote>\n<p dir=\"auto\">b</p>\n" },
  { "```c\nif (a < b)\n```",
    "<figure><figcaption>c</figcaption><pre dir=\"ltr\"><code>if (a &lt; b)\n</code></pre></figure>\n" },
  { "---", "<hr>\n" },
  { "- [ ] a\n- [x] b", "<ul><li class=\"task\"><p dir=\"auto\">\342\230\220 a</p>\n</li>\n"
                       "<li class=\"task\"><p dir=\"auto\">\342\230\221 b</p>\n</li></ul>\n" },
  { "- [ ] a\n  ===", "<ul><li class=\"task\"><h3 dir=\"auto\">\342\230\220 a</h3>\n</li></ul>\n" },
  { "[x](https://a.example/?b=1&c=2)",
    "<p dir=\"auto\"><a rel=\"noreferrer noopener\" href=\"https://a.example/?b=1&amp;c=2\">x</a></p>\n" },
};

static void
test_table_of_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *html = dup_html (cases[i].markdown);

      g_assert_cmpstr (html, ==, cases[i].html);
    }
}

static void
test_table (void)
{
  g_autofree char *html = dup_html ("| a | b |\n|---|--:|\n| 1 | <2> |\n");

  g_assert_nonnull (strstr (html, "<th dir=\"auto\">a</th>"));
  g_assert_nonnull (strstr (html, "<td dir=\"auto\" style=\"text-align:right\">&lt;2&gt;</td>"));
  g_assert_true (g_str_has_suffix (html, "</table></div>\n"));
}

/* Attempts to have a browser do something; each is to be nothing but text. */
static const char *const attacks[] = {
  "<script>alert(1)</script>",
  "<ScRiPt src=//evil.example></sCrIpT>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<a href=\"javascript:alert(1)\">x</a>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](<java\tscript:alert(1)>)",
  "[x](&#106;avascript:alert(1))",
  "[x](vbscript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](file:///etc/passwd)",
  "[x](https://a.example/\"onmouseover=\"alert(1))",
  "[x](<https://a.example/' onclick='alert(1)>)",
  "![x](https://tracker.example/pixel.png)",
  "![x\" onerror=\"alert(1)](https://a.example/y.png)",
  "<javascript:alert(1)>",
  "<https://a.example/\"><script>alert(1)</script>>",
  "```\"><script>alert(1)</script>\nx\n```",
  "```c onload=alert(1)\nx\n```",
  "| <script> | onload= |\n|---|---|\n| <img src=x onerror=y> | x |",
  "# <script>alert(1)</script>",
  "> <iframe src=javascript:alert(1)>",
  "- <style>@import 'https://evil.example'</style>",
  "<!--><script>alert(1)</script>-->",
  "</p></article><script>alert(1)</script>",
  "</title><script>alert(1)</script>",
  "\\<script>alert(1)\\</script>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "[a]: javascript:alert(1)\n\n[x][a]",
  "<math><maction actiontype=\"statusline\" xlink:href=\"javascript:alert(1)\">x</maction></math>",
};

/* A reader of tags as a browser sees them, who knows the few that are ours and nothing that acts. */
static void
check_inert (const char *html,
             const char *what)
{
  static const char *const tags[] = {
    "p", "a", "em", "strong", "code", "del", "br", "hr", "ul", "ol", "li", "blockquote", "figure", "figcaption", "pre",
    "div", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "details", "summary", "img", "html", "head",
    "body", "meta", "title", "style", "header", "time", "article", "bdi", "!DOCTYPE", NULL
  };
  static const char *const attributes[] = {
    "dir", "rel", "href", "value", "class", "style", "alt", "src", "datetime", "charset", "http-equiv", "content",
    "name", "html", NULL
  };

  for (const char *p = strchr (html, '<'); p != NULL; p = strchr (p, '<'))
    {
      g_autofree char *tag = NULL;
      const char *end;

      p += p[1] == '/' ? 2 : 1;
      tag = g_strndup (p, strcspn (p, " >\n/"));
      if (!g_strv_contains (tags, tag))
        g_error ("<%s> in %s\n%s", tag, what, html);

      for (end = p + strlen (tag); *end == ' ';)
        {
          g_autofree char *name = NULL;
          g_autofree char *value = NULL;

          end++;
          name = g_strndup (end, strcspn (end, "=> "));
          end += strlen (name);
          if (!g_strv_contains (attributes, name))
            g_error ("%s= in %s\n%s", name, what, html);
          if (*end != '=')
            continue;
          g_assert_true (end[1] == '"');
          value = g_strndup (end + 2, strcspn (end + 2, "\""));
          end += 3 + strlen (value);
          if (g_str_equal (name, "href"))
            g_assert_true (g_str_has_prefix (value, "https://"));
          if (g_str_equal (name, "src"))
            g_assert_true (g_str_has_prefix (value, "data:image/png;base64,"));
        }
      g_assert_true (*end == '>');
      p = end;
    }
}

static void
test_attacks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autofree char *html = dup_html (attacks[i]);

      check_inert (html, attacks[i]);
    }
}

/* The same wherever a page takes text from: title, names, tools, thinking, files. */
static void
test_attacks_on_a_page (void)
{
  const ConfabExportOptions options = { CONFAB_EXPORT_HTML, TRUE, TRUE };

  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
      g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
      g_autoptr(GString) out = g_string_new (NULL);
      g_autoptr(GBytes) svg = g_bytes_new_static ("<svg onload='alert(1)'/>", 24);
      g_autoptr(GBytes) png = g_bytes_new_static ("\x89PNG\r\n\x1a\n\"><script>", 18);
      g_autoptr(GBytes) text = g_bytes_new_static (attacks[i], strlen (attacks[i]));
      ConfabPart *parts[] = {
        confab_part_new_text (CONFAB_PART_TEXT, attacks[i]),
        confab_part_new_text (CONFAB_PART_THINKING, attacks[i]),
        confab_part_new_tool_call ("1", attacks[i], attacks[i]),
        confab_part_new_tool_result ("1", attacks[i], attacks[i], FALSE),
        confab_part_new_data (CONFAB_PART_IMAGE, attacks[i], "image/svg+xml", svg),
        confab_part_new_data (CONFAB_PART_IMAGE, attacks[i], attacks[i], png),
        confab_part_new_data (CONFAB_PART_DOCUMENT, attacks[i], "text/html", text),
        confab_part_new_data (CONFAB_PART_DOCUMENT, attacks[i], attacks[i], text),
      };
      g_autoptr(GError) failure = confab_provider_error_new (CONFAB_PROVIDER_ERROR_OTHER, 0, NULL, -1, attacks[i]);
      const char *style;
      g_autofree char *page = NULL;

      confab_conversation_set_title (conversation, attacks[i]);
      confab_conversation_set_system_prompt (conversation, attacks[i]);
      confab_message_set_model (message, attacks[i]);
      confab_message_set_provider_name (message, attacks[i]);
      confab_message_set_error (message, failure);
      for (gsize j = 0; j < G_N_ELEMENTS (parts); j++)
        confab_message_append_part (message, parts[j]);

      confab_export_html_begin (out, conversation);
      confab_export_html_branch (out, 1);
      confab_export_html_message (out, message, 1, &options);
      confab_export_html_end (out);

      check_inert (out->str, attacks[i]);
      g_assert_null (strstr (out->str, "svg+xml;base64"));
      g_assert_nonnull (strstr (out->str, "data:image/png;base64,"));
      g_assert_nonnull (strstr (out->str, "default-src 'none'"));
      style = strstr (out->str, "</style>");
      g_assert_nonnull (style);
      page = g_strndup (out->str, (gsize) (style - out->str));
      g_assert_null (strstr (page, "url("));
      for (gsize j = 0; j < G_N_ELEMENTS (parts); j++)
        g_clear_object (&parts[j]);
    }
}

static void
test_control_characters (void)
{
  g_autofree char *html = dup_html ("a\x01\x1b[31m\x7f b");

  g_assert_null (strchr (html, '\x01'));
  g_assert_null (strchr (html, '\x1b'));
}

static void
test_right_to_left (void)
{
  g_autofree char *html = dup_html ("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d **\xd8\xb9** \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80");

  g_assert_cmpstr (html, ==, "<p dir=\"auto\">\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d <strong>\xd8\xb9</strong> "
                             "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80</p>\n");
}

/* Marks and columns are where what they are of begins. */
static void
test_sides (void)
{
  static const struct { const char *markdown, *beginning; } pages[] = {
    { "- \xd7\x90\n- b",                            "<ul dir=\"rtl\"><li><p dir=\"auto\">\xd7\x90" },
    { "- a\n- \xd7\x90",                            "<ul><li><p dir=\"auto\">a" },
    { "2. 1\n3. \xd7\x90",                          "<ol dir=\"rtl\"><li value=\"2\"><p dir=\"auto\">1" },
    { "> - **\xd7\x90**",                            "<blockquote dir=\"rtl\">\n<ul><li><p" },
    { "> ```\n> a\n> ```\n>\n> \xd7\x90",            "<blockquote dir=\"rtl\">\n<figure>" },
    { "> 1\n\n> \xd7\x90",                           "<blockquote>\n<p dir=\"auto\">1" },
    { "| 1 | \xd7\x90 |\n|---|---|\n| a | b |",     "<div class=\"wide\" dir=\"rtl\"><table dir=\"rtl\">\n<tr><th dir=\"auto\">1" },
    { "| a | \xd7\x90 |\n|---|---|",                "<div class=\"wide\" dir=\"ltr\"><table dir=\"ltr\">\n" },
    { "| 1 | 2 |\n|---|---|",                       "<div class=\"wide\"><table>\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *html = dup_html (pages[i].markdown);

      g_test_message ("%s", html);
      g_assert_true (g_str_has_prefix (html, pages[i].beginning));
    }
}

/* Long enough to be cut into several segments, and as deep as nobody writes. */
static void
test_extremes (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *deep = g_strnfill (2000, '>');
  g_autofree char *html = NULL;
  g_autofree char *deep_html = dup_html (deep);

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "word%d *em* ", i);
  html = dup_html (text->str);
  check_inert (html, "a long paragraph");
  check_inert (deep_html, "deep quotes");
  g_assert_null (strstr (html + 3, "<p "));
}

static void
test_file_names (void)
{
  static const struct { const char *name, *expected; } names[] = {
    { "plain", "plain" },
    { "../../etc/passwd", "etc passwd" },
    { "a/b\\c:d*e?f\"g<h>i|j", "a b c d e f g h i j" },
    { "  .hidden ", "hidden" },
    { "...", "other" },
    { "", "other" },
    { "a\xe2\x80\xae" "fdp.exe", "a fdp.exe" },
    { "new\nline", "new line" },
    { "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d" },
    { "bad \xff bytes", "bad \xef\xbf\xbd bytes" },
  };
  g_autofree char *longest = g_strnfill (500, 'x');
  g_autofree char *cut = confab_export_dup_file_name (longest, "other");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = confab_export_dup_file_name (names[i].name, "other");

      g_assert_cmpstr (name, ==, names[i].expected);
    }
  g_assert_cmpuint (strlen (cut), <, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transfer/html-text/cases", test_table_of_cases);
  g_test_add_func ("/transfer/html-text/table", test_table);
  g_test_add_func ("/transfer/html-text/attacks", test_attacks);
  g_test_add_func ("/transfer/html-text/attacks-on-a-page", test_attacks_on_a_page);
  g_test_add_func ("/transfer/html-text/control-characters", test_control_characters);
  g_test_add_func ("/transfer/html-text/right-to-left", test_right_to_left);
  g_test_add_func ("/transfer/html-text/sides", test_sides);
  g_test_add_func ("/transfer/html-text/extremes", test_extremes);
  g_test_add_func ("/transfer/html-text/file-names", test_file_names);

  return g_test_run ();
}
