/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-responses-replay"

#include "config.h"

#include "confab-responses-replay.h"

#include "confab-json.h"

#include <string.h>

/* Items of the Responses API hang together: reasoning is refused without the item it led to, and
 * that item without its reasoning. So reasoning and all that follows it up to the next reasoning
 * go back as they came, or none of it does, and what it says is said in plain form. */

static const ConfabWireItem *
get_item (const ConfabWireTurn *turn,
          guint                 position)
{
  return g_ptr_array_index (turn->items, position);
}

static gboolean
is_text (const ConfabWireItem *item)
{
  return item->kind == CONFAB_PART_TEXT || item->kind == CONFAB_PART_REFUSAL;
}

static gboolean
has_type (const ConfabWireItem *item,
          const char           *type)
{
  return g_strcmp0 (confab_json_get_string (item->replay_object, "type"), type) == 0;
}

/* How many items from @position on are the parts of one message that still says what it said. */
static guint
count_message_parts (const ConfabWireTurn *turn,
                     guint                 position)
{
  const ConfabWireItem *head = get_item (turn, position);
  JsonArray *parts = confab_json_get_array (head->replay_object, "content");
  guint n = 0;

  if (!has_type (head, "message"))
    return 0;

  for (guint i = 0; i < confab_json_array_length (parts); i++)
    {
      JsonObject *part = confab_json_array_object (parts, i);
      const char *refusal = confab_json_get_text (part, "refusal");
      const char *text = refusal != NULL ? refusal : confab_json_get_text (part, "text");
      const ConfabWireItem *item;

      if (text == NULL || confab_wire_is_blank (text))
        continue;
      if (position + n >= turn->items->len)
        return 0;

      item = get_item (turn, position + n);
      if (!is_text (item) || !item->own || strcmp (item->text, text) != 0)
        return 0;
      n++;
    }

  return n;
}

static gboolean
is_intact_call (const ConfabWireItem *item)
{
  const gboolean is_custom = has_type (item, "custom_tool_call");
  const char *arguments = confab_json_get_string (item->replay_object, is_custom ? "input" : "arguments");

  if (!is_custom && !has_type (item, "function_call"))
    return FALSE;

  return arguments != NULL &&
         g_strcmp0 (arguments, confab_part_get_text (item->part)) == 0 &&
         g_strcmp0 (confab_json_get_string (item->replay_object, "call_id"), item->id) == 0 &&
         g_strcmp0 (confab_json_get_string (item->replay_object, "name"), item->name) == 0 &&
         (is_custom || confab_json_is_whole (arguments, strlen (arguments)));
}

/* What the person was to do or to allow, and Confab did not, is refused without its result. */
static gboolean
is_answered (const ConfabWireTurn *turn,
             const ConfabWireItem *item)
{
  const char *type = confab_json_get_text (item->replay_object, "type");
  const char *call_id = confab_json_get_text (item->replay_object, "call_id");

  if (type == NULL || g_str_has_suffix (type, "_request"))
    return FALSE;
  if (call_id == NULL)
    return TRUE;

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *other = get_item (turn, i);

      if (other->kind == CONFAB_PART_OPAQUE && !has_type (other, type) &&
          g_strcmp0 (confab_json_get_string (other->replay_object, "call_id"), call_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether an item can go back as it came, by itself. Returns how many items that are. */
static guint
count_intact (const ConfabWireTurn *turn,
              guint                 position)
{
  const ConfabWireItem *item = get_item (turn, position);

  if (!item->own || item->orphan || item->replay_object == NULL)
    return 0;

  switch (item->kind)
    {
    case CONFAB_PART_TEXT:
    case CONFAB_PART_REFUSAL:
      return count_message_parts (turn, position);

    case CONFAB_PART_TOOL_CALL:
      return is_intact_call (item) ? 1 : 0;

    case CONFAB_PART_THINKING:
      return has_type (item, "reasoning") ? 1 : 0;

    case CONFAB_PART_OPAQUE:
      return is_answered (turn, item) ? 1 : 0;

    case CONFAB_PART_TOOL_RESULT:
    case CONFAB_PART_IMAGE:
    case CONFAB_PART_DOCUMENT:
    default:
      return 0;
    }
}

static gboolean
is_reasoning (const ConfabWireTurn *turn,
              guint                 position)
{
  return get_item (turn, position)->kind == CONFAB_PART_THINKING;
}

/* Where what hangs together with the item at @start ends: before the next reasoning, and before
 * what somebody else said. */
static guint
find_end (const ConfabWireTurn *turn,
          guint                 start)
{
  guint end = start;

  while (end < turn->items->len && is_reasoning (turn, end))
    end++;
  while (end < turn->items->len && !is_reasoning (turn, end) &&
         get_item (turn, end)->own == get_item (turn, start)->own)
    end++;

  return end;
}

/* Plans a stretch in which one item does not depend on another. */
static void
plan_apart (const ConfabWireTurn  *turn,
            guint                  start,
            guint                  end,
            ConfabResponsesReplay *plan)
{
  for (guint i = start; i < end;)
    {
      const ConfabWireItem *item = get_item (turn, i);
      const guint n = count_intact (turn, i);

      if (n > 0 && item->kind != CONFAB_PART_THINKING)
        plan[i] = CONFAB_RESPONSES_REPLAY_AS_IT_CAME;
      else if (is_text (item) || item->kind == CONFAB_PART_TOOL_CALL)
        plan[i] = CONFAB_RESPONSES_REPLAY_PLAIN;

      i += MAX (n, 1);
    }
}

static gboolean
plan_together (const ConfabWireTurn  *turn,
               guint                  start,
               guint                  end,
               ConfabResponsesReplay *plan)
{
  guint i;

  /* Reasoning that led to nothing. */
  if (is_reasoning (turn, end - 1))
    return FALSE;

  for (i = start; i < end;)
    {
      const guint n = count_intact (turn, i);

      if (n == 0)
        return FALSE;
      i += n;
    }

  for (i = start; i < end; i += count_intact (turn, i))
    plan[i] = CONFAB_RESPONSES_REPLAY_AS_IT_CAME;

  return TRUE;
}

/**
 * confab_responses_replay_plan:
 * @turn: what the model said
 *
 * Returns: (transfer full): how each item of the turn goes back; to be freed with g_free()
 */
ConfabResponsesReplay *
confab_responses_replay_plan (const ConfabWireTurn *turn)
{
  ConfabResponsesReplay *plan;
  guint end;

  g_return_val_if_fail (turn != NULL, NULL);

  plan = g_new0 (ConfabResponsesReplay, turn->items->len + 1);
  for (guint start = 0; start < turn->items->len; start = end)
    {
      end = find_end (turn, start);

      if (!is_reasoning (turn, start))
        {
          plan_apart (turn, start, end, plan);
          continue;
        }

      if (plan_together (turn, start, end, plan))
        continue;

      for (guint i = start; i < end; i++)
        {
          const ConfabWireItem *item = get_item (turn, i);

          if (is_text (item) || item->kind == CONFAB_PART_TOOL_CALL)
            plan[i] = CONFAB_RESPONSES_REPLAY_PLAIN;
        }
    }

  return plan;
}
