/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"

G_BEGIN_DECLS

guint confab_quote_bars_get_joined_depth (ConfabTranscriptEntry *entry,
                                          guint                  item);
void  confab_quote_bars_snapshot         (ConfabBlockView       *block,
                                          GtkSnapshot           *snapshot,
                                          guint                  depth,
                                          guint                  joined_depth,
                                          gboolean               is_rtl);

G_END_DECLS
