/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-encoding"

#include "config.h"

#include "confab-encoding.h"

#include "confab-main-source.h"
#include "confab-thread-task.h"

/* What goes to a model is encoded in a thread, however little it is: with pictures and files it takes half a
 * second, and there is no telling from the outside. An encoder is a function of its request alone, and the
 * thread has a request of its own. */

/* What the thread has. */
typedef struct
{
  const ConfabDialect *dialect;
  ConfabChatRequest   *request;      /* owned */
  GCancellable        *cancellable;  /* owned, nullable */
} Encoding;

/* What whoever waits for it has. */
typedef struct
{
  GSource  *stop_source;  /* owned, nullable */
  gboolean  stopped;
} Waiting;

static void
encoding_free (gpointer data)
{
  Encoding *self = data;

  confab_chat_request_free (self->request);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  confab_main_source_clear (&self->stop_source);
  g_free (self);
}

static void
encode_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Encoding *self = task_data;
  ConfabWireRequest *wire_request = NULL;
  GError *error = NULL;

  /* It may have stood in a queue for some time. */
  if (!g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    wire_request = confab_dialect_encode_chat (self->dialect, self->request, &error);

  if (wire_request != NULL)
    g_task_return_pointer (task, wire_request, (GDestroyNotify) confab_wire_request_free);
  else
    g_task_return_error (task, error);
}

static void
encoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabWireRequest) wire_request = NULL;
  g_autoptr(GError) error = NULL;
  Waiting *waiting = g_task_get_task_data (task);

  confab_main_source_clear (&waiting->stop_source);
  wire_request = g_task_propagate_pointer (G_TASK (result), &error);

  /* Nobody has been waiting for some time. */
  if (waiting->stopped)
    return;

  if (wire_request != NULL)
    g_task_return_pointer (task, g_steal_pointer (&wire_request), (GDestroyNotify) confab_wire_request_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The thread cannot be interrupted, but nobody has to wait for it. */
static gboolean
stop_cb (GCancellable *cancellable,
         gpointer      user_data)
{
  GTask *task = user_data;
  Waiting *waiting = g_task_get_task_data (task);

  confab_main_source_clear (&waiting->stop_source);
  waiting->stopped = TRUE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped while it was encoded");

  return G_SOURCE_REMOVE;
}

/**
 * confab_encoding_chat_async:
 * @dialect: how to write
 * @request: what to ask; it and what it borrows may change or go when this has returned
 * @cancellable: (nullable): a cancellable, heeded at once
 * @callback: called when it is encoded
 * @user_data: closure
 *
 * Encodes a question to a model as [method@Dialect.encode_chat] does, without keeping the main loop waiting.
 */
void
confab_encoding_chat_async (const ConfabDialect     *dialect,
                            const ConfabChatRequest *request,
                            GCancellable            *cancellable,
                            GAsyncReadyCallback      callback,
                            gpointer                 user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) work = NULL;
  Waiting *waiting;
  Encoding *self;

  g_return_if_fail (dialect != NULL);
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_encoding_chat_async);
  waiting = g_new0 (Waiting, 1);
  g_task_set_task_data (task, waiting, waiting_free);
  if (cancellable != NULL)
    {
      /* Outlives neither the work nor, with that, the task. */
      waiting->stop_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiting->stop_source, G_SOURCE_FUNC (stop_cb), task, NULL);
      g_source_attach (waiting->stop_source, g_task_get_context (task));
    }

  self = g_new0 (Encoding, 1);
  self->dialect = dialect;
  self->request = confab_chat_request_snapshot (request);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  work = g_task_new (NULL, NULL, encoded_cb, g_object_ref (task));
  g_task_set_source_tag (work, encode_in_thread);
  g_task_set_task_data (work, self, encoding_free);
  confab_thread_task_run (work, encode_in_thread);
}

/**
 * confab_encoding_chat_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the request, or %NULL with an error of %CONFAB_WIRE_ERROR or %G_IO_ERROR_CANCELLED
 */
ConfabWireRequest *
confab_encoding_chat_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
