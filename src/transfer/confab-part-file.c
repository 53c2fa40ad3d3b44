/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-part-file"

#include "config.h"

#include "confab-part-file.h"

#include "confab-transfer-error.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <unistd.h>

/**
 * ConfabPartFile:
 *
 * A file that is only there when it is complete. Until then it lies beside its place under another
 * name, and what was in the place before stays. Only its owner can read it.
 *
 * Waits, so it is for a thread of its own.
 */
struct _ConfabPartFile
{
  GOutputStream *stream;     /* owned */
  char          *path;       /* owned */
  char          *part_path;  /* owned */
  int            fd;         /* owned */
  gboolean       committed;
};

/**
 * confab_part_file_new:
 * @path: the place
 * @error: return location
 *
 * Returns: (transfer full): a file to be written, or %NULL with an error of %G_IO_ERROR
 */
ConfabPartFile *
confab_part_file_new (const char  *path,
                      GError     **error)
{
  g_autofree char *part_path = NULL;
  ConfabPartFile *self;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      confab_transfer_error_set_errno (error, EISDIR);
      return NULL;
    }

  part_path = g_strconcat (path, ".part-XXXXXX", NULL);
  fd = g_mkstemp_full (part_path, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      confab_transfer_error_set_errno (error, errno);
      return NULL;
    }

  self = g_new0 (ConfabPartFile, 1);
  self->path = g_strdup (path);
  self->part_path = g_steal_pointer (&part_path);
  self->fd = fd;
  self->stream = g_unix_output_stream_new (fd, FALSE);

  return self;
}

/**
 * confab_part_file_free:
 * @self: (nullable) (transfer full): the file
 *
 * Frees it, and removes what was written when it was not committed.
 */
void
confab_part_file_free (ConfabPartFile *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->stream);
  if (self->fd >= 0)
    close (self->fd);
  if (!self->committed)
    g_unlink (self->part_path);
  g_free (self->path);
  g_free (self->part_path);
  g_free (self);
}

/**
 * confab_part_file_get_stream:
 * @self: the file
 *
 * Returns: (transfer none): where to write
 */
GOutputStream *
confab_part_file_get_stream (ConfabPartFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->stream;
}

/**
 * confab_part_file_commit:
 * @self: the file
 * @error: return location
 *
 * Puts it into its place.
 *
 * Returns: whether it is there, also after a power cut
 */
gboolean
confab_part_file_commit (ConfabPartFile  *self,
                         GError         **error)
{
  const int fd = self->fd;

  g_return_val_if_fail (self != NULL, FALSE);

  self->fd = -1;
  /* Some file systems of devices cannot promise it, and have written it all the same. */
  if (fsync (fd) != 0 && errno != EINVAL)
    {
      confab_transfer_error_set_errno (error, errno);
      close (fd);
      return FALSE;
    }
  /* That the disk is full may only be told now. */
  if (close (fd) != 0 || g_rename (self->part_path, self->path) != 0)
    return confab_transfer_error_set_errno (error, errno);

  self->committed = TRUE;
  return TRUE;
}
