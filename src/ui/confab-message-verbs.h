/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat.h"
#include "confab-transcript.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_MESSAGE_VERBS (confab_message_verbs_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMessageVerbs, confab_message_verbs, CONFAB, MESSAGE_VERBS, GObject)

ConfabMessageVerbs *confab_message_verbs_new            (GtkWidget          *page,
                                                         ConfabTranscript   *transcript) G_GNUC_WARN_UNUSED_RESULT;
void                confab_message_verbs_set_chat       (ConfabMessageVerbs *self,
                                                         ConfabChat         *chat);
void                confab_message_verbs_forget_another (ConfabMessageVerbs *self);
gboolean            confab_message_verbs_ask_another    (ConfabMessageVerbs *self,
                                                         ConfabProvider     *provider,
                                                         const char         *model);

G_END_DECLS
