/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-walk"

#include "config.h"

#include "confab-walk.h"

#include <glib/gi18n-lib.h>

#include "confab-check-report-private.h"
#include "confab-check-words-private.h"
#include "confab-exchange.h"
#include "confab-failure-text.h"
#include "confab-net-error.h"
#include "confab-provider-connection.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"
#include "confab-question.h"

/* How a provider is looked at from the name of its host to a reply, and what is told of it. The calls
 * are those of a check and of a question; the order is that in which one needs the other. */

/* Somebody is watching, and does not wait as long as for a reply. */
#define CALL_LIMIT_MS 30000

typedef struct
{
  ConfabTransport       *transport;    /* owned, without a connection at first: times are to be real */
  ConfabCredentials     *credentials;  /* owned */
  ConfabCredential      *credential;   /* owned, nullable */
  ConfabCheckReport     *report;       /* owned */
  ConfabConnectionTrace *trace;        /* owned */
  char                  *host;         /* owned, nullable */
  ConfabHttpRequest     *request;      /* owned, nullable: what the token goes on */
  ConfabWalkFound        found;
  gpointer               found_data;
  gboolean               pinned;
  gboolean               key_open;     /* whether the key is taken, only the reply shows */
  gboolean               asking;
  gint64                 latency_ms;
  gint64                 asked_at_us;
} Walk;

static void
walk_free (gpointer data)
{
  Walk *self = data;

  g_signal_handlers_disconnect_by_data (self->trace, self);
  g_object_unref (self->trace);
  g_object_unref (self->transport);
  g_object_unref (self->credentials);
  g_object_unref (self->report);
  g_clear_pointer (&self->credential, confab_credential_free);
  g_clear_pointer (&self->request, confab_http_request_unref);
  g_free (self->host);
  g_free (self);
}

static void
pass (Walk                *self,
      ConfabCheckStepKind  kind,
      gint64               duration_us,
      char                *text)
{
  confab_check_report_finish (self->report, kind, CONFAB_CHECK_STEP_PASSED, duration_us, text);
}

static void
skip (Walk                *self,
      ConfabCheckStepKind  kind,
      char                *text)
{
  confab_check_report_finish (self->report, kind, CONFAB_CHECK_STEP_SKIPPED, -1, text);
}

/* Takes @error. */
static void
end (GTask  *task,
     GError *error)
{
  Walk *self = g_task_get_task_data (task);

  confab_check_report_end (self->report);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes @error, and @text if that says more. */
static void
fail (GTask               *task,
      ConfabCheckStepKind  kind,
      GError              *error,
      char                *text)
{
  g_autoptr(GError) owned = error;
  g_autoptr(GError) failure = NULL;
  g_autofree char *own_text = text;
  ConfabProvider *provider = g_task_get_source_object (task);
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  Walk *self = g_task_get_task_data (task);

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      end (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The walk was cancelled"));
      return;
    }

  failure = confab_exchange_from_failure (provider, owned);
  confab_credential_redact (self->credential, failure);
  if (own_text == NULL)
    own_text = confab_failure_text_summary (failure, confab_provider_get_name (provider),
                                            confab_provider_type_get_key_page (type));
  confab_check_report_finish (self->report, kind, CONFAB_CHECK_STEP_FAILED, -1, g_steal_pointer (&own_text));
  if (self->key_open && kind != CONFAB_CHECK_STEP_KEY)
    skip (self, CONFAB_CHECK_STEP_KEY, g_strdup (_("It did not show whether the key is taken.")));
  end (task, g_steal_pointer (&failure));
}

static gboolean
is_key_error (const GError *error)
{
  return g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_KEY) ||
         g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_KEY_MISSING) ||
         g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_SIGN_IN);
}

/* Who is told about their money, or about what they asked for, has been recognised. */
static gboolean
proves_key (const GError *error)
{
  return g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_NO_CREDIT) ||
         g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_FORBIDDEN) ||
         g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND) ||
         g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_REQUEST);
}

static void
pass_key (Walk *self)
{
  if (!self->key_open)
    return;

  self->key_open = FALSE;
  pass (self, CONFAB_CHECK_STEP_KEY, -1,
        g_strdup (self->credential->aws_keys != NULL ? _("The signature was taken.") : _("The key was taken.")));
}

static void
question_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree char *model = NULL;
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;

  model = confab_question_ask_finish (CONFAB_PROVIDER (object), result, &error);
  if (model != NULL)
    {
      const gint64 duration_us = g_get_monotonic_time () - self->asked_at_us;

      pass_key (self);
      pass (self, CONFAB_CHECK_STEP_REPLY, duration_us, confab_check_words_answered (model, duration_us));
      end (task, NULL);
      return;
    }

  if (proves_key (error))
    pass_key (self);
  fail (task, self->key_open && is_key_error (error) ? CONFAB_CHECK_STEP_KEY : CONFAB_CHECK_STEP_REPLY, error, NULL);
}

static void
ask (GTask *task)
{
  ConfabProvider *provider = g_task_get_source_object (task);
  Walk *self = g_task_get_task_data (task);

  if (confab_provider_get_model (provider) == NULL)
    {
      if (self->key_open)
        skip (self, CONFAB_CHECK_STEP_KEY, g_strdup (_("Whether the key is taken, only a reply shows.")));
      skip (self, CONFAB_CHECK_STEP_REPLY, g_strdup (_("No model is chosen, so nothing was asked.")));
      end (task, NULL);
      return;
    }

  self->asking = TRUE;
  self->asked_at_us = g_get_monotonic_time ();
  confab_check_report_start (self->report, CONFAB_CHECK_STEP_REPLY);
  confab_question_ask_async (provider, self->transport, self->credentials, self->credential,
                             g_task_get_cancellable (task), question_cb, g_object_ref (task));
}

static void
tell_models (Walk                    *self,
             ConfabProvider          *provider,
             const ConfabCheckResult *found)
{
  const guint n_models = found->models != NULL ? found->models->len : 0;

  if (!found->listed)
    /* Translators: a provider's name */
    skip (self, CONFAB_CHECK_STEP_MODELS,
          g_strdup_printf (_("%s gives no list of its models."), confab_provider_get_name (provider)));
  else if (n_models == 0)
    /* Translators: a provider's name */
    pass (self, CONFAB_CHECK_STEP_MODELS, -1,
          g_strdup_printf (_("%s has no models yet."), confab_provider_get_name (provider)));
  else
    pass (self, CONFAB_CHECK_STEP_MODELS, -1,
          /* Translators: a number of models */
          g_strdup_printf (ngettext ("%u model.", "%u models.", n_models), n_models));
}

static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabCheckResult) found = NULL;
  ConfabProvider *provider = CONFAB_PROVIDER (object);
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;

  found = confab_check_run_finish (provider, result, &error);
  if (found == NULL)
    {
      if (proves_key (error))
        pass_key (self);
      fail (task, self->key_open && is_key_error (error) ? CONFAB_CHECK_STEP_KEY : CONFAB_CHECK_STEP_MODELS, error,
            NULL);
      return;
    }

  self->latency_ms = found->latency_ms;
  if (found->key_proved)
    pass_key (self);
  tell_models (self, provider, found);
  self->found (provider, found, self->found_data);
  ask (task);
}

static void
check (GTask *task)
{
  Walk *self = g_task_get_task_data (task);

  confab_check_report_start (self->report, CONFAB_CHECK_STEP_MODELS);
  confab_check_run_async (g_task_get_source_object (task), self->transport, self->credentials, CONFAB_CHECK_FREE,
                          CALL_LIMIT_MS, g_task_get_cancellable (task), check_cb, g_object_ref (task));
}

static void
token_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!confab_credentials_authorize_finish (CONFAB_CREDENTIALS (object), result, &error))
    {
      fail (task, CONFAB_CHECK_STEP_KEY, error, NULL);
      return;
    }

  self->key_open = FALSE;
  pass (self, CONFAB_CHECK_STEP_KEY, -1, g_strdup (_("Google gave a token for the sign-in.")));
  check (task);
}

static void
resolve_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabProvider *provider = g_task_get_source_object (task);
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->credential = confab_credentials_resolve_finish (CONFAB_CREDENTIALS (object), result, &error);
  if (self->credential == NULL || (error = confab_exchange_check_key (provider, self->credential)) != NULL)
    {
      fail (task, CONFAB_CHECK_STEP_KEY, error, NULL);
      return;
    }

  self->key_open = confab_credential_has_any (self->credential);
  if (!self->key_open)
    skip (self, CONFAB_CHECK_STEP_KEY, g_strdup (_("No key is needed.")));
  if (self->credential->google_account == NULL)
    {
      check (task);
      return;
    }

  confab_credentials_authorize_async (self->credentials, self->credential, provider, self->request,
                                      g_task_get_cancellable (task), token_cb, g_object_ref (task));
}

static void
look_for_key (GTask *task)
{
  ConfabProvider *provider = g_task_get_source_object (task);
  Walk *self = g_task_get_task_data (task);

  confab_check_report_start (self->report, CONFAB_CHECK_STEP_KEY);
  confab_credentials_resolve_async (self->credentials, confab_provider_get_provider_type (provider),
                                    confab_provider_get_id (provider), confab_provider_get_record (provider),
                                    g_task_get_cancellable (task), resolve_cb, g_object_ref (task));
}

static ConfabCheckStepKind
kind_of_stage (ConfabTraceStage stage)
{
  switch (stage)
    {
    case CONFAB_TRACE_NAME:
      return CONFAB_CHECK_STEP_NAME;

    case CONFAB_TRACE_PROXY:
      return CONFAB_CHECK_STEP_PROXY;

    case CONFAB_TRACE_TLS:
      return CONFAB_CHECK_STEP_TLS;

    case CONFAB_TRACE_CONNECT:
    case CONFAB_TRACE_SEND:
    case CONFAB_TRACE_ANSWER:
    default:
      return CONFAB_CHECK_STEP_CONNECTION;
    }
}

static char *
describe_stage (Walk             *self,
                ConfabTraceStage  stage)
{
  const char *proxy = confab_connection_trace_get_proxy (self->trace);
  const char *address = confab_connection_trace_get_address (self->trace);

  switch (stage)
    {
    case CONFAB_TRACE_NAME:
      return confab_check_words_name_found (self->host, confab_connection_trace_get_addresses (self->trace));

    case CONFAB_TRACE_PROXY:
      if (proxy == NULL)
        return g_strdup (_("No proxy is used."));
      /* Translators: the address of a proxy */
      return g_strdup_printf (_("The way goes through %s."), proxy);

    case CONFAB_TRACE_TLS:
      return confab_check_words_secured (self->trace, self->pinned);

    case CONFAB_TRACE_CONNECT:
    case CONFAB_TRACE_SEND:
    case CONFAB_TRACE_ANSWER:
    default:
      /* Translators: an address, or the name of a host */
      return g_strdup_printf (_("Connected to %s."), proxy != NULL || address == NULL ? self->host : address);
    }
}

static void
on_trace_changed_cb (ConfabConnectionTrace *trace,
                     guint                  number,
                     gpointer               user_data)
{
  Walk *self = user_data;
  const ConfabTraceStage stage = (ConfabTraceStage) number;

  if (!confab_connection_trace_get_ended (trace, stage))
    confab_check_report_start (self->report, kind_of_stage (stage));
  else
    pass (self, kind_of_stage (stage), confab_connection_trace_get_duration_us (trace, stage),
          describe_stage (self, stage));

  /* Which of them it is, shows when it goes on without a name being looked up. */
  if (stage == CONFAB_TRACE_CONNECT && !confab_connection_trace_get_begun (trace, CONFAB_TRACE_NAME))
    skip (self, CONFAB_CHECK_STEP_NAME,
          confab_connection_trace_get_proxy (trace) != NULL ? g_strdup (_("The proxy looks up the name."))
                                                            : confab_check_words_name_found (self->host, NULL));
}

/* Where it stood still. */
static ConfabCheckStepKind
find_failed (Walk *self)
{
  static const ConfabTraceStage stages[] = { CONFAB_TRACE_TLS, CONFAB_TRACE_CONNECT, CONFAB_TRACE_NAME,
                                             CONFAB_TRACE_PROXY };

  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    if (confab_connection_trace_get_begun (self->trace, stages[i]) &&
        !confab_connection_trace_get_ended (self->trace, stages[i]))
      return kind_of_stage (stages[i]);

  return CONFAB_CHECK_STEP_CONNECTION;
}

/* Of a server on the person's own computer it is more likely that it was not started than that its
 * address is wrong. */
static char *
describe_failure (Walk           *self,
                  ConfabProvider *provider,
                  const GError   *error)
{
  if (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_REFUSED) &&
      confab_provider_type_get_local (confab_provider_get_provider_type (provider)))
    return NULL;

  return confab_check_words_not_connected (error, confab_provider_get_name (provider), self->host, self->trace);
}

static void
connect_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabProvider *provider = g_task_get_source_object (task);
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;

  confab_check_report_set_certificate (self->report, confab_connection_trace_get_certificate (self->trace));
  if (!confab_transport_connect_finish (CONFAB_TRANSPORT (object), result, &error))
    {
      /* Certificates that cannot be read are noticed before anything else is done. */
      if (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_POLICY))
        fail (task, CONFAB_CHECK_STEP_TLS, error, NULL);
      else
        fail (task, find_failed (self), error, describe_failure (self, provider, error));
      return;
    }

  if (!confab_connection_trace_get_begun (self->trace, CONFAB_TRACE_TLS))
    skip (self, CONFAB_CHECK_STEP_TLS, g_strdup (_("The connection is not encrypted.")));
  look_for_key (task);
}

static void
connect_to (GTask             *task,
            ConfabHttpRequest *request)
{
  Walk *self = g_task_get_task_data (task);
  ConfabProvider *provider = g_task_get_source_object (task);
  g_autoptr(GUri) uri = g_uri_parse (confab_provider_get_base_url (provider), G_URI_FLAGS_NONE, NULL);

  self->request = confab_http_request_ref (request);
  self->host = g_strdup (uri != NULL ? g_uri_get_host (uri) : NULL);
  if (self->host == NULL)
    self->host = g_strdup (confab_provider_get_name (provider));
  g_signal_connect (self->trace, "changed", G_CALLBACK (on_trace_changed_cb), self);
  confab_http_request_set_trace (request, self->trace);
  confab_transport_connect_async (self->transport, request, g_task_get_cancellable (task), connect_cb,
                                  g_object_ref (task));
}

static gboolean
has_pin (ConfabProvider *provider)
{
  g_autoptr(ConfabConnectionPolicy) policy = NULL;

  return confab_provider_connection_dup_policy (provider, confab_provider_get_base_url (provider), &policy, NULL) &&
         policy != NULL && confab_connection_policy_get_pin (policy) != NULL;
}

/* confab_walk_async:
 * @provider: who is looked at
 * @transport: how to get there; connections that it has are not used
 * @credentials: what lets requests in
 * @report: what is told how it goes
 * @found: what takes over what @provider told of itself
 * @found_data: closure for @found
 * @cancellable: (nullable): a cancellable
 * @callback: called when the report is complete
 * @user_data: closure
 *
 * Looks at everything that has to go well until a provider answers, in order, until something does
 * not. Only the last step, a question with the shortest reply, may cost something.
 */
void
confab_walk_async (ConfabProvider      *provider,
                   ConfabTransport     *transport,
                   ConfabCredentials   *credentials,
                   ConfabCheckReport   *report,
                   ConfabWalkFound      found,
                   gpointer             found_data,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (provider, cancellable, callback, user_data);
  g_autoptr(ConfabHttpRequest) request = NULL;
  Walk *self = g_new0 (Walk, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, confab_walk_async);

  /* That it was cancelled is told by what noticed it, and only after the report was closed. */
  g_task_set_check_cancellable (task, FALSE);
  self->transport = confab_transport_dup_fresh (transport);
  self->credentials = g_object_ref (credentials);
  self->report = g_object_ref (report);
  self->trace = confab_connection_trace_new ();
  self->found = found;
  self->found_data = found_data;
  self->latency_ms = -1;
  self->pinned = has_pin (provider);
  g_task_set_task_data (task, self, walk_free);
  confab_check_report_begin (report, provider);

  if ((error = confab_exchange_check_address (provider)) != NULL)
    fail (task, CONFAB_CHECK_STEP_NAME, error, NULL);
  else if (!(request = confab_exchange_new_root_request (provider, "/", &error)))
    fail (task, CONFAB_CHECK_STEP_PROXY, error, NULL);
  else
    connect_to (task, request);
}

/* confab_walk_finish:
 * @latency_ms: (out): how long the first answer took to begin, or -1 when there was none
 * @by_question: (out): whether it is the question that failed
 *
 * Returns: whether every step went well; otherwise an error of %CONFAB_PROVIDER_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
confab_walk_finish (ConfabProvider  *provider,
                    GAsyncResult    *result,
                    gint64          *latency_ms,
                    gboolean        *by_question,
                    GError         **error)
{
  Walk *self;

  g_return_val_if_fail (g_task_is_valid (result, provider), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *latency_ms = self->latency_ms;
  *by_question = self->asking;

  return g_task_propagate_boolean (G_TASK (result), error);
}
