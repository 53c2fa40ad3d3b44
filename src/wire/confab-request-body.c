/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-request-body"

#include "config.h"

#include "confab-request-body.h"

#include "confab-json.h"
#include "confab-json-writer.h"

#include <string.h>

/**
 * ConfabRequestBody:
 *
 * The outermost object of a request, one piece of JSON text for each member, in order.
 *
 * The messages in it are final text and may hold signed pieces that must not be written anew; only
 * the few members which the catalogue or the person amend are ever read back.
 */
struct _ConfabRequestBody
{
  GPtrArray *members;  /* owned, of Member */
};

typedef struct
{
  char *name;  /* owned */
  char *json;  /* owned */
} Member;

static void
member_free (gpointer data)
{
  Member *member = data;

  g_free (member->name);
  g_free (member->json);
  g_free (member);
}

static Member *
find_member (ConfabRequestBody *self,
             const char        *name)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      Member *member = g_ptr_array_index (self->members, i);

      if (strcmp (member->name, name) == 0)
        return member;
    }

  return NULL;
}

/* As RFC 7396 merges: objects member by member, null removes, everything else replaces. */
static void
merge_objects (JsonObject *target,
               JsonObject *patch)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, patch);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      JsonNode *old = json_object_get_member (target, name);

      if (JSON_NODE_HOLDS_NULL (value))
        json_object_remove_member (target, name);
      else if (JSON_NODE_HOLDS_OBJECT (value))
        {
          if (old == NULL || !JSON_NODE_HOLDS_OBJECT (old))
            json_object_set_object_member (target, name, json_object_new ());
          merge_objects (json_object_get_object_member (target, name), json_node_get_object (value));
        }
      else
        json_object_set_member (target, name, json_node_copy (value));
    }
}

static char *
merge_json (const char *json,
            JsonNode   *patch)
{
  g_autoptr(JsonNode) target = confab_json_parse (json, strlen (json), NULL);

  if (target == NULL || !JSON_NODE_HOLDS_OBJECT (target))
    {
      g_clear_pointer (&target, json_node_unref);
      target = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (target, json_object_new ());
    }

  merge_objects (json_node_get_object (target), json_node_get_object (patch));

  return confab_json_to_string (target);
}

/**
 * confab_request_body_new:
 *
 * Returns: (transfer full): an object without members
 */
ConfabRequestBody *
confab_request_body_new (void)
{
  ConfabRequestBody *self = g_new0 (ConfabRequestBody, 1);

  self->members = g_ptr_array_new_with_free_func (member_free);

  return self;
}

/**
 * confab_request_body_free:
 * @self: (nullable) (transfer full): a body
 *
 * Drops it.
 */
void
confab_request_body_free (ConfabRequestBody *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->members);
  g_free (self);
}

/**
 * confab_request_body_finish:
 * @self: (transfer full): a body
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
confab_request_body_finish (ConfabRequestBody *self)
{
  g_autoptr(ConfabRequestBody) body = self;
  GString *text;
  gsize size = strlen ("{}");

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < body->members->len; i++)
    {
      const Member *member = g_ptr_array_index (body->members, i);

      size += strlen (member->name) + strlen (member->json) + strlen ("\"\":,");
    }

  /* Pictures are megabytes: room for all at once, and nothing is kept twice for longer than it takes. */
  text = g_string_sized_new (size);
  g_string_append_c (text, '{');
  for (guint i = 0; i < body->members->len; i++)
    {
      Member *member = g_ptr_array_index (body->members, i);

      if (i > 0)
        g_string_append_c (text, ',');
      confab_json_append_string (text, member->name);
      g_string_append_c (text, ':');
      g_string_append (text, member->json);
      g_clear_pointer (&member->json, g_free);
    }
  g_string_append_c (text, '}');

  return g_string_free_to_bytes (text);
}

/**
 * confab_request_body_take_json:
 * @name: a member's name
 * @json: (transfer full): its value, one valid JSON value
 *
 * Sets a member, in its old place if it was there before.
 */
void
confab_request_body_take_json (ConfabRequestBody *self,
                               const char        *name,
                               char              *json)
{
  Member *member;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (json != NULL);

  member = find_member (self, name);
  if (member == NULL)
    {
      member = g_new0 (Member, 1);
      member->name = g_strdup (name);
      g_ptr_array_add (self->members, member);
    }

  g_free (member->json);
  member->json = json;
}

/**
 * confab_request_body_set_string:
 * @name: a member's name
 * @value: its value
 *
 * Sets a member to a string.
 */
void
confab_request_body_set_string (ConfabRequestBody *self,
                                const char        *name,
                                const char        *value)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_add_string (writer, value);
  confab_request_body_take_json (self, name, confab_json_writer_finish (g_steal_pointer (&writer)));
}

/**
 * confab_request_body_set_int:
 * @name: a member's name
 * @value: its value
 *
 * Sets a member to a whole number.
 */
void
confab_request_body_set_int (ConfabRequestBody *self,
                             const char        *name,
                             gint64             value)
{
  confab_request_body_take_json (self, name, g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

/**
 * confab_request_body_set_double:
 * @name: a member's name
 * @value: its value
 *
 * Sets a member to a number.
 */
void
confab_request_body_set_double (ConfabRequestBody *self,
                                const char        *name,
                                double             value)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_add_double (writer, value);
  confab_request_body_take_json (self, name, confab_json_writer_finish (g_steal_pointer (&writer)));
}

/**
 * confab_request_body_set_boolean:
 * @name: a member's name
 * @value: its value
 *
 * Sets a member to `true` or `false`.
 */
void
confab_request_body_set_boolean (ConfabRequestBody *self,
                                 const char        *name,
                                 gboolean           value)
{
  confab_request_body_take_json (self, name, g_strdup (value ? "true" : "false"));
}

/**
 * confab_request_body_merge:
 * @members: (nullable): members to add
 *
 * Adds members as a JSON merge patch does: an object is merged into an object that is there, null
 * takes a member away, everything else replaces.
 */
void
confab_request_body_merge (ConfabRequestBody *self,
                           JsonObject        *members)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  g_return_if_fail (self != NULL);

  if (members == NULL)
    return;

  json_object_iter_init_ordered (&iter, members);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      Member *member = find_member (self, name);

      if (JSON_NODE_HOLDS_NULL (value))
        {
          if (member != NULL)
            g_ptr_array_remove (self->members, member);
        }
      else if (JSON_NODE_HOLDS_OBJECT (value))
        {
          confab_request_body_take_json (self, name, merge_json (member != NULL ? member->json : "{}", value));
        }
      else
        {
          confab_request_body_take_json (self, name, confab_json_to_string (value));
        }
    }
}

/**
 * confab_request_body_parse_members:
 * @json: (nullable): a JSON object
 * @what: where it comes from, for the error
 * @error: return location; %CONFAB_WIRE_ERROR_MALFORMED if @json is something else
 *
 * Reads members that are to be merged later.
 *
 * Returns: (transfer full) (nullable): the members, %NULL on error; without members if @json is %NULL
 */
JsonObject *
confab_request_body_parse_members (const char  *json,
                                   const char  *what,
                                   GError     **error)
{
  g_autoptr(JsonNode) node = NULL;

  if (json == NULL || *json == '\0')
    return json_object_new ();

  node = confab_json_parse (json, strlen (json), NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED,
                   "%s: not a JSON object", what);
      return NULL;
    }

  return json_node_dup_object (node);
}
