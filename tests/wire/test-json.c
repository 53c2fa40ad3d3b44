/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json.h"

#include <string.h>

static JsonNode *
parse (const char *json)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = confab_json_parse (json, strlen (json), &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);

  return node;
}

static void
test_round_trip (void)
{
  static const struct { const char *input, *expected; } cases[] = {
    { "{\"b\":1,\"a\":[true,false,null]}",  "{\"b\":1,\"a\":[true,false,null]}" },
    { " [ 0.1 , 3.0 , -2 , 1e5 ] ",         "[0.1,3.0,-2,100000.0]" },
    { "\"a\\\"b\\\\c\\n\\u0001\\u00e9\"",   "\"a\\\"b\\\\c\\n\\u0001\xc3\xa9\"" },
    { "\"\\ud83d\\ude00\"",                 "\"\xf0\x9f\x98\x80\"" },
    { "[9223372036854775807]",              "[9223372036854775807]" },
    { "[18446744073709551615]",             "[1.8446744073709552e+19]" },
    { "[\"99999999999999999999\"]",         "[\"99999999999999999999\"]" },
    { "[0.12345678901234567890123]",        "[0.12345678901234568]" },
    { "{}",                                 "{}" },
    { "{\"\":\"\"}",                        "{\"\":\"\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = parse (cases[i].input);
      g_autofree char *text = confab_json_to_string (node);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

/* The library cuts strings at NUL and makes invalid UTF-8 of halves of pairs. */
static void
test_unsafe_strings (void)
{
  static const struct { const char *input, *expected; } cases[] = {
    { "[\"a\\u0000b\"]",            "a\xef\xbf\xbd" "b" },
    { "[\"a\\ud83d b\"]",           "a\xef\xbf\xbd b" },
    { "[\"a\\ude00 b\"]",           "a\xef\xbf\xbd b" },
    { "[\"\\ud83d\\u0041\"]",       "\xef\xbf\xbd" "A" },
    { "[\"\\ude00\\ud83d\"]",       "\xef\xbf\xbd\xef\xbf\xbd" },
    { "[\"\\ud83d\\ud83d\\ude00\"]", "\xef\xbf\xbd\xf0\x9f\x98\x80" },
    { "[\"\\\\u0000\"]",            "\\u0000" },
    { "[\"a\\303b\"]",              "a303b" },
    { "[\"a\\ud8xyz\"]",            "a\xef\xbf\xbd" "d8xyz" },
    { "[\"\\q\xc3\xa9\\\xc3\xa9\"]", "q\xc3\xa9\xc3\xa9" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = parse (cases[i].input);
      const char *text = confab_json_node_string (json_array_get_element (json_node_get_array (node), 0));

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_malformed (void)
{
  static const char *const cases[] = {
    "", "  ", "hello", "{", "[1", "{\"a\":}", "{\"a\":1", "\"abc", "{\"a\":1} x", "{} {}", "[1,]", "}", "]",
    "{\"a\":1]", "{\"a\\", "[1.2.3]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *copy = g_memdup2 (cases[i], strlen (cases[i]));
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = NULL;

      node = confab_json_parse (copy != NULL ? copy : "", strlen (cases[i]), &error);
      g_test_message ("%s", cases[i]);
      g_assert_null (node);
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
    }
}

static void
test_depth (void)
{
  static const guint depths[] = { CONFAB_JSON_MAX_DEPTH, CONFAB_JSON_MAX_DEPTH + 1, 5000000 };

  for (gsize n = 0; n < G_N_ELEMENTS (depths); n++)
    {
      const guint depth = depths[n];
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, '[');
      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, ']');

      node = confab_json_parse (text->str, text->len, &error);
      if (depth <= CONFAB_JSON_MAX_DEPTH)
        g_assert_nonnull (node);
      else
        g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_DEEP);
    }
}

static void
test_depth_ignores_strings (void)
{
  g_autofree char *brackets = g_strnfill (1000, '[');
  g_autofree char *text = g_strdup_printf ("{\"a\":\"%s\"}", brackets);
  g_autoptr(JsonNode) node = parse (text);

  g_assert_cmpstr (confab_json_get_string (confab_json_node_object (node), "a"), ==, brackets);
}

static void
test_too_many_values (void)
{
  g_autoptr(GString) text = g_string_new ("[");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  for (gsize i = 0; i < CONFAB_JSON_MAX_VALUES / 2 + 1; i++)
    g_string_append (text, "[],");
  g_string_append (text, "0]");

  node = confab_json_parse (text->str, text->len, &error);
  g_assert_null (node);
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
}

static void
test_several_values (void)
{
  static const char text[] = " {\"a\":1} [2]\n3 4[5]-6e1\"7\"{}null{}true\"\"";
  gsize at = 0;
  int n = 0;

  while (at < sizeof text - 1)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = NULL;
      gsize used = 0;

      node = confab_json_parse_next (text + at, sizeof text - 1 - at, &used, &error);
      g_assert_no_error (error);
      g_assert_nonnull (node);
      g_assert_cmpuint (used, >, 0);
      at += used;
      n++;
    }

  g_assert_cmpint (n, ==, 12);
}

/* What the library would read as several values, or as one that JSON does not have. */
static void
test_bare_values (void)
{
  static const struct { const char *text; gboolean valid; } cases[] = {
    { "1", TRUE }, { "-0.5E+3", TRUE }, { " null ", TRUE }, { "true", TRUE }, { "false", TRUE },
    { "", FALSE }, { " ", FALSE }, { "-", FALSE }, { "1-2", FALSE }, { "1e", FALSE }, { "nul", FALSE },
    { "nullx", FALSE }, { "abc", FALSE }, { "0x10", FALSE }, { "1,", FALSE }, { ",1", FALSE }, { "1:", FALSE },
    { "}", FALSE }, { "1}", FALSE }, { "1]", FALSE }, { "'a'", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = confab_json_parse (cases[i].text, strlen (cases[i].text), &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (node != NULL, ==, cases[i].valid);
      if (!cases[i].valid)
        g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
    }

  g_assert_null (confab_json_parse (NULL, 0, NULL));
  g_assert_false (confab_json_is_whole (NULL, 0));
}

static void
test_is_whole (void)
{
  g_assert_true (confab_json_is_whole ("{\"a\":1} ", 8));
  g_assert_true (confab_json_is_whole ("{}", 2));
  g_assert_false (confab_json_is_whole ("", 0));
  g_assert_false (confab_json_is_whole ("{\"a\":1", 6));
  g_assert_false (confab_json_is_whole ("{\"a\":\"}", 7));
  g_assert_false (confab_json_is_whole ("1", 1));
  g_assert_false (confab_json_is_whole ("[]", 2));
  g_assert_false (confab_json_is_whole ("{}{}", 4));
}

static void
test_getters (void)
{
  g_autoptr(JsonNode) node = parse ("{\"s\":\"x\",\"e\":\"\",\"n\":null,\"i\":7,\"d\":3.0,\"t\":\"12\",\"h\":2.5,"
                                    "\"b\":true,\"o\":{\"k\":1},\"a\":[{\"k\":2},5],\"bad\":\"12x\",\"big\":1e300}");
  JsonObject *object = confab_json_node_object (node);
  g_autofree char *i = confab_json_dup_scalar (object, "i");
  g_autofree char *s = confab_json_dup_scalar (object, "s");
  g_autofree char *e = confab_json_dup_scalar (object, "e");
  g_autofree char *o = confab_json_dup_scalar (object, "o");

  g_assert_cmpstr (confab_json_get_string (object, "s"), ==, "x");
  g_assert_cmpstr (confab_json_get_string (object, "e"), ==, "");
  g_assert_null (confab_json_get_text (object, "e"));
  g_assert_null (confab_json_get_string (object, "i"));
  g_assert_null (confab_json_get_string (object, "n"));
  g_assert_null (confab_json_get_string (object, "absent"));
  g_assert_null (confab_json_get_string (NULL, "s"));
  g_assert_null (confab_json_get_node (object, "n"));

  g_assert_cmpint (confab_json_get_int (object, "i", -1), ==, 7);
  g_assert_cmpint (confab_json_get_int (object, "d", -1), ==, 3);
  g_assert_cmpint (confab_json_get_int (object, "t", -1), ==, 12);
  g_assert_cmpint (confab_json_get_int (object, "bad", -1), ==, -1);
  g_assert_cmpint (confab_json_get_int (object, "big", -1), ==, -1);
  g_assert_cmpint (confab_json_get_int (object, "s", -1), ==, -1);
  g_assert_cmpint (confab_json_get_int (object, "n", -1), ==, -1);
  g_assert_cmpint (confab_json_get_int (object, "o", -1), ==, -1);
  g_assert_cmpfloat (confab_json_get_double (object, "h", 0), ==, 2.5);
  g_assert_true (confab_json_get_boolean (object, "b"));
  g_assert_false (confab_json_get_boolean (object, "i"));

  g_assert_nonnull (confab_json_get_object (object, "o"));
  g_assert_null (confab_json_get_object (object, "a"));
  g_assert_cmpuint (confab_json_array_length (confab_json_get_array (object, "a")), ==, 2);
  g_assert_cmpuint (confab_json_array_length (confab_json_get_array (object, "o")), ==, 0);
  g_assert_nonnull (confab_json_array_object (confab_json_get_array (object, "a"), 0));
  g_assert_null (confab_json_array_object (confab_json_get_array (object, "a"), 1));
  g_assert_null (confab_json_array_object (confab_json_get_array (object, "a"), 2));

  g_assert_cmpstr (i, ==, "7");
  g_assert_cmpstr (s, ==, "x");
  g_assert_null (e);
  g_assert_null (o);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/json/round-trip", test_round_trip);
  g_test_add_func ("/wire/json/unsafe-strings", test_unsafe_strings);
  g_test_add_func ("/wire/json/malformed", test_malformed);
  g_test_add_func ("/wire/json/depth", test_depth);
  g_test_add_func ("/wire/json/depth-ignores-strings", test_depth_ignores_strings);
  g_test_add_func ("/wire/json/too-many-values", test_too_many_values);
  g_test_add_func ("/wire/json/several-values", test_several_values);
  g_test_add_func ("/wire/json/bare-values", test_bare_values);
  g_test_add_func ("/wire/json/is-whole", test_is_whole);
  g_test_add_func ("/wire/json/getters", test_getters);

  return g_test_run ();
}
