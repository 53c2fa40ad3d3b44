/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"
#include "confab-provider.h"

G_BEGIN_DECLS

GPtrArray     *confab_chat_branch_for_request (GListModel      *messages) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessage *confab_chat_branch_new_message (const char      *text,
                                               GPtrArray       *media) G_GNUC_WARN_UNUSED_RESULT;
gboolean       confab_chat_branch_check_media (GListModel      *messages,
                                               ConfabMessage   *message,
                                               ConfabProvider  *provider,
                                               const char      *model,
                                               GError         **error);

G_END_DECLS
