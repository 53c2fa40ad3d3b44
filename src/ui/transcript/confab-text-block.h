/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_TEXT_BLOCK (confab_text_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTextBlock, confab_text_block, CONFAB, TEXT_BLOCK, ConfabBlockView)

G_END_DECLS
