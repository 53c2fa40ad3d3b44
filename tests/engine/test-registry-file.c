/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "confab-engine-error.h"
#include "registry-fixture.h"

static void
test_broken_file (void)
{
  ConfabContext *context;
  ConfabRegistry *registry;
  g_autofree char *path = engine_records_path ();
  g_autofree char *text = NULL;

  engine_home_reset ();
  engine_write_records ("{ \"providers\": [ oops");
  context = engine_load ();
  registry = confab_context_get_registry (context);
  g_assert_error (confab_registry_get_error (registry), CONFAB_PROVIDER_POLICY_ERROR,
                  CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (registry)), >, 20);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (registry_count_files (), ==, 1);

  /* The next change begins a new one, and then nothing is wrong any more. */
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_MODEL, "m");
  g_assert_null (confab_registry_get_error (registry));
  text = engine_read_records ();
  g_assert_nonnull (strstr (text, "groq"));
  g_assert_cmpuint (registry_count_files (), ==, 2);

  engine_close (context);
}

static void
wait_for_error (ConfabRegistry *registry,
                gboolean        wanted)
{
  while ((confab_registry_get_error (registry) != NULL) != wanted)
    g_main_context_iteration (NULL, TRUE);
}

/* A file that breaks while it is edited stays where it is, and what was good stays in force. */
static void
test_breaks_while_running (void)
{
  ConfabContext *context;
  ConfabRegistry *registry;
  ConfabProvider *groq;
  g_autofree char *path = engine_records_path ();
  g_autofree char *text = NULL;

  engine_home_reset ();
  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"name\": \"Good\", \"keep\": \"me\" } ] }");
  context = engine_load ();
  registry = confab_context_get_registry (context);
  groq = engine_get_provider (context, "groq");
  g_assert_cmpstr (confab_provider_get_name (groq), ==, "Good");

  engine_write_records ("{ \"providers\": [ { \"id\": ");
  wait_for_error (registry, TRUE);
  g_assert_cmpstr (confab_provider_get_name (groq), ==, "Good");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  engine_write_records ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"name\": \"Better\","
                        " \"keep\": \"me\" } ] }");
  wait_for_error (registry, FALSE);
  g_assert_cmpstr (confab_provider_get_name (groq), ==, "Better");

  /* Broken again, and now something has to be written: nothing of either is lost. */
  engine_write_records ("{ \"providers\": [ oops");
  wait_for_error (registry, TRUE);
  registry_assert_changes (context, "groq", CONFAB_PROVIDER_FIELD_MODEL, "m");
  text = engine_read_records ();
  g_assert_nonnull (strstr (text, "Better"));
  g_assert_nonnull (strstr (text, "\"keep\""));
  g_assert_cmpuint (registry_count_files (), ==, 2);
  g_assert_null (confab_registry_get_error (registry));

  engine_close (context);
}

static void
test_newer_file (void)
{
  ConfabContext *context;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  engine_home_reset ();
  engine_write_records ("{ \"version\": 99, \"providers\": [] }");
  context = engine_load ();
  g_assert_error (confab_registry_get_error (confab_context_get_registry (context)),
                  CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW);
  g_assert_false (registry_change (context, "groq", CONFAB_PROVIDER_FIELD_MODEL, "m", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_NOT_LOADED);
  text = engine_read_records ();
  g_assert_cmpstr (text, ==, "{ \"version\": 99, \"providers\": [] }");
  engine_close (context);
}

static void
test_unreadable_file (void)
{
  ConfabContext *context;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = engine_records_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  engine_home_reset ();
  /* A folder in its place cannot be read by anybody, not even by an administrator. */
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  context = engine_load ();
  g_assert_error (confab_registry_get_error (confab_context_get_registry (context)),
                  CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_NOT_LOADED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (confab_context_get_registry (context))), >, 20);
  g_assert_false (registry_change (context, "groq", CONFAB_PROVIDER_FIELD_MODEL, "m", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_NOT_LOADED);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
  engine_close (context);
}

/* What another process writes is in force here without a restart. */
static void
test_two_processes (void)
{
  ConfabContext *window;
  ConfabContext *terminal;
  g_autofree char *text = NULL;

  engine_home_reset ();
  window = engine_load ();
  terminal = engine_load ();

  registry_assert_changes (terminal, "groq", CONFAB_PROVIDER_FIELD_NAME, "From the terminal");
  while (g_strcmp0 (confab_provider_get_name (engine_get_provider (window, "groq")), "From the terminal") != 0)
    g_main_context_iteration (NULL, TRUE);

  /* Both change the same record at once, and neither undoes what the other did. */
  registry_assert_changes (window, "groq", CONFAB_PROVIDER_FIELD_MODEL, "from-the-window");
  registry_assert_changes (terminal, "mistral", CONFAB_PROVIDER_FIELD_NAME, "Mine");
  text = engine_read_records ();
  g_assert_nonnull (strstr (text, "From the terminal"));
  g_assert_nonnull (strstr (text, "from-the-window"));
  g_assert_nonnull (strstr (text, "Mine"));

  engine_close (terminal);
  engine_close (window);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  engine_home_init ();

  g_test_add_func ("/engine/registry-file/broken-file", test_broken_file);
  g_test_add_func ("/engine/registry-file/breaks-while-running", test_breaks_while_running);
  g_test_add_func ("/engine/registry-file/newer-file", test_newer_file);
  g_test_add_func ("/engine/registry-file/unreadable-file", test_unreadable_file);
  g_test_add_func ("/engine/registry-file/two-processes", test_two_processes);

  return g_test_run ();
}
