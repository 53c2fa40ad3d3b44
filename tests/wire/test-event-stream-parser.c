/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-event-stream-parser.h"

#include "event-frames.h"

#include <string.h>

#define MAX_BYTES 4096

/* Messages whose checksums others computed. */
static const struct { const char *name, *hex, *expected; } known[] = {
  { "empty", "000000100000000005c248eb7d98c8ff", "()|" },
  { "messageStop",
    "0000007a00000051ca2c46650b3a6576656e742d7479706507000b6d65737361676553746f700d3a636f6e74656e742d747970650700106170"
    "706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070005"
    "6576656e747b2273746f70526561736f6e223a22656e645f7475726e227d5fbf09fc",
    ":event-type=messageStop :content-type=application/json :message-type=event ({\"stopReason\":\"end_turn\"})|" },
  { "throttling",
    "00000090000000618e91a9b70f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e7465"
    "6e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d6573"
    "73616765223a22546f6f206d616e79207265717565737473227de67f8005",
    ":exception-type=throttlingException :content-type=application/json :message-type=exception "
    "({\"message\":\"Too many requests\"})|" },
};

static GByteArray *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex += 2)
    {
      const guint8 byte = g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]);

      g_byte_array_append (bytes, &byte, 1);
    }

  return bytes;
}

static void
write_value (GString                       *seen,
             const ConfabEventStreamHeader *header)
{
  switch (header->type)
    {
    case CONFAB_EVENT_STREAM_TRUE:
    case CONFAB_EVENT_STREAM_FALSE:
      g_string_append (seen, header->number == 1 ? "true" : "false");
      break;

    case CONFAB_EVENT_STREAM_STRING:
      g_assert_cmpuint (strlen (header->data), ==, header->length);
      g_string_append (seen, header->data);
      break;

    case CONFAB_EVENT_STREAM_BYTES:
    case CONFAB_EVENT_STREAM_UUID:
      g_assert_cmpint (header->data[header->length], ==, '\0');
      for (gsize i = 0; i < header->length; i++)
        g_string_append_printf (seen, "%02x", (guint8) header->data[i]);
      break;

    case CONFAB_EVENT_STREAM_INT8:
    case CONFAB_EVENT_STREAM_INT16:
    case CONFAB_EVENT_STREAM_INT32:
    case CONFAB_EVENT_STREAM_INT64:
    case CONFAB_EVENT_STREAM_TIMESTAMP:
    default:
      g_string_append_printf (seen, "%u:%" G_GINT64_FORMAT, header->type, header->number);
      break;
    }
}

/* What is seen is written down as `name=value name=value (payload)|`. */
static gboolean
collect_cb (const ConfabEventStreamMessage  *message,
            gpointer                         user_data,
            GError                         **error)
{
  GString *seen = user_data;

  for (guint i = 0; i < message->headers->len; i++)
    {
      const ConfabEventStreamHeader *header = g_ptr_array_index (message->headers, i);

      g_string_append_printf (seen, "%s=", header->name);
      write_value (seen, header);
      g_string_append_c (seen, ' ');
    }
  g_string_append_c (seen, '(');
  g_string_append_len (seen, message->payload, message->payload_length);
  g_string_append (seen, ")|");

  return TRUE;
}

/* Copies to a block of the exact size, so that reading one byte too many is noticed. */
static gboolean
feed (ConfabEventStreamParser *parser,
      const guint8            *bytes,
      gsize                    length,
      GString                 *seen,
      GError                 **error)
{
  g_autofree char *copy = g_memdup2 (bytes, length);

  return confab_event_stream_parser_feed (parser, copy != NULL ? copy : "", length, collect_cb, seen, error);
}

static void
test_known (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
      g_autoptr(GByteArray) bytes = from_hex (known[i].hex);
      g_autoptr(GString) seen = g_string_new (NULL);
      g_autoptr(GError) error = NULL;

      feed (parser, bytes->data, bytes->len, seen, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (seen->str, ==, known[i].expected);
      g_assert_false (confab_event_stream_parser_is_open (parser));
    }
}

static void
test_split_anywhere (void)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GString) expected = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr(GByteArray) message = from_hex (known[i].hex);

      g_byte_array_append (bytes, message->data, message->len);
      g_string_append (expected, known[i].expected);
    }

  for (gsize first = 0; first <= bytes->len; first++)
    for (gsize second = first; second <= bytes->len; second++)
      {
        g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
        g_autoptr(GString) seen = g_string_new (NULL);
        g_autoptr(GError) error = NULL;

        feed (parser, bytes->data, first, seen, &error);
        feed (parser, bytes->data + first, second - first, seen, &error);
        feed (parser, bytes->data + second, bytes->len - second, seen, &error);
        g_assert_no_error (error);
        g_assert_cmpstr (seen->str, ==, expected->str);
      }
}

static void
test_bytewise_and_open (void)
{
  g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
  g_autoptr(GByteArray) bytes = from_hex (known[1].hex);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < bytes->len; i++)
    {
      g_assert_cmpint (confab_event_stream_parser_is_open (parser), ==, i > 0);
      g_assert_cmpstr (seen->str, ==, "");
      g_assert_true (feed (parser, bytes->data + i, 1, seen, &error));
    }

  g_assert_false (confab_event_stream_parser_is_open (parser));
  g_assert_cmpstr (seen->str, ==, known[1].expected);
}

/* Each byte that is wrong is noticed, wherever it stands: by one of the two checksums. */
static void
test_each_bit_counts (void)
{
  g_autoptr(GByteArray) good = from_hex (known[2].hex);

  for (gsize at = 0; at < good->len; at++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
        g_autofree guint8 *bytes = g_memdup2 (good->data, good->len);
        g_autoptr(GString) seen = g_string_new (NULL);
        g_autoptr(GError) error = NULL;

        bytes[at] ^= 1 << bit;
        g_assert_false (feed (parser, bytes, good->len, seen, &error));
        g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
        g_assert_nonnull (strstr (error->message, at < 12 ? "lengths" : "does not match its checksum"));
        g_assert_cmpstr (seen->str, ==, "");

        /* There is no way back. */
        g_clear_error (&error);
        g_assert_false (feed (parser, good->data, good->len, seen, &error));
        g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
        g_assert_cmpstr (seen->str, ==, "");
      }
}

static const struct { const char *name, *hex, *expected; } header_cases[] = {
  { "none",      "",                                             "" },
  { "true",      "016100",                                       "a=true " },
  { "false",     "016101",                                       "a=false " },
  { "int8",      "01610280",                                     "a=2:-128 " },
  { "int16",     "01610380ff",                                   "a=3:-32513 " },
  { "int16+",    "0161037fff",                                   "a=3:32767 " },
  { "int32",     "016104ffffff00",                               "a=4:-256 " },
  { "int64",     "0161050102030405060708",                       "a=5:72623859790382856 " },
  { "int64-",    "0161058000000000000000",                       "a=5:-9223372036854775808 " },
  { "bytes",     "0161060003ff0041",                             "a=ff0041 " },
  { "bytes0",    "0161060000",                                   "a= " },
  { "string",    "0161070003c3a978",                             "a=\xc3\xa9x " },
  { "string0",   "0161070000",                                   "a= " },
  { "timestamp", "016108000001931bd8a800",                       "a=8:1731339003904 " },
  { "uuid",      "016109000102030405060708090a0b0c0d0e0f",       "a=000102030405060708090a0b0c0d0e0f " },
  { "several",   "016100" "026262070001" "63" "01" "6301",       "a=true bb=c c=false " },

  /* Lengths that lie, and what cannot be. */
  { "no-type",   "0161",                                         NULL },
  { "no-name",   "0000",                                         NULL },
  { "long-name", "056100",                                       NULL },
  { "bad-name",  "01ff00",                                       NULL },
  { "nul-name",  "026100" "00",                                  NULL },
  { "type-10",   "01610a",                                       NULL },
  { "type-255",  "0161ff",                                       NULL },
  { "int8-",     "016102",                                       NULL },
  { "int64--",   "01610501020304050607",                         NULL },
  { "uuid-",     "016109000102030405060708090a0b0c0d0e",         NULL },
  { "bytes-",    "0161060004ff0041",                             NULL },
  { "string-",   "016107ffff41",                                 NULL },
  { "string--",  "01610700",                                     NULL },
  { "bad-text",  "0161070001ff",                                 NULL },
  { "nul-text",  "016107000100",                                 NULL },
  { "twice",     "016100" "016101",                              NULL },
  { "rest",      "016100" "05",                                  NULL },
};

static void
test_headers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (header_cases); i++)
    {
      g_autoptr(GByteArray) headers = from_hex (header_cases[i].hex);
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
      g_autoptr(GString) seen = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      gboolean ok = TRUE;

      g_test_message ("%s", header_cases[i].name);
      event_frames_append (bytes, headers->data, headers->len, "p", 1);
      for (gsize n = 0; ok && n < bytes->len; n++)
        ok = feed (parser, bytes->data + n, 1, seen, &error);

      if (header_cases[i].expected != NULL)
        {
          g_autofree char *expected = g_strconcat (header_cases[i].expected, "(p)|", NULL);

          g_assert_no_error (error);
          g_assert_cmpstr (seen->str, ==, expected);
        }
      else
        {
          g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
          g_assert_cmpstr (seen->str, ==, "");
        }
    }
}

static gboolean
lookup_cb (const ConfabEventStreamMessage  *message,
           gpointer                         user_data,
           GError                         **error)
{
  g_assert_cmpstr (confab_event_stream_message_get_string (message, "bb"), ==, "c");
  g_assert_null (confab_event_stream_message_get_string (message, "a"));
  g_assert_null (confab_event_stream_message_get_string (message, "b"));
  *(guint *) user_data += 1;

  return TRUE;
}

static void
test_lookup (void)
{
  g_autoptr(GByteArray) headers = from_hex ("016100" "026262070001" "63");
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
  guint n_seen = 0;

  event_frames_append (bytes, headers->data, headers->len, "", 0);
  g_assert_true (confab_event_stream_parser_feed (parser, (const char *) bytes->data, bytes->len, lookup_cb,
                                                  &n_seen, NULL));
  g_assert_cmpuint (n_seen, ==, 1);
}

/* Lengths that contradict each other or are too large are refused before anything is waited for,
 * however right their checksum is. */
static void
test_lying_lengths (void)
{
  static const struct { guint32 total, headers; ConfabWireError code; } cases[] = {
    { 0, 0, CONFAB_WIRE_ERROR_MALFORMED },
    { 15, 0, CONFAB_WIRE_ERROR_MALFORMED },
    { 16, 1, CONFAB_WIRE_ERROR_MALFORMED },
    { 100, 85, CONFAB_WIRE_ERROR_MALFORMED },
    { 16, 0xffffffff, CONFAB_WIRE_ERROR_TOO_LARGE },
    { 0xffffffff, 0xffffffff, CONFAB_WIRE_ERROR_TOO_LARGE },
    { 0xffffffff, 0, CONFAB_WIRE_ERROR_TOO_LARGE },
    { 16 + MAX_BYTES + 1, 0, CONFAB_WIRE_ERROR_TOO_LARGE },
    { 16 + 100 + MAX_BYTES + 1, 100, CONFAB_WIRE_ERROR_TOO_LARGE },
    { 16 + CONFAB_EVENT_STREAM_MAX_HEADER_BYTES + 1, CONFAB_EVENT_STREAM_MAX_HEADER_BYTES + 1, CONFAB_WIRE_ERROR_TOO_LARGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
      g_autoptr(GByteArray) prelude = g_byte_array_new ();
      g_autoptr(GString) seen = g_string_new (NULL);
      g_autoptr(GError) error = NULL;

      event_frames_append_prelude (prelude, cases[i].total, cases[i].headers);
      g_assert_false (feed (parser, prelude->data, prelude->len, seen, &error));
      g_assert_error (error, CONFAB_WIRE_ERROR, (int) cases[i].code);
    }
}

static void
test_largest (void)
{
  g_autofree char *payload = g_strnfill (MAX_BYTES, 'x');
  g_autofree guint8 *header = g_malloc0 (CONFAB_EVENT_STREAM_MAX_HEADER_BYTES);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  gsize n = 0;

  /* As many headers without a value as there is room for, each of another name. */
  for (guint i = 0; n + 8 <= CONFAB_EVENT_STREAM_MAX_HEADER_BYTES; i++, n += 8)
    {
      header[n] = 6;
      g_snprintf ((char *) header + n + 1, 7, "%06u", i);
      header[n + 7] = 0;
    }
  g_assert_cmpuint (n, ==, CONFAB_EVENT_STREAM_MAX_HEADER_BYTES);

  event_frames_append (bytes, header, n, payload, MAX_BYTES);
  feed (parser, bytes->data, bytes->len - 1, seen, &error);
  feed (parser, bytes->data + bytes->len - 1, 1, seen, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (seen->str, "000000=true 000001=true "));
  g_assert_true (g_str_has_suffix (seen->str, "xxx)|"));
}

static gboolean
refuse_cb (const ConfabEventStreamMessage  *message,
           gpointer                         user_data,
           GError                         **error)
{
  g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_DEEP, "No");

  return FALSE;
}

static void
test_passes_errors_on (void)
{
  g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
  g_autoptr(GByteArray) bytes = from_hex (known[0].hex);
  g_autoptr(GError) error = NULL;

  g_assert_false (confab_event_stream_parser_feed (parser, (const char *) bytes->data, bytes->len, refuse_cb, NULL,
                                                   &error));
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_DEEP);
}

/* Bytes at random never pass for a message, and nothing breaks. */
static void
test_garbage (void)
{
  for (int run = 0; run < 2000; run++)
    {
      g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
      g_autoptr(GString) seen = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      guint8 bytes[64];

      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = g_test_rand_int_range (0, 256);

      g_assert_false (feed (parser, bytes, sizeof bytes, seen, &error));
      g_assert_cmpstr (seen->str, ==, "");
    }
}

/* A message of 20 MB in small pieces: in time that grows with its length. */
static void
test_long_message (void)
{
  const gsize length = 20 * 1000 * 1000;
  g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (32 << 20);
  g_autofree char *payload = g_strnfill (length, 'x');
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GString) seen = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  event_frames_append (bytes, NULL, 0, payload, length);
  for (gsize at = 0; at < bytes->len; at += 1000)
    feed (parser, bytes->data + at, MIN (1000, bytes->len - at), seen, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, length + strlen ("()|"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/event-stream-parser/known", test_known);
  g_test_add_func ("/wire/event-stream-parser/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/event-stream-parser/bytewise-and-open", test_bytewise_and_open);
  g_test_add_func ("/wire/event-stream-parser/each-bit-counts", test_each_bit_counts);
  g_test_add_func ("/wire/event-stream-parser/headers", test_headers);
  g_test_add_func ("/wire/event-stream-parser/lookup", test_lookup);
  g_test_add_func ("/wire/event-stream-parser/lying-lengths", test_lying_lengths);
  g_test_add_func ("/wire/event-stream-parser/largest", test_largest);
  g_test_add_func ("/wire/event-stream-parser/passes-errors-on", test_passes_errors_on);
  g_test_add_func ("/wire/event-stream-parser/garbage", test_garbage);
  g_test_add_func ("/wire/event-stream-parser/long-message", test_long_message);

  return g_test_run ();
}
