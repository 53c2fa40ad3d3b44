/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-ndjson-parser.h"

#include <string.h>

#define MAX_BYTES 4096

static const struct { const char *name, *input, *expected; } cases[] = {
  { "lines",         "{\"a\":1}\n{\"b\":2}\n",              "{\"a\":1}|{\"b\":2}|" },
  { "crlf",          "{\"a\":1}\r\n{\"b\":2}\r\n",          "{\"a\":1}|{\"b\":2}|" },
  { "blank-lines",   "\n\n{\"a\":1}\n  \n\r\n{\"b\":2}",    "{\"a\":1}|{\"b\":2}|" },
  { "no-newline",    "{\"a\":1}",                           "{\"a\":1}|" },
  { "one-line",      "{\"a\":1}{\"b\":2} {\"c\":3}",        "{\"a\":1}|{\"b\":2}|{\"c\":3}|" },
  { "bom",           "\xef\xbb\xbf{\"a\":1}\n",             "{\"a\":1}|" },
  { "spread",        "{\n  \"a\": [\n    1\n  ]\n}\n",      "{\n  \"a\": [\n    1\n  ]\n}|" },
  { "array",         "[{\"a\":1},\n{\"b\":[2]}\n]",         "{\"a\":1}|{\"b\":[2]}|" },
  { "array-open",    "[{\"a\":1},",                         "{\"a\":1}|" },
  { "array-nested",  "[[1],{\"a\":1}]\n{\"b\":2}",          "[1]|{\"a\":1}|{\"b\":2}|" },
  { "array-empty",   "[]\n{\"a\":1}",                       "{\"a\":1}|" },
  { "brackets",      "{\"a\":\"}]{[\\\"}\"}{\"b\":2}",      "{\"a\":\"}]{[\\\"}\"}|{\"b\":2}|" },
  { "backslashes",   "{\"a\":\"\\\\\"}{\"b\":2}",           "{\"a\":\"\\\\\"}|{\"b\":2}|" },
  { "text",          "oh no\n{\"a\":1}\nbye",               "oh no|{\"a\":1}|bye|" },
  { "string-broken", "{\"a\":\"b\n{\"c\":1}\n",             "{\"a\":\"b|{\"c\":1}|" },
  { "escape-broken", "{\"a\":\"b\\\n{\"c\":1}\n",           "{\"a\":\"b\\|{\"c\":1}|" },
  { "cut-off",       "{\"a\":1}\n{\"b\":",                  "{\"a\":1}|{\"b\":|" },
  { "stray-ends",    "}\n]\n,\n{\"a\":1}",                  "}|]|,|{\"a\":1}|" },
  { "utf8",          "{\"a\":\"\xf0\x9f\x98\x80\"}\n",      "{\"a\":\"\xf0\x9f\x98\x80\"}|" },
  { "nothing",       " \n ",                                "" },
};

static gboolean
collect_cb (const char  *json,
            gsize        length,
            gpointer     user_data,
            GError     **error)
{
  GString *seen = user_data;

  g_string_append_len (seen, json, length);
  g_string_append_c (seen, '|');

  return TRUE;
}

static void
feed (ConfabNdjsonParser *parser,
      const char         *bytes,
      gsize               length,
      GString            *seen)
{
  g_autofree char *copy = g_memdup2 (bytes, length);
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_ndjson_parser_feed (parser, copy != NULL ? copy : "", length, collect_cb, seen, &error));
  g_assert_no_error (error);
}

static void
finish (ConfabNdjsonParser *parser,
        GString            *seen)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_ndjson_parser_finish (parser, collect_cb, seen, &error));
  g_assert_no_error (error);
  g_assert_false (confab_ndjson_parser_is_open (parser));
}

static void
test_split_anywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *input = cases[i].input;
      const gsize length = strlen (input);

      for (gsize first = 0; first <= length; first++)
        for (gsize second = first; second <= length; second++)
          {
            g_autoptr(ConfabNdjsonParser) parser = confab_ndjson_parser_new (MAX_BYTES);
            g_autoptr(GString) seen = g_string_new (NULL);

            feed (parser, input, first, seen);
            feed (parser, input + first, second - first, seen);
            feed (parser, input + second, length - second, seen);
            finish (parser, seen);

            if (strcmp (seen->str, cases[i].expected) != 0)
              g_test_message ("%s, cut at %" G_GSIZE_FORMAT " and %" G_GSIZE_FORMAT, cases[i].name, first, second);
            g_assert_cmpstr (seen->str, ==, cases[i].expected);
          }
    }
}

static void
test_bytewise (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabNdjsonParser) parser = confab_ndjson_parser_new (MAX_BYTES);
      g_autoptr(GString) seen = g_string_new (NULL);

      for (const char *p = cases[i].input; *p != '\0'; p++)
        feed (parser, p, 1, seen);
      finish (parser, seen);
      g_assert_cmpstr (seen->str, ==, cases[i].expected);
    }
}

static void
test_is_open (void)
{
  g_autoptr(ConfabNdjsonParser) parser = confab_ndjson_parser_new (MAX_BYTES);
  g_autoptr(GString) seen = g_string_new (NULL);

  g_assert_false (confab_ndjson_parser_is_open (parser));
  feed (parser, "{\"a\"", 4, seen);
  g_assert_true (confab_ndjson_parser_is_open (parser));
  feed (parser, ":1}", 3, seen);
  g_assert_false (confab_ndjson_parser_is_open (parser));
  feed (parser, "[", 1, seen);
  g_assert_true (confab_ndjson_parser_is_open (parser));
  feed (parser, "]", 1, seen);
  g_assert_false (confab_ndjson_parser_is_open (parser));
}

static void
test_too_large (void)
{
  static const char *const inputs[] = { "{\"a\":\"", "{", "[[", "text", "[{" };

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr(ConfabNdjsonParser) parser = confab_ndjson_parser_new (100);
      g_autoptr(GString) seen = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      gboolean ok = TRUE;

      feed (parser, inputs[i], strlen (inputs[i]), seen);
      for (int n = 0; ok && n < 200; n++)
        ok = confab_ndjson_parser_feed (parser, "[", 1, collect_cb, seen, &error);
      g_assert_false (ok);
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
    }
}

static void
test_long_line (void)
{
  const gsize length = 20 * 1000 * 1000;
  g_autoptr(ConfabNdjsonParser) parser = confab_ndjson_parser_new (32 << 20);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autofree char *piece = g_strnfill (1000, 'x');

  feed (parser, "{\"a\":\"", 6, seen);
  for (gsize done = 0; done < length; done += 1000)
    feed (parser, piece, 1000, seen);
  feed (parser, "\"}\n", 3, seen);

  g_assert_cmpuint (seen->len, ==, length + 9);
}

static void
test_garbage (void)
{
  static const char input[] = "\0\xff{\"a\":\0}\n\0\n{\"b\":1}";
  g_autoptr(ConfabNdjsonParser) parser = confab_ndjson_parser_new (MAX_BYTES);
  g_autoptr(GString) seen = g_string_new (NULL);

  feed (parser, input, sizeof input - 1, seen);
  finish (parser, seen);
  g_assert_cmpmem (seen->str + seen->len - 8, 8, "{\"b\":1}|", 8);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/ndjson-parser/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/ndjson-parser/bytewise", test_bytewise);
  g_test_add_func ("/wire/ndjson-parser/is-open", test_is_open);
  g_test_add_func ("/wire/ndjson-parser/too-large", test_too_large);
  g_test_add_func ("/wire/ndjson-parser/long-line", test_long_line);
  g_test_add_func ("/wire/ndjson-parser/garbage", test_garbage);

  return g_test_run ();
}
