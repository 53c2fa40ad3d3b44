/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transcript-entry.h"

G_BEGIN_DECLS

/* How far a list item or a quote is set in, in pixels. */
#define CONFAB_TRANSCRIPT_LIST_INDENT  24
#define CONFAB_TRANSCRIPT_QUOTE_INDENT 18

/* The card of code, in pixels. */
#define CONFAB_TRANSCRIPT_CODE_PADDING 12
#define CONFAB_TRANSCRIPT_CODE_HEADER  36

/* The card of what the person said, in pixels. */
#define CONFAB_TRANSCRIPT_BUBBLE_PADDING_X 15
#define CONFAB_TRANSCRIPT_BUBBLE_PADDING_Y 9

/* The cells of a table, in pixels. */
#define CONFAB_TRANSCRIPT_CELL_PADDING_X 12
#define CONFAB_TRANSCRIPT_CELL_PADDING_Y 6

int  confab_transcript_geometry_get_gap     (ConfabTranscriptEntry         *entry,
                                             guint                          position);
int  confab_transcript_geometry_guess       (ConfabTranscriptEntry         *entry,
                                             guint                          position,
                                             const ConfabTranscriptMetrics *metrics);
void confab_transcript_geometry_count       (ConfabMessage                 *message,
                                             gsize                         *n_bytes,
                                             guint                         *n_lines);
int  confab_transcript_geometry_guess_whole (ConfabMessage                 *message,
                                             gsize                          n_bytes,
                                             guint                          n_lines,
                                             const ConfabTranscriptMetrics *metrics);

G_END_DECLS
