/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_ATTEMPTS_BLOCK (confab_attempts_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAttemptsBlock, confab_attempts_block, CONFAB, ATTEMPTS_BLOCK, ConfabWidgetBlock)

G_END_DECLS
