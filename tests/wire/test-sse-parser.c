/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-sse-parser.h"

#include <string.h>

#define MAX_BYTES 4096

/* What is seen is written down as `event=data|` or `data|`. */
static const struct { const char *name, *input, *expected; } cases[] = {
  { "one",            "data: a\n\n",                                   "a|" },
  { "no-space",       "data:a\n\n",                                    "a|" },
  { "one-space-only", "data:  a\n\n",                                  " a|" },
  { "several-lines",  "data: a\ndata: b\n\n",                          "a\nb|" },
  { "crlf",           "data: a\r\ndata:b\r\n\r\ndata: c\r\n\r\n",      "a\nb|c|" },
  { "lone-cr",        "data: a\rdata:b\r\rdata: c\r\r",                "a\nb|c|" },
  { "mixed-ends",     "data: a\r\n\ndata: b\r\r\ndata: c\n\r\n",       "a|b|c|" },
  { "bom",            "\xef\xbb\xbf" "data: a\n\n",                    "a|" },
  { "bom-only-first", "data: a\n\n\xef\xbb\xbf" "data: b\n\n",         "a|" },
  { "comment",        ": hello\n\n: again\ndata: a\n: mid\ndata: b\n\n:end", "a\nb|" },
  { "event",          "event: x\ndata: a\n\ndata: b\n\n",              "x=a|b|" },
  { "event-last",     "event: x\nevent: y\ndata: a\n\n",               "y=a|" },
  { "event-alone",    "event: x\n\ndata: a\n\n",                       "a|" },
  { "id-and-retry",   "id: 7\nretry: 10\ndata: a\nid: {}\n\n",         "a|" },
  { "empty-data",     "data:\n\ndata\n\n",                             "||" },
  { "no-blank-line",  "data: a\n\ndata: b\n",                          "a|b|" },
  { "no-newline",     "data: a\n\ndata: b",                            "a|b|" },
  { "field-only",     "data: a\n\ndat",                                "a|" },
  { "two-at-once",    "data: {\"a\":1}\n\ndata: {\"b\":2}\n\n",        "{\"a\":1}|{\"b\":2}|" },
  { "unknown-text",   "note: hello\ndata: a\n\n",                      "a|" },
  { "error-field",    "data: a\n\nerror: {\"m\":1}\n",                 "a|error={\"m\":1}|" },
  { "error-in-event", "event: x\ndata: a\nerror: {\"m\":1}\n\ndata: b\n\n", "x=a|error={\"m\":1}|b|" },
  { "error-at-end",   "data: a\n\nerror: {\"m\":1}",                   "a|error={\"m\":1}|" },
  { "bare-line",      "data: a\n\n{\"e\":1}\n\ndata: b\n\n",           "a|{\"e\":1}|b|" },
  { "bare-spread",    "data: a\n\n{\n  \"e\": {\n    \"c\": 1\n  }\n}\n\ndata: b\n\n",
                      "a|{\n  \"e\": {\n    \"c\": 1\n  }\n}|b|" },
  { "bare-array",     "[{\"e\":1}]\ndata: b\n\n",                      "{\"e\":1}|b|" },
  { "bare-crlf",      "{\r\n\"e\":1}\r\n\r\ndata: b\r\n\r\n",          "{\n\"e\":1}|b|" },
  { "bare-broken",    "{\"e\":\ndata: b\n\n",                          "{\"e\":\n|b|" },
  { "bare-open",      "data: b\n\n{\"e\":",                            "b|{\"e\":\n|" },
  { "bare-done",      "data: a\n\n[DONE]\n",                           "a|[DONE]|" },
  { "done",           "data: a\n\ndata: [DONE]\n\n",                   "a|[DONE]|" },
  { "utf8",           "data: \xc3\xa9\xf0\x9f\x98\x80\n\n",            "\xc3\xa9\xf0\x9f\x98\x80|" },
  { "unicode-breaks", "data: a\xe2\x80\xa8" "b\xc2\x85" "c\n\n",       "a\xe2\x80\xa8" "b\xc2\x85" "c|" },
  { "blank-lines",    "\n\n\r\n\ndata: a\n\n\n\n",                     "a|" },
  { "nothing",        "",                                              "" },
};

static gboolean
collect_cb (const char  *event,
            const char  *data,
            gsize        length,
            gpointer     user_data,
            GError     **error)
{
  GString *seen = user_data;

  g_assert_cmpint (data[length], ==, '\0');
  if (event != NULL)
    g_string_append_printf (seen, "%s=", event);
  g_string_append_len (seen, data, length);
  g_string_append_c (seen, '|');

  return TRUE;
}

/* Copies to a block of the exact size, so that reading one byte too many is noticed. */
static void
feed (ConfabSseParser *parser,
      const char      *bytes,
      gsize            length,
      GString         *seen)
{
  g_autofree char *copy = g_memdup2 (bytes, length);
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_sse_parser_feed (parser, copy != NULL ? copy : "", length, collect_cb, seen, &error));
  g_assert_no_error (error);
}

static void
finish (ConfabSseParser *parser,
        GString         *seen)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_sse_parser_finish (parser, collect_cb, seen, &error));
  g_assert_no_error (error);
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
            g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (MAX_BYTES);
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
      g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (MAX_BYTES);
      g_autoptr(GString) seen = g_string_new (NULL);

      for (const char *p = cases[i].input; *p != '\0'; p++)
        feed (parser, p, 1, seen);
      finish (parser, seen);
      g_assert_cmpstr (seen->str, ==, cases[i].expected);
    }
}

static void
test_nul_and_garbage (void)
{
  static const char input[] = "data: a\0b\n\n\0\xff\xfe\n\n\x80: {x\n\ndata: c\n\n";
  g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (MAX_BYTES);
  g_autoptr(GString) seen = g_string_new (NULL);

  feed (parser, input, sizeof input - 1, seen);
  finish (parser, seen);

  g_assert_cmpmem (seen->str, seen->len, "a\0b|\x80={x|c|", 11);
}

static void
test_too_large (void)
{
  static const char *const inputs[] = { "data: ", "", ":", "{\"a\":\"", "event: " };

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (100);
      g_autoptr(GString) seen = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      gboolean ok = TRUE;

      feed (parser, inputs[i], strlen (inputs[i]), seen);
      for (int n = 0; ok && n < 200; n++)
        ok = confab_sse_parser_feed (parser, "x", 1, collect_cb, seen, &error);
      g_assert_false (ok);
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
    }
}

static void
test_too_large_in_lines (void)
{
  static const char *const lines[] = { "data: xxxxxxxxx\n", "{\"a\":\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (100);
      g_autoptr(GString) seen = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      gboolean ok = TRUE;

      for (int n = 0; ok && n < 200; n++)
        ok = confab_sse_parser_feed (parser, lines[i], strlen (lines[i]), collect_cb, seen, &error);
      g_assert_false (ok);
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
    }
}

static gboolean
refuse_cb (const char  *event,
           const char  *data,
           gsize        length,
           gpointer     user_data,
           GError     **error)
{
  g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED, "No");

  return FALSE;
}

static void
test_passes_errors_on (void)
{
  g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (100);
  g_autoptr(GError) error = NULL;

  g_assert_false (confab_sse_parser_feed (parser, "data: a\n\n", 9, refuse_cb, NULL, &error));
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
}

/* A 20 MB line in small pieces: it has to arrive whole, and in time that grows with its length. */
static void
test_long_line (void)
{
  const gsize length = 20 * 1000 * 1000;
  g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (32 << 20);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autofree char *piece = g_strnfill (1000, 'x');

  feed (parser, "data: ", 6, seen);
  for (gsize done = 0; done < length; done += 1000)
    feed (parser, piece, 1000, seen);
  feed (parser, "\n\n", 2, seen);

  g_assert_cmpuint (seen->len, ==, length + 1);
}

/* Many lone '\r' in one read must not make the parser look for '\n' again and again. */
static void
test_many_short_lines (void)
{
  g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (MAX_BYTES);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autofree char *input = g_strnfill (4 << 20, '\r');

  feed (parser, input, 4 << 20, seen);
  feed (parser, "data: a\r\r", 9, seen);
  finish (parser, seen);

  g_assert_cmpstr (seen->str, ==, "a|");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/sse-parser/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/sse-parser/bytewise", test_bytewise);
  g_test_add_func ("/wire/sse-parser/nul-and-garbage", test_nul_and_garbage);
  g_test_add_func ("/wire/sse-parser/too-large", test_too_large);
  g_test_add_func ("/wire/sse-parser/too-large-in-lines", test_too_large_in_lines);
  g_test_add_func ("/wire/sse-parser/passes-errors-on", test_passes_errors_on);
  g_test_add_func ("/wire/sse-parser/long-line", test_long_line);
  g_test_add_func ("/wire/sse-parser/many-short-lines", test_many_short_lines);

  return g_test_run ();
}
