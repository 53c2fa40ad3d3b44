/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A disk that is full, or cannot be written to: a small file system in memory, which only some
 * may mount. */

#define _GNU_SOURCE

#include "config.h"

#include "confab-history.h"
#include "confab-records-file.h"

#include "await.h"
#include "history-fixture.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char    *folder;  /* owned */
  char    *path;    /* owned */
  gboolean mounted;
} Fixture;

/* In a mount namespace of this process's own, before it has any other thread. */
static gboolean may_mount;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "data", "history.db", NULL);
  f->mounted = may_mount && mount ("none", f->folder, "tmpfs", 0, "size=1m,mode=0700") == 0;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->mounted)
    g_assert_cmpint (umount2 (f->folder, MNT_DETACH), ==, 0);
  g_free (f->path);
  temp_folder_free (f->folder);
}

static gboolean
skip (Fixture *f)
{
  if (!f->mounted)
    g_test_skip ("May not mount a file system");
  return !f->mounted;
}

/* Takes what is left of the disk. */
static void
fill (const char *path)
{
  g_autofree char *block = g_malloc0 (4096);
  FILE *stream = g_fopen (path, "w");

  setvbuf (stream, NULL, _IONBF, 0);
  while (fwrite (block, 4096, 1, stream) == 1)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  fclose (stream);
}

static void
test_history_full (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *ballast = g_build_filename (f->folder, "ballast", NULL);
  g_autofree char *text = g_strnfill (30000, 'x');
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;
  const char *id = confab_conversation_get_id (conversation);
  ConfabHistory *history;
  gsize n_saved = 0;
  gsize n_read;

  if (skip (f))
    return;

  history = history_try_open (f->path, &error);
  g_assert_no_error (error);
  confab_history_save_conversation_async (history, conversation, NULL, NULL, NULL);
  confab_message_append_part (message, part);
  confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
  confab_part_append_text (part, "begun", -1);
  g_assert_true (history_try_save_message (history, id, message, &error));
  n_saved = confab_part_get_text_length (part);

  fill (ballast);
  while (TRUE)
    {
      confab_part_append_text (part, text, -1);
      if (!history_try_save_message (history, id, message, &error))
        break;
      n_saved = confab_part_get_text_length (part);
    }
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
  g_clear_error (&error);

  /* What was confirmed can still be read, and what failed is written once there is room. */
  confab_history_load_messages_async (history, id, NULL, await_cb, &result);
  messages = confab_history_load_messages_finish (history, await (&result), &error);
  g_assert_no_error (error);
  n_read = confab_part_get_text_length (confab_message_get_part (g_ptr_array_index (messages, 0),
                                                                 0));
  g_assert_cmpuint (n_read, ==, n_saved);

  g_assert_cmpint (g_unlink (ballast), ==, 0);
  g_assert_true (history_try_save_message (history, id, message, &error));
  g_assert_no_error (error);
  history_end (history);

  g_clear_object (&result);
  g_clear_pointer (&messages, g_ptr_array_unref);
  history = history_try_open (f->path, &error);
  confab_history_load_messages_async (history, id, NULL, await_cb, &result);
  messages = confab_history_load_messages_finish (history, await (&result), &error);
  n_read = confab_part_get_text_length (confab_message_get_part (g_ptr_array_index (messages, 0),
                                                                 0));
  g_assert_cmpuint (n_read, ==, confab_part_get_text_length (part));
  history_end (history);
}

static void
test_history_new_on_full (Fixture       *f,
                          gconstpointer  data)
{
  g_autofree char *ballast = g_build_filename (f->folder, "ballast", NULL);
  g_autoptr(GError) error = NULL;

  if (skip (f))
    return;

  fill (ballast);
  g_assert_null (history_try_open (f->path, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
  g_clear_error (&error);

  /* What it may have begun is no obstacle later. */
  g_assert_cmpint (g_unlink (ballast), ==, 0);
  history_end (history_try_open (f->path, &error));
  g_assert_no_error (error);
}

/* Leaves room for some bytes on a full disk. */
static void
leave_room (const char *ballast,
            off_t       n_bytes)
{
  struct stat info;

  g_assert_cmpint (g_stat (ballast, &info), ==, 0);
  g_assert_cmpint (truncate (ballast, MAX (info.st_size - n_bytes, 0)), ==, 0);
}

/* However far a copy or a change gets before the disk is full, the old history stays, and is
 * brought to the new version once there is room. */
static void
test_history_old_on_full (Fixture       *f,
                          gconstpointer  data)
{
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "fixtures", "history", "v4.sql", NULL);
  g_autofree char *ballast = g_build_filename (f->folder, "ballast", NULL);
  g_autofree char *folder = g_path_get_dirname (f->path);
  g_autofree char *copy = g_strconcat (f->path, ".v4", NULL);
  g_autofree char *sql = NULL;
  g_autoptr(GError) error = NULL;
  guint n_failed_copies = 0;
  guint n_failed_changes = 0;
  sqlite3 *db = NULL;
  gint64 version = 0;

  if (skip (f))
    return;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_get_contents (fixture, &sql, NULL, NULL));
  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  for (off_t room = 0; version == 0; room += 8192)
    {
      ConfabHistory *history;

      g_unlink (copy);
      fill (ballast);
      leave_room (ballast, room);
      history = history_try_open (f->path, &error);
      if (history != NULL)
        {
          history_end (history);
          version = 5;
        }
      else
        {
          sqlite3_stmt *statement = NULL;

          g_test_message ("%ld bytes left: %s", (long) room, error->message);
          g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
          g_clear_error (&error);
          /* There must be room to read it, too. */
          g_assert_cmpint (g_unlink (ballast), ==, 0);
          g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
          g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT (SELECT count(*) FROM messages), user_version"
                                               " FROM pragma_user_version", -1, &statement, NULL), ==, SQLITE_OK);
          g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
          g_assert_cmpint (sqlite3_column_int (statement, 0), ==, 3);
          if (!g_file_test (copy, G_FILE_TEST_EXISTS))
            {
              g_assert_cmpint (sqlite3_column_int (statement, 1), ==, 4);
              n_failed_copies++;
            }
          else if (sqlite3_column_int (statement, 1) == 4)
            {
              n_failed_changes++;
            }
          sqlite3_finalize (statement);
          g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
        }
    }

  g_assert_cmpuint (n_failed_copies, >, 0);
  g_assert_cmpuint (n_failed_changes, >, 0);
}

static void
test_history_read_only (Fixture       *f,
                        gconstpointer  data)
{
  g_autofree char *new_path = g_build_filename (f->folder, "other", "history.db", NULL);
  g_autofree char *same_folder = g_build_filename (f->folder, "data", "new.db", NULL);
  const char *const paths[] = { f->path, new_path, same_folder };
  g_autoptr(GError) error = NULL;

  if (skip (f))
    return;

  history_end (history_try_open (f->path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (mount ("none", f->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_null (history_try_open (paths[i], &error));
      g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_READ_ONLY);
      g_clear_error (&error);
    }
}

static GBytes *
replace (GBytes    *current,
         gpointer   user_data,
         GError   **error)
{
  return g_bytes_new (user_data, strlen (user_data));
}

static gboolean
update (ConfabRecordsFile  *records,
        const char         *text,
        GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_records_file_update_async (records, replace, g_strdup (text), g_free, NULL,
                                    await_cb, &result);
  return confab_records_file_update_finish (records, await (&result), NULL, error);
}

static void
test_records (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "providers.json", NULL);
  g_autofree char *ballast = g_build_filename (f->folder, "ballast", NULL);
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *kept = NULL;
  g_autofree char *kept_again = NULL;
  g_autoptr(GFile) file = g_file_new_for_path (path);
  ConfabRecordsFile *records = NULL;
  g_autoptr(GError) error = NULL;

  if (skip (f))
    return;

  records = confab_records_file_new (file);
  g_assert_true (update (records, "{}", &error));
  fill (ballast);
  g_assert_false (update (records, text, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "{}");

  g_assert_cmpint (mount ("none", f->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  g_assert_false (update (records, "[]", &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_READ_ONLY);
  g_assert_true (g_file_get_contents (path, &kept_again, NULL, NULL));
  g_assert_cmpstr (kept_again, ==, "{}");
  await_finalized (records);
}

#define ADD(name, func) \
  g_test_add ("/storage/full-disk/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  may_mount = unshare (CLONE_NEWNS) == 0 &&
              mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;

  g_test_init (&argc, &argv, NULL);

  ADD ("history-full", test_history_full);
  ADD ("history-new-on-full", test_history_new_on_full);
  ADD ("history-old-on-full", test_history_old_on_full);
  ADD ("history-read-only", test_history_read_only);
  ADD ("records", test_records);

  return g_test_run ();
}
