/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "encoder-fixture.h"

#include <string.h>

static const ConfabDialect dialect = { "anthropic", CONFAB_FRAMING_SSE, NULL, &confab_anthropic_encoder_ops };

#define OWN "'dialect':'anthropic','model':'m'"
#define SIGNED(text) "{'type':'thinking','thinking':'" text "','signature':'c2ln'}"

static const EncoderCase cases[] = {
  { "plain",
    "{'messages':[{'user':'Hi'}]}",
    "{'model':'m','max_tokens':8192,'stream':true,"
    "'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}],"
    "'absent':['system','temperature','tools','tool_choice','thinking']}" },

  { "system prompt and system messages",
    "{'system':'A','messages':[{'system':'B'},{'user':'Hi'}]}",
    "{'system':'A\\n\\nB','messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}]}" },

  { "neighbours are merged",
    "{'messages':[{'user':'1'},{'user':'2'},{'assistant':'a'},{'assistant':'b'},{'user':'3'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'1'},{'type':'text','text':'2'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
    "{'role':'user','content':[{'type':'text','text':'3','cache_control':{'type':'ephemeral'}}]}]}" },

  { "empty text is dropped",
    "{'messages':[{'user':'Hi'},{'assistant':' \\n'},{'user':[{'text':''},{'text':'again'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'},{'type':'text','text':'again'}]}]}" },

  { "the person begins, and the last reply ends in no space",
    "{'messages':[{'assistant':'Hello, I am \\n'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':"
    "'[The beginning of the conversation is not included.]'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'Hello, I am'}]}]}" },

  { "limit and temperature",
    "{'max':100,'temperature':1.4,'messages':[{'user':'Hi'}]}",
    "{'max_tokens':100,'temperature':1}" },

  { "a budget of thinking comes on top, and the temperature goes",
    "{'max':100,'temperature':0.5,'thinking':{'thinking':{'type':'enabled','budget_tokens':2048}},"
    "'messages':[{'user':'Hi'}]}",
    "{'max_tokens':2148,'thinking':{'type':'enabled','budget_tokens':2048},'absent':['temperature']}" },

  { "a budget with the default limit",
    "{'thinking':{'thinking':{'type':'enabled','budget_tokens':2048}},'messages':[{'user':'Hi'}]}",
    "{'max_tokens':10240}" },

  { "a model that thinks as long as it likes needs room",
    "{'temperature':0.5,'thinking':{'thinking':{'type':'adaptive','display':'summarized'},"
    "'output_config':{'effort':'low'}},'messages':[{'user':'Hi'}]}",
    "{'max_tokens':32000,'thinking':{'type':'adaptive','display':'summarized'},"
    "'output_config':{'effort':'low'},'absent':['temperature']}" },

  { "a model told not to think takes no temperature either",
    "{'temperature':0.5,'thinking':{'thinking':{'type':'disabled'}},'messages':[{'user':'Hi'}]}",
    "{'max_tokens':8192,'thinking':{'type':'disabled'},'absent':['temperature']}" },

  { "extra parameters win, but not over streaming",
    "{'max':5,'thinking':{'output_config':{'effort':'low','x':1}},'messages':[{'user':'Hi'}],"
    "'extra':{'max_tokens':7,'stream':false,'output_config':{'effort':'high'},'top_k':3,'system':null}}",
    "{'max_tokens':7,'stream':true,'output_config':{'effort':'high','x':1},'top_k':3}" },

  { "tools",
    "{'tools':[{'name':'f','description':'d','schema':{'type':'object','properties':{'a':{}}}},{'name':'g'}],"
    "'choice':'auto','messages':[{'user':'Hi'}]}",
    "{'tools':[{'name':'f','description':'d','input_schema':{'type':'object','properties':{'a':{}}}},"
    "{'name':'g','input_schema':{'type':'object','properties':{}}}],'tool_choice':{'type':'auto'}}" },

  { "any tool",
    "{'tools':[{'name':'f'}],'choice':'required','messages':[{'user':'Hi'}]}",
    "{'tool_choice':{'type':'any'}}" },

  { "one tool",
    "{'tools':[{'name':'f'}],'choice':'f','messages':[{'user':'Hi'}]}",
    "{'tool_choice':{'type':'tool','name':'f'}}" },

  { "no tool",
    "{'tools':[{'name':'f'}],'choice':'none','messages':[{'user':'Hi'}]}",
    "{'tool_choice':{'type':'none'}}" },

  { "who thinks cannot be forced to a tool",
    "{'tools':[{'name':'f'}],'choice':'f','thinking':{'thinking':{'type':'adaptive'}},'messages':[{'user':'Hi'}]}",
    "{'tool_choice':{'type':'auto'}}" },

  { "calls and results, which come first and in the order of the calls",
    "{'tools':[{'name':'f'}],'messages':[{'user':'Hi'},"
    "{'assistant':[{'text':'Wait'},{'call':'t1','name':'f','args':{'b':1,'a':1.0}},{'call':'t2',"
    "'name':'f'}]," OWN "},"
    "{'tool':[{'result':'two','of':'t2'}]},{'user':'and?'},{'tool':[{'result':'one','of':'t1','error':true}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'Wait'},"
    "{'type':'tool_use','id':'t1','name':'f','input':{'b':1,'a':1.0}},"
    "{'type':'tool_use','id':'t2','name':'f','input':{}}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'one','is_error':true},"
    "{'type':'tool_result','tool_use_id':'t2','content':'two'},"
    "{'type':'text','text':'and?','cache_control':{'type':'ephemeral'}}]}]}" },

  { "a call nobody answered is answered, a result without a call is dropped",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'t1','name':'f'}]},{'user':[{'result':'x','of':'t9'},"
    "{'text':'Go on'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'The tool was not run.',"
    "'is_error':true},{'type':'text','text':'Go on','cache_control':{'type':'ephemeral'}}]}],"
    "'tools':[{'name':'f','input_schema':{'type':'object'}}],'tool_choice':{'type':'none'}}" },

  { "arguments are always an object",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'a','name':'f','args':'[1]'},{'call':'b','name':'f',"
    "'args':'{\\\"x'},"
    "{'call':'c','name':'f','args':'null'},{'call':'d','name':'f','args':'3'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'f','input':{'value':[1]}},"
    "{'type':'tool_use','id':'b','name':'f','input':{'text':'{\\\"x'}},"
    "{'type':'tool_use','id':'c','name':'f','input':{}},"
    "{'type':'tool_use','id':'d','name':'f','input':{'value':3}}]},"
    "{'role':'user','content':["
    "{'type':'tool_result','tool_use_id':'a','content':'The tool was not run.','is_error':true},"
    "{'type':'tool_result','tool_use_id':'b','content':'The tool was not run.','is_error':true},"
    "{'type':'tool_result','tool_use_id':'c','content':'The tool was not run.','is_error':true},"
    "{'type':'tool_result','tool_use_id':'d','content':'The tool was not run.','is_error':true,"
    "'cache_control':{'type':'ephemeral'}}]}]}" },

  { "ids and names of others are made to fit, equal ones told apart",
    "{'messages':[{'user':'Hi'},"
    "{'assistant':[{'call':'f|1+/','name':'a.b c'},{'text':'then'}],'dialect':'openai-chat','model':'m'},"
    "{'tool':[{'result':'x','of':'f|1+/'}]},"
    "{'assistant':[{'call':'f|1+/','name':'f'},{'call':'','name':''}]},{'tool':[{'result':'y','of':'f|1+/'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'then'},"
    "{'type':'tool_use','id':'call_b40f51113bdf0deb618dc880','name':'a_b_c','input':{}}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'call_b40f51113bdf0deb618dc880','content':'x'}]},"
    "{'role':'assistant','content':[{'type':'tool_use','id':'call_b40f51113bdf0deb618dc880_2','name':'f','input':{}},"
    "{'type':'tool_use','id':'call_3','name':'unknown','input':{}}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'call_b40f51113bdf0deb618dc880_2','content':'y'},"
    "{'type':'tool_result','tool_use_id':'call_3','content':'The tool was not run.','is_error':true,"
    "'cache_control':{'type':'ephemeral'}}]}]}" },

  { "signed thinking goes back in its place",
    "{'messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm','replay':" SIGNED ("hm") "},"
    "{'opaque':'redacted_thinking','replay':{'type':'redacted_thinking','data':'xx'}},"
    "{'call':'t','name':'f'},{'thinking':'ha','replay':" SIGNED ("ha") "},{'text':'So'}]," OWN "},"
    "{'tool':[{'result':'r','of':'t'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[" SIGNED ("hm") ",{'type':'redacted_thinking','data':'xx'},"
    "{'type':'tool_use','id':'t','name':'f','input':{}}," SIGNED ("ha") ",{'type':'text','text':'So'}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'r',"
    "'cache_control':{'type':'ephemeral'}}]}]}" },

  { "thinking without a signature, of another model, or of another dialect stays behind",
    "{'messages':[{'user':'Hi'},"
    "{'assistant':[{'thinking':'a','replay':{'type':'thinking','thinking':'a','signature':''}},"
    "{'text':'1'}]," OWN "},"
    "{'user':'x'},{'assistant':[{'thinking':'a','replay':" SIGNED ("a") "},{'text':'2'}],'dialect':'anthropic',"
    "'model':'n'},{'user':'y'},{'assistant':[{'thinking':'a','replay':" SIGNED ("a") "},{'text':'3'}],"
    "'dialect':'gemini','model':'m'},{'user':'z'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'1'}]},"
    "{'role':'user','content':[{'type':'text','text':'x'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'2'}]},"
    "{'role':'user','content':[{'type':'text','text':'y'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'3'}]},"
    "{'role':'user','content':[{'type':'text','text':'z','cache_control':{'type':'ephemeral'}}]}]}" },

  { "an alias is answered under the name of a release",
    "{'model':'claude-sonnet-4-5','messages':[{'user':'Hi'},{'assistant':[{'thinking':'a','replay':"
    SIGNED ("a") "},{'text':'1'}],'dialect':'anthropic','model':'claude-sonnet-4-5-20250929'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[" SIGNED ("a") ",{'type':'text','text':'1'}]}]}" },

  { "a longer name is another model",
    "{'model':'claude-sonnet-4','messages':[{'user':'Hi'},{'assistant':[{'thinking':'a','replay':"
    SIGNED ("a") "},{'text':'1'}],'dialect':'anthropic','model':'claude-sonnet-4-5'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'1'}]}]}" },

  { "a reply of thinking alone is none",
    "{'messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm','replay':" SIGNED ("hm") "}]," OWN "},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'},{'type':'text','text':'?'}]}]}" },

  { "what was broken off keeps its text and the calls that were answered",
    "{'messages':[{'user':'Hi'},"
    "{'status':'interrupted','assistant':[{'thinking':'x','replay':" SIGNED ("x") "},{'text':'Half'},"
    "{'call':'t1','name':'f'}]," OWN "},{'user':'Go on'},"
    "{'status':'failed','assistant':[]," OWN "},{'user':'Again'},"
    "{'status':'stopped','assistant':[{'thinking':'y','replay':" SIGNED ("y") "},{'call':'t2','name':'f'},"
    "{'call':'t3','name':'f'}]," OWN "},{'tool':[{'result':'r','of':'t2'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'Half'}]},"
    "{'role':'user','content':[{'type':'text','text':'Go on'},{'type':'text','text':'Again'}]},"
    "{'role':'assistant','content':[" SIGNED ("y") ",{'type':'tool_use','id':'t2','name':'f','input':{}}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t2','content':'r',"
    "'cache_control':{'type':'ephemeral'}}]}]}" },

  { "the reply that is being waited for is not sent",
    "{'messages':[{'user':'Hi'},{'status':'waiting','assistant':[]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}]}" },

  { "blocks of the provider's own go back, others' do not",
    "{'messages':[{'user':'Hi'},{'assistant':[{'opaque':'web_search','id':'s',"
    "'replay':{'type':'server_tool_use','id':'s','name':'web_search','input':{}}},"
    "{'opaque':'web_search_tool_result','replay':{'type':'web_search_tool_result','tool_use_id':'s'}},"
    "{'text':'T','replay':{'type':'text','text':'T','citations':[{'url':'u'}]}}]," OWN "},{'user':'?'},"
    "{'assistant':[{'opaque':'x','replay':{'type':'x'}},{'text':'U'}],'dialect':'gemini','model':'m'},{'user':'!'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'server_tool_use','id':'s','name':'web_search','input':{}},"
    "{'type':'web_search_tool_result','tool_use_id':'s'},{'type':'text','text':'T','citations':[{'url':'u'}]}]},"
    "{'role':'user','content':[{'type':'text','text':'?'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'U'}]},"
    "{'role':'user','content':[{'type':'text','text':'!','cache_control':{'type':'ephemeral'}}]}]}" },

  { "a call the provider ran goes back with its arguments, a result without its call does not",
    "{'messages':[{'user':'Hi'},{'assistant':[{'opaque':'web_search','id':'s','replay':{'query':'q'}},"
    "{'opaque':'web_search_tool_result','replay':{'type':'web_search_tool_result','tool_use_id':'s'}},"
    "{'opaque':'web_search_tool_result','replay':{'type':'web_search_tool_result','tool_use_id':'t'}},"
    "{'text':'T'}]," OWN "},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'server_tool_use','id':'s','name':'web_search','input':{'query':'q'}},"
    "{'type':'web_search_tool_result','tool_use_id':'s'},{'type':'text','text':'T'}]},"
    "{'role':'user','content':[{'type':'text','text':'?','cache_control':{'type':'ephemeral'}}]}]}" },

  { "files",
    "{'messages':[{'user':[{'image':'abc','type':'image/png'},{'document':'%PDF','type':'application/pdf',"
    "'name':'a.pdf'},"
    "{'document':'x = 1','type':'text/x-python','name':'a.py'},{'text':'?'}]}]}",
    "{'messages':[{'role':'user','content':["
    "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'YWJj'}},"
    "{'type':'document','title':'a.pdf','source':{'type':'base64','media_type':'application/pdf','data':'JVBERg=='}},"
    "{'type':'document','title':'a.py','source':{'type':'text','media_type':'text/plain','data':'x = 1'}},"
    "{'type':'text','text':'?'}]}]}" },

  { "pictures and files that a tool returned stand within its result",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'t1','name':'f'},{'call':'t2','name':'f'}]," OWN "},"
    "{'tool':[{'result':'See','of':'t1'},{'image':'abc','type':'image/png'},"
    "{'document':'x','type':'text/plain','name':'a.txt'},"
    "{'result':' ','of':'t2','error':true},{'document':'%PDF','type':'application/pdf','name':'a.pdf'}]},"
    "{'user':[{'image':'def','type':'image/gif'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}},"
    "{'type':'tool_use','id':'t2','name':'f','input':{}}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':["
    "{'type':'text','text':'See\\n\\na.txt\\n\\nx'},"
    "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'YWJj'}}]},"
    "{'type':'tool_result','tool_use_id':'t2','is_error':true,'content':["
    "{'type':'document','title':'a.pdf','source':{'type':'base64','media_type':'application/pdf',"
    "'data':'JVBERg=='}}]},"
    "{'type':'image','source':{'type':'base64','media_type':'image/gif','data':'ZGVm'},"
    "'cache_control':{'type':'ephemeral'}}]}]}" },

  { "or after all results, where the request says so",
    "{'result_media':'after','messages':[{'user':'Hi'},{'assistant':[{'call':'t1','name':'f'}]," OWN "},"
    "{'tool':[{'result':'See','of':'t1'},{'image':'abc','type':'image/png'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'See'},"
    "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'YWJj'},"
    "'cache_control':{'type':'ephemeral'}}]}]}" },

  { "who thinks unless told otherwise is not forced",
    "{'forced':'without-thinking','tools':[{'name':'f'}],'choice':'f','messages':[{'user':'Hi'}]}",
    "{'absent':['tool_choice']}" },

  { "a refusal is text, a picture of a model stays behind",
    "{'messages':[{'user':'Hi'},{'assistant':[{'refusal':'No'},{'image':'x','type':'image/png'}]},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
    "{'role':'assistant','content':[{'type':'text','text':'No'}]},"
    "{'role':'user','content':[{'type':'text','text':'?','cache_control':{'type':'ephemeral'}}]}]}" },

  { "no model", "{'model':'','messages':[{'user':'Hi'}]}", NULL },
  { "nothing to say", "{'messages':[{'user':' '}]}", NULL },
  { "a picture of another type", "{'messages':[{'user':[{'image':'x','type':'image/tiff'}]}]}", NULL },
  { "a file of another type", "{'messages':[{'user':[{'document':'x','type':'application/zip',"
    "'name':'a'}]}]}", NULL },
  { "parameters that are no object", "{'thinking':[1],'messages':[{'user':'Hi'}]}", NULL },
  { "extra parameters that are no object", "{'extra':'x','messages':[{'user':'Hi'}]}", NULL },
};

static void
test_bodies (void)
{
  fixture_check (&dialect, cases, G_N_ELEMENTS (cases));
}

static void
test_request_line (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabWireRequest) request = fixture_encode (&dialect, "{'messages':[{'user':'Hi'}]}", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (request->path, ==, "/v1/messages");
  g_assert_cmpuint (g_strv_length (request->headers), ==, 2);
  g_assert_cmpstr (request->headers[0], ==, "anthropic-version");
  g_assert_cmpstr (request->headers[1], ==, "2023-06-01");
}

/* What Google passes on has its model in the path and its version in the body. */
static void
test_vertex (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabWireRequest) request =
    fixture_encode (&dialect, "{'platform':'vertex','model':'claude-opus-4-1@20250805','messages':[{'user':'Hi'}]}", &error);
  g_autofree char *body = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (request->path, ==, "/publishers/anthropic/models/claude-opus-4-1@20250805:streamRawPredict");
  g_assert_true (request->headers == NULL || request->headers[0] == NULL);
  body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_assert_nonnull (strstr (body, "\"anthropic_version\":\"vertex-2023-10-16\""));
  g_assert_nonnull (strstr (body, "\"stream\":true"));
  g_assert_null (strstr (body, "\"model\""));
}

/* Not only the same value: the same bytes, odd escapes, spaces, and order included. */
static void
test_replays_bytes (void)
{
  static const char *const replay =
    "{ \"signature\": \"a\\/b+\\u0041==\",\"type\":\"thinking\",  \"n\":1.50, \"thinking\":\"\\ud83d\\ude00 "
    "\\u00e9\"}";
  g_autofree char *quoted = g_strdelimit (g_strescape (replay, NULL), "\"", '`');
  g_autofree char *escaped = NULL;
  g_autofree char *request = NULL;
  g_autofree char *body = NULL;
  g_auto(GStrv) pieces = NULL;

  /* In the fixture's notation a quote within a replay is `. */
  pieces = g_strsplit (quoted, "\\`", -1);
  escaped = g_strjoinv ("`", pieces);
  request = g_strdup_printf ("{'messages':[{'user':'Hi'},{'assistant':[{'thinking':'x','replay':'%s'},{'text':'y'}],"
                             OWN "}]}", escaped);
  body = fixture_dup_body (&dialect, request);

  g_test_message ("%s", body);
  g_assert_nonnull (strstr (body, replay));
}

static void
test_repairs_text (void)
{
  g_autoptr(ConfabMessage) question = confab_message_new (CONFAB_ROLE_USER);
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, "caf\xe9 \"\\\n\x01");
  g_autoptr(GBytes) data = g_bytes_new_static ("na\xefve", 5);
  g_autoptr(ConfabPart) file = confab_part_new_data (CONFAB_PART_DOCUMENT, "n\xe4me", "text/plain", data);
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();
  g_autoptr(ConfabWireRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *body = NULL;
  ConfabChatRequest chat = CONFAB_CHAT_REQUEST_INIT;
  gsize length;

  confab_message_append_part (question, text);
  confab_message_append_part (question, file);
  g_ptr_array_add (messages, question);
  chat.model = "m";
  chat.system_prompt = "be\xff";
  chat.messages = messages;

  request = confab_dialect_encode_chat (&dialect, &chat, &error);
  g_assert_no_error (error);

  body = g_strndup (g_bytes_get_data (request->body, &length), g_bytes_get_size (request->body));
  g_assert_true (g_utf8_validate (body, -1, NULL));
  g_assert_nonnull (strstr (body, "caf\xef\xbf\xbd \\\"\\\\\\n\\u0001"));
  g_assert_nonnull (strstr (body, "\"data\":\"na\xef\xbf\xbdve\""));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/encoder/anthropic/bodies", test_bodies);
  g_test_add_func ("/wire/encoder/anthropic/request-line", test_request_line);
  g_test_add_func ("/wire/encoder/anthropic/vertex", test_vertex);
  g_test_add_func ("/wire/encoder/anthropic/replays-bytes", test_replays_bytes);
  g_test_add_func ("/wire/encoder/anthropic/repairs-text", test_repairs_text);

  return g_test_run ();
}
