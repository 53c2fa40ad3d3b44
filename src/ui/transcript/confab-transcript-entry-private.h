/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transcript-entry.h"

G_BEGIN_DECLS

/* The rows that one part of the message brings: a line to fold them where there is one, then its
 * pieces of text. */
typedef struct
{
  ConfabTranscriptSource *source;  /* owned */
  guint                   first;   /* position of its first item */
  guint                   n_items;
  guint                   unfolded : 1;
} ConfabTranscriptSection;

struct _ConfabTranscriptEntry
{
  ConfabMessage                    *message;       /* owned */
  const ConfabTranscriptEntryFuncs *funcs;
  gpointer                          user_data;
  GArray                           *items;         /* of ConfabTranscriptItem; NULL until expanded */
  ConfabHeightIndex                *heights;       /* of items; NULL until expanded */
  GArray                           *sections;      /* of Section; NULL until expanded */
  gsize                             n_bytes;       /* of text, for the guess */
  guint                             n_lines;
  int                               whole_height;  /* while not expanded */
  guint                             index;
  guint                             n_tail;        /* items after those of the parts */
  guint                             n_head;        /* items before those of the parts */
  guint                             version;       /* which of the versions of the message it is */
  guint                             n_versions;
  guint                             attempts_unfolded : 1;
  guint                             is_last : 1;
  guint                             is_stale : 1;
};

static inline ConfabTranscriptSection *
_confab_transcript_entry_get_section (ConfabTranscriptEntry *self,
                                      guint                  position)
{
  return &g_array_index (self->sections, ConfabTranscriptSection, position);
}

void _confab_transcript_entry_mark_stale   (ConfabTranscriptEntry         *self);
void _confab_transcript_entry_release_view (ConfabTranscriptEntry         *self,
                                            ConfabTranscriptItem          *item);
void _confab_transcript_entry_guess_height (ConfabTranscriptEntry         *self,
                                            guint                          position,
                                            const ConfabTranscriptMetrics *metrics);

G_END_DECLS
