/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-remote-images.h"
#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_IMAGE_BLOCK (confab_image_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabImageBlock, confab_image_block, CONFAB, IMAGE_BLOCK, ConfabWidgetBlock)

ConfabBlockView *confab_image_block_new (ConfabRemoteImages *images) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
