/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-clipboard"

#include "config.h"

#include "confab-attachment-clipboard.h"

#include "confab-attachment-formats.h"

#include <glib/gi18n.h>

static void
read_files_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(ConfabAttachments) attachments = user_data;
  g_autoptr(GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, &error);

  if (value == NULL)
    {
      g_debug ("The clipboard cannot be read: %s", error->message);
      return;
    }

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    confab_attachments_add_file (attachments, l->data);
}

static void
read_picture_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(ConfabAttachments) attachments = user_data;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;

  stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (object), result, NULL, &error);
  if (stream != NULL)
    confab_attachments_add_stream (attachments, stream, _("Pasted picture"));
  else
    g_debug ("The clipboard cannot be read: %s", error->message);
}

/**
 * confab_attachment_clipboard_paste:
 * @clipboard: a clipboard
 * @attachments: where pictures and files go
 *
 * Takes files, and a picture that comes without any text. Where there is text, such as what an office
 * program copies beside a picture of it, the text is meant.
 *
 * Returns: whether there is something that is no text
 */
gboolean
confab_attachment_clipboard_paste (GdkClipboard      *clipboard,
                                   ConfabAttachments *attachments)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (confab_attachment_formats_have_files (formats))
    {
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, read_files_cb,
                                      g_object_ref (attachments));
      return TRUE;
    }

  if (confab_attachment_formats_have_text (formats) || !confab_attachment_formats_have_picture (formats))
    return FALSE;

  gdk_clipboard_read_async (clipboard, confab_attachment_formats_get_picture_types (), G_PRIORITY_DEFAULT, NULL,
                            read_picture_cb, g_object_ref (attachments));

  return TRUE;
}
