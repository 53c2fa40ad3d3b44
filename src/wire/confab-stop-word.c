/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-stop-word"

#include "config.h"

#include "confab-stop-word.h"

/**
 * confab_stop_word_find:
 * @words: (array length=n_words): the words of a dialect
 * @n_words: how many
 * @word: (nullable): what the provider said, in whatever case
 *
 * Returns: what it means; %CONFAB_STOP_REASON_NONE of %NULL, and %CONFAB_STOP_REASON_OTHER of a word
 *   that the dialect does not have
 */
ConfabStopReason
confab_stop_word_find (const ConfabStopWord *words,
                       gsize                 n_words,
                       const char           *word)
{
  g_return_val_if_fail (words != NULL, CONFAB_STOP_REASON_NONE);

  if (word == NULL)
    return CONFAB_STOP_REASON_NONE;

  for (gsize i = 0; i < n_words; i++)
    if (g_ascii_strcasecmp (words[i].word, word) == 0)
      return words[i].reason;

  return CONFAB_STOP_REASON_OTHER;
}
