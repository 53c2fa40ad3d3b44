/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-formats"

#include "config.h"

#include "confab-attachment-formats.h"

/* What another program offers, on the clipboard or held over the window. Pictures are taken as the bytes
 * they are: nothing is decoded and encoded on the way, and one of hostile size is not decoded at all. */

/* The first that there is; programs offer several. */
static const char *picture_types[] = { "image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff", "image/bmp",
                                       NULL };

static gboolean
has_any (GdkContentFormats  *formats,
         const char * const *mime_types)
{
  for (gsize i = 0; mime_types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (formats, mime_types[i]))
      return TRUE;

  return FALSE;
}

/* confab_attachment_formats_have_files:
 * @formats: what is offered
 *
 * Returns: whether %GDK_TYPE_FILE_LIST can be read
 */
gboolean
confab_attachment_formats_have_files (GdkContentFormats *formats)
{
  g_autoptr(GdkContentFormats) readable = NULL;

  readable = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));

  return gdk_content_formats_contain_gtype (readable, GDK_TYPE_FILE_LIST);
}

/* confab_attachment_formats_have_picture:
 * @formats: what is offered
 *
 * Returns: whether one of confab_attachment_formats_get_picture_types() can be read
 */
gboolean
confab_attachment_formats_have_picture (GdkContentFormats *formats)
{
  g_autoptr(GdkContentFormats) readable = NULL;

  readable = gdk_content_formats_union_serialize_mime_types (gdk_content_formats_ref (formats));

  return has_any (readable, (const char * const *) picture_types);
}

/* confab_attachment_formats_have_text:
 * @formats: what is offered
 *
 * Returns: whether there is text
 */
gboolean
confab_attachment_formats_have_text (GdkContentFormats *formats)
{
  static const char *const text_types[] = { "text/plain;charset=utf-8", "text/plain", "UTF8_STRING", "STRING", NULL };

  return gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) || has_any (formats, text_types);
}

/* confab_attachment_formats_get_picture_types:
 *
 * Returns: (transfer none): the types of pictures that are taken, the best first
 */
const char **
confab_attachment_formats_get_picture_types (void)
{
  return picture_types;
}
