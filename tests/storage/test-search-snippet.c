/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-search-snippet-private.h"

/* What was found is in braces here, in both directions. */
static char *
clean (const char *braced)
{
  g_autofree char *text = g_strdelimit (g_strdelimit (g_strdup (braced), "{", CONFAB_SEARCH_SNIPPET_START), "}",
                                        CONFAB_SEARCH_SNIPPET_END);
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ConfabTextRange));
  g_autofree char *line = confab_search_snippet_clean (text, ranges);
  GString *marked = g_string_new (line);

  g_assert_true (g_utf8_validate (line, -1, NULL));
  for (guint i = ranges->len; i > 0; i--)
    {
      const ConfabTextRange *range = &g_array_index (ranges, ConfabTextRange, i - 1);

      g_assert_cmpuint (range->start, <, range->end);
      g_assert_cmpuint (range->end, <=, strlen (line));
      g_string_insert_c (marked, (gssize) range->end, '}');
      g_string_insert_c (marked, (gssize) range->start, '{');
    }

  return g_string_free (marked, FALSE);
}

static void
test_cases (void)
{
  static const struct { const char *text, *expected; } cases[] = {
    { "", "" },
    { "{rye}", "{rye}" },
    { "one\n\ntwo\t {rye}\n", "one two {rye}" },
    { "## Now\n\n**{rye}** and `{bread}`, __init__ and #1", "Now {rye} and {bread}, __init__ and #1" },
    { "- [ ] a\n* {b}\n+ c\n1. d\n> - e\n> > f", "[ ] a {b} c 1. d e f" },
    { "2 - 1 is {one}, 2*3 is not", "2 - 1 is {one}, 23 is not" },
    { "```python\nx = {y}\n```\nSo", "x = {y} So" },
    { "~~~\n{y}\n~~~", "{y}" },
    { "```{rye}\nx", "{rye} x" },
    { "~~old~~ ~{new}", "old ~{new}" },
    { "| Bread | Flour |\n|:------|----:|\n| {rye} |  |\n", "Bread · Flour {rye}" },
    { "…n | Flour |\n|:--…", "…n · Flour" },
    { "cat {file} | sort || true", "cat {file} | sort || true" },
    { "|| {a}", "|| {a}" },
    { "See [the {manual}](https://example.org/a), ![a loaf](a/b.png) and [1].", "See the {manual}, a loaf and [1]." },
    { "See [it](https://a.org/{rye})", "See [it](https://a.org/{rye})" },
    { "A note[^{rye}] and another[^2]", "A note[^{rye}] and another" },
    { "f[0](x) of {f}", "f[0](x) of {f}" },
    { "[open {and", "[open and" },
    { "[{open}](https://", "[{open}](https://" },
    { "---\n***\n{a}", "{a}" },
    { "{你}" "\xe2\x80\x8b" "好", "{你}好" },
    { "|", "" },
    { ">", "" },
    { "#", "#" },
    { "-", "" },
    { "{}", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cleaned = clean (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (cleaned, ==, cases[i].expected);
    }
}

/* What was found is never behind what a narrow list has room for. */
static void
test_near_beginning (void)
{
  static const struct { const char *text, *expected; } cases[] = {
    { "Six breads and what they want to have: {rye} and {wheat}", "…want to have: {rye} and {wheat}" },
    { "Six breads and what they want to: {rye}", "Six breads and what they want to: {rye}" },
    { "| aaaaaaaaaaaaaaaaaaaaa | bbbbbb | c\n| d | ee ee ee {rye} |", "…c d · ee ee ee {rye}" },
    { "| aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | cc ee ee ee {rye} |", "…cc ee ee ee {rye}" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{rye}", "…aaaaaaaaaaaaaaaaaa{rye}" },
    { "烤面包需要时间和耐心还有面粉水和盐烤面包需要时间和耐心还有面粉水和盐烤面包{黑麦}", "…包需要时间和耐心还有面粉水和盐烤面包{黑麦}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cleaned = clean (cases[i].text);

      g_assert_cmpstr (cleaned, ==, cases[i].expected);
      g_assert_cmpint (g_utf8_strlen (cleaned, strchr (cleaned, '{') - cleaned), <=, 36);
    }
}

/* Whatever is fed, the line is text and the places are in it. */
static void
test_nonsense (void)
{
  static const char alphabet[] = "{}[]()|`~#->*! \n\\:/aé";

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      for (gint32 length = g_test_rand_int_range (0, 60); length > 0; length--)
        {
          const char *c = g_utf8_offset_to_pointer (alphabet, g_test_rand_int_range (0, 21));

          /* A word is found whole. */
          if (*c == '{' || *c == '}')
            g_string_append (text, "{a}");
          else
            g_string_append_len (text, c, g_utf8_next_char (c) - c);
        }
      g_free (clean (text->str));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/search-snippet/cases", test_cases);
  g_test_add_func ("/storage/search-snippet/near-beginning", test_near_beginning);
  g_test_add_func ("/storage/search-snippet/nonsense", test_nonsense);

  return g_test_run ();
}
