/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-history.h"

#include "await.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char          *folder;   /* owned */
  char          *path;     /* owned */
  ConfabHistory *history;  /* owned */
} Fixture;

static gboolean
open_history (ConfabHistory  *history,
              GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_history_open_async (history, NULL, await_cb, &result);
  return confab_history_open_finish (history, await (&result), error);
}

static void
close_history (ConfabHistory *history)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_close_async (history, await_cb, &result);
  confab_history_close_finish (history, await (&result), &error);
  g_assert_no_error (error);
}

static GPtrArray *
list (ConfabHistory *history)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *conversations;

  confab_history_list_conversations_async (history, NULL, await_cb, &result);
  conversations = confab_history_list_conversations_finish (history, await (&result), &error);
  g_assert_no_error (error);
  return conversations;
}

static GPtrArray *
list_blank (ConfabHistory *history)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *conversations;

  confab_history_list_blank_async (history, NULL, await_cb, &result);
  conversations = confab_history_list_conversations_finish (history, await (&result), &error);
  g_assert_no_error (error);
  return conversations;
}

static void
save_conversation (ConfabHistory      *history,
                   ConfabConversation *conversation)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_save_conversation_async (history, conversation, NULL, await_cb, &result);
  confab_history_save_conversation_finish (history, await (&result), &error);
  g_assert_no_error (error);
}

static gboolean
try_save_message (ConfabHistory  *history,
                  const char     *conversation_id,
                  ConfabMessage  *message,
                  GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_history_save_message_async (history, conversation_id, message, NULL, await_cb, &result);
  return confab_history_save_message_finish (history, await (&result), error);
}

static void
save_message (ConfabHistory *history,
              const char    *conversation_id,
              ConfabMessage *message)
{
  g_autoptr(GError) error = NULL;

  try_save_message (history, conversation_id, message, &error);
  g_assert_no_error (error);
}

static void
delete_conversation (ConfabHistory *history,
                     const char    *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_history_delete_conversation_async (history, id, NULL, await_cb, &result);
  confab_history_delete_conversation_finish (history, await (&result), &error);
  g_assert_no_error (error);
}

static GPtrArray *
load (ConfabHistory *history,
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

static void
reopen (Fixture *f)
{
  g_autoptr(GFile) file = g_file_new_for_path (f->path);
  g_autoptr(GError) error = NULL;

  if (f->history != NULL)
    {
      close_history (f->history);
      g_assert_finalize_object (g_steal_pointer (&f->history));
    }

  f->history = confab_history_new (file);
  open_history (f->history, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "data", "confab", "history.db", NULL);
  reopen (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  close_history (f->history);
  g_assert_finalize_object (f->history);
  g_free (f->path);
  temp_folder_free (f->folder);
}

static ConfabConversation *
add_conversation (Fixture    *f,
                  const char *title)
{
  ConfabConversation *conversation = confab_conversation_new ();

  confab_conversation_set_title (conversation, title);
  save_conversation (f->history, conversation);
  return conversation;
}

static gint64
query_int64 (const char *path,
             const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return value;
}

static void
test_new_file (Fixture       *f,
               gconstpointer  data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autoptr(GPtrArray) conversations = list (f->history);
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

  g_assert_cmpint (query_int64 (f->path, "PRAGMA user_version"), ==, 7);
  g_assert_cmpint (query_int64 (f->path, "PRAGMA application_id"), ==, 0x436e4662);
}

static void
test_conversation_round_trip (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(ConfabConversation) plain = add_conversation (f, "Ünï 漢字 🙂");
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
  save_conversation (f->history, full);
  confab_conversation_set_updated_at_us (newest, G_MAXINT64);
  save_conversation (f->history, newest);

  reopen (f);
  read = list (f->history);
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
test_conversation_update (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "Before");
  g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "kept");
  g_autoptr(GPtrArray) read = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  save_message (f->history, confab_conversation_get_id (conversation), message);
  confab_conversation_set_title (conversation, "After");
  confab_conversation_set_updated_at_us (conversation, 77);
  save_conversation (f->history, conversation);

  read = list (f->history);
  g_assert_cmpuint (read->len, ==, 1);
  g_assert_cmpstr (confab_conversation_get_title (g_ptr_array_index (read, 0)), ==, "After");
  g_assert_cmpint (confab_conversation_get_updated_at_us (g_ptr_array_index (read, 0)), ==, 77);

  /* Updating must not replace the row, which would take its messages with it. */
  messages = load (f->history, confab_conversation_get_id (conversation));
  g_assert_cmpuint (messages->len, ==, 1);
}

static GPtrArray *
two_attempts (void)
{
  GPtrArray *attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_attempt_free);
  ConfabAttempt *attempt = confab_attempt_new ("groq", "llama’s “best”");

  attempt->provider_name = g_strdup ("Groq");
  attempt->outcome = CONFAB_ATTEMPT_FAILED;
  attempt->error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 429, "busy", 1000, "Slow down");
  attempt->started_at_us = 1700000000000001;
  attempt->ended_at_us = 1700000000250001;
  attempt->open_until_us = 1700000001000001;
  g_ptr_array_add (attempts, attempt);
  attempt = confab_attempt_new ("work", NULL);
  attempt->outcome = CONFAB_ATTEMPT_ANSWERED;
  g_ptr_array_add (attempts, attempt);

  return attempts;
}

static ConfabMessage *
full_message (const char *parent_id)
{
  static const guint8 bytes[] = { 0x89, 'P', 'N', 'G', 0, 0xff, '\n', 0 };
  g_autoptr(GBytes) image = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr(GBytes) empty = g_bytes_new_static (NULL, 0);
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 429,
                                                       "rate_limit", 1000, "Slow down");
  const ConfabUsage usage = {
    .input = 10, .output = 20, .cached = 0, .cache_write = -1, .reasoning = 5, .cost_usd = 0.25,
    .input_excludes_cache = TRUE, .output_excludes_reasoning = FALSE, .cost_is_estimate = TRUE,
  };
  g_autoptr(GPtrArray) attempts = two_attempts ();
  ConfabMessage *message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  ConfabPart *parts[] = {
    confab_part_new (CONFAB_PART_THINKING),
    confab_part_new_text (CONFAB_PART_TEXT, "Grüße, 世界\n\n```c\nint x;\n```\n"),
    confab_part_new_text (CONFAB_PART_REFUSAL, "No."),
    confab_part_new_tool_call ("call-1", "clock", "{\"zone\": \"UTC\"}"),
    confab_part_new_tool_result ("call-1", "clock", "it broke", TRUE),
    confab_part_new_data (CONFAB_PART_IMAGE, NULL, "image/png", image),
    confab_part_new_data (CONFAB_PART_DOCUMENT, "empty.txt", "text/plain", empty),
    confab_part_new (CONFAB_PART_OPAQUE),
  };

  confab_part_append_text (parts[0], "hm", -1);
  confab_part_set_replay (parts[0], "{\"signature\":\"c2ln\"}");
  confab_part_set_duration_ms (parts[0], 1234);
  confab_part_set_sealed (parts[0], TRUE);
  confab_part_set_name (parts[7], "redacted_thinking");
  confab_part_set_replay (parts[7], "{\"data\":\"b3BhcXVl\"}");

  confab_message_set_parent_id (message, parent_id);
  confab_message_set_created_at_us (message, 1700000000000001);
  confab_message_set_provider_id (message, "work");
  confab_message_set_provider_name (message, "Work account");
  confab_message_set_dialect (message, "anthropic-messages");
  confab_message_set_model (message, "claude-x");
  confab_message_set_status (message, CONFAB_MESSAGE_FAILED);
  confab_message_set_stop_reason (message, CONFAB_STOP_REASON_LENGTH, "max_tokens");
  confab_message_set_usage (message, &usage);
  confab_message_set_error (message, error);
  confab_message_set_duration_ms (message, 4321);
  confab_message_set_attempts (message, attempts);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      confab_message_append_part (message, parts[i]);
      g_object_unref (parts[i]);
    }

  return message;
}

static void
assert_same_part (ConfabPart *a,
                  ConfabPart *b)
{
  g_assert_cmpint (confab_part_get_kind (a), ==, confab_part_get_kind (b));
  g_assert_cmpstr (confab_part_get_text (a), ==, confab_part_get_text (b));
  g_assert_cmpuint (confab_part_get_text_length (a), ==, confab_part_get_text_length (b));
  g_assert_cmpstr (confab_part_get_id (a), ==, confab_part_get_id (b));
  g_assert_cmpstr (confab_part_get_name (a), ==, confab_part_get_name (b));
  g_assert_cmpstr (confab_part_get_replay (a), ==, confab_part_get_replay (b));
  g_assert_cmpstr (confab_part_get_mime_type (a), ==, confab_part_get_mime_type (b));
  g_assert_cmpint (confab_part_get_duration_ms (a), ==, confab_part_get_duration_ms (b));
  g_assert_cmpint (confab_part_get_is_error (a), ==, confab_part_get_is_error (b));
  g_assert_cmpint (confab_part_get_sealed (a), ==, confab_part_get_sealed (b));
  g_assert_cmpint (confab_part_get_data (a) == NULL, ==, confab_part_get_data (b) == NULL);
  if (confab_part_get_data (a) != NULL)
    g_assert_true (g_bytes_equal (confab_part_get_data (a), confab_part_get_data (b)));
}

static void
assert_same_message (ConfabMessage *a,
                     ConfabMessage *b)
{
  const ConfabUsage *usage_a = confab_message_get_usage (a);
  const ConfabUsage *usage_b = confab_message_get_usage (b);
  const GError *error_a = confab_message_get_error (a);
  const GError *error_b = confab_message_get_error (b);
  g_autofree char *attempts_a = confab_attempt_list_to_text (confab_message_get_attempts (a));
  g_autofree char *attempts_b = confab_attempt_list_to_text (confab_message_get_attempts (b));

  g_assert_cmpstr (confab_message_get_id (a), ==, confab_message_get_id (b));
  g_assert_cmpstr (confab_message_get_parent_id (a), ==, confab_message_get_parent_id (b));
  g_assert_cmpint (confab_message_get_role (a), ==, confab_message_get_role (b));
  g_assert_cmpint (confab_message_get_status (a), ==, confab_message_get_status (b));
  g_assert_cmpint (confab_message_get_created_at_us (a), ==, confab_message_get_created_at_us (b));
  g_assert_cmpint (confab_message_get_duration_ms (a), ==, confab_message_get_duration_ms (b));
  g_assert_cmpstr (confab_message_get_provider_id (a), ==, confab_message_get_provider_id (b));
  g_assert_cmpstr (confab_message_get_provider_name (a), ==, confab_message_get_provider_name (b));
  g_assert_cmpstr (confab_message_get_dialect (a), ==, confab_message_get_dialect (b));
  g_assert_cmpstr (confab_message_get_model (a), ==, confab_message_get_model (b));
  g_assert_cmpint (confab_message_get_stop_reason (a), ==, confab_message_get_stop_reason (b));
  g_assert_cmpstr (confab_message_get_raw_stop_reason (a), ==,
                   confab_message_get_raw_stop_reason (b));

  g_assert_cmpint (usage_a->input, ==, usage_b->input);
  g_assert_cmpint (usage_a->output, ==, usage_b->output);
  g_assert_cmpint (usage_a->cached, ==, usage_b->cached);
  g_assert_cmpint (usage_a->cache_write, ==, usage_b->cache_write);
  g_assert_cmpint (usage_a->reasoning, ==, usage_b->reasoning);
  g_assert_cmpfloat (usage_a->cost_usd, ==, usage_b->cost_usd);
  g_assert_cmpint (usage_a->cost_is_estimate, ==, usage_b->cost_is_estimate);
  g_assert_cmpint (usage_a->input_excludes_cache, ==, usage_b->input_excludes_cache);
  g_assert_cmpint (usage_a->output_excludes_reasoning, ==, usage_b->output_excludes_reasoning);

  g_assert_cmpint (error_a == NULL, ==, error_b == NULL);
  if (error_a != NULL)
    {
      g_assert_error (error_a, CONFAB_PROVIDER_ERROR, error_b->code);
      g_assert_cmpstr (error_a->message, ==, error_b->message);
      g_assert_cmpuint (confab_provider_error_get_http_status (error_a), ==,
                        confab_provider_error_get_http_status (error_b));
      g_assert_cmpstr (confab_provider_error_get_provider_code (error_a), ==,
                       confab_provider_error_get_provider_code (error_b));
      g_assert_cmpint (confab_provider_error_get_retry_at_us (error_a), ==,
                       confab_provider_error_get_retry_at_us (error_b));
    }
  g_assert_cmpstr (attempts_a, ==, attempts_b);

  g_assert_cmpuint (confab_message_get_n_parts (a), ==, confab_message_get_n_parts (b));
  for (guint i = 0; i < confab_message_get_n_parts (a); i++)
    assert_same_part (confab_message_get_part (a, i), confab_message_get_part (b, i));
}

/* One that nothing was said in is listed only where it is asked for, until something is. */
static void
test_blank (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(GPtrArray) listed = NULL;
  g_autoptr(GPtrArray) blank = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GPtrArray) later = NULL;

  confab_conversation_set_draft (conversation, "Dear all");
  confab_history_save_blank_async (f->history, conversation, NULL, NULL, NULL);
  reopen (f);
  listed = list (f->history);
  g_assert_cmpuint (listed->len, ==, 0);
  blank = list_blank (f->history);
  g_assert_cmpuint (blank->len, ==, 1);
  g_assert_cmpstr (confab_conversation_get_id (g_ptr_array_index (blank, 0)), ==,
                   confab_conversation_get_id (conversation));
  g_assert_cmpstr (confab_conversation_get_draft (g_ptr_array_index (blank, 0)), ==, "Dear all");

  confab_history_save_conversation_async (f->history, conversation, NULL, NULL, NULL);
  none = list_blank (f->history);
  g_assert_cmpuint (none->len, ==, 0);
  later = list (f->history);
  g_assert_cmpuint (later->len, ==, 1);
}

static void
test_message_round_trip (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "");
  g_autoptr(ConfabMessage) question = confab_message_new_text (CONFAB_ROLE_USER, "?");
  g_autoptr(ConfabMessage) answer = full_message (confab_message_get_id (question));
  g_autoptr(GPtrArray) read = NULL;
  const char *id = confab_conversation_get_id (conversation);

  save_message (f->history, id, question);
  save_message (f->history, id, answer);

  reopen (f);
  read = load (f->history, id);
  g_assert_cmpuint (read->len, ==, 2);
  assert_same_message (g_ptr_array_index (read, 0), question);
  assert_same_message (g_ptr_array_index (read, 1), answer);
}

/* Errors that are no provider's keep their sentence. */
static void
test_foreign_error (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "");
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "What a pity");
  g_autoptr(GPtrArray) read = NULL;
  const GError *kept;

  confab_message_set_error (message, error);
  save_message (f->history, confab_conversation_get_id (conversation), message);

  read = load (f->history, confab_conversation_get_id (conversation));
  kept = confab_message_get_error (g_ptr_array_index (read, 0));
  g_assert_error (kept, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_OTHER);
  g_assert_cmpstr (kept->message, ==, "What a pity");
}

static void
test_tree (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "");
  g_autoptr(ConfabMessage) question = confab_message_new_text (CONFAB_ROLE_USER, "?");
  g_autoptr(ConfabMessage) first = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "1");
  g_autoptr(ConfabMessage) second = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "2");
  g_autoptr(ConfabMessage) orphan = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "?");
  g_autoptr(GPtrArray) read = NULL;
  g_autoptr(GError) error = NULL;
  const char *id = confab_conversation_get_id (conversation);

  /* The order is that of saving, not that of clocks, which may go back. */
  confab_message_set_created_at_us (question, 300);
  confab_message_set_created_at_us (first, 200);
  confab_message_set_created_at_us (second, 100);
  confab_message_set_parent_id (first, confab_message_get_id (question));
  confab_message_set_parent_id (second, confab_message_get_id (question));
  save_message (f->history, id, question);
  save_message (f->history, id, first);
  save_message (f->history, id, second);
  save_message (f->history, id, question);

  confab_message_set_parent_id (orphan, "nobody");
  g_assert_false (try_save_message (f->history, id, orphan, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);

  read = load (f->history, id);
  g_assert_cmpuint (read->len, ==, 3);
  assert_same_message (g_ptr_array_index (read, 0), question);
  assert_same_message (g_ptr_array_index (read, 1), first);
  assert_same_message (g_ptr_array_index (read, 2), second);
}

static void
test_journal (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "");
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new (CONFAB_PART_THINKING);
  g_autoptr(ConfabPart) text = confab_part_new (CONFAB_PART_TEXT);
  const char *id = confab_conversation_get_id (conversation);

  confab_message_set_status (reply, CONFAB_MESSAGE_WAITING);
  save_message (f->history, id, reply);

  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  confab_message_append_part (reply, thinking);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(GPtrArray) read = NULL;

      if (i == 10)
        {
          confab_part_set_sealed (thinking, TRUE);
          confab_message_append_part (reply, text);
        }
      /* Sealing is not the last word on a part: the signature may come after it. */
      if (i == 12)
        confab_part_set_replay (thinking, "{}");
      if (i == 14)
        confab_part_set_text (text, "begun anew");
      confab_part_append_text (i < 10 ? thinking : text, "mot ", -1);

      save_message (f->history, id, reply);
      read = load (f->history, id);
      g_assert_cmpuint (read->len, ==, 1);
      assert_same_message (g_ptr_array_index (read, 0), reply);
    }

  g_assert_cmpint (query_int64 (f->path, "SELECT count(*) FROM parts"), ==, 2);
}

/* A trigger of the test's own notes what is really written while a reply arrives. */
static void
test_journal_writes_little (Fixture       *f,
                            gconstpointer  data)
{
  enum { N_SAVES = 20 };
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "");
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, "a long thought");
  g_autoptr(ConfabPart) text = confab_part_new (CONFAB_PART_TEXT);
  g_autoptr(GBytes) bytes = g_bytes_new_take (g_malloc0 (1 << 20), 1 << 20);
  g_autoptr(ConfabPart) image = confab_part_new_data (CONFAB_PART_IMAGE, NULL, "image/png", bytes);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "CREATE TABLE written (position INTEGER);"
                                 "CREATE TRIGGER note AFTER UPDATE ON parts BEGIN"
                                 "  INSERT INTO written VALUES (new.position);"
                                 "END",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  confab_message_append_part (reply, thinking);
  confab_message_append_part (reply, image);
  confab_message_append_part (reply, text);
  save_message (f->history, confab_conversation_get_id (conversation), reply);
  for (guint i = 0; i < N_SAVES; i++)
    {
      confab_part_append_text (text, "mot ", -1);
      save_message (f->history, confab_conversation_get_id (conversation), reply);
      save_message (f->history, confab_conversation_get_id (conversation), reply);
    }

  g_assert_cmpint (query_int64 (f->path, "SELECT count(*) FROM written"), ==, N_SAVES);
  g_assert_cmpint (query_int64 (f->path, "SELECT count(*) FROM written WHERE position = 2"),
                   ==, N_SAVES);
}

/* What is asked for one after another is not waited for in between, and saves what was true at
 * the time of asking. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
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
test_unknown_conversation (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(ConfabConversation) one = add_conversation (f, "one");
  g_autoptr(ConfabConversation) two = add_conversation (f, "two");
  g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "lost");
  g_autoptr(GPtrArray) read = load (f->history, "nowhere");
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (read->len, ==, 0);

  g_assert_false (try_save_message (f->history, "nowhere", message, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
  g_clear_error (&error);

  save_message (f->history, confab_conversation_get_id (one), message);
  g_assert_false (try_save_message (f->history, confab_conversation_get_id (two), message, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
  g_clear_error (&error);

  /* And nothing of a failed save stays behind, nor any open transaction. */
  delete_conversation (f->history, confab_conversation_get_id (one));
  g_assert_cmpint (query_int64 (f->path, "SELECT count(*) FROM parts"), ==, 0);
}

/* Longer than SQLite follows a chain of cascading deletes. */
static void
test_delete_long (Fixture       *f,
                  gconstpointer  data)
{
  enum { N_MESSAGES = 1500 };
  g_autoptr(ConfabConversation) other = add_conversation (f, "stays");
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "goes");
  g_autoptr(ConfabMessage) kept = confab_message_new_text (CONFAB_ROLE_USER, "kept");
  g_autofree char *parent_id = NULL;
  g_autoptr(GPtrArray) read = NULL;

  save_message (f->history, confab_conversation_get_id (other), kept);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "x");

      confab_message_set_parent_id (message, parent_id);
      confab_history_save_message_async (f->history, confab_conversation_get_id (conversation),
                                         message, NULL, NULL, NULL);
      g_free (parent_id);
      parent_id = g_strdup (confab_message_get_id (message));
    }

  read = load (f->history, confab_conversation_get_id (conversation));
  g_assert_cmpuint (read->len, ==, N_MESSAGES);

  delete_conversation (f->history, confab_conversation_get_id (conversation));
  delete_conversation (f->history, confab_conversation_get_id (conversation));

  g_assert_cmpint (query_int64 (f->path, "SELECT count(*) FROM conversations"), ==, 1);
  g_assert_cmpint (query_int64 (f->path, "SELECT count(*) FROM messages"), ==, 1);
  g_assert_cmpint (query_int64 (f->path, "SELECT count(*) FROM parts"), ==, 1);
}

static void
test_interrupts (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = add_conversation (f, "");
  const char *id = confab_conversation_get_id (conversation);

  for (int status = CONFAB_MESSAGE_COMPLETE; status <= CONFAB_MESSAGE_FAILED; status++)
    {
      g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "half");

      confab_message_set_status (message, status);
      save_message (f->history, id, message);
    }

  reopen (f);
  {
    g_autoptr(GPtrArray) read = load (f->history, id);

    g_assert_cmpuint (read->len, ==, 6);
    for (int status = CONFAB_MESSAGE_COMPLETE; status <= CONFAB_MESSAGE_FAILED; status++)
      {
        ConfabMessage *message = g_ptr_array_index (read, status);
        const gboolean was_open = status == CONFAB_MESSAGE_WAITING ||
                                  status == CONFAB_MESSAGE_STREAMING;
        g_autofree char *text = confab_message_dup_text (message);

        g_assert_cmpint (confab_message_get_status (message), ==,
                         was_open ? CONFAB_MESSAGE_INTERRUPTED : status);
        g_assert_cmpstr (text, ==, "half");
      }
  }
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
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
  conversations = list (f->history);
  g_assert_cmpuint (conversations->len, ==, 1);

  confab_history_delete_conversation_async (f->history, confab_conversation_get_id (conversation),
                                            cancellable, await_cb, &late);
  g_assert_null (late);
  g_assert_false (confab_history_delete_conversation_finish (f->history, await (&late), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&conversations, g_ptr_array_unref);
  conversations = list (f->history);
  g_assert_cmpuint (conversations->len, ==, 1);
}

static void
test_close_drains (Fixture       *f,
                   gconstpointer  data)
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
  reopen (f);
  conversations = list (f->history);
  g_assert_cmpuint (conversations->len, ==, 101);
}

static void
test_not_open (void)
{
  g_autoptr(GFile) file = g_file_new_for_uri ("https://example.org/history.db");
  g_autoptr(ConfabHistory) history = confab_history_new (file);
  g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_USER, "x");
  g_autoptr(GError) error = NULL;

  g_assert_false (try_save_message (history, "x", message, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN);
  g_clear_error (&error);
  g_assert_false (open_history (history, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN);
}

/* Dropped with everything still to do: all of it is done, and nothing crashes. */
static void
test_dropped (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(GPtrArray) conversations = NULL;
  ConfabHistory *history = f->history;

  g_object_add_weak_pointer (G_OBJECT (history), (gpointer *) &history);
  confab_history_save_conversation_async (f->history, conversation, NULL, NULL, NULL);
  g_clear_object (&f->history);
  while (history != NULL)
    g_main_context_iteration (NULL, TRUE);

  reopen (f);
  conversations = list (f->history);
  g_assert_cmpuint (conversations->len, ==, 1);
}

#define ADD(name, func) \
  g_test_add ("/storage/history/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("new-file", test_new_file);
  ADD ("conversation-round-trip", test_conversation_round_trip);
  ADD ("conversation-update", test_conversation_update);
  ADD ("blank", test_blank);
  ADD ("message-round-trip", test_message_round_trip);
  ADD ("foreign-error", test_foreign_error);
  ADD ("tree", test_tree);
  ADD ("journal", test_journal);
  ADD ("journal-writes-little", test_journal_writes_little);
  ADD ("order", test_order);
  ADD ("unknown-conversation", test_unknown_conversation);
  ADD ("delete-long", test_delete_long);
  ADD ("interrupts", test_interrupts);
  ADD ("cancel", test_cancel);
  ADD ("close-drains", test_close_drains);
  ADD ("dropped", test_dropped);
  g_test_add_func ("/storage/history/not-open", test_not_open);

  return g_test_run ();
}
