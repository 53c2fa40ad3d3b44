/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-retry-after"

#include "config.h"

#include "confab-retry-after.h"

#include <math.h>
#include <string.h>

/* The longest wait that is believed. */
#define MAX_WAIT_MS (7 * 24 * G_GINT64_CONSTANT (3600000))

static double
unit_ms (const char *text,
         gsize       length)
{
  if (length == 0 || (length == 1 && *text == 's'))
    return 1000;
  if (length == 2 && strncmp (text, "ms", 2) == 0)
    return 1;
  if (length == 1 && *text == 'm')
    return 60000;
  if (length == 1 && *text == 'h')
    return 3600000;

  return -1;
}

/* Numbers with units, one after the other: `30`, `1.5s`, `250ms`, `6m0s`. */
static gint64
parse_duration (const char *text)
{
  double sum = 0;

  while (*text != '\0')
    {
      const char *unit;
      char *end = NULL;
      gsize length = 0;
      double number, factor;

      if (!g_ascii_isdigit (*text) && *text != '.')
        return -1;

      number = g_ascii_strtod (text, &end);
      if (end == text)
        return -1;

      while (*end == ' ')
        end++;
      unit = end;
      while (g_ascii_isalpha (unit[length]))
        length++;

      factor = unit_ms (unit, length);
      if (factor < 0)
        return -1;

      sum += number * factor;
      text = unit + length;
      if (length == 0 && *text != '\0')
        return -1;
    }

  return isfinite (sum) ? (gint64) MIN (ceil (sum), (double) MAX_WAIT_MS) : MAX_WAIT_MS;
}

/* `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that is still written. */
static gint64
parse_http_date (const char *text,
                 gint64      now_us)
{
  static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  };
  g_autoptr(GDateTime) time = NULL;
  g_auto(GStrv) words = NULL;
  g_auto(GStrv) clock = NULL;
  gint64 wait_ms;
  int month = 0;

  words = g_strsplit (text, " ", -1);
  if (g_strv_length (words) != 6 || strcmp (words[5], "GMT") != 0)
    return -1;

  clock = g_strsplit (words[4], ":", -1);
  if (g_strv_length (clock) != 3)
    return -1;

  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (strcmp (words[2], months[i]) == 0)
      month = i + 1;

  time = g_date_time_new_utc ((int) g_ascii_strtoll (words[3], NULL, 10), month,
                              (int) g_ascii_strtoll (words[1], NULL, 10),
                              (int) g_ascii_strtoll (clock[0], NULL, 10),
                              (int) g_ascii_strtoll (clock[1], NULL, 10),
                              (double) g_ascii_strtoll (clock[2], NULL, 10));
  if (time == NULL)
    return -1;

  wait_ms = g_date_time_to_unix (time) * 1000 - now_us / 1000;

  return CLAMP (wait_ms, 0, MAX_WAIT_MS);
}

/**
 * confab_retry_after_parse:
 * @text: (nullable): seconds, a time span with units such as `250ms` or `6m0s`, or an HTTP date
 * @now_us: what time it is, in microseconds since 1970 UTC
 *
 * Reads how long a provider asks to wait.
 *
 * Returns: the time to wait in milliseconds, at most a week, or -1 if @text says nothing
 */
gint64
confab_retry_after_parse (const char *text,
                          gint64      now_us)
{
  g_autofree char *trimmed = NULL;

  if (text == NULL)
    return -1;

  trimmed = g_strstrip (g_strdup (text));
  if (*trimmed == '\0')
    return -1;

  return g_ascii_isalpha (*trimmed) ? parse_http_date (trimmed, now_us) : parse_duration (trimmed);
}
