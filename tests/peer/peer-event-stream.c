/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-event-stream.h"

#include <string.h>
#include <zlib.h>

/* Messages in Amazon's framing. */

static void
append_uint32 (GString *out,
               guint32  value)
{
  const guint32 bytes = GUINT32_TO_BE (value);

  g_string_append_len (out, (const char *) &bytes, sizeof bytes);
}

static void
append_header (GString    *out,
               const char *name,
               const char *value,
               gsize       length)
{
  g_string_append_c (out, strlen (name));
  g_string_append (out, name);
  g_string_append_c (out, 7);
  g_string_append_c (out, length >> 8);
  g_string_append_c (out, length & 0xff);
  g_string_append_len (out, value, length);
}

static void
append_message (GString    *out,
                const char *line,
                gsize       length)
{
  const gboolean is_exception = *line == '!';
  const char *kind = is_exception ? "exception" : "event";
  const char *payload = memchr (line, ' ', length);
  const gsize start = out->len;
  g_autoptr(GString) headers = g_string_new (NULL);
  gsize payload_length;

  line += is_exception;
  length -= is_exception;
  payload_length = length - (payload + 1 - line);

  append_header (headers, is_exception ? ":exception-type" : ":event-type", line, payload - line);
  append_header (headers, ":content-type", "application/json", strlen ("application/json"));
  append_header (headers, ":message-type", kind, strlen (kind));

  append_uint32 (out, 16 + headers->len + payload_length);
  append_uint32 (out, headers->len);
  append_uint32 (out, crc32 (0, (const guint8 *) out->str + start, 8));
  g_string_append_len (out, headers->str, headers->len);
  g_string_append_len (out, payload + 1, payload_length);
  append_uint32 (out, crc32 (0, (const guint8 *) out->str + start, out->len - start));
}

/* Each line is a message: what the event is called, a space, and its payload; or the same of an
 * exception with a ! before it. */
GBytes *
peer_event_stream_encode (const char *lines,
                          gsize       length)
{
  const char *end = lines + length;
  GString *out = g_string_new (NULL);

  while (lines < end)
    {
      const char *line_end = memchr (lines, '\n', end - lines);

      g_assert_nonnull (line_end);
      append_message (out, lines, line_end - lines);
      lines = line_end + 1;
    }

  return g_string_free_to_bytes (out);
}
