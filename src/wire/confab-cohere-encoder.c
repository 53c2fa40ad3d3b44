/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cohere-encoder"

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

/* The second version of Cohere's chat (Cohere, "Chat API", "List models"). */

static const ConfabWireTurnRules rules = {
  .dialect_id = "cohere-v2",
  .max_id_length = 64,
};

static void
write_text_part (ConfabJsonWriter *writer,
                 const char       *type,
                 const char       *text)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", type);
  confab_json_writer_set_string (writer, type, text);
  confab_json_writer_end_object (writer);
}

static gboolean
write_user (ConfabJsonWriter      *writer,
            const ConfabWireTurn  *turn,
            GError               **error)
{
  const gboolean has_images = confab_wire_turn_has_kind (turn, CONFAB_PART_IMAGE);

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TOOL_RESULT)
        {
          confab_openai_part_write_result (writer, item);
        }
      else if (item->kind == CONFAB_PART_DOCUMENT)
        {
          const char *mime_type = confab_part_get_mime_type (item->part);

          g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
                       "A file of type %s cannot be sent to this provider, only text",
                       mime_type != NULL ? mime_type : "unknown");
          return FALSE;
        }
    }

  if (!has_images && !confab_wire_turn_has_kind (turn, CONFAB_PART_TEXT))
    return TRUE;

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "user");
  confab_json_writer_add_name (writer, "content");
  if (has_images)
    {
      confab_json_writer_begin_array (writer);
      for (guint i = 0; i < turn->items->len; i++)
        {
          const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

          if (item->kind == CONFAB_PART_TEXT)
            write_text_part (writer, "text", item->text);
          else if (item->kind == CONFAB_PART_IMAGE)
            confab_openai_part_write_image (writer, item);
        }
      confab_json_writer_end_array (writer);
    }
  else
    {
      g_autofree char *text = confab_wire_turn_dup_text (turn, CONFAB_PART_TEXT);

      confab_json_writer_add_string (writer, text);
    }
  confab_json_writer_end_object (writer);

  return TRUE;
}

static void
write_call (ConfabJsonWriter     *writer,
            const ConfabWireItem *item)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "id", item->id);
  confab_json_writer_set_string (writer, "type", "function");
  confab_json_writer_add_name (writer, "function");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "name", item->name);
  confab_json_writer_set_string (writer, "arguments", item->text);
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);
}

static gboolean
is_thinking_in (const ConfabWireItem *item,
                const char           *field)
{
  return item->kind == CONFAB_PART_THINKING && *item->text != '\0' &&
         g_strcmp0 (confab_json_get_string (item->replay_object, "field"), field) == 0;
}

/* What the model planned and thought belongs to its calls; without any it is not wanted back. */
static void
write_plan (ConfabJsonWriter     *writer,
            const ConfabWireTurn *turn)
{
  g_autoptr(GString) plan = g_string_new (NULL);

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (is_thinking_in (item, "tool_plan"))
        g_string_append (plan, item->text);
    }

  if (plan->len > 0)
    confab_json_writer_set_string (writer, "tool_plan", plan->str);
}

static void
write_reply_content (ConfabJsonWriter     *writer,
                     const ConfabWireTurn *turn,
                     gboolean              has_calls)
{
  gboolean has_thinking = FALSE;
  g_autofree char *text = confab_wire_turn_dup_text (turn, CONFAB_PART_TEXT);

  for (guint i = 0; has_calls && i < turn->items->len; i++)
    has_thinking = has_thinking || is_thinking_in (g_ptr_array_index (turn->items, i), "thinking");

  if (!has_thinking)
    {
      if (*text != '\0')
        confab_json_writer_set_string (writer, "content", text);
      return;
    }

  confab_json_writer_add_name (writer, "content");
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (is_thinking_in (item, "thinking"))
        write_text_part (writer, "thinking", item->text);
      else if (item->kind == CONFAB_PART_TEXT || item->kind == CONFAB_PART_REFUSAL)
        write_text_part (writer, "text", item->text);
    }
  confab_json_writer_end_array (writer);
}

static void
write_reply (ConfabJsonWriter     *writer,
             const ConfabWireTurn *turn)
{
  const gboolean has_calls = confab_wire_turn_has_kind (turn, CONFAB_PART_TOOL_CALL);

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "assistant");
  if (has_calls)
    write_plan (writer, turn);
  write_reply_content (writer, turn, has_calls);

  if (has_calls)
    {
      confab_json_writer_add_name (writer, "tool_calls");
      confab_json_writer_begin_array (writer);
      for (guint i = 0; i < turn->items->len; i++)
        {
          const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

          if (item->kind == CONFAB_PART_TOOL_CALL)
            write_call (writer, item);
        }
      confab_json_writer_end_array (writer);
    }
  confab_json_writer_end_object (writer);
}

static char *
write_messages (const ConfabChatRequest  *request,
                GError                  **error)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  g_autoptr(GPtrArray) turns = NULL;
  g_autofree char *system_text = NULL;

  turns = confab_wire_turns_prepare (request, &rules, &system_text, error);
  if (turns == NULL)
    return NULL;

  confab_json_writer_begin_array (writer);
  if (system_text != NULL)
    {
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "role", "system");
      confab_json_writer_set_string (writer, "content", system_text);
      confab_json_writer_end_object (writer);
    }
  for (guint i = 0; i < turns->len; i++)
    {
      const ConfabWireTurn *turn = g_ptr_array_index (turns, i);

      if (turn->role == CONFAB_ROLE_ASSISTANT)
        write_reply (writer, turn);
      else if (!write_user (writer, turn, error))
        return NULL;
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static GPtrArray *
find_tool (GPtrArray  *tools,
           const char *name)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < tools->len; i++)
    if (strcmp (confab_tool_get_name (g_ptr_array_index (tools, i)), name) == 0)
      g_ptr_array_add (found, g_ptr_array_index (tools, i));

  return g_steal_pointer (&found);
}

/* The choice is to call a tool or none; the model decides where nothing is said. A certain tool is
 * forced by offering no other. */
static void
set_tools (ConfabRequestBody       *body,
           const ConfabChatRequest *request,
           JsonObject              *thinking)
{
  const char *choice = confab_wire_tools_get_choice (request, thinking);
  g_autoptr(GPtrArray) only = NULL;

  if (confab_wire_tools_is_empty (request->tools))
    return;

  if (choice != NULL && strcmp (choice, "auto") != 0 && strcmp (choice, "none") != 0 &&
      strcmp (choice, "required") != 0)
    only = find_tool (request->tools, choice);

  confab_request_body_take_json (body, "tools",
                                 confab_wire_tools_write_functions (confab_wire_tools_is_empty (only)
                                                                    ? request->tools : only));
  if (choice != NULL && strcmp (choice, "auto") != 0)
    confab_request_body_set_string (body, "tool_choice", strcmp (choice, "none") == 0 ? "NONE" : "REQUIRED");
}

static ConfabWireRequest *
encode_chat (const ConfabChatRequest  *request,
             GError                  **error)
{
  g_autoptr(ConfabRequestBody) body = confab_request_body_new ();
  g_autoptr(JsonObject) thinking = NULL;
  g_autoptr(JsonObject) extra = NULL;
  char *messages;

  thinking = confab_request_body_parse_members (request->thinking_parameters_json, "thinking parameters", error);
  if (thinking == NULL)
    return NULL;
  extra = confab_request_body_parse_members (request->extra_body_json, "extra parameters", error);
  if (extra == NULL)
    return NULL;
  messages = write_messages (request, error);
  if (messages == NULL)
    return NULL;

  confab_request_body_set_string (body, "model", request->model);
  confab_request_body_take_json (body, "messages", messages);
  confab_request_body_set_boolean (body, "stream", TRUE);
  if (request->max_output_tokens > 0)
    confab_request_body_set_int (body, "max_tokens", request->max_output_tokens);
  if (request->temperature >= 0)
    confab_request_body_set_double (body, "temperature", MIN (request->temperature, 1.0));
  set_tools (body, request, thinking);
  confab_request_body_merge (body, thinking);
  confab_request_body_merge (body, extra);
  confab_request_body_set_boolean (body, "stream", TRUE);

  return confab_wire_request_new_post (g_strdup ("/v2/chat"), NULL,
                                       confab_request_body_finish (g_steal_pointer (&body)));
}

static ConfabWireRequest *
encode_list_models (const char *page_token)
{
  g_autofree char *escaped = NULL;

  if (page_token == NULL)
    return confab_wire_request_new_get (g_strdup ("/v1/models?page_size=1000&endpoint=chat"), NULL);

  escaped = g_uri_escape_string (page_token, NULL, FALSE);

  return confab_wire_request_new_get (g_strconcat ("/v1/models?page_size=1000&endpoint=chat&page_token=", escaped,
                                                   NULL), NULL);
}

static GPtrArray *
decode_models (JsonNode  *root,
               char     **next_page_token,
               GError   **error)
{
  GPtrArray *models = confab_model_list_decode (root, error);

  if (models != NULL)
    *next_page_token = g_strdup (confab_json_get_text (confab_json_node_object (root), "next_page_token"));

  return models;
}

const ConfabEncoderOps confab_cohere_encoder_ops = {
  .encode_chat = encode_chat,
  .encode_list_models = encode_list_models,
  .decode_models = decode_models,
};
