/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-converse-block"

#include "config.h"

#include "confab-converse-block.h"

#include "confab-json.h"
#include "confab-json-writer.h"

#include <string.h>

typedef enum
{
  BLOCK_UNKNOWN,  /* nothing but sources so far */
  BLOCK_TEXT,
  BLOCK_REASONING,
  BLOCK_TOOL_USE,
  BLOCK_SERVER_TOOL_USE,
  BLOCK_OTHER,
} BlockType;

/**
 * ConfabConverseBlock:
 *
 * One content block of a Converse reply while it arrives.
 *
 * Blocks have no type but a member of that name, and most begin with their first delta; only tools,
 * their results and pictures are announced (AWS, "ConverseStream"). What nobody knows today is kept
 * and told as it came.
 */
struct _ConfabConverseBlock
{
  BlockType   type;
  guint       slot;
  char       *id;             /* owned, nullable; of a tool's call */
  char       *name;           /* owned, nullable; of a tool, or of what the block consists of */
  GString    *text;           /* reasoning, or the pieces of a tool's input */
  GString    *signature;      /* of reasoning */
  GString    *redacted;       /* reasoning nobody may read, in base64 */
  JsonObject *content;        /* owned, nullable: a block that has no name here */
  JsonArray  *citations;      /* owned, nullable: those not told so far */
  guint       told : 1;       /* some of its text was */
  guint       closed : 1;
};

/**
 * confab_converse_block_new:
 * @writer: where it is told
 *
 * Returns: (transfer full): a block nothing is known of, in a slot of its own
 */
ConfabConverseBlock *
confab_converse_block_new (ConfabReplyWriter *writer)
{
  ConfabConverseBlock *self = g_new0 (ConfabConverseBlock, 1);

  self->slot = confab_reply_writer_new_slot (writer);
  self->text = g_string_new (NULL);
  self->signature = g_string_new (NULL);
  self->redacted = g_string_new (NULL);

  return self;
}

/**
 * confab_converse_block_free:
 * @self: (nullable): the block
 */
void
confab_converse_block_free (ConfabConverseBlock *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_string_free (self->text, TRUE);
  g_string_free (self->signature, TRUE);
  g_string_free (self->redacted, TRUE);
  g_clear_pointer (&self->content, json_object_unref);
  g_clear_pointer (&self->citations, json_array_unref);
  g_free (self);
}

/* Whether the block is, or can become, of that type. */
static gboolean
become (ConfabConverseBlock *self,
        BlockType            type)
{
  if (self->type == BLOCK_UNKNOWN)
    self->type = type;

  return self->type == type;
}

static void
tell_text (ConfabConverseBlock *self,
           ConfabReplyWriter   *writer,
           ConfabEventKind      kind,
           const char          *text)
{
  if (*text == '\0')
    return;

  self->told = TRUE;
  confab_reply_writer_text (writer, kind, self->slot, text, strlen (text));
}

static void
add_text (ConfabConverseBlock *self,
          ConfabReplyWriter   *writer,
          const char          *text)
{
  if (text != NULL && *text != '\0' && become (self, BLOCK_TEXT))
    tell_text (self, writer, CONFAB_EVENT_TEXT, text);
}

/* Pieces of base64 are each complete, so they cannot just be joined. */
static void
add_redacted (ConfabConverseBlock *self,
              const char          *base64)
{
  g_autofree guchar *old = NULL;
  g_autofree guchar *new = NULL;
  g_autofree char *joined = NULL;
  gsize old_length, new_length;
  g_autoptr(GByteArray) bytes = NULL;

  if (self->redacted->len == 0)
    {
      g_string_assign (self->redacted, base64);
      return;
    }

  old = g_base64_decode (self->redacted->str, &old_length);
  new = g_base64_decode (base64, &new_length);
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, old, old_length);
  g_byte_array_append (bytes, new, new_length);
  joined = g_base64_encode (bytes->data, bytes->len);
  g_string_assign (self->redacted, joined);
}

/* In a delta the members stand side by side, in a whole block text and signature are wrapped. */
static void
add_reasoning (ConfabConverseBlock *self,
               ConfabReplyWriter   *writer,
               JsonObject          *reasoning)
{
  JsonObject *whole = confab_json_get_object (reasoning, "reasoningText");
  const char *redacted = confab_json_get_text (reasoning, "redactedContent");
  const char *text, *signature;

  if (whole == NULL)
    whole = reasoning;
  text = confab_json_get_text (whole, "text");
  signature = confab_json_get_text (whole, "signature");

  if ((text == NULL && signature == NULL && redacted == NULL) || !become (self, BLOCK_REASONING))
    return;

  if (text != NULL)
    {
      g_string_append (self->text, text);
      tell_text (self, writer, CONFAB_EVENT_THINKING, text);
    }
  if (signature != NULL)
    g_string_append (self->signature, signature);
  if (redacted != NULL)
    add_redacted (self, redacted);
}

static void
start_tool (ConfabConverseBlock *self,
            ConfabReplyWriter   *writer,
            JsonObject          *tool)
{
  const char *name = confab_json_get_string (tool, "name");
  const char *type = confab_json_get_string (tool, "type");

  if (name == NULL || self->name != NULL ||
      !become (self, g_strcmp0 (type, "server_tool_use") == 0 ? BLOCK_SERVER_TOOL_USE : BLOCK_TOOL_USE))
    return;

  self->id = confab_json_dup_scalar (tool, "toolUseId");
  self->name = g_strdup (name);
  if (self->type == BLOCK_TOOL_USE)
    confab_reply_writer_tool_call (writer, self->slot, self->id, self->name);
}

static void
add_input (ConfabConverseBlock *self,
           ConfabReplyWriter   *writer,
           JsonNode            *input)
{
  g_autofree char *json = NULL;
  const char *piece = confab_json_node_string (input);

  if (input == NULL || JSON_NODE_HOLDS_NULL (input) ||
      (self->type != BLOCK_TOOL_USE && self->type != BLOCK_SERVER_TOOL_USE))
    return;

  if (piece == NULL)
    piece = json = confab_json_to_string (input);

  g_string_append (self->text, piece);
  if (self->type == BLOCK_TOOL_USE)
    confab_reply_writer_tool_arguments (writer, self->slot, piece, strlen (piece));
}

static void
add_citation (ConfabConverseBlock *self,
              JsonObject          *citation)
{
  if (citation == NULL)
    return;

  if (self->citations == NULL)
    self->citations = json_array_new ();
  json_array_add_object_element (self->citations, json_object_ref (citation));
}

static void
add_citations (ConfabConverseBlock *self,
               ConfabReplyWriter   *writer,
               JsonObject          *cited)
{
  JsonArray *texts = confab_json_get_array (cited, "content");
  JsonArray *citations = confab_json_get_array (cited, "citations");

  for (guint i = 0; i < confab_json_array_length (citations); i++)
    add_citation (self, confab_json_array_object (citations, i));
  for (guint i = 0; i < confab_json_array_length (texts); i++)
    add_text (self, writer, confab_json_get_string (confab_json_array_object (texts, i), "text"));
}

/* What a block consists of that has no name here: lists grow, objects gain members. */
static void
add_other (ConfabConverseBlock *self,
           const char          *name,
           JsonNode            *value)
{
  JsonObject *object;
  JsonArray *list;

  if (JSON_NODE_HOLDS_VALUE (value) || JSON_NODE_HOLDS_NULL (value) || !become (self, BLOCK_OTHER))
    return;

  if (self->content == NULL)
    self->content = json_object_new ();
  if (self->name == NULL)
    self->name = g_strdup (name);

  object = confab_json_get_object (self->content, name);
  if (object == NULL)
    {
      object = json_object_new ();
      json_object_set_object_member (self->content, name, object);
    }

  if (JSON_NODE_HOLDS_OBJECT (value))
    {
      JsonObjectIter iter;
      const char *member;
      JsonNode *node;

      json_object_iter_init_ordered (&iter, json_node_get_object (value));
      while (json_object_iter_next_ordered (&iter, &member, &node))
        json_object_set_member (object, member, json_node_copy (node));
      return;
    }

  list = confab_json_get_array (object, "content");
  if (list == NULL)
    {
      list = json_array_new ();
      json_object_set_array_member (object, "content", list);
    }
  for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
    json_array_add_element (list, json_array_dup_element (json_node_get_array (value), i));
}

/**
 * confab_converse_block_add:
 * @self: the block
 * @writer: where to tell it
 * @content: (nullable): what the block is announced to be, what is added to it, or all of it: the
 *   members have the same names everywhere
 *
 * Adds to a block. Nothing is added to one that was closed.
 */
void
confab_converse_block_add (ConfabConverseBlock *self,
                           ConfabReplyWriter   *writer,
                           JsonObject          *content)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  g_return_if_fail (self != NULL);

  if (content == NULL || self->closed)
    return;

  json_object_iter_init_ordered (&iter, content);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      JsonObject *object = confab_json_node_object (value);

      if (g_str_equal (name, "text"))
        {
          add_text (self, writer, confab_json_node_string (value));
        }
      else if (g_str_equal (name, "reasoningContent"))
        {
          add_reasoning (self, writer, object);
        }
      else if (g_str_equal (name, "toolUse"))
        {
          start_tool (self, writer, object);
          add_input (self, writer, confab_json_get_node (object, "input"));
        }
      else if (g_str_equal (name, "citation"))
        {
          add_citation (self, object);
        }
      else if (g_str_equal (name, "citationsContent"))
        {
          add_citations (self, writer, object);
        }
      else
        {
          add_other (self, name, value);
        }
    }
}

/* Sources come before or behind their text, and in blocks without any. */
static void
tell_citations (ConfabConverseBlock *self,
                ConfabReplyWriter   *writer)
{
  const gboolean has_own_text = self->type == BLOCK_TEXT && self->told;

  if (!has_own_text && !writer->has_text_slot)
    return;

  for (guint i = 0; i < confab_json_array_length (self->citations); i++)
    {
      JsonObject *citation = json_array_get_object_element (self->citations, i);
      JsonObject *web = confab_json_get_object (confab_json_get_object (citation, "location"), "web");
      const char *title = confab_json_get_text (citation, "title");

      if (title == NULL)
        title = confab_json_get_text (web, "domain");
      confab_reply_writer_citation (writer, has_own_text ? self->slot : writer->text_slot, citation,
                                    confab_json_get_text (web, "url"), title);
    }
}

static char *
write_reasoning (const char *text,
                 const char *signature,
                 const char *redacted)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "reasoningContent");
  confab_json_writer_begin_object (writer);
  if (redacted != NULL)
    {
      confab_json_writer_set_string (writer, "redactedContent", redacted);
    }
  else
    {
      confab_json_writer_add_name (writer, "reasoningText");
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "text", text);
      confab_json_writer_set_string (writer, "signature", signature);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

/* Reasoning may be nothing but what has to be sent back; an empty text tells what that belongs to. */
static void
seal_reasoning (ConfabConverseBlock *self,
                ConfabReplyWriter   *writer)
{
  g_autofree char *readable = NULL;
  g_autofree char *redacted = NULL;

  /* Some models sign nothing. Without a signature reasoning is refused. */
  if (self->signature->len > 0)
    readable = write_reasoning (self->text->str, self->signature->str, NULL);
  if (self->redacted->len > 0)
    redacted = write_reasoning (NULL, NULL, self->redacted->str);

  if (readable != NULL || redacted == NULL || self->told)
    {
      if (!self->told)
        confab_reply_writer_text (writer, CONFAB_EVENT_THINKING, self->slot, "", 0);
      confab_reply_writer_sealed (writer, self->slot, readable);
      if (redacted != NULL)
        self->slot = confab_reply_writer_new_slot (writer);
    }

  if (redacted != NULL)
    {
      confab_reply_writer_text (writer, CONFAB_EVENT_THINKING, self->slot, "", 0);
      confab_reply_writer_sealed (writer, self->slot, redacted);
    }
}

static char *
write_server_call (ConfabConverseBlock *self)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "toolUse");
  confab_json_writer_begin_object (writer);
  if (self->id != NULL)
    confab_json_writer_set_string (writer, "toolUseId", self->id);
  confab_json_writer_set_string (writer, "name", self->name);
  confab_json_writer_set_string (writer, "type", "server_tool_use");
  confab_json_writer_add_name (writer, "input");
  if (confab_json_is_whole (self->text->str, self->text->len))
    confab_json_writer_add_raw (writer, self->text->str);
  else
    confab_json_writer_add_string (writer, self->text->str);
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static ConfabConverseBlock *
find_server_call (GPtrArray  *blocks,
                  const char *id)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      ConfabConverseBlock *block = g_ptr_array_index (blocks, i);

      if (block->type == BLOCK_SERVER_TOOL_USE && block->closed && g_strcmp0 (block->id, id) == 0)
        return block;
    }

  return NULL;
}

static void
tell_other (ConfabConverseBlock *self,
            ConfabReplyWriter   *writer,
            GPtrArray           *blocks)
{
  const char *id = confab_json_get_text (confab_json_get_object (self->content, "toolResult"), "toolUseId");
  ConfabConverseBlock *call = id != NULL ? find_server_call (blocks, id) : NULL;
  g_autofree char *json = confab_json_object_to_string (self->content);

  /* What a tool of the provider's answered is part of its call. */
  if (call != NULL)
    {
      g_autofree char *call_json = write_server_call (call);
      g_autofree char *both = g_strdup_printf ("[%s,%s]", call_json, json);

      confab_reply_writer_sealed (writer, call->slot, both);
    }
  else
    {
      confab_reply_writer_opaque_at (writer, self->slot, self->name, json);
    }
}

/**
 * confab_converse_block_close:
 * @self: the block
 * @writer: where to tell it
 * @blocks: (element-type ConfabConverseBlock): all blocks of the reply
 *
 * Tells that nothing more comes for the block. Tool calls are ended later, with the reply.
 */
void
confab_converse_block_close (ConfabConverseBlock *self,
                             ConfabReplyWriter   *writer,
                             GPtrArray           *blocks)
{
  g_return_if_fail (self != NULL);

  if (self->closed)
    return;

  self->closed = TRUE;
  tell_citations (self, writer);

  switch (self->type)
    {
    case BLOCK_TEXT:
      confab_reply_writer_sealed (writer, self->slot, NULL);
      break;

    case BLOCK_REASONING:
      seal_reasoning (self, writer);
      break;

    case BLOCK_SERVER_TOOL_USE:
      {
        g_autofree char *json = write_server_call (self);

        confab_reply_writer_server_tool_call (writer, self->slot, self->id, self->name, self->text->str);
        confab_reply_writer_sealed (writer, self->slot, json);
      }
      break;

    case BLOCK_OTHER:
      tell_other (self, writer, blocks);
      break;

    case BLOCK_TOOL_USE:
    case BLOCK_UNKNOWN:
    default:
      break;
    }
}

/**
 * confab_converse_block_finish:
 * @self: the block
 * @writer: where to tell it
 * @blocks: (element-type ConfabConverseBlock): all blocks of the reply
 * @complete: whether the end of the reply was seen
 *
 * Tells the rest of the block: of a complete reply, every block is closed and every call ended.
 */
void
confab_converse_block_finish (ConfabConverseBlock *self,
                              ConfabReplyWriter   *writer,
                              GPtrArray           *blocks,
                              gboolean             complete)
{
  g_return_if_fail (self != NULL);

  if (!complete)
    return;

  confab_converse_block_close (self, writer, blocks);
  if (self->type == BLOCK_TOOL_USE)
    confab_reply_writer_tool_call_end (writer, self->slot, self->text->str);
}
