/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-wire-turn"

#include "config.h"

#include "confab-wire-turn.h"

#include "confab-tool-id.h"
#include "confab-wire-error.h"

#include <string.h>

/* What stands in for the result of a call that was never run: each call must have one. */
#define MISSING_RESULT "The tool was not run."

/* What a tool is taken to have said when all it returned stands elsewhere. */
#define RESULT_ELSEWHERE "[The result is in what follows.]"

/* What the person is taken to have said first when the branch begins with a reply. */
#define MISSING_START "[The beginning of the conversation is not included.]"

/* The turns so far and those being put together. A reply stays open until it is known which of
 * its tool calls were answered. */
typedef struct
{
  const ConfabChatRequest   *request;
  const ConfabWireTurnRules *rules;

  GPtrArray                 *turns;      /* owned, of ConfabWireTurn */
  ConfabToolIds             *ids;        /* owned */
  GString                   *system;     /* owned */

  GPtrArray                 *reply;      /* owned, of ConfabWireItem; the open reply */
  GPtrArray                 *calls;      /* owned, borrowed items of reply */
  GPtrArray                 *results;    /* owned, of ConfabWireItem or NULL; as many as calls */
  GPtrArray                 *said;       /* owned, of ConfabWireItem; what the person said after it */
  gboolean                   reply_whole;
} Builder;

static void
turn_free (gpointer data)
{
  ConfabWireTurn *turn = data;

  g_ptr_array_unref (turn->items);
  g_free (turn);
}

static void
builder_clear (Builder *self)
{
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_clear_pointer (&self->ids, confab_tool_ids_free);
  if (self->system != NULL)
    g_string_free (g_steal_pointer (&self->system), TRUE);
  g_clear_pointer (&self->reply, g_ptr_array_unref);
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->said, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Builder, builder_clear)

/* Whether a reply says something to its reader by this. */
static gboolean
is_seen (Builder              *self,
         const ConfabWireItem *item)
{
  if (item->kind == CONFAB_PART_OPAQUE)
    return self->rules->opaque && g_strcmp0 (confab_part_get_name (item->part), "redacted_thinking") != 0;

  return item->kind != CONFAB_PART_THINKING;
}

/* Puts a turn at the end, or into the last one if the same side goes on. */
static void
add_turn (Builder    *self,
          ConfabRole  role,
          GPtrArray  *items)
{
  ConfabWireTurn *turn = NULL;

  if (items->len == 0)
    return;

  if (self->turns->len > 0)
    turn = g_ptr_array_index (self->turns, self->turns->len - 1);

  if (turn == NULL || turn->role != role)
    {
      turn = g_new0 (ConfabWireTurn, 1);
      turn->role = role;
      turn->items = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_wire_item_free);
      g_ptr_array_add (self->turns, turn);
    }

  g_ptr_array_extend_and_steal (turn->items, g_ptr_array_ref (items));
}

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) confab_wire_item_free);
}

/* Takes out of a reply that was broken off what only makes sense whole: calls nobody answered and,
 * if there are no others, the thinking that led to them. */
static void
prune_reply (Builder *self)
{
  gboolean has_calls = FALSE;

  for (guint i = 0; i < self->calls->len; i++)
    if (g_ptr_array_index (self->results, i) != NULL)
      has_calls = TRUE;
    else
      g_ptr_array_remove (self->reply, g_ptr_array_index (self->calls, i));

  if (!has_calls)
    for (guint i = self->reply->len; i > 0; i--)
      {
        ConfabWireItem *item = g_ptr_array_index (self->reply, i - 1);

        item->orphan = TRUE;
        if (item->kind == CONFAB_PART_THINKING || item->kind == CONFAB_PART_OPAQUE)
          g_ptr_array_remove_index (self->reply, i - 1);
      }
}

static gboolean
has_seen_item (Builder *self)
{
  for (guint i = 0; i < self->reply->len; i++)
    if (is_seen (self, g_ptr_array_index (self->reply, i)))
      return TRUE;

  return FALSE;
}

/* Closes the open reply and what the person said after it. */
static void
flush (Builder *self)
{
  g_autoptr(GPtrArray) reply = NULL;
  g_autoptr(GPtrArray) answers = new_items ();
  g_autoptr(GPtrArray) said = NULL;

  for (guint i = 0; i < self->calls->len; i++)
    {
      const ConfabWireItem *call = g_ptr_array_index (self->calls, i);
      ConfabWireItem *result = g_ptr_array_index (self->results, i);

      if (result == NULL && self->reply_whole)
        {
          result = confab_wire_item_new (CONFAB_PART_TOOL_RESULT, MISSING_RESULT);
          result->is_error = TRUE;
        }
      if (result == NULL)
        continue;

      g_free (result->id);
      result->id = g_strdup (call->id);
      g_free (result->name);
      result->name = g_strdup (call->name);
      g_ptr_array_add (answers, result);
    }

  if (!self->reply_whole)
    prune_reply (self);

  /* A reply of thinking alone is no turn: it was cut off before it said anything. */
  if (!has_seen_item (self))
    g_ptr_array_set_size (self->reply, 0);

  reply = g_steal_pointer (&self->reply);
  said = g_steal_pointer (&self->said);
  self->reply = new_items ();
  self->said = new_items ();
  g_ptr_array_set_size (self->calls, 0);
  g_ptr_array_set_size (self->results, 0);
  self->reply_whole = TRUE;

  add_turn (self, CONFAB_ROLE_ASSISTANT, reply);
  add_turn (self, CONFAB_ROLE_USER, answers);
  add_turn (self, CONFAB_ROLE_USER, said);
}

static void
add_call (Builder        *self,
          ConfabWireItem *item)
{
  const char *id = confab_part_get_id (item->part);

  confab_wire_item_repair_arguments (item);
  item->name = confab_tool_name_repair (confab_part_get_name (item->part));
  if (!self->rules->optional_ids || (id != NULL && *id != '\0'))
    item->id = confab_tool_ids_assign (self->ids, id);

  g_ptr_array_add (self->reply, item);
  g_ptr_array_add (self->calls, item);
  g_ptr_array_add (self->results, NULL);
}

static void
add_reply (Builder       *self,
           ConfabMessage *message)
{
  const char *model = self->request->model;
  const gboolean own = g_strcmp0 (confab_message_get_dialect (message), self->rules->dialect_id) == 0 &&
                       (confab_wire_is_same_model (model, confab_message_get_model (message)) ||
                        g_strcmp0 (model, confab_message_get_requested_model (message)) == 0);

  flush (self);
  self->reply_whole = confab_message_get_status (message) == CONFAB_MESSAGE_COMPLETE;

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    {
      g_autoptr(ConfabPart) part = g_object_ref (confab_message_get_part (message, i));
      ConfabWireItem *item = confab_wire_item_new_for_part (part);

      item->own = own;
      if (own)
        confab_wire_item_load_replay (item);

      switch (item->kind)
        {
        case CONFAB_PART_TEXT:
        case CONFAB_PART_REFUSAL:
          if (!confab_wire_is_blank (item->text) ||
              (self->rules->signed_empty_text && item->replay != NULL && self->reply_whole))
            g_ptr_array_add (self->reply, g_steal_pointer (&item));
          break;

        case CONFAB_PART_TOOL_CALL:
          add_call (self, g_steal_pointer (&item));
          break;

        case CONFAB_PART_THINKING:
          if (own)
            g_ptr_array_add (self->reply, g_steal_pointer (&item));
          break;

        case CONFAB_PART_OPAQUE:
          if (item->replay != NULL)
            g_ptr_array_add (self->reply, g_steal_pointer (&item));
          break;

        case CONFAB_PART_IMAGE:
          if (self->rules->assistant_images && confab_part_get_data (part) != NULL)
            g_ptr_array_add (self->reply, g_steal_pointer (&item));
          break;

        case CONFAB_PART_DOCUMENT:
        case CONFAB_PART_TOOL_RESULT:
        default:
          break;
        }

      confab_wire_item_free (item);
    }
}

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

/* Whether @result may be that of @call; where both have ids these tell, else the names. */
static gboolean
answers (ConfabPart *result,
         ConfabPart *call,
         gboolean    by_id)
{
  const char *id = confab_part_get_id (result);
  const char *name = confab_part_get_name (result);
  const char *call_id = confab_part_get_id (call);

  if (has_text (id) && has_text (call_id))
    return by_id && strcmp (id, call_id) == 0;

  return !by_id && (name == NULL || g_strcmp0 (name, confab_part_get_name (call)) == 0);
}

/* Results are matched by id among the calls of the reply before; where there are no ids, by name
 * and order. A result without its call is refused everywhere, so it is left out. */
static ConfabWireItem *
add_result (Builder        *self,
            ConfabWireItem *item)
{
  guint position = self->calls->len;

  for (guint pass = 0; pass < 2 && position == self->calls->len; pass++)
    for (guint i = 0; i < self->calls->len; i++)
      {
        const ConfabWireItem *call = g_ptr_array_index (self->calls, i);

        if (g_ptr_array_index (self->results, i) == NULL && answers (item->part, call->part, pass == 0))
          {
            position = i;
            break;
          }
      }

  if (position == self->calls->len)
    {
      confab_wire_item_free (item);
      return NULL;
    }

  item->is_error = confab_part_get_is_error (item->part);
  g_ptr_array_index (self->results, position) = item;

  return item;
}

/* Adds what follows a result in a message of a tool and belongs to it. */
static void
add_to_result (Builder        *self,
               ConfabWireItem *result,
               ConfabWireItem *item)
{
  const gboolean within = self->rules->results_hold_media &&
                          g_strcmp0 (self->request->result_media, "after") != 0;

  if (within || item->kind == CONFAB_PART_TEXT)
    {
      confab_wire_item_add_attachment (result, item);
      return;
    }

  if (confab_wire_is_blank (result->text))
    {
      g_free (result->text);
      result->text = g_strdup (RESULT_ELSEWHERE);
    }
  g_ptr_array_add (self->said, item);
}

static void
add_said (Builder       *self,
          ConfabMessage *message)
{
  const gboolean of_tool = confab_message_get_role (message) == CONFAB_ROLE_TOOL;
  ConfabWireItem *result = NULL;
  gboolean in_result = FALSE;

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    {
      ConfabWireItem *item = confab_wire_item_new_for_part (confab_message_get_part (message, i));
      gboolean counts = FALSE;

      switch (item->kind)
        {
        case CONFAB_PART_TOOL_RESULT:
          result = add_result (self, g_steal_pointer (&item));
          in_result = of_tool;
          continue;

        case CONFAB_PART_DOCUMENT:
          confab_wire_item_load_document (item, in_result || !self->rules->text_documents);
          counts = item->kind == CONFAB_PART_TEXT || confab_part_get_data (item->part) != NULL;
          break;

        case CONFAB_PART_IMAGE:
          counts = confab_part_get_data (item->part) != NULL;
          break;

        case CONFAB_PART_TEXT:
          counts = !confab_wire_is_blank (item->text);
          break;

        case CONFAB_PART_THINKING:
        case CONFAB_PART_REFUSAL:
        case CONFAB_PART_TOOL_CALL:
        case CONFAB_PART_OPAQUE:
        default:
          break;
        }

      if (counts && !in_result)
        g_ptr_array_add (self->said, g_steal_pointer (&item));
      else if (counts && result != NULL)
        add_to_result (self, result, g_steal_pointer (&item));

      confab_wire_item_free (item);
    }
}

static void
add_system (Builder    *self,
            const char *text)
{
  if (text == NULL || confab_wire_is_blank (text))
    return;

  if (self->system->len > 0)
    g_string_append (self->system, "\n\n");
  g_string_append (self->system, text);
}

static void
add_message (Builder       *self,
             ConfabMessage *message)
{
  switch (confab_message_get_role (message))
    {
    case CONFAB_ROLE_SYSTEM:
      {
        g_autofree char *text = confab_message_dup_text (message);

        add_system (self, text);
        break;
      }

    case CONFAB_ROLE_ASSISTANT:
      add_reply (self, message);
      break;

    case CONFAB_ROLE_USER:
    case CONFAB_ROLE_TOOL:
    default:
      add_said (self, message);
      break;
    }
}

/**
 * confab_wire_turns_prepare:
 * @request: what is asked
 * @rules: what the dialect differs in
 * @system_text: (out) (nullable): what the model is told before everything else, or %NULL
 * @error: return location; %CONFAB_WIRE_ERROR_UNSUPPORTED if nothing is said
 *
 * Brings a branch into the shape every dialect asks for: sides take turns, each tool call is
 * answered right after it and nothing else is, no text is empty, and replies that were broken off
 * keep only what stands on its own.
 *
 * Returns: (transfer full) (element-type ConfabWireTurn) (nullable): the turns, at least one, or %NULL on error
 */
GPtrArray *
confab_wire_turns_prepare (const ConfabChatRequest    *request,
                           const ConfabWireTurnRules  *rules,
                           char                      **system_text,
                           GError                    **error)
{
  g_auto(Builder) self = { 0, };

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (rules != NULL, NULL);
  g_return_val_if_fail (system_text != NULL, NULL);

  self.request = request;
  self.rules = rules;
  self.turns = g_ptr_array_new_with_free_func (turn_free);
  self.ids = request->tool_id_length > 0 ? confab_tool_ids_new_exact (request->tool_id_length)
                                         : confab_tool_ids_new (rules->max_id_length);
  self.system = g_string_new (NULL);
  self.reply = new_items ();
  self.calls = g_ptr_array_new ();
  self.results = g_ptr_array_new ();
  self.said = new_items ();
  self.reply_whole = TRUE;

  add_system (&self, request->system_prompt);
  for (guint i = 0; request->messages != NULL && i < request->messages->len; i++)
    add_message (&self, g_ptr_array_index (request->messages, i));
  flush (&self);

  if (self.turns->len == 0)
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
                           "There is no message to send");
      return NULL;
    }

  if (rules->starts_with_user &&
      ((ConfabWireTurn *) g_ptr_array_index (self.turns, 0))->role != CONFAB_ROLE_USER)
    {
      ConfabWireTurn *turn = g_new0 (ConfabWireTurn, 1);

      turn->role = CONFAB_ROLE_USER;
      turn->items = new_items ();
      g_ptr_array_add (turn->items, confab_wire_item_new (CONFAB_PART_TEXT, MISSING_START));
      g_ptr_array_insert (self.turns, 0, turn);
    }

  *system_text = self.system->len > 0 ? g_utf8_make_valid (self.system->str, self.system->len) : NULL;

  return g_steal_pointer (&self.turns);
}

/**
 * confab_wire_turn_has_kind:
 * @turn: a turn
 * @kind: a kind
 *
 * Returns: whether something of this kind is in the turn
 */
gboolean
confab_wire_turn_has_kind (const ConfabWireTurn *turn,
                           ConfabPartKind        kind)
{
  for (guint i = 0; i < turn->items->len; i++)
    if (((const ConfabWireItem *) g_ptr_array_index (turn->items, i))->kind == kind)
      return TRUE;

  return FALSE;
}

/**
 * confab_wire_turn_dup_text:
 * @turn: a turn
 * @kind: %CONFAB_PART_TEXT for all visible text, or %CONFAB_PART_THINKING
 *
 * Returns: (transfer full): the texts, parted by empty lines; empty if there are none
 */
char *
confab_wire_turn_dup_text (const ConfabWireTurn *turn,
                           ConfabPartKind        kind)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind != kind && !(kind == CONFAB_PART_TEXT && item->kind == CONFAB_PART_REFUSAL))
        continue;
      if (*item->text == '\0')
        continue;

      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append (text, item->text);
    }

  return g_string_free (text, FALSE);
}
