/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-walk"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "confab-check-report-private.h"
#include "confab-engine-error.h"
#include "confab-provider-connection.h"
#include "confab-provider-private.h"
#include "confab-registry-private.h"
#include "confab-walk.h"

/* How the registry looks at a provider step by step, and what it learns from it; and the certificate
 * that a person may pin after that. */

typedef struct
{
  ConfabProvider *provider;  /* owned */
  char           *base_url;  /* owned, nullable: what was looked at */
} Walking;

static void
walking_free (gpointer data)
{
  Walking *self = data;

  g_object_unref (self->provider);
  g_free (self->base_url);
  g_free (self);
}

static gboolean
is_still_there (const Walking *self)
{
  return g_strcmp0 (self->base_url, confab_provider_get_base_url (self->provider)) == 0;
}

static void
found_cb (ConfabProvider          *provider,
          const ConfabCheckResult *found,
          gpointer                 user_data)
{
  GTask *task = user_data;

  if (!is_still_there (g_task_get_task_data (task)))
    return;

  if (found->models != NULL)
    confab_registry_take_models (g_task_get_source_object (task), provider, found->models);
  confab_provider_set_version (provider, found->version);
}

static void
walk_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabProvider *provider = CONFAB_PROVIDER (object);
  gint64 latency_ms = -1;
  gboolean by_question = FALSE;
  GError *error = NULL;

  if (confab_walk_finish (provider, result, &latency_ms, &by_question, &error))
    {
      if (is_still_there (g_task_get_task_data (task)))
        confab_provider_note_success (provider, latency_ms);
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && is_still_there (g_task_get_task_data (task)))
    confab_provider_note_failure (provider, error, !by_question);
  g_task_return_error (task, error);
}

/**
 * confab_registry_walk_async:
 * @provider: who is looked at
 * @report: what is told how it goes
 * @cancellable: (nullable): ends the walk
 * @callback: (nullable): called when @report is complete
 * @user_data: closure
 *
 * Looks at everything that has to go well until a provider answers: name, proxy, connection,
 * certificate, key, models and the shortest reply, until something does not. Unlike
 * [method@Registry.check_async] it asks a question, which may cost a fraction of a cent, and makes
 * connections of its own. State, error, models, version and latency of @provider follow.
 */
void
confab_registry_walk_async (ConfabRegistry      *self,
                            ConfabProvider      *provider,
                            ConfabCheckReport   *report,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Walking *walking;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));
  g_return_if_fail (CONFAB_IS_CHECK_REPORT (report));
  g_return_if_fail (!confab_check_report_get_running (report));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_walk_async);

  /* There is nothing between it and here. */
  if (confab_provider_get_demonstration (provider))
    {
      confab_check_report_begin (report, provider);
      confab_check_report_end (report);
      g_task_return_boolean (task, TRUE);
      return;
    }

  walking = g_new0 (Walking, 1);
  walking->provider = g_object_ref (provider);
  walking->base_url = g_strdup (confab_provider_get_base_url (provider));
  g_task_set_task_data (task, walking, walking_free);
  confab_walk_async (provider, self->transport, self->credentials, report, found_cb, task, cancellable, walk_cb,
                     g_object_ref (task));
}

/**
 * confab_registry_walk_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether every step went well; otherwise an error of %CONFAB_PROVIDER_ERROR, which the
 *   report tells of in a sentence, or %G_IO_ERROR_CANCELLED
 */
gboolean
confab_registry_walk_finish (ConfabRegistry  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * confab_registry_dup_pin:
 * @provider: a provider
 *
 * Returns: (transfer full) (nullable): the fingerprint of the certificate that was pinned for it
 */
char *
confab_registry_dup_pin (ConfabRegistry *self,
                         ConfabProvider *provider)
{
  g_autoptr(ConfabConnectionPolicy) policy = NULL;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  if (!confab_provider_connection_dup_policy (provider, confab_provider_get_base_url (provider), &policy, NULL) ||
      policy == NULL)
    return NULL;

  return g_strdup (confab_connection_policy_get_pin (policy));
}

static void
apply_pin (ConfabProviderRecord *record,
           gconstpointer         data)
{
  const char *sha256 = data;
  JsonObject *config = confab_provider_record_get_config (record);

  if (*sha256 != '\0')
    json_object_set_string_member (config, CONFAB_PROVIDER_CONNECTION_PIN, sha256);
  else if (json_object_has_member (config, CONFAB_PROVIDER_CONNECTION_PIN))
    json_object_remove_member (config, CONFAB_PROVIDER_CONNECTION_PIN);
}

static void
pin_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabRegistry *self = CONFAB_REGISTRY (object);
  ConfabProvider *provider = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_registry_edit_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  confab_registry_recheck (self, provider);
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_registry_pin_certificate_async:
 * @provider: a provider
 * @sha256: (nullable): the fingerprint of the one certificate to accept from its host; %NULL to go back
 *   to those that the system trusts
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is written and in force
 * @user_data: closure
 *
 * Pins a certificate for this provider alone, and checks the provider anew in the background.
 */
void
confab_registry_pin_certificate_async (ConfabRegistry      *self,
                                       ConfabProvider      *provider,
                                       const char          *sha256,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *normalized = NULL;
  ConfabProviderType *type;

  g_return_if_fail (CONFAB_IS_REGISTRY (self));
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_registry_pin_certificate_async);
  g_task_set_task_data (task, g_object_ref (provider), g_object_unref);

  normalized = sha256 != NULL ? confab_certificate_normalize_sha256 (sha256) : g_strdup ("");
  if (normalized == NULL)
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("This is not the SHA-256 fingerprint of a certificate: that has 64 digits."));
      return;
    }
  if (confab_provider_get_demonstration (provider))
    {
      g_task_return_new_error (task, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, "%s",
                               _("There is nothing to set up in the demonstration."));
      return;
    }

  type = confab_provider_get_provider_type (provider);
  confab_registry_edit_async (self, confab_provider_get_id (provider), confab_provider_type_get_id (type), apply_pin,
                              g_steal_pointer (&normalized), g_free, NULL, cancellable, pin_cb,
                              g_steal_pointer (&task));
}

/**
 * confab_registry_pin_certificate_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether it is in force; otherwise %CONFAB_ENGINE_ERROR_INVALID,
 *   %CONFAB_ENGINE_ERROR_NOT_LOADED or an error of %CONFAB_STORE_ERROR
 */
gboolean
confab_registry_pin_certificate_finish (ConfabRegistry  *self,
                                        GAsyncResult    *result,
                                        GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
