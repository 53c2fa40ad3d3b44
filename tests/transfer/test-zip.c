/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "confab-part-file.h"
#include "confab-zip-reader.h"
#include "confab-zip-writer.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("confab-zip-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.zip", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
write_zip (Fixture    *fixture,
           const char *name,
           const char *block,
           gsize       length,
           guint       n_blocks)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabPartFile) file = confab_part_file_new (fixture->path, &error);
  g_autoptr(ConfabZipWriter) zip = NULL;

  g_assert_no_error (error);
  zip = confab_zip_writer_new (confab_part_file_get_stream (file), NULL);
  g_assert_true (confab_zip_writer_begin (zip, name, G_GINT64_CONSTANT (1700000000000000), &error));
  for (guint i = 0; i < n_blocks; i++)
    g_assert_true (confab_zip_writer_write (zip, block, length, &error));
  g_assert_true (confab_zip_writer_begin (zip, "empty", 0, &error));
  g_assert_true (confab_zip_writer_finish (zip, &error));
  g_assert_true (confab_part_file_commit (file, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(ConfabZipReader) reader = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  GStatBuf info;
  const char *name;

  write_zip (fixture, "f/\xd7\xa9\xd7\x9c.txt", "Hello", 5, 2);
  g_assert_true (confab_zip_reader_is_zip (fixture->path));
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  reader = confab_zip_reader_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (confab_zip_reader_next (reader, &name, &error));
  g_assert_cmpstr (name, ==, "f/\xd7\xa9\xd7\x9c.txt");
  bytes = confab_zip_reader_read_all (reader, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "HelloHello", 10);
  g_assert_true (confab_zip_reader_next (reader, &name, &error));
  g_assert_cmpstr (name, ==, "empty");
  g_assert_true (confab_zip_reader_next (reader, &name, &error));
  g_assert_null (name);
}

static void
test_too_large_file (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(ConfabZipReader) reader = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;

  write_zip (fixture, "a", "Hello", 5, 2);
  reader = confab_zip_reader_open (fixture->path, &error);
  g_assert_true (confab_zip_reader_next (reader, &name, &error));
  bytes = confab_zip_reader_read_all (reader, 9, &error);
  g_assert_null (bytes);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_TOO_LARGE);
}

/* Nothing but zeros, a thousand times as large as its archive. */
static void
test_bomb (Fixture       *fixture,
           gconstpointer  data)
{
  const gsize length = 1024 * 1024;
  g_autofree char *zeros = g_malloc0 (length);
  g_autoptr(ConfabZipReader) reader = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;
  guint64 n_bytes = 0;
  gssize n;

  write_zip (fixture, "conversations.json", zeros, length, 112);
  reader = confab_zip_reader_open (fixture->path, &error);
  g_assert_true (confab_zip_reader_next (reader, &name, &error));
  while ((n = confab_zip_reader_read (reader, zeros, length, &error)) > 0)
    n_bytes += (guint64) n;

  g_assert_cmpint (n, ==, -1);
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_TOO_LARGE);
  g_assert_cmpuint (n_bytes, <=, 110 * length);
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  write_zip (fixture, "a", "0123456789", 10, 5000);
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, &error));
  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr(ConfabZipReader) reader = NULL;
      g_autoptr(GError) own_error = NULL;
      const char *name = NULL;
      gsize n_bytes = 0;

      g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) cut, &error));
      reader = confab_zip_reader_open (fixture->path, &own_error);
      while (own_error == NULL && confab_zip_reader_next (reader, &name, &own_error) && name != NULL)
        {
          g_autoptr(GBytes) bytes = confab_zip_reader_read_all (reader, 100000, &own_error);

          n_bytes += bytes != NULL ? g_bytes_get_size (bytes) : 0;
        }
      /* Without its table of contents an archive is read from its beginning, and may be whole. */
      if (n_bytes < 50000 && cut > 0)
        g_assert_error (own_error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_DAMAGED);
    }
}

static void
test_given_up (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "before", -1, &error));
  {
    g_autoptr(ConfabPartFile) file = confab_part_file_new (fixture->path, &error);
    g_autoptr(ConfabZipWriter) zip = confab_zip_writer_new (confab_part_file_get_stream (file), NULL);

    g_assert_true (confab_zip_writer_begin (zip, "a", 0, &error));
  }

  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, &error));
  g_assert_cmpstr (contents, ==, "before");
}

static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GFile) full = g_file_new_for_path ("/dev/full");
  g_autoptr(GFileIOStream) stream = g_file_open_readwrite (full, NULL, NULL);
  g_autoptr(ConfabZipWriter) zip = NULL;
  g_autofree guint32 *noise = g_new (guint32, 64 * 1024);
  g_autoptr(GError) error = NULL;

  if (stream == NULL)
    {
      g_test_skip ("There is no /dev/full");
      return;
    }

  for (gsize i = 0; i < 64 * 1024; i++)
    noise[i] = g_random_int ();
  zip = confab_zip_writer_new (g_io_stream_get_output_stream (G_IO_STREAM (stream)), NULL);
  if (confab_zip_writer_begin (zip, "a", 0, &error) && confab_zip_writer_write (zip, noise, 256 * 1024, &error))
    confab_zip_writer_finish (zip, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/transfer/zip/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/transfer/zip/too-large-file", Fixture, NULL, set_up, test_too_large_file, tear_down);
  g_test_add ("/transfer/zip/bomb", Fixture, NULL, set_up, test_bomb, tear_down);
  g_test_add ("/transfer/zip/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/transfer/zip/given-up", Fixture, NULL, set_up, test_given_up, tear_down);
  g_test_add ("/transfer/zip/full-disk", Fixture, NULL, set_up, test_full_disk, tear_down);

  return g_test_run ();
}
