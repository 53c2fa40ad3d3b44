/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-text-file.h"

#define BYTES(text) text, sizeof (text) - 1

static void
test_decode (void)
{
  static const struct { const char *name, *data; gsize size; const char *expected; } cases[] = {
    { "ascii", BYTES ("int main;\n"), "int main;\n" },
    { "utf8", BYTES ("Gr\xc3\xbc\xc3\x9f" "e \xe4\xb8\x96"), "Gr\xc3\xbc\xc3\x9f" "e \xe4\xb8\x96" },
    { "utf8-mark", BYTES ("\xef\xbb\xbf" "a\n"), "a\n" },
    { "utf16-little", BYTES ("\xff\xfe" "a\0\xfc\0"), "a\xc3\xbc" },
    { "utf16-big", BYTES ("\xfe\xff" "\0a\0\xfc"), "a\xc3\xbc" },
    { "utf32-little", BYTES ("\xff\xfe\0\0a\0\0\0"), "a" },
    { "western", BYTES ("Gr\xfc\xdf" "e \x80 3"), "Gr\xc3\xbc\xc3\x9f" "e \xe2\x82\xac 3" },
    { "escape", BYTES ("\x1b[1mbold\x1b[0m\f"), "\x1b[1mbold\x1b[0m\f" },
    { "zero", BYTES ("a\0b"), NULL },
    { "control", BYTES ("a\x01" "b"), NULL },
    { "undefined", BYTES ("a\x81" "b"), NULL },
    { "utf16-cut", BYTES ("\xff\xfe" "a\0\xfc"), NULL },
    { "utf16-zero", BYTES ("\xff\xfe\0\0" "a\0"), NULL },
    { "empty", BYTES (""), NULL },
    { "mark-alone", BYTES ("\xef\xbb\xbf"), "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) data = g_bytes_new_take (g_memdup2 (cases[i].data, cases[i].size), cases[i].size);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) text = confab_text_file_decode (data, &error);

      g_test_message ("%s", cases[i].name);
      if (cases[i].expected == NULL)
        {
          g_assert_error (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NOT_TEXT);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), cases[i].expected,
                       strlen (cases[i].expected));
    }
}

static void
test_types (void)
{
  static const struct { const char *name, *expected; } cases[] = {
    { "a.py", "text/x-python" },
    { "a.json", "application/json" },
    { "a.md", "text/markdown" },
    { "a.png", "text/plain" },
    { "a", "text/plain" },
    { NULL, "text/plain" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *type = confab_text_file_guess_type (cases[i].name);

      g_assert_cmpstr (type, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/documents/text-file/decode", test_decode);
  g_test_add_func ("/documents/text-file/types", test_types);

  return g_test_run ();
}
