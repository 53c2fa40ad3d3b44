/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What reading a reply costs, for each dialect: how many times as long as looking for the line ends
 * of the same bytes takes, how many blocks of memory are asked for per event of the wire, and how
 * much more of both than the JSON library needs for the JSON of these events alone. The streams are
 * made in memory. A reply of a model is some tens of kilobytes per second, so that even the slowest
 * of them leaves the window its time; the targets are there to notice what gets worse. */

#include "config.h"

#include "confab-decoder.h"
#include "confab-dialect.h"
#include "event-frames.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Times the search for line ends. */
#define TARGET_SCANS 600.0

/* Times what the JSON library takes, in time and in blocks of memory. */
#define TARGET_TIMES 2.0
#define TARGET_BLOCKS 1.5

#define STREAM_BYTES (4 * 1000 * 1000)

/* As the network hands it out. */
#define READ_BYTES 16384

#define N_RUNS 5

/* Whatever asks for memory in this program comes by here, libraries too. */
static volatile gsize n_blocks;

#ifdef CONFAB_COUNT_BLOCKS
extern void *__libc_malloc  (size_t size);
extern void *__libc_calloc  (size_t n, size_t size);
extern void *__libc_realloc (void *block, size_t size);

void *
malloc (size_t size)
{
  n_blocks++;
  return __libc_malloc (size);
}

void *
calloc (size_t n,
        size_t size)
{
  n_blocks++;
  return __libc_calloc (n, size);
}

void *
realloc (void   *block,
         size_t  size)
{
  n_blocks++;
  return __libc_realloc (block, size);
}
#endif

static const char *const words[] = {
  "The ", "tide ", "turns ", "at\\n", "six, ", "caf\xc3\xa9 ", "\\\"closed\\\" ", "\xf0\x9f\x8c\x8a", "harbour", ". ",
};

typedef struct
{
  const char *dialect_id;
  const char *start;
  const char *before;  /* what stands before and behind each piece of text */
  const char *behind;
  const char *end;
} Shape;

static const Shape shapes[] = {
  {
    "anthropic",
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
    "\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
    "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"",
    "\"}}\n\n",
    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
    "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9}}\n\n"
    "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
  },
  {
    "openai-chat",
    "",
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\",\"service_tier\":\"default\","
    "\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"",
    "\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null,\"obfuscation\":\"aB3dE\"}\n\n",
    "data: {\"id\":\"chatcmpl-1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
  },
  {
    "openai-responses",
    "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\","
    "\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"m\",\"output\":[]}}\n\n"
    "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":"
    "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}}\n\n",
    "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":4,"
    "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"",
    "\",\"logprobs\":[],\"obfuscation\":\"aB3dE\"}\n\n",
    "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"status\":\"completed\","
    "\"model\":\"m\",\"output\":[],\"usage\":{\"input_tokens\":9,\"output_tokens\":9}}}\n\n",
  },
  {
    "gemini",
    "",
    "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"",
    "\"}],\"role\": \"model\"},\"index\": 0}],\"usageMetadata\": {\"promptTokenCount\": 9,\"candidatesTokenCount\": 9,"
    "\"totalTokenCount\": 18,\"promptTokensDetails\": [{\"modality\": \"TEXT\",\"tokenCount\": 9}]},"
    "\"modelVersion\": \"m\",\"responseId\": \"r\"}\r\n\r\n",
    "data: {\"candidates\": [{\"finishReason\": \"STOP\"}]}\r\n\r\n",
  },
  {
    "ollama",
    "",
    "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00.000000Z\",\"message\":{\"role\":\"assistant\",\"content\":\"",
    "\"},\"done\":false}\n",
    "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"eval_count\":9}\n",
  },
  {
    "gemini-array",
    "[",
    "{\n  \"candidates\": [\n    {\n      \"content\": {\n        \"parts\": [\n          {\n            \"text\": \"",
    "\"\n          }\n        ],\n        \"role\": \"model\"\n      },\n      \"index\": 0\n    }\n  ],\n  \"modelVersion\": \"m\"\n}\n,\n",
    "{\"candidates\": [{\"finishReason\": \"STOP\"}]}\n]",
  },
  {
    "bedrock-converse",
    "messageStart {\"role\":\"assistant\",\"p\":\"abcd\"}\n",
    "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"",
    "\"},\"p\":\"abcdefghijklmnopqrstuvwxyzABCDEFGH\"}\n",
    "contentBlockStop {\"contentBlockIndex\":0}\nmessageStop {\"stopReason\":\"end_turn\"}\n",
  },
  {
    "cohere-v2",
    "event: message-start\ndata: {\"id\":\"c-1\",\"type\":\"message-start\",\"delta\":{\"message\":{\"role\":\"assistant\"}}}\n\n",
    "event: content-delta\ndata: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"",
    "\"}}}}\n\n",
    "event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}\n\ndata: [DONE]\n\n",
  },
};

static GString *
make_stream (const Shape *shape,
             gsize       *n_events)
{
  GString *stream = g_string_new (shape->start);

  for (*n_events = 0; stream->len < STREAM_BYTES; (*n_events)++)
    {
      g_string_append (stream, shape->before);
      g_string_append (stream, words[*n_events % G_N_ELEMENTS (words)]);
      g_string_append (stream, shape->behind);
    }
  g_string_append (stream, shape->end);

  /* A line for each message, so far. */
  if (strcmp (shape->dialect_id, "bedrock-converse") == 0)
    {
      g_autoptr(GBytes) frames = event_frames_encode (stream->str);

      g_string_truncate (stream, 0);
      g_string_append_len (stream, g_bytes_get_data (frames, NULL), g_bytes_get_size (frames));
    }

  return stream;
}

/* Returns: how long this thread has worked, in seconds; what else the machine does is not in it */
static double
get_work (void)
{
  struct timespec spec;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spec);

  return spec.tv_sec + spec.tv_nsec / 1e9;
}

static void
count_cb (const ConfabEvent *event,
          gpointer           user_data)
{
  gsize *n_bytes = user_data;

  *n_bytes += event->text_length;
}

/* Returns: seconds */
static double
measure (const Shape   *shape,
         const GString *stream)
{
  g_autoptr(ConfabDecoder) decoder = confab_decoder_new (confab_dialect_lookup (shape->dialect_id), NULL);
  g_autoptr(GError) error = NULL;
  const double start = get_work ();
  gsize n_bytes = 0;
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < stream->len; at += READ_BYTES)
    ok = confab_decoder_feed (decoder, stream->str + at, MIN (READ_BYTES, stream->len - at),
                              count_cb, &n_bytes, &error);
  if (!ok || !confab_decoder_finish (decoder, count_cb, &n_bytes, &error))
    g_error ("%s: %s", shape->dialect_id, error->message);
  if (!confab_decoder_get_complete (decoder) || n_bytes == 0)
    g_error ("%s: nothing was read", shape->dialect_id);

  return get_work () - start;
}

/* Returns: seconds */
static double
measure_scan (const GString *stream)
{
  const double start = get_work ();
  const char *p = stream->str;
  volatile gsize n_lines = 0;

  for (gsize left = stream->len; (p = memchr (p, '\n', left)) != NULL; left = stream->str + stream->len - ++p)
    n_lines++;

  return get_work () - start;
}

/* Parses what is in the events and nothing else.
 *
 * Returns: seconds */
static double
measure_json (const Shape *shape,
              gsize        n_events)
{
  g_autofree char *event = g_strconcat (shape->before, words[0], shape->behind, NULL);
  const char *json = strchr (event, '{');
  const gsize length = strrchr (json, '}') + 1 - json;
  const double start = get_work ();

  for (gsize i = 0; i < n_events; i++)
    {
      g_autoptr(JsonParser) parser = json_parser_new ();

      if (!json_parser_load_from_data (parser, json, (gssize) length, NULL))
        g_error ("%s: the event is not JSON", shape->dialect_id);
    }

  return get_work () - start;
}

static void
print (const char *what,
       const char *dialect_id,
       double      value,
       const char *unit,
       double      target)
{
  g_print ("bench %s-%s %.2f %s %g %s\n", what, dialect_id, value, unit, target, value <= target ? "ok" : "short");
}

static void
run (const Shape *shape)
{
  gsize n_events = 0;
  GString *stream = make_stream (shape, &n_events);
  double best = G_MAXDOUBLE, best_scan = G_MAXDOUBLE, best_json = G_MAXDOUBLE;
  gsize blocks = 0, json_blocks = 0;

  /* The fastest run is the one that was disturbed least. */
  for (int i = 0; i < N_RUNS; i++)
    {
      double seconds;

      n_blocks = 0;
      seconds = measure (shape, stream);
      best = MIN (best, seconds);
      blocks = n_blocks;

      n_blocks = 0;
      seconds = measure_json (shape, n_events);
      best_json = MIN (best_json, seconds);
      json_blocks = n_blocks;

      seconds = measure_scan (stream);
      best_scan = MIN (best_scan, seconds);
    }

  g_print ("bench decode-%s %.1f MB/s - ok\n", shape->dialect_id, stream->len / 1e6 / best);
  print ("decode-cost", shape->dialect_id, best / best_scan, "scans", TARGET_SCANS);
  print ("decode-over-json", shape->dialect_id, best / best_json, "times", TARGET_TIMES);
#ifdef CONFAB_COUNT_BLOCKS
  g_print ("bench decode-blocks-%s %.1f blocks/event - ok\n", shape->dialect_id, (double) blocks / n_events);
  print ("decode-blocks-over-json", shape->dialect_id, (double) blocks / json_blocks, "times", TARGET_BLOCKS);
#else
  (void) blocks;
  (void) json_blocks;
#endif
  g_string_free (stream, TRUE);
}

int
main (void)
{
  const char *const *ids = confab_dialect_list_ids ();

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      gsize at = 0;

      while (at < G_N_ELEMENTS (shapes) && strcmp (shapes[at].dialect_id, ids[i]) != 0)
        at++;
      if (at < G_N_ELEMENTS (shapes))
        run (&shapes[at]);
      else
        g_print ("bench decode-%s 0 MB/s - short\n", ids[i]);
    }

  return EXIT_SUCCESS;
}
