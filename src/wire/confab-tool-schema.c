/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-tool-schema"

#include "config.h"

#include "confab-tool-schema.h"

#include "confab-json.h"

#include <string.h>

/* How deep a simplified schema may be, references included. One that refers to itself ends there. */
#define MAX_DEPTH 24

/* How many schemas one may become when each reference is replaced by what it refers to. */
#define MAX_SCHEMAS 2000

#define WHATEVER "{\"type\":\"object\",\"properties\":{}}"

/* What Google's OpenAPI schemas know and mean as JSON Schema does. Everything else is refused with
 * the whole request, wherever it stands. */
static const char *const kept[] = {
  "description", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum", "nullable", "pattern", "title",
  NULL,
};

static const char *const formats[] = { "date-time", "double", "enum", "float", "int32", "int64", NULL };

typedef struct
{
  JsonObject *root;       /* borrowed */
  guint       n_schemas;
} Context;

static JsonObject *simplify (Context    *context,
                             JsonObject *source,
                             guint       depth);

/* Simplifies a part of a schema, or takes it over if that was done. */
static JsonNode *
new_part (Context  *context,
          JsonNode *part,
          gboolean  is_simple,
          guint     depth)
{
  JsonNode *node;

  if (is_simple)
    return json_node_copy (part);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, simplify (context, confab_json_node_object (part), depth + 1));

  return node;
}

static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  json_object_set_string_member (object, name, value);
}

static gboolean
is_null_type (JsonObject *schema)
{
  return g_strcmp0 (confab_json_get_string (schema, "type"), "null") == 0;
}

/* Follows a reference within the document. */
static JsonObject *
resolve (Context    *context,
         const char *reference)
{
  g_auto(GStrv) steps = NULL;
  JsonObject *object = context->root;

  if (strcmp (reference, "#") == 0)
    return object;
  if (!g_str_has_prefix (reference, "#/"))
    return NULL;

  steps = g_strsplit (reference + strlen ("#/"), "/", -1);
  for (guint i = 0; object != NULL && steps[i] != NULL; i++)
    object = confab_json_get_object (object, steps[i]);

  return object;
}

static void
add_properties (Context    *context,
                JsonObject *target,
                JsonObject *source,
                gboolean    is_simple,
                guint       depth)
{
  JsonObject *properties = confab_json_get_object (source, "properties");
  JsonObject *simple = confab_json_get_object (target, "properties");
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (properties == NULL)
    return;

  if (simple == NULL)
    {
      simple = json_object_new ();
      json_object_set_object_member (target, "properties", simple);
    }

  json_object_iter_init_ordered (&iter, properties);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (simple, name, new_part (context, value, is_simple, depth));
}

/* What is required but not described is refused too. */
static void
add_required (JsonObject *target,
              JsonObject *source)
{
  JsonArray *required = confab_json_get_array (source, "required");
  JsonObject *properties = confab_json_get_object (target, "properties");
  JsonArray *simple = confab_json_get_array (target, "required");

  for (guint i = 0; i < confab_json_array_length (required); i++)
    {
      const char *name = confab_json_node_string (json_array_get_element (required, i));

      if (name == NULL || properties == NULL || !json_object_has_member (properties, name))
        continue;

      if (simple == NULL)
        {
          simple = json_array_new ();
          json_object_set_array_member (target, "required", simple);
        }
      json_array_add_string_element (simple, name);
    }
}

/* There are no values but texts to choose from. */
static void
add_choice (JsonObject *target,
            JsonObject *source)
{
  JsonArray *values = confab_json_get_array (source, "enum");
  const char *only = confab_json_get_string (source, "const");
  JsonArray *simple;

  if (values == NULL && only == NULL)
    return;

  simple = json_array_new ();
  if (values == NULL)
    json_array_add_string_element (simple, only);
  for (guint i = 0; i < confab_json_array_length (values); i++)
    {
      const char *value = confab_json_node_string (json_array_get_element (values, i));

      if (value != NULL)
        json_array_add_string_element (simple, value);
    }

  if (json_array_get_length (simple) == confab_json_array_length (values) || only != NULL)
    {
      set_string (target, "type", "string");
      json_object_set_array_member (target, "enum", simple);
    }
  else
    {
      json_array_unref (simple);
    }
}

/* One of several types, of which "null" is a member of its own. */
static void
add_type (JsonObject *target,
          JsonObject *source)
{
  JsonArray *types = confab_json_get_array (source, "type");
  const char *type = confab_json_get_string (source, "type");
  JsonArray *any = NULL;

  if (type != NULL)
    {
      set_string (target, "type", type);
      return;
    }

  for (guint i = 0; i < confab_json_array_length (types); i++)
    {
      const char *each = confab_json_node_string (json_array_get_element (types, i));

      if (g_strcmp0 (each, "null") == 0)
        {
          json_object_set_boolean_member (target, "nullable", TRUE);
        }
      else if (each != NULL && type == NULL)
        {
          type = each;
        }
      else if (each != NULL)
        {
          JsonObject *other = json_object_new ();

          if (any == NULL)
            any = json_array_new ();
          set_string (other, "type", each);
          json_array_add_object_element (any, other);
        }
    }

  if (any == NULL)
    {
      if (type != NULL)
        set_string (target, "type", type);
    }
  else
    {
      JsonObject *first = json_object_new ();

      set_string (first, "type", type);
      json_array_add_object_element (any, first);
      json_object_set_array_member (target, "anyOf", any);
    }
}

/* Adds what @source says to @target, in which something may be already. Alternatives are only taken
 * over where they are simple. */
static void
merge (Context    *context,
       JsonObject *target,
       JsonObject *source,
       gboolean    is_simple,
       guint       depth)
{
  const char *format = confab_json_get_string (source, "format");
  JsonNode *items = confab_json_get_node (source, "items");

  for (guint i = 0; kept[i] != NULL; i++)
    {
      JsonNode *value = confab_json_get_node (source, kept[i]);

      if (value != NULL && JSON_NODE_HOLDS_VALUE (value))
        json_object_set_member (target, kept[i], json_node_copy (value));
    }

  if (format != NULL && g_strv_contains (formats, format))
    set_string (target, "format", format);
  add_type (target, source);
  add_choice (target, source);
  if (confab_json_node_object (items) != NULL)
    json_object_set_member (target, "items", new_part (context, items, is_simple, depth));
  add_properties (context, target, source, is_simple, depth);
  add_required (target, source);
  if (is_simple && confab_json_get_array (source, "anyOf") != NULL)
    json_object_set_member (target, "anyOf", json_node_copy (json_object_get_member (source, "anyOf")));
}

/* Alternatives; one that is nothing at all makes the others optional, and a single one needs no list. */
static void
add_alternatives (Context    *context,
                  JsonObject *target,
                  JsonArray  *alternatives,
                  guint       depth)
{
  g_autoptr(JsonArray) simple = json_array_new ();

  for (guint i = 0; i < confab_json_array_length (alternatives); i++)
    {
      JsonObject *alternative = confab_json_array_object (alternatives, i);

      if (is_null_type (alternative))
        json_object_set_boolean_member (target, "nullable", TRUE);
      else if (alternative != NULL)
        json_array_add_object_element (simple, simplify (context, alternative, depth + 1));
    }

  if (json_array_get_length (simple) == 1)
    {
      JsonObject *only = json_array_get_object_element (simple, 0);
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, only);
      while (json_object_iter_next_ordered (&iter, &name, &value))
        if (!json_object_has_member (target, name))
          json_object_set_member (target, name, json_node_copy (value));
    }
  else if (json_array_get_length (simple) > 1)
    {
      json_object_set_array_member (target, "anyOf", json_array_ref (simple));
    }
}

static JsonObject *
simplify (Context    *context,
          JsonObject *source,
          guint       depth)
{
  JsonObject *target = json_object_new ();
  const char *reference = confab_json_get_string (source, "$ref");
  JsonArray *all = confab_json_get_array (source, "allOf");
  JsonArray *any = confab_json_get_array (source, "anyOf");

  if (source == NULL)
    return target;

  if (depth > MAX_DEPTH || ++context->n_schemas > MAX_SCHEMAS)
    {
      set_string (target, "type", "object");
      return target;
    }

  if (reference != NULL)
    {
      JsonObject *referred = resolve (context, reference);
      g_autoptr(JsonObject) simple = referred != NULL ? simplify (context, referred, depth + 1) : NULL;

      merge (context, target, simple, TRUE, depth);
    }

  for (guint i = 0; i < confab_json_array_length (all); i++)
    {
      g_autoptr(JsonObject) each = simplify (context, confab_json_array_object (all, i), depth + 1);

      merge (context, target, each, TRUE, depth);
    }

  merge (context, target, source, FALSE, depth);
  if (any == NULL)
    any = confab_json_get_array (source, "oneOf");
  add_alternatives (context, target, any, depth);

  return target;
}

/**
 * confab_tool_schema_simplify:
 * @schema: a JSON Schema
 *
 * Says the same in what OpenAPI knows, as far as that goes: references are replaced by what they
 * refer to, types by one type that may be null, constants by a choice of one, and what has no word
 * there is left out. Google refuses every other keyword where it reads schemas as OpenAPI does.
 *
 * Returns: (transfer full): a schema of an object
 */
char *
confab_tool_schema_simplify (const char *schema)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonObject) simple = NULL;
  Context context = { 0 };

  g_return_val_if_fail (schema != NULL, NULL);

  if (g_utf8_validate (schema, -1, NULL))
    node = confab_json_parse (schema, strlen (schema), NULL);
  context.root = confab_json_node_object (node);
  if (context.root == NULL)
    return g_strdup (WHATEVER);

  simple = simplify (&context, context.root, 0);
  set_string (simple, "type", "object");
  if (confab_json_get_object (simple, "properties") == NULL)
    json_object_set_object_member (simple, "properties", json_object_new ());

  return confab_json_object_to_string (simple);
}
