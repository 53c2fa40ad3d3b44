/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-history-search.h"

#include <sqlite3.h>
#include <string.h>

#include "../storage/await.h"

/* What it costs to look for words among many messages against few, to list many conversations, and
 * to write a reply down while it arrives. */

#define FEW         1000
#define MANY        100000
#define N_RUNS      5
#define PER_CHAT    20

static void
report (const char *name,
        double      value,
        const char *unit,
        double      target)
{
  if (target > 0)
    g_print ("bench %s %.2f %s %g %s\n", name, value, unit, target, value <= target ? "ok" : "short");
  else
    g_print ("bench %s %.2f %s - -\n", name, value, unit);
}

static double
get_ms (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / 1e3;
}

static ConfabHistory *
open_history (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabHistory *history = confab_history_new (file);

  confab_history_open_async (history, NULL, await_cb, &result);
  confab_history_open_finish (history, await (&result), &error);
  g_assert_no_error (error);

  return history;
}

static void
close_history (ConfabHistory *history)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_history_close_async (history, await_cb, &result);
  g_assert_true (confab_history_close_finish (history, await (&result), NULL));
  g_object_unref (history);
}

/* Words as often as in a language: the n-th is met with a chance of about 1 in n. */
static void
append_word (GString *text,
             GRand   *rand)
{
  const guint rank = (guint) (1 / (g_rand_double (rand) + 1 / 20000.0));

  g_string_append_printf (text, "%c%uword ", (int) ('a' + rank % 26), rank);
}

static void
exec (sqlite3    *db,
      const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s", message);
}

static char *
make_history (const char *folder,
              guint       n_messages)
{
  g_autofree char *name = g_strdup_printf ("%u.db", n_messages);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  sqlite3_stmt *parts = NULL;
  sqlite3 *db = NULL;

  close_history (open_history (path));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  exec (db, "BEGIN");
  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *sql = NULL;

      if (i % PER_CHAT == 0)
        {
          g_autofree char *chat = g_strdup_printf ("INSERT INTO conversations VALUES ('c-%u', 'Conversation %u', NULL,"
                                                   " NULL, NULL, NULL, NULL, %u, %u, 0, 0, NULL, 0)",
                                                   i / PER_CHAT, i / PER_CHAT, i, i);

          exec (db, chat);
        }
      sql = g_strdup_printf ("INSERT INTO messages (seq, id, conversation_id, role, status, created_at_us, stop_reason,"
                             " usage_input_excludes_cache, usage_output_excludes_reasoning)"
                             " VALUES (%u, 'm-%u', 'c-%u', 'user', 'complete', %u, 'none', 0, 0)",
                             i + 1, i, i / PER_CHAT, i);
      exec (db, sql);
    }

  g_assert_cmpint (sqlite3_prepare_v2 (db, "INSERT INTO parts (message_seq, position, kind, text, is_error, sealed)"
                                       " VALUES (?, 0, 'text', ?, 0, 1)", -1, &parts, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < n_messages; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      for (guint j = 0; j < 60; j++)
        append_word (text, rand);
      /* In every hundredth, and once in all. */
      if (i % 100 == 0)
        g_string_append (text, "seldom ");
      if (i == n_messages / 2)
        g_string_append (text, "needle");
      sqlite3_bind_int64 (parts, 1, i + 1);
      sqlite3_bind_text (parts, 2, text->str, -1, SQLITE_TRANSIENT);
      g_assert_cmpint (sqlite3_step (parts), ==, SQLITE_DONE);
      sqlite3_reset (parts);
    }
  sqlite3_finalize (parts);
  exec (db, "COMMIT");
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  return g_steal_pointer (&path);
}

static guint
search (ConfabHistory *history,
        const char    *query)
{
  g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_words (query);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_search_async (history, pattern, NULL, NULL, 0, 30, NULL, await_cb, &result);
  hits = confab_history_search_finish (history, await (&result), &error);
  g_assert_no_error (error);

  return hits->len;
}

static double
time_search (ConfabHistory *history,
             const char    *query)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < N_RUNS; i++)
    {
      const gint64 start_us = g_get_monotonic_time ();

      g_assert_cmpuint (search (history, query), >, 0);
      best = MIN (best, get_ms (start_us));
    }

  return best;
}

static double
time_list (ConfabHistory *history,
           guint         *n_conversations)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < N_RUNS; i++)
    {
      const gint64 start_us = g_get_monotonic_time ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GPtrArray) conversations = NULL;

      confab_history_list_conversations_async (history, NULL, await_cb, &result);
      conversations = confab_history_list_conversations_finish (history, await (&result), NULL);
      *n_conversations = conversations->len;
      best = MIN (best, get_ms (start_us));
    }

  return best;
}

/* Opens a history and waits until everything in it can be found. */
static ConfabHistory *
open_indexed (const char *path,
              double     *index_ms)
{
  const gint64 start_us = g_get_monotonic_time ();
  ConfabHistory *history = open_history (path);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gboolean is_done = FALSE;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT EXISTS (SELECT 1 FROM messages WHERE indexed = 0)", -1,
                                       &statement, NULL), ==, SQLITE_OK);
  while (!is_done)
    {
      g_main_context_iteration (NULL, TRUE);
      sqlite3_step (statement);
      is_done = !sqlite3_column_int (statement, 0);
      sqlite3_reset (statement);
    }
  sqlite3_finalize (statement);
  sqlite3_close (db);
  *index_ms = get_ms (start_us);

  return history;
}

/* To write down a reply of 100 KB once more, as happens three times a second. */
static void
bench_journal (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "journal.db", NULL);
  ConfabHistory *history = open_history (path);
  g_autoptr(ConfabConversation) conversation = confab_conversation_new_with_id ("c");
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autoptr(GString) text = g_string_new (NULL);
  double best = G_MAXDOUBLE;

  while (text->len < 100000)
    append_word (text, rand);
  confab_part_append_text (part, text->str, -1);
  confab_message_append_part (reply, part);
  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  confab_history_save_conversation_async (history, conversation, NULL, NULL, NULL);

  for (guint i = 0; i <= 20; i++)
    {
      gint64 start_us;
      g_autoptr(GAsyncResult) result = NULL;
      double ms;

      confab_part_append_text (part, "word ", -1);
      if (i == 20)
        confab_message_set_status (reply, CONFAB_MESSAGE_COMPLETE);
      start_us = g_get_monotonic_time ();
      confab_history_save_message_async (history, "c", reply, NULL, await_cb, &result);
      g_assert_true (confab_history_save_message_finish (history, await (&result), NULL));
      ms = get_ms (start_us);
      if (i < 20)
        best = MIN (best, ms);
      else
        report ("journal-last-save", ms, "ms", 0);
    }
  report ("journal-save", best, "ms", 20);
  close_history (history);
}

int
main (void)
{
  static const struct { const char *name, *query; double target; } queries[] = {
    { "one",     "needle",          20 },   /* finds one message in all */
    { "seldom",  "seldom",          100 },  /* finds one in a hundred */
    { "two",     "seldom b1word",   50 },
    { "common",  "b1word",          20 },   /* finds nearly all */
    { "typing",  "b1",              20 },
  };
  char *folder = temp_folder_new ();
  g_autofree char *few_path = make_history (folder, FEW);
  g_autofree char *many_path = make_history (folder, MANY);
  double few_index_ms;
  double many_index_ms;
  ConfabHistory *few = open_indexed (few_path, &few_index_ms);
  ConfabHistory *many = open_indexed (many_path, &many_index_ms);
  double few_list_ms;
  double many_list_ms;
  guint n_few;
  guint n_many;

  report ("search-index-100000", many_index_ms, "ms", 0);
  report ("search-index", many_index_ms / MANY / (few_index_ms / FEW), "ratio", 2);
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      const double few_ms = time_search (few, queries[i].query);
      const double many_ms = time_search (many, queries[i].query);
      g_autofree char *ratio_name = g_strconcat ("search-", queries[i].name, NULL);
      g_autofree char *ms_name = g_strconcat (ratio_name, "-100000", NULL);

      report (ratio_name, many_ms / few_ms, "ratio", queries[i].target);
      report (ms_name, many_ms, "ms", 0);
    }

  few_list_ms = time_list (few, &n_few);
  many_list_ms = time_list (many, &n_many);
  report ("list-conversations", many_list_ms / n_many / (few_list_ms / n_few), "ratio", 3);
  report ("list-conversations-5000", many_list_ms, "ms", 0);

  close_history (few);
  close_history (many);
  bench_journal (folder);
  temp_folder_free (folder);

  return 0;
}
