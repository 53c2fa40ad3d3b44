/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-chat.h"
#include "confab-search-text.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_TRANSCRIPT_VIEW (confab_transcript_view_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTranscriptView, confab_transcript_view, CONFAB, TRANSCRIPT_VIEW, GtkWidget)

GtkWidget *confab_transcript_view_new            (void) G_GNUC_WARN_UNUSED_RESULT;
void       confab_transcript_view_set_messages   (ConfabTranscriptView *self,
                                                  GListModel           *messages);
void       confab_transcript_view_set_chat       (ConfabTranscriptView *self,
                                                  ConfabChat           *chat);
char      *confab_transcript_view_dup_model_name (ConfabTranscriptView *self,
                                                  const char           *provider_id,
                                                  const char           *model) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessage *
           confab_transcript_view_get_current    (ConfabTranscriptView *self);
gboolean   confab_transcript_view_step_message   (ConfabTranscriptView *self,
                                                  int                   step);
void       confab_transcript_view_open_menu      (ConfabTranscriptView *self,
                                                  ConfabMessage        *message,
                                                  double                x,
                                                  double                y);
gboolean   confab_transcript_view_get_at_end     (ConfabTranscriptView *self);
void       confab_transcript_view_scroll_to_end  (ConfabTranscriptView *self);
gboolean   confab_transcript_view_grab_last      (ConfabTranscriptView *self);
char      *confab_transcript_view_dup_text        (ConfabTranscriptView *self,
                                                  ConfabMessage        *message) G_GNUC_WARN_UNUSED_RESULT;
void       confab_transcript_view_set_find        (ConfabTranscriptView *self,
                                                  ConfabSearchPattern  *pattern);
void       confab_transcript_view_find_step       (ConfabTranscriptView *self,
                                                  gboolean              forward);
gboolean   confab_transcript_view_get_find_state  (ConfabTranscriptView *self,
                                                  guint                *position,
                                                  guint                *n_hits);
void       confab_transcript_view_show_message    (ConfabTranscriptView *self,
                                                  const char           *message_id,
                                                  ConfabSearchPattern  *pattern);
guint      confab_transcript_view_get_n_realized (ConfabTranscriptView *self);
gboolean   confab_transcript_view_get_is_ticking (ConfabTranscriptView *self);

G_END_DECLS
