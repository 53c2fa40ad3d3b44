/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_DISCLOSURE_BLOCK (confab_disclosure_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDisclosureBlock, confab_disclosure_block, CONFAB, DISCLOSURE_BLOCK, ConfabWidgetBlock)

G_END_DECLS
