/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decoder-fixture.h"

#define DELTA(delta) "data: {'choices':[{'delta':" delta "}]}\n\n"
#define END(reason) "data: {'choices':[{'delta':{},'finish_reason':'" reason "'}]}\n\ndata: [DONE]\n\n"
#define CALL(call) DELTA ("{'tool_calls':[" call "]}")

static const DecoderCase cases[] = {
  { "start-once", "data: {'id':'a','model':'x','choices':[]}\n\ndata: {'id':'b','model':'x','choices':[]}\n\n"
    "data: {'id':'c','model':'y','choices':[]}\n\n",
    "start 0 id=a model=x\nstart 0 id=a model=y\n" },

  /* What has to go back */
  { "thinking-field", DELTA ("{'reasoning':'a'}") DELTA ("{'content':'b'}") END ("stop"),
    "thinking 0:a\nsealed 0 json={'field':'reasoning'}\ntext 1:b\nsealed 1\nstop 0 name=stop reason=stop\ncomplete" },
  { "thinking-content-field", DELTA ("{'reasoning_content':'a'}") END ("stop"),
    "sealed 0 json={'field':'reasoning_content'}" },
  { "thinking-details",
    DELTA ("{'reasoning_details':[{'type':'reasoning.text','text':'a','index':0,'format':'f'}]}")
    DELTA ("{'reasoning_details':[{'type':'reasoning.text','text':'b','index':0,'signature':null}]}")
    DELTA ("{'reasoning_details':[{'type':'reasoning.text','signature':'s','index':0}]}")
    DELTA ("{'reasoning_details':[{'type':'reasoning.encrypted','data':'e','index':1}]}") DELTA ("{'content':'c'}")
    END ("stop"),
    "thinking 0:ab\n|sealed 0 json=[{'type':'reasoning.text','text':'ab','index':0,'format':'f','signature':'s'},"
    "{'type':'reasoning.encrypted','data':'e','index':1}]" },
  { "thinking-details-other-ids",
    DELTA ("{'reasoning_details':[{'type':'reasoning.encrypted','data':'e','id':'1'}]}")
    DELTA ("{'reasoning_details':[{'type':'reasoning.encrypted','data':'f','id':'2'}]}") END ("stop"),
    "opaque 0 name=reasoning_details json=[{'type':'reasoning.encrypted','data':'e','id':'1'},"
    "{'type':'reasoning.encrypted','data':'f','id':'2'}]" },
  { "thinking-details-empty", DELTA ("{'content':'a','reasoning_details':[]}") END ("stop"),
    "text 0:a|opaque 1 name=reasoning_details json=[]" },
  { "thinking-parts",
    DELTA ("{'content':[{'type':'thinking','thinking':[{'type':'text','text':'a'},{'type':'text','text':'\\'b'}]}]}")
    DELTA ("{'content':[{'type':'text','text':'c'}]}") END ("stop"),
    "thinking 0:a'b\n|text 1:c|sealed 0 json={'type':'thinking','thinking':[{'type':'text','text':'a\\'b'}]}" },
  { "thinking-tag", DELTA ("{'content':'<think>a</think>b'}") END ("stop"),
    "thinking 0:a\nsealed 0 json={'field':'content','before':'<think>','after':'</think>'}\ntext 1:b\n" },
  { "thinking-tags", DELTA ("{'content':'<think>a</think> <think>b</think>c'}") END ("stop"),
    "thinking 0:ab\nsealed 0 json={'field':'content'}\ntext 1:c\n" },
  { "thinking-blocks", DELTA ("{'reasoning_content':'a','thinking_blocks':[{'type':'thinking','thinking':'a','signature':null}]}")
    DELTA ("{'reasoning_content':'b','thinking_blocks':[{'type':'thinking','thinking':'b','signature':''}]}")
    DELTA ("{'reasoning_content':'','thinking_blocks':[{'type':'thinking','thinking':'','signature':'s/'}]}")
    DELTA ("{'reasoning_content':'c','thinking_blocks':[{'type':'thinking','thinking':'c','signature':'t/'}]}")
    DELTA ("{'thinking_blocks':[{'type':'redacted_thinking','data':'x'},{'type':'redacted_thinking','data':'y'}]}")
    DELTA ("{'content':'Hi'}") END ("stop"),
    "thinking 0:abc\nsealed 0 json={'field':'reasoning_content'}\ntext 1:Hi\nsealed 1\n"
    "sealed 0 json={'thinking_blocks':[{'type':'thinking','thinking':'ab','signature':'s/'},"
    "{'type':'thinking','thinking':'c','signature':'t/'},{'type':'redacted_thinking','data':'x'},"
    "{'type':'redacted_thinking','data':'y'}]}" },
  { "thinking-blocks-alone", DELTA ("{'thinking_blocks':[{'type':'redacted_thinking','data':'x'}],'content':'Hi'}") END ("stop"),
    "opaque 1 name=thinking_blocks json={'thinking_blocks':[{'type':'redacted_thinking','data':'x'}]}" },
  { "thinking-again", DELTA ("{'reasoning':'a'}") DELTA ("{'content':'b'}") DELTA ("{'reasoning':'c'}") END ("stop"),
    "thinking 0:a\n|text 1:b\n|thinking 2:c\n" },
  { "call-signed", CALL ("{'id':'1','function':{'name':'f'},'extra_content':{'google':{'thought_signature':'s'}}}") END ("stop"),
    "sealed 0 json={'extra_content':{'google':{'thought_signature':'s'}}}\ntool-call-end 0 json={}\nstop 0 name=stop reason=tool-use" },

  /* Calls */
  { "call-not-early", CALL ("{'index':0,'id':'1','function':{'name':'f','arguments':'{}'}}")
    CALL ("{'index':0,'function':{'arguments':' '}}") END ("tool_calls"),
    "tool-arguments 0:{} \ntool-call-end 0 json={} \nstop" },
  { "call-broken-off", CALL ("{'index':0,'id':'1','function':{'name':'f','arguments':'{}'}}"),
    "tool-call 0 id=1 name=f\n|incomplete|!tool-call-end" },
  { "call-done-alone", CALL ("{'index':0,'id':'1','function':{'name':'f','arguments':'{}'}}") "data: [DONE]\n\n",
    "tool-call-end 0 json={}\nstop 0 reason=tool-use\ncomplete" },
  { "call-late-id", CALL ("{'index':0,'function':{'name':'f'}}") CALL ("{'index':0,'id':'1'}") END ("stop"),
    "tool-call 0 name=f\ntool-call 0 id=1 name=f\n" },
  { "call-nameless", CALL ("{'index':0,'id':'1','function':{'arguments':'{}'}}") END ("stop"), "complete|!tool-call" },
  { "call-number-id", CALL ("{'id':5,'function':{'name':'f'}}") END ("stop"), "tool-call 0 id=5 name=f" },
  { "call-after-text", DELTA ("{'content':'<'}") CALL ("{'id':'1','function':{'name':'f'}}") DELTA ("{'content':'b'}")
    END ("stop"), "text 0:<\nsealed 0\ntool-call 1 id=1 name=f\ntext 2:b\n" },

  /* Text */
  { "refusal", DELTA ("{'refusal':'No'}") END ("stop"), "refusal 0:No\n|name=stop reason=refusal" },
  { "image", DELTA ("{'content':'a','images':[{'type':'image_url','image_url':{'url':'data:,'}}]}") END ("stop"),
    "text 0:a|opaque 1 name=image_url json={'type':'image_url','image_url':{'url':'data:,'}}" },
  { "sources",
    "data: {'choices':[{'delta':{'content':'a'}}],'citations':['https://a'],'search_results':[{'url':'https://a','title':'A'}]}\n\n"
    DELTA ("{'annotations':[{'type':'url_citation','url_citation':{'url':'https://b','title':'B'}}]}") END ("stop"),
    "citation 0 json={'url':'https://a','title':'A'}\ncitation 0 json={'url':'https://b','title':'B'}\n|!citation 0 json={'url':'https://a'}" },
  { "other-choices", "data: {'choices':[{'index':1,'delta':{'content':'b'},'finish_reason':'stop'}]}\n\n"
    "data: {'choices':[{'index':0,'delta':{'content':'a'}}]}\n\n", "text 0:a\n|incomplete" },
  { "values-on-one-line", "data: {'choices':[{'delta':{'content':'a'}}]} {'choices':[{'delta':{'content':'b'}}]} [DONE]\n\n",
    "text 0:ab\n|complete" },

  /* Ends */
  { "length", END ("length"), "reason=length" },
  { "filter", END ("content_filter"), "reason=content-filter" },
  { "failed", END ("insufficient_system_resource"), "reason=error" },
  { "unknown-end", END ("tired"), "name=tired reason=other" },
  { "length-with-call", CALL ("{'id':'1','function':{'name':'f','arguments':'{\\'a'}}") END ("length"),
    "tool-call-end 0 json={'a|reason=length" },
  { "cut-after-end", "data: {'choices':[{'delta':{},'finish_reason':'stop'}]}\n\ndata: {'usage':{'prom", "reason=stop\ncomplete" },

  /* Usage */
  { "usage-thinking-outside", "data: {'choices':[],'usage':{'prompt_tokens':10,'completion_tokens':3,'total_tokens':18,"
    "'completion_tokens_details':{'reasoning_tokens':5},'cost_in_usd_ticks':20000000}}\n\n",
    "usage 0 in=10 out=3 cached=-1 write=-1 reasoning=5 cost=0.002 +reasoning" },
  { "usage-thinking-inside", "data: {'choices':[],'usage':{'prompt_tokens':10,'completion_tokens':8,'total_tokens':18,"
    "'completion_tokens_details':{'reasoning_tokens':5},'cost':0.5}}\n\n", "reasoning=5 cost=0.5\n" },
  { "usage-cache-outside", "data: {'choices':[],'usage':{'prompt_tokens':10,'prompt_tokens_details':{'cached_tokens':20}}}\n\n",
    "cached=20 write=-1 reasoning=-1 cost=-1 +cache" },
  { "usage-repeated", "data: {'usage':{'prompt_tokens':1}}\n\ndata: {'usage':{'prompt_tokens':1}}\n\ndata: {'usage':{'prompt_tokens':null}}\n\n",
    "usage 0 in=1 out=-1 cached=-1 write=-1 reasoning=-1 cost=-1\nincomplete" },

  /* Failures */
  { "error-object", "data: {'error':{'message':'Slow down','type':'rate_limit_error'}}\n\n", "error 0 error=rate-limited Slow down" },
  { "error-more-precise", "data: {'error':{'message':'m','type':'invalid_request_error','code':'context_length_exceeded'}}\n\n",
    "error=context-too-long m" },
  { "error-number", "data: {'error':{'message':'m','code':503}}\n\n", "error=overloaded m" },
  { "error-detail", "{'detail':[{'msg':'field required','loc':[]}]}", "error=other field required" },
  { "error-null", "data: {'error':null,'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}\n\n", "complete|!error" },
  { "error-after-end", END ("stop") "data: {'error':{'message':'m'}}\n\n", "error 0|incomplete" },
  { "ping-event", "event: ping\ndata: still here\n\n" END ("stop"), "complete" },
  { "not-json", "data: <html>\n\n", "incomplete The provider sent what is not JSON: <html>" },
  { "page", "<!DOCTYPE html>\n<html>gateway</html>\n", "incomplete The provider sent what is not JSON: <!DOCTYPE html>" },
  { "nothing", "", "incomplete|!JSON" },
  { "only-comments", ": a\n\n: b\n\n", "incomplete|!JSON" },
};

static void
test_cases (void)
{
  decoder_fixture_check ("openai-chat", cases, G_N_ELEMENTS (cases));
}

static void
test_split_anywhere (void)
{
  decoder_fixture_split_anywhere ("openai-chat");
}

static void
test_damage (void)
{
  decoder_fixture_damage ("openai-chat");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/decoder-openai-chat/cases", test_cases);
  g_test_add_func ("/wire/decoder-openai-chat/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/decoder-openai-chat/damage", test_damage);

  return g_test_run ();
}
