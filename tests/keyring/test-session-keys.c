/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-session-keys.h"

static void
assert_key (ConfabSessionKeys *keys,
            const char        *secret_id,
            const char        *expected)
{
  gint64 created_at_us = -1;
  g_autoptr(ConfabSecret) secret = confab_session_keys_lookup (keys, secret_id, &created_at_us);

  g_assert_cmpstr (secret != NULL ? confab_secret_peek (secret) : NULL, ==, expected);
  g_assert_cmpint (created_at_us > 0, ==, expected != NULL);
}

static void
test_life (void)
{
  ConfabSessionKeys *keys = confab_session_keys_new ();
  ConfabSessionKeys *others = confab_session_keys_new ();
  g_autoptr(ConfabSecret) first = confab_secret_new ("first", -1);
  g_autoptr(ConfabSecret) second = confab_secret_new ("second", -1);
  g_autoptr(ConfabSecret) held = NULL;

  assert_key (keys, "a", NULL);
  g_assert_false (confab_session_keys_remove (keys, "a"));

  confab_session_keys_set (keys, "a", first);
  confab_session_keys_set (keys, "b", second);
  assert_key (keys, "a", "first");
  assert_key (keys, "b", "second");
  assert_key (keys, "c", NULL);
  assert_key (others, "a", NULL);

  /* Whoever has it in hand when it is replaced keeps what they have. */
  held = confab_session_keys_lookup (keys, "a", NULL);
  confab_session_keys_set (keys, "a", second);
  assert_key (keys, "a", "second");
  g_assert_cmpstr (confab_secret_peek (held), ==, "first");

  g_assert_true (confab_session_keys_remove (keys, "a"));
  g_assert_false (confab_session_keys_remove (keys, "a"));
  assert_key (keys, "a", NULL);
  assert_key (keys, "b", "second");

  g_assert_finalize_object (keys);
  g_assert_finalize_object (others);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/session-keys/life", test_life);

  return g_test_run ();
}
