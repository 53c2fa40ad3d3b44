/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How fast replies are read, in megabytes of the wire per second, for each dialect. The streams are
 * made in memory; a reply of a model is some tens of kilobytes per second, so there is no target. */

#include "config.h"

#include "confab-decoder.h"
#include "confab-dialect.h"
#include "event-frames.h"

#include <stdlib.h>
#include <string.h>

#define STREAM_BYTES (4 * 1000 * 1000)

/* As the network hands it out. */
#define READ_BYTES 16384

#define N_RUNS 5

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
make_stream (const Shape *shape)
{
  GString *stream = g_string_new (shape->start);

  for (gsize i = 0; stream->len < STREAM_BYTES; i++)
    {
      g_string_append (stream, shape->before);
      g_string_append (stream, words[i % G_N_ELEMENTS (words)]);
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
  const gint64 start_us = g_get_monotonic_time ();
  gsize n_bytes = 0;
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < stream->len; at += READ_BYTES)
    ok = confab_decoder_feed (decoder, stream->str + at, MIN (READ_BYTES, stream->len - at),
                              count_cb, &n_bytes, &error);
  if (!ok || !confab_decoder_finish (decoder, count_cb, &n_bytes, &error))
    g_error ("%s: %s", shape->dialect_id, error->message);
  if (!confab_decoder_get_complete (decoder) || n_bytes == 0)
    g_error ("%s: nothing was read", shape->dialect_id);

  return (g_get_monotonic_time () - start_us) / 1e6;
}

int
main (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      GString *stream = make_stream (&shapes[i]);
      double best = 0;

      /* The fastest run is the one that was disturbed least. */
      for (int run = 0; run < N_RUNS; run++)
        {
          const double seconds = measure (&shapes[i], stream);

          if (run == 0 || seconds < best)
            best = seconds;
        }

      g_print ("bench decode-%s %.1f MB/s - ok\n", shapes[i].dialect_id, stream->len / 1e6 / best);
      g_string_free (stream, TRUE);
    }

  return EXIT_SUCCESS;
}
