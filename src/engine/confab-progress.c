/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-progress"

#include "config.h"

#include "confab-progress-private.h"

/* As often as a bar can be seen to move. */
#define INTERVAL_US (50 * 1000)

/*
 * ConfabProgress:
 *
 * Carries how far a thread is to the one that waits for it, in whose main context the function is
 * called.
 */
struct _ConfabProgress
{
  gatomicrefcount     ref_count;
  GMainContext       *context;      /* owned */
  ConfabProgressFunc  func;
  gpointer            user_data;
  gint64              next_at_us;   /* touched by the thread alone */
};

typedef struct
{
  ConfabProgress *progress;  /* owned */
  guint64         done;
  guint64         total;
} Report;

/* confab_progress_new:
 * @func: (nullable): whom to tell
 * @user_data: closure
 *
 * Returns: (transfer full): what carries it to the main context of the calling thread
 */
ConfabProgress *
confab_progress_new (ConfabProgressFunc func,
                     gpointer           user_data)
{
  ConfabProgress *self = g_new0 (ConfabProgress, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;

  return self;
}

/* confab_progress_unref:
 * @self: (transfer full): the progress
 */
void
confab_progress_unref (ConfabProgress *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_main_context_unref (self->context);
  g_free (self);
}

static void
report_free (gpointer data)
{
  Report *report = data;

  confab_progress_unref (report->progress);
  g_free (report);
}

static gboolean
report_cb (gpointer data)
{
  Report *report = data;

  report->progress->func (report->done, report->total, report->progress->user_data);
  return G_SOURCE_REMOVE;
}

/* confab_progress_report:
 * @self: the progress
 * @done: how much is done
 * @total: of how much, or 0
 *
 * Tells it, unless something was told a moment ago.
 */
void
confab_progress_report (ConfabProgress *self,
                        guint64         done,
                        guint64         total)
{
  const gint64 now_us = g_get_monotonic_time ();
  g_autoptr(GSource) source = NULL;
  Report *report;

  if (self->func == NULL || now_us < self->next_at_us)
    return;

  self->next_at_us = now_us + INTERVAL_US;
  g_atomic_ref_count_inc (&self->ref_count);
  report = g_new0 (Report, 1);
  report->progress = self;
  report->done = done;
  report->total = total;

  /* The return of the task has the same priority and is attached later, so it comes after this. */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, report_cb, report, report_free);
  g_source_attach (source, self->context);
}
