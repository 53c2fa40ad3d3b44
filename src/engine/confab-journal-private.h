/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-journal.h"

G_BEGIN_DECLS

/* Shared by the files of the journal: the one that follows what is said, and the one that keeps what is not. */
struct _ConfabJournal
{
  GObject             parent_instance;

  ConfabHistory      *history;       /* owned */
  ConfabConversation *conversation;  /* owned */
  ConfabMessage      *reply;         /* owned, nullable: the one that is followed */
  GError             *error;         /* owned, nullable */
  GPtrArray          *unwritten;     /* owned, of ConfabMessage: what failed, parents first */
  guint               reply_source;
  guint               draft_source;
  guint               retry_source;
  guint               conversation_unwritten : 1;
  guint               stored : 1;    /* the conversation is in the history */
  guint               begun : 1;     /* something was said in it */
  guint               discarded : 1; /* it is deleted: nothing is written any more */
};

void confab_journal_set_error (ConfabJournal *self,
                               const GError  *error);

G_END_DECLS
