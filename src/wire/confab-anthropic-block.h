/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-reply-writer.h"

G_BEGIN_DECLS

typedef struct _ConfabAnthropicBlock ConfabAnthropicBlock;

ConfabAnthropicBlock *confab_anthropic_block_open      (ConfabReplyWriter    *writer,
                                                        JsonObject           *start) G_GNUC_WARN_UNUSED_RESULT;
ConfabAnthropicBlock *confab_anthropic_block_open_for  (ConfabReplyWriter    *writer,
                                                        JsonObject           *delta) G_GNUC_WARN_UNUSED_RESULT;
void                  confab_anthropic_block_free      (ConfabAnthropicBlock *self);
void                  confab_anthropic_block_add_delta (ConfabAnthropicBlock *self,
                                                        ConfabReplyWriter    *writer,
                                                        JsonObject           *delta);
void                  confab_anthropic_block_close     (ConfabAnthropicBlock *self,
                                                        ConfabReplyWriter    *writer);
void                  confab_anthropic_block_abandon   (ConfabAnthropicBlock *self);
void                  confab_anthropic_block_finish    (ConfabAnthropicBlock *self,
                                                        ConfabReplyWriter    *writer,
                                                        gboolean              complete);

G_END_DECLS
