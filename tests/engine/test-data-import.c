/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "confab-data-words.h"
#include "confab-history-search.h"
#include "confab-history-session.h"
#include "confab-part-file.h"
#include "confab-transfer-error.h"
#include "confab-zip-writer.h"
#include "data-fixture.h"

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
check_cats (DataFixture *fixture,
            guint        n_messages)
{
  g_autoptr(ConfabHistorySession) session = data_open_session (fixture);
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
test_chatgpt (DataFixture   *fixture,
              gconstpointer  data)
{
  g_autofree char *path = data_dup_path (fixture, "export.zip");
  g_autofree char *json = g_strdup_printf (CHATGPT, "1700000001", "");
  g_autofree char *later = g_strdup_printf (CHATGPT, "1800000000", MORE);
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  write_zip (path, json);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&report, confab_import_report_free);
      report = data_import (fixture, path, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (report->n_new, ==, i == 0 ? 1 : 0);
      g_assert_cmpuint (report->n_known, ==, i == 0 ? 0 : 1);
      g_assert_cmpuint (report->issues->len, ==, 0);
      check_cats (fixture, 2);
    }

  write_zip (path, later);
  g_clear_pointer (&report, confab_import_report_free);
  report = data_import (fixture, path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_updated, ==, 1);
  g_assert_cmpuint (report->n_messages, ==, 1);
  check_cats (fixture, 3);
}

/* As if the archive had been unpacked. */
static void
test_unpacked (DataFixture   *fixture,
               gconstpointer  data)
{
  g_autofree char *json = g_strdup_printf (CHATGPT, "1700000001", "");
  g_autofree char *picture = data_dup_path (fixture, "file-1-cat.png");
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (picture, PNG, -1, NULL));
  report = data_import_text (fixture, "conversations.json", json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
  check_cats (fixture, 2);
}

static void
test_nonsense (DataFixture   *fixture,
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
      g_autoptr(ConfabImportReport) report = data_import_text (fixture, "nonsense.json", cases[i].text, &error);

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
test_cut (DataFixture   *fixture,
          gconstpointer  data)
{
  g_autofree char *one = g_strdup_printf (CHATGPT, "1700000001", "");
  g_autoptr(GString) text = g_string_new (one);
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",{\"title\":\"cut");
  report = data_import_text (fixture, "cut.json", text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
  /* The picture is not there either. */
  g_assert_cmpuint (report->issues->len, ==, 2);
}

/* A file of ours that somebody wrote by hand, to take over messages of another conversation. */
static void
test_foreign_ids (DataFixture   *fixture,
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

  data_fill (fixture);
  report = data_import_text (fixture, "evil.json", text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
  g_assert_cmpuint (report->issues->len, ==, 2);

  session = data_open_session (fixture);
  g_assert_true (confab_history_session_find_message (session, "m-1", &owner, &error));
  g_assert_cmpstr (owner, ==, "c-full");
  nodes = confab_history_session_list_nodes (session, "evil", &error);
  g_assert_cmpuint (nodes->len, ==, 2);
  g_assert_cmpstr (((ConfabHistoryNode *) nodes->pdata[1])->parent_id, ==, ((ConfabHistoryNode *) nodes->pdata[0])->id);
  reply = confab_history_session_load_message (session, "evil", ((ConfabHistoryNode *) nodes->pdata[1])->seq, &error);
  g_assert_cmpint (confab_message_get_status (reply), ==, CONFAB_MESSAGE_INTERRUPTED);
}

static void
test_bomb (DataFixture   *fixture,
           gconstpointer  data)
{
  const gsize length = 1024 * 1024;
  g_autofree char *spaces = g_strnfill (length, ' ');
  g_autofree char *path = data_dup_path (fixture, "bomb.zip");
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(ConfabPartFile) file = confab_part_file_new (path, &error);
  g_autoptr(ConfabZipWriter) zip = confab_zip_writer_new (confab_part_file_get_stream (file), NULL);

  g_assert_true (confab_zip_writer_begin (zip, "conversations.json", 0, &error));
  for (guint i = 0; i < 112; i++)
    g_assert_true (confab_zip_writer_write (zip, spaces, length, &error));
  g_assert_true (confab_zip_writer_finish (zip, &error));
  g_assert_true (confab_part_file_commit (file, &error));

  report = data_import (fixture, path, &error);
  g_assert_null (report);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_TOO_LARGE);
}

/* As many as somebody has after years: in and out, by what is read and not by the clock. */
static void
test_many (DataFixture   *fixture,
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

  report = data_import_text (fixture, "many.json", text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, n);
  g_assert_cmpuint (report->n_messages, ==, n);
  g_assert_cmpuint (data_export (fixture, "many.zip", CONFAB_EXPORT_HTML, NULL, &error), ==, n);
  g_assert_no_error (error);
  g_assert_cmpuint (data_export (fixture, "many.out.json", CONFAB_EXPORT_JSON, NULL, &error), ==, n);
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
test_stop (DataFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("[");
  g_autofree char *path = data_dup_path (fixture, "many.json");
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
  session = data_open_session (fixture);
  conversations = confab_history_session_list (session, NULL, &error);
  g_assert_cmpuint (conversations->len, ==, report->n_new);
}

/* Nothing is missing in the index, of which no more than 30 are asked for. */
static guint
count_found (DataFixture *fixture,
             guint        number)
{
  g_autofree char *query = g_strdup_printf ("word%u", number);
  g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_words (query);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  confab_history_search_async (confab_context_get_history (fixture->context), pattern, NULL, NULL, 0, 30, NULL, await_cb,
                               &slot);
  result = await (&slot);
  hits = confab_history_search_finish (confab_context_get_history (fixture->context), result, &error);
  g_assert_no_error (error);

  return hits->len;
}

static void
append_conversation (GString *text,
                     guint    number,
                     guint    n_messages,
                     gsize    length)
{
  g_autofree char *filling = g_strnfill (length, 'x');

  g_string_append_printf (text, "%s{\"uuid\":\"u%u\",\"name\":\"%u\",\"chat_messages\":[", number > 0 ? "," : "[",
                          number, number);
  for (guint i = 0; i < n_messages; i++)
    g_string_append_printf (text, "%s{\"sender\":\"human\",\"text\":\"word%u %s\"}", i > 0 ? "," : "", number, filling);
  g_string_append (text, "]}");
}

/* Small ones and large ones, one that is empty, the same one twice, and in the end one that is cut off: what is
 * whole is there with all that is in it, in order, and all of it can be found. */
static void
test_mixed (DataFixture   *fixture,
            gconstpointer  data)
{
  static const struct { guint n_messages; gsize length; } sizes[] = {
    { 3, 100 }, { 900, 3000 }, { 2, 0 }, { 0, 0 }, { 300, 2000 }, { 1, 4000000 }, { 4, 10 }, { 800, 0 },
  };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(ConfabHistorySession) session = NULL;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GError) error = NULL;
  guint n_messages = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      append_conversation (text, i, sizes[i].n_messages, sizes[i].length);
      n_messages += sizes[i].n_messages;
    }
  append_conversation (text, 1, sizes[1].n_messages, sizes[1].length);
  append_conversation (text, 6, sizes[6].n_messages, sizes[6].length);
  append_conversation (text, 99, 5, 10);
  g_string_truncate (text, text->len - 20);

  report = data_import_text (fixture, "mixed.json", text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, G_N_ELEMENTS (sizes) - 1);
  g_assert_cmpuint (report->n_known, ==, 2);
  g_assert_cmpuint (report->n_messages, ==, n_messages);
  g_assert_cmpuint (report->issues->len, ==, 2);

  session = data_open_session (fixture);
  g_assert_true (confab_history_session_check (session, &error));
  conversations = confab_history_session_list (session, NULL, &error);
  g_assert_cmpuint (conversations->len, ==, G_N_ELEMENTS (sizes) - 1);
  for (guint i = 0; i < conversations->len; i++)
    {
      ConfabConversation *conversation = g_ptr_array_index (conversations, i);
      const guint number = (guint) g_ascii_strtoull (confab_conversation_get_title (conversation), NULL, 10);
      g_autoptr(GPtrArray) nodes = confab_history_session_list_nodes (session, confab_conversation_get_id (conversation),
                                                                      &error);
      const char *parent_id = NULL;

      g_assert_cmpuint (nodes->len, ==, sizes[number].n_messages);
      for (guint j = 0; j < nodes->len; j++)
        {
          const ConfabHistoryNode *node = g_ptr_array_index (nodes, j);

          g_assert_cmpstr (node->parent_id, ==, parent_id);
          parent_id = node->id;
        }
      g_assert_cmpstr (confab_conversation_get_head_id (conversation), ==, parent_id);
      g_assert_cmpuint (count_found (fixture, number), ==, MIN (nodes->len, 30));
    }
}

/* Names in an archive lead nowhere, and what is in it twice is taken once. */
static void
test_odd_archive (DataFixture   *fixture,
                  gconstpointer  data)
{
  static const char * const names[] = { "../../conversations.json", "/conversations-001.json", "../evil.png", "a\\..\\b.png" };
  g_autofree char *json = g_strdup_printf (CHATGPT, "1700000001", "");
  g_autofree char *path = data_dup_path (fixture, "odd.zip");
  g_autofree char *outside = data_dup_path (fixture, "../evil.png");
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabPartFile) file = confab_part_file_new (path, &error);
  g_autoptr(ConfabZipWriter) zip = confab_zip_writer_new (confab_part_file_get_stream (file), NULL);
  g_autoptr(ConfabImportReport) report = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (confab_zip_writer_begin (zip, names[i], 0, &error));
      g_assert_true (confab_zip_writer_write (zip, json, strlen (json), &error));
    }
  g_assert_true (confab_zip_writer_finish (zip, &error));
  g_assert_true (confab_part_file_commit (file, &error));

  report = data_import (fixture, path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
  g_assert_cmpuint (report->n_known, ==, 1);
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
}

/* An archive that is cut off fails, or gives what is whole; it never gives half a conversation. */
static void
test_cut_archive (DataFixture   *fixture,
                  gconstpointer  data)
{
  g_autofree char *json = g_strdup_printf (CHATGPT, "1700000001", "");
  g_autofree char *path = data_dup_path (fixture, "export.zip");
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  write_zip (path, json);
  g_assert_true (g_file_get_contents (path, &contents, &length, &error));
  for (gsize cut = 0; cut < length; cut += 7)
    {
      g_autoptr(ConfabImportReport) report = NULL;
      g_autoptr(ConfabHistorySession) session = NULL;
      g_autoptr(GPtrArray) conversations = NULL;

      g_assert_true (g_file_set_contents (path, contents, (gssize) cut, NULL));
      report = data_import (fixture, path, &error);
      g_assert_true ((report == NULL) == (error != NULL));
      g_clear_error (&error);
      session = data_open_session (fixture);
      conversations = confab_history_session_list (session, NULL, &error);
      if (conversations->len > 0)
        check_cats (fixture, 2);
    }
}

/* What is odd is told, and what is beside it taken. */
static void
test_odd_values (DataFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("[");
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  /* Deep beyond all measure. */
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "[{\"a\":");
  g_string_append (text, "1");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "}]");
  /* A conversation twice, and a message twice in it; letters that are none. */
  for (guint i = 0; i < 2; i++)
    g_string_append (text, ",{\"uuid\":\"u\",\"name\":\"\xff\xfe\",\"chat_messages\":[{\"uuid\":\"m\",\"sender\":\"human\","
                           "\"text\":\"A\\u0000\\ud800\"},{\"uuid\":\"m\",\"sender\":\"human\",\"text\":\"B\"}]}");
  /* A ring, and one that follows itself. */
  g_string_append (text, ",{\"conversation_id\":\"r\",\"mapping\":{\"a\":{\"parent\":\"b\",\"children\":[\"b\"]},"
                         "\"b\":{\"parent\":\"a\",\"children\":[\"a\"]},\"c\":{\"parent\":\"c\",\"children\":[\"c\"]}}}");
  g_string_append (text, ",{\"uuid\":\"v\",\"created_at\":\"never\",\"chat_messages\":[{\"uuid\":\"m\","
                         "\"parent_message_uuid\":\"m\",\"sender\":7,\"text\":\"C\",\"created_at\":\"99999-01-01T00:00:00Z\"}]}]");

  report = data_import_text (fixture, "odd.json", text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 2);
  g_assert_cmpuint (report->n_known, ==, 1);
  g_assert_cmpuint (report->n_messages, ==, 2);
  g_assert_cmpuint (report->issues->len, >=, 2);
}

/* What is no file is not waited for. */
static void
test_no_file (DataFixture   *fixture,
              gconstpointer  data)
{
  g_autofree char *pipe = data_dup_path (fixture, "conversations.json");
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(ConfabImportReport) folder = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  report = data_import (fixture, pipe, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_clear_error (&error);
  folder = data_import (fixture, fixture->folder, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

#define ADD(name, func) g_test_add ("/engine/data-import/" name, DataFixture, NULL, data_set_up, func, data_tear_down)
  ADD ("chatgpt", test_chatgpt);
  ADD ("unpacked", test_unpacked);
  ADD ("nonsense", test_nonsense);
  ADD ("cut", test_cut);
  ADD ("foreign-ids", test_foreign_ids);
  ADD ("odd-archive", test_odd_archive);
  ADD ("cut-archive", test_cut_archive);
  ADD ("odd-values", test_odd_values);
  ADD ("no-file", test_no_file);
  ADD ("bomb", test_bomb);
  ADD ("many", test_many);
  ADD ("mixed", test_mixed);
  ADD ("stop", test_stop);
#undef ADD

  return g_test_run ();
}
