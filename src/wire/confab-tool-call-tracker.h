/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-reply-writer.h"

G_BEGIN_DECLS

typedef struct _ConfabToolCallTracker ConfabToolCallTracker;

ConfabToolCallTracker *confab_tool_call_tracker_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_tool_call_tracker_free      (ConfabToolCallTracker *self);
void                   confab_tool_call_tracker_add_piece (ConfabToolCallTracker *self,
                                                           ConfabReplyWriter     *writer,
                                                           gint64                 index,
                                                           const char            *id,
                                                           const char            *name,
                                                           JsonNode              *arguments,
                                                           const char            *seal);
void                   confab_tool_call_tracker_add_whole (ConfabToolCallTracker *self,
                                                           ConfabReplyWriter     *writer,
                                                           const char            *id,
                                                           const char            *name,
                                                           JsonNode              *arguments,
                                                           const char            *seal);
void                   confab_tool_call_tracker_finish    (ConfabToolCallTracker *self,
                                                           ConfabReplyWriter     *writer,
                                                           gboolean               complete);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabToolCallTracker, confab_tool_call_tracker_free)

G_END_DECLS
