/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "await.h"
#include "confab-pdf-text.h"

#define PAGES \
  "%PDF-1.4\n" \
  "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n" \
  "2 0 obj <</Type /Pages /Kids [3 0 R 3 0 R] /Count 2>> endobj\n" \
  "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R\n" \
  "/Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj\n"
#define TEXT "4 0 obj <</Length 49>> stream\nBT /F1 18 Tf 20 40 Td (Rye needs patience) Tj ET\nendstream endobj\n"
#define NO_TEXT "4 0 obj <</Length 20>> stream\n0 0 100 50 re f     \nendstream endobj\n"
#define PASSWORD \
  "trailer <</Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]\n" \
  "/Encrypt <</Filter /Standard /V 1 /R 2 /P -4 /O <" HEX32 "> /U <" HEX32 ">>>>>\n"
#define HEX32 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static char *
read_text (const char  *pdf,
           gsize        size,
           GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (pdf, size);
  g_autoptr(GAsyncResult) result = NULL;

  confab_pdf_text_read_async (bytes, NULL, await_cb, &result);

  return confab_pdf_text_read_finish (await (&result), error);
}

static void
test_text (void)
{
  static const char pdf[] = PAGES TEXT "trailer <</Root 1 0 R>>\n";
  g_autoptr(GError) error = NULL;
  g_autofree char *text = read_text (pdf, strlen (pdf), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "Rye needs patience\n\nRye needs patience");
}

static void
test_refused (void)
{
  static const struct { const char *name, *pdf; int code; } cases[] = {
    { "scanned", PAGES NO_TEXT "trailer <</Root 1 0 R>>\n", CONFAB_DOCUMENT_ERROR_NO_TEXT },
    { "encrypted", PAGES TEXT PASSWORD, CONFAB_DOCUMENT_ERROR_ENCRYPTED },
    { "nonsense", "%PDF-1.4\nnothing of the kind", CONFAB_DOCUMENT_ERROR_DAMAGED },
    { "text", "not even the beginning", CONFAB_DOCUMENT_ERROR_DAMAGED },
    { "empty", "", CONFAB_DOCUMENT_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = read_text (cases[i].pdf, strlen (cases[i].pdf), &error);

      g_test_message ("%s", cases[i].name);
      g_assert_null (text);
      g_assert_error (error, CONFAB_DOCUMENT_ERROR, cases[i].code);
    }
}

/* A reader that reads nothing, writes without end, never ends, or is not there. */
static void
test_bad_reader (void)
{
  static const struct { const char *reader; int code; } cases[] = {
    { "/bin/true", CONFAB_DOCUMENT_ERROR_NO_TEXT },
    { "/bin/false", CONFAB_DOCUMENT_ERROR_DAMAGED },
    { "/usr/bin/yes", CONFAB_DOCUMENT_ERROR_TOO_LARGE },
    { "/nonexistent/reader", CONFAB_DOCUMENT_ERROR_NO_READER },
  };
  g_autofree char *reader = g_strdup (g_getenv ("CONFAB_DOCUMENT_READER"));
  g_autofree char *large = g_malloc0 (4 * 1024 * 1024);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].reader);
      g_setenv ("CONFAB_DOCUMENT_READER", cases[i].reader, TRUE);
      text = read_text (large, 4 * 1024 * 1024, &error);
      g_assert_null (text);
      g_assert_error (error, CONFAB_DOCUMENT_ERROR, cases[i].code);
    }
  g_setenv ("CONFAB_DOCUMENT_READER", reader, TRUE);
}

static void
test_cancelled (void)
{
  g_autofree char *reader = g_strdup (g_getenv ("CONFAB_DOCUMENT_READER"));
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GBytes) pdf = g_bytes_new_static (PAGES TEXT, strlen (PAGES TEXT));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  /* It never ends by itself. */
  g_setenv ("CONFAB_DOCUMENT_READER", "/usr/bin/yes", TRUE);
  confab_pdf_text_read_async (pdf, cancellable, await_cb, &result);
  g_setenv ("CONFAB_DOCUMENT_READER", reader, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_null (confab_pdf_text_read_finish (await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/documents/pdf-text/text", test_text);
  g_test_add_func ("/documents/pdf-text/refused", test_refused);
  g_test_add_func ("/documents/pdf-text/bad-reader", test_bad_reader);
  g_test_add_func ("/documents/pdf-text/cancelled", test_cancelled);

  return g_test_run ();
}
