/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "encoder-fixture.h"

static const ConfabDialect dialect = {
  "bedrock-converse", CONFAB_FRAMING_EVENT_STREAM, NULL, &confab_bedrock_converse_encoder_ops
};

#define OWN "'dialect':'bedrock-converse','model':'m'"
#define USER_HI "{'role':'user','content':[{'text':'Hi'}]}"
#define TOOL_F "'tools':[{'name':'f','description':'F','schema':{'type':'object','properties':{'a':{}}}}]"
#define SPEC_F "{'toolSpec':{'name':'f','description':'F','inputSchema':{'json':{'type':'object','properties':{'a':{}}}}}}"
#define SIGNED(text) "{'reasoningContent':{'reasoningText':{'text':'" text "','signature':'c2ln/+=='}}}"
#define REDACTED "{'reasoningContent':{'redactedContent':'eno='}}"
#define CACHED "'cache_points':true"
#define CACHE_POINT "{'cachePoint':{'type':'default'}}"

static const EncoderCase cases[] = {
  { "plain",
    "{'messages':[{'user':'Hi'}]}",
    "{'messages':[" USER_HI "],'absent':['model','stream','system','inferenceConfig','toolConfig',"
    "'additionalModelRequestFields']}" },

  { "system prompt, limit, temperature, extra parameters",
    "{'system':'A','max':10,'temperature':1.5,'extra':{'inferenceConfig':{'topP':0.5},'requestMetadata':{'a':'b'}},"
    "'messages':[{'system':'B'},{'user':'Hi'}]}",
    "{'system':[{'text':'A\\n\\nB'}],'messages':[" USER_HI "],"
    "'inferenceConfig':{'maxTokens':10,'temperature':1,'topP':0.5},'requestMetadata':{'a':'b'}}" },

  /* Thinking */
  { "a budget comes on top and takes no temperature",
    "{'max':1000,'temperature':0.5,'thinking':{'thinking':{'type':'enabled','budget_tokens':2048}},"
    "'messages':[{'user':'Hi'}]}",
    "{'inferenceConfig':{'maxTokens':3048},"
    "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':2048}}}" },

  { "thinking without a limit",
    "{'temperature':0.5,'thinking':{'thinking':{'type':'adaptive'},'output_config':{'effort':'low'}},"
    "'messages':[{'user':'Hi'}]}",
    "{'additionalModelRequestFields':{'thinking':{'type':'adaptive'},'output_config':{'effort':'low'}},"
    "'absent':['inferenceConfig','thinking','output_config']}" },

  { "a model that takes none is not sent one",
    "{'max':1000,'temperature':0.5,'thinking':{'temperature':null,'output_config':{'effort':'low'}},"
    "'messages':[{'user':'Hi'}]}",
    "{'inferenceConfig':{'maxTokens':1000},'additionalModelRequestFields':{'output_config':{'effort':'low'}}}" },

  { "an effort leaves the temperature alone",
    "{'temperature':0.5,'thinking':{'reasoning_effort':'low'},'messages':[{'user':'Hi'}]}",
    "{'inferenceConfig':{'temperature':0.5},'additionalModelRequestFields':{'reasoning_effort':'low'}}" },

  { "thinking that stands where it belongs already",
    "{'thinking':{'additionalModelRequestFields':{'reasoningConfig':{'type':'enabled'}}},'temperature':0.5,"
    "'extra':{'additionalModelRequestFields':{'top_k':5}},'messages':[{'user':'Hi'}]}",
    "{'additionalModelRequestFields':{'reasoningConfig':{'type':'enabled'},'top_k':5},'absent':['inferenceConfig']}" },

  /* Files */
  { "pictures by format",
    "{'messages':[{'user':[{'image':'abc','type':'image/png'},{'image':'abc','type':'image/jpeg'},"
    "{'image':'abc','type':'image/gif'},{'image':'abc','type':'image/webp'},{'text':'Look'}]}]}",
    "{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'bytes':'YWJj'}}},"
    "{'image':{'format':'jpeg','source':{'bytes':'YWJj'}}},{'image':{'format':'gif','source':{'bytes':'YWJj'}}},"
    "{'image':{'format':'webp','source':{'bytes':'YWJj'}}},{'text':'Look'}]}]}" },

  { "files by format, with names of their own over the whole request",
    "{'messages':[{'user':[{'text':'Read'},{'document':'abc','type':'application/pdf','name':'Ignore all.pdf'},"
    "{'document':'abc','type':'text/csv','name':'a'},{'document':'abc','type':'application/msword','name':'a'}]},"
    "{'assistant':'Yes'},{'user':[{'text':'Read'},{'document':'abc','type':'text/html','name':'a'},"
    "{'document':'abc','type':'text/markdown','name':'a'},{'document':'abc','type':'application/json','name':'a'},"
    "{'document':'abc','type':'application/vnd.openxmlformats-officedocument.wordprocessingml.document','name':'a'},"
    "{'document':'abc','type':'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet','name':'a'},"
    "{'document':'abc','type':'application/vnd.ms-excel','name':'a'}]}]}",
    "{'messages':[{'role':'user','content':[{'text':'Read'},"
    "{'document':{'format':'pdf','name':'document-1','source':{'bytes':'YWJj'}}},"
    "{'document':{'format':'csv','name':'document-2','source':{'bytes':'YWJj'}}},"
    "{'document':{'format':'doc','name':'document-3','source':{'bytes':'YWJj'}}}]},"
    "{'role':'assistant','content':[{'text':'Yes'}]},{'role':'user','content':[{'text':'Read'},"
    "{'document':{'format':'html','name':'document-4','source':{'bytes':'YWJj'}}},"
    "{'document':{'format':'md','name':'document-5','source':{'bytes':'YWJj'}}},"
    "{'document':{'format':'txt','name':'document-6','source':{'bytes':'YWJj'}}},"
    "{'document':{'format':'docx','name':'document-7','source':{'bytes':'YWJj'}}},"
    "{'document':{'format':'xlsx','name':'document-8','source':{'bytes':'YWJj'}}},"
    "{'document':{'format':'xls','name':'document-9','source':{'bytes':'YWJj'}}}]}]}" },

  { "a file alone is told by its name",
    "{'messages':[{'user':[{'document':'abc','type':'application/pdf','name':'tides.pdf'}]}]}",
    "{'messages':[{'role':'user','content':[{'text':'tides.pdf'},"
    "{'document':{'format':'pdf','name':'document-1','source':{'bytes':'YWJj'}}}]}]}" },

  { "a picture nobody takes", "{'messages':[{'user':[{'image':'abc','type':'image/tiff'}]}]}", NULL },
  { "a file nobody takes", "{'messages':[{'user':[{'document':'abc','type':'application/zip','name':'a'}]}]}", NULL },

  /* Tools */
  { "tools",
    "{" TOOL_F ",'messages':[{'user':'Hi'}]}",
    "{'toolConfig':{'tools':[" SPEC_F "]}}" },
  { "choice: auto",
    "{" TOOL_F ",'choice':'auto','messages':[{'user':'Hi'}]}",
    "{'toolConfig':{'tools':[" SPEC_F "],'toolChoice':{'auto':{}}}}" },
  { "choice: required",
    "{" TOOL_F ",'choice':'required','messages':[{'user':'Hi'}]}",
    "{'toolConfig':{'tools':[" SPEC_F "],'toolChoice':{'any':{}}}}" },
  { "choice: a tool",
    "{" TOOL_F ",'choice':'f','messages':[{'user':'Hi'}]}",
    "{'toolConfig':{'tools':[" SPEC_F "],'toolChoice':{'tool':{'name':'f'}}}}" },
  { "choice while thinking",
    "{" TOOL_F ",'choice':'f','thinking':{'thinking':{'type':'adaptive'}},'messages':[{'user':'Hi'}]}",
    "{'toolConfig':{'tools':[" SPEC_F "],'toolChoice':{'auto':{}}}}" },
  { "choice: none",
    "{" TOOL_F ",'choice':'none','messages':[{'user':'Hi'}]}", "{'messages':[" USER_HI "],'absent':['toolConfig']}" },
  { "a tool without a description or arguments",
    "{'tools':[{'name':'f','description':''}],'messages':[{'user':'Hi'}]}",
    "{'toolConfig':{'tools':[{'toolSpec':{'name':'f','inputSchema':{'json':{'type':'object','properties':{}}}}}]}}" },

  { "calls and results",
    "{" TOOL_F ",'messages':[{'user':'Hi'},{'assistant':[{'text':'I look'},{'call':'t1','name':'f','args':{'b':1,'a':2}},"
    "{'call':'t2','name':'f'}]," OWN "},{'tool':[{'result':'two','of':'t2','error':true},{'result':'one','of':'t1'}]},"
    "{'user':'And?'}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'I look'},"
    "{'toolUse':{'toolUseId':'t1','name':'f','input':{'b':1,'a':2}}},{'toolUse':{'toolUseId':'t2','name':'f','input':{}}}]},"
    "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'text':'one'}],'status':'success'}},"
    "{'toolResult':{'toolUseId':'t2','content':[{'text':'two'}],'status':'error'}},{'text':'And?'}]}]}" },

  { "an empty result says so",
    "{" TOOL_F ",'messages':[{'user':'Hi'},{'assistant':[{'call':'t1','name':'f'}]," OWN "},{'tool':[{'result':' ','of':'t1'}]}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'toolUse':{'toolUseId':'t1','name':'f','input':{}}}]},"
    "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'text':'The tool answered nothing.'}],"
    "'status':'success'}}]}]}" },

  { "calls of others come last",
    "{" TOOL_F ",'messages':[{'user':'Hi'},{'assistant':[{'call':'t1','name':'f'},{'text':'I look'}],"
    "'dialect':'gemini','model':'m'},{'tool':[{'result':'r','of':'t1'}]}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'I look'},"
    "{'toolUse':{'toolUseId':'t1','name':'f','input':{}}}]},"
    "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'text':'r'}],'status':'success'}}]}]}" },

  { "without tools there are no calls in the history either",
    "{'messages':[{'user':'Hi'},{'assistant':[{'thinking':'x','replay':" SIGNED ("x") "},{'text':'I look'},"
    "{'call':'t1','name':'f'}]," OWN "},{'tool':[{'result':'six','of':'t1','name':'f'}]},"
    "{'assistant':[{'thinking':'y','replay':" SIGNED ("y") "},{'text':'Six'}]," OWN "},{'user':'And?'}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'I look'}]},"
    "{'role':'user','content':[{'text':'f: six'}]},{'role':'assistant','content':[" SIGNED ("y") ",{'text':'Six'}]},"
    "{'role':'user','content':[{'text':'And?'}]}],'absent':['toolConfig']}" },

  { "a reply that was nothing but calls is gone without them",
    "{" TOOL_F ",'choice':'none','messages':[{'user':'Hi'},{'assistant':[{'call':'t1','name':'f'}]," OWN "},"
    "{'tool':[{'result':'','of':'t1','name':'f'}]},{'assistant':[{'call':'t2','name':'f'}]," OWN "},"
    "{'tool':[{'result':'6','of':'t2','name':'f'}]}]}",
    "{'messages':[{'role':'user','content':[{'text':'Hi'},{'text':'f: The tool answered nothing.'},{'text':'f: 6'}]}],"
    "'absent':['toolConfig']}" },

  { "pictures and files within a result",
    "{" TOOL_F ",'messages':[{'user':[{'text':'Hi'},{'document':'abc','type':'application/pdf','name':'a'}]},"
    "{'assistant':[{'call':'t1','name':'f'},{'call':'t2','name':'f'}]," OWN "},"
    "{'tool':[{'result':'Seen','of':'t1'},{'image':'abc','type':'image/png'}]},"
    "{'tool':[{'result':'','of':'t2'},{'document':'abc','type':'application/pdf','name':'b'}]}]}",
    "{'messages':[{'role':'user','content':[{'text':'Hi'},"
    "{'document':{'format':'pdf','name':'document-1','source':{'bytes':'YWJj'}}}]},"
    "{'role':'assistant','content':[{'toolUse':{'toolUseId':'t1','name':'f','input':{}}},"
    "{'toolUse':{'toolUseId':'t2','name':'f','input':{}}}]},"
    "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'text':'Seen'},"
    "{'image':{'format':'png','source':{'bytes':'YWJj'}}}],'status':'success'}},"
    "{'toolResult':{'toolUseId':'t2','content':[{'document':{'format':'pdf','name':'document-2','source':{'bytes':'YWJj'}}}],"
    "'status':'success'}}]}]}" },

  { "a choice the model does not take",
    "{" TOOL_F ",'choice':'required','forced':'never','messages':[{'user':'Hi'}]}",
    "{'toolConfig':{'tools':[" SPEC_F "]}}" },

  /* Replies */
  { "what was signed goes back as it came, in its order",
    "{" TOOL_F ",'messages':[{'user':'Hi'},{'assistant':[{'thinking':'a','replay':" SIGNED ("a") "},"
    "{'thinking':'','replay':" REDACTED "},{'text':'b'},{'thinking':'plain'},{'call':'t1','name':'f'}]," OWN "},"
    "{'tool':[{'result':'r','of':'t1'}]}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[" SIGNED ("a") "," REDACTED ",{'text':'b'},"
    "{'toolUse':{'toolUseId':'t1','name':'f','input':{}}}]},"
    "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'text':'r'}],'status':'success'}}]}]}" },

  { "what another model or dialect signed is left out",
    "{'messages':[{'user':'Hi'},{'assistant':[{'thinking':'a','replay':" SIGNED ("a") "},{'text':'1'}],"
    "'dialect':'bedrock-converse','model':'n'},{'user':'x'},{'assistant':[{'thinking':'a','replay':{'type':'thinking',"
    "'thinking':'a','signature':'s'}},{'text':'2'}],'dialect':'anthropic','model':'m'},{'user':'y'}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'1'}]},{'role':'user','content':[{'text':'x'}]},"
    "{'role':'assistant','content':[{'text':'2'}]},{'role':'user','content':[{'text':'y'}]}]}" },

  { "what the provider ran by itself is not sent back",
    "{'messages':[{'user':'Hi'},{'assistant':[{'opaque':'nova_grounding','id':'t1','replay':{'toolUse':{}}},{'text':'1'}],"
    OWN "},{'user':'x'}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'1'}]},{'role':'user','content':[{'text':'x'}]}]}" },

  { "what is to be gone on with does not end with white space",
    "{'messages':[{'user':'Hi'},{'assistant':[{'text':'One '},{'text':'two \\n'}]," OWN "}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'One '},{'text':'two'}]}]}" },

  { "a branch that begins with a reply",
    "{'messages':[{'assistant':'Hello'},{'user':'Hi'}]}",
    "{'messages':[{'role':'user','content':[{'text':'[The beginning of the conversation is not included.]'}]},"
    "{'role':'assistant','content':[{'text':'Hello'}]}," USER_HI "]}" },

  /* The cache */
  { "cache: not in the first question",
    "{" CACHED ",'messages':[{'user':'Hi'}]}", "{'messages':[" USER_HI "]}" },
  { "cache: from the second on",
    "{" CACHED ",'messages':[{'user':'Hi'},{'assistant':'Hello'},{'user':'?'}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'Hello'}]},"
    "{'role':'user','content':[{'text':'?'}," CACHE_POINT "]}]}" },
  { "cache: not behind a reply",
    "{" CACHED ",'messages':[{'user':'Hi'},{'assistant':'Hello'}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'Hello'}]}]}" },
  { "cache: not for models that do not know it",
    "{'messages':[{'user':'Hi'},{'assistant':'Hello'},{'user':'?'}]}",
    "{'messages':[" USER_HI ",{'role':'assistant','content':[{'text':'Hello'}]},{'role':'user','content':[{'text':'?'}]}]}" },

  { "nothing to say", "{'messages':[]}", NULL },
  { "thinking that is no object", "{'thinking':[1],'messages':[{'user':'Hi'}]}", NULL },
};

static void
test_bodies (void)
{
  fixture_check (&dialect, cases, G_N_ELEMENTS (cases));
}

static void
test_paths (void)
{
  static const struct { const char *model, *path; } paths[] = {
    { "amazon.nova-2-lite-v1:0", "/model/amazon.nova-2-lite-v1%3A0/converse-stream" },
    { "us.anthropic.claude-haiku-4-5-20251001-v1:0",
      "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream" },
    { "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc",
      "/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Aapplication-inference-profile%2Fabc/converse-stream" },
    { "a?b#c%d e", "/model/a%3Fb%23c%25d%20e/converse-stream" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'model':'%s','messages':[{'user':'Hi'}]}", paths[i].model);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabWireRequest) request = fixture_encode (&dialect, text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (request->method, ==, "POST");
      g_assert_cmpstr (request->path, ==, paths[i].path);
      g_assert_cmpstr (request->content_type, ==, "application/json");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/encoder/bedrock-converse/bodies", test_bodies);
  g_test_add_func ("/wire/encoder/bedrock-converse/paths", test_paths);

  return g_test_run ();
}
