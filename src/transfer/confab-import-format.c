/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-format"

#include "config.h"

#include "confab-import-format.h"

#include "confab-export-format.h"

#include <string.h>

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
