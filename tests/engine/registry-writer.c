/* SPDX-License-Identifier: GPL-3.0-or-later */

/* registry-writer NAME COUNT: adds COUNT servers of one's own, called NAME and a number, and after each
 * gives Groq another model, or for the name "b" another name. In the caller's home. */

#include "config.h"

#include "registry-fixture.h"

int
main (int    argc,
      char **argv)
{
  const char *name = argv[1];
  const ConfabProviderField field = g_strcmp0 (name, "b") == 0 ? CONFAB_PROVIDER_FIELD_NAME : CONFAB_PROVIDER_FIELD_MODEL;
  ConfabContext *context;

  g_assert_cmpint (argc, ==, 3);
  context = engine_load ();
  for (gint64 i = 0; i < g_ascii_strtoll (argv[2], NULL, 10); i++)
    {
      g_autofree char *id = g_strdup_printf ("compat:%s-%" G_GINT64_FORMAT, name, i);
      g_autofree char *value = g_strdup_printf ("%s %" G_GINT64_FORMAT, name, i);
      g_autofree char *added = NULL;
      g_autoptr(GError) error = NULL;

      added = registry_add (context, id, NULL, "https://lab.example/v1", &error);
      g_assert_no_error (error);
      registry_assert_changes (context, "groq", field, value);
    }
  engine_close (context);

  return 0;
}
