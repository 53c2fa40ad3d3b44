/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-format"

#include "config.h"

#include "confab-import-format.h"

#include "confab-export-format.h"
#include "confab-markdown-fence.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* What the readers of all formats need. */

/**
 * confab_import_dup_id:
 * @source: which program the conversation comes from
 * @conversation: what that one calls it
 * @message: (nullable): what that one calls the message, or %NULL for the conversation itself
 *
 * Returns: (transfer full): the id that it has here, the same each time it is asked for
 */
char *
confab_import_dup_id (const char *source,
                      const char *conversation,
                      const char *message)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[32];
  gsize length = sizeof hash;

  /* With the NUL behind each, so that no two of them can be mistaken for another two. */
  g_checksum_update (checksum, (const guchar *) source, (gssize) strlen (source) + 1);
  g_checksum_update (checksum, (const guchar *) conversation, (gssize) strlen (conversation) + 1);
  if (message != NULL)
    g_checksum_update (checksum, (const guchar *) message, (gssize) strlen (message) + 1);
  g_checksum_get_digest (checksum, hash, &length);

  /* A UUID of version 8, whose making is the maker's own affair. */
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          hash[0], hash[1], hash[2], hash[3], hash[4], hash[5],
                          (guint) ((hash[6] & 0x0f) | 0x80), hash[7], (guint) ((hash[8] & 0x3f) | 0x80), hash[9],
                          hash[10], hash[11], hash[12], hash[13], hash[14], hash[15]);
}

/**
 * confab_import_add_text:
 * @message: a message
 * @kind: what it is
 * @text: (nullable): what is said; nothing is added for nothing
 */
void
confab_import_add_text (ConfabMessage  *message,
                        ConfabPartKind  kind,
                        const char     *text)
{
  g_autoptr(ConfabPart) part = NULL;

  if (text == NULL || *text == '\0')
    return;

  part = confab_part_new_text (kind, text);
  confab_message_append_part (message, part);
}

/**
 * confab_import_add_fence:
 * @message: a message
 * @language: (nullable): which language it is
 * @code: (nullable): the code; nothing is added for nothing
 */
void
confab_import_add_fence (ConfabMessage *message,
                         const char    *language,
                         const char    *code)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (code == NULL || *code == '\0')
    return;

  confab_markdown_append_fence (text, language, code);
  confab_import_add_text (message, CONFAB_PART_TEXT, text->str);
}

/**
 * confab_import_dup_missing:
 * @name: of a picture or file of a message
 *
 * Returns: (transfer full): that it is not there, for [struct@ImportSink]
 */
char *
confab_import_dup_missing (const char *name)
{
  /* Translators: the name of a file */
  return g_strdup_printf (_("“%s” is not in the export"), name);
}

/**
 * confab_import_dup_unknown:
 * @kind: what the file calls something in a message
 *
 * Returns: (transfer full): that nobody knows what it is, for [struct@ImportSink]
 */
char *
confab_import_dup_unknown (const char *kind)
{
  /* Translators: a word of the file that is read, such as "audio" */
  return g_strdup_printf (_("Something of the kind “%s” is not known, and only its text was taken"), kind);
}

/**
 * confab_import_file_part:
 * @name: (nullable): the name of a file
 * @mime_type: (nullable): what it is said to be
 * @data: what is in it
 *
 * Returns: (transfer full): a picture or document of a message, by what is in it
 */
ConfabPart *
confab_import_file_part (const char *name,
                         const char *mime_type,
                         GBytes     *data)
{
  const char *image_type = confab_export_get_image_type (data);
  g_autofree char *guess = NULL;
  g_autofree char *type = NULL;

  if (image_type != NULL)
    return confab_part_new_data (CONFAB_PART_IMAGE, name, image_type, data);

  if (mime_type == NULL || strchr (mime_type, '/') == NULL)
    {
      gsize length;
      const guchar *bytes = g_bytes_get_data (data, &length);

      guess = g_content_type_guess (name, bytes, MIN (length, 4096), NULL);
      type = g_content_type_get_mime_type (guess);
      mime_type = type != NULL ? type : "application/octet-stream";
    }

  return confab_part_new_data (CONFAB_PART_DOCUMENT, name, mime_type, data);
}
