/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-nearest"

#include "config.h"

#include "confab-model-nearest.h"

#include <string.h>

/* Ids are made of words and numbers: who made the model, which of its sizes, which version, and the
 * day it was frozen. These bounds hold every known id with room to spare. */
#define MAX_WORDS 12
#define MAX_NUMBERS 8
#define MAX_WORD_BYTES 24
#define MAX_LEAF_BYTES 64

/* Digits that make a number a day or a month rather than a version. */
#define MIN_DATE_DIGITS 4

/* How many letters of a hundred may be wrong in a word that was meant. */
#define MAX_TYPOS_PERCENT 25

typedef struct
{
  char   leaf[MAX_LEAF_BYTES + 1];
  char   words[MAX_WORDS][MAX_WORD_BYTES + 1];
  guint  n_words;
  gint64 numbers[MAX_NUMBERS];
  guint  n_numbers;
  gint64 date;  /* G_MAXINT64 for the latest, 0 for none */
} Name;

/* Words that tell how a model is offered and not which one it is. */
static gboolean
says_nothing (const char *word)
{
  static const char *const words[] = {
    "beta", "chat", "exp", "experimental", "hf", "instruct", "it", "model", "preview", "versatile", NULL
  };

  return g_strv_contains (words, word);
}

static void
add_word (Name       *self,
          const char *text,
          gsize       length)
{
  char *word;

  if (self->n_words == MAX_WORDS || length > MAX_WORD_BYTES)
    return;

  word = self->words[self->n_words];
  memcpy (word, text, length);
  word[length] = '\0';

  if (g_str_equal (word, "latest"))
    self->date = G_MAXINT64;
  /* A single letter belongs to the number behind it, unless the name begins with it. */
  else if (!says_nothing (word) && (length > 1 || self->n_words == 0))
    self->n_words++;
}

static void
add_number (Name       *self,
            const char *text,
            gsize       length)
{
  if (length >= MIN_DATE_DIGITS)
    {
      if (self->date < G_MAXINT64)
        self->date = g_ascii_strtoll (text, NULL, 10);
    }
  else if (self->n_numbers < MAX_NUMBERS)
    {
      self->numbers[self->n_numbers++] = g_ascii_strtoll (text, NULL, 10);
    }
}

/* "70b" and the like: how large the model is. */
static gboolean
is_size (const char *after)
{
  return (*after == 'b' || *after == 'x') && (after[1] == '\0' || !g_ascii_isalpha (after[1]));
}

static void
parse (Name       *self,
       const char *id)
{
  const char *slash = strrchr (id, '/');
  const char *p;

  memset (self, 0, sizeof *self);
  for (gsize i = 0; i < MAX_LEAF_BYTES; i++)
    {
      const char c = (slash != NULL ? slash + 1 : id)[i];

      if (c == '\0')
        break;
      self->leaf[i] = g_ascii_tolower (c);
    }

  p = self->leaf;
  while (*p != '\0')
    {
      const char *start = p;

      if (g_ascii_isdigit (*p))
        {
          while (g_ascii_isdigit (*p))
            p++;
          if (is_size (p))
            p++;
          else
            add_number (self, start, p - start);
        }
      else if (g_ascii_isalpha (*p))
        {
          while (g_ascii_isalpha (*p))
            p++;
          add_word (self, start, p - start);
        }
      else
        {
          p++;
        }
    }
}

static gboolean
has_word (const Name *self,
          const char *word)
{
  for (guint i = 0; i < self->n_words; i++)
    if (g_str_equal (self->words[i], word))
      return TRUE;

  return FALSE;
}

/* Returns how much of a family two are, G_MININT for not at all. */
static int
get_kinship (const Name *a,
             const Name *b)
{
  int common = 0;

  if (a->n_words == 0 || !has_word (b, a->words[0]))
    return G_MININT;

  for (guint i = 0; i < a->n_words; i++)
    common += has_word (b, a->words[i]);

  return 3 * common - (int) a->n_words - (int) b->n_words;
}

static int
compare_versions (const Name *a,
                  const Name *b)
{
  for (guint i = 0; i < MAX (a->n_numbers, b->n_numbers); i++)
    {
      /* "5" comes before "5.1", and what has no version at all before both. */
      const gint64 number_a = i < a->n_numbers ? a->numbers[i] : -1;
      const gint64 number_b = i < b->n_numbers ? b->numbers[i] : -1;

      if (number_a != number_b)
        return number_a < number_b ? -1 : 1;
    }

  return 0;
}

static guint
get_distance (const char *a,
              const char *b)
{
  const gsize length = strlen (b);
  guint row[MAX_LEAF_BYTES + 1];

  for (gsize j = 0; j <= length; j++)
    row[j] = j;

  for (gsize i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i + 1;
      for (gsize j = 0; j < length; j++)
        {
          const guint replaced = diagonal + (a[i] != b[j]);

          diagonal = row[j + 1];
          row[j + 1] = MIN (replaced, MIN (row[j], row[j + 1]) + 1);
        }
    }

  return row[length];
}

/* Whether @a suits better than @b in place of @wanted. */
static gboolean
is_better (const Name *wanted,
           const Name *a,
           const Name *b)
{
  const int kinship_a = get_kinship (wanted, a);
  const int kinship_b = get_kinship (wanted, b);
  const gboolean same_a = wanted->n_numbers > 0 && compare_versions (wanted, a) == 0;
  const gboolean same_b = wanted->n_numbers > 0 && compare_versions (wanted, b) == 0;
  const int versions = compare_versions (a, b);

  if (kinship_a != kinship_b)
    return kinship_a > kinship_b;
  if (same_a != same_b)
    return same_a;
  if (versions != 0)
    return versions > 0;
  if (a->date != b->date)
    return a->date > b->date;

  return get_distance (wanted->leaf, a->leaf) < get_distance (wanted->leaf, b->leaf);
}

static int
find_misspelt (const char         *wanted,
               const Name         *target,
               const char * const *listed)
{
  guint least = strlen (target->leaf) * MAX_TYPOS_PERCENT / 100 + 1;
  int best = -1;

  for (int i = 0; listed[i] != NULL; i++)
    {
      Name name;
      guint distance;

      if (g_str_equal (listed[i], wanted))
        continue;

      parse (&name, listed[i]);
      distance = get_distance (target->leaf, name.leaf);
      if (distance < least)
        {
          least = distance;
          best = i;
        }
    }

  return best;
}

/**
 * confab_model_nearest:
 * @wanted: the id of a model that a provider does not have
 * @listed: (array zero-terminated=1): the ids of the models that it has
 *
 * Finds what may stand in for a model: of the same family the same version under another name, else
 * the newest; where there is no relative, an id that differs by a few letters.
 *
 * Returns: a position in @listed, or -1 when none comes near
 */
int
confab_model_nearest (const char         *wanted,
                      const char * const *listed)
{
  Name target;
  Name best_name;
  int best = -1;

  g_return_val_if_fail (wanted != NULL, -1);
  g_return_val_if_fail (listed != NULL, -1);

  parse (&target, wanted);
  for (int i = 0; listed[i] != NULL; i++)
    {
      Name name;

      if (g_str_equal (listed[i], wanted))
        continue;

      parse (&name, listed[i]);
      if (get_kinship (&target, &name) > G_MININT && (best < 0 || is_better (&target, &name, &best_name)))
        {
          best = i;
          best_name = name;
        }
    }

  return best >= 0 ? best : find_misspelt (wanted, &target, listed);
}
