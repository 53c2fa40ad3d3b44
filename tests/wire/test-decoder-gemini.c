/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decoder-fixture.h"

#define PARTS(parts) "data: {'candidates':[{'content':{'parts':[" parts "]}}]}\r\n\r\n"
#define END(reason) "data: {'candidates':[{'finishReason':'" reason "'}]}\r\n\r\n"

static const DecoderCase cases[] = {
  { "start", "data: {'responseId':'r','modelVersion':'m','candidates':[]}\n\n" END ("STOP"),
    "start 0 id=r model=m\nstop 0 name=STOP reason=stop\ncomplete" },

  /* What has to go back */
  { "signature-at-end", PARTS ("{'text':'a'}") PARTS ("{'text':'','thoughtSignature':'s\\''}") END ("STOP"),
    "text 0:a\nsealed 0 json={'signed':[{'from':1,'to':1,'thoughtSignature':'s\\''}]}\nstop" },
  { "signature-alone", PARTS ("{'text':'','thoughtSignature':'s'}") END ("STOP"),
    "text 0:\nsealed 0 json={'signed':[{'from':0,'to':0,'thoughtSignature':'s'}]}\n" },
  { "signature-first", PARTS ("{'text':'a','thoughtSignature':'s'}") PARTS ("{'text':'b'}") END ("STOP"),
    "text 0:ab\nsealed 0 json={'signed':[{'from':0,'to':1,'thoughtSignature':'s'}]}\n" },
  { "signature-of-thought", PARTS ("{'text':'a','thought':true,'thoughtSignature':'s'}") PARTS ("{'text':'b'}") END ("STOP"),
    "thinking 0:a\nsealed 0 json={'signed':[{'from':0,'to':1,'thoughtSignature':'s'}]}\ntext 1:b\nsealed 1\n" },
  { "signatures-between", PARTS ("{'text':'a'}") PARTS ("{'text':'\u00e9b','thoughtSignature':'s'},{'text':'c'}")
    PARTS ("{'functionCall':{'name':'f'}},{'text':'d','thoughtSignature':'t'}") END ("STOP"),
    "sealed 0 json={'signed':[{'from':1,'to':4,'thoughtSignature':'s'}]}\ntool-call 1 name=f\n"
    "text 2:d\nsealed 2 json={'signed':[{'from':0,'to':1,'thoughtSignature':'t'}]}\n" },
  { "signature-of-call", PARTS ("{'functionCall':{'name':'f'},'thoughtSignature':'s'},{'functionCall':{'name':'g'}}") END ("STOP"),
    "tool-call 0 name=f\ntool-call 1 name=g\nsealed 0 json={'thoughtSignature':'s'}\n"
    "tool-call-end 0 json={}\ntool-call-end 1 json={}\nstop 0 name=STOP reason=tool-use" },
  { "other-part", PARTS ("{'thoughtSignature':'s','executableCode':{'code':'1'}}") END ("STOP"),
    "opaque 0 name=executableCode json={'thoughtSignature':'s','executableCode':{'code':'1'}}" },

  /* Calls by paths */
  { "path-text", PARTS ("{'functionCall':{'name':'f','willContinue':true}}")
    PARTS ("{'functionCall':{'partialArgs':[{'jsonPath':'$.a.b','stringValue':'x','willContinue':true}],'willContinue':true}}")
    PARTS ("{'functionCall':{'partialArgs':[{'jsonPath':'$.a.b','stringValue':'y','willContinue':true}],'willContinue':true}}")
    PARTS ("{'functionCall':{}}") END ("STOP"),
    "tool-call-end 0 json={'a':{'b':'xy'}}" },
  { "path-never-closed", PARTS ("{'functionCall':{'name':'f','partialArgs':[{'jsonPath':'$[\\'a b\\'][0]','numberValue':1}],'willContinue':true}}")
    END ("STOP"), "tool-call-end 0 json={'a b':[1]}" },
  { "path-next-call", PARTS ("{'functionCall':{'name':'f','willContinue':true}}")
    PARTS ("{'functionCall':{'partialArgs':[{'jsonPath':'$.a','stringValue':'x','willContinue':true}],'willContinue':true}}")
    PARTS ("{'functionCall':{'name':'g','args':{'b':1}}}") END ("STOP"),
    "tool-call-end 0 json={'a':'x'}\ntool-call-end 1 json={'b':1}\n" },
  { "path-far", PARTS ("{'functionCall':{'name':'f','partialArgs':[{'jsonPath':'$.a[2000000000]','numberValue':1}]}}"),
    "argument has no place" },
  { "path-nonsense", PARTS ("{'functionCall':{'name':'f','partialArgs':[{'jsonPath':'$..[x','numberValue':1}]}}"),
    "argument has no place" },
  { "path-through-value",
    PARTS ("{'functionCall':{'name':'f','partialArgs':[{'jsonPath':'$.a','numberValue':1},{'jsonPath':'$.a.b','numberValue':1}]}}"),
    "has no place" },
  { "path-again",
    PARTS ("{'functionCall':{'name':'f','partialArgs':[{'jsonPath':'$.a','stringValue':'x'},{'jsonPath':'$.a','numberValue':1},"
           "{'jsonPath':'$.a','boolValue':true},{'jsonPath':'$.a','stringValue':'y'},{'jsonPath':'$.b[0]','stringValue':'z'},"
           "{'jsonPath':'$.b','stringValue':'no'},{'jsonPath':'$.c','nullValue':null}]}}") END ("STOP"),
    "tool-call-end 0 json={'a':'y','b':['z'],'c':null}" },
  { "call-broken-off", PARTS ("{'functionCall':{'name':'f','args':{}}}"), "tool-call 0 name=f\n|incomplete|!tool-call-end" },

  /* Ends */
  { "length", END ("MAX_TOKENS"), "reason=length" },
  { "safety", END ("SAFETY"), "reason=content-filter" },
  { "bad-call", END ("MALFORMED_FUNCTION_CALL"), "reason=error" },
  { "unknown-end", END ("TIRED"), "name=TIRED reason=other" },
  { "blocked", "data: {'promptFeedback':{'blockReason':'SAFETY'}}\n\n", "name=SAFETY reason=content-filter\ncomplete" },
  { "usage", "data: {'usageMetadata':{'promptTokenCount':5,'candidatesTokenCount':2,'thoughtsTokenCount':9,'cachedContentTokenCount':1}}\n\n",
    "usage 0 in=5 out=2 cached=1 write=-1 reasoning=9 cost=-1 +reasoning" },
  { "sources", "data: {'candidates':[{'content':{'parts':[{'text':'a'}]},'groundingMetadata':{'groundingChunks':"
    "[{'web':{'uri':'https://a','title':'A'}},{'web':{'uri':'https://a'}},{'web':null}]}}]}\n\n" END ("STOP"),
    "citation 0 json={'uri':'https://a','title':'A','url':'https://a'}\nstop" },
  { "wrapped", "data: {'response':{'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'STOP'}]}}\n\n", "text 0:a\n|complete" },
  { "array", "[{'candidates':[{'content':{'parts':[{'text':'a'}]}}]}\n,\n{'candidates':[{'finishReason':'STOP'}]}]", "text 0:a\n|complete" },

  /* Failures */
  { "error", "data: {'error':{'code':429,'message':'Quota','status':'RESOURCE_EXHAUSTED','details':[{'retryDelay':'34s'}]}}\n\n",
    "error=rate-limited Quota" },
  { "error-bare", PARTS ("{'text':'a'}") "{\n  'error': {\n    'code': 503,\n    'status': 'UNAVAILABLE'\n  }\n}\n",
    "text 0:a|error=overloaded {'code':503,'status':'UNAVAILABLE'}" },
  { "array", "[{'candidates':[{'content':{'parts':[{'text':'a]'}]}}]}\n,\r\n{\n'candidates':[{'content':{'parts':[{'text':'b'}]},"
    "'finishReason':'STOP'}]}\n]\n", "text 0:a]b\n|complete" },
  { "array-broken-off", "[{'candidates':[{'content':{'parts':[{'text':'a'}]}}]},\n{'candidates':[{'content'", "text 0:a\n|incomplete" },
  { "array-error", "[{'candidates':[{'content':{'parts':[{'text':'a'}]}}]}\n,\n{'error':{'code':503,'message':'m','status':'UNAVAILABLE'}}]",
    "text 0:a\nerror 0 error=overloaded m|incomplete" },
  { "error-key", "[{'error':{'code':400,'message':'API key not valid.','status':'INVALID_ARGUMENT'}}]", "error=bad-key API key not valid." },
};

static void
test_cases (void)
{
  decoder_fixture_check ("gemini", cases, G_N_ELEMENTS (cases));

  /* How the pieces are framed is not up to who asks. */
  decoder_fixture_check ("gemini-array", cases, G_N_ELEMENTS (cases));
}

static void
test_split_anywhere (void)
{
  decoder_fixture_split_anywhere ("gemini");
  decoder_fixture_split_anywhere ("gemini-array");
}

static void
test_damage (void)
{
  decoder_fixture_damage ("gemini");
  decoder_fixture_damage ("gemini-array");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/decoder-gemini/cases", test_cases);
  g_test_add_func ("/wire/decoder-gemini/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/decoder-gemini/damage", test_damage);

  return g_test_run ();
}
