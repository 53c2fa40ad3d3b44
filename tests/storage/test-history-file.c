/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may be found where the history should be. */

#include "config.h"

#include "confab-history.h"

#include "await.h"
#include "history-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char *folder;  /* owned */
  char *path;    /* owned */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "history.db", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_free (f->path);
  temp_folder_free (f->folder);
}

static void
exec (const char *path,
      const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
make_from (const char *path,
           const char *fixture)
{
  g_autofree char *sql_path = g_test_build_filename (G_TEST_DIST, "fixtures", "history", fixture,
                                                     NULL);
  g_autofree char *sql = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (sql_path, &sql, NULL, &error);
  g_assert_no_error (error);
  exec (path, sql);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
describe_file (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *contents = NULL;
  g_autofree char *sum = NULL;
  gsize length = 0;
  struct stat info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  if (S_ISREG (info.st_mode))
    g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) contents, length);

  return g_strdup_printf ("%s %o %s %ld.%ld", name, info.st_mode, sum,
                          (long) info.st_mtim.tv_sec, (long) info.st_mtim.tv_nsec);
}

/* Everything that is in a folder, to see whether anything happened to it. */
static char *
fingerprint (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      /* What SQLite shares between processes is no part of the data. */
      if (!g_str_has_suffix (name, "-shm"))
        g_ptr_array_add (lines, describe_file (path));
    }

  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
assert_refused (Fixture          *f,
                ConfabStoreError  code)
{
  g_autofree char *before = fingerprint (f->folder);
  g_autofree char *after = NULL;
  g_autoptr(ConfabHistory) history = NULL;
  g_autoptr(GError) error = NULL;

  history = history_try_open (f->path, &error);
  g_assert_null (history);
  g_assert_error (error, CONFAB_STORE_ERROR, (int) code);
  g_test_message ("%s", error->message);

  after = fingerprint (f->folder);
  g_assert_cmpstr (before, ==, after);
}

static char *
describe_schema (const char *path)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GRegex) spaces = g_regex_new ("\\s+", 0, 0, NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT type, name, tbl_name, coalesce (sql, '')"
                                       " FROM sqlite_schema ORDER BY type, name",
                                       -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_autofree char *sql = g_regex_replace (spaces,
                                              (const char *) sqlite3_column_text (statement, 3),
                                              -1, 0, " ", 0, NULL);

      g_string_append_printf (text, "%s %s %s %s\n", sqlite3_column_text (statement, 0),
                              sqlite3_column_text (statement, 1),
                              sqlite3_column_text (statement, 2), sql);
    }
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  /* A brace may be parted from the next word by a line in one and by nothing in the other. */
  for (char *p; (p = strstr (text->str, "( "));)
    g_string_erase (text, p - text->str + 1, 1);
  for (char *p; (p = strstr (text->str, " )"));)
    g_string_erase (text, p - text->str, 1);
  for (char *p; (p = strstr (text->str, " ,"));)
    g_string_erase (text, p - text->str, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Of each version that is changed there is a copy as it was. */
static void
assert_copy (const char *path,
             const char *fixture,
             gint64      newest)
{
  const gint64 version = g_ascii_strtoll (fixture + 1, NULL, 10);
  g_autofree char *copy = g_strdup_printf ("%s.v%" G_GINT64_FORMAT, path, version);

  g_assert_cmpint (history_query_int64 (path, "PRAGMA user_version"), ==, newest);
  if (version == newest)
    {
      g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
      return;
    }

  g_assert_cmpint (history_query_int64 (copy, "PRAGMA user_version"), ==, version);
  g_assert_cmpint (history_query_int64 (copy, "SELECT count (*) FROM messages"), ==, 3);
}

static void
assert_draft (ConfabHistory *history,
              const char    *version)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GError) error = NULL;
  ConfabPart *part;

  confab_history_load_draft_async (history, "c-1", NULL, await_cb, &result);
  parts = confab_history_load_draft_finish (history, await (&result), &error);
  g_assert_no_error (error);
  if (strcmp (version, "v6.sql") < 0)
    {
      g_assert_cmpuint (parts->len, ==, 0);
      return;
    }

  g_assert_cmpuint (parts->len, ==, 2);
  part = g_ptr_array_index (parts, 0);
  g_assert_cmpint (confab_part_get_kind (part), ==, CONFAB_PART_DOCUMENT);
  g_assert_cmpstr (confab_part_get_text (part), ==, "Dear diary");
  g_assert_cmpstr (confab_part_get_name (part), ==, "diary.txt");
  part = g_ptr_array_index (parts, 1);
  g_assert_cmpint (confab_part_get_kind (part), ==, CONFAB_PART_IMAGE);
  g_assert_cmpmem (g_bytes_get_data (confab_part_get_data (part), NULL),
                   g_bytes_get_size (confab_part_get_data (part)), "\x89PNG\x01", 5);
}

static void
assert_blank (ConfabHistory *history,
              const char    *version)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_list_blank_async (history, NULL, await_cb, &result);
  conversations = confab_history_list_conversations_finish (history, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (conversations->len, ==, strcmp (version, "v7.sql") >= 0 ? 1 : 0);
  if (conversations->len > 0)
    g_assert_cmpstr (confab_conversation_get_draft (g_ptr_array_index (conversations, 0)), ==, "Dear all");
}

/* Whatever version it has, it comes out as a new file would be, with everything in it. */
static void
test_old_version (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *new_path = g_build_filename (f->folder, "new.db", NULL);
  g_autofree char *expected = NULL;
  g_autofree char *schema = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;
  ConfabHistory *history;
  ConfabConversation *conversation;
  ConfabMessage *message;
  ConfabPart *part;

  make_from (f->path, data);
  history = history_try_open (f->path, &error);
  g_assert_no_error (error);

  confab_history_list_conversations_async (history, NULL, await_cb, &result);
  conversations = confab_history_list_conversations_finish (history, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (conversations->len, ==, 2);
  conversation = g_ptr_array_index (conversations, 0);
  g_assert_cmpstr (confab_conversation_get_title (conversation), ==, "Pinned");
  g_assert_cmpstr (confab_conversation_get_system_prompt (conversation), ==, "Be brief.");
  g_assert_true (confab_conversation_get_archived (conversation));
  g_assert_cmpint (confab_conversation_get_thinking (conversation), ==,
                   g_str_equal (data, "v1.sql") ? CONFAB_THINKING_UNSET : CONFAB_THINKING_OFF);
  conversation = g_ptr_array_index (conversations, 1);
  g_assert_cmpstr (confab_conversation_get_draft (conversation), ==, "a draft");
  g_assert_cmpstr (confab_conversation_get_head_id (conversation), ==, "m-2");
  g_assert_cmpint (confab_conversation_get_updated_at_us (conversation), ==, 3000);
  g_assert_cmpint (confab_conversation_get_thinking (conversation), ==, CONFAB_THINKING_UNSET);

  messages = history_load (history, "c-1");
  g_assert_cmpuint (messages->len, ==, 3);

  message = g_ptr_array_index (messages, 0);
  g_assert_cmpuint (confab_message_get_n_parts (message), ==, 2);
  g_assert_cmpstr (confab_part_get_text (confab_message_get_part (message, 0)), ==, "Grüße 世界");
  part = confab_message_get_part (message, 1);
  g_assert_cmpint (confab_part_get_kind (part), ==, CONFAB_PART_IMAGE);
  g_assert_cmpmem (g_bytes_get_data (confab_part_get_data (part), NULL),
                   g_bytes_get_size (confab_part_get_data (part)), "\x89PNG", 5);

  message = g_ptr_array_index (messages, 1);
  g_assert_cmpint (confab_message_get_status (message), ==, CONFAB_MESSAGE_INTERRUPTED);
  g_assert_cmpstr (confab_message_get_parent_id (message), ==, "m-1");
  g_assert_cmpint (confab_message_get_stop_reason (message), ==, CONFAB_STOP_REASON_STOP);
  g_assert_cmpint (confab_message_get_usage (message)->output, ==, 34);
  g_assert_cmpint (confab_message_get_usage (message)->cache_write, ==, -1);
  g_assert_true (confab_message_get_usage (message)->input_excludes_cache);
  g_assert_cmpfloat (confab_message_get_usage (message)->cost_usd, ==, 0.5);
  g_assert_cmpint (confab_message_get_usage (message)->cost_is_estimate, ==,
                   strcmp (data, "v3.sql") >= 0);
  if (strcmp (data, "v4.sql") >= 0)
    {
      const ConfabAttempt *attempt;

      g_assert_cmpuint (confab_message_get_attempts (message)->len, ==, 2);
      attempt = g_ptr_array_index (confab_message_get_attempts (message), 0);
      g_assert_cmpstr (attempt->provider_name, ==, "Groq");
      g_assert_error (attempt->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_OVERLOADED);
      attempt = g_ptr_array_index (confab_message_get_attempts (message), 1);
      g_assert_cmpint (attempt->outcome, ==, CONFAB_ATTEMPT_ANSWERED);
    }
  else
    {
      g_assert_null (confab_message_get_attempts (message));
    }
  g_assert_cmpuint (confab_message_get_n_parts (message), ==, 3);
  part = confab_message_get_part (message, 0);
  g_assert_cmpstr (confab_part_get_replay (part), ==, "{\"signature\":\"x\"}");
  g_assert_cmpint (confab_part_get_duration_ms (part), ==, 250);
  part = confab_message_get_part (message, 1);
  g_assert_cmpint (confab_part_get_kind (part), ==, CONFAB_PART_TOOL_CALL);
  g_assert_cmpstr (confab_part_get_name (part), ==, "clock");
  g_assert_false (confab_part_get_sealed (confab_message_get_part (message, 2)));

  message = g_ptr_array_index (messages, 2);
  g_assert_error (confab_message_get_error (message),
                  CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_OVERLOADED);
  g_assert_cmpuint (confab_provider_error_get_http_status (confab_message_get_error (message)),
                    ==, 503);
  g_assert_cmpint (confab_provider_error_get_retry_at_us (confab_message_get_error (message)), ==,
                   strcmp (data, "v4.sql") >= 0 ? G_GINT64_CONSTANT (4000000000000000) : -1);
  assert_draft (history, data);
  assert_blank (history, data);
  history_end (history);

  history_end (history_try_open (new_path, NULL));
  expected = describe_schema (new_path);
  schema = describe_schema (f->path);
  g_assert_cmpstr (schema, ==, expected);

  assert_copy (f->path, data, history_query_int64 (new_path, "PRAGMA user_version"));
}

/* Before a history is changed there is a copy of it, and only then. */
static void
test_copy (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *copy = g_strconcat (f->path, ".v3", NULL);
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  g_autofree char *new_path = g_build_filename (f->folder, "new.db", NULL);
  g_autofree char *copy_of_new = g_strconcat (new_path, ".v0", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  struct stat info;

  make_from (f->path, "v3.sql");
  g_assert_true (g_file_set_contents (part, "left by a program that was killed", -1, NULL));
  history_end (history_try_open (f->path, &error));
  g_assert_no_error (error);

  g_assert_cmpint (history_query_int64 (copy, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (history_query_int64 (copy, "SELECT count(*) FROM messages"), ==, 3);
  g_assert_cmpint (history_query_int64 (f->path, "PRAGMA user_version"), >, 3);
  g_assert_cmpint (g_stat (copy, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));

  /* It is left alone from then on. */
  before = describe_file (copy);
  history_end (history_try_open (f->path, &error));
  after = describe_file (copy);
  g_assert_cmpstr (before, ==, after);

  history_end (history_try_open (new_path, &error));
  g_assert_false (g_file_test (copy_of_new, G_FILE_TEST_EXISTS));
}

static void
test_copy_fails (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *copy = g_strconcat (f->path, ".v4", NULL);
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  g_autoptr(GError) error = NULL;

  make_from (f->path, "v4.sql");
  g_assert_cmpint (g_mkdir (part, 0700), ==, 0);
  assert_refused (f, CONFAB_STORE_ERROR_FAILED);
  g_assert_cmpint (history_query_int64 (f->path, "PRAGMA user_version"), ==, 4);

  g_assert_cmpint (g_rmdir (part), ==, 0);
  history_end (history_try_open (f->path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (history_query_int64 (copy, "PRAGMA user_version"), ==, 4);
}

static void
test_future (Fixture       *f,
             gconstpointer  data)
{
  make_from (f->path, "future.sql");
  assert_refused (f, CONFAB_STORE_ERROR_FUTURE);
}

/* The newer program was killed: that it is newer is in the log alone. */
static void
test_future_in_log (Fixture       *f,
                    gconstpointer  data)
{
  g_autofree char *other = g_build_filename (f->folder, "open.db", NULL);
  sqlite3 *db = NULL;

  make_from (other, "v1.sql");
  g_assert_cmpint (sqlite3_open (other, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"
                                 "PRAGMA user_version = 1000; CREATE TABLE wonders (id);",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < 2; i++)
    {
      static const char *const endings[] = { "", "-wal" };
      g_autofree char *from = g_strconcat (other, endings[i], NULL);
      g_autofree char *to = g_strconcat (f->path, endings[i], NULL);
      g_autofree char *contents = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &contents, &length, NULL));
      g_assert_true (g_file_set_contents (to, contents, length, NULL));
    }

  assert_refused (f, CONFAB_STORE_ERROR_FUTURE);
  sqlite3_close (db);
}

/* Closed by a newer program that has the log switched on. */
static void
test_future_with_log (Fixture       *f,
                      gconstpointer  data)
{
  make_from (f->path, "future.sql");
  exec (f->path, "PRAGMA journal_mode = WAL");
  assert_refused (f, CONFAB_STORE_ERROR_FUTURE);
}

static void
test_not_a_history (Fixture       *f,
                    gconstpointer  data)
{
  g_autofree char *garbage = g_malloc (10000);

  make_from (f->path, "foreign.sql");
  assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);

  for (gsize i = 0; i < 10000; i++)
    garbage[i] = g_test_rand_int_range (0, 256);
  g_assert_true (g_file_set_contents (f->path, garbage, 10000, NULL));
  assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);

  g_assert_true (g_file_set_contents (f->path, "Dear diary", -1, NULL));
  assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);
}

static void
test_truncated (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *contents = NULL;
  gsize length;

  make_from (f->path, "v1.sql");
  exec (f->path,
        "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
        " INSERT INTO parts SELECT 2, i, 'text', hex (randomblob (500)), NULL, NULL, NULL, NULL,"
        " NULL, NULL, 0, 1 FROM n");
  g_assert_true (g_file_get_contents (f->path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 100000);

  /* From two bytes on: SQLite takes a single one for none, because of some file systems. */
  for (gsize size = 2; size < length; size = size * 3 + 17)
    {
      g_test_message ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes", size, length);
      g_assert_true (g_file_set_contents (f->path, contents, size, NULL));
      assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);
    }
  g_assert_true (g_file_set_contents (f->path, contents, length - 4096, NULL));
  assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);
}

/* An empty file is what a kill leaves between making the file and making the tables. */
static void
test_empty (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  struct stat info;

  g_assert_true (g_file_set_contents (f->path, "", 0, NULL));
  g_assert_cmpint (g_chmod (f->path, 0644), ==, 0);
  history_end (history_try_open (f->path, &error));
  g_assert_no_error (error);

  /* And one that was open to everyone is not any more. */
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_no_file_can_be (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *below = g_build_filename (f->path, "history.db", NULL);
  g_autofree char *below_file = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir (f->path, 0700), ==, 0);
  assert_refused (f, CONFAB_STORE_ERROR_OPEN);

  g_assert_true (g_file_set_contents (below, "", 0, NULL));
  below_file = g_build_filename (below, "deeper", "history.db", NULL);
  g_assert_null (history_try_open (below_file, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN);
}

/* After a failure the same object can be opened once the cause is gone. */
static void
test_try_again (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GFile) file = g_file_new_for_path (f->path);
  ConfabHistory *history = confab_history_new (file);
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  make_from (f->path, "future.sql");
  confab_history_open_async (history, NULL, await_cb, &first);
  g_assert_false (confab_history_open_finish (history, await (&first), &error));
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (f->path), ==, 0);
  confab_history_open_async (history, NULL, await_cb, &second);
  g_assert_true (confab_history_open_finish (history, await (&second), &error));
  g_assert_no_error (error);
  history_end (history);
}

/* Two of them, as when the command line is used beside the window. */
static void
test_two_at_once (Fixture       *f,
                  gconstpointer  data)
{
  ConfabHistory *histories[2];
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;
  const char *id = confab_conversation_get_id (conversation);

  for (guint i = 0; i < 2; i++)
    {
      histories[i] = history_try_open (f->path, &error);
      g_assert_no_error (error);
    }

  confab_history_save_conversation_async (histories[0], conversation, NULL, NULL, NULL);
  messages = history_load (histories[0], id);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "x");

      confab_history_save_message_async (histories[i % 2], id, message, NULL, NULL, NULL);
    }

  g_clear_pointer (&messages, g_ptr_array_unref);
  messages = history_load (histories[0], id);
  g_clear_pointer (&messages, g_ptr_array_unref);
  messages = history_load (histories[1], id);
  g_clear_pointer (&messages, g_ptr_array_unref);
  messages = history_load (histories[0], id);
  g_assert_cmpuint (messages->len, ==, 100);

  history_end (histories[0]);
  history_end (histories[1]);
}

#define ADD(name, data, func) \
  g_test_add ("/storage/history-file/" name, Fixture, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("v1", "v1.sql", test_old_version);
  ADD ("v2", "v2.sql", test_old_version);
  ADD ("v3", "v3.sql", test_old_version);
  ADD ("v4", "v4.sql", test_old_version);
  ADD ("v5", "v5.sql", test_old_version);
  ADD ("v6", "v6.sql", test_old_version);
  ADD ("v7", "v7.sql", test_old_version);
  ADD ("copy", NULL, test_copy);
  ADD ("copy-fails", NULL, test_copy_fails);
  ADD ("future", NULL, test_future);
  ADD ("future-in-log", NULL, test_future_in_log);
  ADD ("future-with-log", NULL, test_future_with_log);
  ADD ("not-a-history", NULL, test_not_a_history);
  ADD ("truncated", NULL, test_truncated);
  ADD ("empty", NULL, test_empty);
  ADD ("no-file-can-be", NULL, test_no_file_can_be);
  ADD ("try-again", NULL, test_try_again);
  ADD ("two-at-once", NULL, test_two_at_once);

  return g_test_run ();
}
