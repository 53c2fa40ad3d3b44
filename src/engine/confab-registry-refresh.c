/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-refresh"

#include "config.h"

#include "confab-credentials.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"

/* How the registry finds out where everybody's key is. */

/* The lookup of one provider's key. */
typedef struct
{
  ConfabRegistry *registry;  /* owned */
  ConfabProvider *provider;  /* owned */
} Lookup;

static void start_refresh (ConfabRegistry *self);

static void
lookup_free (Lookup *self)
{
  g_object_unref (self->registry);
  g_object_unref (self->provider);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lookup, lookup_free)

static void
refresh_done (ConfabRegistry *self)
{
  g_autoptr(GPtrArray) waiting = NULL;

  if (self->refresh_again)
    {
      self->refresh_again = FALSE;
      start_refresh (self);
      return;
    }

  g_signal_emit_by_name (self, "keys-changed");
  waiting = g_steal_pointer (&self->refresh_waiting);
  self->refresh_waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
}

/* What lay beside the key may complete the address. */
static void
take_found (ConfabRegistry           *self,
            ConfabProvider           *provider,
            const ConfabAddressParts *found)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  g_autoptr(ConfabProviderSettings) settings = NULL;
  g_auto(GStrv) environment = NULL;
  ConfabProviderRecord *record = confab_provider_get_record (provider);

  if (!confab_provider_set_found (provider, found))
    return;

  environment = g_get_environ ();
  settings = confab_provider_settings_resolve (confab_catalogue_lookup (self->catalogue,
                                                                        confab_provider_type_get_id (type)),
                                               confab_provider_get_id (provider), record, found,
                                               environment);
  confab_provider_set_settings (provider, record, settings);
}

static void
survey_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Lookup) lookup = user_data;
  g_autoptr(ConfabCredential) credential = NULL;
  ConfabProvider *provider = lookup->provider;

  credential = confab_credentials_resolve_finish (CONFAB_CREDENTIALS (object), result, NULL);
  if (credential != NULL)
    {
      const gboolean other =
        confab_provider_get_key_source (provider) != credential->source ||
        g_strcmp0 (confab_provider_get_key_detail (provider), credential->detail) != 0 ||
        confab_provider_get_key_created_at_us (provider) != credential->created_at_us;

      confab_provider_set_key (provider, credential->source, credential->detail,
                               credential->created_at_us, credential->error);
      confab_provider_set_keys (provider, credential->findings);
      take_found (lookup->registry, provider, credential->found);

      /* What an old key was told does not hold for a new one, nor what was said while there was none. A
       * local server stays what it is. */
      if ((other && confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_KEY_REFUSED) ||
          (confab_key_source_has_key (credential->source) &&
           confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_KEY_MISSING))
        confab_provider_forget_outcome (provider);
    }

  if (--lookup->registry->n_refreshing == 0)
    refresh_done (lookup->registry);
}

/* Needed before its definition, for a refresh may have to be made again. */
static void
start_refresh (ConfabRegistry *self)
{
  confab_registry_note_asking (self);
  for (guint i = 0; i < self->providers->len; i++)
    {
      ConfabProvider *provider = g_ptr_array_index (self->providers, i);
      Lookup *lookup = g_new0 (Lookup, 1);

      lookup->registry = g_object_ref (self);
      lookup->provider = g_object_ref (provider);
      self->n_refreshing++;
      confab_credentials_survey_async (self->credentials,
                                       confab_provider_get_provider_type (provider),
                                       confab_provider_get_id (provider),
                                       confab_provider_get_record (provider), NULL, survey_cb, lookup);
    }

  if (self->n_refreshing == 0)
    refresh_done (self);
}

/* confab_registry_note_asking:
 *
 * It is being looked where everybody's key is, which takes as long as the keyring does.
 */
void
confab_registry_note_asking (ConfabRegistry *self)
{
  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  for (guint i = 0; i < self->providers->len; i++)
    confab_provider_note_asking (g_ptr_array_index (self->providers, i));
}

/**
 * confab_registry_get_asking:
 *
 * Returns: whether there are providers of which it is not known yet whether there is a key, because the keyring has
 *   not answered; told by the property `key-source` of these
 */
gboolean
confab_registry_get_asking (ConfabRegistry *self)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);

  for (guint i = 0; i < self->providers->len; i++)
    if (confab_provider_get_key_source (g_ptr_array_index (self->providers, i)) == CONFAB_KEY_SOURCE_ASKING)
      return TRUE;

  return FALSE;
}

/* confab_registry_refresh_keys_async:
 * @cancellable: (nullable): ends the wait
 * @callback: (nullable): called when it is known of each provider where its key is
 * @user_data: closure
 *
 * Looks for everybody's key. Only where it is is kept; the key itself is looked up again when it
 * is needed.
 */
void
confab_registry_refresh_keys_async (ConfabRegistry      *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_refresh_keys_async);
  g_ptr_array_add (self->refresh_waiting, g_steal_pointer (&task));

  /* What is under way may have looked before whatever is the reason for this. */
  if (self->n_refreshing > 0)
    self->refresh_again = TRUE;
  else
    start_refresh (self);
}

/* confab_registry_refresh_keys_finish:
 *
 * Returns: %FALSE only when the wait was cancelled
 */
gboolean
confab_registry_refresh_keys_finish (ConfabRegistry  *self,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
