/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_ATTACHMENT_BLOCK (confab_attachment_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAttachmentBlock, confab_attachment_block, CONFAB, ATTACHMENT_BLOCK, ConfabWidgetBlock)

G_END_DECLS
