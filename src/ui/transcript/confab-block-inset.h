/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-block-nesting.h"
#include "confab-list-marker.h"

G_BEGIN_DECLS

/**
 * ConfabBlockInset:
 * @nesting: what the row is in
 * @marker: (nullable): what stands in front of it
 * @width: how far it is set in as a whole
 * @left: as much of that as is at the left
 * @is_rtl: whether it is at the right
 *
 * The place of a row in its column.
 */
typedef struct
{
  ConfabBlockNesting  nesting;
  ConfabListMarker   *marker;
  int                 width;
  int                 left;
  gboolean            is_rtl;
} ConfabBlockInset;

gboolean confab_block_inset_update   (ConfabBlockInset       *self,
                                      GtkWidget              *block,
                                      ConfabTranscriptEntry  *entry,
                                      guint                   item,
                                      gboolean                as_a_whole);
void     confab_block_inset_snapshot (const ConfabBlockInset *self,
                                      GtkWidget              *block,
                                      GtkSnapshot            *snapshot,
                                      ConfabTranscriptEntry  *entry,
                                      guint                   item,
                                      gboolean                is_rtl);

G_END_DECLS
