/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-context-work"

#include "config.h"

#include "confab-context-private.h"

#include "confab-thread-task.h"

/* Work that threads do with everything that is kept. The program must not end in the middle of it: half
 * a file would be left, and nobody would know. */

static void
on_work_completed_cb (ConfabContext *self,
                      GParamSpec    *pspec,
                      GTask         *task)
{
  g_autoptr(GTask) waiting = NULL;

  g_ptr_array_remove_fast (self->work, task);
  if (self->work->len > 0 || self->work_waiting == NULL)
    return;

  waiting = g_steal_pointer (&self->work_waiting);
  g_task_return_boolean (waiting, TRUE);
}

/* confab_context_begin_work:
 * @task: of the context's, what a thread is about to do with everything that is kept
 * @file: where to, or where from
 * @code: how a file that is not local fails
 *
 * Has the end of the program wait for it. What is done by then is done, even if somebody wanted to stop it in
 * the last moment.
 *
 * Returns: whether it can be done; if not, the task has failed
 */
gboolean
confab_context_begin_work (GTask               *task,
                           GFile               *file,
                           ConfabTransferError  code)
{
  g_task_set_check_cancellable (task, FALSE);
  if (g_file_peek_path (file) == NULL)
    {
      g_task_return_new_error (task, CONFAB_TRANSFER_ERROR, (int) code, "It is not a local file");
      return FALSE;
    }

  confab_context_add_work (g_task_get_source_object (task), task);
  return TRUE;
}

/* confab_context_add_work:
 * @task: something of the context's that a thread does
 *
 * Has the end of the program wait for it.
 */
void
confab_context_add_work (ConfabContext *self,
                         GTask         *task)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (g_task_get_source_object (task) == self);

  g_ptr_array_add (self->work, task);
  /* Not beyond the context, which the task keeps. */
  g_signal_connect_swapped (task, "notify::completed", G_CALLBACK (on_work_completed_cb), self);
}

/* confab_context_run_step:
 * @task: work of the context's
 * @func: what a thread does for it, with the task's data
 * @callback: called when it has, with the task, held, as its closure
 *
 * Does a part of some work in a thread.
 */
void
confab_context_run_step (GTask               *task,
                         GTaskThreadFunc      func,
                         GAsyncReadyCallback  callback)
{
  g_autoptr(GTask) step = g_task_new (NULL, g_task_get_cancellable (task), callback, g_object_ref (task));

  g_task_set_source_tag (step, confab_context_run_step);
  g_task_set_check_cancellable (step, FALSE);
  g_task_set_task_data (step, g_task_get_task_data (task), NULL);
  confab_thread_task_run (step, func);
}

/* confab_context_end_work_async:
 * @callback: called when no thread is at work any more
 * @user_data: closure
 *
 * Stops what can be stopped, and waits for the rest.
 */
void
confab_context_end_work_async (ConfabContext       *self,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_context_end_work_async);
  if (self->work->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  self->work_waiting = g_steal_pointer (&task);
  for (guint i = 0; i < self->work->len; i++)
    g_cancellable_cancel (g_task_get_cancellable (g_ptr_array_index (self->work, i)));
}
