/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-models-look"

#include "config.h"

#include "confab-local-models-private.h"

#include "confab-plain-call.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"

/* For a list nobody waits long. */
#define LIST_LIMIT_MS 5000

/* How the server is asked what it has, and what that makes of the list. */

/* Nothing is left of it but what a person has begun. */
static gboolean
is_unfinished (ConfabLocalModel *model)
{
  return confab_local_model_get_pulling (model) || confab_local_model_get_resumable (model) ||
         confab_local_model_get_state (model) == CONFAB_LOCAL_MODEL_FAILED;
}

static void
drop_absent (ConfabLocalModels *self,
             GHashTable        *there)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->models)); i > 0; i--)
    {
      g_autoptr(ConfabLocalModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i - 1);

      if (there != NULL && g_hash_table_contains (there, model))
        continue;

      confab_local_model_set_loaded (model, NULL);
      if (!is_unfinished (model))
        confab_local_models_take_away (self, model);
      else if (confab_local_model_get_installed (model))
        confab_local_models_note_installed (self, model, NULL);
    }
}

static ConfabLocalModel *
find_or_add (ConfabLocalModels *self,
             const char        *name)
{
  ConfabLocalModel *model = confab_local_models_find (self, name);

  return model != NULL ? model : confab_local_models_add (self, name);
}

static void
apply (ConfabLocalModels *self,
       GPtrArray         *listing,
       GPtrArray         *loaded)
{
  g_autoptr(GHashTable) there = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) in_memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; loaded != NULL && i < loaded->len; i++)
    {
      ConfabOllamaModel *facts = g_ptr_array_index (loaded, i);

      g_hash_table_insert (in_memory, confab_ollama_name_dup_key (facts->name), facts);
    }

  for (guint i = 0; i < listing->len; i++)
    {
      const ConfabOllamaModel *facts = g_ptr_array_index (listing, i);
      g_autofree char *key = confab_ollama_name_dup_key (facts->name);
      ConfabLocalModel *model = find_or_add (self, facts->name);

      g_hash_table_add (there, model);
      confab_local_models_note_installed (self, model, facts);
      confab_local_model_set_loaded (model, g_hash_table_lookup (in_memory, key));
    }

  drop_absent (self, there);
}

/* One that was there and is slow now keeps its list. */
static gboolean
is_busy (ConfabLocalModels *self,
         const GError      *error)
{
  return self->listed && g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NETWORK);
}

/* Needed before its definition, for who asked during a look gets one of their own. */
static void look (ConfabLocalModels *self);

/* Takes @error, which may be %NULL. */
static void
end_look (ConfabLocalModels *self,
          GError            *error)
{
  g_autoptr(ConfabLocalModels) kept = g_object_ref (self);
  g_autoptr(GError) owned = error;
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->looking = FALSE;
  g_clear_pointer (&self->listing, g_ptr_array_unref);
  self->waiting = g_steal_pointer (&self->waiting_next);
  self->waiting_next = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->transport != NULL && !g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !is_busy (self, owned))
    confab_local_models_set_outcome (self, owned);

  for (guint i = 0; i < waiting->len; i++)
    {
      if (owned == NULL)
        g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
      else
        g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (owned));
    }

  if (self->waiting->len > 0)
    look (self);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ConfabLocalModels) self = user_data;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GPtrArray) loaded = NULL;
  g_autoptr(GError) error = NULL;

  body = confab_plain_call_finish (CONFAB_PROVIDER (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      end_look (self, g_steal_pointer (&error));
      return;
    }

  /* Old servers do not tell, and what stands in front of one may not let this call through. */
  if (body == NULL || !(loaded = confab_ollama_models_decode (body, &error)))
    g_debug ("“%s” does not tell what is in its memory: %s", confab_provider_get_id (self->provider),
             error->message);

  apply (self, self->listing, loaded);
  end_look (self, NULL);
}

static void
list_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ConfabLocalModels) self = user_data;
  g_autoptr(GBytes) body = NULL;
  GError *error = NULL;

  body = confab_plain_call_finish (CONFAB_PROVIDER (object), result, &error);
  if (body != NULL && !(self->listing = confab_ollama_models_decode (body, &error)))
    {
      GError *failure = confab_exchange_from_failure (self->provider, error);

      g_clear_error (&error);
      error = failure;
    }

  if (error != NULL)
    {
      /* What was there cannot be used now, and need not be there the next time. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !is_busy (self, error))
        drop_absent (self, NULL);
      end_look (self, error);
      return;
    }

  confab_plain_call_async (self->provider, confab_ollama_models_encode_loaded (), self->transport,
                           self->credentials, LIST_LIMIT_MS, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
look (ConfabLocalModels *self)
{
  if (self->transport == NULL)
    {
      end_look (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the program ends"));
      return;
    }

  self->looking = TRUE;
  confab_plain_call_async (self->provider, confab_ollama_models_encode_list (), self->transport, self->credentials,
                           LIST_LIMIT_MS, self->cancellable, list_cb, g_object_ref (self));
}

/**
 * confab_local_models_refresh_async:
 * @cancellable: (nullable): ends the wait
 * @callback: (nullable): called when it is known
 * @user_data: closure
 *
 * Asks the server what it has, on its disk and in its memory.
 */
void
confab_local_models_refresh_async (ConfabLocalModels   *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_LOCAL_MODELS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_local_models_refresh_async);

  /* What was asked before may have been answered before what is of interest now. */
  if (self->looking)
    {
      g_ptr_array_add (self->waiting_next, g_steal_pointer (&task));
      return;
    }

  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  look (self);
}

/**
 * confab_local_models_refresh_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether the server told; otherwise an error of %CONFAB_PROVIDER_ERROR
 */
gboolean
confab_local_models_refresh_finish (ConfabLocalModels  *self,
                                    GAsyncResult       *result,
                                    GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_LOCAL_MODELS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
