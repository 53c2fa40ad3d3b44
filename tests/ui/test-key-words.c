/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-key-words.h"

static void
test_place (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_local (2026, 11, 29, 12, 0, 0);
  g_autoptr(GDateTime) may = g_date_time_new_local (2026, 5, 3, 12, 0, 0);
  g_autoptr(GDateTime) before = g_date_time_new_local (2024, 12, 31, 12, 0, 0);
  const gint64 may_us = g_date_time_to_unix (may) * G_USEC_PER_SEC;
  const gint64 before_us = g_date_time_to_unix (before) * G_USEC_PER_SEC;
  const struct { ConfabKeySource source; const char *detail; gint64 created_at_us; const char *expected; } cases[] = {
    { CONFAB_KEY_SOURCE_NONE, NULL, 0, "None yet" },
    { CONFAB_KEY_SOURCE_NOT_NEEDED, NULL, 0, "None needed" },
    { CONFAB_KEY_SOURCE_KEYRING, NULL, 0, "In the keyring" },
    { CONFAB_KEY_SOURCE_KEYRING, NULL, G_MAXINT64, "In the keyring" },
    { CONFAB_KEY_SOURCE_KEYRING, NULL, may_us, "In the keyring since 3 May" },
    { CONFAB_KEY_SOURCE_KEYRING, NULL, before_us, "In the keyring since 31 December 2024" },
    { CONFAB_KEY_SOURCE_FILE, NULL, 0, "In the configuration file, in plain text" },
    { CONFAB_KEY_SOURCE_ENVIRONMENT, "GROQ_API_KEY", 0, "From the environment: GROQ_API_KEY" },
    { CONFAB_KEY_SOURCE_LOCKED, NULL, 0, "The keyring is locked" },
    { CONFAB_KEY_SOURCE_PROFILE, "work", 0, "Profile “work” in the AWS files" },
    { CONFAB_KEY_SOURCE_SERVICE_ACCOUNT, "/a.json", 0, "Service account file: /a.json" },
    { CONFAB_KEY_SOURCE_SIGN_IN, "/b.json", 0, "Signed in with gcloud" },
    { CONFAB_KEY_SOURCE_SESSION, NULL, 0, "For this session only, stored nowhere" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
        confab_key_words_dup_place (cases[i].source, cases[i].detail, cases[i].created_at_us,
                                    g_date_time_to_unix (now) * G_USEC_PER_SEC);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_rule (void)
{
  static const struct {
    ConfabKeySource unused; ConfabKeySource winner; const char *detail; const char *expected;
  } cases[] = {
    { CONFAB_KEY_SOURCE_FILE, CONFAB_KEY_SOURCE_KEYRING, NULL, "Not used: the keyring goes first" },
    { CONFAB_KEY_SOURCE_FILE, CONFAB_KEY_SOURCE_SESSION, NULL, "Not used: the key for this session goes first" },
    { CONFAB_KEY_SOURCE_ENVIRONMENT, CONFAB_KEY_SOURCE_FILE, NULL, "Not used: the configuration file goes first" },
    { CONFAB_KEY_SOURCE_PROFILE, CONFAB_KEY_SOURCE_ENVIRONMENT, "A_KEY", "Not used: A_KEY goes first" },
    { CONFAB_KEY_SOURCE_SIGN_IN, CONFAB_KEY_SOURCE_SERVICE_ACCOUNT, "/a.json",
      "Not used: the service account goes first" },
    { CONFAB_KEY_SOURCE_PROFILE, CONFAB_KEY_SOURCE_PROFILE, "work", "Not used: the profile goes first" },
    { CONFAB_KEY_SOURCE_FILE, CONFAB_KEY_SOURCE_NOT_NEEDED, NULL, "Not used" },
    { CONFAB_KEY_SOURCE_LOCKED, CONFAB_KEY_SOURCE_ENVIRONMENT, "A_KEY", "A key in it would go first" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabKeyFinding) unused = confab_key_finding_new (cases[i].unused, NULL, 0, FALSE);
      g_autofree char *text = confab_key_words_dup_rule (unused, cases[i].winner, cases[i].detail);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/key-words/place", test_place);
  g_test_add_func ("/ui/key-words/rule", test_rule);

  return g_test_run ();
}
