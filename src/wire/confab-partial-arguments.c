/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-partial-arguments"

#include "config.h"

#include "confab-partial-arguments.h"

#include "confab-json.h"

#include <string.h>

typedef struct
{
  char   *name;   /* owned, nullable: a member */
  gint64  index;  /* an element, if there is no name */
} Step;

/**
 * ConfabPartialArguments:
 *
 * Builds a tool call's arguments from values that come with the path of where they belong, such as
 * `$.items[0].name`, texts in several pieces.
 */
struct _ConfabPartialArguments
{
  JsonNode *root;       /* owned: an object */
  char     *open_path;  /* owned, nullable: of the text that goes on */
  GString  *open_text;
};

/**
 * confab_partial_arguments_new:
 *
 * Returns: (transfer full): an empty object to be filled
 */
ConfabPartialArguments *
confab_partial_arguments_new (void)
{
  ConfabPartialArguments *self = g_new0 (ConfabPartialArguments, 1);

  self->root = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (self->root, json_object_new ());
  self->open_text = g_string_new (NULL);

  return self;
}

/**
 * confab_partial_arguments_free:
 * @self: (nullable): the builder
 */
void
confab_partial_arguments_free (ConfabPartialArguments *self)
{
  if (self == NULL)
    return;

  json_node_unref (self->root);
  g_free (self->open_path);
  g_string_free (self->open_text, TRUE);
  g_free (self);
}

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_free (step->name);
}

static gboolean
parse_bracket (const char **p,
               Step        *step)
{
  const char *start = *p + 1;
  const char quote = *start;
  const char *end;
  guint64 index;

  if (quote == '\'' || quote == '"')
    {
      g_autoptr(GString) name = g_string_new (NULL);

      for (end = start + 1; *end != '\0' && *end != quote; end++)
        {
          if (*end == '\\' && end[1] != '\0')
            end++;
          g_string_append_c (name, *end);
        }

      if (*end != quote || end[1] != ']')
        return FALSE;

      step->name = g_string_free (g_steal_pointer (&name), FALSE);
      *p = end + 2;
      return TRUE;
    }

  end = strchr (start, ']');
  if (end == NULL || end - start > 9)
    return FALSE;

  {
    g_autofree char *digits = g_strndup (start, end - start);

    if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT32, &index, NULL))
      return FALSE;
  }

  step->index = index;
  *p = end + 1;

  return TRUE;
}

static gboolean
parse_path (const char *path,
            GArray     *steps)
{
  const char *p = path;

  if (*p == '$')
    p++;

  while (*p != '\0')
    {
      Step step = { NULL, -1 };

      if (*p == '[')
        {
          if (!parse_bracket (&p, &step))
            return FALSE;
        }
      else
        {
          gsize length;

          if (*p == '.')
            p++;
          length = strcspn (p, ".[");
          if (length == 0)
            return FALSE;
          step.name = g_strndup (p, length);
          p += length;
        }

      g_array_append_val (steps, step);
      if (steps->len > CONFAB_JSON_MAX_DEPTH / 2)
        return FALSE;
    }

  return steps->len > 0;
}

/* Gets the value at @step of @parent, which becomes an object or array if it is nothing yet. */
static JsonNode *
get_child (JsonNode   *parent,
           const Step *step)
{
  if (step->name != NULL)
    {
      if (JSON_NODE_HOLDS_NULL (parent))
        {
          json_node_init (parent, JSON_NODE_OBJECT);
          json_node_take_object (parent, json_object_new ());
        }
      if (!JSON_NODE_HOLDS_OBJECT (parent))
        return NULL;

      if (!json_object_has_member (json_node_get_object (parent), step->name))
        json_object_set_null_member (json_node_get_object (parent), step->name);

      return json_object_get_member (json_node_get_object (parent), step->name);
    }

  if (JSON_NODE_HOLDS_NULL (parent))
    {
      json_node_init (parent, JSON_NODE_ARRAY);
      json_node_take_array (parent, json_array_new ());
    }
  if (!JSON_NODE_HOLDS_ARRAY (parent))
    return NULL;

  /* Elements come in order; a far one would have to be preceded by memory full of nothing. */
  if (step->index > json_array_get_length (json_node_get_array (parent)))
    return NULL;
  if (step->index == json_array_get_length (json_node_get_array (parent)))
    json_array_add_null_element (json_node_get_array (parent));

  return json_array_get_element (json_node_get_array (parent), step->index);
}

static JsonNode *
find_target (ConfabPartialArguments *self,
             const char             *path)
{
  g_autoptr(GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  JsonNode *node = self->root;

  g_array_set_clear_func (steps, step_clear);
  if (!parse_path (path, steps))
    return NULL;

  for (guint i = 0; node != NULL && i < steps->len; i++)
    node = get_child (node, &g_array_index (steps, Step, i));

  return node;
}

/* A value may be replaced by a value, but not what others were already put into. To initialise a
 * node again would leave it with memory that was freed. */
static gboolean
prepare_value (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    json_node_init (node, JSON_NODE_VALUE);

  return JSON_NODE_HOLDS_VALUE (node);
}

static void
close_text (ConfabPartialArguments *self)
{
  JsonNode *node = self->open_path != NULL ? find_target (self, self->open_path) : NULL;

  if (node != NULL && prepare_value (node))
    json_node_set_string (node, self->open_text->str);

  g_clear_pointer (&self->open_path, g_free);
  g_string_truncate (self->open_text, 0);
}

/**
 * confab_partial_arguments_add:
 * @self: the builder
 * @piece: (nullable): a path and what belongs there
 * @error: return location for an error
 *
 * Puts a value, or a piece of a text, in its place.
 *
 * Returns: %FALSE with %CONFAB_WIRE_ERROR_MALFORMED if there is no such place
 */
gboolean
confab_partial_arguments_add (ConfabPartialArguments  *self,
                              JsonObject              *piece,
                              GError                 **error)
{
  const char *path = confab_json_get_string (piece, "jsonPath");
  const char *text = confab_json_get_string (piece, "stringValue");
  JsonNode *value = NULL;
  JsonNode *target;

  g_return_val_if_fail (self != NULL, FALSE);

  if (path == NULL)
    return TRUE;

  /* A text that goes on is kept apart: to copy it with each piece would take ever longer. */
  if (text != NULL && g_strcmp0 (path, self->open_path) == 0)
    {
      g_string_append (self->open_text, text);
      if (!confab_json_get_boolean (piece, "willContinue"))
        close_text (self);
      return TRUE;
    }

  close_text (self);
  target = find_target (self, path);
  if (target == NULL)
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED,
                           "A tool call's argument has no place");
      return FALSE;
    }

  if (text != NULL)
    {
      self->open_path = g_strdup (path);
      g_string_append (self->open_text, text);
      if (confab_json_get_boolean (piece, "willContinue"))
        return TRUE;
      close_text (self);
      return TRUE;
    }

  if ((value = confab_json_get_node (piece, "numberValue")) != NULL)
    {
      gint64 whole;
      double number;

      if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_INT64 &&
          confab_json_node_int (value, &whole))
        {
          if (prepare_value (target))
            json_node_set_int (target, whole);
        }
      else if (confab_json_node_double (value, &number) && prepare_value (target))
        {
          json_node_set_double (target, number);
        }
    }
  else if ((value = confab_json_get_node (piece, "boolValue")) != NULL)
    {
      if (prepare_value (target))
        json_node_set_boolean (target, confab_json_get_boolean (piece, "boolValue"));
    }

  return TRUE;
}

/**
 * confab_partial_arguments_get_root:
 * @self: the builder
 *
 * Returns: (transfer none): what was built so far
 */
JsonNode *
confab_partial_arguments_get_root (ConfabPartialArguments *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  close_text (self);

  return self->root;
}
