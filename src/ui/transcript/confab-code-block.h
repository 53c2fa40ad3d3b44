/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"
#include "confab-code-highlighter.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CODE_BLOCK (confab_code_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCodeBlock, confab_code_block, CONFAB, CODE_BLOCK, ConfabBlockView)

ConfabBlockView *confab_code_block_new       (ConfabCodeHighlighter *highlighter) G_GNUC_WARN_UNUSED_RESULT;
void             confab_code_block_set_wraps (ConfabCodeBlock       *self,
                                              gboolean               wraps);

G_END_DECLS
