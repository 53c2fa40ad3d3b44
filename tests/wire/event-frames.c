/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "event-frames.h"

#include <string.h>
#include <zlib.h>

/* Messages as Amazon frames them, for tests to write down as text. */

static void
append_uint32 (GByteArray *frames,
               guint32     value)
{
  const guint32 bytes = GUINT32_TO_BE (value);

  g_byte_array_append (frames, (const guint8 *) &bytes, sizeof bytes);
}

/* Adds two lengths, right or not, and their checksum. */
void
event_frames_append_prelude (GByteArray *frames,
                             guint32     total_length,
                             guint32     headers_length)
{
  const gsize start = frames->len;

  append_uint32 (frames, total_length);
  append_uint32 (frames, headers_length);
  append_uint32 (frames, crc32 (0, frames->data + start, 8));
}

/* Adds a message with right lengths and checksums. */
void
event_frames_append (GByteArray   *frames,
                     const guint8 *headers,
                     gsize         headers_length,
                     const char   *payload,
                     gsize         payload_length)
{
  const gsize start = frames->len;

  event_frames_append_prelude (frames, 16 + headers_length + payload_length, headers_length);
  g_byte_array_append (frames, headers, headers_length);
  g_byte_array_append (frames, (const guint8 *) payload, payload_length);
  append_uint32 (frames, crc32 (0, frames->data + start, frames->len - start));
}

static void
append_string_header (GByteArray *headers,
                      const char *name,
                      const char *value)
{
  const guint8 name_length = strlen (name);
  const guint8 type_and_length[] = { 7, strlen (value) >> 8, strlen (value) & 0xff };

  g_byte_array_append (headers, &name_length, 1);
  g_byte_array_append (headers, (const guint8 *) name, name_length);
  g_byte_array_append (headers, type_and_length, sizeof type_and_length);
  g_byte_array_append (headers, (const guint8 *) value, strlen (value));
}

/* Each line of @text is a message: the name of an event and its payload with a space between, or
 * the same of an exception with a ! before it. */
GBytes *
event_frames_encode (const char *text)
{
  GByteArray *frames = g_byte_array_new ();
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const gboolean is_exception = *lines[i] == '!';
      g_auto(GStrv) words = g_strsplit (lines[i] + is_exception, " ", 2);
      g_autoptr(GByteArray) headers = g_byte_array_new ();

      if (*lines[i] == '\0')
        continue;

      append_string_header (headers, is_exception ? ":exception-type" : ":event-type", words[0]);
      append_string_header (headers, ":content-type", "application/json");
      append_string_header (headers, ":message-type", is_exception ? "exception" : "event");
      event_frames_append (frames, headers->data, headers->len, words[1] != NULL ? words[1] : "",
                           words[1] != NULL ? strlen (words[1]) : 0);
    }

  return g_byte_array_free_to_bytes (frames);
}
