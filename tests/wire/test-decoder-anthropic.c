/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decoder-fixture.h"

#define START "data: {'type':'message_start','message':{'id':'m1','model':'x','content':[]}}\n\n"
#define BLOCK(index, block) "data: {'type':'content_block_start','index':" #index ",'content_block':" block "}\n\n"
#define DELTA(index, delta) "data: {'type':'content_block_delta','index':" #index ",'delta':" delta "}\n\n"
#define STOP(index) "data: {'type':'content_block_stop','index':" #index "}\n\n"
#define END(reason) "data: {'type':'message_delta','delta':{'stop_reason':'" reason "'}}\n\n" \
                    "data: {'type':'message_stop'}\n\n"

static const DecoderCase cases[] = {
  { "start", START END ("end_turn"), "start 0 id=m1 model=x|stop 0 name=end_turn reason=stop|complete" },
  { "start-twice", START BLOCK (0, "{'type':'tool_use','id':'t','name':'f','input':{}}")
    "data: {'type':'message_start','message':{'id':'m1','model':'x','content':[{'type':'tool_use','id':'t','name':'f',"
    "'input':{}}]}}\n\n" STOP (0) END ("tool_use"),
    "start 0 id=m1 model=x|tool-call 0 id=t name=f|tool-call-end 0|!tool-call 1|complete" },
  { "start-of-another", START "data: {'type':'message_start','message':{'id':'m2','content':[]}}\n\n",
    "Another reply began" },

  /* What has to go back */
  { "thinking-sealed",
    START BLOCK (0, "{'type':'thinking','thinking':'','signature':'','future':1}")
    DELTA (0, "{'type':'thinking_delta','thinking':'a\\n\\u00e9'}")
    DELTA (0, "{'type':'signature_delta','signature':'c2'}") DELTA (0, "{'type':'signature_delta','signature':'ln'}")
    STOP (0) END ("end_turn"),
    "thinking 0:a\n\xc3\xa9|"
    "sealed 0 json={'type':'thinking','thinking':'a\\n\xc3\xa9','signature':'c2ln','future':1}|complete" },
  { "thinking-unsigned",
    START BLOCK (0, "{'type':'thinking','thinking':''}") DELTA (0, "{'type':'thinking_delta','thinking':'a'}")
    STOP (0) END ("end_turn"),
    "thinking 0:a|sealed 0\n|!json=" },
  { "thinking-only-signed",
    START BLOCK (0, "{'type':'thinking','thinking':'','signature':''}") DELTA (0, "{'type':'signature_delta','signature':'s'}")
    STOP (0) END ("end_turn"),
    "thinking 0:\nsealed 0 json={'type':'thinking','thinking':'','signature':'s'}\n" },
  { "nothing-in-blocks",
    START BLOCK (0, "{'type':'thinking','thinking':''}") STOP (0) BLOCK (1, "{'type':'text','text':''}") STOP (1) END ("end_turn"),
    "complete|!sealed" },
  { "thinking-unfinished",
    START BLOCK (0, "{'type':'thinking','thinking':''}") DELTA (0, "{'type':'thinking_delta','thinking':'a'}"),
    "thinking 0:a|incomplete|!sealed" },
  { "thinking-redacted",
    START BLOCK (0, "{'type':'redacted_thinking','data':'eA=='}") STOP (0) END ("end_turn"),
    "opaque 0 name=redacted_thinking json={'type':'redacted_thinking','data':'eA=='}" },
  { "server-tool",
    START BLOCK (0, "{'type':'server_tool_use','id':'s1','name':'search','input':{}}")
    DELTA (0, "{'type':'input_json_delta','partial_json':'{\\'q\\':'}")
    DELTA (0, "{'type':'input_json_delta','partial_json':'1}'}") STOP (0) END ("pause_turn"),
    "server-tool-call 0 id=s1 name=search json={'q':1}|"
    "sealed 0 json={'type':'server_tool_use','id':'s1','name':'search','input':{'q':1}}|reason=pause" },
  { "unknown-block-grows",
    START BLOCK (0, "{'type':'x','text':'a','n':null}") DELTA (0, "{'type':'y','text':'b','n':[1]}")
    DELTA (0, "{'type':'y','text':'c','m':'d'}") STOP (0) END ("end_turn"),
    "opaque 0 name=x json={'type':'x','text':'abc','n':[1],'m':'d'}" },
  { "citation",
    START BLOCK (0, "{'type':'text','text':''}")
    DELTA (0, "{'type':'citations_delta','citation':{'document_title':'T','cited_text':'c'}}") STOP (0) END ("end_turn"),
    "citation 0 json={'document_title':'T','cited_text':'c','title':'T'}" },

  /* Calls end with the reply, and only with a whole one */
  { "call-ends",
    START BLOCK (0, "{'type':'tool_use','id':'t1','name':'f','input':{}}")
    DELTA (0, "{'type':'input_json_delta','partial_json':'{\\'a\\':1}'}") STOP (0) END ("tool_use"),
    "tool-call 0 id=t1 name=f|tool-arguments 0:{'a':1}|tool-call-end 0 json={'a':1}|stop 0 name=tool_use reason=tool-use" },
  { "call-empty",
    START BLOCK (0, "{'type':'tool_use','id':'t1','name':'f','input':{}}") STOP (0) END ("tool_use"),
    "tool-call-end 0 json={}|!tool-arguments" },
  { "call-broken-off",
    START BLOCK (0, "{'type':'tool_use','id':'t1','name':'f','input':{}}")
    DELTA (0, "{'type':'input_json_delta','partial_json':'{}'}") STOP (0),
    "tool-call 0|incomplete|!tool-call-end" },
  { "call-before-error",
    START BLOCK (0, "{'type':'tool_use','id':'t1','name':'f','input':{}}") STOP (0)
    "data: {'type':'message_delta','delta':{'stop_reason':'tool_use'}}\n\n"
    "data: {'type':'error','error':{'type':'api_error','message':'Oops'}}\n\n",
    "error 0 error=server Oops|incomplete|!tool-call-end" },
  { "call-superseded",
    START BLOCK (0, "{'type':'tool_use','id':'t1','name':'f','input':{}}")
    BLOCK (0, "{'type':'tool_use','id':'t2','name':'f','input':{}}") STOP (0) END ("tool_use"),
    "tool-call 0 id=t1|tool-call 1 id=t2|tool-call-end 1|!tool-call-end 0" },
  { "call-stop-says-end", START BLOCK (0, "{'type':'tool_use','id':'t1','name':'f'}") STOP (0) END ("end_turn"),
    "reason=tool-use" },

  /* Blocks that are not numbered or not begun as they should be */
  { "no-index",
    START "data: {'type':'content_block_start','content_block':{'type':'text','text':'a'}}\n\n"
    "data: {'type':'content_block_delta','delta':{'type':'text_delta','text':'b'}}\n\n" END ("end_turn"),
    "text 0:ab\n" },
  { "never-begun", START DELTA (4, "{'type':'text_delta','text':'b'}") DELTA (5, "{'type':'signature_delta'}")
    END ("end_turn"), "text 0:b\n|complete" },
  { "after-stop", START BLOCK (0, "{'type':'text','text':'a'}") STOP (0) DELTA (0, "{'type':'text_delta','text':'b'}")
    END ("end_turn"), "text 0:a\n|!ab" },

  /* Ends */
  { "length", START END ("max_tokens"), "reason=length" },
  { "window", START END ("model_context_window_exceeded"), "reason=length" },
  { "refusal", START END ("refusal"), "reason=refusal" },
  { "unknown-end", START END ("tired"), "name=tired reason=other" },
  { "no-end", START, "incomplete|!stop 0" },
  { "usage",
    "data: {'type':'message_start','message':{'usage':{'input_tokens':5,'cache_read_input_tokens':'7'}}}\n\n"
    "data: {'type':'message_delta','delta':{},'usage':{'output_tokens':2.0,'input_tokens':null}}\n\n",
    "usage 0 in=5 out=-1 cached=7 write=-1 reasoning=-1 cost=-1 +cache|usage 0 in=5 out=2" },

  /* Failures */
  { "overloaded", "event: error\ndata: {'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}\n\n",
    "error 0 error=overloaded Overloaded|incomplete" },
  { "error-once", "data: {'type':'error','error':{'message':'a'}}\n\ndata: {'type':'error','error':{'message':'b'}}\n\n",
    "error 0 error=other a|!b" },
  { "key-in-error", "data: {'type':'error','error':{'message':'bad key sk-ant-api03-abcdef'}}\n\n",
    "bad key [key]|!abcdef" },
};

static void
test_cases (void)
{
  decoder_fixture_check ("anthropic", cases, G_N_ELEMENTS (cases));
}

static void
test_split_anywhere (void)
{
  decoder_fixture_split_anywhere ("anthropic");
}

static void
test_damage (void)
{
  decoder_fixture_damage ("anthropic");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/decoder-anthropic/cases", test_cases);
  g_test_add_func ("/wire/decoder-anthropic/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/decoder-anthropic/damage", test_damage);

  return g_test_run ();
}
