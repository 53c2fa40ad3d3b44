/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>

#include "registry-fixture.h"

/* The keyring goes away while it is asked for something. Each test has a daemon of its own, for the one
 * that the bus starts next is locked. */

#define KEY "sk-dies-0123456789abcdef"

static const char slot[] =
  "{ \"version\": 1, \"providers\": [ { \"id\": \"compat:lab\", \"type\": \"custom\", \"default_model\": \"m\","
  " \"base_url\": \"http://127.0.0.1:9/v1\", \"api_key\": \"" KEY "-file\", \"config\": { \"allow_private\": true } } ] }";

static void
signal_daemon (int number)
{
  g_assert_cmpint (kill ((pid_t) g_ascii_strtoll (g_getenv ("KEYRING_PID"), NULL, 10), number), ==, 0);
}

/* It is stopped first, so that whatever is asked of it meets its end. */
static void
await_death (GAsyncResult **result)
{
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (*result);
  signal_daemon (SIGKILL);
  await (result);
}

static void
assert_keyring_error (const GError *error)
{
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_true (error->domain == CONFAB_KEYRING_ERROR);
  g_assert_null (strstr (error->message, KEY));
}

static ConfabContext *
load (void)
{
  engine_home_reset ();
  engine_write_records (slot);

  return engine_load ();
}

/* Begins something with the key of the provider, and lets the keyring die of it. */
static void
assert_dies (ConfabContext *context,
             void         (*begin) (ConfabRegistry *, ConfabProvider *, GCancellable *, GAsyncReadyCallback, gpointer),
             gboolean     (*finish) (ConfabRegistry *, GAsyncResult *, GError **))
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autofree char *before = engine_read_records ();
  g_autofree char *after = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  signal_daemon (SIGSTOP);
  begin (registry, engine_get_provider (context, "compat:lab"), NULL, await_cb, &result);
  await_death (&result);
  g_assert_false (finish (registry, result, &error));
  assert_keyring_error (error);

  /* The file is as it was: it knows nothing of a key that is not there, and has not lost one. */
  after = engine_read_records ();
  g_assert_cmpstr (after, ==, before);
}

static void
store_key (ConfabContext *context)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (registry_set_key (context, "compat:lab", KEY, &error));
  g_assert_no_error (error);
  registry_wait_checked (engine_get_provider (context, "compat:lab"));
}

static void
begin_set_key (ConfabRegistry      *registry,
               ConfabProvider      *provider,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr(ConfabSecret) key = confab_secret_new (KEY, -1);

  confab_registry_set_key_async (registry, provider, key, cancellable, callback, user_data);
}

static void
test_set_key (void)
{
  ConfabContext *context = load ();

  assert_dies (context, begin_set_key, confab_registry_set_key_finish);
  g_assert_cmpint (registry_get_key_source (context, "compat:lab"), ==, CONFAB_KEY_SOURCE_FILE);
  engine_close (context);
}

static void
test_move_key (void)
{
  ConfabContext *context = load ();

  assert_dies (context, confab_registry_move_key_async, confab_registry_move_key_finish);
  engine_close (context);
}

static void
test_remove (void)
{
  ConfabContext *context = load ();

  store_key (context);
  assert_dies (context, confab_registry_remove_async, confab_registry_remove_finish);
  engine_close (context);
}

static void
test_remove_key (void)
{
  ConfabContext *context = load ();

  store_key (context);
  assert_dies (context, confab_registry_remove_key_async, confab_registry_remove_key_finish);
  engine_close (context);
}

/* What cannot come back with its key does not come back without it, and can be tried again. */
static void
test_restore (void)
{
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GAsyncResult) remove_result = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  ConfabContext *context = load ();
  ConfabRegistry *registry = confab_context_get_registry (context);

  store_key (context);
  confab_registry_remove_async (registry, engine_get_provider (context, "compat:lab"), NULL, await_cb, &remove_result);
  removed = confab_registry_remove_finish_with_undo (registry, await (&remove_result), &error);
  g_assert_no_error (error);

  signal_daemon (SIGKILL);
  confab_registry_restore_async (registry, removed, NULL, await_cb, &result);
  await (&result);
  g_assert_false (confab_registry_restore_finish (registry, result, &error));
  assert_keyring_error (error);
  g_assert_null (confab_registry_lookup (registry, "compat:lab"));
  text = engine_read_records ();
  g_assert_null (strstr (text, "compat:lab"));
  g_assert_null (strstr (text, KEY));
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/keyring-dies/set-key", test_set_key);
  g_test_add_func ("/engine/keyring-dies/move-key", test_move_key);
  g_test_add_func ("/engine/keyring-dies/remove", test_remove);
  g_test_add_func ("/engine/keyring-dies/remove-key", test_remove_key);
  g_test_add_func ("/engine/keyring-dies/restore", test_restore);

  return g_test_run ();
}
