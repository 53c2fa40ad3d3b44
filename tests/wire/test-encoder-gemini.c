/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "encoder-fixture.h"

#include <string.h>

static const ConfabDialect dialect = { "gemini", CONFAB_FRAMING_SSE, NULL, &confab_gemini_encoder_ops };

#define OWN "'dialect':'gemini','model':'gemini-3-pro'"
#define USER_HI "{'role':'user','parts':[{'text':'Hi'}]}"
#define LOST "'thoughtSignature':'skip_thought_signature_validator'"

static const EncoderCase cases[] = {
  { "plain",
    "{'messages':[{'user':'Hi'}]}",
    "{'contents':[" USER_HI "],'absent':['model','stream','systemInstruction','tools','toolConfig',"
    "'generationConfig']}" },

  { "system prompt",
    "{'system':'A','messages':[{'user':'Hi'}]}",
    "{'systemInstruction':{'parts':[{'text':'A'}]},'contents':[" USER_HI "]}" },

  { "Gemma takes it with the first question",
    "{'system_role':'user','system':'A','messages':[{'user':'Hi'}]}",
    "{'contents':[{'role':'user','parts':[{'text':'A'},{'text':'Hi'}]}],'absent':['systemInstruction']}" },

  { "parameters are merged into what is there",
    "{'max':10,'temperature':0.2,'thinking':{'generationConfig':{'thinkingConfig':{'includeThoughts':true,"
    "'thinkingLevel':'low'}}},'extra':{'generationConfig':{'temperature':1,"
    "'thinkingConfig':{'thinkingLevel':'high'}},"
    "'safetySettings':[]},'messages':[{'user':'Hi'}]}",
    "{'generationConfig':{'maxOutputTokens':10,'temperature':1,'thinkingConfig':{'includeThoughts':true,"
    "'thinkingLevel':'high'}},'safetySettings':[]}" },

  { "a budget of thinking comes on top",
    "{'max':10,'thinking':{'generationConfig':{'thinkingConfig':{'thinkingBudget':2048}}},'messages':[{'user':'Hi'}]}",
    "{'generationConfig':{'maxOutputTokens':2058,'thinkingConfig':{'thinkingBudget':2048}}}" },

  { "thinking alone",
    "{'thinking':{'generationConfig':{'thinkingConfig':{'thinkingBudget':0}}},'messages':[{'user':'Hi'}]}",
    "{'generationConfig':{'thinkingConfig':{'thinkingBudget':0}}}" },

  { "neighbours are merged, the person begins",
    "{'messages':[{'assistant':'a'},{'user':'1'},{'user':'2'},{'assistant':'b'},{'assistant':'c'}]}",
    "{'contents':[{'role':'user','parts':[{'text':'[The beginning of the conversation is not included.]'}]},"
    "{'role':'model','parts':[{'text':'a'}]},{'role':'user','parts':[{'text':'1'},{'text':'2'}]},"
    "{'role':'model','parts':[{'text':'b'},{'text':'c'}]}]}" },

  { "tools; one without arguments has no schema",
    "{'tools':[{'name':'f','description':'d','schema':{'type':'object','properties':{'a':{'type':['string',"
    "'null']}}}},"
    "{'name':'g','schema':{'type':'object','properties':{}}}],'choice':'f','messages':[{'user':'Hi'}]}",
    "{'tools':[{'functionDeclarations':[{'name':'f','description':'d',"
    "'parametersJsonSchema':{'type':'object','properties':{'a':{'type':['string','null']}}}},{'name':'g'}]}],"
    "'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['f']}}}" },

  { "tool choice by word",
    "{'tools':[{'name':'f'}],'choice':'required','messages':[{'user':'Hi'}]}",
    "{'toolConfig':{'functionCallingConfig':{'mode':'ANY'}}}" },

  { "calls and results with and without ids; the signature stays with its call",
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},"
    "{'assistant':[{'thinking':'hm'},{'call':'i1','name':'f','args':{'a':1},'replay':{'thoughtSignature':'c2ln'}},"
    "{'call':'','name':'g'}]," OWN "},{'tool':[{'result':'G','name':'g','error':true},{'result':'F','of':'i1'}]}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':["
    "{'functionCall':{'id':'i1','name':'f','args':{'a':1}},'thoughtSignature':'c2ln'},"
    "{'functionCall':{'name':'g','args':{}}}]},"
    "{'role':'user','parts':[{'functionResponse':{'id':'i1','name':'f','response':{'output':'F'}}},"
    "{'functionResponse':{'name':'g','response':{'error':'G'}}}]}]}" },

  { "Vertex knows no ids",
    "{'platform':'vertex','model':'gemini-3-pro','messages':[{'user':'Hi'},"
    "{'assistant':[{'call':'i1','name':'f','args':{'a':1},'replay':{'thoughtSignature':'c2ln'}},{'call':'i2','name':'f'}]," OWN "},"
    "{'tool':[{'result':'2','of':'i2'},{'result':'1','of':'i1'}]}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':["
    "{'functionCall':{'name':'f','args':{'a':1}},'thoughtSignature':'c2ln'},{'functionCall':{'name':'f','args':{}}}]},"
    "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{'output':'1'}}},"
    "{'functionResponse':{'name':'f','response':{'output':'2'}}}]}]}" },

  { "the whole part may be what is kept",
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},{'assistant':[{'call':'','name':'f',"
    "'replay':{'functionCall':{'name':'f'},'thoughtSignature':'c2ln'}}]," OWN "},{'tool':[{'result':'F',"
    "'name':'f'}]}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'functionCall':{'name':'f','args':{}},"
    "'thoughtSignature':'c2ln'}]},"
    "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{'output':'F'}}}]}]}" },

  { "a lost signature is said to be lost, once in each step",
    "{'model':'gemini-3-pro','lost':'skip_thought_signature_validator','messages':[{'user':'Hi'},"
    "{'assistant':[{'call':'a','name':'f'},{'call':'b','name':'f'}],'dialect':'openai-chat','model':'gemini-3-pro'},"
    "{'tool':[{'result':'1','of':'a'},{'result':'2','of':'b'}]},"
    "{'assistant':[{'text':'Now'},{'call':'c','name':'f'}],'dialect':'gemini','model':'gemini-2.5-pro'},"
    "{'tool':[{'result':'3','of':'c'}]}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'functionCall':{'id':'a','name':'f','args':{}}," LOST "},"
    "{'functionCall':{'id':'b','name':'f','args':{}}}]},"
    "{'role':'user','parts':[{'functionResponse':{'id':'a','name':'f','response':{'output':'1'}}},"
    "{'functionResponse':{'id':'b','name':'f','response':{'output':'2'}}}]},"
    "{'role':'model','parts':[{'text':'Now'},{'functionCall':{'id':'c','name':'f','args':{}}," LOST "}]},"
    "{'role':'user','parts':[{'functionResponse':{'id':'c','name':'f','response':{'output':'3'}}}]}]}" },

  { "older models have no signatures",
    "{'model':'models/gemini-2.5-flash','messages':[{'user':'Hi'},{'assistant':[{'call':'a','name':'f'}]},"
    "{'tool':[{'result':'1','of':'a'}]}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'functionCall':{'id':'a','name':'f','args':{}}}]},"
    "{'role':'user','parts':[{'functionResponse':{'id':'a','name':'f','response':{'output':'1'}}}]}]}" },

  { "signed text, also when it is empty; thoughts stay behind",
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},"
    "{'assistant':[{'thinking':'hm'},{'text':'A','replay':{'thoughtSignature':'cw=='}},{'text':'B'},"
    "{'text':'','replay':{'thoughtSignature':'dA=='}},{'text':''}]," OWN "},{'user':'?'}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'text':'A','thoughtSignature':'cw=='},{'text':'B'},"
    "{'text':'','thoughtSignature':'dA=='}]},{'role':'user','parts':[{'text':'?'}]}]}" },

  { "a signature without any text",
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},"
    "{'assistant':[{'thinking':'hm','replay':{'thoughtSignature':'cg=='}},{'text':'A'},"
    "{'thinking':'','replay':{'thoughtSignature':'cw=='}}]," OWN "},{'user':'?'}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'text':'hm','thought':true,'thoughtSignature':'cg=='},{'text':'A'},"
    "{'text':'','thoughtSignature':'cw=='}]},{'role':'user','parts':[{'text':'?'}]}]}" },

  { "each signature stands on the piece of text that it came on",
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},"
    "{'assistant':[{'thinking':'one two','replay':{'signed':[{'from':3,'to':7,'thoughtSignature':'cg=='}]}},"
    "{'text':'Grüße!','replay':{'signed':[{'from':0,'to':2,'thoughtSignature':'YQ=='},"
    "{'from':4,'to':7,'thoughtSignature':'Yg=='},{'from':8,'to':8,'thoughtSignature':'Yw=='}]}}]," OWN "},{'user':'?'}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'text':' two','thought':true,'thoughtSignature':'cg=='},"
    "{'text':'Gr','thoughtSignature':'YQ=='},{'text':'ü'},{'text':'ße','thoughtSignature':'Yg=='},{'text':'!'},"
    "{'text':'','thoughtSignature':'Yw=='}]},{'role':'user','parts':[{'text':'?'}]}]}" },

  { "pieces that are not of the text are none",
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},"
    "{'assistant':[{'text':'abc','replay':{'signed':[{'from':0,'to':9,'thoughtSignature':'YQ=='}]}},"
    "{'text':'def','replay':{'signed':[{'from':2,'to':1,'thoughtSignature':'YQ=='}]}},"
    "{'text':'ghi','replay':{'signed':[]}}]," OWN "},{'user':'?'}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'text':'abc'},{'text':'def'},{'text':'ghi'}]},"
    "{'role':'user','parts':[{'text':'?'}]}]}" },

  { "signatures of another model stay behind",
    "{'model':'gemini-3-flash','messages':[{'user':'Hi'},{'assistant':[{'text':'A',"
    "'replay':{'thoughtSignature':'cw=='}},"
    "{'text':'','replay':{'thoughtSignature':'dA=='}}]," OWN "},{'user':'?'}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'text':'A'}]},{'role':'user','parts':[{'text':'?'}]}]}" },

  { "pictures both ways, files one way",
    "{'model':'gemini-3-pro','messages':[{'user':[{'text':'Hi'},{'image':'abc','type':'image/png'},"
    "{'document':'%PDF','type':'application/pdf','name':'a.pdf'},{'document':'x','type':'text/csv','name':'a.csv'}]},"
    "{'assistant':[{'image':'def','type':'image/png','replay':{'thoughtSignature':'cw=='}}]," OWN "},{'user':'?'}]}",
    "{'contents':[{'role':'user','parts':[{'text':'Hi'},{'inlineData':{'mimeType':'image/png','data':'YWJj'}},"
    "{'inlineData':{'mimeType':'application/pdf','data':'JVBERg=='}},{'text':'a.csv\\n\\nx'}]},"
    "{'role':'model','parts':[{'inlineData':{'mimeType':'image/png','data':'ZGVm'},'thoughtSignature':'cw=='}]},"
    "{'role':'user','parts':[{'text':'?'}]}]}" },

  { "a picture that a tool returned stands within its result",
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},{'assistant':[{'call':'i','name':'f'}]," OWN "},"
    "{'tool':[{'result':'See','of':'i'},{'image':'abc','type':'image/png'}]}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'functionCall':{'id':'i','name':'f','args':{}}}]},"
    "{'role':'user','parts':[{'functionResponse':{'id':'i','name':'f','response':{'output':'See'},"
    "'parts':[{'inlineData':{'mimeType':'image/png','data':'YWJj'}}]}}]}]}" },

  { "beside it for older models",
    "{'model':'gemini-2.5-pro','result_media':'after','messages':[{'user':'Hi'},"
    "{'assistant':[{'call':'i','name':'f'}],'dialect':'gemini','model':'gemini-2.5-pro'},"
    "{'tool':[{'result':'See','of':'i'},{'image':'abc','type':'image/png'}]}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'functionCall':{'id':'i','name':'f','args':{}}}]},"
    "{'role':'user','parts':[{'functionResponse':{'id':'i','name':'f','response':{'output':'See'}}},"
    "{'inlineData':{'mimeType':'image/png','data':'YWJj'}}]}]}" },

  { "the provider's own tools go back as they came",
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},{'assistant':[{'opaque':'executableCode',"
    "'replay':{'executableCode':{'language':'PYTHON','code':'1'}}},{'text':'A'}]," OWN "},{'user':'?'}]}",
    "{'contents':[" USER_HI ",{'role':'model','parts':[{'executableCode':{'language':'PYTHON','code':'1'}},"
    "{'text':'A'}]},{'role':'user','parts':[{'text':'?'}]}]}" },

  { "a file of another type", "{'messages':[{'user':[{'document':'x','type':'application/zip',"
    "'name':'a'}]}]}", NULL },
  { "nothing to say", "{'system':'A','messages':[]}", NULL },
};

static void
test_bodies (void)
{
  fixture_check (&dialect, cases, G_N_ELEMENTS (cases));
}

static void
test_paths (void)
{
  static const struct { const char *model, *path, *platform; } paths[] = {
    { "gemini-3-pro",         "/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse", "vertex" },
    { "models/gemini-3-pro",  "/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse", "vertex" },
    { "endpoints/1234",       "/endpoints/1234:streamGenerateContent?alt=sse", "vertex" },
    { "publishers/meta/models/llama-x", "/publishers/meta/models/llama-x:streamGenerateContent?alt=sse", "vertex" },
    { "gemini-3-pro",         "/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse" },
    { "models/gemini-3-pro",  "/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse" },
    { "tunedModels/my model", "/v1beta/tunedModels/my%20model:streamGenerateContent?alt=sse" },
    { "a:b?c#d%e",            "/v1beta/models/a%3Ab%3Fc%23d%25e:streamGenerateContent?alt=sse" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'model':'%s','platform':'%s','messages':[{'user':'Hi'}]}", paths[i].model,
                                               paths[i].platform != NULL ? paths[i].platform : "");
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabWireRequest) request = fixture_encode (&dialect, text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (request->path, ==, paths[i].path);
    }
}

/* Without events the path asks for none, and the body is the same. */
static void
test_array (void)
{
  static const ConfabDialect array = { "gemini-array", CONFAB_FRAMING_NDJSON, NULL, &confab_gemini_array_encoder_ops };
  static const char text[] =
    "{'model':'gemini-3-pro','messages':[{'user':'Hi'},{'assistant':[{'text':'Yes','replay':{'thoughtSignature':'s'}}],"
    "'dialect':'gemini-array','model':'gemini-3-pro'},{'user':'?'}]}";
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabWireRequest) request = fixture_encode (&array, text, &error);
  g_autofree char *body = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (request->path, ==, "/v1beta/models/gemini-3-pro:streamGenerateContent");
  body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_assert_nonnull (strstr (body, "{\"text\":\"Yes\",\"thoughtSignature\":\"s\"}"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/encoder/gemini/bodies", test_bodies);
  g_test_add_func ("/wire/encoder/gemini/paths", test_paths);
  g_test_add_func ("/wire/encoder/gemini/array", test_array);

  return g_test_run ();
}
