/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat.h"

G_BEGIN_DECLS

/* What was said can be said in other ways: each message has its versions, which are siblings in the
 * tree of messages, and what follows belongs to one of them. */
guint    confab_chat_get_versions   (ConfabChat      *self,
                                     ConfabMessage   *message,
                                     guint           *position);
gboolean confab_chat_show_version   (ConfabChat      *self,
                                     ConfabMessage   *message,
                                     int              step);
gboolean confab_chat_ask_again      (ConfabChat      *self,
                                     ConfabMessage   *message,
                                     ConfabProvider  *provider,
                                     const char      *model,
                                     GError         **error);
gboolean confab_chat_can_go_on      (ConfabChat      *self,
                                     ConfabMessage   *message);
gboolean confab_chat_go_on          (ConfabChat      *self,
                                     ConfabMessage   *message,
                                     GError         **error);
gboolean confab_chat_remove         (ConfabChat      *self,
                                     ConfabMessage   *message,
                                     GError         **error);
gboolean confab_chat_undo_remove    (ConfabChat      *self);
void     confab_chat_forget_removed (ConfabChat      *self);

G_END_DECLS
