/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-picture"

#include "config.h"

#include "confab-picture.h"

#include "confab-image-header.h"

/* Makes pictures into what providers take. Decoding and encoding take long, so all of this is for a
 * thread of its own. */

#define CHUNK_SIZE (64 * 1024)

/* Models see no more than this anyway, and a picture that has to be made smaller need not be large. */
#define SMALLEST_EDGE 64
#define JPEG_QUALITY "88"

typedef struct
{
  guint    max_edge;
  gboolean too_many;
} Decoding;

static void
on_size_prepared_cb (GdkPixbufLoader *loader,
                     int              width,
                     int              height,
                     gpointer         user_data)
{
  Decoding *self = user_data;
  const int longer = MAX (width, height);

  if (width <= 0 || height <= 0)
    return;

  if ((gint64) width * height > CONFAB_PICTURE_MAX_PIXELS)
    {
      self->too_many = TRUE;
      /* Which has decoders give up. */
      gdk_pixbuf_loader_set_size (loader, 0, 0);
    }
  else if (self->max_edge > 0 && (guint) longer > self->max_edge)
    {
      const double scale = (double) self->max_edge / longer;

      gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale)), MAX (1, (int) (height * scale)));
    }
}

/**
 * confab_picture_decode:
 * @data: a picture
 * @max_edge: how long its longer side may be in pixels, or 0 for as long as it is
 * @cancellable: (nullable): looked at between steps
 * @error: where to say why not: %CONFAB_DOCUMENT_ERROR_BAD_PICTURE, %CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS
 *
 * Decodes a picture as it is to be seen. Takes long; not for the main thread.
 *
 * Returns: (transfer full): its pixels
 */
GdkPixbuf *
confab_picture_decode (GBytes        *data,
                       guint          max_edge,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(GdkPixbufLoader) loader = NULL;
  Decoding decoding = { .max_edge = max_edge };
  g_autoptr(GError) fault = NULL;
  GdkPixbuf *pixbuf = NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (data, &size);
  gboolean is_good = TRUE;
  ConfabImageHeader header;

  /* Some decoders take the memory before they tell the size. */
  if (confab_image_header_read (&header, data) &&
      (guint64) header.width * header.height > CONFAB_PICTURE_MAX_PIXELS)
    {
      g_set_error (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS,
                   "The picture has %u × %u pixels", header.width, header.height);
      return NULL;
    }

  loader = gdk_pixbuf_loader_new ();
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared_cb), &decoding);
  for (gsize offset = 0; is_good && !decoding.too_many && offset < size; offset += CHUNK_SIZE)
    is_good = !g_cancellable_is_cancelled (cancellable) &&
              gdk_pixbuf_loader_write (loader, bytes + offset, MIN (CHUNK_SIZE, size - offset), &fault);
  /* It wants to be closed whatever happened, and says so if it is not. */
  is_good = gdk_pixbuf_loader_close (loader, is_good && !decoding.too_many ? &fault : NULL) && is_good;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (decoding.too_many)
    g_set_error (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS,
                 "The picture has more than %d pixels", CONFAB_PICTURE_MAX_PIXELS);
  else if (is_good && gdk_pixbuf_loader_get_pixbuf (loader) != NULL)
    pixbuf = gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
  else
    g_set_error_literal (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_BAD_PICTURE,
                         fault != NULL ? fault->message : "The picture cannot be decoded");

  return pixbuf;
}

static GBytes *
encode (GdkPixbuf   *pixbuf,
        gsize        max_bytes,
        const char **mime_type)
{
  char *buffer = NULL;
  gsize size;

  if (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, "png", NULL, NULL) && (max_bytes == 0 || size <= max_bytes))
    {
      *mime_type = "image/png";
      return g_bytes_new_take (buffer, size);
    }
  g_clear_pointer (&buffer, g_free);

  /* A photograph is much smaller this way, if nothing of it is transparent. */
  if (!gdk_pixbuf_get_has_alpha (pixbuf) &&
      gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, "jpeg", NULL, "quality", JPEG_QUALITY, NULL) &&
      (max_bytes == 0 || size <= max_bytes))
    {
      *mime_type = "image/jpeg";
      return g_bytes_new_take (buffer, size);
    }
  g_free (buffer);

  return NULL;
}

/**
 * confab_picture_can_decode:
 * @mime_type: a media type
 *
 * Returns: whether pictures of this type can be decoded on this computer
 */
gboolean
confab_picture_can_decode (const char *mime_type)
{
  g_autoptr(GSList) formats = gdk_pixbuf_get_formats ();
  gboolean found = FALSE;

  for (GSList *l = formats; l != NULL && !found; l = l->next)
    {
      g_auto(GStrv) mime_types = gdk_pixbuf_format_get_mime_types (l->data);

      found = !gdk_pixbuf_format_is_disabled (l->data) &&
              g_strv_contains ((const char * const *) mime_types, mime_type);
    }

  return found;
}

/**
 * confab_picture_convert:
 * @data: a picture
 * @max_edge: how long its longer side may be in pixels, or 0 for as long as it is
 * @max_bytes: how many bytes it may have, or 0 for as many as there are
 * @cancellable: (nullable): looked at between steps
 * @converted: (out) (transfer full): the same picture as PNG or JPEG
 * @mime_type: (out): which of the two; static
 * @error: where to say why not: %CONFAB_DOCUMENT_ERROR_BAD_PICTURE,
 *   %CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS, %CONFAB_DOCUMENT_ERROR_TOO_LARGE
 *
 * Decodes a picture and writes it anew, smaller if it has to be. Takes long; not for the main thread.
 *
 * Returns: whether it worked
 */
gboolean
confab_picture_convert (GBytes        *data,
                        guint          max_edge,
                        gsize          max_bytes,
                        GCancellable  *cancellable,
                        GBytes       **converted,
                        const char   **mime_type,
                        GError       **error)
{
  g_autoptr(GdkPixbuf) pixbuf = confab_picture_decode (data, max_edge, cancellable, error);

  if (pixbuf == NULL)
    return FALSE;

  while ((*converted = encode (pixbuf, max_bytes, mime_type)) == NULL)
    {
      const int width = gdk_pixbuf_get_width (pixbuf);
      const int height = gdk_pixbuf_get_height (pixbuf);
      g_autoptr(GdkPixbuf) smaller = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      if (MAX (width, height) <= SMALLEST_EDGE)
        {
          g_set_error (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_LARGE,
                       "The picture cannot be made to have %" G_GSIZE_FORMAT " bytes", max_bytes);
          return FALSE;
        }

      smaller = gdk_pixbuf_scale_simple (pixbuf, MAX (1, width * 3 / 4), MAX (1, height * 3 / 4),
                                         GDK_INTERP_BILINEAR);
      if (smaller == NULL)
        {
          g_set_error_literal (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS,
                               "There is no memory for the picture");
          return FALSE;
        }
      g_set_object (&pixbuf, smaller);
    }

  return TRUE;
}
