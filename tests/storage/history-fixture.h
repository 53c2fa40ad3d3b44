/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-history.h"

G_BEGIN_DECLS

/* An open history in a folder of its own. What cannot fail in a test but by a fault is checked here. */
typedef struct
{
  char          *folder;   /* owned */
  char          *path;     /* owned */
  ConfabHistory *history;  /* owned, nullable */
} HistoryFixture;

gboolean            history_open                (ConfabHistory       *history,
                                                 GError             **error);
ConfabHistory      *history_try_open            (const char          *path,
                                                 GError             **error);
void                history_close               (ConfabHistory       *history);
void                history_end                 (ConfabHistory       *history);
GPtrArray          *history_list                (ConfabHistory       *history);
GPtrArray          *history_list_blank          (ConfabHistory       *history);
void                history_save_conversation   (ConfabHistory       *history,
                                                 ConfabConversation  *conversation);
gboolean            history_try_save_message    (ConfabHistory       *history,
                                                 const char          *conversation_id,
                                                 ConfabMessage       *message,
                                                 GError             **error);
void                history_save_message        (ConfabHistory       *history,
                                                 const char          *conversation_id,
                                                 ConfabMessage       *message);
void                history_delete_conversation (ConfabHistory       *history,
                                                 const char          *id);
GPtrArray          *history_load                (ConfabHistory       *history,
                                                 const char          *conversation_id);
void                history_fixture_reopen      (HistoryFixture      *f);
void                history_fixture_set_up      (HistoryFixture      *f,
                                                 gconstpointer        data);
void                history_fixture_tear_down   (HistoryFixture      *f,
                                                 gconstpointer        data);
ConfabConversation *history_fixture_add         (HistoryFixture      *f,
                                                 const char          *title);
gint64              history_query_int64         (const char          *path,
                                                 const char          *sql);

G_END_DECLS
