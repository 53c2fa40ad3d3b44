/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transcript-selection.h"

G_BEGIN_DECLS

char *confab_transcript_markdown_dup_selection (const ConfabTranscriptSelection *selection,
                                                ConfabTranscriptModel           *model) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_markdown_dup_table     (ConfabTranscriptSource          *source,
                                                guint                            block_id) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_markdown_dup_csv       (ConfabTranscriptSource          *source,
                                                guint                            block_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
