/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-history-watch.h"
#include "confab-history.h"
#include "confab-credentials.h"
#include "confab-keyring.h"
#include "confab-model-cache.h"
#include "confab-model-data.h"
#include "confab-records-file.h"
#include "confab-refusals.h"
#include "confab-rests.h"
#include "confab-transfer-error.h"
#include "confab-transport.h"

G_BEGIN_DECLS

/* Shared by the files of the context: the one that holds everything, and the one that loads it. */
struct _ConfabContext
{
  GObject                 parent_instance;

  ConfabCatalogue        *catalogue;      /* owned */
  ConfabKeyring          *keyring;        /* owned */
  ConfabTransport        *transport;      /* owned */
  ConfabCredentials      *credentials;    /* owned */
  ConfabRecordsFile      *records_file;   /* owned */
  ConfabModelCache       *model_cache;    /* owned */
  ConfabModelData        *model_data;     /* owned: what is built in */
  ConfabRegistry         *registry;       /* owned */
  ConfabHistory          *history;        /* owned */
  ConfabHistoryWatch     *history_watch;  /* owned, nullable; once the history is open */
  ConfabConversationList *conversations;  /* owned */
  ConfabRefusals         *refusals;       /* owned */
  ConfabRests            *rests;          /* owned */
  GPtrArray              *work;           /* owned, of GTask, borrowed: what threads are at */
  GTask                  *work_waiting;   /* owned, nullable: the end of the program, which waits for them */
  GError                 *history_error;  /* owned, nullable */
  GError                 *model_data_error; /* owned, nullable */
  char                   *thinking_model; /* owned, nullable */
  char                   *title_model;    /* owned, nullable */
  ConfabThinkingLevel     default_thinking;
  guint                   reopen_source;
  gboolean                asks_others;
  gboolean                names_conversations;
  gboolean                replacing;      /* what is in the history is about to become another */
};

ConfabTransport *confab_context_get_transport (ConfabContext *self);
ConfabCredentials *confab_context_get_credentials (ConfabContext *self);
ConfabKeyring   *confab_context_get_keyring   (ConfabContext *self);
ConfabHistory   *confab_context_get_history   (ConfabContext *self);
ConfabRefusals  *confab_context_get_refusals  (ConfabContext *self);
gboolean         confab_context_begin_work    (GTask               *task,
                                               GFile               *file,
                                               ConfabTransferError  code);
void             confab_context_add_work      (ConfabContext       *self,
                                               GTask               *task);
void             confab_context_run_step      (GTask               *task,
                                               GTaskThreadFunc      func,
                                               GAsyncReadyCallback  callback);
void             confab_context_end_work_async (ConfabContext      *self,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
const GError    *confab_context_get_cause         (ConfabContext *self,
                                                   const GError  *error);
void             confab_context_set_history_error (ConfabContext *self,
                                                   const GError  *error);

G_END_DECLS
