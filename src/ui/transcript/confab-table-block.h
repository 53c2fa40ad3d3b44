/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_TABLE_BLOCK (confab_table_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTableBlock, confab_table_block, CONFAB, TABLE_BLOCK, ConfabBlockView)

G_END_DECLS
