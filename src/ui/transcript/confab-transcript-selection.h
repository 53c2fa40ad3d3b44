/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transcript-model.h"

G_BEGIN_DECLS

/**
 * ConfabTranscriptPoint:
 * @entry: (nullable): a message
 * @item: a row of it
 * @index: a byte of that row's text
 *
 * A place in the text of a transcript.
 */
typedef struct
{
  ConfabTranscriptEntry *entry;
  guint                  item;
  gsize                  index;
} ConfabTranscriptPoint;

/**
 * ConfabTranscriptSelection:
 * @anchor: where it was begun
 * @focus: where it was led to
 *
 * What is selected, across rows and messages, whether or not they are on the screen.
 */
typedef struct
{
  ConfabTranscriptPoint anchor;
  ConfabTranscriptPoint focus;
} ConfabTranscriptSelection;

void     confab_transcript_selection_clear         (ConfabTranscriptSelection       *self);
gboolean confab_transcript_selection_is_empty      (const ConfabTranscriptSelection *self);
void     confab_transcript_selection_set           (ConfabTranscriptSelection       *self,
                                                    const ConfabTranscriptPoint     *anchor,
                                                    const ConfabTranscriptPoint     *focus);
void     confab_transcript_selection_set_all       (ConfabTranscriptSelection       *self,
                                                    ConfabTranscriptModel           *model);
void     confab_transcript_selection_items_changed (ConfabTranscriptSelection       *self,
                                                    ConfabTranscriptEntry           *entry,
                                                    guint                            position,
                                                    guint                            n_removed,
                                                    guint                            n_added);
gboolean confab_transcript_selection_get_range     (const ConfabTranscriptSelection *self,
                                                    ConfabTranscriptEntry           *entry,
                                                    guint                            item,
                                                    gsize                           *start,
                                                    gsize                           *end);
char    *confab_transcript_selection_dup_text      (const ConfabTranscriptSelection *self,
                                                    ConfabTranscriptModel           *model) G_GNUC_WARN_UNUSED_RESULT;
char    *confab_transcript_selection_dup_item_text (ConfabTranscriptEntry           *entry,
                                                    guint                            item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
