/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-target.h"
#include "confab-chat.h"
#include "confab-context.h"
#include "confab-journal.h"
#include "confab-message-tree.h"
#include "confab-turn.h"

G_BEGIN_DECLS

/* Shared by the files of the chat: the one that holds the conversation, and the one that asks. */
struct _ConfabChat
{
  GObject             parent_instance;

  ConfabContext      *context;        /* unowned-weak: it owns the list that made this */
  ConfabConversation *conversation;   /* owned */
  ConfabMessageTree  *tree;           /* owned */
  GListStore         *messages;       /* owned, the branch that is shown */
  ConfabTurn         *turn;           /* owned while a reply arrives */
  GCancellable       *cancellable;    /* owned while a reply arrives */
  GCancellable       *title_cancellable; /* owned while a name is asked for */
  ConfabChatTarget   *target;         /* owned */
  ConfabJournal      *journal;        /* owned */
  GError             *error;          /* owned, nullable */
  gboolean            loaded;
};

ConfabChat *confab_chat_new         (ConfabContext      *context,
                                     ConfabConversation *conversation,
                                     gboolean            stored) G_GNUC_WARN_UNUSED_RESULT;
void        confab_chat_save_draft  (ConfabChat         *self);
gboolean    confab_chat_is_working  (ConfabChat         *self);

char       *confab_chat_dup_filled_system_prompt (ConfabChat  *self,
                                                  const char  *model,
                                                  const char  *provider) G_GNUC_WARN_UNUSED_RESULT;

void        confab_chat_discard     (ConfabChat         *self);

G_END_DECLS
