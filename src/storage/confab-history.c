/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-history"

#include "config.h"

#include "confab-history-private.h"

#include "confab-history-messages-private.h"
#include "confab-history-schema-private.h"

/**
 * ConfabHistory:
 *
 * The conversations that are kept, in one SQLite file.
 *
 * Everything is done by one worker thread, strictly in the order in which it was asked for, and
 * answered in that order: a read sees every write asked for before it. Objects stay in the thread
 * of the caller: what is to be saved is copied when `_async` is called, so that later changes are
 * not in it, and what was read becomes objects in `_finish`.
 *
 * A write that was asked for happens, even if its cancellable is cancelled afterwards; only its
 * outcome is then told as %G_IO_ERROR_CANCELLED. With a cancellable that was cancelled before,
 * nothing is written. A read stops when it is cancelled.
 *
 * Errors are in the domain %CONFAB_STORE_ERROR. Before opening, and after it has failed, everything
 * fails with %CONFAB_STORE_ERROR_OPEN; after closing with %CONFAB_STORE_ERROR_CLOSED.
 *
 * Owned by the application and used in its main thread. Whoever drops it without closing it loses
 * no write, but does not learn when they are done.
 */
enum { PROP_0, PROP_INDEXING, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabHistory, confab_history, G_TYPE_OBJECT)

/* confab_history_request_new:
 * @conversation_id: what it is about
 *
 * Returns: (transfer full): a request with nothing else in it
 */
ConfabHistoryRequest *
confab_history_request_new (const char *conversation_id)
{
  ConfabHistoryRequest *self = g_new0 (ConfabHistoryRequest, 1);

  self->conversation_id = g_strdup (conversation_id);
  return self;
}

static void
request_free (ConfabHistoryRequest *self)
{
  g_clear_pointer (&self->conversation_id, g_free);
  g_clear_pointer (&self->conversation, confab_conversation_row_free);
  g_clear_pointer (&self->message, confab_message_row_free);
  g_clear_pointer (&self->message_ids, g_ptr_array_unref);
  g_free (self);
}

/* confab_history_check_open:
 * @error: return location for %CONFAB_STORE_ERROR_OPEN
 *
 * Called by the worker alone.
 *
 * Returns: whether there is a file to work with
 */
gboolean
confab_history_check_open (ConfabHistory  *self,
                           GError        **error)
{
  g_assert (confab_worker_is_current (self->worker));

  if (self->db != NULL)
    return TRUE;

  g_set_error (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN, "The history is not open");
  return FALSE;
}

/* confab_history_return:
 * @task: (transfer none): what the worker was asked
 * @is_good: whether it is done
 * @error: (transfer full) (nullable): why not
 *
 * Answers what is either done or not.
 */
void
confab_history_return (GTask    *task,
                       gboolean  is_good,
                       GError   *error)
{
  if (is_good)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* confab_history_return_rows:
 * @task: (transfer none): what the worker was asked
 * @rows: (transfer full) (nullable): what was read
 * @error: (transfer full) (nullable): why nothing was
 *
 * Answers with rows, which become objects in the thread that asked.
 */
void
confab_history_return_rows (GTask     *task,
                            GPtrArray *rows,
                            GError    *error)
{
  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* confab_history_propagate:
 * @result: what was answered with confab_history_return()
 * @error: return location
 *
 * Returns: whether it is done
 */
gboolean
confab_history_propagate (ConfabHistory  *self,
                          GAsyncResult   *result,
                          GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_HISTORY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
open_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  ConfabHistory *self = source_object;
  g_autoptr(ConfabSqlite) db = NULL;
  GError *error = NULL;

  g_assert (confab_worker_is_current (self->worker));

  if (self->db != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (g_file_peek_path (self->file) == NULL)
    {
      g_task_return_new_error (task, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN,
                               "The history is not a local file");
      return;
    }

  if (!(db = confab_history_schema_open (g_file_peek_path (self->file), &error)) ||
      !confab_history_db_interrupt_open (db, &error))
    {
      /* Closing works the log into the file, with a lock on it: whoever is told of the failure may
       * open it again at once. */
      g_clear_pointer (&db, confab_sqlite_free);
      g_task_return_error (task, error);
      return;
    }

  self->db = g_steal_pointer (&db);
  g_task_return_boolean (task, TRUE);
}

static void
close_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ConfabHistory *self = source_object;

  g_clear_pointer (&self->db, confab_sqlite_free);
  g_task_return_boolean (task, TRUE);
}

static void
close_left_open_thread (GTask        *task,
                        gpointer      source_object,
                        gpointer      task_data,
                        GCancellable *cancellable)
{
  confab_sqlite_free (task_data);
  g_task_return_boolean (task, TRUE);
}

/* confab_history_push:
 * @request: (transfer full) (nullable): what @func is told
 * @source_tag: which operation it is
 * @func: what the worker does
 * @cancellable: (nullable): see the class
 * @callback: (nullable): called when it is done
 * @user_data: closure
 *
 * Has the worker do something, after everything else that it was asked for.
 */
void
confab_history_push (ConfabHistory        *self,
                     ConfabHistoryRequest *request,
                     gpointer              source_tag,
                     GTaskThreadFunc       func,
                     GCancellable         *cancellable,
                     GAsyncReadyCallback   callback,
                     gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  if (request != NULL)
    g_task_set_task_data (task, request, (GDestroyNotify) request_free);

  if (!g_task_return_error_if_cancelled (task))
    confab_worker_push (self->worker, g_steal_pointer (&task), func);
}

static void
confab_history_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_INDEXING:
      g_value_set_boolean (value, confab_history_get_indexing (CONFAB_HISTORY (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_history_finalize (GObject *object)
{
  ConfabHistory *self = CONFAB_HISTORY (object);

  g_clear_handle_id (&self->index_source, g_source_remove);

  /* Every job holds a reference to its history, so none is left; but the connection has to be
   * closed by the thread that opened it. */
  if (self->db != NULL)
    {
      g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_source_tag (task, confab_history_finalize);
      g_task_set_task_data (task, g_steal_pointer (&self->db), NULL);
      confab_worker_push_last (self->worker, g_steal_pointer (&task), close_left_open_thread);
    }

  g_clear_object (&self->worker);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (confab_history_parent_class)->finalize (object);
}

static void
confab_history_class_init (ConfabHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_history_get_property;
  object_class->finalize = confab_history_finalize;

  /**
   * ConfabHistory:indexing:
   *
   * Whether there are messages that cannot be found yet, because an older version of the program
   * wrote them.
   */
  props[PROP_INDEXING] =
    g_param_spec_boolean ("indexing", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_history_init (ConfabHistory *self)
{
  self->worker = confab_worker_new ("confab-history");
}

/**
 * confab_history_new:
 * @file: where it is kept; neither it nor its folder need exist
 *
 * Returns: (transfer full): a history, to be opened
 */
ConfabHistory *
confab_history_new (GFile *file)
{
  ConfabHistory *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (CONFAB_TYPE_HISTORY, NULL);
  self->file = g_object_ref (file);
  return self;
}

/**
 * confab_history_get_indexing:
 *
 * Returns: whether there are messages that cannot be found yet
 */
gboolean
confab_history_get_indexing (ConfabHistory *self)
{
  g_return_val_if_fail (CONFAB_IS_HISTORY (self), FALSE);

  return self->indexing;
}

/* confab_history_set_indexing:
 * @indexing: whether there are messages that cannot be found yet
 */
void
confab_history_set_indexing (ConfabHistory *self,
                             gboolean       indexing)
{
  if (self->indexing == indexing)
    return;

  self->indexing = indexing;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INDEXING]);
}

/**
 * confab_history_peek_path:
 *
 * Returns: (transfer none) (nullable): where it is kept, for a [struct@HistorySession]
 */
const char *
confab_history_peek_path (ConfabHistory *self)
{
  g_return_val_if_fail (CONFAB_IS_HISTORY (self), NULL);

  return g_file_peek_path (self->file);
}

/**
 * confab_history_open_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is open
 * @user_data: closure
 *
 * Opens the file, makes it where there is none and migrates an older one. Messages that were still
 * arriving when the program was killed are interrupted from now on.
 *
 * Other calls may follow at once; they wait for their turn. After a failure it may be tried again.
 */
void
confab_history_open_async (ConfabHistory       *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  confab_history_push (self, NULL, confab_history_open_async, open_thread, cancellable, callback, user_data);
}

/**
 * confab_history_open_finish:
 * @result: the result
 * @error: return location
 *
 * The file is left as it was when this fails with %CONFAB_STORE_ERROR_FUTURE or
 * %CONFAB_STORE_ERROR_CORRUPT. Other codes are %CONFAB_STORE_ERROR_READ_ONLY,
 * %CONFAB_STORE_ERROR_FULL, %CONFAB_STORE_ERROR_BUSY and %CONFAB_STORE_ERROR_OPEN.
 *
 * Returns: whether it is open
 */
gboolean
confab_history_open_finish (ConfabHistory  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_HISTORY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  confab_history_index_rest (self);
  return TRUE;
}

/**
 * confab_history_release_async:
 * @callback: called when the file is closed
 * @user_data: closure
 *
 * Closes the file, so that another one can be put into its place, until [method@History.open_async]. Meanwhile
 * everything fails with %CONFAB_STORE_ERROR_OPEN.
 */
void
confab_history_release_async (ConfabHistory       *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (CONFAB_IS_HISTORY (self));

  confab_history_push (self, NULL, confab_history_release_async, close_thread, NULL, callback, user_data);
}

/**
 * confab_history_release_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether the file is closed; otherwise %CONFAB_STORE_ERROR_CLOSED: there is none any more
 */
gboolean
confab_history_release_finish (ConfabHistory  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  return confab_history_propagate (self, result, error);
}

/**
 * confab_history_close_async:
 * @callback: called when everything is written and the file is closed
 * @user_data: closure
 *
 * Does what was asked for so far and closes the file. Nothing can be asked for afterwards. Cannot
 * be cancelled, for the application waits with its end for it.
 */
void
confab_history_close_async (ConfabHistory       *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_HISTORY (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_history_close_async);
  confab_worker_push_last (self->worker, g_steal_pointer (&task), close_thread);
}

/**
 * confab_history_close_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it was closed by this call; otherwise %CONFAB_STORE_ERROR_CLOSED says that it
 *   was before
 */
gboolean
confab_history_close_finish (ConfabHistory  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return confab_history_propagate (self, result, error);
}
