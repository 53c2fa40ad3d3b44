/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is kept of messages. */

#include "config.h"

#include "confab-history.h"

#include "await.h"
#include "history-fixture.h"

#include <sqlite3.h>

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

static void
test_round_trip (HistoryFixture *f,
                 gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = history_fixture_add (f, "");
  g_autoptr(ConfabMessage) question = confab_message_new_text (CONFAB_ROLE_USER, "?");
  g_autoptr(ConfabMessage) answer = full_message (confab_message_get_id (question));
  g_autoptr(GPtrArray) read = NULL;
  const char *id = confab_conversation_get_id (conversation);

  history_save_message (f->history, id, question);
  history_save_message (f->history, id, answer);

  history_fixture_reopen (f);
  read = history_load (f->history, id);
  g_assert_cmpuint (read->len, ==, 2);
  assert_same_message (g_ptr_array_index (read, 0), question);
  assert_same_message (g_ptr_array_index (read, 1), answer);
}

/* Errors that are no provider's keep their sentence. */
static void
test_foreign_error (HistoryFixture *f,
                    gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = history_fixture_add (f, "");
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "What a pity");
  g_autoptr(GPtrArray) read = NULL;
  const GError *kept;

  confab_message_set_error (message, error);
  history_save_message (f->history, confab_conversation_get_id (conversation), message);

  read = history_load (f->history, confab_conversation_get_id (conversation));
  kept = confab_message_get_error (g_ptr_array_index (read, 0));
  g_assert_error (kept, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_OTHER);
  g_assert_cmpstr (kept->message, ==, "What a pity");
}

static void
test_tree (HistoryFixture *f,
           gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = history_fixture_add (f, "");
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
  history_save_message (f->history, id, question);
  history_save_message (f->history, id, first);
  history_save_message (f->history, id, second);
  history_save_message (f->history, id, question);

  confab_message_set_parent_id (orphan, "nobody");
  g_assert_false (history_try_save_message (f->history, id, orphan, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);

  read = history_load (f->history, id);
  g_assert_cmpuint (read->len, ==, 3);
  assert_same_message (g_ptr_array_index (read, 0), question);
  assert_same_message (g_ptr_array_index (read, 1), first);
  assert_same_message (g_ptr_array_index (read, 2), second);
}

static void
test_journal (HistoryFixture *f,
              gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = history_fixture_add (f, "");
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new (CONFAB_PART_THINKING);
  g_autoptr(ConfabPart) text = confab_part_new (CONFAB_PART_TEXT);
  const char *id = confab_conversation_get_id (conversation);

  confab_message_set_status (reply, CONFAB_MESSAGE_WAITING);
  history_save_message (f->history, id, reply);

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

      history_save_message (f->history, id, reply);
      read = history_load (f->history, id);
      g_assert_cmpuint (read->len, ==, 1);
      assert_same_message (g_ptr_array_index (read, 0), reply);
    }

  g_assert_cmpint (history_query_int64 (f->path, "SELECT count(*) FROM parts"), ==, 2);
}

/* A trigger of the test's own notes what is really written while a reply arrives. */
static void
test_journal_writes_little (HistoryFixture *f,
                            gconstpointer   data)
{
  enum { N_SAVES = 20 };
  g_autoptr(ConfabConversation) conversation = history_fixture_add (f, "");
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
  history_save_message (f->history, confab_conversation_get_id (conversation), reply);
  for (guint i = 0; i < N_SAVES; i++)
    {
      confab_part_append_text (text, "mot ", -1);
      history_save_message (f->history, confab_conversation_get_id (conversation), reply);
      history_save_message (f->history, confab_conversation_get_id (conversation), reply);
    }

  g_assert_cmpint (history_query_int64 (f->path, "SELECT count(*) FROM written"), ==, N_SAVES);
  g_assert_cmpint (history_query_int64 (f->path, "SELECT count(*) FROM written WHERE position = 2"),
                           ==, N_SAVES);
}

static void
test_interrupts (HistoryFixture *f,
                 gconstpointer   data)
{
  g_autoptr(ConfabConversation) conversation = history_fixture_add (f, "");
  const char *id = confab_conversation_get_id (conversation);

  for (int status = CONFAB_MESSAGE_COMPLETE; status <= CONFAB_MESSAGE_FAILED; status++)
    {
      g_autoptr(ConfabMessage) message = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "half");

      confab_message_set_status (message, status);
      history_save_message (f->history, id, message);
    }

  history_fixture_reopen (f);
  {
    g_autoptr(GPtrArray) read = history_load (f->history, id);

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

#define ADD(name, func) \
  g_test_add ("/storage/history-messages/" name, HistoryFixture, NULL, history_fixture_set_up, func, \
              history_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("foreign-error", test_foreign_error);
  ADD ("tree", test_tree);
  ADD ("journal", test_journal);
  ADD ("journal-writes-little", test_journal_writes_little);
  ADD ("interrupts", test_interrupts);

  return g_test_run ();
}
