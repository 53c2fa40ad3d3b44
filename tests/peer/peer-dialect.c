/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-dialect-private.h"

#include <string.h>

/* Errors and the text that chat requests hold: where the dialects differ on the way in. */

void
peer_chat_clear (PeerChat *chat)
{
  g_clear_pointer (&chat->model, g_free);
  g_clear_pointer (&chat->prompt, g_free);
  g_clear_pointer (&chat->tool_result, g_free);
  g_clear_pointer (&chat->tool_name, g_free);
}

const char *
peer_dialect_get_id (PeerDialect dialect)
{
  static const char * const ids[] = { "none", "anthropic", "openai", "gemini", "ollama", "openai-responses",
                                        "bedrock-converse", "cohere-v2" };

  return ids[dialect];
}

/* The header that carries the key. */
const char *
peer_dialect_get_header (PeerDialect dialect)
{
  static const char * const headers[] = {
    NULL, "x-api-key", "Authorization", "x-goog-api-key", "Authorization",
    "Authorization", "Authorization", "Authorization",
  };

  return headers[dialect];
}

char *
peer_json_to_string (JsonBuilder *builder)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = json_builder_get_root (builder);

  json_generator_set_root (generator, root);

  return json_generator_to_data (generator, NULL);
}

/* anthropic */

static char *
dup_anthropic_result (JsonObject *block)
{
  const char *text = get_string (block, "content");
  JsonArray *parts = get_array (block, "content");

  for (guint i = 0; text == NULL && parts != NULL && i < json_array_get_length (parts); i++)
    if (object_at (parts, i) != NULL)
      text = get_string (object_at (parts, i), "text");

  return g_strdup (text != NULL ? text : "");
}

static char *
check_anthropic_block (Check      *check,
                       JsonObject *block,
                       const char *role,
                       guint       message,
                       guint       index)
{
  const char *type = block != NULL ? get_string (block, "type") : NULL;

  if (g_strcmp0 (type, "text") == 0)
    {
      const char *text = get_string (block, "text");
      g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

      if (*stripped == '\0')
        return g_strdup_printf ("messages.%u.content.%u: text content blocks must be non-empty",
                                message, index);
      if (g_str_equal (role, "user"))
        append_text (&check->chat->prompt, text);
    }
  else if (g_strcmp0 (type, "tool_use") == 0)
    {
      const char *id = get_string (block, "id");

      if (id == NULL || get_string (block, "name") == NULL || get_object (block, "input") == NULL)
        return g_strdup_printf ("messages.%u.content.%u: tool_use needs id, name and an object as "
                                "input", message, index);
      if (!g_regex_match_simple ("^[a-zA-Z0-9_-]{1,64}$", id, 0, 0))
        return g_strdup_printf ("messages.%u.content.%u.tool_use.id: String should match pattern "
                                "'^[a-zA-Z0-9_-]+$'", message, index);
      g_hash_table_add (check->open_calls, g_strdup (id));
    }
  else if (g_strcmp0 (type, "tool_result") == 0)
    {
      const char *id = get_string (block, "tool_use_id");

      if (id == NULL || !g_hash_table_remove (check->open_calls, id))
        return g_strdup_printf ("messages.%u.content.%u: unexpected `tool_use_id` found in "
                                "`tool_result` blocks", message, index);
      g_free (check->chat->tool_result);
      check->chat->tool_result = dup_anthropic_result (block);
    }
  else if (g_strcmp0 (type, "thinking") == 0)
    {
      if (get_string (block, "thinking") == NULL || get_string (block, "signature") == NULL)
        return g_strdup_printf ("messages.%u.content.%u.thinking.signature: Field required",
                                message, index);
    }
  else if (g_strcmp0 (type, "image") == 0 || g_strcmp0 (type, "document") == 0)
    {
      if (get_object (block, "source") == NULL)
        return g_strdup_printf ("messages.%u.content.%u.source: Field required", message, index);
    }
  else if (g_strcmp0 (type, "redacted_thinking") != 0)
    {
      return g_strdup_printf ("messages.%u.content.%u: Input tag '%s' found using 'type' does not "
                              "match any of the expected tags", message, index,
                              type != NULL ? type : "");
    }

  return NULL;
}

static char *
check_anthropic_message (Check      *check,
                         JsonObject *message,
                         guint       index)
{
  const char *role = get_string (message, "role");
  const char *text = get_string (message, "content");
  JsonArray *blocks = get_array (message, "content");

  if (g_strcmp0 (role, "user") != 0 && g_strcmp0 (role, "assistant") != 0)
    return g_strdup_printf ("messages.%u.role: Input should be 'user' or 'assistant'", index);
  if (index == 0 && !g_str_equal (role, "user"))
    return g_strdup ("messages: first message must use the \"user\" role");
  if (g_strcmp0 (role, check->previous_role) == 0)
    return g_strdup_printf ("messages: roles must alternate between \"user\" and \"assistant\", "
                            "but found multiple \"%s\" roles in a row", role);
  if (g_str_equal (role, "user"))
    g_clear_pointer (&check->chat->prompt, g_free);
  g_clear_pointer (&check->chat->tool_result, g_free);

  if (text != NULL)
    {
      if (*text == '\0')
        return g_strdup_printf ("messages.%u: all messages must have non-empty content", index);
      if (g_str_equal (role, "user"))
        set_text (&check->chat->prompt, text);
    }
  else if (blocks == NULL || json_array_get_length (blocks) == 0)
    {
      return g_strdup_printf ("messages.%u.content: Field required", index);
    }
  else
    {
      for (guint i = 0; i < json_array_get_length (blocks); i++)
        {
          char *problem = check_anthropic_block (check, object_at (blocks, i), role, index, i);

          if (problem != NULL)
            return problem;
        }
    }

  if (g_str_equal (role, "user") && g_hash_table_size (check->open_calls) > 0)
    return g_strdup_printf ("messages.%u: `tool_use` ids were found without `tool_result` blocks "
                            "immediately after", index);
  check->previous_role = role;

  return NULL;
}

static char *
check_anthropic (Check      *check,
                 JsonObject *body)
{
  JsonObject *thinking = get_object (body, "thinking");

  if (!is_integer (body, "max_tokens", 1))
    return g_strdup ("max_tokens: Field required");
  if (thinking != NULL && g_strcmp0 (get_string (thinking, "type"), "enabled") == 0)
    {
      if (!is_integer (thinking, "budget_tokens", 1024))
        return g_strdup ("thinking.enabled.budget_tokens: Input should be greater than or equal "
                         "to 1024");
      if (json_object_get_int_member (thinking, "budget_tokens") >=
          json_object_get_int_member (body, "max_tokens"))
        return g_strdup ("`max_tokens` must be greater than `thinking.budget_tokens`");
    }

  return NULL;
}

/* openai */

char *
peer_check_openai_message (Check      *check,
                           JsonObject *message,
                           guint       index)
{
  const char *role = get_string (message, "role");
  const char *text = get_string (message, "content");
  JsonArray *parts = get_array (message, "content");
  JsonArray *calls = get_array (message, "tool_calls");

  if (role == NULL ||
      !g_strv_contains ((const char * const[]) { "system", "developer", "user", "assistant", "tool", NULL },
                        role))
    return g_strdup_printf ("Invalid value: 'messages[%u].role'", index);
  if (text == NULL && parts == NULL && (calls == NULL || !g_str_equal (role, "assistant")))
    return g_strdup_printf ("Invalid value for 'content': expected a string, got null. "
                            "(messages[%u])", index);
  if (g_hash_table_size (check->open_calls) > 0 && !g_str_equal (role, "tool"))
    return g_strdup ("An assistant message with 'tool_calls' must be followed by tool messages "
                     "responding to each 'tool_call_id'.");

  g_clear_pointer (&check->chat->tool_result, g_free);

  if (g_str_equal (role, "user"))
    {
      set_text (&check->chat->prompt, text != NULL ? text : "");
      for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
        {
          JsonObject *part = object_at (parts, i);
          const char *type = part != NULL ? get_string (part, "type") : NULL;

          if (g_strcmp0 (type, "text") == 0 && get_string (part, "text") != NULL)
            append_text (&check->chat->prompt, get_string (part, "text"));
          else if (type == NULL || get_object (part, type) == NULL)
            return g_strdup_printf ("Invalid type for 'messages[%u].content[%u]'", index, i);
        }
    }
  else if (g_str_equal (role, "tool"))
    {
      const char *id = get_string (message, "tool_call_id");

      if (id == NULL || !g_hash_table_remove (check->open_calls, id))
        return g_strdup ("messages with role 'tool' must be a response to a preceding message "
                         "with 'tool_calls'.");
      check->chat->tool_result = g_strdup (text != NULL ? text : "");
    }

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = object_at (calls, i);
      JsonObject *function = call != NULL ? get_object (call, "function") : NULL;

      if (function == NULL || get_string (call, "id") == NULL ||
          get_string (function, "name") == NULL || get_string (function, "arguments") == NULL)
        return g_strdup_printf ("Invalid type for 'messages[%u].tool_calls[%u]': id, name and a "
                                "string as arguments are needed", index, i);
      g_hash_table_add (check->open_calls, g_strdup (get_string (call, "id")));
    }

  return NULL;
}

static char *
check_openai (Check      *check,
              JsonObject *body)
{
  if (get_object (body, "stream_options") != NULL && !check->chat->stream)
    return g_strdup ("The 'stream_options' parameter is only allowed when 'stream' is enabled.");

  return NULL;
}

/* openai, the other way */

static char *
check_responses_content (Check      *check,
                         JsonObject *item,
                         guint       index)
{
  const gboolean is_user = g_strcmp0 (get_string (item, "role"), "user") == 0;
  JsonArray *parts = get_array (item, "content");

  if (is_user)
    set_text (&check->chat->prompt, get_string (item, "content") != NULL ? get_string (item, "content") : "");

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = object_at (parts, i);
      const char *type = part != NULL ? get_string (part, "type") : NULL;
      const char *text = part != NULL ? get_string (part, "text") : NULL;

      if (is_user && g_strcmp0 (type, "input_text") == 0 && text != NULL)
        append_text (&check->chat->prompt, text);
      else if (!(is_user && g_strcmp0 (type, "input_image") == 0 && get_string (part, "image_url") != NULL) &&
               !(is_user && g_strcmp0 (type, "input_file") == 0 && get_string (part, "file_data") != NULL) &&
               !(!is_user && g_strcmp0 (type, "output_text") == 0 && text != NULL) &&
               !(!is_user && g_strcmp0 (type, "refusal") == 0 && get_string (part, "refusal") != NULL))
        return g_strdup_printf ("Invalid value: 'input[%u].content[%u].type'", index, i);
    }

  return NULL;
}

/* The peer's own items tell by their ids what reasoning led to them. */
static char *
check_responses_order (Check      *check,
                       JsonObject *item,
                       const char *type)
{
  const char *id = get_string (item, "id");
  const char *origin = id != NULL ? strstr (id, "_of_") : NULL;
  const gboolean is_models = !g_str_has_suffix (type, "_output") && g_strcmp0 (get_string (item, "role"), "user") != 0;

  if (check->open_reasoning != NULL && !is_models)
    return g_strdup_printf ("Item '%s' of type 'reasoning' was provided without its required following item.",
                            check->open_reasoning);
  if (origin != NULL && !g_hash_table_contains (check->reasoning, origin + strlen ("_of_")))
    return g_strdup_printf ("Item '%s' of type '%s' was provided without its required 'reasoning' item: '%s'.",
                            id, type, origin + strlen ("_of_"));

  check->open_reasoning = NULL;
  if (!g_str_equal (type, "reasoning"))
    return NULL;

  if (id == NULL || get_string (item, "encrypted_content") == NULL)
    return g_strdup_printf ("Item with id '%s' not found. Items are not persisted when `store` is set to false.", id);
  g_hash_table_add (check->reasoning, g_strdup (id));
  check->open_reasoning = id;

  return NULL;
}

static char *
check_responses_message (Check      *check,
                         JsonObject *item,
                         guint       index)
{
  const char *type = get_string (item, "type") != NULL ? get_string (item, "type") : "message";
  const char *call_id = get_string (item, "call_id");
  char *problem = check_responses_order (check, item, type);

  g_clear_pointer (&check->chat->tool_result, g_free);
  if (problem != NULL)
    return problem;

  if (g_str_equal (type, "function_call"))
    {
      if (call_id == NULL || get_string (item, "name") == NULL || get_string (item, "arguments") == NULL)
        return g_strdup_printf ("Missing required parameter: 'input[%u]'", index);
      g_hash_table_add (check->open_calls, g_strdup (call_id));
    }
  else if (g_str_equal (type, "function_call_output"))
    {
      if (call_id == NULL || !g_hash_table_remove (check->open_calls, call_id))
        return g_strdup_printf ("No tool call found for function call output with call_id %s.", call_id);
      check->chat->tool_result = g_strdup (get_string (item, "output") != NULL ? get_string (item, "output") : "");
    }
  else if (g_str_equal (type, "message"))
    {
      if (g_hash_table_size (check->open_calls) > 0 && g_strcmp0 (get_string (item, "role"), "user") == 0)
        return g_strdup ("No tool output found for function call.");
      return check_responses_content (check, item, index);
    }

  return NULL;
}

static char *
check_responses (Check      *check,
                 JsonObject *body)
{
  static const char * const unknown[] = { "messages", "stream_options", "max_tokens", "reasoning_effort" };
  JsonArray *tools = get_array (body, "tools");

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    if (json_object_has_member (body, unknown[i]))
      return g_strdup_printf ("Unknown parameter: '%s'.", unknown[i]);
  if (json_object_has_member (body, "max_output_tokens") && !is_integer (body, "max_output_tokens", 16))
    return g_strdup ("Invalid 'max_output_tokens': integer below minimum value.");
  for (guint i = 0; tools != NULL && i < json_array_get_length (tools); i++)
    if (object_at (tools, i) == NULL || get_string (object_at (tools, i), "name") == NULL)
      return g_strdup_printf ("Missing required parameter: 'tools[%u].name'.", i);

  return NULL;
}

/* gemini */

static char *
check_gemini_message (Check      *check,
                      JsonObject *message,
                      guint       index)
{
  static const char * const known[] = {
    "text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode",
    "codeExecutionResult", NULL,
  };
  const char *role = get_string (message, "role");
  JsonArray *parts = get_array (message, "parts");

  if (g_strcmp0 (role, "user") != 0 && g_strcmp0 (role, "model") != 0)
    return g_strdup ("Please use a valid role: user, model.");
  if (index == 0 && !g_str_equal (role, "user"))
    return g_strdup ("Please ensure that the first content has the role user.");
  if (g_strcmp0 (role, check->previous_role) == 0)
    return g_strdup ("Please ensure that multiturn requests alternate between user and model.");
  if (parts == NULL || json_array_get_length (parts) == 0)
    return g_strdup_printf ("* GenerateContentRequest.contents[%u].parts: contents.parts must not "
                            "be empty.", index);

  g_clear_pointer (&check->chat->tool_result, g_free);
  if (g_str_equal (role, "user"))
    g_clear_pointer (&check->chat->prompt, g_free);

  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonObject *part = object_at (parts, i);
      JsonObject *answer = part != NULL ? get_object (part, "functionResponse") : NULL;
      gboolean found = FALSE;

      for (guint k = 0; part != NULL && known[k] != NULL; k++)
        found |= json_object_has_member (part, known[k]);
      if (!found)
        return g_strdup_printf ("* GenerateContentRequest.contents[%u].parts[%u].data: required "
                                "oneof field 'data' must have one initialized field", index, i);

      if (answer != NULL)
        {
          g_autoptr(JsonGenerator) generator = json_generator_new ();

          if (get_string (answer, "name") == NULL || get_object (answer, "response") == NULL)
            return g_strdup_printf ("Invalid value at 'contents[%u].parts[%u].function_response"
                                    ".response' (Struct)", index, i);
          json_generator_set_root (generator, json_object_get_member (answer, "response"));
          g_free (check->chat->tool_result);
          check->chat->tool_result = json_generator_to_data (generator, NULL);
        }
      else if (g_str_equal (role, "user") && get_string (part, "text") != NULL)
        {
          append_text (&check->chat->prompt, get_string (part, "text"));
        }
    }
  check->previous_role = role;

  return NULL;
}

/* ollama */

static char *
check_ollama_message (Check      *check,
                      JsonObject *message,
                      guint       index)
{
  const char *role = get_string (message, "role");
  const char *text = get_string (message, "content");
  JsonArray *calls = get_array (message, "tool_calls");

  if (role == NULL ||
      !g_strv_contains ((const char * const[]) { "system", "user", "assistant", "tool", NULL }, role))
    return g_strdup_printf ("invalid role in message %u", index);
  if (text == NULL && calls == NULL)
    return g_strdup_printf ("json: cannot unmarshal messages[%u].content into Go value of type "
                            "string", index);

  g_clear_pointer (&check->chat->tool_result, g_free);
  if (g_str_equal (role, "user"))
    set_text (&check->chat->prompt, text);
  else if (g_str_equal (role, "tool"))
    check->chat->tool_result = g_strdup (text);

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = object_at (calls, i);
      JsonObject *function = call != NULL ? get_object (call, "function") : NULL;

      if (function == NULL || get_string (function, "name") == NULL ||
          get_object (function, "arguments") == NULL)
        return g_strdup_printf ("json: cannot unmarshal messages[%u].tool_calls[%u].function."
                                "arguments into Go value of type object", index, i);
    }

  return NULL;
}

static char *
check_ollama (Check      *check,
              JsonObject *body)
{
  JsonNode *think = json_object_get_member (body, "think");

  if (think == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (think) && json_node_get_value_type (think) == G_TYPE_BOOLEAN)
    return NULL;
  if (get_string (body, "think") != NULL &&
      g_strv_contains ((const char * const[]) { "low", "medium", "high", "max", NULL },
                       get_string (body, "think")))
    return NULL;

  return g_strdup ("invalid think value (must be \"high\", \"medium\", \"low\", true, or false)");
}

static char *
dup_first_tool (PeerDialect  dialect,
                JsonObject  *body)
{
  JsonObject *config = get_object (body, "toolConfig");
  JsonArray *tools = get_array (config != NULL ? config : body, "tools");
  JsonObject *tool = tools != NULL && json_array_get_length (tools) > 0 ? object_at (tools, 0) : NULL;

  if (tool != NULL && dialect == PEER_DIALECT_GEMINI)
    {
      JsonArray *functions = get_array (tool, "functionDeclarations");

      tool = functions != NULL && json_array_get_length (functions) > 0
             ? object_at (functions, 0) : NULL;
    }
  else if (tool != NULL && dialect == PEER_DIALECT_BEDROCK)
    {
      tool = get_object (tool, "toolSpec");
    }
  else if (tool != NULL && dialect != PEER_DIALECT_ANTHROPIC && dialect != PEER_DIALECT_RESPONSES)
    {
      tool = get_object (tool, "function");
    }

  return tool != NULL ? g_strdup (get_string (tool, "name")) : NULL;
}

/* Looks whether a chat request is one that the provider would accept, and takes out of it what it
 * asks for. Returns what is wrong with it, or NULL. A model that stands in the path the caller has
 * set; Gemini's and Bedrock's do, and whether they stream does too. */
char *
peer_dialect_check_chat (PeerDialect  dialect,
                         JsonNode    *body,
                         PeerChat    *chat)
{
  static const struct
  {
    char *(*check_message) (Check *check, JsonObject *message, guint index);
    char *(*check_body) (Check *check, JsonObject *body);
  } checks[] = {
    { NULL, NULL },
    { check_anthropic_message, check_anthropic },
    { peer_check_openai_message, check_openai },
    { check_gemini_message, NULL },
    { check_ollama_message, check_ollama },
    { check_responses_message, check_responses },
    { peer_check_bedrock_message, peer_check_bedrock },
    { peer_check_cohere_message, peer_check_cohere },
  };
  g_autoptr(GHashTable) open_calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) reasoning = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Check check = { .dialect = dialect, .chat = chat, .open_calls = open_calls, .reasoning = reasoning };
  JsonObject *object;
  JsonArray *messages;
  char *problem = NULL;

  if (body == NULL || !JSON_NODE_HOLDS_OBJECT (body))
    return g_strdup ("the body is not a JSON object");
  object = json_node_get_object (body);

  if (dialect != PEER_DIALECT_GEMINI && dialect != PEER_DIALECT_BEDROCK)
    {
      if (chat->model == NULL)
        chat->model = g_strdup (get_string (object, "model"));
      if (chat->model == NULL || *chat->model == '\0')
        return g_strdup ("model: Field required");
      /* Ollama streams unless told not to. */
      chat->stream = json_object_get_boolean_member_with_default (object, "stream",
                                                                  dialect == PEER_DIALECT_OLLAMA);
    }
  chat->tool_name = dup_first_tool (dialect, object);

  if (checks[dialect].check_body != NULL)
    problem = checks[dialect].check_body (&check, object);

  messages = get_array (object, dialect == PEER_DIALECT_GEMINI ? "contents"
                                : dialect == PEER_DIALECT_RESPONSES ? "input" : "messages");
  if (problem == NULL && (messages == NULL || json_array_get_length (messages) == 0))
    problem = g_strdup ("messages: at least one message is required");

  for (guint i = 0; problem == NULL && i < json_array_get_length (messages); i++)
    {
      JsonObject *message = object_at (messages, i);

      problem = message != NULL
                ? checks[dialect].check_message (&check, message, i)
                : g_strdup_printf ("messages.%u: not an object", i);
    }

  if (problem == NULL && check.open_reasoning != NULL)
    problem = g_strdup_printf ("Item '%s' of type 'reasoning' was provided without its required following item.",
                               check.open_reasoning);

  if (chat->prompt == NULL)
    chat->prompt = g_strdup ("");

  return problem;
}
