/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_ERROR_BLOCK (confab_error_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabErrorBlock, confab_error_block, CONFAB, ERROR_BLOCK, ConfabWidgetBlock)

G_END_DECLS
