/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "keyring-fixture.h"

#include <stdarg.h>

gboolean
keyring_refresh (ConfabKeyring *keyring)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean success;

  confab_keyring_refresh_state_async (keyring, NULL, await_cb, &result);
  success = confab_keyring_refresh_state_finish (keyring, await (&result), &error);
  g_assert_no_error (error);
  return success;
}

ConfabSecret *
keyring_lookup (ConfabKeyring  *keyring,
                const char     *secret_id,
                gint64         *created_at_us,
                GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_keyring_lookup_async (keyring, secret_id, NULL, await_cb, &result);
  return confab_keyring_lookup_finish (keyring, await (&result), created_at_us, error);
}

gboolean
keyring_store (ConfabKeyring  *keyring,
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

gboolean
keyring_clear (ConfabKeyring  *keyring,
               const char     *secret_id,
               GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_keyring_clear_async (keyring, secret_id, NULL, await_cb, &result);
  return confab_keyring_clear_finish (keyring, await (&result), error);
}

gboolean
keyring_unlock (ConfabKeyring  *keyring,
                GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_keyring_unlock_async (keyring, NULL, await_cb, &result);
  return confab_keyring_unlock_finish (keyring, await (&result), error);
}

void
keyring_assert_lookup (ConfabKeyring *keyring,
                       const char    *secret_id,
                       const char    *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabSecret) secret = keyring_lookup (keyring, secret_id, NULL, &error);

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
char *
keyring_ask (const char *input,
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

void
keyring_await_state (ConfabKeyring      *keyring,
                     ConfabKeyringState  state)
{
  while (confab_keyring_get_state (keyring) != state)
    g_main_context_iteration (NULL, TRUE);
}

void
keyring_count_cb (GObject *object,
                  gpointer user_data)
{
  (*(guint *) user_data)++;
}
