/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Feeds files to a fuzz target once, where no fuzzer is at hand: the seeds, and what fuzzers found.
 *
 *   PROGRAM FILE-OR-FOLDER... */

#include "config.h"

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static guint
replay (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *contents = NULL;
  g_autofree char *exact = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;
  gsize length = 0;
  guint n_files = 0;

  if (dir != NULL)
    {
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          n_files += replay (child);
        }

      return n_files;
    }

  if (!g_file_get_contents (path, &contents, &length, &error))
    g_error ("%s", error->message);

  /* Of exactly that size, so that a byte read too far is noticed. */
  exact = g_malloc (MAX (length, 1));
  memcpy (exact, contents, length);
  LLVMFuzzerTestOneInput ((const guint8 *) exact, length);

  return 1;
}

int
main (int    argc,
      char **argv)
{
  guint n_files = 0;

  LLVMFuzzerInitialize (&argc, &argv);
  for (int i = 1; i < argc; i++)
    n_files += replay (argv[i]);

  g_print ("%u files\n", n_files);

  return n_files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
