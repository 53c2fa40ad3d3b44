/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-image-header"

#include "config.h"

#include "confab-image-header.h"

#include <string.h>

/* The size of a picture is wanted before anything decodes it: to keep room for it, and to refuse one
 * that would fill the memory. Only WebP of the types that providers take is unknown to some desktops'
 * decoders, and its header is as plain as those of the others. */

typedef struct
{
  const guint8 *data;
  gsize         size;
} Input;

static gboolean
has (const Input *input,
     gsize        offset,
     const void  *bytes,
     gsize        size)
{
  return offset <= input->size && size <= input->size - offset && memcmp (input->data + offset, bytes, size) == 0;
}

/* A number of up to four bytes; 0 behind the end. */
static guint32
get_big (const Input *input,
         gsize        offset,
         guint        n_bytes)
{
  guint32 value = 0;

  if (offset > input->size || n_bytes > input->size - offset)
    return 0;

  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | input->data[offset + i];

  return value;
}

static guint32
get_little (const Input *input,
            gsize        offset,
            guint        n_bytes)
{
  guint32 value = 0;

  if (offset > input->size || n_bytes > input->size - offset)
    return 0;

  for (guint i = n_bytes; i > 0; i--)
    value = value << 8 | input->data[offset + i - 1];

  return value;
}

static guint32
get_number (const Input *input,
            gsize        offset,
            guint        n_bytes,
            gboolean     is_little)
{
  return is_little ? get_little (input, offset, n_bytes) : get_big (input, offset, n_bytes);
}

/* Cameras keep a picture as it fell on the sensor, and say beside it how it was held. */
static gboolean
is_turned (const Input *input,
           gsize        start,
           gsize        size)
{
  const Input exif = { input->data + start, size };
  gboolean is_little;
  gsize directory;
  guint n_entries;

  if (!has (&exif, 0, "Exif\0\0", 6))
    return FALSE;

  is_little = has (&exif, 6, "II", 2);
  directory = 6 + (gsize) get_number (&exif, 10, 4, is_little);
  n_entries = get_number (&exif, directory, 2, is_little);

  for (guint i = 0; i < n_entries; i++)
    {
      const gsize entry = directory + 2 + 12 * (gsize) i;

      if (get_number (&exif, entry, 2, is_little) == 0x0112)
        {
          const guint32 orientation = get_number (&exif, entry + 8, 2, is_little);

          return orientation >= 5 && orientation <= 8;
        }
    }

  return FALSE;
}

static void
read_jpeg (ConfabImageHeader *self,
           const Input       *input)
{
  gboolean turned = FALSE;
  gsize offset = 2;

  while (offset + 4 <= input->size && input->data[offset] == 0xff)
    {
      const guint8 marker = input->data[offset + 1];
      const guint32 size = get_big (input, offset + 2, 2);

      /* Filling between two segments. */
      if (marker == 0xff)
        {
          offset++;
          continue;
        }

      if (size < 2)
        return;

      if (marker == 0xe1 && size <= input->size - offset - 2)
        turned = turned || is_turned (input, offset + 4, size - 2);

      /* The start of a frame, of which there are many kinds; between them are markers of other things. */
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          const guint32 height = get_big (input, offset + 5, 2);
          const guint32 width = get_big (input, offset + 7, 2);

          self->width = turned ? height : width;
          self->height = turned ? width : height;
          return;
        }

      offset += 2 + (gsize) size;
    }
}

static void
read_webp (ConfabImageHeader *self,
           const Input       *input)
{
  if (has (input, 12, "VP8X", 4))
    {
      self->width = get_little (input, 24, 3) + 1;
      self->height = get_little (input, 27, 3) + 1;
    }
  else if (has (input, 12, "VP8L", 4))
    {
      const guint32 bits = get_little (input, 21, 4);

      self->width = (bits & 0x3fff) + 1;
      self->height = (bits >> 14 & 0x3fff) + 1;
    }
  else if (has (input, 12, "VP8 ", 4))
    {
      self->width = get_little (input, 26, 2) & 0x3fff;
      self->height = get_little (input, 28, 2) & 0x3fff;
    }
}

static gboolean
is_heif (const Input *input)
{
  static const char *const brands[] = { "heic", "heix", "heim", "heis", "mif1", "msf1" };

  if (!has (input, 4, "ftyp", 4))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
    if (has (input, 8, brands[i], 4))
      return TRUE;

  return FALSE;
}

/**
 * confab_image_header_read:
 * @self: what to fill
 * @data: a file, or the beginning of one
 *
 * Looks at the bytes alone and believes no name. Of PNG, JPEG, GIF, WebP and BMP the size is told too.
 *
 * Returns: whether it is a picture of a type that is known
 */
gboolean
confab_image_header_read (ConfabImageHeader *self,
                          GBytes            *data)
{
  Input input;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  *self = (ConfabImageHeader) { 0 };
  input.data = g_bytes_get_data (data, &input.size);

  if (has (&input, 0, "\x89PNG\r\n\x1a\n", 8))
    {
      self->mime_type = "image/png";
      self->width = get_big (&input, 16, 4);
      self->height = get_big (&input, 20, 4);
    }
  else if (has (&input, 0, "\xff\xd8\xff", 3))
    {
      self->mime_type = "image/jpeg";
      read_jpeg (self, &input);
    }
  else if (has (&input, 0, "GIF87a", 6) || has (&input, 0, "GIF89a", 6))
    {
      self->mime_type = "image/gif";
      self->width = get_little (&input, 6, 2);
      self->height = get_little (&input, 8, 2);
    }
  else if (has (&input, 0, "RIFF", 4) && has (&input, 8, "WEBP", 4))
    {
      self->mime_type = "image/webp";
      read_webp (self, &input);
    }
  else if (has (&input, 0, "BM", 2) && get_little (&input, 14, 4) >= 40 && get_little (&input, 14, 4) <= 124)
    {
      const gint32 height = (gint32) get_little (&input, 22, 4);

      self->mime_type = "image/bmp";
      self->width = get_little (&input, 18, 4);
      /* From top to bottom where it is negative. */
      self->height = height < 0 ? 0u - (guint32) height : (guint32) height;
    }
  else if (has (&input, 0, "II*\0", 4) || has (&input, 0, "MM\0*", 4))
    {
      self->mime_type = "image/tiff";
    }
  else if (is_heif (&input))
    {
      self->mime_type = "image/heic";
    }

  return self->mime_type != NULL;
}
