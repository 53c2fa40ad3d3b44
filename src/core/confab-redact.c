/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-redact"

#include "config.h"

#include "confab-redact.h"

#include <string.h>

/* What stands in place of a key. */
#define REDACTED "[key]"

/* A run of key characters at least this long, with a digit in it, is taken for a key. */
#define MIN_KEY_LENGTH 20

/* A piece of the key in use at least this long is taken out; shorter ones may be words. */
#define MIN_PIECE_LENGTH 8

/* Around a mask, this much of the key's beginning or end suffices. */
#define MIN_MASKED_LENGTH 2

static const char *const masks[] = { "***", "•••", "...", "…" };

static const char *const prefixes[] = {
  "sk-", "sk_", "gsk_", "xai-", "AIza", "csk-", "hf_", "fw_", "fw-", "pplx-", "tgp_", "nvapi-", "r8_",
  "ghp_", "gho_", "github_pat_", "AKIA", "ASIA", "ABSK", "ya29.",
};

/* Returns: the length in bytes of a character of keys, or of their masks, or 0 */
static gsize
key_char_length (const char *p)
{
  if (g_ascii_isalnum (*p) || (*p != '\0' && strchr ("-_*.", *p) != NULL))
    return 1;
  if (g_str_has_prefix (p, "•") || g_str_has_prefix (p, "…"))
    return strlen ("•");

  return 0;
}

/* Returns: the length of the word at @p, without the full stop of a sentence behind it */
static gsize
word_length (const char *p)
{
  gsize length = 0;
  gsize n;

  while ((n = key_char_length (p + length)) > 0)
    length += n;
  if (length > 1 && p[length - 1] == '.' && p[length - 2] != '.')
    length--;

  return length;
}

static const char *
find_mask (const char *word,
           gsize       length,
           gsize      *mask_length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      const char *mask = g_strstr_len (word, length, masks[i]);

      if (mask != NULL)
        {
          *mask_length = strlen (masks[i]);
          return mask;
        }
    }

  return NULL;
}

static gboolean
begins_as_key (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (strncmp (word, prefixes[i], strlen (prefixes[i])) == 0)
      return TRUE;

  return FALSE;
}

/* A key is long, or masked, or begins as keys of the field do. Model names hold digits too but are
 * shorter or of one case. */
static gboolean
looks_like_key (const char *word,
                gsize       length)
{
  gboolean has_digit = FALSE, has_upper = FALSE, has_lower = FALSE;
  gsize mask_length = 0;
  const char *mask = find_mask (word, length, &mask_length);

  for (gsize i = 0; i < length; i++)
    {
      has_digit |= g_ascii_isdigit (word[i]);
      has_upper |= g_ascii_isupper (word[i]);
      has_lower |= g_ascii_islower (word[i]);
    }

  /* Dots are also what is left out of a sentence, or between two numbers. */
  if (mask != NULL && (*mask == '*' || g_str_has_prefix (mask, "•")))
    return TRUE;
  if (mask != NULL && mask > word && mask + mask_length < word + length && has_digit && (has_upper || has_lower))
    return TRUE;

  if (length >= 8 && begins_as_key (word))
    return TRUE;

  /* Request ids in lower case are worth keeping; mixed case at this length is a key. */
  return length >= MIN_KEY_LENGTH && has_digit && has_upper && has_lower;
}

/**
 * confab_redact_keys:
 * @text: valid UTF-8
 *
 * Takes out whatever looks like a key, or like what is left of one that somebody masked. Several
 * providers echo parts of the key they refuse.
 *
 * Returns: (transfer full): the text without
 */
char *
confab_redact_keys (const char *text)
{
  g_autoptr(GString) result = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  for (const char *p = text; *p != '\0';)
    {
      const gsize length = word_length (p);

      if (length == 0)
        g_string_append_c (result, *p++);
      else if (looks_like_key (p, length))
        g_string_append (result, REDACTED);
      else
        g_string_append_len (result, p, length);
      p += length;
    }

  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * confab_redact_has_key:
 * @text: valid UTF-8
 *
 * Looks for what certainly is a key, to keep it from being stored where it does not belong. Ids of
 * accounts are as long and as wild, so that only those count that begin as keys of the field do.
 *
 * Returns: whether a key is in @text
 */
gboolean
confab_redact_has_key (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  while (*text != '\0')
    {
      const gsize length = word_length (text);

      if (length >= MIN_KEY_LENGTH && begins_as_key (text))
        return TRUE;
      text += MAX (length, 1);
    }

  return FALSE;
}

/* Returns: how many bytes of @text stand for the character @c of a key, in plain letters or
 * percent-encoded as in an address; 0 if they stand for another */
static gsize
match_char (const char *text,
            char        c)
{
  if (*text == c)
    return 1;
  if (*text == '%' && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]) &&
      (g_ascii_xdigit_value (text[1]) << 4 | g_ascii_xdigit_value (text[2])) == (guchar) c)
    return 3;

  return 0;
}

/* Returns: how many characters of @key @text begins with, wherever in the key they are */
static gsize
match_piece (const char *text,
             const char *key,
             gsize      *n_bytes)
{
  gsize longest = 0;

  *n_bytes = 0;
  for (const char *start = key; *start != '\0'; start++)
    {
      gsize length = 0, bytes = 0, n;

      while (start[length] != '\0' && (n = match_char (text + bytes, start[length])) > 0)
        {
          length++;
          bytes += n;
        }
      if (length > longest)
        {
          longest = length;
          *n_bytes = bytes;
        }
    }

  return longest;
}

/* Whether a word is the beginning or the end of @key with a mask for the rest. */
static gboolean
is_masked (const char *word,
           gsize       length,
           const char *key,
           gsize       key_length)
{
  gsize mask_length = 0;
  const char *mask = find_mask (word, length, &mask_length);
  gsize head, tail;

  if (mask == NULL)
    return FALSE;

  head = mask - word;
  tail = 0;
  while (tail < length && strchr ("*.", word[length - tail - 1]) == NULL && !(word[length - tail - 1] & 0x80))
    tail++;

  return (head >= MIN_MASKED_LENGTH && head <= key_length && strncmp (word, key, head) == 0) ||
         (tail >= MIN_MASKED_LENGTH && tail <= key_length &&
          strncmp (word + length - tail, key + key_length - tail, tail) == 0);
}

/**
 * confab_redact_secret:
 * @text: a text
 * @secret: (nullable): a key
 *
 * Takes out @secret, longer pieces of it, and what is left of it where it was masked. One that is
 * too short to be a key is taken out as a word of its own only.
 *
 * Returns: (transfer full): the text without
 */
char *
confab_redact_secret (const char         *text,
                      const ConfabSecret *secret)
{
  const char *key = secret != NULL ? confab_secret_peek (secret) : "";
  const gsize key_length = strlen (key);
  g_autoptr(GString) result = NULL;
  gboolean in_word = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  if (key_length == 0)
    return g_strdup (text);

  result = g_string_new (NULL);
  for (const char *p = text; *p != '\0';)
    {
      gsize n_bytes;
      const gsize piece = match_piece (p, key, &n_bytes);
      gsize length = in_word ? 0 : word_length (p);

      if (piece >= MIN_PIECE_LENGTH || (piece == key_length && !in_word && key_char_length (p + n_bytes) == 0))
        {
          g_string_append (result, REDACTED);
          p += n_bytes;
        }
      else if (length > 0 && is_masked (p, length, key, key_length))
        {
          g_string_append (result, REDACTED);
          p += length;
        }
      else
        {
          g_string_append_c (result, *p++);
        }

      in_word = key_char_length (p) > 0 && p > text && g_ascii_isalnum (p[-1]);
    }

  return g_string_free (g_steal_pointer (&result), FALSE);
}
