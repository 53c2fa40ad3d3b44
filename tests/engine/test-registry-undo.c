/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "confab-engine-error.h"
#include "registry-fixture.h"

/* What is taken away and comes back. Run under a keyring of its own in each of its states. */

#define KEY "sk-undo-0123456789abcdef"

static const char slot[] =
  "{ \"id\": \"compat:lab\", \"type\": \"custom\", \"name\": \"Lab\", \"base_url\": \"http://127.0.0.1:9/v1\","
  " \"default_model\": \"m\", \"shoe size\": 43, \"config\": { \"allow_private\": true, \"x\": [1] } }";

static ConfabRemovedProvider *
remove_with_undo (ConfabContext  *context,
                  const char     *id,
                  GError        **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_remove_async (registry, engine_get_provider (context, id), NULL, await_cb, &result);

  return confab_registry_remove_finish_with_undo (registry, await (&result), error);
}

static gboolean
restore (ConfabContext          *context,
         ConfabRemovedProvider  *removed,
         GError                **error)
{
  ConfabRegistry *registry = confab_context_get_registry (context);
  g_autoptr(GAsyncResult) result = NULL;

  confab_registry_restore_async (registry, removed, NULL, await_cb, &result);

  return confab_registry_restore_finish (registry, await (&result), error);
}

static void
write_providers (const char *more,
                 const char *one,
                 const char *two)
{
  g_autofree char *text = g_strdup_printf ("{ \"version\": 1, \"providers\": [ %s%s%s ]%s }", one, two != NULL ? ", " : "",
                                           two != NULL ? two : "", more);

  engine_write_records (text);
}

/* The members of an object may change places. */
static void
assert_same_json (const char *a,
                  const char *b)
{
  g_autoptr(JsonNode) node_a = json_from_string (a, NULL);
  g_autoptr(JsonNode) node_b = json_from_string (b, NULL);

  g_test_message ("%s\n%s", a, b);
  g_assert_true (json_node_equal (node_a, node_b));
}

static void
test_all_of_it (void)
{
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;
  g_autofree char *in_use = NULL;
  ConfabContext *context;
  ConfabRegistry *registry;
  const gboolean keyed = g_str_equal (g_getenv ("KEYRING_MODE"), "unlocked");

  engine_home_reset ();
  g_setenv ("GROQ_API_KEY", "gsk_0123456789abcdef", TRUE);
  write_providers (", \"default\": \"compat:lab\", \"order\": [\"compat:lab\", \"gone\", \"groq\"]", slot, NULL);
  context = engine_load ();
  registry = confab_context_get_registry (context);
  if (keyed)
    {
      g_assert_true (registry_set_key (context, "compat:lab", KEY, &error));
      g_assert_no_error (error);
      registry_wait_checked (engine_get_provider (context, "compat:lab"));
    }
  before = engine_read_records ();
  g_assert_cmpstr (registry_get_default_id (context), ==, "compat:lab");

  removed = remove_with_undo (context, "compat:lab", &error);
  g_assert_no_error (error);
  g_assert_nonnull (removed);
  g_assert_cmpstr (confab_removed_provider_get_id (removed), ==, "compat:lab");
  g_assert_cmpstr (confab_removed_provider_get_name (removed), ==, "Lab");
  g_assert_null (confab_registry_lookup (registry, "compat:lab"));
  g_assert_cmpstr (registry_get_default_id (context), ==, "groq");
  between = engine_read_records ();
  g_assert_null (strstr (between, "lab"));
  g_assert_null (strstr (between, KEY));

  g_assert_true (restore (context, removed, &error));
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "compat:lab"), ==, keyed ? CONFAB_KEY_SOURCE_KEYRING : CONFAB_KEY_SOURCE_NOT_NEEDED);
  g_assert_cmpstr (registry_get_default_id (context), ==, "compat:lab");
  in_use = registry_dup_in_use (context);
  g_assert_cmpstr (in_use, ==, "compat:lab groq");
  registry_wait_checked (engine_get_provider (context, "compat:lab"));

  /* Not a member less, nor one more. */
  after = engine_read_records ();
  assert_same_json (after, before);

  /* It is back, so it does not come back again. */
  g_assert_false (restore (context, removed, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);

  if (keyed)
    g_assert_true (registry_remove_key (context, "compat:lab", &error));
  engine_close (context);
}

/* The key that stood in the file stands nowhere meanwhile, and then where it stood. */
static void
test_file_key (void)
{
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;
  ConfabContext *context;

  engine_home_reset ();
  write_providers ("", "{ \"id\": \"groq\", \"type\": \"groq\", \"api_key\": \"" KEY "\", \"name\": \"Fast\" }", NULL);
  context = engine_load ();
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_FILE);
  before = engine_read_records ();

  removed = remove_with_undo (context, "groq", &error);
  g_assert_no_error (error);
  g_assert_false (confab_provider_get_in_use (engine_get_provider (context, "groq")));
  g_assert_cmpstr (confab_provider_get_name (engine_get_provider (context, "groq")), ==, "Groq");
  between = engine_read_records ();
  g_assert_null (strstr (between, KEY));

  g_assert_true (restore (context, removed, &error));
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_FILE);
  after = engine_read_records ();
  g_assert_nonnull (strstr (after, KEY));
  g_assert_nonnull (strstr (after, "Fast"));
  engine_close (context);
}

/* Whoever has the id by then keeps it, with the key they gave it. */
static void
test_taken (void)
{
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  ConfabContext *context;

  engine_home_reset ();
  write_providers (", \"default\": \"compat:lab\"", slot, NULL);
  context = engine_load ();
  removed = remove_with_undo (context, "compat:lab", &error);
  g_assert_no_error (error);
  id = registry_add (context, "compat:lab", NULL, "https://other.example/v1", &error);
  g_assert_no_error (error);
  before = engine_read_records ();
  g_assert_false (restore (context, removed, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  after = engine_read_records ();
  g_assert_cmpstr (after, ==, before);

  /* When they are gone there is room again; the choice that was made meanwhile stays. */
  g_assert_true (registry_remove (context, "compat:lab", &error));
  g_assert_true (registry_set_default (context, "groq", &error));
  g_assert_true (restore (context, removed, &error));
  g_assert_no_error (error);
  g_free (after);
  after = engine_read_records ();
  g_assert_nonnull (strstr (after, "\"default\" : \"groq\""));
  g_assert_nonnull (strstr (after, "shoe size"));
  engine_close (context);
}

/* A key that others have stays for them; one of the catalogue is rid of it all the same. */
static void
test_shared (void)
{
  static const char copy[] = "{ \"id\": \"groq-2\", \"type\": \"groq\", \"base_url\": \"http://127.0.0.1:9/v1\","
                             " \"secret\": \"groq\", \"config\": { \"allow_private\": true } }";
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(ConfabRemovedProvider) second = NULL;
  g_autoptr(GPtrArray) sharers = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *context;

  engine_home_reset ();
  g_setenv ("CONFAB_GROQ_BASE_URL", "http://127.0.0.1:9/v1", TRUE);
  write_providers ("", "{ \"id\": \"groq\", \"type\": \"groq\" }", copy);
  context = engine_load ();
  g_assert_true (registry_set_key (context, "groq", KEY, &error));
  registry_wait_checked (engine_get_provider (context, "groq"));
  g_assert_cmpint (registry_get_key_source (context, "groq-2"), ==, CONFAB_KEY_SOURCE_KEYRING);
  sharers = confab_registry_get_key_sharers (confab_context_get_registry (context), engine_get_provider (context, "groq"));
  g_assert_cmpuint (sharers->len, ==, 1);
  g_assert_true (g_ptr_array_index (sharers, 0) == engine_get_provider (context, "groq-2"));

  removed = remove_with_undo (context, "groq", &error);
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_NONE);
  g_assert_false (confab_provider_get_in_use (engine_get_provider (context, "groq")));
  g_assert_cmpint (registry_get_key_source (context, "groq-2"), ==, CONFAB_KEY_SOURCE_KEYRING);

  g_assert_true (restore (context, removed, &error));
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_KEYRING);
  again = confab_registry_get_key_sharers (confab_context_get_registry (context), engine_get_provider (context, "groq-2"));
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_true (g_ptr_array_index (again, 0) == engine_get_provider (context, "groq"));

  /* The last one takes it along. */
  g_assert_true (registry_remove (context, "groq", &error));
  second = remove_with_undo (context, "groq-2", &error);
  g_assert_no_error (error);
  g_clear_object (&removed);
  g_assert_true (restore (context, second, &error));
  g_assert_cmpint (registry_get_key_source (context, "groq-2"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_cmpint (registry_get_key_source (context, "groq"), ==, CONFAB_KEY_SOURCE_NONE);
  g_assert_true (registry_remove (context, "groq-2", &error));
  engine_close (context);
}

static void
test_disk_fails (void)
{
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  ConfabContext *context;

  engine_home_reset ();
  write_providers ("", slot, NULL);
  context = engine_load ();
  g_assert_true (registry_set_key (context, "compat:lab", KEY, &error));
  registry_wait_checked (engine_get_provider (context, "compat:lab"));
  before = engine_read_records ();

  registry_set_writable (FALSE);
  g_assert_null (remove_with_undo (context, "compat:lab", &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, "confab-store-error-quark");
  g_clear_error (&error);
  registry_set_writable (TRUE);

  /* The key that had left the keyring by then is in it again. */
  after = engine_read_records ();
  g_assert_cmpstr (after, ==, before);
  registry_assert_changes (context, "compat:lab", CONFAB_PROVIDER_FIELD_NAME, "Still here");
  g_assert_cmpint (registry_get_key_source (context, "compat:lab"), ==, CONFAB_KEY_SOURCE_KEYRING);

  removed = remove_with_undo (context, "compat:lab", &error);
  g_assert_no_error (error);
  registry_set_writable (FALSE);
  g_assert_false (restore (context, removed, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  registry_set_writable (TRUE);
  g_assert_true (restore (context, removed, &error));
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "compat:lab"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_remove (context, "compat:lab", &error));
  engine_close (context);
}

/* Who did not want it back has no key left anywhere. */
static void
test_dropped (void)
{
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  ConfabContext *context;

  engine_home_reset ();
  write_providers ("", slot, NULL);
  context = engine_load ();
  g_assert_true (registry_set_key (context, "compat:lab", KEY, &error));
  registry_wait_checked (engine_get_provider (context, "compat:lab"));
  removed = remove_with_undo (context, "compat:lab", &error);
  g_clear_object (&removed);
  id = registry_add (context, "compat:lab", NULL, "https://lab.example/v1", &error);
  g_assert_no_error (error);
  g_assert_cmpint (registry_get_key_source (context, "compat:lab"), ==, CONFAB_KEY_SOURCE_NOT_NEEDED);
  engine_close (context);
}

/* A change of mind that comes late leaves nothing half done. */
static void
test_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(ConfabRemovedProvider) removed = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *context;
  ConfabRegistry *registry;

  engine_home_reset ();
  write_providers ("", slot, NULL);
  context = engine_load ();
  registry = confab_context_get_registry (context);
  g_assert_true (registry_set_key (context, "compat:lab", KEY, &error));
  registry_wait_checked (engine_get_provider (context, "compat:lab"));

  confab_registry_remove_async (registry, engine_get_provider (context, "compat:lab"), cancellable, await_cb, &result);
  g_cancellable_cancel (cancellable);
  removed = confab_registry_remove_finish_with_undo (registry, await (&result), &error);
  g_assert_null (removed);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpint (registry_get_key_source (context, "compat:lab"), ==, CONFAB_KEY_SOURCE_KEYRING);
  g_assert_true (registry_remove (context, "compat:lab", &error));
  g_assert_no_error (error);
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();
  g_setenv ("KEYRING_MODE", "none", FALSE);

  g_test_add_func ("/engine/registry-undo/all-of-it", test_all_of_it);
  g_test_add_func ("/engine/registry-undo/file-key", test_file_key);
  g_test_add_func ("/engine/registry-undo/taken", test_taken);
  if (g_str_equal (g_getenv ("KEYRING_MODE"), "unlocked"))
    {
      g_test_add_func ("/engine/registry-undo/shared", test_shared);
      g_test_add_func ("/engine/registry-undo/disk-fails", test_disk_fails);
      g_test_add_func ("/engine/registry-undo/dropped", test_dropped);
      g_test_add_func ("/engine/registry-undo/cancelled", test_cancelled);
    }

  return g_test_run ();
}
