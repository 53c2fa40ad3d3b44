/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-unique-name.h"

static void
test_make (void)
{
  static const struct { const char *name, *separator, *taken, *expected; guint max; } cases[] = {
    { "Groq", " ", "Groq", "Groq 2", 100 },
    { "Groq", " ", "Groq|Groq 2", "Groq 3", 100 },
    { "Groq 2", " ", "Groq|Groq 2", "Groq 3", 100 },
    { "Groq 3", " ", "Groq|Groq 3", "Groq 2", 100 },
    { "Llama 3", " ", "Llama 3", "Llama 3 2", 100 },
    { "Groq2", " ", "Groq2|Groq", "Groq2 2", 100 },
    { "2", " ", "2", "2 2", 100 },
    { " 2", " ", " 2", " 2 2", 100 },
    { "", " ", "", " 2", 100 },
    { "groq", "-", "groq", "groq-2", 64 },
    { "groq-2", "-", "groq|groq-2", "groq-3", 64 },
    { "compat:gpu-4", "-", "compat:gpu-4", "compat:gpu-4-2", 64 },
    { "abcdef", "-", "abcdef", "abcd-2", 6 },
    { "abcdef", "-", "abcdef|abcd-2", "abcd-3", 6 },
    { "äöüäöü", " ", "äöüäöü", "äöüä 2", 6 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
      g_auto(GStrv) names = g_strsplit (cases[i].taken, "|", -1);
      g_autofree char *made = NULL;

      for (gsize j = 0; names[j] != NULL; j++)
        g_hash_table_add (taken, names[j]);
      made = confab_unique_name_make (cases[i].name, cases[i].separator, taken, cases[i].max);
      g_assert_cmpstr (made, ==, cases[i].expected);
    }
}

/* Beyond ten the number takes more room. */
static void
test_many (void)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_hash_table_add (taken, g_strdup ("abcdef"));
  for (guint i = 0; i < 200; i++)
    {
      char *made = confab_unique_name_make ("abcdef", " ", taken, 6);

      g_assert_cmpint (g_utf8_strlen (made, -1), <=, 6);
      g_assert_true (g_hash_table_add (taken, made));
    }
  g_assert_true (g_hash_table_contains (taken, "abcd 9"));
  g_assert_true (g_hash_table_contains (taken, "abc 10"));
  g_assert_true (g_hash_table_contains (taken, "ab 201"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/unique-name/make", test_make);
  g_test_add_func ("/providers/unique-name/many", test_many);

  return g_test_run ();
}
