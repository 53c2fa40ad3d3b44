/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-backup-job"

#include "config.h"

#include "confab-backup-private.h"

#include "confab-context-private.h"
#include "confab-transfer-error.h"

#include <errno.h>
#include <glib/gstdio.h>

static void
job_free (ConfabBackupJob *self)
{
  confab_backup_job_remove_folder (self);
  g_clear_pointer (&self->own_lock, confab_history_lock_free);
  g_clear_object (&self->settings);
  g_free (self->history_path);
  g_free (self->providers_path);
  g_free (self->path);
  g_clear_pointer (&self->progress, confab_progress_unref);
  g_clear_pointer (&self->report, confab_backup_report_free);
  g_clear_pointer (&self->providers, g_bytes_unref);
  g_free (self->preferences);
  g_free (self);
}

/* confab_backup_job_begin:
 * @task: of the context's
 * @settings: (nullable): the preferences
 * @file: the backup
 * @code: how a file that is not local fails
 * @func: (nullable): told of how far it is
 * @func_data: closure
 *
 * Begins: the job becomes the data of the task.
 *
 * Returns: (transfer none) (nullable): the job, or %NULL when the task has failed already
 */
ConfabBackupJob *
confab_backup_job_begin (GTask              *task,
                         GSettings          *settings,
                         GFile              *file,
                         ConfabTransferError code,
                         ConfabProgressFunc  func,
                         gpointer            func_data)
{
  ConfabContext *context = g_task_get_source_object (task);
  ConfabBackupJob *self;

  if (!confab_context_begin_work (task, file, code))
    return NULL;

  self = g_new0 (ConfabBackupJob, 1);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  self->history_path = g_strdup (confab_history_peek_path (context->history));
  self->providers_path = g_file_get_path (confab_records_file_get_file (context->records_file));
  self->path = g_strdup (g_file_peek_path (file));
  self->progress = confab_progress_new (func, func_data);
  self->report = confab_backup_report_new ();
  if (context->history_watch != NULL)
    self->shared_lock = confab_history_watch_get_lock (context->history_watch);
  g_task_set_task_data (task, self, (GDestroyNotify) job_free);

  return self;
}

/* confab_backup_job_make_folder:
 * @error: return location
 *
 * Makes a folder of its own for what is on its way into a backup or out of it. It goes with the job at the
 * latest.
 *
 * Returns: whether it is there
 */
gboolean
confab_backup_job_make_folder (ConfabBackupJob  *self,
                               GError          **error)
{
  g_autofree char *parent = g_build_filename (g_get_user_cache_dir (), "confab", NULL);
  g_autofree char *folder = g_build_filename (parent, "backup-XXXXXX", NULL);

  if (g_mkdir_with_parents (parent, 0700) != 0 || g_mkdtemp_full (folder, 0700) == NULL)
    return confab_transfer_error_set_errno (error, errno);

  self->copy = g_build_filename (folder, CONFAB_BACKUP_HISTORY, NULL);
  self->folder = g_steal_pointer (&folder);
  return TRUE;
}

/* confab_backup_job_remove_folder:
 *
 * Removes the folder, if there is one, with what is in it.
 */
void
confab_backup_job_remove_folder (ConfabBackupJob *self)
{
  g_autofree char *log = NULL;
  g_autofree char *index = NULL;

  if (self->folder == NULL)
    return;

  log = g_strconcat (self->copy, "-wal", NULL);
  index = g_strconcat (self->copy, "-shm", NULL);
  g_unlink (self->copy);
  g_unlink (log);
  g_unlink (index);
  g_rmdir (self->folder);
  g_clear_pointer (&self->copy, g_free);
  g_clear_pointer (&self->folder, g_free);
}

/* confab_backup_job_claim:
 * @cancellable: (nullable): ends the waiting
 * @error: return location
 *
 * Claims the history for this process. Whoever has it open goes by what is in it, and would write it into
 * another one that takes its place.
 *
 * Returns: whether no other process has it open, until [func@backup_job_let_go]
 */
gboolean
confab_backup_job_claim (ConfabBackupJob  *self,
                         GCancellable     *cancellable,
                         GError          **error)
{
  if (self->shared_lock == NULL &&
      !(self->own_lock = confab_history_lock_new (self->history_path, cancellable, error)))
    return FALSE;

  self->claimed = confab_history_lock_claim (self->shared_lock != NULL ? self->shared_lock : self->own_lock, NULL);
  if (!self->claimed)
    g_set_error (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_IN_USE, "Another process has the history open");
  return self->claimed;
}

/* confab_backup_job_let_go:
 *
 * Lets others have the history open again. It may wait, so it is for a thread, as claiming is.
 */
void
confab_backup_job_let_go (ConfabBackupJob *self)
{
  if (self->claimed)
    confab_history_lock_unclaim (self->shared_lock != NULL ? self->shared_lock : self->own_lock);
  self->claimed = FALSE;
  g_clear_pointer (&self->own_lock, confab_history_lock_free);
}
