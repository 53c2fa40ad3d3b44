/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabMediaError:
 * @CONFAB_MEDIA_ERROR_NO_IMAGES: the model sees no pictures
 * @CONFAB_MEDIA_ERROR_IMAGE_TYPE: pictures of this type are not taken
 * @CONFAB_MEDIA_ERROR_FILE_TYPE: files of this type are not taken
 * @CONFAB_MEDIA_ERROR_EMPTY: there is nothing in it
 * @CONFAB_MEDIA_ERROR_TOO_LARGE: it is larger than what is taken
 * @CONFAB_MEDIA_ERROR_TOO_MANY: there are more pictures than what is taken
 * @CONFAB_MEDIA_ERROR_TOO_LARGE_TOGETHER: all pictures and files together are larger than what is taken
 * @CONFAB_MEDIA_ERROR_TOO_MANY_PIXELS: the picture has more pixels than what is taken
 * @CONFAB_MEDIA_ERROR_TOO_MANY_FILES: there are more pictures and files than one message may have
 *
 * Why a picture or a file cannot be sent.
 */
typedef enum
{
  CONFAB_MEDIA_ERROR_NO_IMAGES,
  CONFAB_MEDIA_ERROR_IMAGE_TYPE,
  CONFAB_MEDIA_ERROR_FILE_TYPE,
  CONFAB_MEDIA_ERROR_EMPTY,
  CONFAB_MEDIA_ERROR_TOO_LARGE,
  CONFAB_MEDIA_ERROR_TOO_MANY,
  CONFAB_MEDIA_ERROR_TOO_LARGE_TOGETHER,
  CONFAB_MEDIA_ERROR_TOO_MANY_PIXELS,
  CONFAB_MEDIA_ERROR_TOO_MANY_FILES,
} ConfabMediaError;

#define CONFAB_MEDIA_ERROR (confab_media_error_quark ())

GQuark      confab_media_error_quark       (void);

GError     *confab_media_error_new         (ConfabMediaError  code,
                                            const char       *subject,
                                            gint64            found,
                                            gint64            limit) G_GNUC_WARN_UNUSED_RESULT;
const char *confab_media_error_get_subject (const GError     *error);
gint64      confab_media_error_get_found   (const GError     *error);
gint64      confab_media_error_get_limit   (const GError     *error);

G_END_DECLS
