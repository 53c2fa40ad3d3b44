/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking for words in all conversations. */

#include "config.h"

#include "confab-history-search.h"

#include "await.h"
#include "history-fixture.h"

#include <sqlite3.h>
#include <string.h>

static ConfabConversation *
add_conversation (HistoryFixture *f,
                  const char     *id,
                  const char     *title)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new_with_id (id);

  confab_conversation_set_title (conversation, title);
  confab_history_save_conversation_async (f->history, conversation, NULL, NULL, NULL);

  return g_steal_pointer (&conversation);
}

static void
add_message (HistoryFixture *f,
             const char     *conversation_id,
             const char     *id,
             const char     *text)
{
  g_autoptr(ConfabMessage) message = confab_message_new_with_id (CONFAB_ROLE_USER, id);
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_TEXT, text);

  confab_message_append_part (message, part);
  history_save_message (f->history, conversation_id, message);
}

static GPtrArray *
search_page (HistoryFixture    *f,
             const char        *query,
             const char *const *without,
             const char *const *hidden,
             guint              offset,
             guint              limit)
{
  g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_words (query);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *hits;

  confab_history_search_async (f->history, pattern, without, hidden, offset, limit, NULL, await_cb, &result);
  hits = confab_history_search_finish (f->history, await (&result), &error);
  g_assert_no_error (error);

  return hits;
}

/* The ids of what is found: of messages, or of conversations by their titles in brackets. */
static char *
search (HistoryFixture *f,
        const char     *query)
{
  g_autoptr(GPtrArray) hits = search_page (f, query, NULL, NULL, 0, 100);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    {
      ConfabSearchHit *hit = g_ptr_array_index (hits, i);
      const char *id = confab_search_hit_get_message_id (hit);

      if (id != NULL)
        g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", id);
      else
        g_string_append_printf (ids, "%s(%s)", i > 0 ? " " : "", confab_search_hit_get_conversation_id (hit));
    }

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static char *
mark_snippet (ConfabSearchHit *hit)
{
  const char *snippet = confab_search_hit_get_snippet (hit);
  g_autoptr(GString) marked = g_string_new (NULL);
  const ConfabTextRange *ranges;
  guint n_ranges;
  gsize at = 0;

  ranges = confab_search_hit_get_ranges (hit, &n_ranges);
  for (guint i = 0; i < n_ranges; i++)
    {
      g_string_append_len (marked, snippet + at, ranges[i].start - at);
      g_string_append_printf (marked, "[%.*s]", (int) (ranges[i].end - ranges[i].start), snippet + ranges[i].start);
      at = ranges[i].end;
    }
  g_string_append (marked, snippet + at);
  g_assert_true (g_utf8_validate (marked->str, -1, NULL));

  return g_string_free (g_steal_pointer (&marked), FALSE);
}

static void
test_words (HistoryFixture *f,
            gconstpointer   data)
{
  static const struct { const char *query, *expected; } cases[] = {
    { "rye",                 "m-rye" },
    { "RYE bread",           "m-rye" },
    { "bread rye",           "m-rye" },
    { "refac",               "m-code" },
    { "refac pars",          "m-code" },
    { "\"parser the\"",      "" },
    { "\"the parser\"",      "m-code" },
    { "“the parser”",        "m-code" },
    { "\"the pars\"",        "" },
    { "cafe",                "m-accent" },
    { "CAFÉ",                "m-accent" },
    { "crème brulee",        "m-accent" },
    { "москва",              "m-russian" },
    { "你",                  "m-chinese" },
    { "你好",                "m-chinese" },
    { "天气",                "m-chinese" },
    { "好天",                "m-chinese" },
    { "天你",                "" },
    { "gtk 天",              "m-chinese" },
    { "カメラ",              "m-japanese" },
    { "한국",                "m-korean" },
    { "국어",                "m-korean" },
    { "हिन्दी",               "m-hindi" },
    { "goodbye rye",         "" },
    { "tool",                "" },
    { "arguments",           "" },
    { "thoughtful",          "" },
    { "report.pdf",          "m-document" },
    { "quarterly",           "m-document" },
    { "cannot",              "m-refusal" },
    { "c++ parser",          "m-code" },
    { "",                    "" },
    { "   ",                 "" },
  };
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "c", "");
  g_autoptr(ConfabMessage) document = confab_message_new_with_id (CONFAB_ROLE_USER, "m-document");
  g_autoptr(ConfabMessage) refusal = confab_message_new_with_id (CONFAB_ROLE_ASSISTANT, "m-refusal");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr(ConfabPart) file = confab_part_new_data (CONFAB_PART_DOCUMENT, "quarterly-report.pdf", "application/pdf", bytes);
  g_autoptr(ConfabPart) thought = confab_part_new_text (CONFAB_PART_THINKING, "thoughtful");
  g_autoptr(ConfabPart) call = confab_part_new_tool_call ("1", "tool", "{\"arguments\":1}");
  g_autoptr(ConfabPart) no = confab_part_new_text (CONFAB_PART_REFUSAL, "I cannot do that");

  add_message (f, "c", "m-rye", "Bread with rye");
  add_message (f, "c", "m-code", "How do I refactor the parser in C++?");
  add_message (f, "c", "m-accent", "Café au lait, cre\xcc\x80me brûlée");
  add_message (f, "c", "m-russian", "Вчера в Москва");
  add_message (f, "c", "m-chinese", "GTK你好天气很好");
  add_message (f, "c", "m-japanese", "デジタルカメラを買う");
  add_message (f, "c", "m-korean", "한국어를 배우다");
  add_message (f, "c", "m-hindi", "मुझे हिन्दी पसंद है");
  confab_message_append_part (document, file);
  history_save_message (f->history, "c", document);
  confab_message_append_part (refusal, thought);
  confab_message_append_part (refusal, call);
  confab_message_append_part (refusal, no);
  history_save_message (f->history, "c", refusal);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = search (f, cases[i].query);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

/* Whatever is typed is looked for; none of it is taken for a command. */
static void
test_nonsense (HistoryFixture *f,
               gconstpointer   data)
{
  static const char *const pieces[] = {
    "\"", "'", "*", "(", ")", "^", "-", "+", ":", "{", "}", "text:", "AND", "OR", "NOT", "NEAR(", ",", ";", "%",
    "\\", "\x01", "\x02", "\xff", "\xc3", "😀", "\xe2\x80\x8b", "你", "e\xcc\x81", "rye", "--", "/*", " ", "\t", "\n",
  };
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "c", "rye");

  add_message (f, "c", "m", "rye AND NOT (text) NEAR you \x01\x02 😀");
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GString) query = g_string_new (NULL);
      g_autoptr(GPtrArray) hits = NULL;
      const guint n = g_test_rand_int_range (1, 9);

      for (guint j = 0; j < n; j++)
        g_string_append (query, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      hits = search_page (f, query->str, NULL, NULL, 0, 10);
      for (guint j = 0; j < hits->len; j++)
        g_free (mark_snippet (g_ptr_array_index (hits, j)));
    }
}

static void
test_snippet (HistoryFixture *f,
              gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "c", "A **title** with rye");
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GPtrArray) hits = NULL;
  g_autofree char *in_title = NULL;
  g_autofree char *in_text = NULL;
  g_autofree char *in_chinese = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "word ");
  g_string_append (text, "\n\n## Now\n\n**rye** `bread`\x01 and more");
  for (guint i = 0; i < 200; i++)
    g_string_append (text, " word");
  add_message (f, "c", "m", text->str);
  add_message (f, "c", "m-chinese", "他说你好你好吗");

  hits = search_page (f, "RYE brea", NULL, NULL, 0, 10);
  g_assert_cmpuint (hits->len, ==, 1);
  in_text = mark_snippet (g_ptr_array_index (hits, 0));
  g_assert_nonnull (strstr (in_text, "word Now [rye] [bread] and more word"));
  g_assert_cmpuint (strlen (in_text), <, 200);
  g_clear_pointer (&hits, g_ptr_array_unref);

  hits = search_page (f, "rye", NULL, NULL, 0, 10);
  g_assert_cmpuint (hits->len, ==, 2);
  g_assert_null (confab_search_hit_get_message_id (g_ptr_array_index (hits, 0)));
  in_title = mark_snippet (g_ptr_array_index (hits, 0));
  g_assert_cmpstr (in_title, ==, "A **title** with [rye]");
  g_clear_pointer (&hits, g_ptr_array_unref);

  hits = search_page (f, "你好", NULL, NULL, 0, 10);
  in_chinese = mark_snippet (g_ptr_array_index (hits, 0));
  g_assert_cmpstr (in_chinese, ==, "他说[你好][你好]吗");
}

static void
test_order_and_pages (HistoryFixture *f,
                      gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "c", "About rye");
  g_autoptr(ConfabConversation) archived = add_conversation (f, "c-archived", "Archived");
  g_autoptr(ConfabMessage) old = confab_message_new_with_id (CONFAB_ROLE_USER, "m-old");
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_TEXT, "rye and so on");
  g_autoptr(GPtrArray) first = NULL;
  g_autoptr(GPtrArray) second = NULL;
  g_autoptr(GPtrArray) without = NULL;
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const removed[] = { "c", "other", NULL };
  const char *const hidden[] = { "m-new", "m", "m-archived", NULL };

  confab_message_set_created_at_us (old, 1000000);
  confab_message_append_part (old, part);
  history_save_message (f->history, "c", old);
  add_message (f, "c", "m-new", "rye and so on");
  add_message (f, "c", "m-most", "rye rye rye");
  confab_conversation_set_archived (archived, TRUE);
  confab_history_save_conversation_async (f->history, archived, NULL, NULL, NULL);
  add_message (f, "c-archived", "m-archived", "it was said, once upon a time and in a long sentence, that rye was grown");

  first = search_page (f, "rye", NULL, NULL, 0, 2);
  g_assert_cmpuint (first->len, ==, 3);
  g_assert_cmpstr (confab_search_hit_get_conversation_id (g_ptr_array_index (first, 0)), ==, "c");
  g_assert_null (confab_search_hit_get_message_id (g_ptr_array_index (first, 0)));
  g_assert_cmpstr (confab_search_hit_get_message_id (g_ptr_array_index (first, 1)), ==, "m-most");
  g_assert_cmpstr (confab_search_hit_get_message_id (g_ptr_array_index (first, 2)), ==, "m-new");
  g_assert_cmpstr (confab_search_hit_get_title (g_ptr_array_index (first, 2)), ==, "About rye");
  g_assert_false (confab_search_hit_get_archived (g_ptr_array_index (first, 2)));

  second = search_page (f, "rye", NULL, NULL, 2, 10);
  g_assert_cmpuint (second->len, ==, 2);
  for (guint i = 0; i < second->len; i++)
    g_hash_table_add (ids, (char *) confab_search_hit_get_message_id (g_ptr_array_index (second, i)));
  g_assert_true (g_hash_table_contains (ids, "m-old"));
  g_assert_true (g_hash_table_contains (ids, "m-archived"));

  without = search_page (f, "rye", removed, NULL, 0, 10);
  g_assert_cmpuint (without->len, ==, 1);
  g_assert_cmpstr (confab_search_hit_get_message_id (g_ptr_array_index (without, 0)), ==, "m-archived");
  g_assert_true (confab_search_hit_get_archived (g_ptr_array_index (without, 0)));

  /* Single messages of those, and pages of what is left. */
  g_clear_pointer (&without, g_ptr_array_unref);
  without = search_page (f, "rye", NULL, hidden, 1, 10);
  g_assert_cmpuint (without->len, ==, 1);
  g_assert_cmpstr (confab_search_hit_get_message_id (g_ptr_array_index (without, 0)), ==, "m-old");
}

static gint64
count (HistoryFixture *f,
       const char     *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return value;
}

/* While a reply arrives its words are not entered again and again; once it is there they are. */
static void
test_streaming (HistoryFixture *f,
                gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "c", "");
  g_autoptr(ConfabMessage) reply = confab_message_new_with_id (CONFAB_ROLE_ASSISTANT, "m");
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  g_autofree char *none = NULL;
  g_autofree char *found = NULL;
  g_autofree char *old = NULL;
  g_autofree char *newer = NULL;

  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  confab_message_append_part (reply, part);
  for (guint i = 0; i < 20; i++)
    {
      confab_part_append_text (part, "rye bread ", -1);
      history_save_message (f->history, "c", reply);
      g_assert_cmpint (count (f, "SELECT count(*) FROM message_index"), ==, 0);
    }
  none = search (f, "rye");
  g_assert_cmpstr (none, ==, "");

  confab_message_set_status (reply, CONFAB_MESSAGE_STOPPED);
  history_save_message (f->history, "c", reply);
  found = search (f, "rye");
  g_assert_cmpstr (found, ==, "m");

  /* It goes on, and is entered anew when that is over. */
  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  confab_part_append_text (part, "with spelt", -1);
  history_save_message (f->history, "c", reply);
  confab_message_set_status (reply, CONFAB_MESSAGE_COMPLETE);
  history_save_message (f->history, "c", reply);
  history_save_message (f->history, "c", reply);
  old = search (f, "rye");
  newer = search (f, "spelt");
  g_assert_cmpstr (old, ==, "m");
  g_assert_cmpstr (newer, ==, "m");
  g_assert_cmpint (count (f, "SELECT count(*) FROM message_index"), ==, 1);
}

/* What a program that was killed, or one of an older version, left is entered after the start. */
static void
test_catches_up (HistoryFixture *f,
                 gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "c", "");
  g_autoptr(ConfabMessage) reply = confab_message_new_with_id (CONFAB_ROLE_ASSISTANT, "m");
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_TEXT, "half a loaf");
  sqlite3 *db = NULL;
  g_autofree char *found = NULL;
  g_autofree char *all = NULL;
  g_auto(GStrv) ids = NULL;

  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *id = g_strdup_printf ("m-%u", i);

      add_message (f, "c", id, "a crumb");
    }
  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  confab_message_append_part (reply, part);
  history_save_message (f->history, "c", reply);
  g_clear_pointer (&f->history, history_end);

  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DELETE FROM message_index; UPDATE messages SET indexed = 0", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  /* What is looked for at once comes after the first of it, and before the rest. */
  history_fixture_reopen (f);
  found = search (f, "crumb");
  g_assert_true (confab_history_get_indexing (f->history));
  g_clear_pointer (&found, g_free);
  while (confab_history_get_indexing (f->history))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count (f, "SELECT count(*) FROM messages WHERE indexed = 0"), ==, 0);
  found = search (f, "loaf");
  g_assert_cmpstr (found, ==, "m");
  all = search (f, "crumb");
  ids = g_strsplit (all, " ", -1);
  g_assert_cmpuint (g_strv_length (ids), ==, 100);
  g_assert_cmpint (count (f, "SELECT count(*) FROM message_index"), ==, 601);
}

static void
test_deleted (HistoryFixture *f,
              gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "c", "rye");
  g_autoptr(ConfabConversation) other = add_conversation (f, "c-other", "");
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *found = NULL;

  add_message (f, "c", "m", "rye");
  add_message (f, "c-other", "m-other", "rye");
  confab_history_delete_conversation_async (f->history, "c", NULL, await_cb, &result);
  g_assert_true (confab_history_delete_conversation_finish (f->history, await (&result), NULL));

  found = search (f, "rye");
  g_assert_cmpstr (found, ==, "m-other");
  g_assert_cmpint (count (f, "SELECT count(*) FROM message_index"), ==, 1);
}

/* Beyond the bound nothing is found, and up to it everything. */
static void
test_bound (HistoryFixture *f,
            gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "c", "");
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *before = NULL;
  g_autofree char *beyond = NULL;

  while (text->len < 1024 * 1024 - 10)
    g_string_append (text, "word ");
  g_string_append (text, "nearly ");
  while (text->len < 1024 * 1024)
    g_string_append (text, "é");
  g_string_append (text, " beyond");
  add_message (f, "c", "m", text->str);

  before = search (f, "nearly");
  beyond = search (f, "beyond");
  g_assert_cmpstr (before, ==, "m");
  g_assert_cmpstr (beyond, ==, "");
}

static void
test_cancel (HistoryFixture *f,
             gconstpointer   data)
{
  g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_words ("rye");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_search_async (f->history, pattern, NULL, NULL, 0, 10, cancellable, await_cb, &result);
  g_cancellable_cancel (cancellable);
  hits = confab_history_search_finish (f->history, await (&result), &error);
  g_assert_null (hits);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) \
  g_test_add ("/storage/history-search/" name, HistoryFixture, NULL, history_fixture_set_up, func, \
              history_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("words", test_words);
  ADD ("nonsense", test_nonsense);
  ADD ("snippet", test_snippet);
  ADD ("order-and-pages", test_order_and_pages);
  ADD ("streaming", test_streaming);
  ADD ("catches-up", test_catches_up);
  ADD ("deleted", test_deleted);
  ADD ("bound", test_bound);
  ADD ("cancel", test_cancel);

  return g_test_run ();
}
