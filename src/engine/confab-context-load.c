/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-context-load"

#include "config.h"

#include "confab-context-private.h"
#include "confab-conversation-list-private.h"
#include "confab-engine-error.h"
#include "confab-plain-file.h"
#include "confab-registry-private.h"

#include <string.h>

/* How long after a failure the history is tried again. */
#define REOPEN_DELAY_S 5

/* How the engine comes to know what is on the disk and in the keyring, and how it is put away. */

static void
registry_load_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (confab_registry_load_finish (CONFAB_REGISTRY (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A file that is broken is told of and ignored: it only adds to what is built in. */
static void
take_model_data (ConfabContext *self,
                 GBytes        *contents)
{
  g_autoptr(ConfabModelData) newer = NULL;
  g_autoptr(ConfabModelData) both = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_error (&self->model_data_error);
  if (!(newer = confab_model_data_new_parse (contents, &error)))
    {
      g_set_error (&self->model_data_error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_BAD_MODEL_DATA,
                   "%s", error->message);
      return;
    }

  /* It was written when less was known than is built in by now. */
  if (strcmp (confab_model_data_get_date (newer), confab_model_data_get_date (self->model_data)) < 0)
    return;

  both = confab_model_data_new_overlay (self->model_data, newer);
  confab_registry_set_model_data (self->registry, both);
}

static void
model_data_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *self = g_task_get_source_object (task);

  if (!confab_plain_file_read_finish (G_FILE (object), result, &contents, &error))
    g_debug ("The file with facts about models cannot be read: %s", error->message);
  else if (contents != NULL)
    take_model_data (self, contents);

  confab_registry_load_async (self->registry, g_task_get_cancellable (task), registry_load_cb,
                              g_object_ref (task));
}

static void
rests_load_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFile) file = NULL;
  GError *error = NULL;

  if (!confab_rests_load_finish (CONFAB_RESTS (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  file = g_file_new_build_filename (g_get_user_data_dir (), "confab", "models.json", NULL);
  confab_plain_file_read_async (file, CONFAB_PLAIN_FILE_MAX_SIZE, g_task_get_cancellable (task), model_data_cb,
                                g_object_ref (task));
}

static void
refusals_load_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!confab_refusals_load_finish (CONFAB_REFUSALS (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  confab_rests_load_async (self->rests, g_task_get_cancellable (task), rests_load_cb, g_object_ref (task));
}

static void list (ConfabContext *self,
                  GTask         *task);

/* Without a draft everything goes on. */
static void
blank_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *self = g_task_get_source_object (task);

  conversations = confab_history_list_conversations_finish (CONFAB_HISTORY (object), result, &error);
  if (conversations != NULL)
    confab_conversation_list_take_blank (self->conversations, conversations);
  else
    g_debug ("The draft of a new conversation cannot be read: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
list_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) conversations = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *self = g_task_get_source_object (task);

  conversations = confab_history_list_conversations_finish (CONFAB_HISTORY (object), result, &error);
  if (conversations == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        confab_context_set_history_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* What left the list meanwhile would come back. */
  if (GPOINTER_TO_UINT (g_task_get_task_data (task)) != self->conversations->n_departures && !self->replacing)
    {
      list (self, g_steal_pointer (&task));
      return;
    }

  if (self->replacing)
    {
      confab_context_set_history_error (self, NULL);
      g_task_return_boolean (task, TRUE);
      return;
    }

  confab_conversation_list_load (self->conversations, conversations);
  /* Whoever is told of it finds the conversations. */
  confab_context_set_history_error (self, NULL);
  confab_history_list_blank_async (self->history, g_task_get_cancellable (task), blank_cb, g_object_ref (task));
}

/* @task: (transfer full): of opening */
static void
list (ConfabContext *self,
      GTask         *task)
{
  g_task_set_task_data (task, GUINT_TO_POINTER (self->conversations->n_departures), NULL);
  confab_history_list_conversations_async (self->history, g_task_get_cancellable (task), list_cb, task);
}

static void
on_history_changed_cb (ConfabContext *self)
{
  /* Whoever replaces it looks at what it is then. */
  if (!self->replacing)
    confab_context_open_history_async (self, NULL, NULL, NULL);
}

static gboolean
on_reopen_timeout_cb (gpointer user_data)
{
  ConfabContext *self = CONFAB_CONTEXT (user_data);

  /* Whoever replaces it opens it then. */
  if (self->replacing)
    return G_SOURCE_CONTINUE;

  self->reopen_source = 0;
  confab_context_open_history_async (self, NULL, NULL, NULL);

  return G_SOURCE_REMOVE;
}

/* There may be room again, or another program may have ended. What a file is does not change. */
static void
try_again_later (ConfabContext *self,
                 const GError  *error)
{
  if (error->domain != CONFAB_STORE_ERROR || error->code == CONFAB_STORE_ERROR_FUTURE ||
      error->code == CONFAB_STORE_ERROR_CORRUPT || error->code == CONFAB_STORE_ERROR_CLOSED ||
      self->reopen_source != 0)
    return;

  self->reopen_source = g_timeout_add_seconds (REOPEN_DELAY_S, on_reopen_timeout_cb, self);
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  ConfabContext *self = g_task_get_source_object (task);

  if (!confab_history_open_finish (CONFAB_HISTORY (object), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        confab_context_set_history_error (self, error);
      try_again_later (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (self->history_watch == NULL)
    {
      self->history_watch = confab_history_watch_new (self->history);
      g_signal_connect_object (self->history_watch, "changed", G_CALLBACK (on_history_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  else
    {
      confab_history_watch_catch_up (self->history_watch);
    }
  list (self, g_steal_pointer (&task));
}

static void
rests_flush_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  confab_rests_flush_finish (CONFAB_RESTS (object), result);
  g_task_return_boolean (task, TRUE);
}

static void
refusals_flush_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *self = g_task_get_source_object (task);

  confab_refusals_flush_finish (CONFAB_REFUSALS (object), result);
  confab_rests_flush_async (self->rests, rests_flush_cb, g_object_ref (task));
}

static void
drain_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *self = g_task_get_source_object (task);

  confab_model_cache_drain_finish (CONFAB_MODEL_CACHE (object), result);
  confab_refusals_flush_async (self->refusals, refusals_flush_cb, g_object_ref (task));
}

static void
history_close_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  ConfabContext *self = g_task_get_source_object (task);

  if (!confab_history_close_finish (CONFAB_HISTORY (object), result, &error))
    g_debug ("The history was not closed: %s", error->message);
  confab_model_cache_drain_async (self->model_cache, drain_cb, g_object_ref (task));
}

static void
conversations_close_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabContext *self = g_task_get_source_object (task);

  confab_conversation_list_close_finish (CONFAB_CONVERSATION_LIST (object), result);
  confab_history_close_async (self->history, history_close_cb, g_object_ref (task));
}

static void
work_end_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  ConfabContext *self = CONFAB_CONTEXT (object);

  confab_conversation_list_close_async (self->conversations, conversations_close_cb, user_data);
}

/**
 * confab_context_load_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the providers and their keys are known
 * @user_data: closure
 *
 * Reads what is in small files, then the records, begins to look for local servers, and finds out the
 * state of the keyring and where the keys are. The servers do not wait for the keyring.
 */
void
confab_context_load_async (ConfabContext       *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_context_load_async);
  confab_refusals_load_async (self->refusals, cancellable, refusals_load_cb, g_steal_pointer (&task));
}

/**
 * confab_context_load_finish:
 * @result: the result
 * @error: return location
 *
 * That the records could not be read is told by the registry: there are providers all the same.
 *
 * Returns: %FALSE only when it was cancelled
 */
gboolean
confab_context_load_finish (ConfabContext  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_context_open_history_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the conversations are in their list
 * @user_data: closure
 *
 * Opens the history and lists the conversations. After a failure that may pass it is tried again
 * every few seconds.
 */
void
confab_context_open_history_async (ConfabContext       *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_context_open_history_async);
  confab_history_open_async (self->history, cancellable, open_cb, g_steal_pointer (&task));
}

/**
 * confab_context_open_history_finish:
 * @result: the result
 * @error: return location
 *
 * Without a history everything works, in memory; [method@Context.get_history_error] says why.
 *
 * Returns: whether it is open; otherwise an error of %CONFAB_STORE_ERROR
 */
gboolean
confab_context_open_history_finish (ConfabContext  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  g_return_val_if_fail (CONFAB_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* confab_context_get_cause:
 * @error: (nullable): why something could not be stored
 *
 * That the history is not open is what follows; why it is not is what helps.
 *
 * Returns: (transfer none) (nullable): what to tell of it
 */
const GError *
confab_context_get_cause (ConfabContext *self,
                          const GError  *error)
{
  if (self != NULL && self->history_error != NULL &&
      g_error_matches (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_OPEN))
    return self->history_error;

  return error;
}

/**
 * confab_context_close_async:
 * @callback: called when everything is on disk
 * @user_data: closure
 *
 * Stops the replies that are arriving, keeps what came of them, and writes everything that waits
 * to be written. Cannot be cancelled: the application waits with its end for it.
 */
void
confab_context_close_async (ConfabContext       *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_CONTEXT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_context_close_async);
  confab_registry_stop_watching_local (self->registry);
  g_clear_handle_id (&self->reopen_source, g_source_remove);
  if (self->history_watch != NULL)
    confab_history_watch_stop (self->history_watch);
  confab_context_end_work_async (self, work_end_cb, g_steal_pointer (&task));
}

/**
 * confab_context_close_finish:
 * @result: the result
 *
 * Ends closing.
 */
void
confab_context_close_finish (ConfabContext *self,
                             GAsyncResult  *result)
{
  g_return_if_fail (CONFAB_IS_CONTEXT (self));
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
