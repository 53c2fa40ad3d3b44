/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabMediaKindLimits:
 * @types: the media types that are taken; none at all means that there is no such thing here
 * @max_bytes: how large one may be before it is encoded, or 0 if that is not known
 * @max_edge: how many pixels the longer side of a picture may have, or 0 if that is not known
 *
 * What may be sent of one kind.
 */
typedef struct
{
  char   **types;      /* owned */
  gint64   max_bytes;
  gint64   max_edge;
} ConfabMediaKindLimits;

/**
 * ConfabMediaLimits:
 * @images: of pictures
 * @files: of files that are no text
 * @max_images: how many pictures a request may have, or 0 if that is not known
 * @max_bytes_together: how large all may be together before they are encoded, or 0 if not known
 *
 * What a provider takes beside text. The sizes are of the data itself: where a provider counts
 * bytes of the encoded text, which has a third more of them, the catalogue has three quarters.
 */
typedef struct
{
  ConfabMediaKindLimits images;
  ConfabMediaKindLimits files;
  gint64                max_images;
  gint64                max_bytes_together;
} ConfabMediaLimits;

gboolean confab_media_limits_read  (ConfabMediaLimits  *self,
                                    JsonObject         *object,
                                    GError            **error);
void     confab_media_limits_clear (ConfabMediaLimits  *self);

G_END_DECLS
