/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-read-document"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <poppler.h>

#include "confab-pdf-reader-private.h"

/* Reads the PDF document that comes in by standard input and writes its text to standard output. A
 * program of its own, for such documents come from anywhere and their format is large: what goes wrong
 * in here takes neither the conversation nor a key along, and the system ends what asks for too much. */

static void
set_limit (int      resource,
           rlim_t   amount)
{
  const struct rlimit limit = { amount, amount };

  /* One that was lower before stays, for it cannot be raised. */
  if (setrlimit ((__rlimit_resource_t) resource, &limit) != 0)
    g_debug ("A limit cannot be set: %s", g_strerror (errno));
}

static GBytes *
read_input (void)
{
  g_autoptr(GByteArray) input = g_byte_array_new ();
  guint8 buffer[64 * 1024];
  gssize n_read;

  while ((n_read = read (STDIN_FILENO, buffer, sizeof buffer)) != 0)
    {
      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read < 0 || input->len + n_read > CONFAB_PDF_READER_MAX_INPUT)
        return NULL;
      g_byte_array_append (input, buffer, (guint) n_read);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&input));
}

static gboolean
write_output (const char *text,
              gsize       length)
{
  while (length > 0)
    {
      const gssize n_written = write (STDOUT_FILENO, text, length);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        return FALSE;
      text += n_written;
      length -= (gsize) n_written;
    }

  return TRUE;
}

/* Whether anything was written. */
static gboolean
write_pages (PopplerDocument *document)
{
  const int n_pages = poppler_document_get_n_pages (document);
  gsize written = 0;

  for (int i = 0; i < n_pages; i++)
    {
      PopplerPage *page = poppler_document_get_page (document, i);
      g_autofree char *text = page != NULL ? poppler_page_get_text (page) : NULL;
      g_autofree char *valid = NULL;
      gsize length;

      g_clear_object (&page);
      if (text == NULL || *g_strchomp (text) == '\0')
        continue;

      valid = g_utf8_make_valid (text, -1);
      length = strlen (valid);
      if (length > CONFAB_PDF_READER_MAX_OUTPUT - written - 2)
        break;
      if ((written > 0 && !write_output ("\n\n", 2)) || !write_output (valid, length))
        break;
      written += length + (written > 0 ? 2 : 0);
    }

  return written > 0;
}

int
main (void)
{
  g_autoptr(GBytes) input = NULL;
  g_autoptr(GError) error = NULL;
  PopplerDocument *document;
  gboolean has_text;

  set_limit (RLIMIT_CORE, 0);
  set_limit (RLIMIT_CPU, CONFAB_PDF_READER_MAX_SECONDS);
  set_limit (RLIMIT_FSIZE, 0);
#ifndef __SANITIZE_ADDRESS__
  set_limit (RLIMIT_AS, CONFAB_PDF_READER_MAX_MEMORY);
#endif

  input = read_input ();
  if (input == NULL)
    return CONFAB_PDF_READER_DAMAGED;

  document = poppler_document_new_from_bytes (input, NULL, &error);
  if (g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    return CONFAB_PDF_READER_ENCRYPTED;
  if (document == NULL)
    return CONFAB_PDF_READER_DAMAGED;

  has_text = write_pages (document);
  g_object_unref (document);

  return has_text ? CONFAB_PDF_READER_DONE : CONFAB_PDF_READER_NO_TEXT;
}
