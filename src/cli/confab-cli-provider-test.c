/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-provider-test"

#include "config.h"

#include "confab-cli-provider-test.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-check-words.h"
#include "confab-cli-command.h"
#include "confab-cli-input.h"
#include "confab-cli-output.h"
#include "confab-cli-provider.h"

/* Tries a provider step by step, each told as soon as it is over. */

typedef struct
{
  ConfabCliRun      *run;          /* owned */
  ConfabProvider    *provider;     /* owned, nullable until found */
  ConfabCheckReport *report;       /* owned */
  char              *provider_id;  /* owned, nullable */
  char              *pin;          /* owned, nullable */
  GError            *error;        /* owned, nullable: what the test said */
  gboolean           json;
  gboolean           unpin;
  gboolean           broken;       /* the output cannot be written */
  guint              n_told;       /* of the steps */
} Test;

static void
test_clear (Test *self)
{
  if (self->report != NULL)
    for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
      g_signal_handlers_disconnect_by_data (confab_check_report_get_step (self->report, (ConfabCheckStepKind) i), self);
  g_clear_object (&self->report);
  g_clear_object (&self->provider);
  g_clear_error (&self->error);
  g_clear_pointer (&self->run, confab_cli_run_free);
  g_clear_pointer (&self->provider_id, g_free);
  g_clear_pointer (&self->pin, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Test, test_clear)

static gboolean
is_over (ConfabCheckStep *step)
{
  switch (confab_check_step_get_state (step))
    {
    case CONFAB_CHECK_STEP_PASSED:
    case CONFAB_CHECK_STEP_FAILED:
    case CONFAB_CHECK_STEP_SKIPPED:
      return TRUE;

    case CONFAB_CHECK_STEP_WAITING:
    case CONFAB_CHECK_STEP_RUNNING:
    default:
      return FALSE;
    }
}

static void
tell (Test       *self,
      const char *text)
{
  if (!self->json && !self->broken)
    self->broken = !confab_cli_output_write_foreign (STDOUT_FILENO, text, -1);
}

/* In their order, whichever is over first. */
static void
on_step_changed_cb (ConfabCheckStep *changed,
                    GParamSpec      *pspec,
                    gpointer         user_data)
{
  Test *self = user_data;

  while (self->n_told < CONFAB_N_CHECK_STEPS)
    {
      ConfabCheckStep *step = confab_check_report_get_step (self->report, (ConfabCheckStepKind) self->n_told);
      g_autofree char *line = NULL;
      g_autofree char *text = NULL;

      if (!is_over (step))
        return;

      self->n_told++;
      line = confab_check_words_line (step);
      text = g_strconcat (line, "\n", NULL);
      tell (self, text);
    }
}

static void
tell_certificate (Test *self)
{
  ConfabCertificate *certificate = confab_check_report_get_certificate (self->report);
  ConfabCheckStep *step = confab_check_report_get_step (self->report, CONFAB_CHECK_STEP_TLS);
  g_autofree char *description = NULL;
  g_autofree char *text = NULL;

  if (certificate == NULL || confab_check_step_get_state (step) != CONFAB_CHECK_STEP_FAILED)
    return;

  description = confab_check_words_certificate (certificate);
  text = g_strconcat ("\n", description, NULL);
  tell (self, text);
}

static void
write_end (Test *self)
{
  ConfabRegistry *registry = confab_cli_run_get_registry (self->run);
  const gboolean is_default = self->provider == confab_registry_get_default_provider (registry);
  g_autofree char *text = NULL;

  tell_certificate (self);
  tell (self, "\n");
  text = self->json ? confab_cli_provider_dup_json (self->provider, is_default, self->report)
                    : confab_cli_provider_dup_text (self->provider, is_default);
  if (self->broken || !confab_cli_output_write_foreign (STDOUT_FILENO, text, -1))
    confab_cli_run_end (self->run, CONFAB_CLI_OUTPUT);
  else if (self->error != NULL)
    confab_cli_run_fail (self->run, self->error, self->provider);
  else
    confab_cli_run_end (self->run, CONFAB_CLI_OK);
}

static void
walk_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Test *self = user_data;

  if (!confab_registry_walk_finish (CONFAB_REGISTRY (object), result, &self->error) &&
      g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    confab_cli_run_fail (self->run, self->error, self->provider);
  else
    write_end (self);
}

static void
walk (Test *self)
{
  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    g_signal_connect (confab_check_report_get_step (self->report, (ConfabCheckStepKind) i), "notify::state",
                      G_CALLBACK (on_step_changed_cb), self);
  confab_registry_walk_async (confab_cli_run_get_registry (self->run), self->provider, self->report,
                              confab_cli_run_get_cancellable (self->run), walk_cb, self);
}

static void
pin_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Test *self = user_data;
  g_autoptr(GError) error = NULL;

  if (confab_registry_pin_certificate_finish (CONFAB_REGISTRY (object), result, &error))
    walk (self);
  else
    confab_cli_run_fail_change (self->run, error, self->provider);
}

static void
begin_cb (ConfabCliRun *run,
          gpointer      user_data)
{
  Test *self = user_data;

  if (!g_set_object (&self->provider, confab_cli_provider_find (run, self->provider_id)))
    return;

  if (self->pin != NULL || self->unpin)
    confab_registry_pin_certificate_async (confab_cli_run_get_registry (run), self->provider, self->pin,
                                           confab_cli_run_get_cancellable (run), pin_cb, self);
  else
    walk (self);
}

/**
 * confab_cli_provider_test:
 * @arguments: (array zero-terminated=1): the command line, `test` first
 *
 * Looks at everything that has to go well until a provider answers, and writes how it went.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_provider_test (char **arguments)
{
  g_auto(Test) self = { 0 };
  g_auto(GStrv) words = NULL;
  g_autofree char *pin = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Write a JSON object"), NULL },
    { "pin", 0, 0, G_OPTION_ARG_FILENAME, &pin,
      N_("From now on accept the certificate with this fingerprint, and no other"), N_("SHA256") },
    { "unpin", 0, 0, G_OPTION_ARG_NONE, &self.unpin, N_("From now on accept what the system trusts"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GError) error = NULL;

  if (!confab_cli_command_parse ("confab providers test", _("PROVIDER"),
                                 _("Tells step by step whether a provider can be reached, takes its key and answers. "
                                   "The answer may cost a fraction of a cent."),
                                 entries, arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }
  if ((self.provider_id = confab_cli_command_dup_word (words, _("PROVIDER"))) == NULL)
    return CONFAB_CLI_USAGE;
  if (pin != NULL && self.unpin)
    {
      confab_cli_output_complain (_("A certificate cannot be pinned and unpinned at once."));
      return CONFAB_CLI_USAGE;
    }
  if (pin != NULL && (self.pin = confab_cli_input_to_utf8 (pin)) == NULL)
    {
      confab_cli_output_complain (_("The command line is not text in UTF-8."));
      return CONFAB_CLI_USAGE;
    }

  self.report = confab_check_report_new ();
  self.run = confab_cli_run_new ();
  return confab_cli_run_execute (self.run, begin_cb, &self);
}
