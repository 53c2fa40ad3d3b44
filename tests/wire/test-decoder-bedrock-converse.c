/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-decoder.h"
#include "confab-dialect.h"
#include "decoder-fixture.h"
#include "event-frames.h"

#include <string.h>

/* Each line is a message: an event and its payload; a ! marks an exception. */
#define START "messageStart {'role':'assistant'}\n"
#define BLOCK(i, start) "contentBlockStart {'contentBlockIndex':" #i ",'start':" start "}\n"
#define DELTA(i, delta) "contentBlockDelta {'contentBlockIndex':" #i ",'delta':" delta ",'p':'abc'}\n"
#define STOP(i) "contentBlockStop {'contentBlockIndex':" #i "}\n"
#define END(reason) "messageStop {'stopReason':'" reason "'}\n"
#define USAGE "metadata {'usage':{'inputTokens':5,'outputTokens':2,'totalTokens':7},'metrics':{'latencyMs':1}}\n"

static const DecoderCase cases[] = {
  { "text", START DELTA (0, "{'text':'a'}") DELTA (0, "{'text':'b'}") STOP (0) END ("end_turn") USAGE,
    "start 0\ntext 0:ab\nsealed 0\nusage 0 in=5 out=2 cached=-1 write=-1 reasoning=-1 cost=-1 +cache\n"
    "stop 0 name=end_turn reason=stop\ncomplete" },
  { "usage-before-the-end", DELTA (0, "{'text':'a'}") USAGE END ("end_turn"), "text 0:a\n|usage 0 in=5|complete" },
  { "cache", "metadata {'usage':{'inputTokens':3.0,'cacheReadInputTokens':8,'cacheWriteInputTokens':9}}\n",
    "usage 0 in=3 out=-1 cached=8 write=9 |incomplete" },
  { "no-usage", DELTA (0, "{'text':'a'}") END ("end_turn"), "text 0:a\n|complete" },
  { "router", DELTA (0, "{'text':'a'}") END ("end_turn") "metadata {'trace':{'promptRouter':{'invokedModelId':'m'}}}\n",
    "start 0\n|start 0 model=m\n|complete" },

  /* Reasoning, which has to be sent back as it came */
  { "reasoning", DELTA (0, "{'reasoningContent':{'text':'a'}}") DELTA (0, "{'reasoningContent':{'text':'b'}}")
    DELTA (0, "{'reasoningContent':{'signature':'s/'}}") STOP (0) DELTA (1, "{'text':'c'}") STOP (1) END ("end_turn"),
    "thinking 0:ab\nsealed 0 json={'reasoningContent':{'reasoningText':{'text':'ab','signature':'s/'}}}\ntext 1:c\n" },
  { "reasoning-unsigned", DELTA (0, "{'reasoningContent':{'text':'a'}}") STOP (0) END ("end_turn"),
    "thinking 0:a\nsealed 0\n" },
  { "reasoning-signature-alone", DELTA (0, "{'reasoningContent':{'signature':'s'}}") STOP (0) END ("end_turn"),
    "thinking 0:\nsealed 0 json={'reasoningContent':{'reasoningText':{'text':'','signature':'s'}}}\n" },
  { "redacted", DELTA (0, "{'reasoningContent':{'redactedContent':'eno='}}") STOP (0) END ("end_turn"),
    "thinking 0:\nsealed 0 json={'reasoningContent':{'redactedContent':'eno='}}\n" },
  { "redacted-in-pieces", DELTA (0, "{'reasoningContent':{'redactedContent':'YQ=='}}")
    DELTA (0, "{'reasoningContent':{'redactedContent':'Yg=='}}") STOP (0) END ("end_turn"),
    "sealed 0 json={'reasoningContent':{'redactedContent':'YWI='}}\n" },
  { "redacted-and-readable", DELTA (0, "{'reasoningContent':{'text':'a','signature':'s','redactedContent':'eno='}}")
    STOP (0) END ("end_turn"),
    "sealed 0 json={'reasoningContent':{'reasoningText':{'text':'a','signature':'s'}}}\n"
    "thinking 1:\nsealed 1 json={'reasoningContent':{'redactedContent':'eno='}}\n" },
  { "reasoning-broken-off", DELTA (0, "{'reasoningContent':{'text':'a'}}"), "thinking 0:a\nincomplete|!sealed" },

  /* Tools */
  { "call", BLOCK (0, "{'toolUse':{'toolUseId':'t1','name':'f'}}") DELTA (0, "{'toolUse':{'input':'{\\'a\\''}}")
    DELTA (0, "{'toolUse':{'input':':1}'}}") STOP (0) END ("tool_use"),
    "tool-call 0 id=t1 name=f\ntool-arguments 0:{'a':1}\ntool-call-end 0 json={'a':1}\nstop 0 name=tool_use reason=tool-use" },
  { "call-without-input", BLOCK (0, "{'toolUse':{'toolUseId':'t1','name':'f'}}") DELTA (0, "{'toolUse':{'input':''}}")
    STOP (0) END ("tool_use"), "tool-call-end 0 json={}\n" },
  { "call-with-object", BLOCK (0, "{'toolUse':{'toolUseId':'t1','name':'f','input':{'a':1}}}") STOP (0) END ("tool_use"),
    "tool-call-end 0 json={'a':1}\n" },
  { "call-said-to-be-the-end", BLOCK (0, "{'toolUse':{'toolUseId':'t1','name':'f'}}") STOP (0) END ("end_turn"),
    "stop 0 name=end_turn reason=tool-use" },
  { "call-broken-off", BLOCK (0, "{'toolUse':{'toolUseId':'t1','name':'f'}}") DELTA (0, "{'toolUse':{'input':'{}'}}")
    STOP (0), "tool-call 0 id=t1 name=f\ntool-arguments 0:{}\nincomplete|!tool-call-end" },
  { "call-not-begun", DELTA (0, "{'toolUse':{'input':'{}'}}") STOP (0) END ("end_turn"), "complete|!tool-" },
  { "calls-interleaved", BLOCK (0, "{'toolUse':{'toolUseId':'t1','name':'f'}}")
    BLOCK (1, "{'toolUse':{'toolUseId':'t2','name':'g'}}") DELTA (1, "{'toolUse':{'input':'{}'}}")
    DELTA (0, "{'toolUse':{'input':'{\\'a\\':1}'}}") STOP (0) STOP (1) END ("tool_use"),
    "tool-call-end 0 json={'a':1}\ntool-call-end 1 json={}\n" },
  { "server-call", BLOCK (0, "{'toolUse':{'toolUseId':'t1','name':'f','type':'server_tool_use'}}")
    DELTA (0, "{'toolUse':{'input':'{\\'a\\':1}'}}") STOP (0)
    BLOCK (1, "{'toolResult':{'toolUseId':'t1','status':'success'}}") DELTA (1, "{'toolResult':[{'text':'x'}]}") STOP (1)
    DELTA (2, "{'text':'c'}") END ("end_turn"),
    "server-tool-call 0 id=t1 name=f json={'a':1}\nsealed 0 json={'toolUse':{'toolUseId':'t1','name':'f',"
    "'type':'server_tool_use','input':{'a':1}}}\n"
    "sealed 0 json=[{'toolUse':{'toolUseId':'t1','name':'f','type':'server_tool_use','input':{'a':1}}},"
    "{'toolResult':{'toolUseId':'t1','status':'success','content':[{'text':'x'}]}}]\ntext 2:c|reason=stop" },
  { "result-of-nobody", BLOCK (0, "{'toolResult':{'toolUseId':'t9'}}") STOP (0) END ("end_turn"),
    "opaque 0 name=toolResult json={'toolResult':{'toolUseId':'t9'}}\n" },

  /* Sources */
  { "source-of-the-text-before", DELTA (0, "{'text':'a'}") STOP (0)
    DELTA (1, "{'citation':{'location':{'web':{'url':'https://w/','domain':'w'}}}}") STOP (1) END ("end_turn"),
    "text 0:a\nsealed 0\ncitation 0 json={'location':{'web':{'url':'https://w/','domain':'w'}},'url':'https://w/','title':'w'}\n" },
  { "source-before-its-text", DELTA (0, "{'text':'a'}") STOP (0) DELTA (1, "{'citation':{'title':'t'}}")
    DELTA (1, "{'text':'b'}") STOP (1) END ("end_turn"), "text 1:b\ncitation 1 json={'title':'t'}\nsealed 1\n" },
  { "source-of-an-earlier-text", DELTA (0, "{'text':'a'}") DELTA (0, "{'citation':{'title':'t'}}") DELTA (1, "{'text':'b'}")
    STOP (0) STOP (1) END ("end_turn"), "text 1:b\ncitation 0 json={'title':'t'}\n" },
  { "source-of-nothing", DELTA (0, "{'citation':{'title':'t'}}") STOP (0) END ("end_turn"), "complete|!citation" },

  /* What has no name here, and what is not numbered or begun as it should be */
  { "picture", BLOCK (0, "{'image':{'format':'png'}}") DELTA (0, "{'image':{'source':{'bytes':'eA=='}}}") STOP (0)
    END ("end_turn"), "opaque 0 name=image json={'image':{'format':'png','source':{'bytes':'eA=='}}}\n" },
  { "no-index", "contentBlockDelta {'delta':{'text':'a'}}\ncontentBlockDelta {'delta':{'text':'b'}}\n" END ("end_turn"),
    "text 0:ab\n" },
  { "empty-start", BLOCK (0, "{}") DELTA (0, "{'text':'a'}") STOP (0) END ("end_turn"), "text 0:a\n" },
  { "never-stopped", DELTA (0, "{'text':'a'}") DELTA (1, "{'text':'b'}") END ("end_turn"),
    "text 0:a\ntext 1:b\nsealed 0\nsealed 1\n" },
  { "after-stop", DELTA (0, "{'text':'a'}") STOP (0) DELTA (0, "{'text':'b'}") END ("end_turn"), "text 0:a\n|!text 0:b" },
  { "new-event", "surprise {'a':1}\n" DELTA (0, "{'text':'a'}") END ("end_turn"), "text 0:a\n|complete|!error" },
  { "wrong-types", "contentBlockDelta {'contentBlockIndex':'x','delta':[]}\ncontentBlockStart {'start':7}\n"
    "messageStop {'stopReason':{}}\nmetadata {'usage':[]}\n", "complete|!text" },

  /* Ends */
  { "length", END ("max_tokens"), "reason=length" },
  { "window", END ("model_context_window_exceeded"), "reason=length" },
  { "sequence", END ("stop_sequence"), "reason=stop" },
  { "guardrail", END ("guardrail_intervened"), "reason=content-filter" },
  { "filter", END ("content_filtered"), "reason=content-filter" },
  { "malformed", END ("malformed_tool_use"), "reason=error" },
  { "unknown-end", END ("tired"), "name=tired reason=other" },
  { "no-end", START DELTA (0, "{'text':'a'}") STOP (0), "incomplete|!stop 0" },

  /* Failures */
  { "throttled", START "!throttlingException {'message':'Too many requests'}\n",
    "error 0 error=rate-limited Too many requests\nincomplete" },
  { "unavailable", "!serviceUnavailableException {'message':'Try again'}\n", "error=overloaded Try again" },
  { "internal", "!internalServerException {'message':'Oops'}\n", "error=server Oops" },
  { "validation", "!validationException {'message':'Wrong'}\n", "error=bad-request Wrong" },
  { "too-long", "!validationException {'message':'Input is too long for requested model.'}\n", "error=context-too-long" },
  { "model-failed", "!modelStreamErrorException {'originalStatusCode':503,'originalMessage':'busy'}\n",
    "error=server busy" },
  { "unknown-exception", "!strangeException {'message':'Hm'}\n", "error=other Hm" },
  { "exception-without-payload", "!throttlingException\n", "error=rate-limited throttlingException\nincomplete" },
  { "exception-with-text", "!throttlingException slow down\n", "error=rate-limited slow down\nincomplete" },
  { "failed-after-the-end", DELTA (0, "{'text':'a'}") END ("end_turn") "!internalServerException {'message':'Oops'}\n",
    "error=server Oops|incomplete" },
  { "key-in-error", "!validationException {'message':'bad key sk-ant-api03-abcdef'}\n", "bad key [key]|!abcdef" },
  { "payload-no-json", "contentBlockDelta nonsense\n", "incomplete The provider sent what is not JSON: nonsense" },
};

static void
test_cases (void)
{
  decoder_fixture_check_encoded ("bedrock-converse", cases, G_N_ELEMENTS (cases), event_frames_encode);
}

/* What is not framed as it should be. */
static const DecoderCase plain_cases[] = {
  { "whole", "{'output':{'message':{'role':'assistant','content':[{'text':'a'},{'reasoningContent':{'reasoningText':"
    "{'text':'b','signature':'s'}}},{'toolUse':{'toolUseId':'t','name':'f','input':{'a':1}}}]}},'stopReason':'tool_use',"
    "'usage':{'inputTokens':1,'outputTokens':2}}",
    "text 0:a\nsealed 0\nthinking 1:b\nsealed 1 json={'reasoningContent':{'reasoningText':{'text':'b','signature':'s'}}}\n"
    "tool-call 2 id=t name=f\ntool-arguments 2:{'a':1}\nusage 0 in=1 out=2|tool-call-end 2 json={'a':1}|complete" },
  { "whole-cited", "{'output':{'message':{'content':[{'citationsContent':{'content':[{'text':'a'}],'citations':"
    "[{'title':'t','location':{'web':{'url':'u'}}}]}}]}},'stopReason':'end_turn'}",
    "text 0:a\ncitation 0 json={'title':'t','location':{'web':{'url':'u'}},'url':'u'}\n" },
  { "error-body", "{'message':'The security token is expired'}", "error=other The security token is expired|incomplete" },
  { "page", "<html>Sign in</html>", "incomplete The provider sent what is not JSON: <html>Sign in" },
  { "named-members", "data: {'contentBlockDelta':{'delta':{'text':'a'}}}\n\ndata: {'messageStop':{'stopReason':'end_turn'}}\n\n",
    "text 0:a\n|complete" },
  { "nothing", "", "incomplete|!error" },
};

static void
test_other_framings (void)
{
  decoder_fixture_check ("bedrock-converse", plain_cases, G_N_ELEMENTS (plain_cases));
}

static void
ignore_cb (const ConfabEvent *event,
           gpointer           user_data)
{
}

/* Usage comes behind the end, so the end alone does not end the reading. */
static void
test_done (void)
{
  g_autoptr(ConfabDecoder) decoder = confab_decoder_new (confab_dialect_lookup ("bedrock-converse"),
                                                         "application/vnd.amazon.eventstream");
  g_autoptr(GBytes) end = event_frames_encode ("messageStop {\"stopReason\":\"end_turn\"}");
  g_autoptr(GBytes) usage = event_frames_encode ("metadata {\"usage\":{\"inputTokens\":1}}");
  const char *bytes;
  gsize length;

  bytes = g_bytes_get_data (end, &length);
  g_assert_true (confab_decoder_feed (decoder, bytes, length, ignore_cb, NULL, NULL));
  g_assert_false (confab_decoder_get_done (decoder));
  bytes = g_bytes_get_data (usage, &length);
  g_assert_true (confab_decoder_feed (decoder, bytes, length, ignore_cb, NULL, NULL));
  g_assert_true (confab_decoder_get_done (decoder));
}

/* A message that was damaged on the way ends the reply, whatever it says. */
static void
test_damaged_message (void)
{
  g_autoptr(GBytes) frames = event_frames_encode ("contentBlockDelta {\"delta\":{\"text\":\"five\"}}\n"
                                                  "messageStop {\"stopReason\":\"end_turn\"}\n");
  gsize length;
  const char *bytes = g_bytes_get_data (frames, &length);
  g_autofree char *damaged = g_memdup2 (bytes, length);
  g_autofree char *trace = NULL;

  for (gsize i = 0; i + 4 < length; i++)
    if (memcmp (damaged + i, "five", 4) == 0)
      damaged[i + 1] = 'o';

  trace = decoder_fixture_trace ("bedrock-converse", damaged, length, 7, 5);
  g_assert_nonnull (strstr (trace, "incomplete A message of the event stream does not match its checksum"));
  g_assert_null (strstr (trace, "text"));
}

static void
test_split_anywhere (void)
{
  decoder_fixture_split_anywhere ("bedrock-converse");
}

static void
test_damage (void)
{
  decoder_fixture_damage ("bedrock-converse");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/decoder-bedrock-converse/cases", test_cases);
  g_test_add_func ("/wire/decoder-bedrock-converse/other-framings", test_other_framings);
  g_test_add_func ("/wire/decoder-bedrock-converse/done", test_done);
  g_test_add_func ("/wire/decoder-bedrock-converse/damaged-message", test_damaged_message);
  g_test_add_func ("/wire/decoder-bedrock-converse/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/decoder-bedrock-converse/damage", test_damage);

  return g_test_run ();
}
