/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-enum.h"
#include "confab-provider-error.h"
#include "confab-redact.h"

#include <string.h>

static void
test_redacts_keys (void)
{
  static const struct { const char *input, *expected; } cases[] = {
    { "Incorrect API key provided: sk-proj-abcd1234efgh.", "Incorrect API key provided: [key]." },
    { "key: sk-ab***********************xyz given",       "key: [key] given" },
    { "provided: ****-key is invalid",                    "provided: [key] is invalid" },
    { "provided: ***********. You can",                   "provided: [key]. You can" },
    { "provided: abcd1...wxyz, sk-ab…yz",                 "provided: [key], [key]" },
    { "provided: ••••••••1234!",                          "provided: [key]!" },
    { "Authorization: Bearer ya29.a0-b_c1 was",           "Authorization: Bearer [key] was" },
    { "gsk_abcdefgh nvapi-12345678 r8_abcdef1 ABSKabcd1", "[key] [key] [key] [key]" },
    { "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0",   "[key]" },
    { "AKIAIOSFODNN7EXAMPLE",                             "[key]" },
    { "a key-based limit of 1...10, and so on... or gpt-5…", "a key-based limit of 1...10, and so on... or gpt-5…" },
    { "Bad AIzaSyA1b2C3d4E5f6G7h8I9j0KlMnOpQrStUv",      "Bad [key]" },
    { "The model claude-sonnet-4-20250514 is retired",    "The model claude-sonnet-4-20250514 is retired" },
    { "request req_011cabcdef012345 failed",              "request req_011cabcdef012345 failed" },
    { "See https://platform.openai.com/account/api-keys", "See https://platform.openai.com/account/api-keys" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *redacted = confab_provider_error_redact (cases[i].input);

      g_assert_cmpstr (redacted, ==, cases[i].expected);
    }
}

static void
test_redacts_secret (void)
{
  static const struct { const char *key, *input, *expected; } cases[] = {
    { "plainsecretkey",     "Bad key plainsecretkey.",          "Bad key [key]." },
    { "plainsecretkey",     "Bad 'xplainsecretkeyx'",           "Bad 'x[key]x'" },
    { "plainsecretkey",     "?key=plainsecretkey&plainsecretkey", "?key=[key]&[key]" },
    { "plainsecretkey",     "ends with secretkey, begins with plainsec", "ends with [key], begins with [key]" },
    { "plainsecretkey",     "a secret, a plain key",            "a secret, a plain key" },
    { "plainsecretkey",     "plai***tkey or pl...ey or pl…key", "[key] or [key] or [key]" },
    { "plainsecretkey",     "****tkey given, or ***",           "[key] given, or ***" },
    { "plainsecretkey",     "and so on... xx...yy",             "and so on... xx...yy" },
    { "none",               "none of the keys none is nonesuch, x-none", "[key] of the keys [key] is nonesuch, x-[key]" },
    { "caf\xc3\xa9 au lait", "I like caf\xc3\xa9 au lait.",      "I like [key]." },
    { "plain+secret/key=",  "?key=plain%2Bsecret%2fkey%3D&x=plain%2Bsecret", "?key=[key]&x=[key]" },
    { "plain+secret/key=",  "100%, 5%2B and plain%2Bx",         "100%, 5%2B and plain%2Bx" },
    { "",                   "nothing",                          "nothing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSecret) secret = confab_secret_new (cases[i].key, -1);
      g_autofree char *redacted = confab_redact_secret (cases[i].input, secret);
      g_autofree char *untouched = confab_redact_secret (cases[i].input, NULL);

      g_assert_cmpstr (redacted, ==, cases[i].expected);
      g_assert_cmpstr (untouched, ==, cases[i].input);
    }
}

static void
test_redacts_secret_of_error (void)
{
  g_autoptr(ConfabSecret) secret = confab_secret_new ("plainsecretkey", -1);
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_BAD_KEY, 401, "no_plainsecretkey", 5,
                                                       "Bad plainsecretkey");
  g_autoptr(GError) other = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_FAILED, "Bad plainsecretkey");

  confab_provider_error_redact_secret (error, secret);
  confab_provider_error_redact_secret (other, secret);
  g_assert_cmpstr (error->message, ==, "Bad [key]");
  g_assert_cmpstr (confab_provider_error_get_provider_code (error), ==, "no_[key]");
  g_assert_cmpint (confab_provider_error_get_retry_after_ms (error), ==, 5);
  g_assert_cmpstr (other->message, ==, "Bad [key]");
}

static void
test_redact_bounds (void)
{
  g_autofree char *start = g_strnfill (1994, 'x');
  g_autofree char *cut_key = g_strconcat (start, " sk-abcdefghijklmnop", NULL);
  g_autofree char *cut = confab_provider_error_redact (cut_key);
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *redacted = confab_provider_error_redact (text);
  g_autofree char *repaired = confab_provider_error_redact ("caf\xe9 closed");

  g_assert_cmpuint (strlen (redacted), ==, 2000);
  g_assert_cmpstr (cut, ==, start);
  g_assert_true (g_utf8_validate (repaired, -1, NULL));
}

static void
test_carries_details (void)
{
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 429,
                                                       "rate_limit_error", 30000, "Slow down");
  g_autoptr(GError) copy = g_error_copy (error);

  g_assert_error (copy, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_cmpuint (confab_provider_error_get_http_status (copy), ==, 429);
  g_assert_cmpstr (confab_provider_error_get_provider_code (copy), ==, "rate_limit_error");
  g_assert_cmpint (confab_provider_error_get_retry_after_ms (copy), ==, 30000);
  g_assert_cmpint (confab_provider_error_get_retry_at_us (copy), >, g_get_real_time ());
  g_assert_cmpint (confab_provider_error_get_retry_at_us (copy), <=, g_get_real_time () + 30000000);
}

static void
test_waits_for_ever (void)
{
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 429, NULL, G_MAXINT64, "No");

  g_assert_cmpint (confab_provider_error_get_retry_after_ms (error), >, G_GINT64_CONSTANT (1) << 40);
  g_assert_cmpint (confab_provider_error_get_retry_at_us (error), >, g_get_real_time ());
}

static void
test_nicks (void)
{
  int value = -1;

  g_assert_cmpstr (confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_TLS), ==, "tls");
  g_assert_true (confab_enum_from_nick (CONFAB_TYPE_PROVIDER_ERROR, "no-credit", &value));
  g_assert_cmpint (value, ==, CONFAB_PROVIDER_ERROR_NO_CREDIT);
  g_assert_false (confab_enum_from_nick (CONFAB_TYPE_PROVIDER_ERROR, "nonsense", &value));
  g_assert_false (confab_enum_from_nick (CONFAB_TYPE_PROVIDER_ERROR, NULL, &value));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/provider-error/redacts-keys", test_redacts_keys);
  g_test_add_func ("/core/provider-error/redacts-secret", test_redacts_secret);
  g_test_add_func ("/core/provider-error/redacts-secret-of-error", test_redacts_secret_of_error);
  g_test_add_func ("/core/provider-error/redact-bounds", test_redact_bounds);
  g_test_add_func ("/core/provider-error/carries-details", test_carries_details);
  g_test_add_func ("/core/provider-error/waits-for-ever", test_waits_for_ever);
  g_test_add_func ("/core/provider-error/nicks", test_nicks);

  return g_test_run ();
}
