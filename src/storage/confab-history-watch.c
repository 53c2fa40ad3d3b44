/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history-watch"

#include "config.h"

#include "confab-history-watch.h"

#include "confab-history-private.h"

/* Whoever adds a lot writes many times; what comes within this time is looked at once. The longer it goes
 * on, the rarer: each look may be followed by one at everything. */
#define SETTLE_MS 300
#define MAX_SETTLE_MS 2400

/**
 * ConfabHistoryWatch:
 *
 * Tells when another connection, of whatever process, wrote into a history that is open here, and keeps
 * other processes from replacing the whole of it meanwhile.
 *
 * Each write reaches the log beside the file, which is monitored; SQLite then tells whose it was. So
 * nothing runs while nothing is written.
 *
 * Main thread only. Made once the history is open; what is read from it afterwards is at least as new
 * as what the watch goes by.
 */
struct _ConfabHistoryWatch
{
  GObject            parent_instance;

  ConfabHistory     *history;   /* owned, NULL once stopped */
  GFileMonitor      *monitor;   /* owned, nullable */
  guint              settle_id;
  guint              settle_ms;  /* how long what comes next is waited for */
  gint64             changed_at_us;
  guint              checking : 1;
  guint              again : 1;  /* something was written while it was looked */

  /* Touched by the worker of the history, and by others once it has told that it is done. */
  ConfabHistoryLock *lock;      /* owned, nullable */
  gint64             version;   /* of what is in the file, in the eyes of the worker's connection */
};

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabHistoryWatch, confab_history_watch, G_TYPE_OBJECT)

/* The number changes with each commit of another connection. */
static gint64
read_version (ConfabHistory *history)
{
  gint64 version = -1;

  if (confab_history_check_open (history, NULL))
    confab_sqlite_query_int64 (history->db, "PRAGMA data_version", &version, NULL);
  return version;
}

static void
check_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ConfabHistoryWatch *self = g_task_get_task_data (task);
  const gint64 version = read_version (source_object);
  const gboolean changed = version != self->version;

  self->version = version;
  g_task_return_boolean (task, changed);
}

static void check (ConfabHistoryWatch *self);

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ConfabHistoryWatch *self = g_task_get_task_data (G_TASK (result));
  const gboolean changed = g_task_propagate_boolean (G_TASK (result), NULL);

  self->checking = FALSE;
  if (self->history == NULL)
    return;

  if (changed)
    {
      self->settle_ms = MIN (self->settle_ms * 2, MAX_SETTLE_MS);
      self->changed_at_us = g_get_monotonic_time ();
    }
  if (self->again)
    check (self);
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
push (ConfabHistoryWatch  *self,
      GTaskThreadFunc      func,
      GAsyncReadyCallback  callback)
{
  GTask *task = g_task_new (self->history, NULL, callback, NULL);

  g_task_set_source_tag (task, push);
  g_task_set_task_data (task, g_object_ref (self), g_object_unref);
  confab_worker_push (self->history->worker, task, func);
}

static gboolean
settled_cb (gpointer user_data)
{
  ConfabHistoryWatch *self = user_data;

  self->settle_id = 0;
  self->checking = TRUE;
  self->again = FALSE;
  push (self, check_thread, checked_cb);
  return G_SOURCE_REMOVE;
}

/* Needed before its definition, for what is written meanwhile. */
static void
check (ConfabHistoryWatch *self)
{
  if (self->checking)
    {
      self->again = TRUE;
      return;
    }
  if (self->settle_id != 0)
    return;

  if (g_get_monotonic_time () - self->changed_at_us > self->settle_ms * 2 * (gint64) 1000)
    self->settle_ms = SETTLE_MS;
  self->settle_id = g_timeout_add (self->settle_ms, settled_cb, self);
}

static void
start_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ConfabHistoryWatch *self = g_task_get_task_data (task);
  ConfabHistory *history = source_object;
  g_autoptr(GError) error = NULL;

  /* Without it there is a history all the same. */
  if (!(self->lock = confab_history_lock_new (g_file_peek_path (history->file), NULL, &error)))
    g_debug ("The history is not locked: %s", error->message);
  self->version = read_version (history);
  g_task_return_boolean (task, TRUE);
}

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  ConfabHistoryWatch *self = g_task_get_task_data (G_TASK (result));
  g_autofree char *log = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;

  if (self->history == NULL)
    return;

  log = g_strconcat (confab_history_peek_path (self->history), "-wal", NULL);
  file = g_file_new_for_path (log);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);
  if (self->monitor == NULL)
    {
      g_debug ("The history is not watched: %s", error->message);
      return;
    }

  g_file_monitor_set_rate_limit (self->monitor, SETTLE_MS);
  g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (check), self);
  /* It may have been written since it was read. */
  check (self);
}

static void
confab_history_watch_dispose (GObject *object)
{
  confab_history_watch_stop (CONFAB_HISTORY_WATCH (object));

  G_OBJECT_CLASS (confab_history_watch_parent_class)->dispose (object);
}

static void
confab_history_watch_finalize (GObject *object)
{
  ConfabHistoryWatch *self = CONFAB_HISTORY_WATCH (object);

  g_clear_pointer (&self->lock, confab_history_lock_free);

  G_OBJECT_CLASS (confab_history_watch_parent_class)->finalize (object);
}

static void
confab_history_watch_class_init (ConfabHistoryWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_history_watch_dispose;
  object_class->finalize = confab_history_watch_finalize;

  /**
   * ConfabHistoryWatch::changed:
   * @self: the watch
   *
   * Somebody else wrote into the history: another process, or a [struct@HistorySession] of this one.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_history_watch_init (ConfabHistoryWatch *self)
{
  self->settle_ms = SETTLE_MS;
}

/**
 * confab_history_watch_new:
 * @history: a history that is open, in a local file
 *
 * Returns: (transfer full): what watches it
 */
ConfabHistoryWatch *
confab_history_watch_new (ConfabHistory *history)
{
  ConfabHistoryWatch *self;

  g_return_val_if_fail (CONFAB_IS_HISTORY (history), NULL);

  self = g_object_new (CONFAB_TYPE_HISTORY_WATCH, NULL);
  self->history = g_object_ref (history);
  push (self, start_thread, started_cb);

  return self;
}

static void
catch_up_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  ConfabHistoryWatch *self = g_task_get_task_data (task);

  self->version = read_version (source_object);
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_history_watch_catch_up:
 *
 * Goes by what is in the file from now on, which may have been opened anew: numbers of another connection
 * say nothing. For who reads the history next.
 */
void
confab_history_watch_catch_up (ConfabHistoryWatch *self)
{
  g_return_if_fail (CONFAB_IS_HISTORY_WATCH (self));

  if (self->history != NULL)
    push (self, catch_up_thread, NULL);
}

/**
 * confab_history_watch_stop:
 *
 * Does not look any more, and lets go of the history.
 */
void
confab_history_watch_stop (ConfabHistoryWatch *self)
{
  g_return_if_fail (CONFAB_IS_HISTORY_WATCH (self));

  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }
  g_clear_object (&self->monitor);
  g_clear_object (&self->history);
}

/**
 * confab_history_watch_get_lock:
 *
 * To be asked for once the history has answered something that was asked for after the watch was made.
 *
 * Returns: (transfer none) (nullable): what keeps other processes from replacing the history
 */
ConfabHistoryLock *
confab_history_watch_get_lock (ConfabHistoryWatch *self)
{
  g_return_val_if_fail (CONFAB_IS_HISTORY_WATCH (self), NULL);

  return self->lock;
}
