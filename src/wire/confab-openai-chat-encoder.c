/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-openai-chat-encoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"
#include "confab-json-writer.h"
#include "confab-model-list.h"
#include "confab-openai-part.h"
#include "confab-request-body.h"
#include "confab-wire-request-private.h"
#include "confab-wire-tools.h"
#include "confab-wire-turn.h"

#include <string.h>

/* Chat Completions, as OpenAI defined it and most others imitate it. Where they differ, the traits
 * of the request decide; without any, the least is sent that every server understands. */

static const ConfabWireTurnRules rules = {
  .dialect_id = "openai-chat",
  .max_id_length = 40,
};

/* What old replies' thinking goes back as. */
typedef enum
{
  REPLAY_NONE,
  REPLAY_REASONING_CONTENT,
  REPLAY_REASONING,
  REPLAY_REASONING_DETAILS,
  REPLAY_THINKING_BLOCKS,
  REPLAY_CONTENT,
} Replay;

/* What stands between tools' results and what the person says, where nothing may not. */
#define REPLY_AFTER_RESULTS "I have seen the results."


static Replay
parse_replay (const char *name)
{
  if (g_strcmp0 (name, "reasoning_content") == 0)
    return REPLAY_REASONING_CONTENT;
  if (g_strcmp0 (name, "reasoning") == 0)
    return REPLAY_REASONING;
  if (g_strcmp0 (name, "reasoning_details") == 0)
    return REPLAY_REASONING_DETAILS;
  if (g_strcmp0 (name, "thinking_blocks") == 0)
    return REPLAY_THINKING_BLOCKS;
  if (g_strcmp0 (name, "content") == 0)
    return REPLAY_CONTENT;

  return REPLAY_NONE;
}

static void
write_text_part (ConfabJsonWriter *writer,
                 const char       *text)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "text");
  confab_json_writer_set_string (writer, "text", text);
  confab_json_writer_end_object (writer);
}

static gboolean
write_file_part (ConfabJsonWriter      *writer,
                 const ConfabWireItem  *item,
                 GError               **error)
{
  const char *mime_type = confab_part_get_mime_type (item->part);

  if (g_strcmp0 (mime_type, "application/pdf") != 0)
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
                   "A file of type %s cannot be sent to this provider, only text and PDF",
                   mime_type != NULL ? mime_type : "unknown");
      return FALSE;
    }

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "file");
  confab_json_writer_add_name (writer, "file");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "filename", item->name);
  confab_json_writer_add_name (writer, "file_data");
  confab_json_writer_add_data (writer, "data:application/pdf;base64,", confab_part_get_data (item->part));
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);

  return TRUE;
}

static gboolean
write_user_parts (ConfabJsonWriter      *writer,
                  const ConfabWireTurn  *turn,
                  GError               **error)
{
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TEXT)
        write_text_part (writer, item->text);
      else if (item->kind == CONFAB_PART_IMAGE)
        confab_openai_part_write_image (writer, item);
      else if (item->kind == CONFAB_PART_DOCUMENT && !write_file_part (writer, item, error))
        return FALSE;
    }
  confab_json_writer_end_array (writer);

  return TRUE;
}

static gboolean
write_user (ConfabJsonWriter         *writer,
            const ConfabWireTurn     *turn,
            const ConfabChatRequest  *request,
            GError                  **error)
{
  const gboolean has_files = confab_wire_turn_has_kind (turn, CONFAB_PART_IMAGE) ||
                             confab_wire_turn_has_kind (turn, CONFAB_PART_DOCUMENT);

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TOOL_RESULT)
        confab_openai_part_write_result (writer, item);
    }

  if (!has_files && !confab_wire_turn_has_kind (turn, CONFAB_PART_TEXT))
    return TRUE;

  if (request->reply_after_results && confab_wire_turn_has_kind (turn, CONFAB_PART_TOOL_RESULT))
    {
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "role", "assistant");
      confab_json_writer_set_string (writer, "content", REPLY_AFTER_RESULTS);
      confab_json_writer_end_object (writer);
    }

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "user");
  confab_json_writer_add_name (writer, "content");
  if (has_files)
    {
      if (!write_user_parts (writer, turn, error))
        return FALSE;
    }
  else
    {
      /* Some servers know strings only, so lists are left to what needs them. */
      g_autofree char *text = confab_wire_turn_dup_text (turn, CONFAB_PART_TEXT);

      confab_json_writer_add_string (writer, text);
    }
  confab_json_writer_end_object (writer);

  return TRUE;
}

/* @lost_signature: (nullable): what the call gets if it should have a signature and has none */
static void
write_call (ConfabJsonWriter     *writer,
            const ConfabWireItem *item,
            const char           *lost_signature)
{
  JsonNode *extra = confab_json_get_node (item->replay_object, "extra_content");

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "id", item->id);
  confab_json_writer_set_string (writer, "type", "function");
  confab_json_writer_add_name (writer, "function");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "name", item->name);
  confab_json_writer_set_string (writer, "arguments", item->text);
  confab_json_writer_end_object (writer);
  if (extra != NULL)
    {
      g_autofree char *json = confab_json_to_string (extra);

      confab_json_writer_add_name (writer, "extra_content");
      confab_json_writer_add_raw (writer, json);
    }
  else if (lost_signature != NULL)
    {
      confab_json_writer_add_name (writer, "extra_content");
      confab_json_writer_begin_object (writer);
      confab_json_writer_add_name (writer, "google");
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "thought_signature", lost_signature);
      confab_json_writer_end_object (writer);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_object (writer);
}

/* Returns whether there was anything to write. */
static gboolean
write_reasoning_details (ConfabJsonWriter     *writer,
                         const ConfabWireTurn *turn)
{
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);
      JsonNode *details;

      if (item->replay_node == NULL)
        continue;

      if (JSON_NODE_HOLDS_ARRAY (item->replay_node))
        {
          confab_json_writer_add_name (writer, "reasoning_details");
          confab_json_writer_add_raw (writer, item->replay);
          return TRUE;
        }

      details = confab_json_get_node (item->replay_object, "reasoning_details");
      if (confab_json_node_array (details) != NULL)
        {
          g_autofree char *json = confab_json_to_string (details);

          confab_json_writer_add_name (writer, "reasoning_details");
          confab_json_writer_add_raw (writer, json);
          return TRUE;
        }
    }

  return FALSE;
}

/* As Anthropic's API has them, which signs them, behind servers that hand them on. */
static void
write_thinking_blocks (ConfabJsonWriter     *writer,
                       const ConfabWireTurn *turn)
{
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);
      JsonNode *blocks = confab_json_get_node (item->replay_object, "thinking_blocks");

      if (confab_json_node_array (blocks) != NULL)
        {
          g_autofree char *json = confab_json_to_string (blocks);

          confab_json_writer_add_name (writer, "thinking_blocks");
          confab_json_writer_add_raw (writer, json);
          return;
        }
    }
}

/* The field in which thinking came, where it was one of @fields. */
static const char *
find_field (const ConfabWireTurn *turn,
            const char * const   *fields)
{
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);
      const char *field = confab_json_get_text (item->replay_object, "field");

      if (item->kind == CONFAB_PART_THINKING && field != NULL && g_strv_contains (fields, field))
        return field;
    }

  return NULL;
}

/* Whether the thinking came as a part of the content. Once it was whole the part itself was kept,
 * before that only the word for it. */
static gboolean
came_as_part (const ConfabWireTurn *turn)
{
  static const char *const part_fields[] = { "content_parts", NULL };

  if (find_field (turn, part_fields) != NULL)
    return TRUE;

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_THINKING &&
          g_strcmp0 (confab_json_get_text (item->replay_object, "type"), "thinking") == 0)
        return TRUE;
    }

  return FALSE;
}

/* The only thinking, if it is known what stood around it when it came. */
static const ConfabWireItem *
find_tagged (const ConfabWireTurn *turn)
{
  const ConfabWireItem *tagged = NULL;

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind != CONFAB_PART_THINKING)
        continue;
      if (tagged != NULL || confab_json_get_string (item->replay_object, "before") == NULL ||
          confab_json_get_string (item->replay_object, "after") == NULL)
        return NULL;
      tagged = item;
    }

  return tagged;
}

static void
write_thinking_part (ConfabJsonWriter *writer,
                     const char       *thinking)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "thinking");
  confab_json_writer_add_name (writer, "thinking");
  confab_json_writer_begin_array (writer);
  write_text_part (writer, thinking);
  confab_json_writer_end_array (writer);
  confab_json_writer_end_object (writer);
}

static void
write_reply_content (ConfabJsonWriter     *writer,
                     const ConfabWireTurn *turn,
                     Replay                replay,
                     gboolean              has_calls)
{
  g_autofree char *text = confab_wire_turn_dup_text (turn, CONFAB_PART_TEXT);
  g_autofree char *thinking = confab_wire_turn_dup_text (turn, CONFAB_PART_THINKING);

  /* The details stand for all of the thinking. */
  if (replay == REPLAY_CONTENT && write_reasoning_details (writer, turn))
    replay = REPLAY_NONE;

  confab_json_writer_add_name (writer, "content");

  if (replay == REPLAY_CONTENT && *thinking != '\0')
    {
      /* What came as a part of the content goes back as one, what came within tags in tags. */
      if (came_as_part (turn))
        {
          confab_json_writer_begin_array (writer);
          write_thinking_part (writer, thinking);
          if (*text != '\0')
            write_text_part (writer, text);
          confab_json_writer_end_array (writer);
        }
      else
        {
          const ConfabWireItem *tagged = find_tagged (turn);
          g_autofree char *whole = NULL;

          if (tagged != NULL)
            whole = g_strconcat (confab_json_get_string (tagged->replay_object, "before"), tagged->text,
                                 confab_json_get_string (tagged->replay_object, "after"), text, NULL);
          else
            whole = g_strdup_printf ("<think>\n%s\n</think>\n\n%s", thinking, text);
          confab_json_writer_add_string (writer, whole);
        }
      return;
    }

  /* Beside calls an empty text is refused by some, null by none. */
  if (*text == '\0' && has_calls)
    confab_json_writer_add_null (writer);
  else
    confab_json_writer_add_string (writer, text);
}

static void
write_calls (ConfabJsonWriter     *writer,
             const ConfabWireTurn *turn,
             const char           *lost_signature)
{
  confab_json_writer_add_name (writer, "tool_calls");
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind != CONFAB_PART_TOOL_CALL)
        continue;

      /* Of calls made at once the first one is signed. */
      write_call (writer, item, lost_signature);
      lost_signature = NULL;
    }
  confab_json_writer_end_array (writer);
}

static void
write_reply (ConfabJsonWriter        *writer,
             const ConfabWireTurn    *turn,
             const ConfabChatRequest *request)
{
  const Replay replay = parse_replay (request->reasoning_replay);
  static const char *const fields[] = { "reasoning", "reasoning_content", "reasoning_text", NULL };
  const gboolean has_calls = confab_wire_turn_has_kind (turn, CONFAB_PART_TOOL_CALL);
  const char *field = find_field (turn, fields);
  g_autofree char *thinking = confab_wire_turn_dup_text (turn, CONFAB_PART_THINKING);

  if (!has_calls &&
      !confab_wire_turn_has_kind (turn, CONFAB_PART_TEXT) &&
      !confab_wire_turn_has_kind (turn, CONFAB_PART_REFUSAL))
    return;

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "assistant");
  write_reply_content (writer, turn, replay, has_calls);

  /* Who reads this field wants it on every reply, even if there was no thinking. */
  if (replay == REPLAY_REASONING_CONTENT)
    confab_json_writer_set_string (writer, "reasoning_content", thinking);
  else if (replay == REPLAY_REASONING && *thinking != '\0')
    confab_json_writer_set_string (writer, field != NULL ? field : "reasoning", thinking);
  else if (replay == REPLAY_REASONING_DETAILS)
    write_reasoning_details (writer, turn);
  else if (replay == REPLAY_THINKING_BLOCKS)
    write_thinking_blocks (writer, turn);

  if (has_calls)
    write_calls (writer, turn, request->lost_signature);
  confab_json_writer_end_object (writer);
}

static char *
write_messages (const ConfabChatRequest  *request,
                GPtrArray                *turns,
                const char               *system_text,
                GError                  **error)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_array (writer);
  if (system_text != NULL)
    {
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "role",
                                     request->system_role != NULL ? request->system_role : "system");
      confab_json_writer_set_string (writer, "content", system_text);
      confab_json_writer_end_object (writer);
    }
  for (guint i = 0; i < turns->len; i++)
    {
      const ConfabWireTurn *turn = g_ptr_array_index (turns, i);

      if (turn->role == CONFAB_ROLE_ASSISTANT)
        write_reply (writer, turn, request);
      else if (!write_user (writer, turn, request, error))
        return NULL;
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static void
set_tools (ConfabRequestBody       *body,
           const ConfabChatRequest *request,
           GPtrArray               *turns,
           JsonObject              *thinking)
{
  const char *choice = confab_wire_tools_get_choice (request, thinking);
  g_autoptr(GPtrArray) tools = NULL;

  if (confab_wire_tools_is_empty (request->tools))
    {
      g_autoptr(GPtrArray) used = request->declare_used_tools ? confab_wire_tools_new_used (turns) : NULL;

      if (used != NULL)
        {
          confab_request_body_take_json (body, "tools", confab_wire_tools_write_functions (used));
          confab_request_body_set_string (body, "tool_choice", "none");
        }
      return;
    }

  if (g_strcmp0 (request->tool_schema, "openapi") == 0)
    tools = confab_wire_tools_new_simple (request->tools);
  confab_request_body_take_json (body, "tools",
                                 confab_wire_tools_write_functions (tools != NULL ? tools : request->tools));

  if (choice == NULL)
    return;

  if (strcmp (choice, "auto") == 0 || strcmp (choice, "none") == 0 || strcmp (choice, "required") == 0)
    {
      confab_request_body_set_string (body, "tool_choice", choice);
    }
  else
    {
      g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "type", "function");
      confab_json_writer_add_name (writer, "function");
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "name", choice);
      confab_json_writer_end_object (writer);
      confab_json_writer_end_object (writer);
      confab_request_body_take_json (body, "tool_choice", confab_json_writer_finish (g_steal_pointer (&writer)));
    }
}

static ConfabWireRequest *
encode_chat (const ConfabChatRequest  *request,
             GError                  **error)
{
  g_autoptr(ConfabRequestBody) body = confab_request_body_new ();
  g_autoptr(JsonObject) thinking = NULL;
  g_autoptr(JsonObject) extra = NULL;
  g_autoptr(GPtrArray) turns = NULL;
  g_autofree char *system_text = NULL;
  char *messages;

  thinking = confab_request_body_parse_members (request->thinking_parameters_json, "thinking parameters", error);
  if (thinking == NULL)
    return NULL;
  extra = confab_request_body_parse_members (request->extra_body_json, "extra parameters", error);
  if (extra == NULL)
    return NULL;
  turns = confab_wire_turns_prepare (request, &rules, &system_text, error);
  if (turns == NULL)
    return NULL;
  messages = write_messages (request, turns, system_text, error);
  if (messages == NULL)
    return NULL;

  confab_request_body_set_string (body, "model", request->model);
  confab_request_body_take_json (body, "messages", messages);
  confab_request_body_set_boolean (body, "stream", TRUE);
  if (request->send_stream_options)
    confab_request_body_take_json (body, "stream_options", g_strdup ("{\"include_usage\":true}"));
  if (request->max_output_tokens > 0)
    confab_request_body_set_int (body,
                                 request->max_tokens_field != NULL ? request->max_tokens_field : "max_tokens",
                                 request->max_output_tokens);
  if (request->temperature >= 0)
    confab_request_body_set_double (body, "temperature", request->temperature);
  set_tools (body, request, turns, thinking);
  confab_request_body_merge (body, thinking);
  confab_request_body_merge (body, extra);
  confab_request_body_set_boolean (body, "stream", TRUE);

  return confab_wire_request_new_post (g_strdup ("/chat/completions"), NULL,
                                       confab_request_body_finish (g_steal_pointer (&body)));
}

static ConfabWireRequest *
encode_list_models (const char *page_token)
{
  return confab_wire_request_new_get (g_strdup ("/models"), NULL);
}

static GPtrArray *
decode_models (JsonNode  *root,
               char     **next_page_token,
               GError   **error)
{
  return confab_model_list_decode (root, error);
}

const ConfabEncoderOps confab_openai_chat_encoder_ops = {
  .encode_chat = encode_chat,
  .encode_list_models = encode_list_models,
  .decode_models = decode_models,
};
