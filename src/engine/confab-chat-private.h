/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attachments.h"
#include "confab-chat-target.h"
#include "confab-chat.h"
#include "confab-context.h"
#include "confab-continuation.h"
#include "confab-journal.h"
#include "confab-message-tree.h"
#include "confab-turn.h"

G_BEGIN_DECLS

/* Shared by the files of the chat: the one that holds the conversation, the one that asks, and those
 * that change what was said. */
struct _ConfabChat
{
  GObject             parent_instance;

  ConfabContext      *context;        /* unowned-weak: it owns the list that made this */
  ConfabConversation *conversation;   /* owned */
  ConfabMessageTree  *tree;           /* owned */
  GListStore         *messages;       /* owned, the branch that is shown */
  ConfabTurn         *turn;           /* owned while a reply arrives */
  ConfabContinuation *continuation;   /* owned while the rest of a reply arrives */
  GCancellable       *cancellable;    /* owned while a reply arrives */
  GCancellable       *title_cancellable; /* owned while a name is asked for */
  ConfabChatTarget   *target;         /* owned */
  ConfabJournal      *journal;        /* owned */
  GError             *error;          /* owned, nullable */
  gboolean            loaded;
  gboolean            kept;           /* it holds itself, for what is not written yet */

  /* What was deleted and can still be brought back. */
  GPtrArray          *removed;        /* owned, nullable, of ConfabMessage, parents before children */
  char               *removed_head;   /* owned, nullable */

  /* The message that is written anew. */
  ConfabMessage      *edited;         /* owned, nullable */
  char               *edited_text;    /* owned, nullable */
  char               *own_draft;      /* owned, nullable: what was written besides */
  ConfabAttachments  *attachments;    /* owned */
  GPtrArray          *kept_attachments; /* owned, nullable, of ConfabPart: what is on disk */
  gboolean            attachments_restoring;
};

ConfabChat *confab_chat_new         (ConfabContext      *context,
                                     ConfabConversation *conversation,
                                     gboolean            stored) G_GNUC_WARN_UNUSED_RESULT;
void        confab_chat_save_draft  (ConfabChat         *self);
void        confab_chat_let_go      (ConfabChat         *self);
gboolean    confab_chat_is_working  (ConfabChat         *self);

char       *confab_chat_dup_filled_system_prompt (ConfabChat  *self,
                                                  const char  *model,
                                                  const char  *provider) G_GNUC_WARN_UNUSED_RESULT;

void        confab_chat_attachments_init (ConfabChat     *self);
void        confab_chat_attachments_load (ConfabChat     *self);

void        confab_chat_discard     (ConfabChat         *self);

void        confab_chat_refresh     (ConfabChat         *self);

/* in confab-chat-send.c */
gboolean    confab_chat_check_idle  (ConfabChat         *self,
                                     GError            **error);
gboolean    confab_chat_check_can_send (ConfabChat      *self,
                                     GError            **error);
void        confab_chat_add_message (ConfabChat         *self,
                                     ConfabMessage      *message);
void        confab_chat_start_turn  (ConfabChat         *self,
                                     ConfabProvider     *provider,
                                     const char         *model);
void        confab_chat_run_turn    (ConfabChat         *self,
                                     ConfabMessage      *reply);

/* in confab-chat-versions.c */
void        confab_chat_show_branch (ConfabChat         *self,
                                     const char         *head_id);

G_END_DECLS
