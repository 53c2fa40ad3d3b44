/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-zip-writer"

#include "config.h"

#include "confab-zip-writer.h"

#include "confab-zip-locale-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>

/**
 * ConfabZipWriter:
 *
 * Writes a zip archive into a stream, one file after the other, none of which has to be held.
 *
 * Waits, so it is for a thread of its own.
 */
struct _ConfabZipWriter
{
  struct archive *archive;      /* owned */
  GOutputStream  *stream;       /* owned */
  GCancellable   *cancellable;  /* owned, nullable */
  GError         *stream_error; /* owned, nullable: what the stream failed with */
  ConfabZipLocale locale;
};

static la_ssize_t
write_cb (struct archive *archive,
          void           *user_data,
          const void     *data,
          size_t          length)
{
  ConfabZipWriter *self = user_data;

  if (self->stream_error == NULL &&
      g_output_stream_write_all (self->stream, data, length, NULL, self->cancellable, &self->stream_error))
    return (la_ssize_t) length;

  archive_set_error (archive, EIO, "The stream failed");
  return -1;
}

static gboolean
check (ConfabZipWriter  *self,
       int               code,
       GError          **error)
{
  const char *message = archive_error_string (self->archive);

  if (code >= ARCHIVE_WARN && self->stream_error == NULL)
    return TRUE;

  if (self->stream_error != NULL)
    g_propagate_error (error, g_error_copy (self->stream_error));
  else
    g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_WRITE, "%s",
                 message != NULL ? message : "The archive could not be written");
  return FALSE;
}

/**
 * confab_zip_writer_new:
 * @stream: where the archive goes
 * @cancellable: (nullable): stops it
 *
 * Returns: (transfer full): an archive without files
 */
ConfabZipWriter *
confab_zip_writer_new (GOutputStream *stream,
                       GCancellable  *cancellable)
{
  ConfabZipWriter *self;

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), NULL);

  self = g_new0 (ConfabZipWriter, 1);
  self->stream = g_object_ref (stream);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->archive = archive_write_new ();
  archive_write_set_format_zip (self->archive);
  confab_zip_locale_init (&self->locale);
  confab_zip_locale_enter (&self->locale);
  archive_write_set_options (self->archive, "hdrcharset=UTF-8");
  confab_zip_locale_leave (&self->locale);
  archive_write_set_bytes_per_block (self->archive, 64 * 1024);
  archive_write_set_bytes_in_last_block (self->archive, 1);
  archive_write_open2 (self->archive, self, NULL, write_cb, NULL, NULL);

  return self;
}

/**
 * confab_zip_writer_free:
 * @self: (nullable) (transfer full): the archive
 *
 * Frees it. What was written of an unfinished one is of no use.
 */
void
confab_zip_writer_free (ConfabZipWriter *self)
{
  if (self == NULL)
    return;

  /* Nothing more is to reach the stream of an archive that was given up. */
  if (self->stream_error == NULL)
    g_set_error (&self->stream_error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_WRITE, "It was given up");
  archive_write_free (self->archive);
  confab_zip_locale_clear (&self->locale);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->stream_error);
  g_free (self);
}

/**
 * confab_zip_writer_begin:
 * @self: the archive
 * @name: the path of a file in it
 * @modified_at_us: when it was last changed, in microseconds since 1970
 * @error: return location
 *
 * Begins a file; the one before is complete.
 *
 * Returns: whether it was begun
 */
gboolean
confab_zip_writer_begin (ConfabZipWriter  *self,
                         const char       *name,
                         gint64            modified_at_us,
                         GError          **error)
{
  struct archive_entry *entry;
  int code;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  confab_zip_locale_enter (&self->locale);
  entry = archive_entry_new ();
  archive_entry_set_pathname_utf8 (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_mtime (entry, (time_t) (modified_at_us / G_USEC_PER_SEC), 0);
  code = archive_write_header (self->archive, entry);
  archive_entry_free (entry);
  confab_zip_locale_leave (&self->locale);

  return check (self, code, error);
}

/**
 * confab_zip_writer_write:
 * @self: the archive
 * @data: what follows in the file
 * @length: how many bytes
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
confab_zip_writer_write (ConfabZipWriter  *self,
                         const void       *data,
                         gsize             length,
                         GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (length == 0)
    return TRUE;

  return check (self, archive_write_data (self->archive, data, length) < 0 ? ARCHIVE_FATAL : ARCHIVE_OK, error);
}

/**
 * confab_zip_writer_finish:
 * @self: the archive
 * @error: return location
 *
 * Ends the archive. The stream stays open.
 *
 * Returns: whether it is complete
 */
gboolean
confab_zip_writer_finish (ConfabZipWriter  *self,
                          GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return check (self, archive_write_close (self->archive), error);
}
