/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-search-text.h"
#include "confab-transcript-model.h"

G_BEGIN_DECLS

/**
 * ConfabTranscriptHit:
 * @item: a row of a message
 * @range: a piece of that row's text
 *
 * A place where something was found.
 */
typedef struct
{
  guint           item;
  ConfabTextRange range;
} ConfabTranscriptHit;

typedef struct _ConfabTranscriptFind ConfabTranscriptFind;

ConfabTranscriptFind      *confab_transcript_find_new             (ConfabTranscriptModel *model) G_GNUC_WARN_UNUSED_RESULT;
void                       confab_transcript_find_free            (ConfabTranscriptFind  *self);
void                       confab_transcript_find_set_pattern     (ConfabTranscriptFind  *self,
                                                                   ConfabSearchPattern   *pattern);
gboolean                   confab_transcript_find_is_active       (ConfabTranscriptFind  *self);
void                       confab_transcript_find_entries_changed (ConfabTranscriptFind  *self,
                                                                   guint                  position,
                                                                   guint                  n_removed,
                                                                   guint                  n_added);
void                       confab_transcript_find_items_changed   (ConfabTranscriptFind  *self,
                                                                   ConfabTranscriptEntry *entry,
                                                                   guint                  position,
                                                                   guint                  n_removed,
                                                                   guint                  n_added);
gboolean                   confab_transcript_find_touch_last      (ConfabTranscriptFind  *self);
gboolean                   confab_transcript_find_scan            (ConfabTranscriptFind  *self,
                                                                   gint64                 max_us);
guint                      confab_transcript_find_get_n_hits      (ConfabTranscriptFind  *self);
const ConfabTranscriptHit *confab_transcript_find_get_hits        (ConfabTranscriptFind  *self,
                                                                   ConfabTranscriptEntry *entry,
                                                                   guint                 *n_hits);
gboolean                   confab_transcript_find_select_near     (ConfabTranscriptFind  *self,
                                                                   guint                  entry,
                                                                   guint                  item);
gboolean                   confab_transcript_find_step            (ConfabTranscriptFind  *self,
                                                                   gboolean               forward);
guint                      confab_transcript_find_get_position    (ConfabTranscriptFind  *self);
gboolean                   confab_transcript_find_get_current     (ConfabTranscriptFind  *self,
                                                                   ConfabTranscriptEntry **entry,
                                                                   ConfabTranscriptHit   *hit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTranscriptFind, confab_transcript_find_free)

G_END_DECLS
