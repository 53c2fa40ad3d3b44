/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-wire-item"

#include "config.h"

#include "confab-wire-item.h"

#include "confab-json.h"

#include <string.h>

static gboolean
all_digits (const char *text,
            gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;

  return TRUE;
}

/* The length of a model's name without the date or the word by which a provider tells one release
 * of it from the next. */
static gsize
model_stem_length (const char *model)
{
  gsize length = strlen (model);

  if (g_str_has_suffix (model, "-latest"))
    return length - strlen ("-latest");

  /* …-20250929 and …@20250929 */
  if (length > 9 && (model[length - 9] == '-' || model[length - 9] == '@') &&
      all_digits (model + length - 8, 8))
    return length - 9;

  /* …-2025-09-29 */
  if (length > 11 && model[length - 11] == '-' && all_digits (model + length - 10, 4) &&
      model[length - 6] == '-' && all_digits (model + length - 5, 2) &&
      model[length - 3] == '-' && all_digits (model + length - 2, 2))
    return length - 11;

  /* …-001 */
  if (length > 4 && g_str_has_prefix (model + length - 4, "-0") && all_digits (model + length - 3, 3))
    return length - 4;

  return length;
}

/**
 * confab_wire_is_blank:
 * @text: a text
 *
 * Returns: whether there is nothing but white space in it
 */
gboolean
confab_wire_is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return *text == '\0';
}

/**
 * confab_wire_is_same_model:
 * @asked: (nullable): the name of the model that is asked
 * @answered: (nullable): how a model named itself in its reply
 *
 * An alias is answered under the name of the release it stands for, and what that release signed
 * it accepts.
 *
 * Returns: whether both are the same model, as far as names tell
 */
gboolean
confab_wire_is_same_model (const char *asked,
                           const char *answered)
{
  gsize length;

  if (asked == NULL || answered == NULL)
    return FALSE;

  if (g_str_has_prefix (asked, "models/"))
    asked += strlen ("models/");
  if (g_str_has_prefix (answered, "models/"))
    answered += strlen ("models/");

  length = model_stem_length (asked);

  return length == model_stem_length (answered) && strncmp (asked, answered, length) == 0;
}

/**
 * confab_wire_item_new:
 * @kind: what it is
 * @text: its text; what is not valid UTF-8 in it is replaced
 *
 * Returns: (transfer full): an item that comes from no part
 */
ConfabWireItem *
confab_wire_item_new (ConfabPartKind  kind,
                      const char     *text)
{
  ConfabWireItem *self = g_new0 (ConfabWireItem, 1);

  self->kind = kind;
  self->text = g_utf8_make_valid (text, -1);

  return self;
}

/**
 * confab_wire_item_new_for_part:
 * @part: a part of a message
 *
 * Returns: (transfer full): an item with the part's text
 */
ConfabWireItem *
confab_wire_item_new_for_part (ConfabPart *part)
{
  ConfabWireItem *self = confab_wire_item_new (confab_part_get_kind (part), confab_part_get_text (part));

  self->part = g_object_ref (part);

  return self;
}

/**
 * confab_wire_item_free:
 * @self: (nullable) (transfer full): an item
 *
 * Drops it.
 */
void
confab_wire_item_free (ConfabWireItem *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->part);
  g_free (self->text);
  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->replay_node, json_node_unref);
  g_free (self);
}

/**
 * confab_wire_item_load_replay:
 *
 * Takes over what has to be sent back with the part, if it is valid JSON.
 */
void
confab_wire_item_load_replay (ConfabWireItem *self)
{
  const char *replay = confab_part_get_replay (self->part);

  if (replay == NULL || !g_utf8_validate (replay, -1, NULL))
    return;

  self->replay_node = confab_json_parse (replay, strlen (replay), NULL);
  self->replay_object = confab_json_node_object (self->replay_node);
  if (self->replay_node != NULL)
    self->replay = replay;
}

/**
 * confab_wire_item_load_document:
 * @as_text: whether a text file becomes a text
 *
 * Names a file and reads it if it is a text; everything else stays data.
 */
void
confab_wire_item_load_document (ConfabWireItem *self,
                                gboolean        as_text)
{
  const char *mime_type = confab_part_get_mime_type (self->part);
  const char *name = confab_part_get_name (self->part);
  GBytes *data = confab_part_get_data (self->part);
  g_autofree char *text = NULL;
  const char *bytes;
  gsize length;

  self->name = g_utf8_make_valid (name != NULL && *name != '\0' ? name : "document", -1);

  if (data == NULL || !confab_part_is_text_type (mime_type))
    return;

  bytes = g_bytes_get_data (data, &length);
  text = g_utf8_make_valid (bytes != NULL ? bytes : "", length);

  g_free (self->text);
  if (as_text)
    {
      self->kind = CONFAB_PART_TEXT;
      self->text = g_strdup_printf ("%s\n\n%s", self->name, text);
    }
  else
    {
      self->text = g_steal_pointer (&text);
    }
}

/**
 * confab_wire_item_repair_arguments:
 *
 * Makes the arguments of a call an object, as each provider wants them. A model may have been cut
 * off while it wrote them, and some servers fail on the whole history then.
 */
void
confab_wire_item_repair_arguments (ConfabWireItem *self)
{
  g_autofree char *arguments = g_steal_pointer (&self->text);
  g_autoptr(JsonNode) node = confab_json_parse (arguments, strlen (arguments), NULL);
  g_autoptr(JsonObject) object = NULL;

  if (confab_json_node_object (node) != NULL)
    {
      self->text = confab_json_to_string (node);
      return;
    }

  object = json_object_new ();
  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    json_object_set_member (object, "value", json_node_copy (node));
  else if (node == NULL && !confab_wire_is_blank (arguments))
    json_object_set_string_member (object, "text", arguments);

  self->text = confab_json_object_to_string (object);
}

/**
 * confab_wire_item_add_attachment:
 * @attachment: (transfer full): a text, picture or file that a tool returned
 *
 * Adds to a tool's result. What is text becomes part of the result's own.
 */
void
confab_wire_item_add_attachment (ConfabWireItem *self,
                                 ConfabWireItem *attachment)
{
  if (attachment->kind == CONFAB_PART_TEXT)
    {
      char *text = *self->text == '\0' ? g_strdup (attachment->text)
                                       : g_strconcat (self->text, "\n\n", attachment->text, NULL);

      g_free (self->text);
      self->text = text;
      confab_wire_item_free (attachment);
      return;
    }

  if (self->attachments == NULL)
    self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_wire_item_free);
  g_ptr_array_add (self->attachments, attachment);
}

/**
 * confab_wire_item_dup_result_text:
 *
 * Some dialects have no other way to say that a tool failed than to say it.
 *
 * Returns: (transfer full): what a tool returned, for a dialect that knows no failed results
 */
char *
confab_wire_item_dup_result_text (const ConfabWireItem *self)
{
  return g_strconcat (self->is_error ? "Error: " : "", self->text, NULL);
}
