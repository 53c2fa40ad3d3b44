/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>

#include "confab-media-types.h"

#define MAPPINGS "/proc/self/maps"

static guint
count_databases (void)
{
  g_autofree char *mappings = NULL;
  guint n = 0;

  if (!g_file_get_contents (MAPPINGS, &mappings, NULL, NULL))
    return 0;

  for (const char *found = strstr (mappings, "/mime.cache\n"); found != NULL; found = strstr (found + 1, "/mime.cache\n"))
    n++;

  return n;
}

static void
guess (void)
{
  g_autofree char *type = g_content_type_guess ("rye.txt", NULL, 0, NULL);

  g_assert_nonnull (type);
}

/* Were the database read a second time, that would be noticed as a change of it while it is in use. */
static void
test_read_once (void)
{
  g_autofree char *description = NULL;
  guint n;

  guess ();
  n = count_databases ();
  if (n == 0)
    {
      g_test_skip ("There is no database of media types, or no telling whether it is read");
      return;
    }

  description = g_content_type_get_description ("text/plain");
  g_assert_nonnull (description);
  guess ();
  g_assert_cmpuint (count_databases (), ==, n);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_media_types_init ();

  g_test_add_func ("/core/media-types/read-once", test_read_once);

  return g_test_run ();
}
