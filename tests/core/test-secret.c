/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-secret.h"

#include <string.h>
#include <sys/resource.h>

static void
test_trims_only_around (void)
{
  static const struct { const char *input, *expected; } cases[] = {
    { "sk-1",          "sk-1" },
    { "  sk-1\n",      "sk-1" },
    { "\tsk 1\r\n ",   "sk 1" },
    { " \n",           "" },
    { "",              "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSecret) secret = confab_secret_new_trimmed (cases[i].input);

      g_assert_cmpstr (confab_secret_peek (secret), ==, cases[i].expected);
      g_assert_cmpuint (confab_secret_get_length (secret), ==, strlen (cases[i].expected));
    }
}

static void
test_whole_pages (void)
{
  g_autofree char *text = g_strnfill (4096, 'k');
  g_autoptr(ConfabSecret) secret = confab_secret_new (text, -1);

  g_assert_cmpuint (confab_secret_get_length (secret), ==, 4096);
  g_assert_cmpstr (confab_secret_peek (secret), ==, text);
}

static void
test_equal (void)
{
  g_autoptr(ConfabSecret) a = confab_secret_new ("one", -1);
  g_autoptr(ConfabSecret) b = confab_secret_new ("one two", 3);
  g_autoptr(ConfabSecret) c = confab_secret_new ("two", -1);

  g_assert_true (confab_secret_equal (a, b));
  g_assert_false (confab_secret_equal (a, c));
  g_assert_false (confab_secret_equal (a, NULL));
  g_assert_true (confab_secret_equal (NULL, NULL));
}

static void
test_no_core_dumps (void)
{
  struct rlimit limit;
  rlim_t most;

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  most = limit.rlim_max;
  limit.rlim_cur = most;
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &limit), ==, 0);

  confab_secret_forbid_core_dumps ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_true (limit.rlim_max == most);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/secret/trims-only-around", test_trims_only_around);
  g_test_add_func ("/core/secret/whole-pages", test_whole_pages);
  g_test_add_func ("/core/secret/equal", test_equal);
  g_test_add_func ("/core/secret/no-core-dumps", test_no_core_dumps);

  return g_test_run ();
}
