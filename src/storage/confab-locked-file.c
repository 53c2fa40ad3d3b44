/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-locked-file"

#include "config.h"

#include "confab-locked-file-private.h"

#include "confab-store-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long another process may hold the lock, and how often to try, in milliseconds. */
#define LOCK_TIMEOUT_MS 20000
#define LOCK_INTERVAL_MS 5

/* All of this waits for the disk or for other processes: it is for a worker, not the main thread. */

/**
 * confab_locked_file_make_folder:
 * @path: the file
 * @error: return location
 *
 * Makes the folder that the file belongs in, for nobody else to look into.
 *
 * Returns: whether it is there; otherwise %CONFAB_STORE_ERROR_OPEN
 */
gboolean
confab_locked_file_make_folder (const char  *path,
                                GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  confab_store_error_set_errno (error, CONFAB_STORE_ERROR_OPEN, "make the folder", folder, errno);
  return FALSE;
}

/* Rests a little, unless cancelled. */
static gboolean
rest (GCancellable  *cancellable,
      GError       **error)
{
  GPollFD poll_fd;

  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &poll_fd))
    {
      g_poll (&poll_fd, 1, LOCK_INTERVAL_MS);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep (LOCK_INTERVAL_MS * 1000);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* A wait in the kernel could not be cancelled. */
static gboolean
wait_for_lock (int            fd,
               const char    *name,
               int            operation,
               GCancellable  *cancellable,
               GError       **error)
{
  const gint64 end_us = g_get_monotonic_time () + LOCK_TIMEOUT_MS * (gint64) 1000;

  while (flock (fd, operation | LOCK_NB) != 0)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        {
          confab_store_error_set_errno (error, CONFAB_STORE_ERROR_FAILED, "lock", name, errno);
          return FALSE;
        }

      if (g_get_monotonic_time () > end_us)
        {
          g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_BUSY, "Another process holds “%s”", name);
          return FALSE;
        }

      if (!rest (cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static int
take_lock (const char    *path,
           int            operation,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  int fd;

  if (!confab_locked_file_make_folder (path, error))
    return -1;

  fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (fd < 0)
    {
      confab_store_error_set_errno (error, CONFAB_STORE_ERROR_OPEN, "open", lock_path, errno);
      return -1;
    }

  if (wait_for_lock (fd, lock_path, operation, cancellable, error))
    return fd;

  close (fd);
  return -1;
}

/**
 * confab_locked_file_lock:
 * @path: the file, which need not exist
 * @cancellable: (nullable): ends the waiting
 * @error: return location
 *
 * Keeps other processes from changing the file, by a lock on a file beside it: the file itself is
 * replaced again and again, and a lock on it would go with the old one. The folder is made should
 * there be none.
 *
 * Returns: a descriptor whose closing unlocks, or -1; %CONFAB_STORE_ERROR_BUSY after some time
 */
int
confab_locked_file_lock (const char    *path,
                         GCancellable  *cancellable,
                         GError       **error)
{
  return take_lock (path, LOCK_EX, cancellable, error);
}

/**
 * confab_locked_file_share:
 * @path: the file, which need not exist
 * @cancellable: (nullable): ends the waiting
 * @error: return location
 *
 * Keeps other processes from [func@locked_file_lock], as any number of them can at the same time.
 *
 * Returns: a descriptor whose closing unlocks, or -1; %CONFAB_STORE_ERROR_BUSY after some time
 */
int
confab_locked_file_share (const char    *path,
                          GCancellable  *cancellable,
                          GError       **error)
{
  return take_lock (path, LOCK_SH, cancellable, error);
}

/**
 * confab_locked_file_claim:
 * @lock: a descriptor of [func@locked_file_share]
 *
 * Makes the lock its holder's alone, if nobody shares it.
 *
 * Returns: whether it is; if not, it is shared as before
 */
gboolean
confab_locked_file_claim (int lock)
{
  if (flock (lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  /* What was held is lost when more cannot be had. */
  confab_locked_file_unclaim (lock);
  return FALSE;
}

/**
 * confab_locked_file_unclaim:
 * @lock: a descriptor that was claimed
 *
 * Shares it with others again. One lock is given up before the other is taken, so that another process may
 * claim it in between, and is then waited for.
 */
void
confab_locked_file_unclaim (int lock)
{
  g_autoptr(GError) error = NULL;

  if (!wait_for_lock (lock, "the lock", LOCK_SH, NULL, &error))
    g_debug ("The lock is not shared any more: %s", error->message);
}

static gboolean
write_all (int         fd,
           GBytes     *contents)
{
  gsize left;
  const guint8 *data = g_bytes_get_data (contents, &left);

  while (left > 0)
    {
      const gssize n_written = write (fd, data, left);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return FALSE;

      data += n_written;
      left -= n_written;
    }

  return fsync (fd) == 0;
}

/* So that the new name survives a power cut too. The contents are safe without. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;

  if (fsync (fd) != 0)
    g_debug ("“%s” is not synchronized: %s", folder, g_strerror (errno));
  close (fd);
}

/**
 * confab_locked_file_replace:
 * @path: the file, locked
 * @contents: what is to be in it
 * @error: return location
 *
 * Puts a new file (mode 0600) in place of the old one: whoever reads sees all of the one or all of
 * the other, whatever happens. Where people have put a link, it stays, and what it points to is
 * replaced.
 *
 * Returns: whether it was replaced; if not, the old one is as it was
 */
gboolean
confab_locked_file_replace (const char  *path,
                            GBytes      *contents,
                            GError     **error)
{
  char *resolved = realpath (path, NULL);
  g_autofree char *real_path = g_strdup (resolved != NULL ? resolved : path);
  g_autofree char *new_path = g_strconcat (real_path, ".new", NULL);
  int saved_errno;
  int fd;

  free (resolved);

  /* One is left behind by a process that was killed while it held the lock, or nobody's. */
  g_unlink (new_path);
  fd = g_open (new_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      confab_store_error_set_errno (error, CONFAB_STORE_ERROR_OPEN, "make", new_path, errno);
      return FALSE;
    }

  if (write_all (fd, contents) && fchmod (fd, 0600) == 0 &&
      g_rename (new_path, real_path) == 0)
    {
      close (fd);
      sync_folder (real_path);
      return TRUE;
    }

  saved_errno = errno;
  close (fd);
  g_unlink (new_path);
  confab_store_error_set_errno (error, CONFAB_STORE_ERROR_FAILED, "replace", real_path, saved_errno);
  return FALSE;
}

/* Moves a file, or, where something is to take its place, gives it one more name: so there is no moment
 * at which there is no file. Not every file system can do that. */
static gboolean
set_aside (const char *path,
           const char *new_path,
           gboolean    replaced)
{
  return (replaced && linkat (AT_FDCWD, path, AT_FDCWD, new_path, AT_SYMLINK_FOLLOW) == 0) ||
         g_rename (path, new_path) == 0;
}

/**
 * confab_locked_file_set_aside:
 * @path: the file, locked
 * @replacement: (nullable): what is to be in its place
 * @error: return location
 *
 * Gives a file another name, with the time in it, that nothing has yet.
 *
 * Returns: (transfer full): the new path
 */
char *
confab_locked_file_set_aside (const char  *path,
                              GBytes      *replacement,
                              GError     **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");

  for (guint i = 1;; i++)
    {
      g_autofree char *number = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *new_path = g_strconcat (path, ".broken-", time, number, NULL);
      struct stat info;

      if (g_lstat (new_path, &info) == 0)
        continue;

      if (!set_aside (path, new_path, replacement != NULL))
        {
          confab_store_error_set_errno (error, CONFAB_STORE_ERROR_OPEN, "rename", path, errno);
          return NULL;
        }

      sync_folder (path);
      if (replacement != NULL && !confab_locked_file_replace (path, replacement, error))
        return NULL;
      return g_steal_pointer (&new_path);
    }
}
