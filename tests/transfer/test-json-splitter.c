/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-json-splitter.h"

#define MAX_LENGTH 64

static gboolean
collect_cb (const char  *name,
            const char  *json,
            gsize        length,
            gpointer     user_data,
            GError     **error)
{
  GString *seen = user_data;

  if (json != NULL)
    g_assert_cmpuint (strlen (json), ==, length);
  g_string_append_printf (seen, "%s=%s|", name != NULL ? name : "", json != NULL ? json : "(too large)");
  return TRUE;
}

#define FORMAT  "!format"
#define DAMAGED "!damaged"

/* What is handed out, and the error behind it. */
static const struct { const char *name, *input, *expected; } cases[] = {
  { "empty-list",   "[]",                                             "" },
  { "list",         "[{\"a\":1}, [2] ,\"x\",3,true]",                 "={\"a\":1}|=[2]|=\"x\"|=3|=true|" },
  { "mark",         "\xef\xbb\xbf [1]\n",                             "=1|" },
  { "brackets",     "[\"]\",{\"}\":\"\\\"]\"}]",                      "=\"]\"|={\"}\":\"\\\"]\"}|" },
  { "backslashes",  "[\"\\\\\",\"\\\\\\\"\"]",                        "=\"\\\\\"|=\"\\\\\\\"\"|" },
  { "object",       "{\"format\":\"f\",\"version\":1,\"list\":[{},2]}", "format=\"f\"|version=1|list={}|list=2|" },
  { "two-lists",    "{\"a\":[1],\"b\":[],\"c\":[2,3]}",               "a=1|c=2|c=3|" },
  { "object-value", "{\"a\":{\"b\":[1,2]}}",                          "a={\"b\":[1,2]}|" },
  { "odd-name",     "{\"a\\\"]\":null}",                              "a\\\"]=null|" },
  { "unicode",      "[\"\xc3\xa9\xf0\x9f\x8e\x89\"]",                 "=\"\xc3\xa9\xf0\x9f\x8e\x89\"|" },
  { "right-to-left", "[\"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\"]",        "=\"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\"|" },
  { "too-large",    "[1,\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",2]",
                    "=1|=(too large)|=2|" },
  { "nothing",      "",                                               FORMAT },
  { "spaces",       " \n",                                            FORMAT },
  { "text",         "Hello",                                          FORMAT },
  { "page",         "<html>",                                         FORMAT },
  { "cut-list",     "[1,{\"a\":",                                     "=1|" DAMAGED },
  { "cut-string",   "[\"abc",                                         DAMAGED },
  { "cut-name",     "{\"a",                                           DAMAGED },
  { "behind",       "[1] x",                                          "=1|" DAMAGED },
  { "no-colon",     "{\"a\" 1}",                                      DAMAGED },
  { "no-name",      "{1}",                                            DAMAGED },
  { "no-value",     "{\"a\":}",                                       DAMAGED },
  { "wrong-end",    "[1}",                                            "=1|" DAMAGED },
};

static void
check (const char *name,
       const char *input,
       gsize       cut,
       const char *expected)
{
  const gsize length = strlen (input);
  g_autofree char *head = g_memdup2 (input, cut);
  g_autofree char *tail = g_memdup2 (input + cut, length - cut);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(ConfabJsonSplitter) splitter = confab_json_splitter_new (MAX_LENGTH, collect_cb, seen);
  g_autoptr(GError) error = NULL;

  g_test_message ("%s, cut at %" G_GSIZE_FORMAT, name, cut);
  if (!confab_json_splitter_feed (splitter, head, cut, &error) ||
      !confab_json_splitter_feed (splitter, tail, length - cut, &error) ||
      !confab_json_splitter_finish (splitter, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == CONFAB_TRANSFER_ERROR);
      g_string_append (seen, error->code == CONFAB_TRANSFER_ERROR_FORMAT ? FORMAT : DAMAGED);
    }
  g_assert_cmpstr (seen->str, ==, expected);
}

static void
test_split_anywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= strlen (cases[i].input); cut++)
      check (cases[i].name, cases[i].input, cut, cases[i].expected);
}

static void
test_byte_by_byte (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) seen = g_string_new (NULL);
      g_autoptr(ConfabJsonSplitter) splitter = confab_json_splitter_new (MAX_LENGTH, collect_cb, seen);
      g_autoptr(GError) error = NULL;
      gboolean ok = TRUE;

      for (const char *p = cases[i].input; ok && *p != '\0'; p++)
        ok = confab_json_splitter_feed (splitter, p, 1, &error);
      if (!ok || !confab_json_splitter_finish (splitter, &error))
        g_string_append (seen, error->code == CONFAB_TRANSFER_ERROR_FORMAT ? FORMAT : DAMAGED);
      g_assert_cmpstr (seen->str, ==, cases[i].expected);
    }
}

/* The longest value that fits, and one byte more. */
static void
test_bound (void)
{
  for (gsize length = MAX_LENGTH; length <= MAX_LENGTH + 1; length++)
    {
      g_autofree char *digits = g_strnfill (length, '7');
      g_autofree char *input = g_strdup_printf ("[%s]", digits);
      g_autofree char *expected = g_strdup_printf ("=%s|", length <= MAX_LENGTH ? digits : "(too large)");

      check ("bound", input, 5, expected);
    }
}

static gboolean
refuse_cb (const char  *name,
           const char  *json,
           gsize        length,
           gpointer     user_data,
           GError     **error)
{
  g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_WRITE, "No more");
  return FALSE;
}

static void
test_refused (void)
{
  g_autoptr(ConfabJsonSplitter) splitter = confab_json_splitter_new (MAX_LENGTH, refuse_cb, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (confab_json_splitter_feed (splitter, "[1,2]", 5, &error));
  g_assert_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_WRITE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transfer/json-splitter/split-anywhere", test_split_anywhere);
  g_test_add_func ("/transfer/json-splitter/byte-by-byte", test_byte_by_byte);
  g_test_add_func ("/transfer/json-splitter/bound", test_bound);
  g_test_add_func ("/transfer/json-splitter/refused", test_refused);

  return g_test_run ();
}
