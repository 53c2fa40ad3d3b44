/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A backup is restored where what is kept can no longer be read: nothing of that is lost, either. */

#include "config.h"

#include "confab-transfer-error.h"
#include "data-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *contents;  /* what the file is, or NULL: it is cut */
  gboolean    open;      /* it was fine when it was opened */
} Damage;

static char *
dup_history_path (void)
{
  return engine_home_build ("data/confab/history.db");
}

static guint
count_files (const char *start)
{
  g_autofree char *folder = engine_home_build ("data/confab");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, start);
  return n;
}

/* In the file itself, as a program would that knows nothing of locks. */
static void
damage (const Damage *self)
{
  g_autofree char *path = dup_history_path ();
  g_autofree char *whole = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  sqlite3 *db = NULL;
  FILE *stream;

  /* What is in the log is whole, whatever becomes of the file. */
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  g_file_get_contents (path, &whole, &length, &error);
  g_assert_no_error (error);
  stream = g_fopen (path, "w");
  if (self->contents != NULL)
    g_assert_cmpuint (fwrite (self->contents, strlen (self->contents), 1, stream), ==, 1);
  else
    g_assert_cmpuint (fwrite (whole, length / 3, 1, stream), ==, 1);
  g_assert_cmpint (fclose (stream), ==, 0);
}

static void
import_one (DataFixture *fixture,
            const char  *id)
{
  g_autofree char *text = g_strdup_printf ("[{\"uuid\":\"%s\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"A\"}]}]", id);
  g_autoptr(ConfabImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  report = data_import_text (fixture, "x.json", text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_new, ==, 1);
}

/* Ends the context, damages the file and starts again with what is left, or damages it as it is open. */
static void
begin (DataFixture  *fixture,
       const Damage *self)
{
  g_autoptr(GError) error = NULL;

  if (!self->open)
    engine_close (fixture->context);
  damage (self);
  if (self->open)
    return;

  fixture->context = engine_load ();
  g_assert_false (engine_open_history (fixture->context, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT);
}

static void
test_restored (DataFixture   *fixture,
               gconstpointer  data)
{
  const Damage *self = data;
  g_autofree char *path = dup_history_path ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *damaged = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *name = NULL;
  g_autoptr(ConfabBackupReport) report = NULL;
  g_autoptr(GError) error = NULL;
  gsize n_damaged;
  gsize n_kept;

  data_fill (fixture);
  before = data_export_all (fixture);
  g_assert_true (data_backup (fixture, "b.zip", &error));
  data_start_over (fixture);
  import_one (fixture, "z");
  begin (fixture, self);
  g_assert_true (g_file_get_contents (path, &damaged, &n_damaged, NULL));

  report = data_restore_with (fixture, "b.zip", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->kept_damaged);
  g_assert_null (confab_context_get_history_error (fixture->context));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (confab_context_get_conversations (fixture->context))), ==, 1);

  /* What was there is there, byte for byte, and told of. */
  g_assert_true (g_file_get_contents (report->kept, &kept, &n_kept, NULL));
  g_assert_cmpmem (kept, n_kept, damaged, n_damaged);
  name = g_path_get_basename (report->kept);
  g_assert_true (g_str_has_prefix (name, "damaged-2"));
  summary = confab_backup_report_dup_summary (report);
  g_assert_nonnull (strstr (summary, name));

  after = data_export_all (fixture);
  g_assert_cmpstr (before, ==, after);

  /* And it goes on from here. */
  import_one (fixture, "y");
  engine_close (fixture->context);
  data_start (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (confab_context_get_conversations (fixture->context))), ==, 2);
}

/* What cannot be restored leaves the damaged file where it is. */
static void
test_failed (DataFixture   *fixture,
             gconstpointer  data)
{
  const Damage garbage = { "", "this is no database, and never was one", FALSE };
  g_autofree char *path = dup_history_path ();
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *after = NULL;
  g_autofree char *after_log = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(ConfabBackupReport) report = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  data_fill (fixture);
  g_assert_true (data_backup (fixture, "b.zip", &error));
  begin (fixture, &garbage);
  g_assert_true (g_file_set_contents (log, "a log", -1, NULL));

  g_signal_connect_object (confab_context_get_conversations (fixture->context), "cleared",
                           G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);
  report = data_restore_with (fixture, "b.zip", cancellable, &error);
  g_assert_null (report);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &after, &length, NULL));
  g_assert_cmpmem (after, length, garbage.contents, strlen (garbage.contents));
  g_assert_true (g_file_get_contents (log, &after_log, NULL, NULL));
  g_assert_cmpstr (after_log, ==, "a log");
  g_assert_cmpuint (count_files ("damaged-"), ==, 0);
  g_assert_cmpuint (count_files ("before-restore"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  static const Damage damages[] = {
    { "garbage", "this is no database, and never was one", FALSE },
    { "cut", NULL, FALSE },
    { "open", "this is no database, and never was one", TRUE },
  };

  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/data-damaged/restored/", damages[i].name, NULL);

      g_test_add (path, DataFixture, &damages[i], data_set_up, test_restored, data_tear_down);
    }
  g_test_add ("/engine/data-damaged/failed", DataFixture, NULL, data_set_up, test_failed, data_tear_down);

  return g_test_run ();
}
