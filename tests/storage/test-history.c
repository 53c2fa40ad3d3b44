/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-history.h"

#include "await.h"
#include "history-fixture.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static void
test_new_file (HistoryFixture *f,
               gconstpointer   data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autoptr(GPtrArray) conversations = history_list (f->history);
  g_autofree char *folder = g_path_get_dirname (f->path);
  struct stat info;

  g_assert_cmpuint (conversations->len, ==, 0);

  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (f->path, endings[i], NULL);

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }

  g_assert_cmpint (history_query_int64 (f->path, "PRAGMA user_version"), ==, 7);
  g_assert_cmpint (history_query_int64 (f->path, "PRAGMA application_id"), ==, 0x436e4662);
}

static void
test_conversation_round_trip (HistoryFixture *f,
                              gconstpointer   data)
{
  g_autoptr(ConfabConversation) plain = history_fixture_add (f, "Ünï 漢字 🙂");
  g_autoptr(ConfabConversation) full = confab_conversation_new ();
  g_autoptr(ConfabConversation) newest = confab_conversation_new ();
  g_autoptr(GPtrArray) read = NULL;
  ConfabConversation *c;

  confab_conversation_set_title (full, "It's “quoted”; DROP TABLE messages");
  confab_conversation_set_provider_id (full, "anthropic");
  confab_conversation_set_model (full, "claude");
  confab_conversation_set_system_prompt (full, "Be brief.");
  confab_conversation_set_draft (full, "half a thou");
  confab_conversation_set_head_id (full, "head");
  confab_conversation_set_created_at_us (full, 1);
  confab_conversation_set_updated_at_us (full, 2);
  confab_conversation_set_pinned (full, TRUE);
  confab_conversation_set_archived (full, TRUE);
  confab_conversation_set_thinking (full, CONFAB_THINKING_MEDIUM);
  history_save_conversation (f->history, full);
  confab_conversation_set_updated_at_us (newest, G_MAXINT64);
  history_save_conversation (f->history, newest);

  history_fixture_reopen (f);
  read = history_list (f->history);
  g_assert_cmpuint (read->len, ==, 3);

  c = g_ptr_array_index (read, 0);
  g_assert_cmpstr (confab_conversation_get_id (c), ==, confab_conversation_get_id (full));
  g_assert_cmpstr (confab_conversation_get_title (c), ==, confab_conversation_get_title (full));
  g_assert_cmpstr (confab_conversation_get_provider_id (c), ==, "anthropic");
  g_assert_cmpstr (confab_conversation_get_model (c), ==, "claude");
  g_assert_cmpstr (confab_conversation_get_system_prompt (c), ==, "Be brief.");
  g_assert_cmpstr (confab_conversation_get_draft (c), ==, "half a thou");
  g_assert_cmpstr (confab_conversation_get_head_id (c), ==, "head");
  g_assert_cmpint (confab_conversation_get_created_at_us (c), ==, 1);
  g_assert_cmpint (confab_conversation_get_updated_at_us (c), ==, 2);
  g_assert_true (confab_conversation_get_pinned (c));
  g_assert_true (confab_conversation_get_archived (c));
  g_assert_cmpint (confab_conversation_get_thinking (c), ==, CONFAB_THINKING_MEDIUM);

  c = g_ptr_array_index (read, 1);
  g_assert_cmpstr (confab_conversation_get_id (c), ==, confab_conversation_get_id (newest));

  c = g_ptr_array_index (read, 2);
  g_assert_cmpstr (confab_conversation_get_title (c), ==, "Ünï 漢字 🙂");
  g_assert_null (confab_conversation_get_provider_id (c));
  g_assert_null (confab_conversation_get_draft (c));
  g_assert_null (confab_conversation_get_head_id (c));
  g_assert_false (confab_conversation_get_pinned (c));
  g_assert_false (confab_conversation_get_busy (c));
}

static void
test_conversation_update (HistoryFixture *f,
                          gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = history_fixture_add (f, "Before");
  g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "kept");
  g_autoptr(GPtrArray) read = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  history_save_message (f->history, confab_conversation_get_id (conversation), message);
  confab_conversation_set_title (conversation, "After");
  confab_conversation_set_updated_at_us (conversation, 77);
  history_save_conversation (f->history, conversation);

  read = history_list (f->history);
  g_assert_cmpuint (read->len, ==, 1);
  g_assert_cmpstr (confab_conversation_get_title (g_ptr_array_index (read, 0)), ==, "After");
  g_assert_cmpint (confab_conversation_get_updated_at_us (g_ptr_array_index (read, 0)), ==, 77);

  /* Updating must not replace the row, which would take its messages with it. */
  messages = history_load (f->history, confab_conversation_get_id (conversation));
  g_assert_cmpuint (messages->len, ==, 1);
}

/* One that nothing was said in is listed only where it is asked for, until something is. */
static void
test_blank (HistoryFixture *f,
            gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(GPtrArray) listed = NULL;
  g_autoptr(GPtrArray) blank = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GPtrArray) later = NULL;

  confab_conversation_set_draft (conversation, "Dear all");
  confab_history_save_blank_async (f->history, conversation, NULL, NULL, NULL);
  history_fixture_reopen (f);
  listed = history_list (f->history);
  g_assert_cmpuint (listed->len, ==, 0);
  blank = history_list_blank (f->history);
  g_assert_cmpuint (blank->len, ==, 1);
  g_assert_cmpstr (confab_conversation_get_id (g_ptr_array_index (blank, 0)), ==,
                   confab_conversation_get_id (conversation));
  g_assert_cmpstr (confab_conversation_get_draft (g_ptr_array_index (blank, 0)), ==, "Dear all");

  confab_history_save_conversation_async (f->history, conversation, NULL, NULL, NULL);
  none = history_list_blank (f->history);
  g_assert_cmpuint (none->len, ==, 0);
  later = history_list (f->history);
  g_assert_cmpuint (later->len, ==, 1);
}

/* What is asked for one after another is not waited for in between, and saves what was true at
 * the time of asking. */
static void
test_order (HistoryFixture *f,
            gconstpointer   data)
{
  enum { N_SAVES = 50 };
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  GAsyncResult *loads[N_SAVES] = { NULL };
  const char *id = confab_conversation_get_id (conversation);

  confab_message_append_part (message, part);
  confab_history_save_conversation_async (f->history, conversation, NULL, NULL, NULL);
  for (guint i = 0; i < N_SAVES; i++)
    {
      confab_part_append_text (part, "x", 1);
      confab_history_save_message_async (f->history, id, message, NULL, NULL, NULL);
      confab_history_load_messages_async (f->history, id, NULL, await_cb, &loads[i]);
    }

  await (&loads[N_SAVES - 1]);
  for (guint i = 0; i < N_SAVES; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) read = NULL;
      ConfabMessage *first;

      g_assert_nonnull (loads[i]);
      read = confab_history_load_messages_finish (f->history, loads[i], &error);
      g_assert_no_error (error);
      g_assert_cmpuint (read->len, ==, 1);
      first = g_ptr_array_index (read, 0);
      g_assert_cmpuint (confab_part_get_text_length (confab_message_get_part (first, 0)), ==, i + 1);
      g_clear_object (&loads[i]);
    }
}

static void
test_unknown_conversation (HistoryFixture *f,
                           gconstpointer   data)
{
  g_autoptr(ConfabConversation) one = history_fixture_add (f, "one");
  g_autoptr(ConfabConversation) two = history_fixture_add (f, "two");
  g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "lost");
  g_autoptr(GPtrArray) read = history_load (f->history, "nowhere");
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (read->len, ==, 0);

  g_assert_false (history_try_save_message (f->history, "nowhere", message, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
  g_clear_error (&error);

  history_save_message (f->history, confab_conversation_get_id (one), message);
  g_assert_false (history_try_save_message (f->history, confab_conversation_get_id (two), message, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
  g_clear_error (&error);

  /* And nothing of a failed save stays behind, nor any open transaction. */
  history_delete_conversation (f->history, confab_conversation_get_id (one));
  g_assert_cmpint (history_query_int64 (f->path, "SELECT count(*) FROM parts"), ==, 0);
}

/* Longer than SQLite follows a chain of cascading deletes. */
static void
test_delete_long (HistoryFixture *f,
                  gconstpointer   data)
{
  enum { N_MESSAGES = 1500 };
  g_autoptr(ConfabConversation) other = history_fixture_add (f, "stays");
  g_autoptr(ConfabConversation) conversation = history_fixture_add (f, "goes");
  g_autoptr(ConfabMessage) kept = confab_message_new_text (CONFAB_ROLE_USER, "kept");
  g_autofree char *parent_id = NULL;
  g_autoptr(GPtrArray) read = NULL;

  history_save_message (f->history, confab_conversation_get_id (other), kept);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "x");

      confab_message_set_parent_id (message, parent_id);
      confab_history_save_message_async (f->history, confab_conversation_get_id (conversation),
                                         message, NULL, NULL, NULL);
      g_free (parent_id);
      parent_id = g_strdup (confab_message_get_id (message));
    }

  read = history_load (f->history, confab_conversation_get_id (conversation));
  g_assert_cmpuint (read->len, ==, N_MESSAGES);

  history_delete_conversation (f->history, confab_conversation_get_id (conversation));
  history_delete_conversation (f->history, confab_conversation_get_id (conversation));

  g_assert_cmpint (history_query_int64 (f->path, "SELECT count(*) FROM conversations"), ==, 1);
  g_assert_cmpint (history_query_int64 (f->path, "SELECT count(*) FROM messages"), ==, 1);
  g_assert_cmpint (history_query_int64 (f->path, "SELECT count(*) FROM parts"), ==, 1);
}

static void
test_cancel (HistoryFixture *f,
             gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) save = NULL;
  g_autoptr(GAsyncResult) read = NULL;
  g_autoptr(GAsyncResult) late = NULL;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_save_conversation_async (f->history, conversation, cancellable, await_cb, &save);
  confab_history_list_conversations_async (f->history, cancellable, await_cb, &read);
  g_cancellable_cancel (cancellable);

  g_assert_false (confab_history_save_conversation_finish (f->history, await (&save), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (confab_history_list_conversations_finish (f->history, await (&read), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* It was asked for, so it was written. */
  conversations = history_list (f->history);
  g_assert_cmpuint (conversations->len, ==, 1);

  confab_history_delete_conversation_async (f->history, confab_conversation_get_id (conversation),
                                            cancellable, await_cb, &late);
  g_assert_null (late);
  g_assert_false (confab_history_delete_conversation_finish (f->history, await (&late), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&conversations, g_ptr_array_unref);
  conversations = history_list (f->history);
  g_assert_cmpuint (conversations->len, ==, 1);
}

static void
test_close_drains (HistoryFixture *f,
                   gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(GAsyncResult) save = NULL;
  g_autoptr(GAsyncResult) close = NULL;
  g_autoptr(GAsyncResult) again = NULL;
  g_autoptr(GAsyncResult) late = NULL;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(ConfabConversation) each = confab_conversation_new ();

      confab_history_save_conversation_async (f->history, each, NULL, NULL, NULL);
    }
  confab_history_save_conversation_async (f->history, conversation, NULL, await_cb, &save);
  confab_history_close_async (f->history, await_cb, &close);
  confab_history_close_async (f->history, await_cb, &again);
  confab_history_list_conversations_async (f->history, NULL, await_cb, &late);

  g_assert_true (confab_history_close_finish (f->history, await (&close), &error));
  g_assert_no_error (error);
  g_assert_nonnull (save);
  g_assert_true (confab_history_save_conversation_finish (f->history, save, &error));
  g_assert_no_error (error);

  g_assert_null (confab_history_list_conversations_finish (f->history, await (&late), &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (confab_history_close_finish (f->history, await (&again), &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED);

  g_clear_object (&f->history);
  history_fixture_reopen (f);
  conversations = history_list (f->history);
  g_assert_cmpuint (conversations->len, ==, 101);
}

static void
test_not_open (void)
{
  g_autoptr(GFile) file = g_file_new_for_uri ("https://example.org/history.db");
  g_autoptr(ConfabHistory) history = confab_history_new (file);
  g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "x");
  g_autoptr(GError) error = NULL;

  g_assert_false (history_try_save_message (history, "x", message, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN);
  g_clear_error (&error);
  g_assert_false (history_open (history, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN);
}

/* Dropped with everything still to do: all of it is done, and nothing crashes. */
static void
test_dropped (HistoryFixture *f,
              gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(GPtrArray) conversations = NULL;
  ConfabHistory *history = f->history;

  g_object_add_weak_pointer (G_OBJECT (history), (gpointer *) &history);
  confab_history_save_conversation_async (f->history, conversation, NULL, NULL, NULL);
  g_clear_object (&f->history);
  while (history != NULL)
    g_main_context_iteration (NULL, TRUE);

  history_fixture_reopen (f);
  conversations = history_list (f->history);
  g_assert_cmpuint (conversations->len, ==, 1);
}

#define ADD(name, func) \
  g_test_add ("/storage/history/" name, HistoryFixture, NULL, history_fixture_set_up, func, \
              history_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("new-file", test_new_file);
  ADD ("conversation-round-trip", test_conversation_round_trip);
  ADD ("conversation-update", test_conversation_update);
  ADD ("blank", test_blank);
  ADD ("order", test_order);
  ADD ("unknown-conversation", test_unknown_conversation);
  ADD ("delete-long", test_delete_long);
  ADD ("cancel", test_cancel);
  ADD ("close-drains", test_close_drains);
  ADD ("dropped", test_dropped);
  g_test_add_func ("/storage/history/not-open", test_not_open);

  return g_test_run ();
}
