/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

#include "confab-transcript-entry.h"

G_BEGIN_DECLS

/* Nobody nests deeper in earnest, and there must be room left for the text. */
#define CONFAB_BLOCK_NESTING_MAX_LISTS  6
#define CONFAB_BLOCK_NESTING_MAX_QUOTES 4

/**
 * ConfabBlockNesting:
 * @indent: how far the row is set in
 * @marker_x: where the room for the marker of its list begins
 * @bars: where each bar of its quotes begins, the outermost first
 * @n_bars: how many there are
 *
 * Where things are in front of a row that is in lists and quotes: in pixels, from the side at which it
 * begins.
 */
typedef struct
{
  int   indent;
  int   marker_x;
  int   bars[CONFAB_BLOCK_NESTING_MAX_QUOTES];
  guint n_bars;
} ConfabBlockNesting;

void           confab_block_nesting_get            (const ConfabMarkdownSegment *segment,
                                                    ConfabBlockNesting          *nesting);
guint          confab_block_nesting_count_joined   (const ConfabMarkdownSegment *segment);
PangoDirection confab_block_nesting_find_direction (ConfabTranscriptEntry       *entry,
                                                    guint                        item);

G_END_DECLS
