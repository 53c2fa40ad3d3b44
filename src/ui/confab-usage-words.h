/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation-usage.h"

G_BEGIN_DECLS

/* From here on it is told that the context fills up. */
#define CONFAB_CONTEXT_NEARLY_FULL 0.75

char  *confab_usage_words_dup_tokens   (gint64                         tokens) G_GNUC_WARN_UNUSED_RESULT;
char  *confab_usage_words_dup_sent     (const ConfabConversationUsage *usage) G_GNUC_WARN_UNUSED_RESULT;
char  *confab_usage_words_dup_received (const ConfabConversationUsage *usage) G_GNUC_WARN_UNUSED_RESULT;
char  *confab_usage_words_dup_cost     (const ConfabConversationUsage *usage) G_GNUC_WARN_UNUSED_RESULT;
char  *confab_usage_words_dup_title    (const ConfabConversationUsage *usage) G_GNUC_WARN_UNUSED_RESULT;
char  *confab_usage_words_dup_context  (const ConfabConversationUsage *usage,
                                        gint64                         context_tokens) G_GNUC_WARN_UNUSED_RESULT;
double confab_usage_words_get_fill     (const ConfabConversationUsage *usage,
                                        gint64                         context_tokens);

G_END_DECLS
