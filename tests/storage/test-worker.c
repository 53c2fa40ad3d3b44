/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-store-error.h"
#include "confab-worker-private.h"

#include "await.h"

typedef struct
{
  ConfabWorker *worker;   /* borrowed */
  GArray       *order;    /* owned, of guint; touched by the worker alone until it has ended */
  GMutex        gate;
} Shared;

typedef struct
{
  Shared *shared;
  guint   number;
} Job;

static void
note_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;

  g_assert_true (confab_worker_is_current (job->shared->worker));
  g_array_append_val (job->shared->order, job->number);
  g_task_return_int (task, job->number);
}

static void
gate_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;

  g_mutex_lock (&job->shared->gate);
  g_mutex_unlock (&job->shared->gate);
  g_task_return_boolean (task, TRUE);
}

static void
check_order_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  guint *n_done = user_data;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_task_propagate_int (G_TASK (result), &error), ==, *n_done);
  g_assert_no_error (error);
  (*n_done)++;
}

static GTask *
new_task (Shared              *shared,
          guint                number,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->shared = shared;
  job->number = number;
  g_task_set_task_data (task, job, g_free);
  return task;
}

static void
test_order (void)
{
  enum { N_JOBS = 500 };
  g_autoptr(ConfabWorker) worker = confab_worker_new ("test-worker");
  Shared shared = { .worker = worker, .order = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_autoptr(GAsyncResult) last = NULL;
  g_autoptr(GAsyncResult) late = NULL;
  g_autoptr(GError) error = NULL;
  guint n_done = 0;

  g_assert_false (confab_worker_is_current (worker));
  for (guint i = 0; i < N_JOBS; i++)
    confab_worker_push (worker, new_task (&shared, i, NULL, check_order_cb, &n_done), note_thread);
  confab_worker_push_last (worker, new_task (&shared, N_JOBS, NULL, await_cb, &last), note_thread);
  confab_worker_push (worker, new_task (&shared, 0, NULL, await_cb, &late), note_thread);
  g_assert_cmpuint (n_done, ==, 0);
  g_assert_null (late);

  await (&last);
  g_assert_cmpuint (n_done, ==, N_JOBS);
  for (guint i = 0; i <= N_JOBS; i++)
    g_assert_cmpuint (g_array_index (shared.order, guint, i), ==, i);

  g_assert_cmpint (g_task_propagate_int (G_TASK (await (&late)), &error), ==, -1);
  g_assert_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_CLOSED);
  g_assert_cmpuint (shared.order->len, ==, N_JOBS + 1);
  g_array_unref (shared.order);
}

/* A job that was pushed is run even if nobody waits for it any more. */
static void
test_cancelled (void)
{
  g_autoptr(ConfabWorker) worker = confab_worker_new ("test-worker");
  Shared shared = { .worker = worker, .order = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) last = NULL;
  g_autoptr(GError) error = NULL;

  g_mutex_init (&shared.gate);
  g_mutex_lock (&shared.gate);
  confab_worker_push (worker, new_task (&shared, 0, NULL, NULL, NULL), gate_thread);
  confab_worker_push (worker, new_task (&shared, 7, cancellable, await_cb, &result), note_thread);
  confab_worker_push_last (worker, new_task (&shared, 8, NULL, await_cb, &last), note_thread);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&shared.gate);

  await (&last);
  g_assert_nonnull (result);
  g_task_propagate_int (G_TASK (result), &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (shared.order->len, ==, 2);

  g_array_unref (shared.order);
  g_mutex_clear (&shared.gate);
}

/* The source object and the closure end in the thread they came from, never in the worker's. */
static void
assert_thread (gpointer thread)
{
  g_assert_true (thread == g_thread_self ());
}

static void
forget_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  (*(guint *) user_data)++;
}

static void
return_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static void
test_ends_at_home (void)
{
  enum { N_JOBS = 2000 };
  g_autoptr(ConfabWorker) worker = confab_worker_new ("test-worker");
  guint n_done = 0;

  for (guint i = 0; i < N_JOBS; i++)
    {
      GTask *task = g_task_new (NULL, NULL, forget_cb, &n_done);

      g_task_set_task_data (task, g_thread_self (), assert_thread);
      confab_worker_push (worker, task, return_thread);
      if (i % 3 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  while (n_done < N_JOBS)
    g_main_context_iteration (NULL, TRUE);
}

/* Dropped with work in the queue: the work is done. */
static void
test_dropped (void)
{
  ConfabWorker *worker = confab_worker_new ("test-worker");
  Shared shared = { .worker = worker, .order = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_autoptr(GAsyncResult) result = NULL;

  g_mutex_init (&shared.gate);
  g_mutex_lock (&shared.gate);
  confab_worker_push (worker, new_task (&shared, 0, NULL, await_cb, &result), gate_thread);
  g_assert_finalize_object (worker);
  g_mutex_unlock (&shared.gate);

  g_assert_true (g_task_propagate_boolean (G_TASK (await (&result)), NULL));
  g_array_unref (shared.order);
  g_mutex_clear (&shared.gate);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storage/worker/order", test_order);
  g_test_add_func ("/storage/worker/cancelled", test_cancelled);
  g_test_add_func ("/storage/worker/ends-at-home", test_ends_at_home);
  g_test_add_func ("/storage/worker/dropped", test_dropped);

  return g_test_run ();
}
