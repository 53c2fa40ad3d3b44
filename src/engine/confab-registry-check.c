/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-check"

#include "config.h"

#include "confab-check.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"

/* How the registry checks a provider. Who asks while a check is under way gets its outcome. */

typedef struct
{
  GPtrArray    *waiting;      /* owned, of GTask */
  GCancellable *cancellable;  /* owned */
  gboolean      again;        /* what was asked with is no longer so */
} Run;

static void
run_free (Run *self)
{
  g_ptr_array_unref (self->waiting);
  g_object_unref (self->cancellable);
  g_free (self);
}

static Run *
run_new (void)
{
  Run *self = g_new0 (Run, 1);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();

  return self;
}

static GHashTable *
get_runs (ConfabRegistry *self)
{
  if (self->checks == NULL)
    self->checks = g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) run_free);

  return self->checks;
}

static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ConfabRegistry) self = user_data;
  g_autoptr(ConfabProvider) provider = g_object_ref (CONFAB_PROVIDER (object));
  g_autoptr(ConfabCheckResult) found = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) waiting = NULL;
  Run *run = g_hash_table_lookup (self->checks, provider);

  found = confab_check_run_finish (provider, result, &error);

  if (run->again)
    {
      run->again = FALSE;
      g_object_unref (run->cancellable);
      run->cancellable = g_cancellable_new ();
      confab_check_run_async (provider, self->transport, self->credentials, CONFAB_CHECK_EVERYTHING, 0,
                              run->cancellable, check_cb, g_object_ref (self));
      return;
    }

  waiting = g_ptr_array_ref (run->waiting);
  g_hash_table_remove (self->checks, provider);
  confab_provider_set_checking (provider, FALSE);

  if (found != NULL)
    {
      if (found->models != NULL)
        confab_registry_take_models (self, provider, found->models);
      confab_provider_set_version (provider, found->version);
      confab_provider_note_success (provider, found->latency_ms);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      confab_provider_note_failure (provider, error, TRUE);
    }

  for (guint i = 0; i < waiting->len; i++)
    {
      if (found != NULL)
        g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
      else
        g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (error));
    }
}

/* confab_registry_recheck:
 * @provider: who is checked
 *
 * Checks in the background, anew if a check is under way: its address or key is another now.
 */
void
confab_registry_recheck (ConfabRegistry *self,
                         ConfabProvider *provider)
{
  Run *run = g_hash_table_lookup (get_runs (self), provider);

  if (run == NULL)
    {
      confab_registry_check_async (self, provider, NULL, NULL, NULL);
      return;
    }

  run->again = TRUE;
  g_cancellable_cancel (run->cancellable);
}

/**
 * confab_registry_check_async:
 * @provider: who is checked
 * @cancellable: (nullable): ends the wait
 * @callback: (nullable): called when it is known
 * @user_data: closure
 *
 * Makes the cheapest calls that prove that the provider can be reached and takes the key, and
 * fetches its models. State, error, models, version and latency of @provider tell the outcome.
 */
void
confab_registry_check_async (ConfabRegistry      *self,
                             ConfabProvider      *provider,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Run *run;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_check_async);

  if (confab_provider_get_demonstration (provider))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  run = g_hash_table_lookup (get_runs (self), provider);
  if (run != NULL)
    {
      g_ptr_array_add (run->waiting, g_steal_pointer (&task));
      return;
    }

  run = run_new ();
  g_ptr_array_add (run->waiting, g_steal_pointer (&task));
  g_hash_table_insert (self->checks, g_object_ref (provider), run);
  confab_provider_set_checking (provider, TRUE);
  confab_check_run_async (provider, self->transport, self->credentials, CONFAB_CHECK_EVERYTHING, 0,
                          run->cancellable, check_cb, g_object_ref (self));
}

/**
 * confab_registry_check_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is ready; otherwise an error of %CONFAB_PROVIDER_ERROR
 */
gboolean
confab_registry_check_finish (ConfabRegistry  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
