/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-message.h"

G_BEGIN_DECLS

#define CONFAB_EXPORT_JSON_FORMAT  "confab-conversations"

/* The newest version of the format, the one that is written. */
#define CONFAB_EXPORT_JSON_VERSION 1

void confab_export_json_begin        (GString            *out);
void confab_export_json_conversation (GString            *out,
                                      ConfabConversation *conversation,
                                      gboolean            first);
void confab_export_json_messages     (GString            *out);
void confab_export_json_message      (GString            *out,
                                      const char         *conversation_id,
                                      ConfabMessage      *message,
                                      gboolean            first);
void confab_export_json_end          (GString            *out);

G_END_DECLS
