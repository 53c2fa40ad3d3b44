/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_FOOTER_BLOCK (confab_footer_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabFooterBlock, confab_footer_block, CONFAB, FOOTER_BLOCK, ConfabWidgetBlock)

G_END_DECLS
