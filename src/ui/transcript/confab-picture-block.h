/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PICTURE_BLOCK (confab_picture_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPictureBlock, confab_picture_block, CONFAB, PICTURE_BLOCK, ConfabWidgetBlock)

G_END_DECLS
