/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-openai-responses-encoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"
#include "confab-json-writer.h"
#include "confab-model-list.h"
#include "confab-request-body.h"
#include "confab-responses-replay.h"
#include "confab-wire-request-private.h"
#include "confab-wire-tools.h"
#include "confab-wire-turn.h"

#include <string.h>

/* The Responses API. Nothing is kept at the service, so the whole conversation is sent each time,
 * with the reasoning in the encrypted form that only the service can read. */

/* A smaller limit of output is refused. */
#define MIN_OUTPUT_TOKENS 16

static const ConfabWireTurnRules rules = {
  .dialect_id = "openai-responses",
  .max_id_length = 64,
  .opaque = TRUE,
  .results_hold_media = TRUE,
};

static void
write_text_part (ConfabJsonWriter *writer,
                 const char       *type,
                 const char       *text)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", type);
  confab_json_writer_set_string (writer, "text", text);
  confab_json_writer_end_object (writer);
}

static void
write_image_part (ConfabJsonWriter     *writer,
                  const ConfabWireItem *item)
{
  const char *mime_type = confab_part_get_mime_type (item->part);
  g_autofree char *prefix = g_strdup_printf ("data:%s;base64,", mime_type != NULL ? mime_type : "image/png");

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "input_image");
  confab_json_writer_add_name (writer, "image_url");
  confab_json_writer_add_data (writer, prefix, confab_part_get_data (item->part));
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
  confab_json_writer_set_string (writer, "type", "input_file");
  confab_json_writer_set_string (writer, "filename", item->name);
  confab_json_writer_add_name (writer, "file_data");
  confab_json_writer_add_data (writer, "data:application/pdf;base64,", confab_part_get_data (item->part));
  confab_json_writer_end_object (writer);

  return TRUE;
}

static gboolean
write_media (ConfabJsonWriter      *writer,
             const ConfabWireItem  *item,
             GError               **error)
{
  if (item->kind == CONFAB_PART_TEXT)
    write_text_part (writer, "input_text", item->text);
  else if (item->kind == CONFAB_PART_IMAGE)
    write_image_part (writer, item);
  else if (item->kind == CONFAB_PART_DOCUMENT)
    return write_file_part (writer, item, error);

  return TRUE;
}

static gboolean
write_result (ConfabJsonWriter      *writer,
              const ConfabWireItem  *item,
              GHashTable            *custom_calls,
              GError               **error)
{
  const gboolean is_custom = g_hash_table_contains (custom_calls, item->id);
  g_autofree char *text = confab_wire_item_dup_result_text (item);

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", is_custom ? "custom_tool_call_output" : "function_call_output");
  confab_json_writer_set_string (writer, "call_id", item->id);
  confab_json_writer_add_name (writer, "output");

  /* Not every server knows more than a text here, so lists are left to what needs them. */
  if (item->attachments == NULL)
    {
      confab_json_writer_add_string (writer, text);
    }
  else
    {
      confab_json_writer_begin_array (writer);
      if (*text != '\0')
        write_text_part (writer, "input_text", text);
      for (guint i = 0; i < item->attachments->len; i++)
        if (!write_media (writer, g_ptr_array_index (item->attachments, i), error))
          return FALSE;
      confab_json_writer_end_array (writer);
    }
  confab_json_writer_end_object (writer);

  return TRUE;
}

static gboolean
write_user (ConfabJsonWriter      *writer,
            const ConfabWireTurn  *turn,
            GHashTable            *custom_calls,
            GError               **error)
{
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TOOL_RESULT && !write_result (writer, item, custom_calls, error))
        return FALSE;
    }

  if (!confab_wire_turn_has_kind (turn, CONFAB_PART_TEXT) &&
      !confab_wire_turn_has_kind (turn, CONFAB_PART_IMAGE) &&
      !confab_wire_turn_has_kind (turn, CONFAB_PART_DOCUMENT))
    return TRUE;

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "user");
  confab_json_writer_add_name (writer, "content");
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < turn->items->len; i++)
    if (!write_media (writer, g_ptr_array_index (turn->items, i), error))
      return FALSE;
  confab_json_writer_end_array (writer);
  confab_json_writer_end_object (writer);

  return TRUE;
}

/* Without the id under which the service would look for what belongs to it. */
static void
write_plain (ConfabJsonWriter     *writer,
             const ConfabWireItem *item)
{
  confab_json_writer_begin_object (writer);
  if (item->kind == CONFAB_PART_TOOL_CALL)
    {
      confab_json_writer_set_string (writer, "type", "function_call");
      confab_json_writer_set_string (writer, "call_id", item->id);
      confab_json_writer_set_string (writer, "name", item->name);
      confab_json_writer_set_string (writer, "arguments", item->text);
    }
  else
    {
      confab_json_writer_set_string (writer, "type", "message");
      confab_json_writer_set_string (writer, "role", "assistant");
      confab_json_writer_add_name (writer, "content");
      confab_json_writer_begin_array (writer);
      write_text_part (writer, "output_text", item->text);
      confab_json_writer_end_array (writer);
    }
  confab_json_writer_end_object (writer);
}

static void
write_reply (ConfabJsonWriter     *writer,
             const ConfabWireTurn *turn,
             GHashTable           *custom_calls)
{
  g_autofree ConfabResponsesReplay *plan = confab_responses_replay_plan (turn);

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (plan[i] == CONFAB_RESPONSES_REPLAY_AS_IT_CAME)
        {
          confab_json_writer_add_raw (writer, item->replay);

          /* Its result has to be of the same kind. */
          if (item->kind == CONFAB_PART_TOOL_CALL &&
              g_strcmp0 (confab_json_get_string (item->replay_object, "type"), "custom_tool_call") == 0)
            g_hash_table_add (custom_calls, item->id);
        }
      else if (plan[i] == CONFAB_RESPONSES_REPLAY_PLAIN)
        {
          write_plain (writer, item);
        }
    }
}

static char *
write_input (GPtrArray  *turns,
             GError    **error)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  g_autoptr(GHashTable) custom_calls = g_hash_table_new (g_str_hash, g_str_equal);

  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < turns->len; i++)
    {
      const ConfabWireTurn *turn = g_ptr_array_index (turns, i);

      if (turn->role == CONFAB_ROLE_ASSISTANT)
        write_reply (writer, turn, custom_calls);
      else if (!write_user (writer, turn, custom_calls, error))
        return NULL;
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

/* Functions are not nested here, and strict unless told otherwise: then every argument would have
 * to be required. */
static char *
write_tools (GPtrArray *tools)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < tools->len; i++)
    {
      const ConfabTool *tool = g_ptr_array_index (tools, i);

      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "type", "function");
      confab_json_writer_set_string (writer, "name", confab_tool_get_name (tool));
      if (confab_tool_get_description (tool) != NULL)
        confab_json_writer_set_string (writer, "description", confab_tool_get_description (tool));
      confab_json_writer_add_name (writer, "parameters");
      confab_wire_tool_write_schema (writer, tool);
      confab_json_writer_add_name (writer, "strict");
      confab_json_writer_add_boolean (writer, FALSE);
      confab_json_writer_end_object (writer);
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

  if (confab_wire_tools_is_empty (request->tools))
    {
      g_autoptr(GPtrArray) used = request->declare_used_tools ? confab_wire_tools_new_used (turns) : NULL;

      if (used != NULL)
        {
          confab_request_body_take_json (body, "tools", write_tools (used));
          confab_request_body_set_string (body, "tool_choice", "none");
        }
      return;
    }

  confab_request_body_take_json (body, "tools", write_tools (request->tools));

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
      confab_json_writer_set_string (writer, "name", choice);
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
  char *input;

  thinking = confab_request_body_parse_members (request->thinking_parameters_json, "thinking parameters", error);
  if (thinking == NULL)
    return NULL;
  extra = confab_request_body_parse_members (request->extra_body_json, "extra parameters", error);
  if (extra == NULL)
    return NULL;
  turns = confab_wire_turns_prepare (request, &rules, &system_text, error);
  if (turns == NULL)
    return NULL;
  input = write_input (turns, error);
  if (input == NULL)
    return NULL;

  confab_request_body_set_string (body, "model", request->model);
  if (system_text != NULL)
    confab_request_body_set_string (body, "instructions", system_text);
  confab_request_body_take_json (body, "input", input);
  confab_request_body_set_boolean (body, "stream", TRUE);
  confab_request_body_set_boolean (body, "store", FALSE);

  /* A model that cannot reason refuses to be asked for this; who says how to reason knows that it can. */
  if (confab_json_get_object (thinking, "reasoning") != NULL)
    confab_request_body_take_json (body, "include", g_strdup ("[\"reasoning.encrypted_content\"]"));
  if (request->max_output_tokens > 0)
    confab_request_body_set_int (body, "max_output_tokens", MAX (request->max_output_tokens, MIN_OUTPUT_TOKENS));
  if (request->temperature >= 0)
    confab_request_body_set_double (body, "temperature", request->temperature);
  set_tools (body, request, turns, thinking);
  confab_request_body_merge (body, thinking);
  confab_request_body_merge (body, extra);
  confab_request_body_set_boolean (body, "stream", TRUE);

  return confab_wire_request_new_post (g_strdup ("/responses"), NULL,
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

const ConfabEncoderOps confab_openai_responses_encoder_ops = {
  .encode_chat = encode_chat,
  .encode_list_models = encode_list_models,
  .decode_models = decode_models,
};
