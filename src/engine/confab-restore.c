/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-restore"

#include "config.h"

#include "confab-backup.h"

#include "confab-backup-private.h"
#include "confab-context-private.h"
#include "confab-conversation-list-private.h"
#include "confab-history-aside.h"
#include "confab-history-session.h"
#include "confab-transfer-error.h"

#include <glib/gstdio.h>

/* First everything is unpacked and looked at, in a thread; then the history is closed, what is here goes aside
 * and the other takes its place, in a thread again; then providers and preferences follow. */

static void
unpack_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  ConfabBackupJob *self = task_data;
  GError *error = NULL;

  if (confab_backup_job_claim (self, cancellable, &error) && confab_backup_unpack (self, cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  confab_backup_job_remove_folder (self);
  confab_backup_job_let_go (self);
  g_task_return_error (task, error);
}

static void
copied_cb (guint64  done,
           guint64  total,
           gpointer user_data)
{
  ConfabBackupJob *self = user_data;

  confab_progress_report (self->progress, total + done, total * 2);
}

/* Beside what is kept, under the time at which it went aside. */
static char *
dup_aside_path (ConfabBackupJob *self,
                const char      *name)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *folder = g_path_get_dirname (self->history_path);
  g_autofree char *path = g_strdup_printf ("%s/%s-%s.db", folder, name, time);

  for (guint i = 1; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s/%s-%s-%u.db", folder, name, time, i);
    }

  return g_steal_pointer (&path);
}

static gboolean
keep_aside (ConfabBackupJob       *self,
            ConfabHistorySession  *session,
            GCancellable          *cancellable,
            GError               **error)
{
  g_autofree char *path = dup_aside_path (self, "before-restore");

  if (!confab_history_session_copy_to (session, path, NULL, NULL, cancellable, error))
    return FALSE;

  self->report->kept = g_steal_pointer (&path);
  return TRUE;
}

/* What nobody can read is nothing to copy. */
static gboolean
put_aside (ConfabBackupJob  *self,
           GError          **error)
{
  g_autofree char *path = dup_aside_path (self, "damaged");

  if (!confab_history_aside_put (self->history_path, path, error))
    return FALSE;

  self->report->kept = g_steal_pointer (&path);
  self->report->kept_damaged = TRUE;
  return TRUE;
}

static gboolean
keep_providers (ConfabBackupJob  *self,
                GError          **error)
{
  g_autofree char *path = g_strconcat (self->report->kept, ".providers.json", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  return self->providers == NULL || !g_file_get_contents (self->providers_path, &contents, &length, NULL) ||
         g_file_set_contents_full (path, contents, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* Nothing has taken its place. */
static void
forget_aside (ConfabBackupJob *self)
{
  g_autofree char *providers = NULL;

  if (self->report->kept == NULL)
    return;

  providers = g_strconcat (self->report->kept, ".providers.json", NULL);
  if (self->report->kept_damaged)
    confab_history_aside_undo (self->history_path, self->report->kept);
  else
    g_unlink (self->report->kept);
  g_unlink (providers);
  g_clear_pointer (&self->report->kept, g_free);
  self->report->kept_damaged = FALSE;
}

/* Returns: (transfer full): the history that is to become another, which is kept already; or %NULL */
static ConfabHistorySession *
open_target (ConfabBackupJob  *self,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autoptr(GError) own_error = NULL;
  ConfabHistorySession *session = confab_history_session_open (self->history_path, &own_error);

  /* A copy of what is damaged would be less than what is there. */
  if (session != NULL && confab_history_session_check (session, &own_error) &&
      keep_aside (self, session, cancellable, &own_error))
    return session;

  g_clear_pointer (&session, confab_history_session_free);
  if (!g_error_matches (own_error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CORRUPT))
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return NULL;
    }

  return put_aside (self, error) ? confab_history_session_open (self->history_path, error) : NULL;
}

static void
replace_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ConfabBackupJob *self = task_data;
  ConfabHistorySession *session;
  ConfabHistorySession *source = NULL;
  GError *error = NULL;
  gboolean ok;

  session = open_target (self, cancellable, &error);
  ok = session != NULL && keep_providers (self, &error) &&
       (source = confab_history_session_open (self->copy, &error)) != NULL &&
       confab_history_session_copy_from (session, source, copied_cb, self, cancellable, &error);
  g_clear_pointer (&source, confab_history_session_free);
  g_clear_pointer (&session, confab_history_session_free);
  confab_backup_job_remove_folder (self);
  if (!ok)
    forget_aside (self);
  confab_backup_job_let_go (self);

  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
reload_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabBackupJob *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_context_open_history_finish (CONFAB_CONTEXT (object), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&self->report), (GDestroyNotify) confab_backup_report_free);
  else
    g_task_return_error (task, error);
}

/* Shows what is in the history now, be it another one or not. */
static void
reload (ConfabContext       *context,
        GAsyncReadyCallback  callback,
        gpointer             user_data)
{
  context->replacing = FALSE;
  confab_context_open_history_async (context, NULL, callback, user_data);
}

static void
finish_replacing (GTask *task)
{
  ConfabContext *context = g_task_get_source_object (task);
  ConfabBackupJob *self = g_task_get_task_data (task);

  if (self->preferences != NULL)
    confab_backup_apply_settings (self->settings, self->preferences);
  reload (context, reload_cb, g_object_ref (task));
}

static void
providers_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabBackupJob *self = g_task_get_task_data (task);

  /* The conversations are restored already, and stay so. */
  confab_records_file_update_finish (CONFAB_RECORDS_FILE (object), result, NULL, &self->report->providers_error);
  finish_replacing (task);
}

static GBytes *
replace_providers (GBytes    *current,
                   gpointer   user_data,
                   GError   **error)
{
  return g_bytes_ref (user_data);
}

static void
replace_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *context = g_task_get_source_object (task);
  ConfabBackupJob *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* The list was emptied for what did not come. */
      reload (context, NULL, NULL);
      g_task_return_error (task, error);
      return;
    }

  if (self->providers != NULL)
    confab_records_file_update_async (context->records_file, replace_providers, g_bytes_ref (self->providers),
                                      (GDestroyNotify) g_bytes_unref, NULL, providers_cb, g_object_ref (task));
  else
    finish_replacing (task);
}

static void
release_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (!confab_history_release_finish (CONFAB_HISTORY (object), result, &error))
    g_debug ("The history is closed for good: %s", error->message);
  confab_context_run_step (task, replace_thread, replace_cb);
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *context = g_task_get_source_object (task);

  confab_conversation_list_clear_finish (CONFAB_CONVERSATION_LIST (object), result);
  confab_history_release_async (context->history, release_cb, g_object_ref (task));
}

static void
unpack_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *context = g_task_get_source_object (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  context->replacing = TRUE;
  confab_conversation_list_clear_async (context->conversations, clear_cb, g_object_ref (task));
}

/**
 * confab_restore_async:
 * @context: what the engine has
 * @settings: (nullable): the preferences
 * @file: a backup, a local file
 * @func: (nullable): told of how far it is
 * @func_data: closure
 * @cancellable: (nullable): stops it; what is here stays then
 * @callback: called at the end
 * @user_data: closure
 *
 * Puts the conversations, providers and preferences of a backup in the place of those that are here, at
 * once and for everybody who has them open. The backup is looked at as a whole before anything is
 * touched, and what was here is kept beside it, be it damaged or not. Keys in the keyring stay as they are.
 *
 * Fails with %CONFAB_TRANSFER_ERROR_IN_USE while another process has the conversations open,
 * with %CONFAB_TRANSFER_ERROR_FUTURE when the backup was made by a newer version, with
 * %CONFAB_TRANSFER_ERROR_FORMAT and %CONFAB_TRANSFER_ERROR_DAMAGED when it is of no use.
 */
void
confab_restore_async (ConfabContext       *context,
                      GSettings           *settings,
                      GFile               *file,
                      ConfabProgressFunc   func,
                      gpointer             func_data,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_CONTEXT (context));
  g_return_if_fail (settings == NULL || G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (context, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_restore_async);
  if (confab_backup_job_begin (task, settings, file, CONFAB_TRANSFER_ERROR_READ, func, func_data) != NULL)
    confab_context_run_step (task, unpack_thread, unpack_cb);
}

/**
 * confab_restore_finish:
 * @context: what the engine has
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): what became of it, or %NULL when nothing was changed
 */
ConfabBackupReport *
confab_restore_finish (ConfabContext  *context,
                       GAsyncResult   *result,
                       GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
