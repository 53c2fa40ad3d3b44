/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "encoder-fixture.h"

#include <string.h>

static const ConfabDialect dialect = {
  "openai-responses", CONFAB_FRAMING_SSE, NULL, &confab_openai_responses_encoder_ops
};

#define OWN "'dialect':'openai-responses','model':'m'"
#define USER(text) "{'role':'user','content':[{'type':'input_text','text':'" text "'}]}"
#define PLAIN(text) "{'type':'message','role':'assistant','content':[{'type':'output_text','text':'" text "'}]}"
#define PLAIN_CALL(id) "{'type':'function_call','call_id':'" id "','name':'f','arguments':'{}'}"
#define OUTPUT(id, text) "{'type':'function_call_output','call_id':'" id "','output':'" text "'}"

/* What the model said, as it is kept. */
#define R1 "{'type':'reasoning','id':'r1','summary':[],'encrypted_content':'a/b+=='}"
#define R2 "{'type':'reasoning','id':'r2','summary':[],'encrypted_content':'c'}"
#define M1 "{'id':'m1','type':'message','status':'completed','role':'assistant','phase':'final_answer'," \
  "'content':[{'type':'output_text','text':'Yes','annotations':[]}]}"
#define F1 "{'id':'f1','type':'function_call','status':'completed','call_id':'c1','name':'f','arguments':'{}'}"
#define F2 "{'id':'f2','type':'function_call','status':'completed','call_id':'c2','name':'f','arguments':'{}'}"
#define W1 "{'id':'w1','type':'web_search_call','status':'completed','action':{'type':'search'}}"
#define THOUGHT(item) "{'thinking':'','replay':" item "}"
#define SAID(item) "{'text':'Yes','replay':" item "}"
#define CALLED(id, item) "{'call':'" id "','name':'f','args':'{}','replay':" item "}"

static const EncoderCase cases[] = {
  { "plain",
    "{'model':'gpt-5.5','system':'Be brief.','messages':[{'user':'Hi'}]}",
    "{'model':'gpt-5.5','instructions':'Be brief.','input':[" USER ("Hi") "],'stream':true,'store':false,"
    "'absent':['include','max_output_tokens','temperature','tools','tool_choice','reasoning','messages','stream_options']}" },

  { "a model that can reason is asked for what to send back",
    "{'thinking':{'reasoning':{'effort':'low'}},'messages':[{'user':'Hi'}]}",
    "{'include':['reasoning.encrypted_content'],'reasoning':{'effort':'low'}}" },

  { "how to think, what the person says last, and that it streams",
    "{'thinking':{'reasoning':{'effort':'high','summary':'auto'}},'extra':{'reasoning':{'summary':null},'store':true,"
    "'include':null,'stream':false,'service_tier':'flex'},'messages':[{'user':'Hi'}]}",
    "{'reasoning':{'effort':'high'},'store':true,'stream':true,'service_tier':'flex','absent':['include']}" },

  { "limits", "{'max':4000,'max_field':'max_tokens','temperature':0.5,'messages':[{'user':'Hi'}]}",
    "{'max_output_tokens':4000,'temperature':0.5,'absent':['max_tokens','max_completion_tokens']}" },
  { "the least there is", "{'max':1,'messages':[{'user':'Hi'}]}", "{'max_output_tokens':16}" },
  { "no temperature where it is a mistake",
    "{'temperature':0.5,'thinking':{'temperature':null},'messages':[{'user':'Hi'}]}", "{'absent':['temperature']}" },

  { "tools are flat and lenient",
    "{'tools':[{'name':'f','description':'d','schema':{'type':'object','properties':{'z':{'type':'string'}}}},{'name':'g'}],"
    "'choice':'auto','messages':[{'user':'Hi'}]}",
    "{'tools':[{'type':'function','name':'f','description':'d','parameters':{'type':'object','properties':"
    "{'z':{'type':'string'}}},'strict':false},{'type':'function','name':'g','parameters':{'type':'object','properties':{}},"
    "'strict':false}],'tool_choice':'auto'}" },
  { "one tool", "{'tools':[{'name':'f'}],'choice':'f','messages':[{'user':'Hi'}]}",
    "{'tool_choice':{'type':'function','name':'f'}}" },
  { "a choice without tools is none", "{'tools':[],'choice':'auto','messages':[{'user':'Hi'}]}",
    "{'absent':['tools','tool_choice']}" },

  { "pictures and files",
    "{'messages':[{'user':[{'text':'See'},{'image':'abc','type':'image/webp'},{'document':'x','type':'application/pdf','name':'a.pdf'},"
    "{'document':'one','type':'text/plain','name':'b.txt'}]}]}",
    "{'input':[{'role':'user','content':[{'type':'input_text','text':'See'},"
    "{'type':'input_image','image_url':'data:image/webp;base64,YWJj'},"
    "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,eA=='},"
    "{'type':'input_text','text':'b.txt\\n\\none'}]}]}" },

  { "calls and results, and what the person says after them",
    "{'messages':[{'user':'Hi'},{'assistant':[{'text':'Wait'},{'call':'c1','name':'f','args':{'a':1}},{'call':'c2','name':'g'}]},"
    "{'tool':[{'result':'two','of':'c2'}]},{'user':'So?'}]}",
    "{'input':[" USER ("Hi") "," PLAIN ("Wait") ","
    "{'type':'function_call','call_id':'c1','name':'f','arguments':'{\\\"a\\\":1}'},"
    "{'type':'function_call','call_id':'c2','name':'g','arguments':'{}'},"
    OUTPUT ("c1", "Error: The tool was not run.") "," OUTPUT ("c2", "two") "," USER ("So?") "]}" },

  { "what a tool returned beside text, and that it failed",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c1','name':'f'},{'call':'c2','name':'f'}]},"
    "{'tool':[{'result':'r','of':'c1'},{'image':'x','type':'image/png'}]},{'tool':[{'result':'no','of':'c2','error':true}]}]}",
    "{'input':[" USER ("Hi") "," PLAIN_CALL ("c1") "," PLAIN_CALL ("c2") ","
    "{'type':'function_call_output','call_id':'c1','output':[{'type':'input_text','text':'r'},"
    "{'type':'input_image','image_url':'data:image/png;base64,eA=='}]}," OUTPUT ("c2", "Error: no") "]}" },
  { "tools that were used, for who wants them declared",
    "{'declare_used':true,'messages':[{'user':'Hi'},{'assistant':[{'call':'c1','name':'f'}]}]}",
    "{'tools':[{'type':'function','name':'f','parameters':{'type':'object'},'strict':false}],'tool_choice':'none'}" },
  { "a choice the model does not take",
    "{'forced':'never','tools':[{'name':'f'}],'choice':'required','messages':[{'user':'Hi'}]}", "{'absent':['tool_choice']}" },

  { "ids of other providers",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'a|b+/','name':'f'},{'call':'','name':'f'}],'dialect':'gemini','model':'m'},"
    "{'tool':[{'result':'r','of':'a|b+/'}]}]}",
    "{'input':[" USER ("Hi") "," PLAIN_CALL ("call_4f7e7385db9b6a46e4c627b4") "," PLAIN_CALL ("call_2") ","
    OUTPUT ("call_4f7e7385db9b6a46e4c627b4", "r") "," OUTPUT ("call_2", "Error: The tool was not run.") "]}" },

  /* What goes back as it came */
  { "reasoning and what it led to",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) "," SAID (M1) "]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," R1 "," M1 "," USER ("?") "]}" },
  { "calls, their results, and more reasoning",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) "," CALLED ("c1", F1) "," CALLED ("c2", F2) "]," OWN "},"
    "{'tool':[{'result':'1','of':'c1'},{'result':'2','of':'c2'}]},"
    "{'assistant':[" THOUGHT (R2) "," SAID (M1) "]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," R1 "," F1 "," F2 "," OUTPUT ("c1", "1") "," OUTPUT ("c2", "2") "," R2 "," M1 "," USER ("?") "]}" },
  { "what the service did by itself",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) ",{'opaque':'web_search_call','replay':" W1 "}," THOUGHT (R2) ","
    SAID (M1) "]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," R1 "," W1 "," R2 "," M1 "," USER ("?") "]}" },
  { "to nobody but the model itself",
    "{'model':'n','messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) ",{'opaque':'web_search_call','replay':" W1 "},"
    CALLED ("c1", F1) "," SAID (M1) "]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," PLAIN_CALL ("c1") "," PLAIN ("Yes") "," OUTPUT ("c1", "Error: The tool was not run.") "," USER ("?") "]}" },
  { "a plain text that was never finished",
    "{'messages':[{'user':'Hi'},{'assistant':[{'text':'Yes'}]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," PLAIN ("Yes") "," USER ("?") "]}" },
  { "several parts of one message",
    "{'messages':[{'user':'Hi'},{'assistant':[{'text':'a','replay':{'type':'message','id':'m','content':[{'type':'output_text','text':'a'},"
    "{'type':'refusal','refusal':'b'}]}},{'refusal':'b'},{'text':'c'}]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") ",{'type':'message','id':'m','content':[{'type':'output_text','text':'a'},{'type':'refusal','refusal':'b'}]},"
    PLAIN ("c") "," USER ("?") "]}" },
  { "a call with a text for its input, and its result",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c1','name':'f','args':'Dear','replay':{'type':'custom_tool_call','call_id':'c1',"
    "'name':'f','input':'Dear'}}]," OWN "},{'tool':[{'result':'r','of':'c1'}]}]}",
    "{'input':[" USER ("Hi") ",{'type':'custom_tool_call','call_id':'c1','name':'f','input':'Dear'},"
    "{'type':'custom_tool_call_output','call_id':'c1','output':'r'}]}" },
  { "a piece for the client with its answer",
    "{'messages':[{'user':'Hi'},{'assistant':[{'opaque':'shell_call','replay':{'type':'shell_call','call_id':'s'}},"
    "{'opaque':'shell_call_output','replay':{'type':'shell_call_output','call_id':'s'}},{'text':'Yes'}]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") ",{'type':'shell_call','call_id':'s'},{'type':'shell_call_output','call_id':'s'}," PLAIN ("Yes") ","
    USER ("?") "]}" },

  /* What does not, since half of it would be refused */
  { "reasoning that led to nothing",
    "{'messages':[{'user':'Hi'},{'assistant':[" SAID (M1) "," THOUGHT (R1) "]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," M1 "," USER ("?") "]}" },
  { "reasoning that cannot be read again takes the ids of the others with it",
    "{'messages':[{'user':'Hi'},{'assistant':[{'thinking':'Hm'}," CALLED ("c1", F1) "," SAID (M1) "]," OWN "},"
    "{'tool':[{'result':'r','of':'c1'}]}]}",
    "{'input':[" USER ("Hi") "," PLAIN_CALL ("c1") "," PLAIN ("Yes") "," OUTPUT ("c1", "r") "]}" },
  { "a text that was changed",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) "," CALLED ("c1", F1) ",{'text':'No','replay':" M1 "}]," OWN "},"
    "{'tool':[{'result':'r','of':'c1'}]}]}",
    "{'input':[" USER ("Hi") "," PLAIN_CALL ("c1") "," PLAIN ("No") "," OUTPUT ("c1", "r") "]}" },
  { "a call that was changed",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) ",{'call':'c1','name':'f','args':'{ }','replay':" F1 "}]," OWN "},"
    "{'tool':[{'result':'r','of':'c1'}]}]}",
    "{'input':[" USER ("Hi") "," PLAIN_CALL ("c1") "," OUTPUT ("c1", "r") "]}" },
  { "a number that was given twice",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) "," CALLED ("c1", F1) "]," OWN "},{'tool':[{'result':'1','of':'c1'}]},"
    "{'assistant':[" THOUGHT (R2) "," CALLED ("c1", F1) "]," OWN "},{'tool':[{'result':'2','of':'c1'}]}]}",
    "{'input':[" USER ("Hi") "," R1 "," F1 "," OUTPUT ("c1", "1") "," PLAIN_CALL ("c1_2") "," OUTPUT ("c1_2", "2") "]}" },
  { "a stretch does not spoil its neighbours",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) ",{'text':'No','replay':" M1 "}," THOUGHT (R2) "," CALLED ("c1", F1) "],"
    OWN "},{'tool':[{'result':'r','of':'c1'}]}]}",
    "{'input':[" USER ("Hi") "," PLAIN ("No") "," R2 "," F1 "," OUTPUT ("c1", "r") "]}" },
  { "nor what somebody else said after it",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) "," SAID (M1) "]," OWN "},{'assistant':'And so say I'},{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," R1 "," M1 "," PLAIN ("And so say I") "," USER ("?") "]}" },
  { "a reply that was broken off keeps what was said",
    "{'messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) "," SAID (M1) "," CALLED ("c1", F1) "]," OWN ",'status':'interrupted'},"
    "{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," PLAIN ("Yes") "," USER ("?") "]}" },
  { "a piece for the client without its answer",
    "{'messages':[{'user':'Hi'},{'assistant':[{'opaque':'shell_call','replay':{'type':'shell_call','call_id':'s'}},"
    "{'opaque':'mcp_approval_request','replay':{'type':'mcp_approval_request','id':'a'}},{'text':'Yes'}]," OWN "},{'user':'?'}]}",
    "{'input':[" USER ("Hi") "," PLAIN ("Yes") "," USER ("?") "]}" },
  { "broken arguments are made whole",
    "{'messages':[{'user':'Hi'},{'assistant':[{'call':'c','name':'f','args':'{\\\"a','replay':{'type':'function_call','call_id':'c',"
    "'name':'f','arguments':'{\\\"a'}}]," OWN "}]}",
    "{'input':[" USER ("Hi") ",{'type':'function_call','call_id':'c','name':'f','arguments':'{\\\"text\\\":\\\"{\\\\\\\"a\\\"}'},"
    OUTPUT ("c", "Error: The tool was not run.") "]}" },

  { "nothing to say", "{'messages':[]}", NULL },
  { "a file of another type", "{'messages':[{'user':[{'document':'x','type':'application/zip','name':'a'}]}]}", NULL },
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
  g_assert_cmpstr (request->path, ==, "/responses");
  g_assert_cmpuint (g_strv_length (request->headers), ==, 0);
}

/* A prompt cache reads from the front, and the service compares what it encrypted byte by byte. */
static void
test_is_stable (void)
{
  static const char *const start =
    "{'system':'A','messages':[{'user':'Hi'},{'assistant':[" THOUGHT (R1) "," CALLED ("c1", F1) "]," OWN "},"
    "{'tool':[{'result':'r','of':'c1'}]}";
  g_autofree char *first_request = g_strconcat (start, "]}", NULL);
  g_autofree char *second_request = g_strconcat (start, ",{'assistant':'Done'," OWN "},{'user':'More'}]}", NULL);
  g_autofree char *first = fixture_dup_body (&dialect, first_request);
  g_autofree char *second = fixture_dup_body (&dialect, second_request);
  g_autofree char *reasoning = g_strdelimit (g_strdup (R1 "," F1), "'", '"');
  gsize common = 0;

  while (first[common] != '\0' && first[common] == second[common])
    common++;

  /* All up to the end of the list. */
  g_assert_true (g_str_has_prefix (first + common, "],\"stream\""));
  g_assert_nonnull (strstr (first, reasoning));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/encoder/openai-responses/bodies", test_bodies);
  g_test_add_func ("/wire/encoder/openai-responses/request-line", test_request_line);
  g_test_add_func ("/wire/encoder/openai-responses/is-stable", test_is_stable);

  return g_test_run ();
}
