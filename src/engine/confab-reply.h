/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-event.h"
#include "confab-message.h"

G_BEGIN_DECLS

typedef struct _ConfabReply ConfabReply;

ConfabReply   *confab_reply_new         (ConfabMessage        *message,
                                         gint64                now_us) G_GNUC_WARN_UNUSED_RESULT;
void           confab_reply_free        (ConfabReply          *self);
ConfabMessage *confab_reply_get_message (ConfabReply          *self);
void           confab_reply_go_on_in    (ConfabReply          *self,
                                         ConfabPart           *part);
const GError  *confab_reply_get_error   (ConfabReply          *self);
void           confab_reply_apply       (ConfabReply          *self,
                                         const ConfabEvent    *event,
                                         gint64                now_us);
void           confab_reply_flush       (ConfabReply          *self);
void           confab_reply_finish      (ConfabReply          *self,
                                         ConfabMessageStatus   status,
                                         const GError         *error,
                                         gint64                now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabReply, confab_reply_free)

G_END_DECLS
