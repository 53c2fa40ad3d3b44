/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The framings below the dialects, with bounds so low that they are met. */

#include "config.h"

#include "confab-event-stream-parser.h"
#include "confab-ndjson-parser.h"
#include "confab-sse-parser.h"
#include "fuzz.h"

#include <string.h>

#define MAX_BYTES 200

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_init ();

  return 0;
}

static gboolean
event_cb (const char  *event,
          const char  *data,
          gsize        length,
          gpointer     user_data,
          GError     **error)
{
  GString *trace = user_data;

  if (data[length] != '\0' || length > MAX_BYTES)
    g_error ("An event is not what was promised");
  g_string_append_printf (trace, "<%s>", event != NULL ? event : "");
  g_string_append_len (trace, data, length);

  return TRUE;
}

static gboolean
value_cb (const char  *json,
          gsize        length,
          gpointer     user_data,
          GError     **error)
{
  GString *trace = user_data;

  if (length > MAX_BYTES)
    g_error ("A value is longer than was allowed");
  g_string_append (trace, "<>");
  g_string_append_len (trace, json, length);

  return TRUE;
}

static GString *
read_events (const char *bytes,
             gsize       length,
             gsize       piece)
{
  g_autoptr(ConfabSseParser) parser = confab_sse_parser_new (MAX_BYTES);
  g_autoptr(GError) error = NULL;
  GString *trace = g_string_new (NULL);
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < length; at += piece)
    ok = confab_sse_parser_feed (parser, bytes + at, MIN (piece, length - at), event_cb, trace, &error);
  if (ok)
    ok = confab_sse_parser_finish (parser, event_cb, trace, &error);
  if (!ok)
    g_string_append (trace, error->message);

  return trace;
}

static GString *
read_values (const char *bytes,
             gsize       length,
             gsize       piece)
{
  g_autoptr(ConfabNdjsonParser) parser = confab_ndjson_parser_new (MAX_BYTES);
  g_autoptr(GError) error = NULL;
  GString *trace = g_string_new (NULL);
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < length; at += piece)
    ok = confab_ndjson_parser_feed (parser, bytes + at, MIN (piece, length - at), value_cb, trace, &error);
  if (ok)
    ok = confab_ndjson_parser_finish (parser, value_cb, trace, &error);
  if (!ok)
    g_string_append (trace, error->message);

  return trace;
}

static gboolean
message_cb (const ConfabEventStreamMessage *message,
            gpointer                        user_data,
            GError                        **error)
{
  GString *trace = user_data;

  if (message->payload_length > MAX_BYTES)
    g_error ("A payload is longer than was allowed");
  for (guint i = 0; i < message->headers->len; i++)
    {
      const ConfabEventStreamHeader *header = g_ptr_array_index (message->headers, i);

      g_string_append_printf (trace, "<%s %u %" G_GINT64_FORMAT " ", header->name, header->type, header->number);
      if (header->data != NULL)
        g_string_append_len (trace, header->data, header->length);
    }
  g_string_append_c (trace, '>');
  g_string_append_len (trace, message->payload, message->payload_length);

  return TRUE;
}

static GString *
read_messages (const char *bytes,
               gsize       length,
               gsize       piece)
{
  g_autoptr(ConfabEventStreamParser) parser = confab_event_stream_parser_new (MAX_BYTES);
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *repaired = fuzz_repair_checksums ((const guint8 *) bytes, length);
  GString *trace = g_string_new (NULL);
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < length; at += piece)
    ok = confab_event_stream_parser_feed (parser, (const char *) repaired + at, MIN (piece, length - at),
                                          message_cb, trace, &error);
  if (!ok)
    g_string_append (trace, error->message);
  else if (confab_event_stream_parser_is_open (parser))
    g_string_append (trace, "...");

  return trace;
}

typedef GString *(*ReadFunc) (const char *bytes,
                              gsize       length,
                              gsize       piece);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const ReadFunc readers[] = { read_events, read_values, read_messages };
  const char *bytes = (const char *) data;

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autoptr(GString) whole = readers[i] (bytes, size, MAX (size, 1));
      g_autoptr(GString) bytewise = readers[i] (bytes, size, 1);
      g_autoptr(GString) pieces = readers[i] (bytes, size, size % 17 + 2);

      if (!g_string_equal (whole, bytewise) || !g_string_equal (whole, pieces))
        g_error ("\n%s\nbecame\n%s\nor\n%s", whole->str, bytewise->str, pieces->str);
    }

  return 0;
}
