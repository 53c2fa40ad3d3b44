/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-image-header.h"
#include "confab-picture.h"

/* What no encoder makes small: every pixel is another. */
static GBytes *
make_picture (int         width,
              int         height,
              gboolean    has_alpha,
              const char *type)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, has_alpha, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  guint32 state = 1;
  char *buffer;
  gsize size;

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (pixbuf); i++)
    {
      state = state * 1664525 + 1013904223;
      pixels[i] = (guint8) (state >> 24);
    }
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, type, NULL, NULL));

  return g_bytes_new_take (buffer, size);
}

static void
check_converted (GBytes *picture,
                 guint   max_edge,
                 gsize   max_bytes,
                 guint   width,
                 guint   height)
{
  g_autoptr(GBytes) converted = NULL;
  g_autoptr(GError) error = NULL;
  const char *mime_type = NULL;
  ConfabImageHeader header;

  g_assert_true (confab_picture_convert (picture, max_edge, max_bytes, NULL, &converted, &mime_type, &error));
  g_assert_no_error (error);
  g_assert_true (confab_image_header_read (&header, converted));
  g_assert_cmpstr (header.mime_type, ==, mime_type);
  g_assert_true (max_bytes == 0 || g_bytes_get_size (converted) <= max_bytes);
  if (width == 0)
    {
      g_assert_cmpuint (header.width, >, 0);
      return;
    }
  g_assert_cmpuint (header.width, ==, width);
  g_assert_cmpuint (header.height, ==, height);
}

static void
test_convert (void)
{
  g_autoptr(GBytes) bmp = make_picture (300, 200, FALSE, "bmp");
  g_autoptr(GBytes) tiff = make_picture (300, 200, TRUE, "tiff");
  g_autoptr(GBytes) png = make_picture (300, 200, FALSE, "png");
  g_autoptr(GBytes) alpha = make_picture (300, 200, TRUE, "png");

  check_converted (bmp, 0, 0, 300, 200);
  check_converted (tiff, 0, 0, 300, 200);
  check_converted (png, 150, 0, 150, 100);
  /* As JPEG, which is smaller, and then in less and less pixels. */
  check_converted (png, 0, 100000, 300, 200);
  check_converted (png, 0, 9000, 0, 0);
  check_converted (alpha, 0, 60000, 0, 0);
}

static void
check_refused (GBytes *data,
               gsize   max_bytes,
               int     code)
{
  g_autoptr(GBytes) converted = NULL;
  g_autoptr(GError) error = NULL;
  const char *mime_type;

  g_assert_false (confab_picture_convert (data, 0, max_bytes, NULL, &converted, &mime_type, &error));
  g_assert_error (error, CONFAB_DOCUMENT_ERROR, code);
  g_assert_null (converted);
}

static void
test_nonsense (void)
{
  g_autoptr(GBytes) png = make_picture (30, 20, FALSE, "png");
  g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr(GBytes) text = g_bytes_new_static ("no picture", 10);
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes (png, 0, 20);
  /* Twenty thousand pixels each way, in a few bytes. */
  g_autoptr(GBytes) bomb = g_bytes_new_static ("GIF89a\x20\x4e\x20\x4e\x80\0\0\0\0\0\xff\xff\xff"
                                               ",\0\0\0\0\x20\x4e\x20\x4e\0\x02\x02\x44\x01\0;", 36);

  /* As large as WebP can be; refused where it can be decoded and where it cannot. */
  g_autoptr(GBytes) webp_bomb = g_bytes_new_static ("RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2f\xfe\xff\xff\x0f\0", 26);

  check_refused (nothing, 0, CONFAB_DOCUMENT_ERROR_BAD_PICTURE);
  check_refused (text, 0, CONFAB_DOCUMENT_ERROR_BAD_PICTURE);
  check_refused (cut, 0, CONFAB_DOCUMENT_ERROR_BAD_PICTURE);
  check_refused (png, 40, CONFAB_DOCUMENT_ERROR_TOO_LARGE);
  check_refused (bomb, 0, CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS);
  check_refused (webp_bomb, 0, CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS);
}

static void
test_cancelled (void)
{
  g_autoptr(GBytes) png = make_picture (30, 20, FALSE, "png");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (confab_picture_decode (png, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/documents/picture/convert", test_convert);
  g_test_add_func ("/documents/picture/nonsense", test_nonsense);
  g_test_add_func ("/documents/picture/cancelled", test_cancelled);

  return g_test_run ();
}
