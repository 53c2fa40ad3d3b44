/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-dialect-error"

#include "config.h"

#include "confab-dialect.h"

#include "confab-error-report.h"
#include "confab-json.h"
#include "confab-provider-error.h"
#include "confab-rate-limit-headers.h"

#include <string.h>

/* How much of a body is looked at, in bytes; what matters comes first. */
#define MAX_BODY_BYTES (256 * 1024)

/* How much of a text that is no JSON is shown, in characters. */
#define MAX_TEXT_CHARS 300

#define WEB_PAGE "The address answered with a web page instead of an answer for programs"

/* Without a parser, good enough for a page that says why a gateway gave up. */
static char *
strip_markup (const char *html)
{
  GString *text = g_string_new (NULL);
  gboolean in_tag = FALSE;

  for (const char *p = html; *p != '\0'; p++)
    {
      if (g_ascii_strncasecmp (p, "<script", 7) == 0 || g_ascii_strncasecmp (p, "<style", 6) == 0)
        {
          const char *end = strstr (p + 1, "</");

          if (end == NULL)
            break;
          p = end;
        }

      if (*p == '<')
        in_tag = TRUE;
      else if (*p == '>' && in_tag)
        in_tag = FALSE;
      else if (!in_tag)
        {
          g_string_append_c (text, *p);
          continue;
        }

      if (text->len > 0 && text->str[text->len - 1] != ' ')
        g_string_append_c (text, ' ');
    }

  return g_string_free (text, FALSE);
}

/* One line of at most MAX_TEXT_CHARS characters, or NULL if there is nothing to read. */
static char *
shorten (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) line = g_string_new (NULL);
  glong n_chars = 0;
  gboolean space = FALSE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          space = line->len > 0;
          continue;
        }

      if (n_chars + space >= MAX_TEXT_CHARS)
        {
          g_string_append (line, "…");
          break;
        }
      if (space)
        g_string_append_c (line, ' ');
      g_string_append_unichar (line, c);
      n_chars += 1 + space;
      space = FALSE;
    }

  return line->len > 0 ? g_string_free (g_steal_pointer (&line), FALSE) : NULL;
}

static char *
dup_title (const char *html)
{
  g_autofree char *lower = g_ascii_strdown (html, -1);
  g_autofree char *title = NULL;
  const char *start = strstr (lower, "<title");
  const char *end;

  start = start != NULL ? strchr (start, '>') : NULL;
  end = start != NULL ? strstr (start, "</title") : NULL;
  if (end == NULL)
    return NULL;

  start++;
  title = g_strndup (html + (start - lower), end - start);

  return shorten (title);
}

static gboolean
is_web_page (const char *content_type,
             const char *text)
{
  return (content_type != NULL && g_ascii_strncasecmp (content_type, "text/html", 9) == 0) ||
         g_ascii_strncasecmp (text, "<!doctype html", 14) == 0 ||
         g_ascii_strncasecmp (text, "<html", 5) == 0;
}

/* An error may be wrapped as an event although the answer is no stream. */
static const char *
skip_event_fields (const char *text)
{
  const char *data;

  if (!g_str_has_prefix (text, "event:") && !g_str_has_prefix (text, "data:"))
    return text;

  data = g_str_has_prefix (text, "data:") ? text : strstr (text, "\ndata:");
  if (data == NULL)
    return text;

  data = strchr (data, ':') + 1;
  while (g_ascii_isspace (*data))
    data++;

  return data;
}

/* Returns: whether it is a page for people */
static gboolean
read_body (GBytes            *body,
           const char        *content_type,
           ConfabErrorReport *report)
{
  g_autofree char *valid = NULL;
  g_autofree char *title = NULL;
  g_autofree char *stripped = NULL;
  g_autoptr(JsonNode) node = NULL;
  const char *bytes = NULL;
  const char *text;
  gsize length = 0;
  gsize used = 0;

  if (body != NULL)
    bytes = g_bytes_get_data (body, &length);
  if (bytes == NULL)
    return FALSE;

  /* Also ends it at the first NUL. */
  valid = g_utf8_make_valid (bytes, strnlen (bytes, MIN (length, MAX_BODY_BYTES)));
  text = valid;
  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  while (g_ascii_isspace (*text))
    text++;
  text = skip_event_fields (text);

  if (*text == '{' || *text == '[' || *text == '"')
    node = confab_json_parse_next (text, strlen (text), &used, NULL);
  if (node != NULL)
    {
      confab_error_report_read (report, node);
      if (report->message == NULL && (*text == '{' || *text == '['))
        {
          /* It says something, if nothing we know: better shown than hidden. */
          g_autofree char *json = confab_json_to_string (node);

          report->message = strlen (json) > 2 ? shorten (json) : NULL;
        }
      return FALSE;
    }

  if (is_web_page (content_type, text))
    {
      title = dup_title (text);
      report->message = title != NULL ? g_strdup_printf ("%s: %s", WEB_PAGE, title) : g_strdup (WEB_PAGE);
      return TRUE;
    }

  stripped = strstr (text, "</") != NULL ? strip_markup (text) : g_strdup (text);
  report->message = shorten (stripped);

  return FALSE;
}

static gboolean
is_number (const char *text)
{
  if (text == NULL || *text == '\0')
    return FALSE;

  return text[strspn (text, "0123456789")] == '\0';
}

/* The provider's word that says most; numbers mostly repeat the status. */
static const char *
choose_word (const ConfabErrorReport *report)
{
  const char *const words[] = { report->code, report->type, report->status, report->reason };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL && !is_number (words[i]) && strcmp (words[i], "invalid_request_error") != 0)
      return words[i];
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL)
      return words[i];

  return NULL;
}

/* A server that has no such path, as against one that has no such model. */
static gboolean
is_missing_path (guint       status,
                 const char *message)
{
  static const char *const phrases[] = { "not found", "404 page not found", "404 not found", "page not found" };
  g_autofree char *lower = NULL;

  if (status != 404 || message == NULL)
    return FALSE;

  lower = g_ascii_strdown (message, -1);
  if (g_str_has_suffix (lower, "."))
    lower[strlen (lower) - 1] = '\0';

  for (gsize i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (strcmp (lower, phrases[i]) == 0)
      return TRUE;

  return FALSE;
}

static const char *
find_header (const char *const *headers,
             const char        *name)
{
  for (guint i = 0; headers != NULL && headers[i] != NULL && headers[i + 1] != NULL; i += 2)
    if (g_ascii_strcasecmp (headers[i], name) == 0)
      return headers[i + 1];

  return NULL;
}

/* Amazon names the kind of failure in a header alone: `ValidationException:http://…`. */
static void
read_error_type (ConfabErrorReport *report,
                 const char        *header)
{
  if (header == NULL || report->type != NULL)
    return;

  report->type = g_strndup (header, strcspn (header, ":;, "));
}

static gint64
find_wait_ms (const ConfabErrorReport *report,
              const char *const       *headers,
              ConfabProviderError      code)
{
  const gint64 now_us = g_get_real_time ();
  ConfabRateLimit limit;

  confab_rate_limit_read_headers (headers, now_us, &limit);
  if (limit.retry_after_ms >= 0)
    return limit.retry_after_ms;
  if (report->retry_ms >= 0)
    return report->retry_ms;

  /* What is used up has to do with no other failure. */
  return code == CONFAB_PROVIDER_ERROR_RATE_LIMITED ? confab_rate_limit_get_wait_ms (&limit, now_us) : -1;
}

/**
 * confab_dialect_decode_error:
 * @dialect: how to read
 * @http_status: the status
 * @reason_phrase: (nullable): what the server calls it
 * @headers: (nullable) (array zero-terminated=1): names and values of the answer's headers in turn
 * @content_type: (nullable): of @body
 * @body: (nullable): what came with it
 *
 * Makes an error of %CONFAB_PROVIDER_ERROR of an answer that is none. All places where providers
 * put their sentence are tried whatever the dialect, since gateways pass on each other's answers.
 *
 * Returns: (transfer full): the error
 */
GError *
confab_dialect_decode_error (const ConfabDialect *dialect,
                             guint                http_status,
                             const char          *reason_phrase,
                             const char *const   *headers,
                             const char          *content_type,
                             GBytes              *body)
{
  g_auto(ConfabErrorReport) report = CONFAB_ERROR_REPORT_INIT;
  ConfabProviderError code;
  gboolean web_page;

  g_return_val_if_fail (dialect != NULL, NULL);

  web_page = read_body (body, content_type, &report);
  read_error_type (&report, find_header (headers, "x-amzn-errortype"));

  if (report.message == NULL && reason_phrase != NULL)
    report.message = shorten (reason_phrase);
  if (report.message == NULL)
    report.message = g_strdup_printf ("HTTP status %u", http_status);

  if ((web_page && (http_status < 400 || http_status == 404 || http_status == 405)) ||
      is_missing_path (http_status, report.message))
    code = CONFAB_PROVIDER_ERROR_BAD_ADDRESS;
  else
    code = confab_error_report_classify (&report, http_status);

  return confab_provider_error_new (code, http_status, choose_word (&report),
                                    find_wait_ms (&report, headers, code), report.message);
}
