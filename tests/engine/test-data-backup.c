/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE  /* memmem() */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "confab-data.h"
#include "confab-history-session.h"
#include "confab-part-file.h"
#include "confab-search.h"
#include "confab-transfer-error.h"
#include "confab-zip-reader.h"
#include "confab-zip-writer.h"
#include "data-fixture.h"

static void
count_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ++*(guint *) user_data;
}

/* Who closes the program in the middle finds nothing half done. */
static void
test_close (DataFixture   *fixture,
            gconstpointer  data)
{
  const ConfabExportOptions options = { CONFAB_EXPORT_JSON, TRUE, TRUE };
  g_autofree char *path = data_dup_path (fixture, "late.json");
  g_autofree char *cache = engine_home_build ("cache/confab");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  guint n_ended = 0;
  g_autoptr(GDir) folder = NULL;
  const char *name;

  data_fill (fixture);
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
  data_start (fixture);
}

static void
test_backup (DataFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *records = NULL;
  g_autofree char *path = data_dup_path (fixture, "b.zip");
  g_autoptr(ConfabImportReport) report = NULL;
  GStatBuf info;

  engine_write_records ("{\"version\":1,\"providers\":[{\"id\":\"anthropic\",\"type\":\"anthropic\",\"model\":\"from-backup\","
                        "\"api_key\":\"a-plain-text-key\"}]}\n");
  g_settings_set_boolean (settings, "ask-others", FALSE);
  g_settings_set_int (settings, "window-width", 777);
  data_fill (fixture);
  before = data_export_all (fixture);
  g_assert_true (data_backup (fixture, "b.zip", &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  data_start_over (fixture);
  g_settings_reset (settings, "ask-others");
  g_settings_reset (settings, "window-width");
  report = data_import_text (fixture, "x.json", "[{\"uuid\":\"z\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"Old\"}]}]",
                        &error);
  g_assert_cmpuint (report->n_new, ==, 1);
  kept = data_restore (fixture, "b.zip", &error);
  g_assert_no_error (error);

  after = data_export_all (fixture);
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
test_bad_backups (DataFixture   *fixture,
                  gconstpointer  data)
{
  static const struct { const char *from, *to; int code; } cases[] = {
    { "\"version\":1", "\"version\":9", CONFAB_TRANSFER_ERROR_FUTURE },
    { "\"history_version\":", "\"history_versio_\":", -1 },
    { "confab-backup", "confab-backuq", CONFAB_TRANSFER_ERROR_FORMAT },
    { "Question", "Quescion", CONFAB_TRANSFER_ERROR_DAMAGED },
    { "\"sha256\":\"", "\"sha256\":\"x", CONFAB_TRANSFER_ERROR_DAMAGED },
  };
  g_autofree char *path = data_dup_path (fixture, "b.zip");
  g_autofree char *before = NULL;

  data_fill (fixture);
  before = data_export_all (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *after = NULL;

      g_assert_true (data_backup (fixture, "b.zip", &error));
      rewrite_backup (path, cases[i].from, cases[i].to);
      kept = data_restore (fixture, "b.zip", &error);
      if (cases[i].code >= 0)
        g_assert_error (error, CONFAB_TRANSFER_ERROR, cases[i].code);
      else
        g_assert_no_error (error);
      after = data_export_all (fixture);
      g_assert_cmpstr (before, ==, after);
    }

  {
    g_autoptr(GError) error = NULL;
    g_autofree char *kept = data_restore (fixture, "all.json", &error);
    g_autofree char *missing = NULL;

    g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FORMAT);
    g_clear_error (&error);
    missing = data_restore (fixture, "missing.zip", &error);
    g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_READ);
  }
}

/* A history of a newer program is not put in the place of this one, whatever the manifest says. */
static void
test_newer_history (DataFixture   *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = data_dup_path (fixture, "b.zip");
  g_autofree char *database = data_dup_path (fixture, "newer.db");
  g_autofree char *contents = NULL;
  g_autofree char *manifest = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabPartFile) file = NULL;
  g_autoptr(ConfabZipWriter) zip = NULL;
  gsize length;

  data_fill (fixture);
  {
    g_autoptr(ConfabHistorySession) session = data_open_session (fixture);

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

  kept = data_restore (fixture, "b.zip", &error);
  g_assert_null (kept);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_FUTURE);
}

/* What somebody said is not in the file any more, not even as bytes that nobody reads. */
static void
test_delete_all (DataFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;
  GAsyncResult *slot = NULL;
  gsize length;

  data_fill (fixture);
  confab_data_delete_all_async (fixture->context, await_cb, &slot);
  result = await (&slot);
  g_assert_true (confab_data_delete_all_finish (fixture->context, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (confab_context_get_conversations (fixture->context))), ==, 0);
  g_assert_true (g_file_get_contents (confab_history_peek_path (confab_context_get_history (fixture->context)),
                                      &contents, &length, &error));
  g_assert_null (memmem (contents, length, "Other branch", strlen ("Other branch")));
}

/* A key that somebody wrote into the file of providers stays there, and is told of; before and after. */
static void
test_secrets (DataFixture   *fixture,
              gconstpointer  data)
{
  static const char hush[] = "sk-hush-hush-hush";
  g_autoptr(ConfabBackupReport) backup = NULL;
  g_autoptr(ConfabBackupReport) restored = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = data_dup_path (fixture, "b.zip");
  g_autofree char *records = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(ConfabZipReader) reader = NULL;
  const char *name;

  engine_write_records ("{\"version\":1,\"providers\":[{\"id\":\"compat:lab\",\"type\":\"custom\",\"name\":\"Lab\","
                        "\"base_url\":\"https://lab.example\",\"config\":{\"headers\":{\"X-Team\":\"research\","
                        "\"X-Who\":\"sk-hush-hush-hush\"}}}]}\n");
  data_fill (fixture);
  backup = data_backup_with (fixture, "b.zip", NULL, &error);
  g_assert_no_error (error);
  before = confab_backup_report_dup_details (backup);
  g_assert_nonnull (strstr (before, "Lab: “X-Who”"));

  reader = confab_zip_reader_open (path, &error);
  while (confab_zip_reader_next (reader, &name, &error) && name != NULL)
    {
      g_autoptr(GBytes) bytes = confab_zip_reader_read_all (reader, 64 * 1024 * 1024, &error);

      if (g_bytes_get_size (bytes) > 0)
        g_assert_null (memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), hush, strlen (hush)));
    }
  g_assert_no_error (error);

  restored = data_restore_with (fixture, "b.zip", NULL, &error);
  g_assert_no_error (error);
  after = confab_backup_report_dup_details (restored);
  g_assert_nonnull (strstr (after, "Lab: “X-Who”"));
  records = engine_read_records ();
  g_assert_nonnull (strstr (records, "research"));
  g_assert_null (strstr (records, "hush"));
}

/* Providers that make no sense keep nobody from a backup of everything else, which leaves those that are
 * there alone. */
static void
test_broken_providers (DataFixture   *fixture,
                       gconstpointer  data)
{
  static const char nonsense[] = "{\"providers\":[{\"api_key\":\"hush\"\n";
  g_autoptr(ConfabBackupReport) backup = NULL;
  g_autoptr(ConfabBackupReport) restored = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *records = NULL;
  g_autofree char *details = NULL;

  engine_write_records (nonsense);
  data_fill (fixture);
  before = data_export_all (fixture);
  backup = data_backup_with (fixture, "b.zip", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (backup->without_providers);
  details = confab_backup_report_dup_details (backup);
  g_assert_nonnull (strstr (details, "without them"));

  restored = data_restore_with (fixture, "b.zip", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (restored->without_providers);
  after = data_export_all (fixture);
  g_assert_cmpstr (before, ==, after);
  records = engine_read_records ();
  g_assert_cmpstr (records, ==, nonsense);
}

static guint
count_files (const char *folder,
             const char *prefix)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);
  return n;
}

/* Whenever a restoration is stopped, what is here stays as it was, and nothing is left of it. */
static void
test_stopped_restoration (DataFixture   *fixture,
                          gconstpointer  data)
{
  ConfabConversationList *list;
  g_autofree char *folder = g_path_get_dirname (confab_history_peek_path (confab_context_get_history (fixture->context)));
  g_autofree char *cache = engine_home_build ("cache/confab");
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;

  data_fill (fixture);
  g_assert_true (data_backup (fixture, "b.zip", &error));
  data_start_over (fixture);
  {
    g_autoptr(ConfabImportReport) report = data_import_text (fixture, "x.json", "[{\"uuid\":\"z\",\"chat_messages\":"
                                                             "[{\"sender\":\"human\",\"text\":\"Old\"}]}]", &error);

    g_assert_cmpuint (report->n_new, ==, 1);
  }
  before = data_export_all (fixture);

  /* At once, and when everything is unpacked and about to take its place. */
  list = confab_context_get_conversations (fixture->context);
  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(ConfabBackupReport) report = NULL;
      g_autofree char *after = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      else
        g_signal_connect_object (list, "cleared", G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);
      report = data_restore_with (fixture, "b.zip", cancellable, &error);
      g_assert_null (report);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      after = data_export_all (fixture);
      g_assert_cmpstr (before, ==, after);
      while (g_list_model_get_n_items (G_LIST_MODEL (list)) != 1)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (count_files (folder, "before-restore"), ==, 0);
      g_assert_cmpuint (count_files (cache, "backup-"), ==, 0);
    }
}

static void
import_grain (DataFixture *fixture,
              const char  *id)
{
  g_autofree char *text = g_strdup_printf ("[{\"uuid\":\"%s\",\"chat_messages\":"
                                           "[{\"sender\":\"human\",\"text\":\"A grain\"}]}]", id);
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabImportReport) report = data_import_text (fixture, "grain.json", text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
}

static void
await_hits (ConfabSearch *search,
            guint         n_hits)
{
  while (confab_search_get_busy (search) || confab_search_get_incomplete (search) ||
         g_list_model_get_n_items (G_LIST_MODEL (search)) != n_hits)
    g_main_context_iteration (NULL, TRUE);
}

/* What was found is found in the history that took the place of the other. */
static void
test_search (DataFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(ConfabSearch) search = confab_search_new (fixture->context);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *kept = NULL;
  GAsyncResult *slot = NULL;

  import_grain (fixture, "first");
  g_assert_true (data_backup (fixture, "b.zip", &error));
  import_grain (fixture, "second");
  import_grain (fixture, "third");
  confab_search_set_query (search, "grain");
  await_hits (search, 3);

  kept = data_restore (fixture, "b.zip", &error);
  g_assert_no_error (error);
  await_hits (search, 1);

  confab_data_delete_all_async (fixture->context, await_cb, &slot);
  result = await (&slot);
  g_assert_true (confab_data_delete_all_finish (fixture->context, result, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (search)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

#define ADD(name, func) g_test_add ("/engine/data-backup/" name, DataFixture, NULL, data_set_up, func, data_tear_down)
  ADD ("close", test_close);
  ADD ("backup", test_backup);
  ADD ("secrets", test_secrets);
  ADD ("broken-providers", test_broken_providers);
  ADD ("stopped-restoration", test_stopped_restoration);
  ADD ("bad-backups", test_bad_backups);
  ADD ("newer-history", test_newer_history);
  ADD ("delete-all", test_delete_all);
  ADD ("search", test_search);
#undef ADD

  return g_test_run ();
}
