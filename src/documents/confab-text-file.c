/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-text-file"

#include "config.h"

#include "confab-text-file.h"

#include "confab-part.h"

#include <gio/gio.h>

#include <string.h>

/* Files of text, whatever they are written in: UTF-8 is what models are told. */

/* A mark at the beginning says what the file is in. That of UTF-32 begins with that of UTF-16. */
static const struct { const char *mark; gsize size; const char *charset; } marks[] = {
  { "\xff\xfe\0\0", 4, "UTF-32LE" },
  { "\0\0\xfe\xff", 4, "UTF-32BE" },
  { "\xef\xbb\xbf", 3, "UTF-8" },
  { "\xff\xfe", 2, "UTF-16LE" },
  { "\xfe\xff", 2, "UTF-16BE" },
};

static gboolean
is_printable (const char *text,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      const guint8 byte = (guint8) text[i];

      if ((byte < 0x20 && strchr ("\t\n\v\f\r\b\x1b", byte) == NULL) || byte == 0 || byte == 0x7f)
        return FALSE;
    }

  return TRUE;
}

static GBytes *
convert (const char *text,
         gsize       length,
         const char *charset)
{
  g_autofree char *converted = NULL;
  gsize converted_length;

  converted = g_convert (text, (gssize) length, "UTF-8", charset, NULL, &converted_length, NULL);
  if (converted == NULL || !is_printable (converted, converted_length))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&converted), converted_length);
}

/**
 * confab_text_file_decode:
 * @data: the bytes of a file
 * @error: where to say why not: %CONFAB_DOCUMENT_ERROR_NOT_TEXT
 *
 * Reads UTF-8, what a mark at the beginning announces, and else the old encoding of western
 * languages, which nearly any bytes make sense in; hence control characters tell what is no text.
 *
 * Returns: (transfer full) (nullable): the text as UTF-8, without a mark
 */
GBytes *
confab_text_file_decode (GBytes  *data,
                         GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (data, &size);
  GBytes *decoded = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (size < marks[i].size || memcmp (text, marks[i].mark, marks[i].size) != 0)
        continue;

      decoded = convert (text + marks[i].size, size - marks[i].size, marks[i].charset);
      if (decoded != NULL)
        return decoded;
    }

  if (size > 0 && g_utf8_validate_len (text, size, NULL) && is_printable (text, size))
    return g_bytes_ref (data);

  if (size > 0 && is_printable (text, size))
    decoded = convert (text, size, "WINDOWS-1252");
  if (decoded == NULL)
    g_set_error_literal (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NOT_TEXT,
                         "The bytes are no text in any encoding that is known");

  return decoded;
}

/**
 * confab_text_file_guess_type:
 * @name: (nullable): the name of a file that is text
 *
 * Returns: (transfer full): its media type, by which its language is told
 */
char *
confab_text_file_guess_type (const char *name)
{
  g_autofree char *content_type = NULL;
  g_autofree char *mime_type = NULL;

  if (name != NULL)
    {
      content_type = g_content_type_guess (name, NULL, 0, NULL);
      mime_type = g_content_type_get_mime_type (content_type);
    }

  if (!confab_part_is_text_type (mime_type))
    return g_strdup ("text/plain");

  return g_steal_pointer (&mime_type);
}
