/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-records"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "confab-address-guard.h"
#include "confab-base-url.h"
#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"

/* How the registry writes the records file: what a person changes, and nothing else. */

#define MAX_NAME_CHARS 100
#define MAX_MODEL_BYTES 300

/* What is to be changed. Read by the thread that holds the file's lock. */
typedef struct
{
  char             *provider_id;     /* owned, nullable */
  char             *type_id;         /* owned, nullable */
  ConfabRecordEdit  edit;            /* nullable */
  gpointer          edit_data;       /* owned */
  GDestroyNotify    edit_data_free;  /* nullable */
  char             *default_id;      /* owned, nullable */
  ConfabProviderRecord *added;       /* owned, nullable: a new record */
  char             *removed_id;      /* owned, nullable: whose record is taken out */
  GBytes           *instead;         /* owned, nullable: what stands for a file set aside */
  gboolean          set_aside;       /* it was tried once */
} Edit;

typedef struct
{
  ConfabProviderField  field;
  char                *value;        /* owned, nullable */
} FieldChange;

static void
edit_free (Edit *self)
{
  g_free (self->provider_id);
  g_free (self->type_id);
  g_free (self->default_id);
  g_free (self->removed_id);
  g_clear_object (&self->added);
  g_clear_pointer (&self->instead, g_bytes_unref);
  if (self->edit_data_free != NULL)
    self->edit_data_free (self->edit_data);
  g_free (self);
}

static void
field_change_free (gpointer data)
{
  FieldChange *self = data;

  g_free (self->value);
  g_free (self);
}

static ConfabProviderRecord *
find_record (GPtrArray  *records,
             const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (confab_provider_record_get_id (g_ptr_array_index (records, i)), id) == 0)
      return g_ptr_array_index (records, i);

  return NULL;
}

/* In another thread, with the file locked: whatever others wrote meanwhile is in @current. */
static GBytes *
make_contents (GBytes    *current,
               gpointer   user_data,
               GError   **error)
{
  const Edit *edit = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(ConfabProviderRecord) record = NULL;
  const char * const removed[] = { edit->removed_id, NULL };

  if (current == NULL)
    current = edit->instead;

  if (!(records = confab_provider_records_parse (current, NULL, error)))
    return NULL;

  if (edit->edit != NULL)
    {
      g_set_object (&record, find_record (records, edit->provider_id));
      if (record == NULL)
        record = confab_provider_record_new (edit->provider_id, edit->type_id);

      edit->edit (record, edit->edit_data);
      confab_provider_record_touch (record);
      g_ptr_array_add (changed, g_object_ref (record));
    }
  if (edit->added != NULL)
    {
      if (find_record (records, confab_provider_record_get_id (edit->added)) != NULL)
        {
          g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                               _("There is a provider with this ID already."));
          return NULL;
        }
      g_ptr_array_add (changed, g_object_ref (edit->added));
    }

  return confab_provider_records_merge (current, changed, removed, edit->default_id, error);
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
  ConfabRegistry *self = g_task_get_source_object (task);
  Edit *edit = g_task_get_task_data (task);
  GError *error = NULL;

  aside = confab_records_file_set_aside_finish (CONFAB_RECORDS_FILE (object), result, &error);
  if (aside == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->contents != NULL)
    edit->instead = g_bytes_ref (self->contents);
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
  Edit *edit = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_records_file_update_finish (CONFAB_RECORDS_FILE (object), result, &contents, &error) &&
      confab_registry_take_contents (self, contents, &error))
    {
      confab_registry_take_error (self, NULL);
      confab_registry_refresh_keys_async (self, NULL, refresh_cb, g_steal_pointer (&task));
      return;
    }

  /* What a person does here goes before what somebody broke by hand, but nothing of it is lost. */
  if (!edit->set_aside &&
      (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE) ||
       g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD)))
    {
      g_clear_error (&error);
      edit->set_aside = TRUE;
      confab_records_file_set_aside_async (self->file, NULL, set_aside_cb, g_steal_pointer (&task));
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

/* Takes @edit. */
static void
begin_edit (ConfabRegistry *self,
            GTask          *task,
            Edit           *edit)
{
  g_task_set_task_data (task, edit, (GDestroyNotify) edit_free);

  if (!self->writable)
    g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_NOT_LOADED,
                             "the records could not be read, so they are not written: %s",
                             self->error != NULL ? self->error->message : "not loaded yet");
  else
    start_update (task);
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
 * Changes the records file and takes over what it holds then.
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
  g_autoptr(GTask) task = NULL;
  Edit *edit;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_edit_async);

  edit = g_new0 (Edit, 1);
  edit->provider_id = g_strdup (provider_id);
  edit->type_id = g_strdup (type_id);
  edit->edit = edit_func;
  edit->edit_data = edit_data;
  edit->edit_data_free = edit_data_free;
  edit->default_id = g_strdup (default_id);
  begin_edit (self, task, edit);
}

/* confab_registry_edit_slots_async:
 * @added: (nullable): a record to add, whose id must not be there
 * @removed_id: (nullable): whose record to take out
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Like confab_registry_edit_async(), for records as a whole.
 */
void
confab_registry_edit_slots_async (ConfabRegistry       *self,
                                  ConfabProviderRecord *added,
                                  const char           *removed_id,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  Edit *edit;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_edit_slots_async);

  edit = g_new0 (Edit, 1);
  g_set_object (&edit->added, added);
  edit->removed_id = g_strdup (removed_id);
  begin_edit (self, task, edit);
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
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
apply_field_change (ConfabProviderRecord *record,
                    gconstpointer         data)
{
  const FieldChange *change = data;

  switch (change->field)
    {
    case CONFAB_PROVIDER_FIELD_NAME:
      confab_provider_record_set_name (record, change->value);
      break;

    case CONFAB_PROVIDER_FIELD_MODEL:
      confab_provider_record_set_default_model (record, change->value);
      break;

    case CONFAB_PROVIDER_FIELD_BASE_URL:
      confab_provider_record_set_base_url (record, change->value);
      break;

    case CONFAB_PROVIDER_FIELD_PRIVATE_MEANT:
      confab_provider_record_set_private_meant (record, g_strcmp0 (change->value, "true") == 0);
      break;

    case CONFAB_PROVIDER_FIELD_ENABLED:
    default:
      confab_provider_record_set_enabled (record, g_strcmp0 (change->value, "false") != 0);
      break;
    }
}

static gboolean
check_address (ConfabProvider  *provider,
               const char      *base_url,
               GError         **error)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  g_auto(GStrv) environment = g_get_environ ();

  return confab_address_guard_check (
    base_url,
    confab_provider_settings_allow_private (type, confab_provider_get_record (provider), environment),
    confab_provider_type_get_needs_key (type), error);
}

/* What is spoken at another address: at the one there is now it may be something else. */
static const char *
find_dialect_at (ConfabRegistry *self,
                 ConfabProvider *provider,
                 const char     *base_url)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  ConfabProviderType *listed = confab_catalogue_lookup (self->catalogue, confab_provider_type_get_id (type));
  ConfabProviderRecord *record = confab_provider_get_record (provider);
  const char *dialect = record != NULL ? confab_provider_record_get_dialect (record) : NULL;

  /* What the paths of a cloud mean, it is asked for when the address is made. */
  if (confab_provider_type_get_platform (type) != NULL)
    return "";

  return confab_provider_type_get_dialect (confab_provider_type_get_at (listed != NULL ? listed : type, base_url,
                                                                        dialect));
}

/* confab_registry_normalize_value:
 * @provider: whose field it is
 * @field: which
 * @value: (nullable): what was given
 * @result: (out): what to store, %NULL for what falls back to the default
 *
 * Makes a value fit to be stored.
 *
 * Returns: whether it can be
 */
gboolean
confab_registry_normalize_value (ConfabRegistry       *self,
                                 ConfabProvider       *provider,
                                 ConfabProviderField   field,
                                 const char           *value,
                                 char                **result,
                                 GError              **error)
{
  const char *dialect;
  g_autofree char *trimmed = g_strstrip (g_strdup (value != NULL ? value : ""));

  *result = NULL;

  if (!g_utf8_validate (trimmed, -1, NULL))
    {
      g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                   _("The text cannot be read."));
      return FALSE;
    }

  switch (field)
    {
    case CONFAB_PROVIDER_FIELD_NAME:
      if (g_utf8_strlen (trimmed, -1) > MAX_NAME_CHARS)
        {
          g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                       _("The name is longer than %d characters."), MAX_NAME_CHARS);
          return FALSE;
        }
      break;

    case CONFAB_PROVIDER_FIELD_MODEL:
      if (strlen (trimmed) > MAX_MODEL_BYTES || strpbrk (trimmed, "\r\n\t") != NULL)
        {
          g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                       "%s", _("This is not the name of a model."));
          return FALSE;
        }
      break;

    case CONFAB_PROVIDER_FIELD_BASE_URL:
      if (*trimmed == '\0')
        return TRUE;
      dialect = find_dialect_at (self, provider, trimmed);
      *result = confab_base_url_normalize (trimmed, dialect,
                                           g_strcmp0 (dialect, "ollama") == 0
                                             ? CONFAB_BASE_URL_OLLAMA_HOST
                                             : CONFAB_BASE_URL_TYPED,
                                           error);
      return *result != NULL && check_address (provider, *result, error);

    case CONFAB_PROVIDER_FIELD_PRIVATE_MEANT:
    case CONFAB_PROVIDER_FIELD_ENABLED:
      if (!g_str_equal (trimmed, "true") && !g_str_equal (trimmed, "false"))
        {
          g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                       "%s", _("This is neither “true” nor “false”."));
          return FALSE;
        }
      break;

    default:
      g_return_val_if_reached (FALSE);
    }

  if (*trimmed != '\0')
    *result = g_steal_pointer (&trimmed);

  return TRUE;
}

static void
change_cb (GObject      *object,
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

  /* A local server may be at its new address, or may have been switched on. */
  if (self->local_servers != NULL)
    confab_registry_probe_local (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_registry_change_async:
 * @provider: what to change
 * @field: which property of it
 * @value: (nullable): its new value; %NULL or white space goes back to the default
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Changes what is written down of a provider, and writes it down if it was not yet.
 */
void
confab_registry_change_async (ConfabRegistry      *self,
                              ConfabProvider      *provider,
                              ConfabProviderField  field,
                              const char          *value,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *normalized = NULL;
  ConfabProviderType *type;
  FieldChange *change;
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_change_async);

  if (confab_provider_get_demonstration (provider))
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                               "%s", _("There is nothing to set up in the demonstration."));
      return;
    }
  if (!confab_registry_normalize_value (self, provider, field, value, &normalized, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  type = confab_provider_get_provider_type (provider);
  change = g_new0 (FieldChange, 1);
  change->field = field;
  change->value = g_steal_pointer (&normalized);
  confab_registry_edit_async (self, confab_provider_get_id (provider),
                              confab_provider_type_get_id (type), apply_field_change, change,
                              field_change_free, NULL, cancellable, change_cb,
                              g_steal_pointer (&task));
}

/**
 * confab_registry_change_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in force; otherwise %CONFAB_ENGINE_ERROR_INVALID,
 *   %CONFAB_ENGINE_ERROR_NOT_LOADED, %CONFAB_PROVIDER_POLICY_ERROR_BAD_URL or an error of
 *   %CONFAB_STORE_ERROR
 */
gboolean
confab_registry_change_finish (ConfabRegistry  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_registry_set_default_async:
 * @provider: (nullable): what new conversations are to use, or %NULL for no choice
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Stores the person's choice.
 */
void
confab_registry_set_default_async (ConfabRegistry      *self,
                                   ConfabProvider      *provider,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (provider == NULL || CONFAB_IS_PROVIDER (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_set_default_async);

  if (provider != NULL && confab_provider_get_demonstration (provider))
    g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                             "%s", _("The demonstration cannot be the provider of new conversations."));
  else
    confab_registry_edit_async (self, NULL, NULL, NULL, NULL, NULL,
                                provider != NULL ? confab_provider_get_id (provider) : "",
                                cancellable, change_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_set_default_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in force
 */
gboolean
confab_registry_set_default_finish (ConfabRegistry  *self,
                                    GAsyncResult    *result,
                                    GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
