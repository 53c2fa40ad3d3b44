/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_BUBBLE_BLOCK (confab_bubble_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabBubbleBlock, confab_bubble_block, CONFAB, BUBBLE_BLOCK, ConfabBlockView)

int confab_bubble_block_get_card_width (ConfabBubbleBlock *self);

G_END_DECLS
