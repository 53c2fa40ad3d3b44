/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decoder-fixture.h"

#define START "data: {'id':'i','type':'message-start','delta':{'message':{'role':'assistant','content':[],'tool_plan':''," \
  "'tool_calls':[],'citations':[]}}}\n\n"
#define CONTENT(i, type) "data: {'type':'content-start','index':" #i ",'delta':{'message':{'content':{'type':'" type "','" type "':''}}}}\n\n"
#define DELTA(i, content) "data: {'type':'content-delta','index':" #i ",'delta':{'message':{'content':" content "}}}\n\n"
#define CONTENT_END(i) "data: {'type':'content-end','index':" #i "}\n\n"
#define PLAN(text) "data: {'type':'tool-plan-delta','delta':{'message':{'tool_plan':'" text "'}}}\n\n"
#define CALL(i, id, name, arguments) "data: {'type':'tool-call-start','index':" #i ",'delta':{'message':{'tool_calls':" \
  "{'id':'" id "','type':'function','function':{'name':'" name "','arguments':'" arguments "'}}}}}\n\n"
#define CALL_DELTA(i, arguments) "data: {'type':'tool-call-delta','index':" #i ",'delta':{'message':{'tool_calls':" \
  "{'function':{'arguments':'" arguments "'}}}}}\n\n"
#define CALL_END(i) "data: {'type':'tool-call-end','index':" #i "}\n\n"
#define CITE(citation) "data: {'type':'citation-start','index':0,'delta':{'message':{'citations':" citation "}}}\n\n"
#define END(reason) "data: {'type':'message-end','delta':{'finish_reason':'" reason "'}}\n\n"

static const DecoderCase cases[] = {
  { "text", START CONTENT (0, "text") DELTA (0, "{'text':'a'}") DELTA (0, "{'text':'b'}") CONTENT_END (0) END ("COMPLETE"),
    "start 0 id=i\ntext 0:ab\nsealed 0\nstop 0 name=COMPLETE reason=stop\ncomplete" },
  { "two-texts", START CONTENT (0, "text") DELTA (0, "{'text':'a'}") CONTENT_END (0) CONTENT (1, "text")
    DELTA (1, "{'text':'b'}") CONTENT_END (1) END ("COMPLETE"), "text 0:a\nsealed 0\ntext 1:b\nsealed 1\n" },
  { "thinking", START CONTENT (0, "thinking") DELTA (0, "{'thinking':'a'}") CONTENT_END (0) CONTENT (1, "text")
    DELTA (1, "{'text':'b'}") CONTENT_END (1) END ("COMPLETE"),
    "thinking 0:a\nsealed 0 json={'field':'thinking'}\ntext 1:b\n" },
  { "names-of-events-alone", "event: content-delta\ndata: {'delta':{'message':{'content':{'text':'a'}}}}\n\n"
    "event: message-end\ndata: {'delta':{'finish_reason':'COMPLETE'}}\n\n", "text 0:a\n|complete" },

  /* Tools */
  { "plan-and-call", START PLAN ("I ") PLAN ("will.") CALL (0, "c1", "f", "") CALL_DELTA (0, "{\\'a\\'")
    CALL_DELTA (0, ":1}") CALL_END (0) END ("TOOL_CALL"),
    "thinking 0:I will.\nsealed 0 json={'field':'tool_plan'}\ntool-call 1 id=c1 name=f\ntool-arguments 1:{'a':1}\n"
    "tool-call-end 1 json={'a':1}\nstop 0 name=TOOL_CALL reason=tool-use\ncomplete" },
  { "call-without-arguments", START CALL (0, "c1", "f", "") CALL_END (0) END ("TOOL_CALL"), "tool-call-end 0 json={}\n" },
  { "arguments-in-the-start", START CALL (0, "c1", "f", "{") CALL_DELTA (0, "}") END ("TOOL_CALL"),
    "tool-arguments 0:{}\n" },
  { "two-calls", START CALL (0, "c1", "f", "{}") CALL_END (0) CALL (1, "c2", "f", "{}") CALL_END (1) END ("TOOL_CALL"),
    "tool-call-end 0 json={}\ntool-call-end 1 json={}\n" },
  { "call-broken-off", START CALL (0, "c1", "f", "{}") CALL_END (0), "tool-call 0|incomplete|!tool-call-end" },
  { "plan-and-thinking", START PLAN ("a") DELTA (0, "{'thinking':'b'}") END ("COMPLETE"),
    "sealed 0 json={'field':'tool_plan'}\nthinking 1:b\nsealed 1 json={'field':'thinking'}\n" },

  /* Sources */
  { "sources", START DELTA (0, "{'text':'ab'}")
    CITE ("{'start':0,'end':1,'text':'a','sources':[{'type':'document','id':'d','document':{'title':'T','url':'u'}},"
          "{'type':'tool','id':'t'}]}") END ("COMPLETE"),
    "text 0:ab\n|citation 0 json={'type':'document','id':'d','document':{'title':'T','url':'u'},'start':0,'end':1,"
    "'text':'a','url':'u','title':'T'}\ncitation 0 json={'type':'tool','id':'t','start':0,'end':1,'text':'a'}\n" },
  { "sources-of-a-plan", START PLAN ("a") CITE ("{'sources':[{'type':'tool','id':'t'}]}") END ("TOOL_CALL"),
    "thinking 0:a|complete|!citation" },

  /* Usage */
  { "tokens", "data: {'type':'message-end','delta':{'finish_reason':'COMPLETE','usage':{'billed_units':{'input_tokens':1,"
    "'output_tokens':2},'tokens':{'input_tokens':10,'output_tokens':20,'reasoning_tokens':7},'cached_tokens':5}}}\n\n",
    "usage 0 in=10 out=20 cached=5 write=-1 reasoning=7 cost=-1\n" },
  { "billed", "data: {'type':'message-end','delta':{'finish_reason':'COMPLETE','usage':{'billed_units':{'input_tokens':1.0,"
    "'output_tokens':2}}}}\n\n", "usage 0 in=1 out=2 cached=-1" },

  /* Ends */
  { "length", START END ("MAX_TOKENS"), "reason=length\ncomplete" },
  { "sequence", START END ("STOP_SEQUENCE"), "reason=stop" },
  { "timeout", START END ("TIMEOUT"), "reason=error" },
  { "toxic", START END ("ERROR_TOXIC"), "reason=content-filter" },
  { "unknown-end", START END ("TIRED"), "name=TIRED reason=other" },
  { "no-end", START DELTA (0, "{'text':'a'}") CONTENT_END (0), "text 0:a\nsealed 0\nincomplete|!stop 0" },

  /* In one piece */
  { "whole", "{'id':'i','message':{'role':'assistant','content':[{'type':'thinking','thinking':'a'},{'type':'text','text':'b'},"
    "{'type':'text','text':'c'}],'tool_plan':'p','tool_calls':[{'id':'c1','type':'function','function':{'name':'f',"
    "'arguments':'{}'}}],'citations':[{'start':0,'sources':[{'id':'d'}]}]},'finish_reason':'TOOL_CALL',"
    "'usage':{'tokens':{'input_tokens':1}}}",
    "start 0 id=i\nthinking 0:p\nsealed 0 json={'field':'tool_plan'}\nthinking 1:a\nsealed 1 json={'field':'thinking'}\n"
    "text 2:b\nsealed 2\ntext 3:c\nsealed 3\ntool-call 4 id=c1 name=f\n|citation 3 json={'id':'d','start':0}\nusage 0 in=1|"
    "tool-call-end 4|complete" },

  /* Failures */
  { "error-body", "{'id':'i','message':'invalid api token'}", "error 0 error=bad-key invalid api token\nincomplete|!start" },
  { "too-long", "{'error_type':'TOO_MANY_TOKENS','message':'too many tokens: size limit exceeded'}",
    "too many tokens: size limit exceeded\nincomplete" },
  { "error-at-the-end", START DELTA (0, "{'text':'a'}")
    "data: {'type':'message-end','delta':{'finish_reason':'ERROR','error':'The model is overloaded'}}\n\n",
    "text 0:a\n|error 0 error=other The model is overloaded|stop 0 name=ERROR reason=error\nincomplete" },
  { "error-event", START "event: error\ndata: {'message':'Oops','status':500}\n\n", "error 0 error=server Oops|incomplete" },
  { "wrong-types", "data: {'type':7,'delta':[]}\n\ndata: {'type':'content-delta','delta':{'message':{'content':'a'}}}\n\n"
    "data: {'type':'tool-call-start','delta':{'message':{'tool_calls':{'function':{'name':1}}}}}\n\n"
    "data: {'type':'citation-start','delta':{'message':{'citations':{'sources':[1,null]}}}}\n\n" END ("COMPLETE"),
    "complete|!text|!tool-call" },
  { "debug", START "data: {'type':'debug','prompt':'x'}\n\n" END ("COMPLETE"), "complete|!error" },
};

static void
test_cases (void)
{
  decoder_fixture_check ("cohere-v2", cases, G_N_ELEMENTS (cases));
}

static void
test_split_anywhere (void)
{
  decoder_fixture_split_anywhere ("cohere-v2");
}

static void
test_damage (void)
{
  decoder_fixture_damage ("cohere-v2");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/decoder-cohere/cases", test_cases);
  g_test_add_func ("/wire/decoder-cohere/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/decoder-cohere/damage", test_damage);

  return g_test_run ();
}
