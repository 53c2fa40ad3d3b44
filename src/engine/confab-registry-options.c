/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-options"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"

/* How single options of a provider are set, and several changes of it as one. */

#define N_FIELDS (CONFAB_PROVIDER_FIELD_PRIVATE_MEANT + 1)

typedef struct
{
  gboolean  changed;
  char     *text;     /* owned, nullable: what was given, and once that was looked at what to store */
} Value;

struct _ConfabProviderEdit
{
  Value    fields[N_FIELDS];
  Value    options[CONFAB_N_PROVIDER_OPTIONS];
  gboolean make_default;
};

/* An address is looked at in the light of whether a private one is meant, so that comes first. */
static const ConfabProviderField order[N_FIELDS] = {
  CONFAB_PROVIDER_FIELD_PRIVATE_MEANT,
  CONFAB_PROVIDER_FIELD_BASE_URL,
  CONFAB_PROVIDER_FIELD_NAME,
  CONFAB_PROVIDER_FIELD_MODEL,
  CONFAB_PROVIDER_FIELD_ENABLED,
};

static void
set_value (Value      *self,
           const char *text)
{
  g_free (self->text);
  self->text = g_strdup (text);
  self->changed = TRUE;
}

/**
 * confab_provider_edit_new:
 *
 * Returns: (transfer full): an edit that changes nothing
 */
ConfabProviderEdit *
confab_provider_edit_new (void)
{
  return g_new0 (ConfabProviderEdit, 1);
}

/**
 * confab_provider_edit_free:
 * @self: (transfer full) (nullable): an edit
 *
 * Gives it up.
 */
void
confab_provider_edit_free (ConfabProviderEdit *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < N_FIELDS; i++)
    g_free (self->fields[i].text);
  for (guint i = 0; i < CONFAB_N_PROVIDER_OPTIONS; i++)
    g_free (self->options[i].text);
  g_free (self);
}

/**
 * confab_provider_edit_set_field:
 * @self: an edit
 * @field: which property
 * @value: (nullable): its new value; %NULL or white space goes back to the default
 *
 * Has a property changed.
 */
void
confab_provider_edit_set_field (ConfabProviderEdit  *self,
                                ConfabProviderField  field,
                                const char          *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (field < N_FIELDS);

  set_value (&self->fields[field], value);
}

/**
 * confab_provider_edit_set_option:
 * @self: an edit
 * @option: which option
 * @text: (nullable): its new text; %NULL or white space unsets it
 *
 * Has an option changed.
 */
void
confab_provider_edit_set_option (ConfabProviderEdit   *self,
                                 ConfabProviderOption  option,
                                 const char           *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (option < CONFAB_N_PROVIDER_OPTIONS);

  set_value (&self->options[option], text);
}

/**
 * confab_provider_edit_make_default:
 * @self: an edit
 *
 * Has the provider used for new conversations.
 */
void
confab_provider_edit_make_default (ConfabProviderEdit *self)
{
  g_return_if_fail (self != NULL);

  self->make_default = TRUE;
}

/* The provider as it will be, for looking at one change in the light of the others. */
static ConfabProvider *
new_trial (ConfabRegistry     *self,
           ConfabProvider     *provider,
           ConfabProviderEdit *edit)
{
  const char *id = confab_provider_get_id (provider);
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  ConfabProviderType *listed = confab_catalogue_lookup (self->catalogue, confab_provider_type_get_id (type));
  ConfabProviderRecord *record = confab_provider_get_record (provider);
  const Value *url = &edit->fields[CONFAB_PROVIDER_FIELD_BASE_URL];
  const Value *private_meant = &edit->fields[CONFAB_PROVIDER_FIELD_PRIVATE_MEANT];
  const Value *dialect = &edit->options[CONFAB_PROVIDER_OPTION_DIALECT];
  g_autoptr(JsonObject) json = record != NULL ? confab_provider_record_dup_json (record) : NULL;
  g_autoptr(ConfabProviderRecord) changed = NULL;
  g_autoptr(ConfabProviderSettings) settings = NULL;
  g_autofree char *chosen = g_strstrip (g_strdup (dialect->text != NULL ? dialect->text : ""));
  g_auto(GStrv) environment = g_get_environ ();
  ConfabProvider *trial;

  if (listed == NULL)
    listed = type;
  if (json != NULL)
    changed = confab_provider_record_new_read (json, NULL);
  if (changed == NULL)
    changed = confab_provider_record_new (id, confab_provider_type_get_id (type));
  if (private_meant->changed)
    confab_registry_set_field (changed, CONFAB_PROVIDER_FIELD_PRIVATE_MEANT, private_meant->text);
  if (url->changed)
    confab_registry_set_field (changed, CONFAB_PROVIDER_FIELD_BASE_URL, url->text);
  if (dialect->changed)
    confab_provider_record_set_option (changed, CONFAB_PROVIDER_OPTION_DIALECT, *chosen != '\0' ? chosen : NULL);

  trial = confab_provider_new (id, listed, FALSE);
  settings = confab_provider_settings_resolve (listed, id, changed, confab_provider_get_found (provider), environment);
  confab_provider_set_settings (trial, changed, settings);
  confab_provider_set_key (trial, confab_provider_get_key_source (provider), NULL, 0, NULL);

  return trial;
}

/* Makes all values fit to be stored. */
static gboolean
normalize (ConfabRegistry      *self,
           ConfabProvider      *provider,
           ConfabProviderEdit  *edit,
           gboolean             name_options,
           GError             **error)
{
  g_autoptr(ConfabProvider) trial = new_trial (self, provider, edit);
  ConfabProviderType *type = confab_provider_get_provider_type (trial);

  for (guint i = 0; i < N_FIELDS; i++)
    {
      Value *value = &edit->fields[order[i]];
      g_autofree char *normal = NULL;

      if (!value->changed)
        continue;
      if (!confab_registry_normalize_value (self, trial, order[i], value->text, &normal, error))
        return FALSE;
      g_free (value->text);
      value->text = g_steal_pointer (&normal);
    }

  for (guint option = 0; option < CONFAB_N_PROVIDER_OPTIONS; option++)
    {
      Value *value = &edit->options[option];
      g_autofree char *normal = NULL;

      if (!value->changed)
        continue;
      if (!confab_provider_option_check (option, type, value->text, &normal, error))
        {
          if (name_options)
            g_prefix_error (error, "%s: ", confab_provider_option_get_name (option));
          return FALSE;
        }
      g_free (value->text);
      value->text = g_steal_pointer (&normal);
    }

  return TRUE;
}

static gboolean
changes_record (const ConfabProviderEdit *edit)
{
  for (guint i = 0; i < N_FIELDS; i++)
    if (edit->fields[i].changed)
      return TRUE;
  for (guint i = 0; i < CONFAB_N_PROVIDER_OPTIONS; i++)
    if (edit->options[i].changed)
      return TRUE;

  return FALSE;
}

/* In another thread. */
static void
apply_edit (ConfabProviderRecord *record,
            gconstpointer         data)
{
  const ConfabProviderEdit *edit = data;

  for (guint i = 0; i < N_FIELDS; i++)
    if (edit->fields[i].changed)
      confab_registry_set_field (record, i, edit->fields[i].text);
  for (guint i = 0; i < CONFAB_N_PROVIDER_OPTIONS; i++)
    if (edit->options[i].changed)
      confab_provider_record_set_option (record, i, edit->options[i].text);
}

/* Takes @edit and @task. */
static void
begin (ConfabRegistry     *self,
       ConfabProvider     *provider,
       ConfabProviderEdit *edit,
       gboolean            name_options,
       GTask              *owned_task)
{
  g_autoptr(ConfabProviderEdit) owned = edit;
  g_autoptr(GTask) task = owned_task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *id = confab_provider_get_id (provider);
  const char *default_id = owned->make_default ? id : NULL;
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  GError *error = NULL;

  if (confab_provider_get_demonstration (provider))
    g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                             "%s", _("There is nothing to set up in the demonstration."));
  else if (!normalize (self, provider, owned, name_options, &error))
    g_task_return_error (task, error);
  else if (changes_record (owned))
    confab_registry_edit_async (self, id, confab_provider_type_get_id (type), apply_edit,
                                g_steal_pointer (&owned), (GDestroyNotify) confab_provider_edit_free,
                                default_id, cancellable, confab_registry_end_edit_cb, g_steal_pointer (&task));
  else
    confab_registry_edit_async (self, NULL, NULL, NULL, NULL, NULL, default_id, cancellable,
                                confab_registry_end_edit_cb, g_steal_pointer (&task));
}

/**
 * confab_registry_set_option_async:
 * @provider: what to change
 * @option: which option of it
 * @text: (nullable): its new text; %NULL or white space unsets it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Sets an option, and writes the provider down if it was not yet.
 */
void
confab_registry_set_option_async (ConfabRegistry       *self,
                                  ConfabProvider       *provider,
                                  ConfabProviderOption  option,
                                  const char           *text,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_autoptr(ConfabProviderEdit) edit = NULL;
  GTask *task;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));
  g_return_if_fail (option < CONFAB_N_PROVIDER_OPTIONS);

  edit = confab_provider_edit_new ();
  confab_provider_edit_set_option (edit, option, text);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_set_option_async);
  begin (self, provider, g_steal_pointer (&edit), FALSE, task);
}

/**
 * confab_registry_set_option_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in force; otherwise %CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION with a translated
 *   sentence for the field, or an error as of [method@Registry.change_finish]
 */
gboolean
confab_registry_set_option_finish (ConfabRegistry  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_registry_apply_async:
 * @provider: what to change
 * @edit: (transfer full): what of it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written and in force
 * @user_data: closure
 *
 * Makes several changes as one: each is looked at in the light of the others, and the file is written
 * once or not at all.
 */
void
confab_registry_apply_async (ConfabRegistry      *self,
                             ConfabProvider      *provider,
                             ConfabProviderEdit  *edit,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));
  g_return_if_fail (edit != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_apply_async);
  begin (self, provider, edit, TRUE, task);
}

/**
 * confab_registry_apply_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether all of it is in force; otherwise an error as of
 *   [method@Registry.set_option_finish], with the name of the option in its sentence
 */
gboolean
confab_registry_apply_finish (ConfabRegistry  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
