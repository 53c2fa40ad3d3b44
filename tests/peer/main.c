/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * confab-test-peer: a model provider for tests
 *
 * A real HTTP server on 127.0.0.1 that speaks all dialects, checks what it is sent the way the
 * providers do, and streams replies that the prompt itself scripts. It needs nothing from outside
 * the machine and decides nothing by chance or by the clock.
 *
 * It prints one line, `PORT <number>`, once it listens, and ends when its standard input ends, when
 * whoever started it dies, or on SIGTERM or SIGINT.
 *
 * Paths (any prefix before them is accepted, such as the path of a base URL):
 *
 *   Anthropic  POST /v1/messages, GET /v1/models              key in x-api-key
 *   OpenAI     POST /v1/chat/completions, POST /v1/responses, GET /v1/models
 *                                                              key in Authorization: Bearer
 *   Gemini     POST /v1beta/models/{model}:streamGenerateContent?alt=sse,
 *              POST /v1beta/models/{model}:generateContent, GET /v1beta/models
 *                                                              key in x-goog-api-key
 *   Gemini     without alt=sse in one array, which comes element by element
 *   Cohere     POST /v2/chat, GET /v1/models?endpoint=chat     key in Authorization: Bearer
 *   Ollama     POST /api/chat, POST /api/show, GET /api/tags, GET /api/version,
 *              GET /api/ps, POST /api/pull, DELETE /api/delete
 *                                                              no key
 *
 *   Azure      the OpenAI paths below /openai/v1, or below /openai/deployments/{name} with a dated
 *              api-version                                     key in api-key, or as a bearer
 *   Bedrock    POST /model/{model}/converse-stream, POST /model/{model}/converse,
 *              GET /foundation-models, GET /inference-profiles, signed with the keys that
 *              confab-test-peer.h gives                        or key in Authorization: Bearer
 *   Vertex     POST .../publishers/google/models/{model}:streamGenerateContent?alt=sse,
 *              POST .../publishers/anthropic/models/{model}:streamRawPredict
 *                                                              token in Authorization: Bearer
 *   Google     POST /token: tokens for the account of /peer/service-account
 *
 * A wrong key, a body the provider would refuse, and the model `no-such-model` get the dialect's
 * own error. Other models are all answered, whether they are in the list or not.
 *
 * The reply is scripted by the last message of the user. Directives stand in double brackets
 * anywhere in it and can be combined; the rest of the prompt is quoted in the reply. If the last
 * message brings a tool's result instead, the reply quotes that.
 *
 *   What is said
 *     [[say TEXT]]           this text and nothing else
 *     [[long BYTES]]         Markdown paragraphs of that length
 *     [[code]]               Markdown with headings, a list, a C code block and a table
 *     [[think]]              thinking first
 *     [[tool NAME JSON]]     a call of a tool at the end; by default the first tool offered, or
 *                            get_time, with {"zone":"UTC"}
 *     [[calls N]]            that many calls of it at once
 *     [[again]]              a call also when the last message brings a tool's result
 *   How fast
 *     [[slow]]               waits at a gate between all pieces
 *     [[slow MS]]            waits that long between pieces
 *     [[gate]]               waits at a gate after half of the reply
 *     [[endless]]            never stops
 *     [[late]]               waits at a gate before anything, headers too
 *     [[silent]]             headers, then nothing
 *     [[hang]]               not even headers
 *   How it fails
 *     [[status N]]           this status, with the dialect's error
 *     [[status N retry-after S]]
 *     [[status N code TEXT]]  with this code in the errors of those that have codes
 *     [[redirect URL]]       307 to there
 *     [[error-in-stream]]    the dialect's error after half of the reply, then its end
 *     [[cut]]                connection closed after half of the reply
 *     [[reset]]              connection reset there
 *     [[nodone]]             ends cleanly without what marks a reply complete
 *     [[no-last-word]]       complete, but without OpenAI's [DONE]
 *     [[garbage]]            not HTTP
 *     [[garbage-body]]       a stream that is not of the dialect
 *     [[html]]               200 with a page of HTML
 *     [[badutf8]]            bytes that are not UTF-8 in the first piece
 *     [[nul]]                a NUL byte in it
 *     [[hugeline BYTES]]     one piece of that size
 *     [[picture BYTES]]      a picture of that size in Base64, from OpenAI and Gemini
 *     [[gzip]]               compressed, each piece flushed
 *
 * Control:
 *
 *   POST   /peer/release   opens the gates that replies wait at: {"released": how many}; with none
 *                          waiting nothing happens, so repeat until it says 1
 *   GET    /peer/log       {"waiting": replies at a gate, "open": replies under way, "requests":
 *                          [{number, method, path, dialect, credential_headers, headers, key_accepted,
 *                          body, status, sent_bytes, open, disconnected}]}; keys are never in it
 *   DELETE /peer/log       forgets the requests
 *   GET    /peer/service-account   the key file of an account that Vertex lets in
 *   POST   /peer/config    {"key": text or null for any, "models": [ids], "version": text,
 *                          "names": {id of a model: what people call it, ...},
 *                          "page_size": number, "statuses": [what the next chat requests get],
 *                          "directives": text that every prompt is taken to end with, or null,
 *                          "refused": {piece of a body: what is wrong with it, ...},
 *                          "loaded": [names of models in memory], "pulls": {name: script, ...}}
 *
 * A script tells how Ollama fetches a model; one without is not in the library:
 *
 *   {"layers": [bytes, ...], "pieces": into how many each layer is cut (default 2),
 *    "gates": whether to wait at a gate before each piece and before the end,
 *    "fail_after": how many pieces come before "error": text is reported or the connection is cut;
 *                  happens once,
 *    "lines": [what is sent instead of all that, as it is]}
 *
 * What was sent of a layer is not sent again when the model is fetched the next time.
 */

#include "config.h"

#include "confab-test-peer.h"

#include <glib-unix.h>
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

static char *key;
static char **models;
static char *version;
static int page_size;

static const GOptionEntry entries[] = {
  { "key", 0, 0, G_OPTION_ARG_STRING, &key, "Accept KEY (default: " CONFAB_TEST_PEER_KEY "; empty: any)", "KEY" },
  { "model", 0, 0, G_OPTION_ARG_STRING_ARRAY, &models, "List MODEL; may be repeated", "MODEL" },
  { "ollama-version", 0, 0, G_OPTION_ARG_STRING, &version, "Be Ollama VERSION", "VERSION" },
  { "page-size", 0, 0, G_OPTION_ARG_INT, &page_size, "List at most N models at a time", "N" },
  { NULL }
};

static char input[256];

static void read_input (GInputStream *stream,
                        GMainLoop    *loop);

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  if (g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL) > 0)
    read_input (G_INPUT_STREAM (object), user_data);
  else
    g_main_loop_quit (user_data);
}

static void
read_input (GInputStream *stream,
            GMainLoop    *loop)
{
  g_input_stream_read_async (stream, input, sizeof input, G_PRIORITY_DEFAULT, NULL, read_cb, loop);
}

static gboolean
signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new ("- a model provider for tests");
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GInputStream) standard_input = NULL;
  g_autoptr(ConfabTestPeer) peer = NULL;
  g_autoptr(GError) error = NULL;

  /* Its standard input may be held open by somebody else, and an endless reply by its reader. */
  prctl (PR_SET_PDEATHSIG, SIGTERM);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context,
                                "Speaks the dialects of Anthropic, OpenAI, Gemini, Ollama, Bedrock and Cohere on a free port of\n"
                                "127.0.0.1, which it prints as \"PORT <number>\". Ends with its standard input.\n"
                                "Prompts script the replies: [[code]], [[gate]], [[status 429 retry-after 30]] ...\n"
                                "The top of tests/peer/main.c lists them all.");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  peer = confab_test_peer_new ();
  if (key != NULL)
    confab_test_peer_set_key (peer, *key != '\0' ? key : NULL);
  if (models != NULL)
    confab_test_peer_set_models (peer, (const char * const *) models);
  if (version != NULL)
    confab_test_peer_set_version (peer, version);
  confab_test_peer_set_page_size (peer, MAX (page_size, 0));

  printf ("PORT %u\n", confab_test_peer_get_port (peer));
  fflush (stdout);

  standard_input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  read_input (standard_input, loop);
  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_unix_signal_add (SIGINT, signal_cb, loop);
  g_main_loop_run (loop);

  g_free (key);
  g_strfreev (models);
  g_free (version);

  return 0;
}
