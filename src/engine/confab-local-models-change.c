/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-models-change"

#include "config.h"

#include "confab-local-models-private.h"
#include "confab-plain-call.h"
#include "confab-provider-error.h"

/* How models are taken off a server's disk and out of its memory. */

/* With a large model this takes some time. */
#define CHANGE_LIMIT_MS 60000

static void
remove_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  ConfabLocalModels *self = g_task_get_source_object (task);
  ConfabLocalModel *model = g_task_get_task_data (task);

  body = confab_plain_call_finish (CONFAB_PROVIDER (object), result, &error);

  /* Somebody else was faster. */
  if (body == NULL && confab_provider_error_get_http_status (error) != 404)
    {
      confab_local_model_set_state (model, CONFAB_LOCAL_MODEL_IDLE,
                                    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  confab_local_model_set_state (model, CONFAB_LOCAL_MODEL_IDLE, NULL);
  confab_local_models_take_away (self, model);
  confab_local_models_note_change (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_local_models_remove_async:
 * @model: what is no longer wanted
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is gone
 * @user_data: closure
 *
 * Removes a model from the server's disk. One that is gone already is no failure.
 */
void
confab_local_models_remove_async (ConfabLocalModels   *self,
                                  ConfabLocalModel    *model,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_LOCAL_MODELS (self));
  g_return_if_fail (CONFAB_IS_LOCAL_MODEL (model));
  g_return_if_fail (!confab_local_model_get_pulling (model));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_local_models_remove_async);
  g_task_set_task_data (task, g_object_ref (model), g_object_unref);
  confab_local_model_set_state (model, CONFAB_LOCAL_MODEL_REMOVING, NULL);
  confab_plain_call_async (self->provider, confab_ollama_models_encode_delete (confab_local_model_get_name (model)),
                           self->transport, self->credentials, CHANGE_LIMIT_MS, cancellable, remove_cb,
                           g_steal_pointer (&task));
}

/**
 * confab_local_models_remove_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is gone; otherwise an error of %CONFAB_PROVIDER_ERROR
 */
gboolean
confab_local_models_remove_finish (ConfabLocalModels  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODELS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
unload_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  GError *error = NULL;
  ConfabLocalModels *self = g_task_get_source_object (task);
  ConfabLocalModel *model = g_task_get_task_data (task);

  body = confab_plain_call_finish (CONFAB_PROVIDER (object), result, &error);
  if (body == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  confab_local_model_set_loaded (model, NULL);
  confab_local_models_refresh_async (self, NULL, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_local_models_unload_async:
 * @model: what is to leave the memory
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is out of the memory
 * @user_data: closure
 *
 * Takes a model out of the server's memory. It stays on the disk.
 */
void
confab_local_models_unload_async (ConfabLocalModels   *self,
                                  ConfabLocalModel    *model,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_LOCAL_MODELS (self));
  g_return_if_fail (CONFAB_IS_LOCAL_MODEL (model));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_local_models_unload_async);
  g_task_set_task_data (task, g_object_ref (model), g_object_unref);
  confab_plain_call_async (self->provider, confab_ollama_models_encode_unload (confab_local_model_get_name (model)),
                           self->transport, self->credentials, CHANGE_LIMIT_MS, cancellable, unload_cb,
                           g_steal_pointer (&task));
}

/**
 * confab_local_models_unload_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is out; otherwise an error of %CONFAB_PROVIDER_ERROR
 */
gboolean
confab_local_models_unload_finish (ConfabLocalModels  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODELS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
