/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-models-pull"

#include "config.h"

#include "confab-local-models-private.h"
#include "confab-plain-call.h"
#include "confab-provider-error.h"

/* How models are fetched. The server keeps what it has of one whatever happens, and goes on from
 * there the next time, so that stopping is no more than closing the connection. When it stops by
 * itself, a person decides whether to go on: nothing is tried again in silence. */

/* One connection of the server's to the library takes all there is, so that a second one would only
 * make both late. */
#define MAX_AT_ONCE 1

/* A model that is being fetched, or waits for its turn. */
typedef struct
{
  ConfabLocalModels  *models;       /* unowned: it owns this */
  ConfabLocalModel   *model;        /* owned */
  GCancellable       *cancellable;  /* owned */
  GPtrArray          *waiting;      /* owned, of GTask */
  GPtrArray          *sources;      /* owned, of GSource: what stops it */
  ConfabHttpResponse *response;     /* owned, nullable until it began */
  ConfabOllamaPull   *reader;       /* owned */
  gboolean            running;
} Pull;

static void
source_free (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

static Pull *
pull_new (ConfabLocalModels *models,
          ConfabLocalModel  *model)
{
  Pull *self = g_new0 (Pull, 1);

  self->models = models;
  self->model = g_object_ref (model);
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->sources = g_ptr_array_new_with_free_func (source_free);
  self->reader = confab_ollama_pull_new ();

  return self;
}

static void
pull_free (Pull *self)
{
  g_object_unref (self->model);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->sources);
  g_clear_object (&self->response);
  confab_ollama_pull_free (self->reader);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pull, pull_free)

/* What the callbacks of one request know: its pull may have been dropped meanwhile. */
typedef struct
{
  ConfabLocalModels *models;  /* owned */
  Pull              *pull;    /* borrowed, one in the queue or none any more */
} Step;

static Step *
step_new (Pull *pull)
{
  Step *self = g_new0 (Step, 1);

  self->models = g_object_ref (pull->models);
  self->pull = pull;

  return self;
}

static void
step_free (Step *self)
{
  g_object_unref (self->models);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static gboolean
is_there (const Step *step)
{
  return g_queue_find (&step->models->pulls, step->pull) != NULL;
}

static Pull *
find_pull (ConfabLocalModels *self,
           ConfabLocalModel  *model)
{
  for (GList *l = self->pulls.head; l != NULL; l = l->next)
    if (((Pull *) l->data)->model == model)
      return l->data;

  return NULL;
}

static void
tell (Pull         *pull,
      const GError *error)
{
  for (guint i = 0; i < pull->waiting->len; i++)
    {
      if (error == NULL)
        g_task_return_boolean (g_ptr_array_index (pull->waiting, i), TRUE);
      else
        g_task_return_error (g_ptr_array_index (pull->waiting, i), g_error_copy (error));
    }
}

static void
note_success (Pull *pull)
{
  const gint64 total_bytes = confab_ollama_pull_get_total_bytes (pull->reader);
  const ConfabOllamaModel facts = {
    .name = (char *) confab_local_model_get_name (pull->model),
    .parameter_size = (char *) confab_local_model_get_parameter_size (pull->model),
    .quantization = (char *) confab_local_model_get_quantization (pull->model),
    .size_bytes = total_bytes > 0 ? total_bytes : confab_local_model_get_size_bytes (pull->model),
    .loaded_until_us = -1,
  };

  /* It is there from now on; the server will soon tell more of it. */
  confab_local_model_set_state (pull->model, CONFAB_LOCAL_MODEL_IDLE, NULL);
  confab_local_models_note_installed (pull->models, pull->model, &facts);
}

/* Needed before its definition, for the end of one is the beginning of the next. */
static void start_next (ConfabLocalModels *self);

/* Takes @error, which is %NULL when the model is there. */
static void
end (Pull   *pull,
     GError *error)
{
  g_autoptr(ConfabLocalModels) self = g_object_ref (pull->models);
  g_autoptr(Pull) owned = pull;
  g_autoptr(GError) failure = error;

  g_queue_remove (&self->pulls, pull);

  if (failure == NULL)
    note_success (pull);
  else if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    confab_local_model_set_state (pull->model, CONFAB_LOCAL_MODEL_FAILED, failure);
  else if (pull->running || confab_local_model_get_total_bytes (pull->model) > 0)
    confab_local_model_set_state (pull->model, CONFAB_LOCAL_MODEL_PAUSED, NULL);
  else
    confab_local_model_set_state (pull->model, CONFAB_LOCAL_MODEL_IDLE, NULL);

  /* It was called off before anything of it was fetched. */
  if (confab_local_model_get_state (pull->model) == CONFAB_LOCAL_MODEL_IDLE &&
      !confab_local_model_get_installed (pull->model))
    confab_local_models_take_away (self, pull->model);

  start_next (self);
  if (failure == NULL)
    confab_local_models_note_change (self);
  tell (pull, failure);
}

/* Needed before its definition, for a stream is read until it ends. */
static void read_on (Pull *pull);

/* Whatever cut the stream off: the server stopped, or the way to it did. Takes @error. */
static void
end_interrupted (Pull   *pull,
                 GError *error)
{
  g_autoptr(GError) owned = error;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (pull, g_steal_pointer (&owned));
  else
    end (pull, g_error_new_literal (CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED, owned->message));
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  g_autoptr(GBytes) bytes = NULL;
  Pull *pull = step->pull;
  GError *error = NULL;
  gboolean ok;

  bytes = confab_http_response_read_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  if (!is_there (step))
    {
      g_clear_error (&error);
      return;
    }

  /* Once the server has said that the model is there, how the connection ends is nobody's concern. */
  if (bytes == NULL && confab_ollama_pull_get_phase (pull->reader) == CONFAB_OLLAMA_PULL_DONE)
    {
      g_clear_error (&error);
      end (pull, NULL);
      return;
    }
  if (bytes == NULL)
    {
      end_interrupted (pull, error);
      return;
    }

  if (g_bytes_get_size (bytes) == 0)
    {
      if (confab_ollama_pull_finish (pull->reader, &error))
        end (pull, NULL);
      else
        end (pull, error);
      return;
    }

  ok = confab_ollama_pull_feed (pull->reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  confab_local_model_take_progress (pull->model, pull->reader, g_get_monotonic_time ());
  if (ok)
    read_on (pull);
  else if (error->domain == CONFAB_LOCAL_MODEL_ERROR)
    end (pull, error);
  else
    {
      GError *failure = confab_exchange_from_failure (confab_local_models_get_provider (pull->models), error);

      g_clear_error (&error);
      end (pull, failure);
    }
}

static void
read_on (Pull *pull)
{
  confab_http_response_read_async (pull->response, pull->cancellable, read_cb, step_new (pull));
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  g_autoptr(ConfabHttpResponse) response = NULL;
  Pull *pull = step->pull;
  GError *error = NULL;

  response = confab_plain_call_open_finish (CONFAB_PROVIDER (object), result, &error);
  if (!is_there (step))
    {
      g_clear_error (&error);
      return;
    }
  if (response == NULL)
    {
      end (pull, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                   ? error : confab_ollama_models_refine_error (error));
      return;
    }

  pull->response = g_steal_pointer (&response);
  read_on (pull);
}

static void
start_next (ConfabLocalModels *self)
{
  guint n_running = 0;

  for (GList *l = self->pulls.head; l != NULL && n_running < MAX_AT_ONCE; l = l->next, n_running++)
    {
      Pull *pull = l->data;

      if (pull->running)
        continue;

      pull->running = TRUE;
      confab_local_model_set_state (pull->model, CONFAB_LOCAL_MODEL_STARTING, NULL);
      confab_plain_call_open_async (self->provider,
                                    confab_ollama_models_encode_pull (confab_local_model_get_name (pull->model)),
                                    CONFAB_EXCHANGE_WORK, self->transport, self->credentials, 0, pull->cancellable,
                                    open_cb, step_new (pull));
    }
}

static void
stop (Pull *pull)
{
  /* What is under way ends when its cancellable is seen. */
  if (pull->running)
    g_cancellable_cancel (pull->cancellable);
  else
    end (pull, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped"));
}

static gboolean
on_cancelled_cb (GCancellable *cancellable,
                 gpointer      user_data)
{
  stop (user_data);

  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Pull         *pull,
                   GCancellable *cancellable)
{
  GSource *source = g_cancellable_source_new (cancellable);

  g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled_cb), pull, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_ptr_array_add (pull->sources, source);
}

/**
 * confab_local_models_pull_async:
 * @name: a model of the library, the command that fetches it, or the address of its page
 * @cancellable: (nullable): pauses it
 * @callback: (nullable): called when the model is there, or when the download has ended without it
 * @user_data: closure
 *
 * Fetches a model, from where it was when it was fetched before. The model is in the list from now
 * on and tells how far it is. One after the other is fetched; to ask for one that is on its way is
 * to wait for it.
 */
void
confab_local_models_pull_async (ConfabLocalModels   *self,
                                const char          *name,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *own_name = NULL;
  GError *error = NULL;
  ConfabLocalModel *model;
  Pull *pull;

  g_return_if_fail (CONFAB_IS_LOCAL_MODELS (self));
  g_return_if_fail (name != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_local_models_pull_async);

  own_name = confab_ollama_name_parse (name, &error);
  if (own_name == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->transport == NULL || g_task_return_error_if_cancelled (task))
    return;

  model = confab_local_models_lookup (self, own_name);
  if (model == NULL)
    model = confab_local_models_add (self, own_name);

  pull = find_pull (self, model);
  if (pull == NULL)
    {
      pull = pull_new (self, model);
      g_queue_push_tail (&self->pulls, pull);
      confab_local_model_set_state (model, CONFAB_LOCAL_MODEL_QUEUED, NULL);
    }
  g_ptr_array_add (pull->waiting, g_steal_pointer (&task));
  if (cancellable != NULL)
    watch_cancellable (pull, cancellable);

  start_next (self);
}

/**
 * confab_local_models_pull_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether the model is there; otherwise an error of %CONFAB_LOCAL_MODEL_ERROR,
 *   %CONFAB_PROVIDER_ERROR or %G_IO_ERROR_CANCELLED
 */
gboolean
confab_local_models_pull_finish (ConfabLocalModels  *self,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODELS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_local_models_pause:
 * @model: a model that is being fetched, or waits for its turn
 *
 * Stops fetching it. The server keeps what it has of it.
 */
void
confab_local_models_pause (ConfabLocalModels *self,
                           ConfabLocalModel  *model)
{
  Pull *pull;

  g_return_if_fail (CONFAB_IS_LOCAL_MODELS (self));
  g_return_if_fail (CONFAB_IS_LOCAL_MODEL (model));

  pull = find_pull (self, model);
  if (pull != NULL)
    stop (pull);
}

/**
 * confab_local_models_forget:
 * @model: a model whose fetching stopped
 *
 * Speaks no more of it. What the server has of it is the server's to clean up.
 */
void
confab_local_models_forget (ConfabLocalModels *self,
                            ConfabLocalModel  *model)
{
  g_return_if_fail (CONFAB_IS_LOCAL_MODELS (self));
  g_return_if_fail (CONFAB_IS_LOCAL_MODEL (model));

  if (find_pull (self, model) != NULL)
    return;

  confab_local_model_set_state (model, CONFAB_LOCAL_MODEL_IDLE, NULL);
  if (!confab_local_model_get_installed (model))
    confab_local_models_take_away (self, model);
}

/* confab_local_models_drop_pulls:
 *
 * Ends all there are, for there is no server any more to fetch them.
 */
void
confab_local_models_drop_pulls (ConfabLocalModels *self)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  Pull *pull;

  while ((pull = g_queue_pop_head (&self->pulls)) != NULL)
    {
      g_cancellable_cancel (pull->cancellable);
      tell (pull, error);
      pull_free (pull);
    }
}
