/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-markdown-scanner.h"
#include "confab-message.h"

G_BEGIN_DECLS

typedef struct _ConfabTranscriptSource ConfabTranscriptSource;

ConfabTranscriptSource *confab_transcript_source_new          (ConfabPart             *part,
                                                               gboolean                is_markdown) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_transcript_source_free         (ConfabTranscriptSource *self);
ConfabPart             *confab_transcript_source_get_part     (ConfabTranscriptSource *self);
gboolean                confab_transcript_source_get_finished (ConfabTranscriptSource *self);
gboolean                confab_transcript_source_catch_up         (ConfabTranscriptSource *self,
                                                               gboolean                message_is_open,
                                                               gsize                  *budget,
                                                               guint                  *changed_from);
guint                   confab_transcript_source_get_n_pieces (ConfabTranscriptSource *self);
ConfabMarkdownScanner  *confab_transcript_source_get_scanner  (ConfabTranscriptSource *self);
char                   *confab_transcript_source_dup_piece    (ConfabTranscriptSource *self,
                                                               guint                   position) G_GNUC_WARN_UNUSED_RESULT;
gsize                   confab_transcript_source_get_size     (ConfabTranscriptSource *self,
                                                               guint                   position,
                                                               guint                  *n_lines);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTranscriptSource, confab_transcript_source_free)

G_END_DECLS
