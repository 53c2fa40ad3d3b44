/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_MATH_BLOCK (confab_math_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMathBlock, confab_math_block, CONFAB, MATH_BLOCK, ConfabBlockView)

G_END_DECLS
