/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history.h"

#include "confab-history-conversations-private.h"
#include "confab-message-row-private.h"
#include "confab-sqlite-private.h"
#include "confab-worker-private.h"

G_BEGIN_DECLS

/* Shared by the files of the history. */
struct _ConfabHistory
{
  GObject       parent_instance;

  GFile        *file;    /* owned */
  ConfabWorker *worker;  /* owned */
  ConfabSqlite *db;      /* owned, NULL until opened; touched by the worker alone */
  guint         index_source;
  gboolean      indexing;
};

/* What the worker is told. */
typedef struct
{
  char                  *conversation_id;  /* owned */
  ConfabConversationRow *conversation;     /* owned, nullable */
  ConfabMessageRow      *message;          /* owned, nullable */
  GPtrArray             *message_ids;      /* owned, nullable, of char * */
} ConfabHistoryRequest;

ConfabHistoryRequest *confab_history_request_new (const char            *conversation_id) G_GNUC_WARN_UNUSED_RESULT;
gboolean              confab_history_check_open  (ConfabHistory         *self,
                                                  GError               **error);
void                  confab_history_index_rest  (ConfabHistory         *self);
void                  confab_history_set_indexing (ConfabHistory        *self,
                                                   gboolean              indexing);
void                  confab_history_return      (GTask                 *task,
                                                  gboolean               is_good,
                                                  GError                *error);
void                  confab_history_return_rows (GTask                 *task,
                                                  GPtrArray             *rows,
                                                  GError                *error);
gboolean              confab_history_propagate   (ConfabHistory         *self,
                                                  GAsyncResult          *result,
                                                  GError               **error);
void                  confab_history_push        (ConfabHistory         *self,
                                                  ConfabHistoryRequest  *request,
                                                  gpointer               source_tag,
                                                  GTaskThreadFunc        func,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);

G_END_DECLS
