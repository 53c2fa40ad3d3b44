/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What holds for every dialect: bounds, damaged text, and what happens after a failure. */

#include "config.h"

#include "confab-decoder.h"
#include "confab-dialect.h"
#include "confab-json-parse.h"
#include "decoder-fixture.h"

#include <string.h>

typedef struct
{
  GString *text;
  guint    n_events;
  guint    n_calls;
} Seen;

static void
count_cb (const ConfabEvent *event,
          gpointer           user_data)
{
  Seen *seen = user_data;

  seen->n_events++;
  if (event->kind == CONFAB_EVENT_TOOL_CALL)
    seen->n_calls++;
  if (event->kind == CONFAB_EVENT_TEXT && seen->text != NULL)
    g_string_append_len (seen->text, event->text, event->text_length);
}

static ConfabDecoder *
new_decoder (const char *dialect_id)
{
  return confab_decoder_new (confab_dialect_lookup (dialect_id), NULL);
}

static void
test_dialects (void)
{
  const char *const *ids = confab_dialect_list_ids ();

  for (gsize i = 0; ids[i] != NULL; i++)
    g_assert_cmpstr (confab_dialect_get_id (confab_dialect_lookup (ids[i])), ==, ids[i]);

  g_assert_true (g_strv_contains (ids, "anthropic"));
  g_assert_true (g_strv_contains (ids, "openai-chat"));
  g_assert_true (g_strv_contains (ids, "gemini"));
  g_assert_true (g_strv_contains (ids, "ollama"));
  g_assert_true (g_strv_contains (ids, "gemini-array"));
  g_assert_true (g_strv_contains (ids, "bedrock-converse"));
  g_assert_true (g_strv_contains (ids, "cohere-v2"));
  g_assert_null (confab_dialect_lookup ("telepathy"));
}

static void
test_too_deep (void)
{
  const char *const *ids = confab_dialect_list_ids ();
  g_autofree char *brackets = g_strnfill (1000000, '[');

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr(ConfabDecoder) decoder = new_decoder (ids[i]);
      g_autofree char *body = g_strdup_printf ("{\"a\":%s\n\n", brackets);
      g_autoptr(GError) error = NULL;
      Seen seen = { NULL };
      gboolean ok;

      ok = confab_decoder_feed (decoder, body, strlen (body), count_cb, &seen, &error) &&
           confab_decoder_finish (decoder, count_cb, &seen, &error);
      g_assert_false (ok);
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_DEEP);
      g_assert_false (confab_decoder_get_complete (decoder));
    }
}

static void
test_too_large (void)
{
  const char *const *ids = confab_dialect_list_ids ();
  const gsize n = 1 << 20;
  g_autofree char *piece = g_strnfill (n, 'x');

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr(ConfabDecoder) decoder = new_decoder (ids[i]);
      g_autoptr(GError) error = NULL;
      Seen seen = { NULL };
      gboolean ok;

      ok = confab_decoder_feed (decoder, "{\"a\":\"", 6, count_cb, &seen, &error);
      for (gsize fed = 0; ok && fed <= CONFAB_DECODER_MAX_EVENT_BYTES; fed += n)
        ok = confab_decoder_feed (decoder, piece, n, count_cb, &seen, &error);

      g_assert_false (ok);
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
    }
}

static void
test_stream_too_large (void)
{
  const gsize n = 1 << 20;
  g_autofree char *piece = g_strnfill (n, '\n');
  g_autoptr(ConfabDecoder) decoder = new_decoder ("anthropic");
  g_autoptr(GError) error = NULL;
  Seen seen = { NULL };
  gboolean ok = TRUE;
  gsize fed = 0;

  for (; ok && fed <= CONFAB_DECODER_MAX_STREAM_BYTES; fed += n)
    ok = confab_decoder_feed (decoder, piece, n, count_cb, &seen, &error);

  g_assert_false (ok);
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
}

/* Parts that are told of, and parts that are only begun. */
static void
test_too_many_parts (void)
{
  static const struct { const char *dialect_id, *format; } cases[] = {
    { "anthropic", "data: {\"type\":\"content_block_start\",\"index\":%d,\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}\n\n" },
    { "anthropic", "data: {\"type\":\"content_block_start\",\"index\":%d,\"content_block\":{\"type\":\"x\"}}\n\n" },
    { "openai-chat", "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":%d,\"function\":{\"name\":\"f\"}}]}}]}\n\n" },
    { "openai-chat", "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":\"a\"}}]}}]}\n\n" },
    { "openai-responses", "data: {\"type\":\"response.output_item.added\",\"output_index\":%d,\"item\":{\"type\":\"message\"}}\n\n" },
    { "openai-responses", "data: {\"type\":\"response.output_item.done\",\"item\":{\"type\":\"x\",\"id\":\"%d\"}}\n\n" },
    { "openai-responses", "data: {\"type\":\"response.output_text.delta\",\"content_index\":%d,\"delta\":\"a\"}\n\n" },
    { "openai-responses", "data: {\"type\":\"response.function_call_arguments.delta\",\"output_index\":%d,\"delta\":\"a\"}\n\n" },
    { "gemini", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"x\":{\"n\":%d}}]}}]}\n\n" },
    { "bedrock-converse", "{\"contentBlockDelta\":{\"contentBlockIndex\":%d,\"delta\":{\"text\":\"a\"}}}\n" },
    { "bedrock-converse", "{\"contentBlockStart\":{\"contentBlockIndex\":%d,\"start\":{}}}\n" },
    { "cohere-v2", "data: {\"delta\":{\"message\":{\"tool_calls\":{\"id\":\"c%d\",\"function\":{\"name\":\"f\"}}}}}\n\n" },
    { "ollama", "{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"n\":%d}}}]}}\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabDecoder) decoder = new_decoder (cases[i].dialect_id);
      g_autoptr(GError) error = NULL;
      Seen seen = { NULL };
      gboolean ok = TRUE;

      for (int n = 0; ok && n <= CONFAB_DECODER_MAX_PARTS; n++)
        {
          g_auto(GStrv) halves = g_strsplit (cases[i].format, "%d", 2);
          g_autofree char *line = g_strdup_printf ("%s%d%s", halves[0], n, halves[1]);

          ok = confab_decoder_feed (decoder, line, strlen (line), count_cb, &seen, &error);
        }

      g_assert_false (ok);
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
    }
}

static void
test_part_too_large (void)
{
  const gsize n = 8 << 20;
  g_autofree char *filler = g_strnfill (n, 'x');
  g_autofree char *line = g_strdup_printf ("{\"message\":{\"content\":\"%s\"}}\n", filler);
  g_autoptr(ConfabDecoder) decoder = new_decoder ("ollama");
  g_autoptr(GError) error = NULL;
  Seen seen = { NULL };
  gboolean ok = TRUE;

  for (gsize told = 0; ok && told <= CONFAB_DECODER_MAX_PART_BYTES; told += n)
    ok = confab_decoder_feed (decoder, line, strlen (line), count_cb, &seen, &error);

  g_assert_false (ok);
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE);
}

/* An image in one line is large and still fine. */
static void
test_long_line (void)
{
  const gsize n = 20 * 1000 * 1000;
  g_autofree char *filler = g_strnfill (n, 'x');
  g_autofree char *body = g_strdup_printf ("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}]},"
                                           "\"finishReason\":\"STOP\"}]}\r\n\r\n", filler);
  g_autoptr(ConfabDecoder) decoder = new_decoder ("gemini");
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  const gsize length = strlen (body);
  Seen seen = { text };

  for (gsize at = 0; at < length; at += 16384)
    g_assert_true (confab_decoder_feed (decoder, body + at, MIN (16384, length - at), count_cb, &seen, &error));
  g_assert_true (confab_decoder_finish (decoder, count_cb, &seen, &error));
  g_assert_true (confab_decoder_get_complete (decoder));
  g_assert_cmpuint (text->len, ==, n);
}

static void
test_damaged_text (void)
{
  static const char body[] = "data: {\"choices\":[{\"delta\":{\"content\":\"a\xff" "b\0c\xc3\"},\"finish_reason\":\"stop\"}]}\n\n";
  g_autofree char *trace = decoder_fixture_trace ("openai-chat", body, sizeof body - 1, sizeof body - 1, 1);
  g_autofree char *bytewise = decoder_fixture_trace ("openai-chat", body, sizeof body - 1, 0, 1);

  g_assert_nonnull (strstr (trace, "text 0:a\xef\xbf\xbd" "b\xef\xbf\xbd" "c\xef\xbf\xbd\n"));
  g_assert_cmpstr (trace, ==, bytewise);
}

static void
test_quotes_little (void)
{
  g_autofree char *filler = g_strnfill (10000, 'x');
  g_autofree char *body = g_strdup_printf ("data: key sk-abcdefghijkl %s\n\n", filler);
  g_autoptr(ConfabDecoder) decoder = new_decoder ("openai-chat");
  g_autoptr(GError) error = NULL;
  Seen seen = { NULL };

  g_assert_false (confab_decoder_feed (decoder, body, strlen (body), count_cb, &seen, &error));
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
  g_assert_cmpuint (strlen (error->message), <, 300);
  g_assert_nonnull (strstr (error->message, "[key]"));
  g_assert_null (strstr (error->message, "abcdefg"));
}

static void
test_stays_failed (void)
{
  g_autoptr(ConfabDecoder) decoder = new_decoder ("ollama");
  Seen seen = { NULL };

  for (int i = 0; i < 3; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (confab_decoder_feed (decoder, "oops\n", 5, count_cb, &seen, &error));
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
    }

  {
    g_autoptr(GError) error = NULL;

    g_assert_false (confab_decoder_finish (decoder, count_cb, &seen, &error));
    g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
  }

  g_assert_false (confab_decoder_get_complete (decoder));
  g_assert_cmpuint (seen.n_events, ==, 0);
}

static void
test_garbage (void)
{
  const char *const *ids = confab_dialect_list_ids ();

  for (gsize i = 0; ids[i] != NULL; i++)
    for (int run = 0; run < 200; run++)
      {
        const gsize length = g_test_rand_int_range (0, 400);
        g_autofree char *body = g_malloc (length + 1);
        g_autofree char *whole = NULL;
        g_autofree char *bytewise = NULL;

        for (gsize n = 0; n < length; n++)
          body[n] = run % 2 == 0 ? (char) g_test_rand_int () : "{}[]\":,\\ndat\n\r e"[g_test_rand_int_range (0, 16)];

        whole = decoder_fixture_trace (ids[i], body, length, length, 1);
        bytewise = decoder_fixture_trace (ids[i], body, length, 0, 1);
        g_assert_cmpstr (whole, ==, bytewise);
      }
}

/* Freed with everything half done. */
static void
test_free_early (void)
{
  static const char body[] =
    "data: {\"choices\":[{\"delta\":{\"content\":\"<thi\",\"reasoning_details\":[{\"text\":\"a\"}],"
    "\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}}],\"citations\":[\"https://a\"]}\n\ndata: {\"a";

  for (gsize length = 0; length < sizeof body; length++)
    {
      g_autoptr(ConfabDecoder) decoder = new_decoder ("openai-chat");
      g_autoptr(GError) error = NULL;
      Seen seen = { NULL };

      g_assert_true (confab_decoder_feed (decoder, body, length, count_cb, &seen, &error));
    }
}

static void
ignore_event_cb (const ConfabEvent *event,
                 gpointer           user_data)
{
}

static void
test_done_at_the_end_marker (void)
{
  static const struct { const char *dialect, *content_type, *before, *marker; gboolean expected; } cases[] = {
    { "anthropic", "text/event-stream",
      "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n",
      "data: {\"type\":\"message_stop\"}\n\n", TRUE },
    { "openai-chat", "text/event-stream",
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n",
      "data: [DONE]\n\n", TRUE },
    { "openai-responses", "text/event-stream",
      "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n",
      "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n", TRUE },
    { "ollama", "application/x-ndjson",
      "{\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"done\":false}\n",
      "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true}\n", TRUE },
    { "gemini", "text/event-stream",
      "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n",
      "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\n\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabDecoder) decoder = confab_decoder_new (confab_dialect_lookup (cases[i].dialect),
                                                             cases[i].content_type);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].dialect);
      g_assert_false (confab_decoder_get_done (decoder));
      confab_decoder_feed (decoder, cases[i].before, strlen (cases[i].before), ignore_event_cb, NULL, &error);
      g_assert_no_error (error);
      g_assert_false (confab_decoder_get_done (decoder));
      confab_decoder_feed (decoder, cases[i].marker, strlen (cases[i].marker), ignore_event_cb, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (confab_decoder_get_done (decoder), ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/decoder/dialects", test_dialects);
  g_test_add_func ("/wire/decoder/too-deep", test_too_deep);
  g_test_add_func ("/wire/decoder/too-large", test_too_large);
  g_test_add_func ("/wire/decoder/stream-too-large", test_stream_too_large);
  g_test_add_func ("/wire/decoder/too-many-parts", test_too_many_parts);
  g_test_add_func ("/wire/decoder/part-too-large", test_part_too_large);
  g_test_add_func ("/wire/decoder/long-line", test_long_line);
  g_test_add_func ("/wire/decoder/damaged-text", test_damaged_text);
  g_test_add_func ("/wire/decoder/quotes-little", test_quotes_little);
  g_test_add_func ("/wire/decoder/stays-failed", test_stays_failed);
  g_test_add_func ("/wire/decoder/garbage", test_garbage);
  g_test_add_func ("/wire/decoder/free-early", test_free_early);
  g_test_add_func ("/wire/decoder/done-at-the-end-marker", test_done_at_the_end_marker);

  return g_test_run ();
}
