/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "confab-data-words.h"
#include "confab-transfer-error.h"
#include "confab-zip-reader.h"
#include "data-fixture.h"

/* What was exported, taken in elsewhere and exported again, is the same byte for byte. */
static void
test_round_trip (DataFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(ConfabImportReport) again = NULL;
  g_autofree char *first_path = data_dup_path (fixture, "first.json");
  g_autofree char *second_path = data_dup_path (fixture, "second.json");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  data_fill (fixture);
  g_assert_cmpuint (data_export (fixture, "first.json", CONFAB_EXPORT_JSON, NULL, &error), ==, 2);
  g_assert_no_error (error);

  data_start_over (fixture);
  report = data_import (fixture, first_path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 2);
  g_assert_cmpuint (report->n_messages, ==, 4);
  g_assert_cmpuint (report->issues->len, ==, 0);
  data_export (fixture, "second.json", CONFAB_EXPORT_JSON, NULL, &error);
  g_assert_no_error (error);

  first = data_dup_contents (first_path);
  second = data_dup_contents (second_path);
  g_assert_cmpstr (first, ==, second);
  g_assert_nonnull (strstr (first, "\"replay\":\"{\\\"signature\\\": \\\"s\u00e9\\\", \\\"n\\\":1.0}\""));
  g_assert_nonnull (strstr (first, "\"attempts\":[{\"provider_id\":\"openai\""));

  again = data_import (fixture, first_path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->n_new, ==, 0);
  g_assert_cmpuint (again->n_known, ==, 2);
  g_assert_cmpuint (again->n_messages, ==, 0);
}

static void
test_markdown (DataFixture   *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = data_dup_path (fixture, "one.md");
  g_autofree char *image = data_dup_path (fixture, "one files/1 cat.png");
  g_autofree char *text = NULL;
  g_autofree char *png = NULL;

  data_fill (fixture);
  g_assert_cmpuint (data_export (fixture, "one.md", CONFAB_EXPORT_MARKDOWN, "c-full", &error), ==, 1);
  g_assert_no_error (error);

  text = data_dup_contents (path);
  g_assert_true (g_str_has_prefix (text, "# Everything / at \"once\"\n"));
  g_assert_nonnull (strstr (text, "## 1 · You — "));
  g_assert_nonnull (strstr (text, "## 2 · claude · Anthropic Claude — "));
  g_assert_nonnull (strstr (text, "<summary>Thinking</summary>\n\nHm\n"));
  g_assert_nonnull (strstr (text, "````\n```\n````"));
  g_assert_nonnull (strstr (text, "![../cat.png](<one%20files/1%20cat.png>)"));
  g_assert_nonnull (strstr (text, "Another branch, after message 1"));
  g_assert_nonnull (strstr (text, "Other branch"));
  png = data_dup_contents (image);
  g_assert_cmpstr (png, ==, PNG);
}

static void
test_html (DataFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = data_dup_path (fixture, "one.html");
  g_autofree char *text = NULL;

  data_fill (fixture);
  data_export (fixture, "one.html", CONFAB_EXPORT_HTML, "c-full", &error);
  g_assert_no_error (error);

  text = data_dup_contents (path);
  g_assert_null (strstr (text, "<script"));
  g_assert_nonnull (strstr (text, "&lt;script&gt;"));
  g_assert_nonnull (strstr (text, "src=\"data:image/png;base64,"));
  g_assert_true (g_str_has_suffix (text, "</html>\n"));
}

/* Many become an archive with a document for each. */
static void
test_archive (DataFixture   *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = data_dup_path (fixture, "all.zip");
  g_autoptr(ConfabZipReader) reader = NULL;
  const char *name;
  guint n_documents = 0;
  guint n_pictures = 0;

  data_fill (fixture);
  g_assert_cmpuint (data_export (fixture, "all.zip", CONFAB_EXPORT_MARKDOWN, NULL, &error), ==, 2);
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
test_export_failures (DataFixture   *fixture,
                      gconstpointer  data)
{
  const ConfabExportOptions options = { CONFAB_EXPORT_JSON, TRUE, TRUE };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = data_dup_path (fixture, "old.json");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr(GDir) dir = NULL;

  data_fill (fixture);
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_cancellable_cancel (cancellable);
  confab_export_async (fixture->context, NULL, file, &options, NULL, NULL, cancellable, await_cb, &slot);
  result = await (&slot);
  g_assert_false (confab_export_finish (fixture->context, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  text = data_dup_contents (path);
  g_assert_cmpstr (text, ==, "before");

  data_export (fixture, "none.json", CONFAB_EXPORT_JSON, "c-none", &error);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_READ);
  g_clear_error (&error);
  data_export (fixture, "no/such/folder.json", CONFAB_EXPORT_JSON, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  /* Nothing half done lies about. */
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "old.json");
  g_assert_null (g_dir_read_name (dir));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

#define ADD(name, func) g_test_add ("/engine/data-export/" name, DataFixture, NULL, data_set_up, func, data_tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("markdown", test_markdown);
  ADD ("html", test_html);
  ADD ("archive", test_archive);
  ADD ("export-failures", test_export_failures);
#undef ADD

  return g_test_run ();
}
