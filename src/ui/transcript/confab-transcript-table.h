/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

#include "confab-markdown-text.h"
#include "confab-transcript-source.h"

G_BEGIN_DECLS

/**
 * ConfabTranscriptTable:
 * @table: the cells
 * @text: all cells as text, parted by tabs and line ends
 * @offsets: (array): where each cell begins in @text
 *
 * A piece of a table, and the text of it that can be selected.
 */
typedef struct
{
  ConfabMarkdownTable *table;    /* owned */
  char                *text;     /* owned */
  gsize               *offsets;  /* owned */
} ConfabTranscriptTable;

ConfabTranscriptTable *confab_transcript_table_new        (ConfabTranscriptSource *source,
                                                           guint                   segment) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_transcript_table_free       (ConfabTranscriptTable  *self);
guint                  confab_transcript_table_find_first (ConfabTranscriptSource *source,
                                                           guint                   segment);
PangoDirection         confab_transcript_table_find_direction (const ConfabMarkdownTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTranscriptTable, confab_transcript_table_free)

G_END_DECLS
