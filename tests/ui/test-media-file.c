/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-media-file.h"

#include <string.h>

static void
test_name (void)
{
  static const struct { ConfabPartKind kind; const char *mime_type; const char *name; const char *expected; } cases[] = {
    { CONFAB_PART_IMAGE, "image/png", "loaf.png", "loaf.png" },
    { CONFAB_PART_IMAGE, "image/png", "LOAF.PNG", "LOAF.PNG" },
    { CONFAB_PART_IMAGE, "image/jpeg", "loaf.jpeg", "loaf.jpeg" },
    /* made into another type, or never had a name that says it */
    { CONFAB_PART_IMAGE, "image/png", "loaf.jpeg", "loaf.jpeg.png" },
    { CONFAB_PART_IMAGE, "image/jpeg", "loaf.bmp", "loaf.bmp.jpg" },
    { CONFAB_PART_IMAGE, "image/webp", "Pasted picture", "Pasted picture.webp" },
    { CONFAB_PART_IMAGE, "image/heic", "phone.heic", "phone.heic" },
    { CONFAB_PART_IMAGE, "image/gif", NULL, "Picture.gif" },
    { CONFAB_PART_DOCUMENT, "application/pdf", "", "Document.pdf" },
    { CONFAB_PART_DOCUMENT, "text/x-python", "bread.py", "bread.py" },
    { CONFAB_PART_DOCUMENT, "text/plain", "Makefile", "Makefile.txt" },
    /* nothing that leads elsewhere or hides the file */
    { CONFAB_PART_DOCUMENT, "text/plain", "../../.ssh/config.txt", "_.._.ssh_config.txt" },
    { CONFAB_PART_DOCUMENT, "text/plain", " ... .bashrc ", "bashrc.txt" },
    { CONFAB_PART_DOCUMENT, "text/plain", "...", "Document.txt" },
    { CONFAB_PART_DOCUMENT, "text/plain", "a\\b\n\x7f.txt", "a_b__.txt" },
    /* read from the right, it would end in another type */
    { CONFAB_PART_IMAGE, "image/png", "loaf\xe2\x80\xaegpj.png", "loaf_gpj.png" },
    { CONFAB_PART_DOCUMENT, "text/plain", "Ünï 漢字 🙂.txt", "Ünï 漢字 🙂.txt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) data = g_bytes_new_static ("x", 1);
      g_autoptr(ConfabPart) part = confab_part_new_data (cases[i].kind, cases[i].name, cases[i].mime_type, data);
      g_autofree char *name = confab_media_file_dup_name (part);

      g_assert_cmpstr (name, ==, cases[i].expected);
    }
}

/* File systems take names of 255 bytes; a cut must not fall into a character. */
static void
test_long_name (void)
{
  for (gsize n = 60; n < 70; n++)
    {
      g_autoptr(GBytes) data = g_bytes_new_static ("x", 1);
      g_autoptr(GString) given = g_string_new (NULL);
      g_autoptr(ConfabPart) part = NULL;
      g_autofree char *name = NULL;

      for (gsize i = 0; i < n * 10; i++)
        g_string_append (given, i < n ? "x" : "漢");
      g_string_append (given, ".jpeg");
      part = confab_part_new_data (CONFAB_PART_IMAGE, given->str, "image/jpeg", data);
      name = confab_media_file_dup_name (part);
      g_assert_cmpuint (strlen (name), <=, 200);
      g_assert_cmpuint (strlen (name), >, 170);
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_true (g_str_has_suffix (name, "漢.jpeg"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/media-file/name", test_name);
  g_test_add_func ("/ui/media-file/long-name", test_long_name);

  return g_test_run ();
}
