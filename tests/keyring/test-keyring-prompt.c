/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Run by with-prompter.sh, once for each of its tests. */

#include "config.h"

#include "keyring-fixture.h"

#include <signal.h>

#define FIND_PROMPT "xdotool", "search", "--onlyvisible", "--class", "gcr-prompter"

static gboolean
is_prompt_there (void)
{
  g_autofree char *found = keyring_ask (NULL, FIND_PROMPT, NULL);

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
    ? keyring_ask (NULL, FIND_PROMPT, "windowfocus", "key", "ctrl+a",
                   "type", "--delay", "2", "--args", "1", text, "key", key, NULL)
    : keyring_ask (NULL, FIND_PROMPT, "windowfocus", "key", key, NULL);
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
  g_autoptr(ConfabSecret) secret = confab_secret_new (KEYRING_TEST_KEY, -1);
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
test_cancelled (void)
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

  g_assert_null (keyring_lookup (keyring, "seeded", NULL, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_signal_connect (keyring, "changed", G_CALLBACK (keyring_count_cb), &n_changed);

  confab_keyring_unlock_async (keyring, NULL, await_cb, &unlocked);
  answer_prompt (&unlocked, g_getenv ("KEYRING_PASSWORD"), "Return");
  g_assert_true (confab_keyring_unlock_finish (keyring, unlocked, &error));
  g_assert_no_error (error);
  g_assert_cmpint (confab_keyring_get_state (keyring), ==, CONFAB_KEYRING_AVAILABLE);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);

  keyring_assert_lookup (keyring, "seeded", "seed");
  keyring_clear (keyring, "seeded", &error);
  g_assert_no_error (error);
  keyring_assert_lookup (keyring, "seeded", NULL);
}

/* Who wants a key now is asked once, and then gets it. */
static void
test_fetched (void)
{
  g_autoptr(ConfabKeyring) keyring = confab_keyring_new ();
  g_autoptr(ConfabSecret) secret = NULL;
  g_autoptr(GAsyncResult) dismissed = NULL;
  g_autoptr(GAsyncResult) answered = NULL;
  g_autoptr(GError) error = NULL;
  gboolean asked = FALSE;

  confab_keyring_fetch_async (keyring, "seeded", TRUE, NULL, await_cb, &dismissed);
  answer_prompt (&dismissed, NULL, "Escape");
  g_assert_null (confab_keyring_fetch_finish (keyring, dismissed, &asked, &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_LOCKED);
  g_assert_true (asked);
  g_clear_error (&error);

  confab_keyring_fetch_async (keyring, "seeded", TRUE, NULL, await_cb, &answered);
  answer_prompt (&answered, g_getenv ("KEYRING_PASSWORD"), "Return");
  secret = confab_keyring_fetch_finish (keyring, answered, &asked, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (confab_secret_peek (secret), ==, "seed");
  g_assert_true (asked);
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
test_daemon_dies (void)
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
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/prompt/dismissed", test_dismissed);
  g_test_add_func ("/keyring/prompt/cancelled", test_cancelled);
  g_test_add_func ("/keyring/prompt/answered", test_answered);
  g_test_add_func ("/keyring/prompt/fetched", test_fetched);
  g_test_add_func ("/keyring/prompt/daemon-dies", test_daemon_dies);

  return g_test_run ();
}
