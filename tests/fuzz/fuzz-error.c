/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers that are errors: a status, headers of a line each, an empty line and the body. Without a
 * line that begins with HTTP it is a body alone. The headers are also read for limits by themselves,
 * and every line for a time to wait. */

#include "config.h"

#include "confab-dialect.h"
#include "confab-provider-error.h"
#include "confab-rate-limit-headers.h"
#include "confab-redact.h"
#include "confab-retry-after.h"
#include "fuzz.h"

#include <string.h>

/* 2024-01-01 00:00:00 UTC */
#define NOW_US (G_GINT64_CONSTANT (1704067200) * G_USEC_PER_SEC)

#define MAX_WAIT_MS (7 * 24 * G_GINT64_CONSTANT (3600000))

#define KEY "a-key-that-nobody-has-1"

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_init ();

  return 0;
}

static void
check_wait (gint64 wait_ms)
{
  if (wait_ms < -1 || wait_ms > MAX_WAIT_MS)
    g_error ("A wait of %" G_GINT64_FORMAT " ms", wait_ms);
}

static void
check_limits (const char *const *headers)
{
  ConfabRateLimit limit;

  confab_rate_limit_read_headers (headers, NOW_US, &limit);
  check_wait (limit.retry_after_ms);
  check_wait (confab_rate_limit_get_wait_ms (&limit, NOW_US));
  for (guint i = 0; i < CONFAB_RATE_LIMIT_N_SCOPES; i++)
    if (limit.scopes[i].limit < -1 || limit.scopes[i].remaining < -1 || limit.scopes[i].reset_at_us < -1)
      g_error ("Less than nothing is left");
}

static void
check_error (guint              status,
             const char        *phrase,
             const char *const *headers,
             const char        *content_type,
             const char        *text,
             gsize              length)
{
  const char *const *ids = confab_dialect_list_ids ();
  g_autoptr(GBytes) body = g_bytes_new (text, length);
  g_autoptr(GError) error = confab_dialect_decode_error (confab_dialect_lookup (ids[0]), status, phrase,
                                                         headers, content_type, body);
  g_autoptr(ConfabSecret) secret = confab_secret_new (KEY, -1);
  const char *word = confab_provider_error_get_provider_code (error);

  if (error->domain != CONFAB_PROVIDER_ERROR)
    g_error ("It is an error of another kind");
  if (*error->message == '\0' || strlen (error->message) > 8000 || !g_utf8_validate (error->message, -1, NULL))
    g_error ("The sentence cannot be shown");
  if (word != NULL && (strlen (word) > 8000 || !g_utf8_validate (word, -1, NULL)))
    g_error ("The word cannot be shown");
  check_wait (confab_provider_error_get_retry_after_ms (error));

  confab_provider_error_redact_secret (error, secret);
  if (strstr (error->message, KEY) != NULL || !g_utf8_validate (error->message, -1, NULL))
    g_error ("The key is still there");
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_utf8_make_valid ((const char *) data, size);
  const char *content_type = NULL;
  const char *end = NULL;
  g_autofree char *head = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GPtrArray) headers = g_ptr_array_new ();
  guint status = 400;

  if (g_str_has_prefix (text, "HTTP"))
    end = strstr (text, "\n\n");
  head = end != NULL ? g_strndup (text, end - text) : g_strdup ("");
  lines = g_strsplit (head, "\n", 64);
  if (lines[0] != NULL)
    {
      const char *space = strchr (lines[0], ' ');

      if (space != NULL)
        status = g_ascii_strtoull (space, NULL, 10) % 1000;
      for (guint i = 1; lines[i] != NULL; i++)
        {
          char *colon = strchr (lines[i], ':');

          if (colon == NULL)
            continue;
          *colon = '\0';
          g_ptr_array_add (headers, lines[i]);
          g_ptr_array_add (headers, g_strchug (colon + 1));
          if (g_ascii_strcasecmp (lines[i], "content-type") == 0)
            content_type = colon + 1;
          check_wait (confab_retry_after_parse (colon + 1, NOW_US));
        }
    }
  g_ptr_array_add (headers, NULL);

  check_limits ((const char *const *) headers->pdata);
  check_wait (confab_retry_after_parse (text, NOW_US));
  check_wait (confab_retry_after_find (text));

  if (end != NULL)
    {
      const char *body = end + 2;
      const gsize used = strlen (text) - strlen (body);

      check_error (status, lines[0], (const char *const *) headers->pdata, content_type, body,
                   strlen (text) - used);
    }
  else
    {
      /* As it came, whether it is UTF-8 or not. */
      check_error (status, NULL, NULL, NULL, (const char *) data, size);
    }

  return 0;
}
