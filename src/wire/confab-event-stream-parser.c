/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-event-stream-parser"

#include "config.h"

#include "confab-event-stream-parser.h"

#include <string.h>
#include <zlib.h>

/* Two lengths and the checksum of both. */
#define PRELUDE_BYTES 12

/* The checksum at the end. */
#define TRAILER_BYTES 4

/**
 * ConfabEventStreamParser:
 *
 * Cuts a stream of messages apart that is framed as `application/vnd.amazon.eventstream`: big-endian
 * lengths, typed headers, a payload, and two checksums (AWS, "Amazon event stream specification").
 * Pure: bytes in, messages out; no thread of its own.
 *
 * A length is believed only after the checksum over it was found right, and bounded nevertheless.
 * There is no way to find the next message behind a broken one, so a parser that failed stays failed.
 */
struct _ConfabEventStreamParser
{
  GByteArray *buffer;             /* owned: the unfinished message */
  gsize       message_bytes;      /* how long it is, or 0 while that is not known */
  gsize       header_bytes;       /* how much of it are headers */
  gsize       max_payload_bytes;
  GError     *failure;            /* owned, nullable */
};

/* What is left to be read of a message's headers. */
typedef struct
{
  const guint8 *at;
  gsize         length;
} Rest;

static guint32
read_uint32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static void
header_free (gpointer data)
{
  ConfabEventStreamHeader *header = data;

  g_free (header->name);
  g_free (header->data);
  g_free (header);
}

static void
set_malformed (const char  *message,
               GError     **error)
{
  g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED, message);
}

/* Returns NULL if there is less left than that. */
static const guint8 *
take (Rest  *rest,
      gsize  length)
{
  const guint8 *bytes = rest->at;

  if (length > rest->length)
    return NULL;

  rest->at += length;
  rest->length -= length;

  return bytes;
}

/* Numbers are signed. */
static gboolean
take_number (Rest   *rest,
             gsize   length,
             gint64 *number)
{
  const guint8 *bytes = take (rest, length);
  guint64 value;

  if (bytes == NULL)
    return FALSE;

  value = bytes[0] >= 0x80 ? G_MAXUINT64 : 0;
  for (gsize i = 0; i < length; i++)
    value = value << 8 | bytes[i];
  *number = (gint64) value;

  return TRUE;
}

static gboolean
take_data (Rest                    *rest,
           gsize                    length,
           ConfabEventStreamHeader *header)
{
  const guint8 *bytes = take (rest, length);

  if (bytes == NULL)
    return FALSE;

  header->data = g_malloc (length + 1);
  memcpy (header->data, bytes, length);
  header->data[length] = '\0';
  header->length = length;

  return TRUE;
}

/* Behind a length of two bytes. */
static gboolean
take_measured_data (Rest                    *rest,
                    ConfabEventStreamHeader *header)
{
  const guint8 *bytes = take (rest, 2);

  return bytes != NULL && take_data (rest, bytes[0] << 8 | bytes[1], header);
}

static gboolean
take_value (Rest                    *rest,
            ConfabEventStreamHeader *header)
{
  switch (header->type)
    {
    case CONFAB_EVENT_STREAM_TRUE:
      header->number = 1;
      return TRUE;

    case CONFAB_EVENT_STREAM_FALSE:
      return TRUE;

    case CONFAB_EVENT_STREAM_INT8:
      return take_number (rest, 1, &header->number);

    case CONFAB_EVENT_STREAM_INT16:
      return take_number (rest, 2, &header->number);

    case CONFAB_EVENT_STREAM_INT32:
      return take_number (rest, 4, &header->number);

    case CONFAB_EVENT_STREAM_INT64:
    case CONFAB_EVENT_STREAM_TIMESTAMP:
      return take_number (rest, 8, &header->number);

    case CONFAB_EVENT_STREAM_BYTES:
      return take_measured_data (rest, header);

    case CONFAB_EVENT_STREAM_STRING:
      return take_measured_data (rest, header) && g_utf8_validate_len (header->data, header->length, NULL);

    case CONFAB_EVENT_STREAM_UUID:
      return take_data (rest, 16, header);

    default:
      return FALSE;
    }
}

static gboolean
take_header (Rest                    *rest,
             ConfabEventStreamHeader *header)
{
  const guint8 *bytes = take (rest, 1);
  gsize length;

  if (bytes == NULL || *bytes == 0)
    return FALSE;

  length = *bytes;
  bytes = take (rest, length);
  if (bytes == NULL || !g_utf8_validate_len ((const char *) bytes, length, NULL))
    return FALSE;
  header->name = g_strndup ((const char *) bytes, length);

  bytes = take (rest, 1);
  if (bytes == NULL)
    return FALSE;
  header->type = *bytes;

  return take_value (rest, header);
}

/* Returns NULL for headers that cannot be read. */
static GPtrArray *
read_headers (const guint8  *bytes,
              gsize          length,
              GError       **error)
{
  g_autoptr(GPtrArray) headers = g_ptr_array_new_with_free_func (header_free);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  Rest rest = { bytes, length };

  while (rest.length > 0)
    {
      ConfabEventStreamHeader *header = g_new0 (ConfabEventStreamHeader, 1);

      g_ptr_array_add (headers, header);
      if (!take_header (&rest, header))
        {
          set_malformed ("A header of the event stream cannot be read", error);
          return NULL;
        }
      if (!g_hash_table_add (names, header->name))
        {
          set_malformed ("A message of the event stream has a header twice", error);
          return NULL;
        }
    }

  return g_steal_pointer (&headers);
}

/* Looks at the lengths of the message that begins at @bytes, all of which are there. */
static gboolean
read_prelude (ConfabEventStreamParser  *self,
              const guint8             *bytes,
              GError                  **error)
{
  const gsize message_bytes = read_uint32 (bytes);
  const gsize header_bytes = read_uint32 (bytes + 4);

  if (crc32 (crc32 (0, NULL, 0), bytes, PRELUDE_BYTES - 4) != read_uint32 (bytes + PRELUDE_BYTES - 4))
    {
      set_malformed ("The lengths of a message of the event stream do not match their checksum", error);
      return FALSE;
    }

  if (header_bytes > CONFAB_EVENT_STREAM_MAX_HEADER_BYTES)
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                   "The headers of a message of the event stream are longer than %d bytes",
                   CONFAB_EVENT_STREAM_MAX_HEADER_BYTES);
      return FALSE;
    }

  if (message_bytes < PRELUDE_BYTES + header_bytes + TRAILER_BYTES)
    {
      set_malformed ("A message of the event stream is shorter than its headers", error);
      return FALSE;
    }

  if (message_bytes - PRELUDE_BYTES - header_bytes - TRAILER_BYTES > self->max_payload_bytes)
    {
      g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                   "A message of the event stream is longer than %" G_GSIZE_FORMAT " bytes",
                   self->max_payload_bytes);
      return FALSE;
    }

  self->message_bytes = message_bytes;
  self->header_bytes = header_bytes;

  return TRUE;
}

/* Hands out the message at @bytes, all of which is there. */
static gboolean
accept_message (ConfabEventStreamParser  *self,
                const guint8             *bytes,
                ConfabEventStreamFunc     func,
                gpointer                  user_data,
                GError                  **error)
{
  const gsize checked_bytes = self->message_bytes - TRAILER_BYTES;
  const guint8 *payload = bytes + PRELUDE_BYTES + self->header_bytes;
  g_autoptr(GPtrArray) headers = NULL;
  ConfabEventStreamMessage message;

  if (crc32 (crc32 (0, NULL, 0), bytes, checked_bytes) != read_uint32 (bytes + checked_bytes))
    {
      set_malformed ("A message of the event stream does not match its checksum", error);
      return FALSE;
    }

  headers = read_headers (bytes + PRELUDE_BYTES, self->header_bytes, error);
  if (headers == NULL)
    return FALSE;

  message.headers = headers;
  message.payload = (const char *) payload;
  message.payload_length = bytes + checked_bytes - payload;

  return func (&message, user_data, error);
}

/**
 * confab_event_stream_parser_new:
 * @max_payload_bytes: the largest payload to accept
 *
 * Returns: (transfer full): a parser at the start of a stream
 */
ConfabEventStreamParser *
confab_event_stream_parser_new (gsize max_payload_bytes)
{
  ConfabEventStreamParser *self = g_new0 (ConfabEventStreamParser, 1);

  self->buffer = g_byte_array_new ();
  self->max_payload_bytes = max_payload_bytes;

  return self;
}

/**
 * confab_event_stream_parser_free:
 * @self: (nullable): the parser
 *
 * Frees the parser and what it holds of an unfinished message.
 */
void
confab_event_stream_parser_free (ConfabEventStreamParser *self)
{
  if (self == NULL)
    return;

  g_byte_array_unref (self->buffer);
  g_clear_error (&self->failure);
  g_free (self);
}

/* Moves bytes to the buffer until it holds @wanted. Returns whether it does. */
static gboolean
fill (ConfabEventStreamParser  *self,
      gsize                     wanted,
      const guint8            **p,
      const guint8             *end)
{
  const gsize missing = wanted - self->buffer->len;
  const gsize n = MIN (missing, (gsize) (end - *p));

  g_byte_array_append (self->buffer, *p, n);
  *p += n;

  return n == missing;
}

static gboolean
feed (ConfabEventStreamParser  *self,
      const guint8             *p,
      const guint8             *end,
      ConfabEventStreamFunc     func,
      gpointer                  user_data,
      GError                  **error)
{
  while (p < end)
    {
      const guint8 *message = p;

      if (self->buffer->len == 0 && end - p >= PRELUDE_BYTES)
        {
          if (!read_prelude (self, p, error))
            return FALSE;
        }
      else if (self->message_bytes == 0)
        {
          if (!fill (self, PRELUDE_BYTES, &p, end))
            return TRUE;
          if (!read_prelude (self, self->buffer->data, error))
            return FALSE;
        }

      /* A message that is there in one piece need not be copied. */
      if (self->buffer->len == 0 && (gsize) (end - p) >= self->message_bytes)
        {
          p += self->message_bytes;
        }
      else
        {
          if (!fill (self, self->message_bytes, &p, end))
            return TRUE;
          message = self->buffer->data;
        }

      if (!accept_message (self, message, func, user_data, error))
        return FALSE;

      g_byte_array_set_size (self->buffer, 0);
      self->message_bytes = 0;
    }

  return TRUE;
}

/**
 * confab_event_stream_parser_feed:
 * @self: the parser
 * @bytes: the next bytes of the stream; may end anywhere
 * @length: the length of @bytes
 * @func: called for each message that is complete
 * @user_data: closure for @func
 * @error: return location for an error
 *
 * Reads on. The messages @func sees do not depend on how the stream is cut.
 *
 * Returns: %FALSE with %CONFAB_WIRE_ERROR_MALFORMED if a checksum, a length or a header is wrong,
 *   %CONFAB_WIRE_ERROR_TOO_LARGE, or the error of @func
 */
gboolean
confab_event_stream_parser_feed (ConfabEventStreamParser  *self,
                                 const char               *bytes,
                                 gsize                     length,
                                 ConfabEventStreamFunc     func,
                                 gpointer                  user_data,
                                 GError                  **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (self->failure == NULL && length > 0)
    feed (self, (const guint8 *) bytes, (const guint8 *) bytes + length, func, user_data, &self->failure);

  if (self->failure == NULL)
    return TRUE;

  g_byte_array_set_size (self->buffer, 0);
  g_propagate_error (error, g_error_copy (self->failure));

  return FALSE;
}

/**
 * confab_event_stream_parser_is_open:
 * @self: the parser
 *
 * Returns: whether the stream so far ends within a message
 */
gboolean
confab_event_stream_parser_is_open (ConfabEventStreamParser *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->buffer->len > 0;
}

/**
 * confab_event_stream_parser_get_pending_bytes:
 * @self: the parser
 *
 * Returns: how much of an unfinished message there is, in bytes
 */
gsize
confab_event_stream_parser_get_pending_bytes (ConfabEventStreamParser *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->buffer->len;
}

/**
 * confab_event_stream_message_get_string:
 * @message: a message
 * @name: the name of a header
 *
 * Returns: (transfer none) (nullable): its value, or %NULL if there is none of that name that is a string
 */
const char *
confab_event_stream_message_get_string (const ConfabEventStreamMessage *message,
                                        const char                     *name)
{
  g_return_val_if_fail (message != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < message->headers->len; i++)
    {
      const ConfabEventStreamHeader *header = g_ptr_array_index (message->headers, i);

      if (header->type == CONFAB_EVENT_STREAM_STRING && strcmp (header->name, name) == 0)
        return header->data;
    }

  return NULL;
}
