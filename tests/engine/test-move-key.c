/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-engine-error.h"
#include "confab-store-error.h"
#include "registry-fixture.h"

/* Keys that move from the file to the keyring. Run under a keyring of its own in each of its states. */

#define KEY "sk-move-0123456789abcdef"

static gboolean
move_key (ConfabContext  *context,
          const char     *id,
          GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_move_key_async (registry, engine_get_provider (context, id), NULL, await_cb, &result);

  return confab_registry_move_key_finish (registry, await (&result), error);
}

static ConfabContext *
load_with_key (const char *key)
{
  g_autofree char *text =
    g_strdup_printf ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"api_key\": \"%s\", \"shoe size\": 43,"
                     " \"base_url\": \"http://127.0.0.1:9/v1\", \"config\": { \"allow_private\": true } } ] }", key);

  engine_home_reset ();
  engine_write_records (text);

  return engine_load ();
}

static gboolean
is_in_file (const char *text)
{
  g_autofree char *contents = engine_read_records ();

  return strstr (contents, text) != NULL;
}

static void
test_move (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context = load_with_key ("  " KEY "\\n");

  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_FILE);
  g_assert_true (move_key (context, "groq", &error));
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_cmpuint (confab_provider_get_keys (engine_get_provider (context, "groq"))->len, ==, 1);
  g_assert_false (is_in_file (KEY));
  g_assert_true (is_in_file ("shoe size"));

  /* There is none to move now. */
  g_assert_false (move_key (context, "groq", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (registry_remove_key (context, "groq", &error));
  engine_close (context);
}

/* Neither of two keys takes the other's place without a word. */
static void
test_another_there (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context = load_with_key (KEY);

  g_assert_true (registry_set_key (context, "groq", "sk-another-0123456789", &error));
  engine_close (context);
  context = load_with_key (KEY);
  g_assert_false (move_key (context, "groq", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_assert_null (strstr (error->message, "sk-"));
  g_clear_error (&error);
  g_assert_true (is_in_file (KEY));
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_remove_key (context, "groq", &error));
  engine_close (context);
}

/* It is in both places when the file cannot be written, and the next try ends it. */
static void
test_disk_fails (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context = load_with_key (KEY);

  registry_set_writable (FALSE);
  g_assert_false (move_key (context, "groq", &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == CONFAB_STORE_ERROR);
  g_assert_nonnull (strstr (error->message, "in the keyring"));
  g_clear_error (&error);
  registry_set_writable (TRUE);
  g_assert_true (is_in_file (KEY));

  g_assert_true (move_key (context, "groq", &error));
  g_assert_no_error (error);
  g_assert_false (is_in_file (KEY));
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_remove_key (context, "groq", &error));
  engine_close (context);
}

/* Whatever somebody writes into the file meanwhile stays in it. */
static void
test_changed_meanwhile (void)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *context = load_with_key (KEY);
  ConfabRegistry *registry = confab_context_get_registry (context);

  confab_registry_move_key_async (registry, engine_get_provider (context, "groq"), NULL, await_cb, &result);
  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"api_key\": \"sk-newer-0123456789\","
                        " \"base_url\": \"http://127.0.0.1:9/v1\", \"config\": { \"allow_private\": true } } ] }");
  g_assert_true (confab_registry_move_key_finish (registry, await (&result), &error));
  g_assert_no_error (error);
  g_assert_true (is_in_file ("sk-newer"));
  g_assert_true (registry_remove_key (context, "groq", &error));
  engine_close (context);
}

static void
test_without_keyring (void)
{
  g_autoptr(GError) error = NULL;
  ConfabContext *context = load_with_key (KEY);

  g_assert_false (move_key (context, "groq", &error));
  g_assert_error (error, CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_ABSENT);
  g_assert_nonnull (strstr (error->message, "still in the file"));
  g_assert_true (is_in_file (KEY));
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_FILE);
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  if (g_strcmp0 (g_getenv ("KEYRING_MODE"), "unlocked") == 0)
    {
      g_test_add_func ("/engine/move-key/move", test_move);
      g_test_add_func ("/engine/move-key/another-there", test_another_there);
      g_test_add_func ("/engine/move-key/disk-fails", test_disk_fails);
      g_test_add_func ("/engine/move-key/changed-meanwhile", test_changed_meanwhile);
    }
  else
    {
      g_test_add_func ("/engine/move-key/without-keyring", test_without_keyring);
    }

  return g_test_run ();
}
