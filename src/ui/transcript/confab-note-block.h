/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-widget-block.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_NOTE_BLOCK (confab_note_block_get_type ())
G_DECLARE_FINAL_TYPE (ConfabNoteBlock, confab_note_block, CONFAB, NOTE_BLOCK, ConfabWidgetBlock)

G_END_DECLS
