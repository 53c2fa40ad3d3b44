/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-media-error"

#include "config.h"

#include "confab-media-error.h"

typedef struct
{
  char   *subject;  /* owned, nullable */
  gint64  found;
  gint64  limit;
} ConfabMediaErrorPrivate;

static void
confab_media_error_private_init (ConfabMediaErrorPrivate *priv)
{
  priv->found = -1;
  priv->limit = -1;
}

static void
confab_media_error_private_copy (const ConfabMediaErrorPrivate *src,
                                 ConfabMediaErrorPrivate       *dest)
{
  dest->subject = g_strdup (src->subject);
  dest->found = src->found;
  dest->limit = src->limit;
}

static void
confab_media_error_private_clear (ConfabMediaErrorPrivate *priv)
{
  g_clear_pointer (&priv->subject, g_free);
}

G_DEFINE_EXTENDED_ERROR (ConfabMediaError, confab_media_error)

static char *
describe (ConfabMediaError  code,
          const char       *subject,
          gint64            found,
          gint64            limit)
{
  switch (code)
    {
    case CONFAB_MEDIA_ERROR_NO_IMAGES:
      return g_strdup ("The model takes no pictures");

    case CONFAB_MEDIA_ERROR_IMAGE_TYPE:
      return g_strdup_printf ("Pictures of the type %s are not taken", subject);

    case CONFAB_MEDIA_ERROR_FILE_TYPE:
      return g_strdup_printf ("Files of the type %s are not taken", subject);

    case CONFAB_MEDIA_ERROR_EMPTY:
      return g_strdup_printf ("%s is empty", subject);

    case CONFAB_MEDIA_ERROR_TOO_MANY:
      return g_strdup_printf ("There are %" G_GINT64_FORMAT " pictures, and at most %" G_GINT64_FORMAT " are taken",
                              found, limit);

    case CONFAB_MEDIA_ERROR_TOO_LARGE_TOGETHER:
      return g_strdup_printf ("All pictures and files have %" G_GINT64_FORMAT " bytes, and at most %"
                              G_GINT64_FORMAT " are taken", found, limit);

    case CONFAB_MEDIA_ERROR_TOO_MANY_FILES:
      return g_strdup_printf ("At most %" G_GINT64_FORMAT " files can be attached", limit);

    case CONFAB_MEDIA_ERROR_TOO_MANY_PIXELS:
      return g_strdup_printf ("%s is %" G_GINT64_FORMAT " pixels long, and at most %" G_GINT64_FORMAT " are taken",
                              subject, found, limit);

    case CONFAB_MEDIA_ERROR_TOO_LARGE:
    default:
      return g_strdup_printf ("%s has %" G_GINT64_FORMAT " bytes, and at most %" G_GINT64_FORMAT " are taken",
                              subject, found, limit);
    }
}

/**
 * confab_media_error_new:
 * @code: what is wrong
 * @subject: (nullable): the name of the file, or where its type is wrong, that
 * @found: how many bytes, pictures or pixels there are, or -1
 * @limit: how many there may be, or -1
 *
 * Returns: (transfer full): an error that can be told with its numbers
 */
GError *
confab_media_error_new (ConfabMediaError  code,
                        const char       *subject,
                        gint64            found,
                        gint64            limit)
{
  g_autofree char *message = describe (code, subject != NULL ? subject : "A file", found, limit);
  GError *error = g_error_new_literal (CONFAB_MEDIA_ERROR, code, message);
  ConfabMediaErrorPrivate *priv = confab_media_error_get_private (error);

  priv->subject = g_strdup (subject);
  priv->found = found;
  priv->limit = limit;

  return error;
}

/**
 * confab_media_error_get_subject:
 * @error: an error of %CONFAB_MEDIA_ERROR
 *
 * Returns: (transfer none) (nullable): the name or type of what cannot be sent
 */
const char *
confab_media_error_get_subject (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == CONFAB_MEDIA_ERROR, NULL);

  return confab_media_error_get_private (error)->subject;
}

/**
 * confab_media_error_get_found:
 * @error: an error of %CONFAB_MEDIA_ERROR
 *
 * Returns: how many bytes or pictures there are, or -1
 */
gint64
confab_media_error_get_found (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == CONFAB_MEDIA_ERROR, -1);

  return confab_media_error_get_private (error)->found;
}

/**
 * confab_media_error_get_limit:
 * @error: an error of %CONFAB_MEDIA_ERROR
 *
 * Returns: how many bytes or pictures there may be, or -1
 */
gint64
confab_media_error_get_limit (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == CONFAB_MEDIA_ERROR, -1);

  return confab_media_error_get_private (error)->limit;
}
