/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine-fixture.h"

G_BEGIN_DECLS

/* Conversations with a real server, kept in a real history. */
typedef struct
{
  ConfabTestPeer *peer;     /* owned */
  ConfabContext  *context;  /* owned, nullable: ended and not started again */
} ChatFixture;

void                    chat_set_up     (ChatFixture   *fixture,
                                         gconstpointer  data);
void                    chat_tear_down  (ChatFixture   *fixture,
                                         gconstpointer  data);
void                    chat_start      (ChatFixture   *fixture);
void                    chat_restart    (ChatFixture   *fixture);
ConfabConversationList *chat_list       (ChatFixture   *fixture);

guint                   chat_count      (gpointer       model);
ConfabMessage          *chat_message_at (ConfabChat    *chat,
                                         guint          position);
void                    chat_wait_idle  (ConfabChat    *chat);
void                    chat_send       (ConfabChat    *chat,
                                         const char    *text);
void                    chat_say        (ConfabChat    *chat,
                                         const char    *text);
void                    chat_assert_text (ConfabChat   *chat,
                                         guint          position,
                                         const char    *expected);
ConfabChat             *chat_open_first (ChatFixture   *fixture);
void                    chat_exec_history (const char  *sql);

void                    chat_add_test   (const char    *path,
                                         gconstpointer  data,
                                         void         (*test) (ChatFixture *, gconstpointer));

G_END_DECLS
