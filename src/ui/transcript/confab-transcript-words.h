/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-message.h"

G_BEGIN_DECLS

char *confab_transcript_words_dup_number   (gint64         number) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_words_dup_duration (gint64         duration_ms) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_words_dup_elapsed  (gint64         duration_ms) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_words_dup_name     (ConfabMessage *message,
                                            const char    *model) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_words_dup_cost     (double         cost_usd) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_words_dup_summary  (ConfabMessage *message) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_words_dup_note     (ConfabMessage *message) G_GNUC_WARN_UNUSED_RESULT;
char *confab_transcript_words_dup_details  (const GError  *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
