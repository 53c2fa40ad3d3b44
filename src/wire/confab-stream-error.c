/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-stream-error"

#include "config.h"

#include "confab-stream-error.h"

#include "confab-error-classify.h"
#include "confab-json.h"

static gint64
to_ms (double seconds)
{
  const gint64 ms = (gint64) (seconds * 1000);

  return ms < seconds * 1000 ? ms + 1 : ms;
}

/* Durations as Google writes them: "34s", "48.9s". */
static gint64
parse_duration_ms (const char *text)
{
  char *end = NULL;
  double seconds;

  if (text == NULL)
    return -1;

  seconds = g_ascii_strtod (text, &end);
  if (end == text || g_strcmp0 (end, "s") != 0 || !(seconds >= 0 && seconds < 1e9))
    return -1;

  return to_ms (seconds);
}

static gint64
find_retry_after_ms (JsonObject *error)
{
  JsonArray *details = confab_json_get_array (error, "details");
  double seconds;

  for (guint i = 0; i < confab_json_array_length (details); i++)
    {
      JsonObject *detail = confab_json_array_object (details, i);
      const gint64 delay_ms = parse_duration_ms (confab_json_get_string (detail, "retryDelay"));

      if (delay_ms >= 0)
        return delay_ms;
    }

  seconds = confab_json_get_double (error, "retry_after", -1);
  if (seconds >= 0 && seconds < 1e9)
    return to_ms (seconds);

  return -1;
}

static char *
dup_message (JsonObject *object)
{
  static const char *const names[] = { "message", "Message", "msg", "error", "error_message", "status_msg" };
  JsonArray *array;
  JsonNode *detail;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *node = confab_json_get_node (object, names[i]);
      const char *text = confab_json_node_string (node);

      if (text != NULL && *text != '\0')
        return g_strdup (text);

      /* Lists of what is wrong with a request are worth more than nothing. */
      if (node != NULL && !JSON_NODE_HOLDS_VALUE (node))
        return confab_json_to_string (node);
    }

  detail = confab_json_get_node (object, "detail");
  if (confab_json_node_string (detail) != NULL)
    return g_strdup (confab_json_node_string (detail));

  array = confab_json_node_array (detail);
  if (array == NULL)
    array = confab_json_get_array (object, "errors");
  for (guint i = 0; i < confab_json_array_length (array); i++)
    {
      JsonObject *entry = confab_json_array_object (array, i);
      const char *text = confab_json_get_text (entry, "msg");

      if (text == NULL)
        text = confab_json_get_text (entry, "message");
      if (text != NULL)
        return g_strdup (text);
    }

  return NULL;
}

/* @object has the words, @message may be known already. */
static GError *
new_error (JsonObject *object,
           const char *message)
{
  static const char *const names[] = { "type", "status", "code", "status_code" };
  g_autofree char *own_message = message != NULL ? g_strdup (message) : dup_message (object);
  g_autofree char *word = NULL;
  ConfabProviderError code = CONFAB_PROVIDER_ERROR_OTHER;
  guint status = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const gint64 number = confab_json_get_int (object, names[i], 0);

      if (status == 0 && number >= 400 && number <= 599)
        status = number;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *candidate = confab_json_dup_scalar (object, names[i]);

      if (candidate == NULL || g_strcmp0 (candidate, "error") == 0)
        continue;

      /* A second word may be more precise than the first: type invalid_request_error, code
       * context_length_exceeded. */
      if (code == CONFAB_PROVIDER_ERROR_OTHER || code == CONFAB_PROVIDER_ERROR_BAD_REQUEST)
        {
          const ConfabProviderError told = confab_wire_classify_error (status, candidate, own_message);

          if (told != CONFAB_PROVIDER_ERROR_OTHER)
            code = told;
        }

      if (word == NULL)
        word = g_steal_pointer (&candidate);
    }

  if (word == NULL)
    code = confab_wire_classify_error (status, NULL, own_message);

  return confab_provider_error_new (code, status, word, find_retry_after_ms (object),
                                    own_message != NULL ? own_message : "The provider reports an error");
}

/**
 * confab_stream_error_find:
 * @root: (nullable): a piece of a stream
 * @event_name: (nullable): the name it came under
 *
 * Looks for a failure that the provider reports within a stream, in all the forms in use: an
 * `error` member that is an object or a text, beside other members or alone; an object of the type
 * `error`; an event of that name.
 *
 * Returns: (transfer full) (nullable): an error of %CONFAB_PROVIDER_ERROR, or %NULL
 */
GError *
confab_stream_error_find (JsonObject *root,
                          const char *event_name)
{
  JsonNode *node = confab_json_get_node (root, "error");
  JsonObject *object = confab_json_node_object (node);
  JsonArray *array = confab_json_node_array (node);
  JsonObject *base = NULL;

  if (root == NULL)
    return NULL;

  if (object == NULL && array != NULL)
    object = confab_json_array_object (array, 0);

  if (object != NULL && json_object_get_size (object) > 0)
    {
      g_autofree char *message = dup_message (object);

      /* The text may stand beside the object instead of in it. */
      if (message == NULL)
        message = dup_message (root);

      return new_error (object, message);
    }

  if (confab_json_node_string (node) != NULL && *confab_json_node_string (node) != '\0')
    return new_error (root, confab_json_node_string (node));

  if (g_strcmp0 (event_name, "error") == 0 ||
      g_strcmp0 (confab_json_get_string (root, "type"), "error") == 0 ||
      g_strcmp0 (confab_json_get_string (root, "object"), "error") == 0 ||
      confab_json_get_boolean (root, "error"))
    return new_error (root, NULL);

  base = confab_json_get_object (root, "base_resp");
  if (confab_json_get_int (base, "status_code", 0) != 0)
    return new_error (base, NULL);

  return NULL;
}

/**
 * confab_stream_error_find_flat:
 * @root: (nullable): a piece of a stream that has nothing a reply is made of
 *
 * Like confab_stream_error_find(), for an object that can only be an error: one that has no more
 * than a sentence.
 *
 * Returns: (transfer full) (nullable): an error of %CONFAB_PROVIDER_ERROR, or %NULL
 */
GError *
confab_stream_error_find_flat (JsonObject *root)
{
  if (confab_json_get_text (root, "message") == NULL &&
      confab_json_get_text (root, "Message") == NULL &&
      confab_json_get_node (root, "detail") == NULL &&
      confab_json_get_array (root, "errors") == NULL)
    return NULL;

  return new_error (root, NULL);
}
