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

/* How the registry changes what is written down of one provider, field by field. */

#define MAX_MODEL_BYTES 300

typedef struct
{
  ConfabProviderField  field;
  char                *value;        /* owned, nullable */
} FieldChange;

static void
field_change_free (gpointer data)
{
  FieldChange *self = data;

  g_free (self->value);
  g_free (self);
}

/* confab_registry_set_field:
 * @record: a record
 * @field: what of it
 * @value: (nullable): as of confab_registry_normalize_value()
 *
 * Writes down what a person changed. Pure: it may run on any thread.
 */
void
confab_registry_set_field (ConfabProviderRecord *record,
                           ConfabProviderField   field,
                           const char           *value)
{
  switch (field)
    {
    case CONFAB_PROVIDER_FIELD_NAME:
      confab_provider_record_set_name (record, value);
      break;

    case CONFAB_PROVIDER_FIELD_MODEL:
      confab_provider_record_set_default_model (record, value);
      break;

    case CONFAB_PROVIDER_FIELD_BASE_URL:
      confab_provider_record_set_base_url (record, value);
      break;

    case CONFAB_PROVIDER_FIELD_PRIVATE_MEANT:
      confab_provider_record_set_private_meant (record, g_strcmp0 (value, "true") == 0);
      break;

    case CONFAB_PROVIDER_FIELD_ENABLED:
    default:
      confab_provider_record_set_enabled (record, g_strcmp0 (value, "false") != 0);
      break;
    }
}

static void
apply_field_change (ConfabProviderRecord *record,
                    gconstpointer         data)
{
  const FieldChange *change = data;

  confab_registry_set_field (record, change->field, change->value);
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
    confab_provider_settings_get_reach (type, confab_provider_get_record (provider), environment),
    confab_provider_type_get_needs_key (type) ||
      confab_key_source_has_key (confab_provider_get_key_source (provider)),
    error);
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
      if (g_utf8_strlen (trimmed, -1) > CONFAB_MAX_NAME_CHARS)
        {
          g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                       _("The name is longer than %d characters."), CONFAB_MAX_NAME_CHARS);
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
                              field_change_free, NULL, cancellable, confab_registry_end_edit_cb,
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
                                cancellable, confab_registry_end_edit_cb, g_steal_pointer (&task));
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
