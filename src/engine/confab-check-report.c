/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-check-report"

#include "config.h"

#include "confab-check-report-private.h"

#include <glib/gi18n-lib.h>

#include "confab-check-step-private.h"
#include "confab-check-words.h"
#include "confab-redact.h"

/**
 * ConfabCheckReport:
 *
 * What a walk to a provider found, step by step, while it goes on and after. One report can be used
 * for one walk after the other.
 *
 * Nothing in it is secret. Made by whoever wants to see it; main thread only.
 */
struct _ConfabCheckReport
{
  GObject            parent_instance;

  ConfabCheckStep   *steps[CONFAB_N_CHECK_STEPS];  /* owned */
  ConfabCertificate *certificate;                  /* owned, nullable */
  char              *name;                         /* owned, nullable: of the provider */
  char              *type;                         /* owned, nullable */
  char              *address;                      /* owned, nullable */
  gint64             begun_at_us;                  /* since 1970 UTC, 0 before the first walk */
  gboolean           running;
};

enum {
  PROP_0,
  PROP_RUNNING,
  PROP_CERTIFICATE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return CONFAB_TYPE_CHECK_STEP;
}

static guint
get_n_items (GListModel *model)
{
  return CONFAB_N_CHECK_STEPS;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  ConfabCheckReport *self = CONFAB_CHECK_REPORT (model);

  return position < CONFAB_N_CHECK_STEPS ? g_object_ref (self->steps[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabCheckReport, confab_check_report, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
confab_check_report_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ConfabCheckReport *self = CONFAB_CHECK_REPORT (object);

  switch (prop_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;

    case PROP_CERTIFICATE:
      g_value_set_boxed (value, self->certificate);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_check_report_finalize (GObject *object)
{
  ConfabCheckReport *self = CONFAB_CHECK_REPORT (object);

  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    g_clear_object (&self->steps[i]);
  g_clear_pointer (&self->certificate, confab_certificate_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->address, g_free);

  G_OBJECT_CLASS (confab_check_report_parent_class)->finalize (object);
}

static void
confab_check_report_class_init (ConfabCheckReportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_check_report_get_property;
  object_class->finalize = confab_check_report_finalize;

  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_CERTIFICATE] = g_param_spec_boxed ("certificate", NULL, NULL, CONFAB_TYPE_CERTIFICATE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_check_report_init (ConfabCheckReport *self)
{
  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    self->steps[i] = confab_check_step_new ((ConfabCheckStepKind) i);
}

/**
 * confab_check_report_new:
 *
 * Returns: (transfer full): a report whose steps all wait
 */
ConfabCheckReport *
confab_check_report_new (void)
{
  return g_object_new (CONFAB_TYPE_CHECK_REPORT, NULL);
}

static void
set_running (ConfabCheckReport *self,
             gboolean           running)
{
  if (self->running == running)
    return;

  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

/* Somebody may have written a password into it, or a key into its query. */
static char *
dup_plain_address (const char *url)
{
  g_autoptr(GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL) : NULL;

  return uri != NULL ? g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT)
                     : NULL;
}

/* confab_check_report_begin:
 * @provider: who is looked at
 *
 * Forgets what was found before.
 */
void
confab_check_report_begin (ConfabCheckReport *self,
                           ConfabProvider    *provider)
{
  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    confab_check_step_reset (self->steps[i]);
  confab_check_report_set_certificate (self, NULL);

  g_free (self->name);
  self->name = g_strdup (confab_provider_get_name (provider));
  g_free (self->type);
  self->type = g_strdup (confab_provider_type_get_id (confab_provider_get_provider_type (provider)));
  g_free (self->address);
  self->address = dup_plain_address (confab_provider_get_base_url (provider));
  self->begun_at_us = g_get_real_time ();
  set_running (self, TRUE);
}

/* confab_check_report_start:
 * @kind: which step runs now
 */
void
confab_check_report_start (ConfabCheckReport   *self,
                           ConfabCheckStepKind  kind)
{
  confab_check_step_start (self->steps[kind]);
}

/* confab_check_report_finish:
 * @kind: which step is over
 * @state: how it went
 * @duration_us: how long it took, or -1 for as long as it ran
 * @text: (transfer full) (nullable): a sentence about it
 */
void
confab_check_report_finish (ConfabCheckReport    *self,
                            ConfabCheckStepKind   kind,
                            ConfabCheckStepState  state,
                            gint64                duration_us,
                            char                 *text)
{
  confab_check_step_finish (self->steps[kind], state, duration_us, text);
}

/* confab_check_report_set_certificate:
 * @certificate: (nullable): what the server offers
 */
void
confab_check_report_set_certificate (ConfabCheckReport *self,
                                     ConfabCertificate *certificate)
{
  if (self->certificate == certificate)
    return;

  if (certificate != NULL)
    confab_certificate_ref (certificate);
  g_clear_pointer (&self->certificate, confab_certificate_unref);
  self->certificate = certificate;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CERTIFICATE]);
}

/* confab_check_report_end:
 *
 * Nothing more is coming: what was not looked at is not going to be.
 */
void
confab_check_report_end (ConfabCheckReport *self)
{
  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    switch (confab_check_step_get_state (self->steps[i]))
      {
      case CONFAB_CHECK_STEP_WAITING:
      case CONFAB_CHECK_STEP_RUNNING:
        confab_check_step_finish (self->steps[i], CONFAB_CHECK_STEP_SKIPPED, -1, g_strdup (_("Not tried.")));
        break;

      case CONFAB_CHECK_STEP_PASSED:
      case CONFAB_CHECK_STEP_FAILED:
      case CONFAB_CHECK_STEP_SKIPPED:
      default:
        break;
      }

  set_running (self, FALSE);
}

/**
 * confab_check_report_get_step:
 * @self: a report
 * @kind: what is looked at
 *
 * Returns: (transfer none): the step
 */
ConfabCheckStep *
confab_check_report_get_step (ConfabCheckReport   *self,
                              ConfabCheckStepKind  kind)
{
  g_return_val_if_fail (CONFAB_IS_CHECK_REPORT (self), NULL);
  g_return_val_if_fail (kind < CONFAB_N_CHECK_STEPS, NULL);

  return self->steps[kind];
}

/**
 * confab_check_report_get_running:
 * @self: a report
 *
 * Returns: whether the walk goes on
 */
gboolean
confab_check_report_get_running (ConfabCheckReport *self)
{
  g_return_val_if_fail (CONFAB_IS_CHECK_REPORT (self), FALSE);

  return self->running;
}

/**
 * confab_check_report_get_certificate:
 * @self: a report
 *
 * What was offered is told whether it was accepted or not; of the latter its step tells.
 *
 * Returns: (transfer none) (nullable): the certificate of the server
 */
ConfabCertificate *
confab_check_report_get_certificate (ConfabCheckReport *self)
{
  g_return_val_if_fail (CONFAB_IS_CHECK_REPORT (self), NULL);

  return self->certificate;
}

static void
append_line (GString    *text,
             const char *label,
             const char *value)
{
  if (value != NULL)
    g_string_append_printf (text, "%s: %s\n", label, value);
}

/**
 * confab_check_report_dup_text:
 * @self: a report
 *
 * Returns: (transfer full): the whole report as text to pass on, with the version of Confab and the
 *   time; there is no secret in it
 */
char *
confab_check_report_dup_text (ConfabCheckReport *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *time_text = NULL;
  g_autofree char *certificate = NULL;

  g_return_val_if_fail (CONFAB_IS_CHECK_REPORT (self), NULL);

  time = g_date_time_new_from_unix_utc (self->begun_at_us / G_USEC_PER_SEC);
  time_text = time != NULL && self->begun_at_us > 0 ? g_date_time_format_iso8601 (time) : NULL;
  append_line (text, "Confab", CONFAB_VERSION);
  append_line (text, _("Provider"), self->name);
  append_line (text, _("Type"), self->type);
  append_line (text, _("Address"), self->address);
  append_line (text, _("Time"), time_text);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    {
      g_autofree char *line = confab_check_words_line (self->steps[i]);
      g_autofree char *redacted = confab_redact_keys (line);

      /* What servers say was cleared of the key where it came in; this is for what only looks like
       * one. */
      g_string_append_printf (text, "%s\n", redacted);
    }

  if (self->certificate != NULL)
    {
      certificate = confab_check_words_certificate (self->certificate);
      g_string_append_printf (text, "\n%s", certificate);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
