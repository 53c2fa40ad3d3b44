/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-reply-writer.h"

G_BEGIN_DECLS

typedef struct _ConfabConverseBlock ConfabConverseBlock;

ConfabConverseBlock *confab_converse_block_new    (ConfabReplyWriter   *writer) G_GNUC_WARN_UNUSED_RESULT;
void                 confab_converse_block_free   (ConfabConverseBlock *self);
void                 confab_converse_block_add    (ConfabConverseBlock *self,
                                                   ConfabReplyWriter   *writer,
                                                   JsonObject          *content);
void                 confab_converse_block_close  (ConfabConverseBlock *self,
                                                   ConfabReplyWriter   *writer,
                                                   GPtrArray           *blocks);
void                 confab_converse_block_finish (ConfabConverseBlock *self,
                                                   ConfabReplyWriter   *writer,
                                                   GPtrArray           *blocks,
                                                   gboolean             complete);

G_END_DECLS
