/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-history.h"
#include "confab-message.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_JOURNAL (confab_journal_get_type ())
G_DECLARE_FINAL_TYPE (ConfabJournal, confab_journal, CONFAB, JOURNAL, GObject)

ConfabJournal *confab_journal_new               (ConfabHistory      *history,
                                                 ConfabConversation *conversation,
                                                 gboolean            stored) G_GNUC_WARN_UNUSED_RESULT;
const GError  *confab_journal_get_error         (ConfabJournal      *self);
ConfabConversation *
               confab_journal_get_conversation  (ConfabJournal      *self);
gboolean       confab_journal_get_written       (ConfabJournal      *self);
gboolean       confab_journal_get_pending       (ConfabJournal      *self);
gboolean       confab_journal_get_begun         (ConfabJournal      *self);
void           confab_journal_set_begun         (ConfabJournal      *self,
                                                 gboolean            begun);
gboolean       confab_journal_get_stored        (ConfabJournal      *self);
void           confab_journal_save_conversation (ConfabJournal      *self);
void           confab_journal_save_message      (ConfabJournal      *self,
                                                 ConfabMessage      *message);
void           confab_journal_delete_messages   (ConfabJournal      *self,
                                                 GPtrArray          *messages);
gboolean       confab_journal_has_deleted       (ConfabJournal      *self,
                                                 const char         *id);
void           confab_journal_follow            (ConfabJournal      *self,
                                                 ConfabMessage      *reply);
void           confab_journal_unfollow          (ConfabJournal      *self);
void           confab_journal_draft_changed     (ConfabJournal      *self);
void           confab_journal_draft_sent        (ConfabJournal      *self);
void           confab_journal_flush             (ConfabJournal      *self);
void           confab_journal_end               (ConfabJournal      *self);
void           confab_journal_discard           (ConfabJournal      *self);
void           confab_journal_delete            (ConfabJournal      *self);
gboolean       confab_journal_save_draft_parts   (ConfabJournal      *self,
                                                  GPtrArray          *parts);

G_END_DECLS
