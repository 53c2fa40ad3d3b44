/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-message.h"
#include "confab-store-error.h"

G_BEGIN_DECLS

typedef struct _ConfabHistorySession ConfabHistorySession;

/**
 * ConfabHistoryNode:
 * @seq: its place in the order in which messages were first saved
 * @id: its id
 * @parent_id: (nullable): the message it follows
 *
 * A message without what is said in it.
 */
typedef struct
{
  gint64  seq;
  char   *id;         /* owned */
  char   *parent_id;  /* owned, nullable */
} ConfabHistoryNode;

/**
 * ConfabHistoryCopyFunc:
 * @done: how many pages were copied
 * @total: how many there are
 * @user_data: closure
 *
 * Told of how far a copy is.
 */
typedef void (*ConfabHistoryCopyFunc) (guint64  done,
                                       guint64  total,
                                       gpointer user_data);

ConfabHistorySession *confab_history_session_open               (const char            *path,
                                                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void                  confab_history_session_free               (ConfabHistorySession  *self);
int                   confab_history_session_get_version        (void);

gboolean              confab_history_session_begin_read         (ConfabHistorySession  *self,
                                                                 GError               **error);
gboolean              confab_history_session_begin              (ConfabHistorySession  *self,
                                                                 GError               **error);
gboolean              confab_history_session_commit             (ConfabHistorySession  *self,
                                                                 GError               **error);
void                  confab_history_session_rollback           (ConfabHistorySession  *self);

GPtrArray            *confab_history_session_list               (ConfabHistorySession  *self,
                                                                 GCancellable          *cancellable,
                                                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray            *confab_history_session_list_nodes         (ConfabHistorySession  *self,
                                                                 const char            *conversation_id,
                                                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessage        *confab_history_session_load_message       (ConfabHistorySession  *self,
                                                                 const char            *conversation_id,
                                                                 gint64                 seq,
                                                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean              confab_history_session_find_message       (ConfabHistorySession  *self,
                                                                 const char            *id,
                                                                 char                 **conversation_id,
                                                                 GError               **error);
gboolean              confab_history_session_save_conversation  (ConfabHistorySession  *self,
                                                                 ConfabConversation    *conversation,
                                                                 GError               **error);
gboolean              confab_history_session_save_message       (ConfabHistorySession  *self,
                                                                 const char            *conversation_id,
                                                                 ConfabMessage         *message,
                                                                 GError               **error);
gboolean              confab_history_session_delete_all         (ConfabHistorySession  *self,
                                                                 GError               **error);
gboolean              confab_history_session_check              (ConfabHistorySession  *self,
                                                                 GError               **error);
gboolean              confab_history_session_copy_to            (ConfabHistorySession  *self,
                                                                 const char            *path,
                                                                 ConfabHistoryCopyFunc  func,
                                                                 gpointer               user_data,
                                                                 GCancellable          *cancellable,
                                                                 GError               **error);
gboolean              confab_history_session_copy_from          (ConfabHistorySession  *self,
                                                                 ConfabHistorySession  *source,
                                                                 ConfabHistoryCopyFunc  func,
                                                                 gpointer               user_data,
                                                                 GCancellable          *cancellable,
                                                                 GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabHistorySession, confab_history_session_free)

G_END_DECLS
