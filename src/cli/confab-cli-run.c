/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-run"

#include "config.h"

#include "confab-cli-run.h"

#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>

#include "confab-cli-output.h"
#include "confab-failure-text.h"

struct _ConfabCliRun
{
  GMainLoop        *loop;         /* owned */
  GCancellable     *cancellable;  /* owned */
  ConfabContext    *context;      /* owned */
  GSettings        *settings;     /* owned, nullable where the window is not installed */
  ConfabCliRunFunc  func;
  gpointer          user_data;
  guint             signal_sources[3];
  ConfabCliStatus   status;
  guint             ended : 1;
};

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

/* What came so far is already written, so there is nothing to lose by leaving at once. */
static gboolean
on_stop_signal_cb (gpointer user_data)
{
  ConfabCliRun *self = user_data;

  if (g_cancellable_is_cancelled (self->cancellable))
    _exit (CONFAB_CLI_CANCELLED);

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
close_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  ConfabCliRun *self = user_data;

  confab_context_close_finish (CONFAB_CONTEXT (object), result);
  g_main_loop_quit (self->loop);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  ConfabCliRun *self = user_data;
  g_autoptr(GError) error = NULL;
  const GError *registry_error;

  if (!confab_context_load_finish (CONFAB_CONTEXT (object), result, &error))
    {
      confab_cli_run_fail (self, error, NULL);
      return;
    }

  /* Keys of the environment and local servers are there all the same. */
  registry_error = confab_registry_get_error (confab_cli_run_get_registry (self));
  if (registry_error != NULL)
    {
      g_autofree char *summary = confab_failure_text_summary (registry_error, NULL, NULL);

      confab_cli_output_complain (summary);
    }

  self->func (self, self->user_data);
}

/* What was chosen in the window counts here too; where the window is not installed nothing was. */
static void
follow_preferences (ConfabCliRun *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;

  if (source == NULL || (schema = g_settings_schema_source_lookup (source, CONFAB_APP_ID, TRUE)) == NULL)
    return;

  self->settings = g_settings_new (CONFAB_APP_ID);
  confab_context_bind_settings (self->context, self->settings);
}

/**
 * confab_cli_run_new:
 *
 * Prepares a command.
 *
 * Returns: (transfer full): the command
 */
ConfabCliRun *
confab_cli_run_new (void)
{
  ConfabCliRun *self = g_new0 (ConfabCliRun, 1);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
  self->context = confab_context_new ();
  follow_preferences (self);

  return self;
}

/**
 * confab_cli_run_free:
 * @self: a command
 *
 * Frees it.
 */
void
confab_cli_run_free (ConfabCliRun *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_free (self);
}

/**
 * confab_cli_run_get_context:
 * @self: a command
 *
 * Returns: (transfer none): everything the engine has
 */
ConfabContext *
confab_cli_run_get_context (ConfabCliRun *self)
{
  return self->context;
}

/**
 * confab_cli_run_get_settings:
 * @self: a command
 *
 * Returns: (transfer none) (nullable): the preferences, where they are installed
 */
GSettings *
confab_cli_run_get_settings (ConfabCliRun *self)
{
  return self->settings;
}

/**
 * confab_cli_run_get_registry:
 * @self: a command
 *
 * Returns: (transfer none): the providers
 */
ConfabRegistry *
confab_cli_run_get_registry (ConfabCliRun *self)
{
  return confab_context_get_registry (self->context);
}

/**
 * confab_cli_run_get_cancellable:
 * @self: a command
 *
 * Returns: (transfer none): what a signal from outside cancels
 */
GCancellable *
confab_cli_run_get_cancellable (ConfabCliRun *self)
{
  return self->cancellable;
}

/**
 * confab_cli_run_execute:
 * @self: a command
 * @func: what it does
 * @user_data: closure
 *
 * Loads the providers, calls @func, and waits until the command was ended.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_run_execute (ConfabCliRun     *self,
                        ConfabCliRunFunc  func,
                        gpointer          user_data)
{
  self->func = func;
  self->user_data = user_data;
  for (gsize i = 0; i < G_N_ELEMENTS (stop_signals); i++)
    self->signal_sources[i] = g_unix_signal_add (stop_signals[i], on_stop_signal_cb, self);

  confab_context_load_async (self->context, self->cancellable, load_cb, self);
  g_main_loop_run (self->loop);

  return self->status;
}

/**
 * confab_cli_run_end:
 * @self: a command
 * @status: what to exit with
 *
 * Ends the command. Once is enough; more often does no harm, and the first status counts.
 */
void
confab_cli_run_end (ConfabCliRun    *self,
                    ConfabCliStatus  status)
{
  if (self->ended)
    return;

  self->ended = TRUE;
  self->status = status;
  confab_context_close_async (self->context, close_cb, self);
}

static void
tell_and_end (ConfabCliRun    *self,
              ConfabCliStatus  status,
              const GError    *error,
              ConfabProvider  *provider)
{
  if (status != CONFAB_CLI_CANCELLED)
    {
      const char *name = NULL, *key_page = NULL;
      g_autofree char *summary = NULL;

      if (provider != NULL)
        {
          name = confab_provider_get_name (provider);
          key_page = confab_provider_type_get_key_page (confab_provider_get_provider_type (provider));
        }
      summary = confab_failure_text_summary (error, name, key_page);
      confab_cli_output_complain (summary);
    }

  confab_cli_run_end (self, status);
}

/**
 * confab_cli_run_fail:
 * @self: a command
 * @error: why it failed
 * @provider: (nullable): the provider it was about
 *
 * Says in a sentence what went wrong, unless somebody stopped it and knows, and ends the command.
 */
void
confab_cli_run_fail (ConfabCliRun   *self,
                     const GError   *error,
                     ConfabProvider *provider)
{
  tell_and_end (self, confab_cli_status_from_error (error), error, provider);
}

/**
 * confab_cli_run_fail_change:
 * @self: a command
 * @error: why a key or a setting could not be changed
 * @provider: (nullable): the provider it was about
 *
 * Like [method@CliRun.fail], for what would have been written.
 */
void
confab_cli_run_fail_change (ConfabCliRun   *self,
                            const GError   *error,
                            ConfabProvider *provider)
{
  tell_and_end (self, confab_cli_status_from_change_error (error), error, provider);
}
