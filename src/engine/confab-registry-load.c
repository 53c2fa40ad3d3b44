/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-load"

#include "config.h"

#include "confab-engine-error.h"
#include "confab-registry-private.h"

/* How the registry reads the records file, and what it does with one that makes no sense. */

static void
refresh_keys_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  if (!confab_registry_refresh_keys_finish (CONFAB_REGISTRY (object), result, NULL) &&
      g_task_return_error_if_cancelled (task))
    return;

  g_task_return_boolean (task, TRUE);
}

static void
keyring_state_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  /* A keyring that does not answer is a state of its own; the rest goes on without it. */
  if (!confab_keyring_refresh_state_finish (CONFAB_KEYRING (object), result, &error))
    g_debug ("The state of the keyring is not known: %s", error->message);

  confab_registry_refresh_keys_async (g_task_get_source_object (task), g_task_get_cancellable (task),
                                      refresh_keys_cb, g_object_ref (task));
}

static void
finish_load (ConfabRegistry *self,
             GTask          *task)
{
  /* The first time there are providers even if there are no records. */
  if (self->providers->len == 0)
    {
      g_autoptr(GPtrArray) none = g_ptr_array_new ();

      confab_registry_rebuild (self, none);
    }

  confab_registry_note_asking (self);

  /* A server on this computer answers at once, and a keyring may take its time. */
  confab_registry_probe_local (self);
  confab_keyring_refresh_state_async (self->keyring, g_task_get_cancellable (task), keyring_state_cb,
                                      g_object_ref (task));
}

static void
set_aside_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFile) aside = NULL;
  g_autoptr(GError) error = NULL;
  ConfabRegistry *self = g_task_get_source_object (task);

  aside = confab_records_file_set_aside_finish (CONFAB_RECORDS_FILE (object), result, &error);
  if (aside != NULL)
    {
      g_autofree char *name = g_file_get_parse_name (aside);
      GError *told = g_error_copy (self->error);

      g_prefix_error (&told, "set aside as “%s”: ", name);
      confab_registry_take_error (self, told);
      self->writable = TRUE;
    }
  else
    {
      g_debug ("The records file could not be set aside: %s", error->message);
    }

  finish_load (self, task);
}

static gboolean
is_broken (const GError *error)
{
  return g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE) ||
         g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) contents = NULL;
  g_autoptr(GError) error = NULL;
  ConfabRegistry *self = g_task_get_source_object (task);
  const gboolean first = self->contents == NULL && !self->writable;

  if (confab_records_file_load_finish (CONFAB_RECORDS_FILE (object), result, &contents, &error) &&
      confab_registry_take_contents (self, contents, &error))
    {
      confab_registry_take_error (self, NULL);
      finish_load (self, task);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* People are told of the file and not of the disk in general. */
  if (error->domain == CONFAB_PROVIDER_POLICY_ERROR)
    confab_registry_take_error (self, g_error_copy (error));
  else
    confab_registry_take_error (self, g_error_new_literal (CONFAB_ENGINE_ERROR,
                                                           CONFAB_ENGINE_ERROR_NOT_LOADED,
                                                           error->message));

  /* A file that breaks while the program runs is being edited: whoever does that wants it where
   * it is. It is set aside when something has to be written. */
  if (is_broken (error) && first)
    {
      confab_records_file_set_aside_async (self->file, NULL, g_task_get_cancellable (task), set_aside_cb,
                                           g_object_ref (task));
      return;
    }

  /* What cannot be read, or was written by a newer version, must not be written over. */
  if (!is_broken (error))
    self->writable = FALSE;
  finish_load (self, task);
}

/* confab_registry_load_async:
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the providers and their keys are known
 * @user_data: closure
 *
 * Reads the records, begins to look for local servers, and looks for the keys. Also called again when
 * the file has changed.
 */
void
confab_registry_load_async (ConfabRegistry      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_load_async);
  confab_records_file_load_async (self->file, cancellable, load_cb, g_steal_pointer (&task));
}

/* confab_registry_load_finish:
 *
 * That the file could not be read is told by the property `error`: there are providers all the
 * same.
 *
 * Returns: %FALSE only when it was cancelled
 */
gboolean
confab_registry_load_finish (ConfabRegistry  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
