/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-lock"

#include "config.h"

#include "confab-history-lock.h"

#include "confab-locked-file-private.h"

#include <unistd.h>

/**
 * ConfabHistoryLock:
 *
 * Says that somebody goes by what is in a history, so that no other process puts another one in its
 * place meanwhile. Any number of processes can say so.
 *
 * May be handed from one thread to another, but is used by one at a time.
 */
struct _ConfabHistoryLock
{
  int fd;  /* owned */
};

/**
 * confab_history_lock_new:
 * @path: the file of the history
 * @cancellable: (nullable): ends the waiting
 * @error: return location
 *
 * Waits for a process that is replacing the history.
 *
 * Returns: (transfer full): the lock, or %NULL; %CONFAB_STORE_ERROR_BUSY after some time
 */
ConfabHistoryLock *
confab_history_lock_new (const char    *path,
                         GCancellable  *cancellable,
                         GError       **error)
{
  ConfabHistoryLock *self;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  if ((fd = confab_locked_file_share (path, cancellable, error)) < 0)
    return NULL;

  self = g_new0 (ConfabHistoryLock, 1);
  self->fd = fd;
  return self;
}

/**
 * confab_history_lock_free:
 * @self: (transfer full) (nullable): the lock
 */
void
confab_history_lock_free (ConfabHistoryLock *self)
{
  if (self == NULL)
    return;

  close (self->fd);
  g_free (self);
}

/**
 * confab_history_lock_claim:
 * @self: the lock
 * @error: return location for a %CONFAB_STORE_ERROR_BUSY
 *
 * Claims the history for its holder alone, who is about to replace it.
 *
 * Returns: whether nobody else has it open, nor can until [method@HistoryLock.unclaim]
 */
gboolean
confab_history_lock_claim (ConfabHistoryLock  *self,
                           GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (confab_locked_file_claim (self->fd))
    return TRUE;

  g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_BUSY, "Another process has the history open");
  return FALSE;
}

/**
 * confab_history_lock_unclaim:
 * @self: the lock
 *
 * Lets others have the history open again. It waits, if only for a process that was quicker: not for the
 * main thread.
 */
void
confab_history_lock_unclaim (ConfabHistoryLock *self)
{
  g_return_if_fail (self != NULL);

  confab_locked_file_unclaim (self->fd);
}
