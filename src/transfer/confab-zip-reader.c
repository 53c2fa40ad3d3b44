/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-zip-reader"

#include "config.h"

#include "confab-zip-reader.h"

#include "confab-zip-locale-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_SIZE (64 * 1024)

/**
 * ConfabZipReader:
 *
 * Reads a zip archive, one file after the other. What was made to unpack to more than a disk holds ends
 * in %CONFAB_TRANSFER_ERROR_TOO_LARGE; names are only looked at, never used as paths.
 *
 * Waits, so it is for a thread of its own.
 */
struct _ConfabZipReader
{
  struct archive *archive;     /* owned */
  char           *name;        /* owned, nullable: of the file that is read */
  guint64         max_bytes;   /* that may be unpacked */
  guint64         n_bytes;     /* that were */
  guint64         size;        /* of the file that is read, as the archive says */
  guint           n_files;
  ConfabZipLocale locale;
};

/**
 * confab_zip_reader_is_zip:
 * @path: a file
 *
 * Returns: whether it begins as a zip archive does
 */
gboolean
confab_zip_reader_is_zip (const char *path)
{
  char start[4];
  gboolean is_zip;
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);

  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    return FALSE;

  is_zip = read (fd, start, sizeof start) == sizeof start &&
           (memcmp (start, "PK\3\4", 4) == 0 || memcmp (start, "PK\5\6", 4) == 0);
  close (fd);
  return is_zip;
}

static void
set_error (ConfabZipReader  *self,
           GError          **error)
{
  const char *message = archive_error_string (self->archive);

  g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_DAMAGED, "The archive is damaged: %s",
               message != NULL ? message : "it cannot be read");
}

/**
 * confab_zip_reader_open:
 * @path: the archive
 * @error: return location
 *
 * Returns: (transfer full): the archive, before its first file, or %NULL
 */
ConfabZipReader *
confab_zip_reader_open (const char  *path,
                        GError     **error)
{
  g_autoptr(ConfabZipReader) self = NULL;
  GStatBuf info;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_stat (path, &info) != 0)
    {
      g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_READ, "%s", g_strerror (errno));
      return NULL;
    }

  self = g_new0 (ConfabZipReader, 1);
  confab_zip_locale_init (&self->locale);
  self->max_bytes = CONFAB_ZIP_FREE_BYTES + (guint64) info.st_size * CONFAB_ZIP_MAX_RATIO;
  self->archive = archive_read_new ();
  archive_read_support_format_zip (self->archive);
  if (archive_read_open_filename (self->archive, path, BLOCK_SIZE) != ARCHIVE_OK)
    {
      set_error (self, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * confab_zip_reader_free:
 * @self: (nullable) (transfer full): the archive
 */
void
confab_zip_reader_free (ConfabZipReader *self)
{
  if (self == NULL)
    return;

  archive_read_free (self->archive);
  confab_zip_locale_clear (&self->locale);
  g_free (self->name);
  g_free (self);
}

static gboolean
go_to_next (ConfabZipReader  *self,
            const char      **name,
            GError          **error)
{
  struct archive_entry *entry;
  int code;

  while ((code = archive_read_next_header (self->archive, &entry)) >= ARCHIVE_WARN && code != ARCHIVE_EOF)
    {
      const char *path = archive_entry_pathname_utf8 (entry);

      if (++self->n_files > CONFAB_ZIP_MAX_FILES)
        {
          g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_TOO_LARGE,
                       "The archive holds more than %d files", CONFAB_ZIP_MAX_FILES);
          return FALSE;
        }
      if (path == NULL)
        path = archive_entry_pathname (entry);
      if (path == NULL || archive_entry_filetype (entry) != AE_IFREG)
        continue;

      g_free (self->name);
      self->name = g_utf8_make_valid (path, -1);
      self->size = archive_entry_size_is_set (entry) ? (guint64) MAX (archive_entry_size (entry), 0) : 0;
      *name = self->name;
      return TRUE;
    }

  if (code == ARCHIVE_EOF)
    return TRUE;

  set_error (self, error);
  return FALSE;
}

/**
 * confab_zip_reader_next:
 * @self: the archive
 * @name: (out) (nullable): the name of the file, or %NULL at the end
 * @error: return location
 *
 * Goes to the next file. Folders and links are left out.
 *
 * Returns: whether the archive can be read
 */
gboolean
confab_zip_reader_next (ConfabZipReader  *self,
                        const char      **name,
                        GError          **error)
{
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);

  *name = NULL;
  confab_zip_locale_enter (&self->locale);
  ok = go_to_next (self, name, error);
  confab_zip_locale_leave (&self->locale);

  return ok;
}

/**
 * confab_zip_reader_get_size:
 * @self: the archive
 *
 * Returns: how many bytes the file has by what the archive says, which need not be true
 */
guint64
confab_zip_reader_get_size (ConfabZipReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

/**
 * confab_zip_reader_read:
 * @self: the archive
 * @buffer: where to put it
 * @length: how much there is room for
 * @error: return location
 *
 * Reads what follows in the file.
 *
 * Returns: how many bytes were read, 0 at the end of the file, or -1
 */
gssize
confab_zip_reader_read (ConfabZipReader  *self,
                        void             *buffer,
                        gsize             length,
                        GError          **error)
{
  la_ssize_t n;

  g_return_val_if_fail (self != NULL, -1);

  n = archive_read_data (self->archive, buffer, length);
  if (n < 0)
    {
      set_error (self, error);
      return -1;
    }

  self->n_bytes += (guint64) n;
  if (self->n_bytes > self->max_bytes)
    {
      g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_TOO_LARGE,
                   "The archive unpacks to more than %d times its size", CONFAB_ZIP_MAX_RATIO);
      return -1;
    }

  return (gssize) n;
}

/**
 * confab_zip_reader_read_all:
 * @self: the archive
 * @max_length: how much to take at most, in bytes
 * @error: return location
 *
 * Reads the rest of the file. A longer one fails with %CONFAB_TRANSFER_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full): its bytes, or %NULL
 */
GBytes *
confab_zip_reader_read_all (ConfabZipReader  *self,
                            gsize             max_length,
                            GError          **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (BLOCK_SIZE);
  gssize n;

  g_return_val_if_fail (self != NULL, NULL);

  while ((n = confab_zip_reader_read (self, buffer, BLOCK_SIZE, error)) > 0)
    {
      if ((gsize) n > max_length - bytes->len)
        {
          g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_TOO_LARGE,
                       "A file in the archive is larger than what can be taken");
          return NULL;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
    }

  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
