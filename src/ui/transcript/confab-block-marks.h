/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"
#include "confab-search-text.h"
#include "confab-text-layout.h"

G_BEGIN_DECLS

void     confab_block_marks_set      (ConfabBlockView       *block,
                                      GArray                *ranges,
                                      int                    current);
void     confab_block_marks_snapshot (ConfabBlockView       *block,
                                      ConfabTextLayout      *layout,
                                      GtkSnapshot           *snapshot,
                                      int                    x,
                                      int                    y,
                                      gsize                  offset);

G_END_DECLS
