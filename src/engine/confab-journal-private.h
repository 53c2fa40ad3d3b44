/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-journal.h"

G_BEGIN_DECLS

/* What can be written, or fail to be. */
typedef enum
{
  CONFAB_JOURNAL_CONVERSATION,
  CONFAB_JOURNAL_MESSAGE,               /* a ConfabMessage */
  CONFAB_JOURNAL_DELETED_MESSAGES,      /* a GPtrArray of ConfabMessage */
  CONFAB_JOURNAL_DRAFT,                 /* a GPtrArray of ConfabPart */
  CONFAB_JOURNAL_DELETED_CONVERSATION,
} ConfabJournalKind;

/* Shared by the files of the journal: the one that follows what is said, the one that keeps what is not, and
 * the one that writes and tries again. */
struct _ConfabJournal
{
  GObject             parent_instance;

  ConfabHistory      *history;       /* owned */
  ConfabConversation *conversation;  /* owned */
  ConfabMessage      *reply;         /* owned, nullable: the one that is followed */
  GError             *error;         /* owned, nullable */
  GPtrArray          *unwritten;     /* owned, of ConfabJournalWriting: what failed, parents first */
  GHashTable         *deleted;       /* owned: ids of messages that are deleted, or are to be */
  GPtrArray          *writing;       /* owned, of borrowed ConfabJournalWriting: what is on its way, in order */
  guint               reply_source;
  guint               draft_source;
  guint               retry_source;
  guint               pending : 1;   /* something is on its way or failed, as it was told last */
  guint               stored : 1;    /* the conversation is in the history */
  guint               begun : 1;     /* something was said in it */
  guint               written : 1;   /* it is in the file as one that was begun, or was until somebody deleted it */
  guint               discarded : 1; /* it is deleted: nothing else is written any more */
};

typedef struct _ConfabJournalWriting ConfabJournalWriting;

void confab_journal_writing_free (ConfabJournalWriting *writing);
void confab_journal_write        (ConfabJournal        *self,
                                  ConfabJournalKind     kind,
                                  gpointer              subject);

G_END_DECLS
