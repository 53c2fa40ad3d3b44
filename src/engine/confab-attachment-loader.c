/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-loader"

#include "config.h"

#include "confab-attachment-loader-private.h"

#include "confab-attachment.h"
#include "confab-image-header.h"
#include "confab-pdf-text.h"
#include "confab-picture.h"
#include "confab-text-file.h"
#include "confab-thread-task.h"

#include <string.h>

/* Makes a file into a part of a message: it is read, bounded, and then looked at for what it is. Names
 * are believed only where bytes say nothing: which language a text is in. */

#define CHUNK_SIZE (256 * 1024)

typedef struct
{
  char         *name;        /* owned */
  GByteArray   *read;        /* owned, nullable once it is whole */
  GBytes       *data;        /* owned, nullable until it is whole */
  ConfabPart   *part;        /* owned, nullable until it is known what it is */
  GError       *text_error;  /* owned, nullable: why the text of a document is not known */
  guint         max_edge;
  gsize         max_bytes;
} Loading;

static Loading *
loading_new (const char *name)
{
  Loading *self = g_new0 (Loading, 1);

  self->name = g_strdup (name);
  self->read = g_byte_array_new ();

  return self;
}

static void
loading_free (gpointer data)
{
  Loading *self = data;

  g_free (self->name);
  g_clear_pointer (&self->read, g_byte_array_unref);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_object (&self->part);
  g_clear_error (&self->text_error);
  g_free (self);
}

/* Takes @error. What the system says becomes something that can be told with what to do. */
static void
fail (GTask  *task,
      GError *error)
{
  g_autoptr(GError) owned = error;
  ConfabDocumentError code = CONFAB_DOCUMENT_ERROR_FAILED;

  if (owned->domain == CONFAB_DOCUMENT_ERROR || g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&owned));
      return;
    }

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    code = CONFAB_DOCUMENT_ERROR_NOT_FOUND;
  else if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    code = CONFAB_DOCUMENT_ERROR_FORBIDDEN;
  else if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    code = CONFAB_DOCUMENT_ERROR_NO_FILE;

  g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, (int) code, "%s", owned->message);
}

static void
succeed (GTask *task)
{
  g_task_return_boolean (task, TRUE);
}

static ConfabPart *
make_picture (Loading                  *self,
              const ConfabImageHeader  *header,
              GCancellable             *cancellable,
              GError                  **error)
{
  static const char *const as_they_are[] = { "image/png", "image/jpeg", "image/gif", "image/webp", NULL };
  g_autoptr(GBytes) converted = NULL;
  const char *mime_type;

  /* Some take pictures of a phone as they are, even where they cannot be opened. */
  if (g_strv_contains (as_they_are, header->mime_type) ||
      (g_str_equal (header->mime_type, "image/heic") && !confab_picture_can_decode (header->mime_type)))
    return confab_part_new_data (CONFAB_PART_IMAGE, self->name, header->mime_type, self->data);

  if (!confab_picture_convert (self->data, 0, 0, cancellable, &converted, &mime_type, error))
    return NULL;

  return confab_part_new_data (CONFAB_PART_IMAGE, self->name, mime_type, converted);
}

static char *
guess_type (Loading *self)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (self->data, &size);
  g_autofree char *content_type = g_content_type_guess (self->name, bytes, MIN (size, 4096), NULL);
  char *mime_type = g_content_type_get_mime_type (content_type);

  return mime_type != NULL ? mime_type : g_strdup ("application/octet-stream");
}

/* In a thread. */
static ConfabPart *
make_part (Loading       *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GBytes) text = NULL;
  g_autofree char *mime_type = NULL;
  ConfabImageHeader header;
  gsize size;
  const char *bytes = g_bytes_get_data (self->data, &size);

  if (size == 0)
    {
      g_set_error_literal (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_EMPTY, "There is nothing in it");
      return NULL;
    }

  if (confab_image_header_read (&header, self->data))
    return make_picture (self, &header, cancellable, error);

  if (size >= 5 && memcmp (bytes, "%PDF-", 5) == 0)
    return confab_part_new_data (CONFAB_PART_DOCUMENT, self->name, "application/pdf", self->data);

  text = confab_text_file_decode (self->data, NULL);
  if (text != NULL)
    {
      mime_type = confab_text_file_guess_type (self->name);
      return confab_part_new_data (CONFAB_PART_DOCUMENT, self->name, mime_type, text);
    }

  mime_type = guess_type (self);
  if (g_str_has_prefix (mime_type, "image/") && confab_picture_can_decode (mime_type))
    {
      header.mime_type = "";
      return make_picture (self, &header, cancellable, error);
    }

  /* Only its name says that it is something that could be read. */
  if (g_str_equal (mime_type, "application/pdf") || g_str_has_prefix (mime_type, "image/"))
    {
      g_set_error_literal (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_DAMAGED,
                           "It is not what its name says");
      return NULL;
    }
  if (confab_part_is_text_type (mime_type))
    {
      g_set_error_literal (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NOT_TEXT, "It is no text");
      return NULL;
    }

  return confab_part_new_data (CONFAB_PART_DOCUMENT, self->name, mime_type, self->data);
}

static void
make_part_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;
  ConfabPart *part = make_part (task_data, cancellable, &error);

  if (part != NULL)
    g_task_return_pointer (task, part, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
read_text_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = confab_pdf_text_read_finish (result, &error);

  if (text != NULL)
    {
      confab_part_set_text (self->part, text);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
           g_error_matches (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_ENCRYPTED) ||
           g_error_matches (error, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_DAMAGED))
    {
      /* Nobody can read it, not even who takes such documents. */
      fail (task, g_steal_pointer (&error));
      return;
    }
  else
    {
      self->text_error = g_steal_pointer (&error);
    }

  succeed (task);
}

static void
make_part_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->part = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->part == NULL)
    fail (task, error);
  else if (g_strcmp0 (confab_part_get_mime_type (self->part), "application/pdf") == 0)
    confab_pdf_text_read_async (confab_part_get_data (self->part), g_task_get_cancellable (task), read_text_cb,
                                g_object_ref (task));
  else
    succeed (task);
}

/* Takes @task. */
static void
look_at_data (GTask *task)
{
  Loading *self = g_task_get_task_data (task);
  g_autoptr(GTask) thread_task = NULL;

  self->data = g_byte_array_free_to_bytes (g_steal_pointer (&self->read));
  thread_task = g_task_new (NULL, g_task_get_cancellable (task), make_part_cb, task);
  g_task_set_source_tag (thread_task, look_at_data);
  g_task_set_task_data (thread_task, self, NULL);
  confab_thread_task_run (thread_task, make_part_thread);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *self = g_task_get_task_data (task);
  g_autoptr(GBytes) chunk = NULL;
  GError *error = NULL;
  gsize size;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (chunk == NULL)
    {
      fail (task, error);
      return;
    }

  size = g_bytes_get_size (chunk);
  if (size == 0)
    {
      look_at_data (g_steal_pointer (&task));
      return;
    }

  /* A file may grow while it is read. */
  if (self->read->len + size > CONFAB_ATTACHMENT_MAX_BYTES)
    {
      g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_LARGE, "There is more of it");
      return;
    }

  g_byte_array_append (self->read, g_bytes_get_data (chunk, NULL), (guint) size);
  g_input_stream_read_bytes_async (G_INPUT_STREAM (object), CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFileInputStream) stream = NULL;
  GError *error = NULL;

  stream = g_file_read_finish (G_FILE (object), result, &error);
  if (stream == NULL)
    fail (task, error);
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                     g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
query_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *self = g_task_get_task_data (task);
  g_autoptr(GFileInfo) info = NULL;
  GError *error = NULL;

  info = g_file_query_info_finish (G_FILE (object), result, &error);
  if (info == NULL)
    {
      fail (task, error);
      return;
    }

  if (g_file_info_get_display_name (info) != NULL)
    {
      g_free (self->name);
      self->name = g_strdup (g_file_info_get_display_name (info));
    }

  /* What is followed to its end is no link, unless it leads nowhere or to itself. */
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_SYMBOLIC_LINK)
    {
      g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NOT_FOUND, "It leads nowhere");
      return;
    }

  /* A pipe or a device would be waited for, or never end. */
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_NO_FILE, "It is no regular file");
  else if (g_file_info_get_size (info) > CONFAB_ATTACHMENT_MAX_BYTES)
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_TOO_LARGE,
                             "It has %" G_GOFFSET_FORMAT " bytes", g_file_info_get_size (info));
  else
    g_file_read_async (G_FILE (object), G_PRIORITY_DEFAULT, g_task_get_cancellable (task), open_cb,
                       g_object_ref (task));
}

/* confab_attachment_loader_read_file_async:
 * @file: what to read
 * @cancellable: (nullable): to stop
 * @callback: called when it is read
 * @user_data: closure
 *
 * Reads a file of at most %CONFAB_ATTACHMENT_MAX_BYTES.
 */
void
confab_attachment_loader_read_file_async (GFile               *file,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_attachment_loader_read_file_async);
  g_task_set_task_data (task, loading_new (NULL), loading_free);
  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE ","
                           G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, query_cb, task);
}

/* confab_attachment_loader_read_stream_async:
 * @stream: where it comes from
 * @name: (nullable): what it is called
 * @cancellable: (nullable): to stop
 * @callback: called when it is read
 * @user_data: closure
 *
 * Reads something that is no file, such as a picture that was copied.
 */
void
confab_attachment_loader_read_stream_async (GInputStream        *stream,
                                            const char          *name,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_attachment_loader_read_stream_async);
  g_task_set_task_data (task, loading_new (name), loading_free);
  g_input_stream_read_bytes_async (stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, cancellable, read_cb, task);
}

static void
convert_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Loading *self = task_data;
  g_autoptr(GBytes) converted = NULL;
  const char *mime_type;
  GError *error = NULL;

  if (!confab_picture_convert (self->data, self->max_edge, self->max_bytes, cancellable, &converted, &mime_type,
                               &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->part = confab_part_new_data (CONFAB_PART_IMAGE, self->name, mime_type, converted);
  g_task_return_boolean (task, TRUE);
}

/* confab_attachment_loader_convert_async:
 * @part: a picture
 * @max_edge: how long its longer side may be in pixels, or 0
 * @max_bytes: how large it may be, or 0
 * @cancellable: (nullable): to stop
 * @callback: called when it is done
 * @user_data: closure
 *
 * Makes a picture into a PNG or JPEG that is not larger than that.
 */
void
confab_attachment_loader_convert_async (ConfabPart          *part,
                                        guint                max_edge,
                                        gsize                max_bytes,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Loading *self = loading_new (confab_part_get_name (part));

  self->data = g_bytes_ref (confab_part_get_data (part));
  self->max_edge = max_edge;
  self->max_bytes = max_bytes;
  g_task_set_source_tag (task, confab_attachment_loader_convert_async);
  g_task_set_task_data (task, self, loading_free);
  confab_thread_task_run (task, convert_thread);
}

/* confab_attachment_loader_finish:
 * @result: what the callback got
 * @text_error: (out) (optional) (nullable): why the text of a document is not known, which matters only
 *   to models that do not take it as it is
 * @error: where to say why not: a %CONFAB_DOCUMENT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what to put into a message
 */
ConfabPart *
confab_attachment_loader_finish (GAsyncResult  *result,
                                 GError       **text_error,
                                 GError       **error)
{
  Loading *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  if (text_error != NULL)
    *text_error = g_steal_pointer (&self->text_error);

  return g_steal_pointer (&self->part);
}
