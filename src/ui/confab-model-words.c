/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-words"

#include "config.h"

#include "confab-model-words.h"

#include <glib/gi18n.h>

/* How long before its end a model is marked. */
#define SOON_US (G_GINT64_CONSTANT (90) * 24 * 60 * 60 * G_USEC_PER_SEC)

/* 131072 is 128K to everybody, and 200000 is 200K. */
static char *
dup_tokens (gint64 tokens)
{
  const gint64 thousand = tokens % 1024 == 0 ? 1024 : 1000;

  if (tokens < thousand)
    return g_strdup_printf ("%" G_GINT64_FORMAT, tokens);
  if (tokens < thousand * thousand)
    return g_strdup_printf ("%.3gK", (double) tokens / thousand);

  return g_strdup_printf ("%.3gM", (double) tokens / (thousand * thousand));
}

/**
 * confab_model_words_dup_context:
 * @model: a model
 *
 * Returns: (transfer full) (nullable): how much it can take in, such as "200K context", or %NULL when
 *   that is not known
 */
char *
confab_model_words_dup_context (ConfabModelInfo *model)
{
  const gint64 tokens = confab_model_info_get_context_tokens (model);
  g_autofree char *amount = NULL;

  if (tokens <= 0)
    return NULL;

  amount = dup_tokens (tokens);
  /* Translators: how many tokens a model can take in at once, such as "200K context" */
  return g_strdup_printf (_("%s context"), amount);
}

static char *
dup_dollars (double dollars)
{
  if (dollars == (int) dollars)
    return g_strdup_printf ("$%d", (int) dollars);

  return dollars < 0.1 ? g_strdup_printf ("$%.2g", dollars) : g_strdup_printf ("$%.2f", dollars);
}

/**
 * confab_model_words_dup_price:
 * @model: a model
 *
 * Returns: (transfer full) (nullable): what a million tokens cost in and out, such as "$3 in, $15 out",
 *   or %NULL when that is not known
 */
char *
confab_model_words_dup_price (ConfabModelInfo *model)
{
  g_autofree char *input = NULL;
  g_autofree char *output = NULL;
  ConfabModelPrice price;

  confab_model_info_get_price (model, &price);
  if (!confab_model_price_is_known (&price))
    return NULL;
  if (confab_model_price_is_free (&price))
    return g_strdup (_("free"));

  input = dup_dollars (price.input);
  output = dup_dollars (price.output);
  /* Translators: prices of a million tokens a model reads and writes, such as "$3 in, $15 out" */
  return g_strdup_printf (_("%s in, %s out"), input, output);
}

/**
 * confab_model_words_dup_end:
 * @model: a model
 * @now_us: the present, in microseconds since 1970 UTC
 *
 * Returns: (transfer full) (nullable): that it is gone or soon will be, or %NULL when it stays
 */
char *
confab_model_words_dup_end (ConfabModelInfo *model,
                            gint64           now_us)
{
  const gint64 end_us = confab_model_info_get_shutdown_at_us (model);
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *date = NULL;

  if (end_us < 0 || end_us - now_us > SOON_US)
    return NULL;

  time = g_date_time_new_from_unix_utc (end_us / G_USEC_PER_SEC);
  /* Translators: a day, a month and a year, see the documentation of g_date_time_format() */
  date = g_date_time_format (time, _("%-e %B %Y"));

  return end_us <= now_us
           /* Translators: a date, such as 15 June 2026 */
           ? g_strdup_printf (_("shut down on %s"), date)
           /* Translators: a date, such as 14 January 2027 */
           : g_strdup_printf (_("ends on %s"), date);
}

/**
 * confab_model_words_dup_age:
 * @listed_at_us: when a provider listed its models, in microseconds since 1970 UTC, or 0
 * @now_us: the present, likewise
 *
 * Returns: (transfer full) (nullable): as of when a list is, or %NULL when it is a day old at most
 */
char *
confab_model_words_dup_age (gint64 listed_at_us,
                            gint64 now_us)
{
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *date = NULL;

  if (listed_at_us <= 0 || now_us - listed_at_us <= G_TIME_SPAN_DAY)
    return NULL;

  time = g_date_time_new_from_unix_local (listed_at_us / G_USEC_PER_SEC);
  date = g_date_time_format (time, _("%-e %B %Y"));

  /* Translators: a date, such as 3 May 2026 */
  return g_strdup_printf (_("as of %s"), date);
}
