/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-refusal"

#include "config.h"

#include "confab-refusal.h"

#include <string.h>

#include "confab-json.h"
#include "confab-provider-error.h"
#include "confab-request-body.h"

/* How much of a sentence is looked at, in bytes; the name of what is refused stands early. */
#define MAX_MESSAGE_BYTES 2000

/* What vendors call it, whatever the member is called. */
static const char *const thinking_words[] = { "think", "reasoning", "effort" };

/* What a sentence says that turns something down. */
static const char *const refusing_words[] = {
  "support", "not allowed", "not permitted", "not enabled", "not available", "unknown", "unrecogni", "unexpected",
  "invalid", "extra input", "extra field", "extra_forbidden", "cannot", "can't", "can’t", "unable", "requires",
  "must be", "should be", "one of", "only works", "not accept", "not valid",
};

/* What else a sentence about thinking can be about: the old replies that are sent along, the limit
 * of output, and tools. Leaving out the level would not help there, or hide a mistake. */
static const char *const other_matters[] = {
  "messages.", "messages[", "contents[", "input[", "signature", "redacted", "passed back", "assistant message",
  "max_tokens", "max_completion_tokens", "max_output_tokens", "maxoutputtokens", "maxtokens", "tool",
};

/* What a sentence says when the member is known and its value is not. */
static const char *const value_words[] = {
  "value", "one of", "disable", "only works", "requires", "must be", "should be", "supported options",
  "supported settings", "out of range", "between",
};

static gboolean
has_any (const char         *text,
         const char * const *words,
         gsize               n_words)
{
  for (gsize i = 0; i < n_words; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Whether a member is named, and not only a longer one that contains it. */
static gboolean
has_name (const char *text,
          const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const gsize length = strlen (lower);

  for (const char *p = strstr (text, lower); p != NULL; p = strstr (p + 1, lower))
    if ((p == text || !is_word_byte (p[-1])) && !is_word_byte (p[length]))
      return TRUE;

  return FALSE;
}

static gboolean
has_quoted (const char *text,
            const char *value)
{
  static const char quotes[] = "'\"`";

  for (gsize i = 0; quotes[i] != '\0'; i++)
    {
      g_autofree char *lower = g_ascii_strdown (value, -1);
      g_autofree char *quoted = g_strdup_printf ("%c%s%c", quotes[i], lower, quotes[i]);

      if (strstr (text, quoted) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Whether a value of ours is quoted. Members without a value take something away and are not sent. */
static gboolean
quotes_value (const char *text,
              JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      JsonObject *inner = confab_json_node_object (node);
      const char *value = confab_json_node_string (node);

      /* The kind of thinking is no amount of it. */
      if (inner != NULL ? quotes_value (text, inner)
                        : value != NULL && strcmp (name, "type") != 0 && has_quoted (text, value))
        return TRUE;
    }

  return FALSE;
}

static gboolean
names_member (const char *text,
              JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    if (!JSON_NODE_HOLDS_NULL (node) && has_name (text, name))
      return TRUE;

  return FALSE;
}

/* Whether a summary of the thinking is asked for in a member of its own. */
static gboolean
asks_for_summary (JsonObject *object)
{
  JsonObjectIter iter;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &node))
    if (confab_json_get_string (confab_json_node_object (node), "summary") != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
sends_anything (JsonObject *object)
{
  JsonObjectIter iter;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &node))
    if (!JSON_NODE_HOLDS_NULL (node))
      return TRUE;

  return FALSE;
}

/**
 * confab_refusal_read:
 * @error: what a request was answered with, of %CONFAB_PROVIDER_ERROR
 * @request: the request
 *
 * Finds out whether a request was refused for something that it could as well do without. There is
 * no common form for that: OpenAI has a `param` and repeats it in its sentence, Pydantic servers
 * give a place, most others a sentence alone. What all have in common is the name of what they do
 * not want, or a word for it, and some way of saying no.
 *
 * Returns: what to leave out, %CONFAB_REFUSAL_NONE if that would not help
 */
ConfabRefusal
confab_refusal_read (const GError            *error,
                     const ConfabChatRequest *request)
{
  g_autoptr(JsonObject) thinking = NULL;
  g_autofree char *text = NULL;
  ConfabRefusal refusal = CONFAB_REFUSAL_NONE;
  guint status;

  g_return_val_if_fail (error != NULL, CONFAB_REFUSAL_NONE);
  g_return_val_if_fail (request != NULL, CONFAB_REFUSAL_NONE);

  if (!g_error_matches (error, CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_BAD_REQUEST))
    return CONFAB_REFUSAL_NONE;
  status = confab_provider_error_get_http_status (error);
  if (status != 400 && status != 422)
    return CONFAB_REFUSAL_NONE;

  text = g_ascii_strdown (error->message, strnlen (error->message, MAX_MESSAGE_BYTES));
  if (!has_any (text, refusing_words, G_N_ELEMENTS (refusing_words)))
    return CONFAB_REFUSAL_NONE;

  if (request->send_stream_options && (has_name (text, "stream_options") || has_name (text, "include_usage")))
    refusal |= CONFAB_REFUSAL_STREAM_OPTIONS;

  thinking = confab_request_body_parse_members (request->thinking_parameters_json, "thinking parameters", NULL);
  if (thinking != NULL && sends_anything (thinking) &&
      !has_any (text, other_matters, G_N_ELEMENTS (other_matters)) &&
      (names_member (text, thinking) || has_any (text, thinking_words, G_N_ELEMENTS (thinking_words))))
    {
      if (strstr (text, "summar") != NULL && asks_for_summary (thinking))
        refusal |= CONFAB_REFUSAL_THINKING_SUMMARY;
      else if (has_any (text, value_words, G_N_ELEMENTS (value_words)) || quotes_value (text, thinking))
        refusal |= CONFAB_REFUSAL_THINKING_LEVEL;
      else
        refusal |= CONFAB_REFUSAL_THINKING;
    }

  return refusal;
}
