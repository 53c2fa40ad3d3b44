/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "chat-fixture.h"

#include <sqlite3.h>

void
chat_set_up (ChatFixture   *fixture,
             gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  chat_start (fixture);
}

void
chat_tear_down (ChatFixture   *fixture,
                gconstpointer  data)
{
  if (fixture->context != NULL)
    engine_close (fixture->context);
  g_clear_object (&fixture->peer);
}

void
chat_start (ChatFixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->context = engine_load ();
  engine_probe (fixture->context);
  g_assert_true (engine_open_history (fixture->context, &error));
  g_assert_no_error (error);
}

/* As if the program was ended and started again. */
void
chat_restart (ChatFixture *fixture)
{
  engine_close (g_steal_pointer (&fixture->context));
  chat_start (fixture);
}

ConfabConversationList *
chat_list (ChatFixture *fixture)
{
  return confab_context_get_conversations (fixture->context);
}

guint
chat_count (gpointer model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

/* The chat keeps it. */
ConfabMessage *
chat_message_at (ConfabChat *chat,
                 guint       position)
{
  g_autoptr(ConfabMessage) message = g_list_model_get_item (confab_chat_get_messages (chat), position);

  g_assert_nonnull (message);

  return message;
}

void
chat_wait_idle (ConfabChat *chat)
{
  while (confab_chat_get_busy (chat))
    g_main_context_iteration (NULL, TRUE);
}

void
chat_send (ConfabChat *chat,
           const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_chat_send (chat, text, &error));
  g_assert_no_error (error);
}

/* Sends a message and waits for what comes of it. */
void
chat_say (ConfabChat *chat,
          const char *text)
{
  chat_send (chat, text);
  chat_wait_idle (chat);
}

void
chat_assert_text (ConfabChat *chat,
                  guint       position,
                  const char *expected)
{
  g_autofree char *text = confab_message_dup_text (chat_message_at (chat, position));

  g_assert_cmpstr (text, ==, expected);
}

ConfabChat *
chat_open_first (ChatFixture *fixture)
{
  g_autoptr(ConfabConversation) conversation = g_list_model_get_item (G_LIST_MODEL (chat_list (fixture)), 0);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabChat *chat;

  g_assert_nonnull (conversation);
  chat = confab_conversation_list_dup_chat (chat_list (fixture), conversation);
  confab_chat_load_async (chat, NULL, await_cb, &result);
  g_assert_true (confab_chat_load_finish (chat, await (&result), &error));
  g_assert_no_error (error);
  g_assert_true (confab_chat_get_loaded (chat));

  return chat;
}

void
chat_add_test (const char    *path,
               gconstpointer  data,
               void         (*test) (ChatFixture *, gconstpointer))
{
  g_test_add (path, ChatFixture, data, chat_set_up, test, chat_tear_down);
}

/* Does something with the file behind the history's back. */
void
chat_exec_history (const char *sql)
{
  g_autofree char *path = engine_home_build ("data/confab/history.db");
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 20000);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}
