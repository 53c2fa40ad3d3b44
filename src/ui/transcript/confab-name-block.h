/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_NAME_BLOCK (confab_name_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabNameBlock, confab_name_block, CONFAB, NAME_BLOCK, ConfabWidgetBlock)

G_END_DECLS
