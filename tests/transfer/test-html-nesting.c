/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in which quote and which list of a page, compared with the page of another program. */

#include "config.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "confab-html-text.h"

#define N_DOCUMENTS 20000

typedef struct
{
  GString  *outline;
  guint     in_leaf;     /* of code, a heading or a table, whose inside does not matter */
  gboolean  in_text;
  gboolean  needs_start;
} Outliner;

static void
add_start (Outliner   *self,
           const char *number)
{
  g_string_append_printf (self->outline, "%d(", number != NULL ? atoi (number) : 1);
  self->needs_start = FALSE;
}

static void
read_tag (Outliner   *self,
          const char *tag)
{
  const gboolean closes = *tag == '/';
  const char *name = closes ? tag + 1 : tag;
  g_autofree char *word = g_strndup (name, strcspn (name, " /"));
  const char *number = g_strstr_len (tag, -1, "start=\"");
  static const char *const leaves[] = { "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6", NULL };
  static const char *const blocks[] = { "p", "div", "figure", "figcaption", NULL };

  if (g_strv_contains (leaves, word))
    {
      if (!closes && self->in_leaf == 0)
        g_string_append_c (self->outline, *word == 'h' ? 'h' : *word == 'p' ? 'c' : 'T');
      self->in_leaf += closes ? -1 : 1;
      self->in_text = FALSE;
    }
  else if (self->in_leaf > 0)
    return;
  else if (g_str_equal (word, "figcaption"))
    self->in_text = !closes;
  else if (g_strv_contains (blocks, word))
    self->in_text = FALSE;
  else if (g_str_equal (word, "hr"))
    {
      g_string_append_c (self->outline, 'r');
      self->in_text = FALSE;
    }
  else if (g_str_equal (word, "blockquote") || g_str_equal (word, "ul") || g_str_equal (word, "li"))
    {
      if (self->needs_start)
        add_start (self, number != NULL ? number : (number = strstr (tag, "value=\"")) != NULL ? number + 7 : NULL);
      g_string_append (self->outline, closes ? ")" : *word == 'b' ? "Q(" : *word == 'u' ? "U(" : "I(");
      self->in_text = FALSE;
    }
  else if (g_str_equal (word, "ol"))
    {
      g_string_append (self->outline, closes ? ")" : "O");
      self->needs_start = !closes;
      if (number != NULL)
        add_start (self, number + 7);
      self->in_text = FALSE;
    }
  else if (g_str_equal (word, "img") && strstr (tag, "alt=\"\"") == NULL && !self->in_text)
    {
      g_string_append_c (self->outline, 't');
      self->in_text = TRUE;
    }
}

/* Q quote, U and O list, with the number it begins with, I item, t text, c code, h heading, r rule, T table. */
static char *
dup_outline (const char *html)
{
  Outliner self = { .outline = g_string_new (NULL) };

  for (const char *p = html; *p != '\0'; p++)
    {
      if (*p == '<')
        {
          const char *end = strchr (p, '>');
          g_autofree char *tag = g_strndup (p + 1, (gsize) (end - p - 1));

          read_tag (&self, tag);
          p = end;
        }
      else if (!g_ascii_isspace (*p) && self.in_leaf == 0 && !self.in_text)
        {
          g_string_append_c (self.outline, 't');
          self.in_text = TRUE;
        }
    }

  /* A quote with nothing in it is not shown. */
  while (g_string_replace (self.outline, "Q()", "", 0) > 0)
    ;

  return g_string_free (self.outline, FALSE);
}

static char *
dup_ours (const char *markdown)
{
  g_autoptr(GString) html = g_string_new (NULL);

  confab_html_append_markdown (html, markdown);

  return dup_outline (html->str);
}

/* NULL if there are tags in it, which are text here. */
static char *
dup_reference (const char *markdown)
{
  static const char * const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
  cmark_parser *parser = cmark_parser_new (CMARK_OPT_DEFAULT);
  cmark_node *document;
  char *html;
  char *outline = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (extensions[i]));
  cmark_parser_feed (parser, markdown, strlen (markdown));
  document = cmark_parser_finish (parser);
  html = cmark_render_html (document, CMARK_OPT_DEFAULT, NULL);
  if (strstr (html, "<!-- raw HTML omitted -->") == NULL)
    outline = dup_outline (html);
  free (html);
  cmark_node_free (document);
  cmark_parser_free (parser);

  return outline;
}

static void
test_cases (void)
{
  static const struct { const char *markdown, *outline; } cases[] = {
    { "> - a",                                    "Q(U(I(t)))" },
    { "- > a",                                    "U(I(Q(t)))" },
    { "> a\n\n> b",                               "Q(t)Q(t)" },
    { "> a\n>\n> b",                              "Q(tt)" },
    { "- > a\n- > b",                             "U(I(Q(t))I(Q(t)))" },
    { "- > a\n\n  > b",                           "U(I(Q(t)Q(t)))" },
    { "> - a\n\n> - b",                           "Q(U(I(t)))Q(U(I(t)))" },
    { "- a\n+ b",                                 "U(I(t))U(I(t))" },
    { "7. a\n8. b\n\n1) c",                       "O7(I(t)I(t))O1(I(t))" },
    { "7. > a\n   > - b\n   >   > c\n8. d",       "O7(I(Q(tU(I(tQ(t)))))I(t))" },
    { "> 3. - a\n>    - b\n>\n>      > c\n>\n> d", "Q(O3(I(U(I(t)I(tQ(t)))))t)" },
    { "- a\n  > ```\n  > b\n  > ```\n  >\n  > | c |\n  > |---|\n  >\n  > ---\n\n  d", "U(I(tQ(cTr)t))" },
    { "> - [ ] a\n> - [x] b\n>   1. [ ] c",       "Q(U(I(t)I(tO1(I(t)))))" },
    { "- - - a",                                  "U(I(U(I(U(I(t))))))" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ours = dup_ours (cases[i].markdown);
      g_autofree char *reference = dup_reference (cases[i].markdown);

      g_test_message ("%s", cases[i].markdown);
      g_assert_cmpstr (ours, ==, cases[i].outline);
      g_assert_cmpstr (ours, ==, reference);
    }
}

/* Markers, spaces and text in any order, always the same. */
static void
test_any (void)
{
  static const char *const fronts[] = { "> ", "> ", ">", "- ", "- ", "+ ", "7. ", "1. ", "2) ", "  ", "   ", "    " };
  static const char *const texts[] = { "a", "a", "a", "b c", "", "", "# d", "---", "```", "[ ] e", "***", "===" };
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      const gint32 n_lines = g_rand_int_range (rand, 1, 8);
      g_autoptr(GString) markdown = g_string_new (NULL);
      g_autofree char *ours = NULL;
      g_autofree char *reference = NULL;

      for (gint32 j = 0; j < n_lines; j++)
        {
          for (gint32 n = g_rand_int_range (rand, 0, 4); n > 0; n--)
            g_string_append (markdown, fronts[g_rand_int_range (rand, 0, G_N_ELEMENTS (fronts))]);
          g_string_append_printf (markdown, "%s\n", texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
        }

      ours = dup_ours (markdown->str);
      reference = dup_reference (markdown->str);
      if (!g_str_equal (ours, reference))
        g_test_message ("%s", markdown->str);
      g_assert_cmpstr (ours, ==, reference);
    }
}

/* The examples of the specification, if the file is at hand. */
static void
test_examples (void)
{
  const char *path = g_getenv ("CONFAB_MARKDOWN_EXAMPLES");
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonArray *examples;
  guint n_passed = 0, n_total = 0;

  if (path == NULL)
    {
      g_test_skip ("CONFAB_MARKDOWN_EXAMPLES is not set");
      return;
    }

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  examples = json_node_get_array (json_parser_get_root (parser));

  for (guint i = 0; i < json_array_get_length (examples); i++)
    {
      JsonObject *example = json_array_get_object_element (examples, i);
      const char *markdown = json_object_get_string_member (example, "markdown");
      g_autofree char *ours = dup_ours (markdown);
      g_autofree char *reference = dup_reference (markdown);

      if (reference == NULL)
        continue;
      n_total++;
      if (g_str_equal (ours, reference))
        n_passed++;
      else
        g_test_message ("example %" G_GINT64_FORMAT ":\n%s-- ours %s\n-- reference %s",
                        json_object_get_int_member (example, "number"), markdown, ours, reference);
    }

  g_print ("nesting %u/%u\n", n_passed, n_total);
  g_assert_cmpuint (n_passed, ==, n_total);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cmark_gfm_core_extensions_ensure_registered ();

  g_test_add_func ("/transfer/html-nesting/cases", test_cases);
  g_test_add_func ("/transfer/html-nesting/any", test_any);
  g_test_add_func ("/transfer/html-nesting/examples", test_examples);

  return g_test_run ();
}
