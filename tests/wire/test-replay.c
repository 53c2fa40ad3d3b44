/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-chat-request.h"
#include "confab-decoder.h"
#include "confab-json.h"
#include "event-frames.h"

#include <string.h>

/* What a provider streams is read, kept as the parts of a message, and asked about again: what it
 * signed has to be in the next request as it was. */

typedef struct
{
  ConfabMessage *message;
  GHashTable    *slots;  /* owned, slot to borrowed part */
} Reply;

static ConfabPart *
ensure_part (Reply          *reply,
             guint           slot,
             ConfabPartKind  kind)
{
  ConfabPart *part = g_hash_table_lookup (reply->slots, GUINT_TO_POINTER (slot));

  if (part == NULL)
    {
      part = confab_part_new (kind);
      confab_message_append_part (reply->message, part);
      g_hash_table_insert (reply->slots, GUINT_TO_POINTER (slot), part);
      g_object_unref (part);
    }

  return part;
}

static void
on_event_cb (const ConfabEvent *event,
             gpointer           user_data)
{
  Reply *reply = user_data;
  ConfabPart *part;

  switch (event->kind)
    {
    case CONFAB_EVENT_START:
      if (event->model != NULL)
        confab_message_set_model (reply->message, event->model);
      break;

    case CONFAB_EVENT_TEXT:
      confab_part_append_text (ensure_part (reply, event->slot, CONFAB_PART_TEXT), event->text, event->text_length);
      break;

    case CONFAB_EVENT_THINKING:
      confab_part_append_text (ensure_part (reply, event->slot, CONFAB_PART_THINKING),
                               event->text, event->text_length);
      break;

    case CONFAB_EVENT_SEALED:
      if (event->json != NULL)
        confab_part_set_replay (ensure_part (reply, event->slot, CONFAB_PART_THINKING), event->json);
      break;

    case CONFAB_EVENT_TOOL_CALL:
      part = ensure_part (reply, event->slot, CONFAB_PART_TOOL_CALL);
      confab_part_set_id (part, event->id);
      confab_part_set_name (part, event->name);
      break;

    case CONFAB_EVENT_TOOL_CALL_END:
      confab_part_set_text (ensure_part (reply, event->slot, CONFAB_PART_TOOL_CALL), event->json);
      break;

    case CONFAB_EVENT_SERVER_TOOL_CALL:
    case CONFAB_EVENT_OPAQUE:
      part = ensure_part (reply, event->slot, CONFAB_PART_OPAQUE);
      confab_part_set_id (part, event->id);
      confab_part_set_name (part, event->name);
      confab_part_set_replay (part, event->json);
      break;

    case CONFAB_EVENT_ERROR:
      g_error ("%s", event->error->message);
      break;

    case CONFAB_EVENT_REFUSAL:
    case CONFAB_EVENT_TOOL_ARGUMENTS:
    case CONFAB_EVENT_CITATION:
    case CONFAB_EVENT_USAGE:
    case CONFAB_EVENT_RATE_LIMIT:
    case CONFAB_EVENT_STOP:
    default:
      break;
    }
}

static const struct
{
  const char *name;
  const char *dialect;
  const char *model;
  const char *reasoning_replay;
  const char *stream;    /* ' stands for "; events and their payloads where it is framed in messages */
  const char *expected;  /* what the reply looks like in the next request; ' stands for " */
} cases[] = {
  { "anthropic: thinking, hidden thinking, a search, a call", "anthropic", "claude-x", NULL,
    "data: {'type':'message_start','message':{'id':'m','model':'claude-x-20260101','content':[]}}\n\n"
    "data: {'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'','signature':''}}\n\n"
    "data: {'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'Let me \\u00e9 '}}\n\n"
    "data: {'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'see. '}}\n\n"
    "data: {'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'a/b+c=='}}\n\n"
    "data: {'type':'content_block_stop','index':0}\n\n"
    "data: {'type':'content_block_start','index':1,'content_block':{'type':'redacted_thinking','data':'zz/'}}\n\n"
    "data: {'type':'content_block_stop','index':1}\n\n"
    "data: {'type':'content_block_start','index':2,'content_block':{'type':'server_tool_use','id':'s1',"
    "'name':'web_search','input':{}}}\n\n"
    "data: {'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta',"
    "'partial_json':'{\\'query\\': \\'q\\'}'}}\n\n"
    "data: {'type':'content_block_stop','index':2}\n\n"
    "data: {'type':'content_block_start','index':3,'content_block':{'type':'web_search_tool_result',"
    "'tool_use_id':'s1','content':[{'url':'u','encrypted_content':'e=='}]}}\n\n"
    "data: {'type':'content_block_stop','index':3}\n\n"
    "data: {'type':'content_block_start','index':4,'content_block':{'type':'text','text':''}}\n\n"
    "data: {'type':'content_block_delta','index':4,'delta':{'type':'text_delta','text':'Now '}}\n\n"
    "data: {'type':'content_block_stop','index':4}\n\n"
    "data: {'type':'content_block_start','index':5,'content_block':{'type':'tool_use','id':'toolu_1','name':'f',"
    "'input':{}}}\n\n"
    "data: {'type':'content_block_delta','index':5,'delta':{'type':'input_json_delta','partial_json':'{\\'b\\':1,'}}\n\n"
    "data: {'type':'content_block_delta','index':5,'delta':{'type':'input_json_delta','partial_json':'\\'a\\':2}'}}\n\n"
    "data: {'type':'content_block_stop','index':5}\n\n"
    "data: {'type':'message_delta','delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':1}}\n\n"
    "data: {'type':'message_stop'}\n\n",
    "{'role':'assistant','content':["
    "{'type':'thinking','thinking':'Let me \xc3\xa9 see. ','signature':'a/b+c=='},"
    "{'type':'redacted_thinking','data':'zz/'},"
    "{'type':'server_tool_use','id':'s1','name':'web_search','input':{'query':'q'}},"
    "{'type':'web_search_tool_result','tool_use_id':'s1','content':[{'url':'u','encrypted_content':'e=='}]},"
    "{'type':'text','text':'Now '},"
    "{'type':'tool_use','id':'toolu_1','name':'f','input':{'b':1,'a':2}}]}" },

  { "gemini: a thought, a signed call and its sibling", "gemini", "gemini-3-pro", NULL,
    "data: {'candidates':[{'content':{'parts':[{'text':'Hm','thought':true}]}}],'modelVersion':'gemini-3-pro'}\r\n\r\n"
    "data: {'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':{'b':1,'a':2}},"
    "'thoughtSignature':'a/b+c=='},{'functionCall':{'name':'g'}}]},'finishReason':'STOP'}]}\r\n\r\n",
    "{'role':'model','parts':[{'functionCall':{'name':'f','args':{'b':1,'a':2}},'thoughtSignature':'a/b+c=='},"
    "{'functionCall':{'name':'g','args':{}}}]}" },

  { "gemini: a signature at the end of the text", "gemini", "gemini-3-pro", NULL,
    "data: {'candidates':[{'content':{'parts':[{'text':'Hello'}]}}],'modelVersion':'gemini-3-pro'}\r\n\r\n"
    "data: {'candidates':[{'content':{'parts':[{'text':'','thoughtSignature':'a/b+c=='}]},'finishReason':'STOP'}]}\r\n\r\n",
    "{'role':'model','parts':[{'text':'Hello'},{'text':'','thoughtSignature':'a/b+c=='}]}" },

  { "gemini: signatures on pieces of thoughts and texts", "gemini", "gemini-3-pro", NULL,
    "data: {'candidates':[{'content':{'parts':[{'text':'Let me ','thought':true},{'text':'see','thought':true,"
    "'thoughtSignature':'t/'}]}}],'modelVersion':'gemini-3-pro'}\r\n\r\n"
    "data: {'candidates':[{'content':{'parts':[{'text':'Hel'},{'text':'lo ','thoughtSignature':'a/'}]}}]}\r\n\r\n"
    "data: {'candidates':[{'content':{'parts':[{'text':'you '}]}}]}\r\n\r\n"
    "data: {'candidates':[{'content':{'parts':[{'text':'all.','thoughtSignature':'b/'},{'text':'',"
    "'thoughtSignature':'c/'}]},'finishReason':'STOP'}]}\r\n\r\n",
    "{'role':'model','parts':[{'text':'see','thought':true,'thoughtSignature':'t/'},{'text':'Hel'},"
    "{'text':'lo ','thoughtSignature':'a/'},{'text':'you '},{'text':'all.','thoughtSignature':'b/'},"
    "{'text':'','thoughtSignature':'c/'}]}" },

  { "openrouter: details in pieces", "openai-chat", "x/y", "reasoning_details",
    "data: {'model':'x/y','choices':[{'index':0,'delta':{'reasoning':'a','reasoning_details':["
    "{'type':'reasoning.text','text':'a','index':0}]}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'reasoning':'b','reasoning_details':["
    "{'type':'reasoning.text','text':'b','signature':'s/','index':0}]}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':'Hi','reasoning_details':["
    "{'type':'reasoning.text','text':'ab','index':0,'signature':'s/'}]}" },

  { "openrouter: no details are details too", "openai-chat", "x/y", "reasoning_details",
    "data: {'model':'x/y','choices':[{'index':0,'delta':{'content':'Hi','reasoning_details':[]}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':'Hi','reasoning_details':[]}" },

  { "google by the other route: a signature beside the call", "openai-chat", "g", NULL,
    "data: {'model':'g','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c','type':'function',"
    "'function':{'name':'f','arguments':'{}'},'extra_content':{'google':{'thought_signature':'a/b'}}}]}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function',"
    "'function':{'name':'f','arguments':'{}'},'extra_content':{'google':{'thought_signature':'a/b'}}}]}" },

  { "deepseek", "openai-chat", "d", "reasoning_content",
    "data: {'model':'d','choices':[{'index':0,'delta':{'reasoning_content':'Hm'}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':'Hi','reasoning_content':'Hm'}" },

  { "mistral", "openai-chat", "m", "content",
    "data: {'model':'m','choices':[{'index':0,'delta':{'content':[{'type':'thinking','thinking':["
    "{'type':'text','text':'Hm'}]}]}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm'}]},"
    "{'type':'text','text':'Hi'}]}" },

  { "minimax: thinking within tags", "openai-chat", "m", "content",
    "data: {'model':'m','choices':[{'index':0,'delta':{'content':'<think>Hm</think>'}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':'<think>Hm</think>Hi'}" },

  { "minimax: the white space around tags too", "openai-chat", "m", "content",
    "data: {'model':'m','choices':[{'index':0,'delta':{'content':'\\n<thi'}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'nk>\\n \\nHm. \\n</th'}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'ink>\\n'}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'\\n Hi <think>'},'finish_reason':'stop'}]}\n\n"
    "data: [DONE]\n\n",
    "{'role':'assistant','content':'\\n<think>\\n \\nHm. \\n</think>\\n\\n Hi <think>'}" },

  { "minimax: thinking within tags before a call", "openai-chat", "m", "content",
    "data: {'model':'m','choices':[{'index':0,'delta':{'content':'<think>Hm</think>\\n\\n'}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c','type':'function',"
    "'function':{'name':'f','arguments':'{}'}}]},'finish_reason':'tool_calls'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':'<think>Hm</think>\\n\\n','tool_calls':[{'id':'c','type':'function',"
    "'function':{'name':'f','arguments':'{}'}}]}" },

  { "litellm: thinking that Anthropic signed", "openai-chat", "m", "thinking_blocks",
    "data: {'model':'m','choices':[{'index':0,'delta':{'reasoning_content':'Hm','thinking_blocks':["
    "{'type':'thinking','thinking':'Hm','signature':null}]}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'thinking_blocks':[{'type':'thinking','thinking':'','signature':'s/'}]}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':'Hi','thinking_blocks':[{'type':'thinking','thinking':'Hm','signature':'s/'}]}" },

  { "thinking that came in a field stands within tags of ours", "openai-chat", "m", "content",
    "data: {'model':'m','choices':[{'index':0,'delta':{'reasoning':'Hm'}}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}]}\n\ndata: [DONE]\n\n",
    "{'role':'assistant','content':'<think>\\nHm\\n</think>\\n\\nHi'}" },

  { "openai: reasoning, a search, more of it, a text and a call", "openai-responses", "gpt-x", NULL,
    "data: {'type':'response.created','response':{'id':'r','model':'gpt-x-2026-01-01','status':'in_progress'}}\n\n"
    "data: {'type':'response.output_item.added','output_index':0,'item':{'type':'reasoning','id':'r1','summary':[],"
    "'encrypted_content':'a'}}\n\n"
    "data: {'type':'response.reasoning_summary_text.delta','output_index':0,'summary_index':0,'delta':'Hm'}\n\n"
    "data: {'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'r1','summary':["
    "{'type':'summary_text','text':'Hm'}],'encrypted_content':'a/b+c=='}}\n\n"
    "data: {'type':'response.output_item.done','output_index':1,'item':{'type':'web_search_call','id':'w1',"
    "'status':'completed','action':{'type':'search','query':'q'}}}\n\n"
    "data: {'type':'response.output_item.done','output_index':2,'item':{'type':'reasoning','id':'r2','summary':[],"
    "'encrypted_content':'d=='}}\n\n"
    "data: {'type':'response.output_text.delta','output_index':3,'content_index':0,'delta':'Now '}\n\n"
    "data: {'type':'response.output_item.done','output_index':3,'item':{'type':'message','id':'m1','role':'assistant',"
    "'status':'completed','content':[{'type':'output_text','text':'Now ','annotations':[{'type':'url_citation',"
    "'url':'u'}]}],'phase':'commentary'}}\n\n"
    "data: {'type':'response.function_call_arguments.delta','output_index':4,'delta':'{}'}\n\n"
    "data: {'type':'response.output_item.done','output_index':4,'item':{'type':'function_call','id':'f1','call_id':'c1',"
    "'name':'f','arguments':'{}','status':'completed'}}\n\n"
    "data: {'type':'response.completed','response':{'status':'completed','output':[]}}\n\n",
    "[{'type':'reasoning','id':'r1','summary':[{'type':'summary_text','text':'Hm'}],'encrypted_content':'a/b+c=='},"
    "{'type':'web_search_call','id':'w1','status':'completed','action':{'type':'search','query':'q'}},"
    "{'type':'reasoning','id':'r2','summary':[],'encrypted_content':'d=='},"
    "{'type':'message','id':'m1','role':'assistant','status':'completed','content':[{'type':'output_text','text':'Now ',"
    "'annotations':[{'type':'url_citation','url':'u'}]}],'phase':'commentary'},"
    "{'type':'function_call','id':'f1','call_id':'c1','name':'f','arguments':'{}','status':'completed'}]" },
  { "bedrock: reasoning, hidden reasoning, a call", "bedrock-converse", "m", NULL,
    "messageStart {'role':'assistant'}\n"
    "contentBlockDelta {'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'Let me \\u00e9 '}}}\n"
    "contentBlockDelta {'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'see. '}}}\n"
    "contentBlockDelta {'contentBlockIndex':0,'delta':{'reasoningContent':{'signature':'a/b+c=='}}}\n"
    "contentBlockStop {'contentBlockIndex':0}\n"
    "contentBlockDelta {'contentBlockIndex':1,'delta':{'reasoningContent':{'redactedContent':'enovKw=='}}}\n"
    "contentBlockStop {'contentBlockIndex':1}\n"
    "contentBlockDelta {'contentBlockIndex':2,'delta':{'text':'Now '}}\n"
    "contentBlockStop {'contentBlockIndex':2}\n"
    "contentBlockStart {'contentBlockIndex':3,'start':{'toolUse':{'toolUseId':'tooluse_1','name':'f'}}}\n"
    "contentBlockDelta {'contentBlockIndex':3,'delta':{'toolUse':{'input':'{\\'b\\':1,'}}}\n"
    "contentBlockDelta {'contentBlockIndex':3,'delta':{'toolUse':{'input':'\\'a\\':2}'}}}\n"
    "contentBlockStop {'contentBlockIndex':3}\n"
    "messageStop {'stopReason':'tool_use'}\n",
    "{'role':'assistant','content':["
    "{'reasoningContent':{'reasoningText':{'text':'Let me \xc3\xa9 see. ','signature':'a/b+c=='}}},"
    "{'reasoningContent':{'redactedContent':'enovKw=='}},{'text':'Now '},"
    "{'toolUse':{'toolUseId':'tooluse_1','name':'f','input':{'b':1,'a':2}}}]}" },

  { "cohere: a plan, thinking, a call", "cohere-v2", "m", NULL,
    "data: {'type':'tool-plan-delta','delta':{'message':{'tool_plan':'I will '}}}\n\n"
    "data: {'type':'tool-plan-delta','delta':{'message':{'tool_plan':'look.'}}}\n\n"
    "data: {'type':'content-start','index':0,'delta':{'message':{'content':{'type':'thinking','thinking':''}}}}\n\n"
    "data: {'type':'content-delta','index':0,'delta':{'message':{'content':{'thinking':'Hm'}}}}\n\n"
    "data: {'type':'content-end','index':0}\n\n"
    "data: {'type':'tool-call-start','index':0,'delta':{'message':{'tool_calls':{'id':'f_1','type':'function',"
    "'function':{'name':'f','arguments':''}}}}}\n\n"
    "data: {'type':'tool-call-delta','index':0,'delta':{'message':{'tool_calls':{'function':{'arguments':"
    "'{\\'b\\':1,\\'a\\':2}'}}}}}\n\n"
    "data: {'type':'message-end','delta':{'finish_reason':'TOOL_CALL'}}\n\n",
    "{'role':'assistant','tool_plan':'I will look.','content':[{'type':'thinking','thinking':'Hm'}],"
    "'tool_calls':[{'id':'f_1','type':'function','function':{'name':'f','arguments':'{\\'b\\':1,\\'a\\':2}'}}]}" },

  { "gemini without events: a signed call", "gemini-array", "gemini-3-pro", NULL,
    "[{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':{'b':1,'a':2}},"
    "'thoughtSignature':'a/b+c=='}]}}],'modelVersion':'gemini-3-pro'}\n,\n"
    "{'candidates':[{'finishReason':'STOP'}]}]\n",
    "{'role':'model','parts':[{'functionCall':{'name':'f','args':{'b':1,'a':2}},'thoughtSignature':'a/b+c=='}]}" },

  { "ollama: a call without an id", "ollama", "o", NULL,
    "{'model':'o','message':{'role':'assistant','content':'','thinking':'Hm'},'done':false}\n"
    "{'model':'o','message':{'role':'assistant','content':'','tool_calls':[{'function':{'name':'f',"
    "'arguments':{'b':1,'a':2}}}]},'done':false}\n"
    "{'model':'o','message':{'role':'assistant','content':''},'done':true,'done_reason':'stop'}\n",
    "{'role':'assistant','content':'','thinking':'Hm','tool_calls':[{'function':{'name':'f',"
    "'arguments':{'b':1,'a':2}}}]}" },
};

/* In the tables a quote within a string within a string is an escaped one. */
static char *
dup_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static ConfabMessage *
read_reply (const ConfabDialect *dialect,
            const char          *model,
            const char          *stream)
{
  const gboolean is_framed = g_str_has_prefix (stream, "messageStart ");
  g_autoptr(GBytes) bytes = is_framed ? event_frames_encode (stream) : g_bytes_new (stream, strlen (stream));
  g_autoptr(ConfabDecoder) decoder =
    confab_decoder_new (dialect, g_str_has_prefix (stream, "data:") ? "text/event-stream" : "application/x-ndjson");
  g_autoptr(GHashTable) slots = g_hash_table_new (NULL, NULL);
  g_autoptr(GError) error = NULL;
  Reply reply = { confab_message_new (CONFAB_ROLE_ASSISTANT), slots };

  confab_message_set_dialect (reply.message, confab_dialect_get_id (dialect));
  confab_message_set_model (reply.message, model);
  for (gsize i = 0; i < g_bytes_get_size (bytes); i++)
    {
      confab_decoder_feed (decoder, (const char *) g_bytes_get_data (bytes, NULL) + i, 1, on_event_cb, &reply, &error);
      g_assert_no_error (error);
    }
  confab_decoder_finish (decoder, on_event_cb, &reply, &error);
  g_assert_no_error (error);
  g_assert_true (confab_decoder_get_complete (decoder));

  return reply.message;
}

/* What follows the question: the turn, or where a reply is several items, as many as @n_items. */
static JsonNode *
dup_reply (JsonObject *body,
           guint       n_items)
{
  JsonArray *turns = confab_json_get_array (body, "messages");
  JsonArray *items = confab_json_get_array (body, "input");
  g_autoptr(JsonArray) reply = json_array_new ();

  if (items != NULL)
    {
      g_assert_cmpuint (json_array_get_length (items), >, n_items + 1);
      for (guint i = 1; i <= n_items; i++)
        json_array_add_element (reply, json_node_copy (json_array_get_element (items, i)));

      return json_node_init_array (json_node_alloc (), reply);
    }

  if (turns == NULL)
    turns = confab_json_get_array (body, "contents");
  g_assert_cmpuint (confab_json_array_length (turns), >=, 3);

  return json_node_copy (json_array_get_element (turns, 1));
}

static void
test_round_trip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ConfabDialect *dialect = confab_dialect_lookup (cases[i].dialect);
      g_autofree char *stream = dup_json (cases[i].stream);
      g_autofree char *expected_text = dup_json (cases[i].expected);
      g_autoptr(ConfabMessage) question = confab_message_new_text (CONFAB_ROLE_USER, "?");
      g_autoptr(ConfabMessage) reply = NULL;
      g_autoptr(ConfabMessage) next = confab_message_new_text (CONFAB_ROLE_USER, "!");
      g_autoptr(GPtrArray) messages = g_ptr_array_new ();
      g_autoptr(GPtrArray) tools = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tool_unref);
      g_autoptr(ConfabWireRequest) request = NULL;
      g_autoptr(JsonNode) body = NULL;
      g_autoptr(JsonNode) expected = NULL;
      g_autoptr(JsonNode) reply_node = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *found = NULL;
      ConfabChatRequest chat = CONFAB_CHAT_REQUEST_INIT;
      const char *bytes;
      gsize length;

      g_test_message ("%s", cases[i].name);
      reply = read_reply (dialect, cases[i].model, stream);
      g_ptr_array_add (messages, question);
      g_ptr_array_add (messages, reply);
      g_ptr_array_add (messages, next);
      chat.model = cases[i].model;
      chat.messages = messages;
      g_ptr_array_add (tools, confab_tool_new ("f", NULL, "{}"));
      chat.tools = tools;
      chat.reasoning_replay = cases[i].reasoning_replay;

      request = confab_dialect_encode_chat (dialect, &chat, &error);
      g_assert_no_error (error);
      bytes = g_bytes_get_data (request->body, &length);
      body = confab_json_parse (bytes, length, &error);
      g_assert_no_error (error);
      expected = confab_json_parse (expected_text, strlen (expected_text), &error);
      g_assert_no_error (error);

      reply_node = dup_reply (json_node_get_object (body), confab_json_array_length (confab_json_node_array (expected)));
      found = confab_json_to_string (reply_node);
      if (!json_node_equal (reply_node, expected))
        g_error ("%s:\n  %s\nshould be\n  %s", cases[i].name, found, expected_text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/replay/round-trip", test_round_trip);

  return g_test_run ();
}
