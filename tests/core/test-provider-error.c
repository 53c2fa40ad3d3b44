/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-enum.h"
#include "confab-provider-error.h"

#include <string.h>

static void
test_redacts_keys (void)
{
  static const struct { const char *input, *expected; } cases[] = {
    { "Incorrect API key provided: sk-proj-abcd1234efgh.", "Incorrect API key provided: [key]" },
    { "key: sk-ab***********************xyz given",       "key: [key] given" },
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
test_redact_bounds (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *redacted = confab_provider_error_redact (text);
  g_autofree char *repaired = confab_provider_error_redact ("caf\xe9 closed");

  g_assert_cmpuint (strlen (redacted), <=, 2000);
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
  g_test_add_func ("/core/provider-error/redact-bounds", test_redact_bounds);
  g_test_add_func ("/core/provider-error/carries-details", test_carries_details);
  g_test_add_func ("/core/provider-error/nicks", test_nicks);

  return g_test_run ();
}
