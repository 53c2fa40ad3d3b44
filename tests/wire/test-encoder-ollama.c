/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "encoder-fixture.h"

#include <string.h>

static const ConfabDialect dialect = { "ollama", CONFAB_FRAMING_NDJSON, NULL, &confab_ollama_encoder_ops };

#define OWN "'dialect':'ollama','model':'m'"

static const EncoderCase cases[] = {
  { "plain",
    "{'messages':[{'user':'Hi'}]}",
    "{'model':'m','stream':true,'messages':[{'role':'user','content':'Hi'}],'absent':['think','options','tools']}" },

  { "system prompt, limit, temperature, thinking, extra parameters",
    "{'system':'A','max':10,'temperature':0.7,'thinking':{'think':'low'},"
    "'extra':{'options':{'num_ctx':8192,'temperature':null},'keep_alive':'5m','stream':false},"
    "'messages':[{'user':'Hi'}]}",
    "{'messages':[{'role':'system','content':'A'},{'role':'user','content':'Hi'}],'think':'low','stream':true,"
    "'options':{'num_predict':10,'num_ctx':8192},'keep_alive':'5m'}" },

  { "pictures stand beside the text",
    "{'messages':[{'user':[{'image':'abc','type':'image/png'},{'text':'Look'},{'image':'def','type':'image/jpeg'},"
    "{'document':'x','type':'text/plain','name':'a.txt'}]}]}",
    "{'messages':[{'role':'user','content':'Look\\n\\na.txt\\n\\nx','images':['YWJj','ZGVm']}]}" },

  { "a picture alone",
    "{'messages':[{'user':[{'image':'abc','type':'image/png'}]}]}",
    "{'messages':[{'role':'user','content':'','images':['YWJj']}]}" },

  { "tools",
    "{'tools':[{'name':'f','schema':{'type':'object','properties':{'a':{}}}}],'choice':'required',"
    "'messages':[{'user':'Hi'}]}",
    "{'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{'a':{}}}}}],"
    "'absent':['tool_choice']}" },

  { "no tools, because none are wanted",
    "{'tools':[{'name':'f'}],'choice':'none','messages':[{'user':'Hi'}]}",
    "{'absent':['tools','tool_choice']}" },

  { "calls have objects for arguments, results the name of the tool; thinking goes with a call",
    "{'messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm'},{'call':'c1','name':'f','args':{'a':1}},"
    "{'call':'','name':'g'}]," OWN "},{'tool':[{'result':'F','of':'c1'},{'result':'G','name':'g'}]},"
    "{'assistant':[{'thinking':'ha'},{'text':'So'}]," OWN "},{'user':'?'}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'','thinking':'hm','tool_calls':["
    "{'id':'c1','function':{'name':'f','arguments':{'a':1}}},{'function':{'name':'g','arguments':{}}}]},"
    "{'role':'tool','tool_name':'f','tool_call_id':'c1','content':'F'},"
    "{'role':'tool','tool_name':'g','content':'G'},"
    "{'role':'assistant','content':'So'},{'role':'user','content':'?'}]}" },

  { "thinking of others, or unwanted, stays behind",
    "{'replay':'none','messages':[{'user':'Hi'},{'assistant':[{'thinking':'hm'},{'call':'c','name':'f'}]," OWN "},"
    "{'tool':[{'result':'F','of':'c'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'','tool_calls':[{'id':'c','function':{'name':'f','arguments':{}}}]},"
    "{'role':'tool','tool_name':'f','tool_call_id':'c','content':'F'}]}" },

  { "a tool that failed says so, and its picture comes after",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c','name':'f'}]," OWN "},"
    "{'tool':[{'result':'no','of':'c','error':true},{'image':'abc','type':'image/png'}]}]}",
    "{'messages':[{'role':'user','content':'Hi'},"
    "{'role':'assistant','content':'','tool_calls':[{'id':'c','function':{'name':'f','arguments':{}}}]},"
    "{'role':'tool','tool_name':'f','tool_call_id':'c','content':'Error: no'},"
    "{'role':'user','content':'','images':['YWJj']}]}" },

  { "nothing to say would only load the model", "{'messages':[]}", NULL },
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
  g_assert_cmpstr (request->path, ==, "/api/chat");
}

static void
test_refuses_files (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabWireRequest) request =
    fixture_encode (&dialect, "{'messages':[{'user':[{'document':'%PDF','type':'application/pdf','name':'a'}]}]}",
                    &error);

  g_assert_null (request);
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "application/pdf"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/encoder/ollama/bodies", test_bodies);
  g_test_add_func ("/wire/encoder/ollama/request-line", test_request_line);
  g_test_add_func ("/wire/encoder/ollama/refuses-files", test_refuses_files);

  return g_test_run ();
}
