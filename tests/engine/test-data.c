/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE  /* memmem() */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "confab-backup.h"
#include "confab-backup-private.h"
#include "confab-data.h"
#include "confab-data-words.h"
#include "confab-export.h"
#include "confab-history-session.h"
#include "confab-import.h"
#include "confab-part-file.h"
#include "confab-transfer-error.h"
#include "confab-zip-reader.h"
#include "confab-zip-writer.h"
#include "engine-fixture.h"

#define PNG "\x89PNG\r\n\x1a\n and more"

typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
  char           *folder;
} Fixture;

static void
start (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->context = engine_load ();
  g_assert_true (engine_open_history (fixture->context, &error));
  g_assert_no_error (error);
}

static void
start_over (Fixture *fixture)
{
  engine_close (fixture->context);
  engine_home_reset ();
  engine_use_peer (fixture->peer);
  start (fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  fixture->folder = temp_folder_new ();
  start (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  engine_close (fixture->context);
  g_clear_object (&fixture->peer);
  temp_folder_free (fixture->folder);
}

static ConfabHistorySession *
open_session (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ConfabHistorySession *session;

  session = confab_history_session_open (confab_history_peek_path (confab_context_get_history (fixture->context)),
                                         &error);
  g_assert_no_error (error);
  return session;
}

static ConfabMessage *
new_message (ConfabRole  role,
             const char *id,
             const char *parent_id,
             const char *text)
{
  ConfabMessage *message = confab_message_new_with_id (role, id);
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_TEXT, text);

  confab_message_set_parent_id (message, parent_id);
  confab_message_append_part (message, part);
  return message;
}

/* A reply with everything that a message can have. */
static ConfabMessage *
new_full_reply (const char *parent_id)
{
  ConfabMessage *message = new_message (CONFAB_ROLE_ASSISTANT, "m-full", parent_id, "# Answer\n\n<script>x</script>");
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, "Hm\n");
  g_autoptr(ConfabPart) call = confab_part_new_tool_call ("call-1", "look", "{\"a\":1}");
  g_autoptr(ConfabPart) result = confab_part_new_tool_result ("call-1", "look", "```", TRUE);
  g_autoptr(ConfabPart) opaque = confab_part_new (CONFAB_PART_OPAQUE);
  g_autoptr(GBytes) png = g_bytes_new_static (PNG, strlen (PNG));
  g_autoptr(ConfabPart) image = confab_part_new_data (CONFAB_PART_IMAGE, "../cat.png", "image/png", png);
  g_autoptr(GBytes) noise = g_bytes_new_static ("\0\1\2\xff", 4);
  g_autoptr(ConfabPart) document = confab_part_new_data (CONFAB_PART_DOCUMENT, "a.bin", "application/x-a", noise);
  g_autoptr(GPtrArray) attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_attempt_free);
  ConfabAttempt *attempt = confab_attempt_new ("openai", "gpt");
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_OVERLOADED, 529, "overloaded", -1, "Busy");
  ConfabUsage usage = { .input = 10, .output = 20, .cached = 3, .cache_write = -1, .reasoning = 5, .cost_usd = 0.1 + 0.2,
                        .input_excludes_cache = 1, .cost_is_estimate = 1 };

  confab_part_set_replay (thinking, "{\"signature\": \"s\u00e9\", \"n\":1.0}");
  confab_part_set_duration_ms (thinking, 1200);
  confab_part_set_name (opaque, "redacted");
  confab_part_set_replay (opaque, "{\"data\":\"x\"}");
  confab_message_append_part (message, thinking);
  confab_message_append_part (message, call);
  confab_message_append_part (message, result);
  confab_message_append_part (message, opaque);
  confab_message_append_part (message, image);
  confab_message_append_part (message, document);
  attempt->outcome = CONFAB_ATTEMPT_FAILED;
  attempt->provider_name = g_strdup ("OpenAI");
  attempt->error = g_error_copy (error);
  attempt->started_at_us = 1;
  attempt->ended_at_us = 2;
  g_ptr_array_add (attempts, attempt);
  confab_message_set_attempts (message, attempts);
  confab_message_set_error (message, error);
  confab_message_set_status (message, CONFAB_MESSAGE_FAILED);
  confab_message_set_usage (message, &usage);
  confab_message_set_provider_id (message, "anthropic");
  confab_message_set_provider_name (message, "Anthropic Claude");
  confab_message_set_dialect (message, "anthropic");
  confab_message_set_model (message, "claude");
  confab_message_set_stop_reason (message, CONFAB_STOP_REASON_ERROR, "raw");
  confab_message_set_duration_ms (message, 3000);
  return message;
}

static void
save (ConfabHistorySession *session,
      ConfabConversation   *conversation,
      ConfabMessage       **messages,
      gsize                 n_messages)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_history_session_begin (session, &error));
  g_assert_true (confab_history_session_save_conversation (session, conversation, &error));
  for (gsize i = 0; i < n_messages; i++)
    {
      g_assert_true (confab_history_session_save_message (session, confab_conversation_get_id (conversation),
                                                          messages[i], &error));
      g_assert_no_error (error);
      g_object_unref (messages[i]);
    }
  g_assert_true (confab_history_session_commit (session, &error));
  g_assert_no_error (error);
}

/* Two conversations: one with two branches and everything, and one with nothing but odd letters. */
static void
fill (Fixture *fixture)
{
  g_autoptr(ConfabHistorySession) session = open_session (fixture);
  g_autoptr(ConfabConversation) full = confab_conversation_new_with_id ("c-full");
  g_autoptr(ConfabConversation) odd = confab_conversation_new_with_id ("c-odd");
  ConfabMessage *messages[] = {
    new_message (CONFAB_ROLE_USER, "m-1", NULL, "Question"),
    new_message (CONFAB_ROLE_ASSISTANT, "m-2", "m-1", "Other branch"),
    new_full_reply ("m-1"),
  };
  ConfabMessage *odd_messages[] = {
    new_message (CONFAB_ROLE_USER, "o-1", NULL, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80 "
                                                "\xe2\x80\xae\x01\"\\/\b\f`|"),
  };

  confab_conversation_set_title (full, "Everything / at \"once\"");
  confab_conversation_set_head_id (full, "m-full");
  confab_conversation_set_system_prompt (full, "Be kind");
  confab_conversation_set_draft (full, "Draft");
  confab_conversation_set_pinned (full, TRUE);
  confab_conversation_set_provider_id (full, "anthropic");
  confab_conversation_set_model (full, "claude");
  confab_conversation_set_thinking (full, CONFAB_THINKING_HIGH);
  confab_conversation_set_title (odd, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d");
  confab_conversation_set_head_id (odd, "o-1");
  confab_conversation_set_archived (odd, TRUE);
  save (session, full, messages, G_N_ELEMENTS (messages));
  save (session, odd, odd_messages, G_N_ELEMENTS (odd_messages));
}

static char *
dup_path (Fixture    *fixture,
          const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static char *
dup_contents (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *contents;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  return contents;
}

static guint
run_export (Fixture            *fixture,
            const char         *name,
            ConfabExportFormat  format,
            const char         *id,
            GError            **error)
{
  const ConfabExportOptions options = { format, TRUE, TRUE };
  const char *ids[] = { id, NULL };
  g_autofree char *path = dup_path (fixture, name);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  guint n = 0;

  confab_export_async (fixture->context, id != NULL ? ids : NULL, file, &options, NULL, NULL, NULL, await_cb, &slot);
  result = await (&slot);
  confab_export_finish (fixture->context, result, &n, error);
  return n;
}

static ConfabImportReport *
run_import (Fixture     *fixture,
            const char  *path,
            GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  confab_import_async (fixture->context, file, NULL, NULL, NULL, await_cb, &slot);
  result = await (&slot);
  return confab_import_finish (fixture->context, result, error);
}

static ConfabImportReport *
import_text (Fixture     *fixture,
             const char  *name,
             const char  *text,
             GError     **error)
{
  g_autofree char *path = dup_path (fixture, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return run_import (fixture, path, error);
}

/* What was exported, taken in elsewhere and exported again, is the same byte for byte. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(ConfabImportReport) again = NULL;
  g_autofree char *first_path = dup_path (fixture, "first.json");
  g_autofree char *second_path = dup_path (fixture, "second.json");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  fill (fixture);
  g_assert_cmpuint (run_export (fixture, "first.json", CONFAB_EXPORT_JSON, NULL, &error), ==, 2);
  g_assert_no_error (error);

  start_over (fixture);
  report = run_import (fixture, first_path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 2);
  g_assert_cmpuint (report->n_messages, ==, 4);
  g_assert_cmpuint (report->issues->len, ==, 0);
  run_export (fixture, "second.json", CONFAB_EXPORT_JSON, NULL, &error);
  g_assert_no_error (error);

  first = dup_contents (first_path);
  second = dup_contents (second_path);
  g_assert_cmpstr (first, ==, second);
  g_assert_nonnull (strstr (first, "\"replay\":\"{\\\"signature\\\": \\\"s\u00e9\\\", \\\"n\\\":1.0}\""));
  g_assert_nonnull (strstr (first, "\"attempts\":[{\"provider_id\":\"openai\""));

  again = run_import (fixture, first_path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->n_new, ==, 0);
  g_assert_cmpuint (again->n_known, ==, 2);
  g_assert_cmpuint (again->n_messages, ==, 0);
}

static void
test_markdown (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = dup_path (fixture, "one.md");
  g_autofree char *image = dup_path (fixture, "one files/1 cat.png");
  g_autofree char *text = NULL;
  g_autofree char *png = NULL;

  fill (fixture);
  g_assert_cmpuint (run_export (fixture, "one.md", CONFAB_EXPORT_MARKDOWN, "c-full", &error), ==, 1);
  g_assert_no_error (error);

  text = dup_contents (path);
  g_assert_true (g_str_has_prefix (text, "# Everything / at \"once\"\n"));
  g_assert_nonnull (strstr (text, "## 1 · You — "));
  g_assert_nonnull (strstr (text, "## 2 · claude · Anthropic Claude — "));
  g_assert_nonnull (strstr (text, "<summary>Thinking</summary>\n\nHm\n"));
  g_assert_nonnull (strstr (text, "````\n```\n````"));
  g_assert_nonnull (strstr (text, "![../cat.png](<one%20files/1%20cat.png>)"));
  g_assert_nonnull (strstr (text, "Another branch, after message 1"));
  g_assert_nonnull (strstr (text, "Other branch"));
  png = dup_contents (image);
  g_assert_cmpstr (png, ==, PNG);
}

static void
test_html (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = dup_path (fixture, "one.html");
  g_autofree char *text = NULL;

  fill (fixture);
  run_export (fixture, "one.html", CONFAB_EXPORT_HTML, "c-full", &error);
  g_assert_no_error (error);

  text = dup_contents (path);
  g_assert_null (strstr (text, "<script"));
  g_assert_nonnull (strstr (text, "&lt;script&gt;"));
  g_assert_nonnull (strstr (text, "src=\"data:image/png;base64,"));
  g_assert_true (g_str_has_suffix (text, "</html>\n"));
}

/* Many become an archive with a document for each. */
static void
test_archive (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = dup_path (fixture, "all.zip");
  g_autoptr(ConfabZipReader) reader = NULL;
  const char *name;
  guint n_documents = 0;
  guint n_pictures = 0;

  fill (fixture);
  g_assert_cmpuint (run_export (fixture, "all.zip", CONFAB_EXPORT_MARKDOWN, NULL, &error), ==, 2);
  g_assert_no_error (error);

  reader = confab_zip_reader_open (path, &error);
  while (confab_zip_reader_next (reader, &name, &error) && name != NULL)
    {
      g_assert_null (strstr (name, ".."));
      n_documents += g_str_has_suffix (name, ".md");
      n_pictures += g_str_has_suffix (name, " files/1 cat.png");
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n_documents, ==, 2);
  g_assert_cmpuint (n_pictures, ==, 1);
}

static void
test_export_failures (Fixture       *fixture,
                      gconstpointer  data)
{
  const ConfabExportOptions options = { CONFAB_EXPORT_JSON, TRUE, TRUE };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = dup_path (fixture, "old.json");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr(GDir) dir = NULL;

  fill (fixture);
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_cancellable_cancel (cancellable);
  confab_export_async (fixture->context, NULL, file, &options, NULL, NULL, cancellable, await_cb, &slot);
  result = await (&slot);
  g_assert_false (confab_export_finish (fixture->context, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  text = dup_contents (path);
  g_assert_cmpstr (text, ==, "before");

  run_export (fixture, "none.json", CONFAB_EXPORT_JSON, "c-none", &error);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_READ);
  g_clear_error (&error);
  run_export (fixture, "no/such/folder.json", CONFAB_EXPORT_JSON, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  /* Nothing half done lies about. */
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "old.json");
  g_assert_null (g_dir_read_name (dir));
}

#define CHATGPT "[{\"title\":\"Cats\",\"conversation_id\":\"x\",\"create_time\":1700000000,\"update_time\":%s," \
  "\"current_node\":\"b\",\"mapping\":{" \
  "\"a\":{\"parent\":null,\"children\":[\"b\"],\"message\":{\"author\":{\"role\":\"user\"},\"content\":" \
  "{\"content_type\":\"multimodal_text\",\"parts\":[{\"content_type\":\"image_asset_pointer\"," \
  "\"asset_pointer\":\"file-service://file-1\"},\"See\"]}}}," \
  "\"b\":{\"parent\":\"a\",\"children\":[],\"message\":{\"author\":{\"role\":\"assistant\"},\"content\":" \
  "{\"content_type\":\"text\",\"parts\":[\"A cat\"]}}}%s}}]"
#define MORE ",\"c\":{\"parent\":null,\"children\":[],\"message\":{\"author\":{\"role\":\"user\"},\"content\":" \
  "{\"content_type\":\"text\",\"parts\":[\"Later\"]}}}"

static void
write_zip (const char *path,
           const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabPartFile) file = confab_part_file_new (path, &error);
  g_autoptr(ConfabZipWriter) zip = confab_zip_writer_new (confab_part_file_get_stream (file), NULL);

  g_assert_true (confab_zip_writer_begin (zip, "export/conversations.json", 0, &error));
  g_assert_true (confab_zip_writer_write (zip, json, strlen (json), &error));
  g_assert_true (confab_zip_writer_begin (zip, "export/dalle/file-1-cat.png", 0, &error));
  g_assert_true (confab_zip_writer_write (zip, PNG, strlen (PNG), &error));
  g_assert_true (confab_zip_writer_finish (zip, &error));
  g_assert_true (confab_part_file_commit (file, &error));
}

static void
check_cats (Fixture *fixture,
            guint    n_messages)
{
  g_autoptr(ConfabHistorySession) session = open_session (fixture);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) conversations = confab_history_session_list (session, NULL, &error);
  ConfabConversation *conversation;
  g_autoptr(GPtrArray) nodes = NULL;
  g_autoptr(ConfabMessage) message = NULL;

  g_assert_cmpuint (conversations->len, ==, 1);
  conversation = g_ptr_array_index (conversations, 0);
  g_assert_cmpstr (confab_conversation_get_title (conversation), ==, "Cats");
  g_assert_cmpint (confab_conversation_get_created_at_us (conversation), ==, G_GINT64_CONSTANT (1700000000000000));
  nodes = confab_history_session_list_nodes (session, confab_conversation_get_id (conversation), &error);
  g_assert_cmpuint (nodes->len, ==, n_messages);
  g_assert_cmpstr (((ConfabHistoryNode *) nodes->pdata[1])->parent_id, ==, ((ConfabHistoryNode *) nodes->pdata[0])->id);
  g_assert_cmpstr (confab_conversation_get_head_id (conversation), ==, ((ConfabHistoryNode *) nodes->pdata[1])->id);
  message = confab_history_session_load_message (session, confab_conversation_get_id (conversation),
                                                 ((ConfabHistoryNode *) nodes->pdata[0])->seq, &error);
  g_assert_cmpint (confab_part_get_kind (confab_message_get_part (message, 0)), ==, CONFAB_PART_IMAGE);
  g_assert_cmpstr (confab_part_get_name (confab_message_get_part (message, 0)), ==, "cat.png");
}

/* Twice the same, and then a later export of the same conversation. */
static void
test_chatgpt (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = dup_path (fixture, "export.zip");
  g_autofree char *json = g_strdup_printf (CHATGPT, "1700000001", "");
  g_autofree char *later = g_strdup_printf (CHATGPT, "1800000000", MORE);
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  write_zip (path, json);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&report, confab_import_report_free);
      report = run_import (fixture, path, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (report->n_new, ==, i == 0 ? 1 : 0);
      g_assert_cmpuint (report->n_known, ==, i == 0 ? 0 : 1);
      g_assert_cmpuint (report->issues->len, ==, 0);
      check_cats (fixture, 2);
    }

  write_zip (path, later);
  g_clear_pointer (&report, confab_import_report_free);
  report = run_import (fixture, path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_updated, ==, 1);
  g_assert_cmpuint (report->n_messages, ==, 1);
  check_cats (fixture, 3);
}

/* As if the archive had been unpacked. */
static void
test_unpacked (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *json = g_strdup_printf (CHATGPT, "1700000001", "");
  g_autofree char *picture = dup_path (fixture, "file-1-cat.png");
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (picture, PNG, -1, NULL));
  report = import_text (fixture, "conversations.json", json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
  check_cats (fixture, 2);
}

static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct { const char *text; int code; } cases[] = {
    { "", CONFAB_TRANSFER_ERROR_FORMAT },
    { "Hello", CONFAB_TRANSFER_ERROR_FORMAT },
    { "{}", CONFAB_TRANSFER_ERROR_FORMAT },
    { "[]", 0 },
    { "[1,2,{\"a\":1}]", CONFAB_TRANSFER_ERROR_FORMAT },
    { "{\"format\":\"other\"}", CONFAB_TRANSFER_ERROR_FORMAT },
    { "{\"conversations\":[]}", CONFAB_TRANSFER_ERROR_FORMAT },
    { "{\"format\":\"confab-conversations\",\"version\":2,\"conversations\":[]}", CONFAB_TRANSFER_ERROR_FUTURE },
    { "PK\3\4 but no archive", CONFAB_TRANSFER_ERROR_DAMAGED },
    { "[{\"mapping\":", CONFAB_TRANSFER_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabImportReport) report = import_text (fixture, "nonsense.json", cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      /* Whoever has said nothing gets an export of nothing. */
      if (g_str_equal (cases[i].text, "[]"))
        g_assert_cmpuint (report->n_new, ==, 0);
      else
        {
          g_autofree char *words = NULL;

          g_assert_error (error, CONFAB_TRANSFER_ERROR, cases[i].code);
          words = confab_data_words_dup_failure (error);
          g_assert_cmpuint (strlen (words), >, 20);
        }
    }
}

/* Cut anywhere, what is whole before the cut is taken and the rest told. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *one = g_strdup_printf (CHATGPT, "1700000001", "");
  g_autoptr(GString) text = g_string_new (one);
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",{\"title\":\"cut");
  report = import_text (fixture, "cut.json", text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
  /* The picture is not there either. */
  g_assert_cmpuint (report->issues->len, ==, 2);
}

/* A file of ours that somebody wrote by hand, to take over messages of another conversation. */
static void
test_foreign_ids (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char *const text =
    "{\"format\":\"confab-conversations\",\"version\":1,\"conversations\":[{\"id\":\"evil\",\"title\":\"E\"}],"
    "\"messages\":[{\"id\":\"m-1\",\"conversation_id\":\"evil\",\"role\":\"user\",\"parts\":[{\"kind\":\"text\",\"text\":\"Z\"}]},"
    "{\"id\":\"e-2\",\"parent_id\":\"m-1\",\"conversation_id\":\"evil\",\"role\":\"assistant\",\"status\":\"streaming\","
    "\"parts\":[{\"kind\":\"text\",\"text\":\"Y\"},{\"kind\":\"from-the-future\"}]},"
    "{\"id\":\"e-3\",\"conversation_id\":\"nowhere\",\"role\":\"user\"},{\"role\":\"user\"}]}";
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabHistorySession) session = NULL;
  g_autofree char *owner = NULL;
  g_autoptr(GPtrArray) nodes = NULL;
  g_autoptr(ConfabMessage) reply = NULL;

  fill (fixture);
  report = import_text (fixture, "evil.json", text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
  g_assert_cmpuint (report->issues->len, ==, 2);

  session = open_session (fixture);
  g_assert_true (confab_history_session_find_message (session, "m-1", &owner, &error));
  g_assert_cmpstr (owner, ==, "c-full");
  nodes = confab_history_session_list_nodes (session, "evil", &error);
  g_assert_cmpuint (nodes->len, ==, 2);
  g_assert_cmpstr (((ConfabHistoryNode *) nodes->pdata[1])->parent_id, ==, ((ConfabHistoryNode *) nodes->pdata[0])->id);
  reply = confab_history_session_load_message (session, "evil", ((ConfabHistoryNode *) nodes->pdata[1])->seq, &error);
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_INTERRUPTED);
}

static void
test_bomb (Fixture       *fixture,
           gconstpointer  data)
{
  const gsize length = 1024 * 1024;
  g_autofree char *spaces = g_strnfill (length, ' ');
  g_autofree char *path = dup_path (fixture, "bomb.zip");
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(ConfabPartFile) file = confab_part_file_new (path, &error);
  g_autoptr(ConfabZipWriter) zip = confab_zip_writer_new (confab_part_file_get_stream (file), NULL);

  g_assert_true (confab_zip_writer_begin (zip, "conversations.json", 0, &error));
  for (guint i = 0; i < 112; i++)
    g_assert_true (confab_zip_writer_write (zip, spaces, length, &error));
  g_assert_true (confab_zip_writer_finish (zip, &error));
  g_assert_true (confab_part_file_commit (file, &error));

  report = run_import (fixture, path, &error);
  g_assert_null (report);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_TOO_LARGE);
}

/* As many as somebody has after years: in and out, by what is read and not by the clock. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  const guint n = 5000;
  g_autoptr(GString) text = g_string_new ("[");
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s{\"uuid\":\"u%u\",\"name\":\"N\",\"chat_messages\":[{\"uuid\":\"m\",\"sender\":\"human\","
                            "\"text\":\"Hi\"}]}", i > 0 ? "," : "", i);
  g_string_append_c (text, ']');

  report = import_text (fixture, "many.json", text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, n);
  g_assert_cmpuint (report->n_messages, ==, n);
  g_assert_cmpuint (run_export (fixture, "many.zip", CONFAB_EXPORT_HTML, NULL, &error), ==, n);
  g_assert_no_error (error);
  g_assert_cmpuint (run_export (fixture, "many.out.json", CONFAB_EXPORT_JSON, NULL, &error), ==, n);
  g_assert_no_error (error);
}

static void
stop_cb (guint64  done,
         guint64  total,
         gpointer user_data)
{
  g_assert_cmpuint (done, <=, total);
  g_cancellable_cancel (user_data);
}

/* Stopped in the middle, whole conversations stay. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("[");
  g_autofree char *path = dup_path (fixture, "many.json");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(ConfabHistorySession) session = NULL;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "%s{\"uuid\":\"u%u\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"A\"},"
                            "{\"sender\":\"assistant\",\"text\":\"B\"}]}", i > 0 ? "," : "", i);
  g_string_append_c (text, ']');
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));

  confab_import_async (fixture->context, file, stop_cb, cancellable, cancellable, await_cb, &slot);
  result = await (&slot);
  report = confab_import_finish (fixture->context, result, &error);
  g_assert_no_error (error);
  g_assert_true (report->stopped);
  g_assert_cmpuint (report->n_new, <, 20000);
  g_assert_cmpuint (report->n_messages, ==, report->n_new * 2);
  session = open_session (fixture);
  conversations = confab_history_session_list (session, NULL, &error);
  g_assert_cmpuint (conversations->len, ==, report->n_new);
}

static void
count_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ++*(guint *) user_data;
}

/* Who closes the program in the middle finds nothing half done. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  const ConfabExportOptions options = { CONFAB_EXPORT_JSON, TRUE, TRUE };
  g_autofree char *path = dup_path (fixture, "late.json");
  g_autofree char *cache = engine_home_build ("cache/confab");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  guint n_ended = 0;
  g_autoptr(GDir) folder = NULL;
  const char *name;

  fill (fixture);
  confab_export_async (fixture->context, NULL, file, &options, NULL, NULL, cancellable, count_cb, &n_ended);
  confab_backup_async (fixture->context, NULL, file, NULL, NULL, cancellable, count_cb, &n_ended);
  engine_close (fixture->context);
  g_assert_cmpuint (n_ended, ==, 2);

  folder = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    g_assert_null (strstr (name, ".part-"));
  g_clear_pointer (&folder, g_dir_close);
  folder = g_dir_open (cache, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_assert_false (g_str_has_prefix (name, "backup-"));
  start (fixture);
}

static gboolean
run_backup (Fixture     *fixture,
            const char  *name,
            GError     **error)
{
  g_autofree char *path = dup_path (fixture, name);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  confab_backup_async (fixture->context, settings, file, NULL, NULL, NULL, await_cb, &slot);
  result = await (&slot);
  return confab_backup_finish (fixture->context, result, error);
}

static char *
run_restore (Fixture     *fixture,
             const char  *name,
             GError     **error)
{
  g_autofree char *path = dup_path (fixture, name);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  confab_restore_async (fixture->context, settings, file, NULL, NULL, NULL, await_cb, &slot);
  result = await (&slot);
  return confab_restore_finish (fixture->context, result, error);
}

static char *
export_all (Fixture *fixture)
{
  g_autofree char *path = dup_path (fixture, "all.json");
  g_autoptr(GError) error = NULL;

  run_export (fixture, "all.json", CONFAB_EXPORT_JSON, NULL, &error);
  g_assert_no_error (error);
  return dup_contents (path);
}

static void
test_backup (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *records = NULL;
  g_autofree char *path = dup_path (fixture, "b.zip");
  g_autoptr(ConfabImportReport) report = NULL;
  GStatBuf info;

  engine_write_records ("{\"version\":1,\"providers\":[{\"id\":\"anthropic\",\"type\":\"anthropic\",\"model\":\"from-backup\","
                        "\"api_key\":\"a-plain-text-key\"}]}\n");
  g_settings_set_boolean (settings, "ask-others", FALSE);
  g_settings_set_int (settings, "window-width", 777);
  fill (fixture);
  before = export_all (fixture);
  g_assert_true (run_backup (fixture, "b.zip", &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  start_over (fixture);
  g_settings_reset (settings, "ask-others");
  g_settings_reset (settings, "window-width");
  report = import_text (fixture, "x.json", "[{\"uuid\":\"z\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"Old\"}]}]",
                        &error);
  g_assert_cmpuint (report->n_new, ==, 1);
  kept = run_restore (fixture, "b.zip", &error);
  g_assert_no_error (error);

  after = export_all (fixture);
  g_assert_cmpstr (before, ==, after);
  records = engine_read_records ();
  g_assert_nonnull (strstr (records, "from-backup"));
  g_assert_null (strstr (records, "a-plain-text-key"));
  g_assert_false (g_settings_get_boolean (settings, "ask-others"));
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), !=, 777);
  /* At once, in the list too, without what was put away. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (confab_context_get_conversations (fixture->context))), ==, 1);
  g_settings_reset (settings, "ask-others");

  {
    g_autoptr(ConfabHistorySession) session = confab_history_session_open (kept, &error);
    g_autoptr(GPtrArray) old = confab_history_session_list (session, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (old->len, ==, 1);
  }
}

static void
rewrite_backup (const char *path,
                const char *from,
                const char *to)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabZipReader) reader = confab_zip_reader_open (path, &error);
  g_autoptr(ConfabPartFile) file = confab_part_file_new (path, &error);
  g_autoptr(ConfabZipWriter) zip = confab_zip_writer_new (confab_part_file_get_stream (file), NULL);
  const char *name;

  while (confab_zip_reader_next (reader, &name, &error) && name != NULL)
    {
      g_autoptr(GBytes) bytes = confab_zip_reader_read_all (reader, 64 * 1024 * 1024, &error);
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);
      g_autoptr(GString) text = g_string_new_len (data, (gssize) length);
      char *found = memmem (text->str, text->len, from, strlen (from));

      if (found != NULL)
        memcpy (found, to, strlen (to));
      g_assert_true (confab_zip_writer_begin (zip, name, 0, &error));
      g_assert_true (confab_zip_writer_write (zip, text->str, text->len, &error));
    }
  g_assert_no_error (error);
  g_assert_true (confab_zip_writer_finish (zip, &error));
  g_assert_true (confab_part_file_commit (file, &error));
}

/* A backup that is of no use changes nothing. */
static void
test_bad_backups (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct { const char *from, *to; int code; } cases[] = {
    { "\"version\":1", "\"version\":9", CONFAB_TRANSFER_ERROR_FUTURE },
    { "\"history_version\":", "\"history_versio_\":", -1 },
    { "confab-backup", "confab-backuq", CONFAB_TRANSFER_ERROR_FORMAT },
    { "Question", "Quescion", CONFAB_TRANSFER_ERROR_DAMAGED },
    { "\"sha256\":\"", "\"sha256\":\"x", CONFAB_TRANSFER_ERROR_DAMAGED },
  };
  g_autofree char *path = dup_path (fixture, "b.zip");
  g_autofree char *before = NULL;

  fill (fixture);
  before = export_all (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *after = NULL;

      g_assert_true (run_backup (fixture, "b.zip", &error));
      rewrite_backup (path, cases[i].from, cases[i].to);
      kept = run_restore (fixture, "b.zip", &error);
      if (cases[i].code >= 0)
        g_assert_error (error, CONFAB_TRANSFER_ERROR, cases[i].code);
      else
        g_assert_no_error (error);
      after = export_all (fixture);
      g_assert_cmpstr (before, ==, after);
    }

  {
    g_autoptr(GError) error = NULL;
    g_autofree char *kept = run_restore (fixture, "all.json", &error);
    g_autofree char *missing = NULL;

    g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FORMAT);
    g_clear_error (&error);
    missing = run_restore (fixture, "missing.zip", &error);
    g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_READ);
  }
}

/* A history of a newer program is not put in the place of this one, whatever the manifest says. */
static void
test_newer_history (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = dup_path (fixture, "b.zip");
  g_autofree char *database = dup_path (fixture, "newer.db");
  g_autofree char *contents = NULL;
  g_autofree char *manifest = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabPartFile) file = NULL;
  g_autoptr(ConfabZipWriter) zip = NULL;
  gsize length;

  fill (fixture);
  {
    g_autoptr(ConfabHistorySession) session = open_session (fixture);

    g_assert_true (confab_history_session_copy_to (session, database, NULL, NULL, NULL, &error));
  }
  g_assert_true (g_file_get_contents (database, &contents, &length, &error));
  /* Where SQLite keeps user_version, big-endian. */
  contents[63] = 99;
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, length);
  manifest = g_strdup_printf ("{\"format\":\"confab-backup\",\"version\":1,\"files\":{\"history.db\":{\"sha256\":\"%s\"}}}",
                              sum);
  file = confab_part_file_new (path, &error);
  zip = confab_zip_writer_new (confab_part_file_get_stream (file), NULL);
  g_assert_true (confab_zip_writer_begin (zip, "manifest.json", 0, &error));
  g_assert_true (confab_zip_writer_write (zip, manifest, strlen (manifest), &error));
  g_assert_true (confab_zip_writer_begin (zip, "history.db", 0, &error));
  g_assert_true (confab_zip_writer_write (zip, contents, length, &error));
  g_assert_true (confab_zip_writer_finish (zip, &error));
  g_assert_true (confab_part_file_commit (file, &error));

  kept = run_restore (fixture, "b.zip", &error);
  g_assert_null (kept);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FUTURE);
}

/* What somebody said is not in the file any more, not even as bytes that nobody reads. */
static void
test_delete_all (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;
  GAsyncResult *slot = NULL;
  gsize length;

  fill (fixture);
  confab_data_delete_all_async (fixture->context, await_cb, &slot);
  result = await (&slot);
  g_assert_true (confab_data_delete_all_finish (fixture->context, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (confab_context_get_conversations (fixture->context))), ==, 0);
  g_assert_true (g_file_get_contents (confab_history_peek_path (confab_context_get_history (fixture->context)),
                                      &contents, &length, &error));
  g_assert_null (memmem (contents, length, "Other branch", strlen ("Other branch")));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

#define ADD(name, func) g_test_add ("/engine/data/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("markdown", test_markdown);
  ADD ("html", test_html);
  ADD ("archive", test_archive);
  ADD ("export-failures", test_export_failures);
  ADD ("chatgpt", test_chatgpt);
  ADD ("unpacked", test_unpacked);
  ADD ("nonsense", test_nonsense);
  ADD ("cut", test_cut);
  ADD ("foreign-ids", test_foreign_ids);
  ADD ("bomb", test_bomb);
  ADD ("many", test_many);
  ADD ("stop", test_stop);
  ADD ("close", test_close);
  ADD ("backup", test_backup);
  ADD ("bad-backups", test_bad_backups);
  ADD ("newer-history", test_newer_history);
  ADD ("delete-all", test_delete_all);
#undef ADD

  return g_test_run ();
}
