/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-gemini-encoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"
#include "confab-json-writer.h"
#include "confab-model-list.h"
#include "confab-request-body.h"
#include "confab-wire-request-private.h"
#include "confab-wire-tools.h"
#include "confab-wire-turn.h"

#include <string.h>

/* generateContent. */

#define RULES(id) { \
    .dialect_id = id, \
    .max_id_length = 64, \
    .optional_ids = TRUE, \
    .starts_with_user = TRUE, \
    .opaque = TRUE, \
    .assistant_images = TRUE, \
    .signed_empty_text = TRUE, \
    .results_hold_media = TRUE, \
  }

static const ConfabWireTurnRules event_rules = RULES ("gemini");
static const ConfabWireTurnRules array_rules = RULES ("gemini-array");

static const char *
get_signature (const ConfabWireItem *item)
{
  const char *signature = confab_json_get_text (item->replay_object, "thoughtSignature");

  return signature != NULL ? signature : confab_json_get_text (item->replay_object, "thought_signature");
}

static void
write_text_part (ConfabJsonWriter *writer,
                 const char       *text,
                 gboolean          is_thought,
                 const char       *signature)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "text", text);
  if (is_thought)
    {
      confab_json_writer_add_name (writer, "thought");
      confab_json_writer_add_boolean (writer, TRUE);
    }
  if (signature != NULL)
    confab_json_writer_set_string (writer, "thoughtSignature", signature);
  confab_json_writer_end_object (writer);
}

static void
write_text (ConfabJsonWriter *writer,
            const char       *text,
            const char       *signature)
{
  write_text_part (writer, text, FALSE, signature);
}

/* Writes a text with each signature on the piece that it came on. Of thoughts, which are not wanted
 * back for themselves, only the signed pieces are written.
 *
 * Returns: whether the seal tells the pieces of this very text */
static gboolean
write_signed_pieces (ConfabJsonWriter     *writer,
                     const ConfabWireItem *item)
{
  JsonArray *pieces = confab_json_get_array (item->replay_object, "signed");
  const gboolean is_thought = item->kind == CONFAB_PART_THINKING;
  const gint64 length = strlen (item->text);
  gint64 position = 0;

  for (guint i = 0; i < confab_json_array_length (pieces); i++)
    {
      JsonObject *piece = confab_json_array_object (pieces, i);
      const gint64 from = confab_json_get_int (piece, "from", -1);
      const gint64 to = confab_json_get_int (piece, "to", -1);

      if (from < position || to < from || to > length ||
          confab_json_get_text (piece, "thoughtSignature") == NULL)
        return FALSE;
      position = to;
    }

  position = 0;
  for (guint i = 0; i < confab_json_array_length (pieces); i++)
    {
      JsonObject *piece = confab_json_array_object (pieces, i);
      const gint64 from = confab_json_get_int (piece, "from", -1);
      const gint64 to = confab_json_get_int (piece, "to", -1);
      g_autofree char *before = g_utf8_make_valid (item->text + position, from - position);
      g_autofree char *text = g_utf8_make_valid (item->text + from, to - from);

      if (*before != '\0' && !is_thought)
        write_text (writer, before, NULL);
      write_text_part (writer, text, is_thought, confab_json_get_text (piece, "thoughtSignature"));
      position = to;
    }
  if (position < length && !is_thought && confab_json_array_length (pieces) > 0)
    write_text (writer, item->text + position, NULL);

  return confab_json_array_length (pieces) > 0;
}

static void
write_data (ConfabJsonWriter     *writer,
            const ConfabWireItem *item,
            const char           *signature)
{
  const char *mime_type = confab_part_get_mime_type (item->part);

  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "inlineData");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "mimeType", mime_type != NULL ? mime_type : "application/octet-stream");
  confab_json_writer_add_name (writer, "data");
  confab_json_writer_add_data (writer, "", confab_part_get_data (item->part));
  confab_json_writer_end_object (writer);
  if (signature != NULL)
    confab_json_writer_set_string (writer, "thoughtSignature", signature);
  confab_json_writer_end_object (writer);
}

/* A picture or a file. */
static gboolean
write_file (ConfabJsonWriter      *writer,
            const ConfabWireItem  *item,
            GError               **error)
{
  const char *mime_type = confab_part_get_mime_type (item->part);

  if (item->kind != CONFAB_PART_IMAGE && g_strcmp0 (mime_type, "application/pdf") != 0)
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
                   "A file of type %s cannot be sent to this provider, only text and PDF",
                   mime_type != NULL ? mime_type : "unknown");
      return FALSE;
    }

  write_data (writer, item, NULL);

  return TRUE;
}

static gboolean
write_result (ConfabJsonWriter      *writer,
              const ConfabWireItem  *item,
              GError               **error)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "functionResponse");
  confab_json_writer_begin_object (writer);
  if (item->id != NULL)
    confab_json_writer_set_string (writer, "id", item->id);
  confab_json_writer_set_string (writer, "name", item->name);
  confab_json_writer_add_name (writer, "response");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, item->is_error ? "error" : "output", item->text);
  confab_json_writer_end_object (writer);
  if (item->attachments != NULL)
    {
      confab_json_writer_add_name (writer, "parts");
      confab_json_writer_begin_array (writer);
      for (guint i = 0; i < item->attachments->len; i++)
        if (!write_file (writer, g_ptr_array_index (item->attachments, i), error))
          return FALSE;
      confab_json_writer_end_array (writer);
    }
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);

  return TRUE;
}

static void
write_call (ConfabJsonWriter     *writer,
            const ConfabWireItem *item,
            const char           *signature)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "functionCall");
  confab_json_writer_begin_object (writer);
  if (item->id != NULL)
    confab_json_writer_set_string (writer, "id", item->id);
  confab_json_writer_set_string (writer, "name", item->name);
  confab_json_writer_add_name (writer, "args");
  confab_json_writer_add_raw (writer, item->text);
  confab_json_writer_end_object (writer);
  if (signature != NULL)
    confab_json_writer_set_string (writer, "thoughtSignature", signature);
  confab_json_writer_end_object (writer);
}

static void
write_reply (ConfabJsonWriter     *writer,
             const ConfabWireTurn *turn,
             const char           *lost_signature)
{

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);
      const char *signature = get_signature (item);

      switch (item->kind)
        {
        case CONFAB_PART_TEXT:
        case CONFAB_PART_REFUSAL:
          if (!write_signed_pieces (writer, item) && (*item->text != '\0' || signature != NULL))
            write_text (writer, item->text, signature);
          break;

        case CONFAB_PART_TOOL_CALL:
          /* Only the first of calls made at once is signed; its siblings must not be. */
          write_call (writer, item, signature != NULL ? signature : lost_signature);
          lost_signature = NULL;
          break;

        case CONFAB_PART_IMAGE:
          write_data (writer, item, signature);
          break;

        case CONFAB_PART_OPAQUE:
          if (item->replay_object != NULL)
            confab_json_writer_add_raw (writer, item->replay);
          break;

        case CONFAB_PART_THINKING:
          /* Thoughts are not wanted back, but what is signed is. */
          if (!write_signed_pieces (writer, item) && signature != NULL)
            write_text_part (writer, item->text, *item->text != '\0', signature);
          break;

        case CONFAB_PART_TOOL_RESULT:
        case CONFAB_PART_DOCUMENT:
        default:
          break;
        }
    }
}

static gboolean
write_user (ConfabJsonWriter      *writer,
            const ConfabWireTurn  *turn,
            GError               **error)
{
  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TEXT)
        write_text (writer, item->text, NULL);
      else if (item->kind == CONFAB_PART_TOOL_RESULT ? !write_result (writer, item, error)
                                                     : !write_file (writer, item, error))
        return FALSE;
    }

  return TRUE;
}

static char *
write_contents (GPtrArray                *turns,
                const ConfabChatRequest  *request,
                const char               *first_text,
                GError                  **error)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < turns->len; i++)
    {
      const ConfabWireTurn *turn = g_ptr_array_index (turns, i);

      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "role", turn->role == CONFAB_ROLE_USER ? "user" : "model");
      confab_json_writer_add_name (writer, "parts");
      confab_json_writer_begin_array (writer);
      if (i == 0 && first_text != NULL)
        write_text (writer, first_text, NULL);
      if (turn->role == CONFAB_ROLE_ASSISTANT)
        write_reply (writer, turn, request->lost_signature);
      else if (!write_user (writer, turn, error))
        return NULL;
      confab_json_writer_end_array (writer);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static char *
write_system (const char *text)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "parts");
  confab_json_writer_begin_array (writer);
  write_text (writer, text, NULL);
  confab_json_writer_end_array (writer);
  confab_json_writer_end_object (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static char *
write_tools (GPtrArray *tools)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_array (writer);
  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "functionDeclarations");
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < tools->len; i++)
    {
      const ConfabTool *tool = g_ptr_array_index (tools, i);

      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "name", confab_tool_get_name (tool));
      if (confab_tool_get_description (tool) != NULL)
        confab_json_writer_set_string (writer, "description", confab_tool_get_description (tool));
      if (confab_wire_tool_has_arguments (tool))
        {
          confab_json_writer_add_name (writer, "parametersJsonSchema");
          confab_wire_tool_write_schema (writer, tool);
        }
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);
  confab_json_writer_end_object (writer);
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static char *
write_tool_config (const char *choice)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  const char *mode = "ANY";
  const char *name = NULL;

  if (strcmp (choice, "auto") == 0)
    mode = "AUTO";
  else if (strcmp (choice, "none") == 0)
    mode = "NONE";
  else if (strcmp (choice, "required") != 0)
    name = choice;

  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "functionCallingConfig");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "mode", mode);
  if (name != NULL)
    {
      confab_json_writer_add_name (writer, "allowedFunctionNames");
      confab_json_writer_begin_array (writer);
      confab_json_writer_add_string (writer, name);
      confab_json_writer_end_array (writer);
    }
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

/* The limit counts thinking in, so a budget for it comes on top of what the answer may have. */
static gint64
get_thinking_budget (JsonObject *thinking)
{
  JsonObject *config = confab_json_get_object (confab_json_get_object (thinking, "generationConfig"),
                                               "thinkingConfig");

  return MAX (0, confab_json_get_int (config, "thinkingBudget", 0));
}

static void
set_generation_config (ConfabRequestBody       *body,
                       const ConfabChatRequest *request,
                       JsonObject              *thinking)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  if (request->max_output_tokens <= 0 && request->temperature < 0)
    return;

  confab_json_writer_begin_object (writer);
  if (request->max_output_tokens > 0)
    {
      confab_json_writer_add_name (writer, "maxOutputTokens");
      confab_json_writer_add_int (writer, request->max_output_tokens + get_thinking_budget (thinking));
    }
  if (request->temperature >= 0)
    {
      confab_json_writer_add_name (writer, "temperature");
      confab_json_writer_add_double (writer, request->temperature);
    }
  confab_json_writer_end_object (writer);
  confab_request_body_take_json (body, "generationConfig", confab_json_writer_finish (g_steal_pointer (&writer)));
}

/* A tuned model is a resource of its own kind and keeps its path. */
static gboolean
is_vertex (const ConfabChatRequest *request)
{
  return g_strcmp0 (request->platform, "vertex") == 0;
}

/* Below the project and location of Vertex a model belongs to its publisher; what was tuned there
 * has a place of its own. */
static char *
build_vertex_path (const char *model,
                   const char *query)
{
  g_autofree char *escaped = g_uri_escape_string (model, "/", FALSE);
  const char *folder = "publishers/google/models/";

  if (g_str_has_prefix (model, "models/"))
    folder = "publishers/google/";
  else if (strchr (model, '/') != NULL)
    folder = "";

  return g_strdup_printf ("/%s%s:streamGenerateContent%s", folder, escaped, query);
}

static char *
build_path (const char *model,
            const char *query)
{
  g_autofree char *escaped = NULL;
  const char *folder = "models/";

  if (g_str_has_prefix (model, "models/"))
    model += strlen ("models/");

  if (strchr (model, '/') != NULL)
    {
      escaped = g_uri_escape_string (model, "/", FALSE);
      folder = "";
    }
  else
    {
      escaped = g_uri_escape_string (model, NULL, FALSE);
    }

  return g_strdup_printf ("/v1beta/%s%s:streamGenerateContent%s", folder, escaped, query);
}

/* Vertex knows calls and results by their names and order alone. */
static void
drop_ids (GPtrArray *turns)
{
  for (guint i = 0; i < turns->len; i++)
    {
      const ConfabWireTurn *turn = g_ptr_array_index (turns, i);

      for (guint j = 0; j < turn->items->len; j++)
        {
          ConfabWireItem *item = g_ptr_array_index (turn->items, j);

          g_clear_pointer (&item->id, g_free);
        }
    }
}

static ConfabWireRequest *
encode (const ConfabChatRequest    *request,
        const ConfabWireTurnRules  *rules,
        const char                 *query,
        GError                    **error)
{
  g_autoptr(ConfabRequestBody) body = confab_request_body_new ();
  g_autoptr(JsonObject) thinking = NULL;
  g_autoptr(JsonObject) extra = NULL;
  g_autoptr(GPtrArray) turns = NULL;
  g_autofree char *system_text = NULL;
  char *contents;
  gboolean has_system;

  thinking = confab_request_body_parse_members (request->thinking_parameters_json, "thinking parameters", error);
  if (thinking == NULL)
    return NULL;
  extra = confab_request_body_parse_members (request->extra_body_json, "extra parameters", error);
  if (extra == NULL)
    return NULL;
  turns = confab_wire_turns_prepare (request, rules, &system_text, error);
  if (turns == NULL)
    return NULL;

  if (is_vertex (request))
    drop_ids (turns);
  has_system = g_strcmp0 (request->system_role, "user") != 0;
  contents = write_contents (turns, request, has_system ? NULL : system_text, error);
  if (contents == NULL)
    return NULL;

  if (has_system && system_text != NULL)
    confab_request_body_take_json (body, "systemInstruction", write_system (system_text));
  confab_request_body_take_json (body, "contents", contents);
  if (!confab_wire_tools_is_empty (request->tools))
    {
      confab_request_body_take_json (body, "tools", write_tools (request->tools));
      if (request->tool_choice != NULL)
        confab_request_body_take_json (body, "toolConfig", write_tool_config (request->tool_choice));
    }
  set_generation_config (body, request, thinking);
  confab_request_body_merge (body, thinking);
  confab_request_body_merge (body, extra);

  return confab_wire_request_new_post (is_vertex (request) ? build_vertex_path (request->model, query)
                                                           : build_path (request->model, query), NULL,
                                       confab_request_body_finish (g_steal_pointer (&body)));
}

static ConfabWireRequest *
encode_chat (const ConfabChatRequest  *request,
             GError                  **error)
{
  return encode (request, &event_rules, "?alt=sse", error);
}

/* Unless events are asked for, the answer is one array that arrives element by element. */
static ConfabWireRequest *
encode_array_chat (const ConfabChatRequest  *request,
                   GError                  **error)
{
  return encode (request, &array_rules, "", error);
}

static ConfabWireRequest *
encode_list_models (const char *page_token)
{
  g_autofree char *escaped = NULL;

  if (page_token == NULL)
    return confab_wire_request_new_get (g_strdup ("/v1beta/models?pageSize=1000"), NULL);

  escaped = g_uri_escape_string (page_token, NULL, FALSE);

  return confab_wire_request_new_get (g_strconcat ("/v1beta/models?pageSize=1000&pageToken=", escaped, NULL), NULL);
}

static GPtrArray *
decode_models (JsonNode  *root,
               char     **next_page_token,
               GError   **error)
{
  GPtrArray *models = confab_model_list_decode (root, error);

  if (models != NULL)
    *next_page_token = g_strdup (confab_json_get_text (confab_json_node_object (root), "nextPageToken"));

  return models;
}

const ConfabEncoderOps confab_gemini_encoder_ops = {
  .encode_chat = encode_chat,
  .encode_list_models = encode_list_models,
  .decode_models = decode_models,
};

const ConfabEncoderOps confab_gemini_array_encoder_ops = {
  .encode_chat = encode_array_chat,
  .encode_list_models = encode_list_models,
  .decode_models = decode_models,
};
