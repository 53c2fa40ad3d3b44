/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-anthropic-block"

#include "config.h"

#include "confab-anthropic-block.h"

#include "confab-json.h"

#include <string.h>

typedef enum
{
  BLOCK_TEXT,
  BLOCK_THINKING,
  BLOCK_TOOL_USE,
  BLOCK_SERVER_TOOL_USE,
  BLOCK_OTHER,
} BlockType;

/**
 * ConfabAnthropicBlock:
 *
 * One content block of a Messages API reply while it arrives.
 *
 * Thinking and the provider's own items have to be sent back as they came, so what the block began
 * with is kept, and its deltas are put into it: members nobody knows today survive.
 */
struct _ConfabAnthropicBlock
{
  BlockType   type;
  guint       slot;
  JsonObject *start;          /* owned: the block as it began */
  GHashTable *grown;          /* owned, nullable (element-type utf8 GString): members that deltas add to */
  GString    *input;          /* the pieces of a tool's input */
  guint       told : 1;       /* some of its text was */
  guint       closed : 1;
  guint       abandoned : 1;  /* its number was given to another block */
};

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

static BlockType
parse_type (const char *type)
{
  if (type == NULL)
    return BLOCK_OTHER;
  if (g_str_equal (type, "text"))
    return BLOCK_TEXT;
  if (g_str_equal (type, "thinking"))
    return BLOCK_THINKING;
  if (g_str_equal (type, "tool_use"))
    return BLOCK_TOOL_USE;
  if (g_str_has_suffix (type, "_tool_use"))
    return BLOCK_SERVER_TOOL_USE;

  return BLOCK_OTHER;
}

static GString *
get_grown (ConfabAnthropicBlock *self,
           const char           *name)
{
  GString *text;

  if (self->grown == NULL)
    self->grown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);

  text = g_hash_table_lookup (self->grown, name);
  if (text == NULL)
    {
      text = g_string_new (confab_json_get_string (self->start, name));
      g_hash_table_insert (self->grown, g_strdup (name), text);
    }

  return text;
}

static void
grow (ConfabAnthropicBlock *self,
      const char           *name,
      const char           *text)
{
  g_string_append (get_grown (self, name), text);
}

static void
tell_text (ConfabAnthropicBlock *self,
           ConfabReplyWriter    *writer,
           const char           *text)
{
  const ConfabEventKind kind = self->type == BLOCK_THINKING ? CONFAB_EVENT_THINKING : CONFAB_EVENT_TEXT;

  if (text == NULL || *text == '\0')
    return;

  self->told = TRUE;
  confab_reply_writer_text (writer, kind, self->slot, text, strlen (text));
}

static void
tell_citation (ConfabAnthropicBlock *self,
               ConfabReplyWriter    *writer,
               JsonObject           *citation)
{
  const char *title;

  if (citation == NULL)
    return;

  title = confab_json_get_text (citation, "title");
  if (title == NULL)
    title = confab_json_get_text (citation, "document_title");

  confab_reply_writer_citation (writer, self->slot, citation,
                                confab_json_get_text (citation, "source"), title);
}

/**
 * confab_anthropic_block_open:
 * @writer: where to tell it
 * @start: the block as it begins, or a whole block
 *
 * Begins a block in a slot of its own.
 *
 * Returns: (transfer full): the block
 */
ConfabAnthropicBlock *
confab_anthropic_block_open (ConfabReplyWriter *writer,
                             JsonObject        *start)
{
  ConfabAnthropicBlock *self;
  JsonArray *citations;

  g_return_val_if_fail (writer != NULL, NULL);
  g_return_val_if_fail (start != NULL, NULL);

  self = g_new0 (ConfabAnthropicBlock, 1);
  self->type = parse_type (confab_json_get_string (start, "type"));
  self->start = json_object_ref (start);
  self->input = g_string_new (NULL);
  self->slot = confab_reply_writer_new_slot (writer);

  switch (self->type)
    {
    case BLOCK_TEXT:
      tell_text (self, writer, confab_json_get_string (start, "text"));
      citations = confab_json_get_array (start, "citations");
      for (guint i = 0; i < confab_json_array_length (citations); i++)
        tell_citation (self, writer, confab_json_array_object (citations, i));
      break;

    case BLOCK_THINKING:
      tell_text (self, writer, confab_json_get_string (start, "thinking"));
      break;

    case BLOCK_TOOL_USE:
      {
        const char *name = confab_json_get_string (start, "name");

        confab_reply_writer_tool_call (writer, self->slot, confab_json_get_string (start, "id"),
                                       name != NULL ? name : "");
      }
      break;

    case BLOCK_SERVER_TOOL_USE:
    case BLOCK_OTHER:
    default:
      break;
    }

  return self;
}

/**
 * confab_anthropic_block_open_for:
 * @writer: where to tell it
 * @delta: a delta whose block was never begun
 *
 * Begins a block of the type that @delta belongs to.
 *
 * Returns: (transfer full) (nullable): the block, or %NULL if the delta does not tell
 */
ConfabAnthropicBlock *
confab_anthropic_block_open_for (ConfabReplyWriter *writer,
                                 JsonObject        *delta)
{
  g_autoptr(JsonObject) start = NULL;
  const char *type;

  if (confab_json_get_string (delta, "text") != NULL)
    type = "text";
  else if (confab_json_get_string (delta, "thinking") != NULL)
    type = "thinking";
  else
    return NULL;

  start = json_object_new ();
  json_object_set_string_member (start, "type", type);

  return confab_anthropic_block_open (writer, start);
}

/**
 * confab_anthropic_block_free:
 * @self: (nullable): the block
 */
void
confab_anthropic_block_free (ConfabAnthropicBlock *self)
{
  if (self == NULL)
    return;

  json_object_unref (self->start);
  g_clear_pointer (&self->grown, g_hash_table_unref);
  g_string_free (self->input, TRUE);
  g_free (self);
}

/* Deltas of kinds nobody knows: each text is added to the block's member of the same name. */
static void
add_unknown_delta (ConfabAnthropicBlock *self,
                   JsonObject           *delta)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, delta);
  while (json_object_iter_next (&iter, &name, &value))
    {
      if (g_str_equal (name, "type"))
        continue;

      if (confab_json_node_string (value) != NULL)
        grow (self, name, confab_json_node_string (value));
      else if (!JSON_NODE_HOLDS_NULL (value) &&
               (self->grown == NULL || !g_hash_table_contains (self->grown, name)))
        json_object_set_member (self->start, name, json_node_copy (value));
    }
}

/**
 * confab_anthropic_block_add_delta:
 * @self: the block
 * @writer: where to tell it
 * @delta: (nullable): what is added to the block
 */
void
confab_anthropic_block_add_delta (ConfabAnthropicBlock *self,
                                  ConfabReplyWriter    *writer,
                                  JsonObject           *delta)
{
  const char *type = confab_json_get_string (delta, "type");
  const char *text;

  if (delta == NULL || self->closed || self->abandoned)
    return;

  if (g_strcmp0 (type, "citations_delta") == 0)
    {
      tell_citation (self, writer, confab_json_get_object (delta, "citation"));
    }
  else if ((text = confab_json_get_string (delta, "partial_json")) != NULL)
    {
      g_string_append (self->input, text);
      if (self->type == BLOCK_TOOL_USE)
        confab_reply_writer_tool_arguments (writer, self->slot, text, strlen (text));
    }
  else if (self->type == BLOCK_TEXT && (text = confab_json_get_string (delta, "text")) != NULL)
    {
      tell_text (self, writer, text);
    }
  else if (self->type == BLOCK_THINKING && (text = confab_json_get_string (delta, "thinking")) != NULL)
    {
      grow (self, "thinking", text);
      tell_text (self, writer, text);
    }
  else if (self->type == BLOCK_THINKING && (text = confab_json_get_string (delta, "signature")) != NULL)
    {
      grow (self, "signature", text);
    }
  else if (self->type == BLOCK_OTHER || self->type == BLOCK_SERVER_TOOL_USE)
    {
      add_unknown_delta (self, delta);
    }
}

/* The block as it has to be sent back. */
static char *
dup_json (ConfabAnthropicBlock *self)
{
  GHashTableIter iter;
  gpointer name;
  gpointer text;

  if (self->grown != NULL)
    {
      g_hash_table_iter_init (&iter, self->grown);
      while (g_hash_table_iter_next (&iter, &name, &text))
        json_object_set_string_member (self->start, name, ((GString *) text)->str);
    }

  if (self->input->len > 0)
    {
      JsonNode *input = confab_json_parse (self->input->str, self->input->len, NULL);

      if (input != NULL)
        json_object_set_member (self->start, "input", input);
    }

  return confab_json_object_to_string (self->start);
}

/* Without pieces, the block began with its whole input. */
static void
take_whole_input (ConfabAnthropicBlock *self)
{
  JsonNode *input = confab_json_get_node (self->start, "input");
  g_autofree char *json = NULL;

  if (self->input->len > 0 || input == NULL)
    return;

  if (confab_json_node_object (input) != NULL &&
      json_object_get_size (confab_json_node_object (input)) == 0)
    return;

  json = confab_json_node_string (input) != NULL
         ? g_strdup (confab_json_node_string (input))
         : confab_json_to_string (input);
  g_string_append (self->input, json);
}

/**
 * confab_anthropic_block_close:
 * @self: the block
 * @writer: where to tell it
 *
 * Tells that nothing more comes for the block. Tool calls are ended later, with the reply.
 */
void
confab_anthropic_block_close (ConfabAnthropicBlock *self,
                              ConfabReplyWriter    *writer)
{
  g_autofree char *json = NULL;

  if (self->closed || self->abandoned)
    return;

  self->closed = TRUE;
  switch (self->type)
    {
    case BLOCK_TEXT:
      if (self->told)
        confab_reply_writer_sealed (writer, self->slot, NULL);
      break;

    case BLOCK_THINKING:
      json = dup_json (self);
      /* Without its signature the block is refused. */
      if (confab_json_get_text (self->start, "signature") == NULL)
        g_clear_pointer (&json, g_free);

      /* A signature may be all there is; an empty text tells what it belongs to. */
      if (!self->told && json != NULL)
        confab_reply_writer_text (writer, CONFAB_EVENT_THINKING, self->slot, "", 0);
      if (self->told || json != NULL)
        confab_reply_writer_sealed (writer, self->slot, json);
      break;

    case BLOCK_TOOL_USE:
      if (self->input->len == 0)
        {
          take_whole_input (self);
          confab_reply_writer_tool_arguments (writer, self->slot, self->input->str, self->input->len);
        }
      break;

    case BLOCK_SERVER_TOOL_USE:
      {
        const char *name = confab_json_get_string (self->start, "name");

        take_whole_input (self);
        json = dup_json (self);
        confab_reply_writer_server_tool_call (writer, self->slot, confab_json_get_text (self->start, "id"),
                                              name != NULL ? name : "", self->input->str);
        confab_reply_writer_sealed (writer, self->slot, json);
      }
      break;

    case BLOCK_OTHER:
    default:
      {
        const char *name = confab_json_get_string (self->start, "type");

        json = dup_json (self);
        confab_reply_writer_opaque_at (writer, self->slot, name != NULL ? name : "", json);
      }
      break;
    }

  /* Search results can be large, and are told by now. */
  json_object_unref (self->start);
  self->start = json_object_new ();
  g_clear_pointer (&self->grown, g_hash_table_unref);
}

/**
 * confab_anthropic_block_abandon:
 * @self: the block
 *
 * Marks the block as superseded: if it was not closed, it is unfinished for good.
 */
void
confab_anthropic_block_abandon (ConfabAnthropicBlock *self)
{
  if (!self->closed)
    self->abandoned = TRUE;
}

/**
 * confab_anthropic_block_finish:
 * @self: the block
 * @writer: where to tell it
 * @complete: whether the end of the reply was seen
 *
 * Tells the rest of the block: of a complete reply, every block is closed and every call ended.
 */
void
confab_anthropic_block_finish (ConfabAnthropicBlock *self,
                               ConfabReplyWriter    *writer,
                               gboolean              complete)
{
  if (!complete || self->abandoned)
    return;

  confab_anthropic_block_close (self, writer);
  if (self->type == BLOCK_TOOL_USE)
    confab_reply_writer_tool_call_end (writer, self->slot, self->input->str);
}
