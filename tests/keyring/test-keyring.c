/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Run by with-keyring.sh, once for each of its modes. */

#include "config.h"

#include "confab-keyring.h"

#include "await.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

#define SCHEMA "io.github.confab.Confab.Key"

/* Long enough to be found in a file by nothing but itself. */
#define KEY "sk-test-4f6e65206b657920746f2066696e64"

static gboolean
refresh (ConfabKeyring *keyring)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean success;

  confab_keyring_refresh_state_async (keyring, NULL, await_cb, &result);
  success = confab_keyring_refresh_state_finish (keyring, await (&result), &error);
  g_assert_no_error (error);
  return success;
}

static ConfabSecret *
lookup (ConfabKeyring  *keyring,
        const char     *secret_id,
        gint64         *created_at_us,
        GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_keyring_lookup_async (keyring, secret_id, NULL, await_cb, &result);
  return confab_keyring_lookup_finish (keyring, await (&result), created_at_us, error);
}

static gboolean
store (ConfabKeyring  *keyring,
       const char     *secret_id,
       const char     *text,
       GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(ConfabSecret) secret = confab_secret_new (text, -1);

  confab_keyring_store_async (keyring, secret_id, "Confab: test key", secret, NULL,
                              await_cb, &result);
  return confab_keyring_store_finish (keyring, await (&result), error);
}

static gboolean
clear (ConfabKeyring  *keyring,
       const char     *secret_id,
       GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_keyring_clear_async (keyring, secret_id, NULL, await_cb, &result);
  return confab_keyring_clear_finish (keyring, await (&result), error);
}

static gboolean
unlock (ConfabKeyring  *keyring,
        GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_keyring_unlock_async (keyring, NULL, await_cb, &result);
  return confab_keyring_unlock_finish (keyring, await (&result), error);
}

static void
assert_lookup (ConfabKeyring *keyring,
               const char    *secret_id,
               const char    *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabSecret) secret = lookup (keyring, secret_id, NULL, &error);

  g_assert_no_error (error);
  if (expected == NULL)
    {
      g_assert_null (secret);
      return;
    }
  g_assert_nonnull (secret);
  g_assert_cmpstr (confab_secret_peek (secret), ==, expected);
}

/* Looks with the eyes of another program. Returns what it printed, or NULL when it failed. */
static char *
ask (const char *input,
     const char *program,
     ...)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  const char *argument;
  va_list arguments;

  va_start (arguments, program);
  for (argument = program; argument != NULL; argument = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (char *) argument);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_MERGE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, input, NULL, await_cb, &result);
  g_subprocess_communicate_utf8_finish (process, await (&result), &output, NULL, &error);
  g_assert_no_error (error);

  return g_subprocess_get_successful (process) ? g_steal_pointer (&output) : NULL;
}

static char *
ask_for_key (const char *secret_id)
{
  return ask (NULL, "secret-tool", "lookup", "xdg:schema", SCHEMA, "secret-id", secret_id, NULL);
}

static void
ask_to_lock (void)
{
  g_autofree char *locked = NULL;

  locked = ask (NULL, "gdbus", "call", "--session", "--dest", "org.freedesktop.secrets",
                "--object-path", "/org/freedesktop/secrets",
                "--method", "org.freedesktop.Secret.Service.Lock",
                "['/org/freedesktop/secrets/collection/login']", NULL);
  g_assert_nonnull (locked);
}

static void
await_state (ConfabKeyring      *keyring,
             ConfabKeyringState  state)
{
  while (confab_keyring_get_state (keyring) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
count_cb (GObject *object,
          gpointer user_data)
{
  (*(guint *) user_data)++;
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
  g_assert_null (lookup (keyring, "round-trip", &created_at_us, &error));
  g_assert_no_error (error);
  g_assert_cmpint (created_at_us, ==, 0);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_AVAILABLE);

  store (keyring, "round-trip", KEY, &error);
  g_assert_no_error (error);

  secret = lookup (keyring, "round-trip", &created_at_us, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (confab_secret_peek (secret), ==, KEY);
  g_assert_cmpint (ABS (created_at_us - g_get_real_time ()), <, 60 * (gint64) G_USEC_PER_SEC);

  outside = ask_for_key ("round-trip");
  g_assert_cmpstr (outside, ==, KEY);
  found = ask (NULL, "secret-tool", "search", "--all", "secret-id", "round-trip", NULL);
  g_assert_nonnull (strstr (found, "label = Confab: test key\n"));
  g_assert_nonnull (strstr (found, "schema = " SCHEMA "\n"));

  /* The keyring is on disk by now, encrypted. */
  assert_nowhere (g_getenv ("HOME"), KEY, &n_files);
  g_assert_cmpuint (n_files, >, 0);

  clear (keyring, "round-trip", &error);
  g_assert_no_error (error);
  gone = ask_for_key ("round-trip");
  g_assert_null (gone);
  assert_lookup (keyring, "round-trip", NULL);

  clear (keyring, "round-trip", &error);
  g_assert_no_error (error);
}

static void
test_replace (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *long_key = g_strnfill (9000, 'k');
  g_autofree char *found = NULL;

  store (keyring, "replace", "first", &error);
  g_assert_no_error (error);
  store (keyring, "other", "untouched", &error);
  g_assert_no_error (error);
  store (keyring, "replace", long_key, &error);
  g_assert_no_error (error);

  assert_lookup (keyring, "replace", long_key);
  assert_lookup (keyring, "other", "untouched");

  found = ask (NULL, "secret-tool", "search", "--all", "secret-id", "replace", NULL);
  g_assert_true (strstr (found, "[/org") == g_strrstr (found, "[/org"));

  clear (keyring, "replace", &error);
  g_assert_no_error (error);
  assert_lookup (keyring, "other", "untouched");
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

  store (keyring, "twice", "one", &error);
  g_assert_no_error (error);
  stored = ask ("two", "secret-tool", "store", "--label=x", "--collection=session",
                "xdg:schema", SCHEMA, "secret-id", "twice", NULL);
  g_assert_nonnull (stored);
  still = ask_for_key ("twice");
  g_assert_nonnull (still);

  clear (keyring, "twice", &error);
  g_assert_no_error (error);
  gone = ask_for_key ("twice");
  g_assert_null (gone);
  assert_lookup (keyring, "twice", NULL);
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

  g_assert_true (store (keyring, "many", KEY, &error));

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
                       i % 2 == 0 ? KEY : NULL);
      g_clear_object (&results[i]);
    }
}

static void
test_cancel (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;

  refresh (keyring);
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

  refresh (keyring);
  g_signal_connect (keyring, "changed", G_CALLBACK (count_cb), &n_changed);

  stored = ask ("from outside", "secret-tool", "store", "--label=x",
                "xdg:schema", SCHEMA, "secret-id", "foreign", NULL);
  g_assert_nonnull (stored);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_lookup (keyring, "foreign", "from outside");

  ask_to_lock ();
  await_state (keyring, CONFAB_KEYRING_LOCKED);
  g_assert_null (lookup (keyring, "foreign", NULL, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
}

/* Locked, and no way to ask the person: the prompt counts as dismissed. */
static void
test_locked (void)
{
  static const char *const ids[] = { "seeded", "foreign", "never stored" };
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (refresh (keyring));
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_LOCKED);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_null (lookup (keyring, ids[i], NULL, &error));
      g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
      g_clear_error (&error);
    }

  g_assert_false (unlock (keyring, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (store (keyring, "new", KEY, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (clear (keyring, "seeded", &error));
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

  refresh (keyring);
  g_assert_cmpint (pid, >, 1);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  await_state (keyring, CONFAB_KEYRING_ABSENT);

  g_assert_null (lookup (keyring, "foreign", NULL, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_LOCKED);
}

static void
test_absent (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (refresh (keyring));
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_ABSENT);

  g_assert_null (lookup (keyring, "some", NULL, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
  g_clear_error (&error);
  g_assert_false (unlock (keyring, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
  g_clear_error (&error);
  g_assert_false (store (keyring, "some", KEY, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
  g_clear_error (&error);
  g_assert_false (clear (keyring, "some", &error));
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

  refresh (keyring);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_ABSENT);
  g_signal_connect (keyring, "changed", G_CALLBACK (count_cb), &n_changed);

  daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                             &error, daemon_path, "--unlock", "--foreground",
                             "--components=secrets", NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (daemon);
  g_output_stream_write_all (input, "pw", 2, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (input, NULL, NULL);

  await_state (keyring, CONFAB_KEYRING_AVAILABLE);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (store (keyring, "some", KEY, &error));
  assert_lookup (keyring, "some", KEY);

  g_subprocess_force_exit (daemon);
  await_state (keyring, CONFAB_KEYRING_ABSENT);
  g_subprocess_wait (daemon, NULL, NULL);
}

#define FIND_PROMPT "xdotool", "search", "--onlyvisible", "--class", "gcr-prompter"

static gboolean
is_prompt_there (void)
{
  g_autofree char *found = ask (NULL, FIND_PROMPT, NULL);

  return found != NULL;
}

static gboolean
elapsed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets others run before it is looked again, for less long when the answer comes. */
static void
pause_until (GAsyncResult **answer)
{
  gboolean elapsed = FALSE;
  const guint source_id = g_timeout_add (50, elapsed_cb, &elapsed);

  while (!elapsed && (answer == NULL || *answer == NULL))
    g_main_context_iteration (NULL, TRUE);
  if (!elapsed)
    g_source_remove (source_id);
}

static void
await_prompt (void)
{
  while (!is_prompt_there ())
    pause_until (NULL);
}

/* Nobody hands out the keyboard on a screen without a window manager, so the prompt is given it
 * each time. It comes and goes as it pleases: what finds no window, or loses it on the way, fails
 * and is tried again. */
static void
press_on_prompt (const char *text,
                 const char *key)
{
  g_autofree char *pressed = NULL;

  pressed = text != NULL
    ? ask (NULL, FIND_PROMPT, "windowfocus", "key", "ctrl+a",
           "type", "--delay", "2", "--args", "1", text, "key", key, NULL)
    : ask (NULL, FIND_PROMPT, "windowfocus", "key", key, NULL);
}

/* Presses keys until the question has been answered: those that come before the prompt listens to
 * the keyboard are lost. */
static void
answer_prompt (GAsyncResult **answer,
               const char    *text,
               const char    *key)
{
  while (*answer == NULL)
    {
      press_on_prompt (text, key);
      pause_until (answer);
    }
}

/* One that nobody waits for any more. */
static void
dismiss_prompt (void)
{
  while (is_prompt_there ())
    {
      press_on_prompt (NULL, "Escape");
      pause_until (NULL);
    }
}

static void
test_dismissed (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(ConfabSecret) secret = confab_secret_new (KEY, -1);
  g_autoptr(GAsyncResult) unlocked = NULL;
  g_autoptr(GAsyncResult) stored = NULL;
  g_autoptr(GError) error = NULL;

  confab_keyring_unlock_async (keyring, NULL, await_cb, &unlocked);
  answer_prompt (&unlocked, NULL, "Escape");
  g_assert_false (confab_keyring_unlock_finish (keyring, unlocked, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);

  confab_keyring_store_async (keyring, "prompt", "x", secret, NULL, await_cb, &stored);
  answer_prompt (&stored, NULL, "Escape");
  g_assert_false (confab_keyring_store_finish (keyring, stored, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_LOCKED);
}

static void
test_prompt_cancelled (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  confab_keyring_unlock_async (keyring, cancellable, await_cb, &result);
  await_prompt ();
  g_assert_null (result);

  g_cancellable_cancel (cancellable);
  g_assert_false (confab_keyring_unlock_finish (keyring, await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* Taking the prompt away would crash the daemon, with everything it holds unlocked. So it is
   * there to be answered, and whoever asks next gets another one. */
  g_assert_cmpint (kill (g_ascii_strtoll (g_getenv ("KEYRING_PID"), NULL, 10), 0), ==, 0);
  dismiss_prompt ();
}

/* Looking up prompts nobody, so nothing has to be answered for it to end. */
static void
test_answered (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GAsyncResult) unlocked = NULL;
  g_autoptr(GError) error = NULL;
  guint n_changed = 0;

  g_assert_null (lookup (keyring, "seeded", NULL, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_signal_connect (keyring, "changed", G_CALLBACK (count_cb), &n_changed);

  confab_keyring_unlock_async (keyring, NULL, await_cb, &unlocked);
  answer_prompt (&unlocked, g_getenv ("KEYRING_PASSWORD"), "Return");
  g_assert_true (confab_keyring_unlock_finish (keyring, unlocked, &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_AVAILABLE);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);

  assert_lookup (keyring, "seeded", "seed");
  clear (keyring, "seeded", &error);
  g_assert_no_error (error);
  assert_lookup (keyring, "seeded", NULL);
}

static gboolean
never_fatal (const char     *domain,
             GLogLevelFlags  level,
             const char     *message,
             gpointer        user_data)
{
  return FALSE;
}

/* libsecret loses track of a prompt whose service is gone, which it shows by a critical warning. */
static void
test_daemon_dies_prompting (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  const gint64 pid = g_ascii_strtoll (g_getenv ("KEYRING_PID"), NULL, 10);

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }

  g_test_log_set_fatal_handler (never_fatal, NULL);
  confab_keyring_unlock_async (keyring, NULL, await_cb, &result);
  await_prompt ();
  g_assert_cmpint (pid, >, 1);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);

  g_assert_false (confab_keyring_unlock_finish (keyring, await (&result), &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
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
  else if (g_strcmp0 (mode, "locked") == 0 && g_getenv ("DISPLAY") != NULL)
    {
      g_test_add_func ("/keyring/prompt/dismissed", test_dismissed);
      g_test_add_func ("/keyring/prompt/cancelled", test_prompt_cancelled);
      g_test_add_func ("/keyring/prompt/answered", test_answered);
      g_test_add_func ("/keyring/prompt/daemon-dies", test_daemon_dies_prompting);
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
