/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-words"

#include "config.h"

#include "confab-transcript-words.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

/**
 * confab_transcript_words_dup_number:
 * @number: a number of things
 *
 * How numbers of 64 bits are printed differs from computer to computer, so one can be in a sentence
 * only like this.
 *
 * Returns: (transfer full): the number with its thousands set apart, in the way of the locale if it has one
 */
char *
confab_transcript_words_dup_number (gint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%'" G_GINT64_FORMAT, number);
  const gsize sign = number < 0 ? 1 : 0;
  const gsize length = strlen (digits);
  GString *text;

  if (*nl_langinfo (THOUSEP) != '\0')
    return g_steal_pointer (&digits);

  text = g_string_sized_new (length + length / 3);
  for (gsize i = 0; i < length; i++)
    {
      if (i > sign && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}

/**
 * confab_transcript_words_dup_duration:
 * @duration_ms: in milliseconds
 *
 * Returns: (transfer full): a duration with as many digits as mean something
 */
char *
confab_transcript_words_dup_duration (gint64 duration_ms)
{
  const double seconds = MAX (duration_ms, 0) / 1000.0;

  /* Translators: a duration */
  if (seconds < 0.1)
    return g_strdup (_("under 0.1 s"));
  /* Translators: a duration in seconds, as in "3.1 s". */
  if (seconds < 9.95)
    return g_strdup_printf (_("%.1f s"), seconds);
  /* Translators: a duration in seconds, as in "12 s". */
  if (seconds < 59.5)
    return g_strdup_printf (_("%.0f s"), seconds);

  /* Translators: a duration in minutes, as in "3 min". */
  return g_strdup_printf (_("%.0f min"), seconds / 60);
}

/**
 * confab_transcript_words_dup_elapsed:
 * @duration_ms: in milliseconds
 *
 * Returns: (transfer full): a duration that is still running, in whole units
 */
char *
confab_transcript_words_dup_elapsed (gint64 duration_ms)
{
  if (duration_ms < 60000)
    return g_strdup_printf (_("%.0f s"), (double)(duration_ms / 1000));

  return g_strdup_printf (_("%.0f min"), (double)(duration_ms / 60000));
}

/**
 * confab_transcript_words_dup_name:
 * @message: a reply
 * @model: (nullable): what people call its model
 *
 * Returns: (transfer full): who answers
 */
char *
confab_transcript_words_dup_name (ConfabMessage *message,
                                  const char    *model)
{
  const char *provider = confab_message_get_provider_name (message);

  if (model != NULL && provider != NULL)
    return g_strdup_printf ("%s · %s", model, provider);
  if (model != NULL || provider != NULL)
    return g_strdup (model != NULL ? model : provider);

  return g_strdup (_("Reply"));
}

/**
 * confab_transcript_words_dup_cost:
 * @cost_usd: in US dollars, more than nothing
 *
 * Returns: (transfer full): money with as many digits as mean something
 */
char *
confab_transcript_words_dup_cost (double cost_usd)
{
  if (cost_usd < 0.0001)
    return g_strdup ("< $0.0001");
  if (cost_usd < 0.0995)
    /* Two digits that are no noughts, for most replies cost less than a cent. */
    return g_strdup_printf ("$%.*f", cost_usd < 0.00095 ? 5 : cost_usd < 0.0095 ? 4 : 3, cost_usd);

  return g_strdup_printf ("$%.2f", cost_usd);
}

/**
 * confab_transcript_words_dup_summary:
 * @message: a reply
 *
 * Returns: (transfer full): the tokens, money and time it took, as far as known
 */
char *
confab_transcript_words_dup_summary (ConfabMessage *message)
{
  const ConfabUsage *usage = confab_message_get_usage (message);
  const gint64 input = confab_usage_get_total_input (usage);
  const gint64 output = confab_usage_get_total_output (usage);
  GString *summary = g_string_new (NULL);

  if (input >= 0 || output >= 0)
    {
      const gint64 total = MAX (input, 0) + MAX (output, 0);
      g_autofree char *number = confab_transcript_words_dup_number (total);

      /* Translators: %s is a number */
      g_string_append_printf (summary, g_dngettext (GETTEXT_PACKAGE, "%s token", "%s tokens", (gulong)total), number);
    }

  if (usage->cost_usd > 0)
    {
      g_autofree char *cost = confab_transcript_words_dup_cost (usage->cost_usd);

      g_string_append_printf (summary, "%s%s%s", summary->len > 0 ? " · " : "",
                              usage->cost_is_estimate && *cost == '$' ? "≈ " : "", cost);
    }

  if (confab_message_get_duration_ms (message) >= 0)
    {
      g_autofree char *duration = NULL;

      duration = confab_transcript_words_dup_duration (confab_message_get_duration_ms (message));
      g_string_append_printf (summary, "%s%s", summary->len > 0 ? " · " : "", duration);
    }

  return g_string_free (summary, FALSE);
}

/**
 * confab_transcript_words_dup_note:
 * @message: a reply
 *
 * Returns: (transfer full): why it ended before its end
 */
char *
confab_transcript_words_dup_note (ConfabMessage *message)
{
  switch (confab_message_get_status (message))
    {
    case CONFAB_MESSAGE_STOPPED:
      return g_strdup (_("Stopped"));

    case CONFAB_MESSAGE_INTERRUPTED:
      return g_strdup (_("Interrupted"));

    default:
      break;
    }

  if (confab_message_get_stop_reason (message) == CONFAB_STOP_REASON_CONTENT_FILTER)
    return g_strdup (_("Stopped by the provider’s content filter"));

  return g_strdup (_("Cut short at the longest reply the model may give"));
}

/**
 * confab_transcript_words_dup_details:
 * @error: (nullable): why a reply failed
 *
 * Returns: (transfer full): what helps whoever looks for the cause
 */
char *
confab_transcript_words_dup_details (const GError *error)
{
  GString *details;
  const char *code;
  guint http_status;

  if (error == NULL)
    return g_strdup (_("Nothing more is known."));

  details = g_string_new (error->message);
  if (error->domain != CONFAB_PROVIDER_ERROR)
    return g_string_free (details, FALSE);

  http_status = confab_provider_error_get_http_status (error);
  code = confab_provider_error_get_provider_code (error);
  if (http_status != 0)
    g_string_append_printf (details, "\nHTTP %u", http_status);
  if (code != NULL && *code != '\0')
    g_string_append_printf (details, "\n%s", code);

  return g_string_free (details, FALSE);
}
