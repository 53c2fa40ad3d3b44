/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-anthropic-encoder"

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

/* The Messages API. */

/* A request without a limit of output is refused; this is one that all models of the last years take. */
#define DEFAULT_MAX_TOKENS 8192

/* Where the model decides for itself how long to think, that comes out of the same allowance. The
 * models that can do so all allow at least twice as much. */
#define DEFAULT_ADAPTIVE_MAX_TOKENS 32000

/* What Google wants instead of the version in a header. */
#define VERTEX_VERSION "vertex-2023-10-16"

static const char *const headers[] = { "anthropic-version", "2023-06-01", NULL };

static const ConfabWireTurnRules rules = {
  .dialect_id = "anthropic",
  .max_id_length = 64,
  .starts_with_user = TRUE,
  .opaque = TRUE,
  .text_documents = TRUE,
  .results_hold_media = TRUE,
};

typedef enum
{
  THINKING_UNSAID,
  THINKING_OFF,
  THINKING_BUDGET,
  THINKING_ADAPTIVE,
} Thinking;

static Thinking
parse_thinking (JsonObject *parameters,
                gint64     *budget)
{
  JsonObject *object = confab_json_get_object (parameters, "thinking");
  const char *type = confab_json_get_string (object, "type");

  *budget = 0;

  if (g_strcmp0 (type, "enabled") == 0)
    {
      *budget = MAX (0, confab_json_get_int (object, "budget_tokens", 0));
      return THINKING_BUDGET;
    }
  if (g_strcmp0 (type, "adaptive") == 0)
    return THINKING_ADAPTIVE;
  if (type != NULL)
    return THINKING_OFF;

  return THINKING_UNSAID;
}

static void
write_cache_mark (ConfabJsonWriter *writer,
                  gboolean          marked)
{
  if (!marked)
    return;

  confab_json_writer_add_name (writer, "cache_control");
  confab_json_writer_add_raw (writer, "{\"type\":\"ephemeral\"}");
}

static void
write_text (ConfabJsonWriter *writer,
            const char       *text,
            gboolean          marked)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "text");
  confab_json_writer_set_string (writer, "text", text);
  write_cache_mark (writer, marked);
  confab_json_writer_end_object (writer);
}

static void
write_source (ConfabJsonWriter *writer,
              const char       *mime_type,
              GBytes           *data)
{
  confab_json_writer_add_name (writer, "source");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "base64");
  confab_json_writer_set_string (writer, "media_type", mime_type);
  confab_json_writer_add_name (writer, "data");
  confab_json_writer_add_data (writer, "", data);
  confab_json_writer_end_object (writer);
}

static gboolean
write_image (ConfabJsonWriter      *writer,
             const ConfabWireItem  *item,
             gboolean               marked,
             GError               **error)
{
  static const char *const types[] = { "image/jpeg", "image/png", "image/gif", "image/webp", NULL };
  const char *mime_type = confab_part_get_mime_type (item->part);

  if (mime_type == NULL || !g_strv_contains (types, mime_type))
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
                   "A picture of type %s cannot be sent to this provider, only JPEG, PNG, GIF and WebP",
                   mime_type != NULL ? mime_type : "unknown");
      return FALSE;
    }

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "image");
  write_source (writer, mime_type, confab_part_get_data (item->part));
  write_cache_mark (writer, marked);
  confab_json_writer_end_object (writer);

  return TRUE;
}

static gboolean
write_document (ConfabJsonWriter      *writer,
                const ConfabWireItem  *item,
                gboolean               marked,
                GError               **error)
{
  const char *mime_type = confab_part_get_mime_type (item->part);
  const gboolean is_pdf = g_strcmp0 (mime_type, "application/pdf") == 0;

  if (!is_pdf && *item->text == '\0')
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
                   "A file of type %s cannot be sent to this provider, only text and PDF",
                   mime_type != NULL ? mime_type : "unknown");
      return FALSE;
    }

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "document");
  confab_json_writer_set_string (writer, "title", item->name);
  if (is_pdf)
    {
      write_source (writer, mime_type, confab_part_get_data (item->part));
    }
  else
    {
      confab_json_writer_add_name (writer, "source");
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "type", "text");
      confab_json_writer_set_string (writer, "media_type", "text/plain");
      confab_json_writer_set_string (writer, "data", item->text);
      confab_json_writer_end_object (writer);
    }
  write_cache_mark (writer, marked);
  confab_json_writer_end_object (writer);

  return TRUE;
}

/* A result is a text, or a list where there is more than text. */
static gboolean
write_result_content (ConfabJsonWriter      *writer,
                      const ConfabWireItem  *item,
                      GError               **error)
{
  if (item->attachments == NULL)
    {
      confab_json_writer_add_string (writer, item->text);
      return TRUE;
    }

  confab_json_writer_begin_array (writer);
  if (!confab_wire_is_blank (item->text))
    write_text (writer, item->text, FALSE);
  for (guint i = 0; i < item->attachments->len; i++)
    {
      const ConfabWireItem *attachment = g_ptr_array_index (item->attachments, i);

      if (attachment->kind == CONFAB_PART_IMAGE ? !write_image (writer, attachment, FALSE, error)
                                                : !write_document (writer, attachment, FALSE, error))
        return FALSE;
    }
  confab_json_writer_end_array (writer);

  return TRUE;
}

static gboolean
write_result (ConfabJsonWriter      *writer,
              const ConfabWireItem  *item,
              gboolean               marked,
              GError               **error)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "tool_result");
  confab_json_writer_set_string (writer, "tool_use_id", item->id);
  confab_json_writer_add_name (writer, "content");
  if (!write_result_content (writer, item, error))
    return FALSE;
  if (item->is_error)
    {
      confab_json_writer_add_name (writer, "is_error");
      confab_json_writer_add_boolean (writer, TRUE);
    }
  write_cache_mark (writer, marked);
  confab_json_writer_end_object (writer);

  return TRUE;
}

static gboolean
write_user_item (ConfabJsonWriter      *writer,
                 const ConfabWireItem  *item,
                 gboolean               marked,
                 GError               **error)
{
  switch (item->kind)
    {
    case CONFAB_PART_TOOL_RESULT:
      return write_result (writer, item, marked, error);

    case CONFAB_PART_IMAGE:
      return write_image (writer, item, marked, error);

    case CONFAB_PART_DOCUMENT:
      return write_document (writer, item, marked, error);

    case CONFAB_PART_TEXT:
      write_text (writer, item->text, marked);
      return TRUE;

    case CONFAB_PART_THINKING:
    case CONFAB_PART_REFUSAL:
    case CONFAB_PART_TOOL_CALL:
    case CONFAB_PART_OPAQUE:
    default:
      return TRUE;
    }
}

static void
write_call (ConfabJsonWriter     *writer,
            const ConfabWireItem *item)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", "tool_use");
  confab_json_writer_set_string (writer, "id", item->id);
  confab_json_writer_set_string (writer, "name", item->name);
  confab_json_writer_add_name (writer, "input");
  confab_json_writer_add_raw (writer, item->text);
  confab_json_writer_end_object (writer);
}

/* Thinking is only accepted with what seals it, as it came. */
static gboolean
is_sealed_thinking (const ConfabWireItem *item)
{
  const char *type, *seal;

  type = confab_json_get_string (item->replay_object, "type");
  if (g_strcmp0 (type, "redacted_thinking") == 0)
    seal = confab_json_get_text (item->replay_object, "data");
  else if (g_strcmp0 (type, "thinking") == 0)
    seal = confab_json_get_text (item->replay_object, "signature");
  else
    return FALSE;

  return seal != NULL;
}

/* A text with sources goes back with them, provided that it still is the same text. */
static gboolean
is_whole_text (const ConfabWireItem *item)
{
  return g_strcmp0 (confab_json_get_string (item->replay_object, "type"), "text") == 0 &&
         g_strcmp0 (confab_json_get_string (item->replay_object, "text"), item->text) == 0;
}

/* What the provider ran by itself has an id; all other blocks that have no name here have none. */
static const char *
get_server_call_id (const ConfabWireItem *item)
{
  return item->kind == CONFAB_PART_OPAQUE ? confab_part_get_id (item->part) : NULL;
}

static gboolean
has_server_call (const ConfabWireTurn *turn,
                 const char           *id)
{
  for (guint i = 0; i < turn->items->len; i++)
    if (g_strcmp0 (get_server_call_id (g_ptr_array_index (turn->items, i)), id) == 0)
      return TRUE;

  return FALSE;
}

static void
write_opaque (ConfabJsonWriter     *writer,
              const ConfabWireTurn *turn,
              const ConfabWireItem *item)
{
  const char *id = get_server_call_id (item);
  const char *type = confab_json_get_text (item->replay_object, "type");
  const char *answered = confab_json_get_text (item->replay_object, "tool_use_id");

  if (id != NULL && (type == NULL || !g_str_has_suffix (type, "tool_use")))
    {
      /* Of such a call its arguments alone are kept. */
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "type", "server_tool_use");
      confab_json_writer_set_string (writer, "id", id);
      confab_json_writer_set_string (writer, "name", confab_part_get_name (item->part));
      confab_json_writer_add_name (writer, "input");
      confab_json_writer_add_raw (writer, item->replay);
      confab_json_writer_end_object (writer);
    }
  else if (type != NULL && (answered == NULL || has_server_call (turn, answered)))
    {
      confab_json_writer_add_raw (writer, item->replay);
    }
}

static void
write_reply_text (ConfabJsonWriter     *writer,
                  const ConfabWireItem *item,
                  gboolean              is_last)
{
  g_autofree char *text = NULL;

  if (is_whole_text (item) && !is_last)
    {
      confab_json_writer_add_raw (writer, item->replay);
      return;
    }

  text = g_strdup (item->text);
  if (is_last)
    g_strchomp (text);
  write_text (writer, text, FALSE);
}

static const ConfabWireItem *
find_last_text (const ConfabWireTurn *turn)
{
  for (guint i = turn->items->len; i > 0; i--)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i - 1);

      if (item->kind == CONFAB_PART_TEXT || item->kind == CONFAB_PART_REFUSAL)
        return item;
    }

  return NULL;
}

/* What this model made keeps its order, which is signed. In replies of others calls come last. */
static void
write_reply_items (ConfabJsonWriter     *writer,
                   const ConfabWireTurn *turn,
                   gboolean              is_last_turn)
{
  const ConfabWireItem *last_text = is_last_turn ? find_last_text (turn) : NULL;

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TEXT || item->kind == CONFAB_PART_REFUSAL)
        write_reply_text (writer, item, item == last_text);
      else if (item->kind == CONFAB_PART_TOOL_CALL && item->own)
        write_call (writer, item);
      else if (item->kind == CONFAB_PART_OPAQUE)
        write_opaque (writer, turn, item);
      else if (item->kind == CONFAB_PART_THINKING && is_sealed_thinking (item))
        confab_json_writer_add_raw (writer, item->replay);
    }

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TOOL_CALL && !item->own)
        write_call (writer, item);
    }
}

static char *
write_messages (GPtrArray  *turns,
                GError    **error)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < turns->len; i++)
    {
      const ConfabWireTurn *turn = g_ptr_array_index (turns, i);
      const gboolean is_last = i == turns->len - 1;

      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "role", turn->role == CONFAB_ROLE_USER ? "user" : "assistant");
      confab_json_writer_add_name (writer, "content");
      confab_json_writer_begin_array (writer);
      if (turn->role == CONFAB_ROLE_ASSISTANT)
        write_reply_items (writer, turn, is_last);
      else
        for (guint j = 0; j < turn->items->len; j++)
          {
            /* From the second question on, all that was said before is read from the cache. */
            const gboolean marked = is_last && turns->len > 1 && j == turn->items->len - 1;

            if (!write_user_item (writer, g_ptr_array_index (turn->items, j), marked, error))
              return NULL;
          }
      confab_json_writer_end_array (writer);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static char *
write_tools (GPtrArray *tools)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < tools->len; i++)
    {
      const ConfabTool *tool = g_ptr_array_index (tools, i);

      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "name", confab_tool_get_name (tool));
      if (confab_tool_get_description (tool) != NULL)
        confab_json_writer_set_string (writer, "description", confab_tool_get_description (tool));
      confab_json_writer_add_name (writer, "input_schema");
      confab_wire_tool_write_schema (writer, tool);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static void
set_tools (ConfabRequestBody       *body,
           const ConfabChatRequest *request,
           GPtrArray               *turns,
           JsonObject              *parameters,
           gboolean                 thinks)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  const char *choice = confab_wire_tools_get_choice (request, parameters);
  const char *type = "tool";

  if (confab_wire_tools_is_empty (request->tools))
    {
      /* Calls in the history are refused unless their tools are declared. */
      g_autoptr(GPtrArray) used = confab_wire_tools_new_used (turns);

      if (used != NULL)
        {
          confab_request_body_take_json (body, "tools", write_tools (used));
          confab_request_body_take_json (body, "tool_choice", g_strdup ("{\"type\":\"none\"}"));
        }
      return;
    }

  confab_request_body_take_json (body, "tools", write_tools (request->tools));

  if (choice == NULL)
    return;

  if (strcmp (choice, "none") == 0)
    type = "none";
  else if (strcmp (choice, "auto") == 0 || thinks)
    type = "auto";  /* a model that thinks may not be forced to a tool */
  else if (strcmp (choice, "required") == 0)
    type = "any";

  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "type", type);
  if (strcmp (type, "tool") == 0)
    confab_json_writer_set_string (writer, "name", choice);
  confab_json_writer_end_object (writer);
  confab_request_body_take_json (body, "tool_choice", confab_json_writer_finish (g_steal_pointer (&writer)));
}

/* Google passes requests on to Claude: the model stands in the path, the version in the body. */
static char *
build_vertex_path (const char *model)
{
  g_autofree char *escaped = g_uri_escape_string (model, "@", FALSE);

  return g_strdup_printf ("/publishers/anthropic/models/%s:streamRawPredict", escaped);
}

static ConfabWireRequest *
encode_chat (const ConfabChatRequest  *request,
             GError                  **error)
{
  g_autoptr(ConfabRequestBody) body = confab_request_body_new ();
  g_autoptr(JsonObject) parameters = NULL;
  g_autoptr(JsonObject) extra = NULL;
  g_autoptr(GPtrArray) turns = NULL;
  g_autofree char *system_text = NULL;
  const gboolean vertex = g_strcmp0 (request->platform, "vertex") == 0;
  char *messages;
  gint64 budget, max_tokens;
  Thinking thinking;

  parameters = confab_request_body_parse_members (request->thinking_parameters_json, "thinking parameters", error);
  if (parameters == NULL)
    return NULL;
  extra = confab_request_body_parse_members (request->extra_body_json, "extra parameters", error);
  if (extra == NULL)
    return NULL;
  turns = confab_wire_turns_prepare (request, &rules, &system_text, error);
  if (turns == NULL)
    return NULL;
  messages = write_messages (turns, error);
  if (messages == NULL)
    return NULL;

  thinking = parse_thinking (parameters, &budget);
  if (request->max_output_tokens > 0)
    max_tokens = request->max_output_tokens;
  else
    max_tokens = thinking == THINKING_ADAPTIVE ? DEFAULT_ADAPTIVE_MAX_TOKENS : DEFAULT_MAX_TOKENS;

  if (vertex)
    confab_request_body_set_string (body, "anthropic_version", VERTEX_VERSION);
  else
    confab_request_body_set_string (body, "model", request->model);
  confab_request_body_set_int (body, "max_tokens", max_tokens + budget);
  confab_request_body_set_boolean (body, "stream", TRUE);

  /* Who is told anything about thinking takes no temperature: older models while they think, those
   * that have to be told not to at no time. */
  if (request->temperature >= 0 && thinking == THINKING_UNSAID)
    confab_request_body_set_double (body, "temperature", MIN (request->temperature, 1.0));
  if (system_text != NULL)
    confab_request_body_set_string (body, "system", system_text);
  set_tools (body, request, turns, parameters, thinking == THINKING_BUDGET || thinking == THINKING_ADAPTIVE);
  confab_request_body_take_json (body, "messages", messages);
  confab_request_body_merge (body, parameters);
  confab_request_body_merge (body, extra);
  confab_request_body_set_boolean (body, "stream", TRUE);

  if (vertex)
    return confab_wire_request_new_post (build_vertex_path (request->model), NULL,
                                         confab_request_body_finish (g_steal_pointer (&body)));

  return confab_wire_request_new_post (g_strdup ("/v1/messages"), headers,
                                       confab_request_body_finish (g_steal_pointer (&body)));
}

static ConfabWireRequest *
encode_list_models (const char *page_token)
{
  g_autofree char *escaped = NULL;

  if (page_token == NULL)
    return confab_wire_request_new_get (g_strdup ("/v1/models?limit=1000"), headers);

  escaped = g_uri_escape_string (page_token, NULL, FALSE);

  return confab_wire_request_new_get (g_strconcat ("/v1/models?limit=1000&after_id=", escaped, NULL), headers);
}

static GPtrArray *
decode_models (JsonNode  *root,
               char     **next_page_token,
               GError   **error)
{
  GPtrArray *models = confab_model_list_decode (root, error);
  JsonObject *object = confab_json_node_object (root);

  if (models == NULL)
    return NULL;

  if (confab_json_get_boolean (object, "has_more"))
    *next_page_token = g_strdup (confab_json_get_text (object, "last_id"));

  return models;
}

const ConfabEncoderOps confab_anthropic_encoder_ops = {
  .encode_chat = encode_chat,
  .encode_list_models = encode_list_models,
  .decode_models = decode_models,
};
