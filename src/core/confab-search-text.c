/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-search-text"

#include "config.h"

#include "confab-search-text.h"

#include <string.h>

/* More than anybody types; a text that was pasted by mistake must not become a query of its size. */
#define MAX_WORDS      16
#define MAX_WORD_BYTES 256

/* What Markdown puts around and between words. */
#define MARKUP "*_`~\\"

/**
 * ConfabSearchPattern:
 *
 * What a person looks for, and how it is found in a text.
 *
 * Texts are compared folded: case, the accents of Latin, Greek and Cyrillic letters, the shapes of
 * quotation marks and kinds of space make no difference, and characters without a shape are not
 * there at all.
 *
 * Never changes, and may be used in any thread.
 */
struct _ConfabSearchPattern
{
  GArray *words;  /* owned, of ConfabSearchWord */
};

G_DEFINE_BOXED_TYPE (ConfabSearchPattern, confab_search_pattern,
                     confab_search_pattern_ref, confab_search_pattern_unref)

static gboolean
is_ignored (gunichar c)
{
  return (c >= 0x0300 && c <= 0x036f) ||  /* combining accents */
         (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) ||
         (c >= 0xfe00 && c <= 0xfe0f) || c == 0x00ad || c == 0xfeff;
}

static gunichar
fold_simple (gunichar c)
{
  switch (c)
    {
    case 0x2018: case 0x2019: case 0x201a: case 0x201b: case 0x2032:
      return '\'';

    case 0x201c: case 0x201d: case 0x201e: case 0x201f: case 0x2033: case 0x00ab: case 0x00bb:
      return '"';

    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212:
      return '-';

    case 0x03c2:  /* the sigma at the end of a word */
      return 0x03c3;

    default:
      return g_unichar_isspace (c) ? ' ' : g_unichar_tolower (c);
    }
}

static void
append_char (GString  *folded,
             GArray   *map,
             gunichar  c,
             gsize     from)
{
  const gsize before = folded->len;

  g_string_append_unichar (folded, c);
  for (gsize i = before; map != NULL && i < folded->len; i++)
    g_array_append_val (map, from);
}

/* Folds a text. @map, if there is one, then has for each byte of the outcome the place in @text of
 * the character it comes from. What is in @skipped is left out. */
static GString *
fold (const char *text,
      const char *skipped,
      GArray     *map)
{
  GString *folded = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gsize from = p - text;
      gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
      gunichar c;
      gsize n_parts;

      if ((guchar) *p < 0x80)
        {
          if (skipped != NULL && strchr (skipped, *p) != NULL)
            continue;
          append_char (folded, map, g_ascii_isspace (*p) ? ' ' : g_ascii_tolower (*p), from);
          continue;
        }

      c = g_utf8_get_char (p);
      if (c == 0x00df || c == 0x1e9e)
        {
          append_char (folded, map, 's', from);
          append_char (folded, map, 's', from);
          continue;
        }

      n_parts = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
      for (gsize i = 0; i < n_parts; i++)
        if (!is_ignored (parts[i]))
          append_char (folded, map, fold_simple (parts[i]), from);
    }

  return folded;
}

/**
 * confab_search_text_fold:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): the text as it is compared
 */
char *
confab_search_text_fold (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_string_free (fold (text, NULL, NULL), FALSE);
}

/**
 * confab_search_text_is_unspaced:
 * @c: a character
 *
 * Returns: whether it is of a script that is written without spaces between words
 */
gboolean
confab_search_text_is_unspaced (gunichar c)
{
  if (c < 0x0e00)
    return FALSE;

  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
    case G_UNICODE_SCRIPT_TIBETAN:
      return TRUE;

    default:
      /* The mark that makes a vowel of Japanese longer belongs to two scripts. */
      return c == 0x30fc;
    }
}

static void
clear_word (gpointer data)
{
  ConfabSearchWord *word = data;

  g_free (word->text);
  g_free (word->folded);
}

static ConfabSearchPattern *
pattern_new (void)
{
  ConfabSearchPattern *self = g_atomic_rc_box_new0 (ConfabSearchPattern);

  self->words = g_array_new (FALSE, FALSE, sizeof (ConfabSearchWord));
  g_array_set_clear_func (self->words, clear_word);

  return self;
}

static void
add_word (ConfabSearchPattern *self,
          const char          *text,
          gsize                length,
          gboolean             is_phrase)
{
  g_autofree char *valid = NULL;
  ConfabSearchWord word = { .is_phrase = is_phrase };

  /* Cut between two characters. */
  if (length > MAX_WORD_BYTES)
    for (length = MAX_WORD_BYTES; length > 0 && ((guchar) text[length] & 0xc0) == 0x80;)
      length--;
  valid = g_utf8_make_valid (text, length);
  word.text = g_strdup (g_strstrip (valid));
  word.folded = confab_search_text_fold (word.text);
  if (*word.folded == '\0' || self->words->len >= MAX_WORDS)
    clear_word (&word);
  else
    g_array_append_val (self->words, word);
}

static gboolean
is_quotation_mark (gunichar c)
{
  return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e || c == 0x00ab || c == 0x00bb;
}

/**
 * confab_search_pattern_new_words:
 * @query: what a person typed
 *
 * Looks for words in any order, and for those in quotation marks in theirs. Any text is a query,
 * and no character of it means anything else.
 *
 * Returns: (transfer full): a pattern, without words if there is nothing to look for
 */
ConfabSearchPattern *
confab_search_pattern_new_words (const char *query)
{
  ConfabSearchPattern *self;
  g_autofree char *valid = NULL;
  const char *start;
  gboolean in_quotes = FALSE;

  g_return_val_if_fail (query != NULL, NULL);

  self = pattern_new ();
  valid = g_utf8_make_valid (query, -1);
  start = valid;
  for (const char *p = valid;; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      const gboolean is_mark = is_quotation_mark (c);

      if (c == 0 || is_mark || (!in_quotes && g_unichar_isspace (c)))
        {
          if (p > start)
            add_word (self, start, p - start, in_quotes);
          start = c != 0 ? g_utf8_next_char (p) : p;
          if (is_mark)
            in_quotes = !in_quotes;
        }
      if (c == 0)
        return self;
    }
}

/**
 * confab_search_pattern_new_literal:
 * @text: what a person typed
 *
 * Looks for a text as it is, spaces and all.
 *
 * Returns: (transfer full): a pattern, without words if there is nothing to look for
 */
ConfabSearchPattern *
confab_search_pattern_new_literal (const char *text)
{
  ConfabSearchPattern *self;
  g_autofree char *valid = NULL;
  ConfabSearchWord word = { .is_phrase = TRUE };

  g_return_val_if_fail (text != NULL, NULL);

  self = pattern_new ();
  valid = g_utf8_make_valid (text, MIN (strlen (text), MAX_WORD_BYTES));
  word.folded = confab_search_text_fold (valid);
  word.text = g_steal_pointer (&valid);
  if (*word.folded == '\0')
    clear_word (&word);
  else
    g_array_append_val (self->words, word);

  return self;
}

/**
 * confab_search_pattern_ref:
 *
 * Returns: (transfer full): the pattern
 */
ConfabSearchPattern *
confab_search_pattern_ref (ConfabSearchPattern *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
pattern_clear (ConfabSearchPattern *self)
{
  g_clear_pointer (&self->words, g_array_unref);
}

/**
 * confab_search_pattern_unref:
 * @self: (transfer full): a pattern
 */
void
confab_search_pattern_unref (ConfabSearchPattern *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) pattern_clear);
}

/**
 * confab_search_pattern_get_n_words:
 *
 * Returns: how much is looked for
 */
guint
confab_search_pattern_get_n_words (const ConfabSearchPattern *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->words->len;
}

/**
 * confab_search_pattern_get_word:
 * @position: less than the number of words
 *
 * Returns: (transfer none): one of the words
 */
const ConfabSearchWord *
confab_search_pattern_get_word (const ConfabSearchPattern *self,
                                guint                      position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->words->len, NULL);

  return &g_array_index (self->words, ConfabSearchWord, position);
}

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const ConfabTextRange *range_a = a;
  const ConfabTextRange *range_b = b;

  if (range_a->start != range_b->start)
    return range_a->start < range_b->start ? -1 : 1;

  return range_a->end < range_b->end ? -1 : range_a->end > range_b->end;
}

/* Two words may be found at one place: joins what overlaps. */
static void
join_ranges (GArray *ranges)
{
  guint n = 0;

  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      const ConfabTextRange range = g_array_index (ranges, ConfabTextRange, i);
      ConfabTextRange *last = n > 0 ? &g_array_index (ranges, ConfabTextRange, n - 1) : NULL;

      if (last != NULL && range.start < last->end)
        last->end = MAX (last->end, range.end);
      else
        g_array_index (ranges, ConfabTextRange, n++) = range;
    }
  g_array_set_size (ranges, n);
}

/**
 * confab_search_pattern_find:
 * @text: where to look, valid UTF-8
 * @ranges: (element-type ConfabTextRange): receives where words were found, in order and apart from
 *   each other; emptied first
 *
 * Finds each of the words wherever it is.
 *
 * Returns: how many places there are
 */
guint
confab_search_pattern_find (const ConfabSearchPattern *self,
                            const char                *text,
                            GArray                    *ranges)
{
  g_autoptr(GArray) map = NULL;
  g_autoptr(GString) folded = NULL;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL, 0);

  g_array_set_size (ranges, 0);
  if (self->words->len == 0 || *text == '\0')
    return 0;

  map = g_array_new (FALSE, FALSE, sizeof (gsize));
  folded = fold (text, NULL, map);
  for (guint i = 0; i < self->words->len; i++)
    {
      const char *needle = g_array_index (self->words, ConfabSearchWord, i).folded;
      const gsize length = strlen (needle);

      for (const char *p = strstr (folded->str, needle); p != NULL; p = strstr (p + length, needle))
        {
          gsize last = p - folded->str + length - 1;
          ConfabTextRange range;

          range.start = g_array_index (map, gsize, p - folded->str);
          /* Up to the next character that has a shape. */
          while (last + 1 < map->len && g_array_index (map, gsize, last + 1) == g_array_index (map, gsize, last))
            last++;
          range.end = last + 1 < map->len ? g_array_index (map, gsize, last + 1) : strlen (text);
          g_array_append_val (ranges, range);
        }
    }
  join_ranges (ranges);

  return ranges->len;
}

/**
 * confab_search_pattern_matches:
 * @text: where to look, valid UTF-8
 *
 * Returns: whether all words are somewhere in it; %FALSE if there are none
 */
gboolean
confab_search_pattern_matches (const ConfabSearchPattern *self,
                               const char                *text)
{
  g_autoptr(GString) folded = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (self->words->len == 0)
    return FALSE;

  folded = fold (text, NULL, NULL);
  for (guint i = 0; i < self->words->len; i++)
    if (strstr (folded->str, g_array_index (self->words, ConfabSearchWord, i).folded) == NULL)
      return FALSE;

  return TRUE;
}

/**
 * confab_search_pattern_may_match_markup:
 * @source: Markdown, valid UTF-8
 *
 * Tells what need not be looked into, without reading it as Markdown. What links and entities hide
 * cannot be told like this, so that is worth a look always.
 *
 * Returns: %FALSE if none of the words can be found in what @source shows
 */
gboolean
confab_search_pattern_may_match_markup (const ConfabSearchPattern *self,
                                        const char                *source)
{
  g_autoptr(GString) folded = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (source != NULL, FALSE);

  if (self->words->len == 0)
    return FALSE;
  if (strchr (source, '&') != NULL || strstr (source, "](") != NULL)
    return TRUE;

  folded = fold (source, MARKUP, NULL);
  for (guint i = 0; i < self->words->len; i++)
    {
      g_autoptr(GString) needle = fold (g_array_index (self->words, ConfabSearchWord, i).folded, MARKUP, NULL);

      if (strstr (folded->str, needle->str) != NULL)
        return TRUE;
    }

  return FALSE;
}
