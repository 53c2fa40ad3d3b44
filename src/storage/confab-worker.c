/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-worker"

#include "config.h"

#include "confab-worker-private.h"

#include "confab-store-error.h"
#include "confab-thread-task.h"

/**
 * ConfabWorker:
 *
 * One named thread that runs jobs strictly in the order in which they were pushed.
 *
 * A job is a [class@Gio.Task] and the function that computes its result, as with
 * [method@Gio.Task.run_in_thread]; the callback runs where the task was made, and callbacks come
 * in the order of the jobs. Whoever wants all work done before going on pushes a last job and
 * waits for it. Used from the main thread.
 */
struct _ConfabWorker
{
  GObject      parent_instance;

  GThread     *thread;  /* owned */
  GAsyncQueue *queue;   /* owned, of Job */
  guint        ended : 1;
};

typedef struct
{
  GTask           *task;     /* borrowed, nullable in the mark that ends the thread */
  GTaskThreadFunc  func;
  gboolean         is_last;
} Job;

G_DEFINE_FINAL_TYPE (ConfabWorker, confab_worker, G_TYPE_OBJECT)

static gpointer
thread_main (gpointer data)
{
  g_autoptr(GAsyncQueue) queue = data;

  while (TRUE)
    {
      Job *job = g_async_queue_pop (queue);
      const gboolean is_last = job->is_last;

      if (job->task != NULL)
        job->func (job->task, g_task_get_source_object (job->task),
                   g_task_get_task_data (job->task), g_task_get_cancellable (job->task));

      g_free (job);
      if (is_last)
        return NULL;
    }
}

static void
push (ConfabWorker    *self,
      GTask           *task,
      GTaskThreadFunc  func,
      gboolean         is_last)
{
  Job *job = g_new0 (Job, 1);

  /* The last reference to a task may be the last one to the history, which must not be finalized by the
   * thread it owns. */
  if (task != NULL)
    {
      confab_thread_task_lend (task);
      g_object_unref (task);
    }

  job->task = task;
  job->func = func;
  job->is_last = is_last;
  self->ended = is_last;
  g_async_queue_push (self->queue, job);
}

static void
confab_worker_finalize (GObject *object)
{
  ConfabWorker *self = CONFAB_WORKER (object);

  /* The thread holds its own reference to the queue, does what is in it and ends by itself. */
  if (!self->ended)
    push (self, NULL, NULL, TRUE);

  g_clear_pointer (&self->thread, g_thread_unref);
  g_clear_pointer (&self->queue, g_async_queue_unref);

  G_OBJECT_CLASS (confab_worker_parent_class)->finalize (object);
}

static void
confab_worker_class_init (ConfabWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_worker_finalize;
}

static void
confab_worker_init (ConfabWorker *self)
{
  self->queue = g_async_queue_new ();
}

/**
 * confab_worker_new:
 * @name: what debuggers call the thread, at most 15 bytes
 *
 * Returns: (transfer full): a worker whose thread is up
 */
ConfabWorker *
confab_worker_new (const char *name)
{
  ConfabWorker *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_WORKER, NULL);
  self->thread = g_thread_new (name, thread_main, g_async_queue_ref (self->queue));
  return self;
}

/**
 * confab_worker_push:
 * @task: (transfer full): the task that @func returns a result to, exactly once
 * @func: runs in the thread, after everything pushed before
 *
 * A job is run even when its task was cancelled meanwhile: a function that may be skipped looks at
 * its cancellable.
 *
 * After the last job was pushed, the task fails with %CONFAB_STORE_ERROR_CLOSED instead.
 */
void
confab_worker_push (ConfabWorker    *self,
                    GTask           *task,
                    GTaskThreadFunc  func)
{
  g_return_if_fail (CONFAB_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  if (!self->ended)
    {
      push (self, task, func, FALSE);
      return;
    }

  g_task_return_new_error (task, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED,
                           "It is closed");
  g_object_unref (task);
}

/**
 * confab_worker_push_last:
 * @task: (transfer full): the task that @func returns a result to, exactly once
 * @func: runs in the thread, after everything pushed before
 *
 * Like [method@Worker.push]; then the thread ends. When the task's callback runs, everything that
 * was ever pushed is done.
 */
void
confab_worker_push_last (ConfabWorker    *self,
                         GTask           *task,
                         GTaskThreadFunc  func)
{
  g_return_if_fail (CONFAB_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  if (self->ended)
    confab_worker_push (self, task, func);
  else
    push (self, task, func, TRUE);
}

/**
 * confab_worker_is_current:
 *
 * Returns: whether the caller is the worker's thread; from any thread
 */
gboolean
confab_worker_is_current (ConfabWorker *self)
{
  g_return_val_if_fail (CONFAB_IS_WORKER (self), FALSE);

  return g_thread_self () == self->thread;
}
