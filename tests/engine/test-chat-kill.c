/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine is killed at any moment while a reply arrives from a real server: again and again over
 * one file, which always opens clean, with all but the last half second. */

#include "config.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "confab-conversation-list.h"
#include "confab-history.h"
#include "engine-fixture.h"

/* More by CONFAB_KILLS, when there is time for them. */
#define N_KILLS 20

/* Half a second, and what a busy computer takes to write it. */
#define MAX_LOSS_US (1000 * 1000)

#define PROMPT "[[slow 4]][[long 20000]] until it is over"

static const char *program;

static void
print_length (ConfabMessage *reply)
{
  g_autofree char *text = confab_message_dup_text (reply);

  printf ("%s %zu %" G_GINT64_FORMAT "\n", confab_message_get_id (reply), strlen (text), g_get_monotonic_time ());
  fflush (stdout);
}

/* Says with every change how much of the reply there is, and when. */
G_NORETURN static void
run_writer (const char *uri,
            const char *config_home,
            const char *data_home)
{
  ConfabContext *context;
  g_autoptr(ConfabChat) chat = NULL;
  g_autoptr(ConfabMessage) reply = NULL;
  g_autoptr(GError) error = NULL;

  g_setenv ("XDG_CONFIG_HOME", config_home, TRUE);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  g_setenv ("CONFAB_ANTHROPIC_BASE_URL", uri, TRUE);
  g_setenv ("ANTHROPIC_API_KEY", CONFAB_TEST_PEER_KEY, TRUE);
  context = engine_load ();
  g_assert_true (engine_open_history (context, &error));
  chat = confab_conversation_list_new_chat (confab_context_get_conversations (context));
  g_assert_true (confab_chat_send (chat, PROMPT, &error));
  g_assert_no_error (error);

  reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
  g_signal_connect (reply, "changed", G_CALLBACK (print_length), NULL);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

typedef struct
{
  gsize  length;
  gint64 time_us;
} Sign;

static gboolean
kill_cb (gpointer user_data)
{
  g_subprocess_force_exit (user_data);

  return G_SOURCE_REMOVE;
}

/* Reads what the writer says until it is killed, at a random moment. */
static char *
run_and_kill (ConfabTestPeer *peer,
              GArray         *signs)
{
  g_autofree char *config_home = engine_home_build ("config");
  g_autofree char *data_home = engine_home_build ("data");
  g_autofree char *id = NULL;
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GAsyncResult) waited = NULL;
  g_autoptr(GError) error = NULL;

  g_array_set_size (signs, 0);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--writer",
                            confab_test_peer_get_uri (peer), config_home, data_home, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));

  while (TRUE)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autofree char *line = NULL;
      g_auto(GStrv) words = NULL;
      Sign sign;

      g_data_input_stream_read_line_async (output, G_PRIORITY_DEFAULT, NULL, await_cb, &result);
      line = g_data_input_stream_read_line_finish (output, await (&result), NULL, &error);
      g_assert_no_error (error);
      if (line == NULL)
        break;

      words = g_strsplit (line, " ", 3);
      if (g_strv_length (words) < 3)
        continue;
      if (id == NULL)
        {
          id = g_strdup (words[0]);
          g_timeout_add_full (G_PRIORITY_DEFAULT, g_test_rand_int_range (0, 1400), kill_cb,
                              g_object_ref (child), g_object_unref);
        }
      sign.length = g_ascii_strtoull (words[1], NULL, 10);
      sign.time_us = g_ascii_strtoll (words[2], NULL, 10);
      g_array_append_val (signs, sign);
    }

  g_subprocess_wait_async (child, NULL, await_cb, &waited);
  await (&waited);

  return g_steal_pointer (&id);
}

static void
assert_clean (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "confab", "history.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_exec (db, "INSERT INTO message_index (message_index) VALUES ('integrity-check')",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* What was there long enough before the last sign of life must have been written. */
static gsize
get_least_length (GArray *signs)
{
  const Sign *last = &g_array_index (signs, Sign, signs->len - 1);
  gsize least = 0;

  for (guint i = 0; i < signs->len; i++)
    if (g_array_index (signs, Sign, i).time_us <= last->time_us - MAX_LOSS_US)
      least = g_array_index (signs, Sign, i).length;

  return least;
}

static void
check (const char *id,
       GArray     *signs,
       GString    *longest,
       guint       n_kills)
{
  ConfabContext *context = engine_load ();
  ConfabConversationList *list = confab_context_get_conversations (context);
  g_autoptr(ConfabMessage) reply = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_assert_true (engine_open_history (context, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n_kills);

  for (guint i = 0; i < n_kills && reply == NULL; i++)
    {
      g_autoptr(ConfabConversation) conversation = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autoptr(ConfabChat) chat = confab_conversation_list_dup_chat (list, conversation);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(ConfabMessage) message = NULL;

      if (g_strcmp0 (confab_conversation_get_head_id (conversation), id) != 0)
        continue;
      confab_chat_load_async (chat, NULL, await_cb, &result);
      g_assert_true (confab_chat_load_finish (chat, await (&result), &error));
      g_assert_cmpuint (g_list_model_get_n_items (confab_chat_get_messages (chat)), ==, 2);
      message = g_list_model_get_item (confab_chat_get_messages (chat), 0);
      text = confab_message_dup_text (message);
      g_assert_cmpstr (text, ==, PROMPT);
      g_clear_pointer (&text, g_free);
      reply = g_list_model_get_item (confab_chat_get_messages (chat), 1);
    }

  g_assert_nonnull (reply);
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_INTERRUPTED);
  text = confab_message_dup_text (reply);
  length = strlen (text);
  g_test_message ("%zu of %zu bytes, at least %zu", length,
                  g_array_index (signs, Sign, signs->len - 1).length, get_least_length (signs));
  g_assert_cmpuint (length, >=, get_least_length (signs));

  /* All of them are the beginning of the same. */
  g_assert_cmpint (strncmp (longest->str, text, MIN (longest->len, length)), ==, 0);
  if (length > longest->len)
    g_string_assign (longest, text);
  engine_close (context);
}

static void
test_kill (void)
{
  const char *more = g_getenv ("CONFAB_KILLS");
  const guint n_kills = more != NULL ? MAX (atoi (more), 1) : N_KILLS;
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(GArray) signs = g_array_new (FALSE, FALSE, sizeof (Sign));
  g_autoptr(GString) longest = g_string_new (NULL);

  engine_use_peer (peer);
  for (guint i = 1; i <= n_kills; i++)
    {
      g_autofree char *id = run_and_kill (peer, signs);

      g_assert_nonnull (id);
      assert_clean ();
      check (id, signs, longest, i);
    }
  g_assert_cmpuint (longest->len, >, 0);
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

  g_test_add_func ("/engine/chat-kill/kill", test_kill);

  return g_test_run ();
}
