/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decoder-fixture.h"

#define EVENT(type, members) "data: {'type':'response." type "'," members "}\n\n"
#define ADDED(item) EVENT ("output_item.added", "'output_index':0,'item':{" item "}")
#define DONE(item) EVENT ("output_item.done", "'output_index':0,'item':{" item "}")
#define TEXT(text) EVENT ("output_text.delta", "'output_index':0,'delta':'" text "'")
#define BEGIN EVENT ("created", "'response':{'status':'in_progress'}")
#define END(output) EVENT ("completed", "'response':{'status':'completed','output':[" output "]}")
#define MESSAGE "'type':'message','id':'m1','role':'assistant'"
#define CALL "'type':'function_call','id':'f1','call_id':'c1','name':'f'"

static const DecoderCase cases[] = {
  { "start", EVENT ("created", "'response':{'id':'r','model':'x','status':'in_progress'}") TEXT ("a")
    EVENT ("completed", "'response':{'id':'r','model':'y','status':'completed'}"),
    "start 0 id=r model=x\ntext 0:a\nstart 0 id=r model=y\nsealed|complete" },

  /* What has to go back */
  { "message-as-it-came", BEGIN ADDED (MESSAGE) TEXT ("a") DONE (MESSAGE ",'phase':'final_answer','content':[{'type':'output_text',"
    "'text':'a','new':[1.50]}]") END (""),
    "text 0:a\nsealed 0 json={'type':'message','id':'m1','role':'assistant','phase':'final_answer','content':"
    "[{'type':'output_text','text':'a','new':[1.5" },
  { "message-not-whole", BEGIN ADDED (MESSAGE) TEXT ("a") END (""), "text 0:a\nsealed 0\nstop" },
  { "message-empty", BEGIN ADDED (MESSAGE) DONE (MESSAGE ",'content':[]") END (""), "complete|!text|!opaque|!sealed" },
  { "message-of-something-new", BEGIN DONE (MESSAGE ",'content':[{'type':'output_song','notes':'cde'}]") END (""),
    "opaque 0 name=output_song json={'type':'message','id':'m1'" },
  { "parts-sealed-once", BEGIN DONE (MESSAGE ",'content':[{'type':'output_text','text':'a'},{'type':'refusal','refusal':'b'}]") END (""),
    "text 0:a\nrefusal 1:b\nsealed 0 json={|sealed 1\nstop 0 name=completed reason=refusal" },
  { "reasoning-encrypted", BEGIN ADDED ("'type':'reasoning','id':'r1','encrypted_content':'x'")
    DONE ("'type':'reasoning','id':'r1','summary':[],'encrypted_content':'xy/+=='") END (""),
    "thinking 0:\nsealed 0 json={'type':'reasoning','id':'r1','summary':[],'encrypted_content':'xy/+=='}" },
  { "reasoning-worth-nothing", BEGIN DONE ("'type':'reasoning','id':'r1','summary':[{'type':'summary_text','text':'a'}]") END (""),
    "thinking 0:a\nsealed 0\n" },
  { "reasoning-readable", BEGIN DONE ("'type':'reasoning','id':'r1','summary':[],'content':[{'type':'reasoning_text','text':'a'}]") END (""),
    "thinking 0:a\nsealed 0 json={'type':'reasoning','id':'r1'" },
  { "reasoning-encrypted-late", BEGIN DONE ("'type':'reasoning','id':'r1','summary':[]") TEXT ("a")
    END ("{'type':'reasoning','id':'r1','summary':[],'encrypted_content':'x'}"),
    "thinking 0:\nsealed 0\ntext 1:a\nsealed 0 json={'type':'reasoning','id':'r1','summary':[],'encrypted_content':'x'}" },
  { "reasoning-not-whole", BEGIN ADDED ("'type':'reasoning','id':'r1','encrypted_content':'x'") END (""), "!json=" },
  { "reasoning-once", BEGIN EVENT ("reasoning_text.delta", "'delta':'long'") EVENT ("reasoning_summary_text.delta", "'delta':'short'")
    DONE ("'type':'reasoning','summary':[{'text':'short'}],'content':[{'text':'long'}]") END (""),
    "thinking 0:long\nsealed 0 json=|!short\n" },
  { "reasoning-paragraphs", BEGIN EVENT ("reasoning_summary_text.delta", "'summary_index':0,'delta':'a'")
    EVENT ("reasoning_summary_text.delta", "'summary_index':1,'delta':'b'")
    DONE ("'type':'reasoning','summary':[{'text':'a'},{'text':'b'},{'text':'c'}]") END (""),
    "thinking 0:a\n\nb\n\nc\n" },
  { "reasoning-counted-from-one", BEGIN EVENT ("reasoning_summary_text.delta", "'summary_index':1,'delta':'a'")
    DONE ("'type':'reasoning','summary':[{'text':'a'}]") END (""), "thinking 0:a\nsealed" },
  { "call-as-it-came", BEGIN DONE (CALL ",'arguments':'{}','status':'completed'") END (""),
    "tool-call 0 id=c1 name=f\ntool-arguments 0:{}\nsealed 0 json={" CALL ",'arguments':'{}','status':'completed'}\n"
    "tool-call-end 0 json={}\nstop 0 name=completed reason=tool-use\ncomplete" },

  /* Calls */
  { "call-broken-off", BEGIN DONE (CALL ",'arguments':'{}'"), "tool-call 0 id=c1 name=f\n|incomplete|!tool-call-end|!sealed" },
  { "call-half", BEGIN ADDED (CALL ",'arguments':''")
    EVENT ("incomplete", "'response':{'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'}}"),
    "tool-call 0 id=c1 name=f\nstop 0 name=max_output_tokens reason=length\ncomplete|!tool-call-end" },
  { "call-half-by-its-word", BEGIN DONE (CALL ",'arguments':'','status':'incomplete'") END (""), "complete|!tool-call-end" },
  { "call-whole-then-too-long", BEGIN DONE (CALL ",'arguments':'{}'")
    EVENT ("incomplete", "'response':{'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'}}"),
    "tool-call-end 0 json={}\nstop 0 name=max_output_tokens reason=length" },
  { "call-late-name", BEGIN EVENT ("function_call_arguments.delta", "'output_index':0,'delta':'{}'")
    ADDED ("'type':'function_call','name':'f'") DONE (CALL ",'arguments':'{}'") END (""),
    "tool-call 0 name=f\ntool-arguments 0:{}\ntool-call 0 id=c1 name=f\nsealed 0 json={|tool-call-end 0 json={}" },
  { "call-without-number", BEGIN DONE ("'type':'function_call','id':'f1','name':'f','arguments':'{}'") END (""),
    "tool-call 0 id=f1 name=f" },
  { "call-announced-with-arguments", BEGIN ADDED (CALL ",'arguments':'{}'") END (""), "tool-arguments 0:{}\ntool-call-end 0 json={}\n" },
  { "calls-with-one-index", BEGIN ADDED ("'type':'function_call','id':'a','call_id':'1','name':'f'")
    ADDED ("'type':'function_call','id':'b','call_id':'2','name':'g'")
    EVENT ("function_call_arguments.delta", "'output_index':0,'item_id':'a','delta':'[1]'")
    EVENT ("function_call_arguments.delta", "'output_index':0,'item_id':'b','delta':'[2]'") END (""),
    "tool-call 0 id=1 name=f\ntool-call 1 id=2 name=g\ntool-arguments 0:[1]\ntool-arguments 1:[2]\ntool-call-end 0 json=[1]\n"
    "tool-call-end 1 json=[2]" },
  { "calls-with-one-id", BEGIN DONE ("'type':'function_call','id':'a','call_id':'1','name':'f','arguments':'[1]'")
    EVENT ("output_item.done", "'output_index':1,'item':{'type':'function_call','id':'b','call_id':'1','name':'g','arguments':'[2]'}")
    END (""), "tool-call 0 id=1 name=f\n|tool-call 1 id=1 name=g\n" },
  { "text-and-call-with-one-index", BEGIN TEXT ("a") EVENT ("function_call_arguments.delta", "'output_index':0,'delta':'[1]'") TEXT ("b")
    DONE (CALL ",'arguments':'[1]'") END (""), "text 0:ab\ntool-call 1 id=c1 name=f\ntool-arguments 1:[1]\n" },

  /* Said several times */
  { "done-twice", BEGIN DONE (MESSAGE ",'content':[{'type':'output_text','text':'a'}]")
    DONE (MESSAGE ",'content':[{'type':'output_text','text':'a'}]") END (MESSAGE), "text 0:a\nsealed 0 json={|complete|!text 1" },
  { "added-twice", BEGIN ADDED (MESSAGE) ADDED (MESSAGE) TEXT ("a") END (""), "text 0:a\n|complete" },
  { "too-late", BEGIN DONE (MESSAGE ",'content':[{'type':'output_text','text':'a'}]") EVENT ("output_text.delta", "'item_id':'m1','delta':'b'")
    END (""), "text 0:a\nsealed|complete|!:b" },
  { "end-in-other-order", BEGIN TEXT ("a") EVENT ("function_call_arguments.delta", "'output_index':1,'delta':'{}'")
    END ("{" CALL ",'arguments':'{}'},{'type':'message','id':'m9','content':[{'type':'output_text','text':'ab'}]}"),
    "text 0:a\ntool-call 1 id=c1 name=f\ntool-arguments 1:{}\ntext 0:b\nsealed 0 json=|tool-call-end 1" },
  { "end-with-more", BEGIN TEXT ("a") END ("{'type':'message','id':'m9','content':'a'},{'type':'message','id':'m8','content':'b'}"),
    "text 0:a\nsealed 0 json=|text 1:b\n" },
  { "end-twice", BEGIN TEXT ("a") END ("{'type':'message','content':'a'}")
    END ("{'type':'message','content':'a'},{'type':'message','content':'b'}"), "complete|!:b" },
  { "failed-twice", BEGIN EVENT ("failed", "'response':{'status':'failed','error':{'message':'no'}}")
    EVENT ("failed", "'response':{'status':'failed','error':{'message':'nay'}}"), "error 0 error=other no\n|incomplete|!nay" },
  { "end-with-calls-in-other-order", BEGIN EVENT ("output_item.added", "'output_index':0,'item':{'type':'function_call','id':'a',"
    "'call_id':'1','name':'f'}") EVENT ("output_item.added", "'output_index':1,'item':{'type':'function_call','id':'b','call_id':'2',"
    "'name':'g'}") END ("{'type':'function_call','id':'y','call_id':'2','name':'g','arguments':'[2]'},"
    "{'type':'function_call','id':'x','call_id':'1','name':'f','arguments':'[1]'}"),
    "tool-call-end 0 json=[1]\n|tool-call-end 1 json=[2]\n" },
  { "list-that-is-no-reply", BEGIN ADDED ("'type':'shell_call_output','id':'s1'")
    EVENT ("shell_call_output_content.done", "'item_id':'s1','output':['a']") END (""),
    "opaque 0 name=shell_call_output json={'type':'shell_call_output','id':'s1','output':['a']}" },
  { "other-beginning", BEGIN TEXT ("ab") DONE (MESSAGE ",'content':[{'type':'output_text','text':'ac'}]") END (""), "text 0:ab\nsealed" },
  { "counted-from-one", BEGIN EVENT ("output_text.delta", "'content_index':1,'delta':'a'")
    DONE (MESSAGE ",'content':[{'type':'output_text','text':'a'}]") END (""), "text 0:a\nsealed 0 json=|!text 1" },

  /* Sources */
  { "source", BEGIN TEXT ("a") EVENT ("output_text.annotation.added", "'annotation':{'type':'url_citation','url':'u','title':'t'}")
    DONE (MESSAGE ",'content':[{'type':'output_text','text':'a','annotations':[{'type':'url_citation','url':'u','title':'t'},"
    "{'type':'file_citation','filename':'n','file_id':'i'}]}]") END (""),
    "text 0:a\ncitation 0 json={'type':'url_citation','url':'u','title':'t'}\n"
    "citation 0 json={'type':'file_citation','filename':'n','file_id':'i','title':'n'}\nsealed|!'u','title':'t'}\ncitation 0 json={'type':'url" },
  { "source-nested", BEGIN TEXT ("a") EVENT ("output_text.annotation.added", "'annotation':{'url_citation':{'url':'u'}}") END (""),
    "citation 0 json={'url':'u'}" },

  /* Ends */
  { "filter", BEGIN TEXT ("a") EVENT ("incomplete", "'response':{'status':'incomplete','incomplete_details':{'reason':'content_filter'}}"),
    "stop 0 name=content_filter reason=content-filter\ncomplete" },
  { "status-says-more", BEGIN TEXT ("a") EVENT ("completed", "'response':{'status':'incomplete','incomplete_details':{'reason':'new'}}"),
    "stop 0 name=new reason=other\ncomplete" },
  { "end-of-another-name", BEGIN TEXT ("a") EVENT ("done", "'response':{'status':'completed'}"), "stop 0 name=completed reason=stop\ncomplete" },
  { "no-end-yet", EVENT ("created", "'response':{'status':'completed'}") TEXT ("a"), "text 0:a\nincomplete" },
  { "in-the-background", "{'object':'response','id':'r','status':'queued','output':[]}", "start 0 id=r\nincomplete" },
  { "cancelled", BEGIN TEXT ("a") DONE (CALL ",'arguments':'{}'") EVENT ("cancelled", "'response':{'status':'cancelled'}"),
    "stop 0 name=cancelled reason=error\nincomplete|!tool-call-end" },
  { "failed-in-silence", BEGIN TEXT ("a") EVENT ("failed", "'response':{'status':'failed','error':null}"),
    "error 0 error=server |stop 0 name=failed reason=error\nincomplete" },
  { "failed-without-response", BEGIN TEXT ("a") "data: {'type':'response.failed','error':{'code':'server_error','message':'no'}}\n\n",
    "error 0 error=server no" },
  { "error-first", "event: error\ndata: {'type':'error','code':'insufficient_quota','message':'pay'}\n\n",
    "error 0 error=no-credit pay\nincomplete" },
  { "error-in-answer", "{'object':'response','status':'failed','error':{'code':'rate_limit_exceeded','message':'slow'},'output':[]}",
    "error 0 error=rate-limited slow\n|incomplete" },
  { "error-of-gateway", "{'detail':'no route'}", "error 0 error=other no route\nincomplete" },
};

static void
test_cases (void)
{
  decoder_fixture_check ("openai-responses", cases, G_N_ELEMENTS (cases));
}

static void
test_split_anywhere (void)
{
  decoder_fixture_split_anywhere ("openai-responses");
}

static void
test_damage (void)
{
  decoder_fixture_damage ("openai-responses");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/decoder-openai-responses/cases", test_cases);
  g_test_add_func ("/wire/decoder-openai-responses/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/decoder-openai-responses/damage", test_damage);

  return g_test_run ();
}
