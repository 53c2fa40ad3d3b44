/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabImageHeader:
 * @mime_type: the media type; static
 * @width: in pixels, as it is shown; 0 where it is not known
 * @height: in pixels, as it is shown; 0 where it is not known
 *
 * What the first bytes of a picture say of it.
 */
typedef struct
{
  const char *mime_type;
  guint       width;
  guint       height;
} ConfabImageHeader;

gboolean confab_image_header_read (ConfabImageHeader *self,
                                   GBytes            *data);

G_END_DECLS
