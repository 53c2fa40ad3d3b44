/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-records-file.h"

#include "await.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char              *folder;   /* owned */
  char              *path;     /* owned */
  ConfabRecordsFile *records;  /* owned */
  guint              n_changed;
} Fixture;

static void
on_changed_cb (Fixture *f)
{
  f->n_changed++;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GFile) file = NULL;

  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "providers.json", NULL);
  file = g_file_new_for_path (f->path);
  f->records = confab_records_file_new (file);
  g_signal_connect_swapped (f->records, "changed", G_CALLBACK (on_changed_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  await_finalized (f->records);
  g_free (f->path);
  temp_folder_free (f->folder);
}

static gboolean
load (Fixture  *f,
      GBytes  **contents,
      GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_records_file_load_async (f->records, NULL, await_cb, &result);
  return confab_records_file_load_finish (f->records, await (&result), contents, error);
}

static void
assert_contents (Fixture    *f,
                 const char *expected)
{
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (load (f, &contents, &error));
  g_assert_no_error (error);
  if (expected == NULL)
    {
      g_assert_null (contents);
      return;
    }
  g_assert_nonnull (contents);
  g_assert_cmpmem (g_bytes_get_data (contents, NULL), g_bytes_get_size (contents),
                   expected, strlen (expected));
}

static GBytes *
append (GBytes    *current,
        gpointer   user_data,
        GError   **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (current != NULL)
    g_string_append_len (text, g_bytes_get_data (current, NULL), g_bytes_get_size (current));
  g_string_append (text, user_data);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static GBytes *
refuse (GBytes    *current,
        gpointer   user_data,
        GError   **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "It makes no sense");
  return NULL;
}

static gboolean
update (Fixture     *f,
        const char  *text,
        GBytes     **contents,
        GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_records_file_update_async (f->records, append, g_strdup (text), g_free, NULL,
                                    await_cb, &result);
  return confab_records_file_update_finish (f->records, await (&result), contents, error);
}

/* Another process, or so it looks. */
static void
write_file (const char *path,
            const char *text)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &error);
  g_assert_no_error (error);
}

/* Consumes one, which may have come already while something else was waited for. */
static void
await_changed (Fixture *f)
{
  while (f->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);

  f->n_changed--;
}

static void
test_missing (Fixture       *f,
              gconstpointer  data)
{
  assert_contents (f, NULL);
  write_file (f->path, "");
  assert_contents (f, "");
}

static void
test_update (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;
  struct stat info;
  g_autofree char *new_path = g_strconcat (f->path, ".new", NULL);

  g_assert_true (update (f, "one", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);

  /* People's umask is not ours. */
  g_assert_cmpint (g_chmod (f->path, 0666), ==, 0);
  write_file (new_path, "left behind by one that was killed");

  g_assert_true (update (f, " two", &contents, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (contents, NULL), g_bytes_get_size (contents), "one two", 7);
  assert_contents (f, "one two");
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_assert_false (g_file_test (new_path, G_FILE_TEST_EXISTS));
}

static void
test_update_makes_folder (void)
{
  g_autofree char *folder = temp_folder_new ();
  g_autofree char *config = g_build_filename (folder, "config", NULL);
  g_autofree char *own = g_build_filename (config, "confab", NULL);
  g_autofree char *path = g_build_filename (own, "providers.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  struct stat info;
  Fixture f = { .path = path, .records = confab_records_file_new (file) };

  g_assert_true (update (&f, "x", NULL, &error));
  assert_contents (&f, "x");
  g_assert_cmpint (g_stat (own, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);

  await_finalized (f.records);
  temp_folder_free (g_steal_pointer (&folder));
}

/* The folder is there before it is watched, for what is not there is looked for every few seconds only. */
static void
test_watched_folder (void)
{
  g_autofree char *folder = temp_folder_new ();
  g_autofree char *own = g_build_filename (folder, "config", "confab", NULL);
  g_autofree char *path = g_build_filename (own, "providers.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  Fixture f = { .path = path, .records = confab_records_file_new (file) };
  struct stat info;

  g_signal_connect_swapped (f.records, "changed", G_CALLBACK (on_changed_cb), &f);
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
  assert_contents (&f, NULL);
  g_assert_cmpint (g_stat (own, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  write_file (path, "theirs");
  await_changed (&f);
  assert_contents (&f, "theirs");

  await_finalized (f.records);
  temp_folder_free (g_steal_pointer (&folder));
}

/* Where no folder can be made there is nothing to read, and nothing else goes wrong. */
static void
test_no_folder (void)
{
  g_autofree char *folder = temp_folder_new ();
  g_autofree char *in_the_way = g_build_filename (folder, "config", NULL);
  g_autofree char *path = g_build_filename (in_the_way, "providers.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  Fixture f = { .path = path, .records = confab_records_file_new (file) };

  write_file (in_the_way, "no folder");
  g_assert_false (load (&f, NULL, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN);

  await_finalized (f.records);
  temp_folder_free (g_steal_pointer (&folder));
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;

  write_file (f->path, "broken");
  confab_records_file_update_async (f->records, refuse, NULL, NULL, NULL, await_cb, &result);
  g_assert_false (confab_records_file_update_finish (f->records, await (&result),
                                                     &contents, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_null (contents);
  assert_contents (f, "broken");
}

/* Saving what is there already leaves the file itself alone. */
static void
test_unchanged (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  struct stat before, after;

  write_file (f->path, "same");
  g_assert_cmpint (g_stat (f->path, &before), ==, 0);
  g_assert_true (update (f, "", NULL, &error));
  g_assert_cmpint (g_stat (f->path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
}

static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  for (guint i = 0; i < 30; i++)
    {
      char *text = g_strdup_printf ("%u ", i);

      g_string_append (expected, text);
      confab_records_file_update_async (f->records, append, text, g_free, NULL, NULL, NULL);
    }
  assert_contents (f, expected->str);
}

static void
test_odd_files (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *target = g_build_filename (f->folder, "target.json", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (mkfifo (f->path, 0600), ==, 0);
  g_assert_false (load (f, NULL, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (update (f, "x", NULL, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (f->path), ==, 0);

  g_assert_cmpint (g_mkdir (f->path, 0700), ==, 0);
  g_assert_false (update (f, "x", NULL, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_cmpint (g_rmdir (f->path), ==, 0);

  /* Where people keep their configuration elsewhere, their link stays. */
  write_file (target, "linked");
  g_assert_cmpint (symlink (target, f->path), ==, 0);
  assert_contents (f, "linked");
  g_assert_true (update (f, "!", NULL, &error));
  g_assert_true (g_file_test (f->path, G_FILE_TEST_IS_SYMLINK));
  assert_contents (f, "linked!");
}

static void
test_too_large (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  const int fd = g_open (f->path, O_WRONLY | O_CREAT, 0600);

  g_assert_cmpint (ftruncate (fd, 1LL << 40), ==, 0);
  close (fd);
  g_assert_false (load (f, NULL, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT);
}

static void
test_lock_is_waited_for (Fixture       *f,
                         gconstpointer  data)
{
  g_autofree char *lock_path = g_strconcat (f->path, ".lock", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) cancelled = NULL;
  g_autoptr(GAsyncResult) waiting = NULL;
  g_autoptr(GError) error = NULL;
  const int fd = g_open (lock_path, O_RDWR | O_CREAT, 0600);

  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  confab_records_file_update_async (f->records, append, g_strdup ("never"), g_free, cancellable,
                                    await_cb, &cancelled);
  g_cancellable_cancel (cancellable);
  g_assert_false (confab_records_file_update_finish (f->records, await (&cancelled), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  confab_records_file_update_async (f->records, append, g_strdup ("then"), g_free, NULL,
                                    await_cb, &waiting);
  for (guint i = 0; i < 5; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (waiting);
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));

  close (fd);
  g_assert_true (confab_records_file_update_finish (f->records, await (&waiting), NULL, &error));
  assert_contents (f, "then");
}

static void
test_set_aside (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *prefix = g_strconcat (f->path, ".broken-", NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GFile) aside = NULL;
      g_autofree char *text = g_strdup_printf ("{ broken %u", i);
      g_autofree char *kept = NULL;
      g_autoptr(GBytes) replacement = i > 0 ? g_bytes_new_static ("good", 4) : NULL;

      write_file (f->path, text);
      confab_records_file_set_aside_async (f->records, replacement, NULL, await_cb, &result);
      aside = confab_records_file_set_aside_finish (f->records, await (&result), &error);
      g_assert_no_error (error);

      g_assert_true (g_str_has_prefix (g_file_peek_path (aside), prefix));
      g_assert_true (g_file_get_contents (g_file_peek_path (aside), &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, text);
      assert_contents (f, i > 0 ? "good" : NULL);
      g_assert_true (g_hash_table_add (seen, g_strdup (g_file_peek_path (aside))));
    }

  {
    g_autoptr(GAsyncResult) result = NULL;

    g_assert_cmpint (g_unlink (f->path), ==, 0);
    confab_records_file_set_aside_async (f->records, NULL, NULL, await_cb, &result);
    g_assert_null (confab_records_file_set_aside_finish (f->records, await (&result), &error));
    g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN);
  }
}

/* By putting another file in its place, by writing into it, by deleting it. */
static void
test_changed_by_others (Fixture       *f,
                        gconstpointer  data)
{
  FILE *stream;

  assert_contents (f, NULL);

  write_file (f->path, "appears");
  await_changed (f);
  assert_contents (f, "appears");

  write_file (f->path, "replaced");
  await_changed (f);
  assert_contents (f, "replaced");

  stream = g_fopen (f->path, "a");
  fputs (" in place", stream);
  fclose (stream);
  await_changed (f);
  assert_contents (f, "replaced in place");

  g_assert_cmpint (g_unlink (f->path), ==, 0);
  await_changed (f);
  assert_contents (f, NULL);
}

/* Of two watchers, the one that writes hears nothing of it. Once the other has heard of a change
 * made after it, the news of both have passed. */
static void
test_own_changes_are_silent (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(GFile) file = g_file_new_for_path (f->path);
  Fixture other = { .path = f->path, .records = confab_records_file_new (file) };
  g_autoptr(GError) error = NULL;

  g_signal_connect_swapped (other.records, "changed", G_CALLBACK (on_changed_cb), &other);
  assert_contents (f, NULL);
  assert_contents (&other, NULL);

  g_assert_true (update (f, "mine", NULL, &error));
  await_changed (&other);
  assert_contents (&other, "mine");
  g_assert_true (update (f, " too", NULL, &error));
  await_changed (&other);
  g_assert_cmpuint (f->n_changed, ==, 0);

  /* What was met while updating is told all the same, for nobody has looked at it. */
  assert_contents (&other, "mine too");
  write_file (f->path, "theirs");
  g_assert_true (update (f, " and mine", NULL, &error));
  await_changed (f);
  assert_contents (f, "theirs and mine");

  await_finalized (other.records);
}

static void
test_many_processes (Fixture       *f,
                     gconstpointer  data)
{
  enum { N_PROCESSES = 4, N_LINES = 50 };
  g_autofree char *writer = g_test_build_filename (G_TEST_BUILT, "storage", "records-writer", NULL);
  g_autofree char *count = g_strdup_printf ("%d", N_LINES);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *processes[N_PROCESSES];
  guint n_next[N_PROCESSES] = { 0 };

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      processes[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error,
                                       writer, f->path, name, count, NULL);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_assert_true (g_subprocess_wait_check (processes[i], NULL, &error));
      g_assert_no_error (error);
      g_clear_object (&processes[i]);
    }

  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, N_PROCESSES * N_LINES + 1);
  for (guint i = 0; i < N_PROCESSES * N_LINES; i++)
    {
      guint process, number;

      g_assert_cmpint (sscanf (lines[i], "%u %u", &process, &number), ==, 2);
      g_assert_cmpuint (process, <, N_PROCESSES);
      g_assert_cmpuint (number, ==, n_next[process]++);
    }
}

#define ADD(name, func) \
  g_test_add ("/storage/records-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("missing", test_missing);
  ADD ("update", test_update);
  ADD ("refused", test_refused);
  ADD ("unchanged", test_unchanged);
  ADD ("order", test_order);
  ADD ("odd-files", test_odd_files);
  ADD ("too-large", test_too_large);
  ADD ("lock-is-waited-for", test_lock_is_waited_for);
  ADD ("set-aside", test_set_aside);
  ADD ("changed-by-others", test_changed_by_others);
  ADD ("own-changes-are-silent", test_own_changes_are_silent);
  ADD ("many-processes", test_many_processes);
  g_test_add_func ("/storage/records-file/update-makes-folder", test_update_makes_folder);
  g_test_add_func ("/storage/records-file/watched-folder", test_watched_folder);
  g_test_add_func ("/storage/records-file/no-folder", test_no_folder);

  return g_test_run ();
}
