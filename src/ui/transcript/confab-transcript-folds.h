/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transcript-entry.h"

G_BEGIN_DECLS

typedef struct _ConfabTranscriptFolds ConfabTranscriptFolds;

ConfabTranscriptFolds *confab_transcript_folds_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_transcript_folds_free      (ConfabTranscriptFolds         *self);
GStrv                  confab_transcript_folds_dup_names (ConfabTranscriptFolds         *self) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_transcript_folds_set_names (ConfabTranscriptFolds         *self,
                                                          const char * const            *names);
void                   confab_transcript_folds_note      (ConfabTranscriptFolds         *self,
                                                          ConfabTranscriptEntry         *entry,
                                                          guint                          item,
                                                          gboolean                       unfolded);
void                   confab_transcript_folds_apply     (ConfabTranscriptFolds         *self,
                                                          ConfabTranscriptEntry         *entry,
                                                          const ConfabTranscriptMetrics *metrics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTranscriptFolds, confab_transcript_folds_free)

G_END_DECLS
