/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabTextRange:
 * @start: the first byte
 * @end: the byte after the last
 *
 * A piece of a text.
 */
typedef struct
{
  gsize start;
  gsize end;
} ConfabTextRange;

/**
 * ConfabSearchWord:
 * @text: as it was typed, without quotation marks
 * @folded: as it is compared
 * @is_phrase: it was typed in quotation marks
 *
 * Something that is looked for.
 */
typedef struct
{
  char    *text;    /* owned */
  char    *folded;  /* owned */
  gboolean is_phrase;
} ConfabSearchWord;

typedef struct _ConfabSearchPattern ConfabSearchPattern;

#define CONFAB_TYPE_SEARCH_PATTERN (confab_search_pattern_get_type ())
GType                   confab_search_pattern_get_type    (void) G_GNUC_CONST;

ConfabSearchPattern    *confab_search_pattern_new_words   (const char                *query) G_GNUC_WARN_UNUSED_RESULT;
ConfabSearchPattern    *confab_search_pattern_new_literal (const char                *text) G_GNUC_WARN_UNUSED_RESULT;
ConfabSearchPattern    *confab_search_pattern_ref         (ConfabSearchPattern       *self) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_search_pattern_unref       (ConfabSearchPattern       *self);
guint                   confab_search_pattern_get_n_words (const ConfabSearchPattern *self);
const ConfabSearchWord *confab_search_pattern_get_word    (const ConfabSearchPattern *self,
                                                           guint                      position);
guint                   confab_search_pattern_find        (const ConfabSearchPattern *self,
                                                           const char                *text,
                                                           GArray                    *ranges);
gboolean                confab_search_pattern_matches     (const ConfabSearchPattern *self,
                                                           const char                *text);
gboolean                confab_search_pattern_may_match_markup (const ConfabSearchPattern *self,
                                                           const char                *source);

char                   *confab_search_text_fold           (const char                *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean                confab_search_text_is_unspaced    (gunichar                   c);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSearchPattern, confab_search_pattern_unref)

G_END_DECLS
