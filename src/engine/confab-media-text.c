/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-media-text"

#include "config.h"

#include "confab-media-text-private.h"

#include "confab-attachment.h"

#include <glib/gi18n-lib.h>

/* What a person is told of pictures and files that cannot be sent, or not even attached. */

/* confab_media_text_describe:
 * @error: an error of %CONFAB_MEDIA_ERROR
 * @name: the name of the provider
 *
 * Returns: (transfer full): what a person is told
 */
char *
confab_media_text_describe (const GError *error,
                            const char   *name)
{
  const char *subject = confab_media_error_get_subject (error);
  g_autofree char *found = g_format_size (MAX (confab_media_error_get_found (error), 0));
  g_autofree char *limit = g_format_size (MAX (confab_media_error_get_limit (error), 0));

  if (subject == NULL)
    subject = _("The file");

  switch ((ConfabMediaError) error->code)
    {
    case CONFAB_MEDIA_ERROR_NO_IMAGES:
      return g_strdup (_("This model takes no pictures. Choose another model, or leave the pictures out."));

    case CONFAB_MEDIA_ERROR_IMAGE_TYPE:
      /* Translators: a provider's name, and a type such as image/tiff */
      return g_strdup_printf (_("%s takes no pictures of the type %s. Save it as PNG or JPEG first."), name, subject);

    case CONFAB_MEDIA_ERROR_FILE_TYPE:
      /* Translators: a provider's name, and a type such as application/zip */
      return g_strdup_printf (_("%s takes no files of the type %s. Paste the text that matters instead, or choose "
                                "another provider."), name, subject);

    case CONFAB_MEDIA_ERROR_EMPTY:
      /* Translators: the name of a file */
      return g_strdup_printf (_("%s is empty. Choose another file."), subject);

    case CONFAB_MEDIA_ERROR_TOO_MANY:
      /* Translators: a provider's name, and a number of pictures */
      return g_strdup_printf (_("%s takes at most %d pictures in one conversation. Leave some out."), name,
                              (int) MIN (confab_media_error_get_limit (error), G_MAXINT));

    case CONFAB_MEDIA_ERROR_TOO_LARGE_TOGETHER:
      /* Translators: two sizes with a provider's name between them, such as "30 MB" */
      return g_strdup_printf (_("All pictures and files of this conversation have %s, and %s takes at most %s. Leave "
                                "some out."), found, name, limit);

    case CONFAB_MEDIA_ERROR_TOO_MANY_FILES:
      /* Translators: a number */
      return g_strdup_printf (_("At most %d files go with one message. Those after them were left out."),
                              (int) confab_media_error_get_limit (error));

    case CONFAB_MEDIA_ERROR_TOO_MANY_PIXELS:
      /* Translators: the name of a picture, a number of pixels, a provider's name, and another number of pixels */
      return g_strdup_printf (_("%s is %d pixels long, and %s takes at most %d. Make it smaller first."), subject,
                              (int) confab_media_error_get_found (error), name,
                              (int) confab_media_error_get_limit (error));

    case CONFAB_MEDIA_ERROR_TOO_LARGE:
    default:
      /* Translators: the name of a file, its size, a provider's name, and another size */
      return g_strdup_printf (_("%s has %s, and %s takes at most %s. Make it smaller first."), subject, found, name,
                              limit);
    }
}

/* confab_media_text_describe_document:
 * @error: an error of %CONFAB_DOCUMENT_ERROR
 *
 * Stands beside the name of the file.
 *
 * Returns: (transfer full): what a person is told
 */
char *
confab_media_text_describe_document (const GError *error)
{
  g_autofree char *limit = NULL;

  switch ((ConfabDocumentError) error->code)
    {
    case CONFAB_DOCUMENT_ERROR_NOT_FOUND:
      return g_strdup (_("This file is not there any more. Choose another one."));

    case CONFAB_DOCUMENT_ERROR_FORBIDDEN:
      return g_strdup (_("Confab may not read this file. Check its permissions."));

    case CONFAB_DOCUMENT_ERROR_NO_FILE:
      return g_strdup (_("This is no file. Attach the files in it instead."));

    case CONFAB_DOCUMENT_ERROR_EMPTY:
      return g_strdup (_("This file is empty. Choose another one."));

    case CONFAB_DOCUMENT_ERROR_TOO_LARGE:
      limit = g_format_size (CONFAB_ATTACHMENT_MAX_BYTES);
      /* Translators: a size such as "50 MB" */
      return g_strdup_printf (_("This file is too large: at most %s can be attached."), limit);

    case CONFAB_DOCUMENT_ERROR_BAD_PICTURE:
      return g_strdup (_("This picture cannot be opened here. Save it as PNG or JPEG first."));

    case CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS:
      return g_strdup (_("This picture has too many pixels. Make it smaller first."));

    case CONFAB_DOCUMENT_ERROR_NOT_TEXT:
      return g_strdup (_("This file is no text. Paste the text that matters instead."));

    case CONFAB_DOCUMENT_ERROR_ENCRYPTED:
      return g_strdup (_("This document is protected by a password. Save it without one, then attach it again."));

    case CONFAB_DOCUMENT_ERROR_DAMAGED:
      return g_strdup (_("This document is damaged, or is something else than its name says. Choose another one."));

    case CONFAB_DOCUMENT_ERROR_NO_TEXT:
      return g_strdup (_("The pages of this document are pictures, without text for this model. Choose a model that "
                         "reads documents, or attach the pages as pictures."));

    case CONFAB_DOCUMENT_ERROR_NO_READER:
      return g_strdup (_("This model takes no PDF documents, and their text cannot be read here. Choose another "
                         "model, or paste the text that matters."));

    case CONFAB_DOCUMENT_ERROR_TOO_SLOW:
      return g_strdup (_("Reading the text of this document takes too long. Choose a model that reads documents, or "
                         "paste the text that matters."));

    case CONFAB_DOCUMENT_ERROR_FAILED:
    default:
      /* Translators: what the system says, such as “Input/output error” */
      return g_strdup_printf (_("This file cannot be read: %s."), error->message);
    }
}
