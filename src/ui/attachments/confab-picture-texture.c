/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-picture-texture"

#include "config.h"

#include "confab-picture-texture.h"

#include "confab-image-header.h"
#include "confab-picture.h"
#include "confab-thread-task.h"

/* Pictures for the screen. They are decoded in a thread, and no larger than they are shown; but decoders
 * may need all their pixels on the way there, so that of large ones only one at a time is decoded. */

#define LARGE_PIXELS (8 * 1024 * 1024)

static GMutex large_lock;

typedef struct
{
  GBytes *data;      /* owned */
  guint   max_edge;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *self = data;

  g_bytes_unref (self->data);
  g_free (self);
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Loading *self = task_data;
  g_autoptr(GMutexLocker) locker = NULL;
  g_autoptr(GdkPixbuf) pixbuf = NULL;
  GError *error = NULL;
  ConfabImageHeader header;

  if (!confab_image_header_read (&header, self->data) || (guint64) header.width * header.height > LARGE_PIXELS)
    locker = g_mutex_locker_new (&large_lock);

  pixbuf = confab_picture_decode (self->data, self->max_edge, cancellable, &error);
  if (pixbuf != NULL)
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * confab_picture_texture_load_async:
 * @data: a picture
 * @max_edge: how long its longer side is to be at most, in pixels of the screen
 * @cancellable: (nullable): to stop
 * @callback: called when it is decoded
 * @user_data: closure
 *
 * Decodes a picture.
 */
void
confab_picture_texture_load_async (GBytes              *data,
                                   guint                max_edge,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Loading *self = g_new0 (Loading, 1);

  self->data = g_bytes_ref (data);
  self->max_edge = max_edge;
  g_task_set_source_tag (task, confab_picture_texture_load_async);
  g_task_set_task_data (task, self, loading_free);
  confab_thread_task_run (task, load_thread);
}

/**
 * confab_picture_texture_load_finish:
 * @result: what the callback got
 * @error: where to say why not: a %CONFAB_DOCUMENT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the picture
 */
GdkTexture *
confab_picture_texture_load_finish (GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
