/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that go out and come in where there is no room for them, or where nothing may be written: a small
 * file system in memory, which only some may mount. */

#define _GNU_SOURCE

#include "config.h"

#include "confab-data-words.h"
#include "confab-transfer-error.h"
#include "data-fixture.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>

/* In a mount namespace of this process's own, before it has any other thread. */
static gboolean may_mount;

static gboolean
mount_small (const char *path,
             const char *options)
{
  return may_mount && mount ("none", path, "tmpfs", 0, options) == 0;
}

static guint
count_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* A conversation that does not become small in an archive. */
static void
import_large (DataFixture *fixture,
              gsize        length)
{
  g_autofree guchar *noise = g_malloc (length);
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < length; i++)
    noise[i] = (guchar) g_rand_int_range (rand, 0, 256);
  text = g_base64_encode (noise, length);
  json = g_strdup_printf ("[{\"uuid\":\"large\",\"name\":\"Large\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"%s\"}]}]",
                          text);
  report = data_import_text (fixture, "large.json", json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
}

static void
check_words (GError     **error,
             const char  *piece)
{
  g_autofree char *words = confab_data_words_dup_failure (*error);

  g_assert_nonnull (strstr (words, piece));
  g_clear_error (error);
}

/* What was there stays there, and nothing else is. */
static void
check_target (DataFixture *fixture,
              GQuark       domain,
              int          code,
              const char  *piece)
{
  g_autofree char *old = data_dup_path (fixture, "old.json");
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (data_export (fixture, "old.json", CONFAB_EXPORT_JSON, NULL, &error), ==, 0);
  g_assert_error (error, domain, code);
  check_words (&error, piece);
  g_assert_cmpuint (data_export (fixture, "one.md", CONFAB_EXPORT_MARKDOWN, NULL, &error), ==, 0);
  g_assert_error (error, domain, code);
  check_words (&error, piece);
  g_assert_false (data_backup (fixture, "b.zip", &error));
  g_assert_error (error, domain, code);
  check_words (&error, piece);

  text = data_dup_contents (old);
  g_assert_cmpstr (text, ==, "before");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_target (DataFixture   *fixture,
             gconstpointer  data)
{
  g_autofree char *old = data_dup_path (fixture, "old.json");

  import_large (fixture, 300000);
  if (!mount_small (fixture->folder, "size=64k,mode=0700"))
    {
      g_test_skip ("May not mount a file system");
      return;
    }

  g_assert_true (g_file_set_contents (old, "before", -1, NULL));
  check_target (fixture, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  g_assert_cmpint (mount (NULL, fixture->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  check_target (fixture, G_IO_ERROR, G_IO_ERROR_READ_ONLY, "Choose another place");
  g_assert_cmpint (umount2 (fixture->folder, MNT_DETACH), ==, 0);
}

/* Where a backup is on its way. */
static void
test_cache (DataFixture   *fixture,
            gconstpointer  data)
{
  g_autofree char *cache = engine_home_build ("cache");
  g_autofree char *own = engine_home_build ("cache/confab");
  g_autofree char *path = data_dup_path (fixture, "b.zip");
  g_autofree char *again = data_dup_path (fixture, "c.zip");
  g_autofree char *kept = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  import_large (fixture, 300000);
  before = data_export_all (fixture);
  g_assert_true (data_backup (fixture, "b.zip", &error));
  if (!mount_small (cache, "size=64k,mode=0700"))
    {
      g_test_skip ("May not mount a file system");
      return;
    }

  g_assert_false (data_backup (fixture, "c.zip", &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
  check_words (&error, "full");
  g_assert_false (g_file_test (again, G_FILE_TEST_EXISTS));

  kept = data_restore (fixture, "b.zip", &error);
  g_assert_null (kept);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  check_words (&error, "full");
  g_assert_cmpuint (count_files (own), ==, 0);
  after = data_export_all (fixture);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (umount2 (cache, MNT_DETACH), ==, 0);
}

static void
start_over (DataFixture *fixture)
{
  engine_home_reset ();
  engine_use_peer (fixture->peer);
}

/* Where conversations are kept there is no room for those of the backup. */
static void
test_history (DataFixture   *fixture,
              gconstpointer  data)
{
  g_autofree char *folder = engine_home_build ("data");
  g_autofree char *own = engine_home_build ("data/confab");
  g_autofree char *kept = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  guint n_files;

  import_large (fixture, 3000000);
  g_assert_true (data_backup (fixture, "b.zip", &error));
  engine_close (fixture->context);
  start_over (fixture);
  if (!mount_small (folder, "size=2m,mode=0700"))
    {
      data_start (fixture);
      g_test_skip ("May not mount a file system");
      return;
    }

  data_start (fixture);
  data_fill (fixture);
  before = data_export_all (fixture);
  n_files = count_files (own);
  kept = data_restore (fixture, "b.zip", &error);
  g_assert_null (kept);
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
  check_words (&error, "full");
  after = data_export_all (fixture);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (count_files (own), ==, n_files);

  engine_close (fixture->context);
  g_assert_cmpint (umount2 (folder, MNT_DETACH), ==, 0);
  start_over (fixture);
  data_start (fixture);
}

int
main (int    argc,
      char **argv)
{
  may_mount = unshare (CLONE_NEWNS) == 0 &&
              mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;

  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

#define ADD(name, func) g_test_add ("/engine/data-full-disk/" name, DataFixture, NULL, data_set_up, func, data_tear_down)
  ADD ("target", test_target);
  ADD ("cache", test_cache);
  ADD ("history", test_history);
#undef ADD

  return g_test_run ();
}
