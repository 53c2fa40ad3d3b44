/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-json-member"

#include "config.h"

#include "confab-json-member-private.h"

#include <string.h>

/* Reading JSON that a person may have written. json-glib's getters abort or lie when a member has
 * another type than expected; these say what is wrong. Values never get into the messages, for
 * they may be keys. All errors are CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE but that of a newer
 * version. */

static void
on_parser_error_cb (JsonParser *parser,
                    GError     *error,
                    guint      *line)
{
  /* The parser forgets its position before it returns. */
  *line = json_parser_get_current_line (parser);
}

static JsonNode *
get_member (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
refuse_type (const char  *name,
             const char  *expected,
             GError     **error)
{
  g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
               "“%s” must be %s", name, expected);
  return FALSE;
}

/* As the library reads it: with comments as C has them. */
static gboolean
is_too_deep (const char *text,
             gsize       length)
{
  const char *end = text + length;
  guint depth = 0;

  for (const char *p = text; p < end; p++)
    {
      if (*p == '"')
        {
          for (p++; p < end && *p != '"'; p++)
            if (*p == '\\')
              p++;
        }
      else if (end - p >= 2 && p[0] == '/' && (p[1] == '/' || p[1] == '*'))
        {
          const char *mark = p[1] == '/' ? "\n" : "*/";
          const char *close = g_strstr_len (p + 2, end - p - 2, mark);

          if (close == NULL)
            return FALSE;
          p = close + strlen (mark) - 1;
        }
      else if (*p == '{' || *p == '[')
        {
          if (++depth > CONFAB_JSON_FILE_MAX_DEPTH)
            return TRUE;
        }
      else if ((*p == '}' || *p == ']') && depth > 0)
        {
          depth--;
        }
    }

  return FALSE;
}

/**
 * confab_json_parse_object:
 * @contents: JSON text
 * @error: where to say why not
 *
 * Reads a text whose outermost value is an object.
 *
 * Returns: (transfer full): the object
 */
JsonObject *
confab_json_parse_object (GBytes  *contents,
                          GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) parse_error = NULL;
  JsonNode *root;
  const char *text;
  gsize length;
  guint line = 0;

  g_return_val_if_fail (contents != NULL, NULL);

  text = g_bytes_get_data (contents, &length);
  if (length == 0)
    text = "";
  if (!g_utf8_validate (text, length, NULL))
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR,
                           CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                           "This is not text in UTF-8");
      return NULL;
    }

  if (is_too_deep (text, length))
    {
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                   "It is nested more than %d levels deep", CONFAB_JSON_FILE_MAX_DEPTH);
      return NULL;
    }

  g_signal_connect (parser, "error", G_CALLBACK (on_parser_error_cb), &line);
  if (!json_parser_load_from_data (parser, text, length, &parse_error))
    {
      /* The parser's own message quotes the text, and with it perhaps a key. */
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                   "Line %u is not valid JSON", MAX (line, 1));
      return NULL;
    }

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR,
                           CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                           "The outermost value must be a JSON object");
      return NULL;
    }

  return json_object_ref (json_node_get_object (root));
}

/* Of the library 0.7 comes as 0.69999999999999996. What has fewer digits and means the same is what a
 * person wrote, and finds again. */
static void
append_number (GString    *result,
               const char *number,
               gsize       length)
{
  char shorter[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *longer = g_strndup (number, length);
  const double value = g_ascii_strtod (longer, NULL);

  g_ascii_formatd (shorter, sizeof shorter, "%.15g", value);
  if (strchr (longer, '.') != NULL && strlen (shorter) < length && strpbrk (shorter, ".e") != NULL &&
      g_ascii_strtod (shorter, NULL) == value)
    g_string_append (result, shorter);
  else
    g_string_append_len (result, number, length);
}

/**
 * confab_json_to_text:
 * @node: a value
 *
 * Returns: (transfer full): JSON for people, in lines, with numbers as a person writes them
 */
char *
confab_json_to_text (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, TRUE);
  GString *result = g_string_sized_new (strlen (text));
  const char *p = text;

  while (*p != '\0')
    {
      gsize length = 1;

      if (*p == '"')
        {
          while (p[length] != '"')
            length += p[length] == '\\' ? 2 : 1;
          g_string_append_len (result, p, ++length);
        }
      else if (g_ascii_isdigit (*p))
        {
          length = strspn (p, "0123456789.eE+-");
          append_number (result, p, length);
        }
      else
        {
          g_string_append_c (result, *p);
        }
      p += length;
    }

  return g_string_free (result, FALSE);
}

/**
 * confab_json_member_string:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none) (nullable): its value, or %NULL when it is absent or null
 * @error: where to say why not
 *
 * Returns: whether the member is a string or not there
 */
gboolean
confab_json_member_string (JsonObject  *object,
                           const char  *name,
                           const char **value,
                           GError     **error)
{
  JsonNode *node = get_member (object, name);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!is_string (node))
    return refuse_type (name, "a string", error);

  *value = json_node_get_string (node);
  return TRUE;
}

/**
 * confab_json_member_boolean:
 * @object: an object
 * @name: a member
 * @value: (inout): its value, left alone when it is absent or null
 * @error: where to say why not
 *
 * Returns: whether the member is a boolean or not there
 */
gboolean
confab_json_member_boolean (JsonObject  *object,
                            const char  *name,
                            gboolean    *value,
                            GError     **error)
{
  JsonNode *node = get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse_type (name, "true or false", error);

  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * confab_json_member_int:
 * @object: an object
 * @name: a member
 * @value: (inout): its value, unchanged when it is absent or null
 * @error: where to say why not
 *
 * Returns: whether the member is a whole number or not there
 */
gboolean
confab_json_member_int (JsonObject  *object,
                        const char  *name,
                        gint64      *value,
                        GError     **error)
{
  JsonNode *node = get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse_type (name, "a whole number", error);

  *value = json_node_get_int (node);
  return TRUE;
}

/**
 * confab_json_member_strv:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer full): its strings, none when it is absent or null
 * @error: where to say why not
 *
 * Returns: whether the member is an array of strings or not there
 */
gboolean
confab_json_member_strv (JsonObject   *object,
                         const char   *name,
                         char       ***value,
                         GError      **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = NULL;

  *value = NULL;
  if (!confab_json_member_array (object, name, &array, error))
    return FALSE;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!is_string (node))
        return refuse_type (name, "an array of strings", error);
      g_strv_builder_add (builder, json_node_get_string (node));
    }

  *value = g_strv_builder_end (builder);
  return TRUE;
}

/**
 * confab_json_member_object:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none) (nullable): its value, or %NULL when it is absent or null
 * @error: where to say why not
 *
 * Returns: whether the member is an object or not there
 */
gboolean
confab_json_member_object (JsonObject  *object,
                           const char  *name,
                           JsonObject **value,
                           GError     **error)
{
  JsonNode *node = get_member (object, name);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse_type (name, "an object", error);

  *value = json_node_get_object (node);
  return TRUE;
}

/**
 * confab_json_member_array:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none) (nullable): its value, or %NULL when it is absent or null
 * @error: where to say why not
 *
 * Returns: whether the member is an array or not there
 */
gboolean
confab_json_member_array (JsonObject  *object,
                          const char  *name,
                          JsonArray  **value,
                          GError     **error)
{
  JsonNode *node = get_member (object, name);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse_type (name, "an array", error);

  *value = json_node_get_array (node);
  return TRUE;
}

/**
 * confab_json_check_version:
 * @object: the outermost object
 * @known: the newest version that is understood
 * @error: where to say why not
 *
 * Looks at the member `version`. A file without one was written by hand and counts as version 1.
 *
 * Returns: whether the version is understood
 */
gboolean
confab_json_check_version (JsonObject  *object,
                           gint64       known,
                           GError     **error)
{
  JsonNode *node = get_member (object, "version");

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 1)
    return refuse_type ("version", "a whole number from 1 on", error);

  if (json_node_get_int (node) > known)
    {
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW,
                   "Version %" G_GINT64_FORMAT " was written by a newer Confab; "
                   "this one understands %" G_GINT64_FORMAT, json_node_get_int (node), known);
      return FALSE;
    }

  return TRUE;
}

/**
 * confab_json_check_members:
 * @object: an object
 * @known: (array zero-terminated=1): the names it may have
 * @error: where to say why not
 *
 * Finds misspelt names, where there is nobody who could have added new ones.
 *
 * Returns: whether every member is known
 */
gboolean
confab_json_check_members (JsonObject          *object,
                           const char * const  *known,
                           GError             **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      {
        g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                     "“%s” is not a member that is known here", name);
        return FALSE;
      }

  return TRUE;
}
