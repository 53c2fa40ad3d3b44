/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "encoder-fixture.h"

#include <string.h>

static const ConfabDialect dialect = { "openai-chat", CONFAB_FRAMING_SSE, NULL, &confab_openai_chat_encoder_ops };

#define OWN "'dialect':'openai-chat','model':'m'"

#define THINKING_HISTORY \
  "'messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm'},{'call':'c','name':'f'}]," OWN "}," \
  "{'tool':[{'result':'r','of':'c'}]},{'assistant':'Done'," OWN "}," \
  "{'user':'?'},{'assistant':[{'thinking':'other'},{'text':'Sure'}],'dialect':'openai-chat','model':'n'}," \
  "{'user':'!'}]"

static const EncoderCase cases[] = {
  { "plain",
    "{'messages':[{'user':'Hi'}]}",
    "{'model':'m','stream':true,'stream_options':{'include_usage':true},"
    "'messages':[{'role':'user','content':'Hi'}],"
    "'absent':['max_tokens','temperature','tools','tool_choice','reasoning_effort']}" },

  { "no stream options",
    "{'no_stream_options':true,'messages':[{'user':'Hi'}]}",
    "{'stream':true,'absent':['stream_options']}" },

  { "system prompt",
    "{'system':'A','messages':[{'system':'B'},{'user':'Hi'}]}",
    "{'messages':[{'role':'system','content':'A\\n\\nB'},{'role':'user','content':'Hi'}]}" },

  { "the role of reasoning models",
    "{'system':'A','system_role':'developer','messages':[{'user':'Hi'}]}",
    "{'messages':[{'role':'developer','content':'A'},{'role':'user','content':'Hi'}]}" },

  { "limit and temperature",
    "{'max':100,'temperature':0.7,'messages':[{'user':'Hi'}]}",
    "{'max_tokens':100,'temperature':0.7}" },

  { "the limit under another name",
    "{'max':100,'max_field':'max_completion_tokens','messages':[{'user':'Hi'}]}",
    "{'max_completion_tokens':100,'absent':['max_tokens']}" },

  { "a level takes the temperature away where the model takes none",
    "{'temperature':0.7,'thinking':{'reasoning_effort':'low','temperature':null},'messages':[{'user':'Hi'}]}",
    "{'reasoning_effort':'low','absent':['temperature']}" },

  { "and leaves it elsewhere",
    "{'temperature':0.7,'thinking':{'reasoning_effort':'low'},'messages':[{'user':'Hi'}]}",
    "{'reasoning_effort':'low','temperature':0.7}" },

  { "what is taken away inside of what is not there is not written",
    "{'thinking':{'options':{'temperature':null,'a':{'b':null,'c':1}}},'messages':[{'user':'Hi'}]}",
    "{'options':{'a':{'c':1}}}" },

  { "extra parameters win, but not over streaming",
    "{'thinking':{'chat_template_kwargs':{'enable_thinking':true}},"
    "'extra':{'chat_template_kwargs':{'a':1},'stream':false,'stream_options':null,'seed':4},"
    "'messages':[{'user':'Hi'}]}",
    "{'chat_template_kwargs':{'enable_thinking':true,'a':1},'stream':true,'seed':4,'absent':['stream_options']}" },

  { "neighbours are merged into one text",
    "{'messages':[{'user':'1'},{'user':[{'text':'2'},{'text':' '},{'text':'3'}]},{'assistant':'a'},"
    "{'assistant':'b'}]}",
    "{'messages':[{'role':'user','content':'1\\n\\n2\\n\\n3'},{'role':'assistant','content':'a\\n\\nb'}]}" },

  { "pictures and files make a list",
    "{'messages':[{'user':[{'text':'Look'},{'image':'abc','type':'image/webp'},"
    "{'document':'%PDF','type':'application/pdf','name':'a.pdf'},"
    "{'document':'x: 1','type':'application/yaml','name':'a.yml'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Look'},"
    "{'type':'image_url','image_url':{'url':'data:image/webp;base64,YWJj'}},"
    "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,JVBERg=='}},"
    "{'type':'text','text':'a.yml\\n\\nx: 1'}]}]}" },

  { "a text file alone is text",
    "{'messages':[{'user':[{'text':'Look'},{'document':'x','type':'text/plain','name':'a.txt'}]}]}",
    "{'messages':[{'role':'user','content':'Look\\n\\na.txt\\n\\nx'}]}" },

  { "tools",
    "{'tools':[{'name':'f','description':'d','schema':{'type':'object','properties':{'a':{}}}}],'choice':'f',"
    "'messages':[{'user':'Hi'}]}",
    "{'tools':[{'type':'function','function':{'name':'f','description':'d',"
    "'parameters':{'type':'object','properties':{'a':{}}}}}],"
    "'tool_choice':{'type':'function','function':{'name':'f'}}}" },

  { "schemas that have to be simple are made so",
    "{'schema':'openapi','tools':[{'name':'f','schema':{'$schema':'x','type':'object','additionalProperties':false,"
    "'properties':{'a':{'const':'b'}}}}],'messages':[{'user':'Hi'}]}",
    "{'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object',"
    "'properties':{'a':{'type':'string','enum':['b']}}}}}]}" },

  { "tool choice by word",
    "{'tools':[{'name':'f'}],'choice':'required','messages':[{'user':'Hi'}]}",
    "{'tool_choice':'required'}" },

  { "a choice without tools is none",
    "{'tools':[],'choice':'auto','messages':[{'user':'Hi'}]}",
    "{'absent':['tools','tool_choice']}" },

  { "calls and results; beside a call an empty text is null",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c1','name':'f','args':{'a':1}},{'call':'c2',"
    "'name':'g'}]," OWN "},"
    "{'tool':[{'result':'two','of':'c2'},{'result':'one','of':'c1'},{'image':'x','type':'image/png'}]},"
    "{'user':'So?'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':["
    "{'id':'c1','type':'function','function':{'name':'f','arguments':'{\\\"a\\\":1}'}},"
    "{'id':'c2','type':'function','function':{'name':'g','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c1','content':'one'},{'role':'tool','tool_call_id':'c2','content':'two'},"
    "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,eA=='}},"
    "{'type':'text','text':'So?'}]}]}" },

  { "text beside a call",
    "{'messages':[{'user':'Hi'},{'assistant':[{'text':'Wait'},{'call':'c1','name':'f'}]," OWN "}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'Wait','tool_calls':["
    "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c1','content':'Error: The tool was not run.'}]}" },

  { "ids that are too long are shortened, those of 40 characters kept",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'toolu_0123456789012345678901234567890123','name':'f'},"
    "{'call':'toolu_01234567890123456789012345678901234','name':'f'}]},"
    "{'tool':[{'result':'r','of':'toolu_01234567890123456789012345678901234'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':["
    "{'id':'toolu_0123456789012345678901234567890123','type':'function','function':{'name':'f','arguments':'{}'}},"
    "{'id':'call_1c6f44a0cab840562c32a69a','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'toolu_0123456789012345678901234567890123','content':'Error: The tool was not run.'},"
    "{'role':'tool','tool_call_id':'call_1c6f44a0cab840562c32a69a','content':'r'}]}" },

  { "results without an id find their call by name and order",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'','name':'f'},{'call':'','name':'g'},{'call':'','name':'f'}]},"
    "{'tool':[{'result':'g1','name':'g'},{'result':'f1','name':'f'},{'result':'f2','name':'f'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':["
    "{'id':'call_1','type':'function','function':{'name':'f','arguments':'{}'}},"
    "{'id':'call_2','type':'function','function':{'name':'g','arguments':'{}'}},"
    "{'id':'call_3','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'call_1','content':'f1'},{'role':'tool','tool_call_id':'call_2','content':'g1'},"
    "{'role':'tool','tool_call_id':'call_3','content':'f2'}]}" },

  { "broken arguments are made whole",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c','name':'f','args':'{\\\"a'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':["
    "{'id':'c','type':'function','function':{'name':'f','arguments':'{\\\"text\\\":\\\"{\\\\\\\"a\\\"}'}}]},"
    "{'role':'tool','tool_call_id':'c','content':'Error: The tool was not run.'}]}" },

  { "thinking stays behind by default",
    "{" THINKING_HISTORY "}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f',"
    "'arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c','content':'r'},{'role':'assistant','content':'Done'},"
    "{'role':'user','content':'?'},{'role':'assistant','content':'Sure'},{'role':'user','content':'!'}]}" },

  { "thinking as reasoning_content, which every reply has",
    "{'replay':'reasoning_content'," THINKING_HISTORY "}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'reasoning_content':'hm',"
    "'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c','content':'r'},"
    "{'role':'assistant','content':'Done','reasoning_content':''},"
    "{'role':'user','content':'?'},{'role':'assistant','content':'Sure','reasoning_content':''},"
    "{'role':'user','content':'!'}]}" },

  { "thinking as reasoning, where there was any",
    "{'replay':'reasoning'," THINKING_HISTORY "}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'reasoning':'hm',"
    "'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c','content':'r'},{'role':'assistant','content':'Done'},"
    "{'role':'user','content':'?'},{'role':'assistant','content':'Sure'},{'role':'user','content':'!'}]}" },

  { "thinking inside the text",
    "{'replay':'content','messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm'},{'text':'Yes'}]," OWN "},"
    "{'user':'?'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'<think>\\nhm\\n</think>\\n\\nYes'},{'role':'user','content':'?'}]}" },

  { "thinking as a part of the content, as it came",
    "{'replay':'content','messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm',"
    "'replay':{'field':'content_parts'}},{'text':'Yes'}]," OWN "},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]},"
    "{'type':'text','text':'Yes'}]},{'role':'user','content':'?'}]}" },

  { "details instead of thinking inside the text",
    "{'replay':'content','messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm','replay':[{'text':'hm'}]},"
    "{'text':'Yes'}]," OWN "},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'Yes','reasoning_details':[{'text':'hm'}]},{'role':'user','content':'?'}]}" },

  { "thinking under the name it came with",
    "{'replay':'reasoning','messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm',"
    "'replay':{'field':'reasoning_content'}},{'text':'Yes'}]," OWN "},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'Yes','reasoning_content':'hm'},{'role':'user','content':'?'}]}" },

  { "reasoning details go back, even if there are none, and only to their model",
    "{'replay':'reasoning_details','messages':[{'user':'Hi'},"
    "{'assistant':[{'thinking':'hm','replay':[{'type':'reasoning.encrypted','data':'x/y'}]},{'text':'1'}]," OWN "},"
    "{'user':'a'},{'assistant':[{'thinking':'','replay':{'reasoning_details':[]}},{'text':'2'}]," OWN "},"
    "{'user':'b'},{'assistant':[{'thinking':'hm','replay':[{'data':'x'}]},{'text':'3'}],'dialect':'openai-chat',"
    "'model':'n'},{'user':'c'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'1','reasoning_details':[{'type':'reasoning.encrypted','data':'x/y'}]},"
    "{'role':'user','content':'a'},{'role':'assistant','content':'2','reasoning_details':[]},"
    "{'role':'user','content':'b'},{'role':'assistant','content':'3'},{'role':'user','content':'c'}]}" },

  { "what was beside a call goes back beside it",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c','name':'f',"
    "'replay':{'extra_content':{'google':{'thought_signature':'a/b'}}}}]," OWN "},{'tool':[{'result':'r',"
    "'of':'c'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function',"
    "'function':{'name':'f','arguments':'{}'},'extra_content':{'google':{'thought_signature':'a/b'}}}]},"
    "{'role':'tool','tool_call_id':'c','content':'r'}]}" },

  { "opaque pieces stay behind, and a reply of nothing else is none",
    "{'messages':[{'user':'Hi'},{'assistant':[{'opaque':'x','replay':{'type':'x'}}]," OWN "},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':'Hi\\n\\n?'}]}" },

  { "a refusal is text",
    "{'messages':[{'user':'Hi'},{'assistant':[{'refusal':'No'}]},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':'No'},{'role':'user',"
    "'content':'?'}]}" },

  { "a tool that failed says so, and its pictures follow all results",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c1','name':'f'},{'call':'c2','name':'f'}]," OWN "},"
    "{'tool':[{'result':'no','of':'c1','error':true},{'result':'','of':'c2'},{'image':'x','type':'image/png'},"
    "{'document':'a,b','type':'text/csv','name':'t.csv'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':["
    "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},"
    "{'id':'c2','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c1','content':'Error: no'},"
    "{'role':'tool','tool_call_id':'c2','content':'[The result is in what follows.]\\n\\nt.csv\\n\\na,b'},"
    "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,eA=='}}]}]}" },

  { "a result without its call is left out with its pictures",
    "{'messages':[{'user':'Hi'},{'tool':[{'result':'r','of':'c9'},{'image':'x','type':'image/png'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'}]}" },

  { "ids of nine letters and digits: right ones stay, others are made, all different",
    "{'id_length':9,'messages':[{'user':'Hi'},{'assistant':[{'call':'aB3dE6gH9','name':'f'},"
    "{'call':'aB3dE6gH9','name':'f'},{'call':'call_1234','name':'f'},{'call':'','name':'f'},"
    "{'call':'fc_0|a+/','name':'f'}]},"
    "{'tool':[{'result':'r','of':'fc_0|a+/'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':["
    "{'id':'aB3dE6gH9','type':'function','function':{'name':'f','arguments':'{}'}},"
    "{'id':'XeDQ4UxAb','type':'function','function':{'name':'f','arguments':'{}'}},"
    "{'id':'uB4kRfxJo','type':'function','function':{'name':'f','arguments':'{}'}},"
    "{'id':'7S9kP4pc2','type':'function','function':{'name':'f','arguments':'{}'}},"
    "{'id':'6o9OoCcrB','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'aB3dE6gH9','content':'Error: The tool was not run.'},"
    "{'role':'tool','tool_call_id':'XeDQ4UxAb','content':'Error: The tool was not run.'},"
    "{'role':'tool','tool_call_id':'uB4kRfxJo','content':'Error: The tool was not run.'},"
    "{'role':'tool','tool_call_id':'7S9kP4pc2','content':'Error: The tool was not run.'},"
    "{'role':'tool','tool_call_id':'6o9OoCcrB','content':'r'}]}" },

  { "used tools are declared where they have to be",
    "{'declare_used':true,'messages':[{'user':'Hi'},{'assistant':[{'call':'c','name':'f'},{'call':'d','name':'g'},"
    "{'call':'e','name':'f'}]," OWN "},{'user':'?'}]}",
    "{'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}},"
    "{'type':'function','function':{'name':'g','parameters':{'type':'object'}}}],'tool_choice':'none'}" },

  { "there only, and only used ones",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c','name':'f'}]," OWN "},{'user':'?'}]}",
    "{'absent':['tools','tool_choice']}" },

  { "without calls there are none to declare",
    "{'declare_used':true,'messages':[{'user':'Hi'}]}",
    "{'absent':['tools','tool_choice']}" },

  { "who is never forced is not",
    "{'forced':'never','tools':[{'name':'f'}],'choice':'required','thinking':{'thinking':{'type':'disabled'}},"
    "'messages':[{'user':'Hi'}]}",
    "{'absent':['tool_choice']}" },

  { "but may be told not to call any",
    "{'forced':'never','tools':[{'name':'f'}],'choice':'none','messages':[{'user':'Hi'}]}",
    "{'tool_choice':'none'}" },

  { "who thinks unless told is not forced to a tool",
    "{'forced':'without-thinking','tools':[{'name':'f'}],'choice':'f','messages':[{'user':'Hi'}]}",
    "{'absent':['tool_choice']}" },

  { "nor who is told to think",
    "{'forced':'without-thinking','tools':[{'name':'f'}],'choice':'required',"
    "'thinking':{'thinking':{'type':'enabled'},'reasoning_effort':'high'},'messages':[{'user':'Hi'}]}",
    "{'absent':['tool_choice']}" },

  { "who is told not to think can be",
    "{'forced':'without-thinking','tools':[{'name':'f'}],'choice':'required',"
    "'thinking':{'thinking':{'type':'disabled'}},'messages':[{'user':'Hi'}]}",
    "{'tool_choice':'required'}" },

  { "in whatever words",
    "{'forced':'without-thinking','tools':[{'name':'f'}],'choice':'f','thinking':{'enable_thinking':false},"
    "'messages':[{'user':'Hi'}]}",
    "{'tool_choice':{'type':'function','function':{'name':'f'}}}" },

  { "a reply between results and a question",
    "{'reply_after_results':true,'messages':[{'user':'Hi'},{'assistant':[{'call':'c','name':'f'}]," OWN "},"
    "{'tool':[{'result':'r','of':'c'}]},{'user':'So?'},{'assistant':'So.'},{'user':'Ah'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f',"
    "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'c','content':'r'},"
    "{'role':'assistant','content':'I have seen the results.'},{'role':'user','content':'So?'},"
    "{'role':'assistant','content':'So.'},{'role':'user','content':'Ah'}]}" },

  { "no reply is needed where only results come",
    "{'reply_after_results':true,'messages':[{'user':'Hi'},{'assistant':[{'call':'c','name':'f'}]," OWN "},"
    "{'tool':[{'result':'r','of':'c'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f',"
    "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'c','content':'r'}]}" },

  { "a lost signature is said to be lost at the first call, one that is there stays",
    "{'lost':'LOST','messages':[{'user':'Hi'},{'assistant':[{'call':'a','name':'f'},{'call':'b','name':'f'}]," OWN "},"
    "{'tool':[{'result':'1','of':'a'},{'result':'2','of':'b'}]},"
    "{'assistant':[{'call':'c','name':'f','replay':{'extra_content':{'google':{'thought_signature':'x'}}}},"
    "{'call':'d','name':'f'}]," OWN "},{'tool':[{'result':'3','of':'c'},{'result':'4','of':'d'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':null,'tool_calls':["
    "{'id':'a','type':'function','function':{'name':'f','arguments':'{}'},"
    "'extra_content':{'google':{'thought_signature':'LOST'}}},"
    "{'id':'b','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'a','content':'1'},{'role':'tool','tool_call_id':'b','content':'2'},"
    "{'role':'assistant','content':null,'tool_calls':["
    "{'id':'c','type':'function','function':{'name':'f','arguments':'{}'},"
    "'extra_content':{'google':{'thought_signature':'x'}}},"
    "{'id':'d','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c','content':'3'},{'role':'tool','tool_call_id':'d','content':'4'}]}" },

  { "what a router answered goes back to the router",
    "{'model':'auto','replay':'reasoning_details','messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm',"
    "'replay':[{'data':'x'}]},{'text':'1'}],'dialect':'openai-chat','model':'vendor/z','asked':'auto'},"
    "{'user':'?'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'1','reasoning_details':[{'data':'x'}]},{'role':'user','content':'?'}]}" },

  { "blocks of thinking go back as they came, and nothing else in their place",
    "{'replay':'thinking_blocks','messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm',"
    "'replay':{'thinking_blocks':[{'type':'thinking','thinking':'hm','signature':'s/'}]}},{'text':'1'}]," OWN "},"
    "{'user':'?'},{'assistant':[{'thinking':'ha','replay':{'field':'reasoning_content'}},{'text':'2'}]," OWN "},"
    "{'user':'!'}]}",
    "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':'1',"
    "'thinking_blocks':[{'type':'thinking','thinking':'hm','signature':'s/'}]},"
    "{'role':'user','content':'?'},{'role':'assistant','content':'2'},{'role':'user','content':'!'}]}" },

  { "nothing to say", "{'messages':[]}", NULL },
  { "a file of another type", "{'messages':[{'user':[{'document':'x','type':'application/zip',"
    "'name':'a'}]}]}", NULL },
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
  g_assert_cmpstr (request->path, ==, "/chat/completions");
  g_assert_cmpuint (g_strv_length (request->headers), ==, 0);
}

/* A prompt cache reads from the front: what was sent before must come again in the same bytes. */
static void
test_is_stable (void)
{
  static const char *const start =
    "{'system':'A','tools':[{'name':'f','schema':{'type':'object','properties':{'z':{},'a':{}}}}],"
    "'messages':[{'user':'Hi'},{'assistant':[{'call':'x|y','name':'f','args':{'z':1,'a':2}}]," OWN "},"
    "{'tool':[{'result':'r','of':'x|y'}]}";
  g_autofree char *first_request = g_strconcat (start, "]}", NULL);
  g_autofree char *second_request = g_strconcat (start, ",{'assistant':'Done'," OWN "},{'user':'More'}]}", NULL);
  g_autofree char *first = fixture_dup_body (&dialect, first_request);
  g_autofree char *second = fixture_dup_body (&dialect, second_request);
  gsize common = 0;

  while (first[common] != '\0' && first[common] == second[common])
    common++;

  /* All up to the end of the list of messages. */
  g_assert_true (g_str_has_prefix (first + common, "],\"stream\""));
  g_assert_nonnull (strstr (first, "{\\\"z\\\":1,\\\"a\\\":2}"));
  g_assert_nonnull (strstr (first, "\"properties\":{\"z\":{},\"a\":{}}"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/encoder/openai-chat/bodies", test_bodies);
  g_test_add_func ("/wire/encoder/openai-chat/request-line", test_request_line);
  g_test_add_func ("/wire/encoder/openai-chat/is-stable", test_is_stable);

  return g_test_run ();
}
