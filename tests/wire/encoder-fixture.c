/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "encoder-fixture.h"

#include "confab-enum.h"
#include "confab-json.h"

#include <string.h>

/* Parses JSON in which ' stands for ". */
JsonNode *
fixture_parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr(GError) error = NULL;
  JsonNode *node = confab_json_parse (json, strlen (json), &error);

  if (node == NULL)
    g_error ("%s: %s", error->message, json);

  return node;
}

static GBytes *
dup_bytes (JsonObject *object,
           const char *name)
{
  const char *text = confab_json_get_string (object, name);

  return g_bytes_new (text, strlen (text));
}

/* {text} {thinking} {refusal} {call,name,args} {result,name,error,of} {image,type} {document,type,name}
 * {opaque,id}, each with an optional replay. */
static ConfabPart *
make_part (JsonObject *object)
{
  static const struct { const char *name; ConfabPartKind kind; } texts[] = {
    { "text", CONFAB_PART_TEXT }, { "thinking", CONFAB_PART_THINKING }, { "refusal", CONFAB_PART_REFUSAL },
  };
  g_autofree char *replay = NULL;
  ConfabPart *part = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (json_object_has_member (object, texts[i].name))
      part = confab_part_new_text (texts[i].kind, confab_json_get_string (object, texts[i].name));

  if (json_object_has_member (object, "call"))
    {
      JsonNode *arguments = confab_json_get_node (object, "args");
      g_autofree char *json = NULL;

      if (confab_json_node_string (arguments) != NULL)
        json = g_strdup (confab_json_node_string (arguments));
      else
        json = arguments != NULL ? confab_json_to_string (arguments) : g_strdup ("");
      part = confab_part_new_tool_call (confab_json_get_text (object, "call"),
                                        confab_json_get_string (object, "name"), json);
    }
  else if (json_object_has_member (object, "result"))
    {
      part = confab_part_new_tool_result (confab_json_get_text (object, "of"),
                                          confab_json_get_string (object, "name"),
                                          confab_json_get_string (object, "result"),
                                          confab_json_get_boolean (object, "error"));
    }
  else if (json_object_has_member (object, "image"))
    {
      g_autoptr(GBytes) data = dup_bytes (object, "image");

      part = confab_part_new_data (CONFAB_PART_IMAGE, NULL, confab_json_get_string (object, "type"), data);
    }
  else if (json_object_has_member (object, "document"))
    {
      g_autoptr(GBytes) data = dup_bytes (object, "document");

      part = confab_part_new_data (CONFAB_PART_DOCUMENT, confab_json_get_string (object, "name"),
                                   confab_json_get_string (object, "type"), data);
    }
  else if (json_object_has_member (object, "opaque"))
    {
      part = confab_part_new (CONFAB_PART_OPAQUE);
      confab_part_set_name (part, confab_json_get_string (object, "opaque"));
      confab_part_set_id (part, confab_json_get_string (object, "id"));
    }

  g_assert_nonnull (part);

  if (confab_json_get_string (object, "replay") != NULL)
    replay = g_strdelimit (g_strdup (confab_json_get_string (object, "replay")), "`", '"');
  else if (confab_json_get_node (object, "replay") != NULL)
    replay = confab_json_to_string (confab_json_get_node (object, "replay"));
  confab_part_set_replay (part, replay);

  return part;
}

static ConfabMessage *
make_message (JsonObject *object)
{
  static const char *const roles[] = { "system", "user", "assistant", "tool" };
  ConfabMessage *message = NULL;
  JsonArray *parts = confab_json_get_array (object, "parts");
  const char *status = confab_json_get_string (object, "status");
  int value = CONFAB_MESSAGE_COMPLETE;

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      const char *text = confab_json_get_string (object, roles[i]);

      if (!json_object_has_member (object, roles[i]))
        continue;

      message = confab_message_new ((ConfabRole) i);
      if (text != NULL)
        {
          g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_TEXT, text);

          confab_message_append_part (message, part);
        }
      else
        {
          parts = confab_json_get_array (object, roles[i]);
        }
    }

  g_assert_nonnull (message);

  for (guint i = 0; i < confab_json_array_length (parts); i++)
    {
      g_autoptr(ConfabPart) part = make_part (confab_json_array_object (parts, i));

      confab_message_append_part (message, part);
    }

  confab_message_set_dialect (message, confab_json_get_string (object, "dialect"));
  confab_message_set_model (message, confab_json_get_string (object, "model"));
  confab_message_set_requested_model (message, confab_json_get_string (object, "asked"));
  if (status != NULL)
    g_assert_true (confab_enum_from_nick (CONFAB_TYPE_MESSAGE_STATUS, status, &value));
  confab_message_set_status (message, value);

  return message;
}

/* Members of the request: model, system, messages, tools, choice, max, temperature, thinking, extra,
 * max_field, system_role, replay, no_stream_options, forced, lost, result_media, schema, id_length,
 * declare_used, reply_after_results, cache_points, platform. */
ConfabWireRequest *
fixture_encode (const ConfabDialect  *dialect,
                const char           *text,
                GError              **error)
{
  g_autoptr(JsonNode) node = fixture_parse (text);
  JsonObject *object = json_node_get_object (node);
  JsonArray *messages = confab_json_get_array (object, "messages");
  JsonArray *tools = confab_json_get_array (object, "tools");
  ConfabChatRequest request = CONFAB_CHAT_REQUEST_INIT;
  g_autoptr(GPtrArray) message_list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) tool_list = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);
  g_autofree char *thinking = NULL;
  g_autofree char *extra = NULL;

  for (guint i = 0; i < confab_json_array_length (messages); i++)
    g_ptr_array_add (message_list, make_message (confab_json_array_object (messages, i)));

  for (guint i = 0; i < confab_json_array_length (tools); i++)
    {
      JsonObject *tool = confab_json_array_object (tools, i);
      JsonNode *schema = confab_json_get_node (tool, "schema");
      g_autofree char *json = schema != NULL ? confab_json_to_string (schema) : g_strdup ("{}");

      g_ptr_array_add (tool_list, confab_tool_new (confab_json_get_string (tool, "name"),
                                                   confab_json_get_string (tool, "description"), json));
    }

  if (confab_json_get_node (object, "thinking") != NULL)
    thinking = confab_json_to_string (confab_json_get_node (object, "thinking"));
  if (confab_json_get_node (object, "extra") != NULL)
    extra = confab_json_to_string (confab_json_get_node (object, "extra"));

  request.model = json_object_has_member (object, "model") ? confab_json_get_string (object, "model") : "m";
  request.system_prompt = confab_json_get_string (object, "system");
  request.messages = message_list;
  request.tools = tools != NULL ? tool_list : NULL;
  request.tool_choice = confab_json_get_string (object, "choice");
  request.max_output_tokens = confab_json_get_int (object, "max", -1);
  request.temperature = confab_json_get_double (object, "temperature", -1);
  request.thinking_parameters_json = thinking;
  request.extra_body_json = extra;
  request.max_tokens_field = confab_json_get_string (object, "max_field");
  request.system_role = confab_json_get_string (object, "system_role");
  request.platform = confab_json_get_string (object, "platform");
  request.reasoning_replay = confab_json_get_string (object, "replay");
  request.forced_tools = confab_json_get_string (object, "forced");
  request.lost_signature = confab_json_get_string (object, "lost");
  request.result_media = confab_json_get_string (object, "result_media");
  request.tool_schema = confab_json_get_string (object, "schema");
  request.tool_id_length = confab_json_get_int (object, "id_length", 0);
  request.declare_used_tools = confab_json_get_boolean (object, "declare_used");
  request.reply_after_results = confab_json_get_boolean (object, "reply_after_results");
  request.cache_points = confab_json_get_boolean (object, "cache_points");
  request.send_stream_options = !confab_json_get_boolean (object, "no_stream_options");

  return confab_dialect_encode_chat (dialect, &request, error);
}

char *
fixture_dup_body (const ConfabDialect *dialect,
                  const char          *request)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabWireRequest) encoded = fixture_encode (dialect, request, &error);
  gconstpointer bytes;
  gsize length;

  g_assert_no_error (error);
  g_assert_nonnull (encoded);
  g_assert_cmpstr (encoded->method, ==, "POST");
  g_assert_cmpstr (encoded->content_type, ==, "application/json");
  g_assert_nonnull (encoded->headers);

  bytes = g_bytes_get_data (encoded->body, &length);

  return g_strndup (bytes, length);
}

static void
check_case (const ConfabDialect *dialect,
            const EncoderCase   *test)
{
  g_autofree char *text = fixture_dup_body (dialect, test->request);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) body = confab_json_parse (text, strlen (text), &error);
  g_autoptr(JsonNode) expected = fixture_parse (test->expected);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  g_test_message ("%s: %s", test->name, text);
  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (text, -1, NULL));

  json_object_iter_init (&iter, json_node_get_object (expected));
  while (json_object_iter_next (&iter, &name, &value))
    {
      JsonNode *found = json_object_get_member (json_node_get_object (body), name);
      g_autofree char *expected_text = confab_json_to_string (value);
      g_autofree char *found_text = found != NULL ? confab_json_to_string (found) : NULL;

      if (strcmp (name, "absent") == 0)
        {
          JsonArray *absent = json_node_get_array (value);

          for (guint i = 0; i < json_array_get_length (absent); i++)
            g_assert_false (json_object_has_member (json_node_get_object (body),
                                                    json_array_get_string_element (absent, i)));
          continue;
        }

      if (found == NULL || !json_node_equal (found, value))
        g_error ("%s: \"%s\" is\n  %s\nbut should be\n  %s", test->name, name, found_text, expected_text);
    }
}

void
fixture_check (const ConfabDialect *dialect,
               const EncoderCase   *cases,
               gsize                n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabWireRequest) request = NULL;

      if (cases[i].expected != NULL)
        {
          check_case (dialect, &cases[i]);
          continue;
        }

      g_test_message ("%s", cases[i].name);
      request = fixture_encode (dialect, cases[i].request, &error);
      g_assert_null (request);
      g_assert_nonnull (error);
      g_assert_true (error->domain == CONFAB_WIRE_ERROR);
    }
}
