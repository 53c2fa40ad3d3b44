/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-update"

#include "config.h"

#include "confab-registry-update-private.h"

#include <glib/gi18n-lib.h>

#include "confab-engine-error.h"
#include "confab-provider-private.h"

/* How the registry writes the records file: what a person changes, and nothing else. */

/* What is to be done to the file. */
typedef struct
{
  ConfabRecordsUpdateFunc  func;
  gpointer                 data;       /* owned */
  GDestroyNotify           data_free;  /* nullable */
  gboolean                 set_aside;  /* it was tried once */
} Update;

/* What is to be changed of a record. Read by the thread that holds the file's lock. */
typedef struct
{
  char             *provider_id;     /* owned, nullable */
  char             *type_id;         /* owned, nullable */
  ConfabRecordEdit  edit;            /* nullable */
  gpointer          edit_data;       /* owned */
  GDestroyNotify    edit_data_free;  /* nullable */
  char             *default_id;      /* owned, nullable */
} Edit;

static void
update_free (Update *self)
{
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_free (self);
}

static void
edit_free (gpointer data)
{
  Edit *self = data;

  g_free (self->provider_id);
  g_free (self->type_id);
  g_free (self->default_id);
  if (self->edit_data_free != NULL)
    self->edit_data_free (self->edit_data);
  g_free (self);
}

/* confab_registry_find_record:
 * @records: (element-type ConfabProviderRecord): records
 * @id: an id
 *
 * Returns: (transfer none) (nullable): the record with that id
 */
ConfabProviderRecord *
confab_registry_find_record (GPtrArray  *records,
                             const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (confab_provider_record_get_id (g_ptr_array_index (records, i)), id) == 0)
      return g_ptr_array_index (records, i);

  return NULL;
}

/* confab_registry_check_writable:
 *
 * Returns: whether the records were read, so that they may be written; %CONFAB_ENGINE_ERROR_NOT_LOADED
 */
gboolean
confab_registry_check_writable (ConfabRegistry  *self,
                                GError         **error)
{
  if (self->writable)
    return TRUE;

  g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_NOT_LOADED,
               "the records could not be read, so they are not written: %s",
               self->error != NULL ? self->error->message : "not loaded yet");
  return FALSE;
}

/* confab_registry_set_taken_error:
 *
 * Says that an id is somebody's already.
 */
void
confab_registry_set_taken_error (GError **error)
{
  g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                       _("There is a provider with this ID already."));
}

/* In another thread, with the file locked: whatever others wrote meanwhile is in @current. */
static GBytes *
make_contents (GBytes    *current,
               gpointer   user_data,
               GError   **error)
{
  const Update *update = user_data;

  return update->func (current, update->data, error);
}

static void
refresh_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  /* Written is written, even if nobody waits for the rest. */
  confab_registry_refresh_keys_finish (CONFAB_REGISTRY (object), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void start_update (GTask *task);

static void
set_aside_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFile) aside = NULL;
  GError *error = NULL;

  aside = confab_records_file_set_aside_finish (CONFAB_RECORDS_FILE (object), result, &error);
  if (aside == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  start_update (task);
}

static void
update_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) contents = NULL;
  ConfabRegistry *self = g_task_get_source_object (task);
  Update *update = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_records_file_update_finish (CONFAB_RECORDS_FILE (object), result, &contents, &error) &&
      confab_registry_take_contents (self, contents, &error))
    {
      confab_registry_take_error (self, NULL);
      confab_registry_refresh_keys_async (self, NULL, refresh_cb, g_steal_pointer (&task));
      return;
    }

  /* What a person does here goes before what somebody broke by hand, but nothing of it is lost. */
  if (!update->set_aside &&
      (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE) ||
       g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD)))
    {
      g_clear_error (&error);
      update->set_aside = TRUE;
      confab_records_file_set_aside_async (self->file, self->contents, NULL, set_aside_cb, g_steal_pointer (&task));
      return;
    }

  g_task_return_error (task, error);
}

/* Needed before its definition, for an update may have to be made twice. */
static void
start_update (GTask *task)
{
  ConfabRegistry *self = g_task_get_source_object (task);

  confab_records_file_update_async (self->file, make_contents, g_task_get_task_data (task), NULL,
                                    g_task_get_cancellable (task), update_cb, g_object_ref (task));
}

/* confab_registry_update_async:
 * @func: makes the new contents of the current ones, in another thread
 * @data: (transfer full): closure for @func
 * @data_free: (nullable): frees it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Changes the records file and takes over what it holds then.
 */
void
confab_registry_update_async (ConfabRegistry          *self,
                              ConfabRecordsUpdateFunc  func,
                              gpointer                 data,
                              GDestroyNotify           data_free,
                              GCancellable            *cancellable,
                              GAsyncReadyCallback      callback,
                              gpointer                 user_data)
{
  g_autoptr(GTask) task = NULL;
  Update *update;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (func != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_update_async);

  /* Once written, a cancellation that comes late must not hide it. */
  g_task_set_check_cancellable (task, FALSE);

  update = g_new0 (Update, 1);
  update->func = func;
  update->data = data;
  update->data_free = data_free;
  g_task_set_task_data (task, update, (GDestroyNotify) update_free);

  if (!confab_registry_check_writable (self, &error))
    g_task_return_error (task, error);
  else
    start_update (task);
}

/* confab_registry_update_finish:
 *
 * Returns: whether it is written
 */
gboolean
confab_registry_update_finish (ConfabRegistry  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static GBytes *
edit_record (GBytes    *current,
             gpointer   user_data,
             GError   **error)
{
  const Edit *edit = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(ConfabProviderRecord) record = NULL;

  if (!(records = confab_provider_records_parse (current, NULL, NULL, error)))
    return NULL;

  if (edit->edit != NULL)
    {
      g_set_object (&record, confab_registry_find_record (records, edit->provider_id));
      if (record == NULL)
        record = confab_provider_record_new (edit->provider_id, edit->type_id);

      edit->edit (record, edit->edit_data);
      confab_provider_record_touch (record);
      g_ptr_array_add (changed, g_object_ref (record));
    }

  return confab_provider_records_merge (current, changed, NULL, edit->default_id, NULL, error);
}

/* confab_registry_edit_async:
 * @provider_id: (nullable): whose record, made if there is none; %NULL for none
 * @type_id: (nullable): the type of a new record
 * @edit: (nullable): changes the record, in another thread
 * @edit_data: (transfer full): closure for @edit
 * @edit_data_free: (nullable): frees it
 * @default_id: (nullable): the new choice, `""` for none, %NULL to leave it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Like confab_registry_update_async(), for one record or for the choice.
 */
void
confab_registry_edit_async (ConfabRegistry      *self,
                            const char          *provider_id,
                            const char          *type_id,
                            ConfabRecordEdit     edit_func,
                            gpointer             edit_data,
                            GDestroyNotify       edit_data_free,
                            const char          *default_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Edit *edit = g_new0 (Edit, 1);

  edit->provider_id = g_strdup (provider_id);
  edit->type_id = g_strdup (type_id);
  edit->edit = edit_func;
  edit->edit_data = edit_data;
  edit->edit_data_free = edit_data_free;
  edit->default_id = g_strdup (default_id);
  confab_registry_update_async (self, edit_record, edit, edit_free, cancellable, callback, user_data);
}

/* confab_registry_edit_finish:
 *
 * Returns: whether it is written
 */
gboolean
confab_registry_edit_finish (ConfabRegistry  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  return confab_registry_update_finish (self, result, error);
}

static GBytes *
add_record (GBytes    *current,
            gpointer   user_data,
            GError   **error)
{
  ConfabProviderRecord *added = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);

  if (!(records = confab_provider_records_parse (current, NULL, NULL, error)))
    return NULL;

  if (confab_registry_find_record (records, confab_provider_record_get_id (added)) != NULL)
    {
      confab_registry_set_taken_error (error);
      return NULL;
    }
  g_ptr_array_add (changed, g_object_ref (added));

  return confab_provider_records_merge (current, changed, NULL, NULL, NULL, error);
}

/* confab_registry_add_record_async:
 * @added: a record whose id must not be there
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Like confab_registry_update_async(), for a new record. Ended by confab_registry_update_finish().
 */
void
confab_registry_add_record_async (ConfabRegistry       *self,
                                  ConfabProviderRecord *added,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  confab_registry_update_async (self, add_record, g_object_ref (added), g_object_unref, cancellable, callback,
                                user_data);
}

/* confab_registry_end_edit_cb:
 * @user_data: (transfer full): a task that returns a boolean
 *
 * Ends what was no more than an edit of the records, and looks for local servers: one may be at its new
 * address, may have been switched on, or may be found where it could not be reached before.
 */
void
confab_registry_end_edit_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  GError *error = NULL;

  if (!confab_registry_edit_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->local_servers != NULL)
    confab_registry_probe_local (self);
  g_task_return_boolean (task, TRUE);
}
