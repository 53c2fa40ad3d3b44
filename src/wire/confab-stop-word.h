/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-event.h"

G_BEGIN_DECLS

/**
 * ConfabStopWord:
 * @word: what a provider says when a reply ends
 * @reason: what it means
 */
typedef struct
{
  const char       *word;
  ConfabStopReason  reason;
} ConfabStopWord;

ConfabStopReason confab_stop_word_find (const ConfabStopWord *words,
                                        gsize                 n_words,
                                        const char           *word);

G_END_DECLS
