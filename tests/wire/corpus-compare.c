/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "corpus-compare.h"

#include "confab-provider-error.h"

#include <string.h>

static const char *
get_string (JsonObject *object,
            const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static gboolean
is_number (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  return json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE;
}

/* Equal as JSON values: the order of members and how a number is written do not matter. */
static gboolean
nodes_equal (JsonNode *a,
             JsonNode *b)
{
  if (is_number (a) && is_number (b))
    return json_node_get_double (a) == json_node_get_double (b);

  if (json_node_get_node_type (a) != json_node_get_node_type (b))
    return FALSE;

  if (JSON_NODE_HOLDS_OBJECT (a))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      if (json_object_get_size (json_node_get_object (a)) != json_object_get_size (json_node_get_object (b)))
        return FALSE;

      json_object_iter_init (&iter, json_node_get_object (a));
      while (json_object_iter_next (&iter, &name, &value))
        {
          JsonNode *other = json_object_get_member (json_node_get_object (b), name);

          if (other == NULL || !nodes_equal (value, other))
            return FALSE;
        }

      return TRUE;
    }

  if (JSON_NODE_HOLDS_ARRAY (a))
    {
      JsonArray *a_array = json_node_get_array (a);
      JsonArray *b_array = json_node_get_array (b);

      if (json_array_get_length (a_array) != json_array_get_length (b_array))
        return FALSE;

      for (guint i = 0; i < json_array_get_length (a_array); i++)
        if (!nodes_equal (json_array_get_element (a_array, i), json_array_get_element (b_array, i)))
          return FALSE;

      return TRUE;
    }

  return json_node_equal (a, b);
}

static gboolean
arguments_equal (const char *a,
                 const char *b)
{
  g_autoptr(JsonNode) a_node = json_from_string (*a != '\0' ? a : "{}", NULL);
  g_autoptr(JsonNode) b_node = json_from_string (*b != '\0' ? b : "{}", NULL);

  if (a_node == NULL || b_node == NULL)
    return g_str_equal (a, b);

  return nodes_equal (a_node, b_node);
}

static char *
dup_without_space (const char *text)
{
  GString *result = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      g_string_append_unichar (result, g_utf8_get_char (text));

  return g_string_free (result, FALSE);
}

static gboolean
texts_equal (const char *expected,
             const char *got,
             gboolean    exactly)
{
  g_autofree char *expected_bare = NULL;
  g_autofree char *got_bare = NULL;

  if (exactly)
    return g_strcmp0 (expected, got) == 0;

  expected_bare = dup_without_space (expected);
  got_bare = dup_without_space (got);

  return g_str_equal (expected_bare, got_bare);
}

static char *
describe (const char *what,
          const char *expected,
          const char *got)
{
  g_autofree char *expected_text = g_strndup (expected != NULL ? expected : "(null)", 120);
  g_autofree char *got_text = g_strndup (got != NULL ? got : "(null)", 120);
  g_autofree char *expected_line = g_strescape (expected_text, NULL);
  g_autofree char *got_line = g_strescape (got_text, NULL);

  return g_strdup_printf ("%s: expected \"%s\", got \"%s\"", what, expected_line, got_line);
}

/* @reading is the expected object, or one of its alternatives. */
static char *
compare_text (JsonObject *reading,
              JsonObject *got,
              const char *name,
              gboolean    exactly)
{
  const char *expected = get_string (reading, name);

  if (expected == NULL || texts_equal (expected, get_string (got, name), exactly))
    return NULL;

  return describe (name, expected, get_string (got, name));
}

static guint
count (JsonObject *object,
       const char *name)
{
  return json_array_get_length (json_object_get_array_member (object, name));
}

static char *
compare_texts (JsonObject *expected,
               JsonObject *got)
{
  JsonNode *alternatives = json_object_get_member (expected, "alternatives");
  const gboolean one_text = count (expected, "text_parts") <= 1;
  const gboolean one_thinking = count (expected, "thinking_parts") <= 1;
  g_autoptr(JsonArray) readings = NULL;
  char *difference;

  difference = compare_text (expected, got, "text", one_text);
  if (difference == NULL)
    difference = compare_text (expected, got, "thinking", one_thinking);
  if (difference == NULL || alternatives == NULL)
    return difference;

  if (JSON_NODE_HOLDS_ARRAY (alternatives))
    readings = json_array_ref (json_node_get_array (alternatives));
  else
    json_array_add_element (readings = json_array_new (), json_node_copy (alternatives));

  for (guint i = 0; i < json_array_get_length (readings); i++)
    {
      JsonObject *reading = json_array_get_object_element (readings, i);
      g_autofree char *text = compare_text (reading, got, "text", FALSE);
      g_autofree char *thinking = compare_text (reading, got, "thinking", FALSE);

      if (text == NULL && thinking == NULL)
        {
          g_free (difference);
          return NULL;
        }
    }

  return difference;
}

static char *
compare_calls (JsonObject *expected,
               JsonObject *got,
               const char *name)
{
  JsonArray *expected_calls = json_object_get_array_member (expected, name);
  JsonArray *got_calls = json_object_get_array_member (got, name);

  if (json_array_get_length (expected_calls) != json_array_get_length (got_calls))
    return g_strdup_printf ("%s: expected %u, got %u", name,
                            json_array_get_length (expected_calls), json_array_get_length (got_calls));

  for (guint i = 0; i < json_array_get_length (expected_calls); i++)
    {
      JsonObject *expected_call = json_array_get_object_element (expected_calls, i);
      JsonObject *got_call = json_array_get_object_element (got_calls, i);
      const char *expected_arguments = get_string (expected_call, "arguments_json");

      if (get_string (expected_call, "id") != NULL &&
          g_strcmp0 (get_string (expected_call, "id"), get_string (got_call, "id")) != 0)
        return describe ("id of a call", get_string (expected_call, "id"), get_string (got_call, "id"));

      if (g_strcmp0 (get_string (expected_call, "name"), get_string (got_call, "name")) != 0)
        return describe ("name of a call", get_string (expected_call, "name"), get_string (got_call, "name"));

      if (!arguments_equal (expected_arguments != NULL ? expected_arguments : "",
                            get_string (got_call, "arguments_json")))
        return describe ("arguments of a call", expected_arguments, get_string (got_call, "arguments_json"));
    }

  return NULL;
}

static char *
compare_usage (JsonObject *expected,
               JsonObject *got)
{
  static const char *const names[] = { "input", "output", "cached", "cache_write", "reasoning" };
  JsonObject *expected_usage;
  JsonObject *got_usage;

  if (!json_object_has_member (expected, "usage") || json_object_get_null_member (expected, "usage"))
    return NULL;

  expected_usage = json_object_get_object_member (expected, "usage");
  got_usage = json_object_get_object_member (got, "usage");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const gint64 wanted = json_object_get_int_member_with_default (expected_usage, names[i], 0);
      const gint64 value = json_object_get_int_member_with_default (got_usage, names[i], 0);

      if (wanted != 0 && value != wanted)
        return g_strdup_printf ("usage, %s: expected %" G_GINT64_FORMAT ", got %" G_GINT64_FORMAT,
                                names[i], wanted, value);
    }

  return NULL;
}

static char *
compare_error (JsonObject *expected,
               JsonObject *got)
{
  const gboolean none = json_object_get_null_member (expected, "error");
  JsonObject *expected_error;
  JsonObject *got_error;
  const char *expected_type;
  const char *got_type;
  g_autofree char *message = NULL;

  if (none != json_object_get_null_member (got, "error"))
    return describe ("error", none ? "none" : "one",
                     none ? get_string (json_object_get_object_member (got, "error"), "message") : "none");
  if (none)
    return NULL;

  expected_error = json_object_get_object_member (expected, "error");
  got_error = json_object_get_object_member (got, "error");

  expected_type = get_string (expected_error, "type");
  got_type = get_string (got_error, "type");
  if (g_strcmp0 (expected_type, got_type) != 0)
    return describe ("type of the error", expected_type, got_type);

  /* A reader may cut and redact what it shows, and add the cause. */
  message = confab_provider_error_redact (get_string (expected_error, "message"));
  if (!g_str_has_prefix (get_string (got_error, "message"), message))
    return describe ("message of the error", message, get_string (got_error, "message"));

  return NULL;
}

static char *
compare_list (JsonObject *expected,
              JsonObject *got,
              const char *name)
{
  g_autofree char *expected_text = NULL;
  g_autofree char *got_text = NULL;

  if (nodes_equal (json_object_get_member (expected, name), json_object_get_member (got, name)))
    return NULL;

  expected_text = json_to_string (json_object_get_member (expected, name), FALSE);
  got_text = json_to_string (json_object_get_member (got, name), FALSE);

  return describe (name, expected_text, got_text);
}

/**
 * corpus_compare:
 * @expected: what a reader must make of a stream
 * @got: what it made of it
 *
 * Returns: (transfer full) (nullable): the first difference that counts, or %NULL
 */
char *
corpus_compare (JsonObject *expected,
                JsonObject *got)
{
  static const char *const words[] = { "refusal", "stop_reason", "model" };
  const gboolean wanted = json_object_get_boolean_member (expected, "complete");
  char *difference = NULL;

  /* More than one reading is right: it is enough that the reader got through. */
  if (json_object_has_member (expected, "ambiguous") && !json_object_has_member (expected, "alternatives"))
    return NULL;

  difference = compare_texts (expected, got);
  if (difference == NULL)
    difference = compare_text (expected, got, "tool_plan", TRUE);
  if (difference == NULL)
    difference = compare_calls (expected, got, "tool_calls");
  if (difference == NULL)
    difference = compare_calls (expected, got, "server_tool_calls");
  if (difference == NULL)
    difference = compare_list (expected, got, "other");

  for (gsize i = 0; difference == NULL && i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (get_string (expected, words[i]), get_string (got, words[i])) != 0)
      difference = describe (words[i], get_string (expected, words[i]), get_string (got, words[i]));

  if (difference == NULL)
    difference = compare_usage (expected, got);
  if (difference == NULL)
    difference = compare_error (expected, got);

  if (difference == NULL && wanted != json_object_get_boolean_member (got, "complete"))
    difference = g_strdup_printf ("complete: expected %d", wanted);

  return difference;
}
