/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sqlite-private.h"
#include "confab-statement-private.h"

#include "await.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char         *folder;  /* owned */
  char         *path;    /* owned */
  ConfabSqlite *db;      /* owned */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->folder = temp_folder_new ();
  f->path = g_build_filename (f->folder, "test.db", NULL);
  g_assert_true (g_file_set_contents (f->path, "", 0, NULL));
  f->db = confab_sqlite_open (f->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->db, confab_sqlite_free);
  g_free (f->path);
  temp_folder_free (f->folder);
}

static void
exec (ConfabSqlite *db,
      const char   *sql)
{
  g_autoptr(GError) error = NULL;

  confab_sqlite_exec (db, sql, &error);
  g_assert_no_error (error);
}

static gint64
query (ConfabSqlite *db,
       const char   *sql)
{
  g_autoptr(GError) error = NULL;
  gint64 value = -1;

  confab_sqlite_query_int64 (db, sql, &value, &error);
  g_assert_no_error (error);
  return value;
}

static void
test_values (Fixture       *f,
             gconstpointer  data)
{
  static const char with_nul[] = "a\0b";
  g_autoptr(ConfabStatement) insert = NULL;
  g_autoptr(ConfabStatement) select = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static ("\0\1\2", 3);
  g_autoptr(GBytes) no_bytes = g_bytes_new_static (NULL, 0);
  g_autoptr(GBytes) read = NULL;
  g_autoptr(GBytes) read_none = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *cut = NULL;
  gboolean has_row;

  exec (f->db, "CREATE TABLE t (n INTEGER, d REAL, s TEXT, z TEXT, b BLOB, e BLOB, x TEXT) STRICT");
  insert = confab_statement_new (f->db, "INSERT INTO t VALUES (:n, :d, :s, :z, :b, :e, :x)", &error);
  g_assert_no_error (error);
  confab_statement_bind_int64 (insert, ":n", G_MININT64);
  confab_statement_bind_double (insert, ":d", 0.1);
  confab_statement_bind_text (insert, ":s", "'); DROP TABLE t; -- é", -1);
  confab_statement_bind_text (insert, ":z", with_nul, 3);
  confab_statement_bind_bytes (insert, ":b", bytes);
  confab_statement_bind_bytes (insert, ":e", no_bytes);
  confab_statement_bind_text (insert, ":x", NULL, -1);
  g_assert_true (confab_statement_run (insert, &error));
  g_assert_cmpint (confab_sqlite_get_changes (f->db), ==, 1);

  select = confab_statement_new (f->db, "SELECT n, d, s, z, b, e, x FROM t", &error);
  g_assert_true (confab_statement_step (select, &has_row, &error) && has_row);
  g_assert_cmpint (confab_statement_get_int64 (select, 0), ==, G_MININT64);
  g_assert_cmpfloat (confab_statement_get_double (select, 1), ==, 0.1);
  text = confab_statement_dup_text (select, 2);
  g_assert_cmpstr (text, ==, "'); DROP TABLE t; -- é");
  cut = confab_statement_dup_text (select, 3);
  g_assert_true (g_utf8_validate (cut, -1, NULL));
  g_assert_true (g_str_has_suffix (cut, "b"));
  read = confab_statement_dup_bytes (select, 4);
  g_assert_true (g_bytes_equal (read, bytes));
  g_assert_false (confab_statement_is_null (select, 5));
  read_none = confab_statement_dup_bytes (select, 5);
  g_assert_cmpuint (g_bytes_get_size (read_none), ==, 0);
  g_assert_true (confab_statement_is_null (select, 6));
  g_assert_null (confab_statement_get_text (select, 6));
  g_assert_null (confab_statement_dup_text (select, 6));
  g_assert_null (confab_statement_dup_bytes (select, 6));

  /* At the end it begins anew by itself. */
  g_assert_true (confab_statement_step (select, &has_row, &error) && !has_row);
  g_assert_true (confab_statement_step (select, &has_row, &error) && has_row);
}

/* What says the same may be in use more than once, and keeps nothing of the last time. */
static void
test_again (Fixture       *f,
            gconstpointer  data)
{
  static const char sql[] = "SELECT n, :x FROM t ORDER BY n";
  g_autoptr(GError) error = NULL;
  gboolean has_row;

  exec (f->db, "CREATE TABLE t (n INTEGER) STRICT; INSERT INTO t VALUES (1), (2)");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(ConfabStatement) outer = confab_statement_new (f->db, sql, &error);
      g_autoptr(ConfabStatement) inner = confab_statement_new (f->db, sql, &error);

      g_assert_true (confab_statement_step (outer, &has_row, &error) && has_row);
      g_assert_cmpint (confab_statement_get_int64 (outer, 0), ==, 1);
      g_assert_true (confab_statement_is_null (outer, 1));
      confab_statement_bind_text (inner, ":x", "bound", -1);
      g_assert_true (confab_statement_step (inner, &has_row, &error) && has_row);
      g_assert_true (confab_statement_step (inner, &has_row, &error) && has_row);
      g_assert_cmpint (confab_statement_get_int64 (inner, 0), ==, 2);
      g_assert_cmpstr (confab_statement_get_text (inner, 1), ==, "bound");
    }

  /* Nor does it keep the table. */
  exec (f->db, "DROP TABLE t; CREATE TABLE t (n INTEGER) STRICT; INSERT INTO t VALUES (3)");
  g_assert_cmpint (query (f->db, "SELECT n FROM t"), ==, 3);
  exec (f->db, "DROP TABLE t; CREATE TABLE t (s TEXT, n INTEGER) STRICT; INSERT INTO t VALUES ('', 4)");
  g_assert_cmpint (query (f->db, "SELECT n FROM t"), ==, 4);
}

static void
test_bad_text (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(ConfabStatement) select = NULL;
  g_autofree char *text = NULL;
  gboolean has_row;

  select = confab_statement_new (f->db, "SELECT cast (x'61ff62' AS TEXT)", NULL);
  g_assert_true (confab_statement_step (select, &has_row, NULL) && has_row);
  text = confab_statement_dup_text (select, 0);
  g_assert_cmpstr (text, ==, "a\357\277\275b");
}

static void
test_transaction (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  exec (f->db, "CREATE TABLE t (n INTEGER PRIMARY KEY)");
  g_assert_true (confab_sqlite_begin (f->db, NULL));
  exec (f->db, "INSERT INTO t VALUES (1)");
  confab_sqlite_rollback (f->db);
  confab_sqlite_rollback (f->db);
  g_assert_cmpint (query (f->db, "SELECT count(*) FROM t"), ==, 0);

  g_assert_true (confab_sqlite_begin (f->db, NULL));
  exec (f->db, "INSERT INTO t VALUES (1)");
  g_assert_true (confab_sqlite_commit (f->db, NULL));
  g_assert_cmpint (query (f->db, "SELECT count(*) FROM t"), ==, 1);

  /* A commit that fails leaves no transaction open. */
  exec (f->db, "PRAGMA foreign_keys = ON;"
               "CREATE TABLE c (t INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
  g_assert_true (confab_sqlite_begin (f->db, NULL));
  exec (f->db, "INSERT INTO c VALUES (99)");
  g_assert_false (confab_sqlite_commit (f->db, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
  g_assert_true (confab_sqlite_begin (f->db, NULL));
  g_assert_true (confab_sqlite_commit (f->db, NULL));
}

static void
test_too_big (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(ConfabStatement) insert = NULL;
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autoptr(GError) error = NULL;

  exec (f->db, "CREATE TABLE t (s TEXT)");
  sqlite3_limit (confab_sqlite_get_handle (f->db), SQLITE_LIMIT_LENGTH, 1000);
  insert = confab_statement_new (f->db, "INSERT INTO t VALUES (:s)", &error);
  confab_statement_bind_text (insert, ":s", text, -1);
  g_assert_false (confab_statement_run (insert, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
  g_clear_error (&error);

  confab_statement_bind_text (insert, ":s", "fits", -1);
  g_assert_true (confab_statement_run (insert, &error));
  g_assert_no_error (error);
}

static void
test_full (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  exec (f->db, "CREATE TABLE t (b BLOB)");
  exec (f->db, "PRAGMA max_page_count = 10");
  g_assert_true (confab_sqlite_begin (f->db, NULL));
  g_assert_false (confab_sqlite_exec (f->db, "INSERT INTO t VALUES (zeroblob (100000))", &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL);
  confab_sqlite_rollback (f->db);
  exec (f->db, "INSERT INTO t VALUES (x'00')");
}

static void
test_busy (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(ConfabSqlite) other = confab_sqlite_open (f->path, NULL);
  g_autoptr(GError) error = NULL;

  exec (f->db, "CREATE TABLE t (n INTEGER)");
  sqlite3_busy_timeout (confab_sqlite_get_handle (other), 1);
  g_assert_true (confab_sqlite_begin (f->db, NULL));
  g_assert_false (confab_sqlite_begin (other, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_BUSY);
  confab_sqlite_rollback (f->db);
  g_assert_true (confab_sqlite_begin (other, NULL));
  confab_sqlite_rollback (other);
}

static void
test_corrupt (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(ConfabSqlite) other = NULL;
  g_autoptr(GError) error = NULL;
  const int fd = g_open (f->path, O_RDWR, 0);

  exec (f->db, "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
  g_clear_pointer (&f->db, confab_sqlite_free);

  g_assert_cmpint (pwrite (fd, "\377\377\377\377\377\377", 6, 4096), ==, 6);
  close (fd);
  other = confab_sqlite_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_false (confab_sqlite_exec (other, "SELECT * FROM t", &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT);
}

static void
test_cannot_open (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (f->folder, "nowhere.db", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (confab_sqlite_open (nowhere, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN);
  g_clear_error (&error);

  g_assert_null (confab_statement_new (f->db, "SELEKT 1", &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_false (confab_sqlite_query_int64 (f->db, "SELECT 1 WHERE 0", &(gint64) { 0 }, &error));
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED);
}

#define ADD(name, func) \
  g_test_add ("/storage/sqlite/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("values", test_values);
  ADD ("again", test_again);
  ADD ("bad-text", test_bad_text);
  ADD ("transaction", test_transaction);
  ADD ("too-big", test_too_big);
  ADD ("full", test_full);
  ADD ("busy", test_busy);
  ADD ("corrupt", test_corrupt);
  ADD ("cannot-open", test_cannot_open);

  return g_test_run ();
}
