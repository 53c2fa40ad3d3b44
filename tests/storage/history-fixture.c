/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "history-fixture.h"

#include "await.h"

#include <sqlite3.h>

gboolean
history_open (ConfabHistory  *history,
              GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_history_open_async (history, NULL, await_cb, &result);
  return confab_history_open_finish (history, await (&result), error);
}

ConfabHistory *
history_try_open (const char  *path,
                  GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(ConfabHistory) history = confab_history_new (file);

  if (!history_open (history, error))
    return NULL;

  return g_steal_pointer (&history);
}

void
history_close (ConfabHistory *history)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_close_async (history, await_cb, &result);
  confab_history_close_finish (history, await (&result), &error);
  g_assert_no_error (error);
}

void
history_end (ConfabHistory *history)
{
  history_close (history);
  g_object_unref (history);
}

GPtrArray *
history_list (ConfabHistory *history)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *conversations;

  confab_history_list_conversations_async (history, NULL, await_cb, &result);
  conversations = confab_history_list_conversations_finish (history, await (&result), &error);
  g_assert_no_error (error);
  return conversations;
}

GPtrArray *
history_list_blank (ConfabHistory *history)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *conversations;

  confab_history_list_blank_async (history, NULL, await_cb, &result);
  conversations = confab_history_list_conversations_finish (history, await (&result), &error);
  g_assert_no_error (error);
  return conversations;
}

void
history_save_conversation (ConfabHistory      *history,
                           ConfabConversation *conversation)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_save_conversation_async (history, conversation, NULL, await_cb, &result);
  confab_history_save_conversation_finish (history, await (&result), &error);
  g_assert_no_error (error);
}

gboolean
history_try_save_message (ConfabHistory  *history,
                          const char     *conversation_id,
                          ConfabMessage  *message,
                          GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_history_save_message_async (history, conversation_id, message, NULL, await_cb, &result);
  return confab_history_save_message_finish (history, await (&result), error);
}

void
history_save_message (ConfabHistory *history,
                      const char    *conversation_id,
                      ConfabMessage *message)
{
  g_autoptr(GError) error = NULL;

  history_try_save_message (history, conversation_id, message, &error);
  g_assert_no_error (error);
}

void
history_delete_conversation (ConfabHistory *history,
                             const char    *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_delete_conversation_async (history, id, NULL, await_cb, &result);
  confab_history_delete_conversation_finish (history, await (&result), &error);
  g_assert_no_error (error);
}

GPtrArray *
history_load (ConfabHistory *history,
              const char    *conversation_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *messages;

  confab_history_load_messages_async (history, conversation_id, NULL, await_cb, &result);
  messages = confab_history_load_messages_finish (history, await (&result), &error);
  g_assert_no_error (error);
  return messages;
}

/* Nothing else may hold it once it is closed. */
static void
end (HistoryFixture *f)
{
  if (f->history == NULL)
    return;

  history_close (f->history);
  g_assert_finalize_object (g_steal_pointer (&f->history));
}

void
history_fixture_reopen (HistoryFixture *f)
{
  g_autoptr(GError) error = NULL;

  end (f);
  f->history = history_try_open (f->path, &error);
  g_assert_no_error (error);
}

void
history_fixture_set_up (HistoryFixture *f,
                        gconstpointer   data)
{
  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "data", "confab", "history.db", NULL);
  history_fixture_reopen (f);
}

void
history_fixture_tear_down (HistoryFixture *f,
                           gconstpointer   data)
{
  end (f);
  g_free (f->path);
  temp_folder_free (f->folder);
}

ConfabConversation *
history_fixture_add (HistoryFixture *f,
                     const char     *title)
{
  ConfabConversation *conversation = confab_conversation_new ();

  confab_conversation_set_title (conversation, title);
  history_save_conversation (f->history, conversation);
  return conversation;
}

gint64
history_query_int64 (const char *path,
                     const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return value;
}
