/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-thread-task"

#include "config.h"

#include "confab-thread-task.h"

/* A thread that holds a task gives it up whenever it gets to it, at times as the last, after the callback has
 * run: the task, its data and its source object would then be finalized in the thread, with the timers,
 * watches and widgets that belong to the main loop. So no thread is ever given a reference. It borrows the
 * task from whoever made it, until it has returned a result. */

typedef struct
{
  GTask           *task;  /* borrowed */
  GTaskThreadFunc  func;
} Job;

static void
on_task_completed_cb (GTask      *task,
                      GParamSpec *pspec,
                      gpointer    user_data)
{
  g_object_unref (task);
}

/* What GIO's thread holds, and may finalize: nothing but what this file has made. */
static void
job_thread (GTask        *carrier,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  const Job *job = task_data;

  job->func (job->task, g_task_get_source_object (job->task), g_task_get_task_data (job->task),
             g_task_get_cancellable (job->task));
  g_task_return_boolean (carrier, TRUE);
}

/**
 * confab_thread_task_lend:
 * @task: a task that a thread is going to return the result of
 *
 * Keeps a task until its callback has run, and gives it up where it was made: the thread needs no reference,
 * and must have none. From the moment at which the thread has returned the result, the task, its data and
 * its source object are not the thread's to look at.
 */
void
confab_thread_task_lend (GTask *task)
{
  g_return_if_fail (G_IS_TASK (task));

  g_signal_connect (g_object_ref (task), "notify::completed", G_CALLBACK (on_task_completed_cb), NULL);
}

/**
 * confab_thread_task_run:
 * @task: a task
 * @func: runs in a thread, and returns a result to @task as the last thing it does with it
 *
 * Runs a function in a thread of GIO's, as [method@Gio.Task.run_in_thread] does, except that neither the task
 * nor its data nor its source object is ever finalized there; see [func@thread_task_lend]. A task that was
 * cancelled fails when @func has returned.
 */
void
confab_thread_task_run (GTask           *task,
                        GTaskThreadFunc  func)
{
  g_autoptr(GTask) carrier = NULL;
  Job *job;

  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  confab_thread_task_lend (task);

  job = g_new0 (Job, 1);
  job->task = task;
  job->func = func;

  carrier = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (carrier, confab_thread_task_run);
  g_task_set_priority (carrier, g_task_get_priority (task));
  g_task_set_task_data (carrier, job, g_free);
  g_task_run_in_thread (carrier, job_thread);
}
