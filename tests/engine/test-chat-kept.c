/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conversations where the history cannot be had, cannot be written, or is all that is left. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>

#include "chat-fixture.h"

static const char *program;

/* Without a history everything works, and is said not to be kept. */
static void
test_without_history (ChatFixture   *fixture,
                      gconstpointer  data)
{
  const char *kind = data;
  g_autofree char *path = engine_home_build ("data/confab");
  g_autofree char *file = engine_home_build ("data/confab/history.db");
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(GError) error = NULL;
  ConfabStoreError expected;

  if (g_str_equal (kind, "future"))
    {
      sqlite3 *db = NULL;

      engine_close (g_steal_pointer (&fixture->context));
      g_assert_cmpint (sqlite3_open (file, &db), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (db);
      expected = CONFAB_STORE_ERROR_FUTURE;
    }
  else
    {
      engine_close (g_steal_pointer (&fixture->context));
      temp_folder_free (g_strdup (path));
      g_assert_true (g_file_set_contents (path, "in the way", -1, NULL));
      expected = CONFAB_STORE_ERROR_OPEN;
    }

  fixture->context = engine_load ();
  g_assert_false (engine_open_history (fixture->context, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, (int) expected);
  g_assert_error (confab_context_get_history_error (fixture->context), CONFAB_STORE_ERROR, (int) expected);

  chat = confab_conversation_list_new_chat (chat_list (fixture));
  chat_send (chat, "Still [[say here.]]");
  chat_wait_idle (chat);
  chat_assert_text (chat, 1, "here.");

  /* The disk may take longer than the reply to say no. */
  while (confab_chat_get_error (chat) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (confab_chat_get_error (chat), CONFAB_STORE_ERROR, (int) expected);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);

  if (g_str_equal (kind, "in the way"))
    {
      /* Once nothing is in the way any more, it is as if nothing ever was. */
      g_assert_cmpint (g_unlink (path), ==, 0);
      while (confab_chat_get_error (chat) != NULL || confab_context_get_history_error (fixture->context) != NULL)
        g_main_context_iteration (NULL, TRUE);
      g_clear_object (&chat);
      chat_restart (fixture);
      g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);
      chat = chat_open_first (fixture);
      chat_assert_text (chat, 1, "here.");
    }
}

/* What cannot be written is told of, stays, even if nobody looks at it any more, and is written once
 * that can be. */
static void
test_written_later (ChatFixture   *fixture,
                    gconstpointer  data)
{
  const gboolean at_the_end = data != NULL;
  ConfabChat *chat = confab_conversation_list_new_chat (chat_list (fixture));
  ConfabChat *again;
  g_autoptr(ConfabConversation) conversation = g_object_ref (confab_chat_get_conversation (chat));
  g_autoptr(ConfabChat) after = NULL;

  chat_exec_history ("CREATE TRIGGER refuse BEFORE INSERT ON conversations BEGIN SELECT RAISE (FAIL, 'no room'); END;");
  chat_send (chat, "Are you [[say well]]?");
  chat_wait_idle (chat);
  while (confab_chat_get_error (chat) == NULL)
    g_main_context_iteration (NULL, TRUE);
  chat_send (chat, "And [[say otherwise]]?");
  chat_wait_idle (chat);
  g_object_unref (chat);

  again = confab_conversation_list_dup_chat (chat_list (fixture), conversation);
  g_assert_true (again == chat);
  chat_assert_text (again, 3, "otherwise");
  g_assert_nonnull (confab_chat_get_error (again));

  chat_exec_history ("DROP TRIGGER refuse");
  while (!at_the_end && confab_chat_get_error (again) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (again);

  chat_restart (fixture);
  g_assert_cmpuint (chat_count (chat_list (fixture)), ==, 1);
  after = chat_open_first (fixture);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (after)), ==, 4);
  chat_assert_text (after, 1, "well");
  chat_assert_text (after, 3, "otherwise");
  g_assert_cmpint (confab_message_get_status (chat_message_at (after, 3)), ==, CONFAB_MESSAGE_COMPLETE);
}

/* When everything ends, it may not have been heard yet that something failed. */
static void
test_written_unheard (ChatFixture   *fixture,
                      gconstpointer  data)
{
  ConfabChat *chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(ConfabChat) after = NULL;

  chat_exec_history ("CREATE TRIGGER refuse BEFORE INSERT ON conversations BEGIN SELECT RAISE (FAIL, 'no room'); END;");
  chat_say (chat, "Are you [[say well]]?");
  while (confab_chat_get_error (chat) == NULL)
    g_main_context_iteration (NULL, TRUE);

  /* Without its conversation it cannot be written, whether before or behind the next line. */
  chat_send (chat, "And [[gate]]?");
  chat_exec_history ("DROP TRIGGER refuse");
  g_object_unref (chat);

  chat_restart (fixture);
  after = chat_open_first (fixture);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (after)), >=, 3);
  chat_assert_text (after, 1, "well");
  chat_assert_text (after, 2, "And [[gate]]?");
}

/* That something else could be written does not mean that nothing waits to be. */
static void
test_written_beside (ChatFixture   *fixture,
                     gconstpointer  data)
{
  g_autoptr(ConfabChat) chat = confab_conversation_list_new_chat (chat_list (fixture));
  g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr(ConfabPart) part = confab_part_new_data (CONFAB_PART_IMAGE, "a.png", "image/png", bytes);
  g_autoptr(GPtrArray) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  chat_send (chat, "Are you [[say well]]?");
  chat_wait_idle (chat);
  chat_exec_history ("CREATE TRIGGER refuse BEFORE INSERT ON messages BEGIN SELECT RAISE (FAIL, 'no room'); END;");
  chat_send (chat, "And [[say otherwise]]?");
  chat_wait_idle (chat);
  while (confab_chat_get_error (chat) == NULL)
    g_main_context_iteration (NULL, TRUE);

  /* What is asked for is done in order. */
  confab_attachments_add_part (confab_chat_get_attachments (chat), part);
  confab_history_load_draft_async (confab_context_get_history (fixture->context),
                                   confab_conversation_get_id (confab_chat_get_conversation (chat)), NULL,
                                   await_cb, &result);
  stored = confab_history_load_draft_finish (confab_context_get_history (fixture->context), await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, 1);
  g_assert_nonnull (confab_chat_get_error (chat));

  chat_exec_history ("DROP TRIGGER refuse");
  while (confab_chat_get_error (chat) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&chat);
  chat_restart (fixture);
  chat = chat_open_first (fixture);
  chat_assert_text (chat, 3, "otherwise");
}

/* Writes until it is killed. */
G_NORETURN static void
run_writer (const char *uri,
            const char *config_home,
            const char *data_home)
{
  g_autoptr(ConfabContext) context = NULL;
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(GError) error = NULL;
  gboolean written = FALSE;

  g_setenv ("XDG_CONFIG_HOME", config_home, TRUE);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  g_setenv ("CONFAB_ANTHROPIC_BASE_URL", uri, TRUE);
  g_setenv ("ANTHROPIC_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  context = engine_load ();
  g_assert_true (engine_open_history (context, &error));
  chat = confab_conversation_list_new_chat (confab_context_get_conversations (context));
  chat_send (chat, "[[gate]] these words outlive the program");

  /* A read sees every write asked for before it. */
  while (!written)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GPtrArray) stored = NULL;

      confab_history_load_messages_async (confab_context_get_history (context),
                                          confab_conversation_get_id (confab_chat_get_conversation (chat)),
                                          NULL, await_cb, &result);
      stored = confab_history_load_messages_finish (confab_context_get_history (context), await (&result), &error);
      g_assert_no_error (error);
      if (stored->len == 2)
        {
          g_autofree char *text = confab_message_dup_text (g_ptr_array_index (stored, 1));

          written = *text != '\0';
        }
    }

  g_print ("WRITTEN\n");
  fflush (stdout);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_killed (ChatFixture   *fixture,
             gconstpointer  data)
{
  g_autofree char *config_home = engine_home_build ("config");
  g_autofree char *data_home = engine_home_build ("data");
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GAsyncResult) line_result = NULL;
  g_autoptr(GAsyncResult) wait_result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabChat) chat = NULL;
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;

  engine_close (g_steal_pointer (&fixture->context));
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--writer",
                            confab_test_peer_get_uri (fixture->peer), config_home, data_home, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  g_data_input_stream_read_line_async (output, G_PRIORITY_DEFAULT, NULL, await_cb, &line_result);
  line = g_data_input_stream_read_line_finish (output, await (&line_result), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "WRITTEN");
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait_async (child, NULL, await_cb, &wait_result);
  await (&wait_result);

  chat_start (fixture);
  chat = chat_open_first (fixture);
  g_assert_cmpuint (chat_count (confab_chat_get_messages (chat)), ==, 2);
  chat_assert_text (chat, 0, "[[gate]] these words outlive the program");
  g_assert_cmpint (confab_message_get_status (chat_message_at (chat, 1)), ==, CONFAB_MESSAGE_INTERRUPTED);
  text = confab_message_dup_text (chat_message_at (chat, 1));
  g_assert_cmpstr (text, !=, "");

  /* And the conversation goes on. */
  g_assert_true (confab_chat_retry (chat, &error));
  g_assert_no_error (error);
  confab_chat_stop (chat);
  chat_wait_idle (chat);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--writer"))
    run_writer (argv[2], argv[3], argv[4]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  chat_add_test ("/engine/chat-kept/without-history/in-the-way", "in the way", test_without_history);
  chat_add_test ("/engine/chat-kept/without-history/future", "future", test_without_history);
  chat_add_test ("/engine/chat-kept/written-later/again", NULL, test_written_later);
  chat_add_test ("/engine/chat-kept/written-later/at-the-end", "end", test_written_later);
  chat_add_test ("/engine/chat-kept/written-unheard", NULL, test_written_unheard);
  chat_add_test ("/engine/chat-kept/written-beside", NULL, test_written_beside);
  chat_add_test ("/engine/chat-kept/killed", NULL, test_killed);

  return g_test_run ();
}
