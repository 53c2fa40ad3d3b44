/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "decoder-fixture.h"

#define END "{'done':true,'done_reason':'stop'}\n"

static const DecoderCase cases[] = {
  { "chat", "{'model':'m','message':{'content':'a'}}\n{'message':{'content':'b'}}\n" END,
    "start 0 model=m\ntext 0:ab\nsealed 0\nstop 0 name=stop reason=stop\ncomplete" },
  { "thinking", "{'message':{'thinking':'a','content':''}}\n{'message':{'content':'b'}}\n" END,
    "thinking 0:a\nsealed 0 json={'field':'thinking'}\ntext 1:b\n" },
  { "tag", "{'message':{'content':'<think>a</think>'}}\n{'message':{'content':'\\n\\nb'}}\n" END,
    "thinking 0:a\nsealed 0 json={'field':'content'}\ntext 1:b\n" },
  { "tag-prompt", "{'response':'<think>a</think>b'}\n" END, "thinking 0:a\n|text 1:b\n" },
  { "calls", "{'message':{'tool_calls':[{'function':{'index':0,'name':'f','arguments':{'a':0.1}}},"
    "{'function':{'index':0,'name':'f','arguments':{}}}]}}\n" END,
    "tool-call 0 name=f\ntool-arguments 0:{'a':0.1}\ntool-call 1 name=f\ntool-arguments 1:{}\n"
    "tool-call-end 0 json={'a':0.1}\ntool-call-end 1 json={}\nstop 0 name=stop reason=tool-use" },
  { "call-broken-off", "{'message':{'tool_calls':[{'function':{'name':'f'}}]}}\n", "tool-call 0|incomplete|!tool-call-end" },
  { "length", "{'done':true,'done_reason':'length'}", "reason=length\ncomplete" },
  { "loaded", "{'model':'m','done':true,'done_reason':'load'}", "name=load reason=other\ncomplete" },
  { "old-server", "{'done':true}", "stop 0 reason=stop\ncomplete" },
  { "usage", "{'done':true,'eval_count':3}", "usage 0 in=-1 out=3" },
  { "error", "{'message':{'content':'a'}}\n{'error':'out of memory'}\n", "text 0:a|error 0 error=other out of memory|incomplete" },
  { "error-model", "{'error':'model \\'x\\' not found'}", "error=model-not-found" },
  { "error-text", "llama runner died\n", "incomplete The provider sent what is not JSON: llama runner died" },
  { "not-done", "{'message':{'content':'a'},'done':false}\n", "text 0:a|incomplete" },
};

static void
test_cases (void)
{
  decoder_fixture_check ("ollama", cases, G_N_ELEMENTS (cases));
}

static void
test_split_anywhere (void)
{
  decoder_fixture_split_anywhere ("ollama");
}

static void
test_damage (void)
{
  decoder_fixture_damage ("ollama");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/decoder-ollama/cases", test_cases);
  g_test_add_func ("/wire/decoder-ollama/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/decoder-ollama/damage", test_damage);

  return g_test_run ();
}
