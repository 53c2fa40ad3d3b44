/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-conversation-list.h"

G_BEGIN_DECLS

typedef struct _ConfabJournal ConfabJournal;

/* Shared by the files of the list: the one that is it, the one that changes what is in it, and the one that
 * puts it away. */
struct _ConfabConversationList
{
  GObject             parent_instance;

  ConfabContext      *context;  /* unowned-weak: it owns this */
  GPtrArray          *items;    /* owned, of ConfabConversation, in order */
  GListStore         *archived; /* owned, of ConfabConversation, in order */
  GHashTable         *chats;    /* owned, id (owned) to ConfabChat, unowned-weak */
  GPtrArray          *recent;   /* owned, of ConfabChat, the one that was opened last first */
  ConfabChat         *fresh;    /* owned, nullable: begun and not yet talked in */
  ConfabConversation *removed;  /* owned, nullable: the one that can still be brought back */
  GPtrArray          *journals; /* owned, of ConfabJournal, whose writing is not done yet */
  GError             *error;    /* owned, nullable: why something could not be stored */
  guint               n_departures; /* how often something left: what was read before is out of date */
};

int                     confab_conversation_list_compare      (ConfabConversation     *a,
                                                               ConfabConversation     *b);
void                    confab_conversation_list_reposition   (ConfabConversationList *self,
                                                               GParamSpec             *pspec,
                                                               ConfabConversation     *conversation);
void                    confab_conversation_list_watch        (ConfabConversationList *self,
                                                               ConfabConversation     *conversation);
void                    confab_conversation_list_insert       (ConfabConversationList *self,
                                                               ConfabConversation     *conversation);
void                    confab_conversation_list_insert_archived (ConfabConversationList *self,
                                                               ConfabConversation     *conversation);
void                    confab_conversation_list_flush_removed (ConfabConversationList *self);
void                    confab_conversation_list_follow_journal (ConfabConversationList *self,
                                                                 ConfabJournal          *journal);
ConfabJournal          *confab_conversation_list_dup_journal  (ConfabConversationList *self,
                                                               ConfabConversation     *conversation) G_GNUC_WARN_UNUSED_RESULT;
gboolean                confab_conversation_list_was_written  (ConfabConversationList *self,
                                                               const char             *id);
void                    confab_conversation_list_move         (ConfabConversationList *self,
                                                               ConfabConversation     *conversation,
                                                               gboolean                archived);
void                    confab_conversation_list_drop         (ConfabConversationList *self,
                                                               GPtrArray              *conversations);
void                    confab_conversation_list_depart       (ConfabConversationList *self,
                                                               GHashTable             *missing);
gboolean                confab_conversation_list_is_pending   (ConfabConversationList *self,
                                                               const char             *id);
void                    confab_conversation_list_discard_journals (ConfabConversationList *self);
void                    confab_conversation_list_end_journals (ConfabConversationList *self);
ConfabConversationList *confab_conversation_list_new          (ConfabContext          *context) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_conversation_list_load         (ConfabConversationList *self,
                                                               GPtrArray              *conversations);
void                    confab_conversation_list_take_blank   (ConfabConversationList *self,
                                                               GPtrArray              *conversations);
void                    confab_conversation_list_forget_chat_cb (gpointer             user_data,
                                                                 GObject             *where_the_chat_was);
void                    confab_conversation_list_adopt        (ConfabConversationList *self,
                                                               ConfabChat             *chat);
ConfabConversation     *confab_conversation_list_get_removed  (ConfabConversationList *self);
GStrv                   confab_conversation_list_dup_removed_messages (ConfabConversationList *self) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_conversation_list_note_removed (ConfabConversationList *self);
void                    confab_conversation_list_clear_async  (ConfabConversationList *self,
                                                               GAsyncReadyCallback     callback,
                                                               gpointer                user_data);
void                    confab_conversation_list_clear_finish (ConfabConversationList *self,
                                                               GAsyncResult           *result);
void                    confab_conversation_list_close_async  (ConfabConversationList *self,
                                                               GAsyncReadyCallback     callback,
                                                               gpointer                user_data);
void                    confab_conversation_list_close_finish (ConfabConversationList *self,
                                                               GAsyncResult           *result);

G_END_DECLS
