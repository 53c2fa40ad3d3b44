/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "confab-engine-error.h"
#include "registry-fixture.h"

/* What the terminal adds and takes away, a window that is open has and has no more. */
static void
test_slots (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *text = NULL;
  ConfabContext *window;
  ConfabContext *terminal;

  engine_home_reset ();
  window = engine_load ();
  terminal = engine_load ();

  id = registry_add (terminal, "compat:lab_1", NULL, " https://lab.example/v1/ ", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "compat:lab_1");
  while (confab_registry_lookup (confab_context_get_registry (window), id) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (confab_provider_get_base_url (engine_get_provider (window, id)), ==, "https://lab.example/v1");
  g_assert_cmpstr (confab_provider_get_name (engine_get_provider (window, id)), ==, "Lab");
  g_assert_cmpstr (confab_provider_get_model (engine_get_provider (window, id)), ==, "m");
  g_assert_true (confab_provider_get_usable (engine_get_provider (window, id)));

  second = registry_add (terminal, NULL, "openai", NULL, &error);
  g_assert_cmpstr (second, ==, "openai-2");
  third = registry_add (terminal, NULL, "openai", NULL, &error);
  g_assert_cmpstr (third, ==, "openai-3");

  g_assert_true (registry_remove (terminal, id, &error));
  g_assert_no_error (error);
  while (confab_registry_lookup (confab_context_get_registry (window), id) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (engine_get_provider (terminal, "openai-3"));
  text = engine_read_records ();
  g_assert_null (strstr (text, "lab_1"));

  g_assert_false (registry_remove (terminal, "groq", &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);

  engine_close (terminal);
  engine_close (window);
}

static void
test_slots_refused (void)
{
  static const struct { const char *id; const char *type_id; const char *base_url; } cases[] = {
    { "compat:", NULL, "https://lab.example/v1" },
    { "compat:Lab", NULL, "https://lab.example/v1" },
    { "compat:a b", NULL, "https://lab.example/v1" },
    { "compat:a:b", NULL, "https://lab.example/v1" },
    { "compat:../a", NULL, "https://lab.example/v1" },
    { "compat:taken", NULL, "https://lab.example/v1" },
    { "lab", NULL, "https://lab.example/v1" },
    { "compat:lab", "openai", NULL },
    { "groq", "openai", NULL },
    { "openai", "openai", NULL },
    { "mine", "no-such-type", NULL },
    { "compat:lab", NULL, NULL },
    { "compat:lab", NULL, "ftp://lab.example" },
    { "mine", "openai", "http://192.168.0.7/v1" },
    { "mine", "openai", "http://openai.example/v1" },
  };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  ConfabContext *context;

  engine_home_reset ();
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  engine_write_records ("{ \"providers\": [ { \"id\": \"compat:taken\", \"type\": \"custom\" } ] }");
  context = engine_load ();
  before = engine_read_records ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s %s", cases[i].id, cases[i].base_url);
      g_assert_null (registry_add (context, cases[i].id, cases[i].type_id, cases[i].base_url, &error));
      g_assert_nonnull (error);
    }
  after = engine_read_records ();
  g_assert_cmpstr (before, ==, after);
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("ALLOW_PRIVATE_URLS");
  engine_home_init ();

  g_test_add_func ("/engine/registry-slots/slots", test_slots);
  g_test_add_func ("/engine/registry-slots/slots-refused", test_slots_refused);

  return g_test_run ();
}
