/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-responses-item"

#include "config.h"

#include "confab-responses-item.h"

#include "confab-json.h"

#include <string.h>

typedef enum
{
  ITEM_MESSAGE,
  ITEM_REASONING,
  ITEM_CALL,
  ITEM_OTHER,
} ItemKind;

/**
 * ConfabResponsesItem:
 *
 * One output item of a Responses API reply while it arrives.
 *
 * Everything is said several times: in pieces, whole when a part ends, whole when the item ends,
 * and once more when the reply does. Services leave out one or the other, so what was told is
 * remembered, and each later word adds what is new in it.
 *
 * Items have to be sent back as they came, so the whole item seals its first slot.
 */
struct _ConfabResponsesItem
{
  ItemKind              kind;
  char                 *type;         /* owned */
  guint                 slot;         /* the first */
  JsonObject           *object;       /* owned: the item as far as it is known */
  ConfabResponsesTexts *texts;        /* owned */
  GString              *arguments;    /* of a call */
  char                 *settled;      /* owned, nullable: its arguments as they were given whole */
  char                 *call_id;      /* owned, nullable: as it was told */
  guint                 announced : 1;  /* not only known by what belongs to it */
  guint                 named : 1;    /* the call was told of */
  guint                 closed : 1;
  guint                 whole : 1;    /* closed with all that it is */
  guint                 sealed : 1;   /* with something to send back */
};

static ItemKind
parse_type (const char *type)
{
  if (g_str_equal (type, "message"))
    return ITEM_MESSAGE;
  if (g_str_equal (type, "reasoning"))
    return ITEM_REASONING;
  if (g_str_equal (type, "function_call") || g_str_equal (type, "custom_tool_call"))
    return ITEM_CALL;

  return ITEM_OTHER;
}

static void
tell_call (ConfabResponsesItem *self,
           ConfabReplyWriter   *writer,
           gboolean             is_whole)
{
  const char *name = confab_json_get_text (self->object, "name");
  const char *id = confab_json_get_text (self->object, "call_id");

  /* Where calls have no number of their own, that of the item is as good. */
  if (id == NULL && is_whole)
    id = confab_json_get_text (self->object, "id");

  if (name == NULL && is_whole)
    name = "";
  if (name == NULL || (self->named && (id == NULL || self->call_id != NULL)))
    return;

  g_free (self->call_id);
  self->call_id = g_strdup (id);
  confab_reply_writer_tool_call (writer, self->slot, id, name);

  /* Nothing is told of a call before its name is known; then all of it. */
  if (!self->named)
    confab_reply_writer_tool_arguments (writer, self->slot, self->arguments->str, self->arguments->len);
  self->named = TRUE;
}

static void
tell_arguments (ConfabResponsesItem *self,
                ConfabReplyWriter   *writer,
                const char          *piece)
{
  g_string_append (self->arguments, piece);
  if (self->named)
    confab_reply_writer_tool_arguments (writer, self->slot, piece, strlen (piece));
}

static void
settle_arguments (ConfabResponsesItem *self,
                  ConfabReplyWriter   *writer,
                  const char          *whole)
{
  if (*whole == '\0')
    return;

  if (strncmp (whole, self->arguments->str, self->arguments->len) == 0)
    tell_arguments (self, writer, whole + self->arguments->len);

  g_free (self->settled);
  self->settled = g_strdup (whole);
}

/**
 * confab_responses_item_open:
 * @writer: where to tell it
 * @start: the item as it begins, or a whole one
 *
 * Begins an item in a slot of its own.
 *
 * Returns: (transfer full): the item
 */
ConfabResponsesItem *
confab_responses_item_open (ConfabReplyWriter *writer,
                            JsonObject        *start)
{
  ConfabResponsesItem *self;
  const char *type;

  g_return_val_if_fail (writer != NULL, NULL);
  g_return_val_if_fail (start != NULL, NULL);

  type = confab_json_get_text (start, "type");

  self = g_new0 (ConfabResponsesItem, 1);
  self->type = g_strdup (type != NULL ? type : "");
  self->kind = parse_type (self->type);
  self->slot = confab_reply_writer_new_slot (writer);
  self->texts = confab_responses_texts_new (self->slot, self->kind == ITEM_MESSAGE);
  self->arguments = g_string_new (NULL);
  self->object = json_object_ref (start);

  /* Most reasoning has nothing to show, but where it stands counts when it is sent back. */
  if (self->kind == ITEM_REASONING)
    confab_reply_writer_text (writer, CONFAB_EVENT_THINKING, self->slot, "", 0);

  return self;
}

/**
 * confab_responses_item_open_for:
 * @writer: where to tell it
 * @type: what it must be
 * @id: (nullable): its id
 *
 * Begins an item that was never announced.
 *
 * Returns: (transfer full): the item
 */
ConfabResponsesItem *
confab_responses_item_open_for (ConfabReplyWriter *writer,
                                const char        *type,
                                const char        *id)
{
  g_autoptr(JsonObject) start = json_object_new ();

  json_object_set_string_member (start, "type", type);
  if (id != NULL)
    json_object_set_string_member (start, "id", id);

  return confab_responses_item_open (writer, start);
}

/**
 * confab_responses_item_free:
 * @self: (nullable): the item
 */
void
confab_responses_item_free (ConfabResponsesItem *self)
{
  if (self == NULL)
    return;

  g_free (self->type);
  json_object_unref (self->object);
  confab_responses_texts_free (self->texts);
  g_string_free (self->arguments, TRUE);
  g_free (self->settled);
  g_free (self->call_id);
  g_free (self);
}

/**
 * confab_responses_item_get_type:
 * @self: the item
 *
 * Returns: (transfer none): the service's word for what it is
 */
const char *
confab_responses_item_get_type (ConfabResponsesItem *self)
{
  return self->type;
}

/**
 * confab_responses_item_get_id:
 * @self: the item
 *
 * Returns: (transfer none) (nullable): its id
 */
const char *
confab_responses_item_get_id (ConfabResponsesItem *self)
{
  return confab_json_get_text (self->object, "id");
}

/**
 * confab_responses_item_get_announced:
 * @self: the item
 *
 * Returns: whether the service said that it begins
 */
gboolean
confab_responses_item_get_announced (ConfabResponsesItem *self)
{
  return self->announced;
}

/**
 * confab_responses_item_get_closed:
 * @self: the item
 *
 * Returns: whether nothing more belongs to it
 */
gboolean
confab_responses_item_get_closed (ConfabResponsesItem *self)
{
  return self->closed;
}

/**
 * confab_responses_item_is_call_of:
 * @self: the item
 * @object: an item of the same type
 *
 * Returns: whether both can be the same, as far as the numbers of tool calls tell
 */
gboolean
confab_responses_item_is_call_of (ConfabResponsesItem *self,
                                  JsonObject          *object)
{
  const char *own = confab_json_get_text (self->object, "call_id");
  const char *other = confab_json_get_text (object, "call_id");

  return own == NULL || other == NULL || strcmp (own, other) == 0;
}

/**
 * confab_responses_item_announce:
 * @self: the item
 * @writer: where to tell it
 * @start: the item as it begins
 *
 * Takes note of what the service says of the item at its beginning. Its content is left for later:
 * pieces may repeat it or go on with it.
 */
void
confab_responses_item_announce (ConfabResponsesItem *self,
                                ConfabReplyWriter   *writer,
                                JsonObject          *start)
{
  self->announced = TRUE;
  json_object_ref (start);
  json_object_unref (self->object);
  self->object = start;

  if (self->kind == ITEM_CALL)
    tell_call (self, writer, FALSE);
}

/**
 * confab_responses_item_add:
 * @self: the item
 * @writer: where to tell it
 * @field: what is added to
 * @index: which one of them
 * @text: a piece
 */
void
confab_responses_item_add (ConfabResponsesItem  *self,
                           ConfabReplyWriter    *writer,
                           ConfabResponsesField  field,
                           gint64                index,
                           const char           *text)
{
  if (self->kind == ITEM_CALL)
    tell_arguments (self, writer, text);
  else
    confab_responses_texts_add (self->texts, writer, field, index, text);
}

/**
 * confab_responses_item_settle:
 * @self: the item
 * @writer: where to tell it
 * @field: what is meant
 * @index: which one of them
 * @text: all of it
 *
 * Adds what no piece has told.
 */
void
confab_responses_item_settle (ConfabResponsesItem  *self,
                              ConfabReplyWriter    *writer,
                              ConfabResponsesField  field,
                              gint64                index,
                              const char           *text)
{
  if (self->kind == ITEM_CALL)
    settle_arguments (self, writer, text);
  else
    confab_responses_texts_settle (self->texts, writer, field, index, 0, text);
}

/**
 * confab_responses_item_cite:
 * @self: the item, a message
 * @writer: where to tell it
 * @index: which part of its content
 * @annotation: (nullable): a source
 */
void
confab_responses_item_cite (ConfabResponsesItem *self,
                            ConfabReplyWriter   *writer,
                            gint64               index,
                            JsonObject          *annotation)
{
  if (self->kind == ITEM_MESSAGE)
    confab_responses_texts_cite (self->texts, writer, index, annotation);
}

/**
 * confab_responses_item_learn:
 * @self: the item
 * @event: (nullable): what the service says of it
 *
 * Takes over members of an item that has no name here, for the case that it never comes whole.
 */
void
confab_responses_item_learn (ConfabResponsesItem *self,
                             JsonObject          *event)
{
  static const char *const own[] = {
    "type", "item_id", "output_index", "content_index", "sequence_number", "event_id", "obfuscation", NULL,
  };
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (self->kind != ITEM_OTHER || self->closed)
    return;

  json_object_iter_init_ordered (&iter, event);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_strv_contains (own, name) && !JSON_NODE_HOLDS_NULL (value))
      json_object_set_member (self->object, name, json_node_copy (value));
}

static void
settle_content (ConfabResponsesItem *self,
                ConfabReplyWriter   *writer)
{
  JsonNode *content = confab_json_get_node (self->object, "content");
  JsonArray *parts = confab_json_node_array (content);
  const guint n = confab_json_array_length (parts);

  confab_responses_texts_settle (self->texts, writer, CONFAB_RESPONSES_TEXT, 0, 1, confab_json_node_string (content));

  for (guint i = 0; i < n; i++)
    {
      JsonObject *part = confab_json_array_object (parts, i);

      if (g_strcmp0 (confab_json_get_string (part, "type"), "reasoning_text") == 0)
        continue;

      confab_responses_texts_settle (self->texts, writer, CONFAB_RESPONSES_REFUSAL, i, n,
                                     confab_json_get_string (part, "refusal"));
      confab_responses_texts_settle (self->texts, writer, CONFAB_RESPONSES_TEXT, i, n,
                                     confab_json_get_string (part, "text"));
      confab_responses_texts_settle_sources (self->texts, writer, i, n, confab_json_get_array (part, "annotations"));
    }
}

static void
settle_paragraphs (ConfabResponsesItem  *self,
                   ConfabReplyWriter    *writer,
                   ConfabResponsesField  field,
                   const char           *name)
{
  JsonNode *node = confab_json_get_node (self->object, name);
  JsonArray *list = confab_json_node_array (node);
  const guint n = confab_json_array_length (list);

  confab_responses_texts_settle (self->texts, writer, field, 0, 1, confab_json_node_string (node));

  for (guint i = 0; i < n; i++)
    confab_responses_texts_settle (self->texts, writer, field, i, n,
                                   confab_json_get_string (confab_json_array_object (list, i), "text"));
}

static void
settle_call (ConfabResponsesItem *self,
             ConfabReplyWriter   *writer)
{
  JsonNode *arguments = confab_json_get_node (self->object, "arguments");
  g_autofree char *json = NULL;

  if (arguments == NULL)
    arguments = confab_json_get_node (self->object, "input");

  tell_call (self, writer, TRUE);

  if (confab_json_node_string (arguments) != NULL)
    {
      settle_arguments (self, writer, confab_json_node_string (arguments));
    }
  else if (arguments != NULL)
    {
      /* A value where its text should be. */
      json = confab_json_to_string (arguments);
      settle_arguments (self, writer, json);
    }
}

/* Reasoning means something to the service only with what it can read of it itself. */
static gboolean
is_worth_sealing (ConfabResponsesItem *self)
{
  return confab_json_get_text (self->object, "encrypted_content") != NULL ||
         confab_json_array_length (confab_json_get_array (self->object, "content")) > 0;
}

static void
seal_reasoning (ConfabResponsesItem *self,
                ConfabReplyWriter   *writer)
{
  g_autofree char *json = NULL;

  if (self->whole && is_worth_sealing (self))
    json = confab_json_object_to_string (self->object);

  self->sealed = json != NULL;
  confab_reply_writer_sealed (writer, self->slot, json);
}

static void
seal_message (ConfabResponsesItem *self,
              ConfabReplyWriter   *writer)
{
  g_autofree char *json = confab_json_object_to_string (self->object);
  JsonArray *parts = confab_json_get_array (self->object, "content");

  /* Nothing in it that has a name here. An empty one says nothing. */
  if (confab_responses_texts_is_empty (self->texts))
    {
      const char *type = confab_json_get_text (confab_json_array_object (parts, 0), "type");

      if (type != NULL && confab_json_get_node (confab_json_array_object (parts, 0), "text") == NULL)
        confab_reply_writer_opaque_at (writer, self->slot, type, json);
      return;
    }

  confab_responses_texts_seal (self->texts, writer, self->whole ? json : NULL);
}

/**
 * confab_responses_item_close:
 * @self: the item
 * @writer: where to tell it
 * @whole: (nullable): all of it, if the service says so
 *
 * Tells that nothing more comes for the item; again, what was missing at the first time. Tool calls
 * are ended later, with the reply.
 */
void
confab_responses_item_close (ConfabResponsesItem *self,
                             ConfabReplyWriter   *writer,
                             JsonObject          *whole)
{
  if (self->closed)
    {
      /* Some give the encrypted form only at the very end. */
      if (self->kind == ITEM_REASONING && !self->sealed && whole != NULL)
        {
          json_object_ref (whole);
          json_object_unref (self->object);
          self->object = whole;
          if (is_worth_sealing (self))
            seal_reasoning (self, writer);
        }
      return;
    }

  if (whole != NULL)
    {
      json_object_ref (whole);
      json_object_unref (self->object);
      self->object = whole;
      self->whole = TRUE;
    }
  self->closed = TRUE;

  switch (self->kind)
    {
    case ITEM_MESSAGE:
      settle_content (self, writer);
      seal_message (self, writer);
      break;

    case ITEM_REASONING:
      settle_paragraphs (self, writer, CONFAB_RESPONSES_SUMMARY, "summary");
      settle_paragraphs (self, writer, CONFAB_RESPONSES_REASONING, "content");
      seal_reasoning (self, writer);
      break;

    case ITEM_CALL:
      settle_call (self, writer);
      break;

    case ITEM_OTHER:
    default:
      {
        g_autofree char *json = confab_json_object_to_string (self->object);

        confab_reply_writer_opaque_at (writer, self->slot, self->type, json);
      }
      break;
    }
}

/* The arguments as the service gave them whole, if its pieces do not make any. */
static const char *
choose_arguments (ConfabResponsesItem *self)
{
  if (self->settled != NULL && strcmp (self->settled, self->arguments->str) != 0 &&
      !confab_json_is_whole (self->arguments->str, self->arguments->len))
    return self->settled;

  return self->arguments->str;
}

/**
 * confab_responses_item_finish:
 * @self: the item
 * @writer: where to tell it
 * @cut_off: whether the reply ended because it became too long
 *
 * Tells the rest of the item, of a reply whose end was seen: every item is closed, and every call
 * that can be run is ended.
 */
void
confab_responses_item_finish (ConfabResponsesItem *self,
                              ConfabReplyWriter   *writer,
                              gboolean             cut_off)
{
  gboolean is_half;

  confab_responses_item_close (self, writer, NULL);

  /* Half of a call can look like one without arguments. */
  is_half = g_strcmp0 (confab_json_get_string (self->object, "status"), "incomplete") == 0 ||
            (cut_off && !self->whole);
  if (self->kind != ITEM_CALL || is_half)
    return;

  if (self->whole)
    {
      g_autofree char *json = confab_json_object_to_string (self->object);

      confab_reply_writer_sealed (writer, self->slot, json);
    }
  confab_reply_writer_tool_call_end (writer, self->slot, choose_arguments (self));
}
