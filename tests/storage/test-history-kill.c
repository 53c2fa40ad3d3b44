/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that is receiving a reply is killed, again and again, over one file. */

#include "config.h"

#include "confab-history.h"

#include "await.h"

#include <sqlite3.h>
#include <string.h>

#define N_KILLS 30

static void
assert_whole (const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA foreign_key_check", -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* Runs the writer until it has printed some lines and a random moment more, kills it, and notes
 * the last line that came out whole. */
static void
run_and_kill (const char *path,
              guint       n_lines,
              GHashTable *confirmed)
{
  g_autofree char *writer = g_test_build_filename (G_TEST_BUILT, "storage", "history-writer", NULL);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GError) error = NULL;
  char *line;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                              writer, path, "conversation", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  if (n_lines == 0)
    {
      g_usleep (g_test_rand_int_range (0, 20000));
      g_subprocess_force_exit (process);
    }

  for (guint i = 0; (line = g_data_input_stream_read_line (output, NULL, NULL, NULL)); i++)
    {
      g_auto(GStrv) words = g_strsplit (line, " ", 2);

      g_hash_table_replace (confirmed, g_strdup (words[0]),
                            GUINT_TO_POINTER (g_ascii_strtoull (words[1], NULL, 10)));
      g_free (line);

      if (i == n_lines && n_lines > 0)
        {
          g_usleep (g_test_rand_int_range (0, 2000));
          g_subprocess_force_exit (process);
        }
    }

  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
}

static void
check (const char *path,
       GHashTable *confirmed)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(ConfabHistory) history = confab_history_new (file);
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GHashTable) missing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) error = NULL;
  GHashTableIter iter;
  gpointer key;

  confab_history_open_async (history, NULL, await_cb, &opened);
  confab_history_open_finish (history, await (&opened), &error);
  g_assert_no_error (error);
  confab_history_load_messages_async (history, "conversation", NULL, await_cb, &loaded);
  messages = confab_history_load_messages_finish (history, await (&loaded), &error);
  g_assert_no_error (error);

  g_hash_table_iter_init (&iter, confirmed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (missing, key);

  for (guint i = 0; i < messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (messages, i);
      const char *id = confab_message_get_id (message);
      g_autofree char *text = confab_message_dup_text (message);
      g_auto(GStrv) words = g_strsplit (g_strchomp (text), " ", -1);
      const guint n_confirmed = GPOINTER_TO_UINT (g_hash_table_lookup (confirmed, id));

      g_assert_cmpint (confab_message_get_status (message), ==, CONFAB_MESSAGE_INTERRUPTED);
      g_assert_cmpuint (g_strv_length (words), >=, MAX (n_confirmed, 1));
      g_assert_cmpuint (confab_part_get_text_length (confab_message_get_part (message, 1)), ==,
                        2000 * g_strv_length (words));
      for (guint j = 0; words[j] != NULL; j++)
        g_assert_cmpuint (g_ascii_strtoull (words[j], NULL, 10), ==, j + 1);
      g_hash_table_remove (missing, id);
    }
  g_assert_cmpuint (g_hash_table_size (missing), ==, 0);

  confab_history_close_async (history, await_cb, &closed);
  g_assert_true (confab_history_close_finish (history, await (&closed), &error));
}

static void
test_kill (void)
{
  g_autofree char *folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  g_autoptr(GHashTable) confirmed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < N_KILLS; i++)
    {
      /* Some while the tables are being made, some soon, some after the log was worked in. */
      const guint n_lines = i % 3 == 0 ? 0 : g_test_rand_int_range (1, i % 3 == 1 ? 20 : 150);

      run_and_kill (path, n_lines, confirmed);
      assert_whole (path);

      /* Not every time, so that one kill also meets what another has left. */
      if (g_test_rand_bit ())
        check (path, confirmed);
    }

  check (path, confirmed);
  g_assert_cmpuint (g_hash_table_size (confirmed), >=, N_KILLS * 2 / 3);
  temp_folder_free (g_steal_pointer (&folder));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/history-kill/kill", test_kill);

  return g_test_run ();
}
