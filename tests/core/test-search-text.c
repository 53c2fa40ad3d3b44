/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-search-text.h"

#include <string.h>

/* What is found, one piece after the other. */
static char *
find (ConfabSearchPattern *pattern,
      const char          *text)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (ConfabTextRange));
  g_autoptr(GString) found = g_string_new (NULL);
  gsize last = 0;

  confab_search_pattern_find (pattern, text, ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      const ConfabTextRange *range = &g_array_index (ranges, ConfabTextRange, i);

      g_assert_cmpuint (range->start, >=, last);
      g_assert_cmpuint (range->end, >, range->start);
      g_assert_cmpuint (range->end, <=, strlen (text));
      last = range->end;
      g_string_append_c (found, '[');
      g_string_append_len (found, text + range->start, range->end - range->start);
      g_string_append_c (found, ']');
    }
  g_assert_true (g_utf8_validate (found->str, found->len, NULL));

  return g_string_free (g_steal_pointer (&found), FALSE);
}

static void
test_literal (void)
{
  static const struct { const char *needle, *text, *expected; } cases[] = {
    { "rye",        "Rye, rye and RYE",            "[Rye][rye][RYE]" },
    { "a",          "",                            "" },
    { "",           "anything",                    "" },
    { "aa",         "aaaaa",                       "[aa][aa]" },
    { "cafe",       "Café au lait",                "[Café]" },
    { "café",       "cafe, cafe\xcc\x81!",         "[cafe][cafe\xcc\x81]" },
    { "GRÜSSE",     "Grüße",                       "[Grüße]" },
    { "s",          "ß",                           "[ß]" },
    { "ΟΔΟΣ",       "οδός",                        "[οδός]" },
    { "МОСКВА",     "в москве, москва",            "[москва]" },
    { "你好",       "说你好吗",                    "[你好]" },
    { "i",          "İ",                           "[İ]" },
    { "don't",      "Don’t",                       "[Don’t]" },
    { "\"so\"",     "he said “so”",                "[“so”]" },
    { "two words",  "two\nwords, two\xc2\xa0words", "[two\nwords][two\xc2\xa0words]" },
    { "soft",       "so\xc2\xad" "ft",             "[so\xc2\xad" "ft]" },
    { "a.b*",       "a.b* axb",                    "[a.b*]" },
    { "👩",         "so 👩 said",                  "[👩]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_literal (cases[i].needle);
      g_autofree char *found = find (pattern, cases[i].text);

      g_test_message ("%s in %s", cases[i].needle, cases[i].text);
      g_assert_cmpstr (found, ==, cases[i].expected);
      g_assert_cmpint (confab_search_pattern_matches (pattern, cases[i].text), ==, *cases[i].expected != '\0');
    }
}

static void
test_words (void)
{
  static const struct { const char *query, *expected; } cases[] = {
    { "one two",              "one|two" },
    { "  one\t\ntwo ",        "one|two" },
    { "\"one two\" three",    "one two!|three" },
    { "“one two” three",      "one two!|three" },
    { "before\"one two",      "before|one two!" },
    { "\"\" \"  \"",          "" },
    { "",                     "" },
    { "a AND NOT b* (c",      "a|AND|NOT|b*|(c" },
    { "\xff\xfe bad",         "\xef\xbf\xbd\xef\xbf\xbd|bad" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_words (cases[i].query);
      g_autoptr(GString) words = g_string_new (NULL);

      for (guint j = 0; j < confab_search_pattern_get_n_words (pattern); j++)
        {
          const ConfabSearchWord *word = confab_search_pattern_get_word (pattern, j);

          g_string_append_printf (words, "%s%s%s", j > 0 ? "|" : "", word->text, word->is_phrase ? "!" : "");
        }
      g_assert_cmpstr (words->str, ==, cases[i].expected);
    }
}

static void
test_words_found (void)
{
  g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_words ("bread rye \"with a\" re");
  g_autofree char *found = find (pattern, "Bread with a rye crust");

  /* Overlapping words are one piece. */
  g_assert_cmpstr (found, ==, "[Bread][with a][rye]");
  g_assert_true (confab_search_pattern_matches (pattern, "with a bread of rye"));
  g_assert_false (confab_search_pattern_matches (pattern, "with bread of rye"));
}

static void
test_bounds (void)
{
  g_autofree char *word = g_strnfill (10000, 'x');
  g_autofree char *query = NULL;
  g_autoptr(GString) many = g_string_new (NULL);
  g_autoptr(ConfabSearchPattern) one = NULL;
  g_autoptr(ConfabSearchPattern) long_word = NULL;
  g_autoptr(ConfabSearchPattern) split = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (many, "w%u ", i);
  one = confab_search_pattern_new_words (many->str);
  g_assert_cmpuint (confab_search_pattern_get_n_words (one), ==, 16);
  long_word = confab_search_pattern_new_words (word);
  g_assert_cmpuint (strlen (confab_search_pattern_get_word (long_word, 0)->text), ==, 256);

  /* Not within a character. */
  word[255] = '\0';
  query = g_strconcat (word, "é", NULL);
  split = confab_search_pattern_new_words (query);
  g_assert_cmpuint (strlen (confab_search_pattern_get_word (split, 0)->text), ==, 255);
}

static void
test_markup (void)
{
  static const struct { const char *needle, *source; gboolean expected; } cases[] = {
    { "hello",     "he**llo** there",         TRUE },
    { "hello",     "`Hello`",                 TRUE },
    { "hello",     "hallo",                   FALSE },
    { "see this",  "[see](http://a.b) this",  TRUE },
    { "a < b",     "a &lt; b",                TRUE },
    { "**",        "nothing of it",           TRUE },
    { "a_b",       "a\\_b",                   TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_literal (cases[i].needle);

      g_test_message ("%s in %s", cases[i].needle, cases[i].source);
      g_assert_cmpint (confab_search_pattern_may_match_markup (pattern, cases[i].source), ==, cases[i].expected);
    }
}

static void
test_unspaced (void)
{
  static const gunichar unspaced[] = { 0x4e16, 0x3042, 0x30a2, 0x30fc, 0xac00, 0x0e01, 0x20000 };
  static const gunichar spaced[] = { 'a', 0xe9, 0x416, 0x5d0, 0x905, 0x1f600, 0x3002 };

  for (gsize i = 0; i < G_N_ELEMENTS (unspaced); i++)
    g_assert_true (confab_search_text_is_unspaced (unspaced[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (spaced); i++)
    g_assert_false (confab_search_text_is_unspaced (spaced[i]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/search-text/literal", test_literal);
  g_test_add_func ("/core/search-text/words", test_words);
  g_test_add_func ("/core/search-text/words-found", test_words_found);
  g_test_add_func ("/core/search-text/bounds", test_bounds);
  g_test_add_func ("/core/search-text/markup", test_markup);
  g_test_add_func ("/core/search-text/unspaced", test_unspaced);

  return g_test_run ();
}
