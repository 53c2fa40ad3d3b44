/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-retry-after"

#include "config.h"

#include "confab-retry-after.h"

#include <math.h>
#include <string.h>

/* The longest wait that is believed. */
#define MAX_WAIT_MS (7 * 24 * G_GINT64_CONSTANT (3600000))

/* How much of a text is looked at, in bytes. */
#define MAX_TEXT_BYTES 4000

/* A bare number from here on is a time since 1970, in seconds or in milliseconds. */
#define FIRST_EPOCH_S 1e9
#define FIRST_EPOCH_MS 1e11

static const struct { const char *name; double ms; } units[] = {
  { "ms", 1 },         { "millisecond", 1 }, { "milliseconds", 1 },
  { "s", 1000 },       { "sec", 1000 },      { "secs", 1000 },
  { "second", 1000 },  { "seconds", 1000 },
  { "m", 60000 },      { "min", 60000 },     { "mins", 60000 },
  { "minute", 60000 }, { "minutes", 60000 },
  { "h", 3600000 },    { "hr", 3600000 },    { "hour", 3600000 },    { "hours", 3600000 },
  { "d", 86400000 },   { "day", 86400000 },  { "days", 86400000 },
};

static double
find_unit_ms (const char *text,
              gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strlen (units[i].name) == length && g_ascii_strncasecmp (units[i].name, text, length) == 0)
      return units[i].ms;

  return -1;
}

static gint64
bound_ms (double ms)
{
  return isfinite (ms) ? (gint64) MIN (ceil (ms), (double) MAX_WAIT_MS) : MAX_WAIT_MS;
}

/* Numbers with units, one after the other: `1.5s`, `250ms`, `6m0s`, `1 minute 30 seconds`. A number
 * alone is returned in @bare. @end is behind what was understood. */
static gint64
scan_duration (const char  *text,
               double      *bare,
               const char **end)
{
  double sum = -1;

  *bare = -1;
  *end = text;

  while (g_ascii_isdigit (*text) || *text == '.')
    {
      char *unit = NULL;
      gsize length = 0;
      double number = g_ascii_strtod (text, &unit);
      double factor;

      if (unit == text || number < 0)
        break;

      text = unit;
      while (*text == ' ')
        text++;
      while (g_ascii_isalpha (text[length]))
        length++;

      factor = find_unit_ms (text, length);
      if (factor < 0)
        {
          if (sum < 0)
            {
              *bare = number;
              *end = unit;
            }
          break;
        }

      sum = MAX (sum, 0) + number * factor;
      text += length;
      *end = text;
      while (*text == ' ')
        text++;
    }

  return sum >= 0 ? bound_ms (sum) : -1;
}

static gint64
until (double epoch_s,
       gint64 now_us)
{
  const double ms = epoch_s * 1000 - (double) now_us / 1000;

  return ms > 0 ? bound_ms (ms) : 0;
}

static gint64
parse_number (double number,
              gint64 now_us)
{
  if (number >= FIRST_EPOCH_MS)
    return until (number / 1000, now_us);
  if (number >= FIRST_EPOCH_S)
    return until (number, now_us);

  return bound_ms (number * 1000);
}

/* `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that is still written. */
static GDateTime *
parse_http_date (const char *text)
{
  static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  };
  g_auto(GStrv) words = NULL;
  g_auto(GStrv) clock = NULL;
  int month = 0;

  words = g_strsplit (text, " ", 7);
  if (g_strv_length (words) != 6 || strcmp (words[5], "GMT") != 0)
    return NULL;

  clock = g_strsplit (words[4], ":", 4);
  if (g_strv_length (clock) != 3)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (strcmp (words[2], months[i]) == 0)
      month = i + 1;

  return g_date_time_new_utc ((int) g_ascii_strtoll (words[3], NULL, 10), month,
                              (int) g_ascii_strtoll (words[1], NULL, 10),
                              (int) g_ascii_strtoll (clock[0], NULL, 10),
                              (int) g_ascii_strtoll (clock[1], NULL, 10),
                              (double) g_ascii_strtoll (clock[2], NULL, 10));
}

/**
 * confab_retry_after_parse:
 * @text: (nullable): seconds, a time span with units such as `250ms` or `6m0s`, an HTTP date, a date
 *   of RFC 3339, or seconds or milliseconds since 1970
 * @now_us: what time it is, in microseconds since 1970 UTC
 *
 * Reads how long a provider asks to wait, in any of the forms that are in use: RFC 9110 has seconds
 * and dates, OpenAI and Groq write spans, Anthropic RFC 3339, OpenRouter milliseconds since 1970.
 *
 * Returns: the time to wait in milliseconds, at most a week, or -1 if @text says nothing
 */
gint64
confab_retry_after_parse (const char *text,
                          gint64      now_us)
{
  g_autofree char *trimmed = NULL;
  g_autoptr(GDateTime) time = NULL;
  const char *end = NULL;
  double number;
  gint64 wait_ms;

  if (text == NULL)
    return -1;

  trimmed = g_strstrip (g_strndup (text, MAX_TEXT_BYTES));
  wait_ms = scan_duration (trimmed, &number, &end);
  if (end != trimmed && *end == '\0')
    return wait_ms >= 0 ? wait_ms : parse_number (number, now_us);

  time = g_ascii_isalpha (*trimmed) ? parse_http_date (trimmed)
                                    : g_date_time_new_from_iso8601 (trimmed, NULL);
  if (time == NULL)
    return -1;

  return until (g_date_time_to_unix (time) + g_date_time_get_microsecond (time) / 1e6, now_us);
}

/**
 * confab_retry_after_find:
 * @sentence: (nullable): what a provider says of a failure
 *
 * Looks for the time to wait in words for people: "Please try again in 1m12.5s". OpenAI, Groq and
 * Azure say it there, and not always in a header too.
 *
 * Returns: the time to wait in milliseconds, at most a week, or -1 if @sentence says nothing
 */
gint64
confab_retry_after_find (const char *sentence)
{
  static const char *const phrases[] = {
    "try again in ", "try again after ", "retry in ", "retry after ", "wait for ", "wait ",
    "available in ", "resets in ", "reset in ", "reset after ",
  };
  g_autofree char *lower = NULL;

  if (sentence == NULL)
    return -1;

  lower = g_ascii_strdown (sentence, strnlen (sentence, MAX_TEXT_BYTES));
  for (gsize i = 0; i < G_N_ELEMENTS (phrases); i++)
    for (const char *p = strstr (lower, phrases[i]); p != NULL; p = strstr (p, phrases[i]))
      {
        const char *end;
        double number;
        gint64 wait_ms;

        p += strlen (phrases[i]);
        wait_ms = scan_duration (p, &number, &end);
        if (wait_ms >= 0)
          return wait_ms;
      }

  return -1;
}
