/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat.h"

G_BEGIN_DECLS

/* What is written and not sent: the draft, or a message of the past that is written anew. */
void           confab_chat_set_draft            (ConfabChat     *self,
                                                 const char     *draft);
char          *confab_chat_dup_draft            (ConfabChat     *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean       confab_chat_can_edit             (ConfabChat     *self,
                                                 ConfabMessage  *message);
ConfabMessage *confab_chat_get_edited           (ConfabChat     *self);
gboolean       confab_chat_get_edited_has_media (ConfabChat     *self);
void           confab_chat_edit                 (ConfabChat     *self,
                                                 ConfabMessage  *message);
void           confab_chat_cancel_edit          (ConfabChat     *self);
void           confab_chat_keep_edit_as_draft   (ConfabChat     *self);
gboolean       confab_chat_send_edited          (ConfabChat     *self,
                                                 const char     *text,
                                                 GError        **error);

G_END_DECLS
