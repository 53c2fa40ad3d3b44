/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-dialect-private.h"

/* What Bedrock refuses, and at the end what Cohere does. */

static char *
check_bedrock_block (Check      *check,
                     JsonObject *block,
                     gboolean    is_user)
{
  JsonObject *call = get_object (block, "toolUse");
  JsonObject *result = get_object (block, "toolResult");
  JsonObject *reasoning = get_object (block, "reasoningContent");
  JsonObject *readable = reasoning != NULL ? get_object (reasoning, "reasoningText") : NULL;
  const char *text = get_string (block, "text");

  if (json_object_get_size (block) != 1)
    return g_strdup ("The content block is a union: exactly one member must be set.");

  if (text != NULL)
    {
      if (*text == '\0')
        return g_strdup ("The text field in the ContentBlock object is blank.");
      if (is_user)
        append_text (&check->chat->prompt, text);
    }
  else if (call != NULL)
    {
      if (get_string (call, "toolUseId") == NULL || get_object (call, "input") == NULL)
        return g_strdup ("The value at toolUse is invalid: toolUseId and an object as input are needed.");
      g_hash_table_add (check->open_calls, g_strdup (get_string (call, "toolUseId")));
    }
  else if (result != NULL)
    {
      JsonArray *content = get_array (result, "content");
      const char *id = get_string (result, "toolUseId");

      if (id == NULL || content == NULL || !g_hash_table_remove (check->open_calls, id))
        return g_strdup ("The number of toolResult blocks exceeds the number of toolUse blocks of previous turn.");
      g_free (check->chat->tool_result);
      check->chat->tool_result = g_strdup ("");
      if (json_array_get_length (content) > 0 && get_string (object_at (content, 0), "text") != NULL)
        set_text (&check->chat->tool_result, get_string (object_at (content, 0), "text"));
    }
  else if (reasoning != NULL)
    {
      if (get_string (reasoning, "redactedContent") == NULL &&
          (readable == NULL || get_string (readable, "text") == NULL || get_string (readable, "signature") == NULL))
        return g_strdup ("reasoningContent: a signature is required.");
    }
  else if (get_object (block, "image") == NULL && get_object (block, "document") == NULL &&
           get_object (block, "cachePoint") == NULL)
    {
      return g_strdup ("The content block has a member that is not known.");
    }

  return NULL;
}

char *
peer_check_bedrock_message (Check      *check,
                            JsonObject *message,
                            guint       index)
{
  const char *role = get_string (message, "role");
  JsonArray *blocks = get_array (message, "content");
  const gboolean is_user = g_strcmp0 (role, "user") == 0;
  char *problem = NULL;

  if (!is_user && g_strcmp0 (role, "assistant") != 0)
    return g_strdup_printf ("Value at 'messages.%u.role' failed to satisfy enum value set: [user, assistant]", index);
  if (index == 0 && !is_user)
    return g_strdup ("A conversation must start with a user message.");
  if (g_strcmp0 (role, check->previous_role) == 0)
    return g_strdup ("A conversation must alternate between user and assistant roles.");
  if (blocks == NULL || json_array_get_length (blocks) == 0)
    return g_strdup_printf ("The content field in the Message object at messages.%u is empty.", index);

  if (is_user)
    g_clear_pointer (&check->chat->prompt, g_free);
  g_clear_pointer (&check->chat->tool_result, g_free);
  check->previous_role = role;

  for (guint i = 0; problem == NULL && i < json_array_get_length (blocks); i++)
    problem = object_at (blocks, i) != NULL ? check_bedrock_block (check, object_at (blocks, i), is_user)
                                            : g_strdup ("The content block is not an object.");
  if (problem == NULL && is_user && g_hash_table_size (check->open_calls) > 0)
    problem = g_strdup ("Expected toolResult blocks for the toolUse blocks of the previous turn.");
  if (problem == NULL && !check->has_tools && g_hash_table_size (check->open_calls) > 0)
    problem = g_strdup ("The toolConfig field must be defined when using toolUse and toolResult content blocks.");

  return problem;
}

char *
peer_check_bedrock (Check      *check,
                    JsonObject *body)
{
  static const char * const unknown[] = { "model", "stream", "max_tokens", "tools", "thinking" };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    if (json_object_has_member (body, unknown[i]))
      return g_strdup_printf ("Unexpected field: '%s'.", unknown[i]);
  check->has_tools = get_object (body, "toolConfig") != NULL;

  return NULL;
}

char *
peer_check_cohere_message (Check      *check,
                           JsonObject *message,
                           guint       index)
{
  const char *role = get_string (message, "role");
  const char *text = get_string (message, "content");

  /* The same as OpenAI's, but for what may be left out and what must not be there. */
  if (g_strcmp0 (role, "developer") == 0)
    return g_strdup_printf ("invalid role in message at index %u", index);
  if (text == NULL && get_array (message, "content") == NULL && get_array (message, "tool_calls") == NULL)
    return g_strdup_printf ("invalid message at index %u: content or tool_calls is needed", index);

  return peer_check_openai_message (check, message, index);
}

char *
peer_check_cohere (Check      *check,
                   JsonObject *body)
{
  const char *choice = get_string (body, "tool_choice");

  if (json_object_has_member (body, "stream_options"))
    return g_strdup ("unknown field: parameter 'stream_options' is not a valid field");
  if (json_object_has_member (body, "tool_choice") && g_strcmp0 (choice, "REQUIRED") != 0 &&
      g_strcmp0 (choice, "NONE") != 0)
    return g_strdup ("invalid tool_choice: must be REQUIRED or NONE");

  return NULL;
}
