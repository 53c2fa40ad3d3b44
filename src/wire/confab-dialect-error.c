/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-dialect-error"

#include "config.h"

#include "confab-dialect.h"

#include "confab-error-classify.h"
#include "confab-json.h"
#include "confab-provider-error.h"
#include "confab-retry-after.h"

#include <string.h>

/* How much of a body is looked at, in bytes; what matters comes first. */
#define MAX_BODY_BYTES (256 * 1024)

/* How much of a text that is no JSON is shown, in characters. */
#define MAX_TEXT_CHARS 300

#define WEB_PAGE "The address answered with a web page instead of an answer for programs"

/* What a body says. Providers agree on no place for anything, so each has several. */
typedef struct
{
  char   *message;      /* owned, nullable */
  char   *reason;       /* owned, nullable; the narrowest word there is */
  char   *code;         /* owned, nullable */
  char   *type;         /* owned, nullable */
  gint64  retry_ms;     /* or -1 */
  guint   web_page : 1;
} Report;

static void
report_clear (Report *report)
{
  g_free (report->message);
  g_free (report->reason);
  g_free (report->code);
  g_free (report->type);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Report, report_clear)

static char *
dup_where (JsonArray *location)
{
  GString *where = g_string_new (NULL);

  for (guint i = 0; i < confab_json_array_length (location); i++)
    {
      g_autofree char *step = confab_json_node_dup_scalar (json_array_get_element (location, i));

      if (step != NULL)
        g_string_append_printf (where, "%s%s", where->len > 0 ? "." : "", step);
    }

  return g_string_free (where, FALSE);
}

/* A list of complaints about members of the request, with the place of each. */
static char *
dup_details (JsonArray *details)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < confab_json_array_length (details); i++)
    {
      JsonObject *detail = confab_json_array_object (details, i);
      const char *message = confab_json_get_text (detail, "msg");
      g_autofree char *where = NULL;

      if (message == NULL)
        message = confab_json_get_text (detail, "message");
      if (message == NULL)
        message = confab_json_node_string (json_array_get_element (details, i));
      if (message == NULL)
        continue;

      where = dup_where (confab_json_get_array (detail, "loc"));
      if (text->len > 0)
        g_string_append (text, "; ");
      if (*where != '\0')
        g_string_append_printf (text, "%s: ", where);
      g_string_append (text, message);
    }

  if (text->len == 0)
    return g_string_free (text, TRUE);

  return g_string_free (text, FALSE);
}

/* A sentence that is a string, or something with a sentence in it. */
static char *
dup_sentence (JsonNode *node)
{
  JsonObject *object = confab_json_node_object (node);
  const char *text = confab_json_node_string (node);
  char *sentence = NULL;

  if (node == NULL)
    return NULL;
  if (text != NULL)
    return *text != '\0' ? g_strdup (text) : NULL;

  sentence = dup_details (confab_json_node_array (node));
  if (sentence == NULL)
    sentence = dup_details (confab_json_get_array (object, "detail"));
  if (sentence == NULL && confab_json_get_text (object, "message") != NULL)
    sentence = g_strdup (confab_json_get_text (object, "message"));
  if (sentence == NULL && (object != NULL || confab_json_node_array (node) != NULL))
    sentence = confab_json_to_string (node);

  return sentence;
}

static char *
dup_message (JsonObject *root)
{
  static const char *const names[] = { "message", "Message", "detail" };
  JsonNode *error = confab_json_get_node (root, "error");
  char *message = dup_sentence (confab_json_get_node (confab_json_node_object (error), "message"));

  if (message == NULL && confab_json_node_string (error) != NULL)
    message = dup_sentence (error);

  for (gsize i = 0; i < G_N_ELEMENTS (names) && message == NULL; i++)
    message = dup_sentence (confab_json_get_node (root, names[i]));

  if (message == NULL)
    message = dup_details (confab_json_get_array (root, "errors"));
  if (message == NULL)
    message = dup_sentence (confab_json_get_node (confab_json_get_object (root, "base_resp"), "status_msg"));
  if (message == NULL)
    message = dup_sentence (error);

  return message;
}

/* What Google puts beside its sentence: a reason that is narrower than the status, and a time. */
static void
read_google_details (JsonArray *details,
                     Report    *report)
{
  for (guint i = 0; i < confab_json_array_length (details); i++)
    {
      JsonObject *detail = confab_json_array_object (details, i);
      const char *delay = confab_json_get_text (detail, "retryDelay");

      if (report->reason == NULL)
        report->reason = g_strdup (confab_json_get_text (detail, "reason"));
      if (delay != NULL && report->retry_ms < 0)
        report->retry_ms = confab_retry_after_parse (delay, 0);
    }
}

static void
read_json (JsonNode *node,
           Report   *report)
{
  JsonObject *root = confab_json_node_object (node);
  JsonObject *error;

  /* One route of Google's wraps the whole answer in a list. */
  if (confab_json_node_array (node) != NULL)
    root = confab_json_array_object (confab_json_node_array (node), 0);

  if (root == NULL)
    {
      report->message = g_strdup (confab_json_node_string (node));
      return;
    }

  error = confab_json_get_object (root, "error");
  report->message = dup_message (root);
  report->code = confab_json_dup_scalar (error, "code");
  report->type = confab_json_dup_scalar (error, "type");
  if (report->type == NULL)
    report->type = confab_json_dup_scalar (error, "status");
  if (report->code == NULL)
    report->code = confab_json_dup_scalar (root, "code");
  if (report->type == NULL)
    report->type = confab_json_dup_scalar (root, "error_type");
  if (report->type == NULL && error == NULL)
    report->type = confab_json_dup_scalar (root, "type");

  read_google_details (confab_json_get_array (error, "details"), report);
  if (report->reason == NULL)
    report->reason = confab_json_dup_scalar (confab_json_get_object (error, "details"), "error_code");
  if (report->reason == NULL)
    report->reason = confab_json_dup_scalar (confab_json_get_object (error, "metadata"), "error_type");
}

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

static void
read_body (GBytes     *body,
           const char *content_type,
           Report     *report)
{
  g_autofree char *valid = NULL;
  g_autoptr(JsonNode) node = NULL;
  const char *bytes = NULL;
  const char *text;
  gsize length = 0;
  gsize used = 0;

  if (body != NULL)
    bytes = g_bytes_get_data (body, &length);
  if (bytes == NULL)
    return;

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
      read_json (node, report);
      if (report->message == NULL && (*text == '{' || *text == '['))
        {
          /* It says something, if nothing we know: better shown than hidden. */
          g_autofree char *json = confab_json_to_string (node);

          report->message = strlen (json) > 2 ? shorten (json) : NULL;
        }
      return;
    }

  if (is_web_page (content_type, text))
    {
      g_autofree char *title = dup_title (text);

      report->web_page = TRUE;
      report->message = title != NULL ? g_strdup_printf ("%s: %s", WEB_PAGE, title) : g_strdup (WEB_PAGE);
    }
  else
    {
      g_autofree char *stripped = strstr (text, "</") != NULL ? strip_markup (text) : g_strdup (text);

      report->message = shorten (stripped);
    }
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
choose_word (const Report *report)
{
  const char *const words[] = { report->code, report->type, report->reason };

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

static ConfabProviderError
classify (guint         status,
          const Report *report)
{
  const char *const words[] = { report->reason, report->code, report->type };
  const ConfabProviderError plain = confab_wire_classify_error (status, NULL, report->message);

  if (report->web_page && (status < 400 || status == 404 || status == 405))
    return CONFAB_PROVIDER_ERROR_BAD_ADDRESS;
  if (is_missing_path (status, report->message))
    return CONFAB_PROVIDER_ERROR_BAD_ADDRESS;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL)
      {
        const ConfabProviderError told = confab_wire_classify_error (status, words[i], report->message);

        /* Some call everything a failure of theirs; a status that blames the asker knows better. */
        if (told == CONFAB_PROVIDER_ERROR_SERVER && status >= 401 && status <= 499)
          continue;
        if (told != plain)
          return told;
      }

  return plain;
}

/**
 * confab_dialect_decode_error:
 * @dialect: how to read
 * @http_status: the status
 * @reason_phrase: (nullable): what the server calls it
 * @retry_after: (nullable): the header `Retry-After`; or `retry-after-ms` with `ms` behind the number
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
                             const char          *retry_after,
                             const char          *content_type,
                             GBytes              *body)
{
  g_auto(Report) report = { .retry_ms = -1 };
  ConfabProviderError code;
  gint64 retry_ms;

  g_return_val_if_fail (dialect != NULL, NULL);

  read_body (body, content_type, &report);

  if (report.message == NULL && reason_phrase != NULL)
    report.message = shorten (reason_phrase);
  if (report.message == NULL)
    report.message = g_strdup_printf ("HTTP status %u", http_status);

  code = classify (http_status, &report);
  retry_ms = confab_retry_after_parse (retry_after, g_get_real_time ());

  return confab_provider_error_new (code, http_status, choose_word (&report),
                                    retry_ms >= 0 ? retry_ms : report.retry_ms, report.message);
}
