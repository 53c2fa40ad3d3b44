/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-secret-json.h"

#include <string.h>

static void
test_strings (void)
{
  static const struct { const char *json, *expected; } cases[] = {
    { "{\"a\":\"x\"}", "x" },
    { " { \"b\" : [1, {\"a\":\"no\"}, []], \"a\" : \"x\" } \r\n", "x" },
    { "{\"a\":\"x\",\"a\":\"y\"}", "y" },
    { "{\"a\":\"\"}", "" },
    { "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "\"\\/\b\f\n\r\t" },
    { "{\"a\":\"\\u00e9\\u20AC\\ud83d\\ude00\"}", "é€😀" },
    { "{\"a\":\"é\"}", "é" },
    { "{\"a\":{\"a\":\"x\"}}", NULL },
    { "{\"a\":5}", NULL },
    { "{\"a\":null}", NULL },
    { "{\"aa\":\"x\"}", NULL },
    { "{\"x\":\"\\\"a\\\":\\\"y\\\"\"}", NULL },
    { "{}", NULL },
    { "{\"a\":\"\\ud83d\"}", NULL },
    { "{\"a\":\"\\ude00\"}", NULL },
    { "{\"a\":\"\\ud83d\\u0041\"}", NULL },
    { "{\"a\":\"x\\u0000y\"}", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *exact = g_memdup2 (cases[i].json, strlen (cases[i].json));
      g_autoptr(ConfabSecret) json = confab_secret_new (exact, strlen (cases[i].json));
      g_autoptr(ConfabSecret) value = confab_secret_json_dup_string (json, "a");

      g_test_message ("%s", cases[i].json);
      g_assert_true (confab_secret_json_check (json));
      g_assert_cmpstr (value != NULL ? confab_secret_peek (value) : NULL, ==, cases[i].expected);
    }
}

static void
test_numbers (void)
{
  static const struct { const char *json; gboolean good; gint64 expected; } cases[] = {
    { "{\"a\":3599}", TRUE, 3599 },
    { "{\"a\": -1 }", TRUE, -1 },
    { "{\"a\":3599.5}", FALSE, 0 },
    { "{\"a\":\"3599\"}", FALSE, 0 },
    { "{\"a\":true}", FALSE, 0 },
    { "{\"a\":99999999999999999999}", FALSE, 0 },
    { "{\"a\":9999999999999999999999999999999999999999999999}", FALSE, 0 },
    { "{\"b\":1}", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSecret) json = confab_secret_new (cases[i].json, -1);
      gint64 value = 0;

      g_test_message ("%s", cases[i].json);
      g_assert_cmpint (confab_secret_json_get_int (json, "a", &value), ==, cases[i].good);
      if (cases[i].good)
        g_assert_cmpint (value, ==, cases[i].expected);
    }
}

static void
assert_bad (const char *text,
            gsize       length)
{
  g_autofree char *exact = g_memdup2 (text, length);
  g_autoptr(ConfabSecret) json = confab_secret_new (exact != NULL ? exact : "", length);
  gint64 value;

  g_assert_false (confab_secret_json_check (json));
  g_assert_null (confab_secret_json_dup_string (json, "a"));
  g_assert_false (confab_secret_json_get_int (json, "a", &value));
}

static void
test_bad (void)
{
  static const char * const cases[] = {
    "", " ", "[]", "\"a\"", "5", "a", "{\"a\"}", "{\"a\":}", "{\"a\":\"x\",}", "{,}", "{\"a\":\"x\"} {}", "{\"a\":\"x\"}}",
    "{a:\"x\"}", "{\"a\":\"x\\q\"}", "{\"a\":\"x\\u12g4\"}", "{\"a\":\"x\ny\"}", "{\"a\":'x'}", "{\"a\":[1,]}", "{\"a\":\"\xff\"}",
    "{\"a\":\"x\"\"b\":1}",
  };
  static const char whole[] = "{\"b\":[1,{\"c\":\"\\u00e9\\\\\"}],\"a\":\"x\\ud83d\\ude00\",\"d\":-1.5e3}";
  g_autoptr(GString) deep = g_string_new ("{\"a\":");
  g_autoptr(GString) large = g_string_new ("{\"a\":\"");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i]);
      assert_bad (cases[i], strlen (cases[i]));
    }

  /* Cut anywhere it is none. */
  for (gsize i = 0; i < strlen (whole); i++)
    assert_bad (whole, i);

  for (guint i = 0; i < 20000; i++)
    g_string_append_c (deep, i < 10000 ? '[' : ']');
  g_string_append_c (deep, '}');
  assert_bad (deep->str, deep->len);

  for (guint i = 0; i < 70000; i++)
    g_string_append_c (large, 'x');
  g_string_append (large, "\"}");
  assert_bad (large->str, large->len);
}

static void
test_noise (void)
{
  static const char alphabet[] = "{}[]:,\"\\ua0\xc3\xa9 1";

  for (guint i = 0; i < 20000; i++)
    {
      char noise[24];
      const gsize length = (gsize) g_test_rand_int_range (0, sizeof noise);
      g_autoptr(ConfabSecret) json = NULL;
      g_autoptr(ConfabSecret) value = NULL;

      for (gsize k = 0; k < length; k++)
        noise[k] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      json = confab_secret_new (noise, length);
      value = confab_secret_json_dup_string (json, "a");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/secret-json/strings", test_strings);
  g_test_add_func ("/net/secret-json/numbers", test_numbers);
  g_test_add_func ("/net/secret-json/bad", test_bad);
  g_test_add_func ("/net/secret-json/noise", test_noise);

  return g_test_run ();
}
