/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"
#include "confab-code-highlighter.h"
#include "confab-remote-images.h"

G_BEGIN_DECLS

ConfabBlockView *confab_block_factory_create (ConfabTranscriptEntry *entry,
                                              guint                  item,
                                              ConfabCodeHighlighter *highlighter,
                                              ConfabRemoteImages    *images) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
