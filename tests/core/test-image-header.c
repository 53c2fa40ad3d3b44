/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-image-header.h"

#define BYTES(text) text, sizeof (text) - 1

/* A photograph that was taken on its side: 300 × 200 on the sensor. */
#define TURNED_JPEG \
  "\xff\xd8\xff\xe1\0\x22" "Exif\0\0" "II*\0\x08\0\0\0" "\x01\0" "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" "\0\0\0\0" \
  "\xff\xc0\0\x0b\x08\0\xc8\x01\x2c\x01\x01\x11\0"

static const struct
{
  const char *name;
  const char *data;
  gsize       size;
  const char *mime_type;
  guint       width;
  guint       height;
} cases[] = {
  { "png", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\x90"), "image/png", 640, 400 },
  { "gif", BYTES ("GIF89a\x40\x01\xc8\0"), "image/gif", 320, 200 },
  { "jpeg", BYTES ("\xff\xd8\xff\xe0\0\x04JF\xff\xc2\0\x0b\x08\0\xc8\x01\x2c\x01\x01\x11\0"), "image/jpeg", 300, 200 },
  { "jpeg-filled", BYTES ("\xff\xd8\xff\xe0\0\x04JF\xff\xff\xff\xc0\0\x0b\x08\0\xc8\x01\x2c"), "image/jpeg", 300, 200 },
  { "jpeg-turned", BYTES (TURNED_JPEG), "image/jpeg", 200, 300 },
  { "webp-extended", BYTES ("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xc7\0\0"), "image/webp", 320, 200 },
  { "webp-lossless", BYTES ("RIFF\0\0\0\0WEBPVP8L\x08\0\0\0\x2f\x3f\xc1\x31\0"), "image/webp", 320, 200 },
  { "webp-lossy", BYTES ("RIFF\0\0\0\0WEBPVP8 \x08\0\0\0\x10\0\0\x9d\x01\x2a\x40\x01\xc8\0"), "image/webp", 320, 200 },
  { "bmp", BYTES ("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x40\x01\0\0\x38\xff\xff\xff"), "image/bmp", 320, 200 },
  { "tiff", BYTES ("II*\0\x08\0\0\0"), "image/tiff", 0, 0 },
  { "heic", BYTES ("\0\0\0\x18" "ftypheic\0\0\0\0"), "image/heic", 0, 0 },
  { "mp4", BYTES ("\0\0\0\x18" "ftypisom\0\0\0\0"), NULL, 0, 0 },
  { "text", BYTES ("BM is how this text begins, and no picture"), NULL, 0, 0 },
  { "empty", BYTES (""), NULL, 0, 0 },
  { "jpeg-no-frame", BYTES ("\xff\xd8\xff\xe0\0\0"), "image/jpeg", 0, 0 },
  { "jpeg-bad-exif", BYTES ("\xff\xd8\xff\xe1\0\x10" "Exif\0\0II*\0\xff\xff\xff\xff"), "image/jpeg", 0, 0 },
};

static void
test_headers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) data = g_bytes_new (cases[i].data, cases[i].size);
      ConfabImageHeader header;

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (confab_image_header_read (&header, data), ==, cases[i].mime_type != NULL);
      g_assert_cmpstr (header.mime_type, ==, cases[i].mime_type);
      g_assert_cmpuint (header.width, ==, cases[i].width);
      g_assert_cmpuint (header.height, ==, cases[i].height);
    }
}

/* Cut anywhere, nothing is read behind the end: memory of exactly that size shows it. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize size = 0; size < cases[i].size; size++)
      {
        g_autoptr(GBytes) data = g_bytes_new_take (g_memdup2 (cases[i].data, size), size);
        ConfabImageHeader header;

        confab_image_header_read (&header, data);
        g_assert_true (header.mime_type == NULL || cases[i].mime_type != NULL);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/image-header/headers", test_headers);
  g_test_add_func ("/core/image-header/cut", test_cut);

  return g_test_run ();
}
