/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Twice that is less than what the C library takes for so big that it learns nothing from it. */
#define BIG_BYTES (8 * 1024 * 1024)

#ifdef __GLIBC__
static gsize
get_bytes_of_own_pages (void)
{
  return mallinfo2 ().hblkhd;
}
#endif

/* As it is at first, and not only until such a block is freed. */
static void
test_own_pages (void)
{
#ifdef __GLIBC__
  for (guint i = 0; i < 3; i++)
    {
      const gsize before = get_bytes_of_own_pages ();
      g_autofree char *block = g_malloc (BIG_BYTES);

      /* Some tools have an allocator of their own. */
      if (i == 0 && get_bytes_of_own_pages () == before)
        {
          g_test_skip ("It is not the C library that gives memory here");
          return;
        }

      g_assert_cmpuint (get_bytes_of_own_pages (), >=, before + BIG_BYTES);
      block = g_realloc (block, 2 * BIG_BYTES);
      g_assert_cmpuint (get_bytes_of_own_pages (), >=, before + 2 * BIG_BYTES);
      g_clear_pointer (&block, g_free);
      g_assert_cmpuint (get_bytes_of_own_pages (), ==, before);
    }
#else
  g_test_skip ("There is no choice with this C library");
#endif
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_memory_init ();

  g_test_add_func ("/core/memory/own-pages", test_own_pages);

  return g_test_run ();
}
