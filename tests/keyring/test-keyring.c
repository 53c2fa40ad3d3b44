/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Run by with-keyring.sh, once for each of its modes. */

#include "config.h"

#include "keyring-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define SCHEMA "io.github.confab.Confab.Key"

static char *
ask_for_key (const char *secret_id)
{
  return keyring_ask (NULL, "secret-tool", "lookup", "xdg:schema", SCHEMA, "secret-id", secret_id, NULL);
}

static void
ask_to_lock (void)
{
  g_autofree char *locked = NULL;

  locked = keyring_ask (NULL, "gdbus", "call", "--session", "--dest", "org.freedesktop.secrets",
                        "--object-path", "/org/freedesktop/secrets",
                        "--method", "org.freedesktop.Secret.Service.Lock",
                        "['/org/freedesktop/secrets/collection/login']", NULL);
  g_assert_nonnull (locked);
}

static gboolean
contains (const char *contents,
          gsize       length,
          const char *needle)
{
  const gsize needle_length = strlen (needle);

  for (gsize i = 0; i + needle_length <= length; i++)
    if (memcmp (contents + i, needle, needle_length) == 0)
      return TRUE;

  return FALSE;
}

static void
assert_nowhere (const char *path,
                const char *needle,
                guint      *n_files)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        assert_nowhere (child, needle, n_files);
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR))
        {
          g_assert_true (g_file_get_contents (child, &contents, &length, NULL));
          g_assert_false (contains (contents, length, needle));
          (*n_files)++;
        }
    }
}

static void
test_round_trip (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(ConfabSecret) secret = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *outside = NULL;
  g_autofree char *found = NULL;
  g_autofree char *gone = NULL;
  gint64 created_at_us = -1;
  guint n_files = 0;

  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_UNKNOWN);
  g_assert_null (keyring_lookup (keyring, "round-trip", &created_at_us, &error));
  g_assert_no_error (error);
  g_assert_cmpint (created_at_us, ==, 0);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_AVAILABLE);

  keyring_store (keyring, "round-trip", KEYRING_TEST_KEY, &error);
  g_assert_no_error (error);

  secret = keyring_lookup (keyring, "round-trip", &created_at_us, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (confab_secret_peek (secret), ==, KEYRING_TEST_KEY);
  g_assert_cmpint (ABS (created_at_us - g_get_real_time ()), <, 60 * (gint64) G_USEC_PER_SEC);

  outside = ask_for_key ("round-trip");
  g_assert_cmpstr (outside, ==, KEYRING_TEST_KEY);
  found = keyring_ask (NULL, "secret-tool", "search", "--all", "secret-id", "round-trip", NULL);
  g_assert_nonnull (strstr (found, "label = Confab: test key\n"));
  g_assert_nonnull (strstr (found, "schema = " SCHEMA "\n"));

  /* The keyring is on disk by now, encrypted. */
  assert_nowhere (g_getenv ("HOME"), KEYRING_TEST_KEY, &n_files);
  g_assert_cmpuint (n_files, >, 0);

  keyring_clear (keyring, "round-trip", &error);
  g_assert_no_error (error);
  gone = ask_for_key ("round-trip");
  g_assert_null (gone);
  keyring_assert_lookup (keyring, "round-trip", NULL);

  keyring_clear (keyring, "round-trip", &error);
  g_assert_no_error (error);
}

static void
test_replace (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *long_key = g_strnfill (9000, 'k');
  g_autofree char *found = NULL;

  keyring_store (keyring, "replace", "first", &error);
  g_assert_no_error (error);
  keyring_store (keyring, "other", "untouched", &error);
  g_assert_no_error (error);
  keyring_store (keyring, "replace", long_key, &error);
  g_assert_no_error (error);

  keyring_assert_lookup (keyring, "replace", long_key);
  keyring_assert_lookup (keyring, "other", "untouched");

  found = keyring_ask (NULL, "secret-tool", "search", "--all", "secret-id", "replace", NULL);
  g_assert_true (strstr (found, "[/org") == g_strrstr (found, "[/org"));

  keyring_clear (keyring, "replace", &error);
  g_assert_no_error (error);
  keyring_assert_lookup (keyring, "other", "untouched");
}

/* The same key in two collections, as keyring managers allow: removing means both. */
static void
test_clear_all (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *still = NULL;
  g_autofree char *gone = NULL;

  keyring_store (keyring, "twice", "one", &error);
  g_assert_no_error (error);
  stored = keyring_ask ("two", "secret-tool", "store", "--label=x", "--collection=session",
                        "xdg:schema", SCHEMA, "secret-id", "twice", NULL);
  g_assert_nonnull (stored);
  still = ask_for_key ("twice");
  g_assert_nonnull (still);

  keyring_clear (keyring, "twice", &error);
  g_assert_no_error (error);
  gone = ask_for_key ("twice");
  g_assert_null (gone);
  keyring_assert_lookup (keyring, "twice", NULL);
}

static void
test_many_at_once (void)
{
  enum { N_LOOKUPS = 30 };
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) cancelled = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *results[N_LOOKUPS] = { NULL };

  g_assert_true (keyring_store (keyring, "many", KEYRING_TEST_KEY, &error));

  /* What it looks up by itself when something changes keeps it no longer than that takes. */
  await_finalized (g_steal_pointer (&keyring));

  keyring = confab_keyring_new ();
  confab_keyring_lookup_async (keyring, "many", cancellable, await_cb, &cancelled);
  for (guint i = 0; i < N_LOOKUPS; i++)
    confab_keyring_lookup_async (keyring, i % 2 == 0 ? "many" : "none", NULL,
                                 await_cb, &results[i]);

  /* One who gives up is answered before the others, who are not disturbed by it. */
  g_cancellable_cancel (cancellable);
  g_assert_null (confab_keyring_lookup_finish (keyring, await (&cancelled), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  for (guint i = 0; i < N_LOOKUPS; i++)
    {
      g_autoptr(ConfabSecret) secret = NULL;

      secret = confab_keyring_lookup_finish (keyring, await (&results[i]), NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (secret != NULL ? confab_secret_peek (secret) : NULL, ==,
                       i % 2 == 0 ? KEYRING_TEST_KEY : NULL);
      g_clear_object (&results[i]);
    }
}

static void
test_cancel (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;

  keyring_refresh (keyring);
  for (guint n_iterations = 0; n_iterations < 12; n_iterations++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;

      confab_keyring_lookup_async (keyring, "other", cancellable, await_cb, &result);
      for (guint i = 0; i < n_iterations && result == NULL; i++)
        g_main_context_iteration (NULL, TRUE);
      if (result != NULL)
        break;

      g_cancellable_cancel (cancellable);
      g_assert_null (confab_keyring_lookup_finish (keyring, await (&result), NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_AVAILABLE);
    }
}

static void
test_changes_by_others (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *stored = NULL;
  guint n_changed = 0;

  keyring_refresh (keyring);
  g_signal_connect (keyring, "changed", G_CALLBACK (keyring_count_cb), &n_changed);

  stored = keyring_ask ("from outside", "secret-tool", "store", "--label=x",
                        "xdg:schema", SCHEMA, "secret-id", "foreign", NULL);
  g_assert_nonnull (stored);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  keyring_assert_lookup (keyring, "foreign", "from outside");

  ask_to_lock ();
  keyring_await_state (keyring, CONFAB_KEYRING_LOCKED);
  g_assert_null (keyring_lookup (keyring, "foreign", NULL, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
}

static void
assert_fetch_locked (ConfabKeyring *keyring,
                     gboolean       may_ask)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean asked;

  confab_keyring_fetch_async (keyring, "seeded", may_ask, NULL, await_cb, &result);
  g_assert_null (confab_keyring_fetch_finish (keyring, await (&result), &asked, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_assert_cmpint (asked, ==, may_ask);
}

/* Locked, and no way to ask the person: the prompt counts as dismissed. */
static void
test_locked (void)
{
  static const char *const ids[] = { "seeded", "foreign", "never stored" };
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (keyring_refresh (keyring));
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_LOCKED);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_null (keyring_lookup (keyring, ids[i], NULL, &error));
      g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
      g_clear_error (&error);
    }

  assert_fetch_locked (keyring, FALSE);
  assert_fetch_locked (keyring, TRUE);
  g_assert_false (keyring_unlock (keyring, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (keyring_store (keyring, "new", KEYRING_TEST_KEY, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (keyring_clear (keyring, "seeded", &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_LOCKED);
}

/* The bus starts it again, locked, when it is next needed. */
static void
test_daemon_dies (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;
  const gint64 pid = g_ascii_strtoll (g_getenv ("KEYRING_PID"), NULL, 10);

  keyring_refresh (keyring);
  g_assert_cmpint (pid, >, 1);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  keyring_await_state (keyring, CONFAB_KEYRING_ABSENT);

  g_assert_null (keyring_lookup (keyring, "foreign", NULL, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_LOCKED);
}

static void
test_absent (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (keyring_refresh (keyring));
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_ABSENT);

  g_assert_null (keyring_lookup (keyring, "some", NULL, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
  g_clear_error (&error);
  g_assert_false (keyring_unlock (keyring, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
  g_clear_error (&error);
  g_assert_false (keyring_store (keyring, "some", KEYRING_TEST_KEY, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
  g_clear_error (&error);
  g_assert_false (keyring_clear (keyring, "some", &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
}

static void
test_comes_and_goes (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GSubprocess) daemon = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *daemon_path = g_find_program_in_path ("gnome-keyring-daemon");
  GOutputStream *input;
  guint n_changed = 0;

  if (daemon_path == NULL)
    {
      g_test_skip ("gnome-keyring-daemon is not installed");
      return;
    }

  keyring_refresh (keyring);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_ABSENT);
  g_signal_connect (keyring, "changed", G_CALLBACK (keyring_count_cb), &n_changed);

  daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                             &error, daemon_path, "--unlock", "--foreground",
                             "--components=secrets", NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (daemon);
  g_output_stream_write_all (input, "pw", 2, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (input, NULL, NULL);

  keyring_await_state (keyring, CONFAB_KEYRING_AVAILABLE);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (keyring_store (keyring, "some", KEYRING_TEST_KEY, &error));
  keyring_assert_lookup (keyring, "some", KEYRING_TEST_KEY);

  g_subprocess_force_exit (daemon);
  keyring_await_state (keyring, CONFAB_KEYRING_ABSENT);
  g_subprocess_wait (daemon, NULL, NULL);
}

int
main (int    argc,
      char **argv)
{
  const char *mode = g_getenv ("KEYRING_MODE");

  g_test_init (&argc, &argv, NULL);

  if (g_strcmp0 (mode, "unlocked") == 0)
    {
      g_test_add_func ("/keyring/unlocked/round-trip", test_round_trip);
      g_test_add_func ("/keyring/unlocked/replace", test_replace);
      g_test_add_func ("/keyring/unlocked/clear-all", test_clear_all);
      g_test_add_func ("/keyring/unlocked/many-at-once", test_many_at_once);
      g_test_add_func ("/keyring/unlocked/cancel", test_cancel);
      g_test_add_func ("/keyring/unlocked/changes-by-others", test_changes_by_others);
      g_test_add_func ("/keyring/unlocked/then-locked", test_locked);
      g_test_add_func ("/keyring/unlocked/daemon-dies", test_daemon_dies);
    }
  else if (g_strcmp0 (mode, "locked") == 0)
    {
      g_test_add_func ("/keyring/locked/locked", test_locked);
    }
  else
    {
      g_test_add_func ("/keyring/none/absent", test_absent);
      if (g_strcmp0 (mode, "none") == 0)
        g_test_add_func ("/keyring/none/comes-and-goes", test_comes_and_goes);
    }

  return g_test_run ();
}
