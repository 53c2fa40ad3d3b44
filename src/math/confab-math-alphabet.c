/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-alphabet"

#include "config.h"

#include "confab-math.h"

#define ALPHA       0x03B1
#define OMEGA       0x03C9
#define ALPHA_UPPER 0x0391
#define OMEGA_UPPER 0x03A9

/* Where the mathematical letters of Unicode begin: capital and small Latin, capital and small Greek,
 * digits; 0 where there are none. */
typedef struct
{
  gunichar upper;
  gunichar lower;
  gunichar greek_upper;
  gunichar greek_lower;
  gunichar digits;
} Alphabet;

static const Alphabet alphabets[] = {
  [CONFAB_MATH_ALPHABET_DEFAULT] = { 0x1D434, 0x1D44E, 0, 0x1D6FC, 0 },
  [CONFAB_MATH_ALPHABET_ROMAN] = { 0 },
  [CONFAB_MATH_ALPHABET_ITALIC] = { 0x1D434, 0x1D44E, 0x1D6E2, 0x1D6FC, 0 },
  [CONFAB_MATH_ALPHABET_BOLD] = { 0x1D400, 0x1D41A, 0x1D6A8, 0x1D6C2, 0x1D7CE },
  [CONFAB_MATH_ALPHABET_BOLD_ITALIC] = { 0x1D468, 0x1D482, 0x1D71C, 0x1D736, 0x1D7CE },
  [CONFAB_MATH_ALPHABET_DOUBLE_STRUCK] = { 0x1D538, 0x1D552, 0, 0, 0x1D7D8 },
  [CONFAB_MATH_ALPHABET_SCRIPT] = { 0x1D49C, 0x1D4B6, 0, 0, 0 },
  [CONFAB_MATH_ALPHABET_FRAKTUR] = { 0x1D504, 0x1D51E, 0, 0, 0 },
  [CONFAB_MATH_ALPHABET_SANS] = { 0x1D5A0, 0x1D5BA, 0, 0, 0x1D7E2 },
  [CONFAB_MATH_ALPHABET_MONO] = { 0x1D670, 0x1D68A, 0, 0, 0x1D7F6 },
};

/* Letters that Unicode had before it had the alphabets: the places in those are empty. */
static const struct { gunichar empty, character; } holes[] = {
  { 0x1D455, 0x210E },
  { 0x1D49D, 0x212C }, { 0x1D4A0, 0x2130 }, { 0x1D4A1, 0x2131 }, { 0x1D4A3, 0x210B },
  { 0x1D4A4, 0x2110 }, { 0x1D4A7, 0x2112 }, { 0x1D4A8, 0x2133 }, { 0x1D4AD, 0x211B },
  { 0x1D4BA, 0x212F }, { 0x1D4BC, 0x210A }, { 0x1D4C4, 0x2134 },
  { 0x1D506, 0x212D }, { 0x1D50B, 0x210C }, { 0x1D50C, 0x2111 }, { 0x1D515, 0x211C },
  { 0x1D51D, 0x2128 },
  { 0x1D53A, 0x2102 }, { 0x1D53F, 0x210D }, { 0x1D545, 0x2115 }, { 0x1D547, 0x2119 },
  { 0x1D548, 0x211A }, { 0x1D549, 0x211D }, { 0x1D551, 0x2124 },
};

/* Variants of Greek letters stand behind the alphabet, in this order. */
static const gunichar variants[] = { 0x2202, 0x03F5, 0x03D1, 0x03F0, 0x03D5, 0x03F1, 0x03D6 };

/**
 * confab_math_alphabet_map:
 * @character: a letter or digit, or anything else
 * @alphabet: the shape it should have
 *
 * Finds the character of Unicode that is @character in that shape.
 *
 * Returns: that, or @character where there is none
 */
gunichar
confab_math_alphabet_map (gunichar           character,
                          ConfabMathAlphabet alphabet)
{
  const Alphabet *letters;
  gunichar mapped = 0;

  g_return_val_if_fail (alphabet < G_N_ELEMENTS (alphabets), character);

  letters = &alphabets[alphabet];
  if (character >= 'A' && character <= 'Z' && letters->upper != 0)
    mapped = letters->upper + (character - 'A');
  else if (character >= 'a' && character <= 'z' && letters->lower != 0)
    mapped = letters->lower + (character - 'a');
  else if (character >= '0' && character <= '9' && letters->digits != 0)
    mapped = letters->digits + (character - '0');
  else if (character >= ALPHA_UPPER && character <= OMEGA_UPPER && letters->greek_upper != 0)
    mapped = letters->greek_upper + (character - ALPHA_UPPER);
  else if (character >= ALPHA && character <= OMEGA && letters->greek_lower != 0)
    mapped = letters->greek_lower + (character - ALPHA);
  else if (letters->greek_lower != 0)
    for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
      if (character == variants[i] && !(i == 0 && alphabet == CONFAB_MATH_ALPHABET_DEFAULT))
        mapped = letters->greek_lower + (OMEGA - ALPHA) + 1 + i;

  /* A dotless letter has its own place, in one shape only. */
  if (alphabet == CONFAB_MATH_ALPHABET_DEFAULT || alphabet == CONFAB_MATH_ALPHABET_ITALIC)
    {
      if (character == 0x0131)
        mapped = 0x1D6A4;
      else if (character == 0x0237)
        mapped = 0x1D6A5;
    }

  for (guint i = 0; i < G_N_ELEMENTS (holes); i++)
    if (holes[i].empty == mapped)
      return holes[i].character;

  return mapped != 0 ? mapped : character;
}
