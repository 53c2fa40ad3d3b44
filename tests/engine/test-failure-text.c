/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-engine-error.h"
#include "confab-enum.h"
#include "confab-failure-text.h"
#include "confab-keyring-error.h"
#include "confab-media-error.h"
#include "confab-net-error.h"
#include "confab-provider-error.h"
#include "confab-provider-policy-error.h"
#include "confab-store-error.h"

#include <string.h>

#include <gio/gio.h>

static void
assert_is_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), >, 12);
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strstr (text, "(null)"));
  g_assert_null (strchr (text, '\n'));
}

static void
test_every_provider_error (void)
{
  GEnumClass *klass = g_type_class_ref (CONFAB_TYPE_PROVIDER_ERROR);

  for (guint i = 0; i < klass->n_values; i++)
    {
      const ConfabProviderError code = klass->values[i].value;
      g_autoptr(GError) error = confab_provider_error_new (code, 400, NULL, -1, "The provider's own words");
      g_autofree char *named = confab_failure_text_summary (error, "Groq", "https://console.groq.com/keys");
      g_autofree char *nameless = confab_failure_text_summary (error, NULL, NULL);

      g_test_message ("%s: %s", klass->values[i].value_nick, named);
      assert_is_sentence (named);
      assert_is_sentence (nameless);
    }

  g_type_class_unref (klass);
}

static void
test_every_other_code (void)
{
  const struct { GQuark domain; int n_codes; } domains[] = {
    { CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FAILED + 1 },
    { CONFAB_KEYRING_ERROR, CONFAB_KEYRING_ERROR_FAILED + 1 },
    { CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW + 1 },
    { CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_TOO_MANY_ROUNDS + 1 },
    { CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_TOO_LARGE_TOGETHER + 1 },
    { CONFAB_NET_ERROR, CONFAB_NET_ERROR_FAILED + 1 },
    { G_IO_ERROR, G_IO_ERROR_FAILED + 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    for (int code = 0; code < domains[i].n_codes; code++)
      {
        g_autoptr(GError) error = g_error_new_literal (domains[i].domain, code, "the technical reason");
        g_autofree char *text = confab_failure_text_summary (error, "Groq", NULL);

        assert_is_sentence (text);
      }
}

static void
test_says_what_to_do (void)
{
  static const struct { ConfabProviderError code; gint64 retry_after_ms; const char *expected; } cases[] = {
    { CONFAB_PROVIDER_ERROR_BAD_KEY, -1,
      "Groq refused the key. Check it, or make a new one at console.groq.com." },
    { CONFAB_PROVIDER_ERROR_RATE_LIMITED, 30000,
      "Groq gets too many requests from this account. Try again in 30 s." },
    { CONFAB_PROVIDER_ERROR_OVERLOADED, 0, "Groq is overloaded. Try again now." },
    { CONFAB_PROVIDER_ERROR_RATE_LIMITED, -1,
      "Groq gets too many requests from this account. Try again in a while." },
    { CONFAB_PROVIDER_ERROR_NOT_RUNNING, -1, "Groq is not running. Start it and try again." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = confab_provider_error_new (cases[i].code, 0, NULL, cases[i].retry_after_ms, "words");
      g_autofree char *text = confab_failure_text_summary (error, "Groq", "https://console.groq.com/keys");

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_waits (void)
{
  /* 2024-01-01 23:30:20 UTC */
  const gint64 now_us = G_GINT64_CONSTANT (1704151820) * G_USEC_PER_SEC;
  static const struct { gint64 wait_ms; const char *expected; } cases[] = {
    { -100,    "Try again now." },
    { 0,       "Try again now." },
    { 1,       "Try again in 1 s." },
    { 29001,   "Try again in 30 s." },
    { 59000,   "Try again in 59 s." },
    { 59001,   "Try again at 23:32." },
    { 100000,  "Try again at 23:32." },
    { 100001,  "Try again at 23:33." },
    { 1700000, "Try again at 23:59." },
    { 1780000, "Try again on 2 January at 00:00." },
    { G_GINT64_CONSTANT (366) * 24 * 3600 * 1000, "Try again on 1 January at 23:31." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = confab_failure_text_wait (now_us + cases[i].wait_ms * 1000, now_us);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_tells_limits (void)
{
  const struct { ConfabMediaError code; const char *subject; gint64 found, limit; const char *expected; } cases[] = {
    { CONFAB_MEDIA_ERROR_TOO_LARGE, "cat.png", 6200000, 5000000,
      "cat.png has 6.2\302\240MB, and Groq takes at most 5.0\302\240MB. Make it smaller first." },
    { CONFAB_MEDIA_ERROR_TOO_MANY, NULL, 6, 5,
      "Groq takes at most 5 pictures in one conversation. Leave some out." },
    { CONFAB_MEDIA_ERROR_IMAGE_TYPE, "image/tiff", -1, -1,
      "Groq takes no pictures of the type image/tiff. Save it as PNG or JPEG first." },
    { CONFAB_MEDIA_ERROR_NO_IMAGES, NULL, -1, -1,
      "This model takes no pictures. Choose another model, or leave the pictures out." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = confab_media_error_new (cases[i].code, cases[i].subject, cases[i].found,
                                                        cases[i].limit);
      g_autofree char *text = confab_failure_text_summary (error, "Groq", NULL);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_quotes_within_bounds (void)
{
  g_autofree char *words = g_strnfill (5000, 'w');
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_SERVER, 500, NULL, -1, words);
  g_autofree char *text = confab_failure_text_summary (error, "Groq", NULL);

  g_assert_cmpint (g_utf8_strlen (text, -1), <, 400);
  g_assert_true (g_str_has_suffix (text, "…"));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/failure-text/every-provider-error", test_every_provider_error);
  g_test_add_func ("/engine/failure-text/every-other-code", test_every_other_code);
  g_test_add_func ("/engine/failure-text/says-what-to-do", test_says_what_to_do);
  g_test_add_func ("/engine/failure-text/waits", test_waits);
  g_test_add_func ("/engine/failure-text/tells-limits", test_tells_limits);
  g_test_add_func ("/engine/failure-text/quotes-within-bounds", test_quotes_within_bounds);

  return g_test_run ();
}
