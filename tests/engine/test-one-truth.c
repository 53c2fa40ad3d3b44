/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "registry-fixture.h"

/* Several processes over one file: each sees what the others do, and none undoes it. */

#define N_CHANGES 50

static void
wait_for_name (ConfabContext *context,
               const char    *id,
               const char    *name)
{
  while (g_strcmp0 (confab_provider_get_name (engine_get_provider (context, id)), name) != 0)
    g_main_context_iteration (NULL, TRUE);
}

/* How long that took is told and not judged: it is the machine that decides. */
static void
tell_time (const char *what,
           gint64      begun_us)
{
  g_test_message ("%s: seen after %" G_GINT64_FORMAT " ms", what, (g_get_monotonic_time () - begun_us) / 1000);
}

/* What is written by putting another file in its place, as editors do. */
static void
save (const char *text)
{
  g_autofree char *path = engine_records_path ();
  g_autofree char *new_path = g_strconcat (path, "~", NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (new_path, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (new_path, path), ==, 0);
}

static void
test_window_terminal_editor (void)
{
  ConfabContext *window;
  ConfabContext *terminal;
  gint64 begun_us;

  /* Nothing is there yet, not even the folder. */
  engine_home_reset ();
  window = engine_load ();
  terminal = engine_load ();

  begun_us = g_get_monotonic_time ();
  registry_assert_changes (terminal, "groq", CONFAB_PROVIDER_FIELD_NAME, "From the terminal");
  wait_for_name (window, "groq", "From the terminal");
  tell_time ("terminal to window", begun_us);

  begun_us = g_get_monotonic_time ();
  registry_assert_changes (window, "groq", CONFAB_PROVIDER_FIELD_NAME, "From the window");
  wait_for_name (terminal, "groq", "From the window");
  tell_time ("window to terminal", begun_us);

  begun_us = g_get_monotonic_time ();
  save ("{ \"providers\": [ { \"id\": \"groq\", \"type\": \"groq\", \"name\": \"From an editor\" } ] }");
  wait_for_name (window, "groq", "From an editor");
  wait_for_name (terminal, "groq", "From an editor");
  tell_time ("editor to both", begun_us);

  /* What makes no sense is told by both, who go on with what did. */
  begun_us = g_get_monotonic_time ();
  save ("{ \"providers\": [ oops");
  while (confab_registry_get_error (confab_context_get_registry (window)) == NULL ||
         confab_registry_get_error (confab_context_get_registry (terminal)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  tell_time ("nonsense to both", begun_us);
  g_assert_cmpstr (confab_provider_get_name (engine_get_provider (window, "groq")), ==, "From an editor");

  /* Whoever writes sets it aside, and then neither has anything to tell. */
  registry_assert_changes (terminal, "mistral", CONFAB_PROVIDER_FIELD_NAME, "Mended");
  wait_for_name (window, "mistral", "Mended");
  while (confab_registry_get_error (confab_context_get_registry (window)) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (confab_registry_get_error (confab_context_get_registry (terminal)));
  g_assert_cmpstr (confab_provider_get_name (engine_get_provider (window, "groq")), ==, "From an editor");
  g_assert_cmpuint (registry_count_files (), ==, 2);

  engine_close (terminal);
  engine_close (window);
}

static GSubprocess *
start_writer (const char *name)
{
  g_autofree char *writer = g_test_build_filename (G_TEST_BUILT, "engine", "registry-writer", NULL);
  g_autofree char *count = g_strdup_printf ("%d", N_CHANGES);
  g_autoptr(GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, writer, name, count, NULL);

  g_assert_no_error (error);

  return process;
}

/* Two write as fast as they can, a third now and then, and an order is made; all of it is there then,
 * and so is what none of them knows. */
static void
test_writers (void)
{
  g_autoptr(GSubprocess) a = NULL;
  g_autoptr(GSubprocess) b = NULL;
  g_autoptr(GAsyncResult) a_result = NULL;
  g_autoptr(GAsyncResult) b_result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  ConfabContext *window;
  ConfabRegistry *registry;
  guint n_own = 0;

  engine_home_reset ();
  engine_write_records ("{ \"from the future\": [1], \"providers\": ["
                        " { \"id\": \"groq\", \"type\": \"groq\", \"shoe size\": 43, \"config\": { \"x\": 1 } },"
                        " { \"id\": \"odd\", \"type\": \"unheard-of\", \"colour\": \"red\" } ] }");
  window = engine_load ();
  registry = confab_context_get_registry (window);
  a = start_writer ("a");
  b = start_writer ("b");
  g_subprocess_wait_check_async (a, NULL, await_cb, &a_result);
  g_subprocess_wait_check_async (b, NULL, await_cb, &b_result);
  while (a_result == NULL || b_result == NULL)
    {
      g_autofree char *value = g_strdup_printf ("%u", n_own++);

      registry_assert_changes (window, "mistral", CONFAB_PROVIDER_FIELD_MODEL, value);
      g_assert_true (registry_move (window, n_own % 2 == 0 ? "mistral" : "groq", NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_true (g_subprocess_wait_check_finish (a, a_result, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check_finish (b, b_result, &error));
  g_assert_no_error (error);
  g_test_message ("%u changes of the third", n_own);

  for (guint i = 0; i < N_CHANGES; i++)
    {
      g_autofree char *id_a = g_strdup_printf ("compat:a-%u", i);
      g_autofree char *id_b = g_strdup_printf ("compat:b-%u", i);

      while (confab_registry_lookup (registry, id_a) == NULL || confab_registry_lookup (registry, id_b) == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  wait_for_name (window, "groq", "b 49");
  g_assert_cmpstr (confab_provider_get_model (engine_get_provider (window, "groq")), ==, "a 49");
  text = engine_read_records ();
  g_assert_nonnull (strstr (text, "from the future"));
  g_assert_nonnull (strstr (text, "shoe size"));
  g_assert_nonnull (strstr (text, "colour"));
  g_assert_nonnull (strstr (text, "\"x\""));
  g_assert_nonnull (strstr (text, "\"order\""));
  g_assert_cmpuint (registry_count_files (), ==, 1);

  engine_close (window);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/one-truth/window-terminal-editor", test_window_terminal_editor);
  g_test_add_func ("/engine/one-truth/writers", test_writers);

  return g_test_run ();
}
