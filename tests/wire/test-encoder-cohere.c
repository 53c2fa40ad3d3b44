/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "encoder-fixture.h"

static const ConfabDialect dialect = { "cohere-v2", CONFAB_FRAMING_SSE, NULL, &confab_cohere_encoder_ops };

#define OWN "'dialect':'cohere-v2','model':'m'"
#define USER_HI "{'role':'user','content':'Hi'}"
#define TOOLS "'tools':[{'name':'f','schema':{'type':'object','properties':{'a':{}}}},{'name':'g'}]"
#define FUNCTION_F "{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{'a':{}}}}}"
#define FUNCTION_G "{'type':'function','function':{'name':'g','parameters':{'type':'object','properties':{}}}}"

static const EncoderCase cases[] = {
  { "plain",
    "{'messages':[{'user':'Hi'}]}",
    "{'model':'m','stream':true,'messages':[" USER_HI "],'absent':['max_tokens','temperature','tools','tool_choice',"
    "'thinking','stream_options']}" },

  { "system prompt, limit, temperature, thinking, extra parameters",
    "{'system':'A','max':10,'temperature':2,'thinking':{'thinking':{'type':'disabled'}},"
    "'extra':{'safety_mode':'OFF','stream':false},'messages':[{'user':'Hi'}]}",
    "{'messages':[{'role':'system','content':'A'}," USER_HI "],'max_tokens':10,'temperature':1,"
    "'thinking':{'type':'disabled'},'safety_mode':'OFF','stream':true}" },

  { "pictures",
    "{'messages':[{'user':[{'text':'Look'},{'image':'abc','type':'image/jpeg'}]}]}",
    "{'messages':[{'role':'user','content':[{'type':'text','text':'Look'},"
    "{'type':'image_url','image_url':{'url':'data:image/jpeg;base64,YWJj'}}]}]}" },

  { "a text file becomes text",
    "{'messages':[{'user':[{'text':'Read'},{'document':'x','type':'text/plain','name':'a.txt'}]}]}",
    "{'messages':[{'role':'user','content':'Read\\n\\na.txt\\n\\nx'}]}" },

  { "another file", "{'messages':[{'user':[{'document':'x','type':'application/pdf','name':'a'}]}]}", NULL },

  /* Tools */
  { "tools",
    "{" TOOLS ",'messages':[{'user':'Hi'}]}", "{'tools':[" FUNCTION_F "," FUNCTION_G "],'absent':['tool_choice']}" },
  { "choice: auto",
    "{" TOOLS ",'choice':'auto','messages':[{'user':'Hi'}]}",
    "{'tools':[" FUNCTION_F "," FUNCTION_G "],'absent':['tool_choice']}" },
  { "choice: none",
    "{" TOOLS ",'choice':'none','messages':[{'user':'Hi'}]}",
    "{'tools':[" FUNCTION_F "," FUNCTION_G "],'tool_choice':'NONE'}" },
  { "choice: required",
    "{" TOOLS ",'choice':'required','messages':[{'user':'Hi'}]}",
    "{'tools':[" FUNCTION_F "," FUNCTION_G "],'tool_choice':'REQUIRED'}" },
  { "choice: a tool",
    "{" TOOLS ",'choice':'g','messages':[{'user':'Hi'}]}", "{'tools':[" FUNCTION_G "],'tool_choice':'REQUIRED'}" },
  { "choice: a tool nobody offers",
    "{" TOOLS ",'choice':'h','messages':[{'user':'Hi'}]}",
    "{'tools':[" FUNCTION_F "," FUNCTION_G "],'tool_choice':'REQUIRED'}" },

  { "the plan and the thinking go back with their calls",
    "{" TOOLS ",'messages':[{'user':'Hi'},{'assistant':[{'thinking':'I will look.','replay':{'field':'tool_plan'}},"
    "{'thinking':'Hm','replay':{'field':'thinking'}},{'text':'So'},{'call':'c1','name':'f','args':{'b':1,'a':2}},"
    "{'call':'c2','name':'g'}]," OWN "},{'tool':[{'result':'two','of':'c2'},{'result':'one','of':'c1'}]}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','tool_plan':'I will look.',"
    "'content':[{'type':'thinking','thinking':'Hm'},{'type':'text','text':'So'}],"
    "'tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{\\'b\\':1,\\'a\\':2}'}},"
    "{'id':'c2','type':'function','function':{'name':'g','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c1','content':'one'},{'role':'tool','tool_call_id':'c2','content':'two'}]}" },

  { "calls alone",
    "{" TOOLS ",'messages':[{'user':'Hi'},{'assistant':[{'call':'c1','name':'f'}]," OWN "},"
    "{'tool':[{'result':'r','of':'c1'}]},{'user':'And?'}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f',"
    "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'c1','content':'r'},{'role':'user','content':'And?'}]}" },

  { "a failure is said in words",
    "{" TOOLS ",'messages':[{'user':'Hi'},{'assistant':[{'call':'c1','name':'f'}]," OWN "},"
    "{'tool':[{'result':'No such place','of':'c1','error':true}]}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f',"
    "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'c1','content':'Error: No such place'}]}" },

  { "thinking without calls is left out, and so is that of others",
    "{" TOOLS ",'messages':[{'user':'Hi'},{'assistant':[{'thinking':'Hm','replay':{'field':'thinking'}},{'text':'1'}]," OWN "},"
    "{'user':'x'},{'assistant':[{'thinking':'Hm','replay':{'field':'thinking'}},{'call':'c1','name':'f'}],"
    "'dialect':'cohere-v2','model':'n'},{'tool':[{'result':'r','of':'c1'}]}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':'1'},{'role':'user','content':'x'},"
    "{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
    "{'role':'tool','tool_call_id':'c1','content':'r'}]}" },

  { "nothing to say", "{'messages':[]}", NULL },
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
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, "/v2/chat");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/encoder/cohere/bodies", test_bodies);
  g_test_add_func ("/wire/encoder/cohere/request-line", test_request_line);

  return g_test_run ();
}
