/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-reasoning-details"

#include "config.h"

#include "confab-reasoning-details.h"

#include "confab-json.h"

/* More items than this are not kept; the rest would not be accepted back either. */
#define MAX_ITEMS 4096

/* Members that come in pieces. */
static const char *const grown_names[] = { "text", "summary", "data", "thinking" };

typedef struct
{
  JsonObject *object;                               /* owned: the first piece */
  GString    *grown[G_N_ELEMENTS (grown_names)];    /* owned, nullable */
} Item;

/**
 * ConfabReasoningDetails:
 *
 * Puts `reasoning_details`, or `thinking_blocks`, together from the pieces of a stream, so that they
 * can be sent back as the model made them: neighbours of one type and index are one item. Blocks
 * have no index; each ends with its signature, and what is hidden comes whole.
 */
struct _ConfabReasoningDetails
{
  GPtrArray *items;  /* (element-type Item) */
};

static void
item_free (gpointer data)
{
  Item *item = data;

  json_object_unref (item->object);
  for (gsize i = 0; i < G_N_ELEMENTS (grown_names); i++)
    if (item->grown[i] != NULL)
      g_string_free (item->grown[i], TRUE);
  g_free (item);
}

/**
 * confab_reasoning_details_new:
 *
 * Returns: (transfer full): an empty list
 */
ConfabReasoningDetails *
confab_reasoning_details_new (void)
{
  ConfabReasoningDetails *self = g_new0 (ConfabReasoningDetails, 1);

  self->items = g_ptr_array_new_with_free_func (item_free);

  return self;
}

/**
 * confab_reasoning_details_free:
 * @self: (nullable): the list
 */
void
confab_reasoning_details_free (ConfabReasoningDetails *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->items);
  g_free (self);
}

static gboolean
same_scalar (JsonObject *a,
             JsonObject *b,
             const char *name)
{
  g_autofree char *a_text = confab_json_dup_scalar (a, name);
  g_autofree char *b_text = confab_json_dup_scalar (b, name);

  return g_strcmp0 (a_text, b_text) == 0;
}

static gboolean
continues (const Item *item,
           JsonObject *piece)
{
  const char *item_id = confab_json_get_text (item->object, "id");
  const char *piece_id = confab_json_get_text (piece, "id");

  if (!same_scalar (item->object, piece, "type") || !same_scalar (item->object, piece, "index"))
    return FALSE;

  if (g_strcmp0 (confab_json_get_string (piece, "type"), "redacted_thinking") == 0)
    return FALSE;
  if (confab_json_get_text (piece, "thinking") != NULL &&
      confab_json_get_text (item->object, "signature") != NULL)
    return FALSE;

  return item_id == NULL || piece_id == NULL || g_str_equal (item_id, piece_id);
}

static void
add_to_item (Item       *item,
             JsonObject *piece)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  for (gsize i = 0; i < G_N_ELEMENTS (grown_names); i++)
    {
      const char *text = confab_json_get_string (piece, grown_names[i]);

      if (text == NULL)
        continue;
      if (item->grown[i] == NULL)
        item->grown[i] = g_string_new (NULL);
      g_string_append (item->grown[i], text);
    }

  if (piece == item->object)
    return;

  json_object_iter_init (&iter, piece);
  while (json_object_iter_next (&iter, &name, &value))
    {
      if (g_strv_contains (((const char *const[]) { "text", "summary", "data", "thinking", NULL }), name))
        continue;

      if (!JSON_NODE_HOLDS_NULL (value) || !json_object_has_member (item->object, name))
        json_object_set_member (item->object, name, json_node_copy (value));
    }
}

/**
 * confab_reasoning_details_add:
 * @self: the list
 * @pieces: what one piece of the stream brings; is taken over
 *
 * Returns: %FALSE if there are more items than can be kept
 */
gboolean
confab_reasoning_details_add (ConfabReasoningDetails *self,
                              JsonArray              *pieces)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < confab_json_array_length (pieces); i++)
    {
      JsonObject *piece = confab_json_array_object (pieces, i);
      Item *item = self->items->len > 0 ? g_ptr_array_index (self->items, self->items->len - 1) : NULL;

      if (piece == NULL)
        continue;

      if (item == NULL || !continues (item, piece))
        {
          if (self->items->len >= MAX_ITEMS)
            return FALSE;

          item = g_new0 (Item, 1);
          item->object = json_object_ref (piece);
          g_ptr_array_add (self->items, item);
        }

      add_to_item (item, piece);
    }

  return TRUE;
}

/**
 * confab_reasoning_details_to_json:
 * @self: the list
 *
 * Returns: (transfer full): the whole list as a JSON array
 */
char *
confab_reasoning_details_to_json (ConfabReasoningDetails *self)
{
  g_autoptr(JsonArray) array = NULL;
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  array = json_array_new ();
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      for (gsize n = 0; n < G_N_ELEMENTS (grown_names); n++)
        if (item->grown[n] != NULL)
          json_object_set_string_member (item->object, grown_names[n], item->grown[n]->str);

      json_array_add_object_element (array, json_object_ref (item->object));
    }

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_set_array (node, array);

  return confab_json_to_string (node);
}

/**
 * confab_reasoning_details_peek_text:
 * @piece: (nullable): a piece of an item
 *
 * Returns: (transfer none) (nullable): its readable text
 */
const char *
confab_reasoning_details_peek_text (JsonObject *piece)
{
  static const char *const names[] = { "text", "summary", "thinking" };
  const char *text = NULL;

  for (gsize i = 0; text == NULL && i < G_N_ELEMENTS (names); i++)
    text = confab_json_get_text (piece, names[i]);

  return text;
}
