/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-plain-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "await.h"
#include "confab-store-error.h"

#define MAX_SIZE 100

typedef struct
{
  char *folder;  /* owned */
  char *path;    /* owned */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "plain", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_free (f->path);
  temp_folder_free (f->folder);
}

static gboolean
read_file (Fixture       *f,
           GCancellable  *cancellable,
           GBytes       **contents,
           GError       **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (f->path);
  g_autoptr(GAsyncResult) result = NULL;

  confab_plain_file_read_async (file, MAX_SIZE, cancellable, await_cb, &result);
  return confab_plain_file_read_finish (file, await (&result), contents, error);
}

static void
assert_refused (Fixture          *f,
                ConfabStoreError  code)
{
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (read_file (f, NULL, &contents, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, (int) code);
  g_assert_null (contents);
}

static void
write_file (const char *path,
            gsize       length)
{
  g_autofree char *text = g_strnfill (length, 'x');
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, (gssize) length, &error));
  g_assert_no_error (error);
}

static void
assert_length (Fixture *f,
               gsize    length)
{
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (read_file (f, NULL, &contents, &error));
  g_assert_no_error (error);
  g_assert_nonnull (contents);
  g_assert_cmpuint (g_bytes_get_size (contents), ==, length);
}

static void
test_size (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;

  /* That there is none is no failure. */
  g_assert_true (read_file (f, NULL, &contents, &error));
  g_assert_no_error (error);
  g_assert_null (contents);

  write_file (f->path, 0);
  assert_length (f, 0);
  write_file (f->path, MAX_SIZE);
  assert_length (f, MAX_SIZE);
  write_file (f->path, MAX_SIZE + 1);
  assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);
}

/* Nobody writes to the pipe, and the device never ends. */
static void
test_no_file (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *target = g_build_filename (f->folder, "target", NULL);

  g_assert_cmpint (mkfifo (f->path, 0600), ==, 0);
  assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);
  g_assert_cmpint (g_unlink (f->path), ==, 0);

  g_assert_cmpint (g_mkdir (f->path, 0700), ==, 0);
  assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);
  g_assert_cmpint (g_rmdir (f->path), ==, 0);

  g_assert_cmpint (symlink ("/dev/zero", f->path), ==, 0);
  assert_refused (f, CONFAB_STORE_ERROR_CORRUPT);
  g_assert_cmpint (g_unlink (f->path), ==, 0);

  write_file (target, 7);
  g_assert_cmpint (symlink (target, f->path), ==, 0);
  assert_length (f, 7);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;

  write_file (f->path, 7);
  g_cancellable_cancel (cancellable);
  g_assert_false (read_file (f, cancellable, &contents, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (contents);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/storage/plain-file/size", Fixture, NULL, set_up, test_size, tear_down);
  g_test_add ("/storage/plain-file/no-file", Fixture, NULL, set_up, test_no_file, tear_down);
  g_test_add ("/storage/plain-file/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);

  return g_test_run ();
}
