/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "confab-chat.h"
#include "confab-search-text.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_TRANSCRIPT (confab_transcript_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTranscript, confab_transcript, CONFAB, TRANSCRIPT, GtkWidget)

GtkWidget  *confab_transcript_new           (void) G_GNUC_WARN_UNUSED_RESULT;
GListModel *confab_transcript_get_messages  (ConfabTranscript *self);
void        confab_transcript_set_messages  (ConfabTranscript *self,
                                             GListModel       *messages);
void        confab_transcript_set_chat      (ConfabTranscript *self,
                                             ConfabChat       *chat);
ConfabMessage *
            confab_transcript_get_current   (ConfabTranscript *self);
gboolean    confab_transcript_step_message  (ConfabTranscript *self,
                                             int               step);
void        confab_transcript_scroll_to_end (ConfabTranscript *self);
void        confab_transcript_set_find      (ConfabTranscript *self,
                                             ConfabSearchPattern *pattern);
void        confab_transcript_step_find     (ConfabTranscript *self,
                                             gboolean          forward);
gboolean    confab_transcript_get_find_state (ConfabTranscript *self,
                                             guint            *position,
                                             guint            *n_hits);
void        confab_transcript_show_message  (ConfabTranscript *self,
                                             const char       *message_id,
                                             ConfabSearchPattern *pattern);
gboolean    confab_transcript_grab_last     (ConfabTranscript *self);
char       *confab_transcript_dup_text      (ConfabTranscript *self,
                                             ConfabMessage    *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
