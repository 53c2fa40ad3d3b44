/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-frames-private.h"

#include "peer-event-stream.h"

#include <string.h>

static char *
quote (const char *text)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

PeerFrames *
peer_frames_new (PeerDialect  dialect,
                 const char  *model,
                 guint        number)
{
  PeerFrames *self = g_new0 (PeerFrames, 1);

  self->dialect = dialect;
  self->model = g_strdup (model);
  self->number = number;
  self->text = g_string_new (NULL);
  self->output = g_string_new (NULL);

  return self;
}

void
peer_frames_free (PeerFrames *self)
{
  g_free (self->model);
  g_string_free (self->text, TRUE);
  g_string_free (self->output, TRUE);
  g_free (self);
}

/* Gemini's pieces as elements of one array. */
void
peer_frames_set_in_array (PeerFrames *self,
                          gboolean    in_array)
{
  self->in_array = in_array;
}

/* What the response says of its body. */
const char *
peer_frames_get_type (PeerFrames *self)
{
  if (self->in_array)
    return "application/json; charset=UTF-8";
  if (self->dialect == PEER_DIALECT_BEDROCK)
    return "application/vnd.amazon.eventstream";

  return self->dialect == PEER_DIALECT_OLLAMA ? "application/x-ndjson" : "text/event-stream; charset=utf-8";
}

/* An event becomes an element of the array. */
static GBytes *
encode_element (PeerFrames *self,
                const char *frames,
                gsize       length)
{
  static const char data[] = "data: ";
  GString *out = g_string_new (NULL);

  if (length < strlen (data) || memcmp (frames, data, strlen (data)) != 0)
    return g_bytes_new (frames, length);

  g_string_append (out, self->array_begun ? "\r\n,\r\n" : "[");
  g_string_append_len (out, frames + strlen (data), length - strlen (data));
  self->array_begun = TRUE;

  return g_string_free_to_bytes (out);
}

/* Makes of the text of frames what goes over the wire: binary messages, elements of an array, or the
 * same text. */
GBytes *
peer_frames_encode (PeerFrames *self,
                    const char *frames,
                    gsize       length)
{
  if (self->dialect == PEER_DIALECT_BEDROCK)
    return peer_event_stream_encode (frames, length);
  if (self->in_array)
    return encode_element (self, frames, length);

  return g_bytes_new (frames, length);
}

char *
peer_frames_openai_chunk (PeerFrames *self,
                          const char *delta,
                          const char *finish_reason)
{
  g_autofree char *model = quote (self->model);

  return g_strdup_printf ("data: {\"id\":\"chatcmpl-%u\",\"object\":\"chat.completion.chunk\","
                          "\"created\":1760000000,\"model\":%s,\"choices\":[{\"index\":0,"
                          "\"delta\":%s,\"finish_reason\":%s}]}\n\n",
                          self->number, model, delta, finish_reason);
}

char *
peer_frames_gemini_part (PeerFrames *self,
                         const char *part)
{
  g_autofree char *model = quote (self->model);

  return g_strdup_printf ("data: {\"candidates\":[{\"content\":{\"parts\":[%s],\"role\":\"model\"},"
                          "\"index\":0}],\"modelVersion\":%s,\"responseId\":\"resp-%u\"}\r\n\r\n",
                          part, model, self->number);
}

static char *
ollama_line (PeerFrames *self,
             const char *message)
{
  g_autofree char *model = quote (self->model);

  return g_strdup_printf ("{\"model\":%s,\"created_at\":\"2025-10-09T08:00:00Z\",\"message\":"
                          "{\"role\":\"assistant\",%s},\"done\":false}\n", model, message);
}

/* Anthropic's blocks: closes the one that is open and opens another. */
static char *
anthropic_block (PeerFrames *self,
                 Block       block,
                 const char *content_block)
{
  GString *out = g_string_new (NULL);

  if (self->block == block && block != BLOCK_TOOL)
    return g_string_free (out, FALSE);

  if (self->block == BLOCK_THINKING)
    g_string_append_printf (out, "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                            "\"index\":%u,\"delta\":{\"type\":\"signature_delta\","
                            "\"signature\":\"c2lnbmVkIGJ5IHRoZSBwZWVy\"}}\n\n", self->block_index);
  if (self->block != BLOCK_NONE)
    g_string_append_printf (out, "event: content_block_stop\ndata: {\"type\":\"content_block_stop\","
                            "\"index\":%u}\n\n", self->block_index++);
  if (block != BLOCK_NONE)
    g_string_append_printf (out, "event: content_block_start\ndata: {\"type\":\"content_block_start\","
                            "\"index\":%u,\"content_block\":%s}\n\n", self->block_index,
                            content_block);
  self->block = block;

  return g_string_free (out, FALSE);
}

static char *
anthropic_delta (PeerFrames *self,
                 const char *before,
                 const char *type,
                 const char *member,
                 const char *quoted)
{
  return g_strdup_printf ("%sevent: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                          "\"index\":%u,\"delta\":{\"type\":\"%s\",\"%s\":%s}}\n\n",
                          before, self->block_index, type, member, quoted);
}

static void
responses_event (GString    *out,
                 const char *type,
                 const char *members)
{
  g_string_append_printf (out, "event: response.%s\ndata: {\"type\":\"response.%s\",%s}\n\n", type, type, members);
}

/* An item's id says what reasoning led to it, if any did: then neither goes back without the other. */
static char *
responses_id (PeerFrames *self,
              const char *prefix)
{
  if (self->reasoning == 0)
    return g_strdup_printf ("%s_%u_%u", prefix, self->number, self->block_index);

  return g_strdup_printf ("%s_%u_%u_of_rs_%u_%u", prefix, self->number, self->block_index,
                          self->number, self->reasoning - 1);
}

static void
responses_item (PeerFrames *self,
                GString    *out,
                const char *type,
                const char *item)
{
  g_autofree char *members = g_strdup_printf ("\"output_index\":%u,\"item\":%s", self->block_index, item);

  responses_event (out, type, members);
  if (g_str_equal (type, "output_item.done"))
    {
      g_string_append_printf (self->output, "%s%s", self->output->len > 0 ? "," : "", item);
      self->block_index++;
      g_string_truncate (self->text, 0);
    }
}

/* Closes the block that is open. */
static void
responses_close (PeerFrames *self,
                 GString    *out)
{
  g_autofree char *text = quote (self->text->str);
  g_autofree char *id = NULL;
  g_autofree char *members = NULL;
  g_autofree char *item = NULL;

  if (self->block == BLOCK_THINKING)
    {
      id = g_strdup_printf ("rs_%u_%u", self->number, self->block_index);
      members = g_strdup_printf ("\"item_id\":\"%s\",\"output_index\":%u,\"summary_index\":0,\"text\":%s",
                                 id, self->block_index, text);
      item = g_strdup_printf ("{\"id\":\"%s\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\","
                              "\"text\":%s}],\"encrypted_content\":\"c2VhbGVkIGJ5IHRoZSBwZWVy\"}", id, text);
      responses_event (out, "reasoning_summary_text.done", members);
      self->reasoning = self->block_index + 1;
      responses_item (self, out, "output_item.done", item);
    }
  else if (self->block == BLOCK_TEXT)
    {
      id = responses_id (self, "msg");
      members = g_strdup_printf ("\"item_id\":\"%s\",\"output_index\":%u,\"content_index\":0,\"text\":%s",
                                 id, self->block_index, text);
      item = g_strdup_printf ("{\"id\":\"%s\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
                              "\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"text\":%s}]}", id, text);
      responses_event (out, "output_text.done", members);
      responses_item (self, out, "output_item.done", item);
    }
  self->block = BLOCK_NONE;
}

static char *
responses_delta (PeerFrames *self,
                 Block       block,
                 const char *text)
{
  GString *out = g_string_new (NULL);
  g_autofree char *quoted = quote (text);
  g_autofree char *id = NULL;
  g_autofree char *item = NULL;
  g_autofree char *members = NULL;

  if (self->block != block)
    responses_close (self, out);

  id = block == BLOCK_THINKING ? g_strdup_printf ("rs_%u_%u", self->number, self->block_index)
                               : responses_id (self, "msg");
  if (self->block != block)
    {
      item = block == BLOCK_THINKING
             ? g_strdup_printf ("{\"id\":\"%s\",\"type\":\"reasoning\",\"summary\":[]}", id)
             : g_strdup_printf ("{\"id\":\"%s\",\"type\":\"message\",\"status\":\"in_progress\","
                                "\"role\":\"assistant\",\"content\":[]}", id);
      responses_item (self, out, "output_item.added", item);
      self->block = block;
    }

  g_string_append (self->text, text);
  members = g_strdup_printf ("\"item_id\":\"%s\",\"output_index\":%u,\"%s\":0,\"delta\":%s", id, self->block_index,
                             block == BLOCK_THINKING ? "summary_index" : "content_index", quoted);
  responses_event (out, block == BLOCK_THINKING ? "reasoning_summary_text.delta" : "output_text.delta", members);

  return g_string_free (out, FALSE);
}

static char *
responses_tool (PeerFrames *self,
                const char *name_json,
                const char *first_json,
                const char *second_json,
                const char *arguments_json)
{
  GString *out = g_string_new (NULL);
  g_autofree char *whole_json = quote (arguments_json);
  const char * const pieces[] = { first_json, second_json };
  g_autofree char *id = NULL;
  g_autofree char *start = NULL;
  g_autofree char *whole = NULL;

  responses_close (self, out);
  id = responses_id (self, "fc");
  start = g_strdup_printf ("{\"id\":\"%s\",\"type\":\"function_call\",\"status\":\"in_progress\",\"arguments\":\"\","
                           "\"call_id\":\"call_%u_%u\",\"name\":%s}", id, self->number, self->n_tools, name_json);
  whole = g_strdup_printf ("{\"id\":\"%s\",\"type\":\"function_call\",\"status\":\"completed\",\"arguments\":%s,"
                           "\"call_id\":\"call_%u_%u\",\"name\":%s}", id, whole_json, self->number, self->n_tools,
                           name_json);

  responses_item (self, out, "output_item.added", start);
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *members = g_strdup_printf ("\"item_id\":\"%s\",\"output_index\":%u,\"delta\":%s",
                                                  id, self->block_index, pieces[i]);

      responses_event (out, "function_call_arguments.delta", members);
    }
  responses_item (self, out, "output_item.done", whole);

  return g_string_free (out, FALSE);
}

/* The reply as a whole, so far. */
static char *
responses_whole (PeerFrames *self,
                 const char *status)
{
  g_autofree char *model = quote (self->model);

  return g_strdup_printf ("{\"id\":\"resp_%u\",\"object\":\"response\",\"created_at\":1760000000,\"status\":\"%s\","
                          "\"error\":null,\"incomplete_details\":null,\"model\":%s,\"output\":[%s],\"usage\":"
                          "{\"input_tokens\":12,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":%u,"
                          "\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":%u}}",
                          self->number, status, model, self->output->str, self->n_tokens, self->n_tokens + 12);
}

/* What comes before any content. */
char *
peer_frames_begin (PeerFrames *self)
{
  g_autofree char *model = quote (self->model);

  switch (self->dialect)
    {
    case PEER_DIALECT_ANTHROPIC:
      return g_strdup_printf ("event: message_start\ndata: {\"type\":\"message_start\",\"message\":"
                              "{\"id\":\"msg_%u\",\"type\":\"message\",\"role\":\"assistant\","
                              "\"model\":%s,\"content\":[],\"stop_reason\":null,"
                              "\"stop_sequence\":null,\"usage\":{\"input_tokens\":12,"
                              "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                              "\"output_tokens\":1}}}\n\n"
                              "event: ping\ndata: {\"type\":\"ping\"}\n\n",
                              self->number, model);

    case PEER_DIALECT_OPENAI:
      return peer_frames_openai_chunk (self, "{\"role\":\"assistant\",\"content\":\"\"}", "null");

    case PEER_DIALECT_RESPONSES:
      return g_strdup_printf ("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,"
                              "\"response\":{\"id\":\"resp_%u\",\"object\":\"response\",\"status\":\"in_progress\","
                              "\"error\":null,\"model\":%s,\"output\":[],\"usage\":null}}\n\n",
                              self->number, model);

    case PEER_DIALECT_BEDROCK:
      return g_strdup ("messageStart {\"role\":\"assistant\",\"p\":\"abcdef\"}\n");

    case PEER_DIALECT_COHERE:
      return g_strdup_printf ("event: message-start\ndata: {\"id\":\"c-%u\",\"type\":\"message-start\",\"delta\":"
                              "{\"message\":{\"role\":\"assistant\",\"content\":[],\"tool_plan\":\"\","
                              "\"tool_calls\":[],\"citations\":[]}}}\n\n", self->number);

    default:
      return g_strdup ("");
    }
}

char *
peer_frames_thinking (PeerFrames *self,
                      const char *text)
{
  g_autofree char *quoted = quote (text);
  g_autofree char *inner = NULL;

  self->n_tokens++;
  switch (self->dialect)
    {
    case PEER_DIALECT_ANTHROPIC:
      inner = anthropic_block (self, BLOCK_THINKING,
                               "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
      return anthropic_delta (self, inner, "thinking_delta", "thinking", quoted);

    case PEER_DIALECT_OPENAI:
      inner = g_strdup_printf ("{\"reasoning_content\":%s}", quoted);
      return peer_frames_openai_chunk (self, inner, "null");

    case PEER_DIALECT_RESPONSES:
      return responses_delta (self, BLOCK_THINKING, text);

    case PEER_DIALECT_BEDROCK:
      inner = g_strdup_printf ("{\"reasoningContent\":{\"text\":%s}}", quoted);
      return peer_frames_bedrock_delta (self, BLOCK_THINKING, NULL, inner);

    case PEER_DIALECT_COHERE:
      return peer_frames_cohere_delta (self, BLOCK_THINKING, "thinking", quoted);

    case PEER_DIALECT_GEMINI:
      inner = g_strdup_printf ("{\"text\":%s,\"thought\":true}", quoted);
      return peer_frames_gemini_part (self, inner);

    default:
      inner = g_strdup_printf ("\"content\":\"\",\"thinking\":%s", quoted);
      return ollama_line (self, inner);
    }
}

char *
peer_frames_text (PeerFrames *self,
                  const char *text)
{
  g_autofree char *quoted = quote (text);
  g_autofree char *inner = NULL;

  self->n_tokens++;
  switch (self->dialect)
    {
    case PEER_DIALECT_ANTHROPIC:
      inner = anthropic_block (self, BLOCK_TEXT, "{\"type\":\"text\",\"text\":\"\"}");
      return anthropic_delta (self, inner, "text_delta", "text", quoted);

    case PEER_DIALECT_OPENAI:
      inner = g_strdup_printf ("{\"content\":%s}", quoted);
      return peer_frames_openai_chunk (self, inner, "null");

    case PEER_DIALECT_RESPONSES:
      return responses_delta (self, BLOCK_TEXT, text);

    case PEER_DIALECT_BEDROCK:
      inner = g_strdup_printf ("{\"text\":%s}", quoted);
      return peer_frames_bedrock_delta (self, BLOCK_TEXT, NULL, inner);

    case PEER_DIALECT_COHERE:
      return peer_frames_cohere_delta (self, BLOCK_TEXT, "text", quoted);

    case PEER_DIALECT_GEMINI:
      inner = g_strdup_printf ("{\"text\":%s}", quoted);
      return peer_frames_gemini_part (self, inner);

    default:
      inner = g_strdup_printf ("\"content\":%s", quoted);
      return ollama_line (self, inner);
    }
}

/* A call of a tool. Where the dialect sends the arguments in pieces, they come in two. */
char *
peer_frames_tool (PeerFrames *self,
                  const char *name,
                  const char *arguments_json)
{
  const gsize half = strlen (arguments_json) / 2;
  g_autofree char *name_json = quote (name);
  g_autofree char *first = g_strndup (arguments_json, half);
  g_autofree char *first_json = quote (first);
  g_autofree char *second_json = quote (arguments_json + half);
  g_autofree char *inner = NULL;
  g_autofree char *start = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  self->n_tokens++;
  self->n_tools++;
  switch (self->dialect)
    {
    case PEER_DIALECT_ANTHROPIC:
      inner = g_strdup_printf ("{\"type\":\"tool_use\",\"id\":\"toolu_%u_%u\",\"name\":%s,"
                               "\"input\":{}}", self->number, self->n_tools, name_json);
      start = anthropic_block (self, BLOCK_TOOL, inner);
      a = anthropic_delta (self, start, "input_json_delta", "partial_json", first_json);
      return anthropic_delta (self, a, "input_json_delta", "partial_json", second_json);

    case PEER_DIALECT_OPENAI:
      inner = g_strdup_printf ("{\"tool_calls\":[{\"index\":%u,\"id\":\"call_%u_%u\",\"type\":"
                               "\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}]}",
                               self->n_tools - 1, self->number, self->n_tools, name_json,
                               first_json);
      start = g_strdup_printf ("{\"tool_calls\":[{\"index\":%u,\"function\":{\"arguments\":%s}}]}",
                               self->n_tools - 1, second_json);
      a = peer_frames_openai_chunk (self, inner, "null");
      b = peer_frames_openai_chunk (self, start, "null");
      return g_strconcat (a, b, NULL);

    case PEER_DIALECT_RESPONSES:
      return responses_tool (self, name_json, first_json, second_json, arguments_json);

    case PEER_DIALECT_BEDROCK:
      return peer_frames_bedrock_tool (self, name_json, first_json, second_json);

    case PEER_DIALECT_COHERE:
      return peer_frames_cohere_tool (self, name_json, first_json, second_json);

    case PEER_DIALECT_GEMINI:
      /* Of calls made at once the first one is signed. */
      inner = g_strdup_printf ("{\"functionCall\":{\"name\":%s,\"args\":%s}%s}", name_json, arguments_json,
                               self->n_tools == 1 ? ",\"thoughtSignature\":\"c2lnbmVk\"" : "");
      return peer_frames_gemini_part (self, inner);

    default:
      inner = g_strdup_printf ("\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":%s,"
                               "\"arguments\":%s}}]", name_json, arguments_json);
      return ollama_line (self, inner);
    }
}

/* An error in the middle of a reply whose status was 200. */
char *
peer_frames_error (PeerFrames *self)
{
  switch (self->dialect)
    {
    case PEER_DIALECT_ANTHROPIC:
      return g_strdup ("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":"
                       "\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n");

    case PEER_DIALECT_OPENAI:
      return g_strdup ("data: {\"error\":{\"message\":\"The server had an error\",\"type\":"
                       "\"server_error\",\"param\":null,\"code\":null}}\n\n");

    case PEER_DIALECT_RESPONSES:
      return g_strdup ("event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":"
                       "\"The server had an error\",\"param\":null}\n\n");

    case PEER_DIALECT_BEDROCK:
      return g_strdup ("!serviceUnavailableException {\"message\":\"The service is unavailable. error\"}\n");

    case PEER_DIALECT_COHERE:
      return g_strdup ("event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\","
                       "\"error\":\"The model failed\"}}\n\n");

    case PEER_DIALECT_GEMINI:
      return g_strdup ("data: {\"error\":{\"code\":503,\"message\":\"The model is overloaded.\","
                       "\"status\":\"UNAVAILABLE\"}}\r\n\r\n");

    default:
      return g_strdup ("{\"error\":\"an error was encountered while running the model\"}\n");
    }
}

/* What makes a reply complete. */
char *
peer_frames_end (PeerFrames *self)
{
  g_autofree char *model = quote (self->model);
  g_autofree char *stop = NULL;
  g_autofree char *members = NULL;
  g_autofree char *whole = NULL;
  g_autoptr(GString) out = NULL;

  switch (self->dialect)
    {
    case PEER_DIALECT_ANTHROPIC:
      stop = anthropic_block (self, BLOCK_NONE, NULL);
      return g_strdup_printf ("%sevent: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
                              "{\"stop_reason\":\"%s\",\"stop_sequence\":null},\"usage\":"
                              "{\"output_tokens\":%u}}\n\n"
                              "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
                              stop, self->n_tools > 0 ? "tool_use" : "end_turn", self->n_tokens);

    case PEER_DIALECT_OPENAI:
      stop = peer_frames_openai_chunk (self, "{}", self->n_tools > 0 ? "\"tool_calls\"" : "\"stop\"");
      return g_strdup_printf ("%sdata: {\"id\":\"chatcmpl-%u\",\"object\":\"chat.completion.chunk\","
                              "\"created\":1760000000,\"model\":%s,\"choices\":[],\"usage\":"
                              "{\"prompt_tokens\":12,\"completion_tokens\":%u,\"total_tokens\":%u}}"
                              "\n\n", stop, self->number, model, self->n_tokens,
                              self->n_tokens + 12);

    case PEER_DIALECT_RESPONSES:
      out = g_string_new (NULL);
      responses_close (self, out);
      whole = responses_whole (self, "completed");
      members = g_strdup_printf ("\"response\":%s", whole);
      responses_event (out, "completed", members);
      return g_string_free (g_steal_pointer (&out), FALSE);

    case PEER_DIALECT_BEDROCK:
      stop = peer_frames_bedrock_delta (self, BLOCK_NONE, NULL, NULL);
      return g_strdup_printf ("%smessageStop {\"stopReason\":\"%s\"}\nmetadata {\"usage\":{\"inputTokens\":12,"
                              "\"outputTokens\":%u,\"totalTokens\":%u},\"metrics\":{\"latencyMs\":1}}\n",
                              stop, self->n_tools > 0 ? "tool_use" : "end_turn", self->n_tokens,
                              self->n_tokens + 12);

    case PEER_DIALECT_COHERE:
      out = g_string_new (NULL);
      peer_frames_cohere_block (self, out, BLOCK_NONE, "");
      members = g_strdup_printf (",\"delta\":{\"finish_reason\":\"%s\",\"usage\":{\"billed_units\":"
                                 "{\"input_tokens\":2,\"output_tokens\":%u},\"tokens\":{\"input_tokens\":12,"
                                 "\"output_tokens\":%u}}}", self->n_tools > 0 ? "TOOL_CALL" : "COMPLETE",
                                 self->n_tokens, self->n_tokens);
      peer_frames_cohere_event (out, "message-end", members);
      return g_string_free (g_steal_pointer (&out), FALSE);

    case PEER_DIALECT_GEMINI:
      return g_strdup_printf ("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],"
                              "\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
                              "\"usageMetadata\":{\"promptTokenCount\":12,\"candidatesTokenCount\":"
                              "%u,\"totalTokenCount\":%u},\"modelVersion\":%s,\"responseId\":"
                              "\"resp-%u\"}\r\n\r\n", self->n_tokens, self->n_tokens + 12, model,
                              self->number);

    default:
      return g_strdup_printf ("{\"model\":%s,\"created_at\":\"2025-10-09T08:00:00Z\",\"message\":"
                              "{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                              "\"done_reason\":\"stop\",\"total_duration\":2000000000,"
                              "\"load_duration\":1000000,\"prompt_eval_count\":12,"
                              "\"prompt_eval_duration\":100000000,\"eval_count\":%u,"
                              "\"eval_duration\":1000000000}\n", model, self->n_tokens);
    }
}

/* What some servers send after the end. */
char *
peer_frames_last_word (PeerFrames *self)
{
  if (self->in_array)
    return g_strdup ("]");

  return g_strdup (self->dialect == PEER_DIALECT_OPENAI ? "data: [DONE]\n\n" : "");
}

/* The reply in one piece, for a request that does not stream. */
char *
peer_frames_dup_whole (PeerFrames *self,
                       const char *text)
{
  g_autofree char *quoted = quote (text);
  g_autofree char *model = quote (self->model);

  switch (self->dialect)
    {
    case PEER_DIALECT_ANTHROPIC:
      return g_strdup_printf ("{\"id\":\"msg_%u\",\"type\":\"message\",\"role\":\"assistant\","
                              "\"model\":%s,\"content\":[{\"type\":\"text\",\"text\":%s}],"
                              "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":"
                              "{\"input_tokens\":12,\"output_tokens\":7}}",
                              self->number, model, quoted);

    case PEER_DIALECT_OPENAI:
      return g_strdup_printf ("{\"id\":\"chatcmpl-%u\",\"object\":\"chat.completion\",\"created\":"
                              "1760000000,\"model\":%s,\"choices\":[{\"index\":0,\"message\":"
                              "{\"role\":\"assistant\",\"content\":%s},\"finish_reason\":\"stop\"}],"
                              "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":7,"
                              "\"total_tokens\":19}}", self->number, model, quoted);

    case PEER_DIALECT_RESPONSES:
      self->n_tokens = 7;
      g_free (responses_delta (self, BLOCK_TEXT, text));
      g_free (peer_frames_end (self));
      return responses_whole (self, "completed");

    case PEER_DIALECT_BEDROCK:
      return g_strdup_printf ("{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":%s}]}},"
                              "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":12,\"outputTokens\":7,"
                              "\"totalTokens\":19},\"metrics\":{\"latencyMs\":1}}", quoted);

    case PEER_DIALECT_COHERE:
      return g_strdup_printf ("{\"id\":\"c-%u\",\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":"
                              "\"text\",\"text\":%s}]},\"finish_reason\":\"COMPLETE\",\"usage\":{\"tokens\":"
                              "{\"input_tokens\":12,\"output_tokens\":7}}}", self->number, quoted);

    case PEER_DIALECT_GEMINI:
      return g_strdup_printf ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":%s}],\"role\":"
                              "\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
                              "\"usageMetadata\":{\"promptTokenCount\":12,\"candidatesTokenCount\":7,"
                              "\"totalTokenCount\":19},\"modelVersion\":%s}", quoted, model);

    default:
      return g_strdup_printf ("{\"model\":%s,\"created_at\":\"2025-10-09T08:00:00Z\",\"message\":"
                              "{\"role\":\"assistant\",\"content\":%s},\"done\":true,"
                              "\"done_reason\":\"stop\",\"prompt_eval_count\":12,\"eval_count\":7}",
                              model, quoted);
    }
}
