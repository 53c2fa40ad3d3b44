/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-option-body"

#include "config.h"

#include "confab-json-member-private.h"
#include "confab-provider-option-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Members that a person adds to the body of every question. */

/* A whole number of more digits does not fit into 64 bits. */
#define MAX_DIGITS 18

/* What the program itself writes, in any dialect: another model, other messages or another way of
 * answering would make nonsense of what it believes to have asked for. */
static const char * const reserved_members[] = {
  "model", "messages", "input", "contents", "stream", "stream_options", "tools", "tool_choice", "toolConfig",
  "functions", "function_call", "system", "systemInstruction", "system_instruction", "instructions", "include",
  "previous_response_id", "conversation", "background", "anthropic_version",
};

static const char * const secret_members[] = {
  "api_key", "apiKey", "api-key", "key", "authorization", "access_token", "token", "password",
};

/* Some servers do not care for the case of names. */
static const char *
find_name (const char * const *names,
           gsize               n_names,
           const char         *name)
{
  for (gsize i = 0; i < n_names; i++)
    if (g_ascii_strcasecmp (names[i], name) == 0)
      return names[i];

  return NULL;
}

/* The JSON library recurses without an end, whole numbers wrap around in it, and texts end where a NUL is.
 * Returns: what of that would happen, translated */
static const char *
find_excess (const char *text)
{
  guint depth = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        {
          for (p++; *p != '\0' && *p != '"'; p++)
            {
              if (g_str_has_prefix (p, "\\u0000"))
                return _("A text in the JSON cannot be read.");
              if (*p == '\\' && p[1] != '\0')
                p++;
            }
          if (*p == '\0')
            return NULL;
        }
      else if (*p == '{' || *p == '[')
        {
          if (++depth > CONFAB_PROVIDER_OPTION_MAX_BODY_DEPTH)
            return _("The JSON is nested too deeply.");
        }
      else if ((*p == '}' || *p == ']') && depth > 0)
        {
          depth--;
        }
      else if (g_ascii_isdigit (*p))
        {
          const gsize length = strspn (p, "0123456789");

          if (length > MAX_DIGITS && p[length] != '.' && (p == text || p[-1] != '.'))
            return _("A number has too many digits.");
          p += length - 1;
        }
    }

  return NULL;
}

static gboolean
is_text (const char *text)
{
  return text == NULL || g_utf8_validate (text, -1, NULL);
}

/* An escape can stand for half a character, of which the library makes what is no text. */
static gboolean
has_valid_text (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        if (!is_text (name) || !has_valid_text (value))
          return FALSE;

      return TRUE;
    }

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!has_valid_text (json_array_get_element (array, i)))
          return FALSE;

      return TRUE;
    }

  return !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING ||
         is_text (json_node_get_string (node));
}

static gboolean
check_members (JsonObject  *object,
               GError     **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      const char *reserved = find_name (reserved_members, G_N_ELEMENTS (reserved_members), name);

      if (reserved != NULL)
        {
          g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION,
                       /* Translators: the name of a field in a request, such as “model” */
                       _("Confab itself sets “%s”. Leave it out."), reserved);
          return FALSE;
        }
      if (find_name (secret_members, G_N_ELEMENTS (secret_members), name) != NULL)
        {
          g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION,
                               _("A key would be kept in plain text here. Keys go into the key field."));
          return FALSE;
        }
    }

  return TRUE;
}

/* confab_provider_option_check_body:
 *
 * Returns: (transfer full): the JSON object, in lines
 */
char *
confab_provider_option_check_body (const char  *text,
                                   GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(JsonNode) node = NULL;
  const char *sentence = find_excess (text);

  if (sentence != NULL)
    return confab_provider_option_refuse (error, sentence);

  object = confab_json_parse_object (bytes, NULL);
  if (object == NULL)
    return confab_provider_option_refuse (error, _("This is not a JSON object. Write it like { \"top_p\": 0.9 }."));

  node = json_node_init_object (json_node_alloc (), object);
  if (!has_valid_text (node))
    return confab_provider_option_refuse (error, _("A text in the JSON cannot be read."));
  if (!check_members (object, error))
    return NULL;

  return confab_json_to_text (node);
}
