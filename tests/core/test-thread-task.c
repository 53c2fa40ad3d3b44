/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-thread-task.h"

/* What a test and a thread of it have in common. Whether the thread may go on is the test's to say. */
typedef struct
{
  GMutex    lock;
  GCond     changed;
  gboolean  may_return;     /* the result */
  gboolean  may_end;        /* the thread, after that */
  gboolean  has_ended;
  GThread  *thread;         /* the one that worked, to compare with */
  GThread  *source_thread;  /* where the source object was finalized, NULL before */
  GThread  *data_thread;    /* where the task's data was freed */
  GThread  *task_thread;    /* where the task was finalized */
  gboolean  called_back;
} Shared;

static void
set (Shared   *self,
     gboolean *field)
{
  g_mutex_lock (&self->lock);
  *field = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static void
wait_for (Shared   *self,
          gboolean *field)
{
  g_mutex_lock (&self->lock);
  while (!*field)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void
note_source (gpointer  data,
             GObject  *object)
{
  ((Shared *) data)->source_thread = g_thread_self ();
}

static void
note_task (gpointer  data,
           GObject  *object)
{
  ((Shared *) data)->task_thread = g_thread_self ();
}

static void
free_data (gpointer data)
{
  ((Shared *) data)->data_thread = g_thread_self ();
}

static void
work_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Shared *shared = task_data;

  g_assert_true (G_IS_OBJECT (source_object));
  g_assert_true (G_IS_CANCELLABLE (cancellable));
  shared->thread = g_thread_self ();
  wait_for (shared, &shared->may_return);
  g_task_return_int (task, 42);
  wait_for (shared, &shared->may_end);
  set (shared, &shared->has_ended);
}

static void
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Shared *shared = user_data;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_task_propagate_int (G_TASK (result), &error), ==, 42);
  g_assert_no_error (error);
  shared->called_back = TRUE;
}

/* Nothing but the task is left to keep the object. */
static void
begin (Shared       *shared,
       GCancellable *cancellable)
{
  g_autoptr(GObject) source = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(GTask) task = g_task_new (source, cancellable, done_cb, shared);

  g_object_weak_ref (source, note_source, shared);
  g_object_weak_ref (G_OBJECT (task), note_task, shared);
  g_task_set_task_data (task, shared, free_data);
  confab_thread_task_run (task, work_thread);
}

static gboolean
too_long_cb (gpointer user_data)
{
  g_error ("The callback never came");
  return G_SOURCE_REMOVE;
}

/* The thread lives on, and yet everything is gone where it was made: the thread held nothing. */
static void
test_thread_ends_last (void)
{
  Shared shared = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  const guint timeout = g_timeout_add_seconds (20, too_long_cb, NULL);

  begin (&shared, cancellable);
  g_assert_null (shared.source_thread);

  set (&shared, &shared.may_return);
  while (!shared.called_back || shared.task_thread == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shared.thread != g_thread_self ());
  g_assert_true (shared.source_thread == g_thread_self ());
  g_assert_true (shared.data_thread == g_thread_self ());
  g_assert_true (shared.task_thread == g_thread_self ());
  g_assert_false (shared.has_ended);

  set (&shared, &shared.may_end);
  wait_for (&shared, &shared.has_ended);
  g_source_remove (timeout);
}

/* The thread is done with all of it before the main loop looks. */
static void
test_thread_ends_first (void)
{
  Shared shared = { .may_return = TRUE, .may_end = TRUE };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  begin (&shared, cancellable);
  wait_for (&shared, &shared.has_ended);
  g_assert_null (shared.source_thread);
  g_assert_null (shared.data_thread);

  while (shared.task_thread == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shared.called_back);
  g_assert_true (shared.source_thread == g_thread_self ());
  g_assert_true (shared.data_thread == g_thread_self ());
  g_assert_true (shared.task_thread == g_thread_self ());
}

static void
cancelled_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_task_propagate_int (G_TASK (result), &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ((Shared *) user_data)->called_back = TRUE;
}

/* What was cancelled while the thread was at it fails, as everywhere. */
static void
test_cancelled (void)
{
  Shared shared = { .may_end = TRUE };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GObject) source = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(GTask) task = g_task_new (source, cancellable, cancelled_cb, &shared);

  g_task_set_task_data (task, &shared, free_data);
  confab_thread_task_run (task, work_thread);
  g_cancellable_cancel (cancellable);
  set (&shared, &shared.may_return);
  while (!shared.called_back)
    g_main_context_iteration (NULL, TRUE);
  wait_for (&shared, &shared.has_ended);
}

/* A context of its own: the callback and the end come there, not in the default one. */
static void
test_own_context (void)
{
  Shared shared = { .may_return = TRUE, .may_end = TRUE };
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_main_context_push_thread_default (context);
  begin (&shared, cancellable);
  g_main_context_pop_thread_default (context);
  wait_for (&shared, &shared.has_ended);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (shared.called_back);

  while (shared.task_thread == NULL)
    g_main_context_iteration (context, TRUE);
  g_assert_true (shared.called_back);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/thread-task/thread-ends-last", test_thread_ends_last);
  g_test_add_func ("/core/thread-task/thread-ends-first", test_thread_ends_first);
  g_test_add_func ("/core/thread-task/cancelled", test_cancelled);
  g_test_add_func ("/core/thread-task/own-context", test_own_context);

  return g_test_run ();
}
