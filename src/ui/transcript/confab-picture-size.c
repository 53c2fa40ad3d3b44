/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-picture-size"

#include "config.h"

#include "confab-picture-size.h"

#include "confab-image-header.h"
#include "confab-picture.h"

/* In pixels. A tall picture leaves room for what was said about it; a tiny one for its buttons. */
#define MAX_HEIGHT 320
#define MIN_WIDTH  96
#define MIN_HEIGHT 48

/**
 * confab_picture_size_get:
 * @part: a part of a message
 * @width: width of the column in pixels
 * @shown_width: (out): in pixels
 * @shown_height: (out): in pixels
 *
 * Tells how large a picture is shown, from its header alone, so that its place is kept before it is
 * decoded.
 *
 * Returns: whether it is a picture whose size is known
 */
gboolean
confab_picture_size_get (ConfabPart *part,
                         int         width,
                         int        *shown_width,
                         int        *shown_height)
{
  GBytes *data = confab_part_get_data (part);
  ConfabImageHeader header;
  double scale;

  if (confab_part_get_kind (part) != CONFAB_PART_IMAGE || data == NULL ||
      !confab_image_header_read (&header, data) || header.width == 0 || header.height == 0)
    return FALSE;

  scale = MIN (1, MIN ((double) MAX (width, 1) / header.width, (double) MAX_HEIGHT / header.height));
  *shown_width = MIN (MAX ((int) (header.width * scale), MIN_WIDTH), MAX (width, 1));
  *shown_height = MAX ((int) (header.height * scale), MIN_HEIGHT);

  return TRUE;
}

/**
 * confab_picture_size_can_show:
 * @part: a part of a message
 *
 * Not every desktop can decode what providers take, such as WebP.
 *
 * Returns: whether it is a picture whose size is known and whose type can be decoded on this computer
 */
gboolean
confab_picture_size_can_show (ConfabPart *part)
{
  ConfabImageHeader header;
  int width;
  int height;

  return confab_picture_size_get (part, 1, &width, &height) &&
         confab_image_header_read (&header, confab_part_get_data (part)) &&
         confab_picture_can_decode (header.mime_type);
}
