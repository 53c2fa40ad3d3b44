/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ollama-encoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json-writer.h"
#include "confab-model-list.h"
#include "confab-request-body.h"
#include "confab-wire-request-private.h"
#include "confab-wire-tools.h"
#include "confab-wire-turn.h"

#include <string.h>

/* Ollama's own chat API. */

static const ConfabWireTurnRules rules = {
  .dialect_id = "ollama",
  .max_id_length = 64,
  .optional_ids = TRUE,
};

static void
write_result (ConfabJsonWriter     *writer,
              const ConfabWireItem *item)
{
  g_autofree char *text = confab_wire_item_dup_result_text (item);

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "tool");
  confab_json_writer_set_string (writer, "tool_name", item->name);
  if (item->id != NULL)
    confab_json_writer_set_string (writer, "tool_call_id", item->id);
  confab_json_writer_set_string (writer, "content", text);
  confab_json_writer_end_object (writer);
}

static gboolean
check_files (const ConfabWireTurn  *turn,
             GError               **error)
{
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);
      const char *mime_type;

      if (item->kind != CONFAB_PART_DOCUMENT)
        continue;

      mime_type = confab_part_get_mime_type (item->part);
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
                   "A file of type %s cannot be sent to Ollama, only pictures and text",
                   mime_type != NULL ? mime_type : "unknown");
      return FALSE;
    }

  return TRUE;
}

static gboolean
write_user (ConfabJsonWriter      *writer,
            const ConfabWireTurn  *turn,
            GError               **error)
{
  const gboolean has_images = confab_wire_turn_has_kind (turn, CONFAB_PART_IMAGE);
  g_autofree char *text = confab_wire_turn_dup_text (turn, CONFAB_PART_TEXT);

  if (!check_files (turn, error))
    return FALSE;

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TOOL_RESULT)
        write_result (writer, item);
    }

  if (*text == '\0' && !has_images)
    return TRUE;

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "user");
  confab_json_writer_set_string (writer, "content", text);
  if (has_images)
    {
      confab_json_writer_add_name (writer, "images");
      confab_json_writer_begin_array (writer);
      for (guint i = 0; i < turn->items->len; i++)
        {
          const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

          if (item->kind == CONFAB_PART_IMAGE)
            confab_json_writer_add_data (writer, "", confab_part_get_data (item->part));
        }
      confab_json_writer_end_array (writer);
    }
  confab_json_writer_end_object (writer);

  return TRUE;
}

static void
write_calls (ConfabJsonWriter     *writer,
             const ConfabWireTurn *turn)
{
  confab_json_writer_add_name (writer, "tool_calls");
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind != CONFAB_PART_TOOL_CALL)
        continue;

      confab_json_writer_begin_object (writer);
      if (item->id != NULL)
        confab_json_writer_set_string (writer, "id", item->id);
      confab_json_writer_add_name (writer, "function");
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "name", item->name);
      confab_json_writer_add_name (writer, "arguments");
      confab_json_writer_add_raw (writer, item->text);
      confab_json_writer_end_object (writer);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);
}

static void
write_reply (ConfabJsonWriter     *writer,
             const ConfabWireTurn *turn,
             const char           *reasoning_replay)
{
  const gboolean has_calls = confab_wire_turn_has_kind (turn, CONFAB_PART_TOOL_CALL);
  g_autofree char *text = confab_wire_turn_dup_text (turn, CONFAB_PART_TEXT);
  g_autofree char *thinking = confab_wire_turn_dup_text (turn, CONFAB_PART_THINKING);

  if (*text == '\0' && !has_calls)
    return;

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "role", "assistant");
  confab_json_writer_set_string (writer, "content", text);

  /* Thinking helps between a call and what follows it. Elsewhere it would fill a context that is
   * cut without a word when it overflows. */
  if (has_calls && *thinking != '\0' && g_strcmp0 (reasoning_replay, "none") != 0)
    confab_json_writer_set_string (writer, "thinking", thinking);
  if (has_calls)
    write_calls (writer, turn);
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
        write_reply (writer, turn, request->reasoning_replay);
      else if (!write_user (writer, turn, error))
        return NULL;
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static void
set_options (ConfabRequestBody       *body,
             const ConfabChatRequest *request)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  if (request->max_output_tokens <= 0 && request->temperature < 0)
    return;

  confab_json_writer_begin_object (writer);
  if (request->max_output_tokens > 0)
    {
      confab_json_writer_add_name (writer, "num_predict");
      confab_json_writer_add_int (writer, request->max_output_tokens);
    }
  if (request->temperature >= 0)
    {
      confab_json_writer_add_name (writer, "temperature");
      confab_json_writer_add_double (writer, request->temperature);
    }
  confab_json_writer_end_object (writer);
  confab_request_body_take_json (body, "options", confab_json_writer_finish (g_steal_pointer (&writer)));
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

  /* There is no way to forbid tools but not to mention them, and none to force one. */
  if (!confab_wire_tools_is_empty (request->tools) && g_strcmp0 (request->tool_choice, "none") != 0)
    confab_request_body_take_json (body, "tools", confab_wire_tools_write_functions (request->tools));
  set_options (body, request);
  confab_request_body_merge (body, thinking);
  confab_request_body_merge (body, extra);
  confab_request_body_set_boolean (body, "stream", TRUE);

  return confab_wire_request_new_post (g_strdup ("/api/chat"), NULL,
                                       confab_request_body_finish (g_steal_pointer (&body)));
}

static ConfabWireRequest *
encode_list_models (const char *page_token)
{
  return confab_wire_request_new_get (g_strdup ("/api/tags"), NULL);
}

static GPtrArray *
decode_models (JsonNode  *root,
               char     **next_page_token,
               GError   **error)
{
  return confab_model_list_decode (root, error);
}

const ConfabEncoderOps confab_ollama_encoder_ops = {
  .encode_chat = encode_chat,
  .encode_list_models = encode_list_models,
  .decode_models = decode_models,
};
