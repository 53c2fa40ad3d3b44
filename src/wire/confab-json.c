/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-json"

#include "config.h"

#include "confab-json.h"

#include <math.h>
#include <string.h>

/**
 * confab_json_append_string:
 * @buffer: where to append
 * @value: valid UTF-8
 *
 * Appends @value as a JSON string with its quotes. Escapes only what has to be escaped.
 */
void
confab_json_append_string (GString    *buffer,
                           const char *value)
{
  const char *run;

  g_return_if_fail (buffer != NULL);
  g_return_if_fail (value != NULL);

  g_string_append_c (buffer, '"');
  for (run = value; *value != '\0'; value++)
    {
      const guchar c = *value;

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;

      g_string_append_len (buffer, run, value - run);
      run = value + 1;

      switch (c)
        {
        case '"':
          g_string_append (buffer, "\\\"");
          break;
        case '\\':
          g_string_append (buffer, "\\\\");
          break;
        case '\n':
          g_string_append (buffer, "\\n");
          break;
        case '\r':
          g_string_append (buffer, "\\r");
          break;
        case '\t':
          g_string_append (buffer, "\\t");
          break;
        default:
          g_string_append_printf (buffer, "\\u%04x", c);
          break;
        }
    }
  g_string_append_len (buffer, run, value - run);
  g_string_append_c (buffer, '"');
}

/* The shortest form that reads back as the same number. */
static void
append_double (GString *buffer,
               double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      g_string_append (buffer, "null");
      return;
    }

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }

  g_string_append (buffer, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (buffer, ".0");
}

static void
append_node (GString  *buffer,
             JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      {
        JsonObjectIter iter;
        const char *name;
        JsonNode *value;
        gboolean first = TRUE;

        g_string_append_c (buffer, '{');
        json_object_iter_init_ordered (&iter, json_node_get_object (node));
        while (json_object_iter_next_ordered (&iter, &name, &value))
          {
            if (!first)
              g_string_append_c (buffer, ',');
            first = FALSE;
            confab_json_append_string (buffer, name);
            g_string_append_c (buffer, ':');
            append_node (buffer, value);
          }
        g_string_append_c (buffer, '}');
      }
      break;

    case JSON_NODE_ARRAY:
      {
        JsonArray *array = json_node_get_array (node);

        g_string_append_c (buffer, '[');
        for (guint i = 0; i < json_array_get_length (array); i++)
          {
            if (i > 0)
              g_string_append_c (buffer, ',');
            append_node (buffer, json_array_get_element (array, i));
          }
        g_string_append_c (buffer, ']');
      }
      break;

    case JSON_NODE_VALUE:
      switch (json_node_get_value_type (node))
        {
        case G_TYPE_STRING:
          confab_json_append_string (buffer, json_node_get_string (node));
          break;
        case G_TYPE_INT64:
          g_string_append_printf (buffer, "%" G_GINT64_FORMAT, json_node_get_int (node));
          break;
        case G_TYPE_DOUBLE:
          append_double (buffer, json_node_get_double (node));
          break;
        case G_TYPE_BOOLEAN:
          g_string_append (buffer, json_node_get_boolean (node) ? "true" : "false");
          break;
        default:
          g_string_append (buffer, "null");
          break;
        }
      break;

    case JSON_NODE_NULL:
    default:
      g_string_append (buffer, "null");
      break;
    }
}

/**
 * confab_json_to_string:
 * @node: a value
 *
 * Writes a value as compact JSON: members in their order, numbers in the shortest form that reads
 * back the same, text outside ASCII as it is.
 *
 * Returns: (transfer full): the JSON text
 */
char *
confab_json_to_string (JsonNode *node)
{
  g_autoptr(GString) buffer = NULL;

  g_return_val_if_fail (node != NULL, NULL);

  buffer = g_string_new (NULL);
  append_node (buffer, node);

  return g_string_free (g_steal_pointer (&buffer), FALSE);
}

/**
 * confab_json_object_to_string:
 * @object: an object
 *
 * Like confab_json_to_string().
 *
 * Returns: (transfer full): the JSON text
 */
char *
confab_json_object_to_string (JsonObject *object)
{
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);

  return confab_json_to_string (node);
}

/**
 * confab_json_node_object:
 * @node: (nullable): a value
 *
 * Returns: (transfer none) (nullable): the object, or %NULL if it is anything else
 */
JsonObject *
confab_json_node_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * confab_json_node_array:
 * @node: (nullable): a value
 *
 * Returns: (transfer none) (nullable): the array, or %NULL if it is anything else
 */
JsonArray *
confab_json_node_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * confab_json_node_string:
 * @node: (nullable): a value
 *
 * Returns: (transfer none) (nullable): the string, or %NULL if it is anything else
 */
const char *
confab_json_node_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/**
 * confab_json_node_double:
 * @node: (nullable): a value
 * @value: (out): the number
 *
 * Reads a number, also one that is written as a string.
 *
 * Returns: whether there was a finite number
 */
gboolean
confab_json_node_double (JsonNode *node,
                         double   *value)
{
  const char *text;
  double number;

  g_return_val_if_fail (value != NULL, FALSE);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      number = (double) json_node_get_int (node);
      break;
    case G_TYPE_DOUBLE:
      number = json_node_get_double (node);
      break;
    case G_TYPE_STRING:
      {
        char *end = NULL;

        text = json_node_get_string (node);
        number = g_ascii_strtod (text, &end);
        if (end == text || *end != '\0')
          return FALSE;
      }
      break;
    default:
      return FALSE;
    }

  if (!isfinite (number))
    return FALSE;

  *value = number;

  return TRUE;
}

/**
 * confab_json_node_int:
 * @node: (nullable): a value
 * @value: (out): the number
 *
 * Reads a whole number, also one that is written as `3.0` or as a string.
 *
 * Returns: whether there was a number that fits
 */
gboolean
confab_json_node_int (JsonNode *node,
                      gint64   *value)
{
  double number;

  g_return_val_if_fail (value != NULL, FALSE);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    {
      *value = json_node_get_int (node);
      return TRUE;
    }

  if (!confab_json_node_double (node, &number) || number < -9e18 || number > 9e18)
    return FALSE;

  *value = (gint64) number;

  return TRUE;
}

/**
 * confab_json_node_dup_scalar:
 * @node: (nullable): a value
 *
 * Returns: (transfer full) (nullable): a string, number or boolean as text, or %NULL if it is
 *   anything else or empty
 */
char *
confab_json_node_dup_scalar (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      return *text != '\0' ? g_strdup (text) : NULL;
    }

  return confab_json_to_string (node);
}

/**
 * confab_json_get_node:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the member, or %NULL if it is absent or null
 */
JsonNode *
confab_json_get_node (JsonObject *object,
                      const char *name)
{
  JsonNode *node;

  g_return_val_if_fail (name != NULL, NULL);

  node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/**
 * confab_json_get_object:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the member, or %NULL if it is not an object
 */
JsonObject *
confab_json_get_object (JsonObject *object,
                        const char *name)
{
  return confab_json_node_object (confab_json_get_node (object, name));
}

/**
 * confab_json_get_array:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the member, or %NULL if it is not an array
 */
JsonArray *
confab_json_get_array (JsonObject *object,
                       const char *name)
{
  return confab_json_node_array (confab_json_get_node (object, name));
}

/**
 * confab_json_get_string:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the member, or %NULL if it is not a string
 */
const char *
confab_json_get_string (JsonObject *object,
                        const char *name)
{
  return confab_json_node_string (confab_json_get_node (object, name));
}

/**
 * confab_json_get_text:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the member, or %NULL if it is not a string or is empty
 */
const char *
confab_json_get_text (JsonObject *object,
                      const char *name)
{
  const char *text = confab_json_get_string (object, name);

  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * confab_json_get_int:
 * @object: (nullable): an object
 * @name: a member
 * @fallback: what to return if there is no number
 *
 * Returns: the member as a whole number
 */
gint64
confab_json_get_int (JsonObject *object,
                     const char *name,
                     gint64      fallback)
{
  gint64 value;

  return confab_json_node_int (confab_json_get_node (object, name), &value) ? value : fallback;
}

/**
 * confab_json_get_double:
 * @object: (nullable): an object
 * @name: a member
 * @fallback: what to return if there is no number
 *
 * Returns: the member as a number
 */
double
confab_json_get_double (JsonObject *object,
                        const char *name,
                        double      fallback)
{
  double value;

  return confab_json_node_double (confab_json_get_node (object, name), &value) ? value : fallback;
}

/**
 * confab_json_get_boolean:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: whether the member is `true`
 */
gboolean
confab_json_get_boolean (JsonObject *object,
                         const char *name)
{
  JsonNode *node = confab_json_get_node (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/**
 * confab_json_dup_scalar:
 * @object: (nullable): an object
 * @name: a member
 *
 * Returns: (transfer full) (nullable): a string, number or boolean as text, or %NULL if it is
 *   anything else or empty
 */
char *
confab_json_dup_scalar (JsonObject *object,
                        const char *name)
{
  return confab_json_node_dup_scalar (confab_json_get_node (object, name));
}

/**
 * confab_json_array_length:
 * @array: (nullable): an array
 *
 * Returns: how many elements it has
 */
guint
confab_json_array_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

/**
 * confab_json_array_object:
 * @array: (nullable): an array
 * @index: which element
 *
 * Returns: (transfer none) (nullable): the element, or %NULL if it is absent or not an object
 */
JsonObject *
confab_json_array_object (JsonArray *array,
                          guint      index)
{
  if (index >= confab_json_array_length (array))
    return NULL;

  return confab_json_node_object (json_array_get_element (array, index));
}
