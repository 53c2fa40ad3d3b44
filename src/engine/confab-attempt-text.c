/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attempt-text"

#include "config.h"

#include "confab-attempt-text.h"

#include "confab-failure-text.h"
#include "confab-provider-error.h"

#include <glib/gi18n-lib.h>

/* What is said of several attempts to get one reply. */

static const char *
get_name (const ConfabAttempt *attempt)
{
  return attempt->provider_name != NULL ? attempt->provider_name : attempt->provider_id;
}

/* A time of the day on which the attempt was made needs no date. */
static char *
describe_until (const ConfabAttempt *attempt)
{
  g_autoptr(GDateTime) at = g_date_time_new_from_unix_local (attempt->started_at_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) until = NULL;

  if (attempt->open_until_us <= 0)
    return NULL;
  /* Rounded up, so that it is over by then. */
  until = g_date_time_new_from_unix_local ((attempt->open_until_us + G_TIME_SPAN_MINUTE - 1) /
                                           G_TIME_SPAN_MINUTE * 60);
  if (until == NULL || at == NULL)
    return NULL;

  if (g_date_time_get_day_of_year (at) == g_date_time_get_day_of_year (until) &&
      g_date_time_get_year (at) == g_date_time_get_year (until))
    /* Translators: a time of the same day, see the documentation of g_date_time_format() */
    return g_date_time_format (until, C_("until", "%H:%M"));

  /* Translators: a day and a time, see the documentation of g_date_time_format() */
  return g_date_time_format (until, C_("until", "%-e %B, %H:%M"));
}

static char *
describe_error (const char   *name,
                const GError *error)
{
  const int code = error->domain == CONFAB_PROVIDER_ERROR ? error->code : CONFAB_PROVIDER_ERROR_OTHER;

  /* Translators, for all of these: a provider's name. More may follow, and no full stop stands
   * at the end. */
  switch ((ConfabProviderError) code)
    {
    case CONFAB_PROVIDER_ERROR_RATE_LIMITED:
      return g_strdup_printf (_("%s was rate-limited"), name);

    case CONFAB_PROVIDER_ERROR_OVERLOADED:
      return g_strdup_printf (_("%s was overloaded"), name);

    case CONFAB_PROVIDER_ERROR_NO_CREDIT:
      return g_strdup_printf (_("%s had no credit left"), name);

    case CONFAB_PROVIDER_ERROR_NETWORK:
      return g_strdup_printf (_("%s could not be reached"), name);

    case CONFAB_PROVIDER_ERROR_TLS:
      return g_strdup_printf (_("the connection to %s could not be trusted"), name);

    case CONFAB_PROVIDER_ERROR_NOT_RUNNING:
      return g_strdup_printf (_("%s was not running"), name);

    case CONFAB_PROVIDER_ERROR_TRUNCATED:
      return g_strdup_printf (_("the connection to %s broke off"), name);

    case CONFAB_PROVIDER_ERROR_BAD_KEY:
    case CONFAB_PROVIDER_ERROR_SIGN_IN:
      return g_strdup_printf (_("%s refused the key"), name);

    case CONFAB_PROVIDER_ERROR_KEY_MISSING:
      return g_strdup_printf (_("%s had no key"), name);

    case CONFAB_PROVIDER_ERROR_FORBIDDEN:
      return g_strdup_printf (_("%s did not let this key do that"), name);

    case CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND:
      return g_strdup_printf (_("%s did not know the model"), name);

    case CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG:
      return g_strdup_printf (_("the conversation was too long for %s"), name);

    case CONFAB_PROVIDER_ERROR_BAD_REQUEST:
      return g_strdup_printf (_("%s did not accept the request"), name);

    case CONFAB_PROVIDER_ERROR_CONTENT_REFUSED:
      return g_strdup_printf (_("%s refused the content"), name);

    case CONFAB_PROVIDER_ERROR_MALFORMED:
      return g_strdup_printf (_("%s answered something that is not a reply"), name);

    default:
      return g_strdup_printf (_("%s failed"), name);
    }
}

/**
 * confab_attempt_text_reason:
 * @attempt: one that failed or was passed over
 *
 * Returns: (transfer full) (nullable): why it brought no reply, and until when it makes no sense to
 *   ask again, translated and without a full stop: “Groq was rate-limited until 14:32”; %NULL when
 *   nothing went wrong
 */
char *
confab_attempt_text_reason (const ConfabAttempt *attempt)
{
  g_autofree char *failure = NULL;
  g_autofree char *until = NULL;

  g_return_val_if_fail (attempt != NULL, NULL);

  if (attempt->error == NULL)
    return NULL;

  failure = describe_error (get_name (attempt), attempt->error);
  until = describe_until (attempt);
  if (until == NULL)
    return g_steal_pointer (&failure);

  if (g_error_matches (attempt->error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED))
    /* Translators: something like “Groq was rate-limited”, and a time */
    return g_strdup_printf (_("%s until %s"), failure, until);

  /* Translators: something like “Groq was overloaded”, and a time; it is asked nothing until then */
  return g_strdup_printf (_("%s, with a rest until %s"), failure, until);
}

static char *
join_reasons (GPtrArray *attempts)
{
  g_autoptr(GString) reasons = g_string_new (NULL);

  for (guint i = 0; i < attempts->len; i++)
    {
      g_autofree char *reason = confab_attempt_text_reason (g_ptr_array_index (attempts, i));

      if (reason != NULL)
        g_string_append_printf (reasons, "%s%s", reasons->len > 0 ? "; " : "", reason);
    }

  return g_string_free (g_steal_pointer (&reasons), FALSE);
}

/**
 * confab_attempt_text_headline:
 * @reply: a reply
 *
 * Returns: (transfer full) (nullable): a translated line about who was asked for the reply: “Answered
 *   by Groq — Anthropic Claude was rate-limited until 14:32”; %NULL when it was only one
 */
char *
confab_attempt_text_headline (ConfabMessage *reply)
{
  GPtrArray *attempts;
  const ConfabAttempt *last;
  g_autofree char *reasons = NULL;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (reply), NULL);

  attempts = confab_message_get_attempts (reply);
  if (attempts == NULL || attempts->len < 2)
    return NULL;

  last = g_ptr_array_index (attempts, attempts->len - 1);
  reasons = join_reasons (attempts);
  if (last->outcome == CONFAB_ATTEMPT_ANSWERED)
    /* Translators: a provider's name, and what became of others, like “Groq was overloaded” */
    return g_strdup_printf (_("Answered by %s — %s"), get_name (last), reasons);
  if (last->outcome == CONFAB_ATTEMPT_RUNNING && confab_message_is_open (reply))
    /* Translators: a provider's name, and what became of others, like “Groq was overloaded” */
    return g_strdup_printf (_("Asking %s — %s"), get_name (last), reasons);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u provider was tried", "%u providers were tried",
                                       attempts->len), attempts->len);
}

/* When the first of them can be asked again, if that is known of all. */
static gint64
find_retry_at_us (GPtrArray *attempts)
{
  gint64 first_us = G_MAXINT64;

  for (guint i = 0; i < attempts->len; i++)
    {
      const ConfabAttempt *attempt = g_ptr_array_index (attempts, i);

      if (attempt->open_until_us <= 0)
        return -1;
      first_us = MIN (first_us, attempt->open_until_us);
    }

  return first_us;
}

static void
append_sentence (GString    *text,
                 const char *sentence)
{
  const gunichar first = g_unichar_toupper (g_utf8_get_char (sentence));

  g_string_append (text, "\n• ");
  g_string_append_unichar (text, first);
  g_string_append_printf (text, "%s.", g_utf8_next_char (sentence));
}

/**
 * confab_attempt_text_failure:
 * @reply: a reply
 *
 * Returns: (transfer full) (nullable): that nobody could answer, a line for each who was tried with
 *   the reason, and when to try again, translated; %NULL when somebody began to answer, or only one
 *   was tried
 */
char *
confab_attempt_text_failure (ConfabMessage *reply)
{
  GPtrArray *attempts;
  g_autoptr(GString) text = NULL;
  gint64 retry_at_us;

  g_return_val_if_fail (CONFAB_IS_MESSAGE (reply), NULL);

  attempts = confab_message_get_attempts (reply);
  if (attempts == NULL || attempts->len < 2 || confab_message_get_n_parts (reply) > 0 ||
      confab_message_get_error (reply) == NULL)
    return NULL;

  text = g_string_new (NULL);
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u provider could not answer.",
                                             "None of %u providers could answer.", attempts->len), attempts->len);
  for (guint i = 0; i < attempts->len; i++)
    {
      g_autofree char *reason = confab_attempt_text_reason (g_ptr_array_index (attempts, i));

      if (reason != NULL)
        append_sentence (text, reason);
    }

  retry_at_us = find_retry_at_us (attempts);
  if (retry_at_us > 0)
    {
      g_autofree char *wait = confab_failure_text_wait (retry_at_us, g_get_real_time ());

      g_string_append_printf (text, "\n%s", wait);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
