/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-check-words"

#include "config.h"

#include "confab-check-words-private.h"

#include <glib/gi18n-lib.h>

#include "confab-failure-text.h"
#include "confab-net-error.h"

/* What the report says. Pure: the same facts give the same sentences. */

/**
 * confab_check_words_date:
 * @time_us: in microseconds since 1970 UTC, or 0 where it is not known
 *
 * Returns: (transfer full) (nullable): the day, with the year where it is another; translated
 */
char *
confab_check_words_date (gint64 time_us)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  if (time_us <= 0 || time == NULL)
    return NULL;
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: a day of this year, see the documentation of g_date_time_format() */
    return g_date_time_format (time, C_("date", "%-e %B"));

  /* Translators: a day of another year, see the documentation of g_date_time_format() */
  return g_date_time_format (time, C_("date", "%-e %B %Y"));
}

/**
 * confab_check_words_reasons:
 * @flags: what the system finds wrong with a certificate
 *
 * Returns: (transfer full): why it is refused, in words that go on after “The certificate is”, with
 *   commas between them; translated
 */
char *
confab_check_words_reasons (GTlsCertificateFlags flags)
{
  static const struct { GTlsCertificateFlags flag; const char *text; } reasons[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, N_("from nobody whom this computer trusts") },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, N_("made for another host") },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_("not valid yet") },
    { G_TLS_CERTIFICATE_EXPIRED, N_("expired") },
    { G_TLS_CERTIFICATE_REVOKED, N_("withdrawn by its issuer") },
    { G_TLS_CERTIFICATE_INSECURE, N_("of a kind that is no longer safe") },
    { G_TLS_CERTIFICATE_GENERIC_ERROR, N_("not valid") },
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) texts = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if ((flags & reasons[i].flag) != 0)
      g_strv_builder_add (builder, _(reasons[i].text));
  texts = g_strv_builder_end (builder);

  /* Translators: between the reasons why a certificate is refused */
  return g_strjoinv (_(", "), texts);
}

static const char *
get_mark (ConfabCheckStepState state)
{
  switch (state)
    {
    case CONFAB_CHECK_STEP_PASSED:
      return "✓";
    case CONFAB_CHECK_STEP_FAILED:
      return "✗";
    case CONFAB_CHECK_STEP_RUNNING:
      return "…";
    case CONFAB_CHECK_STEP_WAITING:
    case CONFAB_CHECK_STEP_SKIPPED:
    default:
      return "–";
    }
}

/**
 * confab_check_words_line:
 * @step: a step
 *
 * Returns: (transfer full): a line with a mark, its title, what there is to say, and how long it took;
 *   translated
 */
char *
confab_check_words_line (ConfabCheckStep *step)
{
  const char *text = confab_check_step_get_text (step);
  const gint64 duration_ms = confab_check_step_get_duration_ms (step);
  g_autofree char *duration = NULL;

  if (duration_ms >= 0)
    /* Translators: a duration in milliseconds */
    duration = g_strdup_printf (_(" (%d ms)"), (int) MIN (duration_ms, G_MAXINT));

  /* Translators: a mark, what was tested, how it went, and how long it took, such as
   * “✓ Key: The key was taken. (12 ms)” */
  return g_strdup_printf (_("%s %s: %s%s"), get_mark (confab_check_step_get_state (step)),
                          confab_check_step_get_title (step), text != NULL ? text : "…",
                          duration != NULL ? duration : "");
}

static void
append_line (GString    *text,
             const char *label,
             const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s: %s\n", label, value);
}

/**
 * confab_check_words_certificate:
 * @certificate: what a server offers
 *
 * Returns: (transfer full): whose it is, who vouches for it, how long it is valid, what is wrong with
 *   it, and its fingerprint, each in a line of its own; translated
 */
char *
confab_check_words_certificate (ConfabCertificate *certificate)
{
  GString *text = g_string_new (NULL);
  g_autofree char *from = confab_check_words_date (confab_certificate_get_valid_from_us (certificate));
  g_autofree char *until = confab_check_words_date (confab_certificate_get_valid_until_us (certificate));
  g_autofree char *reasons = confab_check_words_reasons (confab_certificate_get_flags (certificate));

  append_line (text, _("Certificate of"), confab_certificate_get_subject (certificate));
  append_line (text, _("Made for"), confab_certificate_get_names (certificate));
  append_line (text, _("Issued by"), confab_certificate_get_issuer (certificate));
  append_line (text, _("Valid from"), from);
  append_line (text, _("Valid until"), until);
  append_line (text, _("Wrong with it"), reasons);
  append_line (text, "SHA-256", confab_certificate_get_sha256 (certificate));

  return g_string_free (text, FALSE);
}

/* confab_check_words_name_found:
 * @host: a host's name or address
 * @addresses: (nullable): what it leads to, %NULL where there is nothing to look up
 */
char *
confab_check_words_name_found (const char         *host,
                               const char * const *addresses)
{
  const guint n_addresses = addresses != NULL ? g_strv_length ((char **) addresses) : 0;

  if (n_addresses == 0)
    /* Translators: an address, such as 127.0.0.1 */
    return g_strdup_printf (_("%s is an address already."), host);

  /* Translators: a host's name, and a number of addresses */
  return g_strdup_printf (ngettext ("%s has %u address.", "%s has %u addresses.", n_addresses), host, n_addresses);
}

/* confab_check_words_secured:
 * @trace: how the connection was made
 * @pinned: the certificate was accepted for being the pinned one
 */
char *
confab_check_words_secured (ConfabConnectionTrace *trace,
                            gboolean               pinned)
{
  ConfabCertificate *certificate = confab_connection_trace_get_certificate (trace);
  const char *issuer = certificate != NULL ? confab_certificate_get_issuer (certificate) : NULL;
  g_autofree char *until = NULL;

  if (pinned)
    return g_strdup (_("The certificate is the one that you pinned."));
  if (certificate != NULL)
    until = confab_check_words_date (confab_certificate_get_valid_until_us (certificate));
  if (issuer == NULL || until == NULL)
    return g_strdup (_("The certificate is valid."));

  /* Translators: who issued a certificate, and a day */
  return g_strdup_printf (_("The certificate is from %s, valid until %s."), issuer, until);
}

static char *
describe_untrusted (ConfabConnectionTrace *trace)
{
  ConfabCertificate *certificate = confab_connection_trace_get_certificate (trace);
  g_autofree char *reasons = NULL;

  if (certificate == NULL)
    return g_strdup (_("No encrypted connection came about. Check the port and whether the address begins with "
                       "the right one of http:// and https://."));

  reasons = confab_check_words_reasons (confab_certificate_get_flags (certificate));

  /* Translators: reasons such as “expired, made for another host” */
  return g_strdup_printf (_("The certificate is %s. Nothing was sent."), reasons);
}

/* confab_check_words_not_connected:
 * @error: why there is no connection
 * @name: the provider's name
 * @host: the name or address of its host
 * @trace: how far it came
 */
char *
confab_check_words_not_connected (const GError          *error,
                                  const char            *name,
                                  const char            *host,
                                  ConfabConnectionTrace *trace)
{
  const char *proxy = confab_connection_trace_get_proxy (trace);

  if (error->domain != CONFAB_NET_ERROR)
    return confab_failure_text_summary (error, name, NULL);

  switch ((ConfabNetError) error->code)
    {
    case CONFAB_NET_ERROR_RESOLVE:
      if (proxy != NULL)
        /* Translators: the address of a proxy */
        return g_strdup_printf (_("The name of the proxy %s is not known. Check it."), proxy);
      /* Translators: a host's name */
      return g_strdup_printf (_("The name %s is not known. Check the base URL and the connection to the internet."),
                              host);

    case CONFAB_NET_ERROR_REFUSED:
      /* Translators: a host's name */
      return g_strdup_printf (_("%s is there, but nothing listens at this port. Check the base URL, and whether the "
                                "server is running."), host);

    case CONFAB_NET_ERROR_CONNECT_TIMEOUT:
      /* Translators: a host's name */
      return g_strdup_printf (_("%s did not answer in time. Check the base URL and the connection."),
                              proxy != NULL && !confab_connection_trace_get_ended (trace, CONFAB_TRACE_PROXY)
                                ? proxy : host);

    case CONFAB_NET_ERROR_PROXY:
      if (!confab_connection_trace_get_ended (trace, CONFAB_TRACE_PROXY) && proxy != NULL)
        /* Translators: the address of a proxy */
        return g_strdup_printf (_("The proxy %s cannot be reached. Check whether it is running, and its address."),
                                proxy);
      /* Translators: what the proxy said */
      return g_strdup_printf (_("The proxy did not let the connection through: %s"), error->message);

    case CONFAB_NET_ERROR_TLS:
      if (proxy != NULL && !confab_connection_trace_get_begun (trace, CONFAB_TRACE_TLS))
        /* Translators: the address of a proxy */
        return g_strdup_printf (_("The proxy %s cannot be trusted. Check its address and its certificate."), proxy);
      return describe_untrusted (trace);

    case CONFAB_NET_ERROR_PIN:
      return g_strdup (_("The certificate is not the one that you pinned. Nothing was sent. If the server has a new "
                         "one, pin that."));

    case CONFAB_NET_ERROR_PRIVATE_ADDRESS:
      /* Translators: a host's name */
      return g_strdup_printf (_("%s leads into a private network, which is not allowed for this provider."), host);

    case CONFAB_NET_ERROR_BAD_URI:
    case CONFAB_NET_ERROR_UNREACHABLE:
    case CONFAB_NET_ERROR_FIRST_BYTE_TIMEOUT:
    case CONFAB_NET_ERROR_IDLE_TIMEOUT:
    case CONFAB_NET_ERROR_CUT:
    case CONFAB_NET_ERROR_PROTOCOL:
    case CONFAB_NET_ERROR_TOO_LARGE:
    case CONFAB_NET_ERROR_FAILED:
    case CONFAB_NET_ERROR_PLAIN_HTTP:
    case CONFAB_NET_ERROR_POLICY:
    default:
      return confab_failure_text_summary (error, name, NULL);
    }
}

/* confab_check_words_answered:
 * @model: who answered
 * @duration_us: after how long
 */
char *
confab_check_words_answered (const char *model,
                             gint64      duration_us)
{
  if (duration_us < G_USEC_PER_SEC)
    /* Translators: a model, and a duration in milliseconds */
    return g_strdup_printf (_("“Hi” was answered by %s in %d ms."), model, (int) (duration_us / 1000));

  /* Translators: a model, and a duration in seconds */
  return g_strdup_printf (_("“Hi” was answered by %s in %.1f s."), model,
                          (double) duration_us / G_USEC_PER_SEC);
}
