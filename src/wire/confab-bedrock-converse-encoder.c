/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-bedrock-converse-encoder"

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

/* Amazon Bedrock's Converse API (AWS, "ConverseStream", "InferenceConfiguration"). */

/* What stands for the result of a tool that answered nothing: an empty text is refused. */
#define EMPTY_RESULT "The tool answered nothing."

/* The page behind the first one of the list of models. */
#define PROFILES_PAGE "inference-profiles"

static const ConfabWireTurnRules rules = {
  .dialect_id = "bedrock-converse",
  .max_id_length = 64,
  .starts_with_user = TRUE,
  .text_documents = TRUE,
  .results_hold_media = TRUE,
};

static const struct { const char *mime_type, *format; } image_formats[] = {
  { "image/png", "png" },
  { "image/jpeg", "jpeg" },
  { "image/gif", "gif" },
  { "image/webp", "webp" },
};

static const struct { const char *mime_type, *format; } document_formats[] = {
  { "application/pdf", "pdf" },
  { "text/csv", "csv" },
  { "text/html", "html" },
  { "text/markdown", "md" },
  { "application/msword", "doc" },
  { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
  { "application/vnd.ms-excel", "xls" },
  { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" },
};

static void
write_text (ConfabJsonWriter *writer,
            const char       *text)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "text", text);
  confab_json_writer_end_object (writer);
}

static void
write_source (ConfabJsonWriter *writer,
              GBytes           *data)
{
  confab_json_writer_add_name (writer, "source");
  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "bytes");
  confab_json_writer_add_data (writer, "", data);
  confab_json_writer_end_object (writer);
}

static gboolean
write_image (ConfabJsonWriter      *writer,
             const ConfabWireItem  *item,
             GError               **error)
{
  const char *mime_type = confab_part_get_mime_type (item->part);

  for (gsize i = 0; i < G_N_ELEMENTS (image_formats); i++)
    {
      if (g_strcmp0 (image_formats[i].mime_type, mime_type) != 0)
        continue;

      confab_json_writer_begin_object (writer);
      confab_json_writer_add_name (writer, "image");
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "format", image_formats[i].format);
      write_source (writer, confab_part_get_data (item->part));
      confab_json_writer_end_object (writer);
      confab_json_writer_end_object (writer);
      return TRUE;
    }

  g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
               "A picture of type %s cannot be sent to this provider, only JPEG, PNG, GIF and WebP",
               mime_type != NULL ? mime_type : "unknown");

  return FALSE;
}

/* Whatever else is text goes as plain text. */
static const char *
find_document_format (const ConfabWireItem *item)
{
  const char *mime_type = confab_part_get_mime_type (item->part);

  for (gsize i = 0; i < G_N_ELEMENTS (document_formats); i++)
    if (g_strcmp0 (document_formats[i].mime_type, mime_type) == 0)
      return document_formats[i].format;

  return *item->text != '\0' ? "txt" : NULL;
}

/* The vendor recommends names that mean nothing, since models read them, and wants each once. */
static gboolean
write_document (ConfabJsonWriter      *writer,
                const ConfabWireItem  *item,
                guint                  number,
                GError               **error)
{
  const char *format = find_document_format (item);
  g_autofree char *name = g_strdup_printf ("document-%u", number);

  if (format == NULL)
    {
      const char *mime_type = confab_part_get_mime_type (item->part);

      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED,
                   "A file of type %s cannot be sent to this provider, only text, PDF, Word and Excel",
                   mime_type != NULL ? mime_type : "unknown");
      return FALSE;
    }

  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "document");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "format", format);
  confab_json_writer_set_string (writer, "name", name);
  write_source (writer, confab_part_get_data (item->part));
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);

  return TRUE;
}

/* @n_documents counts over the whole request. */
static gboolean
write_result (ConfabJsonWriter      *writer,
              const ConfabWireItem  *item,
              guint                 *n_documents,
              GError               **error)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "toolResult");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "toolUseId", item->id);
  confab_json_writer_add_name (writer, "content");
  confab_json_writer_begin_array (writer);
  if (!confab_wire_is_blank (item->text))
    write_text (writer, item->text);
  else if (item->attachments == NULL)
    write_text (writer, EMPTY_RESULT);
  for (guint i = 0; item->attachments != NULL && i < item->attachments->len; i++)
    {
      const ConfabWireItem *attachment = g_ptr_array_index (item->attachments, i);

      if (attachment->kind == CONFAB_PART_IMAGE ? !write_image (writer, attachment, error)
                                                : !write_document (writer, attachment, ++*n_documents, error))
        return FALSE;
    }
  confab_json_writer_end_array (writer);
  confab_json_writer_set_string (writer, "status", item->is_error ? "error" : "success");
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);

  return TRUE;
}

static gboolean
write_user_items (ConfabJsonWriter      *writer,
                  const ConfabWireTurn  *turn,
                  guint                 *n_documents,
                  GError               **error)
{
  /* A file is refused without a word beside it. */
  const gboolean needs_text = confab_wire_turn_has_kind (turn, CONFAB_PART_DOCUMENT) &&
                              !confab_wire_turn_has_kind (turn, CONFAB_PART_TEXT);

  for (guint i = 0; i < turn->items->len; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TOOL_RESULT)
        {
          if (!write_result (writer, item, n_documents, error))
            return FALSE;
        }
      else if (item->kind == CONFAB_PART_TEXT)
        {
          write_text (writer, item->text);
        }
      else if (item->kind == CONFAB_PART_IMAGE)
        {
          if (!write_image (writer, item, error))
            return FALSE;
        }
      else if (item->kind == CONFAB_PART_DOCUMENT)
        {
          if (needs_text)
            write_text (writer, item->name);
          if (!write_document (writer, item, ++*n_documents, error))
            return FALSE;
        }
    }

  return TRUE;
}

static void
write_call (ConfabJsonWriter     *writer,
            const ConfabWireItem *item)
{
  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "toolUse");
  confab_json_writer_begin_object (writer);
  confab_json_writer_set_string (writer, "toolUseId", item->id);
  confab_json_writer_set_string (writer, "name", item->name);
  confab_json_writer_add_name (writer, "input");
  confab_json_writer_add_raw (writer, item->text);
  confab_json_writer_end_object (writer);
  confab_json_writer_end_object (writer);
}

static void
write_reply_text (ConfabJsonWriter     *writer,
                  const ConfabWireItem *item,
                  gboolean              is_last)
{
  g_autofree char *text = g_strdup (item->text);

  /* What a reply is to go on from may not end with white space. */
  if (is_last)
    g_strchomp (text);
  write_text (writer, text);
}

/* What this model made keeps its order, which is signed. In replies of others calls come last. */
static void
write_reply_items (ConfabJsonWriter     *writer,
                   const ConfabWireTurn *turn,
                   gboolean              is_last_turn)
{
  const guint n_items = turn->items->len;

  for (guint i = 0; i < n_items; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TEXT || item->kind == CONFAB_PART_REFUSAL)
        write_reply_text (writer, item, is_last_turn && i == n_items - 1);
      else if (item->kind == CONFAB_PART_TOOL_CALL && item->own)
        write_call (writer, item);
      else if (item->kind == CONFAB_PART_THINKING &&
               confab_json_get_object (item->replay_object, "reasoningContent") != NULL)
        confab_json_writer_add_raw (writer, item->replay);
    }

  for (guint i = 0; i < n_items; i++)
    {
      const ConfabWireItem *item = g_ptr_array_index (turn->items, i);

      if (item->kind == CONFAB_PART_TOOL_CALL && !item->own)
        write_call (writer, item);
    }
}

static char *
write_messages (GPtrArray   *turns,
                gboolean     cache_points,
                GError     **error)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  guint n_documents = 0;

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
      else if (!write_user_items (writer, turn, &n_documents, error))
        return NULL;

      /* From the second question on, all that was said before is read from the cache. */
      if (is_last && turns->len > 1 && turn->role == CONFAB_ROLE_USER && cache_points)
        confab_json_writer_add_raw (writer, "{\"cachePoint\":{\"type\":\"default\"}}");
      confab_json_writer_end_array (writer);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

/* Without declared tools no calls may be in the history, and “none” is no choice here: what tools
 * answered becomes text, and calls are left out with the thinking that led to them. */
static void
drop_tools (GPtrArray *turns)
{
  for (guint i = 0; i < turns->len; i++)
    {
      ConfabWireTurn *turn = g_ptr_array_index (turns, i);
      const gboolean has_calls = confab_wire_turn_has_kind (turn, CONFAB_PART_TOOL_CALL);

      for (guint j = turn->items->len; j > 0; j--)
        {
          ConfabWireItem *item = g_ptr_array_index (turn->items, j - 1);

          if (item->kind == CONFAB_PART_TOOL_RESULT)
            {
              char *text = g_strdup_printf ("%s: %s", item->name,
                                            confab_wire_is_blank (item->text) ? EMPTY_RESULT : item->text);

              g_free (item->text);
              item->text = text;
              item->kind = CONFAB_PART_TEXT;
            }
          else if (has_calls && (item->kind == CONFAB_PART_TOOL_CALL || item->kind == CONFAB_PART_THINKING))
            {
              g_ptr_array_remove_index (turn->items, j - 1);
            }
        }
    }

  /* Sides still take turns. */
  for (guint i = 1; i < turns->len;)
    {
      ConfabWireTurn *turn = g_ptr_array_index (turns, i);
      ConfabWireTurn *before = g_ptr_array_index (turns, i - 1);

      if (before->role == turn->role || turn->items->len == 0)
        {
          g_ptr_array_extend_and_steal (before->items, g_ptr_array_ref (turn->items));
          g_ptr_array_remove_index (turns, i);
        }
      else
        {
          i++;
        }
    }
}

static gboolean
is_told_to_think (JsonObject *fields)
{
  const char *type = confab_json_get_string (confab_json_get_object (fields, "thinking"), "type");

  return g_strcmp0 (type, "enabled") == 0 || g_strcmp0 (type, "adaptive") == 0;
}

static char *
write_tool_config (const ConfabChatRequest *request,
                   JsonObject              *thinking)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  JsonObject *fields = confab_json_get_object (thinking, "additionalModelRequestFields");
  const char *choice = confab_wire_tools_get_choice (request, fields);

  confab_json_writer_begin_object (writer);
  confab_json_writer_add_name (writer, "tools");
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < request->tools->len; i++)
    {
      const ConfabTool *tool = g_ptr_array_index (request->tools, i);
      const char *description = confab_tool_get_description (tool);

      confab_json_writer_begin_object (writer);
      confab_json_writer_add_name (writer, "toolSpec");
      confab_json_writer_begin_object (writer);
      confab_json_writer_set_string (writer, "name", confab_tool_get_name (tool));
      if (description != NULL && *description != '\0')
        confab_json_writer_set_string (writer, "description", description);
      confab_json_writer_add_name (writer, "inputSchema");
      confab_json_writer_begin_object (writer);
      confab_json_writer_add_name (writer, "json");
      confab_wire_tool_write_schema (writer, tool);
      confab_json_writer_end_object (writer);
      confab_json_writer_end_object (writer);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);

  if (choice != NULL)
    {
      confab_json_writer_add_name (writer, "toolChoice");
      confab_json_writer_begin_object (writer);
      /* A model that thinks may not be forced to a tool. */
      if (strcmp (choice, "auto") == 0 || is_told_to_think (fields))
        {
          confab_json_writer_add_name (writer, "auto");
          confab_json_writer_add_raw (writer, "{}");
        }
      else if (strcmp (choice, "required") == 0)
        {
          confab_json_writer_add_name (writer, "any");
          confab_json_writer_add_raw (writer, "{}");
        }
      else
        {
          confab_json_writer_add_name (writer, "tool");
          confab_json_writer_begin_object (writer);
          confab_json_writer_set_string (writer, "name", choice);
          confab_json_writer_end_object (writer);
        }
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_object (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

/* How a model is told to think is its own business, so it has a place for what Converse does not
 * know. Takes also parameters that are written for that place already. */
static JsonObject *
parse_thinking (const ConfabChatRequest  *request,
                GError                  **error)
{
  g_autoptr(JsonObject) members = confab_request_body_parse_members (request->thinking_parameters_json,
                                                                     "thinking parameters", error);
  JsonObject *body;

  if (members == NULL || json_object_get_size (members) == 0 ||
      json_object_has_member (members, "additionalModelRequestFields"))
    return g_steal_pointer (&members);

  body = json_object_new ();
  json_object_set_object_member (body, "additionalModelRequestFields", g_steal_pointer (&members));

  return body;
}

static void
set_inference_config (ConfabRequestBody       *body,
                      const ConfabChatRequest *request,
                      JsonObject              *thinking)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  JsonObject *fields = confab_json_get_object (thinking, "additionalModelRequestFields");
  const gint64 budget = confab_json_get_int (confab_json_get_object (fields, "thinking"), "budget_tokens", 0);

  /* Who is told to think, or not to, takes no temperature; an effort alone says neither. A null among
   * what is for the model says it outright. */
  const gboolean takes_temperature = confab_json_get_node (fields, "thinking") == NULL &&
                                     confab_json_get_node (fields, "reasoningConfig") == NULL &&
                                     (fields == NULL || !json_object_has_member (fields, "temperature"));

  if (request->max_output_tokens <= 0 && (request->temperature < 0 || !takes_temperature))
    return;

  confab_json_writer_begin_object (writer);
  if (request->max_output_tokens > 0)
    {
      confab_json_writer_add_name (writer, "maxTokens");
      confab_json_writer_add_int (writer, request->max_output_tokens + MAX (0, budget));
    }
  if (request->temperature >= 0 && takes_temperature)
    {
      confab_json_writer_add_name (writer, "temperature");
      confab_json_writer_add_double (writer, MIN (request->temperature, 1.0));
    }
  confab_json_writer_end_object (writer);
  confab_request_body_take_json (body, "inferenceConfig", confab_json_writer_finish (g_steal_pointer (&writer)));
}

static char *
write_system (const char *text)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_array (writer);
  write_text (writer, text);
  confab_json_writer_end_array (writer);

  return confab_json_writer_finish (g_steal_pointer (&writer));
}

static ConfabWireRequest *
encode_chat (const ConfabChatRequest  *request,
             GError                  **error)
{
  g_autoptr(ConfabRequestBody) body = confab_request_body_new ();
  const gboolean has_tools = !confab_wire_tools_is_empty (request->tools) &&
                             g_strcmp0 (request->tool_choice, "none") != 0;
  g_autoptr(JsonObject) thinking = NULL;
  g_autoptr(JsonObject) extra = NULL;
  g_autoptr(GPtrArray) turns = NULL;
  g_autofree char *system_text = NULL;
  g_autofree char *escaped = NULL;
  char *messages;

  thinking = parse_thinking (request, error);
  if (thinking == NULL)
    return NULL;
  extra = confab_request_body_parse_members (request->extra_body_json, "extra parameters", error);
  if (extra == NULL)
    return NULL;

  turns = confab_wire_turns_prepare (request, &rules, &system_text, error);
  if (turns == NULL)
    return NULL;
  if (!has_tools)
    drop_tools (turns);

  messages = write_messages (turns, request->cache_points, error);
  if (messages == NULL)
    return NULL;

  if (system_text != NULL)
    confab_request_body_take_json (body, "system", write_system (system_text));
  confab_request_body_take_json (body, "messages", messages);
  set_inference_config (body, request, thinking);
  if (has_tools)
    confab_request_body_take_json (body, "toolConfig", write_tool_config (request, thinking));
  confab_request_body_merge (body, thinking);
  confab_request_body_merge (body, extra);

  /* Ids have colons, resource names slashes: in a path both are percent-encoded. */
  escaped = g_uri_escape_string (request->model, NULL, FALSE);

  return confab_wire_request_new_post (g_strdup_printf ("/model/%s/converse-stream", escaped), NULL,
                                       confab_request_body_finish (g_steal_pointer (&body)));
}

/* The models come first and, as further pages, the profiles through which most of them are reached.
 * Both are asked of the control plane, whose host is another than that of the models. */
static ConfabWireRequest *
encode_list_models (const char *page_token)
{
  g_autofree char *escaped = NULL;

  if (page_token == NULL)
    return confab_wire_request_new_get (g_strdup ("/foundation-models?byOutputModality=TEXT"), NULL);

  page_token += MIN (strlen (page_token), strlen (PROFILES_PAGE));
  if (*page_token != '/')
    return confab_wire_request_new_get (g_strdup ("/inference-profiles?maxResults=1000&typeEquals=SYSTEM_DEFINED"),
                                        NULL);

  escaped = g_uri_escape_string (page_token + 1, NULL, FALSE);

  return confab_wire_request_new_get (g_strconcat ("/inference-profiles?maxResults=1000&nextToken=", escaped,
                                                   "&typeEquals=SYSTEM_DEFINED", NULL), NULL);
}

static GPtrArray *
decode_models (JsonNode  *root,
               char     **next_page_token,
               GError   **error)
{
  JsonObject *object = confab_json_node_object (root);
  const char *token = confab_json_get_text (object, "nextToken");
  GPtrArray *models = confab_model_list_decode (root, error);

  if (models == NULL)
    return NULL;

  if (confab_json_get_array (object, "modelSummaries") != NULL)
    *next_page_token = g_strdup (PROFILES_PAGE);
  else if (token != NULL)
    *next_page_token = g_strconcat (PROFILES_PAGE, "/", token, NULL);

  return models;
}

const ConfabEncoderOps confab_bedrock_converse_encoder_ops = {
  .encode_chat = encode_chat,
  .encode_list_models = encode_list_models,
  .decode_models = decode_models,
};
